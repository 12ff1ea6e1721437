//! Diagnostics as data for a page that draws them: the same lines, marks and words as the terminal's pictures.

use serde::Serialize;

use super::excerpt::{Excerpt, clean, excerpts};
use crate::base::diagnostic::{Diagnostic, Severity};

/// A diagnostic as a page draws it. Every text is plain: whoever draws it escapes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sheet {
    /// `error` or `warning`.
    pub severity: &'static str,
    /// The stable code.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Where, most important first.
    pub places: Vec<Place>,
    /// What is to be said besides, without a place.
    pub notes: Vec<String>,
}

/// Some lines of a file with what is marked in them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The file.
    pub file: String,
    /// The line of the first mark, from 1.
    pub line: usize,
    /// Its column, from 1, in characters.
    pub column: usize,
    /// The lines shown.
    pub lines: Vec<Line>,
}

/// A line of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Its number in the file.
    pub number: usize,
    /// Its text, cut where marks begin and end.
    pub parts: Vec<Part>,
    /// What the marks that begin in it say.
    pub labels: Vec<String>,
}

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// The text.
    pub text: String,
    /// Is it marked?
    pub marked: bool,
}

/// The sheet of a diagnostic.
pub fn sheet(diagnostic: &Diagnostic) -> Sheet {
    let (placed, placeless): (Vec<_>, Vec<_>) =
        diagnostic.labels.iter().partition(|label| label.source.is_some());
    let notes = placeless.iter().filter(|label| !label.text.is_empty());
    Sheet {
        severity: match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        code: diagnostic.code,
        message: clean(&diagnostic.message),
        help: diagnostic.help.as_deref().map(clean),
        places: excerpts(placed, "…").iter().map(place).collect(),
        notes: notes.map(|label| clean(&label.text)).collect(),
    }
}

/// The place that an excerpt shows.
fn place(excerpt: &Excerpt) -> Place {
    let first = excerpt.marks.first().map(|mark| mark.place);
    Place {
        file: excerpt.file.clone(),
        line: first.map_or(excerpt.first_line, |place| place.line),
        column: first.map_or(1, |place| place.column),
        lines: (0..excerpt.starts.len()).map(|at| line(excerpt, at)).collect(),
    }
}

/// One line of an excerpt, cut at the ends of its marks.
fn line(excerpt: &Excerpt, at: usize) -> Line {
    let start = excerpt.starts[at];
    let end = excerpt.starts.get(at + 1).copied().unwrap_or(excerpt.text.len());
    let text = excerpt.text.get(start..end).unwrap_or("").trim_end_matches('\n');
    let end = start + text.len();
    let marks = excerpt.marks.iter().map(|mark| mark.span.clone());
    let marks: Vec<_> = marks.filter(|mark| mark.start < end && mark.end > start).collect();
    let mut cuts: Vec<usize> = marks.iter().flat_map(|mark| [mark.start, mark.end]).collect();
    cuts.extend([start, end]);
    cuts.retain(|cut| (start..=end).contains(cut));
    cuts.sort_unstable();
    cuts.dedup();
    let part = |pair: &[usize]| {
        let text = excerpt.text.get(pair[0]..pair[1]).unwrap_or("").to_owned();
        let marked = marks.iter().any(|mark| mark.start <= pair[0] && pair[1] <= mark.end);
        Part { text, marked }
    };
    let begins_here = |place: usize| start <= place && place <= end;
    let labels = excerpt.marks.iter().filter(|mark| begins_here(mark.span.start));
    Line {
        number: excerpt.first_line + at,
        parts: cuts.windows(2).map(part).collect(),
        labels: labels.map(|mark| mark.text.clone()).filter(|text| !text.is_empty()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, sheet};
    use crate::base::diagnostic::Diagnostic;
    use crate::base::path::SitePath;
    use crate::base::source::Source;

    #[test]
    fn lines_are_cut_where_marks_begin_and_end() {
        let path = SitePath::new("content/a.md").expect("valid");
        let source = Source::new(path, "before\nis [<b>](q:x.n) now\nafter\n");
        let stale = Diagnostic::error("bind/stale", "wrong")
            .label(11..14, "should be `2`")
            .label_in(&Source::new(SitePath::new("data/t.csv").expect("valid"), "n\n2\n"), 2..3, "")
            .within(&source)
            .help("mend it");
        let sheet = sheet(&stale);
        assert_eq!((sheet.severity, sheet.help.as_deref()), ("error", Some("mend it")));
        let files: Vec<_> = sheet.places.iter().map(|place| (&*place.file, place.line)).collect();
        assert_eq!(files, [("content/a.md", 2), ("data/t.csv", 2)]);
        let lines = &sheet.places[0].lines;
        let numbers: Vec<_> = lines.iter().map(|line| line.number).collect();
        assert_eq!(numbers, [1, 2, 3]);
        let part = |text: &str, marked| Part { text: text.into(), marked };
        assert_eq!(
            lines[1].parts,
            [part("is [", false), part("<b>", true), part("](q:x.n) now", false)]
        );
        assert_eq!(lines[1].labels, ["should be `2`"]);
    }
}
