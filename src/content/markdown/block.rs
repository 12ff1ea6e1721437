//! Attributes of blocks: `{.class}` on the line after one.

use std::borrow::Cow;
use std::collections::BTreeMap;

use pulldown_cmark::{Event, TagEnd};

use super::attributes::Attributes;
use super::stream::{Item, is_block};

/// Attributes by the place of a line that is nothing else.
type Lines = BTreeMap<usize, Attributes>;

/// Attributes by the place and the kind of the block that they are for.
pub(super) type ByBlock = BTreeMap<(usize, TagEnd), Attributes>;

/// `text` with a rule in place of every line, from byte `start` on, that is only attributes: it ends whatever it follows. Places
/// stay as they are.
pub(super) fn masked(text: &str, start: usize) -> (Cow<'_, str>, Lines) {
    let mut lines = Lines::new();
    if !text[start..].contains('{') {
        return (Cow::Borrowed(text), lines);
    }
    let mut masked: Option<String> = None;
    let mut at = start;
    let mut fence: Option<&str> = None;
    for line in text[start..].split_inclusive('\n') {
        let content = line.trim_start_matches([' ', '\t', '>']);
        let place = at + (line.len() - content.len());
        at += line.len();
        let content = content.trim_end();
        match fence {
            Some(open) if content.starts_with(open) => fence = None,
            Some(_) => {}
            None => fence = ["```", "~~~"].into_iter().find(|sign| content.starts_with(sign)),
        }
        let read = if fence.is_none() { Attributes::read(content) } else { None };
        if let Some((attributes, length)) = read
            && length == content.len()
            && length >= RULE.len()
            && attributes != Attributes::default()
        {
            let masked = masked.get_or_insert_with(|| text.to_owned());
            let filler = format!("{RULE}{}", " ".repeat(length - RULE.len()));
            masked.replace_range(place..place + length, &filler);
            lines.insert(place, attributes);
        }
    }
    (masked.map_or(Cow::Borrowed(text), Cow::Owned), lines)
}

/// What stands in place of attributes.
const RULE: &str = "***";

/// Takes the rules of [`masked`] out of the events, and says which block each is for; without one before it, it is for none.
pub(super) fn attached<'a>(
    text: &str,
    events: impl Iterator<Item = Item<'a>>,
    mut lines: Lines,
) -> (Vec<Item<'a>>, ByBlock) {
    let mut by_block = ByBlock::new();
    let mut kept = Vec::new();
    // The last block that ended at each level of nesting.
    let mut levels: Vec<Option<((usize, TagEnd), usize)>> = vec![None];
    for (event, range) in events {
        match &event {
            Event::Rule if lines.contains_key(&range.start) => {
                let attributes = lines.remove(&range.start).unwrap_or_default();
                let before = levels.last().copied().flatten();
                if let Some((block, end)) = before
                    && text.get(end..range.start).is_some_and(|gap| gap.matches('\n').count() < 2)
                {
                    by_block.insert(block, attributes);
                }
                continue;
            }
            Event::Rule => {
                set(&mut levels, (range.start, TagEnd::MetadataBlock(RULE_KIND)), range.end, text);
            }
            Event::Start(tag) if is_block(tag) => levels.push(None),
            Event::End(end) if !is_inline(*end) => {
                levels.pop();
                set(&mut levels, (range.start, *end), range.end, text);
            }
            _ => {}
        }
        kept.push((event, range));
    }
    (kept, by_block)
}

/// Stands for a rule, which has no tag of its own.
pub(super) const RULE_KIND: pulldown_cmark::MetadataBlockKind =
    pulldown_cmark::MetadataBlockKind::YamlStyle;

fn set(
    levels: &mut [Option<((usize, TagEnd), usize)>],
    block: (usize, TagEnd),
    end: usize,
    text: &str,
) {
    // Empty lines that a list or a table takes with it do not part it from what follows.
    let end = text.get(block.0..end).map_or(end, |source| block.0 + source.trim_end().len());
    if let Some(level) = levels.last_mut() {
        *level = Some((block, end));
    }
}

fn is_inline(end: TagEnd) -> bool {
    matches!(
        end,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}
