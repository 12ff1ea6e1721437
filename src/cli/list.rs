//! `numerate list`: the site's pages, published or not.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use clap::ValueEnum;
use serde::Serialize;

use super::options::{Format, FormatArg, PageArgs, SiteArgs};
use super::session::{self, Reporter, verdict};
use super::{DONE, HAS_ERRORS, summary};
use crate::host::report::{self, json};
use crate::host::terminal::Terminal;
use crate::pipeline::{self, Listed, Options, Summary};

/// The arguments of `list`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Which pages
    #[arg(value_enum, default_value = "pages")]
    which: Which,
    #[command(flatten)]
    site: SiteArgs,
    #[command(flatten)]
    pages: PageArgs,
    #[command(flatten)]
    format: FormatArg,
}

/// Which pages to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Which {
    /// Those that a build publishes
    Pages,
    /// Drafts
    Drafts,
    /// Those whose publish date lies ahead
    Future,
    /// Those whose expiry date has passed
    Expired,
    /// Those that a build leaves out, for whatever reason
    Hidden,
}

/// Lists the pages.
pub(super) fn run(terminal: &Terminal, args: &Args) -> u8 {
    let reporter = Reporter { terminal, format: args.format.format };
    let disk = match session::open(&args.site) {
        Ok(disk) => disk,
        Err(diagnostic) => return reporter.refuse(diagnostic),
    };
    let options = args.pages.options(None);
    let listed = match pipeline::list(&disk, &options) {
        Ok(listed) => listed,
        Err(diagnostics) => {
            let diagnostics = report::arrange(diagnostics);
            let nothing = Summary::default();
            reporter.report(&diagnostics, &disk.prefix(), &summary::view(&nothing, 0.0, 0));
            reporter.complain(&format!("{}\n", verdict(&diagnostics, false).1));
            return HAS_ERRORS;
        }
    };
    let chosen: Vec<_> =
        listed.iter().filter(|page| is_chosen(page, args.which, &options)).collect();
    match args.format.format {
        Format::Json => {
            let views: Vec<_> = chosen.iter().map(|page| view(page)).collect();
            terminal.out(&json::text(&views));
        }
        Format::Human | Format::Github => terminal.out(&table(&chosen, args.which)),
    }
    DONE
}

/// Is `page` one of those asked for?
fn is_chosen(page: &Listed, which: Which, options: &Options) -> bool {
    let reason = page.hidden.as_ref().map(|hidden| hidden.reason);
    match which {
        Which::Pages => match reason {
            None => true,
            Some("draft") => options.drafts,
            Some("future") => options.future,
            Some("expired") => options.expired,
            Some(_) => false,
        },
        Which::Drafts => page.draft,
        Which::Future => reason == Some("future"),
        Which::Expired => reason == Some("expired"),
        Which::Hidden => reason.is_some(),
    }
}

/// A page as programs read it.
#[derive(Debug, Serialize)]
struct View<'a> {
    url: &'a str,
    file: &'a str,
    kind: &'a str,
    title: &'a str,
    date: Option<&'a str>,
    lastmod: Option<&'a str>,
    draft: bool,
    lang: &'a str,
    section: &'a str,
    terms: BTreeMap<&'a str, Vec<&'a str>>,
    /// Why a build without options leaves the page out, if it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    hidden: Option<summary::HiddenView<'a>>,
}

/// The view of a page.
fn view(page: &Listed) -> View<'_> {
    let mut terms: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (taxonomy, term) in &page.terms {
        terms.entry(taxonomy).or_default().push(term);
    }
    View {
        url: &page.url,
        file: &page.file,
        kind: page.kind,
        title: &page.title,
        date: page.date.as_deref(),
        lastmod: page.lastmod.as_deref(),
        draft: page.draft,
        lang: &page.lang,
        section: &page.section,
        terms,
        hidden: page.hidden.as_ref().map(summary::hidden_view),
    }
}

/// The pages in aligned columns, under a line of headings.
fn table(pages: &[&Listed], which: Which) -> String {
    let with_reason = which != Which::Pages;
    let mut rows = vec![vec!["date", "kind", "url", "title", "file"]];
    if with_reason {
        rows[0].extend(["hidden", "until"]);
    }
    for page in pages {
        let day = page.date.as_deref().and_then(|date| date.get(..10)).unwrap_or("-");
        let file = if page.file.is_empty() { "-" } else { &page.file };
        let mut row = vec![day, page.kind, &page.url, &page.title, file];
        if with_reason {
            let hidden = page.hidden.as_ref();
            row.push(hidden.map_or("-", |hidden| hidden.reason));
            row.push(hidden.and_then(|hidden| hidden.until.as_deref()).unwrap_or("-"));
        }
        rows.push(row);
    }
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max();
    let widths: Vec<_> = (0..rows[0].len()).filter_map(width).collect();
    let mut text = String::new();
    for row in &rows {
        for (cell, width) in row.iter().zip(&widths) {
            // Writing to a string cannot fail.
            let _ = write!(text, "{cell:width$}  ");
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Listed, Options, Which, is_chosen, table, view};
    use crate::pipeline::Hidden;

    fn page(url: &str, title: &str, reason: Option<&'static str>) -> Listed {
        let file = format!("content{}.md", url.trim_end_matches('/'));
        let until = Some("2026-01-01T00:00:00Z".to_owned());
        Listed {
            url: url.into(),
            kind: "page",
            title: title.into(),
            date: Some("2025-03-08T11:21:30+07:00".into()),
            lastmod: None,
            draft: reason == Some("draft"),
            lang: "en".into(),
            section: "posts".into(),
            terms: ["ai", "data"].map(|term| ("tags".into(), term.into())).into(),
            hidden: reason.map(|reason| Hidden { file: file.clone(), reason, until }),
            file,
        }
    }

    #[test]
    fn columns_are_aligned_whatever_the_script() {
        let (a, b) = (page("/posts/a/", "Größe", None), page("/b/", "A longer title", None));
        assert_eq!(
            table(&[&a, &b], Which::Pages),
            "\
date        kind  url        title           file
2025-03-08  page  /posts/a/  Größe           content/posts/a.md
2025-03-08  page  /b/        A longer title  content/b.md
"
        );
        let draft = page("/c/", "C", Some("draft"));
        assert_eq!(
            table(&[&draft], Which::Hidden),
            "\
date        kind  url  title  file          hidden  until
2025-03-08  page  /c/  C      content/c.md  draft   2026-01-01T00:00:00Z
"
        );
    }

    #[test]
    fn each_question_lists_its_pages() {
        let pages = [None, Some("draft"), Some("future"), Some("expired")]
            .map(|reason| page("/a/", reason.unwrap_or("published"), reason));
        let chosen = |which, options: &Options| -> Vec<_> {
            let pages = pages.iter().filter(|page| is_chosen(page, which, options));
            pages.map(|page| page.title.as_str()).collect()
        };
        let none = Options::default();
        assert_eq!(chosen(Which::Pages, &none), ["published"]);
        let future = Options { future: true, ..Options::default() };
        assert_eq!(chosen(Which::Pages, &future), ["published", "future"]);
        assert_eq!(chosen(Which::Drafts, &none), ["draft"]);
        assert_eq!(chosen(Which::Expired, &none), ["expired"]);
        assert_eq!(chosen(Which::Hidden, &none), ["draft", "future", "expired"]);
    }

    #[test]
    fn programs_get_terms_by_taxonomy() {
        let json = serde_json::to_value(view(&page("/a/", "A", None))).expect("JSON");
        let expected = serde_json::json!({
            "url": "/a/", "file": "content/a.md", "kind": "page", "title": "A",
            "date": "2025-03-08T11:21:30+07:00", "lastmod": null, "draft": false, "lang": "en",
            "section": "posts", "terms": {"tags": ["ai", "data"]}
        });
        assert_eq!(json, expected);
    }
}
