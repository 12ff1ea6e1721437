//! A stage over many items: what it let through, and what it said.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::{IntoParallelIterator as _, ParallelIterator as _};

use crate::base::diagnostic::{Diagnostic, Staged, Warned};
use crate::base::memo::Outcome;
use crate::base::path::SitePath;
use crate::base::source::Source;
use crate::base::world::World;
use crate::content::discover::read_text;

/// Runs a stage over all items at once, in order; each result comes with its file.
pub(super) fn staged_all<T: Send, U: Send>(
    items: Vec<T>,
    path: impl Fn(&T) -> SitePath + Sync,
    stage: impl Fn(T) -> U + Sync,
) -> Vec<(SitePath, U)> {
    items.into_par_iter().map(|item| (path(&item), stage(item))).collect()
}

/// What an outcome gives, its warnings or errors put to the others.
pub(super) fn share<'o, T>(
    outcome: &'o Outcome<T>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<&'o T> {
    match &**outcome {
        Ok(Warned { value, warnings }) => {
            diagnostics.extend(warnings.iter().cloned());
            Some(value)
        }
        Err(errors) => {
            diagnostics.extend(errors.iter().cloned());
            None
        }
    }
}

/// The items that the stage let through; files of the others go to `failed`.
pub(super) fn gather<T>(
    staged: Vec<(SitePath, Staged<T>)>,
    failed: &mut BTreeSet<SitePath>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<T> {
    let mut res = Vec::with_capacity(staged.len());
    for (path, staged) in staged {
        match take(staged, diagnostics) {
            Some(value) => res.push(value),
            None => {
                failed.insert(path);
            }
        }
    }
    res
}

/// The value of a stage, its warnings or errors put to the others.
pub(super) fn take<T>(staged: Staged<T>, diagnostics: &mut Vec<Diagnostic>) -> Option<T> {
    match staged {
        Ok(warned) => Some(warned.unpack(diagnostics)),
        Err(errors) => {
            diagnostics.extend(errors);
            None
        }
    }
}

/// Gives the diagnostics whose places lie in pages the whole texts of those: pages keep the heads of their files alone.
pub(super) fn completed(world: &dyn World, diagnostics: &mut [Diagnostic]) {
    let mut whole: BTreeMap<SitePath, Arc<Source>> = BTreeMap::new();
    for source in diagnostics.iter_mut().flat_map(Diagnostic::sources_mut) {
        if !source.is_head {
            continue;
        }
        if !whole.contains_key(&source.path)
            && let Ok(read) = read_text(world, &source.path)
        {
            whole.insert(source.path.clone(), read);
        }
        if let Some(read) = whole.get(&source.path) {
            *source = Arc::clone(read);
        }
    }
}
