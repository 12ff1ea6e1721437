//! Pictures in what shortcodes give: they are looked up and measured as those of Markdown are, and named from the site's root, so that
//! they are found where a list shows them.

use crate::base::html::{scheme, unescape};
use crate::base::source::Span;
use crate::content::body::{Piece, Reference};
use crate::content::tag::attributes;

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
        for attribute in attributes(html, start)? {
            image.end = attribute.end;
            let Some(value) = attribute.value else { continue };
            match attribute.name.to_ascii_lowercase().as_str() {
                "src" => image.source = Some((value.start, value.end)),
                "width" | "height" => image.is_sized = true,
                _ => {}
            }
        }
        Some(image)
    }
}
