//! Bars: values side by side, beginning at zero.

mod horizontal;
mod vertical;

use super::canvas::{Panel, Role, Svg};
use super::keys::Glyph;
use super::mark::{Job, Mark};
use super::palette::repeats;
use super::plot::{Along, Plot, Value};
use super::remarks;
use super::scale::Scale;
use super::spec::{Orientation, Spec};
use super::xaxis::Places;
use crate::base::diagnostic::Diagnostic;

/// `kind: bar`.
pub(super) struct Bar;

/// The most places with bars: more would be thinner than a pixel on a phone.
const MOST_PLACES: usize = 300;

/// The most names that stand below each other.
const MOST_ROWS: usize = 200;

impl Mark for Bar {
    fn name(&self) -> &'static str {
        "bar"
    }

    fn options(&self) -> &'static [&'static str] {
        &["orientation", "layout", "sort"]
    }

    fn most_series(&self) -> usize {
        6
    }

    fn check(&self, spec: &Spec, plot: &Plot) -> Vec<Diagnostic> {
        let is_horizontal = matches!(spec.orientation, Some((Orientation::Horizontal, _)));
        let mut res = remarks::places(spec, plot).err().unwrap_or_default();
        let is_named = matches!(plot.along, Along::Names(_));
        let error = |code, message: String| Diagnostic::error(code, message);
        let n = plot.xs.len();
        let most = if is_named || is_horizontal { MOST_ROWS } else { MOST_PLACES };
        if n > most {
            let help = match plot.along {
                Along::Names(_) => "keep the largest in SQL and add up the rest",
                Along::Time(_) | Along::Numbers => "draw a line or an area, or longer periods",
            };
            let message = format!("{n} bars cannot be told apart; {most} can");
            res.push(error("chart/too-many-bars", message).at(spec.x.1).help(help));
        }
        res.extend(too_many_upright(spec, plot));
        if let (true, Some(annotation)) = (is_horizontal, spec.annotations.first()) {
            let message = "horizontal bars have no place for annotations";
            let help = "leave them out, or use `orientation: vertical`";
            let wrong = error("chart/option", message.to_owned());
            res.push(wrong.at(annotation.text.1).help(help));
        }
        if let (Some(span), [_]) = (spec.grouped, &plot.series[..]) {
            let message = "`layout: grouped` needs several series";
            let help = "name several columns in `y`, or one that splits the rows in `series`";
            res.push(error("chart/option", message.to_owned()).at(span).help(help));
        }
        if spec.sort.is_some() && !is_named {
            let message = format!("bars along `{}` are in the order of its values", spec.x.0);
            let help = "leave out `sort`, or make names in SQL: `CAST(… AS VARCHAR)`";
            res.push(error("chart/option", message).at(spec.x.1).help(help));
        }
        res
    }

    fn draw(&self, job: &Job<'_>) -> Svg {
        if is_horizontal(job) { horizontal::draw(job) } else { vertical::draw(job) }
    }
}

/// The most names that fit below upright bars if they read upward themselves: in the wide layout, and in the narrow one,
/// which must be upright too if there are annotations.
const MOST_UPRIGHT: (usize, usize) = (34, 17);

/// The error that names have no place below upright bars that the author insists on.
fn too_many_upright(spec: &Spec, plot: &Plot) -> Option<Diagnostic> {
    let Along::Names(names) = &plot.along else { return None };
    let annotated = !spec.annotations.is_empty();
    let insists = matches!(spec.orientation, Some((Orientation::Vertical, _)));
    let most = if annotated { MOST_UPRIGHT.1 } else { MOST_UPRIGHT.0 };
    if names.len() <= most || !(annotated || insists) {
        return None;
    }
    let message = format!("{} names do not fit below upright bars; {most} do", names.len());
    let span = spec.orientation.map_or(spec.x.1, |(_, span)| span);
    let help = if annotated {
        "draw fewer bars, or leave out `annotations` so that bars can be horizontal"
    } else {
        "use `orientation: horizontal`"
    };
    Some(Diagnostic::error("chart/too-many-bars", message).at(span).help(help))
}

/// Do the bars of this drawing run to the right? Upright bars with names that do not fit do so too.
fn is_horizontal(job: &Job<'_>) -> bool {
    let Along::Names(names) = &job.plot.along else {
        return matches!(job.spec.orientation, Some((Orientation::Horizontal, _)));
    };
    match job.spec.orientation {
        Some((orientation, _)) if !job.layout.narrow || !job.spec.annotations.is_empty() => {
            orientation == Orientation::Horizontal
        }
        Some((Orientation::Horizontal, _)) => true,
        _ if !job.spec.annotations.is_empty() => false,
        _ => {
            // Labels of values take about a tenth of the width.
            let (left, right) = (job.layout.width * 0.1, job.layout.width);
            let panel = Panel { left, right, top: 0.0, bottom: 0.0 };
            let places = Places { plot: job.plot, layout: job.layout, panel };
            let slot = Scale::bands(names.len());
            let ticks = places.slots(&job.plot.xs, |x| left + slot.share(x) * panel.width());
            ticks.is_none()
        }
    }
}

/// How the bar of a value looks.
fn role(series: usize, value: Value) -> Role {
    match value.estimated {
        true => Role::BarEstimated,
        false if repeats(series) => Role::BarOutlined,
        false => Role::Bar,
    }
}

/// What the key explains: series if there are several, and estimates.
fn glyphs(plot: &Plot) -> Vec<(Glyph, &str)> {
    let mut res = Vec::new();
    if plot.series.len() > 1 {
        let series = plot.series.iter().enumerate();
        res.extend(series.map(|(index, series)| (Glyph::Block(index), series.name.as_str())));
    }
    if plot.has_estimates() {
        res.push((Glyph::EstimatedBar, &*plot.estimated));
    }
    res
}
