//! Diagnostics as data: what is wrong, where, and what to do about it.

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use super::source::{Source, Span};

/// How bad a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// The site cannot be published.
    Error,
    /// The site can be published; fails under `--strict` and `check`.
    Warning,
}

/// A place that a diagnostic points at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// The text that the span is in; `None` until the caller that knows it says so.
    pub source: Option<Arc<Source>>,
    /// The bytes meant.
    pub span: Span,
    /// What to say there; may be empty.
    pub text: String,
}

/// A change of a source that puts right what a diagnostic reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// The text that the span is in; `None` until the caller that knows it says so.
    pub source: Option<Arc<Source>>,
    /// The bytes to replace.
    pub span: Span,
    /// What to put there.
    pub text: String,
}

/// A stable code, `stage/what-is-wrong`.
pub type Code = &'static str;

/// The code of what is wrong with the cache.
pub const CACHE: Code = "io/cache";

/// One thing that is wrong in a site.
///
/// The first label is the place that reports name; others give context, possibly in other files.
/// Messages are lower case, without a full stop, names in backticks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Error or warning.
    pub severity: Severity,
    /// A stable code, `stage/what-is-wrong`.
    #[serde(with = "super::stored::code")]
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// Where, most important first.
    pub labels: Vec<Label>,
    /// What to do.
    pub help: Option<String>,
    /// The change of the source that `numerate fix` makes, if one puts it right.
    pub fix: Option<Box<Edit>>,
}

impl Diagnostic {
    /// An error without a place.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message.into())
    }

    /// A warning without a place.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message.into())
    }

    fn new(severity: Severity, code: &'static str, message: String) -> Self {
        Self { severity, code, message, labels: Vec::new(), help: None, fix: None }
    }

    /// Adds the place `span`, in the source that a later [`within`](Self::within) names.
    #[must_use]
    pub fn at(self, span: impl Into<Span>) -> Self {
        self.label(span, "")
    }

    /// Adds the place `span` with a text.
    #[must_use]
    pub fn label(mut self, span: impl Into<Span>, text: impl Into<String>) -> Self {
        self.labels.push(Label { source: None, span: span.into(), text: text.into() });
        self
    }

    /// Adds a place in another file.
    #[must_use]
    pub fn label_in(
        mut self,
        source: &Arc<Source>,
        span: impl Into<Span>,
        text: impl Into<String>,
    ) -> Self {
        self.labels.push(Label {
            source: Some(Arc::clone(source)),
            span: span.into(),
            text: text.into(),
        });
        self
    }

    /// Says which source the labels and the fix without one are in.
    #[must_use]
    pub fn within(mut self, source: &Arc<Source>) -> Self {
        for label in &mut self.labels {
            label.source.get_or_insert_with(|| Arc::clone(source));
        }
        if let Some(fix) = &mut self.fix {
            fix.source.get_or_insert_with(|| Arc::clone(source));
        }
        self
    }

    /// Moves the labels and the fix that have no source yet by `offset` bytes: from a fragment to the text that holds it.
    #[must_use]
    pub fn shifted(mut self, offset: usize) -> Self {
        for label in self.labels.iter_mut().filter(|label| label.source.is_none()) {
            label.span = label.span.shifted(offset);
        }
        if let Some(fix) = self.fix.as_mut().filter(|fix| fix.source.is_none()) {
            fix.span = fix.span.shifted(offset);
        }
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says that `text` in the place of `span` puts it right.
    #[must_use]
    pub fn fix(mut self, span: impl Into<Span>, text: impl Into<String>) -> Self {
        self.fix = Some(Box::new(Edit { source: None, span: span.into(), text: text.into() }));
        self
    }

    /// The sources of its places.
    pub fn sources_mut(&mut self) -> impl Iterator<Item = &mut Arc<Source>> {
        let fix = self.fix.iter_mut().filter_map(|fix| fix.source.as_mut());
        self.labels.iter_mut().filter_map(|label| label.source.as_mut()).chain(fix)
    }

    /// Is this an error?
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// Is it about the cache, and so not about the site? Then it may be gone at any time.
    pub fn is_passing(&self) -> bool {
        self.code == CACHE
    }

    /// What reports are sorted by: file, place, code.
    pub fn sort_key(&self) -> (String, usize, usize, &'static str, String) {
        let first = self.labels.first();
        let source = first.and_then(|label| label.source.as_ref());
        (
            source.map_or_else(String::new, |source| source.path.to_string()),
            source.map_or(0, |source| source.first_line),
            first.map_or(0, |label| label.span.start),
            self.code,
            self.message.clone(),
        )
    }
}

/// A result with the warnings that were met on the way.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Warned<T> {
    /// The result.
    pub value: T,
    /// Warnings, in the order they were met.
    pub warnings: Vec<Diagnostic>,
}

impl<T> Warned<T> {
    /// A result without warnings.
    pub fn clean(value: T) -> Self {
        Self { value, warnings: Vec::new() }
    }

    /// Moves the warnings to `all` and gives the result.
    pub fn unpack(self, all: &mut Vec<Diagnostic>) -> T {
        all.extend(self.warnings);
        self.value
    }

    /// The same warnings with another result.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Warned<U> {
        Warned { value: f(self.value), warnings: self.warnings }
    }
}

/// What a stage gives: a result with warnings, or all that is wrong (at least one error, and the warnings met).
pub type Staged<T> = Result<Warned<T>, Vec<Diagnostic>>;

/// `result` with the warnings `diagnostics` if none of them is an error, all of them otherwise.
pub fn staged<T>(value: T, diagnostics: Vec<Diagnostic>) -> Staged<T> {
    if diagnostics.iter().any(Diagnostic::is_error) {
        Err(diagnostics)
    } else {
        Ok(Warned { value, warnings: diagnostics })
    }
}

/// The candidate nearest to `name`, if it is near enough to be a slip of the pen.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| {
            (edit_distance(&name.to_lowercase(), &candidate.to_lowercase()), candidate)
        })
        .filter(|(distance, candidate)| {
            let length = candidate.chars().count();
            distance * 2 <= length && *distance <= 1 + length.min(9) / 3
        })
        .min()
        .map(|(_, candidate)| candidate)
}

/// The Levenshtein distance of two texts.
fn edit_distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, to) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::{edit_distance, nearest};

    #[test]
    fn a_slip_of_the_pen_is_recognized() {
        assert_eq!(edit_distance("kitten", "sitting"), 3);
        assert_eq!(nearest("tokns", ["month", "tokens"]), Some("tokens"));
        assert_eq!(nearest("usage", ["month", "tokens"]), None);
    }
}
