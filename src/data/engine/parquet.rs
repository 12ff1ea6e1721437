//! Reading Parquet files that others wrote.

use bytes::Bytes;
use datafusion::arrow::array::{Array as _, ArrayRef, AsArray as _, RecordBatch};
use datafusion::arrow::compute::{CastOptions, cast_with_options};
use datafusion::arrow::datatypes::{
    DataType, Date32Type, Decimal128Type, Float64Type, Int64Type, TimeUnit,
    TimestampMicrosecondType, TimestampNanosecondType,
};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::cells::unsuitable;
use super::rows::{arrow_type, day};
use crate::data::value::{Type, Value};

/// An open file.
pub(in crate::data) struct Parquet(ParquetRecordBatchReaderBuilder<Bytes>);

/// The rows of a file, each column of the type that a table has for it.
pub(in crate::data) struct Foreign(Vec<RecordBatch>);

impl Parquet {
    /// Opens a file; the error says what is wrong with it.
    pub(in crate::data) fn open(bytes: Vec<u8>) -> Result<Self, String> {
        let opened = ParquetRecordBatchReaderBuilder::try_new(Bytes::from(bytes));
        opened.map(Self).map_err(|error| error.to_string())
    }

    /// The names of the columns, as they are written.
    pub(in crate::data) fn names(&self) -> Vec<String> {
        self.0.schema().fields().iter().map(|field| field.name().clone()).collect()
    }

    /// The types of the columns as those of tables; an error says what a column holds that no table can.
    pub(in crate::data) fn types(&self) -> Vec<Result<Type, &'static str>> {
        self.0.schema().fields().iter().map(|field| type_of(field.data_type())).collect()
    }

    /// Reads all rows as columns of `kinds`; a value that would change is an error.
    pub(in crate::data) fn rows(self, kinds: &[Type]) -> Result<Foreign, String> {
        let names = self.names();
        let reader = self.0.build().map_err(|error| error.to_string())?;
        let mut batches = Vec::new();
        let mut n_before = 0;
        for batch in reader {
            let batch = batch.map_err(|error| error.to_string())?;
            let mut arrays = Vec::new();
            for ((array, kind), name) in batch.columns().iter().zip(kinds).zip(&names) {
                if let Some(row) = finer_than_micros(array) {
                    return Err(format!(
                        "`{name}` has fractions of a microsecond in row {}",
                        n_before + row + 1
                    ));
                }
                let strict = CastOptions { safe: false, ..CastOptions::default() };
                let cast = cast_with_options(array, &arrow_type(*kind), &strict);
                arrays.push((name, cast.map_err(|error| format!("`{name}`: {error}"))?, true));
            }
            n_before += batch.num_rows();
            let batch = RecordBatch::try_from_iter_with_nullable(arrays);
            batches.push(batch.map_err(|error| error.to_string())?);
        }
        Ok(Foreign(batches))
    }
}

impl Foreign {
    /// Calls `each` with the number and the cells of each row.
    pub(in crate::data) fn each(
        &self,
        kinds: &[Type],
        each: &mut dyn FnMut(usize, &[Option<Value<'_>>]),
    ) {
        let mut number = 0;
        for batch in &self.0 {
            for row in 0..batch.num_rows() {
                each(number, &cells(batch, kinds, row));
                number += 1;
            }
        }
    }

    /// Calls `each` with the cells of the row of that number.
    pub(in crate::data) fn one(
        &self,
        kinds: &[Type],
        mut number: usize,
        each: &mut dyn FnMut(&[Option<Value<'_>>]),
    ) {
        for batch in &self.0 {
            if number < batch.num_rows() {
                return each(&cells(batch, kinds, number));
            }
            number -= batch.num_rows();
        }
    }
}

/// The cells of one row.
fn cells<'b>(batch: &'b RecordBatch, kinds: &[Type], row: usize) -> Vec<Option<Value<'b>>> {
    let columns = batch.columns().iter().zip(kinds);
    columns.map(|(array, kind)| value(array, *kind, row)).collect()
}

/// The type of a table's column that holds the values of `data_type`.
pub(super) fn type_of(data_type: &DataType) -> Result<Type, &'static str> {
    Ok(match data_type {
        DataType::UInt64 => Type::Decimal { precision: 20, scale: 0 },
        other if other.is_integer() => Type::Integer,
        DataType::Decimal32(precision, scale)
        | DataType::Decimal64(precision, scale)
        | DataType::Decimal128(precision, scale) => match u8::try_from(*scale) {
            Ok(scale) => Type::Decimal { precision: *precision, scale },
            Err(_) => return Err("decimals that leave out digits before the point"),
        },
        DataType::Decimal256(_, scale) => match u8::try_from(*scale) {
            Ok(scale) if scale <= 38 => Type::Decimal { precision: 38, scale },
            _ => return Err("decimals of more than 38 digits"),
        },
        other if other.is_floating() => Type::Float,
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null => Type::Text,
        DataType::Dictionary(_, value) => return type_of(value),
        DataType::Boolean => Type::Boolean,
        DataType::Date32 => Type::Date,
        DataType::Date64 | DataType::Timestamp(_, None) => Type::DateTime,
        DataType::Timestamp(_, Some(_)) => Type::Instant,
        other => return Err(unsuitable(other).0),
    })
}

/// The first row of nanoseconds that no column of a table holds.
fn finer_than_micros(array: &ArrayRef) -> Option<usize> {
    let DataType::Timestamp(TimeUnit::Nanosecond, _) = array.data_type() else { return None };
    let mut values = array.as_primitive::<TimestampNanosecondType>().iter();
    values.position(|value| value.is_some_and(|value| value % 1000 != 0))
}

/// The cell of a row.
fn value(array: &ArrayRef, kind: Type, row: usize) -> Option<Value<'_>> {
    if array.is_null(row) {
        return None;
    }
    let micros = || {
        let micros = array.as_primitive::<TimestampMicrosecondType>().value(row);
        chrono::DateTime::from_timestamp_micros(micros)
    };
    Some(match kind {
        Type::Integer => Value::Exact(array.as_primitive::<Int64Type>().value(row).into()),
        Type::Decimal { .. } => Value::Exact(array.as_primitive::<Decimal128Type>().value(row)),
        Type::Float => Value::Float(array.as_primitive::<Float64Type>().value(row)),
        Type::Boolean => Value::Boolean(array.as_boolean().value(row)),
        Type::Date => Value::Date(day(array.as_primitive::<Date32Type>().value(row))?),
        Type::DateTime => Value::DateTime(micros()?.naive_utc()),
        Type::Instant => Value::Instant(micros()?),
        Type::Text => Value::Text(array.as_string::<i32>().value(row)),
    })
}

/// A small file, for tests.
#[cfg(test)]
pub(in crate::data) fn sample() -> Vec<u8> {
    use datafusion::arrow::array::{
        BooleanArray, Date32Array, Decimal128Array, StringArray, UInt64Array,
    };
    let price = Decimal128Array::from(vec![Some(150), None, Some(225)]);
    let price = price.with_precision_and_scale(6, 2).expect("three digits");
    let columns: [(&str, ArrayRef); 5] = [
        ("App name", std::sync::Arc::new(StringArray::from(vec!["Cline", "Roo", "Cline"]))),
        ("tokens", std::sync::Arc::new(UInt64Array::from(vec![Some(5), Some(u64::MAX), None]))),
        ("price", std::sync::Arc::new(price)),
        ("day", std::sync::Arc::new(Date32Array::from(vec![20155, 20240, 20240]))),
        ("on", std::sync::Arc::new(BooleanArray::from(vec![true, false, true]))),
    ];
    let batch = RecordBatch::try_from_iter(columns).expect("columns of one length");
    let mut bytes = Vec::new();
    let writer = parquet::arrow::ArrowWriter::try_new(&mut bytes, batch.schema(), None);
    let mut writer = writer.expect("a schema");
    writer.write(&batch).expect("in memory");
    writer.close().expect("in memory");
    bytes
}
