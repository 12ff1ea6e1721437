//! Diagnostics as workflow commands, which GitHub shows beside the lines of a change.

use std::path::Path;

use crate::base::diagnostic::{Diagnostic, Severity};

/// The command that annotates the place of a diagnostic; `prefix` leads from the repository to the site.
pub fn annotation(diagnostic: &Diagnostic, prefix: &Path) -> String {
    let kind = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let first = diagnostic.labels.first();
    let place = first.and_then(|label| label.source.as_deref().map(|source| (source, label.span)));
    let place = place.map_or_else(String::new, |(source, span)| {
        let file = prefix.join(source.path.as_str()).to_string_lossy().replace('\\', "/");
        let (start, end) = (source.position(span.start), source.position(span.end));
        let end_column = if end.line == start.line {
            format!(",endColumn={}", end.column)
        } else {
            String::new()
        };
        format!(
            "file={},line={},col={},endLine={}{end_column},",
            property(&file),
            start.line,
            start.column,
            end.line
        )
    });
    let help = diagnostic.help.as_ref().map_or_else(String::new, |help| format!("\n{help}"));
    let message = data(&format!("{}{help}", diagnostic.message));
    format!("::{kind} {place}title={}::{message}\n", property(diagnostic.code))
}

/// Escapes the text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a command's property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::annotation;
    use crate::base::diagnostic::Diagnostic;
    use crate::base::path::SitePath;
    use crate::base::source::Source;

    #[test]
    fn annotations_are_single_lines_with_escaped_values() {
        let source =
            Source::new(SitePath::new("content/a,b: 50%.md").expect("valid"), "é one\ntwo");
        let diagnostic = Diagnostic::error("bind/stale", "50% is\r\n40%")
            .at(3..6)
            .within(&source)
            .help("write `40%`");
        assert_eq!(
            annotation(&diagnostic, Path::new("site")),
            "::error file=site/content/a%2Cb%3A 50%25.md,line=1,col=3,endLine=1,endColumn=6,\
             title=bind/stale::50%25 is%0D%0A40%25%0Awrite `40%25`\n"
        );
        let over_lines = Diagnostic::warning("a/b", "m").at(0..8).within(&source);
        assert_eq!(
            annotation(&over_lines, Path::new("")),
            "::warning file=content/a%2Cb%3A 50%25.md,line=1,col=1,endLine=2,title=a/b::m\n"
        );
    }

    #[test]
    fn a_diagnostic_without_a_place_annotates_the_run() {
        let diagnostic = Diagnostic::warning("io/odd", "odd");
        assert_eq!(annotation(&diagnostic, Path::new("")), "::warning title=io/odd::odd\n");
    }
}
