//! Which pages are the same in other languages.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as MapEntry;

use super::entry::{Entry, EntryId};
use super::plan::{Planned, place};
use crate::base::diagnostic::Diagnostic;
use crate::content::config::{Config, Lang};
use crate::resolve::article::Article;

/// Pages that are translations of each other: one of each language.
type Group = BTreeMap<Lang, usize>;

/// Gives pages their translations. Those of a page with a `translationKey` are the pages with the same one; those of another are the
/// pages of its kind at its place in the content, whatever they say themselves.
pub(super) fn with_translations(
    config: &Config,
    (mut entries, planned, articles): (Vec<Entry>, &[Planned], &[Article]),
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Entry> {
    if config.languages.all.len() < 2 {
        return entries;
    }
    let key = |page: &Planned| {
        let front = &articles[page.article?].front;
        front.translation_key.as_ref().map(|key| key.value.as_str())
    };
    let mut by_place: BTreeMap<&str, Group> = BTreeMap::new();
    let mut by_key: BTreeMap<&str, Group> = BTreeMap::new();
    for (at, page) in planned.iter().enumerate() {
        by_place.entry(&page.key).or_default().entry(page.lang).or_insert(at);
        let Some(key) = key(page) else { continue };
        match by_key.entry(key).or_default().entry(page.lang) {
            MapEntry::Vacant(vacant) => {
                vacant.insert(at);
            }
            MapEntry::Occupied(first) => {
                let pages = [page, &planned[*first.get()]];
                if let [Some(own), Some(other)] = pages.map(|page| page.article) {
                    diagnostics.extend(two_of_one_key(&articles[own], &articles[other]));
                }
            }
        }
    }
    for (at, page) in planned.iter().enumerate() {
        let group = match key(page) {
            Some(key) => by_key.get(key),
            None => by_place.get(&*page.key),
        };
        let others = group.into_iter().flatten().filter(|(lang, _)| **lang != page.lang);
        entries[at].translations = others.map(|(_, at)| EntryId(*at)).collect();
    }
    entries
}

/// A warning of two pages of one language with one key; two at one place are two files at one URL, which is told elsewhere.
fn two_of_one_key(own: &Article, other: &Article) -> Option<Diagnostic> {
    let key = own.front.translation_key.as_ref()?;
    let message = format!("two pages of one language have the `translationKey` `{}`", key.value);
    let (source, line) = place(other);
    let line = other.front.translation_key.as_ref().map_or(line, |key| key.span.range());
    Some(
        Diagnostic::warning("site/translation", message)
            .label_in(&own.source, key.span, "this one is passed over")
            .label_in(&source, line, "the other")
            .help("give each page of a language a key of its own"),
    )
}
