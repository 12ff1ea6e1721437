//! The cache's folder in a site, which may be deleted at any time.
#![expect(clippy::disallowed_methods, reason = "the one place where the cache's folder is made")]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The folder's name.
pub(super) const FOLDER: &str = ".numerate";

/// A path in the cache of the site in `root` for a file that tests whether events arrive.
pub(super) fn probe(root: &Path) -> io::Result<PathBuf> {
    let folder = root.join(FOLDER);
    fs::create_dir_all(&folder)?;
    let ignore = folder.join(".gitignore");
    if !ignore.exists() {
        fs::write(&ignore, "*\n")?;
    }
    Ok(folder.join(format!("probe-{}", std::process::id())))
}

/// Writes an empty file.
pub(super) fn touch(path: &Path) -> io::Result<()> {
    fs::write(path, "")
}

/// Removes a file; one that stays does no harm.
pub(super) fn remove(path: &Path) {
    drop(fs::remove_file(path));
}
