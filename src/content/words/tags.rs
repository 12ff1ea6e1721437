//! HTML without its tags, as Go's `html/template` takes them off, of which Hugo's word count is made.
//!
//! What it takes for a tag decides which words count: an `<` that begins none is text, and behind a tag that is broken nothing counts.

/// Elements whose text is not HTML.
const SPECIAL: [&str; 4] = ["script", "style", "textarea", "title"];

/// Where in the HTML the walk is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum State {
    #[default]
    Text,
    /// In a tag, where an attribute may begin.
    Tag,
    /// Behind an attribute's name.
    Named,
    /// Behind the `=` of an attribute.
    Before,
    /// In a value that ends with this quote, or with white space or the tag.
    Value(Option<u8>),
    Comment,
    /// In a special element.
    Inside,
    /// Behind a tag that is broken.
    Broken,
}

/// The walk through HTML that comes in pieces.
#[derive(Debug, Default)]
pub(super) struct Tags {
    state: State,
    /// The special element that the tag begins.
    element: Option<&'static str>,
}

/// What is found between tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found<'h> {
    Text(&'h str),
    /// What Hugo makes the end of a line of: a word does not go on behind it.
    Break,
}

impl Tags {
    /// Walks through the next piece.
    pub(super) fn walk<'h>(&mut self, html: &'h str, found: &mut dyn FnMut(Found<'h>)) {
        let mut rest = html;
        while !rest.is_empty() {
            rest = match self.state {
                State::Text => self.text(rest, found),
                State::Tag => self.tag(rest),
                State::Named => self.named(rest),
                State::Before => self.before(rest),
                State::Value(quote) => self.value(rest, quote),
                State::Comment => self.until(rest, "-->"),
                State::Inside => self.inside(rest, found),
                State::Broken => return,
            };
        }
    }

    /// Is the walk between tags?
    pub(super) fn is_between(&self) -> bool {
        self.state == State::Text
    }

    fn text<'h>(&mut self, html: &'h str, found: &mut dyn FnMut(Found<'h>)) -> &'h str {
        let mut from = 0;
        while let Some(open) = html[from..].find('<').map(|at| from + at) {
            let tail = &html[open..];
            if let Some(line) =
                ["</p>", "<br>", "<br />"].iter().find(|end| tail.starts_with(**end))
            {
                found(Found::Text(&html[..open]));
                found(Found::Break);
                return &tail[line.len()..];
            }
            if let Some(comment) = tail.strip_prefix("<!--") {
                found(Found::Text(&html[..open]));
                self.state = State::Comment;
                return comment;
            }
            let is_end = tail[1..].starts_with('/');
            let name = &tail[1 + usize::from(is_end)..];
            let length = name_length(name);
            if length > 0 {
                found(Found::Text(&html[..open]));
                let special = SPECIAL.iter().find(|own| name[..length].eq_ignore_ascii_case(own));
                self.element = special.copied().filter(|_| !is_end);
                self.state = State::Tag;
                return &name[length..];
            }
            from = html.len() - name.len();
        }
        found(Found::Text(html));
        ""
    }

    fn tag<'h>(&mut self, html: &'h str) -> &'h str {
        let html = html.trim_start_matches(is_space);
        if let Some(after) = html.strip_prefix('>') {
            self.state = if self.element.is_some() { State::Inside } else { State::Text };
            return after;
        }
        let end = html.find(|c| is_space(c) || matches!(c, '=' | '>')).unwrap_or(html.len());
        let is_broken = end == 0 || html[..end].contains(['\'', '"', '<']);
        if !html.is_empty() {
            self.state = if is_broken { State::Broken } else { State::Named };
        }
        &html[end..]
    }

    fn named<'h>(&mut self, html: &'h str) -> &'h str {
        let html = html.trim_start_matches(is_space);
        let value = html.strip_prefix('=');
        self.state = if value.is_some() { State::Before } else { State::Tag };
        value.unwrap_or(html)
    }

    fn before<'h>(&mut self, html: &'h str) -> &'h str {
        let html = html.trim_start_matches(is_space);
        let quote = html.bytes().next().filter(|byte| matches!(byte, b'"' | b'\''));
        if !html.is_empty() {
            self.state = State::Value(quote);
        }
        &html[usize::from(quote.is_some())..]
    }

    fn value<'h>(&mut self, html: &'h str, quote: Option<u8>) -> &'h str {
        let end = match quote {
            Some(quote) => html.find(char::from(quote)),
            None => html.find(|c| is_space(c) || c == '>'),
        };
        let Some(end) = end else { return "" };
        self.state = State::Tag;
        &html[end + usize::from(quote.is_some())..]
    }

    fn until<'h>(&mut self, html: &'h str, end: &str) -> &'h str {
        let Some(at) = html.find(end) else { return "" };
        self.state = State::Text;
        &html[at + end.len()..]
    }

    /// What is in `title` and `textarea` is text up to the last `<` ahead of the end; scripts and styles are none.
    fn inside<'h>(&mut self, html: &'h str, found: &mut dyn FnMut(Found<'h>)) -> &'h str {
        let element = self.element.unwrap_or_default();
        let end = html.match_indices("</").map(|(at, _)| at).find(|at| {
            let name = html.as_bytes().get(at + 2..at + 2 + element.len());
            name.is_some_and(|name| name.eq_ignore_ascii_case(element.as_bytes()))
        });
        let inside = &html[..end.unwrap_or(html.len())];
        if ["textarea", "title"].contains(&element) {
            let shown = end.and_then(|_| inside.rfind('<')).unwrap_or(inside.len());
            found(Found::Text(&inside[..shown]));
        }
        if end.is_some() {
            *self = Self::default();
        }
        &html[inside.len()..]
    }
}

/// How long the name of a tag is that begins here: letters and digits, with single `-` and `:` between them.
fn name_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    if !bytes.first().is_some_and(u8::is_ascii_alphabetic) {
        return 0;
    }
    let is_more = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
    let mut at = 1;
    loop {
        if is_more(at) {
            at += 1;
        } else if matches!(bytes.get(at), Some(b':' | b'-')) && is_more(at + 1) {
            at += 2;
        } else {
            return at;
        }
    }
}

fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\u{c}' | '\r')
}

#[cfg(test)]
mod tests {
    use super::{Found, Tags};

    fn text(pieces: &[&str]) -> String {
        let mut text = String::new();
        let mut tags = Tags::default();
        for piece in pieces {
            tags.walk(piece, &mut |found| match found {
                Found::Text(part) => text.push_str(part),
                Found::Break => text.push('|'),
            });
        }
        text
    }

    #[test]
    fn tags_are_what_go_takes_for_tags() {
        for (html, left) in [
            ("a<b>b</b>c", "abc"),
            ("I <3 Ponies < or </ >!", "I <3 Ponies < or </ >!"),
            ("<p title=\"1>2\" hidden x = '>' y=z>a</p>b", "a|b"),
            ("a<br>b<br />c<br/>d", "a|b|cd"),
            ("a<!-- b > c -->d", "ad"),
            ("<script>a</b>c</script>d<style>e</style>", "d"),
            ("<title>a <b>c</title>d", "a d"),
            ("a <x-y:z>b <a-->c", "a b c"),
            ("a <b \"c\">d</b> e", "a "),
            ("a <b c<d>e", "a "),
            ("a <b =c>d", "a "),
            ("a <b", "a "),
        ] {
            assert_eq!(text(&[html]), left, "{html}");
        }
        assert_eq!(text(&["a<a href=\"", "\" title='", "'>b</a>"]), "ab");
    }
}
