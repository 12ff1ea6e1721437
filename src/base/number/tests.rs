use std::str::FromStr as _;

use bigdecimal::BigDecimal;
use chrono::{NaiveDate, NaiveDateTime};

use super::{Format, Locale, Mismatch, Reading, restated};
use crate::base::cell::Cell;

fn decimal(text: &str) -> Cell {
    Cell::Decimal(BigDecimal::from_str(text).expect("a decimal"))
}

pub(in crate::base) fn date(text: &str) -> Cell {
    Cell::Date(NaiveDate::from_str(text).expect("a date"))
}

/// `value` as a reader of tables makes it: a date, an integer or a decimal.
pub(super) fn cell(value: &str) -> Cell {
    NaiveDate::from_str(value)
        .map(Cell::Date)
        .or_else(|_| value.parse().map(Cell::Integer))
        .unwrap_or_else(|_| decimal(value))
}

fn written(text: &str, value: &Cell) -> String {
    let format =
        Format::read(text, Locale::ENGLISH).unwrap_or_else(|| panic!("`{text}` is not read"));
    format.write(value, None).unwrap_or_else(|mismatch| panic!("`{text}`: {mismatch}"))
}

/// Each text is read as the value, and the value is written as the text.
#[track_caller]
fn both_ways(cases: &[(&str, &str)]) {
    for (text, value) in cases {
        let reading = Reading::of(text, None, Locale::ENGLISH)
            .unwrap_or_else(|| panic!("`{text}` is not read"));
        let expected = cell(value);
        let same = match (reading.value.decimal(), expected.decimal()) {
            (Some(read), Some(expected)) => read == expected,
            _ => reading.value == expected,
        };
        assert!(same, "`{text}` is read as {:?}, not {value}", reading.value);
        assert_eq!(reading.format.write(&expected, None).as_deref(), Ok(*text));
    }
}

#[test]
fn plain_and_grouped_numbers() {
    both_ways(&[
        ("0", "0"),
        ("7", "7"),
        ("1234", "1234"),
        ("46790000000", "46790000000"),
        ("46,790,000,000", "46790000000"),
        ("46 790 000 000", "46790000000"),
        ("46\u{202f}790\u{202f}000", "46790000"),
        ("46\u{2009}790", "46790"),
        ("46\u{a0}790\u{a0}000", "46790000"),
        ("46’790", "46790"),
        ("0.05", "0.05"),
        ("1,234.50", "1234.5"),
        ("3.14159265358979323846264338327950288", "3.14159265358979323846264338327950288"),
    ]);
}

#[test]
fn scales() {
    both_ways(&[
        ("44.9B", "44900000000"),
        ("12k", "12000"),
        ("12K", "12000"),
        ("1.10T", "1100000000000"),
        ("0.5M", "500000"),
        ("1,500M", "1500000000"),
        ("5bn", "5000000000"),
        ("£5.2 bn", "5200000000"),
        ("3 mln", "3000000"),
        ("1.2 million", "1200000"),
        ("1.2\u{a0}billion tokens", "1200000000"),
        ("4 trillion", "4000000000000"),
        ("12 thousand", "12000"),
        ("5-million", "5000000"),
        ("$5 Billion", "5000000000"),
        ("44.9B tokens", "44900000000"),
    ]);
}

#[test]
fn hundredths_multiples_and_units() {
    both_ways(&[
        ("50%", "0.5"),
        ("12.5%", "0.125"),
        ("12.5\u{202f}%", "0.125"),
        ("50 percent", "0.5"),
        ("50% of all tokens", "0.5"),
        ("5 pp", "0.05"),
        ("5.0 percentage points", "0.05"),
        ("76x", "76"),
        ("76×", "76"),
        ("76x more", "76"),
        ("76 times", "76"),
        ("3-fold", "3"),
        ("12 ms", "12"),
        ("20°C", "20"),
        ("3 km/h", "3"),
        ("12 t CO2", "12"),
        ("12 MB", "12"),
        ("12MB", "12"),
        ("5 K", "5"),
        ("$0.15 per 1M tokens", "0.15"),
        ("3rd", "3"),
        ("111th of the list", "111"),
        ("#3", "3"),
        ("~50%", "0.5"),
        ("≈ 44.9B", "44900000000"),
    ]);
}

#[test]
fn money_and_signs() {
    both_ways(&[
        ("$6.25M", "6250000"),
        ("£5m", "5000000"),
        ("€3.2b", "3200000000"),
        ("5m", "5"),
        ("US$5", "5"),
        ("CA$ 1,250.00", "1250"),
        ("EUR 3.50", "3.5"),
        ("3.50 €", "3.5"),
        ("12M USD", "12000000"),
        ("-3.2B", "-3200000000"),
        ("−3.2B", "-3200000000"),
        ("–5%", "-0.05"),
        ("+5%", "0.05"),
        ("+0.0%", "0"),
        ("-$3", "-3"),
        ("$-3", "-3"),
        ("+$3M", "3000000"),
    ]);
}

#[test]
fn dates() {
    both_ways(&[
        ("2025-03-08", "2025-03-08"),
        ("2025-03", "2025-03-01"),
        ("8 March 2025", "2025-03-08"),
        ("08 March 2025", "2025-03-08"),
        ("18\u{a0}Mar. 2025", "2025-03-18"),
        ("March 8, 2025", "2025-03-08"),
        ("Mar 8, 2025", "2025-03-08"),
        ("March 2025", "2025-03-01"),
        ("May 2025", "2025-05-01"),
        ("Sept 2025", "2025-09-01"),
        ("Sep 2025", "2025-09-01"),
        ("Q1 2025", "2025-01-01"),
        ("2025-Q4", "2025-10-01"),
        ("2025Q3", "2025-07-01"),
        ("Q1 of 2025", "2025-01-01"),
        ("March 8", "2000-03-08"),
        ("8th of March 2025", "2025-03-08"),
        ("March 1st, 2025", "2025-03-01"),
        ("22nd March", "2000-03-22"),
        ("Saturday, 8 March 2025", "2025-03-08"),
        ("Sat, March 8, 2025", "2025-03-08"),
        ("Saturday", "2000-01-01"),
        ("Friday", "2000-01-07"),
        ("Q3", "2000-07-01"),
        ("week 10", "2000-03-06"),
    ]);
}

#[test]
fn another_date_is_written_like_the_text() {
    let day = date("2024-12-05");
    for (text, expected) in [
        ("08 March 2025", "05 December 2024"),
        ("March 8, 2025", "December 5, 2024"),
        ("Mar. 8, 2025", "Dec. 5, 2024"),
        ("Q1 2025", "Q4 2024"),
        ("2025", "2024"),
        ("2025-03", "2024-12"),
    ] {
        assert_eq!(written(text, &day), expected);
    }
    let time = NaiveDateTime::from_str("2024-12-05T23:59:59").expect("a time");
    assert_eq!(written("8 March 2025", &Cell::DateTime(time)), "5 December 2024");
}

#[test]
fn what_is_no_number_is_not_read() {
    for text in [
        "",
        " ",
        "Cline",
        "v1.2.3",
        "1,23,4",
        "1,2345",
        "1234,567",
        "12,34,567",
        "0,123",
        "1,234 567",
        "46\u{202f}790\u{2009}000",
        "1,234.5.6",
        "1.",
        ".5",
        "007",
        "5e-2",
        "1e5",
        "0x1F",
        "3x10",
        "1.5×10⁹",
        "3/4",
        "24/7",
        "50-60%",
        "25:30",
        "5 of 10",
        "76x ",
        " 76x",
        "5.",
        "44.9B.",
        "50M+",
        ">40B",
        "±5",
        "+-5",
        "-$-5",
        "--5",
        "- 5",
        "$",
        "-",
        "%",
        "K",
        "3nd",
        "5%5",
        "2025-13-01",
        "2025-02-30",
        "2025-3-8",
        "30 February 2025",
        "32 March 2025",
        "march 2025",
        "March. 2025",
        "Q5 2025",
        "Q1  2025",
        "GPT-4",
        "１２",
    ] {
        assert_eq!(Reading::of(text, None, Locale::ENGLISH), None, "`{text}`");
    }
}

#[test]
fn texts_of_any_length_are_refused_or_read_in_time() {
    assert_eq!(Format::read(&"9".repeat(100_000), Locale::ENGLISH), None);
    assert_eq!(Format::read(&"9,999".repeat(100_000), Locale::ENGLISH), None);
    assert_eq!(Format::read(&"a1".repeat(100_000), Locale::ENGLISH), None);
    assert!(Format::read(&"9".repeat(300), Locale::ENGLISH).is_some());
}

#[test]
fn halves_are_rounded_away_from_zero_on_the_decimal_value() {
    for (text, value, expected) in [
        ("1.0", Cell::Float(1.05), "1.1"),
        ("1.0", Cell::Float(-1.05), "-1.1"),
        ("1.00", Cell::Float(1.005), "1.01"),
        ("0", decimal("2.5"), "3"),
        ("0", decimal("-2.5"), "-3"),
        ("0", decimal("0.5"), "1"),
        ("0.0", decimal("0.04999999999999999999999999999"), "0.0"),
        ("5%", Cell::Float(0.145), "15%"),
        ("44.9B", Cell::Integer(44_850_000_000), "44.9B"),
        ("44.9B", Cell::Integer(44_849_999_999), "44.8B"),
    ] {
        assert_eq!(written(text, &value), expected);
    }
}

#[test]
fn zero_is_never_negative() {
    assert_eq!(written("-3.2", &decimal("-0.04")), "0.0");
    assert_eq!(written("-3.2%", &Cell::Float(-0.0)), "0.0%");
    assert_eq!(written("-0.0", &decimal("-0.04")), "0.0");
    assert_eq!(written("+5", &decimal("-0.4")), "+0");
}

#[test]
fn other_values_keep_the_scale_the_sign_and_the_grouping_of_the_text() {
    for (text, value, expected) in [
        ("44.9B", "450000000", "0.5B"),
        ("44.9B", "1234000000000", "1,234.0B"),
        ("12k", "-999500", "-1,000k"),
        ("76x", "12345", "12,345x"),
        ("2024", "12345", "12,345"),
        ("12345", "1234567", "1234567"),
        ("5’000", "1234567", "1’234’567"),
        ("+5%", "-0.03", "-3%"),
        ("$-3", "-4", "$-4"),
        ("$3", "-4", "-$4"),
        ("3rd", "1011", "1,011th"),
        ("1st", "22", "22nd"),
    ] {
        assert_eq!(written(text, &cell(value)), expected);
    }
}

#[test]
fn a_value_in_percent_is_not_multiplied() {
    let reading = Reading::of("12.5%", Some("percent"), Locale::ENGLISH).expect("a number");
    assert_eq!(reading.value, decimal("12.5"));
    assert_eq!(reading.format.write(&reading.value, Some("percent")).as_deref(), Ok("12.5%"));
    assert_eq!(reading.format.write(&decimal("0.125"), Some("tokens")).as_deref(), Ok("12.5%"));
}

#[test]
fn extreme_values_are_written_or_refused() {
    assert_eq!(
        written("1", &Cell::Integer(i128::MIN)),
        "-170,141,183,460,469,231,731,687,303,715,884,105,728"
    );
    assert_eq!(
        written("1.0T", &Cell::Integer(i128::MAX)),
        "170,141,183,460,469,231,731,687,303.7T"
    );
    assert_eq!(written("0", &Cell::Float(f64::MIN_POSITIVE)), "0");
    assert_eq!(written("0", &Cell::Float(f64::MAX)).len(), 309 + 102);
    let format = Format::read("1", Locale::ENGLISH).expect("a number");
    for huge in ["1e1000000000", "1e-1000000000", "-1e9223372036854775807"] {
        assert_eq!(format.write(&decimal(huge), None), Err(Mismatch::TooLong), "{huge}");
        assert_eq!(format.rescaled(&decimal(huge), None), Err(Mismatch::TooLong), "{huge}");
    }
}

#[test]
fn values_of_another_kind_are_explained() {
    let explained = |text: &str, value: &Cell| {
        let res = Format::read(text, Locale::ENGLISH).expect("readable").write(value, None);
        res.expect_err("a mismatch").to_string()
    };
    let text = Cell::Text("Cline".into());
    assert_eq!(explained("76x", &text), "the value is a text, `Cline`, not a number");
    assert_eq!(
        explained("76x", &date("2025-03-08")),
        "the value is a date, `2025-03-08`, not a number"
    );
    assert_eq!(
        explained("March 2025", &Cell::Integer(76)),
        "the value is a number, `76`, not a date"
    );
    assert_eq!(
        explained("3", &Cell::Boolean(true)),
        "the value is a boolean, `true`, not a number"
    );
    assert_eq!(explained("3", &Cell::Null), "the value is NULL");
    let long = Cell::Text("ä".repeat(100).into());
    assert!(explained("3", &long).contains(&format!("`{}…`", "ä".repeat(40))));
}

#[test]
fn a_bound_text_is_restated_by_its_value() {
    let restated = |text, value: &Cell| restated(text, value, None, Locale::ENGLISH);
    assert_eq!(restated("75x", &Cell::Float(76.36)).as_deref(), Ok("76x"));
    assert_eq!(restated("Aider", &Cell::Text("Cline".into())).as_deref(), Ok("Cline"));
    assert_eq!(restated("7 Days", &Cell::Text("7 Days".into())).as_deref(), Ok("7 Days"));
    assert_eq!(restated("many", &Cell::Integer(7)), Err(Mismatch::Unreadable));
    assert_eq!(restated("many", &Cell::Null), Err(Mismatch::Null));
}

#[test]
fn rescaling_chooses_the_scale_after_rounding() {
    for (text, value, expected) in [
        ("1.0K", "999950", "1.0M"),
        ("1.0K", "999949.99", "999.9K"),
        ("44.9B", "999950000000", "1.0T"),
        ("44.9B", "450000000", "450.0M"),
        ("44.9B", "-450000000", "-450.0M"),
        ("1.2 million tokens", "999950", "1.0 million tokens"),
        ("1.2 million tokens", "950", "950 tokens"),
        ("1.2 million tokens", "999.99", "1.0 thousand tokens"),
        ("$5bn", "0", "$0"),
        ("£5.0m", "1200000000", "£1.2bn"),
        ("1.1T", "9876543210000000", "9,876.5T"),
        ("1500M", "1600000000", "1600M"),
        ("0.5B", "400000000", "0.4B"),
        ("46,790", "999950", "999,950"),
        ("50%", "0.3", "30%"),
    ] {
        let format = Format::read(text, Locale::ENGLISH).expect("readable");
        assert_eq!(format.rescaled(&cell(value), None).as_deref(), Ok(expected), "{text}");
    }
}
