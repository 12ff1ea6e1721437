//! From what a server answers to the text of a snapshot.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::contract::pull::{Column, Form, Pull};
use super::csv;
use super::listed;
use crate::base::cell::Cell;
use crate::base::diagnostic::{Diagnostic, nearest};
use crate::base::frame::{self, Frame, Kind};
use crate::base::node::{self, Node, Spanned, Value};
use crate::base::path::SitePath;
use crate::base::source::Source;

/// The code of all that is wrong with an answer.
const CODE: &str = "data/pull-answer";

/// The snapshot that the answer `body` makes. Places are in the contract, or in the answer itself.
pub fn snapshot(pull: &Pull, body: Vec<u8>) -> Result<Vec<u8>, Vec<Diagnostic>> {
    match pull.form {
        Form::Csv if pull.columns.is_empty() => Ok(body),
        Form::Csv => chosen(pull, &text(pull, body)?).map_err(|error| vec![error]),
        Form::Json => from_json(pull, text(pull, body)?),
    }
}

fn text(pull: &Pull, body: Vec<u8>) -> Result<String, Vec<Diagnostic>> {
    String::from_utf8(body).map_err(|_| {
        let error = Diagnostic::error(CODE, "the answer is not UTF-8").at(pull.url.span);
        vec![error.help(
            "ask the server for UTF-8; CSV in another encoding is taken as it is without `columns`",
        )]
    })
}

/// The columns of CSV that the contract names, under its names.
fn chosen(pull: &Pull, text: &str) -> Result<Vec<u8>, Diagnostic> {
    let names: Vec<(&str, &str)> =
        pull.columns.iter().map(|column| (&*column.name.value, &*column.from.value)).collect();
    csv::select(text, &names).map_err(|missing| {
        let Some(column) = pull.columns.get(missing.column) else {
            let error =
                Diagnostic::error(CODE, format!("line {} of the answer is not CSV", missing.line));
            return error.at(pull.url.span).help("look at what the address answers");
        };
        let known: Vec<&str> = missing.headers.iter().map(String::as_str).collect();
        unknown(&column.from, "the answer has no column", &known)
    })
}

fn unknown(name: &Spanned<String>, what: &str, known: &[&str]) -> Diagnostic {
    let help = match nearest(&name.value, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => "look at what the address answers".to_owned(),
        None => format!("it has {}", listed(known)),
    };
    Diagnostic::error(CODE, format!("{what} `{}`", name.value)).at(name.span).help(help)
}

/// The rows of a JSON answer as CSV.
fn from_json(pull: &Pull, text: String) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let path = SitePath::new("answer.json").expect("a plain name is a path");
    let source = Source::new(path, text);
    let node = node::json(&source.text).map_err(|errors| {
        let place =
            |error: Diagnostic| error.within(&source).help("look at what the address answers");
        errors.into_iter().map(place).collect::<Vec<_>>()
    })?;
    let rows = list(pull, &node).map_err(|error| vec![error])?;
    let columns = if pull.columns.is_empty() {
        all_members(rows, &source)?.into_iter().map(|name| (name.clone(), name, None)).collect()
    } else {
        let of = |column: &Column| {
            let Column { name, from } = column;
            (name.value.clone(), from.value.clone(), Some(from.clone()))
        };
        pull.columns.iter().map(of).collect::<Vec<_>>()
    };
    let mut errors = Vec::new();
    for (_, from, asked) in &columns {
        if let Some(asked) =
            asked.as_ref().filter(|_| rows.iter().all(|row| value(row, from).is_none()))
        {
            let members = rows.first().map(members).unwrap_or_default();
            errors.push(unknown(asked, "no row of the answer has", &members));
        }
    }
    let mut cells = Vec::with_capacity(rows.len());
    for row in rows {
        let one = columns.iter().map(|(name, from, _)| cell((row, from), name, &source));
        match one.collect::<Result<Vec<Cell>, Diagnostic>>() {
            Ok(row) => cells.push(row),
            Err(error) => {
                errors.push(error);
                break;
            }
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let column = |(name, _, _): (String, String, Option<Spanned<String>>)| frame::Column {
        name: name.as_str().into(),
        label: name.as_str().into(),
        unit: None,
        kind: Kind::Text,
    };
    let frame = Frame { columns: columns.into_iter().map(column).collect(), rows: cells };
    Ok(csv::write(&frame).into_bytes())
}

/// The list of rows in an answer.
fn list<'n>(pull: &Pull, answer: &'n Node) -> Result<&'n [Node], Diagnostic> {
    let pointer = pull.rows.as_ref().map_or("", |rows| &rows.value);
    let span = pull.rows.as_ref().map_or(pull.url.span, |rows| rows.span);
    let error = |message: String| Diagnostic::error(CODE, message).at(span);
    let found = at(answer, pointer);
    match found.map(|node| &node.value) {
        Some(Value::List(rows)) if rows.is_empty() => {
            Err(error("the list of rows in the answer is empty".to_owned())
                .help("look at what the address answers: a snapshot without rows is not taken"))
        }
        Some(Value::List(rows)) => Ok(rows),
        Some(_) | None => {
            let what = match found {
                Some(node) => format!("{}, not a list of rows", node.kind()),
                None => "nothing".to_owned(),
            };
            let place = if pointer.is_empty() {
                "the answer".to_owned()
            } else {
                format!("`{pointer}` of the answer")
            };
            let lists: Vec<String> = pointers_to_lists(answer);
            let lists: Vec<&str> = lists.iter().map(String::as_str).collect();
            let help = if lists.is_empty() {
                "look at what the address answers".to_owned()
            } else {
                format!("lists of rows are at {}: write one as `rows:`", listed(&lists))
            };
            Err(error(format!("{place} is {what}")).help(help))
        }
    }
}

/// Pointers to the lists of maps near the top of an answer.
fn pointers_to_lists(answer: &Node) -> Vec<String> {
    let is_rows = |node: &Node| matches!(&node.value, Value::List(items) if matches!(items.first(), Some(Node { value: Value::Map(_), .. })));
    let mut res = Vec::new();
    let Value::Map(entries) = &answer.value else { return res };
    for entry in entries {
        let pointer = format!("/{}", entry.key.replace('~', "~0").replace('/', "~1"));
        if let Value::Map(inner) = &entry.value.value {
            let inner = inner.iter().filter(|inner| is_rows(&inner.value));
            res.extend(inner.map(|inner| format!("{pointer}/{}", inner.key)));
        }
        if is_rows(&entry.value) {
            res.push(pointer);
        }
    }
    res
}

/// What a JSON pointer leads to.
fn at<'n>(node: &'n Node, pointer: &str) -> Option<&'n Node> {
    let mut node = node;
    for part in pointer.split('/').skip(1) {
        let part = part.replace("~1", "/").replace("~0", "~");
        node = match &node.value {
            Value::List(items) => items.get(part.parse::<usize>().ok()?)?,
            _ => node.get(&part)?,
        };
    }
    Some(node)
}

/// The value of a row that a member's name or a JSON pointer names.
fn value<'n>(row: &'n Node, from: &str) -> Option<&'n Node> {
    if from.starts_with('/') { at(row, from) } else { row.get(from) }
}

fn members(row: &Node) -> Vec<&str> {
    match &row.value {
        Value::Map(entries) => entries.iter().map(|entry| entry.key.as_str()).collect(),
        _ => Vec::new(),
    }
}

/// The members of all rows, in the order in which they first come.
fn all_members(rows: &[Node], source: &Arc<Source>) -> Result<Vec<String>, Vec<Diagnostic>> {
    let (mut seen, mut names) = (BTreeSet::new(), Vec::new());
    for row in rows {
        let Value::Map(entries) = &row.value else {
            let message =
                format!("a row of the answer is {}, not a map of names to values", row.kind());
            let error = Diagnostic::error(CODE, message).label_in(source, row.span, "");
            return Err(vec![error.help("say under `columns` what fills each column: `name: /0`")]);
        };
        for entry in entries.iter().filter(|entry| seen.insert(entry.key.as_str())) {
            names.push(entry.key.clone());
        }
    }
    Ok(names)
}

/// The cell of a row; a value that is not there is none.
fn cell((row, from): (&Node, &str), name: &str, source: &Arc<Source>) -> Result<Cell, Diagnostic> {
    let Some(node) = value(row, from) else { return Ok(Cell::Null) };
    if node.value == Value::Null {
        return Ok(Cell::Null);
    }
    // Numbers stay as they are written: a float on the way would round them.
    if let Some(text) = node.scalar_text(&source.text) {
        return Ok(Cell::Text(text.as_str().into()));
    }
    let message = format!("`{name}` is {}, and a cell holds a single value", node.kind());
    let error = Diagnostic::error(CODE, message).label_in(source, node.span, "");
    Err(error.help("name a value inside of it under `columns`, such as `usage: /usage/total`, and only what you need"))
}
