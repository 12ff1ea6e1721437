//! What lines and areas have in common: a continuous axis along, values upward, labels at the ends.

use super::axes::{Axes, Parts};
use super::canvas::{Canvas, Plane, Role, Svg};
use super::ends::Ends;
use super::keys::Glyph;
use super::mark::Job;
use super::palette::repeats;
use super::plot::{Plot, Series};
use super::runs::{Run, split, thin, unbroken};
use super::scale::{Scale, count};
use super::summary;
use super::ticks::{self, ValueAxis};
use super::xaxis::Places;

/// Series with more points than this on 100 pixels show estimates by dashes alone: circles would cover each other.
const CIRCLES: f64 = 6.0;

/// Draws `job`, with `under` drawing what lies below the line of each part of a series.
pub(super) fn draw(job: &Job<'_>, value: ValueAxis, under: impl Fn(&Plane, &[(f64, f64)])) -> Svg {
    let plot = job.plot;
    let height = job.layout.plot_height(job.spec.height.map(|(height, _)| height));
    let ends = Ends::new(job, height);
    let scale = value.scale;
    let along = along(plot);
    let parts = Parts {
        glyphs: glyphs(plot, ends.is_none()),
        right: ends.as_ref().map_or(8.0, |ends| ends.width),
        headroom: 0.0,
        value,
        along,
        place: &|x| x,
    };
    let axes = Axes::new(job, parts, |panel| {
        let place = |x: f64| panel.left + along.share(x) * panel.width();
        Places { plot, layout: job.layout, panel }.continuous(place)
    });
    let canvas = Canvas::new(job.layout.width, axes.height);
    axes.draw_behind(&canvas);
    let plane = axes.plane(&canvas);
    let curve = Curve { plot, plane: &plane, scale, width: axes.panel.width() };
    for (index, series) in plot.series.iter().enumerate() {
        canvas.series(index, || {
            for part in unbroken(series, &plot.xs) {
                let points = part.iter().map(|(x, value)| (*x, value.y)).collect();
                under(&plane, &curve.thinned(points));
            }
            curve.line(series, repeats(index));
        });
    }
    axes.draw_before(&canvas, |x| highest(plot, &plane, x));
    for (index, series) in plot.series.iter().enumerate() {
        canvas.series(index, || curve.points(series));
    }
    let end = |index: usize| {
        let last = plot.series.get(index).and_then(Series::last);
        last.map_or((0.0, 0.0), |(place, value)| plane.place((plot.xs[place], value.y)))
    };
    if let Some(ends) = ends {
        ends.draw(&canvas, job.layout, axes.panel, end);
    }
    canvas.finish(job, &summary::texts(job))
}

/// The scale along: from the first to the last place.
fn along(plot: &Plot) -> Scale {
    let first = plot.xs.first().copied().unwrap_or_default();
    Scale::Linear { lo: first, hi: plot.xs.last().copied().unwrap_or(first) }
}

fn glyphs(plot: &Plot, named: bool) -> Vec<(Glyph, &str)> {
    let mut res = Vec::new();
    if named {
        let mut order: Vec<(usize, &Series)> = plot.series.iter().enumerate().collect();
        let last = |series: &Series| series.last().map_or(f64::NEG_INFINITY, |(_, value)| value.y);
        order.sort_by(|(_, a), (_, b)| last(b).total_cmp(&last(a)));
        res.extend(order.into_iter().map(|(n, series)| (Glyph::Line(n), series.name.as_str())));
    }
    if plot.has_estimates() {
        res.push((Glyph::EstimatedLine, &*plot.estimated));
    }
    res
}

/// The upper edge of the values nearest to the place `x`.
fn highest(plot: &Plot, plane: &Plane, x: f64) -> Option<f64> {
    let after = plot.xs.partition_point(|place| *place < x);
    let exact = plot.xs.get(after) == Some(&x);
    let near = if exact { after..=after } else { after.saturating_sub(1)..=after };
    let values = plot.series.iter().filter_map(|series| series.values.get(near.clone()));
    let values = values.flatten().copied().flatten();
    values.map(|value| plane.place((x, value.y)).1).reduce(f64::min)
}

/// The axis of values: with zero unless the author leaves it out or the scale has none.
pub(super) fn value_axis(plot: &Plot, zero: bool, log: bool) -> ValueAxis {
    let (lo, hi) = plot.range();
    match (log, zero) {
        (true, _) => ticks::log(lo, hi),
        (false, true) => ticks::linear(lo.min(0.0), hi.max(0.0), plot.whole),
        (false, false) => ticks::linear(lo, hi, plot.whole),
    }
}

/// What is needed to draw one series.
struct Curve<'a> {
    plot: &'a Plot,
    plane: &'a Plane,
    scale: Scale,
    width: f64,
}

impl Curve<'_> {
    /// At most two points for each pixel.
    fn thinned(&self, points: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
        #[expect(
            clippy::cast_sign_loss,
            clippy::cast_possible_truncation,
            reason = "a width in pixels"
        )]
        let pixels = self.width as usize;
        let share = points.len() * 2 * pixels / self.plot.xs.len().max(1);
        thin(points, share.max(3), self.scale)
    }

    /// The line; a lighter core tells it from an earlier series of the same color.
    fn line(&self, series: &Series, has_core: bool) {
        let runs: Vec<Run> =
            unbroken(series, &self.plot.xs).iter().flat_map(|part| split(part)).collect();
        for run in runs.into_iter().filter(|run| run.points.len() > 1) {
            let points = self.thinned(run.points);
            // A thick line through more points than pixels is a blot.
            let dense = count(self.plot.xs.len()) > 2.0 * self.width;
            let (line, core) = match (run.estimated, has_core) {
                (true, true) => (Role::WideDashed, Some(Role::DashedCore)),
                (true, false) => (Role::Dashed, None),
                (false, true) => (Role::Wide, Some(Role::Core)),
                (false, false) => (if dense { Role::Fine } else { Role::Line }, None),
            };
            self.plane.path(&points, line);
            if let Some(core) = core {
                self.plane.path(&points, core);
            }
        }
    }

    /// The points that are marked: the last one, lonely ones that no line shows, and all where some are estimates.
    fn points(&self, series: &Series) {
        let last = series.last().map(|(place, _)| self.plot.xs[place]);
        let circles = series.values.iter().flatten().any(|value| value.estimated)
            && count(self.plot.xs.len()) <= self.width * CIRCLES / 100.0;
        let parts = unbroken(series, &self.plot.xs);
        for part in &parts {
            for (x, value) in part {
                let lonely = part.len() == 1 && parts.len() > 1 && parts.len() < 200;
                let marked = lonely || Some(*x) == last || circles;
                if marked {
                    let (radius, role) =
                        if value.estimated { (3.5, Role::Hollow) } else { (4.0, Role::Dot) };
                    self.plane.dot((*x, value.y), radius, role);
                }
            }
        }
    }
}
