//! Bars that run to the right, each with its value at its end, so that no axis is needed.

use super::{glyphs, role};
use crate::chart::canvas::{Anchor, Canvas, Panel, Role, Svg};
use crate::chart::font::{Weight, widest, wrap};
use crate::chart::keys::Keys;
use crate::chart::layout::Layout;
use crate::chart::mark::Job;
use crate::chart::plot::Plot;
use crate::chart::scale::{Scale, count};
use crate::chart::summary;

/// The share of the width that names beside their bars may take.
const BESIDE: f64 = 0.34;

/// The space between a name, a bar and a value.
const GAP: f64 = 8.0;

/// Rows of bars, laid out.
struct Rows {
    /// The lines of each row's name.
    names: Vec<Vec<String>>,
    /// Do the names stand above their bars?
    above: bool,
    /// The right edge of names beside their bars.
    names_right: f64,
    /// The thickness of a bar.
    bar: f64,
    /// The distance of two bars of a row.
    pitch: f64,
    /// The height of all bars of a row.
    bars: f64,
    /// The upper edge of each row, and the lower edge of the last.
    tops: Vec<f64>,
    panel: Panel,
}

/// Draws `job`.
pub(super) fn draw(job: &Job<'_>) -> Svg {
    let (plot, layout) = (job.plot, job.layout);
    let keys = Keys::new(&glyphs(plot), layout);
    let rows = Rows::new(job, keys.height);
    let (lo, hi) = plot.range();
    let (lo, hi) = (lo.min(0.0), hi.max(0.0));
    let across = Scale::Linear { lo, hi: if lo < hi { hi } else { 1.0 } };
    let down = Scale::Linear { lo: rows.panel.bottom, hi: rows.panel.top };
    let canvas = Canvas::new(layout.width, rows.panel.bottom + 4.0);
    keys.draw(&canvas, layout);
    let plane = canvas.plane(rows.panel, across, down);
    canvas.scenery(|| rows.draw_names(&canvas, layout));
    for (index, series) in plot.series.iter().enumerate() {
        let bars = || series.values.iter().enumerate().filter_map(|(n, v)| Some((n, (*v)?)));
        canvas.series(index, || {
            for (row, value) in bars() {
                let top = rows.bar_top(row, index, layout);
                plane.block((0.0, top), (value.y, top + rows.bar), role(index, value));
            }
        });
        for (row, value) in bars() {
            let middle = rows.bar_top(row, index, layout) + rows.bar / 2.0;
            let (x, y) = plane.place((value.y, middle));
            let negative = value.y < 0.0;
            let anchor = if negative { Anchor::End } else { Anchor::Start };
            let x = if negative { x - GAP } else { x + GAP };
            let label = plot.numbers.label(value.y);
            canvas.text((x, y + layout.middle()), &label, anchor, Role::Halo);
        }
    }
    let (zero, _) = plane.place((0.0, 0.0));
    for (top, bottom) in rows.zero_lines(layout) {
        canvas.line((zero, top), (zero, bottom), Role::Zero);
    }
    canvas.finish(job, &summary::texts(job))
}

impl Rows {
    fn new(job: &Job<'_>, top: f64) -> Self {
        let (plot, layout) = (job.plot, job.layout);
        let names: Vec<String> = (0..plot.xs.len()).map(|place| plot.place_name(place)).collect();
        let wrapped = |limit: f64| -> Vec<Vec<String>> {
            names.iter().map(|name| wrap(name, layout.font, Weight::Regular, limit)).collect()
        };
        let beside = wrapped(layout.width * BESIDE);
        let most = if layout.narrow { 1 } else { 2 };
        let above = beside.iter().any(|lines| lines.len() > most);
        let names = if above { wrapped(layout.width) } else { beside };
        let texts = names.iter().flatten().map(String::as_str);
        let names_right = if above { 0.0 } else { widest(texts, layout.font, Weight::Regular) };
        let values = |negative: bool| values_width(plot, layout, negative);
        let left = if above { 1.0 } else { names_right + GAP } + values(true);
        let right = layout.width - values(false);
        let panel = Panel { left, right, top, bottom: top };
        let n = count(plot.series.len());
        let least = layout.line() * if n > 1.0 { 1.0 } else { 1.2 };
        let pitch = match job.spec.height {
            Some((height, _)) => (f64::from(height) / count(names.len()) * 0.72 / n).max(least),
            None => least,
        };
        let mut res = Self {
            names,
            above,
            names_right,
            bar: pitch * 0.94,
            pitch,
            bars: n * pitch,
            tops: vec![],
            panel,
        };
        res.place(layout);
        res
    }

    /// Gives every row the height of its name and bars.
    fn place(&mut self, layout: Layout) {
        let mut top = self.panel.top;
        for lines in &self.names {
            self.tops.push(top);
            let name = count(lines.len()) * layout.line();
            let space = (self.bars * 0.35).clamp(7.0, 18.0);
            top += if self.above {
                // A name must be nearer to its own bar than to the one above it.
                name + self.bars + space.max(12.0)
            } else {
                name.max(self.bars) + space
            };
        }
        self.panel.bottom = top;
    }

    /// The upper edge of a bar.
    fn bar_top(&self, row: usize, series: usize, layout: Layout) -> f64 {
        let name = if self.above { count(self.names[row].len()) * layout.line() } else { 0.0 };
        let beside = count(self.names[row].len()) * layout.line() - self.bars;
        let lowered = if self.above { 0.0 } else { beside.max(0.0) / 2.0 };
        self.tops[row] + name + lowered + 1.0 + count(series) * self.pitch
    }

    /// The parts of the zero line: one beside the names, one for each row below its name.
    fn zero_lines(&self, layout: Layout) -> Vec<(f64, f64)> {
        if !self.above {
            return vec![(self.panel.top, self.panel.bottom)];
        }
        let top = |row: usize| self.bar_top(row, 0, layout);
        (0..self.names.len()).map(|row| (top(row) - 2.0, top(row) + self.bars + 2.0)).collect()
    }

    fn draw_names(&self, canvas: &Canvas, layout: Layout) {
        let (x, anchor) =
            if self.above { (0.0, Anchor::Start) } else { (self.names_right, Anchor::End) };
        for (row, lines) in self.names.iter().enumerate() {
            let mut baseline = if self.above {
                self.tops[row] + layout.ascent()
            } else {
                let middle = self.bar_top(row, 0, layout) + self.bars / 2.0;
                middle + layout.middle() - (count(lines.len()) - 1.0) * layout.line() / 2.0
            };
            for line in lines {
                canvas.text((x, baseline), line, anchor, Role::Muted);
                baseline += layout.line();
            }
        }
    }
}

/// The space that values need beyond the ends of bars.
fn values_width(plot: &Plot, layout: Layout, negative: bool) -> f64 {
    let labels: Vec<String> = plot
        .values()
        .filter(|value| (value.y < 0.0) == negative)
        .map(|value| plot.numbers.label(value.y))
        .collect();
    let width = widest(labels.iter().map(String::as_str), layout.font, Weight::Regular);
    if labels.is_empty() { 1.0 } else { width + GAP }
}
