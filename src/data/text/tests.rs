use super::dialect::Written;
use super::pieces::Pieces;
use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;
use crate::base::path::SitePath;
use crate::base::world::Memory;
use crate::data::breaches::Places as _;

/// Every row as `LINE:field|field`, or the error, of a file that is cut into parts of `size` bytes.
fn read(
    name: &str,
    bytes: &[u8],
    written: &Written,
    size: Option<usize>,
) -> Result<Vec<String>, Diagnostic> {
    let mut world = Memory::new(chrono::DateTime::default());
    world.insert(name, bytes);
    let path = SitePath::new(name).expect("valid");
    let mut pieces = Pieces::open((&world, &path), written, written.encoding, size)?;
    pieces.gather_keys(&world, &path, written)?;
    let mut res = Vec::new();
    while let Some(piece) = pieces.next() {
        let manner = pieces.manner.clone();
        let read = piece.rows(&path, &manner, &mut |row| {
            let fields: Vec<&str> = row.fields().map(|(text, _)| text).collect();
            res.push(format!("{}:{}", row.line(), fields.join("|")));
            for (idx, field) in fields.iter().enumerate() {
                let place = row.place(idx);
                let shown = place.source.slice(place.span);
                let quoted = shown.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
                let shown = quoted.unwrap_or(shown).replace("\"\"", "\"");
                let plain = |text: &str| text.replace(['\r', '\n'], "");
                let is_other = name.ends_with("jsonl") || written.quote.is_some();
                assert!(is_other || plain(&shown) == plain(field), "field {idx}: {shown}");
            }
            true
        });
        read.map_err(|error| *error)?;
    }
    assert_eq!(pieces.finish(), (Digest::of(bytes), bytes.len() as u64));
    Ok(res)
}

/// The rows of CSV, whatever the size of its parts.
fn rows(bytes: &[u8]) -> Result<Vec<String>, Diagnostic> {
    let whole = read("data/t.csv", bytes, &Written::default(), None);
    for size in [1, 3, 7] {
        let parts = read("data/t.csv", bytes, &Written::default(), Some(size));
        let told = |read: &Result<Vec<String>, Diagnostic>| {
            read.as_ref().map_err(|error| format!("{error:?}")).cloned()
        };
        assert_eq!(told(&parts), told(&whole), "in parts of {size}");
    }
    whole
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
}

#[test]
fn a_file_without_records_has_none() {
    assert_eq!(rows(b""), Ok(vec![]));
    assert_eq!(rows(b"\n\r\n\n"), Ok(vec![]));
}

#[test]
fn line_ends_of_two_kinds_are_an_error_outside_of_quotes() {
    assert_eq!(error(b"a,b\nc\rd,e\n"), "2:2 a line ends in CR alone here, and in LF before");
    assert_eq!(error(b"a,b\rc,d\ne,f\r"), "2:4 a line ends in LF alone here, and in CR before");
    assert_eq!(rows(b"a,b\n\"c\rd\",e\n"), Ok(vec!["1:a|b".to_owned(), "2:c\rd|e".to_owned()]));
}

#[test]
fn other_encodings_become_text_or_an_error() {
    let expected = Ok(vec!["1:a|b".to_owned(), "2:é|日".to_owned()]);
    let text = "a,b\né,日\n";
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let read_as = |bytes: &[u8], size| read("data/t.csv", bytes, &Written::default(), size);
    for size in [None, Some(1)] {
        assert_eq!(read_as(&[&[0xff, 0xfe], &*little].concat(), size), expected);
        assert_eq!(read_as(&[&[0xfe, 0xff], &*big].concat(), size), expected);
    }
    let ascii: Vec<u8> = "a,b\n1,2\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read_as(&ascii, None).map(|rows| rows.len()), Ok(2));
    let lone = [&[0xff, 0xfe], &*little, &[0x00, 0xd8, b'x', 0]].concat();
    let error = read_as(&lone, None).expect_err("no text");
    assert_eq!(error.message, "the bytes 0x00 0xD8 mean nothing in UTF-16LE");
    assert_eq!(error.labels[0].source.as_ref().expect("placed").first_line, 3);
}

#[test]
fn what_is_declared_is_read_so() {
    let comment = Written { comment: Some("#".into()), ..Written::default() };
    let text = b"# see, \"this\na,b\n1,2\n# end\n";
    assert_eq!(
        read("data/t.csv", text, &comment, Some(1)).map(|rows| rows.join(" ")),
        Ok("2:a|b 3:1|2".into())
    );
    let skip = Written { skip: 2, ..Written::default() };
    assert_eq!(
        read("data/t.csv", b"x\ny,\na;b\n1;2\n", &skip, None).map(|rows| rows.join(" ")),
        Ok("3:a|b 4:1|2".into())
    );
    let quote = Written { quote: Some(b'\''), ..Written::default() };
    assert_eq!(
        read("data/t.csv", b"a,'b,''c'\n", &quote, None).map(|rows| rows.join(" ")),
        Ok("1:a|b,'c".into())
    );
    let plain = Written::default();
    assert_eq!(
        read("data/t.csv", b"sep=;\r\na;b\r\n", &plain, None).map(|rows| rows.join(" ")),
        Ok("2:a|b".into())
    );
    assert_eq!(
        read("data/t.tsv", b"a,b\tc\n", &plain, None).map(|rows| rows.join(" ")),
        Ok("1:a,b|c".into())
    );
}

#[test]
fn lines_of_json_are_rows() {
    let told = |text: &str, size| read("data/t.jsonl", text.as_bytes(), &Written::default(), size);
    let text = "{\"a\": 1, \"b\": \"x\\ny\"}\n\n { \"c\" : null,\"a\":-1.50e3 } \r\n{}";
    let expected = ["1:1|x\ny|", "3:-1.50e3||", "4:||"].map(str::to_owned).to_vec();
    for size in [None, Some(1)] {
        assert_eq!(told(text, size).as_ref(), Ok(&expected));
    }
    for (text, expected) in [
        ("{\"a\": 01}", "1:7 this is not valid JSON: expected a value"),
        ("{\"a\": 1,}", "1:9 this is not valid JSON: expected a key in double quotes"),
        ("{\"a\": 1}\n[1]", "2:1 the line holds no object"),
        ("{\"a\": 1} {\"a\": 2}", "1:10 something follows the object"),
        ("{\"a\": [1]}", "1:7 the value of `a` is a list"),
        ("{\"a\": 1, \"a\": 2}", "1:10 the key `a` stands twice in the object"),
        ("{\"a\": \"x}", "1:7 this is not valid JSON: the text is never closed on its line"),
        ("{\"a\" 1}", "1:6 this is not valid JSON: expected a `:` after the key"),
    ] {
        let error = told(text, None).expect_err("no rows");
        let label = &error.labels[0];
        let at = label.source.as_ref().expect("placed").position(label.span.start);
        assert_eq!(format!("{}:{} {}", at.line, at.column, error.message), expected);
    }
}
