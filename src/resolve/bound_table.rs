//! Bound tables: every row and cell that a table of Markdown states against a query's result.

use super::answer::{Answer, Answers};
use super::bind::{error_of, in_markdown, quoted, unknown_column, unknown_query};
use super::credit;
use super::markup::Markup;
use super::option::{Options, Truth};
use super::statement::{Stale, Statement, Verdict, by_default};
use super::target::{Target, parse};
use crate::base::cell::Cell;
use crate::base::diagnostic::Diagnostic;
use crate::base::html::escape_to;
use crate::base::number::{Format, rescaled, restated};
use crate::base::source::Span;
use crate::content::body::{Binding, BoundCell, BoundTable};

mod layout;

/// What stands for a missing value.
const MISSING: &str = "–";

/// How many missing rows a report names.
const MOST_NAMES: usize = 8;

/// A table that is checked.
struct Ctx<'a> {
    table: &'a BoundTable,
    answers: &'a Answers,
    answer: &'a Answer,
    columns: Vec<Column<'a>>,
}

/// A column of the table.
struct Column<'a> {
    /// The column of the result.
    index: usize,
    unit: Option<&'a str>,
    options: Options,
    /// Where the options stand.
    target_span: Span,
}

/// A table that holds.
#[derive(Debug, Default)]
pub(super) struct CheckedTable {
    /// The start tags of its cells' values, row by row.
    pub(super) tags: Vec<Vec<String>>,
    /// What follows it: where its data comes from.
    pub(super) credit: Markup,
}

/// Checks a table.
pub(super) fn check(
    table: &BoundTable,
    answers: &Answers,
) -> Result<CheckedTable, Vec<Diagnostic>> {
    let ctx = bound(table, answers)?;
    let rows = &ctx.answer.result.frame.rows;
    let mut errors = Vec::new();
    let mut tags = Vec::with_capacity(rows.len());
    for (idx, (row, values)) in table.rows.iter().zip(rows).enumerate() {
        let mut tags_of_row = Vec::with_capacity(row.cells.len());
        for (column_idx, (cell, column)) in row.cells.iter().zip(&ctx.columns).enumerate() {
            let value = &values[column.index];
            match ctx.cell(cell, value, (idx, column_idx)) {
                Ok(()) => tags_of_row.push(tag(value, &ctx.answer.name)),
                Err(error) => errors.push(ctx.explained(error)),
            }
        }
        tags.push(tags_of_row);
    }
    errors.extend(ctx.extra_rows(rows.len()));
    errors.extend(ctx.missing_rows());
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut credit = Markup::default();
    let result = &ctx.answer.result;
    credit::line_with_rows(&result.tables, answers, (&ctx.answer.name, None), &mut credit);
    Ok(CheckedTable { tags, credit })
}

/// The start tag of a cell's value.
fn tag(value: &Cell, query: &str) -> String {
    let mut html = String::from("<data value=\"");
    escape_to(&value.plain(), &mut html);
    html.push_str("\" data-query=\"");
    escape_to(query, &mut html);
    html.push_str("\">");
    html
}

/// The table with the query and the columns that its header names. Nothing is reported if the query has errors of its own.
fn bound<'a>(table: &'a BoundTable, answers: &'a Answers) -> Result<Ctx<'a>, Vec<Diagnostic>> {
    let mut errors = Vec::new();
    let mut targets: Vec<(Target, &Binding)> = Vec::new();
    for binding in &table.header {
        match parse(&binding.target) {
            Ok(target) => targets.push((target, binding)),
            Err(error) => errors.push(error.shifted(binding.target_span.start)),
        }
    }
    let Some((first, first_binding)) = targets.first().filter(|_| errors.is_empty()) else {
        return Err(errors);
    };
    for (target, binding) in targets.iter().filter(|(target, _)| target.query != first.query) {
        let message = format!(
            "the header binds columns of two queries, `{}` and `{}`",
            first.query, target.query
        );
        let error = Diagnostic::error("bind/two-queries", message)
            .label(binding.target_span, "")
            .label(first_binding.target_span, "the other one")
            .help("bind all columns to one query, which can join the two");
        errors.push(error);
    }
    let Some(answer) = answers.find(&first.query).filter(|_| errors.is_empty()) else {
        if errors.is_empty() && !answers.is_failed(&first.query) {
            let span = first.query_span.shifted(first_binding.target_span.start);
            errors.push(unknown_query(first, answers, span));
        }
        return Err(errors);
    };
    let frame = &answer.result.frame;
    let mut columns = Vec::new();
    for (target, binding) in &targets {
        let Some(index) = frame.column(&target.column) else {
            let span = target.column_span.shifted(binding.target_span.start);
            errors.push(unknown_column(target, frame, span));
            continue;
        };
        columns.push(Column {
            index,
            unit: frame.columns[index].unit.as_deref(),
            options: target.options.clone(),
            target_span: binding.target_span,
        });
    }
    if errors.is_empty() { Ok(Ctx { table, answers, answer, columns }) } else { Err(errors) }
}

impl Ctx<'_> {
    /// Checks the cell at a row and a column.
    fn cell(
        &self,
        cell: &BoundCell,
        value: &Cell,
        (row, column_idx): (usize, usize),
    ) -> Result<(), Diagnostic> {
        let column = &self.columns[column_idx];
        let is_blank = is_blank(&cell.text);
        if is_blank && value.is_null() {
            return Ok(());
        }
        let stale = |instead: String| Stale {
            message: match (value.is_null(), cell.text.as_str()) {
                (true, text) => {
                    format!("the cell says `{text}`, but the data has no value here (NULL)")
                }
                (false, "") => format!("the cell is empty, but the data says `{instead}`"),
                (false, text) => format!("the cell says `{text}`, but the data says `{instead}`"),
            },
            instead,
            hint: None,
        };
        let stale = if value.is_null() {
            stale(MISSING.to_owned())
        } else if is_blank && value.plain() != cell.text {
            match self.fresh(column_idx, value, row) {
                Some(instead) => stale(instead),
                None => return Ok(()),
            }
        } else {
            let (text, options, unit) = (&*cell.text, &column.options, column.unit);
            let locale = self.answers.locale;
            match (Statement { text, options, cell: value, unit, locale }).judge() {
                Ok(Verdict::Holds(_)) => return Ok(()),
                Ok(Verdict::Stale(stale)) => stale,
                Err(error) if error.labels.is_empty() => return Err(error.at(cell.span)),
                Err(mut error) => {
                    for label in &mut error.labels {
                        label.span = label.span.shifted(column.target_span.start);
                    }
                    return Err(error);
                }
            }
        };
        let written = match value {
            Cell::Text(_) => in_markdown(&stale.instead),
            _ => Some(stale.instead.clone()),
        };
        let edit = cell.room.zip(written).map(|(room, written)| {
            let raw = self.answers.source.slice(room);
            (room, layout::padded(raw, &written))
        });
        Err(error_of(stale, cell.span, edit))
    }

    /// A text for `value` in a column, like those of its neighbors above and below `row`.
    fn fresh(&self, column_idx: usize, value: &Cell, row: usize) -> Option<String> {
        let column = &self.columns[column_idx];
        let (unit, locale) = (column.unit, self.answers.locale);
        if value.is_null() {
            return Some(MISSING.to_owned());
        }
        let text_of = |row: usize| self.table.rows.get(row)?.cells.get(column_idx);
        let above = (0..row).rev().filter_map(text_of);
        let below = (row + 1..self.table.rows.len()).filter_map(text_of);
        let model = above.chain(below).find(|cell| Format::read(&cell.text, locale).is_some());
        let like_model = model.and_then(|model| {
            let model = &model.text;
            rescaled(model, value, unit, locale)
                .or_else(|| restated(model, value, unit, locale).ok())
        });
        let named =
            column.options.format.as_deref().and_then(|name| Format::named(name, locale).ok());
        let text = match (named, value) {
            (Some(format), _) => format.write(value, unit).ok()?,
            (None, Cell::Text(_) | Cell::Boolean(_)) => value.plain(),
            (None, _) => match like_model {
                Some(text) => text,
                None => by_default(value, unit, locale).ok()?,
            },
        };
        if column.options.truth == Truth::Same {
            return Some(text);
        }
        let options = &column.options;
        let statement = Statement { text: &text, options, cell: value, unit, locale };
        match statement.judge().ok()? {
            Verdict::Holds(text) => Some(text),
            Verdict::Stale(stale) => Some(stale.instead),
        }
    }

    /// Reports rows that the result does not have.
    fn extra_rows(&self, n_rows: usize) -> Vec<Diagnostic> {
        let source = &self.answers.source;
        let query = &self.answer.name;
        let extra = self.table.rows.iter().skip(n_rows);
        extra
            .map(|row| {
                let count = layout::count(n_rows, "row");
                let message = format!("the query `{query}` gives {count}, and not this one");
                let error = Diagnostic::error("bind/extra-row", message)
                    .at(row.span)
                    .help("remove the row, or mend the query or the data");
                let error = if row.is_copied {
                    error.fix(layout::with_line_start(source, row.span), "")
                } else {
                    error
                };
                self.explained(error)
            })
            .collect()
    }

    /// Reports rows that only the result has.
    fn missing_rows(&self) -> Option<Diagnostic> {
        let rows = &self.answer.result.frame.rows;
        let n_stated = self.table.rows.len();
        let missing = rows.get(n_stated..).filter(|missing| !missing.is_empty())?;
        let first = self.columns.first()?.index;
        let names: Vec<String> =
            missing.iter().take(MOST_NAMES).map(|row| row[first].plain()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let more = if missing.len() > MOST_NAMES { " and others" } else { "" };
        let are = if missing.len() == 1 { "is" } else { "are" };
        let message = format!(
            "the query `{}` gives {}, the table has {n_stated}: {}{more} {are} missing",
            self.answer.name,
            layout::count(rows.len(), "row"),
            quoted(&names)
        );
        let place = self.table.rows.last().map_or(self.table.header_span, |row| row.span);
        let error = Diagnostic::error("bind/missing-rows", message)
            .label(
                place,
                if missing.len() == 1 {
                    "it comes after this row"
                } else {
                    "they come after this row"
                },
            )
            .help("add the rows, or mend the query or the data");
        let is_copied =
            self.table.rows.last().map_or(self.table.is_rule_copied, |row| row.is_copied);
        let texts: Option<Vec<Vec<String>>> = missing.iter().map(|row| self.texts(row)).collect();
        let error = match texts.filter(|_| is_copied) {
            Some(texts) => {
                let (at, text) = layout::new_rows(&self.answers.source, self.table, &texts);
                error.fix(at, text)
            }
            None => error,
        };
        Some(self.explained(error))
    }

    /// The cells of a new row, as Markdown.
    fn texts(&self, row: &[Cell]) -> Option<Vec<String>> {
        let n_rows = self.table.rows.len();
        let text = |(idx, column): (usize, &Column<'_>)| {
            let value = &row[column.index];
            let text = self.fresh(idx, value, n_rows)?;
            if matches!(value, Cell::Text(_)) { in_markdown(&text) } else { Some(text) }
        };
        self.columns.iter().enumerate().map(text).collect()
    }

    /// A diagnostic that names the query too.
    fn explained(&self, error: Diagnostic) -> Diagnostic {
        error.label_in(&self.answers.source, self.answer.name_span, "computed by this query")
    }
}

/// Does a cell say that there is no value?
fn is_blank(text: &str) -> bool {
    matches!(text, "" | "-" | "–" | "—")
}
