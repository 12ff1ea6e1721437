//! Which pages there are, where they stand, and what lists what.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::entry::EntryKind;
use super::url;
use crate::base::diagnostic::Diagnostic;
use crate::base::source::Source;
use crate::content::config::Config;
use crate::content::discover::PageRole;
use crate::resolve::article::Article;

/// A page that will be: its kind, its place and its lists, before any text is joined. Indices are places in the plan.
#[derive(Debug)]
pub(super) struct Planned {
    pub(super) kind: EntryKind,
    /// Its article; `None` for lists without a file.
    pub(super) article: Option<usize>,
    /// Its path (see [`url`]).
    pub(super) path: String,
    /// The title if the article gives none.
    pub(super) title: String,
    /// The section it is in.
    pub(super) parent: Option<usize>,
    pub(super) children: Vec<usize>,
    pub(super) members: Vec<usize>,
    /// Its taxonomies and terms.
    pub(super) terms: Vec<(usize, Vec<usize>)>,
}

impl Planned {
    fn new(kind: EntryKind, path: String, title: String) -> Self {
        let (article, parent) = (None, None);
        let (children, members, terms) = (Vec::new(), Vec::new(), Vec::new());
        Self { kind, article, path, title, parent, children, members, terms }
    }
}

/// All pages of the site: the home page first, then sections, pages, and each taxonomy with its terms.
pub(super) fn plan(
    config: &Config,
    articles: &[Article],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Planned> {
    let mut planned = vec![Planned::new(EntryKind::Home, String::new(), config.title.clone())];
    let sections = plan_sections(articles, &mut planned, diagnostics);
    plan_pages(articles, &sections, &mut planned, diagnostics);
    plan_taxonomies(config, articles, &mut planned);
    planned
}

/// Adds the sections, the home page's file among them: top-level folders with pages, and every folder with an `_index.md`.
fn plan_sections(
    articles: &[Article],
    planned: &mut Vec<Planned>,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, usize> {
    let mut folders: BTreeMap<String, Option<usize>> = BTreeMap::new();
    for (index, article) in articles.iter().enumerate() {
        let folder = url::content_folder(&article.file.path);
        if article.file.role == PageRole::Section {
            folders.insert(folder.to_owned(), Some(index));
        } else {
            let top = folder.split('/').next().unwrap_or("");
            let is_bundle_at_top = article.file.role == PageRole::Bundle && !folder.contains('/');
            if !top.is_empty() && !is_bundle_at_top {
                folders.entry(top.to_owned()).or_default();
            }
        }
    }
    let mut sections = BTreeMap::from([(String::new(), 0)]);
    for (folder, article) in folders {
        let index = if folder.is_empty() { 0 } else { planned.len() };
        if index > 0 {
            let name = folder.rsplit('/').next().unwrap_or("");
            let path = url::folder(&folder);
            let mut section = Planned::new(EntryKind::Section, path, url::humanize(name));
            section.parent = Some(nearest(&sections, parent_folder(&folder)));
            planned.push(section);
        }
        planned[index].article = article;
        if let Some(path) = article.and_then(|at| explicit_path(&articles[at], diagnostics)) {
            planned[index].path = path;
        }
        sections.insert(folder, index);
    }
    sections
}

fn parent_folder(folder: &str) -> &str {
    folder.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// The section of a folder: its own or that of the nearest folder above.
fn nearest(sections: &BTreeMap<String, usize>, folder: &str) -> usize {
    let mut folder = folder;
    loop {
        match sections.get(folder) {
            Some(section) => return *section,
            None if folder.is_empty() => return 0,
            None => folder = parent_folder(folder),
        }
    }
}

fn plan_pages(
    articles: &[Article],
    sections: &BTreeMap<String, usize>,
    planned: &mut Vec<Planned>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for (index, article) in articles.iter().enumerate() {
        let folder = url::content_folder(&article.file.path);
        let (home, name) = match article.file.role {
            PageRole::Section => continue,
            PageRole::Single => (folder, article.file.path.stem()),
            PageRole::Bundle => {
                (parent_folder(folder), folder.rsplit('/').next().unwrap_or(""))
            }
        };
        let path = explicit_path(article, diagnostics).unwrap_or_else(|| {
            let slug = article.front.slug.as_ref().map(|slug| url::slug(&slug.value));
            let last = slug.filter(|slug| !slug.is_empty()).unwrap_or_else(|| url::segment(name));
            let mut path = url::folder(home);
            path.push_str(&last);
            path.push('/');
            path
        });
        let mut page = Planned::new(EntryKind::Page, path, url::humanize(name));
        page.article = Some(index);
        page.parent = Some(nearest(sections, home));
        planned.push(page);
    }
}

/// The path that the front matter's `url` asks for.
fn explicit_path(article: &Article, diagnostics: &mut Vec<Diagnostic>) -> Option<String> {
    let url = article.front.url.as_ref()?;
    match url::explicit(&url.value) {
        Ok(path) => Some(path),
        Err(error) => {
            diagnostics.push(
                Diagnostic::error("site/url", format!("`{}` is not a URL in the site: {error}", url.value))
                    .label_in(&article.source, url.span, "")
                    .help("write a path from the site's root, such as `/about/`"),
            );
            None
        }
    }
}

/// Adds each taxonomy that is in use, or has a page of its own, with its terms.
fn plan_taxonomies(config: &Config, articles: &[Article], planned: &mut Vec<Planned>) {
    let pages: Vec<(usize, usize)> = planned
        .iter()
        .enumerate()
        .filter(|(_, page)| page.kind == EntryKind::Page)
        .filter_map(|(at, page)| page.article.map(|article| (at, article)))
        .collect();
    for taxonomy in &config.taxonomies {
        let mut terms: BTreeMap<String, (&str, Vec<usize>)> = BTreeMap::new();
        for (page, article) in &pages {
            for term in articles[*article].front.terms.get(taxonomy).into_iter().flatten() {
                let key = url::segment(&term.value);
                let (_, members) = terms.entry(key).or_insert((&term.value, Vec::new()));
                if members.last() != Some(page) {
                    members.push(*page);
                }
            }
        }
        if !terms.is_empty() {
            add_taxonomy(taxonomy, terms, planned);
        }
    }
}

fn add_taxonomy(name: &str, terms: BTreeMap<String, (&str, Vec<usize>)>, planned: &mut Vec<Planned>) {
    let path = format!("{}/", url::segment(name));
    let existing = planned.iter().position(|page| page.kind == EntryKind::Section && page.path == path);
    let at = existing.unwrap_or(planned.len());
    if existing.is_none() {
        let mut taxonomy = Planned::new(EntryKind::Taxonomy, path.clone(), url::humanize(name));
        taxonomy.parent = Some(0);
        planned.push(taxonomy);
    }
    planned[at].kind = EntryKind::Taxonomy;
    for (key, (title, members)) in terms {
        let path = format!("{path}{key}/");
        let existing = planned.iter().position(|page| page.kind == EntryKind::Section && page.path == path);
        let index = existing.unwrap_or(planned.len());
        if existing.is_none() {
            planned.push(Planned::new(EntryKind::Term, path, title.to_owned()));
        }
        planned[index].kind = EntryKind::Term;
        planned[index].parent = Some(at);
        planned[at].children.push(index);
        for page in &members {
            match planned[*page].terms.last_mut() {
                Some((taxonomy, terms)) if *taxonomy == at => terms.push(index),
                _ => planned[*page].terms.push((at, vec![index])),
            }
        }
        planned[index].members = members;
    }
}

/// Where a page's file can be pointed at.
pub(super) fn place(article: &Article) -> (Arc<Source>, std::ops::Range<usize>) {
    let first_line = article.source.text.find('\n').unwrap_or(article.source.text.len());
    (Arc::clone(&article.source), 0..first_line)
}
