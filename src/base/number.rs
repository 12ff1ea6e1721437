//! Numbers as people write them: the format of a text, and a value written in that format.
//!
//! A text such as `44.9B` is both a value and a format. [`Format::read`] takes the format from the text, [`Format::write`]
//! writes another value the same way: same scale, same decimals, same grouping, same sign, currency and unit. For what
//! [`Reading::of`] reads, writing the value that was read gives the text again.
//!
//! # Texts that are read
//!
//! | text | what it says |
//! |---|---|
//! | `46790000000`, `46,790,000,000`, `46 790 000 000` | whole numbers, grouped by a comma, an apostrophe or a (no-break, thin) space, or not |
//! | `0.05`, `1,234.50` | decimals, as many as shown |
//! | `12k`, `12K`, `3.2M`, `44.9B`, `1.1T`, `5bn`, `5 mln` | thousands, millions, billions, trillions |
//! | `1.2 million`, `5 Billion`, `5-million` | the same in words |
//! | `50%`, `50 percent`, `5 pp`, `5 percentage points` | hundredths: the value 0.5 is `50%`, unless its unit is `percent` |
//! | `$6.25M`, `£5m`, `US$5`, `-€3`, `EUR 3.50`, `3.50 €` | money |
//! | `+5%`, `-3.2B`, `−3.2B` | signs; with `+` every value that is not negative gets one |
//! | `76x`, `76×`, `76 times`, `3-fold`, `12 ms`, `44.9B tokens`, `$3 per 1M tokens` | units, kept as they stand |
//! | `3rd`, `#3`, `~50%` | ordinals, ranks, approximations |
//! | `3:1`, `1 in 4` | quotients |
//! | `1 h 20 min`, `2 days 3 hours` | lengths of time |
//! | `2025-03-08`, `8 March 2025`, `March 8, 2025`, `8 Mar 2025` | days |
//! | `2025-03`, `March 2025`, `Mar 2025`, `Q1 2025`, `2025-Q1`, `H1 2025`, `2025` | months, quarters, halves, years |
//! | `2025-W10`, `week 10 of 2025` | weeks of ISO 8601 |
//! | `Saturday`, `Saturday, 8 March 2025`, `8th of March`, `Q1`, `March` | days of the week, and periods of no year |
//! | `14:30`, `2:30 pm`, `8 March 2025, 14:30` | times of day |
//!
//! In other languages the words and marks are theirs: see [`Locale`].
//!
//! # Formats by name
//!
//! For `fmt:` of tables and charts and `?fmt=` of bound numbers. *N* stands for a count of decimals.
//!
//! | name | 1234567.891 or 0.1234 | |
//! |---|---|---|
//! | `int` | `1234568` | a whole number |
//! | `grouped`, `groupedN` | `1,234,568`, `1,234,567.9` | grouped, no or N decimals |
//! | `fixedN` | `1234567.89` | N decimals, not grouped |
//! | `short` | `1.23M` | K, M, B, T; three significant figures, trailing zeros cut |
//! | `shortN` | `1.2M` | K, M, B, T; N decimals |
//! | `percent`, `percentN` | `12%`, `12.3%` | a fraction in hundredths |
//! | `pp`, `ppN` | `12 pp`, `12.3 pp` | the difference of two fractions, in percentage points |
//! | `long`, `longN` | `1.23 million` | scales in words |
//! | `si`, `siN` | `1.5 GB` | the unit of the value with a prefix |
//! | `x`, `xN` | `1,234,568x`, `0.1x` | a multiple |
//! | `ordinal` | `1,234,568th` | a place in an order |
//! | `usd`, `usdN` | `$1,234,568`, `$1,234,567.89` | money; also `eur`, `gbp`, `jpy`, `cny`, `inr`, `krw`, `brl`, `cad`, `aud`, `chf` |
//! | `usd-short`, `usd-shortN` | `$1.23M`, `$1.2M` | money in short |
//! | `date` | `2025-03-08` | a day |
//! | `day`, `day-short` | `8 March 2025`, `8 Mar 2025` | a day in words |
//! | `month`, `month-short` | `March 2025`, `Mar 2025` | a month |
//! | `week`, `quarter`, `half`, `year` | `week 10 of 2025`, `Q1 2025`, `H1 2025`, `2025` | a week, a quarter, a half, a year (also of a number) |
//! | `time`, `day-time` | `14:30`, `8 March 2025, 14:30` | a time of day, alone and with its day |
//! | `duration` | `1 h 20 min` | a length of time in seconds, or the unit of the value |
//! | `text` | | the value as it is |
//!
//! `signed-` in front of a number's format writes the sign of positive numbers too: `signed-percent1` is `+12.3%`.

mod axis;
mod calendar;
mod compound;
mod decimal;
mod duration;
mod language;
mod locale;
mod named;
mod numeral;
mod period;
mod quantity;
mod ratio;
mod read;
mod roughly;
mod stated;
mod unit;

use std::fmt;

use bigdecimal::{BigDecimal, ToPrimitive as _};
use chrono::NaiveDate;

use self::calendar::Calendar;
use self::compound::Compound;
use self::duration::Duration;
use self::numeral::{Meaning, Numeral};
use self::ratio::Ratio;
use super::cell::Cell;

pub use self::axis::{short, short_axis};
pub use self::language::CURRENCY_SIGNS;
pub use self::locale::{DateForm, Locale, plural_form};
pub use self::named::UnknownFormat;
pub use self::period::Period;
pub use self::quantity::quantities;
pub use self::roughly::Rough;
pub use self::stated::{Side, Stated, rescaled};

/// How a value is written: taken from a text, or known by a name.
#[derive(Debug, Clone, PartialEq)]
pub struct Format(Shape);

/// What a format writes.
#[derive(Debug, Clone, PartialEq)]
enum Shape {
    /// Numbers.
    Numeral(Numeral),
    /// Days, weeks, months, quarters, halves, years.
    Calendar(Calendar),
    /// Lengths of time in several units.
    Duration(Duration),
    /// Ratios of small numbers.
    Ratio(Ratio),
    /// Numbers in several scales.
    Compound(Compound),
    /// Every value as it is.
    Text,
}

/// A text taken apart: its format and its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// How the text is written.
    pub format: Format,
    /// What it says: a whole number, a decimal, or the first day of the period.
    pub value: Cell,
}

impl Reading {
    /// Reads `text`, which stands for a value of the unit `unit`; `None` if it is no number or date that can be read.
    ///
    /// Spaces around the text are not part of a number: a caller that allows them trims.
    pub fn of(text: &str, unit: Option<&str>, locale: Locale) -> Option<Self> {
        let language = locale.language();
        if let Some((calendar, date)) = Calendar::read(text, language) {
            let format = Format(Shape::Calendar(calendar));
            return Some(Self { format, value: Cell::Date(date) });
        }
        if let Some((numeral, shown)) = read::numeral(text, language) {
            let value = numeral.value(&shown, unit);
            return Some(Self {
                format: Format(Shape::Numeral(numeral)),
                value: decimal::cell(value),
            });
        }
        if let Some((ratio, value)) = Ratio::read(text, language) {
            return Some(Self { format: Format(Shape::Ratio(ratio)), value: decimal::cell(value) });
        }
        if let Some((compound, value)) = Compound::read(text, language) {
            let format = Format(Shape::Compound(compound));
            return Some(Self { format, value: decimal::cell(value) });
        }
        if let Some((duration, millis)) = Duration::read(text, language) {
            let value = decimal::cell(duration.value(&millis, unit));
            return Some(Self { format: Format(Shape::Duration(duration)), value });
        }
        Self::of_moment(text, locale)
    }

    /// Reads `text` as a time of day, with its day or without one: `1:30` may be a quotient too, and `2 pm` a number with a unit.
    pub fn of_moment(text: &str, locale: Locale) -> Option<Self> {
        let (calendar, moment) = Calendar::read_moment(text, locale.language())?;
        Some(Self { format: Format(Shape::Calendar(calendar)), value: Cell::DateTime(moment) })
    }
}

impl Format {
    /// The format that `text` shows; `None` if it is no number or date that can be read.
    pub fn read(text: &str, locale: Locale) -> Option<Self> {
        Reading::of(text, None, locale).map(|reading| reading.format)
    }

    /// The format called `name`: the table in the [module's documentation](self) lists them.
    pub fn named(name: &str, locale: Locale) -> Result<Self, UnknownFormat> {
        named::format(name, locale)
    }

    /// `cell`, a value of the unit `unit`, in this format and in the scale of its text: `44.9B` stays in billions.
    pub fn write(&self, cell: &Cell, unit: Option<&str>) -> Result<String, Mismatch> {
        self.write_by(cell, unit, |numeral, value| numeral.write(value, unit))
    }

    /// `cell` in this format, moved to the scale that suits it after rounding: with one decimal, 999,950 is `1.0M`.
    ///
    /// A text that was itself out of step with its scale (`1500M`, `0.5B`) shows what its author prefers, and keeps it.
    pub fn rescaled(&self, cell: &Cell, unit: Option<&str>) -> Result<String, Mismatch> {
        self.write_by(cell, unit, |numeral, value| numeral.rescaled(value, unit))
    }

    fn write_by(
        &self,
        cell: &Cell,
        unit: Option<&str>,
        write: impl Fn(&Numeral, &BigDecimal) -> String,
    ) -> Result<String, Mismatch> {
        if cell.is_null() {
            return Err(Mismatch::Null);
        }
        let number = cell.decimal();
        if number.as_ref().is_some_and(decimal::is_long) {
            return Err(Mismatch::TooLong);
        }
        match (&self.0, number, cell.date()) {
            (Shape::Text, ..) => Ok(cell.plain()),
            (Shape::Calendar(calendar), ..) if calendar.has_time() => match cell.moment() {
                Some(moment) => Ok(calendar.write_moment(moment)),
                None => Err(Mismatch::kind("a time of day", cell)),
            },
            (Shape::Calendar(calendar), _, Some(date)) => Ok(calendar.write(date)),
            (Shape::Calendar(calendar), Some(year), None) if calendar.is_of_years() => {
                let year = year.to_i32().and_then(|year| NaiveDate::from_ymd_opt(year, 1, 1));
                year.map(|year| calendar.write(year)).ok_or_else(|| Mismatch::kind("a date", cell))
            }
            (Shape::Calendar(_), ..) => Err(Mismatch::kind("a date", cell)),
            (Shape::Numeral(numeral), Some(value), _) => Ok(write(numeral, &value)),
            (Shape::Numeral(numeral), None, Some(date)) if numeral.meaning == Meaning::Year => {
                Ok(calendar::year(date))
            }
            (Shape::Ratio(ratio), Some(value), _) => Ok(ratio.write(&value)),
            (Shape::Duration(duration), Some(value), _) => {
                duration.write(&value, unit).ok_or(Mismatch::TooLong)
            }
            (Shape::Compound(compound), Some(value), _) => {
                compound.write(&value).ok_or(Mismatch::TooLong)
            }
            (Shape::Numeral(_) | Shape::Ratio(_) | Shape::Duration(_) | Shape::Compound(_), ..) => {
                Err(Mismatch::kind("a number", cell))
            }
        }
    }
}

/// What `text`, bound to `cell`, must say: the value in the text's own format, or the value itself if it is a text.
pub fn restated(
    text: &str,
    cell: &Cell,
    unit: Option<&str>,
    locale: Locale,
) -> Result<String, Mismatch> {
    match cell {
        Cell::Text(_) | Cell::Boolean(_) => Ok(cell.plain()),
        Cell::Null => Err(Mismatch::Null),
        _ => {
            let moment = cell.moment().and_then(|_| Reading::of_moment(text, locale));
            let format = moment.map(|reading| reading.format);
            let format = format.or_else(|| Format::read(text, locale));
            format.ok_or(Mismatch::Unreadable)?.write(cell, unit)
        }
    }
}

/// Why a value cannot be written in a format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mismatch {
    /// There is no value.
    Null,
    /// The value is of another kind than the format writes.
    Kind {
        /// What the format writes: `a number` or `a date`.
        wanted: &'static str,
        /// What the value is, with the value: ``a text, `Cline` ``.
        found: String,
    },
    /// The value has more digits than anybody would read.
    TooLong,
    /// The text shows no format.
    Unreadable,
}

impl Mismatch {
    fn kind(wanted: &'static str, cell: &Cell) -> Self {
        let kind = match cell {
            Cell::Text(_) => "a text",
            Cell::Boolean(_) => "a boolean",
            Cell::Integer(_) | Cell::Decimal(_) | Cell::Float(_) => "a number",
            Cell::Date(_) | Cell::DateTime(_) | Cell::Instant(_) => "a date",
            Cell::Null => return Self::Null,
        };
        let plain = cell.plain();
        let mut shown: String = plain.chars().take(40).collect();
        if shown.len() < plain.len() {
            shown.push('…');
        }
        Self::Kind { wanted, found: format!("{kind}, `{shown}`") }
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("the value is NULL"),
            Self::Kind { wanted, found } => write!(f, "the value is {found}, not {wanted}"),
            Self::TooLong => {
                write!(f, "the value has more than {} digits", decimal::LONGEST)
            }
            Self::Unreadable => {
                f.write_str("the text is not a number or a date in a form that can be read")
            }
        }
    }
}

impl std::error::Error for Mismatch {}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
