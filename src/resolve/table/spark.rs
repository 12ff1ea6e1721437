//! Sparklines in a table: for each row, the course of another query's values.

use std::collections::BTreeMap;

use super::TableCtx;
use super::column::{index, written};
use super::spec::{Named, SparkSpec};
use crate::base::cell::Cell;
use crate::base::diagnostic::Diagnostic;
use crate::base::frame::{Column, Frame};
use crate::base::html::escape;
use crate::base::node::Spanned;
use crate::base::number::Format;
use crate::chart;

/// The cells of a column of sparklines as HTML, one for each row that is shown that has values.
pub(super) struct Sparks(Vec<Option<String>>);

impl Sparks {
    /// The cell of the row `at`.
    pub(super) fn cell(&self, at: usize) -> Option<&str> {
        self.0.get(at)?.as_deref()
    }
}

/// A point of a line.
struct Point {
    x: f64,
    y: Cell,
}

/// Draws the sparklines of the rows of a table.
pub(super) fn sparks(
    ctx: &TableCtx<'_>,
    spec: &SparkSpec,
    format: Option<Named>,
) -> Result<Sparks, Vec<Diagnostic>> {
    let answer = super::answer(&spec.query, ctx.answers)?;
    let frame = &answer.result.frame;
    let own_key = index(ctx.frame, ctx.query, (&spec.key.value, spec.key.span))?;
    let at = |column: &Spanned<String>| index(frame, &answer.name, (&column.value, column.span));
    let [key, x, y] = [at(&spec.key), at(&spec.x), at(&spec.y)];
    let (key, x, y) = (key?, x?, y?);
    let wanted = |column: &Column, is_right: bool, what: &str, of: &Spanned<String>| {
        if is_right {
            return Ok(());
        }
        let message = format!(
            "the column `{}` holds values of the kind {}, and a sparkline needs {what}",
            column.name,
            column.kind.name()
        );
        Err(wrong(message, of, "name another column, or cast it in the query"))
    };
    let columns = &frame.columns;
    let is_axis = columns[x].kind.is_number() || columns[x].kind.is_time();
    wanted(&columns[x], is_axis, "numbers or dates along it", &spec.x)?;
    wanted(&columns[y], columns[y].kind.is_number(), "numbers as its heights", &spec.y)?;
    let lines = lines(frame, [key, x, y], spec)?;
    let format = format.or_else(|| {
        Format::named("short", ctx.answers.locale)
            .ok()
            .map(|format| Named { name: "short".to_owned(), format })
    });
    let cells = ctx.rows.iter().map(|row| match lines.get(&row[own_key].plain()) {
        Some(points) => cell(ctx, points, (&columns[y], format.as_ref()), spec),
        None => Ok(None),
    });
    cells.collect::<Result<_, _>>().map(Sparks)
}

fn wrong(message: String, place: &Spanned<String>, help: &str) -> Vec<Diagnostic> {
    vec![Diagnostic::error("table/spark", message).at(place.span).help(help)]
}

/// The points of each line by the text of its key, in the order of `x`.
fn lines(
    frame: &Frame,
    [key, x, y]: [usize; 3],
    spec: &SparkSpec,
) -> Result<BTreeMap<String, Vec<Point>>, Vec<Diagnostic>> {
    let mut lines: BTreeMap<String, Vec<Point>> = BTreeMap::new();
    for row in &frame.rows {
        let Some(place) = place(&row[x]) else {
            let message =
                format!("a row of `{}` has no value in `{}`", spec.query.value, spec.x.value);
            return Err(wrong(message, &spec.x, "exclude such rows in the query"));
        };
        let point = Point { x: place, y: row[y].clone() };
        lines.entry(row[key].plain()).or_default().push(point);
    }
    for (name, points) in &mut lines {
        points.sort_by(|a, b| a.x.total_cmp(&b.x));
        if points.windows(2).any(|pair| pair[0].x.total_cmp(&pair[1].x).is_eq()) {
            let SparkSpec { query, key, x, .. } = spec;
            let message = format!(
                "`{}` has several rows with `{name}` in `{}` and the same `{}`",
                query.value, key.value, x.value
            );
            return Err(wrong(
                message,
                key,
                "group them in the query, so that each point is one row",
            ));
        }
    }
    Ok(lines)
}

/// A value as a place along the line.
fn place(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::DateTime(time) => seconds(time.and_utc()),
        Cell::Instant(time) => seconds(*time),
        Cell::Date(day) => seconds(day.and_time(chrono::NaiveTime::MIN).and_utc()),
        other => other.float(),
    }
}

fn seconds(time: chrono::DateTime<chrono::Utc>) -> Option<f64> {
    Cell::Integer(i128::from(time.timestamp())).float()
}

/// The drawing, and what it begins and ends with as text; nothing if there is no value.
fn cell(
    ctx: &TableCtx<'_>,
    points: &[Point],
    (column, format): (&Column, Option<&Named>),
    spec: &SparkSpec,
) -> Result<Option<String>, Vec<Diagnostic>> {
    let drawn: Vec<(f64, Option<f64>)> = points.iter().map(|p| (p.x, p.y.float())).collect();
    let Some(svg) = chart::spark(&drawn) else { return Ok(None) };
    let mut values = points.iter().map(|point| &point.y).filter(|cell| !cell.is_null());
    let (first, last) = (values.next(), values.next_back());
    let text = |cell: &Cell| {
        let text = written(cell, format, (column, ctx.answers.locale));
        text.map(|text| escape(&text)).map_err(|error| vec![error.at(spec.y.span)])
    };
    let first = first.map(text).transpose()?.unwrap_or_default();
    let Some(last) = last else {
        return Ok(Some(format!("{svg} <span class=\"ends\">{first}</span>")));
    };
    let [to, arrow] = ["data.to", "data.arrow"].map(|key| escape(&ctx.answers.texts.say(key, &[])));
    Ok(Some(format!(
        "{svg} <span class=\"ends\">{first}<span aria-hidden=\"true\"> {arrow} </span><span class=\"unseen\"> {to} </span>{}</span>",
        text(last)?
    )))
}
