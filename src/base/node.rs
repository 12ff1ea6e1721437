//! YAML, TOML and JSON as one tree in which every key and value knows its place.

mod fields;
mod json;
mod scalar;
#[cfg(test)]
mod tests;
mod toml;
mod yaml;
mod yaml_error;

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::Deref;

pub use fields::{Elsewhere, Fields};

use super::diagnostic::Diagnostic;
use super::source::Span;

/// How deep lists and maps may nest, so that walking a tree cannot exhaust the stack.
const MAX_DEPTH: usize = 100;

/// Reads YAML: the 1.2 core schema with the octal `0123` of its elders; an empty text is [`Value::Null`].
pub fn yaml(text: &str) -> Result<Node, Vec<Diagnostic>> {
    yaml::read(text)
}

/// Reads TOML.
pub fn toml(text: &str) -> Result<Node, Vec<Diagnostic>> {
    toml::read(text)
}

/// Reads JSON as RFC 8259 has it: no comments, no trailing commas.
pub fn json(text: &str) -> Result<Node, Vec<Diagnostic>> {
    json::read(text)
}

/// Something read from a source, with its place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Spanned<T> {
    /// What was read.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// `value` at `span`.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// Another value at the same place.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: f(self.value), span: self.span }
    }
}

impl<T> Deref for Spanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// A value with its place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Node {
    /// The bytes of the value in its source; for a quoted text, with the quotes.
    pub span: Span,
    /// The value.
    pub value: Value,
}

/// What a [`Node`] holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// Nothing: `null`, `~`, or no text at all.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction or an exponent, or too large for [`Value::Integer`].
    Float(f64),
    /// A text, unescaped.
    Text(String),
    /// A date or time that is one by the syntax of its language (TOML), as written.
    Time(String),
    /// A sequence.
    List(Vec<Node>),
    /// A mapping in the order of the source, without duplicate keys.
    Map(Vec<Entry>),
}

/// A key of a mapping with its value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The key, unescaped, its case kept.
    pub key: String,
    /// The place of the key.
    pub key_span: Span,
    /// The value.
    pub value: Node,
}

impl Node {
    /// Moves all places by `offset` bytes: from a fragment to the text that holds it.
    pub fn shift(&mut self, offset: usize) {
        self.span = self.span.shifted(offset);
        match &mut self.value {
            Value::List(items) => items.iter_mut().for_each(|item| item.shift(offset)),
            Value::Map(entries) => {
                for entry in entries {
                    entry.key_span = entry.key_span.shifted(offset);
                    entry.value.shift(offset);
                }
            }
            _ => {}
        }
    }

    /// Forgets where all values stand: they are to be put into another source, in which they stand nowhere.
    pub fn displace(&mut self) {
        self.span = Span::default();
        match &mut self.value {
            Value::List(items) => items.iter_mut().for_each(Self::displace),
            Value::Map(entries) => entries.iter_mut().for_each(Entry::displace),
            _ => {}
        }
    }

    /// The value under `key`, if this is a map that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        match &self.value {
            Value::Map(entries) => {
                entries.iter().find(|entry| entry.key == key).map(|entry| &entry.value)
            }
            _ => None,
        }
    }

    /// A text, number, truth value or time as text; numbers as they are written in `source`, so that `1.10` stays `1.10`.
    pub fn scalar_text(&self, source: &str) -> Option<String> {
        match &self.value {
            Value::Text(text) | Value::Time(text) => Some(text.clone()),
            Value::Boolean(value) => Some(value.to_string()),
            Value::Integer(integer) if self.span == Span::default() => Some(integer.to_string()),
            Value::Float(float) if self.span == Span::default() => Some(float.to_string()),
            Value::Integer(_) | Value::Float(_) => source.get(self.span.range()).map(str::to_owned),
            Value::Null | Value::List(_) | Value::Map(_) => None,
        }
    }

    /// What this is, in words: `a text`, `a list`.
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "nothing",
            Value::Boolean(_) => "a truth value",
            Value::Integer(_) => "a whole number",
            Value::Float(_) => "a number",
            Value::Text(_) => "a text",
            Value::Time(_) => "a time",
            Value::List(_) => "a list",
            Value::Map(_) => "a map",
        }
    }
}

impl Entry {
    /// Forgets where the key and its value stand, as [`Node::displace`] does.
    pub fn displace(&mut self) {
        self.key_span = Span::default();
        self.value.displace();
    }
}

/// Keeps the first of the entries that share a key, and reports the others.
fn without_duplicates(
    entries: Vec<Entry>,
    code: &'static str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Entry> {
    let mut first: BTreeMap<String, Span> = BTreeMap::new();
    let mut kept = Vec::with_capacity(entries.len());
    for entry in entries {
        if let Some(earlier) = first.get(&entry.key) {
            diagnostics.push(duplicate(code, &entry.key, entry.key_span, *earlier));
        } else {
            first.insert(entry.key.clone(), entry.key_span);
            kept.push(entry);
        }
    }
    kept
}

/// The report of a key that stands twice in a map.
fn duplicate(code: &'static str, key: &str, again: Span, first: Span) -> Diagnostic {
    Diagnostic::error(code, format!("the key `{key}` is given twice"))
        .label(again, "again here")
        .label(first, "first here")
        .help("remove one of the two, or merge their values")
}

/// The report of values that nest deeper than [`MAX_DEPTH`].
fn too_deep(code: &'static str, span: Span) -> Diagnostic {
    Diagnostic::error(code, format!("lists and maps are nested more than {MAX_DEPTH} deep"))
        .at(span)
        .help("flatten the structure")
}
