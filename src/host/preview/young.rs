//! Files that were written a moment ago: what they hold may not be all that they will.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::base::path::SitePath;
use crate::host::disk::Disk;
use crate::host::watch::Changes;

/// A file that is younger than this may still be being written.
pub(super) const YOUNG: Duration = Duration::from_millis(300);

/// How long to wait for the rest of a file of data that may have been read while it was being written.
pub(super) fn half_written(disk: &Disk, changes: &Changes) -> Option<Duration> {
    let is_data =
        |path: &&SitePath| !matches!(path.extension(), "md" | "markdown" | "html" | "css");
    youth(disk, changes.files.difference(&changes.closed).filter(is_data))
}

/// How long to wait for what files will hold that are empty: many programs empty a file before they write to it.
pub(super) fn emptied(disk: &Disk, files: &BTreeSet<SitePath>) -> Option<Duration> {
    let len = |path| disk.file(path).ok()?.metadata().ok().map(|metadata| metadata.len());
    youth(disk, files.iter().filter(|path| len(path) == Some(0)))
}

/// How long it is until none of the files is young any more.
fn youth<'a>(disk: &Disk, files: impl Iterator<Item = &'a SitePath>) -> Option<Duration> {
    files.filter_map(|path| YOUNG.checked_sub(disk.age(path)?)).max()
}
