//! Definition lists as goldmark has them: each line before a definition is a term, and only a blank line makes a paragraph of one.

use std::iter::Peekable;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::stream::Item;

/// Divides terms at the ends of lines, and unwraps the first paragraph of definitions that follow their term at once.
pub(super) fn definitions<'a>(
    text: &'a str,
    events: impl Iterator<Item = Item<'a>> + 'a,
) -> impl Iterator<Item = Item<'a>> + 'a {
    Definitions { text, events: events.peekable(), in_term: None, tight: false, ready: Vec::new() }
}

struct Definitions<'a, I: Iterator<Item = Item<'a>>> {
    text: &'a str,
    events: Peekable<I>,
    /// How deep the walk is in markup of a term; a line's end inside of markup does not end the term.
    in_term: Option<usize>,
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
            Event::Start(Tag::DefinitionListTitle) => self.in_term = Some(0),
            Event::End(TagEnd::DefinitionListTitle) => self.in_term = None,
            Event::Start(_) if self.in_term.is_some() => {
                self.in_term = self.in_term.map(|depth| depth + 1);
            }
            Event::End(_) if self.in_term.is_some() => {
                self.in_term = self.in_term.map(|depth| depth.saturating_sub(1));
            }
            Event::SoftBreak if self.in_term == Some(0) => {
                self.ready.push((Event::Start(Tag::DefinitionListTitle), range.clone()));
                return Some((Event::End(TagEnd::DefinitionListTitle), range));
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
