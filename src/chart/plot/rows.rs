//! The rows of a frame as the columns of a specification see them.

use std::collections::BTreeMap;

use super::{Along, Series, Value, ordinals};
use crate::base::cell::Cell;
use crate::base::diagnostic::{Diagnostic, nearest};
use crate::base::frame::{Column, Frame, Kind};
use crate::chart::calendar::{self, Grain};
use crate::chart::spec::{Spec, Text};

/// A frame with the columns that a chart reads.
pub(super) struct Rows<'a> {
    spec: &'a Spec,
    frame: &'a Frame,
    x: usize,
    y: Vec<usize>,
    split: Option<usize>,
    estimated: Option<usize>,
}

impl<'a> Rows<'a> {
    /// Finds the columns that `spec` names in `frame`.
    pub(super) fn new(spec: &'a Spec, frame: &'a Frame) -> Result<Self, Vec<Diagnostic>> {
        let mut errors = Vec::new();
        let mut find = |name: &Text| column(spec, frame, name).map_err(|e| errors.push(e)).ok();
        let x = find(&spec.x);
        let y: Vec<Option<usize>> = spec.y.iter().map(&mut find).collect();
        let split = spec.series.as_ref().map(&mut find);
        let estimated = spec.estimated.as_ref().map(&mut find);
        for (name, _) in &spec.labels {
            find(name);
        }
        for (name, found) in spec.y.iter().zip(&y) {
            let column = found.and_then(|place| frame.columns.get(place));
            errors.extend(column.and_then(|column| not_numbers(name, column)));
        }
        if let (Some(name), Some(Some(place))) = (&spec.estimated, estimated) {
            errors.extend(frame.columns.get(place).and_then(|column| not_boolean(name, column)));
        }
        if frame.rows.is_empty() {
            let message = format!("`{}` has no rows to draw", spec.query.0);
            let help = "look at the conditions of the query, or leave out the chart";
            errors.push(Diagnostic::error("chart/empty", message).at(spec.query.1).help(help));
        }
        let y: Vec<usize> = y.into_iter().flatten().collect();
        match x {
            Some(x) if errors.is_empty() && !y.is_empty() => Ok(Self {
                spec,
                frame,
                x,
                y,
                split: split.flatten(),
                estimated: estimated.flatten(),
            }),
            _ => Err(errors),
        }
    }

    /// What the places are, the places, and the place of each row.
    pub(super) fn places(&self, errors: &mut Vec<Diagnostic>) -> (Along, Vec<f64>, Vec<usize>) {
        let cells = self.frame.rows.iter().map(|row| &row[self.x]);
        if let Some(row) = cells.clone().position(Cell::is_null) {
            let message = format!("`{}` is NULL in row {}", self.spec.x.0, row + 1);
            let help = "leave such rows out in SQL: `WHERE … IS NOT NULL`";
            errors.push(Diagnostic::error("chart/null-x", message).at(self.spec.x.1).help(help));
        }
        let kind = self.frame.columns[self.x].kind;
        if !kind.is_time() && !kind.is_number() {
            let mut names: Vec<String> = Vec::new();
            let mut known: BTreeMap<String, usize> = BTreeMap::new();
            let place = |cell: &Cell| {
                let name = cell.plain();
                *known.entry(name).or_insert_with_key(|name| {
                    names.push(name.clone());
                    names.len() - 1
                })
            };
            let rows = cells.map(place).collect();
            let xs = ordinals(names.len());
            return (Along::Names(names), xs, rows);
        }
        let number = if kind.is_time() { calendar::seconds } else { Cell::float };
        let at: Vec<f64> = cells.map(|cell| number(cell).unwrap_or_default()).collect();
        let mut xs = at.clone();
        xs.sort_by(f64::total_cmp);
        xs.dedup();
        let rows = at.iter().map(|at| xs.partition_point(|x| x < at)).collect();
        let along = if kind.is_time() { Along::Time(Grain::of(&xs)) } else { Along::Numbers };
        (along, xs, rows)
    }

    /// The series, each with a value for every one of the `n` places or none.
    pub(super) fn series(
        &self,
        places: &[usize],
        n: usize,
        errors: &mut Vec<Diagnostic>,
    ) -> Vec<Series> {
        let mut series: Vec<Series> = match self.split {
            Some(_) => Vec::new(),
            None => self.y.iter().map(|y| Series::new(self.label(*y), n)).collect(),
        };
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        // The row that each place of each series was taken from.
        let mut taken: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        let mut twice: Vec<(usize, usize, usize)> = Vec::new();
        for (row, cells) in self.frame.rows.iter().enumerate() {
            for (nth, y) in self.y.iter().enumerate() {
                let index = self.split.map_or(nth, |split| {
                    *known.entry(cells[split].plain()).or_insert_with_key(|name| {
                        series.push(Series::new(name.clone(), n));
                        series.len() - 1
                    })
                });
                if let Some(first) = taken.insert((index, places[row]), row) {
                    twice.push((index, first, row));
                }
                let estimated = self.estimated.is_some_and(|at| cells[at] == Cell::Boolean(true));
                let value = cells[*y].float().map(|y| Value { y, estimated });
                series[index].values[places[row]] = value;
            }
        }
        if let Some((index, first, row)) = twice.first() {
            errors.push(self.twice(&series[*index].name, (*first, *row), twice.len()));
        }
        if let Some(split) = self.split
            && let Some(row) = self.frame.rows.iter().position(|row| row[split].is_null())
        {
            let (name, span) = self.spec.series.as_ref().unwrap_or(&self.spec.x);
            let message = format!("`{name}` is NULL in row {}", row + 1);
            let help = "name the series of such rows in SQL: `coalesce(…, 'other')`";
            errors.push(Diagnostic::error("chart/null-series", message).at(*span).help(help));
        }
        series
    }

    /// The error that two rows claim one point.
    fn twice(&self, series: &str, (first, row): (usize, usize), n: usize) -> Diagnostic {
        let x = self.frame.rows[row][self.x].plain();
        let (first, row) = (first + 1, row + 1);
        let of = if self.split.is_some() { format!(" of `{series}`") } else { String::new() };
        let more = if n > 1 { format!(", and {} more such pairs", n - 1) } else { String::new() };
        let message = format!("rows {first} and {row} are both `{x}`{of}{more}");
        let help = match self.split {
            Some(_) => "add them up in SQL, grouped by both columns",
            None => {
                "add them up in SQL (`GROUP BY`), or name the column that tells them apart with `series`"
            }
        };
        Diagnostic::error("chart/duplicate-point", message).at(self.spec.x.1).help(help)
    }

    /// The columns of values.
    pub(super) fn value_columns(&self) -> Vec<&'a Column> {
        self.y.iter().map(|y| &self.frame.columns[*y]).collect()
    }

    /// What people call the column of places.
    pub(super) fn x_label(&self) -> String {
        self.label(self.x)
    }

    /// What people call the values, empty if several columns have several names.
    pub(super) fn y_label(&self) -> String {
        if let [y] = self.y[..] { self.label(y) } else { String::new() }
    }

    fn label(&self, place: usize) -> String {
        let column = &self.frame.columns[place];
        self.spec.label(&column.name).unwrap_or(&column.label).to_owned()
    }
}

impl Series {
    fn new(name: String, n: usize) -> Self {
        Self { name, values: vec![None; n] }
    }
}

/// The place of the column `name`.
fn column(spec: &Spec, frame: &Frame, (name, span): &Text) -> Result<usize, Diagnostic> {
    frame.column(name).ok_or_else(|| {
        let query = &spec.query.0;
        let message = format!("there is no column `{name}` in the result of `{query}`");
        let list = frame.names().collect::<Vec<_>>().join("`, `");
        let help = match nearest(name, frame.names()) {
            Some(near) => format!("did you mean `{near}`? it has `{list}`"),
            None => format!("it has `{list}`"),
        };
        Diagnostic::error("chart/unknown-column", message).at(*span).help(help)
    })
}

fn not_numbers((name, span): &Text, column: &Column) -> Option<Diagnostic> {
    (!column.kind.is_number()).then(|| {
        let message =
            format!("`{name}` is a {} column, and values must be numbers", column.kind.name());
        let help = "name a column of numbers, or make one in SQL: `CAST(… AS DOUBLE)`";
        Diagnostic::error("chart/not-a-number", message).at(*span).help(help)
    })
}

fn not_boolean((name, span): &Text, column: &Column) -> Option<Diagnostic> {
    (column.kind != Kind::Boolean).then(|| {
        let message = format!(
            "`{name}` is a {} column, and `estimated` needs a boolean one",
            column.kind.name()
        );
        let help = "make one in SQL, as in `month > '2025-01-01' AS estimated`";
        Diagnostic::error("chart/not-a-boolean", message).at(*span).help(help)
    })
}
