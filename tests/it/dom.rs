//! HTML in one spelling, so that texts made by different programs can be compared.

use std::fmt::Write as _;

/// Elements around which white space means nothing.
const BLOCKS: [&str; 27] = [
    "p",
    "div",
    "pre",
    "blockquote",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "thead",
    "tbody",
    "tr",
    "td",
    "th",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "br",
    "details",
    "summary",
    "section",
];

/// `html` without what numerate adds, with attributes in order, entities resolved, and white space only where it means something.
pub(crate) fn normal(html: &str) -> String {
    let mut out = String::new();
    let mut in_pre = false;
    let mut rest = html;
    while !rest.is_empty() {
        let open = rest.find('<').unwrap_or(rest.len());
        text(&rest[..open], in_pre, &mut out);
        rest = &rest[open..];
        if rest.is_empty() {
            break;
        }
        let end = if rest.starts_with("<!--") {
            rest.find("-->").map(|at| at + 3)
        } else {
            tag_end(rest)
        };
        let tag = &rest[..end.unwrap_or(rest.len())];
        rest = &rest[tag.len()..];
        let name = name(tag);
        if BLOCKS.contains(&name.as_str()) {
            out.truncate(out.trim_end_matches(' ').len());
            if !out.ends_with('\n') {
                out.push('\n');
            }
        }
        out.push_str(&spelled(tag, &name));
        if name == "pre" {
            in_pre = !tag.starts_with("</");
        }
        if BLOCKS.contains(&name.as_str()) {
            out.push('\n');
        }
    }
    out.trim().to_owned()
}

/// Where the tag that `html` begins with ends; a `>` in quotes does not end it.
fn tag_end(html: &str) -> Option<usize> {
    let mut quote = None;
    for (at, character) in html.char_indices() {
        match (quote, character) {
            (None, '>') => return Some(at + 1),
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), character) if open == character => quote = None,
            _ => {}
        }
    }
    None
}

fn name(tag: &str) -> String {
    let inside = tag.trim_start_matches(['<', '/']);
    inside.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("").to_lowercase()
}

/// A tag with its attributes in order; comments and what is no tag stay as they are.
fn spelled(tag: &str, name: &str) -> String {
    if name.is_empty() || tag.starts_with("</") {
        return tag.to_owned();
    }
    let inside = &tag[1 + name.len()..];
    let inside = inside.trim_end_matches('>').trim_end_matches('/');
    let mut attributes = Vec::new();
    let mut rest = inside.trim();
    while !rest.is_empty() {
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let (key, after) = rest.split_at(end);
        let (value, after) = match after.trim_start().strip_prefix('=').map(str::trim_start) {
            Some(after) if after.starts_with(['"', '\'']) => {
                let quote = after.chars().next().unwrap_or('"');
                after[1..].split_once(quote).unwrap_or((&after[1..], ""))
            }
            Some(after) => after.split_at(after.find(char::is_whitespace).unwrap_or(after.len())),
            None => ("", after),
        };
        let (key, value) = match (key, value) {
            ("align", side) => ("style", format!("text-align:{side}")),
            ("style", style) => ("style", style.replace(": ", ":")),
            (key, value) => (key, resolved(value)),
        };
        if !["tabindex", "data-lang", "loading"].contains(&key) {
            attributes.push((key.to_lowercase(), value));
        }
        rest = after.trim_start();
    }
    attributes.sort();
    let mut res = format!("<{name}");
    for (key, value) in attributes {
        let _ = write!(res, " {key}=\"{value}\"");
    }
    res + ">"
}

fn text(text: &str, in_pre: bool, out: &mut String) {
    let text = resolved(text);
    if in_pre {
        out.push_str(&text);
        return;
    }
    for character in text.chars() {
        if !matches!(character, ' ' | '\n' | '\t') {
            out.push(character);
        } else if !out.ends_with([' ', '\n']) {
            out.push(' ');
        }
    }
}

/// `text` with its entities resolved.
fn resolved(text: &str) -> String {
    const NAMED: [(&str, &str); 14] = [
        ("lt", "<"),
        ("gt", ">"),
        ("quot", "\""),
        ("amp", "&"),
        ("nbsp", "\u{a0}"),
        ("lsquo", "‘"),
        ("rsquo", "’"),
        ("ldquo", "“"),
        ("rdquo", "”"),
        ("ndash", "–"),
        ("mdash", "—"),
        ("hellip", "…"),
        ("laquo", "«"),
        ("raquo", "»"),
    ];
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let entity = rest.find(';').map(|end| &rest[1..end]).unwrap_or_default();
        let number = entity.strip_prefix('#').and_then(|number| match number.strip_prefix('x') {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => number.parse().ok(),
        });
        let named = NAMED.iter().find(|(name, _)| *name == entity).map(|(_, text)| *text);
        match (number.and_then(char::from_u32), named) {
            (Some(character), _) => out.push(character),
            (None, Some(text)) => out.push_str(text),
            (None, None) => {
                out.push('&');
                rest = &rest[1..];
                continue;
            }
        }
        rest = &rest[entity.len() + 2..];
    }
    out + rest
}

#[test]
fn two_spellings_are_one() {
    assert_eq!(
        normal("<p>\n a &ldquo;b\n&#39;<img b='1' a=x /></p>\n<pre>  c\n</pre>"),
        normal("<p>a “b &#x27;<img a=\"x\" b=\"1\"></p><pre>  c\n</pre>")
    );
    assert_ne!(normal("<p>a b</p>"), normal("<p>ab</p>"));
}
