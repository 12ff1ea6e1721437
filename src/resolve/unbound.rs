//! Numbers in the text that nothing is bound to, on pages that have data.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::answer::{Answer, Answers};
use crate::base::diagnostic::Diagnostic;
use crate::base::node::{Value, yaml};
use crate::base::number::{quantities, restated};
use crate::base::source::Span;
use crate::content::body::{Body, Fragment, Run};
use crate::content::config::Unbound;
use crate::content::front_matter::FrontMatter;
use crate::content::phrase::next_marked;

/// How many rows of a result are looked through for a value that says the same.
const MOST_ROWS: usize = 100;

/// The texts of charts and tables.
const FIGURE_TEXTS: [&str; 5] = ["title", "subtitle", "caption", "note", "alt"];

/// Looks for numbers without data.
struct Ctx<'a> {
    answers: &'a Answers,
    allowed: &'a Unbound,
    /// The units of the page's data.
    units: Vec<&'a str>,
}

/// Warns of the quantities in the texts of a page that nothing is bound to.
pub(super) fn unbound(
    body: &Body,
    front: &FrontMatter,
    answers: &Answers,
    allowed: &Unbound,
) -> Vec<Diagnostic> {
    if allowed.is_allowed || answers.known.is_empty() {
        return Vec::new();
    }
    let columns = answers.known.iter().flat_map(|answer| &answer.result.frame.columns);
    let units: BTreeSet<&str> = columns.filter_map(|column| column.unit.as_deref()).collect();
    let ctx = Ctx { answers, allowed, units: units.into_iter().collect() };
    let mut res = ctx.front(front);
    res.extend(body.figures.iter().flat_map(|figure| ctx.figure(&figure.spec)));
    let mut in_tables: BTreeMap<usize, Vec<(Span, String)>> = BTreeMap::new();
    for Run { text, table } in &body.runs {
        for range in ctx.found(&text.text) {
            let (span, stated) = (text.locate(range.clone().into()), text.text[range].to_owned());
            match table {
                Some(table) => in_tables.entry(*table).or_default().push((span, stated)),
                None => res.push(ctx.warning(span, &stated)),
            }
        }
    }
    for numbers in in_tables.into_values() {
        res.extend(match &numbers[..] {
            [(first, _), _, ..] => vec![table(*first, numbers.len())],
            few => few.iter().map(|(span, stated)| ctx.warning(*span, stated)).collect(),
        });
    }
    res
}

impl Ctx<'_> {
    /// The places of quantities in `text` that the configuration does not accept.
    fn found(&self, text: &str) -> Vec<Range<usize>> {
        let mut found = quantities(text, &self.units, self.answers.locale);
        found.retain(|range| {
            !self.allowed.literals.iter().any(|known| *known == text[range.clone()])
        });
        found
    }

    /// What title, description and summary state.
    fn front(&self, front: &FrontMatter) -> Vec<Diagnostic> {
        let texts = [&front.title, &front.description, &front.summary].into_iter().flatten();
        let source = &self.answers.source.text;
        texts.flat_map(|text| self.phrase(text, text.span, source)).collect()
    }

    /// What the texts of a chart or a table state.
    fn figure(&self, spec: &Fragment) -> Vec<Diagnostic> {
        let Ok(node) = yaml(&spec.text) else { return Vec::new() };
        let texts = FIGURE_TEXTS.iter().filter_map(|key| node.get(key));
        let found = texts.flat_map(|node| match &node.value {
            Value::Text(text) => self.phrase(text, node.span, &spec.text),
            _ => Vec::new(),
        });
        found.map(|warning| spec.place(warning)).collect()
    }

    /// What a short text states that stands at `span` of `source`.
    fn phrase(&self, text: &str, span: Span, source: &str) -> Vec<Diagnostic> {
        let mut plain = Vec::new();
        let mut rest = text;
        while let Some(marked) = next_marked(rest) {
            plain.push(marked.before);
            rest = marked.after;
        }
        plain.push(rest);
        let mut res = Vec::new();
        for part in plain {
            for range in self.found(part) {
                let stated = &part[range];
                let at = source.get(span.range()).and_then(|raw| raw.find(stated));
                let place = at
                    .map_or(span, |at| Span::new(span.start + at, span.start + at + stated.len()));
                res.push(self.warning(place, stated));
            }
        }
        res
    }

    fn warning(&self, span: Span, stated: &str) -> Diagnostic {
        let message = format!("`{stated}` is bound to no data");
        let help = match self.answers.known.iter().find_map(|answer| self.same(stated, answer)) {
            Some(target) => format!(
                "the data says the same: write `[{stated}](q:{target})` if it is meant, or `[{stated}](lit:)` for a number of its own"
            ),
            None => format!(
                "bind it as in `[{stated}](q:query.column)`, or write `[{stated}](lit:)` for a number of its own"
            ),
        };
        Diagnostic::warning("bind/unbound", message).at(span).help(help)
    }

    /// The target in `answer` whose value is written as `stated`.
    fn same(&self, stated: &str, answer: &Answer) -> Option<String> {
        // One digit says the same as many values.
        if stated.bytes().filter(u8::is_ascii_digit).count() < 2 {
            return None;
        }
        let frame = &answer.result.frame;
        let rows = frame.rows.iter().take(MOST_ROWS).enumerate();
        rows.flat_map(|(at, row)| row.iter().zip(&frame.columns).map(move |cell| (at, cell)))
            .find(|(_, (cell, column))| {
                let unit = column.unit.as_deref();
                cell.decimal().is_some()
                    && restated(stated, cell, unit, self.answers.locale)
                        .is_ok_and(|text| text == stated)
            })
            .map(|(at, (_, column))| {
                let row = if frame.rows.len() > 1 { format!("[{at}]") } else { String::new() };
                format!("{}{row}.{}", answer.name, column.name)
            })
    }
}

/// The warning for a table that holds so many numbers, the first of them at `span`.
fn table(span: Span, n_numbers: usize) -> Diagnostic {
    let message = format!("{n_numbers} numbers of a table are bound to no data");
    Diagnostic::warning("bind/unbound", message).label(span, "the first").help(
        "bind the columns in the header, as in `| [Tokens](q:query.tokens) |`, or show the rows by a `yaml table` fence",
    )
}
