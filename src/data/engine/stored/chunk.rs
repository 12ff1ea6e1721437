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

/// Reads `n` values of `kind` that [`write()`] wrote; `None` if the bytes are none.
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use datafusion::arrow::array::{
        ArrayRef, BooleanArray, Date32Array, Decimal128Array, Float64Array, Int64Array,
        StringArray, TimestampMicrosecondArray, new_null_array,
    };
    use datafusion::arrow::compute::concat;

    use super::{arrow_type, read, write};
    use crate::data::value::Type;

    /// Writes an array in parts, and reads it.
    fn comes_back(array: &ArrayRef, kind: Type) {
        let third = array.len() / 3;
        let parts = [array.slice(0, third), array.slice(third, array.len() - third)];
        let bytes = write(&[&parts[0], &parts[1]], kind).expect("of that type");
        let back = read(&bytes, array.len(), kind).expect("what was written");
        assert_eq!(&back, array);
        assert!(read(&bytes[..bytes.len() - 1], array.len(), kind).is_none(), "{kind:?}");
        assert!(read(&[&bytes[..], b"0"].concat(), array.len(), kind).is_none(), "{kind:?}");
    }

    #[test]
    fn columns_of_every_type_come_back_with_and_without_gaps() {
        let decimal = Type::Decimal { precision: 38, scale: 4 };
        let most = 10_i128.pow(38) - 1;
        let numbers = Decimal128Array::from(vec![Some(-most), None, Some(0), Some(most)]);
        let instants = TimestampMicrosecondArray::from(vec![Some(i64::MIN), None, Some(i64::MAX)]);
        let columns: Vec<(ArrayRef, Type)> = vec![
            (Arc::new(Int64Array::from(vec![Some(i64::MIN), None, Some(i64::MAX)])), Type::Integer),
            (Arc::new(Int64Array::from(vec![7; 100])), Type::Integer),
            (Arc::new(numbers.with_data_type(arrow_type(decimal))), decimal),
            (Arc::new(Float64Array::from(vec![Some(-0.0), None, Some(1e308)])), Type::Float),
            (Arc::new(BooleanArray::from(vec![Some(true), None, Some(false)])), Type::Boolean),
            (Arc::new(Date32Array::from(vec![Some(-719_162), None, Some(2_932_896)])), Type::Date),
            (Arc::new(instants.with_data_type(arrow_type(Type::Instant))), Type::Instant),
            (
                Arc::new(StringArray::from(vec![Some(""), None, Some("Größe"), Some("")])),
                Type::Text,
            ),
        ];
        for (column, kind) in columns {
            comes_back(&column, kind);
            let gap = new_null_array(column.data_type(), 9);
            comes_back(&concat(&[&column, &gap, &column]).expect("of one type"), kind);
            comes_back(&gap, kind);
        }
    }

    #[test]
    fn texts_come_back_whether_or_not_they_repeat() {
        for n_texts in [1, 3, 300, 70_000] {
            let texts = (0..70_000).map(|n| (n % 11 != 5).then(|| format!("text {}", n % n_texts)));
            comes_back(&(Arc::new(texts.collect::<StringArray>()) as ArrayRef), Type::Text);
        }
    }

    #[test]
    fn a_column_of_another_type_is_not_written() {
        let texts: ArrayRef = Arc::new(StringArray::from(vec!["1"]));
        assert!(write(&[&texts], Type::Integer).is_none());
    }
}
