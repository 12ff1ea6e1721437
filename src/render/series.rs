//! The series that a page is a part of.

use crate::site::entry::EntryId;

use super::card::link;
use super::shelf::Shelf;
use super::template::Shared;
use super::views::{LinkView, SeriesView};

/// `series`: the terms of the taxonomy of this name that a page has, each with its parts in the order of reading.
pub(super) fn series(shelf: &Shelf, id: EntryId) -> Shared {
    let site = shelf.site;
    let views = site.series(id).into_iter().map(|(term, parts)| {
        let LinkView { title, url } = link(&site.entry(term).card);
        let number = parts.iter().position(|part| *part == id).map_or(0, |at| at + 1);
        SeriesView { title, url, number, total: parts.len(), pages: shelf.cards_of(&parts) }
    });
    shelf.of(&views.collect::<Vec<_>>())
}
