//! Bound numbers in what shortcodes give: captions, titles, alternative texts.

use crate::base::source::Span;
use crate::content::body::{Binding, Piece};
use crate::content::phrase::{Marked, next_marked};

/// Leaves holes for the bound numbers of `html`, which the call at `span` gave. Nothing inside code is one.
pub(super) fn leave_holes(
    html: &str,
    span: Span,
    bindings: &mut Vec<Binding>,
    out: &mut Vec<Piece>,
) {
    let mut plain = String::new();
    let mut rest = html;
    while let Some(Marked { before, whole, stated, target, after }) = next_marked(rest) {
        plain.push_str(before);
        let at = html.len() - after.len() - whole.len();
        rest = after;
        match target {
            _ if is_in(&html[..at], "<pre", "</pre") || is_in(&html[..at], "<code", "</code") => {
                plain.push_str(whole);
            }
            None => plain.push_str(stated),
            Some(target) => {
                out.push(Piece::Html(std::mem::take(&mut plain)));
                let is_in_tag = is_in(&html[..at], "<", ">");
                let index = bindings.len();
                out.push(if is_in_tag { Piece::BoundText(index) } else { Piece::Bound(index) });
                bindings.push(Binding {
                    text: unescaped(stated),
                    text_span: span,
                    target: unescaped(target),
                    target_span: span,
                    is_near: true,
                });
            }
        }
    }
    plain.push_str(rest);
    out.push(Piece::Html(plain));
}

/// Does `text` end between `begin` and `end`?
fn is_in(text: &str, begin: &str, end: &str) -> bool {
    match (text.rfind(begin), text.rfind(end)) {
        (Some(begin), Some(end)) => begin > end,
        (begin, _) => begin.is_some(),
    }
}

/// The text that templates escape for HTML.
fn unescaped(html: &str) -> String {
    let mut text = html.to_owned();
    let names = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#39;", "'")];
    for (name, character) in names.into_iter().chain([("&#x2F;", "/"), ("&amp;", "&")]) {
        text = text.replace(name, character);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::leave_holes;
    use crate::base::source::Span;
    use crate::content::body::Piece;

    #[test]
    fn holes_are_left_in_texts_and_attributes_and_not_in_code() {
        let html = r#"<img alt="up [76x](q:g.r)"><p>[7](lit:) and [&lt;5](q:g.r?cmp=lt&amp;about)</p><code>[76x](q:g.r)</code>"#;
        let (mut bindings, mut pieces) = (Vec::new(), Vec::new());
        leave_holes(html, Span::new(3, 9), &mut bindings, &mut pieces);
        assert_eq!(pieces[1], Piece::BoundText(0));
        assert_eq!(pieces[2], Piece::Html("\"><p>7 and ".to_owned()));
        assert_eq!(pieces[3], Piece::Bound(1));
        assert_eq!(pieces[4], Piece::Html("</p><code>[76x](q:g.r)</code>".to_owned()));
        assert_eq!((&*bindings[1].text, &*bindings[1].target), ("<5", "g.r?cmp=lt&about"));
    }
}
