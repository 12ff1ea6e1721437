//! The list of a watched site's files: only what changed is looked at again.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::Path;

use super::is_read_in_root;
use super::stamps::Stamp;
use crate::base::path::SitePath;
use crate::base::world::FileEntry;

/// The site's files with their stamps, in bytewise order.
pub(super) type Files = Vec<(FileEntry, Stamp)>;

/// The list of the site's files as it was last made, if it can be kept up to date.
#[derive(Debug, Default)]
pub(super) enum Listing {
    /// Nobody tells what changes: every list is made anew.
    #[default]
    Unwatched,
    /// What changes is told, and the next list is made anew.
    Open,
    /// What changed since this list was made has been told.
    Known(Files),
}

impl Listing {
    /// Brings the list up to date; gives the files with their stamps, `None` for those that are gone.
    ///
    /// Whatever is not simply a file in a folder of the site leads to a new list, which reports what it is.
    pub(super) fn update(
        &mut self,
        root: &Path,
        changed: &BTreeSet<SitePath>,
    ) -> Vec<(SitePath, Option<Stamp>)> {
        let Self::Known(files) = self else { return Vec::new() };
        let mut updated = Vec::with_capacity(changed.len());
        for path in changed {
            let now = match root.join(path.as_str()).symlink_metadata() {
                _ if decides(path) => {
                    *self = Self::Open;
                    return Vec::new();
                }
                Ok(metadata) if metadata.is_file() => Some((metadata.len(), Stamp::of(&metadata))),
                Err(error) if is_gone(error.kind()) => None,
                Ok(_) | Err(_) => {
                    *self = Self::Open;
                    return Vec::new();
                }
            };
            put(files, path, now);
            updated.push((path.clone(), now.map(|(_, stamp)| stamp)));
        }
        updated
    }
}

/// Does a path decide about others: a configuration, or what should be a folder of the site?
fn decides(path: &SitePath) -> bool {
    let is_in_root = path.parent().is_empty();
    is_in_root && (path.extension() == "yaml" || !is_read_in_root(path.file_name().as_ref()))
}

/// Is there nothing at a path, not even a folder that it leads through?
fn is_gone(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// Puts a file where it belongs, or takes it out.
fn put(files: &mut Files, path: &SitePath, now: Option<(u64, Stamp)>) {
    let entry = |(bytes, stamp)| (FileEntry { path: path.clone(), bytes }, stamp);
    match (files.binary_search_by(|(file, _)| file.path.cmp(path)), now.map(entry)) {
        (Ok(at), Some(entry)) => files[at] = entry,
        (Ok(at), None) => drop(files.remove(at)),
        (Err(at), Some(entry)) => files.insert(at, entry),
        (Err(_), None) => {}
    }
}
