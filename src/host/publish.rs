//! Publishing: the whole new site beside the old one, then both exchanged in one step.
//!
//! Files that are the same as in the old site are linked into the new one at the end, if there is a new one at all: where nothing
//! differs nothing is done, and where one file does, it alone takes the place of the old one, in one step as well.
//!
//! Artifacts go to a staging folder on the destination's file system. Until [`Publisher::commit`] the destination is
//! not touched, whatever happens; a dropped publisher removes its staging folder, a killed one leaves it to the next.
#![expect(clippy::disallowed_methods, reason = "the one place where the built site is written")]

use std::collections::HashSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError, RwLock};

use rayon::iter::{IntoParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _};

use crate::base::diagnostic::Diagnostic;
use crate::base::digest::{Digest, Digester};
use crate::base::output::{Artifact, Sink};
use crate::base::path::{OutPath, SitePath};
use crate::base::source::Source;

use super::disk::Disk;

mod manifest;
mod staging;
mod target;

use manifest::{Entry, Manifest};
use staging::Staging;
use target::Target;

/// Files up to this size are read whole; larger ones are copied by the system.
const SMALL: u64 = 1 << 20;

/// Writes a built site and puts it in the place of the old one.
#[derive(Debug)]
pub struct Publisher<'a> {
    disk: &'a Disk,
    target: Target,
    staging: Staging,
    /// Folders known to be there, so that most files cost no call for theirs.
    folders: RwLock<HashSet<Box<str>>>,
    written: Mutex<Written>,
}

/// What a publisher has taken so far.
#[derive(Debug, Default)]
struct Written {
    manifest: Manifest,
    /// The files that are taken from the old site.
    reused: Vec<OutPath>,
    /// The others.
    new: Vec<OutPath>,
}

/// What was published.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Published {
    /// Files of the built site.
    pub files: usize,
    /// Those among them that are the same as before, and keep their time of modification.
    pub reused: usize,
}

impl<'a> Publisher<'a> {
    /// Prepares to publish the site of `disk` to `destination`, relative to the site's folder.
    ///
    /// A destination that holds anything but a site built by numerate is refused before anything is written.
    pub fn begin(disk: &'a Disk, destination: &Path) -> Result<Self, Diagnostic> {
        let mut target = Target::open(disk.root(), destination)?;
        if staging::recover(&target)? {
            target = Target::open(disk.root(), destination)?;
        }
        let staging = Staging::create(&target)?;
        Ok(Self { disk, target, staging, folders: RwLock::default(), written: Mutex::default() })
    }

    /// The destination as the author wrote it, for messages.
    pub fn shown(&self) -> &str {
        &self.target.shown
    }

    /// Is there a site at the destination already?
    pub fn replaces(&self) -> bool {
        self.target.previous.is_some()
    }

    /// Does the destination hold what was published there last, and has nobody changed it since?
    pub fn is_intact(&self) -> bool {
        self.target.is_intact()
    }

    /// Puts what was written in the place of the old site, in one step.
    pub fn commit(self) -> Result<Published, Diagnostic> {
        let written = {
            let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::take(&mut *written)
        };
        let Written { manifest, reused, new } = written;
        let published = Published { files: manifest.len(), reused: reused.len() };
        let is_same_set = self.target.n_files() == Some(manifest.len())
            && new.iter().all(|path| self.target.entry(path).is_some());
        if is_same_set && new.is_empty() {
            return Ok(published);
        }
        let file = self.staging.folder().join(manifest::NAME);
        let write = || {
            fs::write(&file, manifest.text()).map_err(|error| cannot_write(manifest::NAME, &error))
        };
        if let ([path], true) = (new.as_slice(), is_same_set) {
            write()?;
            let names = [path.as_str(), manifest::NAME];
            if self.staging.replace(&self.target, names)? {
                return Ok(published);
            }
        }
        self.target.refuse_foreign()?;
        reused.par_iter().try_for_each(|path| self.take(path))?;
        write()?;
        self.staging.swap_in(&self.target)?;
        Ok(published)
    }

    /// Puts the old site's file at `path` into the new one: as a link, which keeps its time, or else as a copy.
    fn take(&self, path: &OutPath) -> Result<(), Diagnostic> {
        let failed = |error: io::Error| cannot_write(path.as_str(), &error);
        self.folder(path.parent()).map_err(failed)?;
        let old = self.target.path.join(path.as_str());
        let new = self.staging.folder().join(path.as_str());
        fs::hard_link(&old, &new).or_else(|_| fs::copy(&old, &new).map(drop)).map_err(failed)
    }

    /// Writes bytes, or takes the old file if it holds the same.
    fn put_bytes(&self, path: &OutPath, bytes: &[u8], digest: Digest) -> Result<(), Diagnostic> {
        let entry = Entry { digest, bytes: bytes.len() as u64 };
        let reused = self.target.holds(path, entry);
        if !reused {
            let written = self.create(path).and_then(|mut file| file.write_all(bytes));
            written.map_err(|error| cannot_write(path.as_str(), &error))?;
        }
        self.record(path, entry, reused)
    }

    /// Copies a file of the site, or takes the old copy if it holds the same.
    fn put_file(&self, path: &OutPath, source: &SitePath) -> Result<(), Diagnostic> {
        let mut file = self.disk.file(source)?;
        let failed = |error: io::Error| {
            let message = format!("cannot copy `{source}` to `{path}`: {error}");
            Diagnostic::error("publish/cannot-copy", message)
                .label_in(&Source::new(source.clone(), ""), 0..0, "")
                .help("look whether it can be read, and whether the disk has room")
        };
        let bytes = file.metadata().map_err(failed)?.len();
        if bytes <= SMALL {
            let mut content = Vec::new();
            file.read_to_end(&mut content).map_err(failed)?;
            return self.put_bytes(path, &content, Digest::of(&content));
        }
        if self.target.entry(path).is_some_and(|old| old.bytes == bytes) {
            let entry = entry_of(&mut file).map_err(failed)?;
            if self.target.holds(path, entry) {
                return self.record(path, entry, true);
            }
            file.rewind().map_err(failed)?;
        }
        let mut copy = self.create(path).map_err(|error| cannot_write(path.as_str(), &error))?;
        io::copy(&mut file, &mut copy).map_err(failed)?;
        copy.rewind().map_err(failed)?;
        let entry = entry_of(&mut copy).map_err(failed)?;
        self.record(path, entry, false)
    }

    /// Makes a new file in the staging folder; one that is there is never overwritten.
    fn create(&self, path: &OutPath) -> io::Result<File> {
        self.folder(path.parent())?;
        let file = self.staging.folder().join(path.as_str());
        OpenOptions::new().read(true).write(true).create_new(true).open(file)
    }

    /// Makes a folder in the staging folder, if it is not there.
    fn folder(&self, folder: &str) -> io::Result<()> {
        let known = |folders: &RwLock<HashSet<Box<str>>>| {
            folders.read().unwrap_or_else(PoisonError::into_inner).contains(folder)
        };
        if folder.is_empty() || known(&self.folders) {
            return Ok(());
        }
        fs::create_dir_all(self.staging.folder().join(folder))?;
        self.folders.write().unwrap_or_else(PoisonError::into_inner).insert(folder.into());
        Ok(())
    }

    /// Notes that a file is in the staging folder.
    fn record(&self, path: &OutPath, entry: Entry, reused: bool) -> Result<(), Diagnostic> {
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        if reused { &mut written.reused } else { &mut written.new }.push(path.clone());
        if written.manifest.insert(path.clone(), entry) {
            Ok(())
        } else {
            Err(cannot_write(path.as_str(), &ErrorKind::AlreadyExists.into()))
        }
    }
}

impl Sink for Publisher<'_> {
    fn put(
        &self,
        path: &OutPath,
        artifact: Artifact,
        digest: Option<Digest>,
    ) -> Result<(), Diagnostic> {
        if path.as_str() == manifest::NAME {
            let message = format!("the name `{path}` is taken by the list of what was published");
            return Err(Diagnostic::error("publish/name-taken", message)
                .help("rename the file or the page that is published there"));
        }
        match artifact {
            Artifact::Bytes(bytes) => {
                self.put_bytes(path, &bytes, digest.unwrap_or_else(|| Digest::of(&bytes)))
            }
            Artifact::File(source) => self.put_file(path, &source),
        }
    }

    fn take_over(&self, path: &OutPath, digest: Digest) -> Result<bool, Diagnostic> {
        let Some(entry) = self.target.entry(path).filter(|entry| entry.digest == digest) else {
            return Ok(false);
        };
        let reused = self.target.holds(path, entry);
        if reused {
            self.record(path, entry, true)?;
        }
        Ok(reused)
    }
}

/// Digests a file from where it stands.
fn entry_of(file: &mut File) -> io::Result<Entry> {
    let mut digester = Digester::default();
    let mut bytes = 0;
    let mut buffer = vec![0; 1 << 17];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok(Entry { digest: digester.finish(), bytes }),
            Ok(n) => {
                digester.update(buffer.get(..n).unwrap_or_default());
                bytes += n as u64;
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Why a file of the built site could not be written.
fn cannot_write(path: &str, error: &io::Error) -> Diagnostic {
    let diagnostic =
        Diagnostic::error("publish/cannot-write", format!("cannot write `{path}`: {error}"));
    match error.kind() {
        ErrorKind::AlreadyExists => diagnostic.help(
            "another file or page is published there; on this disk, names may differ in more than case",
        ),
        ErrorKind::NotADirectory | ErrorKind::IsADirectory => {
            diagnostic.help("one page or file is published where another needs a folder: rename one")
        }
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            diagnostic.help("free some space: a build needs room for the new site beside the old")
        }
        _ => diagnostic.help("look whether the destination can be written to"),
    }
}

/// Removes a folder with all that is below it, on all threads; what is gone already is not missed.
fn remove_tree(folder: &Path) -> io::Result<()> {
    let below = subfolders(folder).into_iter().flat_map(|folder| subfolders(&folder));
    let below: Vec<PathBuf> = below.collect();
    // What resists is met again, and reported, by the last call.
    below.into_par_iter().for_each(|folder| drop(fs::remove_dir_all(folder)));
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        result => result,
    }
}

/// The folders in `folder`, links to folders not among them; none if it cannot be read.
fn subfolders(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let is_folder = |entry: &fs::DirEntry| entry.file_type().is_ok_and(|kind| kind.is_dir());
    entries.filter(is_folder).map(|entry| entry.path()).collect()
}

#[cfg(test)]
mod tests;
