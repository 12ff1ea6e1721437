//! The engine's columns as cells.

use bigdecimal::BigDecimal;
use chrono::{DateTime, NaiveDate, Utc};
use datafusion::arrow::array::{Array, ArrayRef, AsArray as _, RecordBatch};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{
    DataType, Date32Type, Decimal128Type, Decimal256Type, Float64Type, Int64Type, TimeUnit,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType, UInt64Type,
};
use datafusion::arrow::error::ArrowError;

use crate::base::cell::Cell;
use crate::base::frame::Kind;

/// What a column of the type `data_type` holds, if its values are cells.
pub(super) fn kind(data_type: &DataType) -> Option<Kind> {
    match data_type {
        DataType::Boolean => Some(Kind::Boolean),
        other if other.is_integer() => Some(Kind::Integer),
        DataType::Decimal32(_, scale)
        | DataType::Decimal64(_, scale)
        | DataType::Decimal128(_, scale)
        | DataType::Decimal256(_, scale) => {
            Some(if *scale <= 0 { Kind::Integer } else { Kind::Decimal })
        }
        other if other.is_floating() => Some(Kind::Float),
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null => {
            Some(Kind::Text)
        }
        DataType::Dictionary(_, value) => kind(value),
        DataType::Date32 | DataType::Date64 => Some(Kind::Date),
        DataType::Timestamp(..) => Some(Kind::DateTime),
        _ => None,
    }
}

/// What a type without a [`kind`] is, and what to select instead.
pub(super) fn unsuitable(data_type: &DataType) -> (&'static str, &'static str) {
    match data_type {
        DataType::Interval(_) | DataType::Duration(_) => {
            ("a length of time", "select a number, such as `date_part('day', …)` of it")
        }
        DataType::List(_)
        | DataType::LargeList(_)
        | DataType::FixedSizeList(..)
        | DataType::ListView(_)
        | DataType::LargeListView(_) => (
            "a list",
            "select one item, `array_to_string(…, ', ')`, or a row for each with `unnest`",
        ),
        DataType::Struct(_) | DataType::Map(..) => ("a structure", "select one of its fields"),
        DataType::Time32(_) | DataType::Time64(_) => {
            ("a time of day", "select it as text, `CAST(… AS TEXT)`")
        }
        _ => ("binary", "select a number, a text, a date or true or false"),
    }
}

/// The rows of `batches`, whose columns all have a [`kind`].
///
/// A number that no cell holds (more digits than an integer of 128 bits) comes as an exact decimal.
pub(super) fn rows(batches: &[RecordBatch]) -> Result<Vec<Vec<Cell>>, ArrowError> {
    let mut res = Vec::with_capacity(batches.iter().map(RecordBatch::num_rows).sum());
    for batch in batches {
        let columns: Vec<Vec<Cell>> =
            batch.columns().iter().map(column).collect::<Result<_, _>>()?;
        let mut columns: Vec<_> = columns.into_iter().map(Vec::into_iter).collect();
        for _ in 0..batch.num_rows() {
            res.push(
                columns.iter_mut().map(|column| column.next().unwrap_or(Cell::Null)).collect(),
            );
        }
    }
    Ok(res)
}

/// The cells of one column.
fn column(array: &ArrayRef) -> Result<Vec<Cell>, ArrowError> {
    let plain = plain_type(array.data_type());
    let array = if plain == *array.data_type() { array.clone() } else { cast(array, &plain)? };
    let n = array.len();
    let cells = |cell: &dyn Fn(usize) -> Cell| -> Vec<Cell> {
        (0..n).map(|row| if array.is_null(row) { Cell::Null } else { cell(row) }).collect()
    };
    Ok(match &plain {
        DataType::Boolean => {
            let array = array.as_boolean();
            cells(&|row| Cell::Boolean(array.value(row)))
        }
        DataType::Int64 => {
            let array = array.as_primitive::<Int64Type>();
            cells(&|row| Cell::Integer(array.value(row).into()))
        }
        DataType::UInt64 => {
            let array = array.as_primitive::<UInt64Type>();
            cells(&|row| Cell::Integer(array.value(row).into()))
        }
        DataType::Float64 => {
            let array = array.as_primitive::<Float64Type>();
            cells(&|row| Cell::Float(array.value(row)))
        }
        DataType::Decimal128(_, scale) => {
            let array = array.as_primitive::<Decimal128Type>();
            cells(&|row| exact(BigDecimal::new(array.value(row).into(), i64::from(*scale)), *scale))
        }
        DataType::Decimal256(_, scale) => {
            let array = array.as_primitive::<Decimal256Type>();
            cells(&|row| {
                let digits = array.value(row).to_string().parse().unwrap_or_default();
                exact(BigDecimal::new(digits, i64::from(*scale)), *scale)
            })
        }
        DataType::Utf8 => {
            let array = array.as_string::<i32>();
            cells(&|row| Cell::Text(array.value(row).into()))
        }
        DataType::Date32 => {
            let array = array.as_primitive::<Date32Type>();
            cells(&|row| day(array.value(row)).map_or(Cell::Null, Cell::Date))
        }
        DataType::Timestamp(unit, zone) => {
            let value = timestamps(&array, *unit);
            cells(&|row| match instant(value(row), *unit) {
                Some(time) if zone.is_some() => Cell::Instant(time),
                Some(time) => Cell::DateTime(time.naive_utc()),
                None => Cell::Null,
            })
        }
        _ => vec![Cell::Null; n],
    })
}

/// The values of a column of points in time, in its unit.
fn timestamps(array: &ArrayRef, unit: TimeUnit) -> impl Fn(usize) -> i64 + '_ {
    move |row| match unit {
        TimeUnit::Second => array.as_primitive::<TimestampSecondType>().value(row),
        TimeUnit::Millisecond => array.as_primitive::<TimestampMillisecondType>().value(row),
        TimeUnit::Microsecond => array.as_primitive::<TimestampMicrosecondType>().value(row),
        TimeUnit::Nanosecond => array.as_primitive::<TimestampNanosecondType>().value(row),
    }
}

/// The type among few to which a column is brought before its cells are read.
fn plain_type(data_type: &DataType) -> DataType {
    match data_type {
        other if other.is_unsigned_integer() => DataType::UInt64,
        other if other.is_integer() => DataType::Int64,
        other if other.is_floating() => DataType::Float64,
        DataType::Decimal32(precision, scale) | DataType::Decimal64(precision, scale) => {
            DataType::Decimal128(*precision, *scale)
        }
        DataType::LargeUtf8 | DataType::Utf8View => DataType::Utf8,
        DataType::Date64 => DataType::Date32,
        DataType::Dictionary(_, value) => plain_type(value),
        other => other.clone(),
    }
}

/// An exact number as a cell: an integer if its column has no digits after the point.
fn exact(number: BigDecimal, scale: i8) -> Cell {
    use bigdecimal::ToPrimitive as _;
    match number.to_i128().filter(|_| scale <= 0) {
        Some(integer) => Cell::Integer(integer),
        None => Cell::Decimal(number),
    }
}

/// The day that lies `days` after 1 January 1970.
fn day(days: i32) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(days.checked_add(719_163)?)
}

/// The point in time that lies `value` units after 1970 began.
fn instant(value: i64, unit: TimeUnit) -> Option<DateTime<Utc>> {
    let per_second = match unit {
        TimeUnit::Second => 1,
        TimeUnit::Millisecond => 1_000,
        TimeUnit::Microsecond => 1_000_000,
        TimeUnit::Nanosecond => 1_000_000_000,
    };
    let nanoseconds = value.rem_euclid(per_second) * (1_000_000_000 / per_second);
    DateTime::from_timestamp(value.div_euclid(per_second), u32::try_from(nanoseconds).ok()?)
}
