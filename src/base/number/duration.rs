//! Lengths of time in several units: `1 h 20 min`.

use bigdecimal::{BigDecimal, ToPrimitive as _, Zero as _};

use super::decimal::{Precision, round};
use super::language::{Language, SPACES, TimeUnit};
use super::unit::{is_one, time_unit};

/// The format of a duration.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Duration {
    /// The language of the units.
    pub(super) language: &'static Language,
    /// The units shown, largest first; none for the two largest that the value has.
    pub(super) parts: Vec<Part>,
}

/// A unit of a duration as a text shows it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Part {
    /// What stands before the number.
    before: String,
    /// What stands between the number and the unit.
    gap: String,
    millis: i64,
    /// The unit's names, for one and for several.
    names: (&'static str, &'static str),
}

/// The milliseconds of a value without a unit of time: a second.
const SECOND: i64 = 1_000;

/// The most digits of a number in a duration.
const LONGEST: usize = 12;

impl Duration {
    /// The format of `text` and its milliseconds; `None` unless it is a duration in two units or more.
    pub(super) fn read(text: &str, language: &'static Language) -> Option<(Self, BigDecimal)> {
        let mut parts: Vec<Part> = Vec::new();
        let mut millis = BigDecimal::zero();
        let mut rest = text;
        while !rest.is_empty() {
            let (before, after) = separator(rest, parts.is_empty());
            let n_digits = after.bytes().take_while(u8::is_ascii_digit).count();
            let (digits, after) = after.split_at(n_digits);
            let count: i64 = digits.parse().ok().filter(|_| digits.len() <= LONGEST)?;
            (digits == "0" || !digits.starts_with('0')).then_some(())?;
            let gap = after.chars().next().filter(|first| SPACES.contains(first));
            let gap = gap.map_or("", |gap| &after[..gap.len_utf8()]);
            let (unit, names, name) = unit(&after[gap.len()..], count, language)?;
            if parts.last().is_some_and(|last| last.millis <= unit.millis) {
                return None;
            }
            // A smaller unit never reaches the larger one before it: it would be written another way.
            if let Some(last) = parts.last()
                && count * unit.millis >= last.millis
            {
                return None;
            }
            millis += BigDecimal::from(count) * BigDecimal::from(unit.millis);
            rest = &after[gap.len() + name.len()..];
            let (before, gap) = (before.to_owned(), gap.to_owned());
            parts.push(Part { before, gap, millis: unit.millis, names });
        }
        (parts.len() > 1).then_some((Self { language, parts }, millis))
    }

    /// What a duration of so many milliseconds is in the unit `unit`.
    pub(super) fn value(&self, millis: &BigDecimal, unit: Option<&str>) -> BigDecimal {
        (millis / BigDecimal::from(self.stored(unit))).normalized()
    }

    /// `value`, which has the unit `unit`, in this format.
    pub(super) fn write(&self, value: &BigDecimal, unit: Option<&str>) -> Option<String> {
        let millis = value * BigDecimal::from(self.stored(unit));
        let suited;
        let parts = if self.parts.is_empty() {
            // A length that is rounded up to the next unit has that unit.
            let first = self.suited(&millis);
            let smallest = BigDecimal::from(first.last()?.millis);
            let rounded = round(&(&millis / &smallest), Precision::Decimals(0)) * smallest;
            suited = self.suited(&rounded);
            &suited
        } else {
            &self.parts
        };
        let smallest = parts.last()?.millis;
        let steps = round(&(millis / BigDecimal::from(smallest)), Precision::Decimals(0));
        let mut rest = steps.to_i64()?.checked_mul(smallest)?;
        let mut res = String::from(if rest < 0 { "-" } else { "" });
        rest = rest.checked_abs()?;
        for part in parts {
            let count = rest / part.millis;
            rest %= part.millis;
            // A unit that is left over at the end says nothing.
            if self.parts.is_empty() && count == 0 && rest == 0 && res.len() > 1 {
                break;
            }
            let digits = count.to_string();
            let (one, several) = part.names;
            let name = if is_one(&digits, self.language) { one } else { several };
            for text in [&*part.before, &digits, &part.gap, name] {
                res.push_str(text);
            }
        }
        Some(res)
    }

    /// `value` rounded as a text of this format that states `stated` is: to the half, the quarter, the tens or the fives of its smallest unit that
    /// the text shows.
    pub(super) fn rounded_like(
        &self,
        stated: &BigDecimal,
        value: &BigDecimal,
        unit: Option<&str>,
    ) -> Option<BigDecimal> {
        let [.., above, last] = &*self.parts else { return None };
        let stored = BigDecimal::from(self.stored(unit));
        let in_one = above.millis / last.millis;
        let count = (stated * &stored).to_i64()? / last.millis % in_one;
        let steps: &[i64] = match in_one {
            60 => &[30, 15, 10, 5],
            24 => &[12, 6],
            1_000 => &[500, 100, 50, 10],
            _ => &[],
        };
        let step = steps.iter().find(|step| count % **step == 0).copied().unwrap_or(1);
        let step = BigDecimal::from(step * last.millis);
        let steps = round(&(value * &stored / &step), Precision::Decimals(0));
        Some((steps * step / stored).normalized())
    }

    /// The milliseconds of a value's unit.
    fn stored(&self, unit: Option<&str>) -> i64 {
        unit.and_then(|unit| time_unit(unit, self.language)).map_or(SECOND, |unit| unit.millis)
    }

    /// The two units that suit a length of time.
    fn suited(&self, millis: &BigDecimal) -> Vec<Part> {
        // Weeks are left to texts: few count in them.
        let units: Vec<&TimeUnit> = self.language.times_of_day.iter().rev().skip(1).collect();
        let size = millis.abs();
        let first = units.iter().position(|unit| size >= unit.millis);
        let first = first.unwrap_or(units.len().saturating_sub(1));
        let shown = units.iter().skip(first).take(2).enumerate();
        let part = |(idx, unit): (usize, &&TimeUnit)| Part {
            before: if idx > 0 { " ".to_owned() } else { String::new() },
            gap: "\u{a0}".to_owned(),
            millis: unit.millis,
            names: unit.names.first().copied().unwrap_or_default(),
        };
        shown.map(part).collect()
    }
}

/// What stands before a number in a duration, and the rest.
fn separator(text: &str, is_first: bool) -> (&str, &str) {
    if is_first {
        return ("", text);
    }
    let rest = text.strip_prefix(',').unwrap_or(text);
    let rest = rest.strip_prefix(SPACES).unwrap_or(rest);
    text.split_at(text.len() - rest.len())
}

/// The unit of time that `text` begins with, its names, and the name as it stands there.
fn unit(
    text: &str,
    count: i64,
    language: &'static Language,
) -> Option<(&'static TimeUnit, (&'static str, &'static str), &'static str)> {
    let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    let word = &text[..end];
    let is_one = is_one(&count.to_string(), language);
    language.times_of_day.iter().find_map(|unit| {
        let names = unit.names.iter().find(
            |(one, several)| {
                if is_one { *one == word } else { *several == word }
            },
        )?;
        Some((unit, *names, if is_one { names.0 } else { names.1 }))
    })
}
