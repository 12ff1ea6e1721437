//! A single value of a table or a query result.

use std::sync::Arc;

use bigdecimal::BigDecimal;
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

/// One value. Floats are finite: the engine refuses others before they become cells.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// No value.
    Null,
    /// True or false.
    Boolean(bool),
    /// A whole number.
    Integer(i128),
    /// An exact decimal number.
    Decimal(BigDecimal),
    /// A floating point number, always finite.
    Float(f64),
    /// A text.
    Text(Arc<str>),
    /// A day.
    Date(NaiveDate),
    /// A day and a time without a zone.
    DateTime(NaiveDateTime),
    /// An instant.
    Instant(DateTime<Utc>),
}

impl Cell {
    /// The value as an exact decimal, if it is a number; a float by its shortest decimal form.
    pub fn decimal(&self) -> Option<BigDecimal> {
        match self {
            Self::Integer(n) => Some(BigDecimal::from(*n)),
            Self::Decimal(n) => Some(n.clone()),
            Self::Float(n) => format!("{n:e}").parse().ok(),
            _ => None,
        }
    }

    /// The value as a float, if it is a number.
    pub fn float(&self) -> Option<f64> {
        use bigdecimal::ToPrimitive as _;
        match self {
            #[expect(clippy::cast_precision_loss, reason = "pixels need no more than 53 bits")]
            Self::Integer(n) => Some(*n as f64),
            Self::Decimal(n) => n.to_f64().filter(|n| n.is_finite()),
            Self::Float(n) => Some(*n),
            _ => None,
        }
    }

    /// The day of a date or a point in time.
    pub fn date(&self) -> Option<NaiveDate> {
        match self {
            Self::Date(date) => Some(*date),
            Self::DateTime(time) => Some(time.date()),
            Self::Instant(time) => Some(time.date_naive()),
            _ => None,
        }
    }

    /// The day and the time of a point in time.
    pub fn moment(&self) -> Option<NaiveDateTime> {
        match self {
            Self::DateTime(time) => Some(*time),
            Self::Instant(time) => Some(time.naive_utc()),
            _ => None,
        }
    }

    /// Is there no value?
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The value in plain, unambiguous text: numbers without grouping, dates in ISO 8601, nothing for NULL.
    pub fn plain(&self) -> String {
        match self {
            Self::Null => String::new(),
            Self::Boolean(value) => value.to_string(),
            Self::Integer(value) => value.to_string(),
            Self::Decimal(value) => value.to_plain_string(),
            Self::Float(value) => value.to_string(),
            Self::Text(value) => value.to_string(),
            Self::Date(value) => value.format("%Y-%m-%d").to_string(),
            Self::DateTime(value) => value.format("%Y-%m-%dT%H:%M:%S%.f").to_string(),
            Self::Instant(value) => value.format("%Y-%m-%dT%H:%M:%S%.fZ").to_string(),
        }
    }

    /// Does `text` write this value: a number with any zeros behind its point, a point in time with a blank for the `T` or without seconds?
    pub fn is_written(&self, text: &str) -> bool {
        if self.plain() == text {
            return true;
        }
        match self {
            Self::Integer(_) | Self::Decimal(_) | Self::Float(_) => {
                let is_plain = text.len() <= 60
                    && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'));
                is_plain && self.decimal().is_some_and(|n| text.parse() == Ok(n))
            }
            Self::DateTime(_) | Self::Instant(_) => {
                let text = text.replacen(' ', "T", 1);
                let (text, zone) = text.strip_suffix('Z').map_or((&*text, ""), |text| (text, "Z"));
                self.plain() == format!("{text}{zone}")
                    || self.plain() == format!("{text}:00{zone}")
            }
            Self::Null | Self::Boolean(_) | Self::Text(_) | Self::Date(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Cell;

    #[test]
    fn a_value_can_be_written_in_several_ways() {
        let decimal = Cell::Decimal("0.7850".parse().expect("a number"));
        let day = "2025-03-02T09:05:00Z".parse::<chrono::DateTime<chrono::Utc>>().expect("a time");
        let local = Cell::DateTime(day.naive_utc());
        for (cell, text) in [
            (&decimal, "0.785"),
            (&decimal, "0.7850"),
            (&Cell::Integer(-5), "-5.0"),
            (&Cell::Float(0.5), "0.50"),
            (&local, "2025-03-02 09:05"),
            (&local, "2025-03-02T09:05:00"),
            (&Cell::Instant(day), "2025-03-02 09:05Z"),
            (&Cell::Text("a".into()), "a"),
        ] {
            assert!(cell.is_written(text), "{text}");
        }
        for (cell, text) in [
            (&decimal, "0.78"),
            (&decimal, ".785x"),
            (&decimal, "785e-3"),
            (&decimal, ""),
            (&local, "2025-03-02"),
            (&local, "2025-03-02 09:05Z"),
            (&Cell::Text("5".into()), "5.0"),
            (&Cell::Null, "0"),
        ] {
            assert!(!cell.is_written(text), "{text}");
        }
    }
}
