//! What pages in a browser are told.

use std::sync::Arc;

use serde::Serialize;

use super::edition::Difference;
use super::repair::Offer;
use crate::host::report::sheet::Sheet;

/// How many addresses a message lists of each kind; a page that may be among the others looks for itself.
const LISTED: usize = 200;
/// How many diagnostics are shown; the counts are of all.
const SHOWN: usize = 100;

/// A message.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Message<'a> {
    /// `hello` to a page that begins to listen, `build` after a build.
    kind: &'static str,
    /// The edition that is served now.
    build: &'a str,
    /// Pages that changed.
    changed: &'a [String],
    /// Style sheets and fonts that changed.
    css: &'a [String],
    /// Pictures that changed.
    images: &'a [String],
    /// Scripts that changed.
    scripts: &'a [String],
    /// What is gone.
    removed: &'a [String],
    /// Did more change than is listed?
    more: bool,
    /// Where to lead the pages that are open.
    navigate: Option<&'a str>,
    /// Links into the author's editor, with the place left open.
    editor: Option<&'a str>,
    #[serde(flatten)]
    report: &'a Report,
}

/// What a build said.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Report {
    /// How many errors there are.
    pub(super) errors: usize,
    /// How many warnings there are.
    pub(super) warnings: usize,
    /// Was there a build without errors, whose pages are shown in place of those with errors?
    pub(super) has_good: bool,
    /// What is wrong, errors first.
    pub(super) diagnostics: Vec<Shown>,
    /// The files whose change led to the build.
    pub(super) files: Vec<String>,
    /// How long it took, in milliseconds.
    pub(super) milliseconds: f64,
}

/// A diagnostic with what can be done about it by a click.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Shown {
    #[serde(flatten)]
    pub(super) sheet: Sheet,
    /// The change that puts it right.
    pub(super) fix: Option<Offer>,
}

impl Report {
    /// Leaves out what would be too much to show.
    pub(super) fn shorten(&mut self) {
        self.diagnostics.truncate(SHOWN);
        self.files.truncate(SHOWN);
    }
}

impl<'a> Message<'a> {
    /// What a page is told when it begins to listen.
    pub(super) fn greeting(build: &'a str, report: &'a Report, editor: Option<&'a str>) -> Self {
        Self {
            kind: "hello",
            build,
            changed: &[],
            css: &[],
            images: &[],
            scripts: &[],
            removed: &[],
            more: false,
            navigate: None,
            editor,
            report,
        }
    }

    /// What pages are told after a build.
    pub(super) fn build(
        difference: &'a Difference,
        navigate: Option<&'a str>,
        greeting: Self,
    ) -> Self {
        let all = [
            &difference.pages,
            &difference.css,
            &difference.images,
            &difference.scripts,
            &difference.removed,
        ];
        let listed = |list: &'a [String]| list.get(..LISTED).unwrap_or(list);
        Self {
            kind: "build",
            changed: listed(&difference.pages),
            css: listed(&difference.css),
            images: listed(&difference.images),
            scripts: listed(&difference.scripts),
            removed: listed(&difference.removed),
            more: all.iter().any(|list| list.len() > LISTED),
            navigate,
            ..greeting
        }
    }

    /// The message as it is sent.
    pub(super) fn text(&self) -> Arc<str> {
        serde_json::to_string(self).expect("messages have text keys and plain values").into()
    }
}
