//! Annotations: remarks above the panel with a line down to the value they speak of; numbers with a list where the text
//! does not fit.

use super::calendar;
use super::canvas::{Anchor, Canvas, Panel, Role};
use super::font::{Weight, widest, wrap};
use super::layout::Layout;
use super::plot::{Along, Plot};
use super::scale::count;
use super::spec::{Annotation, Spec};
use crate::base::diagnostic::{Diagnostic, nearest};

/// A remark with its text in lines.
#[derive(Debug, Clone, PartialEq)]
struct Remark {
    /// The place on the axis.
    x: f64,
    /// The center of the line in pixels.
    line: f64,
    /// The center of the text in pixels.
    center: f64,
    lines: Vec<String>,
    /// The row of the text, 0 next to the panel.
    row: usize,
}

/// The remarks of one drawing.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Remarks {
    above: Vec<Remark>,
    rows: Vec<f64>,
    /// The lines of the list below the drawing, with the number that begins an entry.
    below: Vec<(Option<usize>, String)>,
}

/// The width of the numbers in the list below.
const NUMBER: f64 = 20.0;

/// The place of every annotation on the axis, or what is wrong with it.
pub(super) fn places(spec: &Spec, plot: &Plot) -> Result<Vec<f64>, Vec<Diagnostic>> {
    let mut errors = Vec::new();
    let mut res = Vec::new();
    for annotation in &spec.annotations {
        match place(annotation, plot) {
            Ok(at) => res.push(at),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(res) } else { Err(errors) }
}

fn place(annotation: &Annotation, plot: &Plot) -> Result<f64, Diagnostic> {
    let (text, span) = &annotation.x;
    let wrong = |message: String, help: String| {
        Err(Diagnostic::error("chart/annotation", message).at(*span).help(help))
    };
    let at = match &plot.along {
        Along::Names(names) => {
            if let Some(index) = names.iter().position(|name| name == text) {
                return Ok(count(index));
            }
            let near = nearest(text, names.iter().map(String::as_str));
            let near = near.map_or(String::new(), |near| format!("did you mean `{near}`? "));
            let help = format!("{near}name one of the values of `{}`", plot.x_label);
            return wrong(format!("no row has the name `{text}`"), help);
        }
        Along::Time(_) => calendar::read(text),
        Along::Numbers => text.parse().ok(),
    };
    let (first, last) = (plot.xs[0], plot.xs[plot.xs.len() - 1]);
    let range = || format!("{} to {}", plot.place_name(0), plot.place_name(plot.xs.len() - 1));
    match at {
        None => {
            let (what, like) = match plot.along {
                Along::Time(_) => ("a date", "2024-09-01"),
                Along::Names(_) | Along::Numbers => ("a number", "42"),
            };
            wrong(format!("`{text}` is not {what}"), format!("write it like `{like}`"))
        }
        Some(at) if !(first..=last).contains(&at) => {
            wrong(format!("`{text}` is outside of the chart"), format!("it shows {}", range()))
        }
        Some(at) => Ok(at),
    }
}

impl Remarks {
    /// Lays out the remarks at `places`, whose pixels `line` gives.
    pub(super) fn new(
        spec: &Spec,
        places: &[f64],
        layout: Layout,
        line: impl Fn(f64) -> f64,
    ) -> Self {
        let mut order: Vec<(f64, &str)> = places
            .iter()
            .zip(&spec.annotations)
            .map(|(place, annotation)| (*place, annotation.text.0.as_str()))
            .collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0));
        let texts = Self::arranged(order.iter().copied(), layout, &line);
        if !layout.narrow || texts.rows.len() <= 2 {
            return texts;
        }
        let numbers: Vec<String> = (1..=order.len()).map(|n| n.to_string()).collect();
        let numbered = order.iter().zip(&numbers).map(|((at, _), number)| (*at, number.as_str()));
        let mut res = Self::arranged(numbered, layout, &line);
        for (n, (_, text)) in order.iter().enumerate() {
            let lines = wrap(text, layout.font, Weight::Regular, layout.width - NUMBER);
            let mut number = Some(n + 1);
            res.below.extend(lines.into_iter().map(|line| (number.take(), line)));
        }
        res
    }

    fn arranged<'a>(
        texts: impl Iterator<Item = (f64, &'a str)>,
        layout: Layout,
        line: impl Fn(f64) -> f64,
    ) -> Self {
        let mut res = Self::default();
        // The right edge of the last text of each row.
        let mut filled: Vec<f64> = Vec::new();
        for (x, text) in texts {
            let at = line(x);
            let limit = if layout.narrow { 150.0 } else { 190.0 };
            let lines = wrap(text, layout.font, Weight::Regular, limit);
            let half = widest(lines.iter().map(String::as_str), layout.font, Weight::Regular) / 2.0;
            let center = at.min(layout.width - half).max(half);
            let free = filled.iter().position(|edge| center - half > edge + layout.font);
            let row = free.unwrap_or(filled.len());
            if row == filled.len() {
                filled.push(0.0);
                res.rows.push(0.0);
            }
            filled[row] = center + half;
            res.rows[row] = res.rows[row].max(count(lines.len()) * layout.line());
            res.above.push(Remark { x, line: at, center, lines, row });
        }
        res
    }

    /// The height above the panel.
    pub(super) fn height_above(&self, layout: Layout) -> f64 {
        let rows: f64 = self.rows.iter().sum();
        if self.rows.is_empty() { 0.0 } else { rows + layout.font * 0.7 }
    }

    /// The height of the list below.
    pub(super) fn height_below(&self, layout: Layout) -> f64 {
        let lines = count(self.below.len()) * layout.line();
        if self.below.is_empty() { 0.0 } else { lines + layout.font * 0.6 }
    }

    /// Draws the remarks; `mark` gives the height of the values at a place, `list` is where the list below begins.
    pub(super) fn draw(
        &self,
        canvas: &Canvas,
        layout: Layout,
        (panel, list): (Panel, f64),
        mark: impl Fn(f64) -> Option<f64>,
    ) {
        let base = panel.top - layout.font * 0.7;
        let bottom = |row: usize| base - self.rows[..row].iter().sum::<f64>();
        for remark in &self.above {
            let end = mark(remark.x).map_or(panel.bottom, |y| y - 6.0);
            let start = bottom(remark.row) + 2.0;
            if end > start {
                canvas.line((remark.line, start), (remark.line, end), Role::Leader);
            }
        }
        for remark in &self.above {
            let lines = count(remark.lines.len());
            let mut baseline = bottom(remark.row) - lines * layout.line() + layout.ascent();
            for line in &remark.lines {
                canvas.text((remark.center, baseline), line, Anchor::Middle, Role::Halo);
                baseline += layout.line();
            }
        }
        let mut baseline = list + layout.font * 0.6 + layout.ascent();
        for (number, line) in &self.below {
            if let Some(number) = number {
                canvas.text((0.0, baseline), &number.to_string(), Anchor::Start, Role::Strong);
            }
            canvas.text((NUMBER, baseline), line, Anchor::Start, Role::Muted);
            baseline += layout.line();
        }
    }
}
