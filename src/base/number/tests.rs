use std::str::FromStr as _;

use bigdecimal::BigDecimal;
use chrono::{NaiveDate, NaiveDateTime};

use super::{Format, Mismatch, Reading, restated, short, short_axis};
use crate::base::cell::Cell;

fn decimal(text: &str) -> Cell {
    Cell::Decimal(BigDecimal::from_str(text).expect("a decimal"))
}

fn date(text: &str) -> Cell {
    Cell::Date(NaiveDate::from_str(text).expect("a date"))
}

/// `value` as a reader of tables makes it: a date, an integer or a decimal.
fn cell(value: &str) -> Cell {
    NaiveDate::from_str(value)
        .map(Cell::Date)
        .or_else(|_| value.parse().map(Cell::Integer))
        .unwrap_or_else(|_| decimal(value))
}

fn written(text: &str, value: &Cell) -> String {
    let format = Format::read(text).unwrap_or_else(|| panic!("`{text}` is not read"));
    format.write(value, None).unwrap_or_else(|mismatch| panic!("`{text}`: {mismatch}"))
}

/// Each text is read as the value, and the value is written as the text.
#[track_caller]
fn both_ways(cases: &[(&str, &str)]) {
    for (text, value) in cases {
        let reading = Reading::of(text, None).unwrap_or_else(|| panic!("`{text}` is not read"));
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
        "10:30",
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
        "March 25",
        "march 2025",
        "March. 2025",
        "Q5 2025",
        "Q1  2025",
        "GPT-4",
        "１２",
    ] {
        assert_eq!(Reading::of(text, None), None, "`{text}`");
    }
}

#[test]
fn texts_of_any_length_are_refused_or_read_in_time() {
    assert_eq!(Format::read(&"9".repeat(100_000)), None);
    assert_eq!(Format::read(&"9,999".repeat(100_000)), None);
    assert_eq!(Format::read(&"a1".repeat(100_000)), None);
    assert!(Format::read(&"9".repeat(400)).is_some());
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
    let reading = Reading::of("12.5%", Some("percent")).expect("a number");
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
    let format = Format::read("1").expect("a number");
    for huge in ["1e1000000000", "1e-1000000000", "-1e9223372036854775807"] {
        assert_eq!(format.write(&decimal(huge), None), Err(Mismatch::TooLong), "{huge}");
        assert_eq!(format.rescaled(&decimal(huge), None), Err(Mismatch::TooLong), "{huge}");
    }
}

#[test]
fn values_of_another_kind_are_explained() {
    let explained = |text: &str, value: &Cell| {
        let res = Format::read(text).expect("readable").write(value, None);
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
    let restated = |text, value: &Cell| restated(text, value, None);
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
        ("1.1T", "9876543210000000", "9,876.5T"),
        ("1500M", "1600000000", "1600M"),
        ("0.5B", "400000000", "0.4B"),
        ("46,790", "999950", "999,950"),
        ("50%", "0.3", "30%"),
    ] {
        let format = Format::read(text).expect("readable");
        assert_eq!(format.rescaled(&cell(value), None).as_deref(), Ok(expected), "{text}");
    }
}

#[test]
fn formats_by_name() {
    for (name, value, expected) in [
        ("int", "1234567.5", "1234568"),
        ("grouped", "1234567.891", "1,234,568"),
        ("grouped1", "1234567.891", "1,234,567.9"),
        ("fixed2", "1234567.891", "1234567.89"),
        ("fixed0", "1234567.891", "1234568"),
        ("short", "1234567.891", "1.23M"),
        ("short", "44900000000", "44.9B"),
        ("short", "999500", "1M"),
        ("short", "999499", "999K"),
        ("short", "999.9", "1K"),
        ("short", "588", "588"),
        ("short", "0.00012345", "0.000123"),
        ("short", "0", "0"),
        ("short1", "999950", "1.0M"),
        ("short1", "999949", "999.9K"),
        ("short1", "588", "588"),
        ("short1", "588.25", "588.3"),
        ("short1", "-44900000000", "-44.9B"),
        ("percent", "0.1234", "12%"),
        ("percent1", "0.1234", "12.3%"),
        ("pp1", "0.1234", "12.3\u{a0}pp"),
        ("x", "76.36", "76x"),
        ("x1", "76.36", "76.4x"),
        ("ordinal", "3", "3rd"),
        ("usd", "1234567.891", "$1,234,568"),
        ("usd2", "-1234567.891", "-$1,234,567.89"),
        ("eur", "12", "€12"),
        ("chf2", "12", "CHF\u{a0}12.00"),
        ("usd-short", "6250000", "$6.25M"),
        ("usd-short1", "6250000", "$6.3M"),
        ("signed-percent1", "0.1234", "+12.3%"),
        ("signed-short", "1234567", "+1.23M"),
        ("date", "2025-03-08", "2025-03-08"),
        ("day", "2025-03-08", "8 March 2025"),
        ("day-short", "2025-03-08", "8 Mar 2025"),
        ("month", "2025-03-08", "March 2025"),
        ("month-short", "2025-03-08", "Mar 2025"),
        ("quarter", "2025-03-08", "Q1 2025"),
        ("year", "2025-03-08", "2025"),
        ("year", "2025", "2025"),
        ("text", "1234567.891", "1234567.891"),
        ("text", "2025-03-08", "2025-03-08"),
    ] {
        let format = Format::named(name).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(format.write(&cell(value), None).as_deref(), Ok(expected), "{name}");
        assert_eq!(format.rescaled(&cell(value), None).as_deref(), Ok(expected), "{name}");
    }
}

#[test]
fn an_unknown_name_is_answered_by_the_nearest() {
    for (name, near) in [
        ("shrot1", "did you mean `short1`?"),
        ("Percent", "did you mean `percent`?"),
        ("signed-percant2", "did you mean `signed-percent2`?"),
        ("signed-date", "`signed-` is for formats of numbers"),
        ("usd-shot", "did you mean `usd-short`?"),
        ("mont", "did you mean `month`?"),
        ("int2", "did you mean `int`?"),
        ("fixed", "did you mean `fixed2`?"),
        ("short99", "at most 30 decimals"),
        ("short99999999999", "at most 30 decimals"),
        ("", "known formats are `int`"),
        ("%d tokens", "known formats are `int`"),
    ] {
        let error = Format::named(name).expect_err(name);
        assert_eq!(error.to_string(), format!("there is no format `{name}`"));
        assert!(error.help().starts_with(near), "{name}: {}", error.help());
    }
}

#[test]
fn short_numbers_have_three_figures_at_most() {
    for (value, expected) in [
        (0.0, "0"),
        (44.9e9, "44.9B"),
        (45e9, "45B"),
        (1e3, "1K"),
        (-588e6, "-588M"),
        (0.1 + 0.2, "0.3"),
        (999_999_999.0, "1B"),
        (1.234e15, "1,230T"),
    ] {
        assert_eq!(short(value, 3), expected);
    }
}

#[test]
fn an_axis_has_one_unit_and_distinct_labels() {
    for (values, expected) in [
        (&[0.0, 10e9, 20e9, 30e9][..], "0 10B 20B 30B"),
        (&[0.0, 250e3, 500e3, 750e3, 1e6], "0 0.25M 0.50M 0.75M 1.00M"),
        (&[0.0, 2.5, 5.0, 7.5], "0 2.5 5.0 7.5"),
        (&[0.0, 500.0, 1000.0, 1500.0], "0 500 1,000 1,500"),
        (&[0.0, 2500.0, 5000.0, 7500.0, 10000.0], "0 2.5K 5.0K 7.5K 10.0K"),
        (&[-200e6, 0.0, 200e6], "-200M 0 200M"),
        (&[0.0, 0.1, 0.2, 0.1 + 0.2], "0 0.1 0.2 0.3"),
        (&[0.999_999, 1.0, 1.000_001], "0.999999 1.000000 1.000001"),
        (&[0.0, 999_999.999, 1_000_000.0], "0 0.999999999M 1.000000000M"),
        (&[0.0, 500_000.0, 999_999.999_9], "0 0.5M 1.0M"),
        (&[1_234_567.0], "1.23M"),
        (&[0.0], "0"),
        (&[5.0, 5.0], "5 5"),
        (&[], ""),
    ] {
        assert_eq!(short_axis(values).join(" "), expected);
    }
    assert_eq!(short_axis(&[0.0, 5e-324])[1].len(), 326);
}

#[test]
fn an_axis_takes_the_marks_of_its_format() {
    let axis = |name, values: &[f64], unit| {
        let format = Format::named(name).expect("known");
        format.axis(values, unit).map(|labels| labels.join(" "))
    };
    assert_eq!(axis("percent", &[0.0, 0.25, 0.5], None).as_deref(), Ok("0% 25% 50%"));
    assert_eq!(axis("percent", &[0.0, 0.125, 0.25], None).as_deref(), Ok("0% 12.5% 25.0%"));
    assert_eq!(axis("percent1", &[0.0, 25.0], Some("percent")).as_deref(), Ok("0% 25%"));
    assert_eq!(axis("usd-short", &[0.0, 5e6, 10e6], None).as_deref(), Ok("$0 $5M $10M"));
    assert_eq!(axis("usd2", &[0.0, 2e3], None).as_deref(), Ok("$0 $2,000"));
    assert!(axis("month", &[1.0], None).is_err());
}
