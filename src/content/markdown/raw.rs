//! HTML in Markdown, and the mark that ends the summary.

use std::ops::Range;

use super::sanitize;
use super::writer::Writer;
use crate::base::diagnostic::Diagnostic;
use crate::content::body::Piece;
use crate::content::config::RawHtml;

/// The anchors that raw HTML sets: the values of its attributes `id` and `name`.
pub(super) fn raw_anchors(html: &str) -> impl Iterator<Item = String> + '_ {
    ["id=", "name="].into_iter().flat_map(move |attribute| {
        html.match_indices(attribute).filter_map(move |(at, _)| {
            let value = html[at + attribute.len()..].trim_start();
            let value = match value.chars().next()? {
                quote @ ('"' | '\'') => value[1..].split(quote).next(),
                _ => value.split([' ', '>', '/', '\n']).next(),
            };
            value.map(str::to_owned)
        })
    })
}

/// The place of a summary mark in `html`; with spaces in it, Hugo does not know it.
fn summary_mark(html: &str) -> Option<Range<usize>> {
    html.match_indices("<!--").find_map(|(at, open)| {
        let inside = &html[at + open.len()..];
        let length = inside.find("-->")?;
        (inside[..length].trim() == "more").then(|| at..at + open.len() + length + "-->".len())
    })
}

impl Writer<'_> {
    /// Writes HTML that the author wrote, as the configuration says.
    pub(super) fn raw_html(&mut self, html: &str, range: Range<usize>) {
        if html.contains("](q:") {
            let span = self.find("](q:", &range);
            self.report(
                Diagnostic::warning("bind/in-html", "a bound number inside HTML is not read")
                    .label(span, "this stays as it is written")
                    .help("leave an empty line between the HTML and the text, or use a shortcode"),
            );
        }
        if let Some(mark) = summary_mark(html).filter(|_| !self.has_summary()) {
            let place = range.start + mark.start..range.start + mark.end;
            if html[mark.clone()].contains(' ') {
                self.report(
                    Diagnostic::warning(
                        "markdown/more",
                        "the summary ends here, but in Hugo it does not: the mark has spaces",
                    )
                    .at(place.clone())
                    .help("write `<!--more-->`"),
                );
            }
            if html.trim() == &html[mark] && self.is_at_top() {
                self.hole(Piece::More);
            } else {
                self.split.get_or_insert(place);
            }
            return;
        }
        if self.options.raw_html != RawHtml::Drop {
            if self.options.raw_html == RawHtml::Sanitize {
                self.judge(html, &range);
            }
            self.body.anchors.extend(raw_anchors(html));
            self.html.push_str(html);
            return;
        }
        if html.trim_start().starts_with("<!--") {
            return;
        }
        self.dropped = match self.dropped.take() {
            Some((first, more)) => Some((first, more + 1)),
            None => Some((range, 0)),
        };
        if !self.html.ends_with("<!-- raw HTML omitted -->\n") {
            self.html.push_str("<!-- raw HTML omitted -->");
            if html.ends_with('\n') {
                self.html.push('\n');
            }
        }
    }

    /// Notes that the page is to be cleaned, and reports the first thing that will not stay.
    fn judge(&mut self, html: &str, range: &Range<usize>) {
        let is_first = !self.is_unclean;
        self.is_unclean = true;
        if !is_first && self.diagnostics.iter().any(|known| known.code == "markdown/sanitized") {
            return;
        }
        let Some(tag) = sanitize::refused(html) else { return };
        let place = self.find(tag, range);
        self.report(
            Diagnostic::warning("markdown/sanitized", "this HTML does not stay as it is")
                .at(place)
                .help(
                    "it could run code or load something; `markdown.raw_html: keep` keeps all HTML",
                ),
        );
    }

    /// Cleans the page, if there is HTML in it that needs it.
    pub(super) fn clean(&mut self, pieces: Vec<Piece>) -> Vec<Piece> {
        if !self.is_unclean {
            return pieces;
        }
        for heading in &mut self.body.headings {
            heading.pieces = sanitize::sanitized(&heading.pieces);
        }
        sanitize::sanitized(&pieces)
    }

    /// Says once for a page that HTML was left out.
    pub(super) fn report_dropped(&mut self) {
        let Some((first, more)) = self.dropped.take() else { return };
        let others = match more {
            0 => String::new(),
            1 => "and in one more place of the page".to_owned(),
            more => format!("and in {more} more places of the page"),
        };
        self.report(
            Diagnostic::warning("markdown/raw-html", "HTML is left out here")
                .label(first, others)
                .help("write it in Markdown, or set `markdown.raw_html` to `keep` or `sanitize`"),
        );
    }
}
