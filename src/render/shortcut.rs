//! Orders that need not be made: where nothing but texts has changed, their keys are known from the build before.

use std::collections::HashMap;

use crate::base::digest::Digest;
use crate::base::encode::{decode, digest_of, encode};
use crate::base::path::OutPath;
use crate::site::print::Print;
use crate::site::text::LinkedText;
use crate::site::{Job, Site};

use super::template::Chain;

/// The keys of orders in a site of one print, by what the job of each has of its own.
#[derive(Debug, Default, Clone)]
pub(super) struct Shortcuts {
    print: Option<Digest>,
    keys: HashMap<Digest, Shortcut>,
}

/// The key of an order.
#[derive(Debug, Clone, Copy)]
struct Shortcut {
    key: Digest,
    /// Has it been written to disk?
    is_stored: bool,
}

impl Shortcuts {
    /// Do they hold in a site of this print?
    pub(super) fn hold_for(&self, print: Print) -> bool {
        self.print == Some(print.plain)
    }

    /// The key of the order of a job that has this of its own.
    pub(super) fn find(&self, own: Digest) -> Option<Digest> {
        Some(self.keys.get(&own)?.key)
    }

    /// Those of the next build: `pairs` of what jobs have of their own and the keys of their orders.
    pub(super) fn after(&self, print: Print, pairs: &[(Digest, Digest)]) -> Self {
        let is_same = self.hold_for(print);
        let is_stored =
            |own: &Digest| is_same && self.keys.get(own).is_some_and(|old| old.is_stored);
        let shortcut = |(own, key): &(Digest, Digest)| {
            (*own, Shortcut { key: *key, is_stored: is_stored(own) })
        };
        Self { print: Some(print.plain), keys: pairs.iter().map(shortcut).collect() }
    }

    /// What has not been written yet, or all (see [`Table::store`](crate::base::memo::Table::store)).
    pub(super) fn store(&mut self, all: bool) -> Vec<Vec<u8>> {
        let wanted = self.keys.iter_mut().filter(|(_, shortcut)| all || !shortcut.is_stored);
        let mut new: Vec<(Digest, Digest)> = wanted
            .map(|(own, shortcut)| {
                shortcut.is_stored = true;
                (*own, shortcut.key)
            })
            .collect();
        new.sort_unstable();
        let part = self.print.filter(|_| !new.is_empty()).map(|print| encode(&(print, new)));
        part.into_iter().collect()
    }

    /// Takes what was written after all that was taken before.
    pub(super) fn restore(&mut self, part: &[u8]) {
        let Some((print, new)) = decode::<(Digest, Vec<(Digest, Digest)>)>(part) else { return };
        if self.print != Some(print) {
            *self = Self { print: Some(print), keys: HashMap::new() };
        }
        let shortcut = |(own, key)| (own, Shortcut { key, is_stored: true });
        self.keys.extend(new.into_iter().map(shortcut));
    }
}

/// What the job of a path has of its own: all that its file depends on and the print of the site does not hold.
pub(super) fn own(
    site: &Site,
    (path, job): (&OutPath, &Job),
    (template, chain): (&str, &Chain),
    print: Print,
) -> Digest {
    let (what, id, number, url) = match job {
        Job::Page(id, number) => ("page", id.0, *number, ""),
        Job::Feed(id) => ("feed", id.0, 0, ""),
        Job::Sitemap(lang) => ("sitemap", lang.0, 0, ""),
        Job::SitemapIndex => ("sitemaps", 0, 0, ""),
        Job::Robots(lang) => ("robots", lang.0, 0, ""),
        Job::NotFound(lang) => ("404", lang.0, 0, ""),
        Job::Alias(lang, url) => ("alias", lang.0, 0, &**url),
        Job::File(_) | Job::Builtin(_) | Job::Made(..) => ("copy", 0, 0, ""),
    };
    let text = match job {
        Job::Page(id, _) => {
            let entry = site.entry(*id);
            let text = entry.text.as_ref().map(LinkedText::digest);
            Some((text, &entry.dataset, entry.card.word_count, entry.card.reading_time))
        }
        _ => None,
    };
    let lengths = chain.names_lengths.then_some(print.lengths);
    digest_of(&(path, (what, id, number, url), text, template, chain.digest, lengths))
}

#[cfg(test)]
mod tests {
    use super::{Digest, Print, Shortcuts};

    fn print(text: &str) -> Print {
        Print { plain: Digest::of(text.as_bytes()), lengths: Digest::of(b"") }
    }

    fn pair(text: &str) -> (Digest, Digest) {
        (Digest::of(text.as_bytes()), Digest::of(format!("key of {text}").as_bytes()))
    }

    #[test]
    fn keys_hold_for_one_print() {
        let shortcuts = Shortcuts::default().after(print("one"), &[pair("a"), pair("b")]);
        assert!(shortcuts.hold_for(print("one")) && !shortcuts.hold_for(print("two")));
        assert_eq!(shortcuts.find(pair("a").0), Some(pair("a").1));
        assert_eq!(shortcuts.find(pair("c").0), None);
        // What no job of the next build has is gone.
        let next = shortcuts.after(print("one"), &[pair("a"), pair("c")]);
        assert_eq!((next.find(pair("b").0), next.find(pair("c").0)), (None, Some(pair("c").1)));
    }

    #[test]
    fn what_is_written_comes_back_part_by_part() {
        let mut first = Shortcuts::default().after(print("one"), &[pair("a"), pair("b")]);
        let mut parts = first.store(false);
        let mut second = first.after(print("one"), &[pair("a"), pair("c")]);
        parts.extend(second.store(false));
        assert_eq!((parts.len(), second.store(false).len()), (2, 0));
        assert!(parts[1].len() < parts[0].len(), "only what is new is added");
        let restored = |parts: &[Vec<u8>]| {
            let mut shortcuts = Shortcuts::default();
            for part in parts {
                shortcuts.restore(part);
            }
            shortcuts
        };
        let both = restored(&parts);
        let found = ["a", "b", "c"].map(|name| both.find(pair(name).0).is_some());
        assert_eq!((found, both.hold_for(print("one"))), ([true; 3], true));
        let mut third = second.after(print("two"), &[pair("d")]);
        parts.extend(third.store(false));
        parts.push(b"no part".to_vec());
        let last = restored(&parts);
        let found = ["a", "d"].map(|name| last.find(pair(name).0).is_some());
        assert_eq!((found, last.hold_for(print("two"))), ([false, true], true));
    }
}
