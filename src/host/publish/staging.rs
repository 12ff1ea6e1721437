//! The staging folder, and its exchange with the destination.
#![expect(clippy::disallowed_methods, reason = "the one place where folders change places")]

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::base::diagnostic::Diagnostic;

use super::remove_tree;
use super::target::Target;

/// A folder beside the destination that a build writes to; removed when dropped.
#[derive(Debug)]
pub(super) struct Staging {
    folder: PathBuf,
    /// Held as long as the build lives, so that others can tell a dead build's folder from a live one's.
    _lock: Option<File>,
}

impl Staging {
    /// Makes the folder.
    pub(super) fn create(target: &Target) -> Result<Self, Diagnostic> {
        let failed = |error| cannot_stage(target, &error);
        fs::create_dir_all(&target.parent).map_err(failed)?;
        let _others_wait = lock(&target.parent);
        for attempt in 0_u32.. {
            let folder = beside(target, "tmp", attempt);
            match fs::create_dir(&folder) {
                Ok(()) => {
                    return Ok(Self { _lock: lock(&folder), folder });
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(failed(error)),
            }
        }
        Err(failed(ErrorKind::AlreadyExists.into()))
    }

    /// The folder.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Puts the folder in the destination's place, and removes what was there.
    pub(super) fn swap_in(self, target: &Target) -> Result<(), Diagnostic> {
        let _others_wait = lock(&target.parent);
        // The destination keeps its permissions, such as those for a web server's group.
        if let Ok(metadata) = fs::metadata(&target.path) {
            drop(fs::set_permissions(&self.folder, metadata.permissions()));
        }
        let swapped = match &target.previous {
            None => self.fill(target),
            Some(_) => match exchange(&self.folder, &target.path) {
                Err(error) if error.kind() == ErrorKind::NotFound => {
                    fs::rename(&self.folder, &target.path)
                }
                Err(error) if lacks_exchange(&error) => self.move_in(target),
                result => result,
            },
        };
        // Dropping `self` removes what is now in the staging folder's place: the old site.
        swapped.map_err(|error| {
            let message = format!("cannot replace `{}`: {error}", target.shown);
            let diagnostic = Diagnostic::error("publish/cannot-replace", message);
            match error.kind() {
                ErrorKind::ResourceBusy | ErrorKind::CrossesDevices => diagnostic.help(
                    "the folder is a mount point, which cannot be exchanged: publish to a folder inside it",
                ),
                ErrorKind::DirectoryNotEmpty => diagnostic.help(
                    "something was written there while the site was built: look at it, then build again",
                ),
                _ => diagnostic.help("make the folder that holds it writable, then build again"),
            }
        })
    }

    /// Puts one file of the folder in the place of the destination's, in one step, and then the manifest: false if another build
    /// has replaced the destination since it was looked at.
    ///
    /// A build that is killed between the two leaves a manifest which does not know the new file: the next build writes it again.
    pub(super) fn replace(&self, target: &Target, names: [&str; 2]) -> Result<bool, Diagnostic> {
        let _others_wait = lock(&target.parent);
        let is_there = |name: &str| target.path.join(name).is_file();
        if !target.is_as_found() || !names.into_iter().all(is_there) {
            return Ok(false);
        }
        for name in names {
            fs::rename(self.folder.join(name), target.path.join(name)).map_err(|error| {
                let message = format!("cannot replace `{}/{name}`: {error}", target.shown);
                Diagnostic::error("publish/cannot-replace", message)
                    .help("make the folder that holds it writable, then build again")
            })?;
        }
        Ok(true)
    }

    /// Puts the folder where there was none, or an empty one, when the build began.
    fn fill(&self, target: &Target) -> io::Result<()> {
        match fs::remove_dir(&target.path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => fs::rename(&self.folder, &target.path),
        }
    }

    /// Moves the old site aside and the new one in, where both cannot be exchanged at once.
    pub(super) fn move_in(&self, target: &Target) -> io::Result<()> {
        let aside = beside(target, "old", 0);
        fs::rename(&target.path, &aside)?;
        match fs::rename(&self.folder, &target.path) {
            // A failure leaves the old site where the next build clears it away.
            Ok(()) => remove_tree(&aside).or(Ok(())),
            Err(error) => fs::rename(&aside, &target.path).and(Err(error)),
        }
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next build.
        drop(remove_tree(&self.folder));
    }
}

/// Removes the folders of dead builds, and brings back a site that one was killed in the midst of moving: true if so.
///
/// A folder that cannot be removed stands in nobody's way, and the next build tries again.
pub(super) fn recover(target: &Target) -> Result<bool, Diagnostic> {
    let _others_wait = lock(&target.parent);
    let [staged, aside] = ["tmp", "old"].map(|kind| prefix(target, kind));
    let mut restored = false;
    // A parent that is not there yet holds nothing to clear away.
    for entry in fs::read_dir(&target.parent).into_iter().flatten().flatten() {
        if !entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            continue;
        }
        let name = entry.file_name();
        let is_numbered = |prefix: &str| {
            name.to_str().and_then(|name| name.strip_prefix(prefix)).is_some_and(|rest| {
                !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
            })
        };
        let folder = entry.path();
        if is_numbered(&aside) && target.path.symlink_metadata().is_err() {
            fs::rename(&folder, &target.path).map_err(|error| cannot_stage(target, &error))?;
            restored = true;
        } else if is_numbered(&aside) || (is_numbered(&staged) && is_dead(&folder)) {
            drop(remove_tree(&folder));
        }
    }
    Ok(restored)
}

/// Why there can be no folder beside the destination.
fn cannot_stage(target: &Target, error: &io::Error) -> Diagnostic {
    let message = format!("cannot write beside `{}`: {error}", target.shown);
    Diagnostic::error("publish/cannot-stage", message)
        .help("the new site is built beside the old one: make the folder that holds it writable")
}

/// Is the build gone that made this folder? Not if it cannot be told.
fn is_dead(folder: &Path) -> bool {
    File::open(folder).is_ok_and(|file| file.try_lock().is_ok())
}

/// Waits until no other build holds `folder`, and holds it.
///
/// Where folders cannot be locked, builds do not wait: exchanging is still one step, and moving fails rather than mixes.
fn lock(folder: &Path) -> Option<File> {
    let file = File::open(folder).ok()?;
    file.lock().ok()?;
    Some(file)
}

/// The path of a folder of this process beside the destination.
fn beside(target: &Target, kind: &str, attempt: u32) -> PathBuf {
    let process = std::process::id();
    let again = if attempt == 0 { String::new() } else { format!("-{attempt}") };
    target.parent.join(format!("{}{process}{again}", prefix(target, kind)))
}

/// What the names of such folders begin with.
fn prefix(target: &Target, kind: &str) -> String {
    let name = target.path.file_name().unwrap_or_default().to_string_lossy();
    format!(".{name}.{kind}-")
}

/// Exchanges two folders in one step.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE).map_err(io::Error::from)
}

/// Exchanges two folders in one step: not on this system.
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_a: &Path, b: &Path) -> io::Result<()> {
    b.symlink_metadata()?;
    Err(ErrorKind::Unsupported.into())
}

/// Does an error say that the system or the file system cannot exchange folders?
fn lacks_exchange(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::Unsupported | ErrorKind::InvalidInput)
}
