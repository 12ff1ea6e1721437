//! Texts of cells that a glance tells the value of: what most cells of large tables are.
//!
//! Each function gives what [`Value::read`](super::value::Value::read) gives, or nothing. It then is for the long way to say what the text is.

use super::engine::rows::days;
use super::value;

/// A number of few digits, exact in units of its column's last digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Exact {
    /// The number.
    pub(super) value: i64,
    /// The digits before and after the point, as written, without a zero before the point.
    pub(super) digits: (usize, usize),
}

/// The most digits of a number that is read here: a float holds them all.
const DIGITS: usize = 15;
/// The most digits of a number in 64 bits.
const WIDEST: usize = 18;
/// Powers of ten.
const POWERS: [i64; WIDEST + 1] = {
    let mut powers = [1; WIDEST + 1];
    let mut at = 1;
    while at < powers.len() {
        powers[at] = powers[at - 1] * 10;
        at += 1;
    }
    powers
};
/// Eight zeros.
const ZEROS: u64 = 0x3030_3030_3030_3030;
/// Eight points.
const POINTS: u64 = 0x2e2e_2e2e_2e2e_2e2e;

/// The highest bit of each byte of `word` that is zero.
#[inline]
pub(super) fn zero_bytes(word: u64) -> u64 {
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    // No carry leaves a byte, so that all of them are told rightly.
    !(((word & LOW) + LOW) | word | LOW)
}

/// Reads `bytes[start..end]` as digits with a minus and a point, in units of the digit `scale` places after it.
///
/// A zero before other digits, a plus, a point without digits on both sides and all else is left to the long way.
#[inline]
pub(super) fn exact(bytes: &[u8], (start, end): (usize, usize), scale: usize) -> Option<Exact> {
    let is_negative = *bytes.get(start)? == b'-';
    let start = start + usize::from(is_negative);
    let (number, whole, fraction) = digits(bytes, start, end)?;
    let is_zero = bytes[start] == b'0';
    if fraction > scale || whole + scale > WIDEST || (is_zero && whole > 1) {
        return None;
    }
    let value = number * POWERS[scale - fraction];
    let value = if is_negative { -value } else { value };
    Some(Exact { value, digits: (if is_zero { 0 } else { whole }, fraction) })
}

/// Reads `bytes[start..end]` as the nearest floating point number, as [`exact`] reads exact ones.
#[inline]
pub(super) fn float(bytes: &[u8], (start, end): (usize, usize)) -> Option<(f64, (usize, usize))> {
    let is_negative = *bytes.get(start)? == b'-';
    let start = start + usize::from(is_negative);
    let (number, whole, fraction) = digits(bytes, start, end)?;
    let is_zero = bytes[start] == b'0';
    if is_zero && whole > 1 {
        return None;
    }
    // Both operands are exact, so that the quotient is rounded once, to the nearest.
    #[expect(clippy::cast_precision_loss, reason = "both have at most 15 digits")]
    let value = number as f64 / POWERS[fraction] as f64;
    let value = if is_negative { -value } else { value };
    Some((value, (if is_zero { 0 } else { whole }, fraction)))
}

/// All digits as one number, and how many stand before and after the point.
#[inline]
fn digits(bytes: &[u8], start: usize, end: usize) -> Option<(i64, usize, usize)> {
    let length = end.checked_sub(start).filter(|length| *length > 0)?;
    let Some(word) = end.checked_sub(8).filter(|_| length <= 8).and_then(|at| bytes.get(at..end))
    else {
        return slow_digits(bytes.get(start..end)?);
    };
    let word = u64::from_le_bytes(word.try_into().ok()?);
    // What stands before the text is taken for zeros.
    let text = u64::MAX << (8 * (8 - length));
    let word = (word & text) | (ZEROS & !text);
    if let Some(number) = eight_digits(word) {
        return Some((number, length, 0));
    }
    let others = word ^ POINTS;
    let at = match zero_bytes(others) {
        0 => return None,
        points => points.trailing_zeros() as usize / 8,
    };
    let fraction = 7 - at;
    let whole = (length - 1).checked_sub(fraction).filter(|whole| *whole > 0 && fraction > 0)?;
    // The digits before the point move to where it was.
    let before = (1_u64 << (8 * at)) - 1;
    let after = u64::MAX << (8 * (at + 1));
    let word = (word & after) | ((word & before) << 8) | u64::from(b'0');
    Some((eight_digits(word)?, whole, fraction))
}

/// The number that eight digits are.
#[inline]
fn eight_digits(word: u64) -> Option<i64> {
    const HIGH: u64 = 0xf0f0_f0f0_f0f0_f0f0;
    let is_number =
        word & HIGH == ZEROS && word.wrapping_add(0x0606_0606_0606_0606) & HIGH == ZEROS;
    if !is_number {
        return None;
    }
    // Pairs of digits, then of pairs, then of fours.
    let pairs = ((word - ZEROS).wrapping_mul(1 + (10 << 8)) >> 8) & 0x00ff_00ff_00ff_00ff;
    let fours = (pairs.wrapping_mul(1 + (100 << 16)) >> 16) & 0x0000_ffff_0000_ffff;
    let eight = fours.wrapping_mul(1 + (10_000 << 32)) >> 32;
    i64::try_from(eight).ok()
}

/// [`digits`] one by one.
fn slow_digits(text: &[u8]) -> Option<(i64, usize, usize)> {
    let (mut number, mut point) = (0_i64, None);
    if text.len() > DIGITS + 1 {
        return None;
    }
    for (at, byte) in text.iter().enumerate() {
        match byte {
            b'0'..=b'9' => number = number * 10 + i64::from(byte - b'0'),
            b'.' if point.is_none() => point = Some(at),
            _ => return None,
        }
    }
    let whole = point.unwrap_or(text.len());
    let fraction = point.map_or(0, |point| text.len() - point - 1);
    let is_sound = whole > 0 && whole + fraction <= DIGITS && (point.is_none() || fraction > 0);
    is_sound.then_some((number, whole, fraction))
}

/// Reads days, of which one often follows another that is the same.
pub(super) struct Days {
    text: [u8; 10],
    day: Option<i32>,
}

impl Days {
    /// Before the first day.
    pub(super) fn new() -> Self {
        Self { text: [0; 10], day: None }
    }

    /// Reads `bytes[start..end]` as the number of days from 1 January 1970.
    #[inline]
    pub(super) fn read(&mut self, bytes: &[u8], (start, end): (usize, usize)) -> Option<i32> {
        let text: [u8; 10] = bytes.get(start..end)?.try_into().ok()?;
        if text != self.text {
            self.text = text;
            self.day = std::str::from_utf8(&text).ok().and_then(value::date).map(days);
        }
        self.day
    }
}

/// Is the text no number, no time and no truth value, because it begins with a letter?
#[inline]
pub(super) fn is_text(text: &str) -> bool {
    match text.as_bytes().first() {
        Some(b't' | b'T' | b'f' | b'F') => value::boolean(text.trim_ascii()).is_none(),
        Some(byte) => byte.is_ascii_alphabetic() || !byte.is_ascii(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Days, days, exact, float, is_text};
    use crate::data::value::{self, Number, Type, Value};

    /// The text with other bytes around it, as cells stand in a piece, or with none.
    fn placed(text: &str) -> [(Vec<u8>, (usize, usize)); 3] {
        [("", ""), ("7,", ",9"), ("12345678,", "\n12345678")].map(|(before, after)| {
            let bytes = format!("{before}{text}{after}").into_bytes();
            (bytes, (before.len(), before.len() + text.len()))
        })
    }

    /// Compares what is read at a glance with what is read the long way; was anything?
    fn agrees(text: &str) -> bool {
        let mut is_read = false;
        for (bytes, span) in placed(text) {
            for scale in [0, 2, 9] {
                let Some(read) = exact(&bytes, span, scale) else { continue };
                is_read = true;
                let number = Number::read(text).expect("a number");
                let kind =
                    Type::Decimal { precision: 38, scale: u8::try_from(scale).expect("small") };
                assert_eq!(
                    Value::read(text, kind),
                    Some(Value::Exact(read.value.into())),
                    "{text}"
                );
                assert_eq!(read.digits, (number.integer_digits(), number.scale()), "{text}");
                assert!(!number.code_like && !number.exponent && !number.loses_digits(text));
            }
            if let Some((read, digits)) = float(&bytes, span) {
                is_read = true;
                let number = Number::read(text).expect("a number");
                assert_eq!(Value::read(text, Type::Float), Some(Value::Float(read)), "{text}");
                assert_eq!(digits, (number.integer_digits(), number.scale()), "{text}");
                assert!(!number.code_like && !number.exponent && !number.loses_digits(text));
            }
            if let Some(day) = Days::new().read(&bytes, span) {
                is_read = true;
                assert_eq!(value::date(text).map(days), Some(day), "{text}");
            }
        }
        if is_text(text) {
            is_read = true;
            let trimmed = text.trim_ascii();
            assert!(Number::read(trimmed).is_none() && value::time(trimmed).is_none(), "{text}");
            assert!(value::boolean(trimmed).is_none(), "{text}");
        }
        is_read
    }

    #[test]
    fn most_cells_are_read_at_a_glance() {
        for text in
            ["0", "7", "-7", "1234567", "12345678", "123456789012345", "0.5", "654.32", "-1234.567"]
        {
            assert!(agrees(text), "{text}");
        }
        for text in ["2024-02-29", "app-7", "true north", "Ürün", "e5", "Fal"] {
            assert!(agrees(text), "{text}");
        }
        for text in [
            "",
            "-",
            ".",
            "1.",
            ".5",
            "+1",
            "007",
            "00.5",
            "1.2.3",
            "1e3",
            " 1",
            "1 ",
            "--1",
            "True ",
            "2024-02-30",
            "1234567890123456789",
        ] {
            assert!(!agrees(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_read_at_a_glance_is_what_is_there(
            number in "-?[0-9]{0,18}(\\.[0-9]{0,12})?",
            text in "[-+.0-9eETtrueFalse ü:/,]{0,12}",
            day in "[0-9]{4}-[01][0-9]-[0-3][0-9]",
        ) {
            for text in [number, text, day] {
                agrees(&text);
            }
        }
    }
}
