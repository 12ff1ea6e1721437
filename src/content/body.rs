//! A page's text after parsing: HTML with holes for what only later stages know.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::base::diagnostic::{Diagnostic, Edit};
use crate::base::source::Span;

/// A part of a text, in the order of the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Piece {
    /// Finished HTML.
    Html(String),
    /// The bound number of this index in [`Body::bindings`].
    Bound(usize),
    /// The bound number of this index as plain text, inside an attribute.
    BoundText(usize),
    /// The beginning of a cell of a bound table: a start tag that `</data>` follows in the HTML.
    Cell {
        /// The table's index in [`Body::tables`].
        table: usize,
        /// The row's index in it.
        row: usize,
        /// The cell's index in the row.
        column: usize,
    },
    /// Where the bound table of this index comes from, after its end.
    Credit(usize),
    /// The computed figure of this index in [`Body::figures`].
    Figure(usize),
    /// The escaped URL of the reference of this index in [`Body::references`].
    Url(usize),
    /// The attributes `width` and `height` of the image of this index in [`Body::references`], each behind a space.
    Size(usize),
    /// The escaped URL of the file of this name that is made beside the page.
    Made(String),
    /// Where the summary ends: `<!--more-->`.
    More,
}

/// A page's text.
#[derive(Debug, Default)]
pub struct Body {
    /// The text.
    pub pieces: Vec<Piece>,
    /// The headings, in order.
    pub headings: Vec<Heading>,
    /// Named queries, in order.
    pub queries: Vec<Query>,
    /// Bound numbers, in order.
    pub bindings: Vec<Binding>,
    /// Bound tables, in order.
    pub tables: Vec<BoundTable>,
    /// Computed charts and tables, in order.
    pub figures: Vec<Figure>,
    /// Claims, in order.
    pub claims: Vec<Fragment>,
    /// Links and images that lead into the site, in order.
    pub references: Vec<Reference>,
    /// Anchors other than the headings': footnotes, and those of raw HTML.
    pub anchors: Vec<String>,
    /// The runs of its text that hold digits and that nothing is bound to; empty on pages without queries.
    pub runs: Vec<Run>,
    /// Words of the text.
    pub word_count: usize,
}

impl Body {
    /// Does anything of the page depend on data?
    pub fn has_data(&self) -> bool {
        !(self.queries.is_empty()
            && self.bindings.is_empty()
            && self.tables.is_empty()
            && self.figures.is_empty()
            && self.claims.is_empty())
    }
}

impl Body {
    /// The texts in which tables can be named.
    pub fn asked(&self) -> impl Iterator<Item = &str> {
        let queries = self.queries.iter().flat_map(|query| [&*query.name, &*query.sql.text]);
        let claims = self.claims.iter().map(|claim| &*claim.text);
        let figures = self.figures.iter().map(|figure| &*figure.spec.text);
        queries.chain(claims).chain(figures)
    }
}

/// A run of text without markup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The text.
    pub text: Fragment,
    /// The number of the table that it stands in, if it does.
    pub table: Option<usize>,
}

/// A heading with the anchor it can be linked by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// The anchor, unique on the page.
    pub id: String,
    /// What it says, without links.
    pub pieces: Vec<Piece>,
}

/// A text cut out of the page, possibly in several parts (inside a quotation each line is one).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fragment {
    /// The text.
    pub text: String,
    /// For each part, where it begins in `text` and in the page's source.
    pub parts: Vec<(usize, usize)>,
    /// The whole fence in the source.
    pub span: Span,
}

impl Fragment {
    /// Adds a part that stands at `range` of the source.
    pub fn push(&mut self, text: &str, range: Range<usize>) {
        self.parts.push((self.text.len(), range.start));
        self.text.push_str(text);
    }

    /// The place in the source of a span in `text`.
    pub fn locate(&self, span: Span) -> Span {
        if self.parts.is_empty() {
            return self.span;
        }
        let find = |offset: usize| {
            let part = self.parts.partition_point(|(start, _)| *start <= offset).saturating_sub(1);
            let (start, source) = self.parts[part];
            source + (offset - start)
        };
        let start = find(span.start);
        let end = if span.end > span.start { find(span.end - 1) + 1 } else { start };
        Span::new(start, end)
    }

    /// A diagnostic about `text` as one about the source.
    #[must_use]
    pub fn place(&self, mut diagnostic: Diagnostic) -> Diagnostic {
        for label in diagnostic.labels.iter_mut().filter(|label| label.source.is_none()) {
            label.span = self.locate(label.span);
        }
        if let Some(fix) = diagnostic.fix.take_if(|fix| fix.source.is_none()) {
            let span = self.locate(fix.span);
            let is_whole = span.end - span.start == fix.span.end - fix.span.start;
            diagnostic.fix = is_whole.then(|| Box::new(Edit { span, ..*fix }));
        }
        if diagnostic.labels.is_empty() { diagnostic.at(self.span) } else { diagnostic }
    }
}

/// A named query: a fence ` ```sql NAME `.
#[derive(Debug, Clone)]
pub struct Query {
    /// The name by which the page knows its result.
    pub name: String,
    /// The name in the source.
    pub name_span: Span,
    /// The SQL.
    pub sql: Fragment,
}

/// Can SQL use `name` without quotes, and does it stay the same when folded to lower case?
pub fn is_query_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase() || first == '_')
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// A bound number `[text](q:target)`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Binding {
    /// What the sentence states, empty if it is to be filled in.
    pub text: String,
    /// The text in the source.
    pub text_span: Span,
    /// What follows `q:`, percent-decoded by nobody: the author's own text.
    pub target: String,
    /// The target in the source.
    pub target_span: Span,
    /// Did a shortcode give a part of it, so that its place is near enough to show, and not exact enough to rewrite?
    pub is_near: bool,
}

/// A table of Markdown all of whose header cells are bound: each row must be a row of a query's result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoundTable {
    /// The header's cells: column names, each with the column that the cells below it are bound to.
    pub header: Vec<Binding>,
    /// The header's row in the source.
    pub header_span: Span,
    /// The line between header and rows.
    pub rule_span: Span,
    /// Does that line stand in the source as it was read? It does not where a shortcode gave a part of it.
    pub is_rule_copied: bool,
    /// The rows.
    pub rows: Vec<BoundRow>,
}

/// A row of a [`BoundTable`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoundRow {
    /// The row in the source, without the end of the line.
    pub span: Span,
    /// Does its line stand in the source as it was read? It does not where a shortcode gave a part of it.
    pub is_copied: bool,
    /// Its cells, as many as the header has.
    pub cells: Vec<BoundCell>,
}

/// A cell of a [`BoundTable`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoundCell {
    /// What it states, without markup.
    pub text: String,
    /// The text in the source without spaces around it; the place for one if there is none.
    pub span: Span,
    /// The text with the spaces around it; `None` if the row ends before the cell, if there is markup inside the text, or if a
    /// shortcode gave a part of it.
    pub room: Option<Span>,
}

/// What a computed figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FigureKind {
    /// A `yaml chart` fence.
    Chart,
    /// A `yaml table` fence.
    Table,
}

/// A computed chart or table: its specification in YAML.
#[derive(Debug, Clone)]
pub struct Figure {
    /// Chart or table.
    pub kind: FigureKind,
    /// The fence's text.
    pub spec: Fragment,
}

/// A link or an image whose destination lies in the site, as far as its form tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// The destination as written.
    pub destination: String,
    /// The destination in the source, or the whole link where it is not found there.
    pub span: Span,
    /// Is it an image?
    pub image: bool,
    /// Is it to be the path from the site's root, even where it is beside its page?
    pub is_rooted: bool,
}

/// What a call of `ref` names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named<'a> {
    /// The code of the language; empty for the page's own.
    pub lang: &'a str,
    /// The name of the output; empty for the page itself.
    pub output: &'a str,
    /// The page, by its file, its path or its name alone.
    pub path: &'a str,
}

impl Named<'_> {
    /// As a destination, which a [`Reference`] knows again.
    pub fn destination(&self) -> String {
        let Self { lang, output, path } = self;
        format!("ref:{lang}:{output}:{path}")
    }
}

impl Reference {
    /// What it names, if a call of `ref` gave it.
    pub fn named(&self) -> Option<Named<'_>> {
        let mut parts = self.destination.strip_prefix("ref:")?.splitn(3, ':');
        let (lang, output, path) = (parts.next()?, parts.next()?, parts.next()?);
        Some(Named { lang, output, path })
    }
}

#[cfg(test)]
mod tests {
    use super::Fragment;
    use crate::base::source::Span;

    #[test]
    fn spans_in_a_quoted_fence_lead_back_to_the_source() {
        let mut fragment = Fragment::default();
        fragment.push("SELECT\n", 20..27);
        fragment.push("  x\n", 29..33);
        assert_eq!(fragment.locate(Span::new(0, 6)), Span::new(20, 26));
        assert_eq!(fragment.locate(Span::new(9, 10)), Span::new(31, 32));
    }
}
