//! Sparklines: the course of a row's values, as small as a word.

use std::fmt::Write as _;

/// The width and the height in pixels.
const SIZE: (f64, f64) = (100.0, 24.0);
/// The room around the line, which the dot at its end needs.
const MARGIN: f64 = 3.0;
/// The radius of the dot.
const DOT: f64 = 2.5;

/// A sparkline as SVG; nothing if there are no values. `points` are in the order of their places; one without a value breaks the line.
///
/// It is for those who see it: what it says to others stands beside it as text.
pub fn spark(points: &[(f64, Option<f64>)]) -> Option<String> {
    let values: Vec<(f64, f64)> = points.iter().filter_map(|(x, y)| y.map(|y| (*x, y))).collect();
    let last = *values.last()?;
    let range = |of: fn(&(f64, f64)) -> f64| {
        let all = || values.iter().map(of);
        (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max))
    };
    let (xs, ys) = (range(|point| point.0), range(|point| point.1));
    let place = |(x, y): (f64, f64)| {
        let (width, height) = SIZE;
        (on(x, xs, (MARGIN, width - MARGIN), 1.0), on(y, ys, (height - MARGIN, MARGIN), 0.5))
    };
    let mut path = String::new();
    for run in runs(points) {
        let placed: Vec<(f64, f64)> = run.into_iter().map(place).collect();
        write_run(&thinned(&placed), &mut path);
    }
    let (x, y) = place(last);
    let (width, height) = SIZE;
    Some(format!(
        "<svg class=\"spark\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" aria-hidden=\"true\">\
         <path d=\"{path}\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.5\" stroke-linejoin=\"round\" stroke-linecap=\"round\"/>\
         <circle cx=\"{x}\" cy=\"{y}\" r=\"{DOT}\" fill=\"currentColor\"/></svg>",
        x = tenths(x),
        y = tenths(y),
    ))
}

/// `value` of the range from `lo` to `hi` as a place between `from` and `to`; where all values are the same, `flat` of the way.
fn on(value: f64, (lo, hi): (f64, f64), (from, to): (f64, f64), flat: f64) -> f64 {
    let part = if hi > lo { (value / 2.0 - lo / 2.0) / (hi / 2.0 - lo / 2.0) } else { flat };
    from + part * (to - from)
}

/// The points between gaps.
fn runs(points: &[(f64, Option<f64>)]) -> Vec<Vec<(f64, f64)>> {
    let parts = points.split(|(_, y)| y.is_none()).filter(|run| !run.is_empty());
    parts.map(|run| run.iter().filter_map(|(x, y)| y.map(|y| (*x, y))).collect()).collect()
}

/// At most four points for each pixel of the width: the first, the extremes and the last, so that no peak is lost.
fn thinned(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut res: Vec<(f64, f64)> = Vec::new();
    for pixel in points.chunk_by(|a, b| a.0.floor().total_cmp(&b.0.floor()).is_eq()) {
        let by_height = |a: &&(f64, f64), b: &&(f64, f64)| a.1.total_cmp(&b.1);
        let extremes = [pixel.iter().min_by(by_height), pixel.iter().max_by(by_height)];
        let kept = [pixel.first(), pixel.last()].into_iter().chain(extremes).flatten();
        let mut kept: Vec<(f64, f64)> = kept.copied().collect();
        kept.sort_by(|a, b| a.0.total_cmp(&b.0));
        kept.dedup();
        res.extend(kept);
    }
    res
}

fn write_run(points: &[(f64, f64)], path: &mut String) {
    for (at, (x, y)) in points.iter().enumerate() {
        // Writing to a string cannot fail. A lone point is a line without length, which its round ends make a dot.
        let command = if at == 0 { 'M' } else { 'L' };
        let _ = write!(path, "{command}{} {}", tenths(*x), tenths(*y));
    }
    if let [(x, y)] = points {
        let _ = write!(path, "L{} {}", tenths(*x), tenths(*y));
    }
}

/// A coordinate with one decimal, none if it is zero.
fn tenths(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::spark;

    #[test]
    fn a_line_ends_in_a_dot_and_is_hidden_from_readers_of_text() {
        let svg = spark(&[(0.0, Some(1.0)), (1.0, Some(3.0)), (2.0, Some(2.0))]).expect("a line");
        assert!(
            svg.contains("width=\"100\" height=\"24\"") && svg.contains("aria-hidden=\"true\"")
        );
        assert!(svg.contains("d=\"M3 21L50 3L97 12\""), "{svg}");
        assert!(svg.contains("<circle cx=\"97\" cy=\"12\""), "{svg}");
    }

    #[test]
    fn a_missing_value_breaks_the_line_and_a_constant_runs_in_the_middle() {
        let gap = spark(&[(0.0, Some(5.0)), (1.0, None), (2.0, Some(5.0))]).expect("a line");
        assert!(gap.contains("d=\"M3 12L3 12M97 12L97 12\""), "{gap}");
        assert_eq!(spark(&[(0.0, None)]), None);
        assert_eq!(spark(&[]), None);
        let one = spark(&[(7.0, Some(-1.0))]).expect("a dot");
        assert!(one.contains("cx=\"97\" cy=\"12\""), "{one}");
    }

    #[test]
    fn long_series_keep_their_peaks_and_stay_small() {
        let value = |at: u32| if at == 5_555 { 9.0 } else { f64::from(at % 2) };
        let points: Vec<_> = (0..10_000).map(|at| (f64::from(at), Some(value(at)))).collect();
        let svg = spark(&points).expect("a line");
        assert!(svg.len() < 8_000, "{}", svg.len());
        assert!(svg.contains(" 3L"), "the peak is at the top");
        let extreme = spark(&[(0.0, Some(f64::MIN)), (1.0, Some(f64::MAX))]).expect("a line");
        assert!(extreme.contains("M3 21L97 3"), "{extreme}");
    }
}
