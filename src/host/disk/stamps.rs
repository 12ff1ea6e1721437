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
/// tell the two apart. The coarsest file system counts in steps of two seconds.
const SETTLED: Duration = Duration::from_secs(2);
/// The same where times are told in less than milliseconds: they are those of the system's clock, which moves on every ten milliseconds
/// at the least.
const SETTLED_FINE: Duration = Duration::from_millis(20);

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
        let Some(modified) = self.modified else { return false };
        let since = modified.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let is_fine = !since.subsec_nanos().is_multiple_of(1_000_000);
        let limit = if is_fine { SETTLED_FINE } else { SETTLED };
        now.duration_since(modified).is_ok_and(|age| age >= limit)
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

    /// Notes the digest of a file that was read from `began` on, and had this stamp before and after.
    pub(super) fn note(
        &self,
        path: &SitePath,
        stamp: Stamp,
        (digest, began): (Digest, SystemTime),
    ) {
        if stamp.is_settled(began) {
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

#[cfg(test)]
mod tests {
    use super::{Duration, Stamp, SystemTime};

    #[test]
    fn a_file_is_settled_when_the_next_write_would_have_another_time() {
        let written = |nanos| SystemTime::UNIX_EPOCH + Duration::new(1_700_000_000, nanos);
        for (nanos, limit) in [(123_456_789, 20), (123_456_000, 20), (120_000_000, 2000), (0, 2000)]
        {
            let modified = written(nanos);
            let stamp = Stamp { bytes: 1, modified: Some(modified), identity: (1, 2, 3) };
            let is_settled = |ms| stamp.is_settled(modified + Duration::from_millis(ms));
            assert_eq!([limit - 1, limit].map(is_settled), [false, true], "{nanos}");
            assert!(!stamp.is_settled(modified - Duration::from_millis(1)));
        }
        let stamp = Stamp { bytes: 1, modified: None, identity: (1, 2, 3) };
        assert!(!stamp.is_settled(written(0)));
    }
}
