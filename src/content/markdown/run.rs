//! Runs of text, kept so that numbers without data can be found in them.

use std::ops::Range;

use super::writer::Writer;
use crate::content::body::{Fragment, Run};

/// Where the walk is, as far as numbers in the text go.
#[derive(Debug, Default)]
pub(super) struct Runs {
    /// The open quotations: whether each is of others, who answer for their numbers, or an alert.
    pub(super) quotes: Vec<bool>,
    /// Is a link open? It leads to where the number comes from.
    pub(super) in_link: bool,
    /// How many tables there have been.
    pub(super) n_tables: usize,
    /// Is a table open?
    pub(super) in_table: bool,
}

impl Writer<'_> {
    /// Keeps `text`, which stands at `range`, if it may hold numbers that need data.
    pub(super) fn note_run(&mut self, text: &str, range: &Range<usize>) {
        let Runs { ref quotes, in_link, n_tables, in_table } = self.runs;
        if quotes.contains(&true) || in_link || self.in_literal || self.table.is_bound {
            return;
        }
        // Typographic quotes have more bytes than those of the source, where places are.
        let source = self.text.get(range.clone());
        let source = source.filter(|source| source.chars().count() == text.chars().count());
        let text = source.unwrap_or(text);
        let table = in_table.then_some(n_tables);
        let last = self.body.runs.last_mut();
        match last.filter(|last| last.text.span.end == range.start && last.table == table) {
            Some(last) => {
                last.text.push(text, range.clone());
                last.text.span.end = range.end;
            }
            None if text.contains(|c: char| c.is_ascii_digit()) => {
                let mut run = Fragment { span: range.clone().into(), ..Fragment::default() };
                run.push(text, range.clone());
                self.body.runs.push(Run { text: run, table });
            }
            None => {}
        }
    }
}
