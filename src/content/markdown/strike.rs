//! Strikethrough inside of words, as in `H~2~O`, which the parser leaves alone.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::region::{Find, Found};

/// Finds a text between single tildes, at least one of them inside a word.
pub(super) struct Strikes<'a> {
    text: &'a str,
}

impl<'a> Strikes<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text }
    }

    /// Is there a single tilde at `at`?
    fn is_single(&self, at: usize) -> bool {
        let bytes = self.text.as_bytes();
        let other = |byte: Option<&u8>| !matches!(byte, Some(b'~' | b'\\'));
        bytes[at] == b'~'
            && other(at.checked_sub(1).and_then(|before| bytes.get(before)))
            && bytes.get(at + 1) != Some(&b'~')
    }

    fn char_before(&self, at: usize) -> char {
        self.text[..at].chars().next_back().unwrap_or(' ')
    }

    fn char_after(&self, at: usize) -> char {
        self.text[at + 1..].chars().next().unwrap_or(' ')
    }
}

impl<'a> Find<'a> for Strikes<'a> {
    fn find(&mut self, within: Range<usize>, _is_fresh: bool) -> Option<Found<'a>> {
        let is_punct = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
        let tildes = within.filter(|at| self.text.as_bytes()[*at] == b'~' && self.is_single(*at));
        let mut open = None;
        for at in tildes {
            let (before, after) = (self.char_before(at), self.char_after(at));
            let closes = !before.is_whitespace()
                && (!is_punct(before) || after.is_whitespace() || is_punct(after));
            if closes && let Some(open) = open {
                let inside = CowStr::Borrowed(&self.text[open + 1..at]);
                let events = vec![
                    Event::Start(Tag::Strikethrough),
                    Event::Text(inside),
                    Event::End(TagEnd::Strikethrough),
                ];
                return Some(Found { range: open..at + 1, events });
            }
            let opens = !after.is_whitespace()
                && (!is_punct(after) || before.is_whitespace() || is_punct(before));
            if opens {
                open = Some(at);
            }
        }
        None
    }
}
