//! The fields of many rows at once, where a piece of CSV is as plain as most of it is.
//!
//! A row is plain if it has as many fields as the header, each without a line end, and quoted without quotes inside if at all. What is not is
//! left to [`Reader`], which alone knows what is wrong with a row.

use super::dialect::Dialect;
use super::records::{Reader, Record, Row};
use crate::base::path::SitePath;
use crate::data::breaches::{Place, Places};
use crate::data::quick::zero_bytes;

/// The most rows of a block: their fields stay close to the processor.
const ROWS: usize = 1024;

/// Finds plain rows of one piece of text.
pub(in crate::data) struct Splitter<'t> {
    bytes: &'t [u8],
    dialect: &'t Dialect,
    n_columns: usize,
    /// Are there quotes in the piece?
    has_quotes: bool,
    fields: Vec<(u32, u32)>,
    starts: Vec<u32>,
}

/// Plain rows that follow each other, each on a line of its own.
#[derive(Clone, Copy)]
pub(in crate::data) struct Block<'b> {
    text: &'b str,
    path: &'b SitePath,
    dialect: &'b Dialect,
    fields: &'b [(u32, u32)],
    starts: &'b [u32],
    n_columns: usize,
    line: usize,
}

impl<'t> Splitter<'t> {
    /// Finds rows of `n_columns` fields in `text`; `None` where rows are told apart in too uncommon a way.
    pub(in crate::data) fn new(
        text: &'t str,
        dialect: &'t Dialect,
        n_columns: usize,
    ) -> Option<Self> {
        let is_common = dialect.line_end == b'\n' && dialect.comment.is_none() && n_columns > 0;
        if !is_common || u32::try_from(text.len()).is_err() {
            return None;
        }
        let bytes = text.as_bytes();
        let has_quotes = memchr::memchr(dialect.quote, bytes).is_some();
        let (fields, starts) = (Vec::new(), Vec::new());
        Some(Self { bytes, dialect, n_columns, has_quotes, fields, starts })
    }

    /// The plain rows from where `reader` is, at most `most`; the reader then is behind them.
    pub(in crate::data) fn block<'b>(
        &'b mut self,
        reader: &mut Reader<'t>,
        path: &'b SitePath,
        most: usize,
    ) -> Block<'b> {
        self.fields.clear();
        self.starts.clear();
        let line = reader.line;
        let mut at = reader.at;
        while self.starts.len() < most.min(ROWS) {
            let n_before = self.fields.len();
            let Some(next) = self.row(at) else {
                self.fields.truncate(n_before);
                break;
            };
            self.starts.push(narrow(at));
            at = next;
        }
        reader.at = at;
        reader.line += self.starts.len();
        let Self { dialect, fields, starts, n_columns, .. } = self;
        Block { text: reader.text, path, dialect, fields, starts, n_columns: *n_columns, line }
    }

    /// Adds the fields of the row that begins at `at`, and gives the place behind it; `None` if it is not plain.
    fn row(&mut self, at: usize) -> Option<usize> {
        let needles = Needles::new([self.dialect.delimiter, b'\n', b'\r']);
        let mut from = at;
        for nth in 1..=self.n_columns {
            let end = if self.has_quotes && self.bytes.get(from) == Some(&self.dialect.quote) {
                let close = self.close(from)?;
                self.fields.push((narrow(from + 1), narrow(close)));
                close + 1
            } else {
                let end = needles.find(self.bytes, from)?;
                self.fields.push((narrow(from), narrow(end)));
                end
            };
            let byte = *self.bytes.get(end)?;
            if nth < self.n_columns {
                if byte != self.dialect.delimiter {
                    return None;
                }
                from = end + 1;
            } else if byte == b'\n' {
                // A line without anything is no row, not even of one empty field.
                return (end > at).then_some(end + 1);
            } else if byte == b'\r' && self.bytes.get(end + 1) == Some(&b'\n') {
                return (end > at).then_some(end + 2);
            }
        }
        None
    }

    /// The closing quote of the field that opens at `open`, if nothing is odd about what it holds.
    fn close(&self, open: usize) -> Option<usize> {
        let quote = self.dialect.quote;
        let close = Needles::new([quote, b'\n', b'\r']).find(self.bytes, open + 1)?;
        let is_plain = self.bytes[close] == quote && self.bytes.get(close + 1) != Some(&quote);
        is_plain.then_some(close)
    }
}

/// A place in a piece, of which a [`Splitter`] takes none that is too long.
#[expect(clippy::cast_possible_truncation, reason = "a splitter takes no longer text")]
fn narrow(at: usize) -> u32 {
    at as u32
}

impl<'b> Block<'b> {
    /// The number of rows.
    pub(in crate::data) fn len(&self) -> usize {
        self.starts.len()
    }

    /// The text that the fields are in.
    pub(in crate::data) fn text(&self) -> &'b str {
        self.text
    }

    /// Where the fields of the column `idx` begin and end, row by row.
    pub(in crate::data) fn column(&self, idx: usize) -> impl Iterator<Item = (usize, usize)> + 'b {
        let fields = self.fields.iter().skip(idx).step_by(self.n_columns);
        fields.map(|(start, end)| (*start as usize, *end as usize))
    }

    /// The row `nth`, which can tell its places.
    pub(in crate::data) fn row(&self, nth: usize) -> Located<'b> {
        let at = self.starts.get(nth).map_or(0, |start| *start as usize);
        let Self { text, path, dialect, line, .. } = *self;
        Located { text, path, dialect, at, line: line + nth }
    }
}

/// A row that is read again when somebody asks for a place in it.
pub(in crate::data) struct Located<'b> {
    text: &'b str,
    path: &'b SitePath,
    dialect: &'b Dialect,
    at: usize,
    line: usize,
}

impl Located<'_> {
    fn told<T>(&self, tell: impl FnOnce(&Row<'_>) -> T) -> T {
        let mut record = Record::default();
        let mut reader = Reader::csv_at(self.text, (self.at, self.line), self.dialect);
        // It was found to be plain, and so is read without a flaw.
        drop(reader.next(&mut record));
        tell(&Row { path: self.path, text: self.text, record: &record })
    }
}

impl Places for Located<'_> {
    fn line(&self) -> usize {
        self.line
    }

    fn place(&self, column: usize) -> Place {
        self.told(|row| row.place(column))
    }

    fn written(&self, column: usize) -> String {
        self.told(|row| row.written(column))
    }
}

/// Bytes that are looked for, eight places at a time: fields are so short that calling a search for each would take longer than the search.
#[derive(Clone, Copy)]
struct Needles {
    bytes: [u8; 3],
    words: [u64; 3],
}

impl Needles {
    fn new(bytes: [u8; 3]) -> Self {
        Self { bytes, words: bytes.map(|byte| u64::from_le_bytes([byte; 8])) }
    }

    /// The first place from `from` on that holds one of them.
    #[inline]
    fn find(&self, bytes: &[u8], mut from: usize) -> Option<usize> {
        while let Some(Ok(word)) = bytes.get(from..from + 8).map(<[u8; 8]>::try_from) {
            let word = u64::from_le_bytes(word);
            let [one, two, three] = self.words.map(|needle| zero_bytes(word ^ needle));
            let found = one | two | three;
            if found != 0 {
                return Some(from + found.trailing_zeros() as usize / 8);
            }
            from += 8;
        }
        let rest = bytes.get(from..)?;
        rest.iter().position(|byte| self.bytes.contains(byte)).map(|n| from + n)
    }
}

#[cfg(test)]
mod tests {
    use super::{Needles, Splitter};
    use crate::base::path::SitePath;
    use crate::data::breaches::Places as _;
    use crate::data::text::dialect::Dialect;
    use crate::data::text::records::{Reader, Record};

    #[test]
    fn bytes_are_found_wherever_they_lie_in_a_word() {
        let needles = Needles::new([b',', b'\n', b'\r']);
        for length in 0..40 {
            for at in 0..length {
                for byte in [b',', b'\n', b'\r'] {
                    // Bytes that differ from the needles by a single bit, or have the highest.
                    let mut bytes: Vec<u8> =
                        (0..length).map(|n| b"-\x0b\xac\x8d+\0\x0c"[n % 7]).collect();
                    bytes[at] = byte;
                    for from in 0..=at {
                        assert_eq!(needles.find(&bytes, from), Some(at), "{bytes:?} from {from}");
                    }
                    assert_eq!(needles.find(&bytes, at + 1), None);
                }
            }
        }
    }

    #[test]
    fn plain_rows_are_those_that_a_reader_finds() {
        let dialect = Dialect { delimiter: b',', quote: b'"', comment: None, line_end: b'\n' };
        let path = SitePath::new("data/t.csv").expect("valid");
        for (text, n_plain) in [
            ("1,x,2\n\"3\",\"y, z\",\n,,\n", 3),
            ("1,x,2\r\n\"3\",\"y\",4\r\n", 2),
            ("1,2,3\n4,5\n6,7,8\n", 1),
            ("1,2,3\n4,5,6,7\n", 1),
            ("1,2,3\n\n4,5,6\n", 1),
            ("1,2,3\n4,\"a\"\"b\",6\n", 1),
            ("1,2,3\n4,\"a\nb\",6\n", 1),
            ("1,2,3\n4,\"a\"b,6\n", 1),
            ("1,2,3\n4,a\rb,6\n", 1),
            ("1,2,3\n4,a\"b,ü\n7,8,9", 2),
        ] {
            let mut splitter = Splitter::new(text, &dialect, 3).expect("common");
            let mut reader = Reader::csv(text, 5, &dialect);
            let block = splitter.block(&mut reader, &path, usize::MAX);
            assert_eq!((block.len(), reader.line), (n_plain, 5 + n_plain), "{text}");
            let mut slow = Reader::csv(text, 5, &dialect);
            let mut record = Record::default();
            for nth in 0..n_plain {
                assert_eq!(slow.next(&mut record), Ok(true));
                assert_eq!(record.len(), 3, "{text}");
                let row = crate::data::text::records::Row { path: &path, text, record: &record };
                assert_eq!(block.row(nth).line(), row.line());
                for (idx, (field, _)) in row.fields().enumerate() {
                    let (start, end) = block.column(idx).nth(nth).expect("a field");
                    assert_eq!(&text[start..end], field, "{text}");
                    let (one, other) = (block.row(nth).place(idx), row.place(idx));
                    assert_eq!((one.span, one.source), (other.span, other.source), "{text}");
                }
            }
            assert_eq!(reader.at, slow.at, "{text}");
        }
    }

    #[test]
    fn a_block_has_no_more_rows_than_asked_for() {
        let dialect = Dialect { delimiter: b';', quote: b'"', comment: None, line_end: b'\n' };
        let path = SitePath::new("data/t.csv").expect("valid");
        let text = "1;2\n".repeat(9);
        let mut splitter = Splitter::new(&text, &dialect, 2).expect("common");
        let mut reader = Reader::csv(&text, 1, &dialect);
        let lengths = [4, 4, 4, 4].map(|most| splitter.block(&mut reader, &path, most).len());
        assert_eq!(lengths, [4, 4, 1, 0]);
    }
}
