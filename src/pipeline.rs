//! The stages in order: discover, parse, catalog, resolve, link, render.

use crate::base::diagnostic::Diagnostic;
use crate::base::output::Sink;
use crate::base::world::World;

/// What a build is asked for, beside the site itself.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Publish drafts.
    pub drafts: bool,
    /// Publish pages whose publish date lies ahead.
    pub future: bool,
    /// Publish pages whose expiry date has passed.
    pub expired: bool,
    /// Replaces the configuration's `base_url`.
    pub base_url: Option<String>,
    /// Merges `numerate.NAME.yaml` over the configuration.
    pub environment: Option<String>,
}

/// A page that was left out, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hidden {
    /// The page's file.
    pub file: String,
    /// `draft`, `future` or `expired`.
    pub reason: &'static str,
    /// For a future page, when it appears; for an expired one, when it expired (RFC 3339).
    pub until: Option<String>,
}

/// What a build did, in numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Regular pages.
    pub pages: usize,
    /// Sections, the home page among them.
    pub sections: usize,
    /// Terms of all taxonomies.
    pub terms: usize,
    /// Redirects from former URLs.
    pub aliases: usize,
    /// Files written.
    pub files: usize,
    /// Charts drawn.
    pub charts: usize,
    /// Queries run.
    pub queries: usize,
    /// Bound numbers and bound tables' cells checked.
    pub bindings: usize,
    /// Claims checked.
    pub claims: usize,
    /// Pages left out.
    pub hidden: Vec<Hidden>,
}

/// What a build found and did.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// All that is wrong, in the order of files and places.
    pub diagnostics: Vec<Diagnostic>,
    /// What was done.
    pub summary: Summary,
}

/// A page as `list` shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The URL path, with a leading slash.
    pub url: String,
    /// The page's file, empty for pages made by the build.
    pub file: String,
    /// `page`, `home`, `section`, `taxonomy` or `term`.
    pub kind: &'static str,
    /// The title.
    pub title: String,
    /// RFC 3339, if the page has a date.
    pub date: Option<String>,
    /// RFC 3339, if the page has one.
    pub lastmod: Option<String>,
    /// Is it a draft?
    pub draft: bool,
    /// The language.
    pub lang: String,
    /// The section, empty at the root.
    pub section: String,
    /// Terms by taxonomy, as `(taxonomy, term)`.
    pub terms: Vec<(String, String)>,
    /// Why it is left out of a build without options: `draft`, `future`, `expired`; `None` if it is published.
    pub hidden: Option<Hidden>,
}

/// Builds the site of `world` into `sink`. If the report holds an error, what `sink` got is incomplete and must not be published.
pub fn build(world: &dyn World, options: &Options, sink: &dyn Sink) -> Report {
    let _ = (world, options, sink);
    Report::default()
}

/// Every page of the site, hidden ones too, by URL.
pub fn list(world: &dyn World, options: &Options) -> Result<Vec<Listed>, Vec<Diagnostic>> {
    let _ = (world, options);
    Ok(Vec::new())
}
