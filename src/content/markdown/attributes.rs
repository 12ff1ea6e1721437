//! `{#id .class name="value"}`, behind headings, after blocks and in the first line of code.

use std::fmt::Write as _;

use crate::base::html::escape_to;

/// Attributes as they were written; classes are joined, other names are given once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Attributes {
    /// The anchor.
    pub(super) id: Option<String>,
    /// The classes, with spaces between them.
    pub(super) class: String,
    /// All others, in order.
    pub(super) others: Vec<(String, Value)>,
}

/// The value of an attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// A text or a number, as it is written.
    Text(String),
    /// A list.
    List(Vec<Value>),
}

impl Attributes {
    /// Reads attributes from the brace that `text` begins with; also how long they are.
    pub(super) fn read(text: &str) -> Option<(Self, usize)> {
        let mut reader = Reader { text, at: 0 };
        let mut res = Self::default();
        if !reader.take('{') {
            return None;
        }
        loop {
            reader.skip_space();
            if reader.take('}') {
                return Some((res, reader.at));
            }
            let (name, value) = reader.attribute()?;
            match (name.as_str(), value) {
                ("id", Value::Text(id)) => res.id = Some(id),
                ("class", Value::Text(class)) => {
                    if !res.class.is_empty() {
                        res.class.push(' ');
                    }
                    res.class.push_str(&class);
                }
                ("id" | "class", Value::List(_)) => return None,
                (_, value) => {
                    res.others.retain(|(known, _)| *known != name);
                    res.others.push((name, value));
                }
            }
            reader.skip_space();
            reader.take(',');
        }
    }

    /// Reads the attributes that end `line`, and gives the place of their brace.
    pub(super) fn at_end(line: &str) -> Option<(Self, usize)> {
        let line = line.trim_end();
        if !line.ends_with('}') {
            return None;
        }
        let mut at = 0;
        let mut last = None;
        while let Some(found) = line[at..].find(['\\', '{']) {
            at += found;
            if line[at..].starts_with('\\') {
                at += if line[at + 1..].starts_with('{') { 2 } else { 1 };
                continue;
            }
            last = Self::read(&line[at..]).map(|(read, length)| (read, at, at + length));
            at += 1;
        }
        let (read, start, end) = last?;
        (end == line.len()).then_some((read, start))
    }

    /// Adds `more`: classes to the classes, others in the place of those of their names.
    pub(super) fn add(&mut self, more: Self) {
        self.id = more.id.or(self.id.take());
        if !self.class.is_empty() && !more.class.is_empty() {
            self.class.push(' ');
        }
        self.class.push_str(&more.class);
        for (name, value) in more.others {
            self.others.retain(|(known, _)| *known != name);
            self.others.push((name, value));
        }
    }

    /// Takes the attribute of a name in which case does not matter.
    pub(super) fn take(&mut self, name: &str) -> Option<Value> {
        let at = self.others.iter().position(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(self.others.remove(at).1)
    }

    /// The attributes as HTML, each behind a space. Those that would run a script are left out.
    pub(super) fn html(&self) -> String {
        let mut html = String::new();
        let mut write = |name: &str, value: &str| {
            let _ = write!(html, " {name}=\"");
            escape_to(value, &mut html);
            html.push('"');
        };
        if let Some(id) = &self.id {
            write("id", id);
        }
        if !self.class.is_empty() {
            write("class", &self.class);
        }
        for (name, value) in self.others.iter().filter(|(name, _)| !is_script(name)) {
            write(name, &value.text());
        }
        html
    }
}

/// Would a browser run the attribute's value?
fn is_script(name: &str) -> bool {
    name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("on"))
}

impl Value {
    /// The value as a text; the items of a list with spaces between them.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::List(items) => items.iter().map(Self::text).collect::<Vec<_>>().join(" "),
        }
    }
}

/// A place in a text.
struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn skip_space(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    fn take(&mut self, token: char) -> bool {
        let found = self.rest().starts_with(token);
        self.at += if found { token.len_utf8() } else { 0 };
        found
    }

    fn take_while(&mut self, is_part: impl Fn(char) -> bool) -> String {
        let rest = self.rest();
        let word = &rest[..rest.find(|c| !is_part(c)).unwrap_or(rest.len())];
        let word = word.to_owned();
        self.at += word.len();
        word
    }

    fn name(&mut self) -> Option<String> {
        let first = self.rest().chars().next()?;
        if !(first.is_ascii_alphabetic() || matches!(first, '_' | ':')) {
            return None;
        }
        Some(self.take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | ':' | '.' | '-')))
    }

    fn attribute(&mut self) -> Option<(String, Value)> {
        for (mark, name) in [('#', "id"), ('.', "class")] {
            if self.take(mark) {
                let is_part = |c: char| {
                    matches!(c, '_' | '-' | ':' | '.')
                        || !(c.is_whitespace() || c.is_ascii_punctuation())
                };
                return Some((name.into(), Value::Text(self.take_while(is_part))));
            }
        }
        let name = self.name()?;
        self.skip_space();
        if !self.take('=') {
            return None;
        }
        Some((name, self.value()?))
    }

    fn value(&mut self) -> Option<Value> {
        self.skip_space();
        if self.take('[') {
            let mut items = Vec::new();
            loop {
                self.skip_space();
                if self.take(']') {
                    return Some(Value::List(items));
                }
                items.push(self.value()?);
                self.skip_space();
                self.take(',');
            }
        }
        if self.take('"') {
            return self.quoted().map(Value::Text);
        }
        let first = self.rest().chars().next()?;
        if first.is_ascii_digit() || matches!(first, '-' | '+') {
            let is_part = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E');
            return Some(Value::Text(self.take_while(is_part)));
        }
        self.name().map(Value::Text)
    }

    /// A text up to its closing quote, whose escapes are resolved.
    fn quoted(&mut self) -> Option<String> {
        let mut text = String::new();
        let mut characters = self.rest().char_indices();
        while let Some((at, character)) = characters.next() {
            match character {
                '"' => {
                    self.at += at + 1;
                    return Some(text);
                }
                '\\' => match characters.next()?.1 {
                    'n' => text.push('\n'),
                    't' => text.push('\t'),
                    escaped @ ('"' | '\\' | '/') => text.push(escaped),
                    other => text.extend(['\\', other]),
                },
                _ => text.push(character),
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::Attributes;

    fn html(text: &str) -> Option<String> {
        Attributes::read(text).map(|(attributes, _)| attributes.html())
    }

    #[test]
    fn attributes_are_read_as_hugo_reads_them() {
        for (text, expected) in [
            ("{#id .a .b}", Some(" id=\"id\" class=\"a b\"")),
            (
                "{.a, data-x=\"a \\\"b\\\"\" n=1 f=x}",
                Some(" class=\"a\" data-x=\"a &quot;b&quot;\" n=\"1\" f=\"x\""),
            ),
            ("{class=\"a b\" .c}", Some(" class=\"a b c\"")),
            ("{onclick=\"x\" .a}", Some(" class=\"a\"")),
            ("{hl_lines=[1,\"2-3\"]}", Some(" hl_lines=\"1 2-3\"")),
            ("{}", Some("")),
            ("{word}", None),
            ("{a='b'}", None),
            ("{.a", None),
        ] {
            assert_eq!(html(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn only_attributes_at_the_end_of_a_line_are_its_own() {
        assert_eq!(Attributes::at_end("a {#b}  ").map(|(_, at)| at), Some(2));
        assert_eq!(Attributes::at_end("a \\{#b}"), None);
        assert_eq!(Attributes::at_end("a {#b} c"), None);
        assert_eq!(Attributes::at_end("`{#b}`"), None);
    }
}
