use super::{Digest, Records, write};
use crate::base::cell::Cell;
use crate::base::diagnostic::Diagnostic;
use crate::base::frame::{Column, Frame, Kind};
use crate::base::path::SitePath;
use crate::base::world::Memory;

/// Every row as `LINE:field|field`, or the error.
fn rows(bytes: &[u8]) -> Result<Vec<String>, Diagnostic> {
    let mut world = Memory::new(chrono::DateTime::default());
    world.insert("data/t.csv", bytes);
    let path = SitePath::new("data/t.csv").expect("valid");
    let mut records = Records::open(&world, &path)?;
    let mut res = Vec::new();
    while let Some(row) = records.next()? {
        res.push(format!("{}:{}", row.line, row.fields().collect::<Vec<_>>().join("|")));
        for (idx, field) in row.fields().enumerate() {
            let place = row.place(idx);
            let shown = place.source.slice(place.span);
            let quoted = shown.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
            let shown = quoted.unwrap_or(shown).replace("\"\"", "\"");
            assert_eq!(
                shown.replace(['\r', '\n'], ""),
                field.replace(['\r', '\n'], ""),
                "field {idx}"
            );
        }
    }
    assert_eq!(records.finish(), (Digest::of(bytes), bytes.len() as u64));
    Ok(res)
}

/// `LINE:COLUMN message` of the error.
fn error(bytes: &[u8]) -> String {
    let error = rows(bytes).expect_err("not readable");
    let label = &error.labels[0];
    let position = label.source.as_ref().expect("placed").position(label.span.start);
    format!("{}:{} {}", position.line, position.column, error.message)
}

#[test]
fn line_ends_of_all_kinds_are_counted() {
    let expected = vec!["1:a|b".to_owned(), "2:1|2".to_owned(), "4:3|4".to_owned()];
    assert_eq!(rows(b"a,b\n1,2\n\n3,4\n").as_ref(), Ok(&expected));
    assert_eq!(rows(b"a,b\r\n1,2\r\n\r\n3,4").as_ref(), Ok(&expected));
    assert_eq!(rows(b"a,b\r1,2\r\r3,4\r").as_ref(), Ok(&expected));
    assert_eq!(rows(b"\xef\xbb\xbfa,b\r\n1,2\r\n\r\n3,4").as_ref(), Ok(&expected));
}

#[test]
fn a_byte_order_mark_before_a_quoted_header_is_no_part_of_it() {
    assert_eq!(rows(b"\xef\xbb\xbf\"a\",b\n"), Ok(vec!["1:a|b".to_owned()]));
}

#[test]
fn quoted_newlines_are_kept_and_lines_after_them_are_right() {
    let read = rows(b"a,b\n\"x\r\ny\",\"say \"\"hi\"\"\"\n1,\n");
    let expected = ["1:a|b", "2:x\r\ny|say \"hi\"", "4:1|"].map(str::to_owned).to_vec();
    assert_eq!(read, Ok(expected));
}

#[test]
fn records_longer_than_the_buffer_keep_their_places() {
    let long = "x".repeat(200_000);
    let read = rows(format!("a,b\n{long},1\n{long},2\n3,4\n").as_bytes()).expect("readable");
    assert_eq!(read.len(), 4);
    assert_eq!(read[3], "4:3|4");
}

#[test]
fn an_unclosed_quote_is_reported_where_it_opens() {
    assert_eq!(error(b"a,b\n1,\"open\n2,3\n"), "2:3 the quote is never closed");
}

#[test]
fn text_after_a_closing_quote_is_an_error() {
    assert_eq!(error(b"a,b\n5\" disk,ok\n\"abc\"def,2\n"), "3:6 text follows a quoted field");
}

#[test]
fn bytes_that_are_no_text_are_placed() {
    assert_eq!(error(b"a,b\n1,\xe9t\xe9\n"), "2:3 byte 0xE9 is not UTF-8");
    assert_eq!(error(b"a,b\n1,2\n\x00,4\n"), "3:1 the file holds a NUL byte");
    assert_eq!(error(b"\xff\xfea\x00"), "1:1 `data/t.csv` is UTF-16 (little endian), not UTF-8");
}

#[test]
fn a_file_without_records_has_none() {
    assert_eq!(rows(b""), Ok(vec![]));
    assert_eq!(rows(b"\n\r\n\n"), Ok(vec![]));
}

#[test]
fn a_frame_is_written_so_that_it_reads_back() {
    let column =
        |name: &str| Column { name: name.into(), label: "".into(), unit: None, kind: Kind::Text };
    let frame = Frame {
        columns: vec![column("a"), column("b")],
        rows: vec![
            vec![Cell::Text("x, \"y\"\nz".into()), Cell::Float(1e21)],
            vec![Cell::Null, Cell::Integer(i128::MAX)],
        ],
    };
    let text = write(&frame);
    assert_eq!(
        text,
        "a,b\n\"x, \"\"y\"\"\nz\",1000000000000000000000\n,170141183460469231731687303715884105727\n"
    );
    let read = rows(text.as_bytes());
    let expected = [
        "1:a|b",
        "2:x, \"y\"\nz|1000000000000000000000",
        "4:|170141183460469231731687303715884105727",
    ];
    assert_eq!(read, Ok(expected.map(str::to_owned).into()));
    let one = Frame { columns: vec![column("a")], rows: vec![vec![Cell::Null]] };
    assert_eq!(write(&one), "a\n\"\"\n", "a blank line would be no row");
}
