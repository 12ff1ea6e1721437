//! Computed tables: a `yaml table` fence and a result become a figure.

use std::collections::BTreeSet;

use super::answer::{Answer, Answers};
use super::bind::quoted;
use super::credit;
use super::markup::Markup;
use super::phrase::phrase;
use super::record::Shown;
use crate::base::cell::Cell;
use crate::base::diagnostic::{Diagnostic, nearest};
use crate::base::frame::{Column, Frame, Kind};
use crate::base::html::{escape, escape_to};
use crate::base::node::{Fields, Node, Spanned, Value};
use crate::base::number::Format;
use crate::base::source::Span;

/// Where the texts of a column stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Align {
    Left,
    Center,
    Right,
}

impl Align {
    /// Numbers end together, texts begin together.
    fn of(kind: Kind) -> Self {
        if kind.is_number() { Self::Right } else { Self::Left }
    }

    /// The class of a cell.
    fn class(self) -> &'static str {
        match self {
            Self::Left => "",
            Self::Center => " class=\"center\"",
            Self::Right => " class=\"num\"",
        }
    }
}

/// A column as the author wants it.
#[derive(Debug)]
struct ColumnSpec {
    name: Spanned<String>,
    label: Option<String>,
    format: Option<Format>,
    align: Option<Align>,
}

/// A table as the author wants it.
#[derive(Debug)]
struct TableSpec {
    query: Spanned<String>,
    caption: Option<Spanned<String>>,
    note: Option<Spanned<String>>,
    columns: Vec<ColumnSpec>,
}

/// A column of the table with the column of the result that fills it.
struct Filled<'a> {
    index: usize,
    column: &'a Column,
    label: String,
    format: Option<Format>,
    align: Align,
    /// Where the author names it.
    place: Option<Span>,
}

/// A table that is ready for the page.
#[derive(Debug)]
pub(super) struct Table {
    /// The figure.
    pub(super) markup: Markup,
    /// What it is.
    pub(super) shown: Shown,
    /// How many bound numbers its caption and note hold.
    pub(super) n_bindings: usize,
}

/// Makes the table that `node`, read from `source`, describes. Spans are places in `source`.
pub(super) fn table(
    node: &Node,
    source: &str,
    answers: &Answers,
) -> Result<Table, Vec<Diagnostic>> {
    let spec = read(node)?;
    let answer = answer(&spec.query, answers)?;
    let frame = &answer.result.frame;
    let mut errors = Vec::new();
    let columns = fill(spec.columns, frame, &answer.name, &mut errors);
    let mut n_bindings = 0;
    let mut holds = true;
    let mut text = |text: &Option<Spanned<String>>| {
        let text = text.as_ref()?;
        match phrase(&text.value, text.span, source, answers) {
            Ok(phrase) => {
                n_bindings += phrase.n_bindings;
                Some(phrase.text)
            }
            Err(found) => {
                holds = false;
                errors.extend(found);
                None
            }
        }
    };
    let caption = text(&spec.caption);
    let remark = text(&spec.note);
    let html = write(
        &columns,
        frame,
        (caption.as_deref(), remark.as_deref()),
        &mut errors,
        spec.query.span,
    );
    if !holds || !errors.is_empty() {
        return Err(errors);
    }
    let mut markup = Markup::default();
    markup.html(&html);
    credit::line_with_rows(&answer.result.tables, &answer.name, &mut markup);
    markup.html("</figure>\n");
    let shown = Shown { kind: "table", query: answer.name.clone(), title: caption, image: None };
    Ok(Table { markup, shown, n_bindings })
}

/// The answer to the query that a figure names; nothing is reported if the query has errors of its own.
pub(super) fn answer<'a>(
    query: &Spanned<String>,
    answers: &'a Answers,
) -> Result<&'a Answer, Vec<Diagnostic>> {
    if let Some(answer) = answers.find(&query.value) {
        return Ok(answer);
    }
    let name = &query.value;
    if answers.is_failed(name) {
        return Err(Vec::new());
    }
    let names: Vec<&str> = answers.names().collect();
    let help = match nearest(name, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if names.is_empty() => format!("write one in a fence that begins with ```sql {name}"),
        None => format!("the page's queries are {}", quoted(&names)),
    };
    let error =
        Diagnostic::error("figure/unknown-query", format!("the page has no query `{name}`"));
    Err(vec![error.at(query.span).help(help)])
}

fn read(node: &Node) -> Result<TableSpec, Vec<Diagnostic>> {
    let mut fields = Fields::new(node, "a table");
    fields.require("query");
    let query = fields.text("query");
    let caption = fields.text("caption");
    let remark = fields.text("note");
    let columns = match fields.node("columns") {
        Some(Node { value: Value::Map(entries), .. }) => entries
            .iter()
            .map(|entry| {
                let name = Spanned::new(entry.key.clone(), entry.key_span);
                read_column(&mut fields, name, &entry.value)
            })
            .collect(),
        Some(other) => {
            fields.wrong_type::<()>(
                "columns",
                other,
                "a map",
                "write a line `name: {label: …}` for each column",
            );
            Vec::new()
        }
        None => Vec::new(),
    };
    let errors = fields.finish();
    match query {
        Some(query) if errors.is_empty() => Ok(TableSpec { query, caption, note: remark, columns }),
        _ => Err(errors),
    }
}

fn read_column(fields: &mut Fields<'_>, name: Spanned<String>, node: &Node) -> ColumnSpec {
    let plain = ColumnSpec { name, label: None, format: None, align: None };
    if node.value == Value::Null {
        return plain;
    }
    let what = format!("the column `{}`", plain.name.value);
    fields.inner(node, &what, |fields| {
        let label = fields.text("label").map(|label| label.value);
        let format = fields.text("fmt").and_then(|name| match Format::named(&name.value) {
            Ok(format) => Some(format),
            Err(unknown) => {
                let error = Diagnostic::error("table/format", unknown.to_string());
                fields.report(error.at(name.span).help(unknown.help()));
                None
            }
        });
        let choices = [("left", Align::Left), ("center", Align::Center), ("right", Align::Right)];
        let align = fields.one_of("align", &choices).map(|align| align.value);
        ColumnSpec { label, format, align, ..plain }
    })
}

/// The columns of the table: those that the author names, else all of the result.
fn fill<'a>(
    specs: Vec<ColumnSpec>,
    frame: &'a Frame,
    query: &str,
    errors: &mut Vec<Diagnostic>,
) -> Vec<Filled<'a>> {
    if specs.is_empty() {
        let fill = |(index, column): (usize, &'a Column)| Filled {
            index,
            column,
            label: column.label.to_string(),
            format: None,
            align: Align::of(column.kind),
            place: None,
        };
        return frame.columns.iter().enumerate().map(fill).collect();
    }
    let mut columns = Vec::new();
    for spec in specs {
        let Some(index) = frame.column(&spec.name.value) else {
            let names: Vec<&str> = frame.names().collect();
            let help = match nearest(&spec.name.value, names.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("its columns are {}", quoted(&names)),
            };
            let message = format!("the query `{query}` has no column `{}`", spec.name.value);
            errors.push(
                Diagnostic::error("table/unknown-column", message).at(spec.name.span).help(help),
            );
            continue;
        };
        let column = &frame.columns[index];
        columns.push(Filled {
            index,
            column,
            label: spec.label.unwrap_or_else(|| column.label.to_string()),
            format: spec.format,
            align: spec.align.unwrap_or(Align::of(column.kind)),
            place: Some(spec.name.span),
        });
    }
    columns
}

fn write(
    columns: &[Filled<'_>],
    frame: &Frame,
    (caption, note): (Option<&str>, Option<&str>),
    errors: &mut Vec<Diagnostic>,
    place: Span,
) -> String {
    let mut html = String::from("<figure class=\"table\" tabindex=\"0\">\n<table>\n");
    if let Some(caption) = caption {
        html.push_str("<caption>");
        escape_to(caption, &mut html);
        html.push_str("</caption>\n");
    }
    html.push_str("<thead>\n<tr>");
    for column in columns {
        html.push_str("<th scope=\"col\"");
        html.push_str(column.align.class());
        html.push('>');
        escape_to(&column.label, &mut html);
        html.push_str("</th>");
    }
    html.push_str("</tr>\n</thead>\n<tbody>\n");
    let mut wrong = BTreeSet::new();
    for row in &frame.rows {
        html.push_str("<tr>");
        for column in columns {
            let text = cell_text(&row[column.index], column).unwrap_or_else(|error| {
                if wrong.insert(column.index) {
                    errors.push(error.at(column.place.unwrap_or(place)));
                }
                String::new()
            });
            html.push_str("<td");
            html.push_str(column.align.class());
            html.push('>');
            html.push_str(&text);
            html.push_str("</td>");
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody>\n</table>\n");
    if let Some(note) = note {
        html.push_str("<figcaption>");
        escape_to(note, &mut html);
        html.push_str("</figcaption>\n");
    }
    html
}

/// A cell as HTML; a missing value is an en dash that is read as what it is.
fn cell_text(cell: &Cell, column: &Filled<'_>) -> Result<String, Diagnostic> {
    if cell.is_null() {
        return Ok("<span aria-label=\"no value\" role=\"img\">–</span>".to_owned());
    }
    let format = column.format.clone().or_else(|| default_format(cell));
    let Some(format) = format else { return Ok(escape(&cell.plain())) };
    match format.write(cell, column.column.unit.as_deref()) {
        Ok(text) => Ok(escape(&text)),
        Err(mismatch) => {
            let message = format!(
                "the column `{}` cannot be written in its format: {mismatch}",
                column.column.name
            );
            Err(Diagnostic::error("table/format", message)
                .help("choose a format that fits the column's kind"))
        }
    }
}

/// Whole numbers are grouped; other values stand as they are.
fn default_format(cell: &Cell) -> Option<Format> {
    match cell {
        Cell::Integer(_) => Format::named("grouped").ok(),
        _ => None,
    }
}
