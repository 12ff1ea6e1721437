//! What was done, in words and for programs.

use serde::Serialize;

use crate::host::publish::Published;
use crate::host::report::clean;
use crate::pipeline::{Hidden, LinkReport, Summary};

/// A summary as programs read it.
#[derive(Debug, Serialize)]
pub(super) struct View<'a> {
    pages: usize,
    sections: usize,
    terms: usize,
    aliases: usize,
    files: usize,
    charts: usize,
    queries: usize,
    bindings: usize,
    claims: usize,
    hidden: Vec<HiddenView<'a>>,
    seconds: f64,
    /// Files that are the same as before.
    reused: usize,
    /// The links out of the site, if they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    links: Option<LinksView<'a>>,
}

/// What came of asking for the links out of the site, as programs read it.
#[derive(Debug, Serialize)]
struct LinksView<'a> {
    there: usize,
    gone: usize,
    /// How many of all were known from an earlier run.
    remembered: usize,
    unclear: Vec<UnclearView<'a>>,
}

/// A link of which nothing can be said, as programs read it.
#[derive(Debug, Serialize)]
struct UnclearView<'a> {
    url: &'a str,
    reason: &'a str,
}

impl<'a> View<'a> {
    /// The view with what came of asking for the links out of the site.
    pub(super) fn with_links(self, report: Option<&'a LinkReport>) -> Self {
        let view = |report: &'a LinkReport| LinksView {
            there: report.n_there,
            gone: report.broken.len(),
            remembered: report.n_known,
            unclear: report
                .unclear
                .iter()
                .map(|(url, reason)| UnclearView { url, reason })
                .collect(),
        };
        Self { links: report.map(view), ..self }
    }
}

/// A page that was left out, as programs read it.
#[derive(Debug, Serialize)]
pub(super) struct HiddenView<'a> {
    file: &'a str,
    reason: &'a str,
    until: Option<&'a str>,
}

/// The view of a summary.
pub(super) fn view(summary: &Summary, seconds: f64, reused: usize) -> View<'_> {
    View {
        pages: summary.pages,
        sections: summary.sections,
        terms: summary.terms,
        aliases: summary.aliases,
        files: summary.files,
        charts: summary.charts,
        queries: summary.queries,
        bindings: summary.bindings,
        claims: summary.claims,
        hidden: summary.hidden.iter().map(hidden_view).collect(),
        seconds: (seconds * 1000.0).round() / 1000.0,
        reused,
        links: None,
    }
}

/// The view of a page that was left out.
pub(super) fn hidden_view(hidden: &Hidden) -> HiddenView<'_> {
    HiddenView { file: &hidden.file, reason: hidden.reason, until: hidden.until.as_deref() }
}

/// The lines that end a build.
pub(super) fn built(summary: &Summary, published: Published, seconds: f64) -> String {
    let files = count(published.files, "file").unwrap_or_else(|| "no files".into());
    let reused = match published.reused {
        0 => String::new(),
        n => format!(" ({n} unchanged)"),
    };
    let made = made(summary);
    format!("built {made}: {files}{reused} in {seconds:.2} s\n{}", details(summary))
}

/// The lines that end a check without complaint.
pub(super) fn checked(summary: &Summary, seconds: f64) -> String {
    format!("checked {} in {seconds:.2} s: all is well\n{}", made(summary), details(summary))
}

/// The site's pages of all kinds.
fn made(summary: &Summary) -> String {
    let counts = [
        count(summary.pages, "page"),
        count(summary.sections, "section"),
        count(summary.terms, "term"),
        count(summary.aliases, "redirect"),
    ];
    join(counts).unwrap_or_else(|| "no pages".into())
}

/// What was checked and drawn, and what was left out.
fn details(summary: &Summary) -> String {
    let checked = join([count(summary.bindings, "bound number"), count(summary.claims, "claim")]);
    let done = [
        checked.map(|checked| format!("checked {checked}")),
        count(summary.queries, "query").map(|queries| format!("ran {queries}")),
        count(summary.charts, "chart").map(|charts| format!("drew {charts}")),
    ];
    let done: Vec<_> = done.into_iter().flatten().collect();
    let done = if done.is_empty() { String::new() } else { format!("{}\n", done.join("; ")) };
    done + &summary.hidden.iter().map(hidden_line).collect::<String>()
}

/// The line about a page that was left out.
fn hidden_line(Hidden { file, reason, until }: &Hidden) -> String {
    let until = match (*reason, until) {
        ("expired", Some(until)) => format!(" since {until}"),
        (_, Some(until)) => format!(" until {until}"),
        (_, None) => String::new(),
    };
    format!("hidden: {file} ({reason}{until})\n")
}

/// `n` things in words, `None` if there are none.
pub(super) fn count(n: usize, noun: &str) -> Option<String> {
    match (n, noun.strip_suffix('y')) {
        (0, _) => None,
        (1, _) => Some(format!("1 {noun}")),
        (_, Some(stem)) => Some(format!("{n} {stem}ies")),
        (_, None) => Some(format!("{n} {noun}s")),
    }
}

/// The counts that there are, with commas.
fn join<const N: usize>(counts: [Option<String>; N]) -> Option<String> {
    let counts: Vec<_> = counts.into_iter().flatten().collect();
    if counts.is_empty() { None } else { Some(counts.join(", ")) }
}

/// What came of asking for outside links: a line in all, and one for each that is unclear.
pub(super) fn outside(report: &LinkReport) -> String {
    let LinkReport { broken, unclear, n_there, n_known } = report;
    let n_links = n_there + broken.len() + unclear.len();
    let links = count(n_links, "outside link").unwrap_or_else(|| "no outside links".to_owned());
    let known =
        if *n_known > 0 { format!(", {n_known} of them asked for earlier") } else { String::new() };
    let mut text = format!(
        "{links}: {n_there} there, {} gone, {} unclear{known}\n",
        broken.len(),
        unclear.len()
    );
    text.extend(unclear.iter().map(|(url, why)| format!("unclear: {url} ({why})\n")));
    clean(&text)
}

#[cfg(test)]
mod tests {
    use super::{Hidden, Published, Summary, built, checked, view};

    fn summary() -> Summary {
        Summary {
            pages: 12,
            sections: 3,
            terms: 9,
            bindings: 14,
            claims: 2,
            queries: 6,
            charts: 3,
            ..Summary::default()
        }
    }

    #[test]
    fn a_build_ends_with_what_was_done() {
        let published = Published { files: 41, reused: 0 };
        assert_eq!(
            built(&summary(), published, 0.2123),
            "built 12 pages, 3 sections, 9 terms: 41 files in 0.21 s\n\
             checked 14 bound numbers, 2 claims; ran 6 queries; drew 3 charts\n"
        );
    }

    #[test]
    fn one_is_singular_and_nothing_is_not_told() {
        let one = Summary { pages: 1, aliases: 1, queries: 1, ..Summary::default() };
        let published = Published { files: 1, reused: 1 };
        assert_eq!(
            built(&one, published, 1.0),
            "built 1 page, 1 redirect: 1 file (1 unchanged) in 1.00 s\nran 1 query\n"
        );
        assert_eq!(checked(&Summary::default(), 0.0), "checked no pages in 0.00 s: all is well\n");
    }

    #[test]
    fn hidden_pages_are_told_with_reason_and_date() {
        let hidden = |file: &str, reason, until: Option<&str>| Hidden {
            file: file.into(),
            reason,
            until: until.map(str::to_owned),
        };
        let summary = Summary {
            pages: 1,
            hidden: vec![
                hidden("content/a.md", "draft", None),
                hidden("content/b.md", "future", Some("2026-01-01T00:00:00Z")),
                hidden("content/c.md", "expired", Some("2024-01-01T00:00:00Z")),
            ],
            ..Summary::default()
        };
        assert_eq!(
            checked(&summary, 0.0),
            "checked 1 page in 0.00 s: all is well\n\
             hidden: content/a.md (draft)\n\
             hidden: content/b.md (future until 2026-01-01T00:00:00Z)\n\
             hidden: content/c.md (expired since 2024-01-01T00:00:00Z)\n"
        );
    }

    #[test]
    fn programs_get_every_count() {
        let json = serde_json::to_value(view(&summary(), 0.123_456, 7)).expect("JSON");
        let expected = serde_json::json!({
            "pages": 12, "sections": 3, "terms": 9, "aliases": 0, "files": 0, "charts": 3,
            "queries": 6, "bindings": 14, "claims": 2, "hidden": [], "seconds": 0.123, "reused": 7
        });
        assert_eq!(json, expected);
    }
}
