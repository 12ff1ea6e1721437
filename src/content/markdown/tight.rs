//! Lists whose blank lines are around footnotes alone: these stand elsewhere, so goldmark has such lists as tight.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::stream::Item;

/// Takes the paragraphs from the items of lists that are loose for their footnotes' sake alone.
pub(super) fn tightened<'a>(text: &str, events: Vec<Item<'a>>) -> Vec<Item<'a>> {
    let mut dropped = vec![false; events.len()];
    for (start, (event, _)) in events.iter().enumerate() {
        if matches!(event, Event::Start(Tag::List(_))) {
            for at in paragraphs(text, &events, start) {
                dropped[at] = true;
            }
        }
    }
    let kept = events.into_iter().zip(dropped).filter(|(_, is_dropped)| !is_dropped);
    kept.map(|(item, _)| item).collect()
}

/// The paragraphs, starts and ends, right in the items of the list at `start`, if it is tight but for footnotes.
fn paragraphs(text: &str, events: &[Item<'_>], start: usize) -> Vec<usize> {
    let (mut depth, mut has_footnote, mut is_first) = (0_usize, false, true);
    let mut res = Vec::new();
    for (at, (event, range)) in events.iter().enumerate().skip(start + 1) {
        match event {
            Event::End(_) => {
                let Some(above) = depth.checked_sub(1) else { break };
                depth = above;
                if depth == 1 && matches!(event, Event::End(TagEnd::Paragraph)) {
                    res.push(at);
                }
            }
            Event::Start(tag) => {
                match (depth, tag) {
                    // The first item, and the first block of each, have what is before the list before them.
                    (0, _) => {
                        if is_first {
                            is_first = false;
                        } else if is_after_blank(text, range.start) {
                            return Vec::new();
                        }
                    }
                    (1, Tag::FootnoteDefinition(_)) => has_footnote = true,
                    (1, tag) => {
                        let is_block = !matches!(events[at - 1].0, Event::Start(Tag::Item));
                        if is_block && is_after_blank(text, range.start) {
                            return Vec::new();
                        }
                        if matches!(tag, Tag::Paragraph) {
                            res.push(at);
                        }
                    }
                    _ => {}
                }
                depth += 1;
            }
            _ => {}
        }
    }
    if has_footnote { res } else { Vec::new() }
}

/// Is the line before that of the byte `at` blank?
fn is_after_blank(text: &str, at: usize) -> bool {
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let Some(before) = text[..line].strip_suffix('\n') else { return false };
    let before = before.rsplit('\n').next().unwrap_or("");
    before.trim_matches([' ', '\t', '>', '\r']).is_empty()
}
