//! A map read key by key, with a report of all that is wrong in it.

mod loose;
mod unknown;

pub use unknown::Elsewhere;

use super::{Entry, Node, Spanned, Value};
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::source::Span;

/// Takes the keys of a map one by one and collects what is wrong on the way.
///
/// A method that takes a key gives `None` if the key is absent, empty, or wrong; in the last case it has said so.
/// [`finish`](Self::finish) gives the reports, and one more for each key that nobody asked for.
pub struct Fields<'a> {
    /// What the map describes, in words: `a chart`.
    what: String,
    span: Span,
    entries: Vec<(&'a Entry, bool)>,
    known: Vec<&'static str>,
    folds_case: bool,
    unknown: Severity,
    /// The keys that lead to this map, joined by dots.
    path: String,
    elsewhere: Option<Elsewhere>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Fields<'a> {
    /// The keys of `node`, which describes `what`: `the configuration`, `a chart`. Nothing at all is an empty map.
    pub fn new(node: &'a Node, what: &str) -> Self {
        let mut fields = Self {
            what: what.to_owned(),
            span: node.span,
            entries: Vec::new(),
            known: Vec::new(),
            folds_case: false,
            unknown: Severity::Error,
            path: String::new(),
            elsewhere: None,
            diagnostics: Vec::new(),
        };
        match &node.value {
            Value::Map(entries) => fields.entries = entries.iter().map(|e| (e, false)).collect(),
            Value::Null => {}
            _ => {
                let message = format!("{what} is a map of keys and values, not {}", node.kind());
                fields.report(
                    Diagnostic::error("key/wrong-type", message)
                        .at(node.span)
                        .help("write `key: value` lines"),
                );
            }
        }
        fields
    }

    /// Takes `Title` for `title`; keys that are then the same are errors.
    #[must_use]
    pub fn folding_case(mut self) -> Self {
        self.folds_case = true;
        let mut entries: Vec<&Entry> = self.entries.iter().map(|(entry, _)| *entry).collect();
        entries.sort_by_cached_key(|entry| (entry.key.to_lowercase(), entry.key_span));
        for pair in entries.windows(2) {
            if pair[0].key.to_lowercase() == pair[1].key.to_lowercase() {
                let (first, again) = (pair[0], pair[1]);
                let message = format!("the keys `{}` and `{}` are the same", first.key, again.key);
                self.diagnostics.push(
                    Diagnostic::error("key/duplicate", message)
                        .label(again.key_span, "again here")
                        .label(first.key_span, "first here")
                        .help("the case of letters does not matter in keys: remove one of the two"),
                );
            }
        }
        self
    }

    /// Makes keys that nobody asks for warnings instead of errors.
    #[must_use]
    pub fn tolerating_unknown(mut self) -> Self {
        self.unknown = Severity::Warning;
        self
    }

    /// Asks `elsewhere` for the help on keys that nobody asks for, here and in the maps below.
    #[must_use]
    pub fn knowing(mut self, elsewhere: Elsewhere) -> Self {
        self.elsewhere = Some(elsewhere);
        self
    }

    /// Where the map stands.
    pub fn span(&self) -> Span {
        self.span
    }

    /// Adds a report.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Takes the entry under `key`, an empty one too.
    pub fn entry(&mut self, key: &'static str) -> Option<&'a Entry> {
        if !self.known.contains(&key) {
            self.known.push(key);
        }
        self.entry_named(key)
    }

    /// Takes the entry under a key that the site's author has named; help does not offer it.
    pub fn entry_named(&mut self, key: &str) -> Option<&'a Entry> {
        let folds_case = self.folds_case;
        let is_meant = |name: &str| name == key || (folds_case && same_but_for_case(name, key));
        let (entry, is_taken) = self.entries.iter_mut().find(|(entry, _)| is_meant(&entry.key))?;
        *is_taken = true;
        Some(entry)
    }

    /// Takes the value under `key`, whatever it is.
    pub fn node(&mut self, key: &'static str) -> Option<&'a Node> {
        self.entry(key).map(|entry| &entry.value).filter(|node| node.value != Value::Null)
    }

    /// The value under `key`, which is not taken by looking at it.
    pub fn peek(&self, key: &str) -> Option<&'a Node> {
        let is_meant = |name: &str| self.is_meant(name, key);
        self.entries.iter().find(|(entry, _)| is_meant(&entry.key)).map(|(entry, _)| &entry.value)
    }

    /// Is `name` the key that is asked for?
    fn is_meant(&self, name: &str, key: &str) -> bool {
        name == key || (self.folds_case && same_but_for_case(name, key))
    }

    /// Takes a map as it is; an empty one if there is none.
    pub fn map(&mut self, key: &'static str) -> Node {
        let empty = || Node { span: Span::default(), value: Value::Map(Vec::new()) };
        let Some(node) = self.node(key) else { return empty() };
        if let Value::Map(_) = node.value {
            return node.clone();
        }
        let help = "write `key: value` lines below it";
        self.wrong_type(key, node, "a map", help).unwrap_or_else(empty)
    }

    /// Takes all entries that nobody asked for.
    pub fn rest(&mut self) -> Vec<&'a Entry> {
        let rest = self.entries.iter_mut().filter(|(_, is_taken)| !is_taken);
        rest.map(|(entry, is_taken)| {
            *is_taken = true;
            *entry
        })
        .collect()
    }

    /// Reports that `key` is absent or empty, if it is.
    pub fn require(&mut self, key: &'static str) {
        if self.node(key).is_none() {
            let message = format!("{} needs the key `{key}`", self.what);
            let place = self.span;
            self.report(
                Diagnostic::error("key/missing", message).at(place).help(format!("add `{key}: …`")),
            );
        }
    }

    /// Takes a text.
    pub fn text(&mut self, key: &'static str) -> Option<Spanned<String>> {
        self.typed(key, "a text", "put the value in quotes", |value| match value {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        })
    }

    /// Takes a text, or a number or truth value as it is written in `source`.
    pub fn scalar(&mut self, key: &'static str, source: &str) -> Option<Spanned<String>> {
        let node = self.node(key)?;
        match node.scalar_text(source) {
            Some(text) => Some(Spanned::new(text, node.span)),
            None => self.wrong_type(key, node, "a text", "write a text after the colon"),
        }
    }

    /// Takes a whole number.
    pub fn integer(&mut self, key: &'static str) -> Option<Spanned<i64>> {
        self.typed(key, "a whole number", "write digits, without quotes", |value| match value {
            Value::Integer(number) => Some(*number),
            _ => None,
        })
    }

    /// Takes a whole number that counts something.
    pub fn count(&mut self, key: &'static str) -> Option<Spanned<usize>> {
        let number = self.integer(key)?;
        if let Ok(count) = usize::try_from(number.value) {
            return Some(Spanned::new(count, number.span));
        }
        let message = format!("`{key}` cannot be negative");
        self.report(
            Diagnostic::error("key/bad-value", message)
                .at(number.span)
                .help("write a number from 0 up"),
        );
        None
    }

    /// Takes a finite number.
    #[expect(clippy::cast_precision_loss, reason = "a float was asked for")]
    pub fn number(&mut self, key: &'static str) -> Option<Spanned<f64>> {
        self.typed(key, "a number", "write digits, without quotes", |value| match value {
            Value::Integer(number) => Some(*number as f64),
            Value::Float(number) => Some(*number).filter(|number| number.is_finite()),
            _ => None,
        })
    }

    /// Takes `true` or `false`.
    pub fn boolean(&mut self, key: &'static str) -> Option<Spanned<bool>> {
        self.typed(key, "`true` or `false`", "write `true` or `false`", |value| match value {
            Value::Boolean(boolean) => Some(*boolean),
            _ => None,
        })
    }

    /// Takes one of some words, each of which stands for a value.
    pub fn one_of<T: Clone>(
        &mut self,
        key: &'static str,
        choices: &[(&str, T)],
    ) -> Option<Spanned<T>> {
        let word = self.text(key)?;
        if let Some((_, choice)) = choices.iter().find(|(name, _)| *name == word.value) {
            return Some(Spanned::new(choice.clone(), word.span));
        }
        let names = || choices.iter().map(|(name, _)| *name);
        let message = format!("`{key}` cannot be `{}`", word.value);
        let help = unknown::help_for(&word, names());
        self.report(Diagnostic::error("key/bad-value", message).at(word.span).help(help));
        None
    }

    /// Takes a list of texts; one text stands for a list of one, and `source` gives numbers as they are written.
    pub fn texts(&mut self, key: &'static str, source: &str) -> Option<Vec<Spanned<String>>> {
        let node = self.node(key)?;
        Some(self.texts_of(key, node, source))
    }

    /// The texts of a node that was taken already; as [`texts`](Self::texts).
    pub fn texts_of(&mut self, key: &str, node: &Node, source: &str) -> Vec<Spanned<String>> {
        let items = match &node.value {
            Value::List(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        let mut texts = Vec::with_capacity(items.len());
        for item in items.iter().filter(|item| item.value != Value::Null) {
            match item.scalar_text(source) {
                Some(text) => texts.push(Spanned::new(text, item.span)),
                None => self.wrong_type_quietly(key, item, "a list of texts", "write `[one, two]`"),
            }
        }
        texts
    }

    /// Takes a list of anything.
    pub fn list(&mut self, key: &'static str) -> Option<&'a [Node]> {
        let node = self.node(key)?;
        match &node.value {
            Value::List(items) => Some(items),
            _ => self.wrong_type(key, node, "a list", "write `[one, two]`, or a `- item` per line"),
        }
    }

    /// Takes a map and reads it by `read`; its reports, unknown keys among them, become those of this map.
    pub fn nested<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&mut Fields<'a>) -> T,
    ) -> Option<T> {
        let node = self.node(key)?;
        Some(self.inner_at(key, (node, &format!("`{key}`")), read))
    }

    /// Takes a list of maps and reads each by `read`, as [`nested`](Self::nested) does.
    pub fn each<T>(
        &mut self,
        key: &'static str,
        mut read: impl FnMut(&mut Fields<'a>) -> T,
    ) -> Option<Vec<T>> {
        let items = self.list(key)?;
        let what = format!("an item of `{key}`");
        Some(items.iter().map(|item| self.inner(item, &what, &mut read)).collect())
    }

    /// Reads a node that was taken already as a map.
    pub fn inner<'b, T>(
        &mut self,
        node: &'b Node,
        what: &str,
        read: impl FnOnce(&mut Fields<'b>) -> T,
    ) -> T {
        self.inner_at("", (node, what), read)
    }

    fn inner_at<'b, T>(
        &mut self,
        key: &str,
        (node, what): (&'b Node, &str),
        read: impl FnOnce(&mut Fields<'b>) -> T,
    ) -> T {
        let mut fields = Fields::new(node, what);
        fields.unknown = self.unknown;
        fields.elsewhere = self.elsewhere;
        let dot = if self.path.is_empty() || key.is_empty() { "" } else { "." };
        fields.path = format!("{}{dot}{key}", self.path);
        if self.folds_case {
            fields = fields.folding_case();
        }
        let value = read(&mut fields);
        self.diagnostics.extend(fields.finish());
        value
    }

    /// Reports that the value of `key` is not what was `expected`.
    pub fn wrong_type<T>(
        &mut self,
        key: &str,
        node: &Node,
        expected: &str,
        help: &str,
    ) -> Option<T> {
        self.wrong_type_quietly(key, node, expected, help);
        None
    }

    fn wrong_type_quietly(&mut self, key: &str, node: &Node, expected: &str, help: &str) {
        let message = format!("`{key}` takes {expected}, not {}", node.kind());
        self.report(Diagnostic::error("key/wrong-type", message).at(node.span).help(help));
    }

    fn typed<T>(
        &mut self,
        key: &'static str,
        expected: &str,
        help: &str,
        read: impl FnOnce(&Value) -> Option<T>,
    ) -> Option<Spanned<T>> {
        let node = self.node(key)?;
        match read(&node.value) {
            Some(value) => Some(Spanned::new(value, node.span)),
            None => self.wrong_type(key, node, expected, help),
        }
    }
}

/// Do two keys differ in the case of letters alone? Nearly all keys are ASCII, for which nothing is allocated.
fn same_but_for_case(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b) || (!a.is_ascii() && a.to_lowercase() == b.to_lowercase())
}
