//! HTML that can neither run code nor leave its place: the only file that names ammonia.
//!
//! A page is cleaned as a whole, because tags that Markdown sees one by one belong together. Holes are marks meanwhile.

use std::collections::HashSet;
use std::sync::OnceLock;

use ammonia::Builder;

use super::holes;
use crate::content::body::Piece;

/// Elements beside those of ammonia's own choice.
const ELEMENTS: [&str; 7] = ["input", "section", "picture", "source", "video", "audio", "track"];

/// Attributes of all elements.
const ANYWHERE: [&str; 8] = ["class", "dir", "id", "lang", "role", "style", "tabindex", "title"];

/// Attributes of some elements.
const ATTRIBUTES: [(&str, &[&str]); 12] = [
    ("a", &["name", "rel", "target"]),
    ("img", &["decoding", "loading", "sizes", "srcset"]),
    ("ol", &["reversed", "type"]),
    ("li", &["value"]),
    ("details", &["name", "open"]),
    ("data", &["value"]),
    ("time", &["datetime"]),
    ("input", &["checked", "disabled"]),
    ("source", &["media", "sizes", "src", "srcset", "type"]),
    (
        "video",
        &[
            "controls",
            "height",
            "loop",
            "muted",
            "playsinline",
            "poster",
            "preload",
            "src",
            "width",
        ],
    ),
    ("audio", &["controls", "loop", "muted", "preload", "src"]),
    ("track", &["default", "kind", "label", "src", "srclang"]),
];

fn cleaner() -> &'static Builder<'static> {
    static CLEANER: OnceLock<Builder<'static>> = OnceLock::new();
    CLEANER.get_or_init(|| {
        let mut builder = Builder::default();
        builder
            .add_tags(ELEMENTS)
            .add_generic_attributes(ANYWHERE)
            .generic_attribute_prefixes(HashSet::from(["aria-", "data-"]))
            .filter_style_properties(HashSet::from(["text-align"]))
            .add_tag_attribute_values("input", "type", ["checkbox"])
            .link_rel(None);
        for (element, attributes) in ATTRIBUTES {
            builder.add_tag_attributes(element, attributes);
        }
        builder
    })
}

/// `pieces` without what may run code.
pub(super) fn sanitized(pieces: &[Piece]) -> Vec<Piece> {
    let texts = pieces.iter().filter_map(|piece| match piece {
        Piece::Html(html) => Some(html.as_str()),
        _ => None,
    });
    let mark = holes::mark(&texts.collect::<Vec<_>>());
    let clean = cleaner().clean(&holes::marked(pieces, &mark, 0)).to_string();
    holes::divided(&clean, &mark, pieces)
}

/// The first tag in `html` that does not stay as it is.
pub(super) fn refused(html: &str) -> Option<&str> {
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        let tag = &rest[open..];
        let tag = &tag[..tag.find('>').map_or(tag.len(), |end| end + 1)];
        rest = &rest[open + tag.len()..];
        let name: String =
            tag[1..].chars().take_while(char::is_ascii_alphanumeric).collect::<String>();
        if name.is_empty() {
            continue;
        }
        let name = name.to_ascii_lowercase();
        // Parts of tables are dropped where they stand alone: they are judged as another element.
        let is_part = matches!(
            name.as_str(),
            "tbody" | "td" | "tfoot" | "th" | "thead" | "tr" | "col" | "colgroup" | "caption"
        );
        let tried = if is_part { tag.replacen(&name, "table", 1) } else { tag.to_owned() };
        let clean = cleaner().clean(&tried).to_string();
        let kept = &clean[..clean.find('>').unwrap_or(0)];
        let count = |text: &str| text.matches('=').count();
        if !kept.starts_with('<') || count(kept) < count(tag) {
            return Some(tag);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Piece, refused, sanitized};

    fn html(text: &str) -> Piece {
        Piece::Html(text.to_owned())
    }

    #[test]
    fn holes_stay_where_they_are() {
        let pieces = [
            html("<p><a href=\""),
            Piece::Url(0),
            html("\" onclick=\"x()\">a</a> "),
            Piece::Bound(1),
            html("<script>x</script></p>\n"),
            Piece::Figure(0),
            html("<table><tbody><tr><td style=\"text-align:right\">"),
            Piece::Cell { table: 0, row: 0, column: 0 },
            html("1</data></td></tr></tbody></table>"),
        ];
        assert_eq!(
            sanitized(&pieces),
            [
                html("<p><a href=\""),
                Piece::Url(0),
                html("\">a</a> "),
                Piece::Bound(1),
                html("</p>\n"),
                Piece::Figure(0),
                html("<table><tbody><tr><td style=\"text-align:right\">"),
                Piece::Cell { table: 0, row: 0, column: 0 },
                html("1</data></td></tr></tbody></table>"),
            ]
        );
    }

    #[test]
    fn what_does_not_stay_is_named() {
        assert_eq!(refused("<b class=x>a</b><td align=right><details open>"), None);
        assert_eq!(refused("a <b>b</b> <script src=x>"), Some("<script src=x>"));
        assert_eq!(refused("<td onclick=x>"), Some("<td onclick=x>"));
        assert_eq!(refused("<a href='javascript:x'>"), Some("<a href='javascript:x'>"));
        assert_eq!(refused("<iframe>"), Some("<iframe>"));
    }
}
