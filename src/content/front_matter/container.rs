//! Where the front matter of a page begins and ends.

use crate::base::diagnostic::{Diagnostic, Warned};
use crate::base::source::Span;

/// The language that front matter is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Syntax {
    Yaml,
    Toml,
    Json,
}

/// The parts of a page's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Container {
    /// `None` where there is no front matter.
    pub(super) syntax: Option<Syntax>,
    /// The front matter, without what encloses it.
    pub(super) inner: Span,
    /// Where the text begins.
    pub(super) body_start: usize,
}

/// Divides a page's file; the rules are Hugo's, but that a mistake is told.
pub(super) fn split(text: &str) -> Result<Warned<Container>, Diagnostic> {
    let after_mark = text.strip_prefix('\u{feff}').unwrap_or(text);
    let trimmed = after_mark.trim_start();
    let start = text.len() - trimmed.len();
    let is_fence = |fence: &str| {
        let rest = trimmed.strip_prefix(fence);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
    };
    if is_fence("---") {
        fenced(text, start, "---", Syntax::Yaml)
    } else if is_fence("+++") {
        fenced(text, start, "+++", Syntax::Toml)
    } else if trimmed.starts_with('{') && !trimmed.starts_with("{{") && !trimmed.starts_with("{%") {
        braced(text, start)
    } else {
        let body_start = text.len() - after_mark.len();
        let container = Container { syntax: None, inner: Span::default(), body_start };
        let first_line = trimmed.lines().next().unwrap_or("").trim_end();
        let warning = Diagnostic::warning("front-matter/none", "the page has no front matter")
            .at(Span::new(start, start + first_line.len()))
            .help("begin the file with the lines `---`, `title: …`, `date: …`, `---`");
        Ok(Warned { value: container, warnings: vec![warning] })
    }
}

/// Front matter between two lines that begin with `fence`.
fn fenced(
    text: &str,
    start: usize,
    fence: &str,
    syntax: Syntax,
) -> Result<Warned<Container>, Diagnostic> {
    let inner_start = start + fence.len();
    let mut line_start = inner_start;
    for line in text[inner_start..].split_inclusive('\n') {
        // The first piece is what follows the opening fence on its line.
        if line_start > inner_start && line.starts_with(fence) {
            return Ok(closed(text, syntax, Span::new(inner_start, line_start), fence.len()));
        }
        line_start += line.len();
    }
    Err(Diagnostic::error(
        "front-matter/unclosed",
        "the front matter that begins here is not closed",
    )
    .at(Span::new(start, inner_start))
    .help(format!("end it with a line of `{fence}`")))
}

/// Front matter that is a JSON object.
fn braced(text: &str, start: usize) -> Result<Warned<Container>, Diagnostic> {
    let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
    for (offset, byte) in text.bytes().enumerate().skip(start) {
        if in_text {
            in_text = byte != b'"' || escaped;
            escaped = byte == b'\\' && !escaped;
            continue;
        }
        match byte {
            b'"' => in_text = true,
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Ok(closed(text, Syntax::Json, Span::new(start, offset + 1), 0));
        }
    }
    let message = "the front matter that begins here is not closed";
    Err(Diagnostic::error("front-matter/unclosed", message)
        .at(Span::new(start, start + 1))
        .help("end it with a `}`; a `\"` that is not closed hides it"))
}

/// The parts of a page whose front matter is `inner`, followed by a closing fence of `fence_len` bytes.
fn closed(text: &str, syntax: Syntax, inner: Span, fence_len: usize) -> Warned<Container> {
    let closing_end = inner.end + fence_len;
    let rest = &text[closing_end..];
    let line = rest.split_inclusive('\n').next().unwrap_or("");
    let mut container = Container { syntax: Some(syntax), inner, body_start: closing_end };
    if line.trim().is_empty() {
        container.body_start += line.len();
        return Warned::clean(container);
    }
    let message = "the line that ends the front matter holds more";
    let place = Span::new(closing_end, closing_end + line.trim_end().len());
    let warning = Diagnostic::warning("front-matter/closing-line", message)
        .label(place, "read as the beginning of the text")
        .help("begin the text on a line of its own");
    Warned { value: container, warnings: vec![warning] }
}
