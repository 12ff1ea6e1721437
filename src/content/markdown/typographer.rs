//! Curly quotes, dashes, ellipses and guillemets of plain ones, where goldmark makes them.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag};

use super::stream::{Item, is_block};

/// A pass over events that rewrites texts.
pub(super) struct Typographer<'a, I> {
    text: &'a str,
    events: I,
    /// Left single and left double quotes that wait for their right ones.
    single: usize,
    double: usize,
    /// Has the block had no text yet?
    at_start: bool,
    /// What was written up to here belongs to a token that has been replaced.
    done: usize,
    /// Where the open paragraph ends.
    end: usize,
    /// Code blocks and autolinks that the walk is in: their texts stay.
    verbatim: usize,
}

/// What stands in place of something, and how many bytes that has.
type Token = (&'static str, usize);

impl<'a, I: Iterator<Item = Item<'a>>> Typographer<'a, I> {
    pub(super) fn new(text: &'a str, events: I) -> Self {
        Self { text, events, single: 0, double: 0, at_start: true, done: 0, end: 0, verbatim: 0 }
    }

    /// `part`, which stands at `range` as it is, with its tokens replaced; `None` if there are none.
    fn rewritten(&mut self, part: &str, range: &Range<usize>) -> Option<String> {
        let is_escaped = self.text.as_bytes()[..range.start].last() == Some(&b'\\');
        let mut at = self.done.saturating_sub(range.start).min(part.len());
        let mut copied = at;
        let mut out = None;
        while let Some(found) = part[at..].find(['\'', '"', '-', '.', '<', '>']) {
            at += found;
            let place = range.start + at;
            let end = if self.end > place { self.end } else { self.text.len() };
            let line = self.text[place..end].split_inclusive('\n').next().unwrap_or("");
            let token = if at == 0 && is_escaped { None } else { self.token(line, place) };
            let Some((with, length)) = token else {
                at += 1;
                continue;
            };
            let out = out.get_or_insert_with(String::new);
            out.push_str(&part[copied..at]);
            out.push_str(with);
            self.done = place + length;
            at = (at + length).min(part.len());
            copied = at;
        }
        match out {
            Some(mut out) => {
                out.push_str(&part[copied..]);
                Some(out)
            }
            None => (copied > 0).then(|| part[copied..].to_owned()),
        }
    }

    /// The token that `line`, the rest of a line from `place` on, begins with.
    fn token(&mut self, line: &str, place: usize) -> Option<Token> {
        for (plain, with) in [("---", "—"), ("--", "–"), ("...", "…"), ("<<", "«"), (">>", "»")]
        {
            if line.starts_with(plain) {
                return Some((with, plain.len()));
            }
        }
        let quote = line.chars().next()?;
        if !matches!(quote, '\'' | '"') {
            return None;
        }
        let before = self.text[..place].chars().next_back().filter(|_| {
            let is_first = self.at_start && self.done <= place;
            !is_first || !self.text[..place].ends_with(|c: char| c == '|' || c.is_whitespace())
        });
        let before = before.unwrap_or('\n');
        let run = line.trim_start_matches(quote);
        let after = run.chars().next().unwrap_or(' ');
        let opens = !is_space(after) && (!is_punct(after) || is_space(before) || is_punct(before));
        let closes = !is_space(before) && (!is_punct(before) || is_space(after) || is_punct(after));
        let quote = Quote { line, before, opens, closes };
        let with = if line.starts_with('"') { self.double(&quote) } else { self.single(&quote) };
        with.map(|with| (with, 1))
    }

    fn double(&mut self, quote: &Quote<'_>) -> Option<&'static str> {
        if quote.opens && !quote.closes {
            self.double += 1;
            return Some("“");
        }
        if self.double == 0 || !quote.is_end() {
            return None;
        }
        // An inch: "Monitor 21"".
        if quote.at(1) == Some('"') && quote.before.is_numeric() {
            return None;
        }
        self.double -= 1;
        Some("”")
    }

    fn single(&mut self, quote: &Quote<'_>) -> Option<&'static str> {
        if quote.is_apostrophe() {
            return Some("’");
        }
        if quote.opens && !quote.closes {
            if quote.is_contraction() {
                return Some("’");
            }
            self.single += 1;
            return Some("‘");
        }
        // Smiths', doin'.
        if quote.at(2).is_some() && quote.at(1).is_some_and(|next| !next.is_numeric()) {
            return Some("’");
        }
        if self.single > 0 && quote.is_end() {
            self.single -= 1;
            return Some("’");
        }
        None
    }
}

/// A quotation mark and what stands around it.
struct Quote<'t> {
    /// The line from the mark on.
    line: &'t str,
    before: char,
    opens: bool,
    closes: bool,
}

impl Quote<'_> {
    /// The character `n` characters behind the mark.
    fn at(&self, n: usize) -> Option<char> {
        self.line.chars().nth(n)
    }

    /// Does the mark end what another one began?
    fn is_end(&self) -> bool {
        let maybe = self.opens
            && self.closes
            && self.at(1).is_some_and(is_punct)
            && self.at(2).is_none_or(|next| is_punct(next) || is_space(next));
        maybe || self.closes && !self.opens
    }

    /// `'90s`, `'twas`, `'em`, `don't`.
    fn is_apostrophe(&self) -> bool {
        let bytes = self.line.as_bytes();
        let is_decade = self.opens
            && !self.closes
            && matches!(bytes, [_, b'0'..=b'9', b'0'..=b'9', b's', ..])
            && self.at(4).is_none_or(|after| is_space(after) || is_punct(after));
        let apart = is_punct(self.before) || is_space(self.before);
        let is_short = apart && matches!(self.at(1), Some('t' | 'e' | 'n' | 'l'));
        let is_inside =
            self.before.is_alphanumeric() && self.at(1).is_some_and(char::is_alphabetic);
        is_decade || is_short || is_inside
    }

    /// `'s`, `'m`, `'ve` and their like, behind markup.
    fn is_contraction(&self) -> bool {
        let ends = |n| self.at(n).is_none_or(|next| is_space(next) || next.is_ascii_punctuation());
        matches!(self.at(1), Some('s' | 'm' | 't' | 'd')) && ends(2)
            || matches!(
                (self.at(1), self.at(2)),
                (Some('v' | 'r'), Some('e')) | (Some('l'), Some('l'))
            ) && ends(3)
    }
}

fn is_space(character: char) -> bool {
    character.is_whitespace()
}

/// Is it punctuation or a symbol?
fn is_punct(character: char) -> bool {
    !character.is_alphanumeric() && !character.is_whitespace() && !character.is_control()
}

impl<'a, I: Iterator<Item = Item<'a>>> Iterator for Typographer<'a, I> {
    type Item = Item<'a>;

    fn next(&mut self) -> Option<Item<'a>> {
        let (event, range) = self.events.next()?;
        let event = match event {
            Event::Start(ref tag) => {
                let is_verbatim = matches!(
                    tag,
                    Tag::CodeBlock(_)
                        | Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. }
                );
                self.verbatim += usize::from(is_verbatim || self.verbatim > 0);
                if matches!(tag, Tag::Paragraph | Tag::Heading { .. }) {
                    let source = self.text.get(range.clone()).unwrap_or("");
                    self.end = range.start + source.trim_end().len();
                } else if is_block(tag) {
                    self.end = 0;
                }
                if is_block(tag) {
                    (self.single, self.double, self.at_start) = (0, 0, true);
                }
                event
            }
            Event::End(_) => {
                self.verbatim = self.verbatim.saturating_sub(1);
                event
            }
            Event::Text(part) if self.verbatim == 0 => {
                let stands = self.text.get(range.clone()).is_some_and(|source| source == &*part);
                let rewritten = if stands { self.rewritten(&part, &range) } else { None };
                self.at_start = false;
                Event::Text(rewritten.map_or(part, CowStr::from))
            }
            other => {
                self.at_start = false;
                other
            }
        };
        Some((event, range))
    }
}
