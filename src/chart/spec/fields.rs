//! Reading a mapping key by key, with an error at the place of each value that is not what its key needs.

use crate::base::diagnostic::{Diagnostic, nearest};
use crate::base::node::{Entry, Node, Value};
use crate::base::source::Span;

/// A value and its place.
pub(super) type Placed<T> = Option<(T, Span)>;

/// A mapping that is being read.
pub(super) struct Fields<'a> {
    entries: &'a [Entry],
    /// The place of the whole mapping.
    pub(super) span: Span,
    /// All that is wrong so far.
    pub(super) errors: Vec<Diagnostic>,
}

impl<'a> Fields<'a> {
    /// The mapping in `node`; `what` names it in the error if it is something else.
    pub(super) fn new(node: &'a Node, what: &str) -> Result<Self, Diagnostic> {
        match &node.value {
            Value::Map(entries) => Ok(Self { entries, span: node.span, errors: Vec::new() }),
            other => Err(mismatch(what, "a mapping of keys to values", other, node.span)),
        }
    }

    /// Reports keys that are not among `known`; `others` are keys that people know from elsewhere, with ours.
    pub(super) fn only(&mut self, known: &[&str], others: &[(&str, &str)]) {
        for entry in self.entries.iter().filter(|entry| !known.contains(&&*entry.key)) {
            let other = others.iter().find(|(other, _)| *other == entry.key).map(|(_, ours)| *ours);
            let near = other.or_else(|| nearest(&entry.key, known.iter().copied()));
            let list = known.join("`, `");
            let help = match near {
                Some(near) => format!("did you mean `{near}`? the keys are `{list}`"),
                None => format!("the keys are `{list}`"),
            };
            let message = format!("there is no key `{}` here", entry.key);
            let error = Diagnostic::error("chart/unknown-key", message);
            self.errors.push(error.at(entry.key_span).help(help));
        }
    }

    /// The value of `key`; an explicit null is no value.
    pub(super) fn get(&self, key: &str) -> Option<&'a Node> {
        let entry = self.entries.iter().find(|entry| entry.key == key)?;
        (entry.value.value != Value::Null).then_some(&entry.value)
    }

    /// The place of `key` itself.
    pub(super) fn key(&self, key: &str) -> Option<Span> {
        self.entries.iter().find(|entry| entry.key == key).map(|entry| entry.key_span)
    }

    /// The keys with their values, in order.
    pub(super) fn all(&self) -> impl Iterator<Item = &'a Entry> + use<'a> {
        self.entries.iter()
    }

    /// The text of `key`.
    pub(super) fn text(&mut self, key: &str) -> Placed<String> {
        let node = self.get(key)?;
        match &node.value {
            Value::Text(text) if !text.trim().is_empty() => {
                Some((text.trim().to_owned(), node.span))
            }
            other => self.wrong(key, "a text", other, node.span),
        }
    }

    /// The text of `key`, without which there is no chart; `help` says what it is for.
    pub(super) fn needed(&mut self, key: &str, help: &str) -> Placed<String> {
        if self.get(key).is_none() {
            let error = Diagnostic::error("chart/missing-key", format!("`{key}` is missing"));
            self.errors.push(error.at(self.key(key).unwrap_or(self.span)).help(help));
        }
        self.text(key)
    }

    /// The `true` or `false` of `key`.
    pub(super) fn flag(&mut self, key: &str) -> Placed<bool> {
        let node = self.get(key)?;
        match &node.value {
            Value::Boolean(flag) => Some((*flag, node.span)),
            other => self.wrong(key, "`true` or `false`", other, node.span),
        }
    }

    /// The whole number of `key`, within `least` and `most`.
    pub(super) fn number(&mut self, key: &str, least: u32, most: u32) -> Placed<u32> {
        let node = self.get(key)?;
        let wanted = format!("a whole number from {least} to {most}");
        match &node.value {
            Value::Integer(n) => match u32::try_from(*n) {
                Ok(n) if (least..=most).contains(&n) => Some((n, node.span)),
                _ => {
                    let message = format!("`{key}` must be {wanted}, not {n}");
                    self.errors.push(Diagnostic::error("chart/value", message).at(node.span));
                    None
                }
            },
            other => self.wrong(key, &wanted, other, node.span),
        }
    }

    /// The one of `choices` that `key` names.
    pub(super) fn choice<T: Copy>(&mut self, key: &str, choices: &[(&str, T)]) -> Placed<T> {
        let (name, span) = self.text(key)?;
        if let Some((_, choice)) = choices.iter().find(|(known, _)| *known == name) {
            return Some((*choice, span));
        }
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        let list = names.join("`, `");
        let help = match nearest(&name, names) {
            Some(near) => format!("did you mean `{near}`? `{key}` is one of `{list}`"),
            None => format!("`{key}` is one of `{list}`"),
        };
        let error = Diagnostic::error("chart/value", format!("`{key}` cannot be `{name}`"));
        self.errors.push(error.at(span).help(help));
        None
    }

    /// The text of `key`, or its list of texts.
    pub(super) fn texts(&mut self, key: &str) -> Vec<(String, Span)> {
        let Some(node) = self.get(key) else { return Vec::new() };
        let Value::List(items) = &node.value else {
            return self.text(key).into_iter().collect();
        };
        if items.is_empty() {
            let error = Diagnostic::error("chart/value", format!("`{key}` is an empty list"));
            self.errors.push(error.at(node.span).help("name at least one column"));
        }
        let mut res = Vec::new();
        for item in items {
            match &item.value {
                Value::Text(text) => res.push((text.clone(), item.span)),
                other => {
                    self.wrong::<()>(key, "a list of texts", other, item.span);
                }
            }
        }
        res
    }

    fn wrong<T>(&mut self, key: &str, wanted: &str, found: &Value, span: Span) -> Option<T> {
        self.errors.push(mismatch(&format!("`{key}`"), wanted, found, span));
        None
    }
}

/// The error that `what` should be `wanted`.
pub(super) fn mismatch(what: &str, wanted: &str, found: &Value, span: Span) -> Diagnostic {
    let (found, quote) = match found {
        Value::Null => ("empty", false),
        Value::Boolean(_) => ("a boolean", true),
        Value::Integer(_) | Value::Float(_) => ("a number", true),
        Value::Text(text) if text.trim().is_empty() => ("an empty text", false),
        Value::Text(_) => ("a text", false),
        Value::Time(_) => ("a date", true),
        Value::List(_) => ("a list", false),
        Value::Map(_) => ("a mapping", false),
    };
    let message = format!("{what} must be {wanted}, not {found}");
    let error = Diagnostic::error("chart/type", message).at(span);
    if quote && wanted == "a text" {
        return error.help("put it in quotes if it is meant as text");
    }
    error
}
