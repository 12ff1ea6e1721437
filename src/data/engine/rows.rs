//! Typed rows in columns, as the engine reads them.

use std::fmt;
use std::sync::Arc;

use chrono::{Datelike as _, NaiveDate};
use datafusion::arrow::array::{
    ArrayRef, BooleanBuilder, Date32Builder, Decimal128Builder, Float64Builder, Int64Builder,
    RecordBatch, RecordBatchOptions, StringBuilder, TimestampMicrosecondBuilder,
};
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};

use crate::data::value::{Type, Value};

/// The rows of a batch: what the engine works on at a time.
const BATCH: usize = 8192;

/// Typed rows.
#[derive(Clone)]
pub(in crate::data) struct Rows {
    /// The columns' names and types.
    pub(super) schema: SchemaRef,
    /// The rows, in the file's order.
    pub(super) batches: Vec<RecordBatch>,
}

impl Rows {
    /// The number of rows.
    pub(in crate::data) fn len(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// All cells, for tests that compare rows.
    #[cfg(test)]
    pub(in crate::data) fn shown(&self) -> String {
        let rows = super::cells::rows(&self.batches).expect("cells");
        format!("{:?} {rows:?}", self.schema)
    }

    /// Adds rows of the same columns.
    pub(in crate::data) fn append(&mut self, rows: Self) {
        self.batches.extend(rows.batches);
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

    /// Ends a row: every column has got a cell.
    pub(in crate::data) fn end_row(&mut self) {
        self.pending += 1;
        if self.pending == BATCH {
            self.end_batch();
        }
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
        Rows { schema: self.schema, batches: self.batches }
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
enum ColumnBuilder {
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
    fn push(&mut self, value: Option<Value<'_>>) {
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
pub(super) fn days(day: NaiveDate) -> i32 {
    day.num_days_from_ce() - EPOCH
}

/// The day that is so many days after 1 January 1970.
pub(super) fn day(days: i32) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(days.checked_add(EPOCH)?)
}

/// The days from the beginning of the calendar to 1 January 1970.
const EPOCH: i32 = 719_163;
