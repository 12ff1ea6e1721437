//! Periods that a text states: days, weeks, months, quarters, halves and years that are compared with a day.

use chrono::{Datelike as _, Days, Months, NaiveDate};

use super::calendar::{Calendar, Piece};
use super::locale::Locale;
use super::stated::Side;

/// A period of the calendar as a text states it.
#[derive(Debug, Clone, PartialEq)]
pub struct Period {
    calendar: Calendar,
    length: Length,
    /// Its first day.
    pub first: NaiveDate,
    /// Its last day.
    pub last: NaiveDate,
}

/// How long periods are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Length {
    Day,
    Week,
    /// So many months, which divide a year.
    Months(u32),
}

impl Period {
    /// Reads `text`; `None` unless it names a period of the calendar, its year among the rest.
    pub fn of(text: &str, locale: Locale) -> Option<Self> {
        let language = locale.language();
        let is_year = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        let (calendar, first) = if is_year {
            (Calendar::of("y", language), NaiveDate::from_ymd_opt(text.parse().ok()?, 1, 1)?)
        } else {
            Calendar::read(text, language)?
        };
        let has = |fits: fn(&Piece) -> bool| calendar.pieces.iter().any(fits);
        if !has(|piece| matches!(piece, Piece::Year | Piece::WeekYear)) {
            return None;
        }
        let length = if has(|piece| matches!(piece, Piece::Day(..) | Piece::DayOrdinal)) {
            Length::Day
        } else if has(|piece| matches!(piece, Piece::Week(_))) {
            Length::Week
        } else if has(|piece| matches!(piece, Piece::Month(_) | Piece::MonthName(_))) {
            Length::Months(1)
        } else if has(|piece| *piece == Piece::Quarter) {
            Length::Months(3)
        } else if has(|piece| *piece == Piece::Half) {
            Length::Months(6)
        } else {
            Length::Months(12)
        };
        let last = length.after(first)?.pred_opt()?;
        Some(Self { calendar, length, first, last })
    }

    /// The text of the period nearest to `day` on this side of it; unless `strictly` that of the day itself.
    pub fn write_beside(&self, day: NaiveDate, side: Side, strictly: bool) -> Option<String> {
        let holding = self.length.first(day)?;
        let first = match side {
            _ if !strictly => holding,
            Side::Below => self.length.first(holding.pred_opt()?)?,
            Side::Above => self.length.after(holding)?,
        };
        Some(self.calendar.write(first))
    }
}

impl Length {
    /// The first day of the period that `day` lies in.
    fn first(self, day: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Day => Some(day),
            Self::Week => {
                day.checked_sub_days(Days::new(day.weekday().num_days_from_monday().into()))
            }
            Self::Months(n) => NaiveDate::from_ymd_opt(day.year(), day.month0() / n * n + 1, 1),
        }
    }

    /// The first day of the period after the one that begins with `first`.
    fn after(self, first: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Day => first.succ_opt(),
            Self::Week => first.checked_add_days(Days::new(7)),
            Self::Months(n) => first.checked_add_months(Months::new(n)),
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::{Locale, Period, Side};

    #[test]
    fn a_period_knows_its_days_and_its_neighbors() {
        let day: NaiveDate = "2025-03-08".parse().expect("a date");
        for (text, first, last, before, after) in [
            ("2024", "2024-01-01", "2024-12-31", "2024", "2026"),
            ("H1 2024", "2024-01-01", "2024-06-30", "H2 2024", "H2 2025"),
            ("Q1 2024", "2024-01-01", "2024-03-31", "Q4 2024", "Q2 2025"),
            ("February 2024", "2024-02-01", "2024-02-29", "February 2025", "April 2025"),
            ("2024-W10", "2024-03-04", "2024-03-10", "2025-W09", "2025-W11"),
            ("8 March 2024", "2024-03-08", "2024-03-08", "7 March 2025", "9 March 2025"),
        ] {
            let period = Period::of(text, Locale::ENGLISH).expect(text);
            assert_eq!(
                (period.first.to_string(), period.last.to_string()),
                (first.into(), last.into())
            );
            assert_eq!(period.write_beside(day, Side::Below, true).as_deref(), Some(before));
            assert_eq!(period.write_beside(day, Side::Above, true).as_deref(), Some(after));
        }
        for text in ["March", "Q1", "8 March", "Saturday", "14:30", "40B"] {
            assert_eq!(Period::of(text, Locale::ENGLISH), None, "{text}");
        }
    }
}
