//! Where the ticks of a value axis stand.

use super::scale::Scale;

/// Two numbers that differ by less than this share of their size are one number: sums of floats differ by more.
const SAME: f64 = 1e-12;

/// A value axis: a scale and the values that are labeled.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ValueAxis {
    /// The scale, from the lower to the upper end.
    pub scale: Scale,
    /// The labeled values, ascending.
    pub ticks: Vec<f64>,
}

/// A linear axis that holds `lo` to `hi` and ends on ticks: four to six of them, 1, 2, 2.5 or 5 times a power of ten apart.
///
/// `whole` keeps the ticks on whole numbers.
pub(super) fn linear(lo: f64, hi: f64, whole: bool) -> ValueAxis {
    let (lo, hi) = padded(lo, hi);
    let cost = |step: f64| {
        let (from, to) = ((lo / step + SAME).floor(), (hi / step - SAME).ceil());
        let n = to - from + 1.0;
        let waste = (to - from) * step / (hi - lo) - 1.0;
        let odd = if mantissa_is_quarter(step) { 0.06 } else { 0.0 };
        let crowd = (4.0 - n).max(n - 6.0).max(0.0);
        waste * 0.5 + odd + crowd + (n - 5.0).abs() * 0.02
    };
    let step = steps(hi - lo, whole)
        .min_by(|a, b| cost(*a).total_cmp(&cost(*b)))
        .filter(|step| step.is_finite() && *step > 0.0);
    let Some(step) = step else {
        return ValueAxis { scale: Scale::Linear { lo, hi }, ticks: vec![lo, hi] };
    };
    let (from, to) = ((lo / step + SAME).floor(), (hi / step - SAME).ceil());
    let ticks = multiples(from, to, step);
    ValueAxis { scale: Scale::Linear { lo: from * step, hi: to * step }, ticks }
}

/// Ticks between `lo` and `hi`, at most `most` of them, for an axis that ends with its data.
pub(super) fn inside(lo: f64, hi: f64, most: usize, whole: bool) -> Vec<f64> {
    if hi <= lo {
        return vec![lo];
    }
    let within = |step: f64| ((lo / step - SAME).ceil(), (hi / step + SAME).floor());
    let fits = |step: &f64| {
        let (from, to) = within(*step);
        to - from + 1.0 <= super::scale::count(most)
    };
    steps(hi - lo, whole).find(fits).map_or_else(
        || vec![lo],
        |step| {
            let (from, to) = within(step);
            multiples(from, to, step)
        },
    )
}

/// A logarithmic axis that holds `lo` to `hi`, both above zero: ticks at 1, 2 and 5 in each decade while they are at most
/// seven, then at powers of ten; a range within one such step gets linear ticks.
pub(super) fn log(lo: f64, hi: f64) -> ValueAxis {
    let (from, to) = (floor_125(lo), ceil_125(hi));
    let (first, last) = (from.log10().floor(), to.log10().ceil());
    let decades = |mantissas: &[f64], stride: f64| -> Vec<f64> {
        let mut res = Vec::new();
        let mut power = first;
        while power <= last {
            res.extend(mantissas.iter().map(|m| power_of_ten(power) * m));
            power += stride;
        }
        res.retain(|tick| *tick >= from * (1.0 - 1e-9) && *tick <= to * (1.0 + 1e-9));
        res
    };
    let mut ticks = decades(&[1.0, 2.0, 5.0], 1.0);
    let mut stride = 1.0;
    while ticks.len() > 7 && stride < 700.0 {
        ticks = decades(&[1.0], stride);
        stride += 1.0;
    }
    if ticks.len() >= 3 {
        return ValueAxis { scale: Scale::Log { lo: from, hi: to }, ticks };
    }
    let mut narrow = linear(lo, hi, false).ticks;
    narrow.retain(|tick| *tick > 0.0);
    let lo = narrow.first().copied().unwrap_or(lo).min(lo);
    let hi = narrow.last().copied().unwrap_or(hi).max(hi);
    ValueAxis { scale: Scale::Log { lo, hi }, ticks: narrow }
}

/// The range `lo` to `hi`, widened if it has no length that floats can divide.
fn padded(lo: f64, hi: f64) -> (f64, f64) {
    let size = lo.abs().max(hi.abs());
    if hi - lo > (size * 1e-13).max(1e-290) {
        return (lo, hi);
    }
    match f64::midpoint(lo, hi) {
        middle if size < 1e-280 => (middle.min(0.0), 1.0),
        middle => (middle - size * 0.05, middle + size * 0.05),
    }
}

/// Steps to try for a range of length `span`, ascending.
fn steps(span: f64, whole: bool) -> impl Iterator<Item = f64> {
    let lowest = (span / 100.0).log10().floor();
    [0.0, 1.0, 2.0, 3.0]
        .into_iter()
        .flat_map(move |more| [1.0, 2.0, 2.5, 5.0].map(|m| m * power_of_ten(lowest + more)))
        .chain([if whole { 1.0 } else { f64::NAN }])
        .filter(move |step| *step > 0.0 && (!whole || (*step >= 1.0 && step.fract() == 0.0)))
}

fn mantissa_is_quarter(step: f64) -> bool {
    let mantissa = step / power_of_ten(step.log10().floor());
    (mantissa - 2.5).abs() < 1e-9
}

/// A power of ten as the literal would give it, which repeated multiplication does not.
fn power_of_ten(power: f64) -> f64 {
    format!("1e{power:.0}").parse().unwrap_or(f64::NAN)
}

/// The multiples of `step` from `from` times to `to` times.
fn multiples(from: f64, to: f64, step: f64) -> Vec<f64> {
    let mut res = Vec::new();
    let mut factor = from;
    while factor <= to && res.len() < 100 {
        // Adding zero turns a negative zero into a positive one.
        res.push(factor * step + 0.0);
        factor += 1.0;
    }
    res
}

/// The largest of 1, 2 or 5 times a power of ten that is at most `value`.
fn floor_125(value: f64) -> f64 {
    let power = power_of_ten(value.log10().floor());
    let mantissa = value / power * (1.0 + SAME);
    [5.0, 2.0, 1.0].into_iter().find(|m| mantissa >= *m).map_or(value, |m| m * power)
}

/// The smallest of 1, 2 or 5 times a power of ten that is at least `value`.
fn ceil_125(value: f64) -> f64 {
    let power = power_of_ten(value.log10().floor());
    let mantissa = value / power * (1.0 - SAME);
    [1.0, 2.0, 5.0, 10.0].into_iter().find(|m| mantissa <= *m).map_or(value, |m| m * power)
}

#[cfg(test)]
mod tests {
    use super::{inside, linear, log};
    use crate::chart::scale::Scale;

    #[test]
    fn linear_ticks_are_few_round_and_hold_the_data() {
        assert_eq!(linear(0.0, 44.9e9, true).ticks, [0.0, 10e9, 20e9, 30e9, 40e9, 50e9]);
        assert_eq!(linear(0.0, 0.47, false).ticks.len(), 6);
        assert_eq!(linear(-13.0, 21.0, true).ticks, [-20.0, -10.0, 0.0, 10.0, 20.0, 30.0]);
        for hi in [1.0, 1.3, 2.2, 3.7, 4.2, 5.1, 6.6, 7.9, 9.3] {
            let axis = linear(0.0, hi, false);
            assert!((4..=6).contains(&axis.ticks.len()), "{hi}: {:?}", axis.ticks);
            assert!(axis.ticks.last().is_some_and(|last| *last >= hi));
        }
    }

    #[test]
    fn flat_and_tiny_and_huge_ranges_have_ticks() {
        assert_eq!(linear(0.0, 0.0, true).ticks, [0.0, 1.0]);
        for (lo, hi) in [
            (0.0, 0.0),
            (7.0, 7.0),
            (0.999_999, 1.000_001),
            (1e17, 1e17 + 16.0),
            (0.0, 1e-300),
            (-1e300, 1e300),
            (-3.0, -3.0),
        ] {
            let axis = linear(lo, hi, false);
            assert!((2..=7).contains(&axis.ticks.len()), "{lo} {hi}: {:?}", axis.ticks);
            assert!(axis.ticks.windows(2).all(|pair| pair[0] < pair[1]), "{lo} {hi}: {axis:?}");
        }
    }

    #[test]
    fn counts_have_no_fractional_ticks() {
        assert_eq!(linear(0.0, 2.0, true).ticks, [0.0, 1.0, 2.0]);
        assert_eq!(linear(0.0, 1.0, true).ticks, [0.0, 1.0]);
    }

    #[test]
    fn log_ticks_are_1_2_5_then_decades_then_linear() {
        let axis = log(5.88e8, 4.49e10);
        assert_eq!(axis.ticks, [5e8, 1e9, 2e9, 5e9, 1e10, 2e10, 5e10]);
        assert_eq!(axis.scale, Scale::Log { lo: 5e8, hi: 5e10 });
        assert_eq!(log(1.0, 1e6).ticks, [1.0, 10.0, 100.0, 1e3, 1e4, 1e5, 1e6]);
        assert!(log(3e9, 4e9).ticks.len() >= 4);
        assert!((2..=7).contains(&log(1e-200, 1e200).ticks.len()));
        assert!(log(5.0, 5.0).ticks.len() >= 2);
    }

    #[test]
    fn ticks_inside_a_range_never_leave_it() {
        let ticks = inside(2019.0, 2024.0, 4, true);
        assert_eq!(ticks, [2020.0, 2022.0, 2024.0]);
        assert_eq!(inside(3.0, 3.0, 4, true), [3.0]);
    }
}
