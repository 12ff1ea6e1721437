//! Links of menus, as the configuration and pages give them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::config::Place;
use crate::base::diagnostic::Diagnostic;
use crate::base::node::{Entry, Fields, Node, Value};
use crate::base::source::Span;

/// A link in a menu.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MenuItem {
    /// The text; `None` for the title of the page.
    pub name: Option<String>,
    /// What other links name it by as their parent, the text if not given.
    pub identifier: Option<String>,
    /// The link that this one stands below.
    pub parent: Option<String>,
    /// Smaller comes first; 0 for the order given, after all others.
    pub weight: i64,
    /// HTML to stand before the text.
    pub pre: Option<String>,
    /// HTML to stand after the text.
    pub post: Option<String>,
    /// What a pointer that rests on the link is shown.
    pub title: Option<String>,
    /// Anything for templates; always a map.
    pub params: Node,
}

/// Where a menu's link of the configuration leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MenuTarget {
    /// An address, taken as it is.
    Url(String),
    /// A page of the site, by its file or by its path in the content, else an address.
    Page(String, Option<String>),
    /// Nowhere: it is there for the links below it.
    Nothing,
}

/// A link that the configuration gives.
#[derive(Debug, Clone, PartialEq)]
pub struct ConfigItem {
    /// The link.
    pub item: MenuItem,
    /// Where it leads.
    pub target: MenuTarget,
    /// Where it stands, for reports about it.
    pub place: Place,
}

/// A link that a page gives, to itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PageItem {
    /// The menu.
    pub menu: String,
    /// The link.
    pub item: MenuItem,
    /// Where it stands in the page's file.
    pub span: Span,
}

impl MenuItem {
    /// Takes the keys that say what a link looks like and where in its menu it stands.
    pub fn read(fields: &mut Fields<'_>, text: &str) -> Self {
        let optional = |fields: &mut Fields<'_>, key| {
            fields.scalar(key, text).map(|text| text.value).filter(|text| !text.is_empty())
        };
        Self {
            name: optional(fields, "name"),
            identifier: optional(fields, "identifier"),
            parent: optional(fields, "parent"),
            weight: fields.loose_integer("weight").unwrap_or(0),
            pre: optional(fields, "pre"),
            post: optional(fields, "post"),
            title: optional(fields, "title"),
            params: fields.map("params"),
        }
    }

    /// A link about which nothing is said.
    pub fn plain() -> Self {
        Self {
            name: None,
            identifier: None,
            parent: None,
            weight: 0,
            pre: None,
            post: None,
            title: None,
            params: Node { span: Span::default(), value: Value::Map(Vec::new()) },
        }
    }
}

/// Takes `menu` and `menus` of a page: a menu's name, several, or a map of them.
pub fn of_page(fields: &mut Fields<'_>, text: &str) -> Vec<PageItem> {
    let mut items: BTreeMap<String, PageItem> = BTreeMap::new();
    for key in ["menus", "menu"] {
        let Some(node) = fields.node(key) else { continue };
        if key == "menu" && fields.peek("menus").is_some() {
            let warning =
                Diagnostic::warning("front-matter/menu", "`menu` has no effect beside `menus`");
            fields.report(warning.at(node.span).help("put all of the page's links under `menus`"));
            continue;
        }
        let mut add = |menu: &str, item, span| {
            let menu = menu.to_owned();
            items.entry(menu.clone()).or_insert(PageItem { menu, item, span });
        };
        if let Value::Map(entries) = &node.value {
            for Entry { key: menu, value, key_span } in entries {
                let what = format!("the menu `{menu}`");
                let item = match &value.value {
                    Value::Text(blank) if blank.trim().is_empty() => MenuItem::plain(),
                    _ => fields.inner(value, &what, |fields| MenuItem::read(fields, text)),
                };
                add(menu, item, *key_span);
            }
        } else {
            for menu in fields.texts_of(key, node, text) {
                if !menu.is_empty() {
                    add(&menu, MenuItem::plain(), menu.span);
                }
            }
        }
    }
    items.into_values().collect()
}

/// The report of a link whose parent is not in its menu.
pub fn no_parent(parent: &str, menu: &str) -> Diagnostic {
    let message = format!("there is no `{parent}` in the menu `{menu}` for this to stand below");
    Diagnostic::warning("site/menu-parent", message)
        .help("name the parent's `identifier`, or its text if it has none")
}
