//! A page of the site, of any kind.

use std::sync::Arc;

use super::text::LinkedText;

use chrono::{DateTime, FixedOffset};
use serde::Serialize;

use crate::base::node::Node;
use crate::base::path::SitePath;
use crate::base::source::{Source, Span};
use crate::content::config::Lang;
use crate::content::front_matter::{Build, Resource, Sitemap};

/// The place of an [`Entry`] in its site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct EntryId(pub usize);

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum EntryKind {
    /// The home page.
    Home,
    /// A folder of pages.
    Section,
    /// A single page.
    Page,
    /// All terms of a taxonomy, such as `/tags/`.
    Taxonomy,
    /// All pages of a term, such as `/tags/ai/`.
    Term,
}

impl EntryKind {
    /// The name that templates and reports use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Section => "section",
            Self::Page => "page",
            Self::Taxonomy => "taxonomy",
            Self::Term => "term",
        }
    }
}

/// What other pages see of a page.
#[derive(Debug, Clone)]
pub struct Card {
    /// What it is.
    pub kind: EntryKind,
    /// The language.
    pub lang: Lang,
    /// The file it comes from; `None` for lists without an `_index.md`.
    pub file: Option<SitePath>,
    /// The title; for lists without one, made from the folder's or term's name.
    pub title: String,
    /// The short title for menus and neighbors, the title if not given.
    pub link_title: String,
    /// The description of the front matter, else the start of the text, plain.
    pub description: String,
    /// The path with a leading slash, percent-encoded, with the base URL's own path in front.
    pub url: String,
    /// The absolute URL, or `url` again if the site has no base URL.
    pub permalink: String,
    /// The date.
    pub date: Option<DateTime<FixedOffset>>,
    /// From when on it is published, the date if not given.
    pub publish_date: Option<DateTime<FixedOffset>>,
    /// When it was last changed, the date if not given.
    pub lastmod: Option<DateTime<FixedOffset>>,
    /// Is it a draft?
    pub draft: bool,
    /// The weight, 0 if not given.
    pub weight: i64,
    /// Words of the text.
    pub word_count: usize,
    /// Minutes to read it, at 212 words a minute, rounded up.
    pub reading_time: usize,
    /// The summary as HTML: up to `<!--more-->`, the front matter's, or the first paragraphs.
    pub summary: Arc<str>,
    /// Does the text go on after the summary?
    pub truncated: bool,
    /// The title of the top-level section it is in, empty at the root.
    pub section: String,
    /// Its terms: taxonomy and term entries, in the order of the configuration and of the front matter.
    pub terms: Vec<(EntryId, Vec<EntryId>)>,
    /// The front matter's other keys: always a map.
    pub params: Node,
}

/// A heading of the table of contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TocItem {
    /// 1 to 6.
    pub level: u8,
    /// The anchor.
    pub id: String,
    /// The heading as HTML without links.
    pub html: String,
}

/// The front matter's `layout`.
#[derive(Debug, Clone)]
pub struct Layout {
    /// The template, without `.html`.
    pub name: String,
    /// The page's source.
    pub source: Arc<Source>,
    /// Where the name stands in it.
    pub span: Span,
}

/// A file beside a page, as its page describes it.
#[derive(Debug, Clone, Serialize)]
pub struct EntryFile {
    /// What the front matter says of it.
    pub resource: Resource,
    /// Where it is, as [`Card::url`].
    pub url: String,
    /// Where it is, as [`Card::permalink`].
    pub permalink: String,
}

/// A page of the site with all that its own template sees.
#[derive(Debug)]
pub struct Entry {
    /// What others see of it.
    pub card: Card,
    /// The text; `None` for lists without an `_index.md`.
    pub text: Option<LinkedText>,
    /// The path of what belongs to it: its files, its feed, the further pages of a list.
    pub folder: String,
    /// The page's data set in the words of schema.org, as HTML; empty without data.
    pub dataset: String,
    /// Keywords for search engines.
    pub keywords: Vec<String>,
    /// The template that the front matter asks for.
    pub layout: Option<Layout>,
    /// The folder of templates that go before others: the front matter's `type`, else the folder of the section at the top.
    pub template_folder: String,
    /// The name of the taxonomy that it is, or a term of, in the configuration; empty for other pages.
    pub taxonomy: String,
    /// Where it appears.
    pub build: Build,
    /// What the sitemap says of it.
    pub sitemap: Sitemap,
    /// The files beside it.
    pub files: Vec<EntryFile>,
    /// The picture for social cards: an absolute URL or a root-relative path.
    pub image: Option<String>,
    /// The section it is in; `None` for the home page.
    pub parent: Option<EntryId>,
    /// Subsections, or the terms of a taxonomy.
    pub children: Vec<EntryId>,
    /// The pages of a list, in its order; empty for single pages.
    pub members: Vec<EntryId>,
    /// The next older (or later in weight) page of its section.
    pub previous: Option<EntryId>,
    /// The next newer page of its section.
    pub next: Option<EntryId>,
    /// The page after it in the order of the whole site.
    pub site_previous: Option<EntryId>,
    /// The page before it in the order of the whole site.
    pub site_next: Option<EntryId>,
    /// The same page in other languages, in their order.
    pub translations: Vec<EntryId>,
    /// The URL path of each paginator page of a list, the entry's own URL first.
    pub pagers: Vec<String>,
}
