//! Footnotes at the end of the page, with Hugo's anchors.

use std::collections::BTreeMap;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::stream::Item;
use crate::base::diagnostic::Diagnostic;
use crate::base::source::Span;
use crate::content::body::Piece;

/// The footnotes of a page.
#[derive(Debug, Default)]
pub(super) struct Footnotes {
    /// Labels in the order of their numbers, with the number of references.
    referred: Vec<(String, usize)>,
    /// The footnote's number, and how many refer to it up to here, for each reference by its place.
    references: BTreeMap<usize, (usize, usize)>,
    defined: BTreeMap<String, (Span, Vec<Piece>)>,
    open: Option<(String, Span)>,
}

impl Footnotes {
    /// Might there be footnotes in `text`?
    pub(super) fn are_in(text: &str) -> bool {
        text.contains("[^")
    }

    /// Numbers the references in `events`. Those in footnotes count where the first footnote is defined, as in Hugo.
    pub(super) fn numbered(events: &[Item<'_>]) -> Self {
        let mut res = Self::default();
        let mut depth = 0;
        let mut inside: Vec<(&str, usize)> = Vec::new();
        let mut after: Vec<(&str, usize)> = Vec::new();
        let mut is_defined = false;
        for (event, range) in events {
            match event {
                Event::Start(Tag::FootnoteDefinition(_)) => {
                    depth += 1;
                    is_defined = true;
                }
                Event::End(TagEnd::FootnoteDefinition) => depth -= 1,
                Event::FootnoteReference(label) => match (depth > 0, is_defined) {
                    (true, _) => inside.push((label, range.start)),
                    (false, true) => after.push((label, range.start)),
                    (false, false) => res.number(label, range.start),
                },
                _ => {}
            }
        }
        for (label, place) in inside.into_iter().chain(after) {
            res.number(label, place);
        }
        res
    }

    fn number(&mut self, label: &str, place: usize) {
        let known = self.referred.iter().position(|(known, _)| known == label);
        let index = known.unwrap_or(self.referred.len());
        if known.is_none() {
            self.referred.push((label.to_owned(), 0));
        }
        self.referred[index].1 += 1;
        self.references.insert(place, (index + 1, self.referred[index].1));
    }

    /// The HTML of the reference at `place`.
    pub(super) fn refer(&mut self, label: &str, place: usize) -> String {
        if !self.references.contains_key(&place) {
            self.number(label, place);
        }
        let (number, count) = self.references[&place];
        let id = anchor(number, count);
        format!(
            "<sup id=\"{id}\"><a href=\"#fn:{number}\" class=\"footnote-ref\" role=\"doc-noteref\">{number}</a></sup>"
        )
    }

    /// Begins the definition of `label`.
    pub(super) fn open(&mut self, label: &str, span: Span) {
        self.open = Some((label.to_owned(), span));
    }

    /// Ends the definition that is open.
    pub(super) fn close(&mut self, pieces: Vec<Piece>) {
        if let Some((label, span)) = self.open.take() {
            self.defined.entry(label).or_insert((span, pieces));
        }
    }

    /// The list at the end of the page, and all anchors.
    pub(super) fn finish(self, diagnostics: &mut Vec<Diagnostic>) -> (Vec<Piece>, Vec<String>) {
        let is_referred = |label: &String| self.referred.iter().any(|(known, _)| known == label);
        for (label, (span, _)) in self.defined.iter().filter(|(label, _)| !is_referred(label)) {
            let warning = Diagnostic::warning(
                "markdown/unused-footnote",
                format!(
                    "the footnote `[^{label}]` is defined but nothing refers to it, so it is not shown"
                ),
            );
            diagnostics.push(
                warning
                    .at(*span)
                    .help(format!("write `[^{label}]` where it belongs, or remove the footnote")),
            );
        }
        if self.referred.is_empty() {
            return (Vec::new(), Vec::new());
        }
        let mut anchors = Vec::new();
        let mut pieces = vec![Piece::Html(
            "<div class=\"footnotes\" role=\"doc-endnotes\">\n<hr>\n<ol>\n".into(),
        )];
        let mut defined = self.defined;
        for (index, (label, count)) in self.referred.iter().enumerate() {
            let number = index + 1;
            anchors.push(format!("fn:{number}"));
            pieces.push(Piece::Html(format!("<li id=\"fn:{number}\">\n")));
            let (_, content) = defined.remove(label).unwrap_or_default();
            pieces.extend(with_back_links(content, number, *count));
            pieces.push(Piece::Html("</li>\n".into()));
            anchors.extend((1..=*count).map(|count| anchor(number, count)));
        }
        pieces.push(Piece::Html("</ol>\n</div>\n".into()));
        (pieces, anchors)
    }
}

/// The anchor of the `count`th reference to footnote `number`.
fn anchor(number: usize, count: usize) -> String {
    match count {
        1 => format!("fnref:{number}"),
        _ => format!("fnref{}:{number}", count - 1),
    }
}

/// Puts the links back to the references at the end, into the last paragraph if that is the end.
fn with_back_links(mut content: Vec<Piece>, number: usize, count: usize) -> Vec<Piece> {
    let mut links = String::new();
    for count in 1..=count {
        links.push_str("&#160;<a href=\"#");
        links.push_str(&anchor(number, count));
        links.push_str("\" class=\"footnote-backref\" role=\"doc-backlink\">&#x21a9;&#xfe0e;</a>");
    }
    match content.last_mut() {
        Some(Piece::Html(html)) if html.ends_with("</p>\n") => {
            html.truncate(html.len() - "</p>\n".len());
            html.push_str(&links);
            html.push_str("</p>\n");
        }
        _ => content.push(Piece::Html(format!("{links}\n"))),
    }
    content
}
