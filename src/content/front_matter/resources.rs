//! `resources`: names, titles and params of the files beside a page.

use serde::{Deserialize, Serialize};

use crate::base::diagnostic::Diagnostic;
use crate::base::glob::Glob;
use crate::base::node::{Fields, Node, Value};
use crate::base::source::Span;

/// What a page says of some of the files beside it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResourceRule {
    /// Which files: a pattern of paths below the page's folder.
    pub src: Glob,
    /// Their name; `:counter` in it is a number.
    pub name: Option<String>,
    /// Their title; `:counter` in it is a number.
    pub title: Option<String>,
    /// Anything for templates; always a map.
    pub params: Node,
    /// Where the pattern stands.
    pub span: Span,
}

/// What a page says of one file beside it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Resource {
    /// The path below the page's folder.
    pub path: String,
    /// The name, the path if none is given.
    pub name: String,
    /// The title, the path if none is given.
    pub title: String,
    /// Anything for templates; always a map.
    pub params: Node,
}

/// Takes `resources`.
pub(super) fn read(fields: &mut Fields<'_>, text: &str) -> Vec<ResourceRule> {
    let rules = fields.each("resources", |fields| {
        let Some(src) = fields.scalar("src", text) else {
            fields.report(no_files(fields.span()));
            for key in ["name", "title", "params"] {
                let _ = fields.entry(key);
            }
            return None;
        };
        let name = fields.scalar("name", text).map(|name| name.value);
        let title = fields.scalar("title", text).map(|title| title.value);
        let params = fields.map("params");
        match Glob::parse(&src.to_lowercase()) {
            Ok(glob) => Some(ResourceRule { src: glob, name, title, params, span: src.span }),
            Err(problem) => {
                let message = format!("`{}` is no pattern of files: {problem}", src.value);
                fields.report(
                    Diagnostic::error("front-matter/pattern", message)
                        .at(src.span)
                        .help("write one such as `*.jpg` or `images/**`"),
                );
                None
            }
        }
    });
    rules.into_iter().flatten().flatten().collect()
}

/// A warning of an item that is for no file.
fn no_files(place: Span) -> Diagnostic {
    Diagnostic::warning(
        "front-matter/resource",
        "an item of `resources` is for no file without `src`",
    )
    .at(place)
    .help("add `src: …` with a file beside the page, or a pattern such as `*.jpg`")
}

/// What the rules say of files, given by their paths below the page's folder, in order.
pub fn described<'p>(
    rules: &[ResourceRule],
    paths: impl Iterator<Item = &'p str>,
) -> Vec<Resource> {
    let mut counters = vec![(0, 0); rules.len()];
    paths.map(|path| resource(rules, path, &mut counters)).collect()
}

/// The first rule for a file that gives a name, or a title, gives it; each rule counts on its own.
fn resource(rules: &[ResourceRule], path: &str, counters: &mut [(usize, usize)]) -> Resource {
    let (mut name, mut title, mut params) = (None, None, Vec::new());
    let folded = path.to_lowercase();
    for (rule, (names, titles)) in rules.iter().zip(counters) {
        if !rule.src.matches(&folded) {
            continue;
        }
        if let (None, Some(text)) = (&name, &rule.name) {
            name = Some(counted(text, names));
        }
        if let (None, Some(text)) = (&title, &rule.title) {
            title = Some(counted(text, titles));
        }
        if let Value::Map(entries) = &rule.params.value {
            for entry in entries {
                if params.iter().all(|own: &crate::base::node::Entry| own.key != entry.key) {
                    params.push(entry.clone());
                }
            }
        }
    }
    Resource {
        path: path.to_owned(),
        name: name.unwrap_or_else(|| path.to_owned()),
        title: title.unwrap_or_else(|| path.to_owned()),
        params: Node { span: Span::default(), value: Value::Map(params) },
    }
}

/// `text` with the next number for `:counter`.
fn counted(text: &str, counter: &mut usize) -> String {
    if !text.contains(":counter") {
        return text.to_owned();
    }
    *counter += 1;
    text.replace(":counter", &counter.to_string())
}
