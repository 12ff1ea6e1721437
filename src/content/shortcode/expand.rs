//! Calls to text.

use std::ops::Range;

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

/// HTML on its way into the text, each part with the call that gives it.
type Html = Vec<(String, Range<usize>)>;

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

    /// A call in Markdown.
    fn call(&mut self, open: &'p Open, ordinal: usize, out: &mut Expanded) {
        let hole = format!("{}innerQ", out.mark);
        let is_nested = !self.around.is_empty();
        let answer = self.answered(open, ordinal, &hole);
        self.around.push(open);
        match answer {
            Answer::Markdown(text) => self.markdown((&text, &hole), (open, false), out),
            Answer::Text(text) if open.is_markdown => {
                self.markdown((&text, &hole), (open, is_nested), out);
            }
            Answer::Text(text) => {
                let mut html = Html::new();
                self.html((&text, &hole), open, &mut html, out);
                leave(&mut html, out);
            }
            page @ Answer::Page(_) => out.leave_mark(page, &open.range),
        }
        self.around.pop();
    }

    /// Asks what a call stands for.
    fn answered(&mut self, open: &Open, ordinal: usize, hole: &str) -> Answer {
        let call = self.asked(open, ordinal, hole);
        let (answer, diagnostic) = (self.answer)(&call);
        self.diagnostics.extend(diagnostic.map(|diagnostic| self.within_calls(diagnostic)));
        answer
    }

    /// Markdown that a call gives. With `is_apart`, what is inside it is a text of its own where it has lines of its own.
    fn markdown(
        &mut self,
        (text, hole): (&str, &str),
        (open, is_apart): (&'p Open, bool),
        out: &mut Expanded,
    ) {
        let inside = open.inner.as_deref().unwrap_or(&[]);
        let mut pieces = text.split(hole);
        around(pieces.next().unwrap_or(""), open, out);
        for piece in pieces {
            let is_line = out.text.ends_with('\n') && piece.starts_with('\n');
            if is_line && is_apart {
                self.apart(inside, open, out);
            } else {
                self.write_inside(inside, is_line, out);
            }
            around(piece, open, out);
        }
    }

    /// HTML that a call gives; Markdown inside of it goes to `out`, after the HTML before it.
    fn html(
        &mut self,
        (text, hole): (&str, &str),
        open: &'p Open,
        html: &mut Html,
        out: &mut Expanded,
    ) {
        let mut pieces = text.split(hole);
        add(html, pieces.next().unwrap_or(""), &open.range);
        for piece in pieces {
            let inside = open.inner.as_deref().unwrap_or(&[]);
            // Hugo reads as Markdown what is inside of `{{% … %}}` when that stands in another call.
            if open.is_markdown && self.around.len() > 1 && self.has_words(inside) {
                leave(html, out);
                self.apart(inside, open, out);
            } else {
                self.html_inside(inside, open, html, out);
            }
            add(html, piece, &open.range);
        }
    }

    /// What is inside of a call that gives HTML.
    fn html_inside(
        &mut self,
        inside: &'p [Part],
        open: &'p Open,
        html: &mut Html,
        out: &mut Expanded,
    ) {
        let mut ordinal = 0;
        for part in inside {
            match part {
                Part::Text(range) => add(html, &self.source[range.clone()], &open.range),
                Part::Shown(ranges) => {
                    for range in ranges {
                        add(html, &self.source[range.clone()], &open.range);
                    }
                }
                Part::Call(call) => {
                    self.html_call(call, ordinal, html, out);
                    ordinal += 1;
                }
            }
        }
    }

    /// A call in HTML.
    fn html_call(&mut self, open: &'p Open, ordinal: usize, html: &mut Html, out: &mut Expanded) {
        let hole = format!("{}innerQ", out.mark);
        let answer = self.answered(open, ordinal, &hole);
        self.around.push(open);
        match answer {
            Answer::Markdown(text) => {
                leave(html, out);
                self.break_line(open, out);
                self.markdown((&text, &hole), (open, false), out);
                self.break_line(open, out);
            }
            Answer::Text(text) => self.html((&text, &hole), open, html, out),
            page @ Answer::Page(_) => {
                let mark = out.mark_of(page, &open.range);
                add(html, &mark, &open.range);
            }
        }
        self.around.pop();
    }

    /// The inside of a call as a text of its own. A single line is no paragraph.
    fn apart(&mut self, inside: &'p [Part], open: &'p Open, out: &mut Expanded) {
        let is_short = !inside.iter().any(
            |part| matches!(part, Part::Text(range) if self.source[range.clone()].contains('\n')),
        );
        if is_short && !self.is_block() {
            return self.write(inside, out);
        }
        self.break_line(open, out);
        if is_short {
            out.fixed(&out.bare(), &open.range);
            self.new_line(open, out);
        }
        self.write_inside(inside, true, out);
        if is_short {
            self.new_line(open, out);
            out.fixed(&out.bare(), &open.range);
        }
        self.break_line(open, out);
    }

    /// Is there anything inside of a call but space?
    fn has_words(&self, inside: &[Part]) -> bool {
        inside.iter().any(|part| match part {
            Part::Text(range) => !self.source[range.clone()].trim().is_empty(),
            Part::Shown(_) | Part::Call(_) => true,
        })
    }

    /// An empty line, after which what contains the outermost call goes on.
    fn break_line(&self, open: &Open, out: &mut Expanded) {
        out.fixed("\n", &open.range);
        self.new_line(open, out);
    }

    /// A new line, in what contains the outermost call.
    fn new_line(&self, open: &Open, out: &mut Expanded) {
        let blank = |c: char| if c.is_whitespace() || c == '>' { c } else { ' ' };
        let margin: String =
            self.margin().map_or_else(String::new, |m| m.chars().map(blank).collect());
        out.fixed(&format!("\n{margin}"), &open.range);
    }

    /// What stands before the outermost call on its line, if that is no text.
    fn margin(&self) -> Option<&str> {
        let before = &self.source[..self.around.first()?.range.start];
        let line = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
        let is_margin = |c: char| c.is_whitespace() || c.is_ascii_digit() || ">-*+.)".contains(c);
        line.chars().all(is_margin).then_some(line)
    }

    /// Is the outermost call alone on its lines?
    fn is_block(&self) -> bool {
        let end = self.around.first().map_or(0, |outermost| outermost.end);
        let line = self.source[end..].split('\n').next().unwrap_or("");
        self.margin().is_some() && line.trim().is_empty()
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
}

/// Adds HTML that the call at `range` gives.
fn add(html: &mut Html, text: &str, range: &Range<usize>) {
    match html.last_mut().filter(|(_, last)| last == range) {
        Some((last, _)) => last.push_str(text),
        None => html.push((text.to_owned(), range.clone())),
    }
}

/// Puts the HTML so far into the text, as one thing.
fn leave(html: &mut Html, out: &mut Expanded) {
    let mut parts = std::mem::take(html);
    let Some((first, range)) = parts.first_mut().map(std::mem::take) else { return };
    let mut whole = first;
    for (text, range) in parts.drain(1..) {
        whole.push_str(&out.mark_of(Answer::Text(text), &range));
    }
    out.leave_mark(Answer::Text(whole), &range);
}
