//! Whole charts: from a block and rows to drawings, figures, pictures and reports.

mod drawings;
mod reports;
mod samples;

use std::sync::Arc;

use super::spec::Spec;
use super::{Drawing, draw};
use crate::base::cell::Cell;
use crate::base::diagnostic::Diagnostic;
use crate::base::frame::{Column, Frame, Kind};
use crate::base::node::yaml;

/// A frame from a line of `name:kind:unit` and lines of cells, all separated by commas; an empty cell is NULL.
fn frame(text: &str) -> Frame {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let head = lines.next().expect("a head");
    let columns: Vec<Column> = head.split(',').map(column).collect();
    let row = |line: &str| -> Vec<Cell> {
        let cells = line.split(',').zip(&columns);
        cells.map(|(text, column)| cell(text, column.kind)).collect()
    };
    Frame { rows: lines.map(row).collect(), columns }
}

fn column(text: &str) -> Column {
    let mut parts = text.split(':');
    let name = parts.next().unwrap_or_default();
    let kind = match parts.next() {
        Some("integer") => Kind::Integer,
        Some("float") => Kind::Float,
        Some("date") => Kind::Date,
        Some("datetime") => Kind::DateTime,
        Some("boolean") => Kind::Boolean,
        _ => Kind::Text,
    };
    let label = name.replace('_', " ");
    let label = label[..1].to_uppercase() + &label[1..];
    Column { name: name.into(), label: label.into(), unit: parts.next().map(Arc::from), kind }
}

fn cell(text: &str, kind: Kind) -> Cell {
    match kind {
        _ if text.is_empty() => Cell::Null,
        Kind::Integer => Cell::Integer(text.parse().expect("an integer")),
        Kind::Float | Kind::Decimal => Cell::Float(text.parse().expect("a float")),
        Kind::Boolean => Cell::Boolean(text == "true"),
        Kind::Date => Cell::Date(text.parse().expect("a date")),
        Kind::DateTime => Cell::DateTime(text.parse().expect("a time")),
        Kind::Text => Cell::Text(text.into()),
    }
}

fn spec(block: &str) -> Spec {
    let node = yaml(block).expect("YAML");
    Spec::read(&node).expect("a chart").value
}

/// The drawing of a block, which must have neither errors nor warnings.
fn drawing(block: &str, rows: &str) -> Drawing {
    let drawn = draw(&spec(block), &frame(rows), "chart-1").expect("a drawing");
    assert_eq!(drawn.warnings, []);
    drawn.value
}

/// All that is wrong with a block, in one line each: severity, code, the text pointed at, message and help.
fn reports(block: &str, rows: &str) -> Vec<String> {
    let node = yaml(block).expect("YAML");
    let found = match Spec::read(&node) {
        Err(errors) => errors,
        Ok(spec) => match draw(&spec.value, &frame(rows), "chart-1") {
            Err(errors) => errors,
            Ok(drawn) => drawn.warnings,
        },
    };
    let line = |report: &Diagnostic| {
        let place = report.labels.first().and_then(|label| block.get(label.span.range()));
        let severity = if report.is_error() { "error" } else { "warning" };
        let help = report.help.as_deref().unwrap_or("(no help)");
        format!(
            "{severity} {} at `{}`: {}; {help}",
            report.code,
            place.unwrap_or("?"),
            report.message
        )
    };
    found.iter().map(line).collect()
}
