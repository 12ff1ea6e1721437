//! Bound numbers: what the sentence states against what the data says.

use super::answer::Answers;
use super::record::Number;
use super::statement::{Stale, Statement, Verdict};
use super::target::{Selector, Target, parse};
use crate::base::cell::Cell;
use crate::base::diagnostic::{Diagnostic, nearest};
use crate::base::frame::Frame;
use crate::base::html::{escape, escape_to};
use crate::base::source::Span;

/// A text that is bound to a value, wherever it stands: in the body, a caption, an alternative text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bound<'a> {
    /// What is stated, empty if it is to be filled in.
    pub(super) text: &'a str,
    /// Where it stands.
    pub(super) text_span: Span,
    /// What follows `q:`.
    pub(super) target: &'a str,
    /// Where the target stands.
    pub(super) target_span: Span,
    /// In what the text is written.
    pub(super) home: Home,
}

/// In what a bound text is written, which decides how another text could take its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Home {
    /// Markdown.
    Markdown,
    /// A scalar of YAML that holds the text as it is.
    Yaml,
    /// A place that does not hold the text as it is.
    Elsewhere,
}

/// A bound text that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Checked {
    /// The text, filled in if it was empty.
    pub(super) text: String,
    /// The value in machine-readable form.
    value: String,
    /// The query it comes from.
    query: String,
    /// The column of its result.
    column: String,
}

impl Checked {
    /// The text for the page's record.
    pub(super) fn number(&self) -> Number {
        let Self { text, value, query, column } = self.clone();
        Number { text, value, query, column }
    }

    /// The text as an element that carries its value and names its query.
    pub(super) fn html(&self) -> String {
        let mut html = String::from("<data value=\"");
        escape_to(&self.value, &mut html);
        html.push_str("\" data-query=\"");
        escape_to(&self.query, &mut html);
        html.push_str("\">");
        html.push_str(&escape(&self.text));
        html.push_str("</data>");
        html
    }
}

/// Checks one bound text. Nothing is reported if its query has errors of its own: they have been told.
pub(super) fn check(bound: Bound<'_>, answers: &Answers) -> Result<Checked, Vec<Diagnostic>> {
    judged(bound, answers)?.map_err(|(_, stale)| vec![stale])
}

/// What a bound text says, or should say.
pub(super) fn stated(bound: Bound<'_>, answers: &Answers) -> Result<String, Vec<Diagnostic>> {
    Ok(match judged(bound, answers)? {
        Ok(checked) => checked.text,
        Err((instead, _)) => instead,
    })
}

/// A bound text that holds, or what it should say with the report of that.
type Judged = Result<Checked, (String, Diagnostic)>;

/// Judges one bound text.
fn judged(bound: Bound<'_>, answers: &Answers) -> Result<Judged, Vec<Diagnostic>> {
    let target =
        parse(bound.target).map_err(|error| vec![error.shifted(bound.target_span.start)])?;
    let within_target = |span: Span| {
        let is_literal = bound.target_span.end - bound.target_span.start == bound.target.len();
        if is_literal { span.shifted(bound.target_span.start) } else { bound.target_span }
    };
    let Some(answer) = answers.find(&target.query) else {
        if answers.is_failed(&target.query) {
            return Err(Vec::new());
        }
        return Err(vec![unknown_query(&target, answers, within_target(target.query_span))]);
    };
    let frame = &answer.result.frame;
    let Some(column) = frame.column(&target.column) else {
        return Err(vec![unknown_column(&target, frame, within_target(target.column_span))]);
    };
    let select = |error: Diagnostic| {
        vec![error.label(bound.target_span, "").label_in(
            &answers.source,
            answer.name_span,
            "from this query",
        )]
    };
    let row = row(&target, frame).map_err(select)?;
    let cell = &frame.rows[row][column];
    let unit = frame.columns[column].unit.as_deref();
    let written = bound.text.trim();
    let locale = answers.locale;
    let statement = Statement { text: written, options: &target.options, cell, unit, locale };
    let verdict = statement.judge().map_err(|mut error| {
        for label in &mut error.labels {
            label.span = within_target(label.span);
        }
        vec![error.at_if_missing(bound.text_span)]
    })?;
    let text = match verdict {
        Verdict::Holds(text) if written.is_empty() => text,
        Verdict::Holds(_) => bound.text.to_owned(),
        Verdict::Stale(stale) => {
            let edit = bound.edit(&stale.instead, cell);
            let instead = stale.instead.clone();
            let error = error_of(stale, bound.text_span, edit).label_in(
                &answers.source,
                answer.name_span,
                "computed by this query",
            );
            return Ok(Err((instead, error)));
        }
    };
    Ok(Ok(Checked { text, value: cell.plain(), query: target.query, column: target.column }))
}

impl Bound<'_> {
    /// The change of the source that makes the text say `instead`, if the source can say it.
    fn edit(&self, instead: &str, cell: &Cell) -> Option<(Span, String)> {
        let is_text = matches!(cell, Cell::Text(_));
        let text = match self.home {
            Home::Markdown if is_text => in_markdown(instead)?,
            Home::Yaml if instead.contains(['"', '\'', '\\', '[', ']', ':', '#']) => return None,
            Home::Markdown | Home::Yaml => instead.to_owned(),
            Home::Elsewhere => return None,
        };
        let is_literal = self.text_span.end - self.text_span.start == self.text.len();
        let written = self.text.trim();
        let start = self.text.find(written).filter(|_| is_literal).unwrap_or(0);
        let span =
            Span::new(self.text_span.start + start, self.text_span.start + start + written.len());
        Some((if is_literal { span } else { self.text_span }, text))
    }
}

/// `text` as Markdown that says it; `None` for what Markdown cannot say in one line.
pub(super) fn in_markdown(text: &str) -> Option<String> {
    if text.trim() != text || text.is_empty() || text.contains(['\n', '\r']) {
        return None;
    }
    let mut res = String::with_capacity(text.len());
    let mut before = None;
    for character in text.chars() {
        let is_markup =
            matches!(character, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '&' | '|' | '~');
        // The typographer makes a dash of two hyphens, and an ellipsis of three dots.
        let is_run = matches!(character, '-' | '.') && before == Some(character);
        if is_markup || is_run {
            res.push('\\');
        }
        res.push(character);
        before = Some(character);
    }
    Some(res)
}

/// The report of a stale text at `span`.
pub(super) fn error_of(stale: Stale, span: Span, edit: Option<(Span, String)>) -> Diagnostic {
    let instead = stale.instead;
    let error = Diagnostic::error("bind/stale", stale.message)
        .label(span, format!("should be `{instead}`"))
        .help(stale.hint.unwrap_or_else(|| {
            format!("write `{instead}`, or mend the query or the data if the text is right")
        }));
    match edit {
        Some((span, text)) => error.fix(span, text),
        None => error,
    }
}

/// The row that the selector means.
fn row(target: &Target, frame: &Frame) -> Result<usize, Diagnostic> {
    let n_rows = frame.rows.len();
    let query = &target.query;
    match &target.selector {
        Selector::Only if n_rows == 1 => Ok(0),
        Selector::Only if n_rows == 0 => Err(no_row(query)),
        Selector::Only => Err(Diagnostic::error(
            "bind/many-rows",
            format!("the query `{query}` gives {n_rows} rows, a number needs one"),
        )
        .help(format!(
            "say which: `q:{query}[0].{column}` for the first, `[-1]` for the last, `[column=value]` for the one that fits",
            column = target.column
        ))),
        Selector::Nth(index) => {
            let from_front = if *index < 0 { i64::try_from(n_rows).unwrap_or(i64::MAX) + index } else { *index };
            usize::try_from(from_front).ok().filter(|row| *row < n_rows).ok_or_else(|| {
                Diagnostic::error("bind/no-row", format!("the query `{query}` gives {n_rows} rows, there is no row `[{index}]`"))
                    .help("rows are counted from 0 at the front and from -1 at the back")
            })
        }
        Selector::Where(key, value) => row_where(query, key, value, frame),
    }
}

fn row_where(query: &str, key: &str, value: &str, frame: &Frame) -> Result<usize, Diagnostic> {
    let Some(column) = frame.column(key) else {
        let names: Vec<&str> = frame.names().collect();
        return Err(Diagnostic::error(
            "bind/unknown-column",
            format!("the query `{query}` has no column `{key}` to select by"),
        )
        .help(format!("its columns are {}", quoted(&names))));
    };
    let fits = |row: &&usize| frame.rows[**row][column].is_written(value);
    let rows: Vec<usize> = (0..frame.rows.len()).collect();
    let found: Vec<usize> = rows.iter().filter(fits).copied().collect();
    match found[..] {
        [row] => Ok(row),
        [] => {
            let values: Vec<String> = frame.rows.iter().map(|row| row[column].plain()).collect();
            let near = nearest(value, values.iter().map(String::as_str));
            let help = near.map_or_else(
                || {
                    format!(
                        "`{key}` has the values {}",
                        quoted(&values.iter().take(8).map(String::as_str).collect::<Vec<_>>())
                    )
                },
                |near| format!("did you mean `{near}`?"),
            );
            Err(Diagnostic::error(
                "bind/no-row",
                format!("no row of `{query}` has `{value}` in `{key}`"),
            )
            .help(help))
        }
        _ => Err(Diagnostic::error(
            "bind/many-rows",
            format!(
                "{} rows of `{query}` have `{value}` in `{key}`, a number needs one",
                found.len()
            ),
        )
        .help("select by a column whose values are unique, or by the row's number")),
    }
}

fn no_row(query: &str) -> Diagnostic {
    Diagnostic::error("bind/no-row", format!("the query `{query}` gives no row"))
        .help("a bound number needs exactly one: look at the query's conditions")
}

pub(super) fn unknown_query(target: &Target, answers: &Answers, span: Span) -> Diagnostic {
    let names: Vec<&str> = answers.names().collect();
    let help = match nearest(&target.query, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if names.is_empty() => {
            format!(
                "the page has no queries yet: write one in a fence that begins with ```sql {}",
                target.query
            )
        }
        None => format!("the page's queries are {}", quoted(&names)),
    };
    Diagnostic::error("bind/unknown-query", format!("the page has no query `{}`", target.query))
        .at(span)
        .help(help)
}

pub(super) fn unknown_column(target: &Target, frame: &Frame, span: Span) -> Diagnostic {
    let names: Vec<&str> = frame.names().collect();
    let is_name = |name: &str| name.chars().all(|c| c.is_alphanumeric() || c == '_');
    let help = match (nearest(&target.column, names.iter().copied()), &names[..]) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        // The engine names what has no name by how it is computed.
        (None, [only]) if !is_name(only) => {
            format!("name what it gives, as in `{only} AS {}`", target.column)
        }
        (None, _) => format!("its columns are {}", quoted(&names)),
    };
    let message = format!("the query `{}` has no column `{}`", target.query, target.column);
    Diagnostic::error("bind/unknown-column", message).at(span).help(help)
}

/// Names in backticks, with commas.
pub(super) fn quoted(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// A diagnostic that gets a place unless it has one.
trait Placed {
    fn at_if_missing(self, span: Span) -> Self;
}

impl Placed for Diagnostic {
    fn at_if_missing(self, span: Span) -> Self {
        if self.labels.is_empty() { self.at(span) } else { self }
    }
}
