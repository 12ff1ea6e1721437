//! The outside as the core sees it: a list of files, their bytes, and a clock.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::sync::Arc;
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
}

impl Memory {
    /// An empty site at `now`.
    pub fn new(now: DateTime<FixedOffset>) -> Self {
        Self { files: BTreeMap::new(), now }
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

    fn now(&self) -> DateTime<FixedOffset> {
        self.now
    }
}
