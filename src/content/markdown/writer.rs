//! The walk over Markdown's events.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, HeadingLevel, Tag, TagEnd};

use super::footnote::Footnotes;
use super::inline::raw_anchors;
use super::table::OpenTable;
use crate::base::diagnostic::Diagnostic;
use crate::base::html::escape_to;
use crate::base::source::Span;
use crate::content::anchor::Anchors;
use crate::content::body::{Body, Heading, Piece};
use crate::content::config::RawHtml;
use crate::content::shortcode::Expanded;

/// The events that follow, for constructs that read to their end.
pub(super) trait Events<'a>: Iterator<Item = (Event<'a>, Range<usize>)> {}
impl<'a, I: Iterator<Item = (Event<'a>, Range<usize>)>> Events<'a> for I {}

/// Writes HTML, leaving holes, and gathers what later stages need.
pub(super) struct Writer<'a> {
    /// The page's whole text.
    pub(super) text: &'a str,
    raw_html: RawHtml,
    pub(super) shortcodes: Option<&'a Expanded>,
    pub(super) body: Body,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) footnotes: Footnotes,
    /// HTML since the last piece that is not HTML.
    pub(super) html: String,
    pieces: Vec<Piece>,
    /// What was being written when a capture began.
    outer: Vec<Vec<Piece>>,
    anchors: Anchors,
    heading: Option<OpenHeading>,
    /// The table that the walk is in.
    pub(super) table: OpenTable,
    pub(super) in_word: bool,
    /// Is the open link a `lit:` one, which is only its text?
    pub(super) in_literal: bool,
    in_paragraph: bool,
}

/// A heading whose end has not come yet.
struct OpenHeading {
    id: Option<String>,
    attributes: String,
    text: String,
}

impl<'a> Writer<'a> {
    pub(super) fn new(text: &'a str, raw_html: RawHtml, shortcodes: Option<&'a Expanded>) -> Self {
        Self {
            text,
            raw_html,
            shortcodes,
            body: Body::default(),
            diagnostics: Vec::new(),
            footnotes: Footnotes::default(),
            html: String::new(),
            pieces: Vec::new(),
            outer: Vec::new(),
            anchors: Anchors::default(),
            heading: None,
            table: OpenTable::default(),
            in_word: false,
            in_literal: false,
            in_paragraph: false,
        }
    }

    /// Takes one event; `events` are those that follow it.
    pub(super) fn event(
        &mut self,
        event: Event<'a>,
        range: Range<usize>,
        events: &mut impl Events<'a>,
    ) {
        match event {
            Event::Start(tag) => self.start(tag, range, events),
            Event::End(tag) => self.end(tag),
            Event::Code(code) => {
                self.note_text(&code);
                self.html.push_str("<code>");
                escape_to(&code, &mut self.html);
                self.html.push_str("</code>");
            }
            Event::Html(html) | Event::InlineHtml(html) => self.raw_html(&html, range),
            Event::FootnoteReference(label) => {
                let reference = self.footnotes.refer(&label);
                self.html.push_str(&reference);
            }
            Event::SoftBreak => self.write_text("\n"),
            Event::HardBreak => {
                self.note_text("\n");
                self.html.push_str("<br>\n");
            }
            Event::Rule => self.line("<hr>\n"),
            Event::TaskListMarker(done) => self.html.push_str(if done {
                "<input checked=\"\" disabled=\"\" type=\"checkbox\"> "
            } else {
                "<input disabled=\"\" type=\"checkbox\"> "
            }),
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.write_text(&text);
            }
        }
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>, events: &mut impl Events<'a>) {
        match tag {
            Tag::Paragraph => {
                self.in_paragraph = true;
                self.line("<p>");
            }
            Tag::Heading { id, classes, attrs, .. } => self.start_heading(id, &classes, &attrs),
            Tag::BlockQuote(_) => self.line("<blockquote>\n"),
            Tag::CodeBlock(kind) => self.code_block(&kind, range, events),
            Tag::List(None) => self.line("<ul>\n"),
            Tag::List(Some(1)) => self.line("<ol>\n"),
            Tag::List(Some(n)) => self.line(&format!("<ol start=\"{n}\">\n")),
            Tag::Item => self.line("<li>"),
            Tag::FootnoteDefinition(label) => {
                self.begin_capture();
                self.footnotes.open(&label, range.into());
            }
            Tag::DefinitionList => self.line("<dl>\n"),
            Tag::DefinitionListTitle => self.line("<dt>"),
            Tag::DefinitionListDefinition => self.line("<dd>"),
            Tag::Table(columns) => self.start_table(columns),
            Tag::TableHead => self.table_head(range, events),
            Tag::TableRow => self.start_row(range),
            Tag::TableCell => self.cell(range, events),
            Tag::Emphasis => self.html.push_str("<em>"),
            Tag::Strong => self.html.push_str("<strong>"),
            Tag::Strikethrough => self.html.push_str("<del>"),
            Tag::Superscript => self.html.push_str("<sup>"),
            Tag::Subscript => self.html.push_str("<sub>"),
            Tag::Link { dest_url, title, link_type, .. } => {
                self.start_link(&dest_url, &title, (link_type, range), events);
            }
            Tag::Image { dest_url, title, .. } => self.image(&dest_url, &title, range, events),
            Tag::HtmlBlock | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        if !matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link)
        {
            self.in_word = false;
        }
        match tag {
            TagEnd::Paragraph => {
                self.in_paragraph = false;
                self.html.push_str("</p>\n");
            }
            TagEnd::Heading(level) => self.end_heading(level),
            TagEnd::BlockQuote(_) => self.line("</blockquote>\n"),
            TagEnd::List(true) => self.html.push_str("</ol>\n"),
            TagEnd::List(false) => self.html.push_str("</ul>\n"),
            TagEnd::Item => self.html.push_str("</li>\n"),
            TagEnd::FootnoteDefinition => {
                let pieces = self.end_capture();
                self.footnotes.close(pieces);
            }
            TagEnd::DefinitionList => self.html.push_str("</dl>\n"),
            TagEnd::DefinitionListTitle => self.html.push_str("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.html.push_str("</dd>\n"),
            TagEnd::Table => self.end_table(),
            TagEnd::TableRow => self.html.push_str("</tr>\n"),
            TagEnd::Emphasis => self.html.push_str("</em>"),
            TagEnd::Strong => self.html.push_str("</strong>"),
            TagEnd::Strikethrough => self.html.push_str("</del>"),
            TagEnd::Superscript => self.html.push_str("</sup>"),
            TagEnd::Subscript => self.html.push_str("</sub>"),
            TagEnd::Link => {
                if !std::mem::take(&mut self.in_literal) {
                    self.html.push_str("</a>");
                }
            }
            TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::Image
            | TagEnd::MetadataBlock(_)
            | TagEnd::TableHead
            | TagEnd::TableCell => {}
        }
    }

    fn start_heading(
        &mut self,
        id: Option<CowStr<'a>>,
        classes: &[CowStr<'a>],
        attributes: &[(CowStr<'a>, Option<CowStr<'a>>)],
    ) {
        let mut html = String::new();
        if !classes.is_empty() {
            html.push_str(" class=\"");
            escape_to(&classes.join(" "), &mut html);
            html.push('"');
        }
        for (name, value) in attributes {
            html.push(' ');
            escape_to(name, &mut html);
            html.push_str("=\"");
            escape_to(value.as_deref().unwrap_or("").trim_matches('"'), &mut html);
            html.push('"');
        }
        self.fresh_line();
        self.begin_capture();
        let id = id.map(|id| id.to_string());
        self.heading = Some(OpenHeading { id, attributes: html, text: String::new() });
    }

    fn end_heading(&mut self, level: HeadingLevel) {
        let pieces = self.end_capture();
        let Some(heading) = self.heading.take() else { return };
        let id = match heading.id {
            Some(id) => {
                self.anchors.explicit(&id);
                id
            }
            None => self.anchors.of_text(&heading.text),
        };
        let level = level as u8;
        self.html.push_str(["<h1", "<h2", "<h3", "<h4", "<h5", "<h6"][usize::from(level) - 1]);
        self.attribute("id", &id);
        self.html.push_str(&heading.attributes);
        self.html.push('>');
        self.append(pieces.clone());
        self.html.push_str(
            ["</h1>\n", "</h2>\n", "</h3>\n", "</h4>\n", "</h5>\n", "</h6>\n"]
                [usize::from(level) - 1],
        );
        self.body.headings.push(Heading { level, id, pieces });
    }

    fn raw_html(&mut self, html: &str, range: Range<usize>) {
        if html.contains("](q:") {
            let span = self.find("](q:", &range);
            self.report(
                Diagnostic::warning("bind/in-html", "a bound number inside HTML is not read")
                    .label(span, "this stays as it is written")
                    .help("leave an empty line between the HTML and the text, or use a shortcode"),
            );
        }
        if html.trim() == "<!--more-->" && self.outer.is_empty() {
            if !self.pieces.contains(&Piece::More) {
                self.summary_mark();
            }
        } else if self.raw_html == RawHtml::Keep {
            self.body.anchors.extend(raw_anchors(html));
            self.html.push_str(html);
        } else if !self.html.ends_with("<!-- raw HTML omitted -->\n") {
            self.html.push_str("<!-- raw HTML omitted -->");
            if html.ends_with('\n') {
                self.html.push('\n');
            }
        }
    }

    /// Ends the summary here; inside a paragraph the paragraph is split.
    fn summary_mark(&mut self) {
        if !self.in_paragraph {
            self.hole(Piece::More);
            return;
        }
        self.html.truncate(self.html.trim_end().len());
        self.html.push_str("</p>\n");
        self.hole(Piece::More);
        self.html.push_str("<p>");
    }

    /// Writes text that counts as words and belongs to the open heading.
    pub(super) fn write_text(&mut self, text: &str) {
        self.note_text(text);
        escape_to(text, &mut self.html);
    }

    /// Counts the words of `text` and adds it to the open heading.
    pub(super) fn note_text(&mut self, text: &str) {
        if let Some(heading) = &mut self.heading {
            let said = self.shortcodes.filter(|shortcodes| shortcodes.is_marked(text));
            heading.text.push_str(&said.map_or_else(|| text.to_owned(), |said| said.fill(text)));
        }
        for character in text.chars() {
            let in_word = !character.is_whitespace();
            self.body.word_count += usize::from(in_word && !self.in_word);
            self.in_word = in_word;
        }
    }

    /// Writes `html` at the start of a line.
    pub(super) fn line(&mut self, html: &str) {
        self.fresh_line();
        self.in_word = false;
        self.html.push_str(html);
    }

    fn fresh_line(&mut self) {
        let at_start = self.html.is_empty()
            && !matches!(
                self.pieces.last(),
                Some(Piece::Bound(_) | Piece::Cell { .. } | Piece::Url(_))
            );
        if !at_start && !self.html.ends_with('\n') {
            self.html.push('\n');
        }
    }

    /// Leaves a hole.
    pub(super) fn hole(&mut self, piece: Piece) {
        self.flush();
        self.pieces.push(piece);
    }

    /// Writes pieces that were captured.
    pub(super) fn append(&mut self, pieces: Vec<Piece>) {
        for piece in pieces {
            match piece {
                Piece::Html(html) => self.html.push_str(&html),
                hole => self.hole(hole),
            }
        }
    }

    fn flush(&mut self) {
        if !self.html.is_empty() {
            let mut html = std::mem::take(&mut self.html);
            // Room to grow, times ten thousand pages, is a fifth of a build's memory.
            html.shrink_to_fit();
            self.pieces.push(Piece::Html(html));
        }
    }

    pub(super) fn begin_capture(&mut self) {
        self.flush();
        self.outer.push(std::mem::take(&mut self.pieces));
    }

    pub(super) fn end_capture(&mut self) -> Vec<Piece> {
        self.flush();
        let outer = self.outer.pop().unwrap_or_default();
        std::mem::replace(&mut self.pieces, outer)
    }

    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// The place of `needle` in `range`, the last one if it stands there more than once; the whole range if it is not there as such.
    pub(super) fn find(&self, needle: &str, range: &Range<usize>) -> Span {
        let found = self.text.get(range.clone()).and_then(|text| text.rfind(needle));
        found.map_or_else(
            || range.clone().into(),
            |at| Span::new(range.start + at, range.start + at + needle.len()),
        )
    }

    pub(super) fn finish(mut self) -> (Body, Vec<Diagnostic>) {
        let footnotes = std::mem::take(&mut self.footnotes);
        let (pieces, anchors) = footnotes.finish(&mut self.diagnostics);
        self.append(pieces);
        self.flush();
        self.body.anchors.extend(anchors);
        self.body.pieces = self.pieces;
        (self.body, self.diagnostics)
    }
}
