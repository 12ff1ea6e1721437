//! How a number is written, and the writing of it.

use bigdecimal::{BigDecimal, Zero as _};

use super::decimal::{Grouping, Precision, Rounded, rounded, shifted};
use super::language::{Ladder, Language, Rung};
use super::unit;

/// The format of a number, part by part in the order of the text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Numeral {
    /// The language of separators and words.
    pub(super) language: &'static Language,
    /// What stands before all else: `~`, `#`.
    pub(super) lead: String,
    /// How the sign is written.
    pub(super) sign: Signs,
    /// What stands before the digits: a currency.
    pub(super) prefix: String,
    /// How many digits are written.
    pub(super) precision: Precision,
    /// How they are grouped, if they are.
    pub(super) grouping: Option<Grouping>,
    /// In what the number is counted.
    pub(super) scale: Scale,
    /// What the digits mean.
    pub(super) meaning: Meaning,
    /// What stands behind: a percent sign, a unit.
    pub(super) suffix: String,
}

/// How signs are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Signs {
    /// Do numbers that are not negative get a plus?
    pub(super) plus: bool,
    /// The sign of negative numbers.
    pub(super) minus: char,
    /// Does the sign stand behind the currency?
    pub(super) inside: bool,
}

impl Signs {
    /// A hyphen before the currency of negative numbers.
    pub(super) const USUAL: Self = Self { plus: false, minus: '-', inside: false };
}

/// What the digits mean, beside a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Nothing else.
    Plain,
    /// A year, if the value is a date.
    Year,
    /// Hundredths.
    Percent,
    /// A place in an order.
    Ordinal,
    /// A number of the value's unit, which stands behind.
    Unit,
}

/// In what a number is counted.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Scale {
    /// In ones.
    Ones,
    /// In one step of a ladder.
    Step(Step),
    /// In the step that suits the value.
    Suited(Ladder),
}

/// A step of a ladder, as a text shows it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Step {
    /// The ladder.
    pub(super) ladder: Ladder,
    /// The step's rung on it.
    pub(super) rung: &'static Rung,
    /// The name of a text that does not agree with its number as grammar has it.
    pub(super) kept: Option<&'static str>,
    /// What stands between digits and name.
    pub(super) gap: String,
    /// Has the text from one to three digits before the decimal point, so that its scale is the one that suits it?
    pub(super) suited: bool,
}

impl Numeral {
    /// What digits of this format that show `shown` say of a value with the unit `unit`.
    pub(super) fn value(&self, shown: &BigDecimal, unit: Option<&str>) -> BigDecimal {
        let power = match &self.scale {
            Scale::Step(step) => step.rung.power,
            Scale::Ones | Scale::Suited(_) => 0,
        };
        self.stored(&shifted(shown, power), unit)
    }

    /// The value that a number written in this format, its scale counted in, is of the unit `unit`.
    pub(super) fn stored(&self, number: &BigDecimal, unit: Option<&str>) -> BigDecimal {
        let value = shifted(number, -self.percent_power(unit));
        match self.factor(unit) {
            Some((over, under)) => unit::times(&value, &(under, over)),
            None => value,
        }
    }

    /// What one of the unit `unit` is in the unit of this format, if it has another one of the same kind.
    fn factor(&self, unit: Option<&str>) -> Option<(BigDecimal, BigDecimal)> {
        unit::factor(&self.suffix, unit?, self.language)
    }

    /// The number that is written of `value`, before it is scaled.
    pub(super) fn shown(&self, value: &BigDecimal, unit: Option<&str>) -> BigDecimal {
        let value = shifted(value, self.percent_power(unit));
        match self.factor(unit) {
            Some(factor) => unit::times(&value, &factor),
            None => value,
        }
    }

    /// This format with the unit `unit` behind, if it is one that shows the unit of its value.
    pub(super) fn with_unit(&self, unit: Option<&str>) -> Self {
        if self.meaning != Meaning::Unit {
            return self.clone();
        }
        let suffix = unit.map_or_else(String::new, |unit| unit::symbol(unit).to_owned());
        Self { suffix, meaning: Meaning::Plain, ..self.clone() }
    }

    /// The power of ten between a value of the unit `unit` and the number written.
    pub(super) fn percent_power(&self, unit: Option<&str>) -> i64 {
        let is_percent = unit.is_some_and(|unit| self.language.percent_units.contains(&unit));
        if self.meaning == Meaning::Percent && !is_percent { 2 } else { 0 }
    }

    /// `value` in this format, in the scale of its text.
    pub(super) fn write(&self, value: &BigDecimal, unit: Option<&str>) -> String {
        if self.meaning == Meaning::Unit {
            return self.with_unit(unit).write(value, unit);
        }
        let value = self.shown(value, unit);
        match &self.scale {
            Scale::Ones => self.assemble(&rounded(&value, self.precision), ""),
            Scale::Step(step) => self.in_step(&value, step),
            Scale::Suited(ladder) => self.suited(&value, ladder, None),
        }
    }

    /// `value` in this format, in the scale that suits it.
    pub(super) fn rescaled(&self, value: &BigDecimal, unit: Option<&str>) -> String {
        match &self.scale {
            Scale::Step(step) if step.suited => {
                let value = self.shown(value, unit);
                self.suited(&value, step.ladder, Some(&step.gap))
            }
            _ => self.write(value, unit),
        }
    }

    /// `value` counted in `step`.
    fn in_step(&self, value: &BigDecimal, step: &Step) -> String {
        let rounded = rounded(&shifted(value, -step.rung.power), self.precision);
        let name = step.kept.unwrap_or_else(|| self.name(step.rung, &rounded));
        self.assemble(&rounded, &format!("{}{name}", step.gap))
    }

    /// What a rung is called behind a number.
    fn name(&self, rung: &'static Rung, digits: &Rounded) -> &'static str {
        rung.name_for(self.language, &digits.integer, &digits.fraction)
    }

    /// `value` counted in the largest step of `ladder` in which it is, rounded, at least one.
    fn suited(&self, value: &BigDecimal, ladder: Ladder, gap: Option<&str>) -> String {
        let size = value.abs();
        let reached = |rung: &&Rung| size >= shifted(&BigDecimal::from(1), rung.power);
        let mut n_steps = ladder.iter().take_while(reached).count();
        if size.is_zero() {
            n_steps = ladder.iter().position(|rung| rung.power == 0).map_or(0, |ones| ones + 1);
        }
        let mut digits =
            rounded(&ladder_value(value, ladder, n_steps), self.precision_in(value, n_steps));
        if n_steps < ladder.len() && digits.integer.len() > room(ladder, n_steps) {
            n_steps += 1;
            digits = rounded(&ladder_value(value, ladder, n_steps), self.precision);
        }
        match n_steps.checked_sub(1).and_then(|idx| ladder.get(idx)) {
            Some(rung) => {
                let name = self.name(rung, &digits);
                self.assemble(&digits, &format!("{}{name}", gap.unwrap_or(rung.gap)))
            }
            None => self.assemble(&digits, ""),
        }
    }

    /// The precision below the first step of a ladder: decimals belong to the scale, so whole numbers have none.
    fn precision_in(&self, value: &BigDecimal, n_steps: usize) -> Precision {
        if n_steps == 0 && value.is_integer() { Precision::Decimals(0) } else { self.precision }
    }

    /// The parts put together.
    fn assemble(&self, digits: &Rounded, scale: &str) -> String {
        let mut sign = String::new();
        if digits.negative {
            sign.push(self.sign.minus);
        } else if self.sign.plus {
            sign.push('+');
        }
        let (outer, inner) = if self.sign.inside { ("", &*sign) } else { (&*sign, "") };
        let ordinal = match self.meaning {
            Meaning::Ordinal => (self.language.ordinal)(&digits.integer),
            Meaning::Plain | Meaning::Year | Meaning::Percent | Meaning::Unit => "",
        };
        let number = digits.digits(self.grouping, self.language.decimal);
        let suffix = unit::agreeing(&self.suffix, &digits.integer, &digits.fraction, self.language);
        [&self.lead, outer, &self.prefix, inner, &number, ordinal, scale, &suffix].concat()
    }
}

/// `value` counted in the step number `n_steps` of `ladder`, in ones for 0.
fn ladder_value(value: &BigDecimal, ladder: Ladder, n_steps: usize) -> BigDecimal {
    let step = n_steps.checked_sub(1).and_then(|idx| ladder.get(idx));
    shifted(value, -step.map_or(0, |rung| rung.power))
}

/// How many digits a number has at most in the step number `n_steps` of `ladder` before the next one suits it better.
pub(super) fn room(ladder: Ladder, n_steps: usize) -> usize {
    let power = |n_steps: usize| {
        n_steps.checked_sub(1).map_or(Some(0), |idx| ladder.get(idx).map(|rung| rung.power))
    };
    let room = power(n_steps).zip(power(n_steps + 1)).map_or(3, |(this, next)| next - this);
    usize::try_from(room).unwrap_or(3)
}
