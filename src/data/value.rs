//! Texts of cells as typed values.
//!
//! Decimal or float: a column whose cells are all written plainly (no exponent), with at most [`MAX_SCALE`] digits after the point
//! and [`MAX_INTEGER_DIGITS`] before it, is exact decimal, so that prices and shares add and round without binary surprises.
//! Longer fractions are measurements or dumps of binary floats, and the products of such decimals would leave the 38 digits
//! that the engine has; they are floats. Averages and quotients are floats in any case.

use std::cmp::Ordering;

use bigdecimal::BigDecimal;
use bigdecimal::num_bigint::BigInt;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use crate::base::cell::Cell;
use crate::base::frame::Kind;

/// The most digits after the point that an inferred decimal has.
pub(super) const MAX_SCALE: u8 = 9;
/// The most digits before the point that an inferred decimal has; with [`MAX_SCALE`] it leaves ten digits for sums.
pub(super) const MAX_INTEGER_DIGITS: u8 = 19;
/// The most digits of an exact number.
pub(super) const MAX_DIGITS: u8 = 38;

/// The type of a column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Type {
    /// Whole numbers of 64 bits.
    Integer,
    /// Exact numbers of at most `precision` digits, `scale` of them after the point; whole numbers if that is 0.
    Decimal { precision: u8, scale: u8 },
    /// Floating point numbers.
    Float,
    /// True or false.
    Boolean,
    /// Days.
    Date,
    /// Points in time without a zone.
    DateTime,
    /// Points in time with an offset from UTC.
    Instant,
    /// Texts.
    Text,
}

impl Type {
    /// What people call it.
    pub(super) fn kind(self) -> Kind {
        match self {
            Self::Integer | Self::Decimal { scale: 0, .. } => Kind::Integer,
            Self::Decimal { .. } => Kind::Decimal,
            Self::Float => Kind::Float,
            Self::Boolean => Kind::Boolean,
            Self::Date => Kind::Date,
            Self::DateTime | Self::Instant => Kind::DateTime,
            Self::Text => Kind::Text,
        }
    }

    /// The number of digits after the point of an exact number.
    fn scale(self) -> u8 {
        if let Self::Decimal { scale, .. } = self { scale } else { 0 }
    }
}

/// A typed value that borrows its text.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub(super) enum Value<'t> {
    /// A whole number, or a decimal in units of its column's last digit.
    Exact(i128),
    /// A finite floating point number.
    Float(f64),
    /// True or false.
    Boolean(bool),
    /// A day.
    Date(NaiveDate),
    /// A point in time without a zone.
    DateTime(NaiveDateTime),
    /// A point in time.
    Instant(DateTime<Utc>),
    /// A text.
    Text(&'t str),
}

impl<'t> Value<'t> {
    /// Reads `text` as a value of `kind`; numbers may have a plus sign, leading zeros and spaces around them.
    pub(super) fn read(text: &'t str, kind: Type) -> Option<Self> {
        let trimmed = text.trim_ascii();
        match kind {
            Type::Text => Some(Self::Text(text)),
            Type::Integer | Type::Decimal { .. } => {
                Number::read(trimmed)?.exact(kind.scale()).map(Self::Exact)
            }
            Type::Float => {
                Number::read(trimmed)?;
                trimmed.parse().ok().filter(|n: &f64| n.is_finite()).map(Self::Float)
            }
            Type::Boolean => boolean(trimmed).map(Self::Boolean),
            Type::Date => date(trimmed).map(Self::Date),
            Type::DateTime => match time(trimmed)? {
                Time::Date(date) => Some(Self::DateTime(date.and_time(NaiveTime::MIN))),
                Time::Local(time) => Some(Self::DateTime(time)),
                Time::Instant(_) => None,
            },
            Type::Instant => match time(trimmed)? {
                Time::Instant(time) => Some(Self::Instant(time)),
                Time::Date(_) | Time::Local(_) => None,
            },
        }
    }

    /// The value as a cell of a column of `kind`.
    pub(super) fn cell(self, kind: Type) -> Cell {
        match self {
            Self::Exact(n) if kind.scale() == 0 => Cell::Integer(n),
            Self::Exact(n) => {
                Cell::Decimal(BigDecimal::new(BigInt::from(n), i64::from(kind.scale())))
            }
            Self::Float(n) => Cell::Float(n),
            Self::Boolean(value) => Cell::Boolean(value),
            Self::Date(date) => Cell::Date(date),
            Self::DateTime(time) => Cell::DateTime(time),
            Self::Instant(time) => Cell::Instant(time),
            Self::Text(text) => Cell::Text(text.into()),
        }
    }
}

/// The order of two cells of one column; `None` for cells that have none.
pub(super) fn compare(a: &Cell, b: &Cell) -> Option<Ordering> {
    match (a, b) {
        (Cell::Integer(a), Cell::Integer(b)) => Some(a.cmp(b)),
        (Cell::Float(a), Cell::Float(b)) => a.partial_cmp(b),
        (Cell::Text(a), Cell::Text(b)) => Some(a.cmp(b)),
        (Cell::Boolean(a), Cell::Boolean(b)) => Some(a.cmp(b)),
        (Cell::Date(a), Cell::Date(b)) => Some(a.cmp(b)),
        (Cell::DateTime(a), Cell::DateTime(b)) => Some(a.cmp(b)),
        (Cell::Instant(a), Cell::Instant(b)) => Some(a.cmp(b)),
        _ => Some(a.decimal()?.cmp(&b.decimal()?)),
    }
}

/// A number as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number<'t> {
    negative: bool,
    integer: &'t str,
    fraction: &'t str,
    /// Is there an exponent?
    pub(super) exponent: bool,
    /// Is there a plus sign, or a zero before other digits, as identifiers have them?
    pub(super) code_like: bool,
}

impl<'t> Number<'t> {
    /// Reads digits with an optional sign, point and exponent.
    pub(super) fn read(text: &'t str) -> Option<Self> {
        let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
        let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, Some(exponent)),
            None => (unsigned, None),
        };
        let (integer, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let exponent_digits = exponent.map(|text| text.strip_prefix(['-', '+']).unwrap_or(text));
        let sound = digits(integer)
            && digits(fraction)
            && !(integer.is_empty() && fraction.is_empty())
            && exponent_digits.is_none_or(|text| !text.is_empty() && digits(text));
        sound.then_some(Self {
            negative: text.starts_with('-'),
            integer,
            fraction,
            exponent: exponent.is_some(),
            code_like: text.starts_with('+') || (integer.len() > 1 && integer.starts_with('0')),
        })
    }

    /// The digits before the point, without leading zeros.
    pub(super) fn integer_digits(&self) -> usize {
        self.integer.trim_start_matches('0').len()
    }

    /// The digits after the point.
    pub(super) fn scale(&self) -> usize {
        self.fraction.len()
    }

    /// The number in units of the digit `scale` places after the point; `None` if that loses a digit or needs too many.
    pub(super) fn exact(&self, scale: u8) -> Option<i128> {
        let fraction = self.fraction.trim_end_matches('0');
        let missing = usize::from(scale).checked_sub(fraction.len())?;
        if self.exponent || self.integer_digits() + usize::from(scale) > usize::from(MAX_DIGITS) {
            return None;
        }
        let digits = self.integer.bytes().chain(fraction.bytes());
        let digits = digits.chain(std::iter::repeat_n(b'0', missing));
        let magnitude = digits.fold(0_i128, |n, digit| n * 10 + i128::from(digit - b'0'));
        Some(if self.negative { -magnitude } else { magnitude })
    }

    /// Does the nearest float lose digits that are written?
    pub(super) fn loses_digits(&self, text: &str) -> bool {
        let zeros = |digits: &str| digits.bytes().all(|byte| byte == b'0');
        let significant = match zeros(self.integer) {
            true => self.fraction.trim_start_matches('0').trim_end_matches('0').len(),
            false if zeros(self.fraction) => {
                self.integer.trim_start_matches('0').trim_end_matches('0').len()
            }
            false => self.integer_digits() + self.fraction.trim_end_matches('0').len(),
        };
        if significant <= 15 {
            return false;
        }
        let written: Option<BigDecimal> = text.trim_ascii().parse().ok();
        let float: Option<f64> = text.trim_ascii().parse().ok();
        let kept: Option<BigDecimal> = float.and_then(|n| format!("{n:e}").parse().ok());
        written != kept
    }
}

/// `true` or `false`, in lower case, upper case or with a capital.
pub(super) fn boolean(text: &str) -> Option<bool> {
    match text {
        "true" | "True" | "TRUE" => Some(true),
        "false" | "False" | "FALSE" => Some(false),
        _ => None,
    }
}

/// A date or a point in time as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Time {
    /// `2025-03-08`.
    Date(NaiveDate),
    /// `2025-03-08T11:21:30`, without a zone.
    Local(NaiveDateTime),
    /// `2025-03-08T11:21:30+07:00`.
    Instant(DateTime<Utc>),
}

/// Reads a day, `YYYY-MM-DD`.
pub(super) fn date(text: &str) -> Option<NaiveDate> {
    let bytes = text.as_bytes();
    let shape = |(idx, byte): (usize, &u8)| match idx {
        4 | 7 => *byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    if bytes.len() != 10 || !bytes.iter().enumerate().all(shape) {
        return None;
    }
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<u32>().ok();
    let year = i32::try_from(number(0..4)?).ok()?;
    NaiveDate::from_ymd_opt(year, number(5..7)?, number(8..10)?)
}

/// Reads a day, or a day and a time of ISO 8601 with `T` or a space between, to the microsecond.
pub(super) fn time(text: &str) -> Option<Time> {
    let day = date(text.get(..10)?)?;
    let Some(rest) = text.get(10..).filter(|rest| !rest.is_empty()) else {
        return Some(Time::Date(day));
    };
    let clock = rest.strip_prefix(['T', 't', ' '])?;
    let zone = clock.find(['Z', 'z', '+', '-']).unwrap_or(clock.len());
    let (clock, zone) = clock.split_at(zone);
    let local = day.and_time(time_of_day(clock)?);
    if zone.is_empty() {
        return Some(Time::Local(local));
    }
    let offset = offset(zone)?;
    local.checked_sub_signed(chrono::Duration::minutes(offset)).map(|t| Time::Instant(t.and_utc()))
}

/// Reads `HH:MM`, `HH:MM:SS` or `HH:MM:SS.ffffff`.
fn time_of_day(text: &str) -> Option<NaiveTime> {
    let fraction = text.split_once('.').map_or("", |(_, fraction)| fraction);
    let sound = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'.'));
    if !sound || fraction.trim_end_matches('0').len() > 6 {
        return None;
    }
    match text.len() {
        5 => NaiveTime::parse_from_str(text, "%H:%M").ok(),
        8 => NaiveTime::parse_from_str(text, "%H:%M:%S").ok(),
        n if n > 9 => NaiveTime::parse_from_str(text, "%H:%M:%S%.f").ok(),
        _ => None,
    }
}

/// Reads `Z`, `+07:00` or `+0700` as minutes.
fn offset(text: &str) -> Option<i64> {
    if matches!(text, "Z" | "z") {
        return Some(0);
    }
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let digits = text.get(1..)?.replacen(':', "", 1);
    if digits.len() != 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: i64 = digits.parse().ok()?;
    let (hours, minutes) = (number / 100, number % 100);
    (hours < 24 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

#[cfg(test)]
mod tests {
    use super::{Number, Type, Value, time};

    fn plain(text: &str, kind: Type) -> Option<String> {
        Value::read(text, kind).map(|value| value.cell(kind).plain())
    }

    #[test]
    fn numbers_are_read_exactly_or_not_at_all() {
        let cents = Type::Decimal { precision: 10, scale: 2 };
        assert_eq!(plain("-1.5", cents).as_deref(), Some("-1.50"));
        assert_eq!(plain(".5", cents).as_deref(), Some("0.50"));
        assert_eq!(plain("1.", cents).as_deref(), Some("1.00"));
        assert_eq!(plain("1.505", cents), None);
        assert_eq!(plain("1e3", cents), None);
        assert_eq!(plain(" +007 ", Type::Integer).as_deref(), Some("7"));
        for text in ["", ".", "-", "1_000", "0x1F", "−5", "inf", "NaN", "1e", "1 2", "--1"] {
            assert_eq!(Number::read(text), None, "{text}");
        }
        let whole = Type::Decimal { precision: 38, scale: 0 };
        let long = "9".repeat(38);
        assert_eq!(plain(&long, whole).as_deref(), Some(&*long));
        assert_eq!(plain(&"9".repeat(39), whole), None);
        assert_eq!(plain("1e999", Type::Float), None);
    }

    #[test]
    fn digits_that_a_float_cannot_hold_are_noticed() {
        let loses = |text: &str| Number::read(text).is_some_and(|number| number.loses_digits(text));
        assert!(loses("9007199254740993"));
        assert!(loses("0.12345678901234567890"));
        assert!(!loses("0.30000000000000004"));
        assert!(!loses("100000000000000000000"));
        assert!(!loses("0.1"));
    }

    #[test]
    fn times_are_those_of_iso_8601() {
        let cell = |text: &str, kind| plain(text, kind);
        assert_eq!(cell("2024-02-29", Type::Date).as_deref(), Some("2024-02-29"));
        assert_eq!(
            cell("2024-01-09T10:00:00+09:00", Type::Instant).as_deref(),
            Some("2024-01-09T01:00:00Z")
        );
        assert_eq!(
            cell("2024-01-09 10:00", Type::DateTime).as_deref(),
            Some("2024-01-09T10:00:00")
        );
        let wrong = [
            "2024-02-30",
            "2024/01/06",
            "24-01-06",
            "2024-01-09T25:00",
            "2024-01-09T10",
            "2024-01-09T10:00:00.0000001",
            "2024-01-09T10:00:00+99:00",
            "2024-01-0٩",
            "2024-1-09T1",
        ];
        for text in wrong {
            assert_eq!(time(text), None, "{text}");
        }
    }
}
