//! All snapshots of a table as one: columns united by name, each of a type that holds the values of all.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::NaiveDate;
use datafusion::arrow::array::{
    Array as _, ArrayRef, AsArray as _, Date32Array, RecordBatch, new_null_array,
};
use datafusion::arrow::compute::{CastOptions, cast_with_options};
use datafusion::arrow::datatypes::{DataType, Decimal128Type, Field, Int64Type, Schema, TimeUnit};

use super::cells;
use super::rows::{Rows, days};
use crate::base::frame::{Column, Kind};

/// The column that says which snapshot a row is of.
pub(in crate::data) const SNAPSHOT: &str = "snapshot";

/// The most digits of a whole number of 64 bits.
const INTEGER_DIGITS: u8 = 19;
/// The most digits of a decimal.
const DIGITS: u8 = 38;
/// Whole numbers up to this one are floats without loss.
const MAX_FLOAT: u64 = 1 << 53;
/// Decimals with fewer digits than this number come back from a float as they were.
const MAX_FLOAT_DIGITS: u128 = 1_000_000_000_000_000;

/// One snapshot.
#[derive(Debug, Clone, Copy)]
pub(in crate::data) struct Part<'p> {
    /// Its day.
    pub(in crate::data) day: NaiveDate,
    /// Its columns.
    pub(in crate::data) columns: &'p [Column],
    /// Its rows.
    pub(in crate::data) rows: &'p Rows,
}

/// Why snapshots cannot be one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::data) enum Conflict {
    /// The part has a column named like the one that says which snapshot a row is of.
    Reserved(usize),
    /// The column has values in two parts that no type holds.
    Kinds(Arc<str>, [usize; 2]),
    /// The rows of the part cannot be read from the cache, for this reason.
    Unreadable(usize, String),
}

impl Part<'_> {
    /// The rows, in memory: a history is as large as all of its snapshots.
    fn batches(&self, idx: usize) -> Result<Cow<'_, [RecordBatch]>, Conflict> {
        self.rows.in_memory().map_err(|error| Conflict::Unreadable(idx, error))
    }
}

/// A column of the whole.
struct United {
    column: Column,
    /// The type of its values and the part that it is widest for; none while there are no values.
    values: Option<(DataType, usize)>,
}

/// The rows of `parts`, in their order, and the columns: the day first, the others as they first appear.
pub(in crate::data) fn united(parts: &[Part<'_>]) -> Result<(Vec<Column>, Rows), Conflict> {
    let united = columns(parts)?;
    let label = "Snapshot".into();
    let mut columns = vec![Column { name: SNAPSHOT.into(), label, unit: None, kind: Kind::Date }];
    let mut fields = vec![Field::new(SNAPSHOT, DataType::Date32, true)];
    for United { column, values } in &united {
        let data_type = values.as_ref().map_or(DataType::Utf8, |(data_type, _)| data_type.clone());
        let kind = cells::kind(&data_type).unwrap_or(column.kind);
        columns.push(Column { kind, ..column.clone() });
        fields.push(Field::new(&*column.name, data_type, true));
    }
    let schema = Arc::new(Schema::new(fields));
    let mut batches = Vec::new();
    for (idx, part) in parts.iter().enumerate() {
        for batch in part.batches(idx)?.iter() {
            let day = Date32Array::from_value(days(part.day), batch.num_rows());
            let mut arrays: Vec<ArrayRef> = vec![Arc::new(day)];
            for (united, field) in united.iter().zip(&schema.fields()[1..]) {
                let array = cells_of(batch, field.name(), field.data_type());
                arrays.push(array.ok_or_else(|| {
                    let widest = united.values.as_ref().map_or(idx, |(_, part)| *part);
                    let places = [widest.min(idx), widest.max(idx)];
                    Conflict::Kinds(Arc::clone(&united.column.name), places)
                })?);
            }
            let batch = RecordBatch::try_new(Arc::clone(&schema), arrays);
            batches.push(batch.expect("every column has the type of its field and all rows"));
        }
    }
    Ok((columns, Rows { schema, batches, stored: None }))
}

/// The columns of all parts; labels and units are those of the newest.
fn columns(parts: &[Part<'_>]) -> Result<Vec<United>, Conflict> {
    let mut res: Vec<United> = Vec::new();
    for (idx, part) in parts.iter().enumerate() {
        let batches = part.batches(idx)?;
        for (at, column) in part.columns.iter().enumerate() {
            if &*column.name == SNAPSHOT {
                return Err(Conflict::Reserved(idx));
            }
            // A column without a value says nothing about its type.
            let has_values = batches.iter().any(|batch| {
                let array = batch.column(at);
                array.null_count() < array.len()
            });
            let own = has_values.then(|| part.rows.schema.field(at).data_type().clone());
            let Some(known) = res.iter_mut().find(|known| known.column.name == column.name) else {
                let values = own.map(|own| (own, idx));
                res.push(United { column: column.clone(), values });
                continue;
            };
            known.column = column.clone();
            known.values = match (known.values.take(), own) {
                (Some((data_type, from)), Some(own)) => {
                    let conflict = || Conflict::Kinds(Arc::clone(&column.name), [from, idx]);
                    let wide = widened(&data_type, &own).ok_or_else(conflict)?;
                    let from = if wide == data_type { from } else { idx };
                    Some((wide, from))
                }
                (None, Some(own)) => Some((own, idx)),
                (values, None) => values,
            };
        }
    }
    Ok(res)
}

/// The type that holds the values of both.
fn widened(one: &DataType, other: &DataType) -> Option<DataType> {
    use DataType::{Date32, Decimal128, Float64, Int64, Timestamp};
    let decimal = |data_type: &DataType| match data_type {
        Int64 => Some((INTEGER_DIGITS, 0)),
        Decimal128(precision, scale) => {
            Some((precision.checked_sub(u8::try_from(*scale).ok()?)?, *scale))
        }
        _ => None,
    };
    match (one, other) {
        _ if one == other => Some(one.clone()),
        (Float64, Int64 | Decimal128(..)) | (Int64 | Decimal128(..), Float64) => Some(Float64),
        (Date32, Timestamp(_, None)) | (Timestamp(_, None), Date32) => {
            Some(Timestamp(TimeUnit::Microsecond, None))
        }
        _ => {
            let ((whole, scale), (other_whole, other_scale)) = (decimal(one)?, decimal(other)?);
            let (whole, scale) = (whole.max(other_whole), scale.max(other_scale));
            let precision = whole.checked_add(u8::try_from(scale).ok()?)?;
            (precision <= DIGITS).then_some(Decimal128(precision, scale))
        }
    }
}

/// The column `name` of `batch` as `data_type`, NULL if it has none; `None` if a value would change.
fn cells_of(batch: &RecordBatch, name: &str, data_type: &DataType) -> Option<ArrayRef> {
    let Some(array) = batch.column_by_name(name) else {
        return Some(new_null_array(data_type, batch.num_rows()));
    };
    if array.data_type() == data_type {
        return Some(Arc::clone(array));
    }
    if array.null_count() == array.len() {
        return Some(new_null_array(data_type, array.len()));
    }
    let is_exact = match (array.data_type(), data_type) {
        (DataType::Int64, DataType::Float64) => {
            let mut values = array.as_primitive::<Int64Type>().iter().flatten();
            values.all(|n| n.unsigned_abs() <= MAX_FLOAT)
        }
        (DataType::Decimal128(..), DataType::Float64) => {
            let mut values = array.as_primitive::<Decimal128Type>().iter().flatten();
            values.all(|n| n.unsigned_abs() < MAX_FLOAT_DIGITS)
        }
        _ => true,
    };
    let strict = CastOptions { safe: false, ..CastOptions::default() };
    if is_exact { cast_with_options(array, data_type, &strict).ok() } else { None }
}
