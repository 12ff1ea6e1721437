//! Definition lists as goldmark has them: each line before a definition is a term, and only a blank line makes a paragraph of one.

use std::borrow::Cow;
use std::iter::Peekable;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::stream::Item;

/// Divides terms at the ends of lines, and unwraps the first paragraph of definitions that follow their term at once.
pub(super) fn definitions<'a>(
    text: &'a str,
    events: impl Iterator<Item = Item<'a>> + 'a,
) -> impl Iterator<Item = Item<'a>> + 'a {
    Definitions { text, events: events.peekable(), tight: false, ready: Vec::new() }
}

/// What stands for a colon that begins no definition, while the parser reads.
const MASK: char = '\u{1}';

/// Might there be a definition in `text`?
pub(super) fn may_be_in(text: &str) -> bool {
    text.contains("\n:") || text.contains(" :") || text.contains(">:")
}

/// Are there masks in what the parser reads?
pub(super) fn is_masked(parsed: &str) -> bool {
    parsed.contains(MASK)
}

/// `text` with a mask for every colon, from byte `start` on, that begins a line and no definition: one without white space behind it, or
/// farther in than the term. Places stay as they are.
pub(super) fn masked(text: &str, start: usize) -> Cow<'_, str> {
    let mut masked = Cow::Borrowed(text);
    let mut at = start;
    let mut above = "";
    for line in text[start..].split_inclusive('\n') {
        let content = line.trim_start_matches([' ', '\t', '>']);
        if let Some(after) = content.strip_prefix(':')
            && (after.trim().is_empty()
                || !after.starts_with([' ', '\t'])
                || is_farther(line, above))
            && !is_alignment(content)
            && !text.contains(MASK)
        {
            let place = at + (line.len() - content.len());
            masked.to_mut().replace_range(place..=place, MASK.encode_utf8(&mut [0; 4]));
        }
        at += line.len();
        above = line;
    }
    masked
}

/// Does the line say how the columns of a table are aligned?
fn is_alignment(line: &str) -> bool {
    line.contains('-') && line.trim_end().chars().all(|c| matches!(c, ':' | '-' | '|' | ' ' | '\t'))
}

/// Does `line` begin farther to the right than the one above it, and not as part of the item that this one begins?
fn is_farther(line: &str, above: &str) -> bool {
    let column = |line: &str| line.len() - line.trim_start_matches([' ', '\t', '>']).len();
    let content = &above[column(above)..];
    let definition = content.strip_prefix(':').filter(|text| text.starts_with([' ', '\t']));
    if definition.is_some_and(|text| !text.trim().is_empty()) {
        return column(line) == column(above) + 1;
    }
    let content = content.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_item = content.starts_with(['-', '*', '+', '.', ')', '[']);
    !is_item && !above.trim().is_empty() && column(line) > column(above)
}

/// The events of a text with masks, without them.
pub(super) fn unmasked<'a>(
    events: impl Iterator<Item = Item<'a>> + 'a,
) -> impl Iterator<Item = Item<'a>> + 'a {
    let plain = |text: CowStr<'a>| {
        if text.contains(MASK) { text.replace(MASK, ":").into() } else { text }
    };
    events.map(move |(event, range)| {
        let event = match event {
            Event::Text(text) => Event::Text(plain(text)),
            Event::Code(text) => Event::Code(plain(text)),
            Event::Html(text) => Event::Html(plain(text)),
            Event::InlineHtml(text) => Event::InlineHtml(plain(text)),
            other => other,
        };
        (event, range)
    })
}

struct Definitions<'a, I: Iterator<Item = Item<'a>>> {
    text: &'a str,
    events: Peekable<I>,
    /// Is the walk in a paragraph that is unwrapped?
    tight: bool,
    /// What comes next, the last one first.
    ready: Vec<Item<'a>>,
}

impl<'a, I: Iterator<Item = Item<'a>>> Definitions<'a, I> {
    /// Does no blank line stand before the definition at `start`?
    fn is_tight(&self, start: usize) -> bool {
        let before = self.text[..start].trim_end_matches([' ', '\t', '>']);
        let above = before.strip_suffix('\n').unwrap_or(before);
        let line = above.rsplit('\n').next().unwrap_or("");
        !line.trim_matches([' ', '\t', '>', '\r']).is_empty()
    }
}

impl<'a, I: Iterator<Item = Item<'a>>> Iterator for Definitions<'a, I> {
    type Item = Item<'a>;

    fn next(&mut self) -> Option<Item<'a>> {
        if let Some(item) = self.ready.pop() {
            return Some(item);
        }
        let (event, range) = self.events.next()?;
        match event {
            Event::Start(Tag::DefinitionListTitle) => {
                let mut title = Vec::new();
                for item in self.events.by_ref() {
                    let is_end = matches!(item.0, Event::End(TagEnd::DefinitionListTitle));
                    title.push(item);
                    if is_end {
                        break;
                    }
                }
                self.ready = terms(self.text, title);
                self.ready.reverse();
            }
            Event::Start(Tag::DefinitionListDefinition) if self.is_tight(range.start) => {
                let paragraph = |item: &Item<'_>| matches!(item.0, Event::Start(Tag::Paragraph));
                self.tight = self.events.next_if(paragraph).is_some();
            }
            Event::End(TagEnd::Paragraph) if self.tight => {
                self.tight = false;
                return self.next();
            }
            _ => {}
        }
        Some((event, range))
    }
}

/// The events of a title, each line a term of its own. Markup that begins in one line and ends in another is none.
fn terms<'a>(text: &'a str, title: Vec<Item<'a>>) -> Vec<Item<'a>> {
    let mut res: Vec<Item<'a>> = Vec::with_capacity(title.len());
    // The markup that the walk is in: where its start stands in `res`, and whether a line has ended in it.
    let mut open: Vec<(usize, bool)> = Vec::new();
    for (event, range) in title {
        match event {
            Event::Start(_) => open.push((res.len(), false)),
            Event::SoftBreak => {
                for (_, is_broken) in &mut open {
                    *is_broken = true;
                }
                res.push((Event::End(TagEnd::DefinitionListTitle), range.clone()));
                res.push((Event::Start(Tag::DefinitionListTitle), range));
                continue;
            }
            Event::End(_) => {
                if let Some((start, true)) = open.pop() {
                    let whole = res[start].1.clone();
                    let inner = res.get(start + 1).map_or(whole.end, |(_, first)| first.start);
                    let end = res.last().map_or(inner, |(_, last)| last.end).max(inner);
                    let literal = |part: std::ops::Range<usize>| {
                        (Event::Text(text[part.clone()].into()), part)
                    };
                    res[start] = literal(whole.start..inner);
                    res.push(literal(end..whole.end));
                    continue;
                }
            }
            _ => {}
        }
        res.push((event, range));
    }
    res
}
