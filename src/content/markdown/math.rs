//! Mathematics, which is left for others to show: neither its letters nor its signs are Markdown.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event};

use super::region::{Find, Found};
use crate::content::config::MathDelimiters;

/// Finds mathematics.
pub(super) struct Math<'a> {
    text: &'a str,
    delimiters: &'a [MathDelimiters],
}

impl<'a> Math<'a> {
    pub(super) fn new(text: &'a str, delimiters: &'a [MathDelimiters]) -> Self {
        Self { text, delimiters }
    }

    /// Might there be mathematics in `text`?
    pub(super) fn is_in(text: &str, delimiters: &[MathDelimiters]) -> bool {
        delimiters.iter().any(|delimiter| text.contains(&delimiter.open))
    }

    /// The mathematics that begins at `at`.
    fn at(&self, at: usize) -> Option<Found<'a>> {
        let rest = &self.text[at..];
        let delimiter = self
            .delimiters
            .iter()
            .filter(|delimiter| rest.starts_with(&delimiter.open))
            .max_by_key(|delimiter| delimiter.open.len())?;
        let inside = &rest[delimiter.open.len()..];
        let inside = &inside[..paragraph_end(inside)];
        let mut from = 0;
        let length = loop {
            let found = from + inside[from..].find(&delimiter.close)?;
            let slashes = inside[..found].bytes().rev().take_while(|byte| *byte == b'\\').count();
            if slashes.is_multiple_of(2) {
                break found;
            }
            from = found + 1;
        };
        if length == 0 {
            return None;
        }
        let end = at + delimiter.open.len() + length + delimiter.close.len();
        let whole = CowStr::Borrowed(&self.text[at..end]);
        let event =
            if delimiter.is_block { Event::DisplayMath(whole) } else { Event::InlineMath(whole) };
        Some(Found { range: at..end, events: vec![event] })
    }
}

/// Where the paragraph ends: at an empty line.
fn paragraph_end(text: &str) -> usize {
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        if end > 0 && line.trim().is_empty() {
            return end;
        }
        end += line.len();
    }
    text.len()
}

impl<'a> Find<'a> for Math<'a> {
    fn find(&mut self, within: Range<usize>, _is_fresh: bool) -> Option<Found<'a>> {
        let bytes = self.text.as_bytes();
        // A backslash that Markdown took for an escape stands before its text.
        let is_escape = within.start.checked_sub(1).is_some_and(|before| bytes[before] == b'\\');
        let start = within.start - usize::from(is_escape);
        (start..within.end)
            .filter(|at| self.text.is_char_boundary(*at))
            .filter(|at| !(is_escape && *at == within.start))
            .find_map(|at| self.at(at))
    }
}
