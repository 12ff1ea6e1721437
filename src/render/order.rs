//! What a template is asked to make, and whether it has made that before.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::base::digest::Digest;
use crate::base::memo::{Reads, Table};
use crate::base::path::OutPath;

use super::template::{Chain, Shared};

/// A template with its variables.
pub(super) struct Order {
    /// The template's name.
    pub(super) template: String,
    /// Its variables by name.
    pub(super) variables: Vec<(&'static str, Shared)>,
}

impl Order {
    /// The digests of all that the result depends on, by what they are digests of.
    fn parts(&self, chain: &Chain) -> Vec<(&'static str, Digest)> {
        let variables = self.variables.iter().map(|(name, value)| (*name, value.digest()));
        variables.chain([(TEMPLATES, chain.digest)]).collect()
    }
}

/// What the templates' own part of an order is called.
const TEMPLATES: &str = "templates";

/// What templates made, by the digests of their orders.
#[derive(Debug, Default)]
pub struct Rendered {
    /// The digest of what was made of an order.
    made: Table<Digest>,
    /// What each path was last made of, where that is told.
    parts: Mutex<HashMap<OutPath, Vec<(&'static str, Digest)>>>,
}

/// An order as the memory knows it.
pub(super) struct Known {
    key: Digest,
    /// The digest of what was made of the order before.
    pub(super) made: Option<Digest>,
    /// Why it has to be made, in words, where that is told.
    pub(super) why: Option<String>,
}

impl Rendered {
    /// Looks for what was made of an order; with a path the reason is told if it has to be made.
    pub(super) fn find(&self, path: Option<&OutPath>, order: &Order, chain: &Chain) -> Known {
        let parts = order.parts(chain);
        let digests = parts.iter().flat_map(|(name, digest)| [name.as_bytes(), digest.as_bytes()]);
        let key = Digest::of_parts(std::iter::once(order.template.as_bytes()).chain(digests));
        let why = path.map(|path| self.why(path, parts));
        Known { key, made: self.made.get(key), why }
    }

    /// Why a path has to be made, which is made of `parts` from now on.
    fn why(&self, path: &OutPath, parts: Vec<(&'static str, Digest)>) -> String {
        let mut all = self.parts.lock().unwrap_or_else(PoisonError::into_inner);
        let why = match all.get(path) {
            None => "new".to_owned(),
            Some(before) => changes(before, &parts),
        };
        all.insert(path.clone(), parts);
        why
    }

    /// Keeps what was made of an order.
    pub(super) fn keep(&self, known: &Known, digest: Digest) {
        self.made.keep(known.key, digest, Reads::new());
    }

    /// What has not been written yet, or all that was made last (see [`Table::store`]).
    pub fn store(&self, all: bool) -> Vec<Vec<u8>> {
        self.made.store(all)
    }

    /// Takes what was written.
    pub fn restore(&self, part: &[u8]) {
        self.made.restore(part);
    }

    /// How many results there are.
    pub fn count(&self) -> usize {
        self.made.count()
    }

    /// Lets go what no build has asked for in a long time, and what stands at no path of `paths`.
    pub fn age(&self, is_there: impl Fn(&OutPath) -> bool) {
        self.made.age();
        let mut parts = self.parts.lock().unwrap_or_else(PoisonError::into_inner);
        parts.retain(|path, _| is_there(path));
    }
}

/// What differs, in words.
fn changes(before: &[(&'static str, Digest)], now: &[(&'static str, Digest)]) -> String {
    let differs = |part: &&(&'static str, Digest)| !before.contains(part);
    let names: Vec<String> = now
        .iter()
        .filter(differs)
        .map(|(name, _)| match *name {
            TEMPLATES => "a template".to_owned(),
            name => format!("`{name}`"),
        })
        .collect();
    match names.as_slice() {
        [] => "made before, and no longer kept".to_owned(),
        [name] => format!("{name} has changed"),
        names => format!("{} have changed", names.join(" and ")),
    }
}
