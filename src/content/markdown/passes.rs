//! What is read beyond `CommonMark`: one pass over events per feature, and only those that the text may need.

use pulldown_cmark::{Event, Options, Parser};

use super::definition;
use super::heading_attributes::HeadingAttributes;
use super::linkify::Linkify;
use super::math::Math;
use super::region::Regions;
use super::stream::{Item, Stream};
use super::strike::Strikes;
use super::typographer::Typographer;
use crate::content::config::{Extensions, MarkdownOptions};

/// Any pass.
type Events<'a> = Box<dyn Iterator<Item = Item<'a>> + 'a>;

/// The events of `text` from byte `start` on. What the parser reads is `parsed`, in which everything has the place that it has in `text`.
pub(super) fn events<'a>(
    (text, parsed): (&'a str, &'a str),
    start: usize,
    options: &'a MarkdownOptions,
) -> Stream<'a> {
    let markdown = &parsed[start..];
    let on = &options.extensions;
    let parser = Parser::new_ext(markdown, grammar(on)).into_offset_iter();
    let mut events: Events<'a> =
        Box::new(parser.map(move |(event, at)| (event, at.start + start..at.end + start)));
    if !std::ptr::eq(text, parsed) && definition::is_masked(markdown) {
        events = Box::new(definition::unmasked(events));
    }
    let seen = Seen::of(markdown);
    if on.heading_attributes && seen.any("{") {
        events = Box::new(HeadingAttributes::new(text, events));
    }
    if Math::is_in(markdown, &options.math) {
        events = Box::new(Regions::new(text, Math::new(text, &options.math), events));
    }
    if on.linkify && seen.any(":w@") && Linkify::is_in(markdown) {
        let linkify = Linkify::new(text, &options.linkify_protocol, on.typographer);
        events = Box::new(Regions::new(text, linkify, events));
    }
    if on.strikethrough && seen.any("~") {
        events = Box::new(Regions::new(text, Strikes::new(text), events));
    }
    if on.emoji && seen.any(":") {
        events = Box::new(super::emoji::emoji(events));
    }
    if on.typographer && seen.any("'\"-.<>") {
        events = Box::new(Typographer::new(text, events));
    }
    if on.definition_lists && definition::may_be_in(&text[start..]) {
        events = Box::new(definition::definitions(text, events));
    }
    if on.hard_wraps {
        events = Box::new(events.map(|(event, at)| match event {
            Event::SoftBreak => (Event::HardBreak, at),
            other => (other, at),
        }));
    }
    Stream::new(events)
}

/// What the parser itself reads.
fn grammar(on: &Extensions) -> Options {
    [
        (Options::ENABLE_TABLES, on.tables),
        (Options::ENABLE_FOOTNOTES, on.footnotes),
        (Options::ENABLE_STRIKETHROUGH, on.strikethrough),
        (Options::ENABLE_TASKLISTS, on.task_lists),
        (Options::ENABLE_DEFINITION_LIST, on.definition_lists),
    ]
    .into_iter()
    .filter_map(|(option, is_on)| is_on.then_some(option))
    .collect()
}

/// Which bytes a text holds: one walk over it decides which passes it needs.
struct Seen([bool; 256]);

impl Seen {
    fn of(text: &str) -> Self {
        let mut seen = [false; 256];
        for byte in text.bytes() {
            seen[usize::from(byte)] = true;
        }
        Self(seen)
    }

    /// Is there any of these characters of ASCII?
    fn any(&self, characters: &str) -> bool {
        characters.bytes().any(|byte| self.0[usize::from(byte)])
    }
}
