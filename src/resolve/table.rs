//! Computed tables: a `yaml table` fence and a result become a figure.

mod bar;
mod column;
mod link;
mod rank;
mod spark;
mod spec;
mod total;
mod write;

use std::sync::Arc;

use super::answer::{Answer, Answers};
use super::bind::quoted;
use super::credit;
use super::markup::Markup;
use super::phrase::phrase;
use super::record;
use crate::base::cell::Cell;
use crate::base::diagnostic::{Diagnostic, nearest};
use crate::base::frame::Frame;
use crate::base::html::escape;
use crate::base::node::{Node, Spanned};
use crate::base::source::Span;
use crate::base::texts::{self, grouped};

/// A table that is ready for the page.
#[derive(Debug)]
pub(super) struct Table {
    /// The figure.
    pub(super) markup: Markup,
    /// What it is.
    pub(super) shown: record::Shown,
    /// How many bound numbers its caption and note hold.
    pub(super) n_bindings: usize,
}

/// What the parts of a table share.
struct TableCtx<'a> {
    answers: &'a Answers,
    /// The table's query.
    query: &'a str,
    /// Its result.
    frame: &'a Frame,
    /// The rows of it that are shown.
    rows: &'a [Vec<Cell>],
    /// Where the table names its query.
    place: Span,
    /// What stands for a missing value, as HTML.
    blank: Arc<str>,
}

/// Makes the table that `node`, read from `source`, describes. Spans are places in `source`.
pub(super) fn table(
    node: &Node,
    source: &str,
    answers: &Answers,
) -> Result<Table, Vec<Diagnostic>> {
    let spec = spec::read(node, source, answers.locale)?;
    let answer = answer(&spec.query, answers)?;
    let frame = &answer.result.frame;
    let n_rows = frame.rows.len();
    let n_shown = spec.limit.map_or(n_rows, |limit| limit.value.min(n_rows));
    let rows = &frame.rows[..n_shown];
    let place = spec.query.span;
    let blank = blank(&answers.texts);
    let ctx = TableCtx { answers, query: &answer.name, frame, rows, place, blank };
    let mut errors = Errors::default();
    let columns = column::shown(&ctx, spec.columns, &mut errors);
    let mut n_bindings = 0;
    let mut text = |text: &Option<Spanned<String>>| {
        let text = text.as_ref()?;
        let phrase = errors.take(phrase(&text.value, text.span, source, answers))?;
        n_bindings += phrase.n_bindings;
        Some(phrase.text)
    };
    let (caption, remark) = (text(&spec.caption), text(&spec.note));
    let ranks = spec.rank.and_then(|spec| {
        let ranks = errors.take(rank::ranks(&ctx, &spec))?;
        Some((spec.label.unwrap_or_else(|| answers.texts.say("data.rank", &[])), ranks))
    });
    // A column that could not be shown has been told, and would only be missed again.
    let totals = spec.total.filter(|_| errors.is_empty()).and_then(|spec| {
        let totals = errors.take(total::totals(&ctx, &spec, &columns))?;
        let label = || {
            if n_shown < n_rows {
                answers.texts.count("data.total_of_all", n_rows, answers.locale)
            } else {
                answers.texts.say("data.total", &[])
            }
        };
        Some((spec.label.unwrap_or_else(label), totals))
    });
    let around = write::Frame { caption, note: remark, ranks, totals };
    let Some(mut markup) = errors.take(write::write(&ctx, &columns, &around)) else {
        return Err(errors.found);
    };
    errors.finish()?;
    let cut = (n_shown < n_rows).then(|| {
        let shown = grouped(n_shown, answers.locale);
        let with = [("shown", &*shown)];
        escape(&answers.texts.count_of("data.first_rows", n_rows, (answers.locale, &with)))
    });
    credit::line_with_rows(
        &answer.result.tables,
        answers,
        (&answer.name, cut.as_deref()),
        &mut markup,
    );
    markup.html("</figure>\n");
    let query = answer.name.clone();
    let shown = record::Shown { kind: "table", query, title: around.caption, image: None };
    Ok(Table { markup, shown, n_bindings })
}

/// What stands for a missing value: an en dash that is read as what it is.
fn blank(texts: &texts::Table) -> Arc<str> {
    let said = escape(&texts.say("data.no_value", &[]));
    format!("<span aria-label=\"{said}\" role=\"img\">–</span>").into()
}

/// What is wrong so far. There may be nothing to tell where something is wrong: a query's own errors have been told.
#[derive(Default)]
struct Errors {
    found: Vec<Diagnostic>,
    is_silent: bool,
}

impl Errors {
    /// The value, or nothing and what is wrong is kept.
    fn take<T>(&mut self, result: Result<T, Vec<Diagnostic>>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(found) => {
                self.is_silent |= found.is_empty();
                self.found.extend(found);
                None
            }
        }
    }

    fn is_empty(&self) -> bool {
        self.found.is_empty() && !self.is_silent
    }

    fn finish(self) -> Result<(), Vec<Diagnostic>> {
        if self.is_empty() { Ok(()) } else { Err(self.found) }
    }
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
