//! How CSV is written: what a contract declares of it, and what a file turns out to be.

use std::sync::Arc;

use super::input::TextEncoding;
use crate::data::numeral::Numerals;

/// What a contract declares of how a table's files are written.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Written {
    /// What stands between fields.
    pub delimiter: Option<u8>,
    /// What stands around fields that hold delimiters, in place of `"`.
    pub quote: Option<u8>,
    /// What lines begin with that are no records.
    pub comment: Option<Arc<str>>,
    /// How many lines at the beginning are no records.
    pub skip: usize,
    /// The names of the columns of files that begin with a row.
    pub header: Option<Vec<String>>,
    /// How characters are written as bytes.
    pub encoding: Option<TextEncoding>,
    /// How numbers and dates are written.
    pub numerals: Numerals,
}

/// How the records of a file are told apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::data) struct Dialect {
    /// What stands between fields.
    pub(in crate::data) delimiter: u8,
    /// What stands around fields.
    pub(in crate::data) quote: u8,
    /// What lines begin with that are no records.
    pub(in crate::data) comment: Option<Arc<str>>,
    /// What ends lines: LF, with CR before it or not, or CR alone.
    pub(in crate::data) line_end: u8,
}

impl Dialect {
    /// Does the line that begins at `start` hold no record, but a remark?
    pub(super) fn is_comment(&self, bytes: &[u8], start: usize) -> bool {
        let Some(comment) = &self.comment else { return false };
        bytes.get(start..).is_some_and(|rest| rest.starts_with(comment.as_bytes()))
    }

    /// The end of the line that `at` is in: the place of what ends it, or the end of `bytes`.
    pub(super) fn line_end(&self, bytes: &[u8], at: usize) -> usize {
        let rest = bytes.get(at..).unwrap_or_default();
        memchr::memchr(self.line_end, rest).map_or(bytes.len(), |n| at + n)
    }

    /// The end of the last whole record in `bytes`, which begin with a record; `None` if none ends there.
    pub(super) fn last_end(&self, bytes: &[u8]) -> Option<usize> {
        let (mut from, mut last) = (0, None);
        loop {
            let open = self.next_quoted(bytes, from);
            let plain = &bytes[from..open.unwrap_or(bytes.len())];
            if let Some(at) = memchr::memrchr(self.line_end, plain) {
                last = Some(from + at + 1);
            }
            let Some(open) = open else { return last };
            let Some(close) = self.close(bytes, open) else { return last };
            from = close + 1;
        }
    }

    /// The closing quote of the field that opens at `open`.
    pub(super) fn close(&self, bytes: &[u8], open: usize) -> Option<usize> {
        let mut from = open + 1;
        loop {
            let at = from + memchr::memchr(self.quote, bytes.get(from..)?)?;
            if bytes.get(at + 1) != Some(&self.quote) {
                return Some(at);
            }
            from = at + 2;
        }
    }

    /// The next quote from `from` on, which lies outside of quoted fields, that opens one.
    fn next_quoted(&self, bytes: &[u8], mut from: usize) -> Option<usize> {
        loop {
            let at = from + memchr::memchr(self.quote, bytes.get(from..)?)?;
            let before = at.checked_sub(1).map(|before| bytes[before]);
            let opens = before.is_none_or(|byte| byte == self.delimiter || byte == self.line_end);
            from = at + 1;
            if !opens {
                continue;
            }
            if self.comment.is_some() {
                let line = memchr::memrchr(self.line_end, &bytes[..at]).map_or(0, |end| end + 1);
                if self.is_comment(bytes, line) {
                    from = self.line_end(bytes, at);
                    continue;
                }
            }
            return Some(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Dialect;

    fn dialect(comment: Option<&str>) -> Dialect {
        let comment = comment.map(Into::into);
        Dialect { delimiter: b',', quote: b'"', comment, line_end: b'\n' }
    }

    #[test]
    fn records_end_outside_of_quotes() {
        let end = |text: &str| dialect(None).last_end(text.as_bytes());
        assert_eq!(end("a,b\n1,2\n3"), Some(8));
        assert_eq!(end("a,b\n1,\"x\ny"), Some(4));
        assert_eq!(end("a,b\n1,\"x\n\"\"y\"\n5"), Some(14));
        assert_eq!(end("a,b\n5\" disk,\"x\ny\"\nz"), Some(18));
        assert_eq!(end("\"a\nb"), None);
    }

    #[test]
    fn quotes_in_remarks_open_nothing() {
        let text = b"# see,\"this\na,b\n1";
        assert_eq!(dialect(Some("#")).last_end(text), Some(16));
        assert_eq!(dialect(None).last_end(text), None);
    }
}
