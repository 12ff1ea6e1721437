//! The site of another program on disk: only what is needed to take it over.

use std::io::Read;

use chrono::{DateTime, FixedOffset};
use walkdir::{DirEntry, WalkDir};

use super::disk::Disk;
use crate::base::diagnostic::Diagnostic;
use crate::base::path::SitePath;
use crate::base::world::{FileEntry, World};

/// The folders of a site of Hugo that hold nothing to take over, however many files they have.
const PASSED_OVER: [&str; 5] = ["assets", "node_modules", "public", "resources", "static"];

/// A site of another program, read by the rules of a [`Disk`]: nothing outside of its folder.
#[derive(Debug)]
pub struct Foreign<'a> {
    disk: &'a Disk,
}

impl<'a> Foreign<'a> {
    /// The site of Hugo in the folder of `disk`.
    pub fn hugo(disk: &'a Disk) -> Self {
        Self { disk }
    }
}

impl World for Foreign<'_> {
    fn files(&self) -> Result<Vec<FileEntry>, Vec<Diagnostic>> {
        let root = self.disk.root();
        let mut files = Vec::new();
        let is_read = |entry: &DirEntry| {
            let name = entry.file_name().to_string_lossy();
            entry.depth() != 1 || !(name.starts_with('.') || PASSED_OVER.contains(&&*name))
        };
        let all = WalkDir::new(root).min_depth(1).into_iter().filter_entry(is_read);
        // A folder that is not readable holds nothing to take over.
        for entry in all.filter_map(Result::ok) {
            let path = entry.path().strip_prefix(root).ok().and_then(|path| path.to_str());
            let path = path.and_then(|path| SitePath::new(&path.replace('\\', "/")).ok());
            if let Some(path) = path.filter(|_| entry.file_type().is_file()) {
                let bytes = entry.metadata().map_or(0, |metadata| metadata.len());
                files.push(FileEntry { path, bytes });
            }
        }
        files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        Ok(files)
    }

    fn read(&self, path: &SitePath) -> Result<Vec<u8>, Diagnostic> {
        self.disk.read(path)
    }

    fn open(&self, path: &SitePath) -> Result<Box<dyn Read + Send + '_>, Diagnostic> {
        World::open(self.disk, path)
    }

    fn now(&self) -> DateTime<FixedOffset> {
        self.disk.now()
    }
}
