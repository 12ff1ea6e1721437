//! Diagnostics as people and programs read them: pictures, JSON, annotations of a code host.

use crate::base::diagnostic::Diagnostic;

mod excerpt;
pub mod fold;
pub mod github;
pub mod json;
pub mod picture;
pub mod sheet;

pub use excerpt::{clean, is_harmful};

/// Diagnostics in the order of files and places, each once.
pub fn arrange(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.sort_by_cached_key(Diagnostic::sort_key);
    diagnostics.dedup();
    diagnostics
}

/// How many errors and how many warnings there are.
pub fn count(diagnostics: &[Diagnostic]) -> (usize, usize) {
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).count();
    (errors, diagnostics.len() - errors)
}

#[cfg(test)]
mod tests {
    use super::{arrange, count};
    use crate::base::diagnostic::Diagnostic;
    use crate::base::path::SitePath;
    use crate::base::source::Source;

    #[test]
    fn reports_are_sorted_by_place_and_told_once() {
        let [a, b] = ["a.md", "b.md"]
            .map(|path| Source::new(SitePath::new(path).expect("valid"), "one\ntwo\n"));
        let diagnostic = |code, start: usize| Diagnostic::error(code, "wrong").at(start..start + 1);
        let arranged = arrange(vec![
            diagnostic("x/late", 4).within(&a),
            diagnostic("x/other-file", 0).within(&b),
            diagnostic("x/early", 0).within(&a),
            diagnostic("x/late", 4).within(&a),
            Diagnostic::warning("x/placeless", "wrong"),
        ]);
        let codes: Vec<_> = arranged.iter().map(|diagnostic| diagnostic.code).collect();
        assert_eq!(codes, ["x/placeless", "x/early", "x/late", "x/other-file"]);
        assert_eq!(count(&arranged), (3, 1));
    }
}
