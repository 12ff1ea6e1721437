//! Lines through values: broken where there is no value, dashed where values are estimates, thinned where there are more
//! points than pixels can show.

use super::plot::{Series, Value};
use super::scale::{Scale, count};

/// A point of a line.
pub(super) type Point = (f64, f64);

/// An unbroken part of a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Run {
    /// Its points, at least one.
    pub points: Vec<Point>,
    /// Are they joined by estimates?
    pub estimated: bool,
}

/// The parts of a series without gaps, at the places `xs`.
pub(super) fn unbroken(series: &Series, xs: &[f64]) -> Vec<Vec<(f64, Value)>> {
    let mut res: Vec<Vec<(f64, Value)>> = Vec::new();
    let mut open = false;
    for (x, value) in xs.iter().zip(&series.values) {
        match (value, res.last_mut()) {
            (Some(value), Some(run)) if open => run.push((*x, *value)),
            (Some(value), _) => res.push(vec![(*x, *value)]),
            (None, _) => {}
        }
        open = value.is_some();
    }
    res
}

/// Splits an unbroken part where measured values meet estimates: the way from or to an estimate is an estimate.
pub(super) fn split(part: &[(f64, Value)]) -> Vec<Run> {
    let mut res: Vec<Run> = Vec::new();
    for pair in part.windows(2) {
        let [(x1, from), (x2, to)] = pair else { continue };
        let estimated = from.estimated || to.estimated;
        match res.last_mut() {
            Some(run) if run.estimated == estimated => run.points.push((*x2, to.y)),
            _ => res.push(Run { points: vec![(*x1, from.y), (*x2, to.y)], estimated }),
        }
    }
    if let ([(x, value)], true) = (part, res.is_empty()) {
        res.push(Run { points: vec![(*x, value.y)], estimated: value.estimated });
    }
    res
}

/// At most `most` of `points` that keep the shape of the line on `scale` (largest triangle, three buckets), ends included.
pub(super) fn thin(points: Vec<Point>, most: usize, scale: Scale) -> Vec<Point> {
    let n = points.len();
    if n <= most.max(3) {
        return points;
    }
    let buckets = most.max(3) - 2;
    // The inner points from `edge(k)` to `edge(k + 1)` are bucket k; the bucket after the last is the last point.
    let edge = |k: usize| (1 + k * (n - 2) / buckets).min(n);
    let flat = |point: Point| (point.0, scale.share(point.1));
    let mut res = vec![points[0]];
    for bucket in 0..buckets {
        let ahead = &points[edge(bucket + 1)..edge(bucket + 2)];
        let sum = ahead
            .iter()
            .map(|point| flat(*point))
            .fold((0.0, 0.0), |sum, point| (sum.0 + point.0, sum.1 + point.1));
        let mean = (sum.0 / count(ahead.len()), sum.1 / count(ahead.len()));
        let from = flat(res[res.len() - 1]);
        let area = |point: &Point| {
            let at = flat(*point);
            ((from.0 - mean.0) * (at.1 - from.1) - (from.0 - at.0) * (mean.1 - from.1)).abs()
        };
        let inside = &points[edge(bucket)..edge(bucket + 1)];
        res.extend(inside.iter().max_by(|a, b| area(a).total_cmp(&area(b))));
    }
    res.push(points[n - 1]);
    res
}

#[cfg(test)]
mod tests {
    use super::{Run, split, thin, unbroken};
    use crate::chart::plot::{Series, Value};
    use crate::chart::scale::Scale;

    const SCALE: Scale = Scale::Linear { lo: 0.0, hi: 10.0 };

    fn series(values: &[Option<(f64, bool)>]) -> Series {
        let value = |(y, estimated)| Value { y, estimated };
        Series { name: String::new(), values: values.iter().map(|v| v.map(value)).collect() }
    }

    #[test]
    fn a_missing_value_breaks_the_line() {
        let series = series(&[Some((1.0, false)), None, Some((2.0, false)), Some((3.0, false))]);
        let parts = unbroken(&series, &[0.0, 1.0, 2.0, 3.0]);
        assert_eq!(parts.iter().map(Vec::len).collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn the_way_to_and_from_an_estimate_is_dashed() {
        let points = [(1.0, false), (2.0, false), (3.0, true), (4.0, false)].map(Some);
        let series = series(&points);
        let parts = unbroken(&series, &[0.0, 1.0, 2.0, 3.0]);
        let solid = Run { points: vec![(0.0, 1.0), (1.0, 2.0)], estimated: false };
        let dashed = Run { points: vec![(1.0, 2.0), (2.0, 3.0), (3.0, 4.0)], estimated: true };
        assert_eq!(split(&parts[0]), [solid, dashed]);
    }

    #[test]
    fn thinning_keeps_ends_and_peaks() {
        let mut points: Vec<(f64, f64)> = (0..100_000).map(|n| (f64::from(n), 0.0)).collect();
        points[50_123].1 = 9.0;
        let thinned = thin(points, 1440, SCALE);
        assert_eq!(thinned.len(), 1440);
        assert_eq!(thinned[0], (0.0, 0.0));
        assert_eq!(thinned[1439], (99_999.0, 0.0));
        assert!(thinned.contains(&(50_123.0, 9.0)));
        for n in 3..40 {
            let points: Vec<(f64, f64)> = (0..n).map(|n| (f64::from(n), 1.0)).collect();
            assert_eq!(thin(points, 7, SCALE).len(), usize::try_from(n).expect("small").min(7));
        }
    }
}
