//! What templates see: the contract that `content/docs/templates.md` documents field by field.
//!
//! A view is a copy made for templates, so that the types of the stages can change without breaking anyone's theme. Dates are RFC 3339
//! texts, what may be missing is none, and HTML is marked as such, so that templates print it unescaped.

pub(super) mod markup;

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use crate::base::node::{Node, Value};

use super::template::Shared;

/// `site`: the configuration, and what every page shows.
#[derive(Debug, Serialize)]
pub(super) struct SiteView<'a> {
    pub(super) title: &'a str,
    pub(super) base_url: &'a str,
    pub(super) url: &'a str,
    pub(super) home: &'a str,
    pub(super) lang: &'a str,
    pub(super) language: &'a str,
    pub(super) direction: &'static str,
    pub(super) languages: Vec<LanguageView<'a>>,
    pub(super) description: &'a str,
    pub(super) author: AuthorView<'a>,
    pub(super) copyright: &'a str,
    pub(super) menu: Vec<MenuView<'a>>,
    pub(super) menus: BTreeMap<&'a str, Vec<MenuView<'a>>>,
    pub(super) params: Params<'a>,
    pub(super) updated: Option<String>,
    pub(super) feed: Option<String>,
    pub(super) sitemap: Option<String>,
    pub(super) generator: &'static str,
}

/// `site.author`: who writes the site.
#[derive(Debug, Serialize)]
pub(super) struct AuthorView<'a> {
    pub(super) name: &'a str,
    pub(super) email: &'a str,
    pub(super) url: &'a str,
}

/// An item of `site.languages`: a language with its home page.
#[derive(Debug, Serialize)]
pub(super) struct LanguageView<'a> {
    pub(super) lang: &'a str,
    pub(super) language: &'a str,
    pub(super) label: &'a str,
    pub(super) direction: &'static str,
    pub(super) url: &'a str,
    pub(super) permalink: &'a str,
}

/// An item of `page.translations`: the page in another language.
#[derive(Debug, Serialize)]
pub(super) struct TranslationView<'a> {
    pub(super) lang: &'a str,
    pub(super) language: &'a str,
    pub(super) label: &'a str,
    pub(super) title: &'a str,
    pub(super) url: &'a str,
    pub(super) permalink: &'a str,
}

/// A link of a menu.
#[derive(Debug, Serialize)]
pub(super) struct MenuView<'a> {
    pub(super) title: &'a str,
    pub(super) url: &'a str,
    pub(super) identifier: &'a str,
    pub(super) weight: i64,
    pub(super) pre: Shared,
    pub(super) post: Shared,
    pub(super) hint: Option<&'a str>,
    pub(super) params: Params<'a>,
    pub(super) children: Vec<MenuView<'a>>,
}

/// A file beside a page.
#[derive(Debug, Serialize)]
pub(super) struct FileView<'a> {
    pub(super) path: &'a str,
    pub(super) name: &'a str,
    pub(super) title: &'a str,
    pub(super) url: &'a str,
    pub(super) permalink: &'a str,
    pub(super) params: Params<'a>,
}

/// A link: a term, a breadcrumb.
#[derive(Debug, Serialize)]
pub(super) struct LinkView<'a> {
    pub(super) title: &'a str,
    pub(super) url: &'a str,
}

/// A card: what a page shows of another one.
#[derive(Debug, Serialize)]
pub(super) struct CardView<'a> {
    pub(super) kind: &'static str,
    pub(super) lang: &'a str,
    pub(super) file: Option<&'a str>,
    pub(super) title: &'a str,
    pub(super) link_title: &'a str,
    pub(super) description: &'a str,
    pub(super) url: &'a str,
    pub(super) permalink: &'a str,
    pub(super) date: Option<String>,
    pub(super) publish_date: Option<String>,
    pub(super) lastmod: Option<String>,
    pub(super) draft: bool,
    pub(super) weight: i64,
    pub(super) summary: Shared,
    pub(super) truncated: bool,
    pub(super) section: &'a str,
    pub(super) terms: Vec<TermsView<'a>>,
    pub(super) params: Params<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) word_count: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reading_time: Option<usize>,
}

/// The terms that a page has of one taxonomy.
#[derive(Debug, Serialize)]
pub(super) struct TermsView<'a> {
    pub(super) name: &'a str,
    pub(super) title: &'a str,
    pub(super) url: &'a str,
    pub(super) terms: Vec<Shared>,
}

/// `page`: the page that is being rendered, of any kind.
#[derive(Debug, Serialize)]
pub(super) struct PageView<'a> {
    #[serde(flatten)]
    pub(super) card: CardView<'a>,
    pub(super) content: Shared,
    pub(super) keywords: &'a [String],
    pub(super) toc: Vec<HeadingView<'a>>,
    pub(super) data_note: Shared,
    pub(super) image: Option<String>,
    pub(super) feed: Option<String>,
    pub(super) layout: Option<&'a str>,
    pub(super) files: Vec<FileView<'a>>,
    pub(super) parent: Option<LinkView<'a>>,
    pub(super) breadcrumbs: Vec<LinkView<'a>>,
    pub(super) previous: Shared,
    pub(super) next: Shared,
    pub(super) site_previous: Shared,
    pub(super) site_next: Shared,
    pub(super) translations: Vec<TranslationView<'a>>,
    pub(super) is_translated: bool,
}

/// A heading with those below it.
#[derive(Debug, Serialize)]
pub(super) struct HeadingView<'a> {
    pub(super) level: u8,
    pub(super) id: &'a str,
    pub(super) title: Shared,
    pub(super) children: Vec<HeadingView<'a>>,
}

/// `list`: one paginator page of a list.
#[derive(Debug, Serialize)]
pub(super) struct ListView<'a> {
    pub(super) pages: Vec<Shared>,
    pub(super) sections: Vec<Shared>,
    pub(super) terms: Vec<TermView<'a>>,
    pub(super) total: usize,
    pub(super) number: usize,
    pub(super) pagers: &'a [String],
    pub(super) first: &'a str,
    pub(super) last: &'a str,
    pub(super) previous: Option<&'a str>,
    pub(super) next: Option<&'a str>,
}

/// A term with the number of its pages.
#[derive(Debug, Serialize)]
pub(super) struct TermView<'a> {
    pub(super) title: &'a str,
    pub(super) url: &'a str,
    pub(super) total: usize,
}

/// An item of `series`.
#[derive(Debug, Serialize)]
pub(super) struct SeriesView<'a> {
    pub(super) title: &'a str,
    pub(super) url: &'a str,
    pub(super) number: usize,
    pub(super) total: usize,
    pub(super) pages: Vec<Shared>,
}

/// An item of `taxonomies`.
#[derive(Debug, Serialize)]
pub(super) struct TaxonomyView<'a> {
    pub(super) name: &'a str,
    pub(super) title: &'a str,
    pub(super) url: &'a str,
    pub(super) terms: Vec<TermView<'a>>,
}

/// An item of `sections`.
#[derive(Debug, Serialize)]
pub(super) struct SectionView<'a> {
    pub(super) title: &'a str,
    pub(super) url: &'a str,
    pub(super) description: &'a str,
    pub(super) pages: Vec<Shared>,
}

/// `feed`: an RSS feed.
#[derive(Debug, Serialize)]
pub(super) struct FeedView<'a> {
    pub(super) title: String,
    pub(super) url: String,
    pub(super) permalink: &'a str,
    pub(super) description: String,
    pub(super) updated: Option<String>,
    pub(super) items: Vec<Shared>,
}

/// An item of `feed.items`.
#[derive(Debug, Serialize)]
pub(super) struct ItemView<'a> {
    pub(super) title: String,
    pub(super) permalink: &'a str,
    pub(super) date: Option<String>,
    pub(super) description: String,
    pub(super) categories: Vec<String>,
}

/// An item of `urls`.
#[derive(Debug, Serialize)]
pub(super) struct UrlView<'a> {
    pub(super) permalink: &'a str,
    pub(super) lastmod: Option<String>,
    pub(super) change_frequency: Option<&'a str>,
    pub(super) priority: Option<f64>,
    pub(super) alternates: Vec<AlternateView<'a>>,
}

/// An item of `url.alternates`: the page in one of its languages.
#[derive(Debug, Serialize)]
pub(super) struct AlternateView<'a> {
    pub(super) language: &'a str,
    pub(super) permalink: &'a str,
}

/// An item of `sitemaps`: the map of a language.
#[derive(Debug, Serialize)]
pub(super) struct SitemapView {
    pub(super) permalink: String,
    pub(super) lastmod: Option<String>,
}

/// `redirect`: where an alias leads.
#[derive(Debug, Serialize)]
pub(super) struct RedirectView<'a> {
    pub(super) url: &'a str,
    pub(super) permalink: Option<&'a str>,
}

/// An author's own keys, in the order and with the types that they were written in.
#[derive(Debug)]
pub(super) struct Params<'a>(pub(super) &'a Node);

impl Serialize for Params<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0.value {
            Value::Null => serializer.serialize_none(),
            Value::Boolean(boolean) => serializer.serialize_bool(*boolean),
            Value::Integer(integer) => serializer.serialize_i64(*integer),
            Value::Float(float) => serializer.serialize_f64(*float),
            Value::Text(text) | Value::Time(text) => serializer.serialize_str(text),
            Value::List(nodes) => serializer.collect_seq(nodes.iter().map(Params)),
            Value::Map(entries) => serializer
                .collect_map(entries.iter().map(|entry| (&entry.key, Params(&entry.value)))),
        }
    }
}

#[cfg(test)]
mod tests;
