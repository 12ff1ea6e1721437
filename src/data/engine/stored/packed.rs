//! Whole numbers in as few bytes as the greatest distance from the least of them needs.

/// A whole number of some width.
pub(super) trait Whole: Copy + Ord {
    /// How far it lies above `least`; `None` if that takes more than 64 bits.
    fn above(self, least: Self) -> Option<u64>;

    /// The number that lies so far above.
    fn plus(self, distance: u64) -> Self;

    /// In 128 bits.
    fn wide(self) -> i128;

    /// From 128 bits.
    fn narrow(wide: i128) -> Option<Self>;
}

/// Makes integers of up to 64 bits whole numbers.
macro_rules! whole {
    ($($type:ty)*) => {$(
        impl Whole for $type {
            #[inline]
            fn above(self, least: Self) -> Option<u64> {
                Some(self.abs_diff(least).into())
            }

            #[inline]
            #[expect(clippy::allow_attributes, reason = "not every type of these loses anything")]
            #[allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap, reason = "a distance between two of the type, as it was written")]
            fn plus(self, distance: u64) -> Self {
                self.wrapping_add(distance as Self)
            }

            fn wide(self) -> i128 {
                self.into()
            }

            fn narrow(wide: i128) -> Option<Self> {
                wide.try_into().ok()
            }
        }
    )*};
}

whole!(i32 i64 u32);

impl Whole for i128 {
    #[inline]
    fn above(self, least: Self) -> Option<u64> {
        self.abs_diff(least).try_into().ok()
    }

    #[inline]
    fn plus(self, distance: u64) -> Self {
        self.wrapping_add(distance.into())
    }

    fn wide(self) -> i128 {
        self
    }

    fn narrow(wide: i128) -> Option<Self> {
        Some(wide)
    }
}

/// Bytes that are read from their beginning.
pub(super) struct Reader<'b>(pub(super) &'b [u8]);

impl<'b> Reader<'b> {
    /// The next `n` bytes.
    pub(super) fn take(&mut self, n: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(n)?;
        self.0 = rest;
        Some(taken)
    }

    /// The next bytes as a number.
    fn number(&mut self) -> Option<i128> {
        self.take(16)?.try_into().ok().map(i128::from_le_bytes)
    }
}

/// Writes the numbers of `slices`, which follow each other.
pub(super) fn write<T: Whole>(slices: &[&[T]], bytes: &mut Vec<u8>) {
    let least = slices.iter().filter_map(|slice| slice.iter().min()).min();
    let greatest = slices.iter().filter_map(|slice| slice.iter().max()).max();
    let Some((least, greatest)) = least.copied().zip(greatest.copied()) else { return };
    bytes.extend_from_slice(&least.wide().to_le_bytes());
    let width = match greatest.above(least) {
        Some(0) => 0,
        Some(distance) if distance <= u8::MAX.into() => 1,
        Some(distance) if distance <= u16::MAX.into() => 2,
        Some(distance) if distance <= u32::MAX.into() => 4,
        Some(_) => 8,
        None => 16,
    };
    bytes.push(width);
    match width {
        0 => {}
        1 => distances::<T, 1>(slices, least, bytes),
        2 => distances::<T, 2>(slices, least, bytes),
        4 => distances::<T, 4>(slices, least, bytes),
        8 => distances::<T, 8>(slices, least, bytes),
        _ => bytes.extend(slices.iter().copied().flatten().flat_map(|n| n.wide().to_le_bytes())),
    }
}

fn distances<T: Whole, const WIDTH: usize>(slices: &[&[T]], least: T, bytes: &mut Vec<u8>) {
    let start = bytes.len();
    let n: usize = slices.iter().map(|slice| slice.len()).sum();
    bytes.resize(start + n * WIDTH, 0);
    let places = bytes[start..].chunks_exact_mut(WIDTH);
    for (place, number) in places.zip(slices.iter().copied().flatten()) {
        let distance = number.above(least).unwrap_or_default().to_le_bytes();
        place.copy_from_slice(&distance[..WIDTH]);
    }
}

/// Reads `n` numbers; `None` if the bytes are none.
pub(super) fn read<T: Whole>(reader: &mut Reader<'_>, n: usize) -> Option<Vec<T>> {
    if n == 0 {
        return Some(Vec::new());
    }
    let least = T::narrow(reader.number()?)?;
    match reader.take(1)? {
        [0] => Some(vec![least; n]),
        [1] => numbers::<T, 1>(reader, least, n),
        [2] => numbers::<T, 2>(reader, least, n),
        [4] => numbers::<T, 4>(reader, least, n),
        [8] => numbers::<T, 8>(reader, least, n),
        [16] => (0..n).map(|_| T::narrow(reader.number()?)).collect(),
        _ => None,
    }
}

fn numbers<T: Whole, const WIDTH: usize>(
    reader: &mut Reader<'_>,
    least: T,
    n: usize,
) -> Option<Vec<T>> {
    let places = reader.take(n.checked_mul(WIDTH)?)?.chunks_exact(WIDTH);
    let number = |place: &[u8]| {
        let mut distance = [0; 8];
        distance[..WIDTH].copy_from_slice(place);
        least.plus(u64::from_le_bytes(distance))
    };
    Some(places.map(number).collect())
}

#[cfg(test)]
mod tests {
    use super::{Reader, Whole, read, write};

    fn comes_back<T: Whole + std::fmt::Debug>(numbers: &[T], n_bytes: usize) {
        let mut bytes = Vec::new();
        let (one, other) = numbers.split_at(numbers.len() / 3);
        write(&[one, other, &[]], &mut bytes);
        assert_eq!(bytes.len(), n_bytes, "{numbers:?}");
        let mut reader = Reader(&bytes);
        assert_eq!(read::<T>(&mut reader, numbers.len()).as_deref(), Some(numbers));
        assert!(reader.0.is_empty());
        let cut = &bytes[..bytes.len().saturating_sub(1)];
        assert!(numbers.is_empty() || read::<T>(&mut Reader(cut), numbers.len()).is_none());
    }

    #[test]
    fn numbers_take_the_room_that_they_need_and_come_back() {
        comes_back::<i64>(&[], 0);
        comes_back::<i64>(&[7; 9], 17);
        comes_back::<i64>(&[-100, 0, 155], 17 + 3);
        comes_back::<i32>(&[i32::MIN, i32::MAX, -1, 0], 17 + 16);
        comes_back::<i64>(&[5, 70_000, -3], 17 + 12);
        comes_back::<i64>(&[i64::MIN, i64::MAX, -1, 0], 17 + 32);
        comes_back::<i128>(&[i128::MIN, i128::MAX, -1, 0], 17 + 64);
        comes_back::<i128>(&[i128::MIN, i128::MIN + 300], 17 + 4);
        comes_back::<u32>(&[0, u32::MAX], 17 + 8);
    }
}
