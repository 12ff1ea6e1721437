//! All snapshots of a table as one: columns united by name, each of a type that holds the values of all.
//!
//! What the whole is like is told from what is known of each snapshot's columns. Their rows are read when a query asks for them.

use std::io;
use std::sync::Arc;

use bigdecimal::BigDecimal;
use chrono::NaiveDate;
use datafusion::arrow::array::{
    ArrayRef, Date32Array, RecordBatch, RecordBatchOptions, new_null_array,
};
use datafusion::arrow::compute::{CastOptions, cast_with_options};
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};

use super::cells;
use super::rows::{Rows, days};
use super::streamed::Groups;
use crate::base::cell::Cell;
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
const MAX_FLOAT_DIGITS: u64 = 1_000_000_000_000_000;

/// One snapshot.
#[derive(Debug, Clone)]
pub(in crate::data) struct Part<'p> {
    /// Its day.
    pub(in crate::data) day: NaiveDate,
    /// Its columns.
    pub(in crate::data) columns: Vec<PartColumn<'p>>,
    /// Its rows.
    pub(in crate::data) rows: &'p Rows,
}

/// A column of a snapshot.
#[derive(Debug, Clone)]
pub(in crate::data) struct PartColumn<'p> {
    /// Its name, label, unit and kind.
    pub(in crate::data) column: &'p Column,
    /// The least and the greatest value, NULL if there is none.
    pub(in crate::data) range: [&'p Cell; 2],
}

/// Why snapshots cannot be one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::data) enum Conflict {
    /// The part has a column named like the one that says which snapshot a row is of.
    Reserved(usize),
    /// The column has values in two parts that no type holds.
    Kinds(Arc<str>, [usize; 2]),
}

/// The rows of several snapshots.
#[derive(Debug)]
pub(in crate::data) struct HistoryRows {
    schema: SchemaRef,
    parts: Vec<(i32, Rows)>,
}

/// A column of the whole.
struct United {
    column: Column,
    /// The type of its values and the part that it is widest for; none while there are no values.
    values: Option<(DataType, usize)>,
}

/// The columns of `parts`, the day first, the others as they first appear; and their rows, in the order of the parts.
pub(in crate::data) fn united(parts: &[Part<'_>]) -> Result<(Vec<Column>, HistoryRows), Conflict> {
    let united = columns(parts)?;
    let label = "Snapshot".into();
    let mut columns = vec![Column { name: SNAPSHOT.into(), label, unit: None, kind: Kind::Date }];
    let mut fields = vec![Field::new(SNAPSHOT, DataType::Date32, true)];
    for United { column, values } in &united {
        let data_type = values.as_ref().map_or(DataType::Utf8, |(data_type, _)| data_type.clone());
        let kind = cells::kind(&data_type).unwrap_or(column.kind);
        columns.push(Column { kind, ..column.clone() });
        fields.push(Field::new(&*column.name, data_type, true));
        let Some((data_type, widest)) = values else { continue };
        for (idx, part) in parts.iter().enumerate() {
            let known = part.columns.iter().enumerate();
            let own = known.filter(|(_, own)| own.column.name == column.name).map(|(at, own)| {
                let range = own.range.iter().copied();
                is_exact(range, part.rows.schema.field(at).data_type(), data_type)
            });
            if own.into_iter().any(|is_exact| !is_exact) {
                let places = [(*widest).min(idx), (*widest).max(idx)];
                return Err(Conflict::Kinds(Arc::clone(&column.name), places));
            }
        }
    }
    let schema = Arc::new(Schema::new(fields));
    let parts = parts.iter().map(|part| (days(part.day), part.rows.clone())).collect();
    Ok((columns, HistoryRows { schema, parts }))
}

/// The columns of all parts; labels and units are those of the newest.
fn columns(parts: &[Part<'_>]) -> Result<Vec<United>, Conflict> {
    let mut res: Vec<United> = Vec::new();
    for (idx, part) in parts.iter().enumerate() {
        for (at, PartColumn { column, range }) in part.columns.iter().enumerate() {
            if &*column.name == SNAPSHOT {
                return Err(Conflict::Reserved(idx));
            }
            // A column without a value says nothing about its type.
            let has_values = !range[0].is_null();
            let own = has_values.then(|| part.rows.schema.field(at).data_type().clone());
            let Some(known) = res.iter_mut().find(|known| known.column.name == column.name) else {
                let values = own.map(|own| (own, idx));
                res.push(United { column: (*column).clone(), values });
                continue;
            };
            known.column = (*column).clone();
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

/// Do all values of a column with this range stay what they are as `wide`?
fn is_exact<'c>(range: impl Iterator<Item = &'c Cell>, own: &DataType, wide: &DataType) -> bool {
    let most = match (own, wide) {
        (DataType::Int64, DataType::Float64) => BigDecimal::from(MAX_FLOAT),
        (DataType::Decimal128(_, scale), DataType::Float64) => {
            BigDecimal::new((MAX_FLOAT_DIGITS - 1).into(), i64::from(*scale))
        }
        _ => return true,
    };
    range.filter_map(Cell::decimal).all(|value| value.abs() <= most)
}

impl HistoryRows {
    /// All rows, if none of them lie in the cache.
    pub(super) fn in_memory(&self) -> Option<Rows> {
        if self.parts.iter().any(|(_, rows)| rows.stored.is_some()) {
            return None;
        }
        let converted = self.parts.iter().flat_map(|(day, rows)| {
            rows.batches.iter().map(|batch| converted(batch, *day, &self.schema))
        });
        // Types that do not hold the values of all snapshots are a conflict.
        let batches = converted.collect::<io::Result<_>>().expect("every type is wide enough");
        Some(Rows { schema: Arc::clone(&self.schema), batches, stored: None })
    }
}

impl Groups for HistoryRows {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn n_groups(&self) -> usize {
        self.parts.iter().map(|(_, rows)| n_groups(rows)).sum()
    }

    fn group(
        &self,
        mut group: usize,
        projection: Option<&[usize]>,
    ) -> io::Result<Vec<RecordBatch>> {
        let schema = match projection {
            Some(columns) => Arc::new(self.schema.project(columns).map_err(io::Error::other)?),
            None => Arc::clone(&self.schema),
        };
        for (day, rows) in &self.parts {
            if group >= n_groups(rows) {
                group -= n_groups(rows);
                continue;
            }
            let batches = match &rows.stored {
                Some(stored) => {
                    let names = schema.fields().iter();
                    let own = names.filter_map(|field| rows.schema.index_of(field.name()).ok());
                    &stored.group(group, Some(&own.collect::<Vec<_>>()))?
                }
                None => &rows.batches,
            };
            return batches.iter().map(|batch| converted(batch, *day, &schema)).collect();
        }
        Err(io::ErrorKind::InvalidInput.into())
    }
}

/// The number of groups that rows are read in: those in memory are one.
fn n_groups(rows: &Rows) -> usize {
    rows.stored.as_ref().map_or(1, |stored| stored.n_groups())
}

/// The rows of `batch`, of the snapshot of that day, as rows of `schema`.
fn converted(batch: &RecordBatch, day: i32, schema: &SchemaRef) -> io::Result<RecordBatch> {
    let strict = CastOptions { safe: false, ..CastOptions::default() };
    let column = |field: &Arc<Field>| -> io::Result<ArrayRef> {
        if field.name() == SNAPSHOT {
            return Ok(Arc::new(Date32Array::from_value(day, batch.num_rows())));
        }
        match batch.column_by_name(field.name()) {
            // A column without a value may be of any type.
            Some(array) if array.null_count() < array.len() => {
                cast_with_options(array, field.data_type(), &strict).map_err(io::Error::other)
            }
            _ => Ok(new_null_array(field.data_type(), batch.num_rows())),
        }
    };
    let arrays = schema.fields().iter().map(column).collect::<io::Result<_>>()?;
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    let batch = RecordBatch::try_new_with_options(Arc::clone(schema), arrays, &options);
    batch.map_err(io::Error::other)
}
