//! The cache's folder in a site, which may be deleted at any time.
#![expect(clippy::disallowed_methods, reason = "the one place where the cache's folder is used")]

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::base::world::{Cache, Draft, Stored};

/// The folder's name.
pub(super) const FOLDER: &str = ".numerate";
/// How many files a folder of the cache holds before the oldest go.
const MOST: usize = 512;

/// The cache of a site.
#[derive(Debug, Clone)]
pub(super) struct Folder(PathBuf);

/// A file of the cache.
#[derive(Debug)]
struct Kept {
    file: File,
    size: u64,
}

/// A file that is written under a name of its own until it is whole.
struct Written {
    writer: BufWriter<File>,
    temporary: PathBuf,
    target: PathBuf,
    instead_of: Option<String>,
    is_kept: bool,
}

impl Folder {
    /// The cache of the site in `root`; nothing is made before it is needed.
    pub(super) fn of(root: &Path) -> Self {
        Self(root.join(FOLDER))
    }
}

impl Cache for Folder {
    fn open(&self, name: &str) -> Option<Arc<dyn Stored>> {
        let file = File::open(self.0.join(name)).ok()?;
        let size = file.metadata().ok()?.len();
        Some(Arc::new(Kept { file, size }))
    }

    fn remove(&self, name: &str) {
        remove(&self.0.join(name));
    }

    fn begin(&self, name: &str, instead_of: Option<&str>) -> io::Result<Box<dyn Draft>> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        make(&self.0)?;
        let target = self.0.join(name);
        let folder = target.parent().unwrap_or(&self.0);
        fs::create_dir_all(folder)?;
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let temporary = folder.join(format!(".{}-{number}.tmp", std::process::id()));
        let writer = BufWriter::with_capacity(1 << 18, File::create(&temporary)?);
        let instead_of = instead_of.map(str::to_owned);
        Ok(Box::new(Written { writer, temporary, target, instead_of, is_kept: false }))
    }
}

impl Stored for Kept {
    fn size(&self) -> u64 {
        self.size
    }

    #[cfg(unix)]
    fn read_at(&self, start: u64, buffer: &mut [u8]) -> io::Result<()> {
        std::os::unix::fs::FileExt::read_exact_at(&self.file, buffer, start)
    }

    #[cfg(windows)]
    fn read_at(&self, mut start: u64, mut buffer: &mut [u8]) -> io::Result<()> {
        while !buffer.is_empty() {
            let n = std::os::windows::fs::FileExt::seek_read(&self.file, buffer, start)?;
            if n == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            buffer = &mut buffer[n..];
            start += n as u64;
        }
        Ok(())
    }
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

impl Draft for Written {
    fn keep(mut self: Box<Self>) -> io::Result<()> {
        self.writer.flush()?;
        let folder = self.target.parent().unwrap_or(Path::new(""));
        let others = fs::read_dir(folder)?.flatten().map(|entry| entry.path());
        let mut others: Vec<PathBuf> = others.filter(|path| *path != self.target).collect();
        if let Some(start) = self.instead_of.as_ref().and_then(|start| start.rsplit('/').next()) {
            others.retain(|path| {
                path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(start))
            });
        } else {
            others.sort_by_cached_key(|path| {
                fs::metadata(path).and_then(|about| about.modified()).ok()
            });
            others.truncate(others.len().saturating_sub(MOST));
        }
        for other in others {
            remove(&other);
        }
        fs::rename(&self.temporary, &self.target)?;
        self.is_kept = true;
        Ok(())
    }
}

impl Drop for Written {
    fn drop(&mut self) {
        if !self.is_kept {
            remove(&self.temporary);
        }
    }
}

/// Makes the cache's folder, which no version control is to keep.
fn make(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let ignore = folder.join(".gitignore");
    if ignore.exists() { Ok(()) } else { fs::write(&ignore, "*\n") }
}

/// A path in the cache of the site in `root` for a file that tests whether events arrive.
pub(super) fn probe(root: &Path) -> io::Result<PathBuf> {
    let folder = root.join(FOLDER);
    make(&folder)?;
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
