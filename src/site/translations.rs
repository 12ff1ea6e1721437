//! Which pages are the same in other languages.

use std::cmp::Reverse;
use std::collections::btree_map::Entry as MapEntry;
use std::collections::{BTreeMap, BTreeSet};

use super::entry::{Entry, EntryFile, EntryId};
use super::plan::{Planned, place};
use crate::base::diagnostic::Diagnostic;
use crate::content::config::{Config, Lang};
use crate::content::discover::unmarked;
use crate::content::front_matter::Render;
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
    // What has no URL can be led to by none, and has files all the same.
    let has_url = |at: &usize| planned[*at].build(articles).render != Render::Never;
    for (at, page) in planned.iter().enumerate() {
        let group = match key(page) {
            Some(key) => by_key.get(key),
            None => by_place.get(&*page.key),
        };
        let others = group.into_iter().flatten().filter(|(lang, _)| **lang != page.lang);
        let others: Vec<usize> = others.map(|(_, at)| *at).collect();
        if key(page).is_some() {
            take_files(at, &others, config, &mut entries);
        }
        let mut others: Vec<usize> = others.into_iter().filter(has_url).collect();
        others.sort_by_cached_key(|at| order(config, &planned[*at], &entries[*at]));
        entries[at].translations = others.into_iter().map(EntryId).collect();
    }
    entries
}

/// What translations are sorted by: the weight of their language, and within equal weights as Hugo does, the newest first, then by
/// their titles and files.
fn order(config: &Config, page: &Planned, entry: &Entry) -> impl Ord + use<> {
    let weight = config.languages.get(page.lang).weight;
    let date = Reverse(page.date.map(|date| date.timestamp()));
    let title = entry.card.link_title.clone();
    (weight == 0, weight, date, title.to_lowercase(), title, entry.card.file.clone(), page.lang)
}

/// Gives a page the files of its translations, in the order of their languages, unless it has one of the name itself.
fn take_files(at: usize, others: &[usize], config: &Config, entries: &mut [Entry]) {
    let name = |file: &EntryFile| unmarked(&config.languages, &file.resource.path);
    for other in others {
        let theirs = entries[*other].files.clone();
        let own = &mut entries[at].files;
        let known: BTreeSet<String> = own.iter().map(name).collect();
        own.extend(theirs.into_iter().filter(|file| !known.contains(&name(file))));
    }
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
