//! Attributes behind headings: `## Title {#anchor .class name="value"}`.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::attributes::Attributes;
use super::stream::Item;

/// A pass over events that takes attributes out of headings and gives them to their tags.
pub(super) struct HeadingAttributes<'a, I> {
    text: &'a str,
    events: I,
    /// Where the attributes of the open heading begin; events from there on are left out.
    cut: Option<usize>,
}

impl<'a, I: Iterator<Item = Item<'a>>> HeadingAttributes<'a, I> {
    pub(super) fn new(text: &'a str, events: I) -> Self {
        Self { text, events, cut: None }
    }

    /// The attributes of the heading at `range`, and where its text ends.
    fn of(&self, range: &Range<usize>) -> Option<(Attributes, usize)> {
        let source = self.text.get(range.clone())?;
        let source = source.trim_end();
        if !source.contains('{') {
            return None;
        }
        if source.starts_with('#') {
            return of_line(source, range.start);
        }
        let end = source.rfind('\n')?;
        let start = source[..end].rfind('\n').map_or(0, |at| at + 1);
        of_line(&source[start..end], range.start + start)
    }
}

/// The attributes of a heading's last line, which begins at `start`.
fn of_line(line: &str, start: usize) -> Option<(Attributes, usize)> {
    // `### Title ### {#id}`: the attributes follow what closes the heading.
    if line.starts_with('#')
        && let Some(closing) = line.find(" #").filter(|at| !line[..*at].ends_with('\\'))
    {
        let rest = line[closing + 1..].trim_start_matches('#');
        let behind = rest.trim_start();
        if let Some((read, length)) = Attributes::read(behind)
            && behind[length..].trim().is_empty()
        {
            return Some((read, start + closing));
        }
    }
    let open = line.trim_end_matches('#');
    let line = if line.starts_with('#') && open.ends_with(' ') { open } else { line };
    let (read, at) = Attributes::at_end(line)?;
    Some((read, start + line[..at].trim_end().len()))
}

impl<'a, I: Iterator<Item = Item<'a>>> Iterator for HeadingAttributes<'a, I> {
    type Item = Item<'a>;

    fn next(&mut self) -> Option<Item<'a>> {
        loop {
            let (event, range) = self.events.next()?;
            match event {
                Event::Start(Tag::Heading { level, .. }) => {
                    let read = self.of(&range);
                    self.cut = read.as_ref().map(|(_, cut)| *cut);
                    let Attributes { id, class, others } =
                        read.map(|(attributes, _)| attributes).unwrap_or_default();
                    let tag = Tag::Heading {
                        level,
                        id: id.map(CowStr::from),
                        classes: if class.is_empty() { Vec::new() } else { vec![class.into()] },
                        attrs: others
                            .into_iter()
                            .map(|(name, value)| (name.into(), Some(value.text().into())))
                            .collect(),
                    };
                    return Some((Event::Start(tag), range));
                }
                Event::End(TagEnd::Heading(_)) => {
                    self.cut = None;
                    return Some((event, range));
                }
                event => {
                    let cut = self.cut.unwrap_or(usize::MAX);
                    if range.start >= cut {
                        continue;
                    }
                    if matches!(event, Event::Text(_)) && range.end > cut {
                        let text = self.text.get(range.start..cut).unwrap_or("");
                        return Some((Event::Text(text.into()), range.start..cut));
                    }
                    return Some((event, range));
                }
            }
        }
    }
}
