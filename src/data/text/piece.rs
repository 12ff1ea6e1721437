//! A part of a file, and the rows in it.

use super::pieces::Manner;
use super::records::{self, Reader, Record, Row};
use super::{count_lines, lines};
use crate::base::diagnostic::Diagnostic;
use crate::base::path::SitePath;
use crate::base::source::{Source, Span};

/// A part of a file that begins and ends where a record does.
#[derive(Debug)]
pub(in crate::data) struct Piece {
    /// Its bytes.
    pub(super) bytes: Vec<u8>,
    /// The line of the first byte.
    pub(super) line: usize,
    /// Why the file ends after this piece.
    pub(super) stop: Option<Diagnostic>,
}

impl Piece {
    /// The number of bytes.
    pub(in crate::data) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Calls `each` for the rows of the piece in order, until it says that it wants no more.
    ///
    /// An error is final: what follows cannot be trusted to be records.
    pub(in crate::data) fn rows(
        &self,
        path: &SitePath,
        manner: &Manner,
        each: &mut dyn FnMut(&Row<'_>) -> bool,
    ) -> Result<(), Box<Diagnostic>> {
        let (text, odd) = self.text();
        let dialect = match manner {
            Manner::Csv(dialect) => Some(dialect),
            Manner::Json(_) => None,
        };
        let mut reader = match manner {
            Manner::Csv(dialect) => Reader::csv(text, self.line, dialect),
            Manner::Json(columns) => Reader::json(text, self.line, columns),
        };
        let mut record = Record::default();
        loop {
            match reader.next(&mut record) {
                Ok(true) if each(&Row { path, text, record: &record }) => {}
                Ok(true) => return Ok(()),
                Ok(false) => break,
                // A record that is cut off by bytes that are no text, or by the end of what can be read, has no flaw of its own.
                Err(_) if odd.is_some() => break,
                Err(_)
                    if self
                        .stop
                        .as_ref()
                        .is_some_and(|stop| stop.code != "data/unclosed-quote") =>
                {
                    break;
                }
                Err(flaw) => {
                    let piece = (text, self.line);
                    return Err(Box::new(records::flawed(path, piece, &flaw, dialect)));
                }
            }
        }
        match (odd, &self.stop) {
            (Some(at), _) => Err(Box::new(self.not_text(path, at))),
            (None, Some(stop)) => Err(Box::new(stop.clone())),
            (None, None) => Ok(()),
        }
    }

    /// The text up to the line that holds the first byte that is none, and the place of that byte.
    pub(super) fn text(&self) -> (&str, Option<usize>) {
        let (whole, bad) = match std::str::from_utf8(&self.bytes) {
            Ok(text) => (text, None),
            Err(error) => {
                let at = error.valid_up_to();
                (std::str::from_utf8(&self.bytes[..at]).unwrap_or_default(), Some(at))
            }
        };
        let bad = memchr::memchr(0, whole.as_bytes()).or(bad);
        let Some(at) = bad else { return (whole, None) };
        let start = whole[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1);
        (&whole[..start], Some(at))
    }

    /// Is the first byte that is no text one that another encoding may have written?
    pub(in crate::data) fn is_other_encoding(&self) -> bool {
        self.text().1.is_some_and(|at| self.bytes.get(at) != Some(&0))
    }

    /// The error for the byte at `at`, which is no text.
    fn not_text(&self, path: &SitePath, at: usize) -> Diagnostic {
        let start = self.bytes[..at]
            .iter()
            .rposition(|byte| matches!(byte, b'\n' | b'\r'))
            .map_or(0, |n| n + 1);
        let end = self.bytes[at..].iter().position(|byte| matches!(byte, b'\n' | b'\r'));
        let end = end.map_or(self.bytes.len(), |n| at + n);
        let byte = self.bytes.get(at).copied().unwrap_or_default();
        let shown = String::from_utf8_lossy(&self.bytes[start..end]);
        let at = at - start;
        let width = shown.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        let line = self.line + count_lines(&self.bytes[..start]);
        let source = Source::excerpt(path.clone(), lines(&shown), line);
        let span = Span::new(at, at + width);
        if byte == 0 {
            Diagnostic::error("data/nul", "the file holds a NUL byte")
                .label_in(&source, span, "")
                .help("the file is damaged or no text; export it again")
        } else {
            Diagnostic::error("data/encoding", format!("byte 0x{byte:02X} is not UTF-8"))
                .label_in(&source, span, "")
                .help("save the file as UTF-8, or declare its `encoding` under `csv` in the table's contract")
        }
    }
}
