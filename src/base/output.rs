//! The built site as a value: paths and artifacts.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use super::diagnostic::Diagnostic;
use super::digest::Digest;
use super::path::{OutPath, SitePath};

/// What stands at one path of the built site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Artifact {
    /// Bytes made by the build.
    Bytes(Arc<[u8]>),
    /// A file of the site, copied as it is and never held whole.
    File(SitePath),
}

/// A file of a built site that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The digest of its bytes.
    pub digest: Digest,
    /// What it holds.
    pub artifact: Artifact,
    /// The content file whose page it is; `None` for lists without a file, feeds, copies.
    pub page: Option<SitePath>,
    /// The URL that it leads on to, if it is there for nothing else.
    pub leads_to: Option<Arc<str>>,
}

/// A built site that is kept whole, by path.
pub type Snapshot = BTreeMap<OutPath, Item>;

/// Where rendering puts its artifacts: a staging folder, a map, or nowhere.
///
/// Paths are unique by the time they get here (the link stage has seen to it), and come in no order, from many threads.
pub trait Sink: Sync {
    /// Takes one artifact; `digest` is that of its bytes, where it is known.
    fn put(
        &self,
        path: &OutPath,
        artifact: Artifact,
        digest: Option<Digest>,
    ) -> Result<(), Diagnostic>;

    /// Takes over what stands at `path` from an earlier build, if these are its bytes: nothing needs to be made then.
    fn take_over(&self, _path: &OutPath, _digest: Digest) -> Result<bool, Diagnostic> {
        Ok(false)
    }
}

/// A built site in memory: an ordered map of paths to artifacts.
#[derive(Debug, Default)]
pub struct Output {
    artifacts: Mutex<BTreeMap<OutPath, Artifact>>,
}

impl Output {
    /// The artifacts by path.
    pub fn into_map(self) -> BTreeMap<OutPath, Artifact> {
        self.artifacts.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Sink for Output {
    fn put(
        &self,
        path: &OutPath,
        artifact: Artifact,
        _digest: Option<Digest>,
    ) -> Result<(), Diagnostic> {
        let mut artifacts =
            self.artifacts.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        artifacts.insert(path.clone(), artifact);
        Ok(())
    }
}

/// Forgets every artifact, and wants none made that has been made before: what `check` renders into.
#[derive(Debug, Clone, Copy)]
pub struct Discard;

impl Sink for Discard {
    fn put(
        &self,
        _path: &OutPath,
        _artifact: Artifact,
        _digest: Option<Digest>,
    ) -> Result<(), Diagnostic> {
        Ok(())
    }

    fn take_over(&self, _path: &OutPath, _digest: Digest) -> Result<bool, Diagnostic> {
        Ok(true)
    }
}
