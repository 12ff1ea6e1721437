//! The values of a chart: rows of a query result, sorted into series, each value known to be drawable.

mod rows;

use self::rows::Rows;
use super::calendar::{self, Grain};
use super::numbers::Numbers;
use super::scale::count;
use super::spec::{Sort, Spec};
use crate::base::diagnostic::{Diagnostic, Staged, staged};
use crate::base::frame::Frame;
use crate::base::number::Locale;

/// A value at one place of one series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Value {
    /// The value, finite.
    pub y: f64,
    /// Is it an estimate?
    pub estimated: bool,
}

/// A series: its values at the places of the plot, `None` where there is none.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Series {
    /// The name that people read.
    pub name: String,
    /// As many as the plot has places.
    pub values: Vec<Option<Value>>,
}

impl Series {
    /// The last value with its place.
    pub(super) fn last(&self) -> Option<(usize, Value)> {
        self.values.iter().enumerate().rev().find_map(|(place, value)| Some((place, (*value)?)))
    }

    /// The first value with its place.
    pub(super) fn first(&self) -> Option<(usize, Value)> {
        self.values.iter().enumerate().find_map(|(place, value)| Some((place, (*value)?)))
    }
}

/// What the places along the axis are.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Along {
    /// Points in time, in seconds since 1970.
    Time(Grain),
    /// Numbers.
    Numbers,
    /// Names, in the order of the rows; the places are counted from 0.
    Names(Vec<String>),
}

/// The values of a chart.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Plot {
    /// What the places are.
    pub along: Along,
    /// The places, ascending and different.
    pub xs: Vec<f64>,
    /// The series, at least one, each with a value.
    pub series: Vec<Series>,
    /// Are all values whole numbers by their kind?
    pub whole: bool,
    /// How values are written.
    pub numbers: Numbers,
    /// What people call the places.
    pub x_label: String,
    /// What people call the values.
    pub y_label: String,
    /// What the key says of estimates.
    pub estimated: String,
}

/// Larger values would leave the range of floats when ranges are computed.
const LARGEST: f64 = 1e300;

impl Plot {
    /// The values that `spec` asks for, from `frame`.
    pub(super) fn new(spec: &Spec, frame: &Frame) -> Staged<Self> {
        let rows = Rows::new(spec, frame)?;
        let mut diagnostics = Vec::new();
        let (along, xs, places) = rows.places(&mut diagnostics);
        let mut series = rows.series(&places, xs.len(), &mut diagnostics);
        if diagnostics.iter().any(Diagnostic::is_error) {
            return Err(diagnostics);
        }
        series.retain(|series| {
            let is_empty = series.last().is_none();
            if is_empty {
                diagnostics.push(empty_series(spec, &series.name));
            }
            !is_empty
        });
        if series.is_empty() {
            let message = format!("`{}` holds no value to draw", spec.query.0);
            let error = Diagnostic::error("chart/no-values", message).at(spec.y[0].1);
            return Err(vec![error.help("all values are NULL: look at the query's result")]);
        }
        let columns = rows.value_columns();
        let units: Vec<Option<&str>> =
            columns.iter().map(|column| column.unit.as_deref()).collect();
        if let (None, Some(other)) = (&spec.unit, units.iter().position(|unit| *unit != units[0])) {
            diagnostics.push(mixed_units(spec, other));
        }
        let unit = spec.unit.as_ref().map(|(unit, _)| unit.as_str()).or(units[0]);
        let mut plot = Self {
            whole: columns.iter().all(|column| column.kind == crate::base::frame::Kind::Integer),
            numbers: Numbers::new(
                spec.fmt.as_ref().map(|(name, _)| name.as_str()),
                unit,
                spec.locale,
            ),
            x_label: rows.x_label(),
            y_label: rows.y_label(),
            estimated: spec.texts.say("chart.estimated", &[]),
            along,
            xs,
            series,
        };
        diagnostics.extend(plot.problems(spec));
        plot.sort(spec.sort);
        staged(plot, diagnostics)
    }

    /// All values.
    pub(super) fn values(&self) -> impl Iterator<Item = Value> {
        self.series.iter().flat_map(|series| series.values.iter().copied().flatten())
    }

    /// The smallest and the largest value.
    pub(super) fn range(&self) -> (f64, f64) {
        self.values().fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), value| {
            (lo.min(value.y), hi.max(value.y))
        })
    }

    /// Is any value an estimate?
    pub(super) fn has_estimates(&self) -> bool {
        self.values().any(|value| value.estimated)
    }

    /// The name of the place `index`, in full.
    pub(super) fn place_name(&self, index: usize) -> String {
        let at = self.xs.get(index).copied().unwrap_or_default();
        match &self.along {
            Along::Names(names) => names.get(index).cloned().unwrap_or_default(),
            Along::Time(grain) => calendar::name(at, *grain, self.numbers.locale),
            Along::Numbers => place_labels(&[at], self.numbers.locale).concat(),
        }
    }

    fn problems(&self, spec: &Spec) -> Vec<Diagnostic> {
        let mark = spec.kind.mark();
        let mut res = mark.check(spec, self);
        let (n, most) = (self.series.len(), mark.most_series());
        if n > most {
            let message = format!("{n} series cannot be told apart in one {} chart", mark.name());
            let place = spec.series.as_ref().map_or(spec.y[0].1, |(_, span)| *span);
            let help = format!("draw at most {most}: keep the largest in SQL and add up the rest");
            res.push(Diagnostic::error("chart/too-many-series", message).at(place).help(help));
        }
        let (lo, hi) = self.range();
        if lo < -LARGEST || hi > LARGEST {
            let error = Diagnostic::error("chart/value-range", "a value is too large to be drawn");
            res.push(error.at(spec.y[0].1).help("values can be up to 1e300"));
        }
        if let (true, Some(value)) = (spec.log, self.values().find(|value| value.y <= 0.0)) {
            let value = self.numbers.label(value.y);
            let message = format!("a logarithmic axis cannot show the value {value}");
            let help = "use a linear scale, or leave out values that are not above zero in SQL";
            res.push(Diagnostic::error("chart/log-zero", message).at(spec.y[0].1).help(help));
        }
        res
    }

    /// Puts names into the order of the first series' values.
    fn sort(&mut self, sort: Option<Sort>) {
        let (Some(sort), Along::Names(names)) = (sort, &mut self.along) else { return };
        let leading = &self.series[0].values;
        let mut order: Vec<usize> = (0..names.len()).collect();
        order.sort_by(|a, b| match (leading[*a], leading[*b], sort) {
            (Some(a), Some(b), Sort::Ascending) => a.y.total_cmp(&b.y),
            (Some(a), Some(b), Sort::Descending) => b.y.total_cmp(&a.y),
            (a, b, _) => a.is_none().cmp(&b.is_none()),
        });
        *names = order.iter().map(|place| names[*place].clone()).collect();
        for series in &mut self.series {
            series.values = order.iter().map(|place| series.values[*place]).collect();
        }
    }
}

/// Short names of numeric places: years and other small whole numbers as they are.
pub(super) fn place_labels(places: &[f64], locale: Locale) -> Vec<String> {
    if places.iter().all(|at| at.fract() == 0.0 && at.abs() < 10_000.0) {
        return places.iter().map(|at| format!("{at:.0}").replacen('-', "−", 1)).collect();
    }
    Numbers::new(None, None, locale).axis(places, false)
}

fn empty_series(spec: &Spec, name: &str) -> Diagnostic {
    let place = spec.series.as_ref().map_or(spec.y[0].1, |(_, span)| *span);
    let message = format!("the series `{name}` has no value and is not drawn");
    Diagnostic::warning("chart/empty-series", message)
        .at(place)
        .help("leave it out in SQL if that is right")
}

fn mixed_units(spec: &Spec, other: usize) -> Diagnostic {
    Diagnostic::warning("chart/mixed-units", "columns of different units share one axis")
        .label(spec.y[0].1, "one unit")
        .label(spec.y.get(other).map_or(spec.span, |(_, span)| *span), "another unit")
        .help("draw them in two charts, or name their common unit with `unit`")
}

/// The places of names: 0, 1, 2 and so on.
pub(super) fn ordinals(n: usize) -> Vec<f64> {
    (0..n).map(count).collect()
}
