//! How related pages are found.

use super::{Import, entry, put, text};
use crate::base::node::{Entry, Node, Value};
use crate::base::source::Span;

/// The keys of an index that differ in their names alone. Hugo's are in lower case.
const KEYS: [(&str, &str); 6] = [
    ("name", "name"),
    ("type", "type"),
    ("weight", "weight"),
    ("pattern", "pattern"),
    ("tolower", "to_lower"),
    ("cardinalitythreshold", "cardinality_threshold"),
];

impl Import<'_> {
    /// What is given replaces all that Hugo does unless told otherwise.
    pub(super) fn related(&mut self) {
        let mut related = Node { span: Span::default(), value: Value::Map(Vec::new()) };
        let mut is_given = false;
        for (hugo, own) in [
            ("related.threshold", "threshold"),
            ("related.includenewer", "include_newer"),
            ("related.tolower", "to_lower"),
        ] {
            if let Some(setting) = self.settings.take(hugo) {
                is_given = true;
                put(&mut related, own, setting.node());
            }
        }
        let indices = self.settings.take("related.indices");
        if !is_given && indices.is_none() {
            return;
        }
        if related.get("threshold").is_none() {
            put(
                &mut related,
                "threshold",
                Node { span: Span::default(), value: Value::Integer(0) },
            );
        }
        let items = indices.iter().flat_map(super::settings::Setting::items);
        let items: Vec<Node> = items.map(index).collect();
        put(&mut related, "indices", Node { span: Span::default(), value: Value::List(items) });
        self.put("related", related);
    }
}

/// One index with its keys renamed; those that make no difference are left out.
fn index(node: Node) -> Node {
    let Value::Map(entries) = node.value else { return node };
    let renamed = entries.into_iter().filter_map(|Entry { key, value, .. }| {
        let (_, own) = KEYS.iter().find(|(hugo, _)| key.eq_ignore_ascii_case(hugo))?;
        // Hugo finds names whatever their case, and takes kinds in lower case alone.
        let value = match (*own, value.scalar_text("")) {
            ("name", Some(name)) => text(&name.to_lowercase()),
            _ => value,
        };
        Some(entry(own, value))
    });
    Node { span: node.span, value: Value::Map(renamed.collect()) }
}
