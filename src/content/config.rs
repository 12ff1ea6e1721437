//! The configuration: `numerate.yaml`, with `numerate.NAME.yaml` merged over it for an environment.

mod base_url;
mod ignored;
mod language;
mod languages;
mod markdown;
mod outputs;
mod reader;
mod related;
#[cfg(test)]
mod tests;
mod urls;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use base_url::BaseUrl;
pub use ignored::Ignored;
pub use language::{Direction, Lang, Language, Languages};
pub use languages::content_folders;
pub use markdown::{
    CodeOptions, Extensions, HeadingIds, LineNumbers, MarkdownOptions, MathDelimiters, RawHtml,
    UnknownShortcodes,
};
pub use outputs::{Formats, Outputs};
pub use related::{Related, RelatedIndex};
pub use urls::{Names, PageKind, Ugly, Urls};

use super::cascade::Layer;
use super::date_sources::DateSources;
use super::dates::Zone;
use super::front_matter::Sitemap;
use super::menu::ConfigItem;
use super::titles::Titles;
use crate::base::diagnostic::Staged;
use crate::base::node::{Node, Value};
use crate::base::source::{Source, Span};

/// The JSON Schema of configurations, for editors.
pub const SCHEMA: &str = include_str!("config/schema.json");

/// All that a site's author can set; every part has a default, so that a site needs no configuration.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// The site's title; empty if none is given.
    pub title: String,
    /// Where the site will be published. Without it links begin at `/`, and what needs full addresses cannot be made.
    pub base_url: Option<BaseUrl>,
    /// The language, as a BCP 47 tag.
    pub language: String,
    /// The language's place among the site's.
    pub lang: Lang,
    /// The languages of the site.
    pub languages: Arc<Languages>,
    /// The configuration of each language, if there are several: see [`of`](Self::of).
    pub editions: Vec<Arc<Config>>,
    /// The zone of dates that name no offset.
    pub zone: Zone,
    /// What the site is about, for search engines and feeds.
    pub description: Option<String>,
    /// Who writes it.
    pub author: Author,
    /// The copyright notice.
    pub copyright: Option<String>,
    /// The taxonomies, in the order given.
    pub taxonomies: Vec<Taxonomy>,
    /// How lists are divided into pages.
    pub pagination: Pagination,
    /// Does each page tell by its text whether its characters are words?
    pub has_cjk_language: bool,
    /// How many words an automatic summary holds at least.
    pub summary_length: usize,
    /// How titles of lists without a file are made.
    pub titles: Titles,
    /// The sections whose pages the home page lists; empty for the section with the most pages.
    pub main_sections: Vec<String>,
    /// The menus by name, each in the order given.
    pub menus: BTreeMap<String, Vec<ConfigItem>>,
    /// The menu that holds the sections at the top as well.
    pub section_menu: Option<String>,
    /// What is made of which kinds of pages.
    pub outputs: Outputs,
    /// How related pages are found.
    pub related: Related,
    /// Front matter for pages that do not say otherwise.
    pub cascade: Vec<Layer>,
    /// The environment that the site is built for, `production` if none is named.
    pub environment: String,
    /// What the sitemap says of pages that say nothing themselves.
    pub sitemap: Sitemap,
    /// How many pages a feed holds; `None` for all.
    pub feed_limit: Option<usize>,
    /// How Markdown becomes HTML.
    pub markdown: MarkdownOptions,
    /// How files become URLs.
    pub urls: Urls,
    /// Where pages' dates come from.
    pub dates: DateSources,
    /// Which files are passed over.
    pub ignored: Ignored,
    /// How many rows the result of a query may have.
    pub row_limit: usize,
    /// What to say of numbers that no data is bound to.
    pub unbound: Unbound,
    /// Which pages are published that would be hidden.
    pub shown: Shown,
    /// What templates find under `site.params`; always a map.
    pub params: Node,
}

/// Who writes a site.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Author {
    /// The name.
    pub name: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
    /// The address of a page about the author.
    pub url: Option<String>,
}

/// A way to group pages by terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taxonomy {
    /// The name in front matter and URLs: `tags`.
    pub plural: String,
    /// The name of one term: `tag`.
    pub singular: String,
    /// The title of the page that lists the terms: `Tags`.
    pub label: String,
    /// Does the configuration name it? Then its page is there even if no page has a term.
    pub is_given: bool,
}

impl Taxonomy {
    /// Is the folder below `content` that of the taxonomy, or of a term, and the taxonomy's place inside another folder?
    pub fn is_inside(&self, folder: &str) -> bool {
        let below = folder.strip_prefix(&*self.plural);
        self.plural.contains('/')
            && below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

/// How lists are divided into pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pagination {
    /// How many pages of the site one page of a list shows, at least 1.
    pub size: usize,
    /// The URL segment before the number of a page of a list.
    pub path: String,
    /// Does the numbered URL of a list's first page lead to the list?
    pub has_aliases: bool,
}

/// A place in a configuration file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub source: Arc<Source>,
    /// The bytes in it.
    pub span: Span,
}

/// What to say of numbers that no data is bound to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unbound {
    /// Is nothing said at all?
    pub is_allowed: bool,
    /// The numbers that are accepted, as they are written.
    pub literals: Vec<String>,
}

/// Which pages are published that would be hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Shown {
    /// Drafts.
    pub drafts: bool,
    /// Pages whose publish date lies ahead.
    pub future: bool,
    /// Pages whose expiry date has passed.
    pub expired: bool,
}

impl Default for Config {
    fn default() -> Self {
        let taxonomy = |plural: &str, singular: &str, label: &str| Taxonomy {
            plural: plural.into(),
            singular: singular.into(),
            label: label.into(),
            is_given: false,
        };
        Self {
            title: String::new(),
            base_url: None,
            language: "en".into(),
            lang: Lang::default(),
            languages: Arc::new(Languages::one(Language::named("en"))),
            editions: Vec::new(),
            zone: Zone::default(),
            description: None,
            author: Author::default(),
            copyright: None,
            taxonomies: vec![
                taxonomy("categories", "category", "Categories"),
                taxonomy("tags", "tag", "Tags"),
            ],
            pagination: Pagination { size: 10, path: "page".into(), has_aliases: true },
            has_cjk_language: false,
            summary_length: 70,
            titles: Titles::default(),
            main_sections: Vec::new(),
            menus: BTreeMap::new(),
            section_menu: None,
            outputs: Outputs::default(),
            related: Related::default(),
            cascade: Vec::new(),
            environment: "production".into(),
            sitemap: Sitemap::default(),
            feed_limit: None,
            markdown: MarkdownOptions::default(),
            urls: Urls::default(),
            dates: DateSources::default(),
            ignored: Ignored::default(),
            row_limit: 10_000,
            unbound: Unbound::default(),
            shown: Shown::default(),
            params: Node { span: Span::default(), value: Value::Map(Vec::new()) },
        }
    }
}

impl Config {
    /// The configuration of a language: the site's, with what the language sets for itself.
    pub fn of(&self, lang: Lang) -> &Self {
        self.editions.get(lang.0).map_or(self, |config| config)
    }

    /// The language that this configuration is for: a site's own is for its default language.
    pub fn own(&self) -> &Language {
        self.languages.get(self.lang)
    }

    /// Puts the site, or each of its languages, elsewhere. Languages with hosts of their own become folders.
    pub fn set_base_url(&mut self, base_url: &BaseUrl) {
        let below = format!("{base_url}{}", self.own().host);
        self.base_url = BaseUrl::parse(&below).ok();
        for edition in &mut self.editions {
            Arc::make_mut(edition).set_base_url(base_url);
        }
    }

    /// The site's own path on its host: `/`, or `/blog/` for a site below its host's root.
    pub fn root_path(&self) -> &str {
        self.base_url.as_ref().map_or("/", BaseUrl::path)
    }
}

/// Reads the configuration; `overlay` is the file of an environment, whose maps are merged into those of `base`.
pub fn read(base: Option<&Arc<Source>>, overlay: Option<&Arc<Source>>) -> Staged<Config> {
    reader::Reader::new(base, overlay).read()
}
