//! Tables that are written as text: CSV and JSON lines, from bytes to records that know their places.
//!
//! `input` gives text, `pieces` cuts it where records end, `records` finds the fields of a piece. Pieces are of a fixed size, whatever the
//! number of threads, and know nothing of each other, so that many can be read at once and give what one after the other would.

pub(super) mod dialect;
mod foreign;
pub(super) mod input;
mod json;
pub(super) mod piece;
pub(super) mod pieces;
pub(super) mod records;
mod sniff;
pub(super) mod split;

use std::io;

use crate::base::diagnostic::Diagnostic;
use crate::base::path::SitePath;
use crate::base::source::{Source, Span};
use crate::base::table_file::{Packing, table_file};

/// The error for a file that cannot be read to its end.
fn unreadable(path: &SitePath, error: &io::Error) -> Diagnostic {
    let is_packed = table_file(path).is_some_and(|file| file.packing != Packing::Plain);
    let (code, help) = if is_packed {
        ("data/packed", "the file is damaged or cut off: pack it again")
    } else {
        ("io/read", "look whether the file and the disk can be read, then build again")
    };
    Diagnostic::error(code, format!("cannot read `{path}`: {error}"))
        .label_in(&Source::new(path.clone(), ""), Span::default(), "")
        .help(help)
}

/// `raw` with LF alone between lines, byte for byte as long.
fn lines(raw: &str) -> String {
    if !raw.contains('\r') {
        return raw.to_owned();
    }
    let mut text = String::with_capacity(raw.len());
    let mut chars = raw.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '\r' if chars.peek() != Some(&'\n') => text.push('\n'),
            other => text.push(other),
        }
    }
    text
}

/// The number of line ends; CRLF is one.
fn count_lines(bytes: &[u8]) -> usize {
    let lf = memchr::memchr_iter(b'\n', bytes).count();
    let lone = |at: &usize| bytes.get(at + 1) != Some(&b'\n');
    lf + memchr::memchr_iter(b'\r', bytes).filter(lone).count()
}

#[cfg(test)]
mod tests;
