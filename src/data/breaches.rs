//! Breaches of one file, with a cap on repeated ones: the first few in full, the rest counted.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::diagnostic::Diagnostic;
use crate::base::source::{Source, Span};

/// How many breaches of one kind in one column are shown in full.
const SHOWN: usize = 5;

/// A place in a file that is not held whole.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// The lines around the place.
    pub(super) source: Arc<Source>,
    /// The bytes in them.
    pub(super) span: Span,
}

impl Place {
    /// `diagnostic` at this place, with a text.
    pub(super) fn mark(&self, diagnostic: Diagnostic, text: impl Into<String>) -> Diagnostic {
        diagnostic.label_in(&self.source, self.span, text)
    }
}

/// Something that has a line and columns: a row of a file.
pub(super) trait Places {
    /// The line, or the number of the row where there are no lines.
    fn line(&self) -> usize;

    /// The place of a field.
    fn place(&self, column: usize) -> Place;

    /// The field as it is written, without quotes around it.
    fn written(&self, column: usize) -> String;
}

/// What tells breaches apart that are counted together: the code and the column, `None` for the whole row.
type Kind = (&'static str, Option<usize>);

/// Collects breaches; those of one kind beyond the first few are only counted.
#[derive(Debug, Default)]
pub(super) struct Breaches {
    shown: Vec<(Kind, Diagnostic)>,
    counts: BTreeMap<Kind, usize>,
}

impl Breaches {
    /// Adds a breach of `column`; the diagnostic is only made when it will be shown.
    pub(super) fn add(
        &mut self,
        code: &'static str,
        column: Option<usize>,
        diagnostic: impl FnOnce() -> Diagnostic,
    ) {
        let kind = (code, column);
        let count = self.counts.entry(kind).or_default();
        *count += 1;
        if *count <= SHOWN {
            self.shown.push((kind, diagnostic()));
        }
    }

    /// Are enough breaches of the kind shown, so that more of them are only counted?
    pub(super) fn is_full(&self, code: &'static str, column: Option<usize>) -> bool {
        self.counts.get(&(code, column)).is_some_and(|count| *count >= SHOWN)
    }

    /// Counts a breach of a kind that is full.
    pub(super) fn count(&mut self, code: &'static str, column: Option<usize>) {
        *self.counts.entry((code, column)).or_default() += 1;
    }

    /// Adds the breaches of what follows in the file.
    pub(super) fn absorb(&mut self, other: Self) {
        for (kind, diagnostic) in other.shown {
            let shown = self.shown.iter().filter(|(known, _)| *known == kind).count();
            if shown < SHOWN {
                self.shown.push((kind, diagnostic));
            }
        }
        for (kind, count) in other.counts {
            *self.counts.entry(kind).or_default() += count;
        }
    }

    /// All that is shown, in the order of the places; the last of each kind says how many more there are.
    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        for (kind, count) in self.counts.iter().filter(|(_, count)| **count > SHOWN) {
            let mut shown = self.shown.iter_mut().rev();
            if let Some((_, diagnostic)) = shown.find(|(known, _)| known == kind) {
                let more = format!(" (and {} more like it in this file)", count - SHOWN);
                diagnostic.message.push_str(&more);
            }
        }
        let mut shown: Vec<Diagnostic> =
            self.shown.into_iter().map(|(_, diagnostic)| diagnostic).collect();
        shown.sort_by_cached_key(|diagnostic| {
            let (file, line, start, ..) = diagnostic.sort_key();
            (file, line, start)
        });
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::Breaches;
    use crate::base::diagnostic::Diagnostic;

    #[test]
    fn repeated_breaches_are_counted_not_lost() {
        let mut breaches = Breaches::default();
        for n in 0..8 {
            breaches.add("data/x", Some(1), || Diagnostic::error("data/x", format!("wrong {n}")));
        }
        breaches.add("data/x", Some(2), || Diagnostic::error("data/x", "another column"));
        let mut after = Breaches::default();
        after.add("data/x", Some(2), || Diagnostic::error("data/x", "further on"));
        after.add("data/x", Some(1), || Diagnostic::error("data/x", "not shown"));
        breaches.absorb(after);
        let messages: Vec<String> = breaches.finish().into_iter().map(|d| d.message).collect();
        assert_eq!(messages.len(), 7);
        assert_eq!(messages[4], "wrong 4 (and 4 more like it in this file)");
        assert_eq!(messages[5..], ["another column", "further on"]);
    }
}
