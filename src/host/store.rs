//! The memory of builds on disk: `.numerate/memory` in the site's folder.
//!
//! It is a list of parts, each with its digest, that only ever grows at its end until it is written anew. What cannot be read (another
//! version's, a part that was cut off, anything) is as if it were not there: that costs time and nothing else.
#![expect(
    clippy::disallowed_methods,
    reason = "the one place where the memory is read and written"
)]

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use crate::base::digest::Digest;
use crate::base::encode::{decode, encode};
use crate::pipeline::Recall;

use super::disk::Disk;

/// The folder of the cache in that of the site.
pub(super) const FOLDER: &str = ".numerate";
/// The number of the part that holds the digests of files.
const STAMPS: u8 = 255;
/// The bytes of a part ahead of what it holds: its number, its length and its digest.
const HEAD: usize = 1 + 4 + 32;
/// A memory is written anew when it holds this many parts more than it needs, and as many again as it needs.
const SPARE_PARTS: usize = 64;

/// The memory of a site's builds, as it was found on disk.
#[derive(Debug)]
pub struct Store {
    folder: PathBuf,
    /// Where the parts end that can be read; `None` if none can.
    end: Option<u64>,
    n_parts: usize,
}

impl Store {
    /// Reads the memory of the site of `disk`.
    pub fn open(disk: &Disk) -> (Self, Recall) {
        let folder = disk.root().join(FOLDER);
        let memory = Recall::default();
        let file = folder.join("memory");
        let Some((parts, end)) = parts(&file) else {
            return (Self { folder, end: None, n_parts: 0 }, memory);
        };
        // One at a time: the whole would take as much room again as all that is read from it.
        let read = |number: u8, take: &mut dyn FnMut(&[u8])| {
            let Ok(mut file) = File::open(&file) else { return };
            let mut bytes = Vec::new();
            let own = |part: &&Part| part.number == number;
            // Of the digests of files the last ones alone count.
            let skipped = match number {
                STAMPS => parts.iter().rposition(|part| part.number == STAMPS).unwrap_or(0),
                _ => 0,
            };
            for part in parts.iter().skip(skipped).filter(own) {
                if part.read(&mut file, &mut bytes).is_ok_and(|is_whole| is_whole) {
                    take(&bytes);
                }
            }
        };
        rayon::join(
            || memory.restore(&read),
            || {
                let mut known = None;
                read(STAMPS, &mut |part| known = decode(part));
                disk.know(known.unwrap_or_default());
            },
        );
        (Self { folder, end: Some(end), n_parts: parts.len() }, memory)
    }

    /// Writes what `memory` has learned since it was read. A folder that cannot be written to is left alone.
    pub fn save(&mut self, memory: &Recall, disk: &Disk) {
        // What a build loses by this is told by nothing but its duration.
        drop(self.write(memory, disk));
    }

    fn write(&mut self, memory: &Recall, disk: &Disk) -> io::Result<()> {
        match fs::create_dir(&self.folder) {
            Ok(()) => fs::write(self.folder.join(".gitignore"), "*\n")?,
            Err(_) if self.folder.symlink_metadata()?.is_dir() => {}
            Err(error) => return Err(error),
        }
        let lock = File::create(self.folder.join("lock"))?;
        // Another build that writes now has learned much the same.
        lock.try_lock()?;
        let file = self.folder.join("memory");
        let needed = memory.count() / 512;
        let is_whole = self.end.is_some_and(|end| {
            let length = file.symlink_metadata().map(|metadata| metadata.len());
            length.is_ok_and(|length| length == end) && self.n_parts < SPARE_PARTS + 2 * needed
        });
        let mut bytes = if is_whole { Vec::new() } else { header().into_bytes() };
        let parts = memory.store(!is_whole);
        if is_whole && parts.is_empty() {
            return Ok(());
        }
        let n_parts = parts.len() + 1;
        for (number, part) in parts.into_iter().chain([(STAMPS, encode(&disk.known()))]) {
            push(&mut bytes, number, &part);
        }
        // What fails half-way is written anew the next time.
        let end = self.end.take().filter(|_| is_whole);
        match end {
            Some(_) => OpenOptions::new().append(true).open(file)?.write_all(&bytes)?,
            None => replace(&file, &bytes)?,
        }
        self.n_parts = n_parts + end.map_or(0, |_| self.n_parts);
        self.end = Some(end.unwrap_or(0) + bytes.len() as u64);
        Ok(())
    }
}

/// The first bytes of a memory that this program can read.
///
/// Not only another version remembers other things: so does a program that is built anew from changed sources.
fn header() -> String {
    format!("numerate {} {}\n", env!("CARGO_PKG_VERSION"), program())
}

/// What tells this program from those that were built of other sources.
pub(super) fn program() -> Digest {
    let program = std::env::current_exe().and_then(fs::metadata);
    let program = program.map(|metadata| (metadata.len(), metadata.modified().ok()));
    Digest::of(format!("{} {program:?}", env!("CARGO_PKG_VERSION")).as_bytes())
}

/// Adds a part.
fn push(bytes: &mut Vec<u8>, number: u8, part: &[u8]) {
    let Ok(length) = u32::try_from(part.len()) else { return };
    bytes.push(number);
    bytes.extend(length.to_le_bytes());
    bytes.extend(digest(number, part).as_bytes());
    bytes.extend(part);
}

/// Where a part is.
#[derive(Debug)]
struct Part {
    number: u8,
    digest: [u8; 32],
    /// Where its content begins, and how many bytes it has.
    start: u64,
    length: usize,
}

impl Part {
    /// Fills `bytes` with its content. Is it what was written?
    fn read(&self, file: &mut File, bytes: &mut Vec<u8>) -> io::Result<bool> {
        bytes.resize(self.length, 0);
        file.seek(SeekFrom::Start(self.start))?;
        file.read_exact(bytes)?;
        Ok(digest(self.number, bytes).as_bytes() == self.digest)
    }
}

/// Where the parts of a file are that are there to their ends, and where the last of them ends; `None` if it is not this program's.
fn parts(file: &Path) -> Option<(Vec<Part>, u64)> {
    let mut file = File::open(file).ok()?;
    let size = file.metadata().ok()?.len();
    let mut begin = vec![0; header().len()];
    file.read_exact(&mut begin).ok()?;
    if begin != header().as_bytes() {
        return None;
    }
    let mut end = begin.len() as u64;
    let mut parts = Vec::new();
    let mut head = [0; HEAD];
    while file.seek(SeekFrom::Start(end)).and_then(|_| file.read_exact(&mut head)).is_ok() {
        let [number, a, b, c, d, digest @ ..] = head;
        let (length, start) = (u32::from_le_bytes([a, b, c, d]), end + HEAD as u64);
        if start + u64::from(length) > size {
            break;
        }
        end = start + u64::from(length);
        parts.push(Part { number, digest, start, length: length as usize });
    }
    Some((parts, end))
}

/// The digest of a part with its number.
fn digest(number: u8, part: &[u8]) -> Digest {
    Digest::of_parts([&[number], part])
}

/// Puts a file with these bytes at `path` in one step.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let written = path.with_extension(format!("{}.tmp", std::process::id()));
    fs::write(&written, bytes).and_then(|()| fs::rename(&written, path)).inspect_err(|_| {
        // The first failure is the one that counts.
        drop(fs::remove_file(&written));
    })
}
