//! Entries and their cards.

use std::sync::Arc;

use super::dataset::json_ld;
use super::entry::{Card, Entry, EntryFile, EntryId, EntryKind, Layout};
use super::extract::{self, Extract, Extracts};
use super::lists::{n_pagers, pager_path, top_section};
use super::menus::no_params;
use super::plan::Planned;
use super::reference::{Index, Led};
use super::text::{LinkedText, Target};
use super::url;
use crate::base::diagnostic::Diagnostic;
use crate::base::html::scheme;
use crate::base::path::{OutPath, SitePath};
use crate::content::body::Reference;
use crate::content::config::Config;
use crate::content::front_matter::{FrontMatter, Listing, Render, Resource, described};
use crate::content::image::Measured;
use crate::content::markdown::inline;
use crate::resolve::article::{Article, CARD, Texts};

/// Words that a reader reads in a minute, as Hugo counts.
const WORDS_PER_MINUTE: usize = 212;

/// Characters that a reader of Chinese, Japanese or Korean reads in a minute, as Hugo counts.
const CHARACTERS_PER_MINUTE: usize = 500;

/// Makes one entry, all but what needs other entries' cards.
pub(super) fn entry(
    at: usize,
    (config, index): (&Config, &Index<'_>),
    memory: (&Extracts, &dyn Texts),
) -> (Entry, Vec<Diagnostic>) {
    let page = &index.planned[at];
    let config = config.of(page.lang);
    let article = page.article.map(|article| &index.articles[article]);
    let front = page.front(index.articles);
    let mut diagnostics = Vec::new();
    let mut destination = |article: &Article, reference: &Reference| {
        let (target, warning) = target(index, at, reference);
        diagnostics.extend(warning.map(|warning| warning.within(&article.source)));
        target
    };
    // Of what is neither written nor listed nobody sees the text.
    let build = page.build(index.articles);
    let is_seen = build.render != Render::Never || build.list != Listing::Never;
    let text = article.filter(|_| is_seen).map(|article| {
        let urls = article.facts.references.iter().map(|reference| destination(article, reference));
        let beside = url::href(config, &page.folder);
        LinkedText::new(article.clone(), (urls.collect(), beside), config.markdown.toc_levels)
    });
    let extract = text.as_ref().and_then(|text| match extract::of(text, config, memory) {
        Ok(extract) => Some(extract),
        Err(errors) => {
            diagnostics.extend(errors);
            None
        }
    });
    let pagers =
        (0..n_pagers(config, page)).map(|n| url::href(config, &pager_path(config, page, n)));
    let card = card(page, index, config, extract.as_deref());
    let dataset = article.map(|article| dataset(article, (&card, &page.folder), config));
    let entry = Entry {
        card,
        text,
        folder: page.folder.clone(),
        dataset: dataset.unwrap_or_default(),
        keywords: front.map_or_else(Vec::new, |front| front.keywords.clone()),
        layout: article.and_then(layout),
        template_folder: template_folder(page, index),
        taxonomy: taxonomy(page),
        build: page.build(index.articles),
        sitemap: front
            .map(|front| front.sitemap.clone())
            .unwrap_or_default()
            .over(config.sitemap.clone()),
        files: article.map_or_else(Vec::new, |article| files(article, (page, index), config)),
        image: article.and_then(|article| image(article, page, config)),
        parent: page.parent.map(EntryId),
        children: page.children.iter().copied().map(EntryId).collect(),
        members: page.members.iter().copied().map(EntryId).collect(),
        previous: None,
        next: None,
        site_previous: None,
        site_next: None,
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
            let url = reference.named().map_or(&*reference.destination, |named| named.path);
            let url = url.to_owned();
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

/// The template that a page asks for.
fn layout(article: &Article) -> Option<Layout> {
    let layout = article.front.layout.as_ref()?;
    let source = Arc::clone(&article.source);
    Some(Layout { name: layout.value.clone(), source, span: layout.span })
}

/// The folder of templates that go before others.
fn template_folder(page: &Planned, index: &Index<'_>) -> String {
    let kind = page.front(index.articles).and_then(|front| front.kind.as_ref());
    let top = || top_folder(page).to_owned();
    kind.map_or_else(top, |kind| kind.value.clone())
}

/// The name of the taxonomy that a page is, or a term of.
fn taxonomy(page: &Planned) -> String {
    match page.kind {
        EntryKind::Taxonomy | EntryKind::Term => top_folder(page).to_owned(),
        EntryKind::Home | EntryKind::Section | EntryKind::Page => String::new(),
    }
}

fn top_folder(page: &Planned) -> &str {
    page.content.split('/').next().unwrap_or("")
}

/// The files beside a page, those that the page of another language publishes among them.
fn files(
    article: &Article,
    (page, index): (&Planned, &Index<'_>),
    config: &Config,
) -> Vec<EntryFile> {
    let own = article.file.resources.iter().map(|file| (file, None));
    let shared = article.file.shared.iter().filter_map(|file| Some((file, index.copy(file)?)));
    let all: Vec<(&SitePath, Option<&OutPath>)> =
        own.chain(shared.map(|(file, path)| (file, Some(path)))).collect();
    let below = all.iter().map(|(file, _)| article.file.relative(file));
    let file = |(resource, elsewhere): (Resource, Option<&OutPath>)| {
        let path = match elsewhere {
            Some(path) => path.to_string(),
            None => format!("{}{}", page.folder, resource.path),
        };
        let url = url::href(config, &path);
        EntryFile { resource, url, permalink: url::permalink(config, &path) }
    };
    let described = described(&article.front.resources, below);
    described.into_iter().zip(all.iter().map(|(_, path)| *path)).map(file).collect()
}

fn card(page: &Planned, index: &Index<'_>, config: &Config, extract: Option<&Extract>) -> Card {
    let article = page.article.map(|article| &index.articles[article]);
    let front = page.front(index.articles);
    let title = front
        .and_then(|front| front.title.as_ref())
        .map_or_else(|| page.title.clone(), |title| title.value.clone());
    let word_count = article.map_or(0, |article| article.facts.word_count);
    let date = page.date;
    let has_url = page.build(index.articles).render != Render::Never;
    let addresses = || (url::href(config, &page.path), url::permalink(config, &page.path));
    let (url, permalink) = if has_url { addresses() } else { Default::default() };
    Card {
        kind: page.kind,
        lang: page.lang,
        file: article.map(|article| article.file.path.clone()),
        link_title: front
            .and_then(|front| front.link_title.as_ref())
            .map_or_else(|| title.clone(), |title| title.value.clone()),
        title,
        description: description(front, extract),
        url,
        permalink,
        date,
        publish_date: page.publish_date,
        lastmod: page.lastmod,
        draft: front.is_some_and(|front| front.draft),
        weight: front.map_or(0, |front| front.weight),
        word_count,
        reading_time: reading_time(front, word_count),
        summary: match (extract, front.and_then(|front| front.summary.as_ref())) {
            (Some(extract), _) => Arc::clone(&extract.summary),
            (None, Some(own)) => Arc::from(inline(&own.value, &config.markdown)),
            (None, None) => Arc::from(""),
        },
        truncated: extract.is_some_and(|extract| extract.truncated),
        section: section_title(page, index),
        terms: page
            .terms
            .iter()
            .map(|(taxonomy, terms)| {
                (EntryId(*taxonomy), terms.iter().copied().map(EntryId).collect())
            })
            .collect(),
        params: front.map_or_else(no_params, |front| front.params.clone()),
    }
}

/// The description: the front matter's, else the start of the text.
fn description(front: Option<&FrontMatter>, extract: Option<&Extract>) -> String {
    front
        .and_then(|front| front.description.as_ref())
        .map(|text| text.value.clone())
        .or_else(|| extract.map(|extract| extract.description.clone()))
        .unwrap_or_default()
}

fn reading_time(front: Option<&FrontMatter>, word_count: usize) -> usize {
    match front.and_then(|front| front.is_cjk) {
        Some(true) => word_count.div_ceil(CHARACTERS_PER_MINUTE),
        Some(false) | None => word_count.div_ceil(WORDS_PER_MINUTE),
    }
}

/// An article's data as HTML, empty without data.
fn dataset(article: &Article, page: (&Card, &str), config: &Config) -> String {
    let data = article.facts.dataset.as_ref();
    data.map_or_else(String::new, |data| json_ld(data, page, config))
}

/// Gives an entry another text, and its card and its data what follows from it.
pub(super) fn retext(entry: &mut Entry, text: LinkedText, extract: &Extract, config: &Config) {
    let Article { opened, facts } = text.article();
    let Card { description: own, word_count, reading_time: minutes, summary, truncated, .. } =
        &mut entry.card;
    *own = description(Some(&opened.front), Some(extract));
    *word_count = facts.word_count;
    *minutes = reading_time(Some(&opened.front), *word_count);
    summary.clone_from(&extract.summary);
    *truncated = extract.truncated;
    entry.dataset = dataset(text.article(), (&entry.card, &entry.folder), config);
    entry.text = Some(text);
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
    // The title of a section that is hidden is not told.
    let build = section.build(index.articles);
    let is_shown = build.render != Render::Never || build.list != Listing::Never;
    let title = section
        .article
        .filter(|_| is_shown)
        .and_then(|article| index.articles[article].front.title.as_ref())
        .map(|title| title.value.clone());
    title.unwrap_or_else(|| section.title.clone())
}

/// The picture for social cards: the first of the front matter's `images`, else the page's first chart.
fn image(article: &Article, page: &Planned, config: &Config) -> Option<String> {
    let named = article.front.images.first().map(|image| image.value.clone());
    let made = article.facts.made.iter().find(|name| *name == CARD).cloned();
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
