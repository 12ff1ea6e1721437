//! Code blocks: samples, and the fences that numerate reads.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, TagEnd};

use super::code::{self, Info};
use super::hook::{Counted, map_of};
use super::stream::Stream;
use super::writer::Writer;
use crate::base::diagnostic::{Diagnostic, nearest};
use crate::base::source::Span;
use crate::content::body::{Figure, FigureKind, Fragment, Piece, Query, is_query_name};
use crate::content::front_matter::unusable_name;
use crate::content::markup::{CodePart, Part};

/// What a fence was meant to begin with, if it looks like one for a query, a chart, a table or a claim and is none.
fn meant(info: &str, code: &str) -> Option<String> {
    const KINDS: [&str; 3] = ["chart", "table", "claim"];
    const KEYS: [&str; 4] = ["query:", "that:", "rows:", "fresh:"];
    let mut words = info.split_whitespace();
    let (first, second) = (words.next()?.to_lowercase(), words.next());
    let second = second.filter(|second| !second.contains(['=', '{', ':']));
    let is_spec =
        code.lines().any(|line| KEYS.iter().any(|key| line.trim_start().starts_with(key)));
    match (first.as_str(), second) {
        ("sql", Some(name)) => Some(format!("sql {}", name.to_lowercase())),
        ("yaml" | "yml" | "json" | "toml", Some(kind)) if is_spec => {
            nearest(kind, KINDS).map(|kind| format!("yaml {kind}"))
        }
        (kind, _) if is_spec && KINDS.contains(&kind) => Some(format!("yaml {kind}")),
        _ => None,
    }
}

impl<'a> Writer<'a> {
    /// Reads a code block to its end and writes or keeps it.
    pub(super) fn code_block(
        &mut self,
        kind: &CodeBlockKind<'a>,
        range: Range<usize>,
        events: &mut Stream<'a>,
    ) {
        let mut code = Fragment { span: range.clone().into(), ..Fragment::default() };
        for (event, part) in events {
            match event {
                Event::End(TagEnd::CodeBlock) => break,
                Event::Text(text) => code.push(&text, part),
                _ => {}
            }
        }
        let (info, is_fenced) = match kind {
            CodeBlockKind::Fenced(info) => (info.trim(), true),
            CodeBlockKind::Indented => ("", false),
        };
        let mut words = info.split_whitespace();
        match (words.next(), words.next(), words.next()) {
            (Some("sql"), Some(name), option) if !name.starts_with('{') => {
                self.query(name, option, code);
            }
            (Some("yaml"), Some("chart"), None) => self.figure(FigureKind::Chart, code),
            (Some("yaml"), Some("table"), None) => self.figure(FigureKind::Table, code),
            (Some("yaml"), Some("claim"), None) => self.body.claims.push(code),
            _ => {
                if let Some(meant) = meant(info, &code.text).filter(|_| is_fenced) {
                    let message = format!(
                        "`{info}` is nothing that numerate reads, so that this is shown as code"
                    );
                    self.report(
                        Diagnostic::warning("figure/fence", message)
                            .at(self.first_line(&code))
                            .help(format!("begin the fence with ```{meant}")),
                    );
                }
                self.sample(info, &code, is_fenced);
            }
        }
    }

    /// Keeps a named query; ` show ` prints it too.
    fn query(&mut self, name: &str, option: Option<&str>, sql: Fragment) {
        let line_end = self.text[sql.span.start..]
            .find('\n')
            .map_or(self.text.len(), |at| sql.span.start + at);
        let first_line = sql.span.start..line_end;
        let name_span = self.find(name, &first_line);
        match option {
            None => {}
            Some("show") => self.sample("sql", &sql, true),
            Some(other) => {
                let span = self.find(other, &first_line);
                self.report(
                    Diagnostic::error("query/option", format!("a query has no option `{other}`"))
                        .at(span)
                        .help("write `show` to print the query, or nothing"),
                );
            }
        }
        if !is_query_name(name) {
            self.report(unusable_name(name).at(name_span));
        } else if let Some(first) = self.body.queries.iter().find(|query| query.name == name) {
            let first: Span = first.name_span;
            self.report(
                Diagnostic::error(
                    "query/duplicate",
                    format!("the query `{name}` is defined twice"),
                )
                .label(name_span, "again here")
                .label(first, "first here")
                .help("give one of them another name"),
            );
        } else {
            self.body.queries.push(Query { name: name.to_owned(), name_span, sql });
        }
    }

    fn figure(&mut self, kind: FigureKind, spec: Fragment) {
        self.line("");
        self.hole(Piece::Figure(self.body.figures.len()));
        self.body.figures.push(Figure { kind, spec });
    }

    /// Writes a code sample, highlighted where the language is known.
    fn sample(&mut self, info: &str, code: &Fragment, is_fenced: bool) {
        let info = Info::read(info, self.options.code);
        for name in &info.unused {
            let message = format!("`{name}` has no effect on code here");
            self.report(
                Diagnostic::warning("markdown/code-option", message)
                    .at(self.first_line(code))
                    .help("colors come from `css/highlight.css`; remove the option"),
            );
        }
        self.line("");
        let is_plain = !self.options.code.highlight || self.is_marked(&code.text);
        let template = if is_fenced { self.hooks.for_code(info.language) } else { None };
        let Some(template) = template else {
            code::write(&info, &code.text, (is_plain, is_fenced), &mut self.html);
            return;
        };
        let ordinal = self.hooks.count(Counted::Code);
        let mut html = String::new();
        code::write(&info, &code.text, (is_plain, is_fenced), &mut html);
        self.write_part(&template, code.span.range(), |_| {
            Part::Code(CodePart {
                language: info.language,
                inner: code.text.trim_end_matches('\n'),
                html,
                attributes: map_of(&info.attributes),
                options: info.options.clone(),
                ordinal,
            })
        });
    }

    /// The first line of a fence.
    fn first_line(&self, code: &Fragment) -> Span {
        let source = self.text.get(code.span.range()).unwrap_or("");
        let length = source.find('\n').unwrap_or(source.len());
        Span::new(code.span.start, code.span.start + length)
    }
}
