//! As of which day data is seen.

use serde::{Deserialize, Serialize};
use std::fmt;

use chrono::NaiveDate;

/// As of when data is seen: a table with dated snapshots shows the newest that is not after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub enum AsOf {
    /// As it is now.
    #[default]
    Latest,
    /// As it was on a day.
    Day(#[serde(with = "super::stored::one_day")] NaiveDate),
}

impl AsOf {
    /// Reads `latest` or a day.
    pub fn read(text: &str) -> Option<Self> {
        if text == "latest" { Some(Self::Latest) } else { day(text).map(Self::Day) }
    }

    /// Is what came on `day` seen?
    pub fn sees(self, day: NaiveDate) -> bool {
        match self {
            Self::Latest => true,
            Self::Day(last) => day <= last,
        }
    }
}

impl fmt::Display for AsOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Latest => f.write_str("latest"),
            Self::Day(day) => day.fmt(f),
        }
    }
}

/// The day that is written `2025-03-08`, in just that form.
pub fn day(text: &str) -> Option<NaiveDate> {
    let day = text.parse().ok()?;
    // The parser takes `2025-3-8` and signs as well, and a day must have one name.
    (format!("{day}") == text).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::{AsOf, day};

    #[test]
    fn a_day_has_one_form() {
        assert_eq!(day("2025-03-08").map(|day| day.to_string()).as_deref(), Some("2025-03-08"));
        for text in ["2025-3-8", "+2025-03-08", " 2025-03-08", "2025-02-30", "20250308", ""] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_sees_what_came_until_its_end() {
        let at = AsOf::read("2025-03-08").expect("a day");
        let sees = |text| at.sees(day(text).expect("a day"));
        assert_eq!(
            [sees("2025-03-07"), sees("2025-03-08"), sees("2025-03-09")],
            [true, true, false]
        );
        assert_eq!(AsOf::read("latest"), Some(AsOf::Latest));
        assert_eq!(AsOf::read("Latest"), None);
    }
}
