//! Exact decimals: moved by powers of ten, rounded, grouped.

use std::num::NonZeroU64;

use bigdecimal::num_bigint::Sign;
use bigdecimal::{BigDecimal, RoundingMode, ToPrimitive as _};

use crate::base::cell::Cell;

/// The most digits, on either side of the decimal point, that are written.
pub(super) const LONGEST: u16 = 400;

/// How many digits are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Precision {
    /// So many after the decimal point.
    Decimals(u16),
    /// So many counted from the first that is not zero; zeros at the end of the decimals are cut.
    Significant(u16),
}

/// How digits before the decimal point are grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Grouping {
    /// What stands between groups.
    pub(super) separator: char,
    /// The fewest digits that are grouped.
    pub(super) from: usize,
    /// Are all groups but the last of two digits, as in India? Otherwise all are of three.
    pub(super) indian: bool,
}

/// A number rounded for writing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rounded {
    /// Is it below zero, as rounded? Zero is not, whatever it was rounded from.
    pub(super) negative: bool,
    /// The digits before the decimal point, at least one.
    pub(super) integer: String,
    /// The digits after it, possibly none.
    pub(super) fraction: String,
}

impl Rounded {
    /// The digits with their groups and the decimal point.
    pub(super) fn digits(&self, grouping: Option<Grouping>, decimal: char) -> String {
        let mut res = match grouping {
            Some(grouping) if self.integer.len() >= grouping.from => {
                grouped(&self.integer, grouping)
            }
            _ => self.integer.clone(),
        };
        if !self.fraction.is_empty() {
            res.push(decimal);
            res.push_str(&self.fraction);
        }
        res
    }
}

/// `digits` with a separator between groups.
fn grouped(digits: &str, grouping: Grouping) -> String {
    let mut res = String::with_capacity(digits.len() * 2);
    for (idx, digit) in digits.chars().enumerate() {
        let left = digits.len() - idx;
        let starts_group = if grouping.indian {
            left == 3 || (left > 3 && !left.is_multiple_of(2))
        } else {
            left.is_multiple_of(3)
        };
        if idx > 0 && starts_group {
            res.push(grouping.separator);
        }
        res.push(digit);
    }
    res
}

/// `value` times ten to the `power`, exactly.
pub(super) fn shifted(value: &BigDecimal, power: i64) -> BigDecimal {
    let (digits, scale) = value.as_bigint_and_scale();
    BigDecimal::new(digits.into_owned(), scale.saturating_sub(power))
}

/// Does `value` have more digits than can be written?
///
/// It must be asked of every value from outside before it is rounded: 1e1000000000 is a short number with a long text.
pub(super) fn is_long(value: &BigDecimal) -> bool {
    let (digits, scale) = value.as_bigint_and_scale();
    // A decimal digit takes log2(10) ≈ 3.32 bits.
    digits.bits() > u64::from(LONGEST) * 10 / 3 || scale.unsigned_abs() > u64::from(LONGEST)
}

/// `value` rounded half away from zero.
pub(super) fn round(value: &BigDecimal, precision: Precision) -> BigDecimal {
    match precision {
        Precision::Decimals(n) => value.with_scale_round(i64::from(n), RoundingMode::HalfUp),
        Precision::Significant(n) => {
            let n = NonZeroU64::new(u64::from(n)).unwrap_or(NonZeroU64::MIN);
            value.with_precision_round(n, RoundingMode::HalfUp)
        }
    }
}

/// The digits of `value` rounded half away from zero.
pub(super) fn rounded(value: &BigDecimal, precision: Precision) -> Rounded {
    let value = round(value, precision);
    let negative = value.sign() == Sign::Minus;
    let plain = value.abs().to_plain_string();
    let (integer, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let fraction = match precision {
        Precision::Decimals(_) => fraction,
        Precision::Significant(_) => fraction.trim_end_matches('0'),
    };
    Rounded { negative, integer: integer.to_owned(), fraction: fraction.to_owned() }
}

/// A number as a cell: an integer if it is whole and fits one.
pub(super) fn cell(value: BigDecimal) -> Cell {
    match value.to_i128() {
        Some(whole) if value.is_integer() => Cell::Integer(whole),
        _ => Cell::Decimal(value),
    }
}

/// A finite float by its shortest decimal form.
pub(super) fn of_float(value: f64) -> Option<BigDecimal> {
    Cell::Float(value).decimal()
}
