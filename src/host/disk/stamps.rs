//! What files held when they were last read: one that has not been touched since is not read again to be told from another.

use std::collections::HashMap;
use std::fs::Metadata;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use crate::base::digest::Digest;
use crate::base::encode::encode;
use crate::base::path::SitePath;

/// A file that was written so shortly before it was read may be written again without a trace: its time of modification may not
/// tell the two apart.
const SETTLED: Duration = Duration::from_secs(2);

/// By what a file is seen to be the same without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::host) struct Stamp {
    bytes: u64,
    modified: Option<SystemTime>,
    /// The file's number, and when anything about it was last changed: where systems tell.
    identity: (u64, i64, i64),
}

impl Stamp {
    /// The stamp of a file.
    pub(in crate::host) fn of(metadata: &Metadata) -> Self {
        #[cfg(unix)]
        let identity = {
            use std::os::unix::fs::MetadataExt as _;
            (metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
        };
        #[cfg(not(unix))]
        let identity = (0, 0, 0);
        Self { bytes: metadata.len(), modified: metadata.modified().ok(), identity }
    }

    /// How much was written, and when.
    pub(in crate::host) fn written(self) -> (u64, Option<SystemTime>) {
        (self.bytes, self.modified)
    }

    /// Has the file been left alone for so long at `now` that another change would show?
    fn is_settled(&self, now: SystemTime) -> bool {
        let age = self.modified.and_then(|modified| now.duration_since(modified).ok());
        age.is_some_and(|age| age >= SETTLED)
    }
}

/// The digests of files by their stamps.
#[derive(Debug, Default)]
pub(super) struct Stamps {
    known: RwLock<HashMap<SitePath, (Stamp, Digest)>>,
    /// The stamps of all files when they were last listed.
    listed: RwLock<HashMap<SitePath, Stamp>>,
}

/// The digests of settled files, as they are written to disk.
pub(in crate::host) type Known = Vec<(SitePath, Stamp, Digest)>;

impl Stamps {
    /// Notes the stamps of all files that there are.
    pub(super) fn list(&self, files: impl Iterator<Item = (SitePath, Stamp)>) {
        *lock(&self.listed) = files.collect();
    }

    /// A digest that tells the files that were listed at `now` from any others, if none of them may still change without a trace.
    pub(super) fn print(&self, now: SystemTime) -> Option<Digest> {
        let listed = read(&self.listed);
        let mut files: Vec<(&SitePath, &Stamp)> = listed.iter().collect();
        let is_settled = files.iter().all(|(_, stamp)| stamp.is_settled(now));
        files.sort_unstable_by_key(|(path, _)| *path);
        is_settled.then(|| Digest::of(&encode(&files)))
    }

    /// Notes the stamp of one file, `None` if it is gone.
    pub(super) fn set(&self, path: SitePath, stamp: Option<Stamp>) {
        let mut listed = lock(&self.listed);
        match stamp {
            Some(stamp) => listed.insert(path, stamp),
            None => listed.remove(&path),
        };
    }

    /// The digest of a file as it was listed, if it is known.
    pub(super) fn digest(&self, path: &SitePath) -> Option<Digest> {
        let listed = *read(&self.listed).get(path)?;
        let (stamp, digest) = *read(&self.known).get(path)?;
        (stamp == listed).then_some(digest)
    }

    /// Notes the digest of a file that was read at `now`, and had this stamp before and after.
    pub(super) fn note(&self, path: &SitePath, stamp: Stamp, (digest, now): (Digest, SystemTime)) {
        if stamp.is_settled(now) {
            lock(&self.known).insert(path.clone(), (stamp, digest));
        }
    }

    /// What is known of the files that there are.
    pub(super) fn export(&self) -> Known {
        let listed = read(&self.listed);
        let known = read(&self.known);
        let mut known: Known = known
            .iter()
            .filter(|(path, (stamp, _))| listed.get(*path) == Some(stamp))
            .map(|(path, (stamp, digest))| (path.clone(), *stamp, *digest))
            .collect();
        known.sort_by(|a, b| a.0.cmp(&b.0));
        known
    }

    /// Takes what was known before.
    pub(super) fn import(&self, known: Known) {
        let known = known.into_iter().map(|(path, stamp, digest)| (path, (stamp, digest)));
        lock(&self.known).extend(known);
    }

    /// Forgets every digest.
    pub(super) fn forget(&self) {
        lock(&self.known).clear();
    }
}

fn read<T>(lock: &RwLock<T>) -> RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(PoisonError::into_inner)
}

fn lock<T>(lock: &RwLock<T>) -> RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(PoisonError::into_inner)
}
