//! The site on disk: a [`World`] that reads below one folder and nowhere else.
#![expect(clippy::disallowed_methods, reason = "the one place where the site's files are read")]

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use chrono::{DateTime, FixedOffset};

use crate::base::diagnostic::Diagnostic;
use crate::base::digest::{Digest, Digester};
use crate::base::path::SitePath;
use crate::base::source::Source;
use crate::base::world::{Cache, FileEntry, World};
use crate::host::cache::Folder;
use crate::host::clock;

mod beneath;
mod folders;
mod listing;
mod stamps;
mod walk;

use beneath::Root;
pub(super) use folders::sources;
use listing::Listing;
pub(super) use stamps::Stamp;
use stamps::{Known, Stamps};
pub(super) use walk::{is_configuration, is_read_in_root, is_skipped};

/// A site in a folder on disk.
#[derive(Debug)]
pub struct Disk {
    root: Arc<Root>,
    now: DateTime<FixedOffset>,
    stamps: Arc<Stamps>,
    listing: Mutex<Listing>,
    /// Files that were listed ahead of the build that asks for them.
    ahead: Mutex<Option<Vec<FileEntry>>>,
    /// Until when what was answered about the clock holds.
    until: Mutex<Option<DateTime<FixedOffset>>>,
}

impl Disk {
    /// The site in the folder `source`, at the time `now`.
    pub fn open(source: &Path, now: DateTime<FixedOffset>) -> Result<Self, Diagnostic> {
        let shown = source.display();
        let cannot_open = |error: &std::io::Error| {
            Diagnostic::error("io/no-site", format!("cannot open `{shown}`: {error}"))
                .help("make the folder readable for the account that builds the site")
        };
        let root = source.canonicalize().map_err(|error| match error.kind() {
            ErrorKind::NotFound => {
                Diagnostic::error("io/no-site", format!("there is no folder `{shown}`"))
                    .help("name the site's folder with `--source`")
            }
            _ => cannot_open(&error),
        })?;
        if !root.is_dir() {
            let message = format!("`{shown}` is a file, not a site's folder");
            return Err(Diagnostic::error("io/no-site", message)
                .help("name the folder that holds `content` with `--source`"));
        }
        let root = Arc::new(Root::open(root).map_err(|error| cannot_open(&error))?);
        Ok(Self::of(root, now, Arc::default()))
    }

    fn of(root: Arc<Root>, now: DateTime<FixedOffset>, stamps: Arc<Stamps>) -> Self {
        let (listing, ahead, until) = (Mutex::default(), Mutex::default(), Mutex::default());
        Self { root, now, stamps, listing, ahead, until }
    }

    /// The same site, for another thread: what the one knows of files, the other does too.
    pub(super) fn twin(&self) -> Self {
        Self::of(Arc::clone(&self.root), self.now, Arc::clone(&self.stamps))
    }

    /// Reads a file to its end, and gives its digest to those who ask for it later.
    fn load_into(&self, path: &SitePath, bytes: &mut Vec<u8>) -> Result<Digest, Diagnostic> {
        let failed = |error: std::io::Error| unreadable(path, &error);
        let mut file = self.file(path)?;
        let before = file.metadata().map(|metadata| Stamp::of(&metadata));
        let began = clock::wall();
        file.read_to_end(bytes).map_err(failed)?;
        let digest = Digest::of(bytes);
        self.note(path, (&file, before), (digest, began));
        Ok(digest)
    }

    /// Notes the digest of a file that was read from a time on, if it did not change meanwhile.
    fn note(
        &self,
        path: &SitePath,
        (file, before): (&File, std::io::Result<Stamp>),
        read: (Digest, SystemTime),
    ) {
        let after = file.metadata().map(|metadata| Stamp::of(&metadata));
        if let (Ok(before), Ok(after)) = (before, after)
            && before == after
        {
            self.stamps.note(path, after, read);
        }
    }

    /// Lists the files ahead of the next build, and gives a digest that tells them from any others: `None` while it cannot, because one
    /// was written just now, or because something stands in the way that the build will report.
    pub fn print(&self) -> Option<Digest> {
        let files = self.list().ok()?.into_iter().map(|(file, _)| file).collect();
        *self.ahead.lock().unwrap_or_else(PoisonError::into_inner) = Some(files);
        self.stamps.print(clock::wall())
    }

    fn list(&self) -> Result<Vec<(FileEntry, Stamp)>, Vec<Diagnostic>> {
        let files = walk::files(self.root())?;
        self.stamps.list(files.iter().map(|(file, stamp)| (file.path.clone(), *stamp)));
        Ok(files)
    }

    /// The clock of the builds.
    pub fn opened_at(&self) -> DateTime<FixedOffset> {
        self.now
    }

    /// Until when the build gives what it gave, if the clock can change that.
    pub fn holds_until(&self) -> Option<DateTime<FixedOffset>> {
        *self.until.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is known of the files that there are, for the builds of other processes.
    pub(super) fn known(&self) -> Known {
        self.stamps.export()
    }

    /// Forgets what other processes knew: every file whose digest is wanted is read.
    pub fn distrust(&self) {
        self.stamps.forget();
    }

    /// Takes what another process knew of the files.
    pub(super) fn know(&self, known: Known) {
        self.stamps.import(known);
    }

    /// Tells which files changed since the last call, `None` for any: from the first call on, only these are looked at for a list of files.
    pub(super) fn changed(&self, files: Option<&BTreeSet<SitePath>>) {
        let mut listing = self.listing();
        match files {
            Some(files) => {
                for (path, stamp) in listing.update(self.root(), files) {
                    self.stamps.set(path, stamp);
                }
            }
            None => *listing = Listing::Open,
        }
    }

    fn listing(&self) -> MutexGuard<'_, Listing> {
        self.listing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets the clock of the builds to come.
    pub fn set_now(&mut self, now: DateTime<FixedOffset>) {
        self.now = now;
    }

    /// The site's folder, without symbolic links in its path.
    pub fn root(&self) -> &Path {
        self.root.path()
    }

    /// The site's folder as seen from the current one, `""` if it is the current one.
    pub fn prefix(&self) -> PathBuf {
        let current = std::env::current_dir().and_then(|folder| folder.canonicalize());
        match current.as_deref().map(|current| self.root().strip_prefix(current)) {
            Ok(Ok(relative)) => relative.to_path_buf(),
            _ => self.root().to_path_buf(),
        }
    }

    /// One file of the site, open for reading.
    pub fn file(&self, path: &SitePath) -> Result<File, Diagnostic> {
        self.root.open_file(path).map_err(|error| unreadable(path, &error))
    }

    /// How long ago a file was written; `None` if it is not there.
    pub fn age(&self, path: &SitePath) -> Option<Duration> {
        let written = self.root.open_file(path).ok()?.metadata().ok()?.modified().ok()?;
        std::time::SystemTime::now().duration_since(written).ok()
    }

    /// Makes a new file, with its folders; an error if it is already there.
    pub fn create(&self, path: &SitePath, bytes: &[u8]) -> Result<(), Diagnostic> {
        self.root.create_file(path, bytes).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => {
                Diagnostic::error("new/exists", format!("`{path}` is already there"))
                    .help("give another title, or edit the file that is there")
            }
            _ => Diagnostic::error("new/cannot-write", format!("cannot write `{path}`: {error}"))
                .help(
                    "make the folder writable; a link that leads out of the site is not followed",
                ),
        })
    }

    /// Writes a file of the site in one step, over one that is there, with its folders.
    pub fn put(&self, path: &SitePath, bytes: &[u8]) -> Result<(), Diagnostic> {
        self.root.put_file(path, bytes).map_err(|error| {
            Diagnostic::error("io/cannot-write", format!("cannot write `{path}`: {error}"))
                .help("make the site's folder writable; a link that leads out of the site is not followed")
        })
    }

    /// Writes a file in the site's root in one step, over one that is there.
    pub fn replace(&self, name: &SitePath, bytes: &[u8]) -> Result<(), Diagnostic> {
        self.root.replace_file(name, bytes).map_err(|error| {
            Diagnostic::error("io/cannot-write", format!("cannot write `{name}`: {error}"))
                .help("make the site's folder writable")
        })
    }
}

/// A file that somebody names.
#[derive(Debug)]
pub enum Named {
    /// One of the site.
    Inside(SitePath),
    /// Another one, with its bytes.
    Outside(Vec<u8>),
}

impl Disk {
    /// The file that is named as seen from the current folder, or from the site's.
    pub fn named(&self, file: &Path) -> Result<Named, Diagnostic> {
        let shown = file.display();
        let whole = file.canonicalize().or_else(|_| self.root().join(file).canonicalize());
        let whole = whole.map_err(|_| {
            Diagnostic::error("io/not-found", format!("there is no file `{shown}`"))
                .help("name a file as seen from the current folder or from the site's")
        })?;
        let parts = whole.strip_prefix(self.root()).into_iter().flat_map(Path::components);
        let parts: Option<Vec<&str>> = parts.map(|part| part.as_os_str().to_str()).collect();
        if let Some(path) = parts.and_then(|parts| SitePath::new(&parts.join("/")).ok()) {
            return Ok(Named::Inside(path));
        }
        std::fs::read(&whole).map(Named::Outside).map_err(|error| {
            Diagnostic::error("io/unreadable", format!("cannot read `{shown}`: {error}"))
                .help("make the file readable")
        })
    }

    /// The path in the site of a file that is named as seen from the current folder.
    pub fn path_of(&self, file: &Path) -> Result<SitePath, Diagnostic> {
        let shown = file.display();
        let missing = || {
            Diagnostic::error("fix/no-file", format!("the site has no file `{shown}`"))
                .help("name a file below the site's `content`, as seen from the current folder")
        };
        let whole = file.canonicalize().map_err(|_| missing())?;
        let relative = whole.strip_prefix(self.root()).ok().filter(|_| whole.is_file());
        let parts = relative.into_iter().flat_map(Path::components);
        let parts: Option<Vec<&str>> = parts.map(|part| part.as_os_str().to_str()).collect();
        let path = parts.and_then(|parts| SitePath::new(&parts.join("/")).ok());
        let folders = folders::content(self.root());
        path.filter(|path| folders::holding(&folders, path).is_some()).ok_or_else(missing)
    }

    /// Replaces `before`, the bytes of a file, by others, whole or not at all; an error if the file holds anything else by now.
    pub fn rewrite(&self, path: &SitePath, before: &[u8], after: &[u8]) -> Result<(), Diagnostic> {
        if self.read(path)? != before {
            let message = format!("`{path}` has changed since it was read");
            return Err(Diagnostic::error("fix/changed", message)
                .help("it was left as it is: run `numerate fix` again"));
        }
        self.root.rewrite_file(path, after).map_err(|error| {
            Diagnostic::error("fix/cannot-write", format!("cannot write `{path}`: {error}"))
                .help("make the file and its folder writable")
        })
    }
}

impl World for Disk {
    fn files(&self) -> Result<Vec<FileEntry>, Vec<Diagnostic>> {
        let ahead = self.ahead.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(files) = ahead {
            return Ok(files);
        }
        let mut listing = self.listing();
        if let Listing::Known(files) = &*listing {
            return Ok(files.iter().map(|(file, _)| file.clone()).collect());
        }
        let files = self.list()?;
        let entries = files.iter().map(|(file, _)| file.clone()).collect();
        if matches!(*listing, Listing::Open) {
            *listing = Listing::Known(files);
        }
        Ok(entries)
    }

    fn read(&self, path: &SitePath) -> Result<Vec<u8>, Diagnostic> {
        self.load(path).map(|(bytes, _)| bytes)
    }

    fn load(&self, path: &SitePath) -> Result<(Vec<u8>, Digest), Diagnostic> {
        let mut bytes = Vec::new();
        let digest = self.load_into(path, &mut bytes)?;
        Ok((bytes, digest))
    }

    fn digest(&self, path: &SitePath) -> Result<Digest, Diagnostic> {
        if let Some(digest) = self.stamps.digest(path) {
            return Ok(digest);
        }
        let mut file = self.file(path)?;
        let before = file.metadata().map(|metadata| Stamp::of(&metadata));
        let (mut digester, began) = (Digester::default(), clock::wall());
        std::io::copy(&mut file, &mut digester).map_err(|error| unreadable(path, &error))?;
        let digest = digester.finish();
        self.note(path, (&file, before), (digest, began));
        Ok(digest)
    }

    fn open(&self, path: &SitePath) -> Result<Box<dyn Read + Send + '_>, Diagnostic> {
        Ok(Box::new(self.file(path)?))
    }

    fn cache(&self) -> Option<Arc<dyn Cache>> {
        Some(Arc::new(Folder::of(self.root())))
    }

    fn now(&self) -> DateTime<FixedOffset> {
        self.now
    }

    fn holds_until(&self, moment: DateTime<FixedOffset>) {
        let mut until = self.until.lock().unwrap_or_else(PoisonError::into_inner);
        *until = Some(until.map_or(moment, |until| until.min(moment)));
    }

    fn elapsed(&self) -> Duration {
        clock::elapsed()
    }
}

/// Why a file could not be read.
fn unreadable(path: &SitePath, error: &std::io::Error) -> Diagnostic {
    let diagnostic = match error.kind() {
        ErrorKind::NotFound => {
            Diagnostic::error("io/not-found", format!("there is no file `{path}`"))
                .help("it went away while the site was read: build again")
        }
        _ => Diagnostic::error("io/unreadable", format!("cannot read `{path}`: {error}"))
            .help("make the file readable for the account that builds the site"),
    };
    diagnostic.label_in(&Source::new(path.clone(), ""), 0..0, "")
}

#[cfg(all(test, unix))]
mod tests;
