//! Types of other crates as the memory writes them.

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A day, if there is one.
pub mod day {
    use super::{Deserialize, Deserializer, NaiveDate, Serialize, Serializer, number, of_number};

    /// Writes it as a number of days.
    pub fn serialize<S: Serializer>(day: &Option<NaiveDate>, to: S) -> Result<S::Ok, S::Error> {
        day.map(number).serialize(to)
    }

    /// Reads it.
    pub fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<Option<NaiveDate>, D::Error> {
        Ok(Option::<i32>::deserialize(from)?.and_then(of_number))
    }
}

/// A day.
pub mod one_day {
    use super::{Deserialize, Deserializer, NaiveDate, Serialize, Serializer, number, of_number};

    /// Writes it as a number of days.
    pub fn serialize<S: Serializer>(day: &NaiveDate, to: S) -> Result<S::Ok, S::Error> {
        number(*day).serialize(to)
    }

    /// Reads it.
    pub fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<NaiveDate, D::Error> {
        let day = of_number(i32::deserialize(from)?);
        day.ok_or_else(|| serde::de::Error::custom("no day"))
    }
}

/// A date and a time without a zone.
pub mod moment {
    use chrono::{DateTime, NaiveDateTime};

    use super::{Deserialize, Deserializer, Serialize, Serializer};

    /// Writes it in seconds and nanoseconds.
    pub fn serialize<S: Serializer>(time: &NaiveDateTime, to: S) -> Result<S::Ok, S::Error> {
        let time = time.and_utc();
        (time.timestamp(), time.timestamp_subsec_nanos()).serialize(to)
    }

    /// Reads it.
    pub fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<NaiveDateTime, D::Error> {
        let (seconds, nanos) = <(i64, u32)>::deserialize(from)?;
        let time = DateTime::from_timestamp(seconds, nanos).map(|time| time.naive_utc());
        time.ok_or_else(|| serde::de::Error::custom("no time"))
    }
}

/// A time with its offset and its place in a source, if there is one.
pub mod time {
    use chrono::{DateTime, FixedOffset};

    use super::{Deserialize, Deserializer, Serialize, Serializer};
    use crate::base::node::Spanned;
    use crate::base::source::Span;

    /// A time with its place.
    type Time = Option<Spanned<DateTime<FixedOffset>>>;

    /// Writes it in seconds, nanoseconds and seconds of the offset.
    pub fn serialize<S: Serializer>(time: &Time, to: S) -> Result<S::Ok, S::Error> {
        let parts = time.as_ref().map(|Spanned { value, span }| {
            let offset = value.offset().local_minus_utc();
            (value.timestamp(), value.timestamp_subsec_nanos(), offset, *span)
        });
        parts.serialize(to)
    }

    /// Reads it.
    pub fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<Time, D::Error> {
        let Some((seconds, nanos, offset, span)) =
            Option::<(i64, u32, i32, Span)>::deserialize(from)?
        else {
            return Ok(None);
        };
        let zone = FixedOffset::east_opt(offset);
        let time = zone
            .and_then(|zone| Some(DateTime::from_timestamp(seconds, nanos)?.with_timezone(&zone)));
        let time = time.ok_or_else(|| serde::de::Error::custom("no time"))?;
        Ok(Some(Spanned { value: time, span }))
    }
}

/// The code of a diagnostic, or another word of which there are few: each lives as long as the program.
pub mod code {
    use std::collections::BTreeSet;
    use std::sync::{Mutex, PoisonError};

    use super::{Deserialize, Deserializer, Serialize, Serializer};

    /// Writes it as it is.
    pub fn serialize<S: Serializer>(code: &&'static str, to: S) -> Result<S::Ok, S::Error> {
        code.serialize(to)
    }

    /// Reads it.
    pub fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<&'static str, D::Error> {
        static CODES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
        let code = String::deserialize(from)?;
        let mut codes = CODES.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = codes.get(code.as_str()) {
            return Ok(known);
        }
        let code: &'static str = Box::leak(code.into_boxed_str());
        codes.insert(code);
        Ok(code)
    }
}

/// A day as a number of days.
fn number(day: NaiveDate) -> i32 {
    use chrono::Datelike as _;
    day.num_days_from_ce()
}

/// The day of a number of days.
fn of_number(number: i32) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(number)
}
