//! How many words a text has, as Hugo counts: what stands between white space once tags are gone.

use super::body::{Body, Piece};

/// The words of a page's text; those of figures do not count.
pub(super) fn count(body: &Body) -> usize {
    let mut counter = Counter::default();
    for piece in &body.pieces {
        match piece {
            Piece::Html(html) => counter.html(html),
            Piece::Bound(at) => {
                let text = body.bindings.get(*at).map_or("", |binding| &*binding.text);
                // A number that is yet to be filled in will be a word.
                counter.text(if text.is_empty() { "0" } else { text });
            }
            Piece::Figure(_) | Piece::More => counter.in_word = false,
            Piece::Credit(_)
            | Piece::Made(_)
            | Piece::BoundText(_)
            | Piece::Cell { .. }
            | Piece::Size(_)
            | Piece::Url(_) => {}
        }
    }
    counter.words
}

/// The words so far.
#[derive(Default)]
struct Counter {
    words: usize,
    in_word: bool,
    /// Is the walk in a tag, which may go on behind a hole?
    in_tag: bool,
}

impl Counter {
    fn html(&mut self, html: &str) {
        let mut rest = html;
        while !rest.is_empty() {
            if self.in_tag {
                let Some(end) = rest.find('>') else { return };
                rest = &rest[end + 1..];
                self.in_tag = false;
                continue;
            }
            let open = rest.find('<').unwrap_or(rest.len());
            self.text(&rest[..open]);
            rest = &rest[open..];
            if rest.starts_with("</p>") || rest.starts_with("<br") {
                self.in_word = false;
            }
            for (open, close) in [("<script", "</script"), ("<style", "</style")] {
                if rest.starts_with(open) {
                    rest = rest.find(close).map_or("", |at| &rest[at..]);
                }
            }
            self.in_tag = !rest.is_empty();
        }
    }

    fn text(&mut self, text: &str) {
        for character in text.chars() {
            let in_word = !character.is_whitespace();
            self.words += usize::from(in_word && !self.in_word);
            self.in_word = in_word;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Body, Piece, count};

    #[test]
    fn words_stand_between_white_space_without_tags() {
        let html = "<h1 id=\"a b\">One two</h1>\n<p>th<b>ree</b> four&#160;4<br>x</p><p>five</p>";
        let body = Body {
            pieces: vec![
                Piece::Html("<a href=\"".into()),
                Piece::Url(0),
                Piece::Html(format!("\">{html}</a>")),
            ],
            ..Body::default()
        };
        assert_eq!(count(&body), 6);
    }
}
