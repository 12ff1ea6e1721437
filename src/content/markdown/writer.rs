//! The walk over Markdown's events.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::block::{ByBlock, RULE_KIND};
use super::footnote::Footnotes;
use super::heading::OpenHeading;
use super::hook::Hooks;
use super::quote::Quote;
use super::run::Runs;
use super::stream::Stream;
use super::table::OpenTable;
use super::{Context, Read};
use crate::base::diagnostic::Diagnostic;
use crate::base::html::escape_to;
use crate::base::source::Span;
use crate::content::anchor::Anchors;
use crate::content::body::{Body, Piece};
use crate::content::config::MarkdownOptions;
use crate::content::shortcode::Expanded;

/// Writes HTML, leaving holes, and gathers what later stages need.
#[expect(clippy::struct_excessive_bools, reason = "each says of one construct whether it is open")]
pub(super) struct Writer<'a> {
    /// The page's whole text.
    pub(super) text: &'a str,
    pub(super) options: &'a MarkdownOptions,
    pub(super) shortcodes: Option<&'a Expanded>,
    /// What templates of the author's write.
    pub(super) hooks: Hooks<'a>,
    pub(super) body: Body,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) footnotes: Footnotes,
    /// HTML since the last piece that is not HTML.
    pub(super) html: String,
    pieces: Vec<Piece>,
    /// What was being written when a capture began.
    outer: Vec<Vec<Piece>>,
    pub(super) anchors: Anchors,
    pub(super) heading: Option<OpenHeading>,
    /// The table that the walk is in.
    pub(super) table: OpenTable,
    /// Is the open link a `lit:` one, which is only its text?
    pub(super) in_literal: bool,
    /// Is the open link an address that stands for itself? Headings do not take their anchors from it.
    pub(super) in_address: bool,
    pub(super) in_paragraph: bool,
    /// Lists, quotations and the like that the walk is in.
    depth: usize,
    /// The open quotations.
    pub(super) quotes: Vec<Quote>,
    /// A summary mark inside of something, which must stand on its own before the text can be read.
    pub(super) split: Option<Range<usize>>,
    /// Is there HTML that is to be cleaned?
    pub(super) is_unclean: bool,
    /// Attributes on lines of their own.
    pub(super) blocks: ByBlock,
    /// The first HTML that was left out, and how many more there are.
    pub(super) dropped: Option<(Range<usize>, usize)>,
    /// Is the walk in a comment that began on an earlier line?
    pub(super) in_comment: bool,
    /// Where the walk is, as far as numbers in the text go.
    pub(super) runs: Runs,
}

impl<'a> Writer<'a> {
    pub(super) fn new(text: &'a str, options: &'a MarkdownOptions, context: Context<'a>) -> Self {
        Self {
            text,
            options,
            shortcodes: context.shortcodes,
            hooks: context.templates.map(Hooks::new).unwrap_or_default(),
            body: Body::default(),
            diagnostics: Vec::new(),
            footnotes: Footnotes::default(),
            html: String::new(),
            pieces: Vec::new(),
            outer: Vec::new(),
            anchors: Anchors::default(),
            heading: None,
            table: OpenTable::default(),
            in_literal: false,
            in_address: false,
            in_paragraph: false,
            runs: Runs::default(),
            depth: 0,
            quotes: Vec::new(),
            split: None,
            is_unclean: false,
            blocks: ByBlock::new(),
            dropped: None,
            in_comment: false,
        }
    }

    /// Takes one event; `events` are those that follow it.
    pub(super) fn event(&mut self, event: Event<'a>, range: Range<usize>, events: &mut Stream<'a>) {
        match event {
            Event::Start(tag) => self.start(tag, range, events),
            Event::End(tag) => self.end(tag, range),
            Event::Code(code) => {
                self.note_text(&code);
                self.html.push_str("<code>");
                escape_to(&code, &mut self.html);
                self.html.push_str("</code>");
            }
            Event::Html(html) | Event::InlineHtml(html) => self.raw_html(&html, range),
            Event::FootnoteReference(label) => {
                let reference = self.footnotes.refer(&label, range.start);
                self.html.push_str(&reference);
            }
            Event::SoftBreak => {
                self.note_run(" ", &range);
                self.end_heading_line();
                self.html.push('\n');
            }
            Event::HardBreak => {
                self.end_heading_line();
                self.html.push_str("<br>\n");
            }
            Event::Rule => {
                self.open("<hr", range.start, TagEnd::MetadataBlock(RULE_KIND));
                self.html.push('\n');
            }
            Event::TaskListMarker(done) => self.html.push_str(if done {
                "<input checked=\"\" disabled=\"\" type=\"checkbox\"> "
            } else {
                "<input disabled=\"\" type=\"checkbox\"> "
            }),
            Event::Text(text) if self.options.extensions.emoji => {
                self.note_run(&text, &range);
                // A heading has its anchor from the name of an emoji.
                let source = self.text.get(range).filter(|source| source.contains(':'));
                self.note_text(source.unwrap_or(&text));
                escape_to(&text, &mut self.html);
            }
            Event::Text(text) => {
                self.note_run(&text, &range);
                self.write_text(&text);
            }
            Event::InlineMath(text) => self.math(&text, range, false),
            Event::DisplayMath(text) => self.apart(|writer| writer.math(&text, range, true)),
        }
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>, events: &mut Stream<'a>) {
        self.depth += usize::from(is_container(&tag));
        match tag {
            Tag::Paragraph => {
                self.in_paragraph = true;
                self.open("<p", range.start, TagEnd::Paragraph);
            }
            Tag::Heading { level, id, classes, attrs } => {
                self.start_heading(id, &classes, &attrs);
                self.add_to_heading((range.start, TagEnd::Heading(level)));
            }
            Tag::BlockQuote(_) => self.start_quote(range, events),
            Tag::CodeBlock(kind) => self.code_block(&kind, range, events),
            Tag::List(None) => self.open_line("<ul", range.start, TagEnd::List(false)),
            Tag::List(Some(1)) => self.open_line("<ol", range.start, TagEnd::List(true)),
            Tag::List(Some(n)) => {
                self.open_line(&format!("<ol start=\"{n}\""), range.start, TagEnd::List(true));
            }
            Tag::Item => self.line("<li>"),
            Tag::FootnoteDefinition(label) => {
                self.begin_capture();
                self.footnotes.open(&label, range.into());
            }
            Tag::DefinitionList => self.open_line("<dl", range.start, TagEnd::DefinitionList),
            Tag::DefinitionListTitle => self.line("<dt>"),
            Tag::DefinitionListDefinition => self.line("<dd>"),
            Tag::Table(columns) => self.start_table(columns, range),
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
            Tag::HtmlBlock => self.in_comment = false,
            Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        self.depth -= usize::from(is_container_end(tag)).min(self.depth);
        match tag {
            TagEnd::Paragraph => {
                self.in_paragraph = false;
                self.end_paragraph();
            }
            TagEnd::Heading(level) => self.end_heading(level, range),
            TagEnd::BlockQuote(_) => {
                self.runs.quotes.pop();
                self.end_quote();
            }
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
                self.runs.in_link = false;
                self.in_address = false;
                if !std::mem::take(&mut self.in_literal) && !self.end_link() {
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

    /// Writes a tag at the start of a line, with the attributes on the line after its block.
    pub(super) fn open(&mut self, tag: &str, start: usize, kind: TagEnd) {
        self.line(tag);
        if let Some(attributes) = self.blocks.remove(&(start, kind)) {
            self.html.push_str(&attributes.html());
        }
        self.html.push('>');
    }

    /// As [`open`](Self::open), with an end of line behind the tag.
    pub(super) fn open_line(&mut self, tag: &str, start: usize, kind: TagEnd) {
        self.open(tag, start, kind);
        self.html.push('\n');
    }

    /// Writes text, which belongs to the open heading too.
    pub(super) fn write_text(&mut self, text: &str) {
        self.note_text(text);
        escape_to(text, &mut self.html);
    }

    /// Writes something that stands apart: a paragraph around it ends before and goes on after it.
    pub(super) fn apart(&mut self, write: impl FnOnce(&mut Self)) {
        if self.in_paragraph {
            self.html.truncate(self.html.trim_end().len());
            self.end_paragraph();
        }
        self.fresh_line();
        write(self);
        if self.in_paragraph {
            self.html.push_str("<p>");
        }
    }

    /// Ends a paragraph; one that says nothing is taken back.
    fn end_paragraph(&mut self) {
        if self.html.ends_with("<p>") {
            self.html.truncate(self.html.len() - "<p>".len());
        } else {
            self.html.push_str("</p>\n");
        }
    }

    /// Writes `html` at the start of a line.
    pub(super) fn line(&mut self, html: &str) {
        self.fresh_line();
        self.html.push_str(html);
    }

    pub(super) fn fresh_line(&mut self) {
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

    /// Has the end of the summary been met?
    pub(super) fn has_summary(&self) -> bool {
        self.pieces.contains(&Piece::More)
    }

    /// Does the walk stand at the top level of the page, where a summary can end?
    pub(super) fn is_at_top(&self) -> bool {
        self.depth == 0 && self.outer.is_empty() && !self.in_paragraph
    }

    pub(super) fn finish(mut self) -> Read {
        let footnotes = std::mem::take(&mut self.footnotes);
        let (pieces, anchors) = footnotes.finish(&mut self.diagnostics);
        self.append(pieces);
        self.flush();
        self.report_dropped();
        self.body.anchors.extend(anchors);
        let pieces = std::mem::take(&mut self.pieces);
        self.body.pieces = self.clean(pieces);
        Read { body: self.body, diagnostics: self.diagnostics, split: self.split }
    }
}

/// Is the tag that of a block with blocks inside?
fn is_container(tag: &Tag<'_>) -> bool {
    is_container_end(tag.to_end())
}

fn is_container_end(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::DefinitionList
            | TagEnd::FootnoteDefinition
            | TagEnd::Table
    )
}
