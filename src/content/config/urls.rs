//! How files become URLs: permalinks, ugly URLs and the cleaning of names.

use std::collections::BTreeMap;

use crate::base::diagnostic::Diagnostic;
use crate::base::node::{Entry, Fields, Node, Value};
use crate::content::permalink::Pattern;

/// How files become URLs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Urls {
    /// How names are cleaned.
    pub names: Names,
    /// The patterns of each kind of page by the top-level section they hold for, `""` for pages in none.
    pub permalinks: BTreeMap<PageKind, BTreeMap<String, Pattern>>,
    /// Which pages end in `.html`.
    pub ugly: Ugly,
    /// Do the `aliases` of pages lead to them?
    pub has_aliases: bool,
}

impl Default for Urls {
    fn default() -> Self {
        Self {
            names: Names::default(),
            permalinks: BTreeMap::new(),
            ugly: Ugly::default(),
            has_aliases: true,
        }
    }
}

/// How names of files and titles are cleaned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Names {
    /// Do capital letters stay?
    pub keep_case: bool,
    /// Are accents taken off?
    pub remove_accents: bool,
}

/// What a pattern can be for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PageKind {
    /// Single pages.
    Page,
    /// Sections.
    Section,
    /// A taxonomy's list of terms.
    Taxonomy,
    /// A term's list of pages.
    Term,
}

/// Which pages end in `.html`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ugly {
    /// All or none.
    All(bool),
    /// Those of these top-level sections.
    Sections(Vec<String>),
}

impl Default for Ugly {
    fn default() -> Self {
        Self::All(false)
    }
}

impl Ugly {
    /// Do pages of this top-level section end in `.html`?
    pub fn holds_for(&self, section: &str) -> bool {
        match self {
            Self::All(all) => *all,
            Self::Sections(sections) => sections.iter().any(|name| name == section),
        }
    }
}

/// Takes the keys about URLs.
pub(super) fn read(fields: &mut Fields<'_>) -> Urls {
    let is_on = |fields: &mut Fields<'_>, key| fields.boolean(key).is_some_and(|on| on.value);
    Urls {
        names: Names {
            keep_case: is_on(fields, "disable_path_to_lower"),
            remove_accents: is_on(fields, "remove_path_accents"),
        },
        permalinks: fields.nested("permalinks", permalinks).unwrap_or_default(),
        ugly: ugly(fields),
        has_aliases: !is_on(fields, "disable_aliases"),
    }
}

/// A key as the name of a section: without slashes around it, in lower case.
fn section(key: &str) -> String {
    key.trim_matches('/').to_lowercase()
}

fn ugly(fields: &mut Fields<'_>) -> Ugly {
    let Some(node) = fields.node("ugly_urls") else { return Ugly::default() };
    let help = "write `true`, or a line `posts: true` per section";
    match &node.value {
        Value::Boolean(all) => Ugly::All(*all),
        Value::Map(entries) => {
            let mut sections = Vec::new();
            for Entry { key, value, .. } in entries {
                match value.value {
                    Value::Boolean(true) => sections.push(section(key)),
                    Value::Boolean(false) => {}
                    _ => {
                        let _: Option<()> =
                            fields.wrong_type(key, value, "`true` or `false`", help);
                    }
                }
            }
            Ugly::Sections(sections)
        }
        _ => fields
            .wrong_type("ugly_urls", node, "`true`, `false` or a map of sections", help)
            .unwrap_or_default(),
    }
}

/// A section with its pattern stands for pages and terms; a kind of page holds a map of them.
fn permalinks(fields: &mut Fields<'_>) -> BTreeMap<PageKind, BTreeMap<String, Pattern>> {
    let mut res: BTreeMap<PageKind, BTreeMap<String, Pattern>> = BTreeMap::new();
    let mut add = |kind, key: &str, pattern: Pattern| {
        res.entry(kind).or_default().insert(section(key), pattern);
    };
    for Entry { key, value, .. } in fields.rest() {
        let kind = match key.as_str() {
            "page" => Some(PageKind::Page),
            "section" => Some(PageKind::Section),
            "taxonomy" => Some(PageKind::Taxonomy),
            "term" => Some(PageKind::Term),
            _ => None,
        };
        match (kind, &value.value) {
            (Some(kind), Value::Map(entries)) => {
                for Entry { key, value, .. } in entries {
                    if let Some(pattern) = pattern(fields, key, value) {
                        add(kind, key, pattern);
                    }
                }
            }
            _ => {
                if let Some(pattern) = pattern(fields, key, value) {
                    add(PageKind::Term, key, pattern.clone());
                    add(PageKind::Page, key, pattern);
                }
            }
        }
    }
    res
}

fn pattern(fields: &mut Fields<'_>, key: &str, node: &Node) -> Option<Pattern> {
    let Value::Text(text) = &node.value else {
        let help = "write a pattern such as `/:year/:month/:slug/`";
        return fields.wrong_type(key, node, "a pattern of URLs", help);
    };
    match Pattern::parse(text) {
        Ok(pattern) => Some(pattern),
        Err(mut error) => {
            // A quoted or folded text need not stand in the file as it is read.
            error.labels.clear();
            let error: Diagnostic = error.at(node.span);
            fields.report(error);
            None
        }
    }
}
