//! The taxonomies and their terms among the pages of a site.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use rayon::prelude::ParallelSliceMut as _;

use super::{Plan, Planned};
use crate::base::diagnostic::Diagnostic;
use crate::base::node::Spanned;
use crate::content::config::Taxonomy;
use crate::content::discover::PageRole;
use crate::content::front_matter::{Build, Listing, Render};
use crate::resolve::article::Article;
use crate::site::entry::EntryKind;
use crate::site::url;

/// A term's title and the pages that name it, by the term's segment of a URL.
type Terms<'a> = BTreeMap<String, (&'a str, Vec<usize>)>;

/// A page that may name terms.
pub(super) struct Naming<'a> {
    /// Its place in the plan.
    page: usize,
    /// The terms by their taxonomies.
    terms: Cow<'a, BTreeMap<String, Vec<Spanned<String>>>>,
    /// What they stand in; nothing for a list without a file.
    article: Option<&'a Article>,
}

/// A taxonomy with its pages.
pub(super) struct Made {
    plural: String,
    /// The page of the taxonomy.
    page: usize,
    /// The pages of terms by their segments of URLs.
    terms: BTreeMap<String, usize>,
}

impl<'a> Plan<'a, '_> {
    /// The pages that may name terms, in the order of their places. As in Hugo they are lists, too.
    pub(super) fn naming(&self) -> Vec<Naming<'a>> {
        if self.config.outputs.is_disabled(EntryKind::Term.name()) {
            return Vec::new();
        }
        let mut own: Vec<(usize, &Planned)> =
            self.planned.iter().enumerate().skip(self.home).collect();
        own.retain(|(_, page)| !page.is_disabled);
        own.par_sort_by_cached_key(|(_, page)| page.logical(self.articles));
        let naming = |(at, page): (usize, &Planned)| {
            let article = page.article.map(|at| &self.articles[at]);
            let terms = match (article, &page.taken) {
                (Some(article), _) => Cow::Borrowed(&article.front.terms),
                (None, Some(taken)) => Cow::Owned(taken.terms.clone()),
                (None, None) => return None,
            };
            let is_written = page.build(self.articles).render != Render::Never;
            is_written.then_some(Naming { page: at, terms, article })
        };
        own.into_iter().filter_map(naming).collect()
    }

    /// Adds a taxonomy with its terms if it is in use, or if the author named it; `named` are the pages that may name them.
    pub(super) fn taxonomy<'n>(
        &mut self,
        taxonomy: &'a Taxonomy,
        named: &'n [Naming<'a>],
    ) -> Option<Made>
    where
        'a: 'n,
    {
        let mut terms: Terms<'n> = Terms::new();
        for Naming { page, terms: own, article } in named {
            for term in own.get(&taxonomy.plural).into_iter().flatten() {
                let key = self.term_key(&term.value);
                if key.trim_matches('/').is_empty() {
                    self.diagnostics.extend(article.map(|article| nameless(article, term)));
                    continue;
                }
                let (shown, members) = terms.entry(key).or_insert((&term.value, Vec::new()));
                // Of different ways to write a term Hugo takes the last.
                *shown = &term.value;
                if members.last() != Some(page) {
                    members.push(*page);
                }
            }
        }
        let has_text = self.add_described(taxonomy, &mut terms);
        let is_there = taxonomy.is_given || has_text || !terms.is_empty();
        is_there.then(|| self.add_taxonomy(taxonomy, terms))
    }

    /// Adds the terms that no page names and that have a text of their own. Has the taxonomy itself one?
    fn add_described<'n>(&self, taxonomy: &Taxonomy, terms: &mut Terms<'n>) -> bool
    where
        'a: 'n,
    {
        let mut has_text = false;
        let own = self.articles.iter().filter(|article| {
            article.file.role == PageRole::Section && article.file.lang == self.config.lang
        });
        for article in own {
            let folder = article.file.folder.as_str();
            has_text |= folder == taxonomy.plural;
            let below = folder.strip_prefix(&*taxonomy.plural).and_then(|f| f.strip_prefix('/'));
            if let Some(term) = below {
                let key = self.term_key(term);
                terms.entry(key).or_insert((term, Vec::new()));
            }
        }
        has_text
    }

    fn add_taxonomy(&mut self, taxonomy: &Taxonomy, terms: Terms<'_>) -> Made {
        let folder = taxonomy.plural.as_str();
        let at = self.list(EntryKind::Taxonomy, (folder, folder, folder), &taxonomy.label);
        self.planned[at].parent = self.planned[at].parent.or(Some(self.home));
        let mut indices = BTreeMap::new();
        for (key, (title, members)) in terms {
            let content = format!("{folder}/{key}");
            let shown = self.config.titles.of_term(title);
            let index = self.list(EntryKind::Term, (&content, folder, title), &shown);
            self.planned[index].parent = Some(at);
            self.planned[at].children.push(index);
            let is_listed =
                |page: &usize| self.planned[*page].build(self.articles).list != Listing::Never;
            self.planned[index].members = members.into_iter().filter(is_listed).collect();
            // What is left out altogether is no term of any page.
            let Build { render, list, .. } = self.planned[index].build(self.articles);
            if render != Render::Never || list != Listing::Never {
                indices.insert(key, index);
            }
        }
        Made { plural: taxonomy.plural.clone(), page: at, terms: indices }
    }

    /// Tells every page its terms, and lists of terms without a text the terms that they take over from above.
    pub(super) fn name_terms(&mut self, made: &[Made]) {
        for Made { plural, page: taxonomy, terms } in made {
            let mut places: HashMap<&str, Option<usize>> = HashMap::new();
            let mut found = Vec::new();
            for (at, page) in self.planned.iter().enumerate().skip(self.home) {
                let named = page.front(self.articles).and_then(|front| front.terms.get(plural));
                let mut own: Vec<usize> = Vec::new();
                for term in named.into_iter().flatten() {
                    let index = *places
                        .entry(&term.value)
                        .or_insert_with(|| terms.get(&self.term_key(&term.value)).copied());
                    own.extend(index.filter(|index| !own.contains(index)));
                }
                if !own.is_empty() {
                    found.push((at, own));
                }
            }
            for (page, own) in found {
                for term in own.iter().copied() {
                    let is_late = self.planned[page].article.is_none()
                        && matches!(self.planned[page].kind, EntryKind::Taxonomy | EntryKind::Term);
                    if is_late && !self.planned[term].members.contains(&page) {
                        self.planned[term].members.push(page);
                    }
                }
                self.planned[page].terms.push((*taxonomy, own));
            }
        }
    }

    /// What tells terms apart: their segment of a URL, whatever its case.
    fn term_key(&self, term: &str) -> String {
        url::segment(term, self.config.urls.names).to_lowercase()
    }

    /// The place of a taxonomy's or term's page: that of the section of the folder `content`, made over, or a new one.
    fn list(
        &mut self,
        kind: EntryKind,
        (content, folder, name): (&str, &str, &str),
        title: &str,
    ) -> usize {
        let names = self.config.urls.names;
        let wanted = url::folder(content, names).to_lowercase();
        let is_wanted = |page: &Planned| {
            page.kind == EntryKind::Section
                && url::folder(&page.content, names).to_lowercase() == wanted
        };
        let existing = self.planned[self.home..self.first_page].iter().position(is_wanted);
        let existing = existing.map(|at| self.home + at);
        let article = existing.and_then(|at| self.planned[at].article);
        // Of the ways to write a term that of its own folder goes before those of pages.
        let own = article.filter(|_| kind == EntryKind::Term).and_then(|at| {
            self.articles[at].file.folder.get(folder.len() + 1..).map(str::to_owned)
        });
        let name = own.as_deref().unwrap_or(name);
        let mut page = self.new_page((kind, article), (folder, name), title.to_owned());
        if article.is_none() {
            page.taken = self.taken(kind, content);
        }
        let Some(at) = existing else {
            content.clone_into(&mut page.content);
            self.planned.push(page);
            return self.planned.len() - 1;
        };
        let parent = self.planned[at].parent;
        self.planned[at] = Planned { parent, content: content.to_owned(), ..page };
        at
    }
}

/// A term of which nothing can stand in a URL.
fn nameless(article: &Article, term: &Spanned<String>) -> Diagnostic {
    let message =
        format!("the term `{}` gets no page: nothing of it can stand in a URL", term.value);
    Diagnostic::warning("site/term", message)
        .label_in(&article.source, term.span, "")
        .help("give it letters or digits")
}
