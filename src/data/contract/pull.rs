//! `pull` of a contract: where the table's snapshots are fetched from.

use std::time::Duration;

use crate::base::diagnostic::Diagnostic;
use crate::base::html::scheme;
use crate::base::node::{Fields, Node, Spanned, Value};
use crate::base::source::Span;

/// The most bytes of an answer, if the contract does not say.
const MAX_BYTES: u64 = 100_000_000;
/// How long one attempt may take, if the contract does not say.
const TIMEOUT: Duration = Duration::from_secs(30);
/// The longest time that one attempt may take.
const LONGEST: i64 = 3600;
/// How many more attempts there are, if the contract does not say.
const RETRIES: u32 = 3;
/// The most attempts that a contract can ask for.
const MOST_RETRIES: i64 = 10;

/// Hosts that are this machine: what is sent to them passes no wire.
const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// What the answer holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// CSV, as a file of `data/` would be.
    Csv,
    /// JSON with a list of rows in it.
    Json,
}

/// A secret that the server wants to see.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    /// The variable of the environment that holds it.
    pub env: Spanned<String>,
    /// The header that it is sent in.
    pub header: String,
    /// What stands before it in the header.
    pub prefix: String,
}

/// A column of the table and what of a row fills it.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// The column's name in the snapshot.
    pub name: Spanned<String>,
    /// The header of a CSV column, or a member or JSON pointer of a row.
    pub from: Spanned<String>,
}

/// Where a table's snapshots are fetched from.
#[derive(Debug, Clone, PartialEq)]
pub struct Pull {
    /// The place of all of it.
    pub span: Span,
    /// The address.
    pub url: Spanned<String>,
    /// What the answer holds.
    pub form: Form,
    /// The JSON pointer to the list of rows; without one the answer is the list.
    pub rows: Option<Spanned<String>>,
    /// The columns of the snapshot; without any, all that a row has.
    pub columns: Vec<Column>,
    /// The secret that the server wants.
    pub key: Option<Key>,
    /// The most bytes of the answer.
    pub max_bytes: u64,
    /// How long one attempt may take.
    pub timeout: Duration,
    /// How many more attempts there are if one fails.
    pub retries: u32,
}

/// Reads `pull`, and says what is wrong with it.
pub(super) fn pull(node: &Node) -> (Option<Pull>, Vec<Diagnostic>) {
    let mut fields = Fields::new(node, "`pull`");
    fields.require("url");
    let url = fields.text("url").and_then(|url| address(&mut fields, url));
    let form = fields.one_of("format", &[("csv", Form::Csv), ("json", Form::Json)]);
    let form = form.map_or(Form::Csv, |form| form.value);
    let rows = fields.text("rows");
    if let Some(rows) = &rows {
        let error = |message: &str| Diagnostic::error("data/pull", message).at(rows.span);
        if form == Form::Csv {
            let error = error("`rows` is for JSON: the rows of CSV are its lines");
            fields.report(error.help("remove it, or write `format: json`"));
        } else if !rows.value.is_empty() && !rows.value.starts_with('/') {
            let error = error("`rows` takes a JSON pointer, which begins with `/`");
            fields.report(error.help(format!("write `rows: /{}`", rows.value)));
        }
    }
    let columns = columns(&mut fields);
    let key = key(&mut fields, url.as_ref());
    let max_bytes = fields.count("max_bytes").map_or(MAX_BYTES, |n| n.value as u64);
    let timeout = within(&mut fields, "timeout", (1, LONGEST));
    let timeout = timeout.map_or(TIMEOUT, |n| Duration::from_secs(u64::from(n)));
    let retries = within(&mut fields, "retries", (0, MOST_RETRIES)).unwrap_or(RETRIES);
    let wrong = fields.finish();
    let pull = url.filter(|_| wrong.is_empty()).map(|url| Pull {
        span: node.span,
        url,
        form,
        rows,
        columns,
        key,
        max_bytes,
        timeout,
        retries,
    });
    (pull, wrong)
}

/// An address on the web.
fn address(fields: &mut Fields<'_>, url: Spanned<String>) -> Option<Spanned<String>> {
    let host = host(&url.value);
    let (message, help) = match scheme(&url.value).as_deref() {
        Some("http" | "https")
            if url.value.contains(|c: char| c.is_whitespace() || c.is_control()) =>
        {
            ("an address holds no spaces", "write `%20` for a space")
        }
        Some("http" | "https") if host.is_none_or(str::is_empty) => {
            ("the address names no host", "write it like `https://example.org/data.csv`")
        }
        Some("http" | "https") if host.is_some_and(|host| host.contains('@')) => (
            "the address holds a name or a password, and contracts are published",
            "keep it in a variable of the environment: `key: {env: NAME, header: Authorization}`",
        ),
        Some("http" | "https") => return Some(url),
        _ => (
            "data is fetched from `https:` and `http:` addresses alone",
            "write it like `https://example.org/data.csv`",
        ),
    };
    fields.report(Diagnostic::error("data/pull", message).at(url.span).help(help));
    None
}

/// The host of an address, with what stands around it up to the path.
fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    rest.split(['/', '?', '#']).next()
}

fn columns(fields: &mut Fields<'_>) -> Vec<Column> {
    let Some(node) = fields.node("columns") else { return Vec::new() };
    let Value::Map(entries) = &node.value else {
        let help = "write a line `column: what fills it` for each column";
        fields.wrong_type::<()>("columns", node, "a map", help);
        return Vec::new();
    };
    let mut columns = Vec::new();
    for entry in entries {
        if let Value::Text(from) = &entry.value.value {
            columns.push(Column {
                name: Spanned::new(entry.key.clone(), entry.key_span),
                from: Spanned::new(from.clone(), entry.value.span),
            });
        } else {
            let help =
                "write the header of a CSV column, or the name or JSON pointer of a row's value";
            fields.wrong_type::<()>(&entry.key, &entry.value, "a text", help);
        }
    }
    columns
}

fn key(fields: &mut Fields<'_>, url: Option<&Spanned<String>>) -> Option<Key> {
    let node = fields.node("key")?;
    let is_exposed = url.is_some_and(|url| {
        let host = host(&url.value).unwrap_or_default();
        let name = host.rsplit_once(':').map_or(host, |(name, port)| {
            if port.bytes().all(|byte| byte.is_ascii_digit()) { name } else { host }
        });
        scheme(&url.value).as_deref() == Some("http") && !LOOPBACK.contains(&name)
    });
    if is_exposed {
        let message = "a key is not sent over `http:`, where all on the way can read it";
        let error = Diagnostic::error("data/pull", message).at(node.span);
        fields.report(error.help("use the `https:` address"));
    }
    fields.inner(node, "`key`", |fields| {
        fields.require("env");
        fields.require("header");
        let env = fields.text("env");
        let header = fields.text("header");
        let prefix = fields.text("prefix").map_or_else(String::new, |prefix| prefix.value);
        let is_name = |text: &str| {
            !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
        };
        for (text, what) in [(&env, "a variable"), (&header, "a header")] {
            let Some(text) = text.as_ref().filter(|text| !is_name(&text.value)) else { continue };
            // What stands here may be the key itself, put in the wrong place: it is not repeated.
            let message = format!("this is no name of {what}");
            let error = Diagnostic::error("data/pull", message).at(Span::new(text.span.start, text.span.start));
            fields.report(error.help(
                "write `key: {env: NAME, header: Authorization, prefix: \"Bearer \"}`: the name of the variable that holds the key, never the key",
            ));
        }
        Some(Key { env: env?, header: header?.value, prefix })
    })
}

/// A whole number between bounds.
fn within(fields: &mut Fields<'_>, name: &'static str, (least, most): (i64, i64)) -> Option<u32> {
    let number = fields.integer(name)?;
    if (least..=most).contains(&number.value) {
        return u32::try_from(number.value).ok();
    }
    let message = format!("`{name}` must be from {least} to {most}");
    let error = Diagnostic::error("data/pull", message).at(number.span);
    fields.report(error.help("write another number, or leave it out"));
    None
}
