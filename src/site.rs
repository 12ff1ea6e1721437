//! Articles become a site: URLs, sections, taxonomies, pagination, neighbors, references.
//!
//! [`link`](link::link()) turns articles into a [`Site`]: every page of any kind is an [`Entry`], every file to be
//! written is a [`Job`], and no two jobs share a path.

mod card;
mod dataset;
pub mod entry;
pub mod extract;
mod files;
mod jobs;
pub mod link;
mod lists;
mod menus;
mod order;
mod place;
mod plan;
pub mod print;
mod reference;
pub mod related;
mod retext;
mod series;
mod summary;
pub mod text;
mod translations;
mod url;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use crate::base::node::Node;
use crate::base::path::{OutPath, SitePath};
use crate::content::config::{Config, Lang};
use crate::resolve::article::Article;

use entry::{Entry, EntryId};

/// A linked site: what rendering needs and nothing else.
#[derive(Debug)]
pub struct Site {
    /// The configuration.
    pub config: Arc<Config>,
    /// Every page of any kind. [`EntryId`]s index it.
    pub entries: Vec<Entry>,
    /// What there is in each language.
    pub editions: Vec<Edition>,
    /// Every file of the built site and how to make it.
    pub jobs: BTreeMap<OutPath, Job>,
}

/// What a site has in one language.
#[derive(Debug)]
pub struct Edition {
    /// The language.
    pub lang: Lang,
    /// The home page.
    pub home: EntryId,
    /// Regular pages in the default order: weight, then newest first, then title, then path.
    pub pages: Vec<EntryId>,
    /// Sections at the top level, by weight and title.
    pub sections: Vec<EntryId>,
    /// Taxonomies that have terms, in the order of the configuration.
    pub taxonomies: Vec<EntryId>,
    /// The menus by name; the theme shows the one named `main`.
    pub menus: BTreeMap<String, Vec<MenuLink>>,
    /// Which pages have much in common.
    pub relatives: related::Relatives,
    /// The newest `lastmod` of any page, for feeds: the same content gives the same bytes.
    pub updated: Option<chrono::DateTime<chrono::FixedOffset>>,
}

impl Site {
    /// The entry of an id.
    pub fn entry(&self, id: EntryId) -> &Entry {
        &self.entries[id.0]
    }

    /// What the site has in a language.
    pub fn edition(&self, lang: Lang) -> &Edition {
        &self.editions[lang.0]
    }

    /// The absolute URL of a file of the site in a language, or its path from the root without a base URL.
    pub fn address(&self, lang: Lang, path: &OutPath) -> String {
        url::permalink(self.config.of(lang), path.as_str())
    }

    /// The edition that a page belongs to.
    pub fn edition_of(&self, id: EntryId) -> &Edition {
        self.edition(self.entry(id).card.lang)
    }
}

/// A link of a menu.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MenuLink {
    /// What to show.
    pub name: String,
    /// Where it leads: a root-relative path or an absolute URL; empty if it only holds others together.
    pub url: String,
    /// What it is known by; the name if the author gives none.
    pub identifier: String,
    /// Its weight, 0 if not given.
    pub weight: i64,
    /// HTML before the name.
    pub pre: String,
    /// HTML after the name.
    pub post: String,
    /// What a pointer that rests on it is shown.
    pub title: Option<String>,
    /// Anything for templates: always a map.
    pub params: Node,
    /// The page that it leads to, if it names one.
    pub page: Option<EntryId>,
    /// The links below it.
    pub children: Vec<MenuLink>,
}

/// How to make one file.
#[derive(Debug, Clone)]
pub enum Job {
    /// A page; for a list, the paginator page from 0.
    Page(EntryId, usize),
    /// The RSS feed of a list.
    Feed(EntryId),
    /// `sitemap.xml` of a language.
    Sitemap(Lang),
    /// `sitemap.xml` of a site in several languages, which names theirs.
    SitemapIndex,
    /// `robots.txt` of the host of a language.
    Robots(Lang),
    /// `404.html` of a language.
    NotFound(Lang),
    /// A page of a language that sends its reader on to this URL.
    Alias(Lang, String),
    /// A file of the site, copied as it is.
    File(SitePath),
    /// A file of the built-in theme.
    Builtin(&'static [u8]),
    /// A file that was made with an article, by its place among them: a chart's picture.
    Made(Article, usize),
}
