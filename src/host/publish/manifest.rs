//! The list of what was published: it marks a folder as ours and tells what has not changed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::base::digest::Digest;
use crate::base::path::OutPath;

/// The manifest's name in the destination.
pub(super) const NAME: &str = ".numerate-manifest";

/// The first line: says what the file is, and in which form.
const HEADER: &str = "numerate manifest 1";

/// What a published file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    /// The digest of its bytes.
    pub(super) digest: Digest,
    /// How many bytes.
    pub(super) bytes: u64,
}

/// The files of a published site.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest(BTreeMap<OutPath, Entry>);

impl Manifest {
    /// Adds a file; false if it is there already.
    pub(super) fn insert(&mut self, path: OutPath, entry: Entry) -> bool {
        self.0.insert(path, entry).is_none()
    }

    /// What the site holds at `path`.
    pub(super) fn get(&self, path: &OutPath) -> Option<Entry> {
        self.0.get(path).copied()
    }

    /// Its files, in bytewise order of the paths.
    pub(super) fn files(&self) -> impl Iterator<Item = (&OutPath, Entry)> {
        self.0.iter().map(|(path, entry)| (path, *entry))
    }

    /// The folders of its files, with those that hold them; the site's own is `""`.
    pub(super) fn folders(&self) -> BTreeSet<&str> {
        let mut folders = BTreeSet::from([""]);
        for path in self.0.keys() {
            let mut folder = path.parent();
            while !folder.is_empty() && folders.insert(folder) {
                folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
            }
        }
        folders
    }

    /// The number of files.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The manifest as text: a line `digest bytes path` for each file, in bytewise order of the paths.
    pub(super) fn text(&self) -> String {
        let mut text = format!("{HEADER}\n");
        for (path, Entry { digest, bytes }) in &self.0 {
            // A path holds no backslash, so the two escapes cannot be taken for anything else.
            let path = path.as_str().replace('\n', "\\n").replace('\r', "\\r");
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{digest} {bytes} {path}");
        }
        text
    }

    /// Reads a manifest; an error is the number of the first line that is not one's.
    pub(super) fn read(text: &str) -> Result<Self, usize> {
        let mut lines = text.lines().enumerate();
        if lines.next().is_none_or(|(_, header)| header != HEADER) {
            return Err(1);
        }
        lines.map(|(at, line)| read_line(line).ok_or(at + 1)).collect::<Result<_, _>>().map(Self)
    }
}

/// Reads one file's line.
fn read_line(line: &str) -> Option<(OutPath, Entry)> {
    let mut parts = line.splitn(3, ' ');
    let digest = parts.next()?.parse().ok()?;
    let bytes = parts.next()?.parse().ok()?;
    let path = parts.next()?.replace("\\n", "\n").replace("\\r", "\r");
    Some((OutPath::new(&path).ok()?, Entry { digest, bytes }))
}

#[cfg(test)]
mod tests {
    use super::{Digest, Entry, Manifest, OutPath};

    #[test]
    fn a_manifest_is_sorted_and_comes_back() {
        let mut manifest = Manifest::default();
        let entry = Entry { digest: Digest::of(b"x"), bytes: 1 };
        for path in ["b.html", "a b/ü.html", "odd\nname.txt"] {
            assert!(manifest.insert(OutPath::new(path).expect("valid"), entry));
        }
        assert!(!manifest.insert(OutPath::new("b.html").expect("valid"), entry));
        let text = manifest.text();
        let names: Vec<_> = text.lines().skip(1).filter_map(|line| line.get(67..)).collect();
        assert_eq!(names, ["a b/ü.html", "b.html", "odd\\nname.txt"]);
        assert_eq!(Manifest::read(&text), Ok(manifest));
    }

    #[test]
    fn a_damaged_manifest_names_its_line() {
        assert_eq!(Manifest::read(""), Err(1));
        assert_eq!(Manifest::read("something else\n"), Err(1));
        assert_eq!(Manifest::read("numerate manifest 1\nabc 1 a.html\n"), Err(2));
        let escape = format!("numerate manifest 1\n{} 1 ../a\n", Digest::of(b""));
        assert_eq!(Manifest::read(&escape), Err(2));
    }
}
