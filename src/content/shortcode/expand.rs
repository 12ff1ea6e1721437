//! Calls to text.

use super::expanded::Expanded;
use super::scan::{Open, Part, scan};
use super::{Answer, Call, Parent};
use crate::base::diagnostic::Diagnostic;

/// Answers the calls of `text` from `start` on. Where a call has no answer the text is not to be used.
pub fn expand(
    text: &str,
    start: usize,
    answer: &dyn Fn(&Call) -> (Answer, Option<Diagnostic>),
) -> (Expanded, Vec<Diagnostic>) {
    let (parts, mut diagnostics) = scan(text, start);
    let mut mark = String::from("shortcodeQ");
    while text.contains(&mark) {
        mark.push('Q');
    }
    let mut ctx = Ctx { source: text, answer, diagnostics: Vec::new(), around: Vec::new() };
    let mut expanded =
        Expanded { text: String::new(), segments: Vec::new(), mark, answers: Vec::new() };
    expanded.copy(text, 0..start);
    if diagnostics.is_empty() {
        ctx.write(&parts, &mut expanded);
    }
    diagnostics.append(&mut ctx.diagnostics);
    (expanded, diagnostics)
}

struct Ctx<'a, 'p> {
    source: &'a str,
    answer: &'a dyn Fn(&Call) -> (Answer, Option<Diagnostic>),
    diagnostics: Vec<Diagnostic>,
    /// The calls that are being answered, the innermost last.
    around: Vec<&'p Open>,
}

/// Writes what a template puts around Markdown. HTML of a call in `<` is the template's and no part of the Markdown, whatever that may hold.
fn around(piece: &str, open: &Open, out: &mut Expanded) {
    let html = piece.trim();
    if open.is_markdown || !html.starts_with('<') || !html.ends_with('>') {
        return out.fixed(piece, &open.range);
    }
    let start = piece.len() - piece.trim_start().len();
    // A paragraph would go on in it.
    let line = out.text.rsplit_once('\n').filter(|(_, line)| line.trim().is_empty());
    if line.is_some_and(|(before, _)| !before.ends_with('\n') && !before.is_empty()) {
        let indent = line.map_or("", |(_, line)| line).to_owned();
        out.fixed(&format!("\n{indent}"), &open.range);
    }
    out.fixed(&piece[..start], &open.range);
    out.leave_mark(Answer::Text(html.to_owned()), &open.range);
    out.fixed(&piece[start + html.len()..], &open.range);
}

/// Does the part give Markdown where HTML may stand around it?
fn is_markdown_call(part: &Part) -> bool {
    matches!(part, Part::Call(open) if open.is_markdown)
}

impl<'p> Ctx<'_, 'p> {
    fn write(&mut self, parts: &'p [Part], out: &mut Expanded) {
        let mut ordinal = 0;
        for part in parts {
            match part {
                Part::Text(range) => out.copy(self.source, range.clone()),
                Part::Shown(ranges) => {
                    for range in ranges {
                        out.copy(self.source, range.clone());
                    }
                }
                Part::Call(open) => {
                    self.call(open, ordinal, out);
                    ordinal += 1;
                }
            }
        }
    }

    fn call(&mut self, open: &'p Open, ordinal: usize, out: &mut Expanded) {
        let inside = open.inner.as_deref().unwrap_or(&[]);
        let hole = format!("{}innerQ", out.mark);
        let call = self.asked(open, ordinal, &hole);
        let (answer, diagnostic) = (self.answer)(&call);
        self.diagnostics.extend(diagnostic.map(|diagnostic| self.within_calls(diagnostic)));
        self.around.push(open);
        let (text, is_markdown) = match &answer {
            Answer::Markdown(text) => (text.as_str(), true),
            Answer::Text(text) => (text.as_str(), open.is_markdown),
            Answer::Page(_) => ("", false),
        };
        if is_markdown {
            let mut pieces = text.split(&hole);
            around(pieces.next().unwrap_or(""), open, out);
            for piece in pieces {
                let is_line = out.text.ends_with('\n') && piece.starts_with('\n');
                self.write_inside(inside, is_line, out);
                around(piece, open, out);
            }
        } else if let Answer::Text(text) = &answer
            && text.contains(&hole)
            && inside.iter().any(is_markdown_call)
        {
            self.mixed(text, &hole, open, out);
        } else {
            let answer = match answer {
                Answer::Text(text) if text.contains(&hole) => {
                    let inner = self.inner(inside, out);
                    Answer::Text(text.replace(&hole, &inner))
                }
                other => other,
            };
            out.leave_mark(answer, &open.range);
        }
        self.around.pop();
    }

    /// The call as its template sees it.
    fn asked(&self, open: &Open, ordinal: usize, hole: &str) -> Call {
        let texts = open.inner.iter().flatten().map(|part| match part {
            Part::Text(range) => &self.source[range.clone()],
            Part::Shown(_) | Part::Call(_) => "",
        });
        let parent = self.around.last().map(|around| Parent {
            name: around.call.name.clone(),
            args: around.call.args.clone(),
        });
        Call {
            inner: open.inner.as_ref().map(|_| hole.to_owned()),
            inner_text: texts.collect(),
            ordinal,
            parent,
            ..open.call.clone()
        }
    }

    /// A diagnostic of a call with the calls around it.
    fn within_calls(&self, diagnostic: Diagnostic) -> Diagnostic {
        let around = self.around.iter().rev();
        around.fold(diagnostic, |diagnostic, open| {
            diagnostic.label(open.call.name_span, "which stands in this one")
        })
    }

    /// The inside of a call; if it has lines of its own, the ends of lines around it are not a part of it.
    fn write_inside(&mut self, parts: &'p [Part], is_line: bool, out: &mut Expanded) {
        let (Some(Part::Text(first)), true) = (parts.first(), is_line) else {
            return self.write(parts, out);
        };
        let text = &self.source[first.clone()];
        if parts.len() == 1 {
            let start = text.len() - text.trim_start_matches('\n').len();
            let end = text.trim_end_matches('\n').len().max(start);
            return out.copy(self.source, first.start + start..first.start + end);
        }
        let start = text.len() - text.trim_start_matches('\n').len();
        out.copy(self.source, first.start + start..first.end);
        self.write(&parts[1..], out);
    }

    /// HTML around Markdown: `{{% … %}}` inside of `{{< … >}}`. What is written between such calls stays as it is.
    fn mixed(&mut self, text: &str, hole: &str, open: &'p Open, out: &mut Expanded) {
        let mut pieces = text.split(hole);
        let html = |text: &str| Answer::Text(text.to_owned());
        out.leave_mark(html(pieces.next().unwrap_or("")), &open.range);
        for piece in pieces {
            let mut ordinal = 0;
            for part in open.inner.as_deref().unwrap_or(&[]) {
                match part {
                    Part::Call(inner) => {
                        if inner.is_markdown {
                            out.fixed("\n\n", &inner.range);
                        }
                        self.call(inner, ordinal, out);
                        if inner.is_markdown {
                            out.fixed("\n\n", &inner.range);
                        }
                        ordinal += 1;
                    }
                    Part::Text(range) if self.source[range.clone()].trim().is_empty() => {}
                    Part::Text(range) => {
                        out.leave_mark(html(&self.source[range.clone()]), range);
                    }
                    Part::Shown(ranges) => {
                        let shown: String =
                            ranges.iter().map(|range| &self.source[range.clone()]).collect();
                        out.leave_mark(Answer::Text(shown), &ranges[1]);
                    }
                }
            }
            out.leave_mark(html(piece), &open.range);
        }
    }

    /// The inside of a call as text; marks of calls in it are filled in with the rest.
    fn inner(&mut self, parts: &'p [Part], out: &mut Expanded) -> String {
        let mark = out.mark.clone();
        let answers = std::mem::take(&mut out.answers);
        let mut inside = Expanded { text: String::new(), segments: Vec::new(), mark, answers };
        self.write(parts, &mut inside);
        out.answers = inside.answers;
        inside.text
    }
}
