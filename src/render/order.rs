//! What a template is asked to make, and whether it has made that before.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::base::digest::Digest;
use crate::base::memo::{Reads, Table};
use crate::base::path::OutPath;

use super::shortcut::Shortcuts;
use super::template::{Chain, Shared};
use crate::site::print::Print;

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
    /// The keys of the last build's orders.
    shortcuts: Mutex<Arc<Shortcuts>>,
}

/// An order as the memory knows it.
pub(super) struct Known {
    pub(super) key: Digest,
    /// The digest of what was made of the order before.
    pub(super) made: Option<Digest>,
    /// Why it has to be made, in words, where that is told.
    pub(super) why: Option<Cow<'static, str>>,
}

impl Rendered {
    /// Looks for what was made of an order; with a path the reason is told if it has to be made.
    pub(super) fn find(&self, path: Option<&OutPath>, order: &Order, chain: &Chain) -> Known {
        let parts = order.parts(chain);
        let digests = parts.iter().flat_map(|(name, digest)| [name.as_bytes(), digest.as_bytes()]);
        let key = Digest::of_parts(std::iter::once(order.template.as_bytes()).chain(digests));
        let made = self.made.get(key);
        let why = path.map(|path| self.why(path, parts, made.is_some()));
        Known { key, made, why }
    }

    /// The digest of what was made of the order of this key.
    pub(super) fn made(&self, key: Digest) -> Option<Digest> {
        self.made.get(key)
    }

    /// The keys of the orders of the last build, as far as they are those of a site of this print.
    ///
    /// If reasons are told, what each path was made of has to be known first.
    pub(super) fn shortcuts(&self, print: Print, tells: bool) -> Arc<Shortcuts> {
        let knows_parts = || !self.parts.lock().unwrap_or_else(PoisonError::into_inner).is_empty();
        let shortcuts = Arc::clone(&self.last());
        if shortcuts.hold_for(print) && (!tells || knows_parts()) {
            return shortcuts;
        }
        Arc::default()
    }

    /// Notes the keys of the orders of a build.
    pub(super) fn follow(&self, print: Print, pairs: &[(Digest, Digest)]) {
        let mut last = self.last();
        *last = Arc::new(last.after(print, pairs));
    }

    fn last(&self) -> MutexGuard<'_, Arc<Shortcuts>> {
        self.shortcuts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Why a path has to be made, which is made of `parts` from now on; what was made of them before was not kept if it has to.
    fn why(
        &self,
        path: &OutPath,
        parts: Vec<(&'static str, Digest)>,
        was_made: bool,
    ) -> Cow<'static, str> {
        let mut all = self.parts.lock().unwrap_or_else(PoisonError::into_inner);
        let why = match all.get(path) {
            _ if was_made => GONE.into(),
            None => "new".into(),
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

    /// The same of the keys of the last build's orders.
    pub fn store_shortcuts(&self, all: bool) -> Vec<Vec<u8>> {
        Arc::make_mut(&mut self.last()).store(all)
    }

    /// Takes what was written.
    pub fn restore(&self, part: &[u8]) {
        self.made.restore(part);
    }

    /// Takes what was written of the keys of the last build's orders, part after part.
    pub fn restore_shortcuts(&self, part: &[u8]) {
        Arc::make_mut(&mut self.last()).restore(part);
    }

    /// How many results there are.
    pub fn count(&self) -> usize {
        self.made.count()
    }

    /// Lets go what no build has asked for in a long time, and what is told of paths that are gone; `n_paths` are there.
    pub fn age(&self, n_paths: usize, is_there: impl Fn(&OutPath) -> bool) {
        self.made.age();
        let mut parts = self.parts.lock().unwrap_or_else(PoisonError::into_inner);
        if parts.len() > n_paths {
            parts.retain(|path, _| is_there(path));
        }
    }
}

/// Why something is made again of which no part has changed.
const GONE: &str = "made before, and no longer kept";

/// What differs, in words.
fn changes(before: &[(&'static str, Digest)], now: &[(&'static str, Digest)]) -> Cow<'static, str> {
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
        [] => GONE.into(),
        [name] => format!("{name} has changed").into(),
        names => format!("{} have changed", names.join(" and ")).into(),
    }
}
