//! Bars that run upward.

use super::{glyphs, role};
use crate::chart::axes::{Axes, Parts};
use crate::chart::calendar;
use crate::chart::canvas::{Anchor, Canvas, Plane, Role, Svg};
use crate::chart::curve::value_axis;
use crate::chart::font::{Weight, widest, width};
use crate::chart::mark::Job;
use crate::chart::plot::{Along, Plot, Value};
use crate::chart::scale::{Scale, count};
use crate::chart::summary;
use crate::chart::xaxis::{Places, XTick};

/// The share of a slot that its bars fill.
const FILL: f64 = 0.76;

/// The widest bar in pixels.
const WIDEST: f64 = 88.0;

/// Bars of a drawing, laid out.
struct Bars<'a> {
    plot: &'a Plot,
    /// The slot of each place.
    slots: Vec<f64>,
    /// The place of the middle of each slot's first bar relative to the middle of the slot, in slots.
    first: f64,
    /// The width of a bar, in slots.
    width: f64,
}

/// Draws `job`.
pub(super) fn draw(job: &Job<'_>) -> Svg {
    let (plot, layout) = (job.plot, job.layout);
    let all = slots(plot);
    let along = Scale::bands(all.len());
    let value = value_axis(plot, true, false);
    let labels = plot.numbers.axis(&value.ticks, false);
    let margin = widest(labels.iter().map(String::as_str), layout.font, Weight::Regular);
    let slot = (layout.width - margin) / count(all.len());
    let n = count(plot.series.len());
    let share = (FILL / n).min(WIDEST / slot);
    let slot_of = |x: &f64| count(all.partition_point(|slot| slot < x));
    let bars = Bars {
        plot,
        slots: plot.xs.iter().map(slot_of).collect(),
        first: -share * (n - 1.0) / 2.0,
        width: share,
    };
    let labeled = bars.fit(job, slot);
    let headroom = if labeled { layout.line() } else { 0.0 };
    let parts =
        Parts { glyphs: glyphs(plot), right: 2.0, headroom, value, along, place: &|x| slot_of(&x) };
    let axes = Axes::new(job, parts, |panel| {
        let places = Places { plot, layout, panel };
        let place = |x: f64| panel.left + along.share(x) * panel.width();
        places.slots(&all, place).unwrap_or_else(|| upright(plot, place))
    });
    let canvas = Canvas::new(layout.width, axes.height);
    axes.draw_behind(&canvas);
    let plane = axes.plane(&canvas);
    for (index, series) in plot.series.iter().enumerate() {
        canvas.series(index, || {
            for (place, value) in bars.of(index) {
                let (left, right) = bars.edges(index, place);
                plane.block((left, 0.0), (right, value.y), role(index, value));
            }
        });
        debug_assert_eq!(series.values.len(), plot.xs.len());
    }
    axes.draw_before(&canvas, |x| bars.highest(&plane, x));
    if labeled {
        bars.label(job, &canvas, &plane);
    }
    canvas.finish(job, &summary::texts(job))
}

/// The slots of all places: regular in time, so that a missing month leaves a gap, else the places themselves.
fn slots(plot: &Plot) -> Vec<f64> {
    let regular = match plot.along {
        Along::Time(grain) => calendar::slots(&plot.xs, grain),
        Along::Numbers | Along::Names(_) => None,
    };
    regular.unwrap_or_else(|| plot.xs.clone())
}

/// Labels that read upward, for names that do not fit beside each other.
fn upright(plot: &Plot, place: impl Fn(f64) -> f64) -> Vec<XTick> {
    let name = |index: usize| XTick {
        at: place(count(index)),
        lines: vec![plot.place_name(index)],
        group: String::new(),
        upright: true,
    };
    (0..plot.xs.len()).map(name).collect()
}

impl Bars<'_> {
    /// The values of a series with their places.
    fn of(&self, series: usize) -> impl Iterator<Item = (usize, Value)> {
        let values = &self.plot.series[series].values;
        values.iter().enumerate().filter_map(|(place, value)| Some((place, (*value)?)))
    }

    /// The middle of a bar, in slots.
    fn middle(&self, series: usize, place: usize) -> f64 {
        self.slots[place] + self.first + count(series) * self.width
    }

    /// The edges of a bar, in slots; bars of a group keep a little distance.
    fn edges(&self, series: usize, place: usize) -> (f64, f64) {
        let half = self.width / 2.0 * if self.plot.series.len() > 1 { 0.94 } else { 1.0 };
        let middle = self.middle(series, place);
        (middle - half, middle + half)
    }

    /// Is there room for the value at every bar, with slots of `slot` pixels?
    fn fit(&self, job: &Job<'_>, slot: f64) -> bool {
        let room = if self.plot.series.len() == 1 { slot } else { slot * self.width };
        let label = |value: Value| {
            let label = self.plot.numbers.label(value.y);
            width(&label, job.layout.font, Weight::Regular)
        };
        self.plot.values().map(label).fold(0.0, f64::max) <= room - 3.0
    }

    /// Writes the value at the end of every bar.
    fn label(&self, job: &Job<'_>, canvas: &Canvas, plane: &Plane) {
        let layout = job.layout;
        for index in 0..self.plot.series.len() {
            for (place, value) in self.of(index) {
                let (x, y) = plane.place((self.middle(index, place), value.y));
                let offset =
                    if value.y < 0.0 { layout.ascent() + 2.0 } else { -layout.font * 0.35 };
                let label = self.plot.numbers.label(value.y);
                canvas.text((x, y + offset), &label, Anchor::Middle, Role::Halo);
            }
        }
    }

    /// The upper edge of the bars at the place `x`.
    fn highest(&self, plane: &Plane, x: f64) -> Option<f64> {
        let index = self.plot.xs.iter().position(|at| *at >= x)?;
        let values = self.plot.series.iter().filter_map(|series| series.values[index]);
        values.map(|value| plane.place((0.0, value.y.max(0.0))).1).reduce(f64::min)
    }
}
