//! Opening files below a folder, with no way out through symbolic links.
#![expect(clippy::disallowed_methods, reason = "the one place where the site's files are opened")]

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use crate::base::path::SitePath;

/// A folder that paths are resolved in.
#[derive(Debug)]
pub(super) struct Root {
    /// The folder's path, canonical.
    path: PathBuf,
    /// The folder itself: the kernel resolves paths from it and sees that they stay below.
    #[cfg(target_os = "linux")]
    folder: File,
}

impl Root {
    /// The folder at the canonical path `path`.
    pub(super) fn open(path: PathBuf) -> io::Result<Self> {
        Ok(Self {
            #[cfg(target_os = "linux")]
            folder: File::open(&path)?,
            path,
        })
    }

    /// The folder's path.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Opens a file for reading, and nothing that would have to be waited for; an error if a link on the way leaves the folder.
    pub(super) fn open_file(&self, path: &SitePath) -> io::Result<File> {
        #[cfg(target_os = "linux")]
        if let Some(result) = self.open_by_kernel(path) {
            return result.and_then(|file| plain(&file.metadata()?).map(|()| file));
        }
        let file = self.stays_below(&self.path.join(path.as_str()))?;
        plain(&fs::metadata(&file)?)?;
        File::open(file)
    }

    /// Opens a file in one call; `None` where the kernel cannot say whether it is below the folder.
    ///
    /// It refuses absolute links even if they point below, and older kernels and sandboxes lack the call.
    #[cfg(target_os = "linux")]
    fn open_by_kernel(&self, path: &SitePath) -> Option<io::Result<File>> {
        use rustix::fs::{Mode, OFlags, ResolveFlags, openat2};
        use rustix::io::Errno;
        // A pipe without a writer would be waited for.
        let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK;
        match openat2(&self.folder, path.as_str(), flags, Mode::empty(), ResolveFlags::BENEATH) {
            Ok(file) => Some(Ok(file.into())),
            Err(Errno::XDEV | Errno::NOSYS | Errno::PERM | Errno::AGAIN) => None,
            Err(error) => Some(Err(error.into())),
        }
    }

    /// Makes a new file with its folders.
    pub(super) fn create_file(&self, path: &SitePath, bytes: &[u8]) -> io::Result<()> {
        let file = self.path.join(path.as_str());
        let folder = file.parent().unwrap_or(&self.path);
        let existing = folder.ancestors().find(|folder| folder.exists()).unwrap_or(folder);
        self.stays_below(existing)?;
        fs::create_dir_all(folder)?;
        OpenOptions::new().write(true).create_new(true).open(&file)?.write_all(bytes)
    }

    /// Makes the folders of a file, and puts it there as [`replace_file`](Self::replace_file) does.
    pub(super) fn put_file(&self, path: &SitePath, bytes: &[u8]) -> io::Result<()> {
        let file = self.path.join(path.as_str());
        let folder = file.parent().unwrap_or(&self.path);
        let existing = folder.ancestors().find(|folder| folder.exists()).unwrap_or(folder);
        self.stays_below(existing)?;
        fs::create_dir_all(folder)?;
        self.replace_file(path, bytes)
    }

    /// Replaces a file by one with other bytes and the same permissions, in one step.
    pub(super) fn rewrite_file(&self, path: &SitePath, bytes: &[u8]) -> io::Result<()> {
        let file = self.stays_below(&self.path.join(path.as_str()))?;
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let temporary = file.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
        let mut new = OpenOptions::new().write(true).create_new(true).open(&temporary)?;
        let written = new
            .write_all(bytes)
            .and_then(|()| new.set_permissions(fs::metadata(&file)?.permissions()))
            .and_then(|()| new.sync_all())
            .and_then(|()| fs::rename(&temporary, &file));
        if written.is_err() {
            // What went wrong before counts more than a file that is left behind.
            fs::remove_file(&temporary).ok();
        }
        written
    }

    /// Puts a file with these bytes at `path` in one step, over one that is there.
    ///
    /// A symbolic link is replaced, not followed.
    pub(super) fn replace_file(&self, path: &SitePath, bytes: &[u8]) -> io::Result<()> {
        let file = self.path.join(path.as_str());
        let folder = self.stays_below(file.parent().unwrap_or(&self.path))?;
        let written = folder.join(format!(".{}.{}.tmp", path.file_name(), std::process::id()));
        let target = folder.join(path.file_name());
        let put = || {
            let mut new = OpenOptions::new().write(true).create_new(true).open(&written)?;
            new.write_all(bytes)?;
            new.sync_all()?;
            fs::rename(&written, &target)
        };
        put().inspect_err(|_| {
            // The first failure is the one to tell.
            drop(fs::remove_file(&written));
        })
    }

    /// The canonical form of `path`, if that is below the folder.
    fn stays_below(&self, path: &Path) -> io::Result<PathBuf> {
        let canonical = path.canonicalize()?;
        if canonical.starts_with(&self.path) {
            Ok(canonical)
        } else {
            let message = "a symbolic link on its path leaves the site";
            Err(io::Error::new(ErrorKind::PermissionDenied, message))
        }
    }
}

/// Refuses what is neither a file nor a folder.
fn plain(metadata: &Metadata) -> io::Result<()> {
    if metadata.is_file() || metadata.is_dir() {
        return Ok(());
    }
    Err(io::Error::new(ErrorKind::InvalidInput, "it is a device, a pipe or a socket"))
}
