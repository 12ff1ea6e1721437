//! Pictures in what shortcodes give: they are looked up and measured as those of Markdown are, and named from the site's root, so that
//! they are found where a list shows them.

use crate::base::html::{scheme, unescape};
use crate::base::source::Span;
use crate::content::body::{Piece, Reference};

/// Leaves holes for the addresses and sizes of pictures of the site in `html`, which the call at `span` gave.
pub(super) fn leave_holes(
    html: &str,
    span: Span,
    references: &mut Vec<Reference>,
    out: &mut Vec<Piece>,
) {
    let mut done = 0;
    let mut at = 0;
    while let Some(open) = html[at..].find("<img").map(|found| at + found + "<img".len()) {
        let Some(image) = Image::read(html, open) else { break };
        at = image.end;
        let Some(source) = image.source.filter(|(start, end)| is_inside(&html[*start..*end]))
        else {
            continue;
        };
        out.push(Piece::Html(html[done..source.0].to_owned()));
        out.push(Piece::Url(references.len()));
        done = source.1;
        if !image.is_sized {
            out.push(Piece::Html(html[done..image.end].to_owned()));
            out.push(Piece::Size(references.len()));
            done = image.end;
        }
        let destination = unescape(&html[source.0..source.1]);
        references.push(Reference { destination, span, image: true, is_rooted: true });
    }
    out.push(Piece::Html(html[done..].to_owned()));
}

/// Does an address lead into the site?
fn is_inside(url: &str) -> bool {
    let url = url.trim();
    !url.is_empty() && scheme(url).is_none() && !url.starts_with("//") && !url.starts_with('#')
}

/// A tag `img`.
struct Image {
    /// Where the value of `src` begins and ends.
    source: Option<(usize, usize)>,
    /// Does it say a width or a height?
    is_sized: bool,
    /// Where its attributes end.
    end: usize,
}

impl Image {
    /// Reads the attributes from `start` on; nothing if the tag does not end.
    fn read(html: &str, start: usize) -> Option<Self> {
        let mut image = Self { source: None, is_sized: false, end: start };
        let mut at = start;
        loop {
            let space = |c: char| c.is_whitespace() || c == '/';
            at += html[at..].len() - html[at..].trim_start_matches(space).len();
            let rest = &html[at..];
            if rest.starts_with('>') {
                return Some(image);
            }
            let length = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>'))?;
            let name = rest[..length].to_ascii_lowercase();
            at += length;
            image.end = at;
            let Some(value) = html[at..].trim_start().strip_prefix('=') else {
                if name.is_empty() {
                    return None;
                }
                continue;
            };
            let value = value.trim_start();
            let begin = html.len() - value.len();
            let quote = value.chars().next()?;
            let (begin, end, after) = if matches!(quote, '"' | '\'') {
                let end = begin + 1 + value[1..].find(quote)?;
                (begin + 1, end, end + 1)
            } else {
                let end = begin + value.find(|c: char| c.is_whitespace() || c == '>')?;
                (begin, end, end)
            };
            match name.as_str() {
                "src" => image.source = Some((begin, end)),
                "width" | "height" => image.is_sized = true,
                _ => {}
            }
            at = after;
            image.end = after;
        }
    }
}
