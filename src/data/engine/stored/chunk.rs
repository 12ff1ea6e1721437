//! The values of one column of a row group, as bytes.
//!
//! Whatever is a whole number inside (numbers, days, times, truth values, places in a list of texts) is kept as its distance from the least, in as few
//! bytes as the greatest needs. Texts that repeat are kept once each. Reading and writing then cost little more than copying.

use std::sync::Arc;

use datafusion::arrow::array::{
    Array as _, ArrayRef, AsArray as _, BooleanArray, PrimitiveArray, StringArray,
};
use datafusion::arrow::buffer::{BooleanBuffer, Buffer, NullBuffer};
use datafusion::arrow::datatypes::{
    ArrowPrimitiveType, Date32Type, Decimal128Type, Float64Type, Int64Type,
    TimestampMicrosecondType,
};

use super::packed::{self, Reader, Whole};
use super::texts;
use crate::data::engine::rows::arrow_type;
use crate::data::value::Type;

/// Writes `arrays`, which follow each other, as one column of `kind`; `None` if they are of another type.
pub(super) fn write(arrays: &[&ArrayRef], kind: Type) -> Option<Vec<u8>> {
    if arrays.iter().any(|array| *array.data_type() != arrow_type(kind)) {
        return None;
    }
    let mut bytes = Vec::new();
    write_nulls(arrays, &mut bytes);
    match kind {
        Type::Integer => whole::<Int64Type>(arrays, &mut bytes),
        Type::Decimal { .. } => whole::<Decimal128Type>(arrays, &mut bytes),
        Type::Date => whole::<Date32Type>(arrays, &mut bytes),
        Type::DateTime | Type::Instant => whole::<TimestampMicrosecondType>(arrays, &mut bytes),
        Type::Float => {
            for array in arrays {
                let values = array.as_primitive::<Float64Type>().values();
                bytes.extend(values.iter().flat_map(|n| n.to_le_bytes()));
            }
        }
        Type::Boolean => {
            bytes.extend(
                arrays.iter().flat_map(|array| array.as_boolean().values().iter().map(u8::from)),
            );
        }
        Type::Text => texts::write(arrays, &mut bytes),
    }
    Some(bytes)
}

/// Reads `n` values of `kind` that [`write`] wrote; `None` if the bytes are none.
pub(super) fn read(bytes: &[u8], n: usize, kind: Type) -> Option<ArrayRef> {
    let mut reader = Reader(bytes);
    let nulls = read_nulls(&mut reader, n).ok()?;
    let array: ArrayRef = match kind {
        Type::Integer => primitive::<Int64Type>(&mut reader, n, nulls, kind)?,
        Type::Decimal { .. } => primitive::<Decimal128Type>(&mut reader, n, nulls, kind)?,
        Type::Date => primitive::<Date32Type>(&mut reader, n, nulls, kind)?,
        Type::DateTime | Type::Instant => {
            primitive::<TimestampMicrosecondType>(&mut reader, n, nulls, kind)?
        }
        Type::Float => {
            let words = reader.take(n.checked_mul(8)?)?.chunks_exact(8);
            let values = words.filter_map(|word| word.try_into().ok().map(f64::from_le_bytes));
            let values: Vec<f64> = values.collect();
            Arc::new(PrimitiveArray::<Float64Type>::try_new(values.into(), nulls).ok()?)
        }
        Type::Boolean => {
            let values = reader.take(n)?;
            let values = BooleanBuffer::collect_bool(n, |at| values[at] != 0);
            Arc::new(BooleanArray::new(values, nulls))
        }
        Type::Text => {
            let (offsets, values) = texts::read(&mut reader, n)?;
            Arc::new(StringArray::try_new(offsets, values, nulls).ok()?)
        }
    };
    reader.0.is_empty().then_some(array)
}

/// Writes which values are none, if any is.
fn write_nulls(arrays: &[&ArrayRef], bytes: &mut Vec<u8>) {
    let has_nulls = arrays.iter().any(|array| array.null_count() > 0);
    bytes.push(has_nulls.into());
    if has_nulls {
        let valid = arrays.iter().flat_map(|array| (0..array.len()).map(|at| array.is_valid(at)));
        let valid: BooleanBuffer = valid.collect();
        bytes.extend_from_slice(valid.values());
    }
}

/// Bytes are not what was written.
struct Damaged;

/// What [`write_nulls`] wrote.
fn read_nulls(reader: &mut Reader<'_>, n: usize) -> Result<Option<NullBuffer>, Damaged> {
    match reader.take(1) {
        Some([0]) => Ok(None),
        Some([1]) => {
            let valid = Buffer::from(reader.take(n.div_ceil(8)).ok_or(Damaged)?);
            Ok(Some(NullBuffer::new(BooleanBuffer::new(valid, 0, n))))
        }
        _ => Err(Damaged),
    }
}

fn whole<T: ArrowPrimitiveType<Native: Whole>>(arrays: &[&ArrayRef], bytes: &mut Vec<u8>) {
    let slices: Vec<&[T::Native]> =
        arrays.iter().map(|array| &**array.as_primitive::<T>().values()).collect();
    packed::write(&slices, bytes);
}

fn primitive<T: ArrowPrimitiveType<Native: Whole>>(
    reader: &mut Reader<'_>,
    n: usize,
    nulls: Option<NullBuffer>,
    kind: Type,
) -> Option<ArrayRef> {
    let values: Vec<T::Native> = packed::read(reader, n)?;
    let array = PrimitiveArray::<T>::try_new(values.into(), nulls).ok()?;
    Some(Arc::new(array.with_data_type(arrow_type(kind))))
}
