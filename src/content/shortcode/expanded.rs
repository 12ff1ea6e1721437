//! A text with answers in the place of its calls, with the way back from every byte of it to the page's source.

use std::borrow::Cow;
use std::ops::Range;

use super::bound::leave_holes;
use super::{Answer, images};
use crate::base::diagnostic::Diagnostic;
use crate::base::source::Span;
use crate::content::body::{Binding, Body, BoundTable, Fragment, Piece, Reference};
use crate::content::phrase::is_marked as is_bound;

/// A text whose calls are answered.
#[derive(Debug)]
pub struct Expanded {
    /// The text, for Markdown.
    pub text: String,
    pub(super) segments: Vec<Segment>,
    /// What begins every mark; it does not occur in the source.
    pub(super) mark: String,
    /// What the marks stand for, each with its call in the source.
    pub(super) answers: Vec<(Answer, Span)>,
}

/// What the holes of a page's text stand for, while marks are filled.
struct Holes {
    references: Vec<Reference>,
    bindings: Vec<Binding>,
}

/// A part of the text and where it comes from.
#[derive(Debug)]
pub(super) struct Segment {
    /// Where it begins in the text.
    start: usize,
    /// The source of all of it; of equal length where it is copied.
    source: Range<usize>,
    /// Is it copied byte for byte?
    is_copied: bool,
}

/// What the call at `call` gave, with holes for bound numbers and pictures.
fn given(html: &str, call: Span, out: &mut Vec<Piece>, holes: &mut Holes) {
    let mut pieces = Vec::new();
    if is_bound(html) {
        leave_holes(html, call, &mut holes.bindings, &mut pieces);
    } else {
        pieces.push(Piece::Html(html.to_owned()));
    }
    for piece in pieces {
        match piece {
            Piece::Html(html) => images::leave_holes(&html, call, &mut holes.references, out),
            other => out.push(other),
        }
    }
}

impl Expanded {
    /// A text without calls.
    pub fn plain(text: &str) -> Self {
        // Nothing holds this mark: it is looked for in the text and never put there.
        let mark = String::from("\0");
        let mut res = Self { text: String::new(), segments: Vec::new(), mark, answers: Vec::new() };
        res.copy(text, 0..text.len());
        res
    }

    /// The text with empty lines before and after `part`, so that it is a block of its own.
    #[must_use]
    pub fn set_apart(self, part: Range<usize>) -> Self {
        const BREAK: &str = "\n\n";
        let mut text = self.text;
        let mut segments = Vec::with_capacity(self.segments.len() + 4);
        let length = text.len();
        for (index, segment) in self.segments.iter().enumerate() {
            let end = self.segments.get(index + 1).map_or(length, |next| next.start);
            let cuts =
                [part.start, part.end].into_iter().filter(|at| (segment.start..end).contains(at));
            let mut starts = vec![segment.start];
            starts.extend(cuts.filter(|at| *at > segment.start));
            for start in starts {
                let added = [part.start, part.end].into_iter().filter(|at| *at <= start).count();
                let skipped = if segment.is_copied { start - segment.start } else { 0 };
                segments.push(Segment {
                    start: start + added * BREAK.len(),
                    source: segment.source.start + skipped..segment.source.end,
                    is_copied: segment.is_copied,
                });
            }
        }
        text.insert_str(part.end, BREAK);
        text.insert_str(part.start, BREAK);
        Self { text, segments, ..self }
    }

    pub(super) fn copy(&mut self, source: &str, range: Range<usize>) {
        if !range.is_empty() {
            self.segments.push(Segment {
                start: self.text.len(),
                source: range.clone(),
                is_copied: true,
            });
            self.text.push_str(&source[range]);
        }
    }

    pub(super) fn fixed(&mut self, text: &str, source: &Range<usize>) {
        if !text.is_empty() {
            let (start, source) = (self.text.len(), source.clone());
            self.segments.push(Segment { start, source, is_copied: false });
            self.text.push_str(text);
        }
    }

    pub(super) fn leave_mark(&mut self, answer: Answer, source: &Range<usize>) {
        let mark = self.mark_of(answer, source);
        self.fixed(&mark, source);
    }

    /// The mark of an answer to the call at `source`.
    pub(super) fn mark_of(&mut self, answer: Answer, source: &Range<usize>) -> String {
        self.answers.push((answer, source.clone().into()));
        format!("{}{}Q", self.mark, self.answers.len() - 1)
    }

    /// What stands on the lines before and after a text that is to be no paragraph.
    pub(super) fn bare(&self) -> String {
        format!("{}bareQ", self.mark)
    }

    /// HTML without the marks of [`bare`](Self::bare), and without paragraphs around what is between them.
    fn bared<'h>(&self, html: &'h str) -> Cow<'h, str> {
        let bare = self.bare();
        if !html.contains(&bare) {
            return Cow::Borrowed(html);
        }
        let mut bared = html.to_owned();
        let alone = format!("<p>{bare}</p>\n");
        let ends = [("<p>", "\n"), ("<p>", "<br>\n")].map(|(p, line)| format!("{p}{bare}{line}"));
        let starts = ["\n", "<br>\n"].map(|line| format!("{line}{bare}</p>"));
        for mark in [alone].iter().chain(&ends).chain(&starts).chain([&bare]) {
            bared = bared.replace(mark, "");
        }
        Cow::Owned(bared)
    }

    /// Does `text` hold a mark?
    pub fn is_marked(&self, text: &str) -> bool {
        text.contains(&self.mark)
    }

    /// Divides `text` at its marks: plain texts, and between them answers.
    pub fn divide<'t>(&'t self, text: &'t str) -> Vec<Result<&'t (Answer, Span), &'t str>> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find(&self.mark) {
            let after = &rest[at + self.mark.len()..];
            let digits = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
            let number = after[..digits].parse::<usize>().ok();
            let Some(answer) = number.and_then(|number| self.answers.get(number)) else { break };
            parts.push(Err(&rest[..at]));
            parts.push(Ok(answer));
            let tail = &after[digits..];
            rest = tail.strip_prefix('Q').unwrap_or(tail);
        }
        parts.push(Err(rest));
        parts
    }

    /// `text` with every mark filled in by plain text.
    pub fn fill(&self, text: &str) -> String {
        let mut out = String::new();
        for part in self.divide(&text.replace(&self.bare(), "")) {
            match part {
                Err(plain) => out.push_str(plain),
                Ok((Answer::Page(target), _)) => {
                    out.push_str(target);
                }
                Ok((Answer::Text(text) | Answer::Markdown(text), _)) => {
                    out.push_str(&self.fill(text));
                }
            }
        }
        out
    }

    fn segment(&self, offset: usize) -> Option<&Segment> {
        let after = self.segments.partition_point(|segment| segment.start <= offset);
        self.segments.get(after.checked_sub(1)?)
    }

    /// Is a span of the text copied from the source as a whole?
    fn is_exact(&self, span: Span) -> bool {
        let first = self.segment(span.start);
        let last = self.segment(span.end.saturating_sub(1).max(span.start));
        first.zip(last).is_some_and(|(first, last)| first.is_copied && first.start == last.start)
    }

    /// The place in the source of a span of the text; what a call gave is at the call.
    pub fn locate(&self, span: Span) -> Span {
        let start = match self.segment(span.start) {
            Some(segment) if segment.is_copied => {
                segment.source.start + (span.start - segment.start)
            }
            Some(segment) => segment.source.start,
            None => span.start,
        };
        let end = match self.segment(span.end.saturating_sub(1)) {
            _ if span.end <= span.start => start,
            Some(segment) if segment.is_copied => segment.source.start + (span.end - segment.start),
            Some(segment) => segment.source.end,
            None => span.end,
        };
        Span::new(start, end.max(start))
    }

    /// A fragment of the text as one of the source; if a call gave a part of it, only its whole has a place.
    pub fn relocate(&self, fragment: &mut Fragment) {
        let parts = std::mem::take(&mut fragment.parts);
        let mut is_exact = true;
        for (index, (at, start)) in parts.iter().enumerate() {
            let next = parts.get(index + 1).map_or(fragment.text.len(), |part| part.0);
            let end = start + (next - at);
            let first = self.segments.partition_point(|segment| segment.start <= *start);
            let inside = &self.segments[first.saturating_sub(1)..];
            for segment in inside.iter().take_while(|segment| segment.start < end) {
                is_exact &= segment.is_copied;
                let skipped = start.saturating_sub(segment.start);
                let offset = segment.start.saturating_sub(*start);
                fragment.parts.push((at + offset, segment.source.start + skipped));
            }
        }
        if !is_exact {
            fragment.parts.clear();
            fragment.text = self.fill(&fragment.text);
        }
        fragment.span = self.locate(fragment.span);
    }

    /// What Markdown made of the text, as of the source: places are there, marks are filled in.
    pub fn settle(&self, body: &mut Body, diagnostics: &mut [Diagnostic]) {
        for query in &mut body.queries {
            query.name_span = self.locate(query.name_span);
            self.relocate(&mut query.sql);
        }
        for table in &mut body.tables {
            self.settle_table(table);
        }
        let headers = body.tables.iter_mut().flat_map(|table| &mut table.header);
        for binding in body.bindings.iter_mut().chain(headers) {
            binding.is_near = !self.is_exact(binding.text_span);
            binding.text_span = self.locate(binding.text_span);
            binding.target_span = self.locate(binding.target_span);
            binding.text = self.fill(&binding.text);
            binding.target = self.fill(&binding.target);
        }
        for figure in &mut body.figures {
            self.relocate(&mut figure.spec);
        }
        body.runs.retain(|run| !self.is_marked(&run.text.text));
        for run in &mut body.runs {
            self.relocate(&mut run.text);
        }
        for claim in &mut body.claims {
            self.relocate(claim);
        }
        for reference in &mut body.references {
            reference.span = self.locate(reference.span);
        }
        for label in diagnostics.iter_mut().flat_map(|diagnostic| &mut diagnostic.labels) {
            label.span = self.locate(label.span);
        }
        let mut holes = Holes {
            references: std::mem::take(&mut body.references),
            bindings: std::mem::take(&mut body.bindings),
        };
        body.pieces = self.filled(std::mem::take(&mut body.pieces), &mut holes);
        for heading in &mut body.headings {
            heading.pieces = self.filled(std::mem::take(&mut heading.pieces), &mut holes);
        }
        (body.references, body.bindings) = (holes.references, holes.bindings);
    }

    /// A bound table as of the source: what a call gave is not there to be rewritten.
    fn settle_table(&self, table: &mut BoundTable) {
        table.is_rule_copied = self.is_line_copied(table.rule_span);
        table.header_span = self.locate(table.header_span);
        table.rule_span = self.locate(table.rule_span);
        for row in &mut table.rows {
            row.is_copied = self.is_line_copied(row.span);
            row.span = self.locate(row.span);
            for cell in &mut row.cells {
                let room = cell.room.filter(|room| self.is_exact(*room));
                cell.room = room.map(|room| self.locate(room));
                cell.span = self.locate(cell.span);
                cell.text = self.fill(&cell.text);
            }
        }
    }

    /// Is a span copied together with what stands before it in its line, and with the end of the line before?
    fn is_line_copied(&self, span: Span) -> bool {
        let start = self.text.get(..span.start).and_then(|before| before.rfind('\n'));
        self.is_exact(Span::new(start.unwrap_or(0), span.end))
    }

    /// Pieces with what the marks in their HTML stand for.
    fn filled(&self, pieces: Vec<Piece>, holes: &mut Holes) -> Vec<Piece> {
        let mut out = Vec::with_capacity(pieces.len());
        for piece in pieces {
            match piece {
                Piece::Html(html) if self.is_marked(&html) => {
                    self.fill_html(&self.bared(&html), None, &mut out, holes);
                }
                other => out.push(other),
            }
        }
        out
    }

    /// Fills `html`, which the call at `call` gave unless it is the page's own.
    fn fill_html(&self, html: &str, call: Option<Span>, out: &mut Vec<Piece>, holes: &mut Holes) {
        let parts = self.divide(html);
        // A paragraph of nothing but a call is that call's, as in Hugo.
        let mut is_alone = false;
        for (index, part) in parts.iter().enumerate() {
            match part {
                Err(plain) => {
                    let plain =
                        if is_alone { plain.strip_prefix("</p>").unwrap_or(plain) } else { plain };
                    let next = parts.get(index + 2);
                    let ends = matches!(next, Some(Err(after)) if after.starts_with("</p>"));
                    is_alone = call.is_none() && ends && plain.ends_with("<p>");
                    let plain = if is_alone { &plain[..plain.len() - "<p>".len()] } else { plain };
                    match call {
                        Some(call) => given(plain, call, out, holes),
                        None => out.push(Piece::Html(plain.to_owned())),
                    }
                }
                Ok((Answer::Page(target), span)) => {
                    out.push(Piece::Url(holes.references.len()));
                    holes.references.push(Reference {
                        destination: target.clone(),
                        span: *span,
                        image: false,
                        is_rooted: false,
                    });
                }
                Ok((Answer::Text(text) | Answer::Markdown(text), span)) => {
                    self.fill_html(text, Some(*span), out, holes);
                }
            }
        }
    }
}
