//! Labels at the ends of lines: the name of the series and its last value, pushed apart where they would overlap.

use super::canvas::{Anchor, Canvas, Panel, Role};
use super::font::{Weight, widest, width, wrap};
use super::layout::Layout;
use super::mark::Job;
use super::plot::Series;
use super::scale::count;

/// The label of one series.
#[derive(Debug, Clone, PartialEq)]
struct End {
    series: usize,
    lines: Vec<String>,
}

/// The labels of all series.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ends {
    ends: Vec<End>,
    /// The space that they need to the right of the panel, in pixels.
    pub width: f64,
}

/// The most series that are labeled at their ends; more need a key.
const MOST: usize = 6;

/// How far from the right edge a labeled series may end, as a share of the panel.
const LATEST: f64 = 0.1;

/// The space between the panel and the labels.
const GAP: f64 = 10.0;

impl Ends {
    /// Labels for all series, `None` if they do not fit and a key must name the series.
    pub(super) fn new(job: &Job<'_>, height: f64) -> Option<Self> {
        let series = &job.plot.series;
        let layout = job.layout;
        let limit = if layout.narrow { 104.0 } else { 190.0 };
        let label = |(index, series): (usize, &Series)| {
            let (_, value) = series.last()?;
            let value = job.plot.numbers.label(value.y);
            let alone = job.plot.series.len() == 1;
            let lines = if alone { vec![value] } else { named(&series.name, value, limit, layout) };
            Some(End { series: index, lines })
        };
        let ends: Vec<End> = series.iter().enumerate().filter_map(label).collect();
        let lines: usize = ends.iter().map(|end| end.lines.len()).sum();
        let all = ends.iter().flat_map(|end| end.lines.iter().map(String::as_str));
        let widest = widest(all, layout.font, Weight::Bold);
        let too_long = ends.iter().any(|end| end.lines.len() > 4);
        let fits = series.len() <= MOST
            && !too_long
            && !end_early(job)
            && count(lines) * layout.line() <= height;
        fits.then_some(Self { ends, width: widest + GAP })
    }

    /// Draws the labels of the lines that end at `place(series)` to the right of `panel`.
    pub(super) fn draw(
        &self,
        canvas: &Canvas,
        layout: Layout,
        panel: Panel,
        place: impl Fn(usize) -> (f64, f64),
    ) {
        let mut order: Vec<(&End, (f64, f64))> =
            self.ends.iter().map(|end| (end, place(end.series))).collect();
        order.sort_by(|(_, a), (_, b)| a.1.total_cmp(&b.1));
        let heights: Vec<f64> =
            order.iter().map(|(end, _)| count(end.lines.len()) * layout.line()).collect();
        let wanted: Vec<f64> = order.iter().map(|(_, at)| at.1).collect();
        let range = (panel.top - layout.line() / 2.0, panel.bottom + layout.line() / 2.0);
        let centers = dodge(&wanted, &heights, range);
        for (((end, from), center), height) in order.iter().zip(centers).zip(heights) {
            let x = panel.right + GAP;
            canvas.series(end.series, || {
                let displaced = (center - from.1).abs() > layout.font * 0.7;
                if displaced || from.0 < panel.right - 1.0 {
                    canvas.line((from.0 + 5.0, from.1), (x - 2.0, center), Role::Leader);
                }
                let mut baseline = center - height / 2.0 + layout.ascent();
                for line in &end.lines {
                    canvas.text((x, baseline), line, Anchor::Start, Role::Label);
                    baseline += layout.line();
                }
            });
        }
    }
}

/// Does a series end so far before the others that a leader to its label would look like its line?
fn end_early(job: &Job<'_>) -> bool {
    let xs = &job.plot.xs;
    let (Some(first), Some(last)) = (xs.first(), xs.last()) else { return false };
    let early = |series: &Series| {
        series.last().is_some_and(|(place, _)| last - xs[place] > (last - first) * LATEST)
    };
    job.plot.series.len() > 1 && job.plot.series.iter().any(early)
}

/// The name and the value, the value on the last line of the name if it fits.
fn named(name: &str, value: String, limit: f64, layout: Layout) -> Vec<String> {
    let mut lines = wrap(name, layout.font, Weight::Bold, limit);
    let joined = lines.last().map(|last| format!("{last} {value}")).unwrap_or_default();
    if width(&joined, layout.font, Weight::Bold) <= limit {
        lines.pop();
        lines.push(joined);
    } else {
        lines.push(value);
    }
    lines
}

/// The centers of blocks of `heights` that lie near the ascending `wanted`, inside of `range`, and do not overlap.
///
/// Blocks that would overlap form a pool, which is centered where its members want to be on average: that keeps the
/// sum of squared displacements least.
pub(super) fn dodge(wanted: &[f64], heights: &[f64], (top, bottom): (f64, f64)) -> Vec<f64> {
    // A pool: the sum of the wanted positions of its first block's upper edge, and the number of its blocks.
    let mut pools: Vec<(f64, usize)> = Vec::new();
    let total: f64 = heights.iter().sum();
    let mut before = 0.0;
    for (center, height) in wanted.iter().zip(heights) {
        let mut pool = (center - height / 2.0 - before, 1);
        before += height;
        while let Some((sum, n)) = pools.last().copied()
            && sum / count(n) > pool.0 / count(pool.1)
        {
            pools.pop();
            pool = (sum + pool.0, n + pool.1);
        }
        pools.push(pool);
    }
    let edges = pools.into_iter().flat_map(|(sum, n)| std::iter::repeat_n(sum / count(n), n));
    let mut before = 0.0;
    edges
        .zip(heights)
        .map(|(edge, height)| {
            let edge = edge.min(bottom - total).max(top) + before;
            before += height;
            edge + height / 2.0
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::dodge;

    #[test]
    fn labels_that_overlap_are_pushed_apart_evenly_and_others_stay() {
        let centers = dodge(&[50.0, 52.0, 200.0], &[20.0; 3], (0.0, 300.0));
        assert_eq!(centers, [41.0, 61.0, 200.0]);
    }

    #[test]
    fn labels_stay_in_range_even_if_all_want_the_same_edge() {
        let centers = dodge(&[300.0, 300.0, 300.0], &[20.0; 3], (0.0, 300.0));
        assert_eq!(centers, [250.0, 270.0, 290.0]);
        let centers = dodge(&[0.0, 1.0], &[20.0, 40.0], (0.0, 300.0));
        assert_eq!(centers, [10.0, 40.0]);
    }
}
