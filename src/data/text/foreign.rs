//! Files that are no text of fields, whatever their names say.

use crate::base::diagnostic::Diagnostic;
use crate::base::path::SitePath;
use crate::base::source::Source;
use crate::base::table_file::{Packing, RowForm, table_file};

/// The first bytes of other forms of files, what they are, and what to do.
const MAGIC: [(&[u8], &str, &str); 6] = [
    (b"PK\x03\x04", "a spreadsheet or another ZIP archive", "export the table as CSV"),
    (b"\xD0\xCF\x11\xE0", "a spreadsheet of old Excel", "export the table as CSV"),
    (b"\x1F\x8B", "packed by gzip", "name it `.csv.gz`"),
    (b"\x28\xB5\x2F\xFD", "packed by Zstandard", "name it `.csv.zst`"),
    (b"PAR1", "Parquet", "name it `.parquet`"),
    (b"\x00\x00\xFE\xFF", "UTF-32", "save the file as UTF-8"),
];

/// The error for a file that begins with `head` and is no CSV.
pub(super) fn refuse(path: &SitePath, head: &[u8]) -> Option<Diagnostic> {
    let file = table_file(path);
    let is_csv = file.as_ref().is_none_or(|file| file.rows != RowForm::JsonLines);
    let is_plain = file.as_ref().is_none_or(|file| file.packing == Packing::Plain);
    let magic = MAGIC.iter().find(|(magic, ..)| is_plain && head.starts_with(magic));
    let (what, help) = match magic {
        Some((_, what, help)) => (*what, *help),
        // The mark of UTF-16 was taken away: what is left of UTF-32 begins with a character that is none.
        None if head.starts_with(b"\0") => ("UTF-32", "save the file as UTF-8"),
        None => markup(head).filter(|_| is_csv)?,
    };
    let message = format!("`{path}` is {what}, not CSV");
    let (line, text) = if magic.is_some() { (1, "") } else { first_line(head) };
    let source = Source::excerpt(path.clone(), text, line);
    Some(Diagnostic::error("data/not-csv", message).label_in(&source, 0..text.len(), "").help(help))
}

/// The first line that is not blank, shortened if it is long, and its number.
fn first_line(head: &[u8]) -> (usize, &str) {
    const MOST: usize = 100;
    let head = head.utf8_chunks().next().map_or("", |chunk| chunk.valid());
    let lines = head.lines().zip(1..).map(|(line, number)| (number, line.trim_end()));
    let (number, line) = lines.into_iter().find(|(_, line)| !line.is_empty()).unwrap_or((1, ""));
    (number, &line[..line.floor_char_boundary(MOST)])
}

/// What a text in the syntax of another language is.
fn markup(head: &[u8]) -> Option<(&'static str, &'static str)> {
    let text = head.trim_ascii_start();
    let begins = |with: &[u8]| text.get(..with.len()).is_some_and(|b| b.eq_ignore_ascii_case(with));
    if begins(b"<!doctype html") || begins(b"<html") {
        return Some((
            "a page in HTML",
            "look whether its address answers with an error, and fetch the table itself",
        ));
    }
    if begins(b"<?xml") {
        return Some(("XML", "export the table as CSV"));
    }
    let within = text.strip_prefix(b"[").map_or(text, <[u8]>::trim_ascii_start);
    let rest = within.strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
    let is_json = rest.is_some_and(|rest| rest.starts_with(b"\"") && rest.contains(&b':'));
    is_json.then_some((
        "JSON",
        "write one object on each line and name it `.jsonl`, or export the table as CSV",
    ))
}

#[cfg(test)]
mod tests {
    use super::{SitePath, refuse};

    #[test]
    fn other_forms_of_files_are_known_by_their_first_bytes() {
        let told = |name: &str, head: &[u8]| {
            refuse(&SitePath::new(name).expect("valid"), head).map(|error| error.message)
        };
        for (head, what) in [
            (&b"PK\x03\x04\x14"[..], "a spreadsheet or another ZIP archive"),
            (b"\x1F\x8B\x08", "packed by gzip"),
            (b"\0a\0", "UTF-32"),
            (b"\r\n<!DOCTYPE HTML><html>", "a page in HTML"),
            (b"<?xml version", "XML"),
            (b"[\n  {\n \"a\": 1}]", "JSON"),
            (b"{\"a\": 1}", "JSON"),
        ] {
            assert_eq!(told("data/t.csv", head), Some(format!("`data/t.csv` is {what}, not CSV")));
        }
        for head in [&b"a,b\n"[..], b"{a},b\n", b"[x],{y}\n", b"<5,>5\n", b"", b"\"{\",b\n"] {
            assert_eq!(told("data/t.csv", head), None, "{head:?}");
        }
        assert_eq!(told("data/t.jsonl", b"{\"a\": 1}"), None);
        assert_eq!(told("data/t.csv.gz", b"a,b\n"), None);
    }
}
