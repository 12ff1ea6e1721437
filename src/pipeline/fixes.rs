//! What `fix` rewrites.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::diagnostic::{Diagnostic, Edit};
use crate::base::path::SitePath;
use crate::base::source::Source;

/// What can be put right by rewriting texts, and what cannot.
#[derive(Debug, Clone, Default)]
pub struct Fixes {
    /// The files that change, in order.
    pub rewrites: Vec<Rewrite>,
    /// The errors that are left.
    pub left: Vec<Diagnostic>,
}

/// A file with its stale texts brought up to date.
#[derive(Debug, Clone)]
pub struct Rewrite {
    /// The file as it was read.
    pub source: Arc<Source>,
    /// What it should say.
    pub text: String,
    /// How many texts change.
    pub n_texts: usize,
}

impl Fixes {
    /// Parts what has a fix from what has none; warnings are the build's to tell.
    pub(super) fn of(diagnostics: Vec<Diagnostic>) -> Self {
        let mut res = Self::default();
        let mut edits: BTreeMap<SitePath, (Arc<Source>, Vec<Edit>)> = BTreeMap::new();
        for mut diagnostic in diagnostics.into_iter().filter(Diagnostic::is_error) {
            let fix = diagnostic.fix.take().map(|fix| *fix);
            match fix.and_then(|edit| edit.source.clone().map(|source| (source, edit))) {
                Some((source, edit)) => {
                    let path = source.path.clone();
                    edits.entry(path).or_insert_with(|| (source, Vec::new())).1.push(edit);
                }
                None => res.left.push(diagnostic),
            }
        }
        res.rewrites =
            edits.into_values().map(|(source, edits)| rewritten(source, edits)).collect();
        res
    }

    /// Leaves the pages that are not among `paths` alone, and does not tell of their errors.
    pub fn retain(&mut self, paths: &[SitePath]) {
        self.rewrites.retain(|rewrite| paths.contains(&rewrite.source.path));
        self.left.retain(|diagnostic| {
            let source = diagnostic.labels.first().and_then(|label| label.source.as_ref());
            source.is_none_or(|source| {
                let is_page = matches!(source.path.extension(), "md" | "markdown");
                !is_page || paths.contains(&source.path)
            })
        });
    }
}

/// `source` with the edits made; of two that overlap, the later one is left for the next run.
fn rewritten(source: Arc<Source>, mut edits: Vec<Edit>) -> Rewrite {
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut text = String::with_capacity(source.text.len());
    let (mut done, mut n_texts) = (0, 0);
    for edit in edits {
        let Some(between) = source.text.get(done..edit.span.start) else { continue };
        if !source.text.is_char_boundary(edit.span.end) {
            continue;
        }
        text.push_str(between);
        text.push_str(&edit.text);
        done = edit.span.end;
        n_texts += 1;
    }
    text.push_str(source.text.get(done..).unwrap_or(""));
    Rewrite { source, text, n_texts }
}

#[cfg(test)]
mod tests {
    use super::{Fixes, SitePath, Source};
    use crate::base::diagnostic::Diagnostic;

    #[test]
    fn texts_are_replaced_and_all_else_is_kept() {
        let source = |path: &str| Source::new(SitePath::new(path).expect("valid"), "a 1 ü 2 z\r\n");
        let (a, b) = (source("content/a.md"), source("content/b.md"));
        let stale = |from: usize, to: usize, text: &str| {
            Diagnostic::error("bind/stale", "stale").at(from..to).fix(from..to, text)
        };
        let mut fixes = Fixes::of(vec![
            stale(7, 8, "22").within(&a),
            stale(2, 3, "11").within(&a),
            stale(2, 5, "x").within(&a),
            stale(2, 3, "3").within(&b),
            Diagnostic::error("bind/null", "no value").at(0..1).within(&b),
            Diagnostic::warning("x/odd", "odd"),
        ]);
        let texts: Vec<_> =
            fixes.rewrites.iter().map(|rewrite| (&*rewrite.text, rewrite.n_texts)).collect();
        assert_eq!(texts, [("a 11 ü 22 z\r\n", 2), ("a 3 ü 2 z\r\n", 1)]);
        assert_eq!(fixes.left.len(), 1);
        fixes.retain(std::slice::from_ref(&a.path));
        assert_eq!((fixes.rewrites.len(), fixes.left.len()), (1, 0));
    }
}
