//! From the tree of a YAML file to a contract.

use std::sync::Arc;

use super::written::written;
use super::{Contract, Declared, Origin, Terms, pull};
use crate::base::age::Age;
use crate::base::cell::Cell;
use crate::base::diagnostic::{Diagnostic, nearest};
use crate::base::frame::Kind;
use crate::base::node::{Entry, Node, Value};
use crate::base::source::Span;
use crate::data::{name, value};

/// The keys of a contract.
pub(in crate::data) const KEYS: [&str; 9] = [
    "title",
    "description",
    "source",
    "columns",
    "key",
    "null_values",
    "fresh_within",
    "csv",
    "pull",
];

/// The keys under `source`.
pub(in crate::data) const SOURCE_KEYS: [&str; 6] =
    ["producer", "title", "url", "licence", "citation", "accessed"];

/// The keys of a column.
pub(in crate::data) const COLUMN_KEYS: [&str; 9] =
    ["type", "unit", "label", "description", "not_null", "unique", "min", "max", "one_of"];

/// The kinds that a contract can declare.
pub(in crate::data) const KINDS: [Kind; 7] = [
    Kind::Integer,
    Kind::Decimal,
    Kind::Float,
    Kind::Text,
    Kind::Date,
    Kind::DateTime,
    Kind::Boolean,
];

const NO_COLUMN: &str = "this is no column's name";

const COLUMN: &str = "write a name as in the first line of the CSV file, with letters or digits";

/// What a reading function adds to: all that is wrong.
pub(super) type Wrong = Vec<Diagnostic>;

/// The contract in `node`, and what is wrong with it.
pub(super) fn contract(node: &Node) -> (Contract, Wrong) {
    let mut wrong = Wrong::new();
    let mut res = Contract::default();
    for entry in entries(node, "a contract", &KEYS, &mut wrong) {
        let Entry { key, value, .. } = entry;
        match key.as_str() {
            "title" => res.title = text(entry, &mut wrong),
            "description" => res.description = text(entry, &mut wrong),
            "source" => res.origin = Some(origin(value, &mut wrong)),
            "columns" => columns(value, &mut res, &mut wrong),
            "key" => res.key = key_columns(value, &mut wrong),
            "pull" => {
                let (pull, found) = pull::pull(value);
                res.pull = pull;
                wrong.extend(found);
            }
            "fresh_within" => res.fresh_within = age(value, &mut wrong),
            "csv" => res.written = written(value, &mut wrong),
            _ => res.null_values = null_values(value, &mut wrong),
        }
    }
    (res, wrong)
}

/// The entries of a mapping whose keys are known; an error for each of the others.
pub(super) fn entries<'n>(
    node: &'n Node,
    what: &str,
    known: &[&str],
    wrong: &mut Wrong,
) -> Vec<&'n Entry> {
    let entries = mapping(node, what, wrong);
    for entry in entries.iter().filter(|entry| !known.contains(&entry.key.as_str())) {
        let error =
            Diagnostic::error("data/contract", format!("{what} has no key `{}`", entry.key));
        let help = match nearest(&entry.key, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the keys are {}", crate::data::listed(known)),
        };
        wrong.push(error.at(entry.key_span).help(help));
    }
    entries.iter().filter(|entry| known.contains(&entry.key.as_str())).collect()
}

/// The entries of a mapping; an error if `node` is none. Nothing at all is an empty mapping.
fn mapping<'n>(node: &'n Node, what: &str, wrong: &mut Wrong) -> &'n [Entry] {
    match &node.value {
        Value::Map(entries) => entries,
        Value::Null => &[],
        _ => {
            let message = format!("{what} takes a mapping of keys to values");
            wrong.push(expected(node.span, &message, "write `key: value` lines"));
            &[]
        }
    }
}

/// The error for a value of the wrong shape.
pub(super) fn expected(span: Span, message: &str, help: &str) -> Diagnostic {
    Diagnostic::error("data/contract", message).at(span).help(help)
}

/// The text of an entry; a number is one too, so that `title: 2024` needs no quotes.
pub(super) fn text(entry: &Entry, wrong: &mut Wrong) -> Option<Arc<str>> {
    let text = scalar(&entry.value);
    if text.is_none() && entry.value.value != Value::Null {
        let message = format!("`{}` takes a text", entry.key);
        wrong.push(expected(entry.value.span, &message, "write one text, in quotes if need be"));
    }
    text.map(Into::into)
}

/// A scalar as a text.
pub(super) fn scalar(node: &Node) -> Option<String> {
    match &node.value {
        Value::Text(text) | Value::Time(text) => Some(text.clone()),
        Value::Integer(n) => Some(n.to_string()),
        Value::Float(n) => Some(n.to_string()),
        Value::Boolean(value) => Some(value.to_string()),
        Value::Null | Value::List(_) | Value::Map(_) => None,
    }
}

fn boolean(entry: &Entry, wrong: &mut Wrong) -> Option<Declared<bool>> {
    if let Value::Boolean(value) = entry.value.value {
        return Some(Declared { value, span: entry.key_span });
    }
    let message = format!("`{}` takes `true` or `false`", entry.key);
    let help = format!("write `{}: true`, or leave it out", entry.key);
    wrong.push(expected(entry.value.span, &message, &help));
    None
}

/// The items of a list; a single scalar is a list of one.
pub(super) fn items<'n>(node: &'n Node, what: &str, wrong: &mut Wrong) -> &'n [Node] {
    match &node.value {
        Value::List(items) => items,
        Value::Null | Value::Map(_) => {
            let help = format!("write `{what}: [one, two]`");
            wrong.push(expected(node.span, &format!("`{what}` takes a list"), &help));
            &[]
        }
        _ => std::slice::from_ref(node),
    }
}

fn origin(node: &Node, wrong: &mut Wrong) -> Origin {
    let mut res = Origin::default();
    for entry in entries(node, "`source`", &SOURCE_KEYS, wrong) {
        match entry.key.as_str() {
            "producer" => res.producer = text(entry, wrong),
            "title" => res.title = text(entry, wrong),
            "url" => res.url = text(entry, wrong),
            "licence" => res.licence = text(entry, wrong),
            "citation" => res.citation = text(entry, wrong),
            _ => {
                res.accessed = scalar(&entry.value).and_then(|text| value::date(&text));
                if res.accessed.is_none() {
                    let message = "`accessed` takes the date when the source was read";
                    wrong.push(expected(entry.value.span, message, "write it like `2025-03-08`"));
                }
            }
        }
    }
    res
}

fn columns(node: &Node, contract: &mut Contract, wrong: &mut Wrong) {
    for entry in mapping(node, "`columns`", wrong) {
        let Some(name) = name::normalize(&entry.key) else {
            wrong.push(expected(entry.key_span, NO_COLUMN, COLUMN));
            continue;
        };
        let terms = terms(entry, wrong);
        if contract.columns.insert(name.clone(), terms).is_some() {
            let message = format!("column `{name}` is declared twice");
            wrong.push(expected(entry.key_span, &message, "keep one of the two"));
        }
    }
}

fn terms(column: &Entry, wrong: &mut Wrong) -> Terms {
    let mut res = Terms { span: column.key_span, ..Terms::default() };
    for entry in entries(&column.value, "a column", &COLUMN_KEYS, wrong) {
        let span = entry.key_span;
        match entry.key.as_str() {
            "type" => res.kind = kind(&entry.value, wrong),
            "unit" => res.unit = text(entry, wrong),
            "label" => res.label = text(entry, wrong),
            "description" => res.description = text(entry, wrong),
            "not_null" => res.not_null = boolean(entry, wrong),
            "unique" => res.unique = boolean(entry, wrong),
            "min" => {
                res.min = cell_at(&entry.value, "min", wrong).map(|value| Declared { value, span });
            }
            "max" => {
                res.max = cell_at(&entry.value, "max", wrong).map(|value| Declared { value, span });
            }
            _ => {
                let nodes = items(&entry.value, "one_of", wrong);
                let value =
                    nodes.iter().filter_map(|node| cell_at(node, "one_of", wrong)).collect();
                res.one_of = Some(Declared { value, span });
            }
        }
    }
    res
}

fn kind(node: &Node, wrong: &mut Wrong) -> Option<Declared<Kind>> {
    let written = scalar(node).unwrap_or_default();
    if let Some(value) = KINDS.into_iter().find(|kind| kind.name() == written) {
        return Some(Declared { value, span: node.span });
    }
    let names = KINDS.map(Kind::name);
    let error = Diagnostic::error("data/contract", format!("there is no type `{written}`"));
    // `int` and `bool` are what other programs call them.
    let long = |name: &&str| written.len() >= 3 && name.starts_with(&*written);
    let help = match names.into_iter().find(long).or_else(|| nearest(&written, names)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the types are {}", crate::data::listed(&names)),
    };
    wrong.push(error.at(node.span).help(help));
    None
}

/// The value of `node` under `key`; an error if it is none.
fn cell_at(node: &Node, key: &str, wrong: &mut Wrong) -> Option<Cell> {
    let cell = cell_of(node);
    if cell.is_none() {
        let message = match key {
            "one_of" => "an item of `one_of` must be a single value".to_owned(),
            _ => format!("`{key}` takes a single value"),
        };
        wrong.push(expected(node.span, &message, "write a number, a date or a text"));
    }
    cell
}

/// A scalar as a cell; a text stays one until the column's type is known.
fn cell_of(node: &Node) -> Option<Cell> {
    match &node.value {
        Value::Integer(n) => Some(Cell::Integer(i128::from(*n))),
        Value::Float(n) => Cell::Float(*n).decimal().map(Cell::Decimal),
        Value::Boolean(value) => Some(Cell::Boolean(*value)),
        Value::Text(text) | Value::Time(text) => Some(Cell::Text(text.as_str().into())),
        Value::Null | Value::List(_) | Value::Map(_) => None,
    }
}

fn age(node: &Node, wrong: &mut Wrong) -> Option<Declared<Age>> {
    let age = scalar(node).and_then(|text| Age::read(&text));
    if age.is_none() {
        let message = "`fresh_within` takes how old the newest data may be";
        wrong.push(expected(node.span, message, Age::FORM));
    }
    age.map(|value| Declared { value, span: node.span })
}

fn key_columns(node: &Node, wrong: &mut Wrong) -> Vec<Declared<String>> {
    let mut res = Vec::new();
    for item in items(node, "key", wrong) {
        match scalar(item).and_then(|text| name::normalize(&text)) {
            Some(value) => res.push(Declared { value, span: item.span }),
            None => wrong.push(expected(item.span, NO_COLUMN, COLUMN)),
        }
    }
    res
}

fn null_values(node: &Node, wrong: &mut Wrong) -> Vec<String> {
    let mut res = Vec::new();
    for item in items(node, "null_values", wrong) {
        if let Some(text) = scalar(item) {
            res.push(text.trim_ascii().to_owned());
        } else {
            let help = "write it in quotes, as in `null_values: [\"n/a\", \"-\"]`";
            wrong.push(expected(item.span, "a null value must be a text", help));
        }
    }
    res
}
