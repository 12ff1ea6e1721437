//! Markdown's events with their places.

use std::collections::VecDeque;
use std::ops::Range;

use pulldown_cmark::{Event, Tag};

/// An event and the bytes of the page's text that it comes from.
pub(super) type Item<'a> = (Event<'a>, Range<usize>);

/// Events that constructs read to their end; what was read ahead can be put back.
pub(super) struct Stream<'a> {
    back: VecDeque<Item<'a>>,
    rest: Box<dyn Iterator<Item = Item<'a>> + 'a>,
}

impl<'a> Stream<'a> {
    /// The events of `rest`.
    pub(super) fn new(rest: Box<dyn Iterator<Item = Item<'a>> + 'a>) -> Self {
        Self { back: VecDeque::new(), rest }
    }

    /// Events that were recorded.
    pub(super) fn recorded(items: Vec<Item<'a>>) -> Self {
        Self { back: items.into(), rest: Box::new(std::iter::empty()) }
    }

    /// Puts an event back in front of those that follow.
    pub(super) fn unread(&mut self, item: Item<'a>) {
        self.back.push_front(item);
    }
}

impl<'a> Iterator for Stream<'a> {
    type Item = Item<'a>;

    fn next(&mut self) -> Option<Item<'a>> {
        self.back.pop_front().or_else(|| self.rest.next())
    }
}

/// Is the tag that of a block, not of something in a line of text?
pub(super) fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}
