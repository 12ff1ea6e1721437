//! A piece of a file: its text and its rows.

use super::pieces::Manner;
use super::records::{self, Reader, Record, Row};
use super::split::{Block, Splitter};
use super::{count_lines, lines};
use crate::base::diagnostic::Diagnostic;
use crate::base::path::SitePath;
use crate::base::source::{Source, Span};

/// A part of a file that begins and ends where a record does.
#[derive(Debug)]
pub(in crate::data) struct Piece {
    /// The bytes.
    pub(super) bytes: Vec<u8>,
    /// The line of the first byte.
    pub(super) line: usize,
    /// Why the file ends after this piece.
    pub(super) stop: Option<Diagnostic>,
}

/// What takes the rows of a piece, in their order.
pub(in crate::data) trait Sink {
    /// Takes a row; is another one wanted?
    fn row(&mut self, row: &Row<'_>) -> bool;

    /// The number of columns and the most rows that may come as a block now, if any may.
    fn room(&self) -> Option<(usize, usize)> {
        None
    }

    /// Takes plain rows.
    fn block(&mut self, _: &Block<'_>) {}
}

/// A sink that takes rows one by one.
struct Each<'e>(&'e mut dyn FnMut(&Row<'_>) -> bool);

impl Sink for Each<'_> {
    fn row(&mut self, row: &Row<'_>) -> bool {
        self.0(row)
    }
}

impl Piece {
    /// The number of bytes.
    pub(in crate::data) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Calls `each` for the rows of the piece in order, until it says that it wants no more.
    pub(in crate::data) fn rows(
        &self,
        path: &SitePath,
        manner: &Manner,
        each: &mut dyn FnMut(&Row<'_>) -> bool,
    ) -> Result<(), Box<Diagnostic>> {
        self.read(path, manner, &mut Each(each))
    }

    /// Gives the rows of the piece to `sink` in order, until it says that it wants no more.
    ///
    /// An error is final: what follows cannot be trusted to be records.
    pub(in crate::data) fn read(
        &self,
        path: &SitePath,
        manner: &Manner,
        sink: &mut dyn Sink,
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
        let (mut record, mut splitter) = (Record::default(), None);
        loop {
            if let (Some((n_columns, most)), Some(dialect)) = (sink.room(), dialect) {
                let splitter =
                    splitter.get_or_insert_with(|| Splitter::new(text, dialect, n_columns));
                let block = splitter.as_mut().map(|it| it.block(&mut reader, path, most));
                if let Some(block) = block.filter(|block| block.len() > 0) {
                    sink.block(&block);
                    continue;
                }
            }
            match reader.next(&mut record) {
                Ok(true) if sink.row(&Row { path, text, record: &record }) => {}
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
