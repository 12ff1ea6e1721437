//! What stands on disk, and what of it has changed since the last look.
#![expect(clippy::disallowed_methods, reason = "the one place that looks for changes on disk")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::{IntoParallelIterator as _, ParallelIterator as _};
use walkdir::WalkDir;

use super::scope::Scope;
use crate::base::digest::Digest;
use crate::base::path::SitePath;
use crate::host::disk::Stamp;

/// Files up to this size are compared by what they hold, larger ones by size and time.
const HASHED: u64 = 1 << 20;

/// The files of a site as they stood at the last look.
#[derive(Debug, Default)]
pub(super) struct Tree {
    files: BTreeMap<PathBuf, Seen>,
    odd: Odd,
}

/// What is besides files and folders: links, which lead from one part of the site to another, what cannot be read, names that are no
/// paths of a site.
type Odd = BTreeSet<PathBuf>;

/// A file as it stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Seen {
    stamp: Stamp,
    held: Held,
}

/// What a file held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Held {
    /// Something of this digest.
    Digest(Digest),
    /// More than is read to be compared.
    Much,
    /// What cannot be read.
    Secret,
}

impl Tree {
    /// Is there anything besides files and folders?
    pub(super) fn is_odd(&self) -> bool {
        !self.odd.is_empty()
    }

    /// Was there something at this path at the last look?
    pub(super) fn knows(&self, path: &Path) -> bool {
        let mut known = self.files.range(path.to_path_buf()..);
        known.next().is_some_and(|(known, _)| known.starts_with(path))
    }

    /// Looks at the whole site; the files that changed since the last look.
    pub(super) fn look(&mut self, scope: &Scope) -> BTreeSet<SitePath> {
        let (found, odd) = walk_all(scope);
        let mut changed = self.turn(scope, odd);
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
        let (found, odd) = walk_all(scope);
        let is_same = |(path, stamp): (&PathBuf, &Stamp)| {
            self.files.get(path).is_some_and(|seen| seen.stamp == *stamp)
        };
        odd != self.odd || found.len() != self.files.len() || !found.iter().all(is_same)
    }

    /// Looks at the paths `touched` and all that is below them; the files that changed since the last look.
    pub(super) fn settle(
        &mut self,
        scope: &Scope,
        touched: &BTreeSet<PathBuf>,
    ) -> BTreeSet<SitePath> {
        let mut changed = BTreeSet::new();
        let mut found = BTreeMap::new();
        let mut odd = self.odd.clone();
        for path in with_cases(scope, touched) {
            let before = found.len();
            odd.retain(|known| !known.starts_with(&path));
            walk(scope, &path, (&mut found, &mut odd));
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
        changed.extend(self.turn(scope, odd));
        self.take(scope, found.into_iter().collect(), &mut changed);
        changed
    }

    /// Notes what is odd now. What has become so, or is no longer, is for the build to report.
    fn turn(&mut self, scope: &Scope, odd: Odd) -> BTreeSet<SitePath> {
        let other = self.odd.symmetric_difference(&odd);
        // A name that is no path is told by the folder that it is in.
        let told = other.filter_map(|path| path.ancestors().find_map(|path| scope.site_path(path)));
        let changed = told.collect();
        self.odd = odd;
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
                let held = Held::by(&path, stamp.written().0);
                (path, Seen { stamp, held })
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
        let [before, after] = [self.stamp, now.stamp].map(Stamp::written);
        self.held == now.held && (self.held != Held::Much || before == after)
    }
}

impl Held {
    /// What is held by a file of that many bytes.
    fn by(path: &Path, bytes: u64) -> Self {
        if bytes > HASHED {
            return if fs::File::open(path).is_ok() { Self::Much } else { Self::Secret };
        }
        fs::read(path).map_or(Self::Secret, |bytes| Self::Digest(Digest::of(&bytes)))
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

/// The files of the whole site, and what else there is.
fn walk_all(scope: &Scope) -> (BTreeMap<PathBuf, Stamp>, Odd) {
    let (mut found, mut odd) = (BTreeMap::new(), Odd::new());
    for entry in fs::read_dir(&scope.root).into_iter().flatten().flatten() {
        if scope.holds(&entry.path()) {
            walk(scope, &entry.path(), (&mut found, &mut odd));
        }
    }
    (found, odd)
}

/// Adds what is at `path` and below it.
fn walk(scope: &Scope, path: &Path, (found, odd): (&mut BTreeMap<PathBuf, Stamp>, &mut Odd)) {
    let walk = WalkDir::new(path).follow_links(true).into_iter();
    for entry in walk.filter_entry(|entry| scope.holds(entry.path())) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                // What cannot be read or leads back to itself is for the build to report; what is not there is not odd.
                let there = error.path().filter(|path| path.symlink_metadata().is_ok());
                odd.extend(there.map(Path::to_path_buf));
                continue;
            }
        };
        // What has just gone is neither.
        let Ok(metadata) = entry.metadata() else { continue };
        let is_plain = metadata.is_file() || metadata.is_dir();
        if !is_plain || entry.path_is_symlink() || scope.site_path(entry.path()).is_none() {
            odd.insert(entry.path().to_path_buf());
        }
        if metadata.is_file() {
            found.insert(entry.into_path(), Stamp::of(&metadata));
        }
    }
}
