//! What is made of which kinds of pages: `disable_kinds` and `outputs`, and the names of feeds and sitemaps.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::diagnostic::{Diagnostic, nearest};
use crate::base::node::{Entry, Fields, Spanned};

/// The kinds of pages, by the names that `outputs` and `disable_kinds` know them by.
const KINDS: [&str; 5] = ["home", "page", "section", "taxonomy", "term"];

/// The kinds of files that are no pages.
const FILES: [&str; 4] = ["rss", "sitemap", "robotstxt", "404"];

/// What is made of which kinds of pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outputs {
    /// The kinds of pages and files that there are none of.
    disabled: BTreeSet<&'static str>,
    /// Which files pages of a kind become, where the configuration says so.
    kinds: BTreeMap<&'static str, Formats>,
    /// The file name of feeds.
    pub feed: String,
    /// The file name of sitemaps.
    pub sitemap: String,
}

/// Which files a page becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Formats {
    /// A page in HTML?
    pub html: bool,
    /// A feed, for lists?
    pub feed: bool,
}

/// Is this the name of a kind of pages or files?
pub fn is_kind(name: &str) -> bool {
    KINDS.into_iter().chain(FILES).any(|kind| kind.eq_ignore_ascii_case(name))
}

impl Default for Outputs {
    fn default() -> Self {
        Self {
            disabled: BTreeSet::new(),
            kinds: BTreeMap::new(),
            feed: "index.xml".into(),
            sitemap: "sitemap.xml".into(),
        }
    }
}

impl Outputs {
    /// Is there nothing of this kind?
    pub fn is_disabled(&self, kind: &str) -> bool {
        self.disabled.contains(kind)
    }

    /// Which files a page of this kind becomes; `own` is what the page says itself.
    pub fn of(&self, kind: &str, own: Option<Formats>) -> Formats {
        let given = own.or_else(|| self.kinds.get(kind).copied());
        let Formats { html, feed } = given.unwrap_or(Formats { html: true, feed: true });
        Formats { html, feed: feed && !self.is_disabled("rss") }
    }

    /// Takes the keys about what is made; those of `feed` and `sitemap` are in their maps.
    pub(super) fn read(fields: &mut Fields<'_>, text: &str) -> Self {
        let standard = Self::default();
        let mut disabled = BTreeSet::new();
        for kind in fields.texts("disable_kinds", text).unwrap_or_default() {
            let known = KINDS.into_iter().chain(FILES);
            match known.clone().find(|known| kind.eq_ignore_ascii_case(known)) {
                Some(known) => drop(disabled.insert(known)),
                None => fields.report(unknown_kind(&kind, known)),
            }
        }
        let kinds = fields.nested("outputs", |fields| {
            let mut kinds = BTreeMap::new();
            for Entry { key, value, key_span } in fields.rest() {
                let Some(kind) = KINDS.into_iter().find(|kind| key.eq_ignore_ascii_case(kind))
                else {
                    let key = Spanned { value: key.clone(), span: *key_span };
                    fields.report(unknown_kind(&key, KINDS.into_iter()));
                    continue;
                };
                let names = fields.texts_of(kind, value, text);
                kinds.insert(kind, Formats::read(&names, fields));
            }
            kinds
        });
        Self { disabled, kinds: kinds.unwrap_or_default(), ..standard }
    }
}

impl Formats {
    /// What a list of outputs names.
    pub fn read(names: &[Spanned<String>], fields: &mut Fields<'_>) -> Self {
        let is_named = |name: &str| names.iter().any(|output| output.eq_ignore_ascii_case(name));
        for output in names {
            if !["html", "rss"].iter().any(|name| output.eq_ignore_ascii_case(name)) {
                let message = format!("there is no output `{}`", output.value);
                let warning = Diagnostic::warning("front-matter/outputs", message);
                fields.report(warning.at(output.span).help("a page has `html`, a list `rss`"));
            }
        }
        Self { html: is_named("html"), feed: is_named("rss") }
    }
}

fn unknown_kind(name: &Spanned<String>, known: impl Iterator<Item = &'static str>) -> Diagnostic {
    let known: Vec<&str> = known.collect();
    let help = match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("it can be one of `{}`", known.join("`, `")),
    };
    Diagnostic::error("config/kind", format!("there is no kind of page `{}`", name.value))
        .at(name.span)
        .help(help)
}

/// Takes the name of a file, which ends in `.xml` and lies in no folder.
pub(super) fn file_name(fields: &mut Fields<'_>, key: &'static str) -> Option<String> {
    let name = fields.text(key)?;
    let is_sound = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    if name.len() > 4 && name.ends_with(".xml") && name.chars().all(is_sound) {
        return Some(name.value);
    }
    let message = format!("`{}` is not the name of a file in XML", name.value);
    let help = "use letters, digits, `-` and `_`, and `.xml` at the end: `feed.xml`";
    fields.report(Diagnostic::error("config/file-name", message).at(name.span).help(help));
    None
}
