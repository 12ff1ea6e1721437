//! Pages with their texts joined: entries and their cards.

use std::sync::Arc;

use super::dataset::json_ld;
use super::entry::{Card, Entry, EntryId, EntryKind, Layout, TocItem};
use super::lists::{n_pagers, pager_path, top_section};
use super::plan::Planned;
use super::reference::{Index, Led};
use super::{summary, url};
use crate::base::diagnostic::Diagnostic;
use crate::base::html::{escape_url_to, scheme};
use crate::base::node::{Node, Value};
use crate::base::source::Span;
use crate::content::body::{Heading, Piece, Reference};
use crate::content::config::Config;
use crate::content::image::Measured;
use crate::content::markdown::inline;
use crate::resolve::article::{Article, CARD};

/// Words that a reader reads in a minute, as Hugo counts.
const WORDS_PER_MINUTE: usize = 212;

/// What a reference becomes.
#[derive(Default)]
pub(super) struct Target {
    /// Its URL, not yet escaped.
    url: String,
    /// The attributes for the size of an image.
    size: String,
}

/// The text of pieces with every URL filled in; `beside` is the URL of the folder of the page's files.
fn join(pieces: &[Piece], (targets, beside): (&[Target], &str)) -> String {
    let length = |piece: &Piece| if let Piece::Html(part) = piece { part.len() } else { 0 };
    let mut html = String::with_capacity(pieces.iter().map(length).sum());
    for piece in pieces {
        match piece {
            Piece::Html(part) => html.push_str(part),
            Piece::Url(at) => {
                escape_url_to(targets.get(*at).map_or("", |target| &target.url), &mut html);
            }
            Piece::Size(at) => html.push_str(targets.get(*at).map_or("", |target| &target.size)),
            Piece::Made(name) => {
                escape_url_to(beside, &mut html);
                escape_url_to(name, &mut html);
            }
            Piece::More
            | Piece::Bound(_)
            | Piece::BoundText(_)
            | Piece::Cell { .. }
            | Piece::Credit(_)
            | Piece::Figure(_) => {}
        }
    }
    html
}

/// Makes one entry, all but what needs other entries' cards.
pub(super) fn entry(
    at: usize,
    text: Vec<Piece>,
    (config, index): (&Config, &Index<'_>),
) -> (Entry, Vec<Diagnostic>) {
    let page = &index.planned[at];
    let config = config.of(page.lang);
    let article = page.article.map(|article| &index.articles[article]);
    let mut diagnostics = Vec::new();
    let mut content: Arc<str> = Arc::from("");
    let mut toc = Vec::new();
    let mut parts = (String::new(), false);
    let beside = url::href(config, &page.folder);
    if let Some(article) = article {
        let urls: Vec<Target> = article
            .references
            .iter()
            .map(|reference| {
                let (target, warning) = target(index, at, reference);
                diagnostics.extend(warning.map(|warning| warning.within(&article.source)));
                target
            })
            .collect();
        let urls = (urls.as_slice(), beside.as_str());
        let html = join(&text, urls);
        parts = summary_of(article, (&text, &html), urls, config);
        drop(text);
        content = html.into();
        toc = contents(article, urls, config);
    }
    let pagers =
        (0..n_pagers(config, page)).map(|n| url::href(config, &pager_path(config, page, n)));
    let card = card(page, index, config, parts);
    let data_note = article.map_or_else(String::new, |article| {
        let note = join(&article.data_note, (&[], &beside));
        let dataset = article.dataset.as_ref();
        note + &dataset.map_or_else(String::new, |data| json_ld(data, &card, page, config))
    });
    let entry = Entry {
        card,
        content,
        keywords: article.map_or_else(Vec::new, |article| article.front.keywords.clone()),
        toc,
        layout: article.and_then(layout),
        data_note,
        image: article.and_then(|article| image(article, page, config)),
        parent: page.parent.map(EntryId),
        children: page.children.iter().copied().map(EntryId).collect(),
        members: page.members.iter().copied().map(EntryId).collect(),
        previous: None,
        next: None,
        translations: Vec::new(),
        pagers: pagers.collect(),
    };
    (entry, diagnostics)
}

/// What a reference of the page `from` becomes, and what is wrong with it.
fn target(index: &Index<'_>, from: usize, reference: &Reference) -> (Target, Option<Diagnostic>) {
    let (url, file) = match index.resolve(from, reference) {
        Ok(Led { url, file, warning: None }) => (url, file),
        Ok(Led { url, warning: Some(warning), .. }) => {
            return (Target { url, size: String::new() }, Some(*warning));
        }
        Err(warning) => {
            let url = reference.destination.trim_start_matches("ref:").to_owned();
            return (Target { url, size: String::new() }, Some(*warning));
        }
    };
    let measured = file.filter(|_| reference.image).map(|file| (file, (index.measure)(file)));
    match measured {
        Some((_, Measured::Size(width, height))) => {
            (Target { url, size: format!(" width=\"{width}\" height=\"{height}\"") }, None)
        }
        Some((file, Measured::NotAnImage)) => {
            let message = format!("`{file}` has the name of an image and is none");
            let warning =
                Diagnostic::warning("link/not-an-image", message).at(reference.span).help(
                    "save it anew: a page or a pointer to a file may have been saved in its place",
                );
            (Target { url, size: String::new() }, Some(warning))
        }
        Some((_, Measured::Unknown)) | None => (Target { url, size: String::new() }, None),
    }
}

/// The table of contents.
fn contents(article: &Article, urls: (&[Target], &str), config: &Config) -> Vec<TocItem> {
    let (from, to) = config.markdown.toc_levels;
    let listed = article
        .headings
        .iter()
        .filter(|heading| (from..=to).contains(&heading.level) && !heading.id.is_empty());
    let item = |heading: &Heading| TocItem {
        level: heading.level,
        id: heading.id.clone(),
        html: without_links(&join(&heading.pieces, urls)),
    };
    listed.map(item).collect()
}

/// The template that a page asks for.
fn layout(article: &Article) -> Option<Layout> {
    let layout = article.front.layout.as_ref()?;
    let source = Arc::clone(&article.source);
    Some(Layout { name: layout.value.clone(), source, span: layout.span })
}

/// The summary and whether the text goes on after it.
fn summary_of(
    article: &Article,
    (text, html): (&[Piece], &str),
    urls: (&[Target], &str),
    config: &Config,
) -> (String, bool) {
    let goes_on = |summary: &str| summary.trim_end().len() < html.trim_end().len();
    if let Some(mark) = text.iter().position(|piece| *piece == Piece::More) {
        let summary = join(&text[..mark], urls);
        let goes_on = goes_on(&summary);
        return (summary, goes_on);
    }
    if let Some(summary) = &article.front.summary {
        return (inline(&summary.value, &config.markdown), false);
    }
    let summary = summary::automatic(html, config.summary_length);
    (summary.to_owned(), goes_on(summary))
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
            .and_then(|front| front.link_title.as_ref())
            .map_or_else(|| title.clone(), |title| title.value.clone()),
        title,
        description: front
            .and_then(|front| front.description.as_ref())
            .map_or_else(|| summary::description(&summary), |text| text.value.clone()),
        lang: page.lang,
        url: url::href(config, &page.path),
        permalink: url::permalink(config, &page.path),
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
    if scheme(&image).is_some() {
        return Some(image);
    }
    let path = match image.strip_prefix('/') {
        Some(absolute) => format!("{}{absolute}", config.own().host),
        None => format!("{}{image}", page.folder),
    };
    Some(url::permalink(config, &path))
}
