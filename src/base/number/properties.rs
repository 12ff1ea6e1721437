//! What holds for every text and every value.

use proptest::prelude::{
    Strategy, prop, prop_assert, prop_assert_eq, prop_assume, prop_oneof, proptest,
};

use bigdecimal::BigDecimal;
use chrono::NaiveDate;

use super::{Format, Locale, Reading, restated, short, short_axis};
use crate::base::cell::Cell;

/// The digits of a number: plain, grouped, with decimals or without, never a negative zero.
fn digits() -> impl Strategy<Value = String> {
    let plain = prop_oneof!["0", "[1-9][0-9]{0,20}"];
    let grouped = |separator: &'static str| {
        prop::collection::vec("[0-9]{3}", 1..6).prop_flat_map(move |groups| {
            let tail = groups.join(separator);
            "[1-9][0-9]{0,2}".prop_map(move |head| format!("{head}{separator}{tail}"))
        })
    };
    let integer = prop_oneof![plain, grouped(","), grouped("\u{202f}"), grouped("’")];
    (integer, prop_oneof!["", "\\.[0-9]{1,12}"]).prop_map(|(integer, fraction)| integer + &fraction)
}

/// A text that states a number.
fn numbers() -> impl Strategy<Value = String> {
    let lead = prop_oneof!["", "[+~]", "[-−]", "#"];
    let prefix = prop_oneof!["", "", "[$€£]", "US\\$", "EUR "];
    let scale = prop_oneof!["", "[KMBTk]", " (million|billion|trillion)", " ?(bn|mn|tn)"];
    let suffix =
        prop_oneof!["", "%", " percent", "x", "-fold", " tokens", " tokens per 1,000 users"];
    (lead, prefix, digits(), scale, suffix).prop_filter_map(
        "no negative zero, no letter of a unit at that of a scale",
        |(lead, prefix, digits, scale, suffix)| {
            let is_zero = digits.chars().all(|c| c == '0' || !c.is_ascii_digit());
            let negative_zero = is_zero && (lead == "-" || lead == "−");
            let merged = !scale.is_empty() && suffix.starts_with('x');
            (!negative_zero && !merged).then(|| [lead, prefix, digits, scale, suffix].concat())
        },
    )
}

/// Days of four-digit years.
fn days() -> impl Strategy<Value = NaiveDate> {
    (365_000..3_650_000i32).prop_map(|day| {
        NaiveDate::from_num_days_from_ce_opt(day).expect("a day before the year 10000")
    })
}

/// Finite decimals of all sizes.
fn decimals() -> impl Strategy<Value = BigDecimal> {
    (prop::num::i64::ANY, -20..20i64)
        .prop_map(|(digits, scale)| BigDecimal::new(digits.into(), scale))
}

const NAMES: &str = "(signed-)?(int|grouped[0-5]?|fixed[0-5]|short[0-5]?|percent[0-5]?|pp[0-5]?|x[0-5]?|\
    ordinal|(usd|eur|cny|chf)(-short)?[0-5]?)";

/// Languages of all kinds: commas, spaces and points, plurals, words of four digits, groups of two.
const TAGS: &str = "en|en-IN|de|de-CH|fr|es|pt|pt-PT|zh|zh-TW|ja|it|nl|sv|pl|ru|cs|tr|ko|hi";

const LOCAL_NAMES: &str = "(signed-)?(int|grouped[0-5]?|fixed[0-5]|short[0-5]?|long[0-3]?|percent[0-5]?|pp[0-5]?|x[0-5]?|\
    (usd|eur|cny|chf|brl)(-short)?[0-5]?)";

proptest! {
    #[test]
    fn a_number_read_and_written_is_the_same_text(text in numbers()) {
        for unit in [None, Some("percent")] {
            let reading = Reading::of(&text, unit, Locale::ENGLISH);
            prop_assert!(reading.is_some(), "`{}` is not read", text);
            let Some(Reading { format, value }) = reading else { continue };
            let written = format.write(&value, unit);
            prop_assert_eq!(written.as_deref(), Ok(&*text));
        }
    }

    #[test]
    fn any_value_written_in_any_format_can_be_read_again(
        text in numbers(),
        value in decimals(),
    ) {
        let format = Format::read(&text, Locale::ENGLISH).expect("readable");
        for written in [
            format.write(&Cell::Decimal(value.clone()), None).expect("a number"),
            format.rescaled(&Cell::Decimal(value.clone()), None).expect("a number"),
        ] {
            let again = Reading::of(&written, None, Locale::ENGLISH);
            prop_assert!(again.is_some(), "`{}` is not read", written);
            let Some(Reading { format, value }) = again else { continue };
            prop_assert_eq!(format.write(&value, None), Ok(written));
        }
    }

    #[test]
    fn named_formats_write_what_can_be_read(name in NAMES, value in decimals()) {
        let format = Format::named(&name, Locale::ENGLISH).expect("known");
        let written = format.write(&Cell::Decimal(value), None).expect("a number");
        let again = Reading::of(&written, None, Locale::ENGLISH);
        prop_assert!(again.is_some(), "{}: `{}` is not read", name, written);
        let Some(Reading { format, value }) = again else { return Ok(()) };
        prop_assert_eq!(format.write(&value, None), Ok(written));
    }

    #[test]
    fn every_language_reads_what_it_writes(
        tag in TAGS,
        name in LOCAL_NAMES,
        value in decimals(),
    ) {
        let locale = Locale::of(&tag);
        let format = Format::named(&name, locale).expect("known");
        let written = format.write(&Cell::Decimal(value), None).expect("a number");
        let again = Reading::of(&written, None, locale);
        prop_assert!(again.is_some(), "{tag} {name}: `{written}` is not read");
        let Some(Reading { format, value }) = again else { return Ok(()) };
        prop_assert_eq!(format.write(&value, None), Ok(written), "{} {}", tag, name);
    }

    #[test]
    fn dates_of_every_language_are_the_same_when_read_and_written(
        tag in TAGS,
        day in days(),
        name in "date|day|day-short|month|month-short|quarter|half|week|year",
    ) {
        let locale = Locale::of(&tag);
        let written = Format::named(&name, locale).expect("known").write(&Cell::Date(day), None);
        let text = written.expect("a date");
        let again = Reading::of(&text, None, locale);
        prop_assert!(again.is_some(), "{tag} {name}: `{text}` is not read");
        let Some(Reading { format, value }) = again else { return Ok(()) };
        prop_assert_eq!(format.write(&value, None), Ok(text.clone()));
        prop_assert_eq!(format.write(&Cell::Date(day), None), Ok(text));
    }

    #[test]
    fn moments_of_every_language_are_the_same_when_read_and_written(
        tag in TAGS,
        day in days(),
        minute in 0..1440u32,
        name in "time|day-time",
    ) {
        let locale = Locale::of(&tag);
        let moment = day.and_hms_opt(minute / 60, minute % 60, 0).expect("a time");
        let moment = Cell::DateTime(moment);
        let written = Format::named(&name, locale).expect("known").write(&moment, None);
        let text = written.expect("a time");
        let again = Reading::of_moment(&text, locale);
        prop_assert!(again.is_some(), "{tag} {name}: `{text}` is not read");
        let Some(Reading { format, value }) = again else { return Ok(()) };
        prop_assert_eq!(format.write(&value, None), Ok(text.clone()));
        prop_assert_eq!(restated(&text, &moment, None, locale), Ok(text));
    }

    #[test]
    fn durations_and_ratios_are_the_same_when_read_and_written(
        text in "([1-9][0-9]{0,2} (h|hours) [1-5]?[2-9] (min|minutes)|[2-9] days [1-9] h|[1-9][0-9]{0,2}(\\.[1-9])?:1|1 in [1-9][0-9]?)",
    ) {
        let reading = Reading::of(&text, None, Locale::ENGLISH);
        prop_assume!(reading.is_some());
        let Some(Reading { format, value }) = reading else { return Ok(()) };
        prop_assert_eq!(format.write(&value, None), Ok(text));
    }

    #[test]
    fn short_scales_never_show_a_thousand_of_one_unit(value in decimals(), name in "short[0-5]?") {
        let format = Format::named(&name, Locale::ENGLISH).expect("known");
        let written = format.write(&Cell::Decimal(value), None).expect("a number");
        let integer = written.trim_start_matches('-').split('.').next().unwrap_or_default();
        prop_assert!(!integer.contains(',') || written.ends_with('T'), "{}", written);
    }

    #[test]
    fn dates_read_and_written_are_the_same_text(
        day in days(),
        name in "date|day|day-short|month|month-short|quarter|year",
    ) {
        let written = Format::named(&name, Locale::ENGLISH).expect("known").write(&Cell::Date(day), None);
        let text = written.expect("a date");
        let Reading { format, value } = Reading::of(&text, None, Locale::ENGLISH).expect("readable");
        prop_assert_eq!(format.write(&value, None), Ok(text.clone()));
        prop_assert_eq!(format.write(&Cell::Date(day), None), Ok(text));
    }

    #[test]
    fn any_text_is_read_or_refused_without_panic(text in "\\PC{0,30}") {
        if let Some(Reading { format, value }) = Reading::of(&text, None, Locale::ENGLISH) {
            let negative_zero = value.decimal() == Some(BigDecimal::default())
                && text.contains(['-', '−', '–']);
            let written = format.write(&value, None);
            prop_assert!(negative_zero || written.as_deref() == Ok(&*text), "`{}`: {:?}", text, written);
        }
    }

    #[test]
    fn anything_like_a_number_is_read_or_refused_without_panic(
        text in "[-+~#$€ ]{0,2}[0-9., ’]{1,9}[-kMxBt% /a-z0-9°²€]{0,6}",
    ) {
        if let Some(Reading { format, value }) = Reading::of(&text, None, Locale::ENGLISH) {
            let negative_zero = value.decimal() == Some(BigDecimal::default()) && text.contains('-');
            let written = format.write(&value, None);
            prop_assert!(negative_zero || written.as_deref() == Ok(&*text), "`{}`: {:?}", text, written);
        }
    }

    #[test]
    fn labels_of_an_axis_differ_where_its_values_do(
        values in prop::collection::vec(prop::num::f64::NORMAL | prop::num::f64::ZERO, 0..6),
    ) {
        let labels = short_axis(&values, Locale::ENGLISH);
        prop_assert_eq!(labels.len(), values.len());
        for (label, value) in labels.iter().zip(&values) {
            for (other_label, other) in labels.iter().zip(&values) {
                #[expect(clippy::float_cmp, reason = "values are the same or not")]
                let same = value == other;
                prop_assert_eq!(label == other_label, same);
            }
            prop_assert!(!short(*value, 3, Locale::ENGLISH).contains("-0 "));
        }
    }
}
