//! HTML with holes, as it is written.

use crate::base::html::{escape_to, escape_url_to, scheme};
use crate::base::source::Span;
use crate::content::body::{Piece, Reference};

/// HTML on its way to a page. References are counted from the first of this text, and moved to the page's own when it gets there.
#[derive(Debug, Default)]
pub(super) struct Markup {
    html: String,
    pieces: Vec<Piece>,
    references: Vec<Reference>,
}

impl Markup {
    /// Appends HTML.
    pub(super) fn html(&mut self, html: &str) {
        self.html.push_str(html);
    }

    /// Appends text, escaped.
    pub(super) fn text(&mut self, text: &str) {
        escape_to(text, &mut self.html);
    }

    /// Appends a link to a file that is made beside the page.
    pub(super) fn link_to_made(&mut self, name: &str, attributes: &str, text: &str) {
        self.html("<a href=\"");
        self.hole(Piece::Made(name.to_owned()));
        self.html("\"");
        self.html(attributes);
        self.html(">");
        self.text(text);
        self.html("</a>");
    }

    /// Appends a link to a page or a file of the site, which the site looks up; `span` is where the page asks for it.
    pub(super) fn link_inside(&mut self, destination: &str, span: Span, text: &str) {
        self.html("<a href=\"");
        self.hole(Piece::Url(self.references.len()));
        self.references.push(Reference {
            destination: destination.to_owned(),
            span,
            image: false,
            is_rooted: false,
        });
        self.html("\">");
        self.text(text);
        self.html("</a>");
    }

    /// Appends a link to an address that is known to be harmless.
    pub(super) fn link_outside(&mut self, url: &str, text: &str) {
        self.html("<a href=\"");
        escape_url_to(url, &mut self.html);
        self.html("\">");
        self.text(text);
        self.html("</a>");
    }

    fn hole(&mut self, piece: Piece) {
        if !self.html.is_empty() {
            self.pieces.push(Piece::Html(std::mem::take(&mut self.html)));
        }
        self.pieces.push(piece);
    }

    /// The pieces for a page that has references already, to which those of this text are added, each as `placed` has it.
    pub(super) fn finish(
        mut self,
        references: &mut Vec<Reference>,
        placed: impl Fn(Reference) -> Reference,
    ) -> Vec<Piece> {
        if !self.html.is_empty() {
            self.pieces.push(Piece::Html(self.html));
        }
        let first = references.len();
        references.extend(self.references.into_iter().map(placed));
        let moved = |piece| match piece {
            Piece::Url(at) => Piece::Url(first + at),
            other => other,
        };
        self.pieces.into_iter().map(moved).collect()
    }
}

/// Is this an address on the web, which a page may link to wherever it comes from?
pub(super) fn is_web(url: &str) -> bool {
    matches!(scheme(url).as_deref(), Some("http" | "https"))
}

/// A link to an address on the web; the text alone for any other address, and for none.
pub(super) fn web_link(url: Option<&str>, text: &str, html: &mut String) {
    let Some(url) = url.filter(|url| is_web(url)) else {
        escape_to(text, html);
        return;
    };
    html.push_str("<a href=\"");
    escape_to(url, html);
    html.push_str("\">");
    escape_to(text, html);
    html.push_str("</a>");
}
