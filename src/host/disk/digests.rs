//! Digests of large files, which are not read again while their size, their times and their inode stay as they were.
#![expect(
    clippy::disallowed_methods,
    reason = "the one place where times of files are compared with the clock"
)]

use std::collections::BTreeMap;
use std::fs::{File, Metadata};
use std::io;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use crate::base::digest::{Digest, Digester};
use crate::base::path::SitePath;
use crate::host::cache::Folder;

/// Files below this size are read whenever their digest is wanted.
const LARGE: u64 = 1 << 20;
/// A file that was written so shortly before may be written again without its time telling: its digest is not kept.
const GRANULARITY: Duration = Duration::from_secs(2);
/// The file of the cache that holds what is known.
const NAME: &str = "digests";

/// What tells that a file is still the one that was read.
type Stamp = [u64; 4];

/// What is known of large files.
#[derive(Debug)]
pub(super) struct Digests {
    cache: Folder,
    /// Is what earlier runs found trusted?
    trusts: bool,
    known: Mutex<Option<BTreeMap<String, (Stamp, Digest)>>>,
}

impl Digests {
    /// What is known in `cache`; nothing of it counts unless earlier runs are trusted.
    pub(super) fn new(cache: Folder, trusts: bool) -> Self {
        Self { cache, trusts, known: Mutex::new(None) }
    }

    /// The digest of `file`, which is at `path`.
    pub(super) fn of(&self, path: &SitePath, file: File) -> io::Result<Digest> {
        let before = file.metadata()?;
        if before.len() < LARGE {
            return hash(file).map(|(digest, _)| digest);
        }
        let stamp = stamp(&before);
        let found = self.with(|known| known.get(path.as_str()).copied());
        if let Some((known, digest)) = found
            && Some(known) == stamp
        {
            return Ok(digest);
        }
        let (digest, file) = hash(file)?;
        let after = file.metadata()?;
        let is_settled =
            after.modified().ok().and_then(|time| SystemTime::now().duration_since(time).ok());
        if let Some(stamp) = stamp
            && self::stamp(&after) == Some(stamp)
            && is_settled.is_some_and(|age| age > GRANULARITY)
        {
            self.with(|known| {
                known.insert(path.as_str().to_owned(), (stamp, digest));
                // What cannot be kept is found again the next time.
                drop(self.cache.write(NAME, &written(known)));
            });
        }
        Ok(digest)
    }

    fn with<T>(&self, use_it: impl FnOnce(&mut BTreeMap<String, (Stamp, Digest)>) -> T) -> T {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        use_it(known.get_or_insert_with(|| {
            let text = self.trusts.then(|| self.cache.read(NAME)).flatten();
            text.as_deref().map(read).unwrap_or_default()
        }))
    }
}

/// The digest of a file from its beginning.
fn hash(mut file: File) -> io::Result<(Digest, File)> {
    let mut digester = Digester::default();
    io::copy(&mut io::BufReader::with_capacity(1 << 18, &mut file), &mut digester)?;
    Ok((digester.finish(), file))
}

#[cfg(unix)]
fn stamp(about: &Metadata) -> Option<Stamp> {
    use std::os::unix::fs::MetadataExt as _;
    let nanos = |seconds: i64, nanos: i64| {
        u64::try_from(seconds)
            .ok()?
            .checked_mul(1_000_000_000)?
            .checked_add(u64::try_from(nanos).ok()?)
    };
    let modified = nanos(about.mtime(), about.mtime_nsec())?;
    Some([about.len(), modified, nanos(about.ctime(), about.ctime_nsec())?, about.ino()])
}

#[cfg(not(unix))]
fn stamp(about: &Metadata) -> Option<Stamp> {
    let since = |time: io::Result<SystemTime>| {
        let since = time.ok()?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
        u64::try_from(since.as_nanos()).ok()
    };
    Some([about.len(), since(about.modified())?, since(about.created())?, 0])
}

/// A line for each file: stamp, digest, path.
fn written(known: &BTreeMap<String, (Stamp, Digest)>) -> String {
    let line = |(path, (stamp, digest)): (&String, &(Stamp, Digest))| {
        let [size, modified, changed, inode] = stamp;
        format!("{size} {modified} {changed} {inode} {digest} {path}\n")
    };
    known.iter().map(line).collect()
}

/// Reads what [`written`] wrote; lines that are none are passed over, since what they told is found again.
fn read(text: &str) -> BTreeMap<String, (Stamp, Digest)> {
    let line = |line: &str| {
        let mut parts = line.splitn(6, ' ');
        let mut stamp = [0; 4];
        for part in &mut stamp {
            *part = parts.next()?.parse().ok()?;
        }
        let digest = parts.next()?.parse().ok()?;
        Some((parts.next()?.to_owned(), (stamp, digest)))
    };
    text.lines().filter_map(line).collect()
}
