//! Numbers in several scales at once, as Chinese and Japanese write them: `4億4900万`.

use bigdecimal::{BigDecimal, ToPrimitive as _};

use super::decimal::{Precision, round, shifted};
use super::language::{Ladder, Language};
use super::read::is_unit;

/// The format of a compound number.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Compound {
    ladder: Ladder,
    /// The power of ten of the smallest part.
    last: i64,
    /// What stands behind: a unit.
    suffix: String,
}

/// The distance of two scales in a compound number, as a power of ten.
const STEP: i64 = 4;

impl Compound {
    /// The format of `text` and the number that it states; `None` unless it has two parts or more.
    pub(super) fn read(text: &str, language: &'static Language) -> Option<(Self, BigDecimal)> {
        language.ladders.iter().find_map(|&ladder| {
            let counts_in_myriads = ladder.iter().any(|rung| rung.power == STEP);
            counts_in_myriads.then(|| Self::read_in(text, ladder, language))?
        })
    }

    fn read_in(
        text: &str,
        ladder: Ladder,
        language: &'static Language,
    ) -> Option<(Self, BigDecimal)> {
        let mut value = BigDecimal::from(0);
        let mut above: Option<i64> = None;
        let mut n_parts = 0;
        let mut rest = text;
        loop {
            let (digits, after) =
                rest.split_at(rest.bytes().take_while(u8::is_ascii_digit).count());
            if digits.is_empty() || digits.len() > 4 || digits.starts_with('0') {
                return None;
            }
            // Names that begin with others are longer: `万亿`, `万`.
            let rungs = ladder.iter().filter(|rung| rung.power % STEP == 0);
            let named = rungs
                .filter_map(|rung| Some((rung.power, after.strip_prefix(rung.name)?)))
                .min_by_key(|(_, rest)| rest.len());
            let (power, after) = named.unwrap_or((0, after));
            if above.is_some_and(|above| power >= above) {
                return None;
            }
            value += shifted(&digits.parse().ok()?, power);
            (above, n_parts, rest) = (Some(power), n_parts + 1, after);
            if power == 0 || !rest.starts_with(|c: char| c.is_ascii_digit()) {
                let suffix = rest.to_owned();
                let is_whole = n_parts > 1 && is_unit(&suffix, language);
                return is_whole.then_some((Self { ladder, last: power, suffix }, value));
            }
        }
    }

    /// `value` in this format; `None` if it has more digits than anybody would read.
    pub(super) fn write(&self, value: &BigDecimal) -> Option<String> {
        let counted = round(&shifted(value, -self.last), Precision::Decimals(0)).to_i128()?;
        let mut left = counted.unsigned_abs();
        let mut res = String::from(if counted < 0 { "-" } else { "" });
        let start = res.len();
        for rung in self.ladder.iter().rev() {
            if rung.power < self.last || rung.power % STEP != 0 {
                continue;
            }
            let size = 10_u128.checked_pow(u32::try_from(rung.power - self.last).ok()?)?;
            let count = left / size;
            left %= size;
            if count > 0 || (rung.power == self.last && res.len() == start) {
                res.push_str(&count.to_string());
                res.push_str(rung.name);
            }
        }
        if self.last == 0 && (left > 0 || res.len() == start) {
            res.push_str(&left.to_string());
        }
        Some(res + &self.suffix)
    }
}
