//! CSV as a stream of records that know their lines and columns, and frames as CSV. The only file that names the `csv` crate.
//!
//! The crate splits records and unquotes fields; it accepts more than is sound, so each record's own bytes are kept while it is
//! looked at: for its place, for the excerpt a diagnostic shows, and to find quotes that are not closed.
//! Blank lines hold no record. UTF-8 alone, with or without a byte order mark; lines end in LF, CRLF or CR.

mod select;

use std::io::Read;

use ::csv::{ByteRecord, Reader, ReaderBuilder, Writer};

pub(super) use select::select;

use super::breaches::Place;
use crate::base::cell::Cell;
use crate::base::diagnostic::Diagnostic;
use crate::base::digest::{Digest, Digester};
use crate::base::frame::Frame;
use crate::base::path::SitePath;
use crate::base::source::{Source, Span};
use crate::base::world::World;

/// The records of one file.
pub(super) struct Records<'w> {
    path: SitePath,
    reader: Reader<Kept<'w>>,
    record: ByteRecord,
    /// The number of bytes before the current record, the byte order mark not counted.
    start: u64,
    /// The line that the bytes at `start` are in.
    line: usize,
    /// Was the last byte before `start` a CR, so that an LF there ends no further line?
    after_cr: bool,
}

/// A record with its place. All its fields are valid UTF-8.
pub(super) struct Row<'a> {
    path: &'a SitePath,
    record: &'a ByteRecord,
    raw: &'a str,
    line: usize,
}

/// Why a row cannot be read as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flaw {
    /// A quote opened at the byte and never closed.
    Unclosed(usize),
    /// Text at the second byte follows a quoted field that opened at the first.
    AfterQuote(usize, usize),
}

impl<'w> Records<'w> {
    /// Opens `path`; an error if it cannot be read or begins as UTF-16 does.
    pub(super) fn open(world: &'w dyn World, path: &SitePath) -> Result<Self, Diagnostic> {
        let mut kept = Kept {
            inner: world.open(path)?,
            head: Vec::new(),
            bytes: Vec::new(),
            first: 0,
            digester: Digester::default(),
            total: 0,
        };
        kept.begin().map_err(|error| unreadable(path, &error))?;
        if let Some(encoding) = utf16(&kept.head) {
            return Err(Diagnostic::error(
                "data/encoding",
                format!("`{path}` is {encoding}, not UTF-8"),
            )
            .label_in(&Source::new(path.clone(), ""), Span::default(), "")
            .help("save the file as UTF-8"));
        }
        if kept.head.starts_with(b"\xef\xbb\xbf") {
            kept.head.drain(..3);
        }
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(1 << 16)
            .from_reader(kept);
        let record = ByteRecord::new();
        Ok(Self { path: path.clone(), reader, record, start: 0, line: 1, after_cr: false })
    }

    /// The next record, `None` at the end of the file.
    ///
    /// An error is final: what follows bytes that are no text cannot be trusted to be records.
    pub(super) fn next(&mut self) -> Result<Option<Row<'_>>, Diagnostic> {
        let more = self.reader.read_byte_record(&mut self.record);
        if !more.map_err(|error| unreadable(&self.path, &error))? {
            return Ok(None);
        }
        let end = self.reader.position().byte();
        let kept = self.reader.get_mut();
        let whole = kept.take(self.start, end);
        let blank = whole.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let (before, record) = whole.split_at(blank);
        let line = self.line + count_lines(before, self.after_cr);
        self.line = line + count_lines(record, false);
        self.after_cr = whole.last() == Some(&b'\r');
        self.start = end;
        let path = &self.path;
        let raw = text(record).map_err(|at| not_text(path, record, at, line))?;
        let raw = raw.trim_end_matches(['\r', '\n']);
        let row = Row { path, record: &self.record, raw, line };
        match row.flaw() {
            Some(flaw) => Err(row.flawed(flaw)),
            None => Ok(Some(row)),
        }
    }

    /// The digest and the size of the file. Call it when all records are read.
    pub(super) fn finish(self) -> (Digest, u64) {
        let kept = self.reader.into_inner();
        (kept.digester.finish(), kept.total)
    }
}

impl<'a> Row<'a> {
    /// The number of fields.
    pub(super) fn len(&self) -> usize {
        self.record.len()
    }

    /// The line that the row begins on.
    pub(super) fn line(&self) -> usize {
        self.line
    }

    /// The fields, unquoted.
    pub(super) fn fields(&self) -> impl Iterator<Item = &'a str> {
        // The record's bytes were found to be UTF-8 as a whole, and fields are cut at ASCII characters.
        self.record.iter().map(|field| std::str::from_utf8(field).unwrap_or_default())
    }

    /// The place of the field `idx`; of the row's end if it has no such field.
    pub(super) fn place(&self, idx: usize) -> Place {
        let end = self.raw.len();
        let span = self.spans().nth(idx).unwrap_or(Span::new(end, end));
        Place { source: self.excerpt(), span }
    }

    /// The place of the fields from `idx` to the last.
    pub(super) fn place_from(&self, idx: usize) -> Place {
        let mut place = self.place(idx);
        place.span.end = self.raw.len();
        place
    }

    /// The row's lines as a source. A CR becomes an LF, which keeps the offsets and lets lines be counted.
    fn excerpt(&self) -> std::sync::Arc<Source> {
        Source::excerpt(self.path.clone(), lines(self.raw), self.line)
    }

    /// The bytes of each field, with its quotes.
    fn spans(&self) -> impl Iterator<Item = Span> + '_ {
        let bytes = self.raw.as_bytes();
        let mut next = Some(0);
        std::iter::from_fn(move || {
            let start = next?;
            let (end, _) = field_end(bytes, start);
            next = (end < bytes.len()).then_some(end + 1);
            Some(Span::new(start, end))
        })
    }

    /// The first flaw of the row's quoting.
    fn flaw(&self) -> Option<Flaw> {
        if !self.raw.contains('"') {
            return None;
        }
        let bytes = self.raw.as_bytes();
        let mut start = 0;
        loop {
            match field_end(bytes, start) {
                (_, Some(flaw)) => return Some(flaw),
                (end, None) if end < bytes.len() => start = end + 1,
                (_, None) => return None,
            }
        }
    }

    /// What is wrong, with the lines that show it; an unclosed quote swallows the rest of a file, so only its own line is shown.
    fn flawed(&self, flaw: Flaw) -> Diagnostic {
        match flaw {
            Flaw::Unclosed(at) => {
                let shown =
                    self.raw[at..].find(['\r', '\n']).map_or(self.raw.len(), |end| at + end);
                let source =
                    Source::excerpt(self.path.clone(), lines(&self.raw[..shown]), self.line);
                Diagnostic::error("data/unclosed-quote", "the quote is never closed")
                    .label_in(&source, Span::new(at, at + 1), "opened here")
                    .help("close the quote; a quote inside a quoted field is written twice")
            }
            Flaw::AfterQuote(open, at) => {
                let end = self.raw[at..].find([',', '\r', '\n']).map_or(self.raw.len(), |n| at + n);
                let source = self.excerpt();
                Diagnostic::error("data/unclosed-quote", "text follows a quoted field")
                    .label_in(&source, Span::new(at, end), "expected a comma or the line's end")
                    .label_in(&source, Span::new(open, open + 1), "the field opens here")
                    .help("a quote inside a quoted field is written twice; check that the field's quote is closed where it should be")
            }
        }
    }
}

/// A frame as CSV: a line of names, then the rows, every value in plain text and an empty field for NULL.
///
/// # Panics
/// If a row is not as long as the frame has columns, which no frame is.
pub fn write(frame: &Frame) -> String {
    let mut writer = Writer::from_writer(Vec::new());
    let head = frame.names().map(str::to_owned).collect();
    let rows = frame.rows.iter().map(|row| row.iter().map(Cell::plain).collect());
    for record in std::iter::once(head).chain(rows) {
        let record: Vec<String> = record;
        writer.write_record(record).expect("rows are as long as the head, and memory takes all");
    }
    let bytes = writer.into_inner().expect("memory takes all");
    String::from_utf8(bytes).expect("fields are UTF-8, and quoting adds ASCII")
}

/// The end of the field that begins at `start`, and what is wrong with its quotes.
fn field_end(bytes: &[u8], start: usize) -> (usize, Option<Flaw>) {
    let find = |from: usize, wanted: u8| {
        bytes.get(from..)?.iter().position(|byte| *byte == wanted).map(|n| from + n)
    };
    if bytes.get(start) != Some(&b'"') {
        return (find(start, b',').unwrap_or(bytes.len()), None);
    }
    let mut from = start + 1;
    loop {
        let Some(quote) = find(from, b'"') else {
            return (bytes.len(), Some(Flaw::Unclosed(start)));
        };
        match bytes.get(quote + 1) {
            Some(b'"') => from = quote + 2,
            None | Some(b',') => return (quote + 1, None),
            Some(_) => {
                let end = find(quote + 1, b',').unwrap_or(bytes.len());
                return (end, Some(Flaw::AfterQuote(start, quote + 1)));
            }
        }
    }
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

/// The number of line ends; a leading LF counts none if it belongs to a CR before it.
fn count_lines(bytes: &[u8], after_cr: bool) -> usize {
    let mut previous = if after_cr { b'\r' } else { 0 };
    let mut count = 0;
    for byte in bytes {
        count += usize::from(*byte == b'\r' || (*byte == b'\n' && previous != b'\r'));
        previous = *byte;
    }
    count
}

/// The bytes as text without NUL, or the offset of the first byte that is none.
fn text(bytes: &[u8]) -> Result<&str, usize> {
    let text = std::str::from_utf8(bytes).map_err(|error| error.valid_up_to())?;
    text.find('\0').map_or(Ok(text), Err)
}

/// The error for a byte that is no text, `at` bytes into a record that begins on `line`.
fn not_text(path: &SitePath, record: &[u8], at: usize, line: usize) -> Diagnostic {
    let byte = record.get(at).copied().unwrap_or_default();
    let shown = String::from_utf8_lossy(record);
    let width = shown.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    let source = Source::excerpt(path.clone(), lines(shown.trim_end_matches(['\r', '\n'])), line);
    let span = Span::new(at, at + width);
    if byte == 0 {
        Diagnostic::error("data/nul", "the file holds a NUL byte")
            .label_in(&source, span, "")
            .help("the file is damaged or no CSV; export it again")
    } else {
        Diagnostic::error("data/encoding", format!("byte 0x{byte:02X} is not UTF-8"))
            .label_in(&source, span, "")
            .help("save the file as UTF-8; it may be windows-1252 or ISO 8859-1 now")
    }
}

/// The error for a file that cannot be read to its end.
fn unreadable(path: &SitePath, error: &dyn std::fmt::Display) -> Diagnostic {
    Diagnostic::error("io/read", format!("cannot read `{path}`: {error}"))
        .label_in(&Source::new(path.clone(), ""), 0..0, "")
        .help("look whether the file and the disk can be read, then build again")
}

/// The encoding that a UTF-16 file names in its first two bytes.
fn utf16(head: &[u8]) -> Option<&'static str> {
    match head.get(..2)? {
        [0xFF, 0xFE] => Some("UTF-16 (little endian)"),
        [0xFE, 0xFF] => Some("UTF-16 (big endian)"),
        _ => None,
    }
}

/// A stream that keeps the bytes it gave since the current record began, and digests all of them.
struct Kept<'w> {
    inner: Box<dyn Read + Send + 'w>,
    /// Bytes read to recognize the encoding and not given yet.
    head: Vec<u8>,
    bytes: Vec<u8>,
    /// How many bytes were given before those kept.
    first: u64,
    digester: Digester,
    total: u64,
}

impl Kept<'_> {
    /// Reads the first bytes, where a byte order mark would stand.
    fn begin(&mut self) -> std::io::Result<()> {
        let mut head = Vec::new();
        (&mut self.inner).take(3).read_to_end(&mut head)?;
        self.digester.update(&head);
        self.total = head.len() as u64;
        self.head = head;
        Ok(())
    }

    /// The bytes from `start` to `end`; forgets those before `start`.
    fn take(&mut self, start: u64, end: u64) -> &[u8] {
        let index = |at: u64| usize::try_from(at.saturating_sub(self.first)).unwrap_or(usize::MAX);
        let (from, to) = (index(start), index(end));
        // Moving the rest down for every record would be quadratic in the buffer's size.
        if from > (1 << 16) && from <= self.bytes.len() {
            self.bytes.drain(..from);
            self.first = start;
            return self.bytes.get(..to - from).unwrap_or_default();
        }
        self.bytes.get(from..to).unwrap_or_default()
    }
}

impl Read for Kept<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = if self.head.is_empty() {
            let n = self.inner.read(buffer)?;
            self.digester.update(&buffer[..n]);
            self.total += n as u64;
            n
        } else {
            let n = self.head.len().min(buffer.len());
            buffer[..n].copy_from_slice(&self.head[..n]);
            self.head.drain(..n);
            n
        };
        self.bytes.extend_from_slice(&buffer[..n]);
        Ok(n)
    }
}

#[cfg(test)]
mod tests;
