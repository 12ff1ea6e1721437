//! Values as YAML.

use std::fmt::Write as _;

use crate::base::node::{Node, Value};

/// A map as a file.
pub(super) fn text(root: &Node) -> String {
    let mut text = String::from("# Taken over from the configuration of Hugo.\n");
    if let Value::Map(entries) = &root.value {
        for entry in entries {
            key_value(&mut text, "", &entry.key, &entry.value);
        }
    }
    text
}

fn key_value(text: &mut String, indent: &str, key: &str, value: &Node) {
    let _ = write!(text, "{indent}{}:", scalar_text(key));
    value_after(text, indent, value);
}

/// A value after a `key:` or a `-`.
fn value_after(text: &mut String, indent: &str, value: &Node) {
    match &value.value {
        Value::Map(entries) if !entries.is_empty() => {
            text.push('\n');
            for entry in entries {
                key_value(text, &format!("{indent}  "), &entry.key, &entry.value);
            }
        }
        Value::List(items) if items.iter().any(|item| !is_flat(item)) => {
            text.push('\n');
            for item in items {
                let _ = write!(text, "{indent}  -");
                item_after(text, &format!("{indent}  "), item);
            }
        }
        _ => {
            let _ = writeln!(text, " {}", flow(value));
        }
    }
}

/// An item of a list: its first key stands beside the `-`.
fn item_after(text: &mut String, indent: &str, item: &Node) {
    let Value::Map(entries) = &item.value else { return value_after(text, indent, item) };
    for (at, entry) in entries.iter().enumerate() {
        let before = if at == 0 { " ".to_owned() } else { format!("{indent}  ") };
        let _ = write!(text, "{before}{}:", scalar_text(&entry.key));
        value_after(text, &format!("{indent}  "), &entry.value);
    }
    if entries.is_empty() {
        text.push_str(" {}\n");
    }
}

fn is_flat(node: &Node) -> bool {
    !matches!(node.value, Value::Map(_) | Value::List(_))
}

/// A value in one line.
fn flow(node: &Node) -> String {
    match &node.value {
        Value::Null => "~".to_owned(),
        Value::Boolean(value) => value.to_string(),
        Value::Integer(value) => value.to_string(),
        Value::Float(value) => format!("{value:?}"),
        Value::Text(text) | Value::Time(text) => scalar_text(text),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(flow).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Map(entries) => {
            let entries: Vec<String> = entries
                .iter()
                .map(|entry| format!("{}: {}", scalar_text(&entry.key), flow(&entry.value)))
                .collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

/// A text as it can stand anywhere in YAML: plain where nothing in it could mean something else.
fn scalar_text(text: &str) -> String {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | ' ');
    let is_plain = text.starts_with(|c: char| c.is_alphabetic() || c == '/')
        && text.chars().all(is_word)
        && !text.ends_with(' ')
        && !["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
            .contains(&text.to_lowercase().as_str());
    let is_url = text.starts_with("https://") && text[8..].chars().all(|c| is_word(c) && c != ' ');
    if is_plain || is_url { text.to_owned() } else { quoted(text) }
}

/// A text in double quotes.
fn quoted(text: &str) -> String {
    let mut res = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => {
                res.push('\\');
                res.push(character);
            }
            '\n' => res.push_str("\\n"),
            '\r' => res.push_str("\\r"),
            '\t' => res.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(res, "\\u{:04x}", u32::from(c));
            }
            c => res.push(c),
        }
    }
    res + "\""
}
