//! How old something may be: `36 hours`, `7 days`, `3 months`.

use chrono::{Months, NaiveDateTime, TimeDelta};

/// A length of time in one unit of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Age {
    /// So many hours.
    Hours(u32),
    /// So many days.
    Days(u32),
    /// So many months.
    Months(u32),
}

impl Age {
    /// How an age is written, for help.
    pub const FORM: &'static str =
        "write a number with hours, days, weeks, months or years, such as `7 days`";

    /// Reads a whole number with a unit: hours, days, weeks, months or years; a short `36h`, `7d`, `2w` is read too.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (number, unit) = text.split_at(digits);
        let number: u32 = number.parse().ok().filter(|number| (1..=100_000).contains(number))?;
        match unit.trim_start() {
            "h" | "hour" | "hours" => Some(Self::Hours(number)),
            "d" | "day" | "days" => Some(Self::Days(number)),
            "w" | "week" | "weeks" => Some(Self::Days(number * 7)),
            "month" | "months" => Some(Self::Months(number)),
            "y" | "year" | "years" => Some(Self::Months(number * 12)),
            _ => None,
        }
    }

    /// The time when something from `time` becomes too old.
    pub fn after(self, time: NaiveDateTime) -> Option<NaiveDateTime> {
        match self {
            Self::Hours(n) => time.checked_add_signed(TimeDelta::hours(n.into())),
            Self::Days(n) => time.checked_add_signed(TimeDelta::days(n.into())),
            Self::Months(n) => time.checked_add_months(Months::new(n)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Age;
    use crate::base::as_of::day;

    #[test]
    fn an_age_is_a_number_with_a_unit() {
        for (text, age) in [
            ("36 hours", Age::Hours(36)),
            ("1 day", Age::Days(1)),
            ("2 weeks", Age::Days(14)),
            ("90d", Age::Days(90)),
            ("3 months", Age::Months(3)),
            ("1 year", Age::Months(12)),
        ] {
            assert_eq!(Age::read(text), Some(age), "{text}");
        }
        for text in ["", "7", "days", "0 days", "-1 days", "1.5 days", "7 minutes", "999999 days"] {
            assert_eq!(Age::read(text), None, "{text}");
        }
    }

    #[test]
    fn months_end_with_the_month() {
        let noon = |text| day(text).and_then(|day| day.and_hms_opt(12, 0, 0)).expect("a day");
        assert_eq!(Age::Months(1).after(noon("2025-01-31")), Some(noon("2025-02-28")));
        assert_eq!(Age::Days(14).after(noon("2025-02-20")), Some(noon("2025-03-06")));
    }
}
