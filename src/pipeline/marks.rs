//! What in a page's text is bound to data, and where: for whoever points at it.

use std::sync::Arc;

use super::discovered;
use super::parser::Parser;
use crate::base::digest::Digest;
use crate::base::path::SitePath;
use crate::base::source::Span;
use crate::base::world::World;
use crate::content::body::{Body, FigureKind};
use crate::content::cascade::Cascade;
use crate::content::page::open;
use crate::pipeline::Options;
use crate::render::Templates;

/// Something that is bound to data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// `number`, `bound table`, `table`, `chart` or `claim`.
    pub kind: &'static str,
    /// What it says, empty for what is drawn or filled in.
    pub text: String,
    /// What a number is bound to, as written.
    pub target: String,
    /// The query that it names, empty if it names none.
    pub query: String,
    /// Where it stands in the page's file.
    pub span: Span,
}

/// What is bound in the page of `file`, in the order of the text; `None` if the page cannot be read.
pub fn marks(world: &dyn World, options: &Options, file: &SitePath) -> Option<Vec<Mark>> {
    let inputs = discovered(world, options).ok()?.value;
    let config = Arc::new(inputs.config);
    let cascade = Cascade::read(world, &inputs.pages, &config);
    let page = inputs.pages.into_iter().find(|page| page.path == *file)?;
    let (opened, source) = open(world, page, (&*config, &cascade)).ok()?.value;
    let files = (inputs.templates.as_slice(), inputs.texts.as_slice());
    let templates = Templates::load(world, files, &config.languages).ok();
    let templates = templates.map(|loaded| loaded.value);
    let settings = Digest::of(b"");
    let parser = Parser { world, config: &config, settings, templates: templates.as_ref() };
    let page = parser.parse((Arc::new(opened), source)).ok()?.value;
    let mut marks = of_body(&page.body);
    marks.sort_by_key(|mark| mark.span);
    Some(marks)
}

/// What is bound in a text.
fn of_body(body: &Body) -> Vec<Mark> {
    let numbers = body.bindings.iter().map(|binding| Mark {
        kind: "number",
        text: binding.text.clone(),
        target: binding.target.clone(),
        query: query(&binding.target),
        span: binding.text_span,
    });
    let tables = body.tables.iter().map(|table| Mark {
        kind: "bound table",
        text: String::new(),
        target: String::new(),
        query: table.header.first().map(|cell| query(&cell.target)).unwrap_or_default(),
        span: table.header_span,
    });
    let figures = body.figures.iter().map(|figure| Mark {
        kind: match figure.kind {
            FigureKind::Chart => "chart",
            FigureKind::Table => "table",
        },
        text: String::new(),
        target: String::new(),
        query: key(&figure.spec.text, "query"),
        span: figure.spec.span,
    });
    let claims = body.claims.iter().map(|claim| Mark {
        kind: "claim",
        text: claim.text.trim().to_owned(),
        target: String::new(),
        query: String::new(),
        span: claim.span,
    });
    numbers.chain(tables).chain(figures).chain(claims).collect()
}

/// The query that a target names: `growth` of `growth.ratio`, `top` of `top[0].n?fmt=x`.
fn query(target: &str) -> String {
    target.split(['.', '[', '?']).next().unwrap_or("").to_owned()
}

/// The value of a key at the top of a specification in YAML.
fn key(text: &str, key: &str) -> String {
    let value =
        text.lines().find_map(|line| line.strip_prefix(key)?.trim_start().strip_prefix(':'));
    let value = value.map(|value| value.split(" #").next().unwrap_or(value).trim());
    value.unwrap_or("").trim_matches(['"', '\'']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::{key, query};

    #[test]
    fn targets_and_specifications_name_a_query() {
        let named = ["growth.ratio", "top[0].n?fmt=x", "q"].map(query);
        assert_eq!(named, ["growth", "top", "q"]);
        assert_eq!(key("kind: line\nquery: monthly # all\n", "query"), "monthly");
        assert_eq!(key("  query: x\n", "query"), "");
    }
}
