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
    /// The line and the column, as `LINE:COLUMN`.
    pub(super) fn name(&self) -> String {
        let position = self.source.position(self.span.start);
        format!("{}:{}", position.line, position.column)
    }

    /// The line, counted from 1.
    pub(super) fn line(&self) -> usize {
        self.source.position(self.span.start).line
    }

    /// `diagnostic` at this place, with a text.
    pub(super) fn mark(&self, diagnostic: Diagnostic, text: impl Into<String>) -> Diagnostic {
        diagnostic.label_in(&self.source, self.span, text)
    }
}

/// Collects breaches; those of one code and column beyond the first few are only counted.
#[derive(Debug, Default)]
pub(super) struct Breaches {
    shown: Vec<Diagnostic>,
    seen: BTreeMap<(&'static str, Option<usize>), Seen>,
}

/// What is known of the breaches with one code in one column.
#[derive(Debug, Default)]
struct Seen {
    count: usize,
    last: usize,
}

impl Breaches {
    /// Adds a breach of `column` (`None` for the whole row); the diagnostic is only made when it will be shown.
    pub(super) fn add(
        &mut self,
        code: &'static str,
        column: Option<usize>,
        diagnostic: impl FnOnce() -> Diagnostic,
    ) {
        let seen = self.seen.entry((code, column)).or_default();
        seen.count += 1;
        if seen.count <= SHOWN {
            seen.last = self.shown.len();
            self.shown.push(diagnostic());
        }
    }

    /// All that is shown; the last of each kind says how many more there are.
    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        for seen in self.seen.values().filter(|seen| seen.count > SHOWN) {
            if let Some(diagnostic) = self.shown.get_mut(seen.last) {
                let more = seen.count - SHOWN;
                diagnostic.message.push_str(&format!(" (and {more} more like it in this file)"));
            }
        }
        self.shown
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
        let messages: Vec<String> = breaches.finish().into_iter().map(|d| d.message).collect();
        assert_eq!(messages.len(), 6);
        assert_eq!(messages[4], "wrong 4 (and 3 more like it in this file)");
        assert_eq!(messages[5], "another column");
    }
}
