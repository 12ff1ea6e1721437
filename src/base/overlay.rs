//! A site with some of its files put aside or in another's place.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, FixedOffset};

use super::diagnostic::Diagnostic;
use super::path::SitePath;
use super::world::{FileEntry, World};

/// What stands in the place of a file.
#[derive(Debug, Clone)]
pub enum Instead {
    /// Nothing: the file is not there.
    Nothing,
    /// These bytes.
    Bytes(Arc<[u8]>),
    /// What another file of the site holds.
    File(SitePath),
}

/// A site as it would be with other files.
pub struct Overlay<'w> {
    inner: &'w dyn World,
    instead: BTreeMap<SitePath, Instead>,
}

impl<'w> Overlay<'w> {
    /// `inner` with these files changed.
    pub fn new(inner: &'w dyn World, instead: BTreeMap<SitePath, Instead>) -> Self {
        Self { inner, instead }
    }

    fn missing(path: &SitePath) -> Diagnostic {
        Diagnostic::error("io/not-found", format!("there is no file `{path}`"))
    }
}

impl World for Overlay<'_> {
    fn files(&self) -> Result<Vec<FileEntry>, Vec<Diagnostic>> {
        let inner = self.inner.files()?;
        let size = |path: &SitePath| {
            inner.iter().find(|entry| entry.path == *path).map_or(0, |entry| entry.bytes)
        };
        let mut files: BTreeMap<SitePath, u64> =
            inner.iter().map(|entry| (entry.path.clone(), entry.bytes)).collect();
        for (path, instead) in &self.instead {
            match instead {
                Instead::Nothing => files.remove(path),
                Instead::Bytes(bytes) => files.insert(path.clone(), bytes.len() as u64),
                Instead::File(other) => files.insert(path.clone(), size(other)),
            };
        }
        Ok(files.into_iter().map(|(path, bytes)| FileEntry { path, bytes }).collect())
    }

    fn read(&self, path: &SitePath) -> Result<Vec<u8>, Diagnostic> {
        match self.instead.get(path) {
            None => self.inner.read(path),
            Some(Instead::Nothing) => Err(Self::missing(path)),
            Some(Instead::Bytes(bytes)) => Ok(bytes.to_vec()),
            Some(Instead::File(other)) => self.inner.read(other),
        }
    }

    fn open(&self, path: &SitePath) -> Result<Box<dyn Read + Send + '_>, Diagnostic> {
        match self.instead.get(path) {
            None => self.inner.open(path),
            Some(Instead::Nothing) => Err(Self::missing(path)),
            Some(Instead::Bytes(bytes)) => Ok(Box::new(Cursor::new(Arc::clone(bytes)))),
            Some(Instead::File(other)) => self.inner.open(other),
        }
    }

    fn now(&self) -> DateTime<FixedOffset> {
        self.inner.now()
    }

    fn holds_until(&self, moment: DateTime<FixedOffset>) {
        self.inner.holds_until(moment);
    }

    fn elapsed(&self) -> Duration {
        self.inner.elapsed()
    }
}
