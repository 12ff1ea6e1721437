//! Texts of a column: each once with a number for each row, where they repeat; or all of them.

use std::collections::HashMap;

use datafusion::arrow::array::{Array, ArrayRef, AsArray as _, StringArray};
use datafusion::arrow::buffer::{Buffer, OffsetBuffer};

use super::packed::{self, Reader};

/// Texts repeat if at most one of so many is new.
const REPEATS: usize = 4;
/// How many are looked at before they are judged.
const TRIED: usize = 4096;

/// Writes the texts of `arrays`, which follow each other.
pub(super) fn write(arrays: &[&ArrayRef], bytes: &mut Vec<u8>) {
    let arrays: Vec<&StringArray> = arrays.iter().map(|array| array.as_string()).collect();
    if let Some((list, numbers)) = listed(&arrays) {
        bytes.push(1);
        packed::write(&[&[u32::try_from(list.len()).unwrap_or(u32::MAX)]], bytes);
        packed::write(&[&numbers], bytes);
        write_all(&list, bytes);
    } else {
        bytes.push(0);
        // A row without a value has an empty text.
        let texts = arrays.iter().copied().flatten().map(Option::unwrap_or_default);
        write_all(&texts.collect::<Vec<&str>>(), bytes);
    }
}

/// The texts, each once as it first comes, and the place among them of each row's; `None` if too few repeat.
fn listed<'a>(arrays: &[&'a StringArray]) -> Option<(Vec<&'a str>, Vec<u32>)> {
    let (mut places, mut list) =
        (HashMap::with_hasher(foldhash::fast::FixedState::default()), Vec::new());
    let mut numbers = Vec::with_capacity(arrays.iter().copied().map(Array::len).sum());
    for array in arrays {
        for at in 0..array.len() {
            let text = array.value(at);
            let place = *places.entry(text).or_insert_with(|| {
                list.push(text);
                list.len() - 1
            });
            numbers.push(u32::try_from(place).ok()?);
        }
        if numbers.len() >= TRIED && list.len() * REPEATS > numbers.len() {
            return None;
        }
    }
    Some((list, numbers))
}

fn write_all(texts: &[&str], bytes: &mut Vec<u8>) {
    let length = |text: &&str| u32::try_from(text.len()).unwrap_or(u32::MAX);
    let lengths: Vec<u32> = texts.iter().map(length).collect();
    packed::write(&[&lengths], bytes);
    for text in texts {
        bytes.extend_from_slice(text.as_bytes());
    }
}

/// Reads `n` texts, as an array wants them; `None` if the bytes are none.
pub(super) fn read(reader: &mut Reader<'_>, n: usize) -> Option<(OffsetBuffer<i32>, Buffer)> {
    let (mut offsets, mut values) = (vec![0_i32], Vec::new());
    match reader.take(1)? {
        [0] => {
            let lengths = packed::read::<u32>(reader, n)?;
            let mut end = 0_i32;
            for length in lengths {
                end = end.checked_add_unsigned(length)?;
                offsets.push(end);
            }
            values.extend_from_slice(reader.take(usize::try_from(end).ok()?)?);
        }
        [1] => {
            let n_listed = *packed::read::<u32>(reader, 1)?.first()? as usize;
            let numbers = packed::read::<u32>(reader, n)?;
            let lengths = packed::read::<u32>(reader, n_listed)?;
            let mut list = Vec::with_capacity(n_listed);
            for length in lengths {
                list.push(reader.take(length as usize)?);
            }
            offsets.reserve(n);
            for number in numbers {
                values.extend_from_slice(list.get(number as usize)?);
                offsets.push(i32::try_from(values.len()).ok()?);
            }
        }
        _ => return None,
    }
    Some((OffsetBuffer::new(offsets.into()), Buffer::from_vec(values)))
}
