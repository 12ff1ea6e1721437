//! What front matter has to do with data: queries in files, and the texts that may state numbers.

use super::{FrontMatter, QueryFile};
use crate::base::diagnostic::Diagnostic;
use crate::base::node::{Fields, Node, Spanned, Value};
use crate::base::source::Span;
use crate::content::body::is_query_name;
use crate::content::phrase::stated;

/// Reads `queries`: names with files.
pub(super) fn queries(fields: &mut Fields<'_>, text: &str) -> Vec<QueryFile> {
    const HELP: &str = "write `queries: {monthly: monthly.sql}`";
    let Some(node) = fields.node("queries") else { return Vec::new() };
    let Value::Map(entries) = &node.value else {
        let _: Option<()> = fields.wrong_type("queries", node, "names with files", HELP);
        return Vec::new();
    };
    let mut queries = Vec::with_capacity(entries.len());
    for entry in entries {
        let name = Spanned::new(entry.key.clone(), entry.key_span);
        if !is_query_name(&name) {
            fields.report(unusable_name(&name).at(name.span));
        } else if let Some(path) = entry.value.scalar_text(text) {
            queries.push(QueryFile { name, path: Spanned::new(path, entry.value.span) });
        } else {
            let key = format!("queries.{}", entry.key);
            let _: Option<()> = fields.wrong_type(&key, &entry.value, "the name of a file", HELP);
        }
    }
    queries
}

/// The report of a query's name that SQL cannot use, without a place.
pub fn unusable_name(name: &str) -> Diagnostic {
    let message = format!("`{name}` is not a name that SQL can use as it is");
    Diagnostic::error("query/name", message)
        .help("use lower-case letters, digits and `_`, beginning with a letter")
}

impl FrontMatter {
    /// The texts that readers see and that may state bound numbers, with their places: titles, description, summary, and all under `params`.
    pub fn texts_mut(&mut self) -> Vec<(&mut String, Span)> {
        let own = [&mut self.title, &mut self.link_title, &mut self.description, &mut self.summary];
        let mut texts: Vec<_> =
            own.into_iter().flatten().map(|text| (&mut text.value, text.span)).collect();
        add_texts(&mut self.params, &mut texts);
        texts
    }

    /// Takes each text as it states its numbers, for who does not need to know whether they hold.
    pub fn take_as_stated(&mut self) {
        if self.is_bound {
            for (text, _) in self.texts_mut() {
                *text = stated(text);
            }
        }
    }
}

fn add_texts<'n>(node: &'n mut Node, texts: &mut Vec<(&'n mut String, Span)>) {
    match &mut node.value {
        Value::Text(text) => texts.push((text, node.span)),
        Value::List(items) => {
            for item in items {
                add_texts(item, texts);
            }
        }
        Value::Map(entries) => {
            for entry in entries {
                add_texts(&mut entry.value, texts);
            }
        }
        Value::Null | Value::Boolean(_) | Value::Integer(_) | Value::Float(_) | Value::Time(_) => {}
    }
}
