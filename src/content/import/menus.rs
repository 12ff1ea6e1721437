//! Menus: what a link leads to is found in the content.

use super::{Import, entry, map, text};
use crate::base::node::{Node, Value};
use crate::base::source::Span;

/// The keys of a link that mean the same here.
const SAME: [&str; 8] =
    ["name", "identifier", "parent", "weight", "pre", "post", "title", "params"];

impl Import<'_> {
    /// The site's menus.
    pub(super) fn menus(&mut self) {
        for key in ["menus", "menu"] {
            let Some(setting) = self.settings.take(key) else { continue };
            let Value::Map(menus) = setting.node().value else { continue };
            for menu in menus {
                let items = match menu.value.value {
                    Value::List(items) => items,
                    _ => vec![menu.value],
                };
                let mut links: Vec<Link> =
                    items.iter().filter_map(|item| self.link(item)).collect();
                links.sort_by(|a, b| a.order().cmp(&b.order()));
                let links = links.into_iter().map(|link| link.node).collect();
                let node = Node { span: Span::default(), value: Value::List(links) };
                let key = menu.key.replace('.', "_");
                self.put(&format!("menu.{key}"), node);
            }
        }
    }

    /// A link in this program's words.
    fn link(&self, item: &Node) -> Option<Link> {
        let Value::Map(given) = &item.value else { return None };
        let find = |key: &str| given.iter().find(|entry| entry.key.eq_ignore_ascii_case(key));
        let words = |key: &str| {
            let text = find(key).and_then(|entry| entry.value.scalar_text(""));
            text.filter(|text| !text.is_empty())
        };
        let mut node = map();
        let Value::Map(entries) = &mut node.value else { return None };
        for key in SAME {
            if let Some(own) = find(key).filter(|own| own.value.value != Value::Null) {
                let weight = (key == "weight").then(|| own.value.scalar_text("")?.parse().ok());
                let value = match weight.flatten() {
                    Some(weight) => Node { span: Span::default(), value: Value::Integer(weight) },
                    None => own.value.clone(),
                };
                entries.push(entry(key, value));
            }
        }
        let page = words("pageRef");
        let url = words("url").map(|url| {
            let is_outside = url.contains(':') || url.starts_with('/') || url.starts_with('#');
            if is_outside { url } else { format!("/{url}") }
        });
        if let Some(page) = &page {
            entries.push(entry("page", text(&self.target(page))));
        }
        if let Some(url) = &url {
            entries.push(entry("url", text(url)));
        }
        if page.is_none() && url.is_none() && words("identifier").is_none() {
            let name = words("name")?;
            entries.push(entry("identifier", text(&name)));
        }
        if words("name").is_none() && page.is_none() {
            let name = words("title").or_else(|| words("identifier"))?;
            entries.insert(0, entry("name", text(&name)));
        }
        let weight = words("weight").and_then(|weight| weight.parse().ok()).unwrap_or(0);
        let name = words("name").unwrap_or_default();
        Some(Link { weight, name, identifier: words("identifier").unwrap_or_default(), node })
    }

    /// What a logical path of Hugo leads to: a page's file, or else that path, for a list without one.
    fn target(&self, page: &str) -> String {
        let wanted = page.trim_matches('/').to_lowercase().replace(' ', "-");
        if wanted.is_empty() {
            return "/".to_owned();
        }
        let mut content = self.files.iter().filter_map(|file| self.contents.below(file.as_str()));
        let named = |path: &str| path.trim_matches('/').to_lowercase().replace(' ', "-");
        let is_meant = |path: &&str| {
            let Some((stem, "md" | "markdown" | "mdown" | "html" | "htm")) = path.rsplit_once('.')
            else {
                return false;
            };
            let stem = stem.strip_suffix("_index").or(stem.strip_suffix("/index")).unwrap_or(stem);
            named(stem) == wanted
        };
        match content.find(is_meant) {
            Some(file) => file.to_owned(),
            None => page.to_owned(),
        }
    }
}

/// A link with what Hugo sorts it by.
struct Link {
    weight: i64,
    name: String,
    identifier: String,
    node: Node,
}

impl Link {
    fn order(&self) -> (bool, i64, &str, &str) {
        (self.weight == 0, self.weight, &self.name, &self.identifier)
    }
}
