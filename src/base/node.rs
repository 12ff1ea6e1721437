//! YAML, TOML and JSON as one tree in which every key and value knows its place.

use super::source::Span;

/// A value with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The bytes of the value in its source; for a quoted text, with the quotes.
    pub span: Span,
    /// The value.
    pub value: Value,
}

/// What a [`Node`] holds.
#[derive(Debug, Clone, PartialEq)]
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
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key, unescaped, its case kept.
    pub key: String,
    /// The place of the key.
    pub key_span: Span,
    /// The value.
    pub value: Node,
}
