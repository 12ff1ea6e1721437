use std::str::FromStr as _;

use chrono::NaiveDateTime;

use crate::base::cell::Cell;
use crate::base::number::tests::date;
use crate::base::number::{Format, Locale, Reading, restated};

#[test]
fn times_of_day() {
    for (text, value) in [
        ("14:30", "2000-01-01T14:30:00"),
        ("09:05", "2000-01-01T09:05:00"),
        ("9:05", "2000-01-01T09:05:00"),
        ("14:30:05", "2000-01-01T14:30:05"),
        ("2:30 pm", "2000-01-01T14:30:00"),
        ("12 am", "2000-01-01T00:00:00"),
        ("12:01PM", "2000-01-01T12:01:00"),
        ("11 a.m.", "2000-01-01T11:00:00"),
        ("8 March 2025, 14:30", "2025-03-08T14:30:00"),
        ("March 8, 2025 at 2:30 pm", "2025-03-08T14:30:00"),
        ("14:30 on Saturday, 8 March 2025", "2025-03-08T14:30:00"),
        ("2025-03-08 14:30", "2025-03-08T14:30:00"),
        ("2025-03-08T14:30:05", "2025-03-08T14:30:05"),
        ("8 March, 14:30", "2000-03-08T14:30:00"),
    ] {
        let value = Cell::DateTime(NaiveDateTime::from_str(value).expect("a time"));
        let reading = Reading::of_moment(text, Locale::ENGLISH).expect(text);
        assert_eq!(reading.value, value, "{text}");
        assert_eq!(restated(text, &value, None, Locale::ENGLISH).as_deref(), Ok(text));
    }
    for text in
        ["24:00", "14:60", "14.30", "13 pm", "0:30 am", "March 2025, 14:30", "1:5", "14:30 pm"]
    {
        assert_eq!(Reading::of_moment(text, Locale::ENGLISH), None, "{text}");
    }
    let evening = Cell::DateTime(NaiveDateTime::from_str("2024-12-05T21:07:59").expect("a time"));
    for (text, expected) in [
        ("14:30", "21:07"),
        ("1:30", "21:07"),
        ("9 am", "9 pm"),
        ("2:30 a.m.", "9:07 p.m."),
        ("8 March, 14:30", "5 December, 21:07"),
        ("March 8th", "December 5th"),
        ("Monday", "Thursday"),
    ] {
        assert_eq!(restated(text, &evening, None, Locale::ENGLISH).as_deref(), Ok(expected));
    }
    let named = |name| Format::named(name, Locale::ENGLISH).expect("known");
    assert_eq!(named("time").write(&evening, None).as_deref(), Ok("21:07"));
    assert_eq!(named("day-time").write(&evening, None).as_deref(), Ok("5 December 2024, 21:07"));
    let wrong = named("time").write(&date("2024-12-05"), None);
    let told = wrong.expect_err("no time").to_string();
    assert_eq!(told, "the value is a date, `2024-12-05`, not a time of day");
}
