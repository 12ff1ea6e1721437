//! What a page says about itself: YAML, TOML or JSON ahead of its text.

mod bound;
mod build;
mod container;
mod reader;
mod resources;
mod sitemap;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};

pub use bound::unusable_name;

use super::cascade::{Cascade, Layer, Subject};
use super::config::{Config, Shown};
use super::menu::PageItem;
use crate::base::as_of::AsOf;
use crate::base::diagnostic::{Diagnostic, Staged};
use crate::base::node::{Node, Spanned};
use crate::base::stored;

pub use build::{Build, Listing, Render};
pub use resources::{Resource, ResourceRule, described};
pub use sitemap::Sitemap;

/// The front matter of a page, typed.
///
/// Places are bytes of the page's file. Dates are those of Hugo's chains: a page with a `date` alone has all but the expiry date.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FrontMatter {
    /// The title; `None` if it is missing or empty.
    pub title: Option<Spanned<String>>,
    /// A shorter title for links.
    pub link_title: Option<Spanned<String>>,
    /// What the page is about, for search engines.
    pub description: Option<Spanned<String>>,
    /// A summary in Markdown, instead of the beginning of the text.
    pub summary: Option<Spanned<String>>,
    /// The date of the page.
    #[serde(with = "stored::time")]
    pub date: Option<Spanned<DateTime<FixedOffset>>>,
    /// From when on the page is published.
    #[serde(with = "stored::time")]
    pub publish_date: Option<Spanned<DateTime<FixedOffset>>>,
    /// From when on it is not.
    #[serde(with = "stored::time")]
    pub expiry_date: Option<Spanned<DateTime<FixedOffset>>>,
    /// When it was last changed.
    #[serde(with = "stored::time")]
    pub lastmod: Option<Spanned<DateTime<FixedOffset>>>,
    /// As of when the page sees data, if it says so.
    pub as_of: Option<Spanned<AsOf>>,
    /// Is it unfinished?
    pub draft: bool,
    /// The place in lists: smaller comes first, 0 is unset and comes last.
    pub weight: i64,
    /// The last segment of the URL.
    pub slug: Option<Spanned<String>>,
    /// The whole URL path.
    pub url: Option<Spanned<String>>,
    /// Former URLs, as written.
    pub aliases: Vec<Spanned<String>>,
    /// Where the page appears.
    pub build: Build,
    /// What the sitemap says of it.
    pub sitemap: Sitemap,
    /// Its links in menus.
    pub menus: Vec<PageItem>,
    /// What it says of the files beside it.
    pub resources: Vec<ResourceRule>,
    /// The `type`, which chooses a folder of templates.
    pub kind: Option<Spanned<String>>,
    /// Are its words counted as Chinese, Japanese and Korean are?
    pub is_cjk: Option<bool>,
    /// The `layout`, which chooses a template.
    pub layout: Option<Spanned<String>>,
    /// What pages that are translations of each other share, where their files have other names.
    pub translation_key: Option<Spanned<String>>,
    /// Keywords for search engines.
    pub keywords: Vec<String>,
    /// Pictures for previews in other places; `params` has them too.
    pub images: Vec<Spanned<String>>,
    /// The terms of each configured taxonomy that the page names, by its plural, in the order given, each once.
    pub terms: BTreeMap<String, Vec<Spanned<String>>>,
    /// The weight among the pages of each term of a taxonomy, by the taxonomy's plural.
    pub term_weights: BTreeMap<String, i64>,
    /// All other keys, and those under `params`, which go before them; always a map.
    pub params: Node,
    /// Queries whose SQL stands in files, in order.
    pub queries: Vec<QueryFile>,
    /// Does any of its texts hold a bound or a literal number?
    pub is_bound: bool,
    /// Where the page's text begins.
    pub body_start: usize,
}

/// A query whose SQL stands in a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QueryFile {
    /// The name by which the page knows its result.
    pub name: Spanned<String>,
    /// The file: from the page's folder, or from the site's with a `/` in front.
    pub path: Spanned<String>,
}

/// Reads the front matter of a page's file; places in reports are bytes of `text`.
///
/// `name` is that of the file without its ending, or of a bundle's folder: dates may come from it. What the page does not say
/// itself it takes from the layers of `cascade`.
pub fn read(
    text: &str,
    name: &str,
    config: &Config,
    cascade: (&Cascade, Subject<'_>),
) -> Staged<FrontMatter> {
    reader::read(text, name, config, cascade)
}

/// The layers that the front matter of a section's file gives to the pages below it.
pub fn layers(text: &str, config: &Config) -> Vec<Layer> {
    reader::layers(text, config)
}

/// A tree of sound values as front matter, for lists without a file.
pub fn typed(root: &Node, config: &Config) -> FrontMatter {
    reader::typed(root, config).0
}

/// What is wrong with keys that are to be front matter of other files.
pub fn check(root: &Node, text: &str, config: &Config) -> Vec<Diagnostic> {
    reader::check(root, text, config)
}

/// Why a page is not published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hidden {
    /// It is a draft.
    Draft,
    /// Its publish date lies ahead.
    Future(DateTime<FixedOffset>),
    /// Its expiry date has passed.
    Expired(DateTime<FixedOffset>),
}

impl Hidden {
    /// `draft`, `future` or `expired`.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Future(_) => "future",
            Self::Expired(_) => "expired",
        }
    }

    /// When the page appears, or when it disappeared.
    pub fn until(self) -> Option<DateTime<FixedOffset>> {
        match self {
            Self::Draft => None,
            Self::Future(time) | Self::Expired(time) => Some(time),
        }
    }
}

impl FrontMatter {
    /// As of when the page sees data: what it says, else the day of its date at the date's own offset, else now.
    pub fn sees_as_of(&self) -> AsOf {
        match (&self.as_of, &self.date) {
            (Some(as_of), _) => as_of.value,
            (None, Some(date)) => AsOf::Day(date.date_naive()),
            (None, None) => AsOf::Latest,
        }
    }

    /// Why the page is hidden at `now`, if it is and `shown` does not show it.
    pub fn hidden(&self, now: DateTime<FixedOffset>, shown: Shown) -> Option<Hidden> {
        if self.draft && !shown.drafts {
            return Some(Hidden::Draft);
        }
        let publish = self.publish_date.as_ref().map(|date| date.value);
        if let Some(date) = publish.filter(|date| *date > now && !shown.future) {
            return Some(Hidden::Future(date));
        }
        let expiry = self.expiry_date.as_ref().map(|date| date.value);
        expiry.filter(|date| *date < now && !shown.expired).map(Hidden::Expired)
    }

    /// When, after `now`, its dates next make it appear or disappear.
    pub fn due(&self, now: DateTime<FixedOffset>) -> Option<DateTime<FixedOffset>> {
        let dates = [&self.publish_date, &self.expiry_date].into_iter().flatten();
        dates.map(|date| date.value).filter(|date| *date > now).min()
    }
}
