//! Which pages there are, where they stand, and what lists what.

mod taxonomies;

use taxonomies::Made;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use rayon::prelude::{
    IndexedParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _,
};

use super::entry::EntryKind;
use super::place::{Place, Places, Subject};
use super::url;
use crate::base::diagnostic::Diagnostic;
use crate::base::source::Source;
use crate::content::cascade::{self, Cascade};
use crate::content::config::{Config, Lang, Names};
use crate::content::discover::{PageFile, PageRole};
use crate::content::front_matter::{Build, FrontMatter, Listing, Render};
use crate::resolve::article::Article;

/// A page that will be: its kind, its place and its lists, before any text is joined. Indices are places in the plan.
#[derive(Debug)]
pub(super) struct Planned {
    pub(super) kind: EntryKind,
    pub(super) lang: Lang,
    /// Its article; `None` for lists without a file.
    pub(super) article: Option<usize>,
    /// Its path (see [`url`]).
    pub(super) path: String,
    /// The path of what belongs to it: files, feed, further pages of a list.
    pub(super) folder: String,
    /// The folder below `content` that it lies in, or that a list is.
    pub(super) content: String,
    /// Its kind and place in the content, which its translations share.
    pub(super) key: String,
    /// The title if the article gives none.
    pub(super) title: String,
    /// The section it is in.
    pub(super) parent: Option<usize>,
    pub(super) children: Vec<usize>,
    pub(super) members: Vec<usize>,
    /// Its taxonomies and terms.
    pub(super) terms: Vec<(usize, Vec<usize>)>,
    /// What a list without a file takes over from above.
    pub(super) taken: Option<Box<FrontMatter>>,
    /// Is there nothing of its kind in this site?
    pub(super) is_disabled: bool,
    /// Its date; for a list without one that of its newest page.
    pub(super) date: Option<DateTime<FixedOffset>>,
    /// Its last change, found likewise.
    pub(super) lastmod: Option<DateTime<FixedOffset>>,
    /// From when on it is published, found likewise.
    pub(super) publish_date: Option<DateTime<FixedOffset>>,
}

impl Planned {
    /// Its front matter; `None` for a list without a file that takes nothing over from above.
    pub(super) fn front<'a>(&'a self, articles: &'a [Article]) -> Option<&'a FrontMatter> {
        self.article.map(|at| &articles[at].front).or(self.taken.as_deref())
    }

    /// Where it appears.
    pub(super) fn build(&self, articles: &[Article]) -> Build {
        let build = self.front(articles).map(|front| front.build).unwrap_or_default();
        if self.is_disabled {
            return Build { render: Render::Never, list: Listing::Never, files: false, ..build };
        }
        build
    }

    /// A list that is a feed alone is at the feed's path.
    fn lead_to_feed(&mut self, config: &Config, articles: &[Article]) {
        let build = self.build(articles);
        let formats = config.outputs.of(self.kind.name(), build.formats);
        let is_feed = self.kind != EntryKind::Page && formats.feed && !formats.html;
        if is_feed && build.render == Render::Always {
            self.path = format!("{}{}", self.folder, config.outputs.feed);
        }
    }

    /// The path that Hugo knows it by: its folder and name, whatever its URL.
    pub(super) fn logical(&self, articles: &[Article]) -> String {
        let name = match (self.kind, self.article) {
            (EntryKind::Page, Some(at)) => articles[at].file.name(),
            _ => "",
        };
        let slash = if self.content.is_empty() { "" } else { "/" };
        format!("/{}{slash}{name}", self.content).to_lowercase().replace(' ', "-")
    }
}

/// All pages of the site. For each language: the home page first, then sections, pages, and each taxonomy with its terms.
pub(super) fn plan(
    config: &Config,
    cascade: &Cascade,
    (articles, hidden): (&[Article], &[PageFile]),
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Planned> {
    let mut planned = Vec::new();
    for lang in config.languages.ids() {
        let config = config.of(lang);
        let places = Places::new(config, articles, hidden);
        let home = planned.len();
        let mut plan = Plan {
            config,
            cascade,
            articles,
            places,
            home,
            first_page: home,
            planned,
            diagnostics,
        };
        let mut page = plan.new_page((EntryKind::Home, None), ("", ""), config.title.clone());
        page.taken = plan.taken(EntryKind::Home, "");
        plan.planned.push(page);
        let sections = plan.sections();
        plan.first_page = plan.planned.len();
        plan.pages(&sections);
        let named = plan.naming();
        let made: Vec<Made> = (config.taxonomies.iter())
            .filter_map(|taxonomy| plan.taxonomy(taxonomy, &named))
            .collect();
        plan.name_terms(&made);
        planned = plan.planned;
    }
    for page in &mut planned {
        page.lead_to_feed(config.of(page.lang), articles);
    }
    planned
}

/// The pages so far and what they come from.
struct Plan<'a, 'd> {
    /// The configuration of the language whose pages are added.
    config: &'a Config,
    cascade: &'a Cascade,
    articles: &'a [Article],
    places: Places<'a>,
    /// The language's home page, where its pages begin.
    home: usize,
    /// Where its sections end and its pages begin.
    first_page: usize,
    planned: Vec<Planned>,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl Plan<'_, '_> {
    /// A page that lies in `folder`, or is that folder, and is called `name` there.
    fn new_page(
        &mut self,
        kind: (EntryKind, Option<usize>),
        names: (&str, &str),
        title: String,
    ) -> Planned {
        let (page, diagnostics) = self.placed(kind, names, title);
        self.diagnostics.extend(diagnostics);
        page
    }

    /// The same with what is to be said of its place.
    fn placed(
        &self,
        (kind, article): (EntryKind, Option<usize>),
        (folder, name): (&str, &str),
        title: String,
    ) -> (Planned, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let subject = Subject {
            kind,
            article: article.map(|at| &self.articles[at]),
            folder,
            name,
            title: &title,
        };
        let Place { path, folder: beside } = self.places.place(subject, &mut diagnostics);
        let key = key(subject);
        let page = Planned {
            kind,
            lang: self.config.lang,
            article,
            path,
            folder: beside,
            content: folder.to_owned(),
            key,
            title,
            parent: None,
            children: Vec::new(),
            members: Vec::new(),
            terms: Vec::new(),
            taken: None,
            is_disabled: self.config.outputs.is_disabled(kind.name()),
            date: None,
            lastmod: None,
            publish_date: None,
        };
        (page, diagnostics)
    }

    /// What a list without a file takes over from above.
    fn taken(&self, kind: EntryKind, content: &str) -> Option<Box<FrontMatter>> {
        let subject = cascade::Subject {
            lang: self.config.lang,
            kind: kind.name(),
            folder: content,
            name: "",
        };
        self.cascade.front_matter(subject, self.config).map(Box::new)
    }

    /// Adds the sections, the home page's file among them, and gives each folder's page.
    fn sections(&mut self) -> BTreeMap<String, usize> {
        let mut sections = BTreeMap::from([(String::new(), self.home)]);
        for (folder, article) in self.places.sections().clone() {
            if folder.is_empty() {
                let title = self.config.title.clone();
                let home = self.new_page((EntryKind::Home, article), ("", ""), title);
                self.planned[self.home] = home;
                continue;
            }
            let name = folder.rsplit('/').next().unwrap_or("");
            let kind = (EntryKind::Section, article);
            let mut section =
                self.new_page(kind, (&folder, name), self.config.titles.of_section(name));
            let above = self.places.nearest_section(parent_folder(&folder));
            section.parent = Some(sections.get(above).copied().unwrap_or(self.home));
            if article.is_none() {
                section.taken = self.taken(EntryKind::Section, &folder);
            }
            sections.insert(folder, self.planned.len());
            self.planned.push(section);
        }
        sections
    }

    fn pages(&mut self, sections: &BTreeMap<String, usize>) {
        if self.config.outputs.is_disabled(EntryKind::Page.name()) {
            return;
        }
        let page = |(index, article): (usize, &Article)| {
            let folder = &*article.file.folder;
            let home = match article.file.role {
                _ if article.file.lang != self.config.lang => return None,
                PageRole::Section => return None,
                PageRole::Single => folder,
                PageRole::Bundle => parent_folder(folder),
            };
            let name = article.file.name();
            let kind = (EntryKind::Page, Some(index));
            let title = article.facts.heading.clone().unwrap_or_else(|| url::humanize(name));
            let (mut page, diagnostics) = self.placed(kind, (home, name), title);
            let section = sections.get(self.places.nearest_section(home)).copied();
            page.parent = section.or(Some(self.home));
            Some((page, diagnostics))
        };
        let pages: Vec<_> = self.articles.par_iter().enumerate().filter_map(page).collect();
        for (page, diagnostics) in pages {
            self.planned.push(page);
            self.diagnostics.extend(diagnostics);
        }
    }
}

/// The kind of a page and its place in the content, however its language writes URLs.
fn key(subject: Subject<'_>) -> String {
    let names = Names::default();
    let kind = subject.kind.name();
    let name = match subject.kind {
        EntryKind::Page | EntryKind::Term => url::segment(subject.name, names),
        EntryKind::Home | EntryKind::Section | EntryKind::Taxonomy => String::new(),
    };
    format!("{kind} {}{name}", url::folder(subject.folder, names)).to_lowercase()
}

fn parent_folder(folder: &str) -> &str {
    folder.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// Where a page's file can be pointed at.
pub(super) fn place(article: &Article) -> (Arc<Source>, std::ops::Range<usize>) {
    let first_line = article.source.text.find('\n').unwrap_or(article.source.text.len());
    (Arc::clone(&article.source), 0..first_line)
}
