//! Short numbers for the eye: labels of ticks and points.

use bigdecimal::{BigDecimal, Zero as _};

use super::decimal::{Precision, of_float, round, shifted};
use super::language::Ladder;
use super::locale::Locale;
use super::named;
use super::numeral::{Numeral, Scale, Step};
use super::{Format, Mismatch, Shape};
use crate::base::cell::Cell;

/// The power of ten from which numbers on an axis are counted in the first step of a ladder.
///
/// Below it, `500` and `1,000` read better beside each other than `0.5K` and `1.0K`.
const PLAIN_POWER: i64 = 4;

/// More decimals than any two floats need to differ.
const MOST_DECIMALS: u16 = 350;

/// `value` with so many significant figures and K, M, B or T, trailing zeros cut: `44.9B`.
pub fn short(value: f64, significant: u16, locale: Locale) -> String {
    match of_float(value) {
        Some(number) => named::short(significant, locale.language()).write(&number, None),
        None => value.to_string(),
    }
}

/// The labels of an axis with ticks at `values`: see [`Format::axis`].
///
/// A logarithmic axis has no unit of its own; its ticks are labeled one by one by [`short`].
pub fn short_axis(values: &[f64], locale: Locale) -> Vec<String> {
    labels(&named::short(1, locale.language()), values, None)
}

impl Format {
    /// The labels of an axis with ticks at `values`, which have the unit `unit`.
    ///
    /// All have one scale and the same decimals: as few as tell each tick from its neighbors and keep it within a
    /// hundredth of their distance. Zero is written without scale and decimals.
    pub fn axis(&self, values: &[f64], unit: Option<&str>) -> Result<Vec<String>, Mismatch> {
        match &self.0 {
            Shape::Numeral(numeral) => Ok(labels(numeral, values, unit)),
            Shape::Text => Ok(values.iter().map(|value| Cell::Float(*value).plain()).collect()),
            Shape::Duration(_) | Shape::Ratio(_) | Shape::Compound(_) => {
                values.iter().map(|value| self.write(&Cell::Float(*value), unit)).collect()
            }
            Shape::Calendar(_) => {
                let first = values.first().copied().unwrap_or_default();
                Err(Mismatch::kind("a date", &Cell::Float(first)))
            }
        }
    }
}

/// The labels of `values` in the format `numeral`.
fn labels(numeral: &Numeral, values: &[f64], unit: Option<&str>) -> Vec<String> {
    let numeral = &numeral.with_unit(unit);
    let power = numeral.percent_power(unit);
    let shown = |value: &f64| of_float(*value).map(|number| shifted(&number, power));
    let shown: Vec<BigDecimal> = values.iter().filter_map(shown).collect();
    let (scale, scale_power) = scale(numeral, &shown);
    let scaled: Vec<BigDecimal> =
        shown.iter().map(|number| shifted(number, -scale_power)).collect();
    let precision = Precision::Decimals(decimals(&scaled));
    let labeled = Numeral { precision, scale, ..numeral.clone() };
    let zero = Numeral { precision: Precision::Decimals(0), scale: Scale::Ones, ..labeled.clone() };
    let label = |value: &f64| match of_float(*value) {
        Some(number) if number.is_zero() => zero.write(&number, unit),
        Some(number) => labeled.write(&number, unit),
        None => value.to_string(),
    };
    values.iter().map(label).collect()
}

/// The scale of an axis, and its power of ten.
fn scale(numeral: &Numeral, shown: &[BigDecimal]) -> (Scale, i64) {
    match &numeral.scale {
        Scale::Ones => (Scale::Ones, 0),
        Scale::Step(step) => (numeral.scale.clone(), step.rung.power),
        Scale::Suited(ladder) => {
            let from_ones = ladder.iter().position(|rung| rung.power >= 0).unwrap_or(0);
            suited(&ladder[from_ones..], shown)
        }
    }
}

/// The step of `ladder` in which the largest of `shown` is at least one, as it will be rounded.
fn suited(ladder: Ladder, shown: &[BigDecimal]) -> (Scale, i64) {
    let largest = shown.iter().map(BigDecimal::abs).max().unwrap_or_default();
    let one = BigDecimal::from(1);
    let reached = |decimals: u16, power: i64, ones: i64| {
        let size = round(&shifted(&largest, -power), Precision::Decimals(decimals));
        size >= shifted(&one, ones)
    };
    let mut res = (Scale::Ones, 0);
    for rung in ladder {
        let (power, (_, below)) = (rung.power, &res);
        let below = *below;
        let ones = match (power, below) {
            (0, _) => 0,
            (_, 0) => PLAIN_POWER.max(power),
            _ => power - below,
        };
        let scaled: Vec<BigDecimal> = shown.iter().map(|number| shifted(number, -below)).collect();
        if !reached(decimals(&scaled), below, ones) {
            break;
        }
        let step = Step { ladder, rung, kept: None, gap: rung.gap.to_owned(), suited: true };
        res = (Scale::Step(step), power);
    }
    res
}

/// The fewest decimals that keep each of `numbers` within a hundredth of the smallest distance between two of them.
fn decimals(numbers: &[BigDecimal]) -> u16 {
    let mut sorted: Vec<&BigDecimal> = numbers.iter().collect();
    sorted.sort();
    let distances = sorted.iter().zip(sorted.iter().skip(1)).map(|(low, high)| *high - *low);
    let smallest = distances.filter(|distance| !distance.is_zero()).min();
    // A number that stands alone is told to about three figures.
    let alone = || numbers.first().map(|number| number.abs().half()).unwrap_or_default();
    let tolerance = shifted(&smallest.unwrap_or_else(alone), -2);
    let near = |number: &BigDecimal, decimals| {
        (number - round(number, Precision::Decimals(decimals))).abs() <= tolerance
    };
    (0..MOST_DECIMALS)
        .find(|decimals| numbers.iter().all(|number| near(number, *decimals)))
        .unwrap_or(MOST_DECIMALS)
}

#[cfg(test)]
mod tests {
    use super::{Format, Locale, short, short_axis};

    #[test]
    fn short_numbers_have_three_figures_at_most() {
        for (value, expected) in [
            (0.0, "0"),
            (44.9e9, "44.9B"),
            (45e9, "45B"),
            (1e3, "1K"),
            (-588e6, "-588M"),
            (0.1 + 0.2, "0.3"),
            (999_999_999.0, "1B"),
            (1.234e15, "1,230T"),
        ] {
            assert_eq!(short(value, 3, Locale::ENGLISH), expected);
        }
    }

    #[test]
    fn an_axis_has_one_unit_and_distinct_labels() {
        for (values, expected) in [
            (&[0.0, 10e9, 20e9, 30e9][..], "0 10B 20B 30B"),
            (&[0.0, 250e3, 500e3, 750e3, 1e6], "0 0.25M 0.50M 0.75M 1.00M"),
            (&[0.0, 2.5, 5.0, 7.5], "0 2.5 5.0 7.5"),
            (&[0.0, 500.0, 1000.0, 1500.0], "0 500 1,000 1,500"),
            (&[0.0, 2500.0, 5000.0, 7500.0, 10000.0], "0 2.5K 5.0K 7.5K 10.0K"),
            (&[-200e6, 0.0, 200e6], "-200M 0 200M"),
            (&[0.0, 0.1, 0.2, 0.1 + 0.2], "0 0.1 0.2 0.3"),
            (&[0.999_999, 1.0, 1.000_001], "0.999999 1.000000 1.000001"),
            (&[0.0, 999_999.999, 1_000_000.0], "0 0.999999999M 1.000000000M"),
            (&[0.0, 500_000.0, 999_999.999_9], "0 0.5M 1.0M"),
            (&[1_234_567.0], "1.23M"),
            (&[0.0], "0"),
            (&[5.0, 5.0], "5 5"),
            (&[], ""),
        ] {
            assert_eq!(short_axis(values, Locale::ENGLISH).join(" "), expected);
        }
        assert_eq!(short_axis(&[0.0, 5e-324], Locale::ENGLISH)[1].len(), 326);
    }

    #[test]
    fn an_axis_takes_the_marks_of_its_format() {
        let axis = |name, values: &[f64], unit| {
            let format = Format::named(name, Locale::ENGLISH).expect("known");
            format.axis(values, unit).map(|labels| labels.join(" "))
        };
        assert_eq!(axis("percent", &[0.0, 0.25, 0.5], None).as_deref(), Ok("0% 25% 50%"));
        assert_eq!(axis("percent", &[0.0, 0.125, 0.25], None).as_deref(), Ok("0% 12.5% 25.0%"));
        assert_eq!(axis("percent1", &[0.0, 25.0], Some("percent")).as_deref(), Ok("0% 25%"));
        assert_eq!(axis("usd-short", &[0.0, 5e6, 10e6], None).as_deref(), Ok("$0 $5M $10M"));
        assert_eq!(axis("usd2", &[0.0, 2e3], None).as_deref(), Ok("$0 $2,000"));
        assert_eq!(axis("text", &[0.0, 2e3], None).as_deref(), Ok("0 2000"));
        let mismatch = axis("month", &[1.0], None).map_err(|mismatch| mismatch.to_string());
        assert_eq!(mismatch, Err("the value is a number, `1`, not a date".into()));
    }
}
