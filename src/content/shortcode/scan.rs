//! Text to calls.

use std::ops::Range;

use super::Call;
use super::tag::{Tag, tag, unclosed_tag};
use crate::base::diagnostic::Diagnostic;
use crate::base::source::Span;

/// A part of a text.
#[derive(Debug)]
pub(super) enum Part {
    /// It stands for itself.
    Text(Range<usize>),
    /// A call that is only shown: `{{</* name */>}}`; the brackets, what is between the stars, the other brackets.
    Shown([Range<usize>; 3]),
    /// A call.
    Call(Box<Open>),
}

/// A call with the parts inside it.
#[derive(Debug)]
pub(super) struct Open {
    pub(super) call: Call,
    /// From its first bracket to its last one, its end tag not included.
    pub(super) range: Range<usize>,
    /// Where its end tag ends, or the call itself if it has none.
    pub(super) end: usize,
    /// Is it `{{% … %}}`?
    pub(super) is_markdown: bool,
    /// What is inside, if it has an end.
    pub(super) inner: Option<Vec<Part>>,
}

/// The calls that wait for their end, each with the parts before it at its level.
type Waiting = Vec<(Open, Vec<Part>)>;

/// Divides `text` from `start` on.
pub(super) fn scan(text: &str, start: usize) -> (Vec<Part>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut waiting: Waiting = Vec::new();
    let mut parts: Vec<Part> = Vec::new();
    // The names in tags with mistakes: their ends are not another mistake.
    let mut broken: Vec<String> = Vec::new();
    let mut at = start;
    while let Some(open) = next(text, at) {
        parts.push(Part::Text(at..open));
        let (mark, end) = if text[open..].starts_with("{{<") { ("<", ">}}") } else { ("%", "%}}") };
        let inside = open + 2 + mark.len();
        if let Some(comment) = text[inside..].strip_prefix("/*") {
            let close = format!("*/{end}");
            let Some(length) = comment.find(&close) else {
                diagnostics.push(unclosed_tag(open..inside));
                return (parts, diagnostics);
            };
            let from = inside + 2;
            let to = from + length;
            let after = to + close.len();
            parts.push(Part::Shown([open..inside, from..to, to + 2..after]));
            at = after;
            continue;
        }
        match tag(text, open..inside, end) {
            Ok(tag) => {
                at = tag.range.end;
                if tag.is_end {
                    let error = close(&tag, &mut waiting, &mut parts);
                    match broken.iter().position(|name| *name == tag.call.name) {
                        Some(at) if error.is_some() => drop(broken.swap_remove(at)),
                        _ => diagnostics.extend(error),
                    }
                } else if tag.call.is_closed {
                    parts.push(Part::Call(Box::new(opened(tag))));
                } else {
                    waiting.push((opened(tag), std::mem::take(&mut parts)));
                }
            }
            Err((name, error)) => {
                diagnostics.push(*error);
                broken.push(name);
                at = inside;
            }
        }
    }
    parts.push(Part::Text(at..text.len()));
    while let Some((open, before)) = waiting.pop() {
        parts = without_end(open, before, parts);
    }
    (parts, diagnostics)
}

/// The names of calls among parts and inside them, but for what a comment holds.
pub(super) fn names(parts: &[Part], names_so_far: &mut Vec<(String, Span)>) {
    for part in parts {
        if let Part::Call(open) = part {
            names_so_far.push((open.call.name.clone(), open.call.name_span));
            if open.call.name == "comment" {
                continue;
            }
            names(open.inner.as_deref().unwrap_or(&[]), names_so_far);
        }
    }
}

fn next(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    rest.find("{{<").into_iter().chain(rest.find("{{%")).min().map(|found| at + found)
}

fn opened(tag: Tag) -> Open {
    Open {
        call: tag.call,
        end: tag.range.end,
        range: tag.range,
        is_markdown: tag.is_markdown,
        inner: None,
    }
}

/// A call that turns out to have no end: what follows it stands beside it.
fn without_end(open: Open, mut before: Vec<Part>, after: Vec<Part>) -> Vec<Part> {
    before.push(Part::Call(Box::new(open)));
    before.extend(after);
    before
}

/// Ends the nearest open call of the tag's name; calls opened since then have no end.
fn close(tag: &Tag, waiting: &mut Waiting, parts: &mut Vec<Part>) -> Option<Diagnostic> {
    if !waiting.iter().any(|(open, _)| open.call.name == tag.call.name) {
        let message = format!("`{}` is closed here and is not open", tag.call.name);
        let error = Diagnostic::error("shortcode/not-open", message);
        let error = match waiting.last() {
            Some((open, _)) => error
                .label(tag.range.clone(), "")
                .label(open.range.clone(), "the last one that may be open"),
            None => error.at(tag.range.clone()),
        };
        return Some(error.help("open it before, or remove this end"));
    }
    while let Some((mut open, mut before)) = waiting.pop() {
        let inside = std::mem::take(parts);
        if open.call.name == tag.call.name {
            open.inner = Some(inside);
            open.end = tag.range.end;
            before.push(Part::Call(Box::new(open)));
            *parts = before;
            break;
        }
        *parts = without_end(open, before, inside);
    }
    None
}
