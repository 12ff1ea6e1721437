//! A file cut into pieces where records end.

use std::sync::Arc;

use super::dialect::{Dialect, Written};
use super::input::{Input, Stop, TextEncoding};
use super::json::Columns;
use super::piece::Piece;
use super::records::{Reader, Record, Row};
use super::{count_lines, foreign, sniff, unreadable};
use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;
use crate::base::path::SitePath;
use crate::base::source::{Source, Span};
use crate::base::table_file::{RowForm, table_file};
use crate::base::world::World;
use crate::data::breaches::Place;

/// How many bytes a piece has at least, but for the last. The results do not depend on the number of threads because this does not.
const PIECE: usize = 4 << 20;
/// The most bytes that a record may have.
const LONGEST: usize = 1 << 28;
/// How many bytes are looked at to learn how a file is written.
const SNIFFED: usize = 1 << 18;

/// How the records of a file are read.
#[derive(Debug, Clone)]
pub(in crate::data) enum Manner {
    /// As CSV.
    Csv(Dialect),
    /// As JSON lines with these columns.
    Json(Arc<Columns>),
}

/// Cuts a file into pieces.
pub(in crate::data) struct Pieces<'w> {
    path: SitePath,
    input: Input<'w>,
    /// How records are read.
    pub(in crate::data) manner: Manner,
    /// What was found out about the file that the contract does not say, as warnings.
    pub(in crate::data) found: Vec<Diagnostic>,
    /// Text that was read and not given.
    pending: Vec<u8>,
    /// The line of the first byte of `pending`.
    line: usize,
    more: bool,
    stop: Option<Diagnostic>,
    size: usize,
}

impl<'w> Pieces<'w> {
    /// Opens `path` and finds out how it is written, as far as `written` does not say.
    pub(in crate::data) fn open(
        (world, path): (&'w dyn World, &SitePath),
        written: &Written,
        encoding: Option<TextEncoding>,
        size: Option<usize>,
    ) -> Result<Self, Diagnostic> {
        let input = Input::open(world, path, encoding)?;
        let quote = written.quote.unwrap_or(b'"');
        let dialect =
            Dialect { delimiter: b',', quote, comment: written.comment.clone(), line_end: b'\n' };
        let mut pieces = Self {
            path: path.clone(),
            input,
            manner: Manner::Csv(dialect),
            found: Vec::new(),
            pending: Vec::new(),
            line: 1,
            more: true,
            stop: None,
            size: size.unwrap_or(PIECE),
        };
        pieces.fill(SNIFFED);
        if let Some(error) = foreign::refuse(path, &pieces.pending) {
            return Err(error);
        }
        let rows = table_file(path).map_or(RowForm::Csv, |file| file.rows);
        if rows == RowForm::JsonLines {
            pieces.manner = Manner::Json(Arc::new(Columns::default()));
        } else {
            pieces.sniff(written, rows);
        }
        if pieces.input.guessed {
            pieces.found.push(pieces.seen_encoding());
        }
        Ok(pieces)
    }

    /// Reads until `size` bytes wait, or nothing more comes.
    fn fill(&mut self, size: usize) {
        while self.more && self.pending.len() < size {
            match self.input.fill(&mut self.pending) {
                Ok(more) => self.more = more,
                Err(stop) => {
                    self.more = false;
                    self.stop = Some(self.stopped(&stop));
                }
            }
        }
    }

    /// Settles line ends and delimiter.
    fn sniff(&mut self, written: &Written, rows: RowForm) {
        let Manner::Csv(dialect) = &mut self.manner else { return };
        dialect.line_end = sniff::line_end(&self.pending, dialect.quote, self.more);
        for _ in 0..written.skip {
            let end = dialect.line_end(&self.pending, 0);
            self.line += usize::from(end < self.pending.len());
            self.pending.drain(..(end + 1).min(self.pending.len()));
        }
        let declared = written.delimiter.or((rows == RowForm::Tsv).then_some(b'\t'));
        if let Some((delimiter, end)) = sniff::separator_line(&self.pending, dialect.line_end)
            .filter(|(delimiter, _)| {
                written.delimiter.is_none_or(|declared| declared == *delimiter)
            })
        {
            dialect.delimiter = delimiter;
            self.line += usize::from(end < self.pending.len());
            self.pending.drain(..(end + 1).min(self.pending.len()));
            let dialect = dialect.clone();
            let head = self.head(&dialect);
            let seen = Some(sniff::delimiter(head, &dialect))
                .filter(|seen| *seen != delimiter && !head.as_bytes().contains(&delimiter));
            let seen = seen.map(|seen| Dialect { delimiter: seen, ..dialect });
            let warning = seen.and_then(|seen| {
                let message = format!(
                    "the first line says `sep={}`, and the fields seem to be divided by {}",
                    char::from(delimiter),
                    sniff::plural(seen.delimiter)?
                );
                seen_delimiter(&self.path, (head, self.line), &seen, message)
            });
            self.found.extend(warning);
            return;
        }
        if let Some(declared) = declared {
            dialect.delimiter = declared;
            return;
        }
        let known = dialect.clone();
        let head = self.head(&known);
        let delimiter = sniff::delimiter(head, &known);
        let Some(name) = sniff::plural(delimiter).filter(|_| delimiter != b',') else { return };
        let dialect = Dialect { delimiter, ..known };
        let message = format!("the fields seem to be divided by {name}, and are read so");
        let warning = seen_delimiter(&self.path, (head, self.line), &dialect, message);
        self.manner = Manner::Csv(dialect);
        self.found.extend(warning);
    }

    /// The whole records of what waits, as far as they are text.
    fn head(&self, dialect: &Dialect) -> &str {
        let head = &self.pending[..self.pending.len().min(SNIFFED)];
        let whole = if self.more { dialect.last_end(head).unwrap_or(0) } else { head.len() };
        match std::str::from_utf8(&head[..whole]) {
            Ok(head) => head,
            Err(error) => std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default(),
        }
    }

    /// Gathers the keys of JSON lines, which may appear in any row, by a reading of their own.
    pub(in crate::data) fn gather_keys(
        &mut self,
        world: &dyn World,
        path: &SitePath,
        written: &Written,
    ) -> Result<(), Diagnostic> {
        if matches!(self.manner, Manner::Json(_)) {
            let mut columns = Columns::default();
            let mut pieces = Pieces::open((world, path), written, written.encoding, None)?;
            while let Some(piece) = pieces.next() {
                columns.gather(piece.text().0);
            }
            self.manner = Manner::Json(Arc::new(columns));
        }
        Ok(())
    }

    /// The next piece.
    pub(in crate::data) fn next(&mut self) -> Option<Piece> {
        let mut aim = self.size;
        loop {
            self.fill(aim);
            let is_last = !self.more && self.pending.len() <= aim;
            if is_last {
                if self.pending.is_empty() && self.stop.is_none() {
                    return None;
                }
                let end = self.pending.len();
                let stop = self.stop.take();
                return Some(Piece { stop, ..self.cut(end) });
            }
            let head = &self.pending[..self.pending.len().min(aim)];
            let end = match &self.manner {
                Manner::Csv(dialect) => dialect.last_end(head),
                Manner::Json(_) => memchr::memrchr(b'\n', head).map(|at| at + 1),
            };
            if let Some(end) = end {
                return Some(self.cut(end));
            }
            if aim > LONGEST && self.more {
                // What is waiting is an open quote, or no table at all: the records of it say what is wrong.
                (self.more, self.stop) = (false, Some(too_long(&self.path, self.line)));
                continue;
            }
            aim *= 2;
        }
    }

    /// Takes the first `end` bytes.
    fn cut(&mut self, end: usize) -> Piece {
        let rest = self.pending.split_off(end);
        let bytes = std::mem::replace(&mut self.pending, rest);
        let line = self.line;
        self.line += count_lines(&bytes);
        Piece { bytes, line, stop: None }
    }

    /// Digests no further: the file is known to have this digest, or to have changed if it has not.
    pub(in crate::data) fn rely_on(&self, digest: Digest) {
        self.input.rely_on(digest);
    }

    /// Was the last piece taken?
    pub(in crate::data) fn is_done(&self) -> bool {
        !self.more && self.pending.is_empty() && self.stop.is_none()
    }

    /// The digest and the size of the file. Call it when all pieces are taken.
    pub(in crate::data) fn finish(self) -> (Digest, u64) {
        self.input.finish()
    }

    /// Why there is no more text, placed behind what there is.
    fn stopped(&self, stop: &Stop) -> Diagnostic {
        let bytes = match stop {
            Stop::Io(error) => return unreadable(&self.path, error),
            Stop::Meaningless(bytes) => bytes,
        };
        let start = self
            .pending
            .iter()
            .rposition(|byte| matches!(byte, b'\n' | b'\r'))
            .map_or(0, |at| at + 1);
        let shown = String::from_utf8_lossy(&self.pending[start..]).into_owned();
        let hex: Vec<String> = bytes.iter().map(|byte| format!("0x{byte:02X}")).collect();
        let (hex, noun) = (hex.join(" "), if bytes.len() == 1 { "byte" } else { "bytes" });
        let encoding = self.input.encoding();
        let message = if bytes.is_empty() {
            format!("the file ends in the midst of a character of {encoding}")
        } else {
            format!("the {noun} {hex} mean nothing in {encoding}")
        };
        let (at, line) = (shown.len(), self.line + count_lines(&self.pending[..start]));
        Diagnostic::error("data/encoding", message)
            .label_in(&Source::excerpt(self.path.clone(), shown, line), Span::new(at, at), "")
            .help("save the file as UTF-8, or declare its `encoding` under `csv` in the table's contract")
    }

    /// The warning for an encoding that was neither declared nor marked.
    fn seen_encoding(&self) -> Diagnostic {
        let name = self.input.encoding();
        let message = format!("`{}` is read as {name}, which its first bytes look like", self.path);
        let help = format!(
            "declare `csv: {{encoding: {}}}` in the table's contract, or save the file as UTF-8",
            name.to_lowercase()
        );
        let warning = Diagnostic::warning("data/encoding-guessed", message).help(help);
        warning.label_in(&Source::new(self.path.clone(), ""), Span::default(), "")
    }
}

/// The warning for a delimiter that was not declared, or for another one.
fn seen_delimiter(
    path: &SitePath,
    head: (&str, usize),
    dialect: &Dialect,
    message: String,
) -> Option<Diagnostic> {
    let mut record = Record::default();
    let mut reader = Reader::csv(head.0, head.1, dialect);
    reader.next(&mut record).ok()?;
    let mut place = records_place(path, head.0, &record);
    let at = place.source.slice(place.span).len();
    place.span = Span::new(at, at + 1);
    let declared = match dialect.delimiter {
        b'\t' => "tab".to_owned(),
        other => format!("\"{}\"", char::from(other)),
    };
    let mut help = format!("declare `csv: {{delimiter: {declared}}}` in the table's contract");
    if dialect.delimiter != b',' {
        help.push_str("; if numbers have a decimal comma, `decimal: \",\"` too");
    }
    let warning = Diagnostic::warning("data/delimiter", message).help(help);
    Some(place.mark(warning, ""))
}

/// The place of a record's first field.
fn records_place(path: &SitePath, text: &str, record: &Record) -> Place {
    crate::data::breaches::Places::place(&Row { path, text, record }, 0)
}

/// The error for a record that has no end.
fn too_long(path: &SitePath, line: usize) -> Diagnostic {
    let message = format!("the record that begins here is longer than {} MB", LONGEST >> 20);
    Diagnostic::error("data/unclosed-quote", message)
        .label_in(&Source::excerpt(path.clone(), "", line), Span::default(), "")
        .help("look for a quote that is never closed")
}
