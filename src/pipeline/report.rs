//! What a build is asked for, and what it tells.

use serde::{Deserialize, Serialize};

use crate::base::diagnostic::Diagnostic;
use crate::base::stored;
use crate::resolve::article::Article;
use crate::site::entry::EntryKind;
use crate::site::{Job, Site};

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
    /// Replaces the scheme and host of the `base_url`: where the preview answers.
    pub origin: Option<String>,
    /// Merges `numerate.NAME.yaml` over the configuration.
    pub environment: Option<String>,
}

/// One of the few reasons for leaving a page out.
pub type Reason = &'static str;

/// A page that was left out, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hidden {
    /// The page's file.
    pub file: String,
    /// `draft`, `future` or `expired`.
    #[serde(with = "stored::code")]
    pub reason: Reason,
    /// For a future page, when it appears; for an expired one, when it expired (RFC 3339).
    pub until: Option<String>,
}

/// What a build did, in numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
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

/// The entries of a site as `list` shows them.
pub(super) fn listed(site: &Site, hidden: &[Hidden]) -> Vec<Listed> {
    let time = |time: chrono::DateTime<chrono::FixedOffset>| time.to_rfc3339();
    let mut res: Vec<Listed> = site
        .entries
        .iter()
        .map(|entry| {
            let card = &entry.card;
            let file = card.file.as_ref().map_or_else(String::new, ToString::to_string);
            let terms = card.terms.iter().flat_map(|(taxonomy, terms)| {
                let name = site.entry(*taxonomy).card.title.clone();
                terms.iter().map(move |term| (name.clone(), site.entry(*term).card.title.clone()))
            });
            Listed {
                url: card.url.clone(),
                kind: card.kind.name(),
                title: card.title.clone(),
                date: card.date.map(time),
                lastmod: card.lastmod.map(time),
                draft: card.draft,
                lang: site.config.languages.get(card.lang).code.clone(),
                section: card.section.clone(),
                terms: terms.collect(),
                hidden: hidden.iter().find(|hidden| hidden.file == file).cloned(),
                file,
            }
        })
        .collect();
    res.sort_by(|a, b| a.url.cmp(&b.url));
    res
}

/// Adds what was done for each article.
pub(super) fn count(articles: &[Article], summary: &mut Summary) {
    for article in articles {
        summary.queries += article.facts.counts.queries;
        summary.bindings += article.facts.counts.bindings;
        summary.claims += article.facts.counts.claims;
        summary.charts += article.facts.counts.charts;
    }
}

/// Adds what the site is made of.
pub(super) fn count_site(site: &Site, summary: &mut Summary) {
    for entry in &site.entries {
        match entry.card.kind {
            EntryKind::Page => summary.pages += 1,
            EntryKind::Home | EntryKind::Section => summary.sections += 1,
            EntryKind::Term => summary.terms += 1,
            EntryKind::Taxonomy => {}
        }
    }
    summary.files = site.jobs.len();
    summary.aliases = site.jobs.values().filter(|job| matches!(job, Job::Alias(..))).count();
}
