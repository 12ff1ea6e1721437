//! Ticks of time axes.

use super::{Grain, candidates, every, name, read, seconds, slots};
use crate::base::cell::Cell;
use crate::base::number::Locale;

fn days(texts: &[&str]) -> Vec<f64> {
    texts
        .iter()
        .map(|text| seconds(&Cell::Date(text.parse().expect("a day"))).expect("a time"))
        .collect()
}

#[test]
fn the_grain_is_the_coarsest_that_names_every_point() {
    let grain = |texts: &[&str]| Grain::of(&days(texts));
    assert_eq!(grain(&["2024-01-01", "2024-02-01", "2024-04-01"]), Grain::Month(1));
    assert_eq!(grain(&["2024-01-31", "2024-02-29", "2024-03-31"]), Grain::Month(31));
    assert_eq!(grain(&["2022-01-01", "2023-01-01", "2024-01-01"]), Grain::Year(1, 1));
    assert_eq!(grain(&["2025-08-31", "2025-09-07", "2025-09-14"]), Grain::Day);
    assert_eq!(grain(&["2025-08-16", "2025-09-16"]), Grain::Day);
    assert_eq!(Grain::of(&[0.0, 3600.0]), Grain::Time);
}

#[test]
fn ticks_are_on_the_calendar_and_end_with_the_last_point() {
    let xs = days(&["2024-01-01", "2024-05-01", "2025-02-01", "2025-08-01"]);
    let lists: Vec<String> = candidates(&xs, Grain::of(&xs), Locale::ENGLISH)
        .map(|list| list.iter().map(|tick| tick.label.clone()).collect::<Vec<_>>().join(" "))
        .collect();
    assert!(lists[0].starts_with("Jan Feb Mar") && lists[0].ends_with("Jul Aug"), "{lists:?}");
    assert_eq!(lists[2], "Jan Apr Jul Oct Jan Apr Jul Aug");
    assert_eq!(lists[4], "2024 2025 Aug 2025");
}

#[test]
fn weeks_are_counted_back_from_the_last_point() {
    let xs = days(&["2025-02-16", "2025-02-23", "2025-03-02"]);
    let weekly = candidates(&xs, Grain::Day, Locale::ENGLISH).nth(2).expect("a list");
    let labels: Vec<&str> = weekly.iter().map(|tick| tick.label.as_str()).collect();
    assert_eq!(labels, ["16 Feb", "23 Feb", "2 Mar"]);
    assert_eq!(every(2, &xs, Grain::Day, Locale::ENGLISH).len(), 2);
}

#[test]
fn a_missing_month_or_week_leaves_its_slot() {
    let xs = days(&["2024-01-01", "2024-02-01", "2024-04-01"]);
    assert_eq!(slots(&xs, Grain::of(&xs)).map(|slots| slots.len()), Some(4));
    let xs = days(&["2025-02-16", "2025-03-02", "2025-03-09"]);
    assert_eq!(slots(&xs, Grain::of(&xs)).map(|slots| slots.len()), Some(4));
    let xs = days(&["2024-01-31", "2024-02-29", "2024-04-30"]);
    assert_eq!(slots(&xs, Grain::of(&xs)).map(|slots| slots.len()), Some(4));
    let xs = days(&["2024-01-01", "2024-01-02", "2025-01-01"]);
    assert_eq!(slots(&xs, Grain::of(&xs)), None, "a year of days for three bars");
}

#[test]
fn points_are_named_by_their_grain_and_read_as_written() {
    let at = days(&["2025-02-01"])[0];
    assert_eq!(name(at, Grain::Month(1), Locale::ENGLISH), "February 2025");
    assert_eq!(name(at, Grain::Day, Locale::ENGLISH), "1 Feb 2025");
    assert_eq!(name(at, Grain::Year(2, 1), Locale::ENGLISH), "2025");
    assert_eq!(read("2025-02"), Some(at));
    assert_eq!(read("2025-02-01 00:00:30"), Some(at + 30.0));
    assert_eq!(read("tomorrow"), None);
}
