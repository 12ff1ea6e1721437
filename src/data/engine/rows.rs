//! Typed rows in columns, as the engine reads them.

use std::fmt;
use std::io;
use std::sync::Arc;

use chrono::{Datelike as _, NaiveDate};
use datafusion::arrow::array::{
    ArrayRef, BooleanBuilder, Date32Builder, Decimal128Builder, Float64Builder, Int64Builder,
    RecordBatch, RecordBatchOptions, StringBuilder, TimestampMicrosecondBuilder,
};
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};

use super::stored::{Encoder, Group, StoredRows, Writer};
use super::streamed::Groups as _;
use crate::base::world::Draft;
use crate::data::value::{Type, Value};

/// The rows of a batch: what the engine works on at a time.
pub(super) const BATCH: usize = 8192;

/// Typed rows.
#[derive(Clone)]
pub(in crate::data) struct Rows {
    /// The columns' names and types.
    pub(super) schema: SchemaRef,
    /// The rows, in the file's order, if they are in memory.
    pub(super) batches: Vec<RecordBatch>,
    /// The rows in the cache, if they are there.
    pub(super) stored: Option<Arc<StoredRows>>,
}

impl Rows {
    /// The number of rows.
    pub(in crate::data) fn len(&self) -> usize {
        let stored = self.stored.as_ref().map(|stored| stored.len());
        stored.unwrap_or_else(|| self.batches.iter().map(RecordBatch::num_rows).sum())
    }

    /// Rows that are in the cache.
    pub(in crate::data) fn stored(rows: StoredRows) -> Self {
        let schema = Arc::clone(rows.schema());
        Self { schema, batches: Vec::new(), stored: Some(Arc::new(rows)) }
    }

    /// Are they in the cache, because memory should not hold them?
    pub(in crate::data) fn is_stored(&self) -> bool {
        self.stored.is_some()
    }

    /// Begins a file of the cache for rows of these columns.
    pub(in crate::data) fn writer(&self, draft: Box<dyn Draft>) -> io::Result<Writer> {
        Writer::new(draft, &self.schema)
    }

    /// These rows as a row group.
    pub(in crate::data) fn encoded(&self, encoder: &Encoder) -> io::Result<Group> {
        encoder.encode(&self.batches)
    }

    /// All cells, for tests that compare rows.
    #[cfg(test)]
    pub(in crate::data) fn shown(&self) -> String {
        let stored = self.stored.as_ref().map(|stored| stored.batches().expect("readable"));
        let batches = stored.unwrap_or_else(|| self.batches.clone());
        let rows = super::cells::rows(&batches).expect("cells");
        format!("{:?} {rows:?}", self.schema)
    }

    /// Rows of the same columns as one.
    pub(in crate::data) fn joined(parts: Vec<Self>) -> Self {
        let mut parts = parts.into_iter();
        let mut res = parts.next().unwrap_or_default();
        for rows in parts {
            res.batches.extend(rows.batches);
        }
        res
    }
}

impl Default for Rows {
    fn default() -> Self {
        Self { schema: Arc::new(Schema::empty()), batches: Vec::new(), stored: None }
    }
}

impl fmt::Debug for Rows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rows({})", self.len())
    }
}

/// Builds [`Rows`] cell by cell.
pub(in crate::data) struct Builder {
    schema: SchemaRef,
    columns: Vec<ColumnBuilder>,
    pending: usize,
    batches: Vec<RecordBatch>,
}

impl Builder {
    /// No rows yet, of columns with these names and types.
    pub(in crate::data) fn new(names: &[&str], kinds: impl Iterator<Item = Type>) -> Self {
        let columns: Vec<ColumnBuilder> = kinds.map(ColumnBuilder::new).collect();
        let fields: Vec<Field> = names
            .iter()
            .zip(&columns)
            .map(|(name, column)| Field::new(*name, column.data_type(), true))
            .collect();
        let schema = Arc::new(Schema::new(fields));
        Self { schema, columns, pending: 0, batches: Vec::new() }
    }

    /// Adds the cell of the column `idx`, of the type that the column was given.
    pub(in crate::data) fn push(&mut self, idx: usize, value: Option<Value<'_>>) {
        self.columns[idx].push(value);
    }

    /// The column `idx`, to which cells are added of the type that it was given.
    pub(in crate::data) fn column(&mut self, idx: usize) -> &mut ColumnBuilder {
        &mut self.columns[idx]
    }

    /// The number of rows until the next batch begins.
    pub(in crate::data) fn room(&self) -> usize {
        BATCH - self.pending
    }

    /// Ends so many rows, not more than there is [`room`](Self::room) for.
    pub(in crate::data) fn end_rows(&mut self, n: usize) {
        self.pending += n;
        if self.pending >= BATCH {
            self.end_batch();
        }
    }

    /// Ends a row: every column has got a cell.
    pub(in crate::data) fn end_row(&mut self) {
        self.end_rows(1);
    }

    fn end_batch(&mut self) {
        let arrays = self.columns.iter_mut().map(ColumnBuilder::finish).collect();
        let options = RecordBatchOptions::new().with_row_count(Some(self.pending));
        let batch = RecordBatch::try_new_with_options(Arc::clone(&self.schema), arrays, &options);
        self.batches.push(batch.expect("every column has one cell of its type for each row"));
        self.pending = 0;
    }

    /// The rows.
    pub(in crate::data) fn finish(mut self) -> Rows {
        if self.pending > 0 {
            self.end_batch();
        }
        Rows { schema: self.schema, batches: self.batches, stored: None }
    }
}

/// The type of an array that holds values of `kind`.
pub(super) fn arrow_type(kind: Type) -> DataType {
    let time = |zone| DataType::Timestamp(TimeUnit::Microsecond, zone);
    match kind {
        Type::Integer => DataType::Int64,
        Type::Decimal { precision, scale } => {
            DataType::Decimal128(precision, i8::try_from(scale).expect("a scale is at most 38"))
        }
        Type::Float => DataType::Float64,
        Type::Boolean => DataType::Boolean,
        Type::Date => DataType::Date32,
        Type::DateTime => time(None),
        Type::Instant => time(Some("UTC".into())),
        Type::Text => DataType::Utf8,
    }
}

/// The cells of one column.
pub(in crate::data) enum ColumnBuilder {
    Integer(Int64Builder),
    Decimal(Decimal128Builder, DataType),
    Float(Float64Builder),
    Boolean(BooleanBuilder),
    Date(Date32Builder),
    Time(TimestampMicrosecondBuilder, DataType),
    Text(StringBuilder),
}

impl ColumnBuilder {
    fn new(kind: Type) -> Self {
        let data_type = arrow_type(kind);
        match kind {
            Type::Integer => Self::Integer(Int64Builder::new()),
            Type::Decimal { .. } => {
                let builder = Decimal128Builder::new().with_data_type(data_type.clone());
                Self::Decimal(builder, data_type)
            }
            Type::Float => Self::Float(Float64Builder::new()),
            Type::Boolean => Self::Boolean(BooleanBuilder::new()),
            Type::Date => Self::Date(Date32Builder::new()),
            Type::DateTime | Type::Instant => {
                let builder = TimestampMicrosecondBuilder::new().with_data_type(data_type.clone());
                Self::Time(builder, data_type)
            }
            Type::Text => Self::Text(StringBuilder::new()),
        }
    }

    /// Adds an exact number, in units of the last digit.
    pub(in crate::data) fn push_exact(&mut self, n: i64) {
        match self {
            Self::Integer(column) => column.append_value(n),
            Self::Decimal(column, _) => column.append_value(n.into()),
            other => other.push(Some(Value::Exact(n.into()))),
        }
    }

    /// Adds a floating point number.
    pub(in crate::data) fn push_float(&mut self, n: f64) {
        match self {
            Self::Float(column) => column.append_value(n),
            other => other.push(Some(Value::Float(n))),
        }
    }

    /// Adds the day that is so many days after 1 January 1970.
    pub(in crate::data) fn push_day(&mut self, days: i32) {
        match self {
            Self::Date(column) => column.append_value(days),
            other => other.push(day(days).map(Value::Date)),
        }
    }

    /// Adds a text.
    pub(in crate::data) fn push_text(&mut self, text: &str) {
        match self {
            Self::Text(column) => column.append_value(text),
            other => other.push(Some(Value::Text(text))),
        }
    }

    fn data_type(&self) -> DataType {
        match self {
            Self::Integer(_) => DataType::Int64,
            Self::Float(_) => DataType::Float64,
            Self::Boolean(_) => DataType::Boolean,
            Self::Date(_) => DataType::Date32,
            Self::Decimal(_, data_type) | Self::Time(_, data_type) => data_type.clone(),
            Self::Text(_) => DataType::Utf8,
        }
    }

    /// Adds a cell; one of another type than the column's would be a mistake of the caller, and counts as none.
    pub(in crate::data) fn push(&mut self, value: Option<Value<'_>>) {
        match (self, value) {
            (Self::Integer(column), value) => column.append_option(match value {
                Some(Value::Exact(n)) => i64::try_from(n).ok(),
                _ => None,
            }),
            (Self::Decimal(column, _), value) => column.append_option(match value {
                Some(Value::Exact(n)) => Some(n),
                _ => None,
            }),
            (Self::Float(column), value) => column.append_option(match value {
                Some(Value::Float(n)) => Some(n),
                _ => None,
            }),
            (Self::Boolean(column), value) => column.append_option(match value {
                Some(Value::Boolean(value)) => Some(value),
                _ => None,
            }),
            (Self::Date(column), value) => column.append_option(match value {
                Some(Value::Date(day)) => Some(days(day)),
                _ => None,
            }),
            (Self::Time(column, _), value) => column.append_option(match value {
                Some(Value::DateTime(time)) => Some(time.and_utc().timestamp_micros()),
                Some(Value::Instant(time)) => Some(time.timestamp_micros()),
                _ => None,
            }),
            (Self::Text(column), value) => column.append_option(match value {
                Some(Value::Text(text)) => Some(text),
                _ => None,
            }),
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Integer(column) => Arc::new(column.finish()),
            Self::Decimal(column, _) => Arc::new(column.finish()),
            Self::Float(column) => Arc::new(column.finish()),
            Self::Boolean(column) => Arc::new(column.finish()),
            Self::Date(column) => Arc::new(column.finish()),
            Self::Time(column, _) => Arc::new(column.finish()),
            Self::Text(column) => Arc::new(column.finish()),
        }
    }
}

/// The days from 1 January 1970 to `day`.
pub(in crate::data) fn days(day: NaiveDate) -> i32 {
    day.num_days_from_ce() - EPOCH
}

/// The day that is so many days after 1 January 1970.
pub(in crate::data) fn day(days: i32) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(days.checked_add(EPOCH)?)
}

/// The days from the beginning of the calendar to 1 January 1970.
const EPOCH: i32 = 719_163;
