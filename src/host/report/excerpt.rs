//! The lines of a source that a report shows, made fit for a terminal.

use std::ops::Range;

use crate::base::diagnostic::Label;
use crate::base::source::{Position, Source, Span};

/// Labels at most this many lines from the first one share its picture.
const NEAR: usize = 3;
/// A label over more lines than this points at its first line alone.
const TALL: usize = 6;
/// Lines with more characters than this are shown in part.
const LONG: usize = 160;
/// How many characters of a long line are shown.
const WINDOW: usize = 120;
/// How many of them stand before the place that matters.
const BEFORE: usize = 40;

/// Some successive lines of a source, with places marked in them.
#[derive(Debug)]
pub(super) struct Excerpt {
    /// The source's file.
    pub(super) file: String,
    /// The lines as shown, each ending with a newline.
    pub(super) text: String,
    /// The number of the first line.
    pub(super) first_line: usize,
    /// Where each line begins in `text`.
    pub(super) starts: Vec<usize>,
    /// The marked places, that of the first label first.
    pub(super) marks: Vec<Mark>,
}

/// A place in an excerpt.
#[derive(Debug)]
pub(super) struct Mark {
    /// The bytes of the excerpt's text.
    pub(super) span: Range<usize>,
    /// Where the place is in the file.
    pub(super) place: Position,
    /// What to say there.
    pub(super) text: String,
}

impl Excerpt {
    /// Shows the first of `labels` with those near it, and gives back the others.
    pub(super) fn new<'a>(
        source: &Source,
        labels: &[&'a Label],
        ellipsis: &str,
    ) -> (Self, Vec<&'a Label>) {
        let spans: Vec<Span> = labels.iter().map(|label| fit(&source.text, label.span)).collect();
        let first = spans.first().copied().unwrap_or_default();
        let (mut shown, mut others) = (Vec::new(), Vec::new());
        let (mut from, mut to) = (first.start, first.end);
        for (label, span) in labels.iter().zip(spans) {
            if is_near(&source.text, first, span) && is_in_view(&source.text, &shown, span) {
                shown.push((span, label.text.as_str()));
                (from, to) = (from.min(span.start), to.max(span.end));
            } else {
                others.push(*label);
            }
        }
        let lines = lines_around(&source.text, from, to);
        let mut excerpt = Self {
            file: source.path.to_string(),
            text: String::new(),
            first_line: source.position(lines.first().map_or(0, |line| line.start)).line,
            starts: Vec::new(),
            marks: Vec::new(),
        };
        let windows = excerpt.show(&source.text, &lines, &shown, ellipsis);
        for (span, text) in shown {
            let [start, end] = [span.start, span.end].map(|at| place(&windows, at));
            excerpt.marks.push(Mark {
                span: start..end.max(start),
                place: source.position(span.start),
                text: clean(text),
            });
        }
        (excerpt, others)
    }

    /// Adds the lines as they are shown, and gives the part of the source that each of them shows.
    fn show<'a>(
        &mut self,
        source: &'a str,
        lines: &[Range<usize>],
        shown: &[(Span, &str)],
        ellipsis: &str,
    ) -> Vec<Window<'a>> {
        let mut windows = Vec::new();
        let focus = shown.first().map_or(0, |(span, _)| column(source, span.start));
        for line in lines {
            let on_line =
                |(span, _): &&(Span, &str)| line.start <= span.start && span.start <= line.end;
            let column =
                shown.iter().find(on_line).map_or(focus, |(span, _)| column(source, span.start));
            let text = source.get(line.clone()).unwrap_or("");
            let part = window(text, column);
            self.starts.push(self.text.len());
            if part.start > 0 {
                self.text.push_str(ellipsis);
            }
            let at = self.text.len();
            self.text.push_str(&clean(text.get(part.clone()).unwrap_or("")));
            if part.end < text.len() {
                self.text.push_str(ellipsis);
            }
            self.text.push('\n');
            let from = line.start + part.start;
            let text = text.get(part).unwrap_or("");
            windows.push(Window { line: line.start, from, at, text });
        }
        windows
    }
}

/// The excerpts that show `labels`, the first label's first.
pub(super) fn excerpts(mut labels: Vec<&Label>, ellipsis: &str) -> Vec<Excerpt> {
    let mut excerpts = Vec::new();
    while let Some(source) = labels.first().and_then(|label| label.source.clone()) {
        let is_here = |label: &&Label| label.source.as_deref() == Some(&*source);
        let (here, elsewhere): (Vec<_>, Vec<_>) = labels.into_iter().partition(is_here);
        let (excerpt, others) = Excerpt::new(&source, &here, ellipsis);
        excerpts.push(excerpt);
        labels = others.into_iter().chain(elsewhere).collect();
    }
    excerpts
}

/// The part of a source that one shown line holds.
struct Window<'a> {
    /// Where the line begins in the source.
    line: usize,
    /// Where its shown part begins in the source.
    from: usize,
    /// Where that part begins in the excerpt.
    at: usize,
    /// The part as it is in the source.
    text: &'a str,
}

/// Where the byte `at` of the source is shown.
fn place(windows: &[Window<'_>], at: usize) -> usize {
    let after = windows.partition_point(|window| window.line <= at);
    let Some(window) = windows.get(after.saturating_sub(1)) else { return 0 };
    let before = window.text.get(..at.saturating_sub(window.from)).unwrap_or(window.text);
    window.at + clean(before).len()
}

/// `span` cut to the text and to whole characters, without line ends behind it, over few lines.
fn fit(text: &str, span: Span) -> Span {
    let mut start = span.start.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = span.end.clamp(start, text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    let inside = text.get(start..end).unwrap_or("");
    let trimmed = inside.trim_end_matches(['\n', '\r']);
    if trimmed.is_empty() {
        return Span::new(start, start);
    }
    let lines = trimmed.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let first_line = || trimmed.lines().next().unwrap_or("").len();
    Span::new(start, start + if lines > TALL { first_line() } else { trimmed.len() })
}

/// Are there at most [`NEAR`] lines from one span to the other?
fn is_near(text: &str, a: Span, b: Span) -> bool {
    let (from, to) = if a.start <= b.start { (a.end, b.start) } else { (b.end, a.start) };
    text.get(from..to).is_none_or(|between| between.matches('\n').take(NEAR + 1).count() <= NEAR)
}

/// Does the line of `span`, shown for the sake of `others`, show `span` too?
fn is_in_view(text: &str, others: &[(Span, &str)], span: Span) -> bool {
    let line = line_of(text, span.start);
    let same_line = others.iter().find(|(other, _)| line_of(text, other.start).start == line.start);
    same_line.is_none_or(|(other, _)| {
        let shown = window(text.get(line.clone()).unwrap_or(""), column(text, other.start));
        let at = span.start - line.start;
        shown.start <= at && at <= shown.end
    })
}

/// The lines from one before the byte `from` to one after the byte `to`, without their ends.
fn lines_around(text: &str, from: usize, to: usize) -> Vec<Range<usize>> {
    let first = line_of(text, from);
    let mut line = if first.start == 0 { first } else { line_of(text, first.start - 1) };
    let mut lines = Vec::new();
    loop {
        let is_behind = line.start > to;
        let next = line.end + 1;
        lines.push(without_return(text, line));
        // What follows the newline at the end of a file is a line only for a label that is there.
        if is_behind || next > text.len() || (next == text.len() && next > to) {
            return lines;
        }
        line = line_of(text, next);
    }
}

/// The line that the byte `at` is on, without its newline.
fn line_of(text: &str, at: usize) -> Range<usize> {
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    start..before.len() + after.find('\n').unwrap_or(after.len())
}

/// A line without the carriage return of a two-byte line end.
fn without_return(text: &str, line: Range<usize>) -> Range<usize> {
    let has_return = text.get(line.clone()).is_some_and(|text| text.ends_with('\r'));
    line.start..line.end - usize::from(has_return)
}

/// The column of the byte `at`, in characters from 0.
fn column(text: &str, at: usize) -> usize {
    text.get(line_of(text, at).start..at).map_or(0, |before| before.chars().count())
}

/// The bytes of a line to show so that the character `column` is seen.
fn window(line: &str, column: usize) -> Range<usize> {
    if line.char_indices().nth(LONG).is_none() {
        return 0..line.len();
    }
    let byte = |nth| line.char_indices().nth(nth).map_or(line.len(), |(at, _)| at);
    let count = line.chars().count();
    let start = if column < WINDOW - BEFORE { 0 } else { column - BEFORE };
    let start = start.min(count.saturating_sub(WINDOW));
    byte(start)..byte(start + WINDOW)
}

/// Would this character move the cursor, hide text or turn its direction?
pub fn is_harmful(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '\u{61c}' | '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{feff}' => true,
        _ => c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}'),
    }
}

/// `text` without what would move the cursor, hide text or turn its direction.
pub fn clean(text: &str) -> String {
    text.chars().map(|c| if is_harmful(c) { '\u{fffd}' } else { c }).collect()
}
