//! Axes of a drawing whose values go upward: margins from measured labels, gridlines, labels, key and remarks.

use super::canvas::{Anchor, Canvas, Panel, Plane, Role};
use super::font::{Weight, widest, width, wrap};
use super::keys::{Glyph, Keys};
use super::layout::Layout;
use super::mark::Job;
use super::remarks::{self, Remarks};
use super::scale::{Scale, count};
use super::ticks::ValueAxis;
use super::xaxis::XTick;

/// The space between the labels of values and the panel.
const GAP: f64 = 10.0;

/// The space between the panel and the labels below, with what they need below themselves.
const BELOW: f64 = 16.0;

/// What the axes are made from.
pub(super) struct Parts<'a> {
    /// The axis of values.
    pub value: ValueAxis,
    /// The scale along the drawing.
    pub along: Scale,
    /// The place on that scale of a value along.
    pub place: &'a dyn Fn(f64) -> f64,
    /// What is to be explained above.
    pub glyphs: Vec<(Glyph, &'a str)>,
    /// The space that marks and labels need to the right of the panel.
    pub right: f64,
    /// The space that they need above the highest tick.
    pub headroom: f64,
}

/// Axes, laid out.
pub(super) struct Axes {
    layout: Layout,
    /// The space for values.
    pub panel: Panel,
    /// The height of the drawing.
    pub height: f64,
    value: ValueAxis,
    labels: Vec<String>,
    along: Scale,
    keys: Keys,
    title: Vec<String>,
    remarks: Remarks,
    ticks: Vec<XTick>,
}

impl Axes {
    /// Lays out axes; `ticks` gives the labels below a panel of that width.
    pub(super) fn new(
        job: &Job<'_>,
        parts: Parts<'_>,
        ticks: impl Fn(Panel) -> Vec<XTick>,
    ) -> Self {
        let layout = job.layout;
        let labels = job.plot.numbers.axis(&parts.value.ticks, is_log(parts.value.scale));
        let left = widest(labels.iter().map(String::as_str), layout.font, Weight::Regular) + GAP;
        let mut panel = Panel { left, right: layout.width - parts.right, top: 0.0, bottom: 0.0 };
        let ticks = ticks(panel);
        let at = |x: f64| panel.left + parts.along.share((parts.place)(x)) * panel.width();
        let places = remarks::places(job.spec, job.plot).unwrap_or_default();
        let remarks = Remarks::new(job.spec, &places, layout, at);
        let keys = Keys::new(&parts.glyphs, layout);
        let title = title(job, &parts.value);
        let title_height = if title.is_empty() {
            0.0
        } else {
            count(title.len()) * layout.line() + layout.font * 0.3
        };
        let above = keys.height + title_height + remarks.height_above(layout);
        panel.top = above + parts.headroom.max(layout.line() / 2.0);
        panel.bottom = panel.top + layout.plot_height(job.spec.height.map(|(height, _)| height));
        let below = height_below(&ticks, layout) + BELOW;
        let height = panel.bottom + below + remarks.height_below(layout);
        let (value, along) = (parts.value, parts.along);
        Self { layout, panel, height, value, labels, along, keys, title, remarks, ticks }
    }

    /// The coordinates of the panel.
    pub(super) fn plane(&self, canvas: &Canvas) -> Plane {
        canvas.plane(self.panel, self.along, self.value.scale)
    }

    /// Draws what lies behind the marks.
    pub(super) fn draw_behind(&self, canvas: &Canvas) {
        let layout = self.layout;
        self.keys.draw(canvas, layout);
        canvas.scenery(|| {
            let y = |value: f64| {
                self.panel.bottom - self.value.scale.share(value) * self.panel.height()
            };
            for tick in &self.value.ticks {
                let y = y(*tick);
                canvas.line((self.panel.left, y), (self.panel.right, y), Role::Grid);
            }
            let mut baseline = self.keys.height + layout.ascent();
            for line in &self.title {
                canvas.text((0.0, baseline), line, Anchor::Start, Role::Muted);
                baseline += layout.line();
            }
            for (tick, label) in self.value.ticks.iter().zip(&self.labels) {
                let place = (self.panel.left - GAP, y(*tick) + layout.middle());
                canvas.text(place, label, Anchor::End, Role::Muted);
            }
            self.draw_below(canvas);
        });
    }

    /// Draws the labels below.
    fn draw_below(&self, canvas: &Canvas) {
        let layout = self.layout;
        let lines = most_lines(&self.ticks);
        let write = |at: f64, baseline: f64, text: &str| {
            let half = width(text, layout.font, Weight::Regular) / 2.0;
            let center = at.min(layout.width - half).max(half);
            canvas.text((center, baseline), text, Anchor::Middle, Role::Muted);
        };
        let first = self.panel.bottom + BELOW * 0.75 + layout.ascent() - layout.font * 0.15;
        for tick in &self.ticks {
            if tick.upright {
                let place = (tick.at + layout.middle(), self.panel.bottom + GAP * 0.8);
                canvas.upright(place, &tick.lines.concat(), Anchor::End, Role::Muted);
                continue;
            }
            let mut baseline = first;
            for line in &tick.lines {
                write(tick.at, baseline, line);
                baseline += layout.line();
            }
            if !tick.group.is_empty() {
                write(tick.at, first + count(lines) * layout.line(), &tick.group);
            }
        }
    }

    /// Draws what lies over the marks: the zero line, and remarks down to the values that `mark` gives.
    pub(super) fn draw_before(&self, canvas: &Canvas, mark: impl Fn(f64) -> Option<f64>) {
        let (lo, hi) = self.value.scale.ends();
        if !is_log(self.value.scale) && lo <= 0.0 && hi >= 0.0 {
            let y = self.panel.bottom - self.value.scale.share(0.0) * self.panel.height();
            canvas.line((self.panel.left, y), (self.panel.right, y), Role::Zero);
        }
        let list = self.height - self.remarks.height_below(self.layout);
        self.remarks.draw(canvas, self.layout, (self.panel, list), mark);
    }
}

fn most_lines(ticks: &[XTick]) -> usize {
    ticks.iter().map(|tick| tick.lines.len()).max().unwrap_or(0)
}

/// The height of the labels below.
fn height_below(ticks: &[XTick], layout: Layout) -> f64 {
    if ticks.iter().any(|tick| tick.upright) {
        let names = ticks.iter().flat_map(|tick| tick.lines.iter().map(String::as_str));
        return widest(names, layout.font, Weight::Regular);
    }
    let grouped = ticks.iter().any(|tick| !tick.group.is_empty());
    (count(most_lines(ticks)) + if grouped { 1.0 } else { 0.0 }) * layout.line()
}

fn is_log(scale: Scale) -> bool {
    matches!(scale, Scale::Log { .. })
}

/// What the axis of values says about itself: what is measured, if nothing else says so, and what is unusual about it.
fn title(job: &Job<'_>, value: &ValueAxis) -> Vec<String> {
    let (plot, spec) = (job.plot, job.spec);
    let unit = plot.numbers.unit().unwrap_or_default();
    let measured = match (&spec.subtitle, plot.y_label.as_str()) {
        (Some(_), _) => String::new(),
        (None, "") => unit.to_owned(),
        (None, label) if unit.is_empty() || label.to_lowercase().contains(&unit.to_lowercase()) => {
            label.to_owned()
        }
        (None, label) => format!("{label}, {unit}"),
    };
    let (lo, hi) = value.scale.ends();
    let unusual = match value.scale {
        Scale::Log { .. } => spec.texts.say("chart.log_scale", &[]),
        Scale::Linear { .. } if lo > 0.0 || hi < 0.0 => spec.texts.say("chart.no_zero", &[]),
        Scale::Linear { .. } => String::new(),
    };
    let text = match (measured.as_str(), unusual.as_str()) {
        ("", unusual) => capitalized(unusual),
        (measured, "") => capitalized(measured),
        (measured, unusual) => format!("{} ({unusual})", capitalized(measured)),
    };
    if text.is_empty() {
        return Vec::new();
    }
    wrap(&text, job.layout.font, Weight::Regular, job.layout.width)
}

fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(chars).collect()
}
