//! What a file's beginning tells of how it is written, where the contract does not say.

use super::dialect::Dialect;
use super::records::{Reader, Record};

/// What stands between fields: commas by rule, the others where they fit better.
const DELIMITERS: [(u8, &str); 4] =
    [(b',', "commas"), (b';', "semicolons"), (b'\t', "tabs"), (b'|', "vertical bars")];
/// How many records are looked at.
const RECORDS: usize = 200;

/// The name of a delimiter in the plural, if it is one that is looked for.
pub(super) fn plural(delimiter: u8) -> Option<&'static str> {
    DELIMITERS.iter().find(|(known, _)| *known == delimiter).map(|(_, name)| *name)
}

/// What ends the lines of a text: CR if the first line end is one without LF.
///
/// A quoted field may hold line ends of another kind, so that quotes are heeded.
pub(super) fn line_end(head: &[u8], quote: u8, more: bool) -> u8 {
    let (mut quoted, mut previous) = (false, b'\n');
    for (at, byte) in head.iter().enumerate() {
        let opens = !previous.is_ascii_alphanumeric();
        match *byte {
            byte if byte == quote && (quoted || opens) => quoted = !quoted,
            b'\n' if !quoted => return b'\n',
            b'\r' if !quoted => {
                return match head.get(at + 1) {
                    Some(b'\n') => b'\n',
                    None if more => b'\n',
                    Some(_) | None => b'\r',
                };
            }
            _ => {}
        }
        previous = *byte;
    }
    b'\n'
}

/// The delimiter that a first line `sep=;` declares, with the length of the line without its end.
pub(super) fn separator_line(head: &[u8], line_end: u8) -> Option<(u8, usize)> {
    let end = memchr::memchr(line_end, head).unwrap_or(head.len());
    let line = head[..end].strip_suffix(b"\r").unwrap_or(&head[..end]);
    let inner = line.strip_prefix(b"\"").and_then(|line| line.strip_suffix(b"\"")).unwrap_or(line);
    let rest = inner.get(..4).filter(|key| key.eq_ignore_ascii_case(b"sep=")).map(|_| &inner[4..]);
    match rest {
        Some([delimiter]) if delimiter.is_ascii() => Some((*delimiter, end)),
        _ => None,
    }
}

/// The delimiter of the records in `head`: the one by which all of them have the same number of fields, the most if several do.
///
/// Where none does so, the one that divides the header; commas if nothing speaks for another.
pub(super) fn delimiter(head: &str, dialect: &Dialect) -> u8 {
    let mut best: Option<(bool, usize, u8)> = None;
    for (delimiter, _) in DELIMITERS {
        let dialect = Dialect { delimiter, ..dialect.clone() };
        let Some((is_even, n_fields)) = fields(head, &dialect) else { continue };
        if n_fields < 2 {
            continue;
        }
        if best.is_none_or(|(even, most, _)| (is_even, n_fields) > (even, most)) {
            best = Some((is_even, n_fields, delimiter));
        }
    }
    best.map_or(b',', |(_, _, delimiter)| delimiter)
}

/// Have all records as many fields as the first, and how many has that one?
fn fields(head: &str, dialect: &Dialect) -> Option<(bool, usize)> {
    let mut reader = Reader::csv(head, 1, dialect);
    let mut record = Record::default();
    let mut n_fields = None;
    let mut even = true;
    for _ in 0..RECORDS {
        match reader.next(&mut record) {
            Ok(true) => even &= *n_fields.get_or_insert(record.len()) == record.len(),
            Ok(false) => break,
            Err(_) => {
                even = false;
                break;
            }
        }
    }
    Some((even, n_fields?))
}

#[cfg(test)]
mod tests {
    use super::{delimiter, line_end, separator_line};
    use crate::data::text::dialect::Dialect;

    #[test]
    fn delimiters_are_those_that_divide_all_records_alike() {
        let dialect = Dialect { delimiter: b',', quote: b'"', comment: None, line_end: b'\n' };
        for (text, expected) in [
            ("a,b,c\na,b,c|d|e|f", ','),
            ("one|two,two|three\nfour|five,five|six", '|'),
            ("\"Field1,1,1\";Field2;\"Field3\"", ';'),
            ("Field1;Field2;\"Field,3,\"\"3,3\";Field4", ';'),
            ("name;note\na;x,y\nb;z", ';'),
            ("a\tb\n1,5\t2,5\n", '\t'),
            ("v\n1\n2\n", ','),
            ("v\n1;2\n", ','),
            ("a;b;c\n1;2\n", ';'),
            ("a,b\n1;2,3\n4;5,6\n", ','),
            ("", ','),
        ] {
            assert_eq!(char::from(delimiter(text, &dialect)), expected, "{text}");
        }
    }

    #[test]
    fn line_ends_are_those_of_the_first_line() {
        assert_eq!(line_end(b"a,b\r\n1", b'"', true), b'\n');
        assert_eq!(line_end(b"a,b\r1,2\n", b'"', true), b'\r');
        assert_eq!(line_end(b"\"a\rb\",c\n1", b'"', true), b'\n');
        assert_eq!(line_end(b"a\r", b'"', false), b'\r');
        assert_eq!(line_end(b"a", b'"', false), b'\n');
    }

    #[test]
    fn a_line_of_its_own_declares_the_delimiter() {
        assert_eq!(separator_line(b"sep=;\r\na;b", b'\n'), Some((b';', 6)));
        assert_eq!(separator_line(b"\"SEP=\t\"\na", b'\n'), Some((b'\t', 7)));
        assert_eq!(separator_line(b"sep=,x\na", b'\n'), None);
        assert_eq!(separator_line(b"a,b\n", b'\n'), None);
    }
}
