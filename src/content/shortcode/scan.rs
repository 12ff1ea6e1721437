//! Text to calls.

use std::ops::Range;

use super::Call;
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
    /// Is it `{{% … %}}`?
    pub(super) is_markdown: bool,
    /// What is inside, if it has an end.
    pub(super) inner: Option<Vec<Part>>,
}

/// A tag: a call or the end of one.
struct Tag {
    call: Call,
    range: Range<usize>,
    is_markdown: bool,
    is_end: bool,
}

/// The calls that wait for their end, each with the parts before it at its level.
type Waiting = Vec<(Open, Vec<Part>)>;

/// Divides `text` from `start` on.
pub(super) fn scan(text: &str, start: usize) -> (Vec<Part>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut waiting: Waiting = Vec::new();
    let mut parts: Vec<Part> = Vec::new();
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
                    close(&tag, &mut waiting, &mut parts, &mut diagnostics);
                } else if tag.call.is_closed {
                    parts.push(Part::Call(Box::new(opened(tag))));
                } else {
                    waiting.push((opened(tag), std::mem::take(&mut parts)));
                }
            }
            Err(error) => {
                diagnostics.push(error);
                at = text[inside..].find(end).map_or(text.len(), |length| inside + length + 3);
            }
        }
    }
    parts.push(Part::Text(at..text.len()));
    while let Some((open, before)) = waiting.pop() {
        parts = without_end(open, before, parts);
    }
    (parts, diagnostics)
}

/// The names of calls among parts and inside them.
pub(super) fn names(parts: &[Part], names_so_far: &mut Vec<(String, Span)>) {
    for part in parts {
        if let Part::Call(open) = part {
            names_so_far.push((open.call.name.clone(), open.call.name_span));
            names(open.inner.as_deref().unwrap_or(&[]), names_so_far);
        }
    }
}

fn next(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    rest.find("{{<").into_iter().chain(rest.find("{{%")).min().map(|found| at + found)
}

fn opened(tag: Tag) -> Open {
    Open { call: tag.call, range: tag.range, is_markdown: tag.is_markdown, inner: None }
}

/// A call that turns out to have no end: what follows it stands beside it.
fn without_end(open: Open, mut before: Vec<Part>, after: Vec<Part>) -> Vec<Part> {
    before.push(Part::Call(Box::new(open)));
    before.extend(after);
    before
}

/// Ends the nearest open call of the tag's name; calls opened since then have no end.
fn close(
    tag: &Tag,
    waiting: &mut Waiting,
    parts: &mut Vec<Part>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if !waiting.iter().any(|(open, _)| open.call.name == tag.call.name) {
        let message = format!("`{}` is closed here and is not open", tag.call.name);
        let error = Diagnostic::error("shortcode/not-open", message);
        let error = match waiting.last() {
            Some((open, _)) => error
                .label(tag.range.clone(), "")
                .label(open.range.clone(), "the last one that may be open"),
            None => error.at(tag.range.clone()),
        };
        diagnostics.push(error.help("open it before, or remove this end"));
        return;
    }
    while let Some((mut open, mut before)) = waiting.pop() {
        let inside = std::mem::take(parts);
        if open.call.name == tag.call.name {
            open.inner = Some(inside);
            before.push(Part::Call(Box::new(open)));
            *parts = before;
            return;
        }
        *parts = without_end(open, before, inside);
    }
}

/// Reads a tag whose brackets stand at `brackets`; `end` are those that it ends with.
fn tag(text: &str, brackets: Range<usize>, end: &str) -> Result<Tag, Diagnostic> {
    let mut reader = Reader { text, at: brackets.end };
    reader.skip_space();
    let is_end = reader.take("/");
    reader.skip_space();
    let name_start = reader.at;
    let name = reader.word(end).to_owned();
    let name_range = name_start..reader.at;
    if name.is_empty() {
        return Err(Diagnostic::error("shortcode/no-name", "the shortcode has no name")
            .at(brackets)
            .help("write its name, as in `{{< figure src=\"a.png\" >}}`"));
    }
    let mut args: Vec<(Option<String>, String)> = Vec::new();
    let mut is_closed = false;
    loop {
        reader.skip_space();
        if reader.take(end) {
            break;
        }
        if reader.closes_itself(end) {
            is_closed = true;
            break;
        }
        let start = reader.at;
        let argument = reader.argument(end).ok_or_else(|| unclosed_tag(brackets.clone()))?;
        if args.first().is_some_and(|first| first.0.is_some() != argument.0.is_some()) {
            let message = "arguments with and without names are mixed";
            return Err(Diagnostic::error("shortcode/mixed", message)
                .at(start..reader.at)
                .help("give every argument a name, or none"));
        }
        args.push(argument);
    }
    let call = Call {
        name,
        name_span: name_range.into(),
        args,
        inner: None,
        inner_text: String::new(),
        is_closed,
        is_markdown: end == "%}}",
        ordinal: 0,
        parent: None,
    };
    Ok(Tag { call, range: brackets.start..reader.at, is_markdown: end == "%}}", is_end })
}

fn unclosed_tag(brackets: Range<usize>) -> Diagnostic {
    Diagnostic::error("shortcode/unclosed-tag", "a shortcode begins here and does not end")
        .at(brackets)
        .help("end it with the same brackets; to show it as it is, write `{{</* name */>}}`")
}

/// A place in a text.
struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn skip_space(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    fn take(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        self.at += if found { token.len() } else { 0 };
        found
    }

    fn closes_itself(&mut self, end: &str) -> bool {
        let after = self.rest().strip_prefix('/').map(str::trim_start);
        let found = after.is_some_and(|after| after.starts_with(end));
        if let Some(after) = after.filter(|_| found) {
            self.at = self.text.len() - after.len() + end.len();
        }
        found
    }

    /// Everything up to white space, `=`, a quote or the end of the tag.
    fn word(&mut self, end: &str) -> &'t str {
        let rest = self.rest();
        let is_over = |at: usize, c: char| {
            let tail = &rest[at..];
            let ends = tail.strip_prefix('/').map_or(tail, str::trim_start).starts_with(end);
            c.is_whitespace() || matches!(c, '=' | '"' | '`') || ends
        };
        let length = rest.char_indices().find(|(at, c)| is_over(*at, *c)).map(|(at, _)| at);
        let word = &rest[..length.unwrap_or(rest.len())];
        self.at += word.len();
        word
    }

    /// An argument with its name if it has one; `None` if the text ends in it.
    fn argument(&mut self, end: &str) -> Option<(Option<String>, String)> {
        if self.rest().starts_with(['"', '`']) {
            return Some((None, self.quoted()?));
        }
        let word = self.word(end);
        if self.take("=") {
            let is_quoted = self.rest().starts_with(['"', '`']);
            let value = if is_quoted { self.quoted()? } else { self.word(end).to_owned() };
            return Some((Some(word.to_owned()), value));
        }
        if word.is_empty() { None } else { Some((None, word.to_owned())) }
    }

    /// A text in quotes, whose `\"` is a quote, or in backticks, as it stands.
    fn quoted(&mut self) -> Option<String> {
        let mut text = String::new();
        let mut characters = self.rest().char_indices();
        let (_, quote) = characters.next()?;
        while let Some((at, character)) = characters.next() {
            if character == quote {
                self.at += at + 1;
                return Some(text);
            }
            match character {
                '\\' if quote == '"' => match characters.next()?.1 {
                    'n' => text.push('\n'),
                    't' => text.push('\t'),
                    escaped @ ('"' | '\\') => text.push(escaped),
                    other => text.extend(['\\', other]),
                },
                _ => text.push(character),
            }
        }
        None
    }
}
