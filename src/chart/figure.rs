//! The chart in a page: title, drawing in both layouts, note, and the values as a table.

use super::Drawing;
use super::markup::escape;
use super::numbers::Numbers;
use super::spec::{Spec, Text};
use crate::base::cell::Cell;
use crate::base::frame::{Column, Frame};
use crate::base::texts::{Table, grouped};

/// The most rows of a data table; more are not read, and make a page slow.
const MOST_ROWS: usize = 1000;

/// The chart in a page, as HTML in two parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The figure with its drawings, not closed yet: what is said of its source follows.
    pub open: String,
    /// The values as a table in a `details`, not closed yet: a link to them as a file follows, then `</details>` and `</figure>`.
    pub values: String,
}

/// The HTML of the chart.
///
/// `picture` is where the chart is published as PNG, relative to the page: feeds show that instead of the drawings.
pub fn figure(spec: &Spec, drawing: &Drawing, frame: &Frame, picture: &str) -> Figure {
    let line = |class: &str, text: &Option<Text>| match text {
        Some((text, _)) => format!("<p class=\"chart-{class}\">{}</p>\n", escape(text)),
        None => String::new(),
    };
    let head = line("title", &spec.title) + &line("subtitle", &spec.subtitle);
    let head = if head.is_empty() { head } else { format!("<figcaption>\n{head}</figcaption>\n") };
    let open = format!(
        "<figure class=\"chart\" id=\"{id}\" data-picture=\"{picture}\">\n{head}{wide}\n{narrow}\n{note}",
        id = escape(&drawing.id),
        picture = escape(picture),
        wide = drawing.wide,
        narrow = drawing.narrow,
        note = line("note", &spec.note),
    );
    Figure { open, values: table(spec, drawing, frame) }
}

/// The values that the chart shows, in the order of the query.
fn table(spec: &Spec, drawing: &Drawing, frame: &Frame) -> String {
    let texts = [Some(&spec.x), spec.series.as_ref()].into_iter().flatten();
    let names = texts.chain(&spec.y).chain(&spec.estimated).map(|(name, _)| name.as_str());
    let places: Vec<usize> = names.filter_map(|name| frame.column(name)).collect();
    let columns: Vec<(usize, &Column, Numbers)> = places
        .into_iter()
        .map(|place| (place, &frame.columns[place], numbers(spec, &frame.columns[place])))
        .collect();
    let head = columns.iter().map(|(_, column, _)| {
        let label = escape(spec.label(&column.name).unwrap_or(&column.label));
        format!("<th scope=\"col\"{}>{label}</th>", class(column))
    });
    let cells = |row: &Vec<Cell>| {
        let cell = |(nth, (place, column, numbers)): (usize, &(usize, &Column, Numbers))| {
            let text = escape(&readable(&row[*place], (numbers, &spec.texts)));
            match nth {
                0 => format!("<th scope=\"row\">{text}</th>"),
                _ => format!("<td{}>{text}</td>", class(column)),
            }
        };
        format!("<tr>{}</tr>\n", columns.iter().enumerate().map(cell).collect::<String>())
    };
    let n = frame.rows.len();
    let texts = &spec.texts;
    let cut = (n > MOST_ROWS).then(|| {
        let shown = grouped(MOST_ROWS, spec.locale);
        let of = texts.count_of("data.first_rows", n, (spec.locale, &[("shown", &shown)]));
        format!(" ({})", escape(&of))
    });
    format!(
        "<details>\n<summary>{table}</summary>\n<section class=\"chart-data\" tabindex=\"0\" \
         aria-label=\"{label}\">\n<table>\n<caption>{title}{cut}</caption>\n\
         <thead>\n<tr>{head}</tr>\n</thead>\n<tbody>\n{rows}</tbody>\n</table>\n</section>\n",
        table = escape(&texts.say("chart.table", &[])),
        label = escape(&texts.say("chart.table_of", &[("title", &drawing.title)])),
        title = escape(&drawing.title),
        cut = cut.unwrap_or_default(),
        head = head.collect::<String>(),
        rows = frame.rows.iter().take(MOST_ROWS).map(cells).collect::<String>(),
    )
}

/// A cell as people read it: numbers grouped, points in time without what they do not say.
fn readable(cell: &Cell, (numbers, texts): (&Numbers, &Table)) -> String {
    let time = match cell {
        Cell::Boolean(value) => return texts.say(if *value { "data.yes" } else { "data.no" }, &[]),
        Cell::DateTime(time) => time.to_string(),
        Cell::Instant(time) => time.naive_utc().to_string(),
        Cell::Null
        | Cell::Integer(_)
        | Cell::Decimal(_)
        | Cell::Float(_)
        | Cell::Text(_)
        | Cell::Date(_) => return numbers.cell(cell),
    };
    time.strip_suffix(" 00:00:00").unwrap_or(&time).to_owned()
}

/// How a column of the table is written: values as the chart writes them, other columns by their own unit.
fn numbers(spec: &Spec, column: &Column) -> Numbers {
    let is_value = spec.y.iter().any(|(name, _)| *name == *column.name);
    let of =
        |text: &'_ Option<Text>| text.as_ref().filter(|_| is_value).map(|(text, _)| text.clone());
    let unit = of(&spec.unit).or_else(|| column.unit.as_deref().map(str::to_owned));
    Numbers::new(of(&spec.fmt).as_deref(), unit.as_deref(), spec.locale)
}

fn class(column: &Column) -> &'static str {
    if column.kind.is_number() { " class=\"num\"" } else { "" }
}
