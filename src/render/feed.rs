//! RSS feeds.

use chrono::{DateTime, FixedOffset};

use crate::content::config::Config;
use crate::site::Site;
use crate::site::entry::{Card, EntryId, EntryKind};

use crate::base::digest::Digest;
use crate::base::encode::digest_of;

use super::address;
use super::shelf::Shelf;
use super::template::Shared;
use super::views::{FeedView, ItemView};

/// `feed`: the feed of a list.
pub(super) fn feed(shelf: &Shelf, id: EntryId) -> Shared {
    let site = shelf.site;
    let entry = site.entry(id);
    let (config, edition) = (site.config.of(entry.card.lang), site.edition_of(id));
    let title = if entry.card.title == config.title || config.title.is_empty() {
        plain(&entry.card.title)
    } else {
        plain(&format!("{} on {}", entry.card.title, config.title))
    };
    let own = config.description.as_deref().filter(|_| entry.card.kind == EntryKind::Home);
    let description = own.map_or_else(|| recent_content(&entry.card, config), str::to_owned);
    let pages = match entry.card.kind {
        EntryKind::Home => &edition.pages,
        EntryKind::Taxonomy => &entry.children,
        EntryKind::Section | EntryKind::Term | EntryKind::Page => &entry.members,
    };
    let limit = config.feed_limit.unwrap_or(usize::MAX);
    let pages = &pages[..pages.len().min(limit)];
    let lastmod = |id: &EntryId| site.entry(*id).card.lastmod;
    // To Hugo a list without a date has no pages with one.
    let updated = entry.card.date.and_then(|_| pages.iter().filter_map(lastmod).max());
    shelf.of(&FeedView {
        url: shelf.feed_url(id).unwrap_or_default(),
        permalink: &entry.card.permalink,
        description: plain(&description),
        title,
        updated: rfc2822(updated),
        items: pages.iter().map(|id| shelf.item(*id).clone()).collect(),
    })
}

/// What a feed is about, for those about which nothing is said, in Hugo's words.
fn recent_content(card: &Card, config: &Config) -> String {
    let in_list = match &*card.title {
        "" => String::new(),
        title if title == config.title => String::new(),
        title => format!("in {title} "),
    };
    format!("Recent content {in_list}on {}", config.title)
}

/// A page as an item of feeds: its summary with absolute references.
pub(super) fn item<'a>(site: &Site, card: &'a Card) -> ItemView<'a> {
    let terms = card.terms.iter().flat_map(|(_, terms)| terms);
    ItemView {
        title: plain(&card.title),
        permalink: &card.permalink,
        date: rfc2822(card.publish_date),
        description: plain(&address::absolute_html(&card.permalink, &with_pictures(&card.summary))),
        categories: terms.map(|id| plain(&site.entry(*id).card.title)).collect(),
    }
}

/// The digest of all that [`item`] makes an item of.
pub(super) fn digest_of_item(site: &Site, card: &Card) -> Digest {
    let terms = card.terms.iter().flat_map(|(_, terms)| terms);
    let categories: Vec<&str> = terms.map(|id| &*site.entry(*id).card.title).collect();
    let date = card.publish_date.map(|date| (date.timestamp(), date.offset().local_minus_utc()));
    digest_of(&(&card.title, &card.permalink, date, &*card.summary, categories))
}

/// `html` with each chart as its picture: readers of feeds know neither the style sheet nor two layouts.
fn with_pictures(html: &str) -> String {
    const OPEN: &str = "<figure class=\"chart\"";
    const CLOSE: &str = "</figure>";
    let mut res = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(OPEN) {
        let (before, figure) = rest.split_at(at);
        let end = figure.find(CLOSE).map_or(figure.len(), |end| end + CLOSE.len());
        let between = |open: &str, close: char| {
            figure[..end].split_once(open)?.1.split_once(close).map(|(text, _)| text)
        };
        res.push_str(before);
        if let Some(picture) = between("data-picture=\"", '"') {
            let title = between("<title", '<').and_then(|title| title.split_once('>'));
            let alt = title.map_or("", |(_, title)| title);
            for part in ["<p><img src=\"", picture, "\" alt=\"", alt, "\"></p>"] {
                res.push_str(part);
            }
        }
        rest = &figure[end..];
    }
    res.push_str(rest);
    res
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
