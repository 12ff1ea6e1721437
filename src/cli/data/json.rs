//! Values as JSON, without loss.
//!
//! Numbers are written digit by digit: a float on the way would round integers past 2^53 and most decimals.

use std::fmt::Write as _;

use crate::base::cell::Cell;
use crate::base::frame::Frame;
use crate::host::report;

/// A value: numbers with all their digits, dates and times as strings in ISO 8601.
pub(super) fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Null => "null".to_owned(),
        Cell::Boolean(_) | Cell::Integer(_) | Cell::Decimal(_) | Cell::Float(_) => cell.plain(),
        Cell::Text(_) | Cell::Date(_) | Cell::DateTime(_) | Cell::Instant(_) => {
            string(&cell.plain())
        }
    }
}

/// A string.
pub(super) fn string(text: &str) -> String {
    harmless(&serde_json::Value::from(text).to_string())
}

/// A string, or null where there is none.
pub(super) fn optional(text: Option<&str>) -> String {
    text.map_or_else(|| "null".to_owned(), string)
}

/// An array, each of its values on a line.
pub(super) fn array(values: impl IntoIterator<Item = String>) -> String {
    let values: Vec<String> = values.into_iter().collect();
    format!("[{}]", values.join(",\n "))
}

/// An object with `members` in their order.
pub(super) fn object<'a>(members: impl IntoIterator<Item = (&'a str, String)>) -> String {
    let members = members.into_iter().map(|(name, value)| format!("{}:{value}", string(name)));
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}

/// The rows of a frame, as an array of objects.
pub(super) fn rows(frame: &Frame) -> String {
    let row = |row: &Vec<Cell>| object(frame.names().zip(row.iter().map(cell)));
    array(frame.rows.iter().map(row))
}

/// JSON in which characters that a terminal would obey are escaped: it means the same, as only strings can hold them.
pub(super) fn harmless(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for c in json.chars() {
        if report::is_harmful(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a string cannot fail.
                let _ = write!(text, "\\u{unit:04x}");
            }
        } else {
            text.push(c);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{cell, rows};
    use crate::base::cell::Cell;
    use crate::base::frame::{Column, Frame, Kind};

    #[test]
    fn numbers_keep_every_digit() {
        let decimal = |text: &str| Cell::Decimal(text.parse().expect("a decimal"));
        for (value, expected) in [
            (Cell::Integer(9_007_199_254_740_993), "9007199254740993"),
            (Cell::Integer(i128::MIN), "-170141183460469231731687303715884105728"),
            (decimal("0.10"), "0.10"),
            (decimal("-1e-7"), "-0.0000001"),
            (decimal("12e3"), "12000"),
            (Cell::Float(0.1), "0.1"),
            (Cell::Float(1e21), "1000000000000000000000"),
            (Cell::Boolean(true), "true"),
            (Cell::Null, "null"),
        ] {
            assert_eq!(cell(&value), expected);
            let parsed: Result<serde_json::Value, _> = serde_json::from_str(expected);
            assert!(parsed.is_ok(), "{expected}");
        }
    }

    #[test]
    fn texts_mean_the_same_and_give_no_orders() {
        let text = "\u{1b}[2J \u{9b}\u{7f} \"é\"\u{202e}\n";
        let json = cell(&Cell::Text(text.into()));
        assert_eq!(json, r#""\u001b[2J \u009b\u007f \"é\"\u202e\n""#);
        assert_eq!(serde_json::from_str(&json).ok(), Some(text.to_owned()));
    }

    #[test]
    fn rows_are_objects_in_the_order_of_the_columns() {
        let column =
            |name: &str, kind| Column { name: name.into(), label: "".into(), unit: None, kind };
        let day = chrono::NaiveDate::from_ymd_opt(2024, 2, 1).expect("a day");
        let mut frame = Frame {
            columns: vec![column("z", Kind::Date), column("a \"b\"", Kind::Integer)],
            rows: vec![vec![Cell::Date(day), Cell::Integer(7)], vec![Cell::Null, Cell::Null]],
        };
        assert_eq!(
            rows(&frame),
            "[{\"z\":\"2024-02-01\",\"a \\\"b\\\"\":7},\n {\"z\":null,\"a \\\"b\\\"\":null}]"
        );
        frame.rows.clear();
        assert_eq!(rows(&frame), "[]");
    }
}
