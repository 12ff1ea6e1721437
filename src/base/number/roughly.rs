//! Quotients, durations and numbers in several scales that a text states roughly.

use bigdecimal::{BigDecimal, Zero as _};

use super::decimal::{self, Precision, round};
use super::stated::figures;
use super::{Format, Reading, Shape};
use crate::base::cell::Cell;

/// What a text states roughly.
#[derive(Debug, Clone, PartialEq)]
pub struct Rough {
    /// What the text states.
    pub stated: BigDecimal,
    /// The value, rounded as the text is.
    pub rounded: BigDecimal,
    /// That as a text.
    pub text: String,
}

impl Reading {
    /// `value`, which has the unit `unit`, rounded as the text that was read is, if that is a quotient, a duration or a number in several scales.
    pub fn roughly(&self, value: &BigDecimal, unit: Option<&str>) -> Option<Rough> {
        let stated = self.value.decimal()?;
        if decimal::is_long(value) || value.is_zero() || stated.is_zero() {
            return None;
        }
        let rounded = match &self.format.0 {
            Shape::Ratio(ratio) => {
                let precision = Precision::Decimals(ratio.decimals);
                let free = round(&ratio.free(&stated), precision);
                let figures = figures(&free, precision);
                ratio.of_free(&round(&ratio.free(value), Precision::Significant(figures)))
            }
            Shape::Duration(duration) => duration.rounded_like(&stated, value, unit)?,
            Shape::Compound(_) => {
                let figures = figures(&stated, Precision::Decimals(0));
                round(value, Precision::Significant(figures))
            }
            Shape::Numeral(_) | Shape::Calendar(_) | Shape::Text => return None,
        };
        let text = self.format.write(&Cell::Decimal(rounded.clone()), unit).ok()?;
        let rounded = Self::again(&self.format, &text, unit).unwrap_or(rounded);
        Some(Rough { stated, rounded, text })
    }

    /// What `text`, which `format` wrote, states.
    fn again(format: &Format, text: &str, unit: Option<&str>) -> Option<BigDecimal> {
        let language = match &format.0 {
            Shape::Ratio(ratio) => ratio.language,
            Shape::Duration(duration) => duration.language,
            Shape::Compound(_) | Shape::Numeral(_) | Shape::Calendar(_) | Shape::Text => {
                return None;
            }
        };
        Self::of(text, unit, language.into())?.value.decimal()
    }
}

#[cfg(test)]
mod tests {
    use crate::base::number::{Locale, Reading};

    #[test]
    fn what_is_stated_roughly_is_rounded_to_what_it_shows() {
        for (tag, text, value, rounded, holds) in [
            ("en", "1 in 4", "0.24", "1 in 4", true),
            ("en", "1 in 30", "0.036", "1 in 30", true),
            ("en", "1 in 30", "0.04", "1 in 30", true),
            ("en", "1 in 30", "0.05", "1 in 20", false),
            ("en", "3.5:1", "3.54", "3.5:1", true),
            ("en", "100:1", "86", "90:1", false),
            ("en", "1 h 30 min", "5900", "1 h 30 min", true),
            ("en", "1 h 30 min", "6400", "2 h 0 min", false),
            ("en", "1 h 20 min", "4530", "1 h 20 min", true),
            ("en", "1 h 21 min", "4790", "1 h 20 min", false),
            ("en", "2 days 12 hours", "200000", "2 days 12 hours", true),
            ("ja", "4億5000万", "449000000", "4億5000万", true),
            ("ja", "4億5000万", "433000000", "4億3000万", false),
        ] {
            let reading = Reading::of(text, None, Locale::of(tag)).expect(text);
            let rough = reading.roughly(&value.parse().expect("a number"), None).expect(text);
            assert_eq!((&*rough.text, rough.rounded == rough.stated), (rounded, holds), "{text}");
        }
    }
}
