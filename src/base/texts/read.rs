//! Files of texts: YAML, TOML or JSON, as maps or as Hugo's lists of `id` and `translation`.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Piece, Text, Texts};
use crate::base::diagnostic::Diagnostic;
use crate::base::node::{self, Node, Value};
use crate::base::source::{Source, Span};

/// The plural forms there are in any language.
const FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// What else may stand beside them.
const NOTES: [&str; 5] = ["description", "hash", "id", "leftdelim", "rightdelim"];

/// The language of a file, by its name, and its texts.
pub fn file(source: &Arc<Source>, diagnostics: &mut Vec<Diagnostic>) -> (String, Texts) {
    let code = source.path.stem().to_lowercase().replace('_', "-");
    let tree = match source.path.extension() {
        "toml" => node::toml(&source.text),
        "json" => node::json(&source.text),
        _ => node::yaml(&source.text),
    };
    let mut reader =
        Reader { tag: code.as_str().into(), source, texts: Texts::new(), diagnostics: Vec::new() };
    match tree {
        Ok(root) => reader.root(&root),
        Err(errors) => reader.diagnostics.extend(errors),
    }
    diagnostics.extend(reader.diagnostics.into_iter().map(|wrong| wrong.within(source)));
    (code, reader.texts)
}

struct Reader<'a> {
    tag: Arc<str>,
    source: &'a Source,
    texts: Texts,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn root(&mut self, root: &Node) {
        match &root.value {
            Value::Null => {}
            Value::List(items) => {
                for item in items {
                    let id = item.get("id").and_then(|id| id.scalar_text(&self.source.text));
                    match (id, item.get("translation")) {
                        (Some(id), Some(translation)) => self.entry(&id, translation),
                        _ => self.wrong(item.span, "an item needs `id` and `translation`"),
                    }
                }
            }
            Value::Map(_) => self.group("", root),
            _ => self.wrong(root.span, "a file of texts is a map from keys to texts"),
        }
    }

    /// A map of texts; keys of maps in it are joined by dots.
    fn group(&mut self, prefix: &str, node: &Node) {
        let Value::Map(entries) = &node.value else { return };
        for entry in entries {
            let key = format!("{prefix}{}", entry.key);
            self.entry(&key, &entry.value);
        }
    }

    fn entry(&mut self, key: &str, node: &Node) {
        if let Some(text) = node.scalar_text(&self.source.text) {
            let pieces = self.pieces(&text, node.span);
            self.add(key, BTreeMap::from([("other".to_owned(), pieces)]));
            return;
        }
        let Value::Map(entries) = &node.value else {
            self.wrong(node.span, &format!("`{key}` is no text"));
            return;
        };
        let name = |key: &str| key.to_lowercase();
        let is_form = |key: &str| FORMS.contains(&&*name(key));
        let is_text = entries.iter().any(|entry| is_form(&entry.key))
            && entries
                .iter()
                .all(|entry| is_form(&entry.key) || NOTES.contains(&&*name(&entry.key)));
        if !is_text {
            self.group(&format!("{key}."), node);
            return;
        }
        let mut forms = BTreeMap::new();
        for entry in entries.iter().filter(|entry| is_form(&entry.key)) {
            match entry.value.scalar_text(&self.source.text) {
                Some(text) => {
                    let pieces = self.pieces(&text, entry.value.span);
                    forms.insert(name(&entry.key), pieces);
                }
                None => self.wrong(entry.value.span, &format!("`{}` is no text", entry.key)),
            }
        }
        if !forms.contains_key("other") {
            let message = format!("`{key}` has no form `other`, which all other numbers take");
            self.diagnostics.push(
                Diagnostic::error("words/form", message).at(node.span).help("add `other: …`"),
            );
        }
        self.add(key, forms);
    }

    fn add(&mut self, key: &str, forms: BTreeMap<String, Vec<Piece>>) {
        self.texts.insert(key.to_owned(), Text { tag: Arc::clone(&self.tag), forms });
    }

    /// A text in parts: `{{ .Name }}` and `{{ name }}` are arguments, as in Hugo's files.
    fn pieces(&mut self, text: &str, span: Span) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            let Some((inner, after)) = after.split_once("}}") else { break };
            let path = inner.trim().trim_matches('-').trim();
            let is_name = |name: &str| {
                !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_')
            };
            let bare = path.strip_prefix('.').unwrap_or(path);
            let names: Vec<String> =
                bare.split('.').filter(|name| !name.is_empty()).map(str::to_lowercase).collect();
            if path != "." && (names.is_empty() || !bare.split('.').all(is_name)) {
                let message =
                    format!("`{{{{{inner}}}}}` is shown as it stands: it names no argument");
                self.diagnostics.push(
                    Diagnostic::warning("words/argument", message)
                        .at(span)
                        .help("write a name alone, as in `{{ .Count }}`"),
                );
                pieces.push(Piece::Plain(format!("{before}{{{{{inner}}}}}")));
            } else {
                pieces.push(Piece::Plain(before.to_owned()));
                pieces.push(Piece::Argument(names));
            }
            rest = after;
        }
        pieces.push(Piece::Plain(rest.to_owned()));
        pieces.retain(|piece| *piece != Piece::Plain(String::new()));
        pieces
    }

    fn wrong(&mut self, span: Span, message: &str) {
        self.diagnostics.push(
            Diagnostic::error("words/type", message)
                .at(span)
                .help("write `key: text`, or `key: {one: …, other: …}`"),
        );
    }
}
