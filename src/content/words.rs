//! How many words a text has, as Hugo counts: what stands between white space once tags are gone.

use super::body::{Body, Piece};

/// The words of a page's text; those of figures do not count. In Chinese, Japanese and Korean each character is a word, except in a
/// word of ASCII alone. `written` is the text that the author wrote.
pub(super) fn count(body: &Body, is_cjk: bool, written: &str) -> usize {
    let is_made = |sign: &&(char, &str)| !written.contains(sign.0);
    let signs = SIGNS.iter().filter(|_| is_cjk).filter(is_made).copied().collect();
    let mut counter = Counter { is_cjk, signs, ..Counter::default() };
    for piece in &body.pieces {
        match piece {
            Piece::Html(html) => counter.html(html),
            Piece::Bound(at) => {
                let text = body.bindings.get(*at).map_or("", |binding| &*binding.text);
                // A number that is yet to be filled in will be a word.
                counter.text(if text.is_empty() { "0" } else { text });
            }
            Piece::Figure(_) | Piece::More => counter.in_word = false,
            // What a shortcode such as `ref` gives may stand alone.
            Piece::Url(_) if !counter.in_tag => counter.text("/"),
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

/// The signs of typography that Hugo writes as entities where it makes them, which are longer words then.
const SIGNS: [(char, &str); 9] = [
    ('‘', "&lsquo;"),
    ('’', "&rsquo;"),
    ('“', "&ldquo;"),
    ('”', "&rdquo;"),
    ('–', "&ndash;"),
    ('—', "&mdash;"),
    ('…', "&hellip;"),
    ('«', "&laquo;"),
    ('»', "&raquo;"),
];

/// The words so far.
#[derive(Default)]
struct Counter {
    words: usize,
    in_word: bool,
    /// Is each character a word?
    is_cjk: bool,
    /// The characters of the word so far, as long as they are ASCII.
    ascii: usize,
    /// Is the walk in a tag, which may go on behind a hole?
    in_tag: bool,
    /// Signs that stand for entities.
    signs: Vec<(char, &'static str)>,
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
            match self.signs.iter().find(|(sign, _)| *sign == character) {
                Some((_, entity)) => entity.chars().for_each(|character| self.character(character)),
                None => self.character(character),
            }
        }
    }

    fn character(&mut self, character: char) {
        let in_word = !character.is_whitespace();
        if in_word && !self.in_word {
            self.words += 1;
            self.ascii = usize::from(character.is_ascii());
        } else if in_word && self.is_cjk {
            self.more(character);
        }
        self.in_word = in_word;
    }
}

impl Counter {
    /// A further character of a word, where characters count.
    fn more(&mut self, character: char) {
        if character.is_ascii() && self.ascii > 0 {
            self.ascii += 1;
        } else {
            // The characters before this one were one word as long as they were ASCII.
            self.words += 1 + self.ascii.saturating_sub(1);
            self.ascii = 0;
        }
    }
}

/// Does a text hold Han, kana or Hangul?
pub(super) fn has_cjk(text: &str) -> bool {
    !text.is_ascii()
        && text.chars().any(|character| {
            matches!(
                u32::from(character),
                0x1100..=0x11ff
                    | 0x2e80..=0x2fd5
                    | 0x3005..=0x3007
                    | 0x3021..=0x3029
                    | 0x3038..=0x303b
                    | 0x3041..=0x309f
                    | 0x30a1..=0x30ff
                    | 0x3131..=0x318e
                    | 0x31f0..=0x31ff
                    | 0x3400..=0x4dbf
                    | 0x4e00..=0x9fff
                    | 0xa960..=0xa97c
                    | 0xac00..=0xd7fb
                    | 0xf900..=0xfad9
                    | 0xff66..=0xff9f
                    | 0x1b000..=0x1b16f
                    | 0x20000..=0x323af
            )
        })
}

#[cfg(test)]
mod tests {
    use super::{Body, Piece, count, has_cjk};

    #[test]
    fn characters_are_words_in_chinese_japanese_and_korean() {
        let body = |html: &str| Body { pieces: vec![Piece::Html(html.into())], ..Body::default() };
        for (html, words) in [
            ("<p>你好世界 hello world。日本語のテキスト、カタカナ 한국어 텍스트 naïve</p>", 35),
            ("<p>カタカナ</p>", 4),
            ("<p><code>字字字</code> <a href=\"http://x\">字</a> <strong>字字</strong></p>", 6),
            ("<p>abc字d efg</p>", 6),
        ] {
            assert!(has_cjk(html), "{html}");
            assert_eq!(count(&body(html), true, html), words, "{html}");
        }
        assert!(!has_cjk("naïve 。、 ＡＢＣ"));
        assert_eq!(count(&body("naïve hello"), true, ""), 6);
        assert_eq!(count(&body("it’s “字”"), true, "it's \"字\""), 16);
        assert_eq!(count(&body("it’s “字”"), true, "it’s “字”"), 7);
    }

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
        assert_eq!(count(&body, false, ""), 6);
    }
}
