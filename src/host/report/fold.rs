//! Reports for people that say the same many times over, as one: the first in full, the places of the others.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::base::diagnostic::{Diagnostic, Label, Severity};
use crate::base::source::Span;

/// How many reports that say the same are shown in full; if there are more, one stands for all.
const FEW: usize = 3;

/// Of how many files the places are named.
const NAMED: usize = 8;

/// What tells reports apart that are told together.
type Words<'a> = (Severity, &'static str, &'a str, Option<&'a str>);

/// The reports, each kind of words once: where the others like the first one stand is a remark of it.
pub fn folded(diagnostics: &[Diagnostic]) -> Vec<Diagnostic> {
    let is_placed = |diagnostic: &Diagnostic| {
        diagnostic.labels.first().is_some_and(|label| label.source.is_some())
    };
    let mut groups: BTreeMap<Words<'_>, Vec<&Diagnostic>> = BTreeMap::new();
    for diagnostic in diagnostics.iter().filter(|diagnostic| is_placed(diagnostic)) {
        groups.entry(words_of(diagnostic)).or_default().push(diagnostic);
    }
    groups.retain(|_, group| group.len() > FEW);
    let mut res = Vec::with_capacity(diagnostics.len());
    for diagnostic in diagnostics {
        let group = groups.get(&words_of(diagnostic)).filter(|_| is_placed(diagnostic));
        let Some(group) = group else {
            res.push(diagnostic.clone());
            continue;
        };
        if std::ptr::eq(group[0], diagnostic) {
            let mut first = diagnostic.clone();
            let text = elsewhere(diagnostic, &group[1..]);
            first.labels.push(Label { source: None, span: Span::default(), text });
            res.push(first);
        }
    }
    res
}

fn words_of(diagnostic: &Diagnostic) -> Words<'_> {
    (diagnostic.severity, diagnostic.code, &diagnostic.message, diagnostic.help.as_deref())
}

/// The file of a report, and its place in it: the first that `known` does not name, such as the page of a template's mistake.
fn place<'a>(known: &Diagnostic, report: &'a Diagnostic) -> Option<(&'a str, String)> {
    let is_new = |label: &&Label| label.source.is_some() && !known.labels.contains(label);
    let label = report.labels.iter().find(is_new).or(report.labels.first())?;
    let source = label.source.as_ref()?;
    let at = source.position(label.span.start);
    Some((source.path.as_str(), format!("{}:{}", at.line, at.column)))
}

/// Where the same as `first` stands, file by file.
fn elsewhere(first: &Diagnostic, others: &[&Diagnostic]) -> String {
    let mut files: Vec<(&str, String, usize)> = Vec::new();
    for (file, at) in others.iter().filter_map(|other| place(first, other)) {
        match files.last_mut().filter(|last| last.0 == file) {
            Some(last) => last.2 += 1,
            None => files.push((file, at, 1)),
        }
    }
    let mut text = format!("the same in {} more places:", others.len());
    for (nth, (file, at, count)) in files.iter().take(NAMED).enumerate() {
        let comma = if nth == 0 { "" } else { "," };
        let _ = write!(text, "{comma} `{file}:{at}`");
        if *count > 1 {
            let _ = write!(text, " and {} below it", count - 1);
        }
    }
    let unnamed = files.get(NAMED..).unwrap_or_default();
    let count: usize = unnamed.iter().map(|(.., count)| count).sum();
    match (unnamed.len(), count) {
        (0, _) => {}
        (1, 1) => text.push_str(", and one more"),
        (1, count) => {
            let _ = write!(text, ", and {count} in one more file");
        }
        (files, count) => {
            let _ = write!(text, ", and {count} in {files} more files");
        }
    }
    if !unnamed.is_empty() {
        text.push_str("; `--format json` names them all");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::folded;
    use crate::base::diagnostic::Diagnostic;
    use crate::base::path::SitePath;
    use crate::base::source::Source;

    fn reports(file: &str, message: &str, count: usize) -> Vec<Diagnostic> {
        let path = SitePath::new(file).expect("valid");
        let source = Source::new(path, "a line\n".repeat(count));
        let report = |nth: usize| {
            Diagnostic::error("a/b", message).label_in(&source, nth * 7..nth * 7 + 1, "")
        };
        (0..count).map(report).collect()
    }

    #[test]
    fn what_is_said_often_is_told_once_with_all_places_counted() {
        let mut all = reports("a.md", "often", 2);
        all.extend(reports("a.md", "seldom", 3));
        for nth in 0..12 {
            all.extend(reports(&format!("b{nth:02}.md"), "often", 1 + nth % 2));
        }
        let folded = folded(&all);
        let words: Vec<&str> = folded.iter().map(|report| report.message.as_str()).collect();
        assert_eq!(words, ["often", "seldom", "seldom", "seldom"]);
        let remark = &folded[0].labels[1].text;
        assert_eq!(
            remark,
            "the same in 19 more places: `a.md:2:1`, `b00.md:1:1`, `b01.md:1:1` and 1 below it, `b02.md:1:1`, \
             `b03.md:1:1` and 1 below it, `b04.md:1:1`, `b05.md:1:1` and 1 below it, `b06.md:1:1`, \
             and 8 in 5 more files; `--format json` names them all"
        );
        assert_eq!(folded[1..], all[2..5]);
    }

    #[test]
    fn of_mistakes_in_a_template_the_pages_are_named() {
        let pages = reports("a.md", "", 5);
        let template = Source::new(SitePath::new("t.html").expect("valid"), "x");
        let all: Vec<Diagnostic> = pages
            .iter()
            .map(|page| {
                let report = Diagnostic::error("a/b", "wrong").label_in(&template, 0..1, "");
                Diagnostic {
                    labels: [report.labels.clone(), page.labels.clone()].concat(),
                    ..report
                }
            })
            .collect();
        let remark = &folded(&all)[0].labels[2].text;
        assert_eq!(remark, "the same in 4 more places: `a.md:2:1` and 3 below it");
    }
}
