//! Parts of the text that are something else than what Markdown took them for: events in them are replaced.

use std::collections::VecDeque;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::stream::{Item, is_block};

/// Finds the parts.
pub(super) trait Find<'a> {
    /// The first part that begins in `within`, which stands in the text as it is. `is_fresh` says that markup ends where it begins.
    fn find(&mut self, within: Range<usize>, is_fresh: bool) -> Option<Found<'a>>;

    /// A block begins or ends.
    fn block(&mut self) {}

    /// Is nothing looked for inside this?
    fn passes_over(&self, tag: &Tag<'_>) -> bool {
        matches!(tag, Tag::CodeBlock(_))
    }
}

/// A part of the text and what stands for it.
pub(super) struct Found<'a> {
    pub(super) range: Range<usize>,
    pub(super) events: Vec<Event<'a>>,
}

/// A pass over events that replaces what a [`Find`] finds.
pub(super) struct Regions<'a, F, I> {
    text: &'a str,
    finder: F,
    events: I,
    ready: VecDeque<Item<'a>>,
    /// Events before this byte are replaced.
    until: usize,
    /// Starts that were replaced and whose ends must be too.
    dropped: Vec<Range<usize>>,
    /// Ends inside a part of what began before it.
    ends: Vec<Item<'a>>,
    /// Where the last event ended.
    last: usize,
    /// How deep the walk is in something that is passed over.
    passed: usize,
    is_fresh: bool,
}

impl<'a, F: Find<'a>, I: Iterator<Item = Item<'a>>> Regions<'a, F, I> {
    pub(super) fn new(text: &'a str, finder: F, events: I) -> Self {
        Self {
            text,
            finder,
            events,
            ready: VecDeque::new(),
            until: 0,
            dropped: Vec::new(),
            ends: Vec::new(),
            last: 0,
            passed: 0,
            is_fresh: true,
        }
    }

    /// Takes an event that is not a text; `None` if it is replaced.
    fn other(&mut self, event: Event<'a>, range: Range<usize>) -> Option<Item<'a>> {
        let is_inside = range.start < self.until;
        match &event {
            Event::Start(tag) => {
                if is_inside && !is_block(tag) {
                    self.dropped.push(range);
                    return None;
                }
                if is_block(tag) {
                    self.finder.block();
                }
                if self.passed > 0 || self.finder.passes_over(tag) {
                    self.passed += 1;
                }
            }
            Event::End(_) => {
                if let Some(at) = self.dropped.iter().rposition(|dropped| *dropped == range) {
                    self.dropped.remove(at);
                    // What would have ended it stands behind the part: it is a text after all.
                    let sign = self.last.max(self.until)..range.end;
                    let is_left = range.end > self.until && !sign.is_empty();
                    return is_left.then(|| (Event::Text(self.slice(sign.clone())), sign));
                }
                self.passed = self.passed.saturating_sub(1);
                if range.end <= self.until && is_inline_end(&event) {
                    self.ends.push((event, range));
                    return None;
                }
            }
            _ if is_inside => return None,
            _ => {}
        }
        self.is_fresh = true;
        Some((event, range))
    }

    /// Takes a text: parts in it go to those that are ready, with what stands between them.
    fn text(&mut self, part: CowStr<'a>, range: Range<usize>) {
        let mut start = range.start;
        let stands = self.text.get(range.clone()).is_some_and(|source| source == &*part);
        if start < self.until {
            if range.end <= self.until || !stands {
                return;
            }
            start = self.until;
            self.is_fresh = true;
        }
        self.ready.extend(self.ends.drain(..));
        if !stands || self.passed > 0 {
            self.is_fresh = false;
            let text = if start == range.start { part } else { self.slice(start..range.end) };
            self.ready.push_back((Event::Text(text), start..range.end));
            return;
        }
        while start < range.end {
            let Some(found) = self.finder.find(start..range.end, self.is_fresh) else { break };
            if found.range.start > start {
                let before = start..found.range.start;
                self.ready.push_back((Event::Text(self.slice(before.clone())), before));
            }
            let place = found.range.clone();
            self.ready.extend(found.events.into_iter().map(|event| (event, place.clone())));
            self.until = found.range.end;
            start = self.until;
            self.is_fresh = true;
        }
        if start < range.end {
            self.is_fresh = false;
            let text = if start == range.start { part } else { self.slice(start..range.end) };
            self.ready.push_back((Event::Text(text), start..range.end));
        }
    }

    fn slice(&self, range: Range<usize>) -> CowStr<'a> {
        CowStr::Borrowed(self.text.get(range).unwrap_or(""))
    }
}

impl<'a, F: Find<'a>, I: Iterator<Item = Item<'a>>> Iterator for Regions<'a, F, I> {
    type Item = Item<'a>;

    fn next(&mut self) -> Option<Item<'a>> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Some(item);
            }
            match self.events.next() {
                None => return self.ends.pop(),
                Some((Event::Text(part), range)) => {
                    self.last = range.end;
                    self.text(part, range);
                }
                Some((event, range)) => {
                    let (start, end) = (range.start, range.end);
                    let is_start = matches!(event, Event::Start(_));
                    if let Some(item) = self.other(event, range) {
                        self.ready.extend(self.ends.drain(..));
                        self.ready.push_back(item);
                    }
                    self.last = if is_start { start } else { end };
                }
            }
        }
    }
}

fn is_inline_end(event: &Event<'_>) -> bool {
    matches!(
        event,
        Event::End(
            TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Superscript
                | TagEnd::Subscript
                | TagEnd::Link
                | TagEnd::Image
        )
    )
}
