//! The text of a page with its links: joined when it is asked for, so that no site is held twice.

use std::sync::Arc;

use super::entry::TocItem;
use crate::base::digest::Digest;
use crate::base::html::escape_url_to;
use crate::content::body::Piece;
use crate::resolve::article::{Article, Text};

/// What a reference becomes.
#[derive(Debug, Clone, Default)]
pub struct Target {
    /// Its URL, not yet escaped.
    pub url: String,
    /// The attributes for the size of an image.
    pub size: String,
}

/// An article's text whose links lead somewhere.
#[derive(Debug, Clone)]
pub struct LinkedText {
    article: Article,
    /// Where each of its references leads.
    urls: Arc<[Target]>,
    /// The URL of the folder of the page's files.
    beside: String,
    /// The first and the last level of headings in the table of contents.
    toc_levels: (u8, u8),
    digest: Digest,
}

impl LinkedText {
    /// The text of `article` whose references lead to `urls`, and beside whose page, at `beside`, its files are.
    pub fn new(
        article: Article,
        (urls, beside): (Arc<[Target]>, String),
        toc_levels: (u8, u8),
    ) -> Self {
        let levels = [toc_levels.0, toc_levels.1];
        let parts: [&[u8]; 3] = [article.facts.identity.as_bytes(), beside.as_bytes(), &levels];
        let targets =
            urls.iter().flat_map(|target| [target.url.as_bytes(), target.size.as_bytes()]);
        let digest = Digest::of_parts(parts.into_iter().chain(targets));
        Self { article, urls, beside, toc_levels, digest }
    }

    /// The same with the text of another article, whose references lead to the same.
    #[must_use]
    pub fn with(&self, article: Article) -> Self {
        Self::new(article, (Arc::clone(&self.urls), self.beside.clone()), self.toc_levels)
    }

    /// The digest of all that the text, the table of contents and the "Data" note are made of.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// The article.
    pub fn article(&self) -> &Article {
        &self.article
    }

    /// The text as HTML.
    pub fn html(&self, text: &Text) -> String {
        self.join(&text.pieces)
    }

    /// The text as HTML up to the mark that ends the summary, if there is one.
    pub(super) fn marked(&self, text: &Text) -> Option<String> {
        let pieces = &text.pieces;
        let mark = pieces.iter().position(|piece| *piece == Piece::More)?;
        Some(self.join(&pieces[..mark]))
    }

    /// The table of contents.
    pub fn toc(&self, text: &Text) -> Vec<TocItem> {
        let (from, to) = self.toc_levels;
        let headings = text.headings.iter();
        headings
            .filter(|heading| (from..=to).contains(&heading.level) && !heading.id.is_empty())
            .map(|heading| TocItem {
                level: heading.level,
                id: heading.id.clone(),
                html: without_links(&self.join(&heading.pieces)),
            })
            .collect()
    }

    /// The "Data" note as HTML, empty without data.
    pub fn data_note(&self, text: &Text) -> String {
        self.join(&text.data_note)
    }

    /// The text of pieces with every URL filled in.
    fn join(&self, pieces: &[Piece]) -> String {
        let length = |piece: &Piece| if let Piece::Html(part) = piece { part.len() } else { 0 };
        let mut html = String::with_capacity(pieces.iter().map(length).sum());
        for piece in pieces {
            match piece {
                Piece::Html(part) => html.push_str(part),
                Piece::Url(at) => {
                    escape_url_to(self.urls.get(*at).map_or("", |target| &target.url), &mut html);
                }
                Piece::Size(at) => {
                    html.push_str(self.urls.get(*at).map_or("", |target| &target.size));
                }
                Piece::Made(name) => {
                    escape_url_to(&self.beside, &mut html);
                    escape_url_to(name, &mut html);
                }
                Piece::More
                | Piece::Credit(_)
                | Piece::Bound(_)
                | Piece::BoundText(_)
                | Piece::Cell { .. }
                | Piece::Figure(_) => {}
            }
        }
        html
    }
}

/// Links cannot stand inside the table of contents' own links.
fn without_links(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find("<a ").into_iter().chain(rest.find("</a>")).min() {
        out.push_str(&rest[..at]);
        rest = rest[at..].find('>').map_or("", |end| &rest[at + end + 1..]);
    }
    out.push_str(rest);
    out
}
