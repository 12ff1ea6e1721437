//! Articles and files become a site.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use rayon::prelude::*;

use super::entry::{Card, Entry, EntryId, EntryKind, TocItem};
use super::jobs::{Jobs, Owner};
use super::plan::{Planned, place, plan};
use super::reference::Index;
use super::{Job, MenuItem, Site, summary, url};
use crate::base::diagnostic::{Diagnostic, Staged, staged};
use crate::base::html::{escape, escape_url_to};
use crate::base::node::{Node, Value};
use crate::base::path::SitePath;
use crate::base::source::Span;
use crate::content::body::Piece;
use crate::content::config::{Config, MenuTarget};
use crate::resolve::article::{Article, CARD};

/// Words that a reader reads in a minute, as Hugo counts.
const WORDS_PER_MINUTE: usize = 212;

/// What [`link`] links.
#[derive(Debug)]
pub struct Parts<'a> {
    /// The configuration.
    pub config: Arc<Config>,
    /// The pages that are published.
    pub articles: Vec<Article>,
    /// Content files that could not become articles: links to them are not reported as broken.
    pub failed: BTreeSet<SitePath>,
    /// The files of `static/`.
    pub statics: &'a [SitePath],
    /// Content files that belong to no page but are published beside their section.
    pub loose: &'a [SitePath],
    /// The files of the built-in theme by path.
    pub builtin: &'a [(&'static str, &'static [u8])],
}

/// Links a site: every URL is unique, every list has its pages, every link inside the site is looked up.
pub fn link(parts: Parts<'_>) -> Staged<Site> {
    let Parts { config, articles, failed, statics, loose, builtin } = parts;
    let mut diagnostics = Vec::new();
    let mut planned = plan(&config, &articles, &mut diagnostics);
    fill_lists(&config, &articles, &mut planned);
    let mut jobs = Jobs::default();
    add_pages(&config, &articles, &planned, &mut jobs);
    add_files(&articles, &planned, (statics, loose), &mut jobs);
    jobs.add("sitemap.xml", Job::Sitemap, Owner::Site("the sitemap"));
    jobs.add_unless_taken("robots.txt", Job::Robots);
    jobs.add_unless_taken("404.html", Job::NotFound);
    for (path, bytes) in builtin {
        jobs.add_unless_taken(path, Job::Builtin(bytes));
    }
    diagnostics.append(&mut jobs.diagnostics);
    let (entries, menu) = {
        let root = config.root_path();
        let index = Index::new(&jobs, &planned, &articles, (root, &failed));
        let made: Vec<_> =
            (0..planned.len()).into_par_iter().map(|at| entry(at, &config, &index)).collect();
        let (entries, warnings): (Vec<Entry>, Vec<Vec<Diagnostic>>) = made.into_iter().unzip();
        diagnostics.extend(warnings.into_iter().flatten());
        (entries, menu(&config, &index, &mut diagnostics))
    };
    let entries = with_terms_and_neighbors(entries, &planned);
    let of_kind = |kind: EntryKind| -> Vec<EntryId> {
        (0..planned.len()).filter(|at| planned[*at].kind == kind).map(EntryId).collect()
    };
    let mut pages = of_kind(EntryKind::Page);
    pages.sort_by_key(|id| order_key(&entries[id.0].card));
    let mut sections = of_kind(EntryKind::Section);
    sections.retain(|id| planned[id.0].parent == Some(0));
    sections.sort_by_key(|id| order_key(&entries[id.0].card));
    let site = Site {
        updated: entries.iter().filter_map(|entry| entry.card.lastmod).max(),
        home: EntryId(0),
        pages,
        sections,
        taxonomies: of_kind(EntryKind::Taxonomy),
        menu,
        config,
        entries,
        jobs: jobs.into_map(),
    };
    staged(site, diagnostics)
}

/// The default order of pages: weight with 0 last, newest first, title, URL.
type OrderKey = (bool, i64, std::cmp::Reverse<Option<DateTime<FixedOffset>>>, String, String);

fn order_key(card: &Card) -> OrderKey {
    let newest = std::cmp::Reverse(card.date);
    (card.weight == 0, card.weight, newest, card.link_title.clone(), card.url.clone())
}

/// Gives every list its pages, in order.
fn fill_lists(config: &Config, articles: &[Article], planned: &mut [Planned]) {
    let mut keys: Vec<
        Option<(bool, i64, std::cmp::Reverse<Option<DateTime<FixedOffset>>>, &str, &str)>,
    > = Vec::with_capacity(planned.len());
    for page in planned.iter() {
        keys.push(page.article.map(|at| {
            let front = &articles[at].front;
            let title = front
                .link_title
                .as_deref()
                .or(front.title.as_ref().map(|title| &*title.value))
                .unwrap_or("");
            let newest = std::cmp::Reverse(front.date.as_ref().map(|date| date.value));
            (front.weight == 0, front.weight, newest, title, articles[at].file.path.as_str())
        }));
    }
    let mut order: Vec<usize> = (0..planned.len()).collect();
    order.sort_by(|a, b| keys[*a].cmp(&keys[*b]).then_with(|| a.cmp(b)));
    let mut rank = vec![0; planned.len()];
    for (position, at) in order.iter().enumerate() {
        rank[*at] = position;
    }
    for at in order {
        match (planned[at].kind, planned[at].parent) {
            (EntryKind::Page, Some(section)) => planned[section].members.push(at),
            (EntryKind::Section, Some(section)) => planned[section].children.push(at),
            _ => {}
        }
    }
    let main = main_sections(config, planned);
    planned[0].members = {
        let of_main = |at: &usize| {
            let page = &planned[*at];
            page.kind == EntryKind::Page && main.contains(&top_section(planned, *at))
        };
        (0..planned.len()).filter(of_main).collect()
    };
    for page in planned.iter_mut() {
        page.members.sort_by_key(|at| rank[*at]);
    }
}

/// The sections whose pages the home page lists: those of the configuration, else the one with the most dated pages.
fn main_sections(config: &Config, planned: &[Planned]) -> Vec<usize> {
    if !config.main_sections.is_empty() {
        let is_main =
            |page: &Planned| config.main_sections.iter().any(|name| page.path == url::folder(name));
        return (0..planned.len()).filter(|at| is_main(&planned[*at])).collect();
    }
    let mut counts = std::collections::BTreeMap::new();
    for at in (0..planned.len()).filter(|at| planned[*at].kind == EntryKind::Page) {
        *counts.entry(top_section(planned, at)).or_insert(0_usize) += 1;
    }
    counts
        .into_iter()
        .max_by_key(|(at, count)| (*count, std::cmp::Reverse(*at)))
        .map(|(at, _)| at)
        .into_iter()
        .collect()
}

/// The top-level section of a page, the home page for pages at the root.
fn top_section(planned: &[Planned], at: usize) -> usize {
    let mut at = at;
    loop {
        match planned[at].parent {
            Some(0) if planned[at].kind == EntryKind::Section => return at,
            Some(parent) => at = parent,
            None => return at,
        }
    }
}

/// How many paginator pages a list of `n` pages has.
fn n_pagers(config: &Config, page: &Planned) -> usize {
    match page.kind {
        EntryKind::Page | EntryKind::Taxonomy => 1,
        EntryKind::Home | EntryKind::Section | EntryKind::Term => {
            page.members.len().div_ceil(config.pagination.size).max(1)
        }
    }
}

fn pager_path(path: &str, number: usize) -> String {
    if number == 0 { path.to_owned() } else { format!("{path}page/{}/", number + 1) }
}

fn add_pages(config: &Config, articles: &[Article], planned: &[Planned], jobs: &mut Jobs) {
    for (at, page) in planned.iter().enumerate() {
        let owner = match page.article {
            Some(article) => {
                let (source, line) = place(&articles[article]);
                let front = &articles[article].front;
                let span = front.url.as_ref().or(front.slug.as_ref()).map(|text| text.span.range());
                Owner::Page(source, span.unwrap_or(line))
            }
            None => Owner::Site("a list"),
        };
        let id = EntryId(at);
        for number in 0..n_pagers(config, page) {
            jobs.add(&pager_path(&page.path, number), Job::Page(id, number), owner.clone());
        }
        let is_paginated =
            matches!(page.kind, EntryKind::Home | EntryKind::Section | EntryKind::Term);
        if is_paginated {
            let first = format!("{}page/1/", page.path);
            jobs.add(
                &first,
                Job::Alias(permalink(config, &page.path)),
                Owner::Site("the first page of a list"),
            );
        }
        if is_paginated || page.kind == EntryKind::Taxonomy {
            jobs.add(&format!("{}index.xml", page.path), Job::Feed(id), Owner::Site("a feed"));
        }
        for alias in page.article.into_iter().flat_map(|article| &articles[article].front.aliases) {
            let target = alias_path(&page.path, &alias.value);
            jobs.add(&target, Job::Alias(permalink(config, &page.path)), owner.clone());
        }
    }
}

/// An alias as a path: one without a leading slash is seen from the page's parent.
fn alias_path(page: &str, alias: &str) -> String {
    let parent = page.trim_end_matches('/').rsplit_once('/').map_or("", |(parent, _)| parent);
    let full = match alias.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None if parent.is_empty() => alias.to_owned(),
        None => format!("{parent}/{alias}"),
    };
    url::explicit(&full).unwrap_or(full)
}

/// The absolute URL of a path, or the path from the root without a base URL.
fn permalink(config: &Config, path: &str) -> String {
    let url = url::href(config.root_path(), path);
    match &config.base_url {
        Some(base) => format!("{}{url}", base.origin()),
        None => url,
    }
}

/// Adds the files that are copied: those beside pages, those of sections, and `static/`.
fn add_files(
    articles: &[Article],
    planned: &[Planned],
    (statics, loose): (&[SitePath], &[SitePath]),
    jobs: &mut Jobs,
) {
    for page in planned {
        let Some(article) = page.article.map(|at| &articles[at]) else { continue };
        let folder = article.file.path.parent();
        let beside =
            page.path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        for file in &article.file.resources {
            let name = file.as_str().strip_prefix(folder).unwrap_or(file.file_name());
            let path = format!("{beside}{}", name.trim_start_matches('/'));
            jobs.add(&path, Job::File(file.clone()), Owner::File(file.clone()));
        }
        for (name, bytes) in &article.made {
            let (source, line) = place(article);
            jobs.add(
                &format!("{beside}{name}"),
                Job::Made(Arc::clone(bytes)),
                Owner::Page(source, line),
            );
        }
    }
    for file in loose {
        let folder = url::folder(url::content_folder(file));
        jobs.add(
            &format!("{folder}{}", file.file_name()),
            Job::File(file.clone()),
            Owner::File(file.clone()),
        );
    }
    for file in statics {
        let path = file.as_str().strip_prefix("static/").unwrap_or(file.as_str());
        let taken_by_page = jobs.contains(path) && jobs.file(path).is_none();
        let _ = taken_by_page;
        jobs.add(path, Job::File(file.clone()), Owner::File(file.clone()));
    }
}

/// The text of pieces with every URL filled in.
fn join(pieces: &[Piece], urls: &[String]) -> String {
    let mut html = String::new();
    for piece in pieces {
        match piece {
            Piece::Html(part) => html.push_str(part),
            Piece::Url(at) => escape_url_to(urls.get(*at).map_or("", String::as_str), &mut html),
            Piece::More | Piece::Bound(_) | Piece::BoundText(_) | Piece::Figure(_) => {}
        }
    }
    html
}

/// Makes one entry, all but what needs other entries' cards.
fn entry(at: usize, config: &Config, index: &Index<'_>) -> (Entry, Vec<Diagnostic>) {
    let page = &index.planned[at];
    let article = page.article.map(|article| &index.articles[article]);
    let mut diagnostics = Vec::new();
    let mut content: Arc<str> = Arc::from("");
    let mut toc = Vec::new();
    let (from, to) = config.markdown.toc_levels;
    let mut parts = (String::new(), false);
    if let Some(article) = article {
        let urls: Vec<String> = article
            .references
            .iter()
            .map(|reference| {
                index.resolve(at, reference).unwrap_or_else(|warning| {
                    diagnostics.push(warning.within(&article.source));
                    reference.destination.clone()
                })
            })
            .collect();
        let html = join(&article.pieces, &urls);
        parts = summary_of(article, &html, &urls, config);
        content = html.into();
        toc = article
            .headings
            .iter()
            .filter(|heading| (from..=to).contains(&heading.level))
            .map(|heading| TocItem {
                level: heading.level,
                id: heading.id.clone(),
                html: without_links(&join(&heading.pieces, &urls)),
            })
            .collect();
    }
    let pagers = (0..n_pagers(config, page))
        .map(|n| url::href(config.root_path(), &pager_path(&page.path, n)));
    let entry = Entry {
        card: card(page, index, config, parts),
        content,
        toc,
        layout: article
            .and_then(|article| article.front.layout.as_ref())
            .map(|layout| layout.value.clone()),
        data_note: article.map_or_else(String::new, |article| article.data_note.clone()),
        image: article.and_then(|article| image(article, page, config)),
        parent: page.parent.map(EntryId),
        children: page.children.iter().copied().map(EntryId).collect(),
        members: page.members.iter().copied().map(EntryId).collect(),
        previous: None,
        next: None,
        pagers: pagers.collect(),
    };
    (entry, diagnostics)
}

/// The summary and whether the text goes on after it.
fn summary_of(article: &Article, html: &str, urls: &[String], config: &Config) -> (String, bool) {
    if let Some(mark) = article.pieces.iter().position(|piece| *piece == Piece::More) {
        return (
            join(&article.pieces[..mark], urls),
            !join(&article.pieces[mark..], urls).trim().is_empty(),
        );
    }
    if let Some(summary) = &article.front.summary {
        return (format!("<p>{}</p>", escape(&summary.value)), !html.is_empty());
    }
    let summary = summary::automatic(html, config.summary_length);
    (summary.to_owned(), summary.trim_end().len() < html.trim_end().len())
}

/// Links cannot stand inside the table of contents' own links.
fn without_links(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find("<a ").into_iter().chain(rest.find("</a>")).min() {
        out.push_str(&rest[..at]);
        rest = rest[at..].find('>').map_or("", |end| &rest[at + end + 1..]);
    }
    out.push_str(rest);
    out
}

fn card(
    page: &Planned,
    index: &Index<'_>,
    config: &Config,
    (summary, truncated): (String, bool),
) -> Card {
    let article = page.article.map(|article| &index.articles[article]);
    let front = article.map(|article| &article.front);
    let title = front
        .and_then(|front| front.title.as_ref())
        .map_or_else(|| page.title.clone(), |title| title.value.clone());
    let word_count = article.map_or(0, |article| article.word_count);
    let date = front.and_then(|front| front.date.as_ref()).map(|date| date.value);
    Card {
        kind: page.kind,
        file: article.map(|article| article.file.path.clone()),
        link_title: front
            .and_then(|front| front.link_title.clone())
            .unwrap_or_else(|| title.clone()),
        title,
        description: front
            .and_then(|front| front.description.clone())
            .unwrap_or_else(|| summary::description(&summary)),
        url: url::href(config.root_path(), &page.path),
        permalink: permalink(config, &page.path),
        date,
        lastmod: front.and_then(|front| front.lastmod.as_ref()).map(|date| date.value).or(date),
        draft: front.is_some_and(|front| front.draft),
        weight: front.map_or(0, |front| front.weight),
        word_count,
        reading_time: word_count.div_ceil(WORDS_PER_MINUTE),
        summary: summary.into(),
        truncated,
        section: section_title(page, index),
        terms: page
            .terms
            .iter()
            .map(|(taxonomy, terms)| {
                (EntryId(*taxonomy), terms.iter().copied().map(EntryId).collect())
            })
            .collect(),
        params: front.map_or_else(
            || Node { span: Span::default(), value: Value::Map(Vec::new()) },
            |front| front.params.clone(),
        ),
    }
}

fn section_title(page: &Planned, index: &Index<'_>) -> String {
    let Some(parent) = page.parent.filter(|_| page.kind == EntryKind::Page) else {
        return String::new();
    };
    let top = top_section(index.planned, parent);
    let section = &index.planned[top];
    if section.kind != EntryKind::Section {
        return String::new();
    }
    let title = section
        .article
        .and_then(|article| index.articles[article].front.title.as_ref())
        .map(|title| title.value.clone());
    title.unwrap_or_else(|| section.title.clone())
}

/// The picture for social cards: the first of the front matter's `images`, else the page's first chart.
fn image(article: &Article, page: &Planned, config: &Config) -> Option<String> {
    let named = article.front.images.first().map(|image| image.value.clone());
    let made = article.made.iter().map(|(name, _)| name.clone()).find(|name| name == CARD);
    let image = named.or(made)?;
    if crate::base::html::scheme(&image).is_some() {
        return Some(image);
    }
    let path = match image.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("{}{image}", page.path),
    };
    Some(permalink(config, &path))
}

/// Gives pages their neighbors in their section.
fn with_terms_and_neighbors(mut entries: Vec<Entry>, planned: &[Planned]) -> Vec<Entry> {
    for section in planned.iter().filter(|page| matches!(page.kind, EntryKind::Section)) {
        for pair in section.members.windows(2) {
            entries[pair[0]].previous = Some(EntryId(pair[1]));
            entries[pair[1]].next = Some(EntryId(pair[0]));
        }
    }
    entries
}

/// The main menu; a page that it names and that is not there is an error.
fn menu(config: &Config, index: &Index<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<MenuItem> {
    let mut menu = Vec::new();
    for item in config.main_menu() {
        let (url, title) = match &item.target {
            MenuTarget::Url(url) if crate::base::html::scheme(url).is_some() => (url.clone(), None),
            MenuTarget::Url(url) => {
                (url::href(config.root_path(), url.trim_start_matches('/')), None)
            }
            MenuTarget::Page(page) => match index.page(page) {
                Some(planned) => {
                    (url::href(config.root_path(), &planned.path), Some(planned.title.clone()))
                }
                None => {
                    let error = Diagnostic::error(
                        "site/menu",
                        format!("the menu names a page `{page}` that is not there"),
                    );
                    let error = error.label_in(&item.place.source, item.place.span, "");
                    diagnostics
                        .push(error.help(
                            "write the page's file from `content` on, as in `docs/start.md`",
                        ));
                    continue;
                }
            },
        };
        let name = item.name.clone().or(title).unwrap_or_else(|| url.clone());
        menu.push(MenuItem { name, url });
    }
    menu
}
