//! Markdown to HTML with holes: the only file that names pulldown-cmark, with its folder.
//!
//! HTML follows what Hugo (goldmark) writes. Three kinds of fence are not code samples: ` ```sql NAME `, ` ```yaml chart `,
//! ` ```yaml table ` and ` ```yaml claim `; nothing inside any other code is ever interpreted.

mod attributes;
mod block;
mod code;
mod definition;
mod emoji;
mod fence;
mod footnote;
mod heading;
mod heading_attributes;
mod holes;
mod hook;
mod inline;
mod linkify;
mod math;
mod passes;
mod quote;
mod raw;
mod region;
mod run;
mod sanitize;
mod stream;
mod strike;
mod table;
mod tight;
mod typographer;
mod writer;

use std::ops::Range;

use super::body::{Body, Piece};
use super::config::MarkdownOptions;
use super::front_matter::FrontMatter;
use super::markup::Markup;
use super::shortcode::Expanded;
use crate::base::diagnostic::Diagnostic;
use crate::base::html::{escape_to, escape_url_to};
use footnote::Footnotes;
use stream::Stream;
use writer::Writer;

/// What was made of a text.
#[derive(Debug)]
pub struct Read {
    /// The page's text.
    pub body: Body,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
    /// A summary mark inside of a paragraph, a list or the like: the text is to be read again with the mark on its own.
    pub split: Option<Range<usize>>,
}

/// What a text is rendered with.
#[derive(Clone, Copy, Default)]
pub struct Context<'a> {
    /// The shortcodes whose marks stand in the text.
    pub shortcodes: Option<&'a Expanded>,
    /// The templates for parts of the text, and the front matter of the page.
    pub templates: Option<(&'a dyn Markup, &'a FrontMatter)>,
}

/// Renders the Markdown of `text` from byte `start` on. Spans are places in `text`.
pub fn render(text: &str, start: usize, options: &MarkdownOptions, context: Context<'_>) -> Read {
    let start = start.min(text.len());
    let (parsed, lines) = if options.extensions.block_attributes {
        block::masked(text, start)
    } else {
        Default::default()
    };
    let parsed = if lines.is_empty() { text } else { &*parsed };
    let terms = options.extensions.definition_lists && definition::may_be_in(&text[start..]);
    let colons = if terms { definition::masked(parsed, start) } else { parsed.into() };
    let parsed = &*colons;
    let mut events = passes::events((text, parsed), start, options);
    let mut writer = Writer::new(text, options, context);
    if !lines.is_empty() {
        let (kept, blocks) = block::attached(text, events, lines);
        events = Stream::recorded(kept);
        writer.blocks = blocks;
    }
    if Footnotes::are_in(&text[start..]) {
        let all = tight::tightened(text, events.collect());
        writer.footnotes = Footnotes::numbered(&all);
        events = Stream::recorded(all);
    }
    while let Some((event, range)) = events.next() {
        writer.event(event, range, &mut events);
    }
    writer.finish()
}

/// A short text as HTML, without a paragraph around it if it is one. Links keep the destination that is written, and bound numbers stay as they are for those who read them later.
pub fn inline(text: &str, options: &MarkdownOptions) -> String {
    let body = render(text, 0, options, Context::default()).body;
    let mut html = String::new();
    for piece in &body.pieces {
        match piece {
            Piece::Html(part) => html.push_str(part),
            Piece::Url(at) => escape_url_to(&body.references[*at].destination, &mut html),
            Piece::Bound(at) | Piece::BoundText(at) => {
                let binding = &body.bindings[*at];
                for part in ["[", &binding.text, "](q:", &binding.target, ")"] {
                    escape_to(part, &mut html);
                }
            }
            _ => {}
        }
    }
    let html = html.trim_end();
    let alone = html.strip_prefix("<p>").and_then(|html| html.strip_suffix("</p>"));
    alone.filter(|inside| !inside.contains("<p>")).unwrap_or(html).to_owned()
}

#[cfg(test)]
mod tests;
