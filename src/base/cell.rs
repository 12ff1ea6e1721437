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
}
