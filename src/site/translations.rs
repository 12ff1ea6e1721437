//! Which pages are the same in other languages.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as MapEntry;

use super::entry::{Entry, EntryId};
use super::plan::{Planned, place};
use crate::base::diagnostic::Diagnostic;
use crate::content::config::{Config, Lang};
use crate::resolve::article::Article;

/// Gives pages their translations: pages of one kind, at one place of the content or with one key.
pub(super) fn with_translations(
    config: &Config,
    (mut entries, planned, articles): (Vec<Entry>, &[Planned], &[Article]),
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Entry> {
    if config.languages.all.len() < 2 {
        return entries;
    }
    let mut groups: BTreeMap<&str, BTreeMap<Lang, usize>> = BTreeMap::new();
    for (at, page) in planned.iter().enumerate() {
        match groups.entry(&page.key).or_default().entry(page.lang) {
            MapEntry::Vacant(vacant) => {
                vacant.insert(at);
            }
            MapEntry::Occupied(first) => {
                let pages = [page, &planned[*first.get()]];
                let [Some(own), Some(other)] = pages.map(|page| page.article) else { continue };
                diagnostics.extend(two_of_one_key(&articles[own], &articles[other]));
            }
        }
    }
    for group in groups.values().filter(|group| group.len() > 1) {
        for at in group.values() {
            let others = group.values().filter(|other| *other != at);
            entries[*at].translations = others.copied().map(EntryId).collect();
        }
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
