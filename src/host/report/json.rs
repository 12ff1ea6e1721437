//! Diagnostics as one JSON object, for programs.

use serde::Serialize;

use crate::base::diagnostic::{Diagnostic, Severity};

/// A diagnostic as programs read it; places are those of its first label.
#[derive(Debug, Serialize)]
struct View<'a> {
    severity: &'static str,
    code: &'a str,
    message: &'a str,
    file: Option<&'a str>,
    /// From 1.
    line: Option<usize>,
    /// From 1, in characters.
    column: Option<usize>,
    /// The line of the character after the last one meant.
    end_line: Option<usize>,
    /// The column of the character after the last one meant.
    end_column: Option<usize>,
    help: Option<&'a str>,
}

/// Diagnostics with the summary of what was done.
#[derive(Debug, Serialize)]
struct Report<'a, S> {
    diagnostics: Vec<View<'a>>,
    summary: S,
}

/// The object that `--format json` prints.
pub fn object(diagnostics: &[Diagnostic], summary: &impl Serialize) -> String {
    let diagnostics = diagnostics.iter().map(view).collect();
    text(&Report { diagnostics, summary })
}

/// Any value as the JSON that commands print.
///
/// # Panics
/// If a map in it has keys that are not strings: the project's own views have none.
pub fn text(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value)
        .expect("views have string keys and no serializer of their own");
    text.push('\n');
    text
}

/// The view of a diagnostic.
fn view(diagnostic: &Diagnostic) -> View<'_> {
    let first = diagnostic.labels.first();
    let place = first.and_then(|label| label.source.as_deref().map(|source| (source, label.span)));
    let start = place.map(|(source, span)| source.position(span.start));
    let end = place.map(|(source, span)| source.position(span.end));
    View {
        severity: match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        code: diagnostic.code,
        message: &diagnostic.message,
        file: place.map(|(source, _)| source.path.as_str()),
        line: start.map(|position| position.line),
        column: start.map(|position| position.column),
        end_line: end.map(|position| position.line),
        end_column: end.map(|position| position.column),
        help: diagnostic.help.as_deref(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::object;
    use crate::base::diagnostic::Diagnostic;
    use crate::base::path::SitePath;
    use crate::base::source::Source;

    #[test]
    fn places_count_characters_from_one_and_end_behind_the_last() {
        let path = SitePath::new("content/a.md").expect("valid");
        let source = Source::excerpt(path, "ä \"x\"\nnext", 7);
        let diagnostics = [
            Diagnostic::error("bind/stale", "wrong").at(3..6).within(&source).help("fix"),
            Diagnostic::warning("io/odd", "no place"),
        ];
        let text = object(&diagnostics, &json!({"pages": 1}));
        let parsed: Value = serde_json::from_str(&text).expect("JSON");
        let expected = json!({
            "diagnostics": [
                {
                    "severity": "error", "code": "bind/stale", "message": "wrong",
                    "file": "content/a.md", "line": 7, "column": 3, "end_line": 7, "end_column": 6,
                    "help": "fix"
                },
                {
                    "severity": "warning", "code": "io/odd", "message": "no place",
                    "file": null, "line": null, "column": null, "end_line": null,
                    "end_column": null, "help": null
                }
            ],
            "summary": {"pages": 1}
        });
        assert_eq!(parsed, expected);
        let order = ["severity", "code", "message", "file", "line", "column", "end_line", "help"];
        let at: Vec<_> = order.iter().map(|key| text.find(&format!("\"{key}\":"))).collect();
        assert!(at.is_sorted(), "{text}");
    }
}
