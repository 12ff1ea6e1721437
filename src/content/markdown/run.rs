//! Runs of text, kept so that numbers without data can be found in them.

use std::ops::Range;

use super::writer::Writer;
use crate::base::diagnostic::Diagnostic;
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
        self.note_unread(text, range);
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

    /// Warns of what looks like a bound number and is none, because Markdown reads no link there.
    fn note_unread(&mut self, text: &str, range: &Range<usize>) {
        if !text.contains("q:") {
            return;
        }
        let source = self.text.get(range.clone()).unwrap_or_default();
        let found = source.match_indices("q:").find_map(|(at, _)| {
            let at = range.start + at;
            let before = self.text.get(..at)?;
            let opened = before.strip_suffix('(').or_else(|| before.strip_suffix('['))?;
            let bracket = opened.trim_end_matches(' ').strip_suffix(']')?;
            let line = &bracket[bracket.rfind('\n').map_or(0, |newline| newline + 1)..];
            let open = line.rfind('[')?;
            // What is escaped is meant to be shown.
            let is_escaped = line[..open].ends_with('\\') || line.ends_with('\\');
            let help = if opened.ends_with(' ') {
                "write no space between the brackets and the parenthesis"
            } else if before.ends_with('[') {
                "write the target in parentheses, as in `[76x](q:growth.ratio)`"
            } else {
                "a target with a space stands in angle brackets, as in `[12.8B](<q:top[app=Roo Code].tokens>)`"
            };
            (!is_escaped).then_some((at, help))
        });
        if let Some((at, help)) = found {
            let warning = Diagnostic::warning(
                "bind/no-link",
                "this binds no number: Markdown reads no link here",
            );
            self.report(warning.at(at..at + 2).help(help));
        }
    }
}
