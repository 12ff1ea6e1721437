//! Numbers that a text states loosely: about, at least, at most, within a tolerance.

use bigdecimal::BigDecimal;
use bigdecimal::num_bigint::Sign;

use super::decimal::{self, Precision, shifted};
use super::locale::Locale;
use super::numeral::{Numeral, Scale};
use super::{Cell, Format, Reading, Shape, read};

/// A number as a text states it.
#[derive(Debug, Clone, PartialEq)]
pub struct Stated {
    numeral: Numeral,
    unit: Option<String>,
    /// The value that the text states.
    pub value: BigDecimal,
    /// How many of its digits count: zeros at the end of a whole number do not, zeros behind the decimal point do.
    figures: u16,
}

/// On which side of a value a stated number must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Not above it.
    Below,
    /// Not below it.
    Above,
}

impl Stated {
    /// Reads `text`, which states a value of the unit `unit`; `None` if it is not a number.
    pub fn of(text: &str, unit: Option<&str>, locale: Locale) -> Option<Self> {
        let format = Format::read(text, locale)?;
        let Shape::Numeral(_) = format.0 else { return None };
        let (numeral, shown) = read::numeral(text, locale.language())?;
        let value = numeral.value(&shown, unit);
        let figures = figures(&shown, numeral.precision);
        Some(Self { numeral, unit: unit.map(str::to_owned), value, figures })
    }

    /// `value` rounded to as many figures as the text shows, half away from zero.
    ///
    /// Zero shows none: it is about zero alone.
    pub fn rounded(&self, value: &BigDecimal) -> BigDecimal {
        if self.figures == 0 || decimal::is_long(value) {
            return value.clone();
        }
        let unit = self.unit.as_deref();
        let shown = self.numeral.shown(value, unit);
        self.numeral.stored(&decimal::round(&shown, Precision::Significant(self.figures)), unit)
    }

    /// `value` written as the text is, with as many figures as it shows.
    pub fn write_about(&self, value: &BigDecimal) -> Option<String> {
        let precision = Precision::Significant(self.figures.max(1));
        let rounded = self.rounded(value);
        let numeral = Numeral { precision, ..self.numeral.clone() };
        self.write_by(&numeral, &rounded)
    }

    /// The number nearest to `value` on this side of it that the text's format can write; `strictly` excludes the value itself.
    pub fn write_beside(&self, value: &BigDecimal, side: Side, strictly: bool) -> Option<String> {
        let mut text = self.write_by(&self.numeral, value)?;
        // One unit of the last place is enough for rounding, a second one for a value that is excluded.
        for _ in 0..3 {
            let stated =
                Self::of(&text, self.unit.as_deref(), Locale::from(self.numeral.language))?;
            let fits = match side {
                Side::Below => stated.value < *value || (!strictly && stated.value == *value),
                Side::Above => stated.value > *value || (!strictly && stated.value == *value),
            };
            if fits {
                return Some(text);
            }
            let step = stated.last_place();
            let moved = match side {
                Side::Below => &stated.value - step,
                Side::Above => &stated.value + step,
            };
            text = self.write_by(&stated.numeral, &moved)?;
        }
        None
    }

    /// `value` in the scale that suits it.
    fn write_by(&self, numeral: &Numeral, value: &BigDecimal) -> Option<String> {
        let format = Format(Shape::Numeral(numeral.clone()));
        format.rescaled(&decimal::cell(value.clone()), self.unit.as_deref()).ok()
    }

    /// What one in the last place of the digits stands for.
    fn last_place(&self) -> BigDecimal {
        let power = match &self.numeral.scale {
            Scale::Step(step) => step.rung.power,
            Scale::Ones | Scale::Suited(_) => 0,
        };
        let decimals = match self.numeral.precision {
            Precision::Decimals(n) => i64::from(n),
            Precision::Significant(_) => 0,
        };
        self.numeral.stored(&shifted(&BigDecimal::from(1), power - decimals), self.unit.as_deref())
    }
}

/// How many digits of `shown` count.
pub(super) fn figures(shown: &BigDecimal, precision: Precision) -> u16 {
    let (digits, sign) = match precision {
        Precision::Decimals(n) if n > 0 => {
            let (digits, _) = shown.with_scale(i64::from(n)).into_bigint_and_scale();
            (digits.magnitude().to_string(), digits.sign())
        }
        Precision::Decimals(_) | Precision::Significant(_) => {
            let digits = shown.with_scale(0).into_bigint_and_scale().0;
            let text = digits.magnitude().to_string();
            (text.trim_end_matches('0').to_owned(), digits.sign())
        }
    };
    if sign == Sign::NoSign { 0 } else { u16::try_from(digits.len()).unwrap_or(u16::MAX) }
}

/// What `text`, bound to `cell`, must say when it is brought up to date: as [`restated`](super::restated), but moved to the scale
/// that suits the value if that of the text no longer does.
pub fn rescaled(text: &str, cell: &Cell, unit: Option<&str>, locale: Locale) -> Option<String> {
    let moved = Reading::of(text, unit, locale)?.format.rescaled(cell, unit).ok()?;
    let again = super::restated(&moved, cell, unit, locale).ok()?;
    (again == moved).then_some(moved)
}

#[cfg(test)]
mod tests {
    use super::{Cell, Locale, Side, Stated, rescaled};

    fn value(text: &str) -> bigdecimal::BigDecimal {
        text.parse().expect("a number")
    }

    #[test]
    fn figures_are_those_that_a_reader_relies_on() {
        let cases = [
            ("45 billion", "44900000000", "45 billion", true),
            ("40 billion", "44900000000", "40 billion", true),
            ("50,000", "46790", "50,000", true),
            ("47,000", "46790", "47,000", true),
            ("46,000", "46790", "47,000", false),
            ("4.50M", "4496100", "4.5M", true),
            ("45 billion", "4530000000", "4.5 billion", false),
            ("50%", "0.46", "50%", true),
            ("0", "0.4", "0.4", false),
            ("0", "0", "0", true),
            ("990K", "996000", "1M", false),
        ];
        for (text, actual, written, holds) in cases {
            let (stated, actual) =
                (Stated::of(text, None, Locale::ENGLISH).expect(text), value(actual));
            assert_eq!(stated.value == stated.rounded(&actual), holds, "{text}");
            let rewritten = stated.write_about(&actual).expect(text);
            assert_eq!(rewritten, written, "{text}");
            let again = Stated::of(&rewritten, None, Locale::ENGLISH).expect("read");
            assert_eq!(again.value, again.rounded(&actual), "{text}");
        }
    }

    #[test]
    fn a_bound_is_the_nearest_one_on_its_side() {
        let cases = [
            ("40B", "38700000000", Side::Below, false, "38B"),
            ("40B", "38000000000", Side::Below, false, "38B"),
            ("40B", "38000000000", Side::Below, true, "37B"),
            ("40B", "38200000000", Side::Above, false, "39B"),
            ("1.5%", "0.01234", Side::Above, true, "1.3%"),
            ("-5", "-7.5", Side::Below, false, "-8"),
            ("900K", "1234567", Side::Above, false, "2M"),
        ];
        for (text, actual, side, strictly, expected) in cases {
            let stated = Stated::of(text, None, Locale::ENGLISH).expect(text);
            let written = stated.write_beside(&value(actual), side, strictly);
            assert_eq!(written.as_deref(), Some(expected), "{text} {actual}");
        }
        let hours = Stated::of("3 hours", Some("minutes"), Locale::ENGLISH).expect("a number");
        assert_eq!(hours.rounded(&value("200")), hours.value);
        assert_ne!(hours.rounded(&value("220")), hours.value);
        let beside = hours.write_beside(&value("170"), Side::Below, false);
        assert_eq!(beside.as_deref(), Some("2 hours"));
        assert_eq!(Stated::of("March 2025", None, Locale::ENGLISH), None);
        assert_eq!(Stated::of("plenty", None, Locale::ENGLISH), None);
    }

    #[test]
    fn a_text_moves_to_the_scale_of_its_new_value() {
        let moved = |text, n| rescaled(text, &Cell::Integer(n), None, Locale::ENGLISH);
        assert_eq!(moved("999.9M", 1_249_000_000).as_deref(), Some("1.2B"));
        assert_eq!(moved("44.9B tokens", 999_960_000).as_deref(), Some("1.0B tokens"));
        assert_eq!(moved("1500M", 2_000_000_000).as_deref(), Some("2000M"));
        assert_eq!(moved("1.5K", 950).as_deref(), Some("950"));
        assert_eq!(moved("plenty", 950), None);
    }
}
