//! The records of a piece of text, field by field, each with its place.
//!
//! RFC 4180, strictly: a quoted field ends where its quote is closed, and nothing but a delimiter or a line end follows. A quote inside an
//! unquoted field is a character like others. Blank lines hold no record.

use std::sync::Arc;

use super::dialect::Dialect;
use super::{json, lines};
use crate::base::diagnostic::Diagnostic;
use crate::base::path::SitePath;
use crate::base::source::{Source, Span};
use crate::data::breaches::{Place, Places};

/// What a field is, beside its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::data) enum Form {
    /// A text that may mean anything.
    #[default]
    Open,
    /// A text that means itself, such as a string of JSON; never a number.
    Text,
    /// No value at all.
    Missing,
}

/// A field of a record.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Field {
    /// The bytes of the field with its quotes, in the piece.
    pub(super) raw: (usize, usize),
    /// The bytes of its value, in the piece or in what the record has put together itself.
    pub(super) value: (usize, usize),
    /// Is the value in what the record has put together?
    pub(super) is_made: bool,
    /// What the field is.
    pub(super) form: Form,
}

/// A record: what is found of it in a piece. One is used for all records of a piece, so that nothing is allocated for each.
#[derive(Debug, Default)]
pub(in crate::data) struct Record {
    pub(super) fields: Vec<Field>,
    /// Values that do not stand in the piece as they are.
    pub(super) made: String,
    /// The bytes of the record without its line end.
    pub(super) raw: (usize, usize),
    /// The line that it begins on.
    pub(super) line: usize,
    /// Did blank lines stand before it?
    pub(super) after_blank: bool,
}

impl Record {
    /// The number of fields.
    pub(in crate::data) fn len(&self) -> usize {
        self.fields.len()
    }

    /// Forgets what was found.
    pub(super) fn clear(&mut self) {
        self.fields.clear();
        self.made.clear();
        self.after_blank = false;
    }
}

/// What is wrong with a record, with its place in the piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::data) enum Flaw {
    /// A quote opened at the byte and never closed.
    Unclosed(usize),
    /// Text at the second byte follows a quoted field that opened at the first.
    AfterQuote(usize, usize),
    /// A CR at the byte, where lines end in LF, or the other way round.
    OddLineEnd(usize),
    /// A line of JSON lines at these bytes is not what it should be; the texts say what and what to do.
    Json(Span, String, &'static str),
}

/// Reads the records of one piece.
pub(in crate::data) struct Reader<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    pub(super) line: usize,
    kind: Kind<'t>,
}

/// How records are written.
#[derive(Clone, Copy)]
enum Kind<'t> {
    /// As CSV; is there a CR in the piece that has to be looked at?
    Csv(&'t Dialect, bool),
    /// As JSON lines, with the columns that are known.
    Json(&'t json::Columns),
}

impl<'t> Reader<'t> {
    /// Reads CSV; `text` begins with a record, on the line `line`.
    pub(in crate::data) fn csv(text: &'t str, line: usize, dialect: &'t Dialect) -> Self {
        let odd = if dialect.line_end == b'\n' { b'\r' } else { b'\n' };
        let has_odd = memchr::memchr(odd, text.as_bytes()).is_some();
        Self { text, at: 0, line, kind: Kind::Csv(dialect, has_odd) }
    }

    /// Reads CSV from a record on, which begins at that byte, on that line.
    pub(super) fn csv_at(text: &'t str, (at, line): (usize, usize), dialect: &'t Dialect) -> Self {
        Self { text, at, line, kind: Kind::Csv(dialect, true) }
    }

    /// Reads JSON lines; the fields of each record are those of `columns`.
    pub(in crate::data) fn json(text: &'t str, line: usize, columns: &'t json::Columns) -> Self {
        Self { text, at: 0, line, kind: Kind::Json(columns) }
    }

    /// Reads the next record into `record`; is there one?
    pub(in crate::data) fn next(&mut self, record: &mut Record) -> Result<bool, Flaw> {
        record.clear();
        match self.kind {
            Kind::Csv(dialect, has_odd) => self.next_csv(dialect, has_odd, record),
            Kind::Json(columns) => json::next(self, columns, record),
        }
    }

    fn next_csv(
        &mut self,
        dialect: &Dialect,
        has_odd: bool,
        record: &mut Record,
    ) -> Result<bool, Flaw> {
        let bytes = self.text.as_bytes();
        self.pass_blank(dialect, record);
        if self.at >= bytes.len() {
            return Ok(false);
        }
        record.line = self.line;
        let start = self.at;
        loop {
            let from = self.at;
            let (field, end) = if bytes.get(from) == Some(&dialect.quote) {
                self.quoted(dialect, from, record)?
            } else {
                let end = plain_end(bytes, from, dialect);
                if has_odd {
                    odd_line_end(bytes, (from, end), dialect)?;
                }
                let end = if at_line_end(bytes, end, dialect) {
                    without_cr(bytes, (from, end), dialect)
                } else {
                    end
                };
                (Field { raw: (from, end), value: (from, end), ..Field::default() }, end)
            };
            record.fields.push(field);
            if bytes.get(end) == Some(&dialect.delimiter) {
                self.at = end + 1;
                continue;
            }
            record.raw = (start, end);
            self.at = (dialect.line_end(bytes, end) + 1).min(bytes.len());
            self.line += usize::from(end < bytes.len());
            return Ok(true);
        }
    }

    /// Passes over blank lines and remarks.
    fn pass_blank(&mut self, dialect: &Dialect, record: &mut Record) {
        let bytes = self.text.as_bytes();
        loop {
            let end = dialect.line_end(bytes, self.at);
            let is_blank = match &bytes[self.at..end] {
                b"" => true,
                b"\r" => dialect.line_end == b'\n',
                _ => false,
            };
            if self.at >= bytes.len() || !(is_blank || dialect.is_comment(bytes, self.at)) {
                return;
            }
            record.after_blank |= is_blank;
            self.line += usize::from(end < bytes.len());
            self.at = (end + 1).min(bytes.len());
        }
    }

    /// The quoted field that opens at `open`, and its end.
    fn quoted(
        &mut self,
        dialect: &Dialect,
        open: usize,
        record: &mut Record,
    ) -> Result<(Field, usize), Flaw> {
        let bytes = self.text.as_bytes();
        let close = dialect.close(bytes, open).ok_or(Flaw::Unclosed(open))?;
        let end = close + 1;
        let ends = match bytes.get(end) {
            None => true,
            Some(byte) if *byte == dialect.delimiter || *byte == dialect.line_end => true,
            Some(b'\r') => {
                dialect.line_end == b'\n' && matches!(bytes.get(end + 1), None | Some(b'\n'))
            }
            Some(_) => false,
        };
        if !ends {
            return Err(Flaw::AfterQuote(open, end));
        }
        let inner = &self.text[open + 1..close];
        self.line += super::count_lines(inner.as_bytes());
        let (raw, form) = ((open, end), Form::Open);
        if memchr::memchr(dialect.quote, inner.as_bytes()).is_none() {
            return Ok((Field { raw, value: (open + 1, close), is_made: false, form }, end));
        }
        let start = record.made.len();
        let quote = char::from(dialect.quote);
        let mut is_second = false;
        for part in inner.split_inclusive(quote) {
            // Of each pair of quotes the second comes as a part of its own.
            if is_second && part.len() == 1 {
                is_second = false;
            } else {
                record.made.push_str(part);
                is_second = part.ends_with(quote);
            }
        }
        Ok((Field { raw, value: (start, record.made.len()), is_made: true, form }, end))
    }
}

/// The end of the unquoted field that begins at `from`.
#[inline]
fn plain_end(bytes: &[u8], from: usize, dialect: &Dialect) -> usize {
    let (delimiter, line_end) = (dialect.delimiter, dialect.line_end);
    let rest = &bytes[from..];
    rest.iter()
        .position(|byte| *byte == delimiter || *byte == line_end)
        .map_or(bytes.len(), |n| from + n)
}

fn at_line_end(bytes: &[u8], end: usize, dialect: &Dialect) -> bool {
    bytes.get(end).is_none_or(|byte| *byte == dialect.line_end)
}

/// The end of a last field without the CR of a CRLF.
fn without_cr(bytes: &[u8], (from, end): (usize, usize), dialect: &Dialect) -> usize {
    let has_cr = end > from && bytes[end - 1] == b'\r' && dialect.line_end == b'\n';
    if has_cr { end - 1 } else { end }
}

/// Looks for a line end of the other kind in an unquoted field.
fn odd_line_end(bytes: &[u8], (from, end): (usize, usize), dialect: &Dialect) -> Result<(), Flaw> {
    let (odd, to) = match dialect.line_end {
        b'\n' if at_line_end(bytes, end, dialect) => {
            (b'\r', without_cr(bytes, (from, end), dialect))
        }
        b'\n' => (b'\r', end),
        _ => (b'\n', end),
    };
    memchr::memchr(odd, &bytes[from..to]).map_or(Ok(()), |n| Err(Flaw::OddLineEnd(from + n)))
}

/// A record with its place.
#[derive(Clone, Copy)]
pub(in crate::data) struct Row<'a> {
    pub(super) path: &'a SitePath,
    pub(super) text: &'a str,
    pub(super) record: &'a Record,
}

impl<'a> Row<'a> {
    /// The number of fields.
    pub(in crate::data) fn len(&self) -> usize {
        self.record.len()
    }

    /// Did blank lines stand before it?
    pub(in crate::data) fn is_after_blank(&self) -> bool {
        self.record.after_blank
    }

    /// The text and the form of each field.
    pub(in crate::data) fn fields(&self) -> impl Iterator<Item = (&'a str, Form)> {
        let (text, made) = (self.text, self.record.made.as_str());
        self.record.fields.iter().map(move |field| {
            let (start, end) = field.value;
            let from = if field.is_made { made } else { text };
            (from.get(start..end).unwrap_or_default(), field.form)
        })
    }

    /// The place of the fields from `idx` to the last.
    pub(in crate::data) fn place_from(&self, idx: usize) -> Place {
        let mut place = self.place(idx);
        let (start, end) = self.record.raw;
        place.span.end = end - start;
        place
    }
}

impl Places for Row<'_> {
    fn line(&self) -> usize {
        self.record.line
    }

    /// The place of the field `idx`; of the row's end if it has no such field.
    fn place(&self, idx: usize) -> Place {
        let (start, end) = self.record.raw;
        let raw = self.record.fields.get(idx).map_or((end, end), |field| field.raw);
        let span = Span::new(raw.0 - start, raw.1 - start);
        // A CR becomes an LF, which keeps the offsets and lets lines be counted.
        let shown = lines(self.text.get(start..end).unwrap_or_default());
        Place { source: Source::excerpt(self.path.clone(), shown, self.record.line), span }
    }

    fn written(&self, idx: usize) -> String {
        self.fields().nth(idx).map_or_else(String::new, |(text, _)| text.to_owned())
    }
}

/// What is wrong, with the lines that show it; `line` is that of the piece's first byte.
pub(in crate::data) fn flawed(
    path: &SitePath,
    (text, line): (&str, usize),
    flaw: &Flaw,
    dialect: Option<&Dialect>,
) -> Diagnostic {
    let line_of = |at: usize| line + super::count_lines(&text.as_bytes()[..at]);
    let line_start = |at: usize| text[..at].rfind(['\r', '\n']).map_or(0, |end| end + 1);
    let line_stop = |at: usize| text[at..].find(['\r', '\n']).map_or(text.len(), |n| at + n);
    let excerpt = |from: usize, to: usize| -> Arc<Source> {
        let start = line_start(from);
        Source::excerpt(path.clone(), lines(&text[start..to]), line_of(start))
    };
    match flaw {
        Flaw::Unclosed(at) => {
            let (start, source) = (line_start(*at), excerpt(*at, line_stop(*at)));
            Diagnostic::error("data/unclosed-quote", "the quote is never closed")
                .label_in(&source, Span::new(at - start, at - start + 1), "opened here")
                .help("close the quote; a quote inside a quoted field is written twice")
        }
        Flaw::AfterQuote(open, at) => {
            let delimiter = dialect.map_or(',', |dialect| char::from(dialect.delimiter));
            let end = text[*at..].find([delimiter, '\r', '\n']).map_or(text.len(), |n| at + n);
            let (start, source) = (line_start(*open), excerpt(*open, line_stop(*at)));
            let expected = match delimiter {
                ',' => "expected a comma or the line's end".to_owned(),
                other => format!("expected {other:?} or the line's end"),
            };
            Diagnostic::error("data/unclosed-quote", "text follows a quoted field")
                .label_in(&source, Span::new(at - start, end - start), expected)
                .label_in(&source, Span::new(open - start, open - start + 1), "the field opens here")
                .help("a quote inside a quoted field is written twice; check that the field's quote is closed where it should be")
        }
        Flaw::OddLineEnd(at) => {
            let is_cr = text.as_bytes()[*at] == b'\r';
            let (odd, even) = if is_cr { ("CR", "LF") } else { ("LF", "CR") };
            let start = text[..*at].rfind(['\r', '\n']).map_or(0, |end| end + 1);
            let source = Source::excerpt(path.clone(), &text[start..*at], line_of(start));
            let span = Span::new(at - start, at - start);
            let message = format!("a line ends in {odd} alone here, and in {even} before");
            Diagnostic::error("data/line-end", message)
                .label_in(&source, span, "")
                .help("save the file with line ends of one kind; a field that holds a line end stands in quotes")
        }
        Flaw::Json(span, message, help) => {
            let (start, source) =
                (line_start(span.start), excerpt(span.start, line_stop(span.start)));
            let end = span.end.min(line_stop(span.start));
            Diagnostic::error("data/json", message.as_str())
                .label_in(&source, Span::new(span.start - start, end.max(span.start) - start), "")
                .help(*help)
        }
    }
}
