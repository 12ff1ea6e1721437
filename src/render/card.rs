//! Views of single pages, and of what they link to.

use std::iter::successors;

use chrono::{DateTime, FixedOffset, SecondsFormat};

use crate::base::node::{Node, Value};
use crate::base::path::SitePath;
use crate::base::source::Span;
use crate::site::Site;
use crate::site::entry::{Card, Entry, EntryId, TocItem};

use super::shelf::Shelf;
use super::template::Shared;
use super::views::{CardView, HeadingView, LinkView, Params, TermsView};

/// A date as templates get it.
pub(super) fn timestamp(date: Option<DateTime<FixedOffset>>) -> Option<String> {
    date.map(|date| date.to_rfc3339_opts(SecondsFormat::Secs, true))
}

pub(super) fn link(card: &Card) -> LinkView<'_> {
    LinkView { title: &card.link_title, url: &card.url }
}

/// The card of an entry.
pub(super) fn card<'a>(shelf: &Shelf<'a>, card: &'a Card) -> CardView<'a> {
    let site = shelf.site;
    let links = |ids: &[EntryId]| ids.iter().map(|id| shelf.link(*id).clone()).collect();
    let terms = |(taxonomy, terms): &(EntryId, Vec<EntryId>)| {
        let entry = site.entry(*taxonomy);
        let LinkView { title, url } = link(&entry.card);
        TermsView { name: &entry.taxonomy, title, url, terms: links(terms) }
    };
    CardView {
        kind: card.kind.name(),
        lang: &site.config.languages.get(card.lang).code,
        file: card.file.as_ref().map(SitePath::as_str),
        title: &card.title,
        link_title: &card.link_title,
        description: &card.description,
        url: &card.url,
        permalink: &card.permalink,
        date: timestamp(card.date),
        publish_date: timestamp(card.publish_date),
        lastmod: timestamp(card.lastmod),
        draft: card.draft,
        weight: card.weight,
        word_count: Some(card.word_count),
        reading_time: Some(card.reading_time),
        summary: Shared::html(&card.summary),
        truncated: card.truncated,
        section: &card.section,
        terms: card.terms.iter().map(terms).collect(),
        params: Params(&card.params),
    }
}

/// The card of a page that is nothing yet.
pub(super) fn blank() -> CardView<'static> {
    static NO_PARAMS: Node =
        Node { span: Span { start: 0, end: 0 }, value: Value::Map(Vec::new()) };
    CardView {
        kind: "",
        lang: "",
        file: None,
        title: "",
        link_title: "",
        description: "",
        url: "",
        permalink: "",
        date: None,
        publish_date: None,
        lastmod: None,
        draft: false,
        weight: 0,
        word_count: Some(0),
        reading_time: Some(0),
        summary: Shared::html(""),
        truncated: false,
        section: "",
        terms: Vec::new(),
        params: Params(&NO_PARAMS),
    }
}

/// The pages above an entry, the home page first.
pub(super) fn breadcrumbs<'a>(site: &'a Site, entry: &Entry) -> Vec<LinkView<'a>> {
    let parents = successors(entry.parent, |id| site.entry(*id).parent);
    let above = parents.take(site.entries.len()).map(|id| &site.entry(id).card);
    let mut links: Vec<_> = above.filter(|card| !card.url.is_empty()).map(link).collect();
    links.reverse();
    links
}

/// Takes the headings that are deeper than `above`, each with those below it.
pub(super) fn headings<'a>(items: &mut &'a [TocItem], above: u8) -> Vec<HeadingView<'a>> {
    let mut views = Vec::new();
    while let Some((item, rest)) = items.split_first()
        && item.level > above
    {
        *items = rest;
        views.push(HeadingView {
            level: item.level,
            id: &item.id,
            title: Shared::html(&item.html),
            children: headings(items, item.level),
        });
    }
    views
}
