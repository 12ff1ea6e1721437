//! Short texts outside the body that may hold bound numbers: captions, titles, alternative texts.

use super::answer::Answers;
use super::bind::{Bound, Home, check};
use crate::base::diagnostic::Diagnostic;
use crate::base::source::Span;
use crate::content::front_matter::FrontMatter;
use crate::content::phrase::{Marked, next_marked};

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
    while let Some(Marked { before, whole, stated, target, after }) = next_marked(rest) {
        res.text.push_str(before);
        rest = after;
        let raw = source.get(searched..span.end);
        let at = raw.and_then(|raw| raw.find(whole)).map(|at| searched + at);
        searched = at.map_or(searched, |at| at + whole.len());
        let Some(target) = target else {
            res.text.push_str(stated);
            continue;
        };
        res.n_bindings += 1;
        let bound = match at {
            Some(at) => {
                let target_start = at + whole.rfind(target).unwrap_or(0);
                Bound {
                    text: stated,
                    text_span: Span::new(at + 1, at + 1 + stated.len()),
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
    }
    res.text.push_str(rest);
    if holds { Ok(res) } else { Err(errors) }
}

/// Checks the bound numbers in the texts of front matter, which stands in `source`, and puts what holds in place; their number.
pub(super) fn front_matter(
    front: &mut FrontMatter,
    source: &str,
    answers: &Answers,
) -> Result<usize, Vec<Diagnostic>> {
    let mut n_bindings = 0;
    let mut errors = Vec::new();
    for (text, span) in front.texts_mut() {
        match phrase(text, span, source, answers) {
            Ok(checked) => {
                n_bindings += checked.n_bindings;
                *text = checked.text;
            }
            Err(found) => errors.extend(found),
        }
    }
    if errors.is_empty() { Ok(n_bindings) } else { Err(errors) }
}
