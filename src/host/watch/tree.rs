//! What stands on disk, and what of it has changed since the last look.
#![expect(clippy::disallowed_methods, reason = "the one place that looks for changes on disk")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rayon::prelude::{IntoParallelIterator as _, ParallelIterator as _};
use walkdir::WalkDir;

use super::scope::Scope;
use crate::base::digest::Digest;
use crate::base::path::SitePath;

/// Files up to this size are compared by what they hold, larger ones by size and time.
const HASHED: u64 = 1 << 20;

/// The files of a site as they stood at the last look.
#[derive(Debug, Default)]
pub(super) struct Tree {
    files: BTreeMap<PathBuf, Seen>,
    is_odd: bool,
}

/// A file as it stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Seen {
    stamp: Stamp,
    /// The digest of what it held, unless it is large.
    digest: Option<Digest>,
}

/// What tells without reading whether a file is another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    bytes: u64,
    modified: Option<SystemTime>,
    inode: u64,
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        #[cfg(unix)]
        let inode = std::os::unix::fs::MetadataExt::ino(metadata);
        #[cfg(not(unix))]
        let inode = 0;
        Self { bytes: metadata.len(), modified: metadata.modified().ok(), inode }
    }
}

impl Tree {
    /// Is there anything besides files and folders: links, which lead from one part of the site to another, what cannot be read,
    /// names that are no paths of a site?
    pub(super) fn is_odd(&self) -> bool {
        self.is_odd
    }

    /// Was there something at this path at the last look?
    pub(super) fn knows(&self, path: &Path) -> bool {
        let mut known = self.files.range(path.to_path_buf()..);
        known.next().is_some_and(|(known, _)| known.starts_with(path))
    }

    /// Looks at the whole site; the files that changed since the last look.
    pub(super) fn look(&mut self, scope: &Scope) -> BTreeSet<SitePath> {
        let (found, is_odd) = walk_all(scope);
        self.is_odd = is_odd;
        let mut changed = BTreeSet::new();
        let gone = self.files.keys().filter(|path| !found.contains_key(*path)).cloned();
        for path in gone.collect::<Vec<_>>() {
            self.files.remove(&path);
            changed.extend(scope.site_path(&path));
        }
        let other: Vec<(PathBuf, Stamp)> = found
            .into_iter()
            .filter(|(path, stamp)| self.files.get(path).is_none_or(|seen| seen.stamp != *stamp))
            .collect();
        self.take(scope, other, &mut changed);
        changed
    }

    /// Would a look find that a file is not what it was, as far as sizes and times tell?
    pub(super) fn differs(&self, scope: &Scope) -> bool {
        let (found, _) = walk_all(scope);
        let is_same = |(path, stamp): (&PathBuf, &Stamp)| {
            self.files.get(path).is_some_and(|seen| seen.stamp == *stamp)
        };
        found.len() != self.files.len() || !found.iter().all(is_same)
    }

    /// Looks at the paths `touched` and all that is below them; the files that changed since the last look.
    pub(super) fn settle(
        &mut self,
        scope: &Scope,
        touched: &BTreeSet<PathBuf>,
    ) -> BTreeSet<SitePath> {
        let mut changed = BTreeSet::new();
        let mut found = BTreeMap::new();
        for path in with_cases(scope, touched) {
            let before = found.len();
            self.is_odd |= walk(scope, &path, &mut found);
            let is_file = found.contains_key(&path) && found.len() == before + 1;
            let is_below = |known: &&PathBuf| known.starts_with(&path);
            let known = self.files.range(path.clone()..).map(|(known, _)| known);
            let below = known.take_while(is_below).cloned().collect::<Vec<_>>();
            for gone in below
                .into_iter()
                .filter(|known| !found.contains_key(known) || (is_file && *known != path))
            {
                self.files.remove(&gone);
                changed.extend(scope.site_path(&gone));
            }
        }
        self.take(scope, found.into_iter().collect(), &mut changed);
        changed
    }

    /// Notes files as they stand now, and which of them hold something else than before.
    fn take(
        &mut self,
        scope: &Scope,
        files: Vec<(PathBuf, Stamp)>,
        changed: &mut BTreeSet<SitePath>,
    ) {
        let seen: Vec<(PathBuf, Seen)> = files
            .into_par_iter()
            .map(|(path, stamp)| {
                let digest = if stamp.bytes > HASHED { None } else { fs::read(&path).ok() };
                let digest = digest.map(|bytes| Digest::of(&bytes));
                (path, Seen { stamp, digest })
            })
            .collect();
        for (path, seen) in seen {
            let is_same = self.files.get(&path).is_some_and(|before| before.holds_what(&seen));
            if !is_same {
                changed.extend(scope.site_path(&path));
            }
            self.files.insert(path, seen);
        }
    }
}

impl Seen {
    /// Does a file hold the same as this one did?
    fn holds_what(&self, now: &Self) -> bool {
        match (self.digest, now.digest) {
            (Some(before), Some(now)) => before == now,
            _ => self.stamp.bytes == now.stamp.bytes && self.stamp.modified == now.stamp.modified,
        }
    }
}

/// The paths as they are; where two differ only in case, the folder's list, which alone knows what a file is called now.
fn with_cases(scope: &Scope, touched: &BTreeSet<PathBuf>) -> BTreeSet<PathBuf> {
    let mut by_case: BTreeMap<String, usize> = BTreeMap::new();
    for path in touched {
        *by_case.entry(path.to_string_lossy().to_lowercase()).or_default() += 1;
    }
    let whole = |path: &PathBuf| {
        let is_twice = by_case.get(&path.to_string_lossy().to_lowercase()).is_some_and(|n| *n > 1);
        let folder = path.parent().filter(|folder| is_twice && scope.holds(folder));
        folder.map_or_else(|| path.clone(), Path::to_path_buf)
    };
    touched.iter().map(whole).collect()
}

/// The files of the whole site, and whether there is anything odd among them.
fn walk_all(scope: &Scope) -> (BTreeMap<PathBuf, Stamp>, bool) {
    let mut found = BTreeMap::new();
    let mut is_odd = false;
    for entry in fs::read_dir(&scope.root).into_iter().flatten().flatten() {
        if scope.holds(&entry.path()) {
            is_odd |= walk(scope, &entry.path(), &mut found);
        }
    }
    (found, is_odd)
}

/// Adds what is at `path` and below it; is there anything besides files and folders?
fn walk(scope: &Scope, path: &Path, found: &mut BTreeMap<PathBuf, Stamp>) -> bool {
    let mut is_odd = false;
    let walk = WalkDir::new(path).follow_links(true).into_iter();
    for entry in walk.filter_entry(|entry| scope.holds(entry.path())) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                // What cannot be read or leads back to itself is for the build to report; what is not there is not odd.
                is_odd |= error.path().is_some_and(|path| path.symlink_metadata().is_ok());
                continue;
            }
        };
        is_odd |= entry.path_is_symlink() || scope.site_path(entry.path()).is_none();
        match entry.metadata() {
            Ok(metadata) if metadata.is_file() => {
                found.insert(entry.into_path(), Stamp::of(&metadata));
            }
            Ok(metadata) => is_odd |= !metadata.is_dir(),
            // It has just gone.
            Err(_) => {}
        }
    }
    is_odd
}
