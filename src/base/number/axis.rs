//! Short numbers for the eye: labels of ticks and points.

use bigdecimal::{BigDecimal, Zero as _};

use super::decimal::{Precision, of_float, round, shifted};
use super::language::{ENGLISH, Ladder};
use super::named;
use super::numeral::{Numeral, Scale, Step};
use super::{Format, Mismatch, Shape};

/// The largest number that is not counted in the first step of a ladder on an axis, as a power of ten: `5,000` reads
/// better than `5K` beside `500`.
const PLAIN_POWER: i64 = 4;

/// More decimals than any two floats need to differ.
const MOST_DECIMALS: u16 = 350;

/// `value` with so many significant figures and K, M, B or T, trailing zeros cut: `44.9B`.
pub fn short(value: f64, significant: u16) -> String {
    match of_float(value) {
        Some(number) => named::short(significant, &ENGLISH).write(&number, None),
        None => value.to_string(),
    }
}

/// The labels of an axis with ticks at `values`: see [`Format::axis`].
///
/// A logarithmic axis has no unit of its own; its ticks are labeled one by one by [`short`].
pub fn short_axis(values: &[f64]) -> Vec<String> {
    labels(&named::short(1, &ENGLISH), values, None)
}

impl Format {
    /// The labels of an axis with ticks at `values`, which have the unit `unit`.
    ///
    /// All have one scale and the same decimals: as few as tell each tick from its neighbors and keep it within a
    /// hundredth of their distance. Zero is written without scale and decimals.
    pub fn axis(&self, values: &[f64], unit: Option<&str>) -> Result<Vec<String>, Mismatch> {
        match &self.0 {
            Shape::Numeral(numeral) => Ok(labels(numeral, values, unit)),
            Shape::Calendar(_) | Shape::Text => {
                let first = values.first().copied().unwrap_or_default();
                Err(Mismatch::kind("a date", &super::Cell::Float(first)))
            }
        }
    }
}

/// The labels of `values` in the format `numeral`.
fn labels(numeral: &Numeral, values: &[f64], unit: Option<&str>) -> Vec<String> {
    let power = numeral.percent_power(unit);
    let numbers: Vec<BigDecimal> =
        values.iter().map(|value| of_float(*value).unwrap_or_default()).collect();
    let shown: Vec<BigDecimal> = numbers.iter().map(|number| shifted(number, power)).collect();
    let (scale, scale_power) = scale(numeral, &shown);
    let shown: Vec<BigDecimal> = shown.iter().map(|number| shifted(number, -scale_power)).collect();
    let precision = Precision::Decimals(decimals(&shown));
    let labeled = Numeral { precision, scale, ..numeral.clone() };
    let zero = Numeral { precision: Precision::Decimals(0), scale: Scale::Ones, ..labeled.clone() };
    let label =
        |number: &BigDecimal| if number.is_zero() { &zero } else { &labeled }.write(number, unit);
    numbers.iter().map(label).collect()
}

/// The scale of an axis, and its power of ten.
fn scale(numeral: &Numeral, shown: &[BigDecimal]) -> (Scale, i64) {
    match &numeral.scale {
        Scale::Ones => (Scale::Ones, 0),
        Scale::Step(step) => (numeral.scale.clone(), step.power),
        Scale::Suited(ladder) => suited(ladder, shown),
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
    for (power, name) in ladder {
        let (_, below) = res;
        let ones = if below == 0 { PLAIN_POWER.max(*power) } else { power - below };
        let scaled: Vec<BigDecimal> = shown.iter().map(|number| shifted(number, -below)).collect();
        if !reached(decimals(&scaled), below, ones) {
            break;
        }
        let step = Step { ladder, power: *power, name, gap: String::new(), suited: true };
        res = (Scale::Step(step), *power);
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
