//! The languages of a site, and pages in them, as templates see them.

use super::views::{LanguageView, TranslationView};
use crate::content::config::Language;
use crate::site::entry::{Card, Entry};
use crate::site::{Edition, Site};

/// The site's languages with their home pages.
pub(super) fn all(site: &Site) -> Vec<LanguageView<'_>> {
    let language = |edition: &Edition| site.config.languages.get(edition.lang);
    let home = |edition: &Edition| &site.entry(edition.home).card;
    let both = site.editions.iter().map(|edition| (language(edition), home(edition)));
    both.map(|(language, home)| LanguageView {
        lang: &language.code,
        language: &language.tag,
        label: &language.label,
        direction: language.direction.name(),
        url: url(language, home),
        permalink: &home.permalink,
    })
    .collect()
}

/// A page in other languages.
pub(super) fn translations<'a>(site: &'a Site, entry: &Entry) -> Vec<TranslationView<'a>> {
    let cards = entry.translations.iter().map(|id| &site.entry(*id).card);
    let view = |card: &'a Card| {
        let language = site.config.languages.get(card.lang);
        TranslationView {
            lang: &language.code,
            language: &language.tag,
            label: &language.label,
            title: &card.title,
            url: url(language, card),
            permalink: &card.permalink,
        }
    };
    cards.map(view).collect()
}

/// A link to a page of any language from another one.
fn url<'a>(language: &Language, card: &'a Card) -> &'a str {
    if language.host.is_empty() { &card.url } else { &card.permalink }
}
