//! Footnotes at the end of the page, with Hugo's anchors.

use std::collections::BTreeMap;

use crate::base::diagnostic::Diagnostic;
use crate::base::source::Span;
use crate::content::body::Piece;

/// The footnotes of a page.
#[derive(Debug, Default)]
pub(super) struct Footnotes {
    /// Labels in the order of their first reference, with the number of references.
    referred: Vec<(String, usize)>,
    defined: BTreeMap<String, (Span, Vec<Piece>)>,
    open: Option<(String, Span)>,
}

impl Footnotes {
    /// The HTML of a reference to `label`.
    pub(super) fn refer(&mut self, label: &str) -> String {
        let known = self.referred.iter().position(|(known, _)| known == label);
        let number = known.unwrap_or(self.referred.len()) + 1;
        if known.is_none() {
            self.referred.push((label.to_owned(), 0));
        }
        let count = &mut self.referred[number - 1].1;
        *count += 1;
        let id = anchor(number, *count);
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

/// Puts the links back to the references at the end of the last paragraph.
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
        _ => content.push(Piece::Html(format!("<p>{}</p>\n", links.trim_start_matches("&#160;")))),
    }
    content
}
