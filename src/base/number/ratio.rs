//! Ratios and shares of small numbers: `3:1`, `1 in 4`.

use bigdecimal::{BigDecimal, Zero as _};

use super::decimal::{Precision, Rounded, rounded};
use super::language::{Language, SPACES};
use super::read::Digits;

/// The format of a ratio: one side stays as the text has it, the other follows from the value.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ratio {
    /// The language of marks and words.
    pub(super) language: &'static Language,
    /// The side that stays.
    fixed: BigDecimal,
    /// Is that the left one?
    is_left_fixed: bool,
    /// How many decimals the other side has.
    pub(super) decimals: u16,
    /// What stands between the two.
    between: String,
}

impl Ratio {
    /// The format of `text` and the ratio that it states.
    pub(super) fn read(text: &str, language: &'static Language) -> Option<(Self, BigDecimal)> {
        let (left, rest) = Digits::read(text, language)?;
        let (between, right) = between(rest, language)?;
        let (right, rest) = Digits::read(right, language)?;
        let is_ratio = between.contains(':');
        let is_one = |digits: &Digits| digits.integer == "1" && digits.fraction.is_empty();
        // `10:30` is a time, and `16:9` states no value.
        if !rest.is_empty() || (is_ratio && !is_one(&left) && !is_one(&right)) {
            return None;
        }
        let (over, under) = (left.number(false)?, right.number(false)?);
        if under.is_zero() || over.is_zero() || (!is_ratio && over > under) {
            return None;
        }
        let is_left_fixed = !is_ratio || !is_one(&right);
        let (fixed, free) = if is_left_fixed { (&left, &right) } else { (&right, &left) };
        if !fixed.fraction.is_empty() || !(is_ratio || free.fraction.is_empty()) {
            return None;
        }
        let ratio = Self {
            language,
            fixed: fixed.number(false)?,
            is_left_fixed,
            decimals: u16::try_from(free.fraction.len()).ok()?,
            between: between.to_owned(),
        };
        Some((ratio, over / under))
    }

    /// The side of `value` that is not fixed.
    pub(super) fn free(&self, value: &BigDecimal) -> BigDecimal {
        if self.is_left_fixed { &self.fixed / value } else { value * &self.fixed }
    }

    /// The ratio whose side that is not fixed is `free`.
    pub(super) fn of_free(&self, free: &BigDecimal) -> BigDecimal {
        if self.is_left_fixed { &self.fixed / free } else { free / &self.fixed }
    }

    /// `value` in this format.
    pub(super) fn write(&self, value: &BigDecimal) -> String {
        let write = |number: &BigDecimal, decimals| {
            let digits: Rounded = rounded(number, Precision::Decimals(decimals));
            let sign = if digits.negative { "-" } else { "" };
            format!("{sign}{}", digits.digits(None, self.language.decimal))
        };
        let fixed = write(&self.fixed, 0);
        let (left, right) = if !self.is_left_fixed {
            (write(&self.free(value), self.decimals), fixed)
        } else if value.is_zero() {
            // None in any number.
            (write(value, 0), fixed)
        } else {
            (fixed, write(&self.free(value), self.decimals))
        };
        format!("{left}{}{right}", self.between)
    }
}

/// What stands between the numbers of a ratio that `text` follows the first of, and the second.
fn between<'a>(text: &'a str, language: &Language) -> Option<(&'a str, &'a str)> {
    let spaced = text.strip_prefix(SPACES).unwrap_or(text);
    let rest = match spaced.strip_prefix(':') {
        // Spaces stand on both sides or on neither.
        Some(rest) if spaced.len() < text.len() => rest.strip_prefix(SPACES)?,
        Some(rest) => rest,
        None if spaced.len() < text.len() => {
            let word = language.shares.iter().find_map(|word| spaced.strip_prefix(word));
            word?.strip_prefix(SPACES)?
        }
        None => return None,
    };
    Some(text.split_at(text.len() - rest.len()))
}
