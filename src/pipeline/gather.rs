//! A stage over many items: what it let through, and what it said.

use std::collections::BTreeSet;

use rayon::prelude::{IntoParallelIterator as _, ParallelIterator as _};

use crate::base::diagnostic::{Diagnostic, Staged};
use crate::base::path::SitePath;

/// Runs a stage over all items at once, in order; each result comes with its file.
pub(super) fn staged_all<T: Send, U: Send>(
    items: Vec<T>,
    path: impl Fn(&T) -> SitePath + Sync,
    stage: impl Fn(T) -> U + Sync,
) -> Vec<(SitePath, U)> {
    items.into_par_iter().map(|item| (path(&item), stage(item))).collect()
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
