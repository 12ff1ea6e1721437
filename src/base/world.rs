//! The outside as the core sees it: a list of files, their bytes, and a clock.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Cursor, Read, Write};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, FixedOffset};

use super::diagnostic::Diagnostic;
use super::digest::{Digest, Digester};
use super::path::SitePath;
use super::source::Source;

/// The list of what dated snapshots hold, in the site's root.
pub const DATA_LOCK: &str = "data.lock";

/// A file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileEntry {
    /// Its path in the site.
    pub path: SitePath,
    /// Its size in bytes.
    pub bytes: u64,
}

/// Bytes that can be read from any place: a file of the cache.
pub trait Stored: fmt::Debug + Send + Sync {
    /// How many there are.
    fn size(&self) -> u64;

    /// Fills `buffer` with the bytes from `start` on.
    fn read_at(&self, start: u64, buffer: &mut [u8]) -> io::Result<()>;
}

/// A file of the cache that is being written, and that nobody sees before it is kept.
pub trait Draft: Write + Send {
    /// Puts the file into the cache, whole.
    fn keep(self: Box<Self>) -> io::Result<()>;
}

/// What costs only time to lose: results under names that say what they were made of.
pub trait Cache: fmt::Debug + Send + Sync {
    /// The file of that name, if it is there.
    fn open(&self, name: &str) -> Option<Arc<dyn Stored>>;

    /// Takes a file away, if it is there.
    fn remove(&self, name: &str);

    /// Begins a file; once kept, it takes the place of all whose names begin with `instead_of`.
    fn begin(&self, name: &str, instead_of: Option<&str>) -> io::Result<Box<dyn Draft>>;
}

/// The whole outside of the core. On disk in production, a [`Memory`] in tests.
pub trait World: Sync {
    /// Every file of the site (configuration, `data.lock`, `content`, `data`, `templates`, `static`), in bytewise order of the paths.
    fn files(&self) -> Result<Vec<FileEntry>, Vec<Diagnostic>>;

    /// The bytes of one file.
    fn read(&self, path: &SitePath) -> Result<Vec<u8>, Diagnostic>;

    /// One file as a stream, for data that is larger than memory.
    fn open(&self, path: &SitePath) -> Result<Box<dyn Read + Send + '_>, Diagnostic>;

    /// The build's clock.
    fn now(&self) -> DateTime<FixedOffset>;
    /// Notes that something which the clock was read for holds until `moment`, and may not from then on.
    fn holds_until(&self, _moment: DateTime<FixedOffset>) {}
    /// The bytes of one file with their digest.
    fn load(&self, path: &SitePath) -> Result<(Vec<u8>, Digest), Diagnostic> {
        let bytes = self.read(path)?;
        let digest = Digest::of(&bytes);
        Ok((bytes, digest))
    }
    /// The digest of one file's bytes.
    fn digest(&self, path: &SitePath) -> Result<Digest, Diagnostic> {
        let mut digester = Digester::default();
        std::io::copy(&mut self.open(path)?, &mut digester).map_err(|error| {
            let message = format!("cannot read `{path}`: {error}");
            Diagnostic::error("io/unreadable", message).label_in(
                &Source::new(path.clone(), ""),
                0..0,
                "",
            )
        })?;
        Ok(digester.finish())
    }
    /// Where results are kept for later builds, if anywhere.
    fn cache(&self) -> Option<Arc<dyn Cache>> {
        None
    }

    /// A clock that only ever runs forward, to tell how long something took; none in tests.
    fn elapsed(&self) -> Duration {
        Duration::ZERO
    }
}

/// A site in memory, for tests.
#[derive(Debug, Clone)]
pub struct Memory {
    files: BTreeMap<SitePath, Arc<[u8]>>,
    now: DateTime<FixedOffset>,
    cache: Option<MemoryCache>,
}

/// A cache in memory, for tests.
#[derive(Debug, Clone, Default)]
struct MemoryCache(Arc<Mutex<BTreeMap<String, Arc<[u8]>>>>);

/// A file that is being written into a [`MemoryCache`].
struct MemoryDraft {
    cache: MemoryCache,
    name: String,
    instead_of: Option<String>,
    bytes: Vec<u8>,
}

impl Stored for Arc<[u8]> {
    fn size(&self) -> u64 {
        self.len() as u64
    }

    fn read_at(&self, start: u64, buffer: &mut [u8]) -> io::Result<()> {
        let start = usize::try_from(start).map_err(io::Error::other)?;
        let bytes = self.get(start..start + buffer.len()).ok_or(io::ErrorKind::UnexpectedEof)?;
        buffer.copy_from_slice(bytes);
        Ok(())
    }
}

impl Write for MemoryDraft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Draft for MemoryDraft {
    fn keep(self: Box<Self>) -> io::Result<()> {
        let mut files = self.cache.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(start) = &self.instead_of {
            files.retain(|name, _| !name.starts_with(start));
        }
        files.insert(self.name, self.bytes.into());
        Ok(())
    }
}

impl Cache for MemoryCache {
    fn open(&self, name: &str) -> Option<Arc<dyn Stored>> {
        let files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        files.get(name).map(|bytes| Arc::new(Arc::clone(bytes)) as Arc<dyn Stored>)
    }

    fn remove(&self, name: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(name);
    }

    fn begin(&self, name: &str, instead_of: Option<&str>) -> io::Result<Box<dyn Draft>> {
        let (cache, bytes) = (self.clone(), Vec::new());
        let (name, instead_of) = (name.to_owned(), instead_of.map(str::to_owned));
        Ok(Box::new(MemoryDraft { cache, name, instead_of, bytes }))
    }
}

impl Memory {
    /// An empty site at `now`.
    pub fn new(now: DateTime<FixedOffset>) -> Self {
        Self { files: BTreeMap::new(), now, cache: None }
    }

    /// The same site with a cache, which its clones share.
    #[must_use]
    pub fn with_cache(mut self) -> Self {
        self.cache = Some(MemoryCache::default());
        self
    }

    /// The names of the files in the cache.
    pub fn cached(&self) -> Vec<String> {
        let files = self.cache.as_ref().map(|cache| cache.0.lock());
        let files = files.map(|files| files.unwrap_or_else(PoisonError::into_inner));
        files.map(|files| files.keys().cloned().collect()).unwrap_or_default()
    }

    /// Reads a fixture: each line `//- /path` begins a file that runs to the next such line.
    ///
    /// # Panics
    /// If a path leaves the site: fixtures are written by the project's own tests.
    pub fn fixture(fixture: &str, now: DateTime<FixedOffset>) -> Self {
        let mut memory = Self::new(now);
        let mut current: Option<(&str, String)> = None;
        for line in fixture.split_inclusive('\n') {
            if let Some(path) = line.strip_prefix("//- /") {
                if let Some((path, text)) = current.take() {
                    memory.insert(path, text);
                }
                current = Some((path.trim(), String::new()));
            } else if let Some((_, text)) = &mut current {
                text.push_str(line);
            }
        }
        if let Some((path, text)) = current {
            memory.insert(path, text);
        }
        memory
    }

    /// Puts a file into the site, replacing one of that path.
    ///
    /// # Panics
    /// If the path leaves the site.
    pub fn insert(&mut self, path: &str, bytes: impl Into<Vec<u8>>) {
        let path = SitePath::new(path).expect("fixture paths stay inside the site");
        self.files.insert(path, bytes.into().into());
    }

    fn get(&self, path: &SitePath) -> Result<&Arc<[u8]>, Diagnostic> {
        self.files
            .get(path)
            .ok_or_else(|| Diagnostic::error("io/not-found", format!("there is no file `{path}`")))
    }
}

impl World for Memory {
    fn files(&self) -> Result<Vec<FileEntry>, Vec<Diagnostic>> {
        let entry = |(path, bytes): (&SitePath, &Arc<[u8]>)| FileEntry {
            path: path.clone(),
            bytes: bytes.len() as u64,
        };
        Ok(self.files.iter().map(entry).collect())
    }

    fn read(&self, path: &SitePath) -> Result<Vec<u8>, Diagnostic> {
        self.get(path).map(|bytes| bytes.to_vec())
    }

    fn open(&self, path: &SitePath) -> Result<Box<dyn Read + Send + '_>, Diagnostic> {
        Ok(Box::new(Cursor::new(Arc::clone(self.get(path)?))))
    }

    fn cache(&self) -> Option<Arc<dyn Cache>> {
        self.cache.clone().map(|cache| Arc::new(cache) as Arc<dyn Cache>)
    }

    fn now(&self) -> DateTime<FixedOffset> {
        self.now
    }
}
