//! A diagnostic as a picture for people: message, the lines meant, labels, help.

use std::fmt::{self, Display};

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    SourceCode, SourceSpan, SpanContents, ThemeCharacters, ThemeStyles,
};

use super::excerpt::{Excerpt, clean, excerpts};
use crate::base::diagnostic::{Diagnostic, Severity};

/// How wide messages may be on a terminal; a pipe gets each on one line, so that it can be searched.
const WIDTH: usize = 92;

/// How pictures are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// ASCII without colors, for files, pipes and those who ask for no color.
    Plain,
    /// Box-drawing characters and colors, for terminals.
    Rich,
}

/// Draws a diagnostic.
pub fn picture(diagnostic: &Diagnostic, style: Style) -> String {
    let theme = match style {
        Style::Plain => GraphicalTheme::none(),
        Style::Rich => {
            GraphicalTheme { characters: ThemeCharacters::unicode(), styles: ThemeStyles::ansi() }
        }
    };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(usize::MAX)
        .with_wrap_lines(false)
        .with_context_lines(1);
    let mut drawn = String::new();
    let shown = Shown::new(diagnostic, style);
    if handler.render_report(&mut drawn, &shown).is_err() {
        // The message alone is better than nothing; the renderer refuses spans outside its source, and ours are inside.
        drawn = format!("{}\n\n  {}\n", shown.heading(), shown.message);
    }
    let mut text = String::with_capacity(drawn.len());
    for line in drawn.lines() {
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// A diagnostic, or the part of one that is in another place, as the renderer wants it.
#[derive(Debug)]
struct Shown {
    severity: miette::Severity,
    code: Option<&'static str>,
    message: String,
    help: Option<String>,
    excerpt: Option<Excerpt>,
    related: Vec<Shown>,
}

impl Shown {
    /// Shows the first label and those near it; the others follow, each with what it says.
    fn new(diagnostic: &Diagnostic, style: Style) -> Self {
        let (placed, placeless): (Vec<_>, Vec<_>) =
            diagnostic.labels.iter().partition(|label| label.source.is_some());
        let ellipsis = if style == Style::Rich { "…" } else { "..." };
        let mut excerpts = excerpts(placed, ellipsis).into_iter();
        let excerpt = excerpts.next();
        let mut related: Vec<_> = excerpts.map(|excerpt| Self::advice(excerpt, style)).collect();
        for label in placeless.iter().filter(|label| !label.text.is_empty()) {
            related.push(Self::note(wrap(&clean(&label.text), style)));
        }
        Self {
            severity: match diagnostic.severity {
                Severity::Error => miette::Severity::Error,
                Severity::Warning => miette::Severity::Warning,
            },
            code: Some(diagnostic.code),
            message: wrap(&clean(&diagnostic.message), style),
            help: diagnostic.help.as_deref().map(|help| wrap(&clean(help), style)),
            excerpt,
            related,
        }
    }

    /// A further place, introduced by what its first label says.
    fn advice(mut excerpt: Excerpt, style: Style) -> Self {
        let text = excerpt.marks.first_mut().map(|mark| std::mem::take(&mut mark.text));
        let text = text.filter(|text| !text.is_empty()).unwrap_or_else(|| "see here".into());
        Self { excerpt: Some(excerpt), ..Self::note(wrap(&text, style)) }
    }

    /// A further remark.
    fn note(message: String) -> Self {
        Self {
            severity: miette::Severity::Advice,
            code: None,
            message,
            help: None,
            excerpt: None,
            related: Vec::new(),
        }
    }

    /// The first line: what kind of diagnostic, and its code.
    fn heading(&self) -> String {
        let kind = match self.severity {
            miette::Severity::Error => "error",
            miette::Severity::Warning => "warning",
            miette::Severity::Advice => "advice",
        };
        self.code.map_or_else(|| kind.to_owned(), |code| format!("{kind}[{code}]"))
    }
}

/// Breaks a text into lines at its spaces, for a terminal.
fn wrap(text: &str, style: Style) -> String {
    if style == Style::Plain {
        return text.to_owned();
    }
    let mut wrapped = String::with_capacity(text.len());
    let mut width = 0;
    for (at, word) in text.split(' ').enumerate() {
        let first = word.split('\n').next().unwrap_or(word).chars().count();
        if at > 0 && width + 1 + first > WIDTH {
            wrapped.push('\n');
            width = 0;
        } else if at > 0 {
            wrapped.push(' ');
            width += 1;
        }
        wrapped.push_str(word);
        let last = word.rsplit('\n').next().unwrap_or(word).chars().count();
        width = if word.contains('\n') { last } else { width + last };
    }
    wrapped
}

impl Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Shown {}

impl miette::Diagnostic for Shown {
    fn code<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        self.code.map(|_| Box::new(self.heading()) as Box<dyn Display>)
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(self.severity)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.excerpt.as_ref().map(|excerpt| excerpt as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let marks = &self.excerpt.as_ref()?.marks;
        Some(Box::new(marks.iter().enumerate().map(|(at, mark)| {
            let text = Some(mark.text.clone()).filter(|text| !text.is_empty());
            let span = SourceSpan::from(mark.span.clone());
            if at == 0 {
                LabeledSpan::new_primary_with_span(text, span)
            } else {
                LabeledSpan::new_with_span(text, span)
            }
        })))
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn miette::Diagnostic> + 'a>> {
        Some(Box::new(self.related.iter().map(|shown| shown as &dyn miette::Diagnostic)))
    }
}

impl SourceCode for Excerpt {
    /// The lines around a span; without context, the place of a mark, which is what the renderer heads a picture with.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let line_of = |at: usize| self.starts.partition_point(|start| *start <= at).max(1) - 1;
        let first = line_of(span.offset()).saturating_sub(before);
        let end = line_of(span.offset() + span.len()) + after + 1;
        let end = end.min(self.starts.len());
        let bytes = self.starts.get(first).copied().unwrap_or(0)
            ..self.starts.get(end).copied().unwrap_or(self.text.len());
        let mark = self.marks.iter().find(|mark| mark.span.start == span.offset());
        let (line, column) = match mark {
            Some(mark) if before + after == 0 => (mark.place.line, mark.place.column),
            _ => (self.first_line + first, 1),
        };
        Ok(Box::new(MietteSpanContents::new_named(
            self.file.clone(),
            self.text.as_bytes().get(bytes.clone()).unwrap_or_default(),
            (bytes.start, bytes.len()).into(),
            line.saturating_sub(1),
            column.saturating_sub(1),
            end.saturating_sub(first),
        )))
    }
}

#[cfg(test)]
mod tests;
