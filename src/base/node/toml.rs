//! TOML to nodes.

use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

use super::{Entry, Node, Value, duplicate};
use crate::base::diagnostic::Diagnostic;
use crate::base::source::Span;

/// Reads TOML.
pub(super) fn read(text: &str) -> Result<Node, Vec<Diagnostic>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut diagnostics = Vec::new();
    let node = Node {
        span: Span::new(0, text.len()),
        value: map(table.into_inner(), text, &mut diagnostics),
    };
    // The parser goes on after an error, and what it finds from there is mostly that error's echo; duplicates echo nothing.
    let (doubled, broken): (Vec<_>, Vec<_>) =
        errors.iter().partition(|error| error.message().starts_with("duplicate key"));
    diagnostics.extend(doubled.iter().map(|error| explain_duplicate(error, &node, text)));
    diagnostics.extend(broken.first().map(|error| explain(error, text)));
    if diagnostics.is_empty() { Ok(node) } else { Err(diagnostics) }
}

/// A table in the order of the source: the parser keeps its tables in the order of the keys.
fn map(table: DeTable<'_>, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Value {
    let mut entries: Vec<Entry> = table
        .into_iter()
        .map(|(key, value)| Entry {
            key_span: key.span().into(),
            key: key.into_inner().into_owned(),
            value: convert(value, text, diagnostics),
        })
        .collect();
    entries.sort_by_key(|entry| entry.key_span);
    Value::Map(entries)
}

fn convert(spanned: Spanned<DeValue<'_>>, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Node {
    let span: Span = spanned.span().into();
    let mut out_of_range = |number: &str| {
        let message = format!("the number `{number}` is out of range");
        let help = "put it in quotes to keep it as a text";
        diagnostics.push(Diagnostic::error("toml/number", message).at(span).help(help));
        Value::Null
    };
    let value = match spanned.into_inner() {
        DeValue::String(value) => Value::Text(value.into_owned()),
        DeValue::Integer(value) => i64::from_str_radix(value.as_str(), value.radix())
            .map_or_else(|_| out_of_range(value.as_str()), Value::Integer),
        DeValue::Float(value) => {
            value.as_str().parse().map_or_else(|_| out_of_range(value.as_str()), Value::Float)
        }
        DeValue::Boolean(value) => Value::Boolean(value),
        DeValue::Datetime(value) => {
            Value::Time(text.get(span.range()).map_or_else(|| value.to_string(), str::to_owned))
        }
        DeValue::Array(items) => {
            Value::List(items.into_iter().map(|item| convert(item, text, diagnostics)).collect())
        }
        DeValue::Table(table) => map(table, text, diagnostics),
    };
    Node { span, value }
}

/// The report of a doubled key, with the place of the first.
fn explain_duplicate(error: &Error, root: &Node, text: &str) -> Diagnostic {
    const CODE: &str = "toml/duplicate-key";
    let again: Span = error.span().unwrap_or_default().into();
    let key = text.get(again.range()).unwrap_or_default().trim_matches(['"', '\'']);
    let mut places = Vec::new();
    collect_places(root, key, &mut places);
    let in_tree = places.into_iter().filter(|first| first.start < again.start).max();
    match in_tree.or_else(|| earlier_header(text, again)) {
        Some(first) => duplicate(CODE, key, again, first),
        None => Diagnostic::error(CODE, format!("the key `{key}` is given twice"))
            .at(again)
            .help("remove one of the two, or merge their values"),
    }
}

/// The places of all keys named `key`.
fn collect_places(node: &Node, key: &str, places: &mut Vec<Span>) {
    match &node.value {
        Value::Map(entries) => {
            for entry in entries {
                if entry.key == key {
                    places.push(entry.key_span);
                }
                collect_places(&entry.value, key, places);
            }
        }
        Value::List(items) => items.iter().for_each(|item| collect_places(item, key, places)),
        _ => {}
    }
}

/// The first `[header]` that the one at `again` repeats: a second table of a name replaces the first in the tree.
fn earlier_header(text: &str, again: Span) -> Option<Span> {
    let line_start = text.get(..again.start)?.rfind('\n')? + 1;
    let header = text.get(line_start..)?.lines().next()?.trim_end();
    let first = text.get(..line_start)?.find(header)?;
    let into_line = again.start - line_start;
    Some(Span::new(first + into_line, first + into_line + (again.end - again.start)))
}

/// A syntax error in the project's words.
fn explain(error: &Error, text: &str) -> Diagnostic {
    let message = error.message();
    let span: Span = error.span().unwrap_or_default().into();
    let start = text.get(..span.start).map_or(0, |before| before.rfind('\n').map_or(0, |n| n + 1));
    let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or("");
    let is_assignment = message.contains("assignment") || message.contains("key with no value");
    let help = if is_assignment && line.contains(':') && !line.contains('=') {
        "TOML writes `key = value`; YAML, between lines of `---`, writes `key: value`"
    } else if message.contains("must be quoted") || message.starts_with("invalid value") {
        "write texts in quotes: `title = \"A title\"`"
    } else if message.contains("unclosed") {
        "add the closing bracket"
    } else if message.contains("quote") || message.contains("newline") {
        "close the text with the quote that it begins with"
    } else {
        "write `key = value`, texts in quotes, lists as `[\"a\", \"b\"]`"
    };
    let message = format!("this is not valid TOML: {message}");
    Diagnostic::error("toml/syntax", message).at(span).help(help)
}
