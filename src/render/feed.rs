//! RSS feeds.

use chrono::{DateTime, FixedOffset};

use crate::site::Site;
use crate::site::entry::{Card, EntryId, EntryKind};

use super::address;
use super::shelf::Shelf;
use super::template::Shared;
use super::views::{FeedView, ItemView};

/// `feed`: the feed of a list.
pub(super) fn feed(shelf: &Shelf, id: EntryId) -> Shared {
    let site = shelf.site;
    let entry = site.entry(id);
    let config = &*site.config;
    let title = match entry.card.kind {
        EntryKind::Home => plain(&config.title),
        _ => plain(&format!("{} – {}", entry.card.title, config.title)),
    };
    let site_description = config.description.as_deref().unwrap_or("");
    let described = [&*entry.card.description, site_description, &*config.title];
    let description = described.into_iter().find(|text| !text.is_empty());
    let pages = if entry.card.kind == EntryKind::Home { &site.pages } else { &entry.members };
    let limit = config.feed_limit.unwrap_or(usize::MAX);
    Shared::of(&FeedView {
        url: shelf.feed_url(id).unwrap_or_default(),
        permalink: &entry.card.permalink,
        description: plain(description.unwrap_or(&title)),
        title,
        updated: rfc2822(site.updated),
        items: pages.iter().take(limit).map(|id| shelf.item(*id).clone()).collect(),
    })
}

/// A page as an item of feeds: its summary with absolute references.
pub(super) fn item<'a>(site: &Site, card: &'a Card) -> ItemView<'a> {
    let terms = card.terms.iter().flat_map(|(_, terms)| terms);
    ItemView {
        title: plain(&card.title),
        permalink: &card.permalink,
        date: rfc2822(card.date),
        description: plain(&address::absolute_html(&card.permalink, &card.summary)),
        categories: terms.map(|id| plain(&site.entry(*id).card.title)).collect(),
    }
}

/// The date format of RSS.
fn rfc2822(date: Option<DateTime<FixedOffset>>) -> Option<String> {
    date.map(|date| date.format("%a, %d %b %Y %H:%M:%S %z").to_string())
}

/// `text` without the characters that XML has no way to write.
fn plain(text: &str) -> String {
    let forbidden = |character: char| match character {
        '\t' | '\n' | '\r' => false,
        _ => character < ' ' || matches!(character, '\u{fffe}' | '\u{ffff}'),
    };
    text.replace(forbidden, "")
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn characters_unknown_to_xml_are_dropped() {
        assert_eq!(plain("a\u{0}\u{b}b\tc\n\u{1f600}\u{ffff}"), "ab\tc\n\u{1f600}");
    }
}
