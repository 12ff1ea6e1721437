//! Short texts outside the body that may hold bound numbers: captions, titles, alternative texts.

use super::answer::Answers;
use super::bind::{Bound, Home, check};
use crate::base::diagnostic::Diagnostic;
use crate::base::source::Span;

/// A phrase whose bound numbers hold.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Phrase {
    /// The phrase with the bound texts in place.
    pub(super) text: String,
    /// How many bound numbers it holds.
    pub(super) n_bindings: usize,
}

/// Checks the bound numbers of `text`, which stands at `span` of `source` (the fence's own text).
pub(super) fn phrase(
    text: &str,
    span: Span,
    source: &str,
    answers: &Answers,
) -> Result<Phrase, Vec<Diagnostic>> {
    let mut res = Phrase::default();
    let mut errors = Vec::new();
    let mut holds = true;
    let mut rest = text;
    let mut searched = span.start;
    while let Some((before, stated, target, after)) = next_binding(rest) {
        res.text.push_str(before);
        res.n_bindings += 1;
        let written = format!("[{stated}](q:{target})");
        let raw = source.get(searched..span.end);
        let at = raw.and_then(|raw| raw.find(&written)).map(|at| searched + at);
        searched = at.map_or(searched, |at| at + written.len());
        let bound = match at {
            Some(at) => {
                let text_start = at + 1;
                let target_start = text_start + stated.len() + "](q:".len();
                Bound {
                    text: stated,
                    text_span: Span::new(text_start, text_start + stated.len()),
                    target,
                    target_span: Span::new(target_start, target_start + target.len()),
                    home: Home::Yaml,
                }
            }
            None => Bound {
                text: stated,
                text_span: span,
                target,
                target_span: span,
                home: Home::Elsewhere,
            },
        };
        match check(bound, answers) {
            Ok(checked) => res.text.push_str(&checked.text),
            Err(found) => {
                holds = false;
                errors.extend(found);
            }
        }
        rest = after;
    }
    res.text.push_str(rest);
    if holds { Ok(res) } else { Err(errors) }
}

/// The text before the first `[stated](q:target)`, what it states, its target, and the text after it.
fn next_binding(text: &str) -> Option<(&str, &str, &str, &str)> {
    let middle = text.find("](q:")?;
    let open = text[..middle].rfind('[')?;
    let target_start = middle + "](q:".len();
    let close = target_start + text[target_start..].find(')')?;
    Some((&text[..open], &text[open + 1..middle], &text[target_start..close], &text[close + 1..]))
}

#[cfg(test)]
mod tests {
    use super::next_binding;

    #[test]
    fn a_binding_is_found_among_other_brackets() {
        let text = "a [b] [76x](q:g.r) c";
        assert_eq!(next_binding(text), Some(("a [b] ", "76x", "g.r", " c")));
        assert_eq!(next_binding("a [b](c)"), None);
    }
}
