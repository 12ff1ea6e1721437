//! `:smile:` as the picture of its name.

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::stream::Item;

/// Puts emoji in the place of their names.
pub(super) fn emoji<'a>(events: impl Iterator<Item = Item<'a>>) -> impl Iterator<Item = Item<'a>> {
    let mut in_code = false;
    events.map(move |(event, range)| match event {
        Event::Start(Tag::CodeBlock(_)) => {
            in_code = true;
            (event, range)
        }
        Event::End(TagEnd::CodeBlock) => {
            in_code = false;
            (event, range)
        }
        Event::Text(text) if !in_code => (Event::Text(replaced(text)), range),
        other => (other, range),
    })
}

/// `text` with names between colons replaced.
fn replaced(text: CowStr<'_>) -> CowStr<'_> {
    let mut out: Option<String> = None;
    let mut done = 0;
    let mut at = 0;
    while let Some(open) = text[at..].find(':').map(|found| at + found) {
        let name = &text[open + 1..];
        let length = name.find(|c: char| !(c.is_ascii_alphanumeric() || "_+-".contains(c)));
        let Some(length) = length.filter(|length| name[*length..].starts_with(':')) else {
            at = open + 1;
            continue;
        };
        match emojis::get_by_shortcode(&name[..length].replace('-', "_"))
            .or_else(|| emojis::get_by_shortcode(&name[..length]))
        {
            Some(emoji) => {
                let out = out.get_or_insert_with(String::new);
                out.push_str(&text[done..open]);
                out.push_str(emoji.as_str());
                at = open + length + 2;
                done = at;
            }
            None => at = open + 1,
        }
    }
    match out {
        Some(mut out) => {
            out.push_str(&text[done..]);
            out.into()
        }
        None => text,
    }
}
