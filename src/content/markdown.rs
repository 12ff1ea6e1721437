//! Markdown to HTML with holes: the only file that names pulldown-cmark, with its folder.
//!
//! HTML follows what Hugo (goldmark) writes. Three kinds of fence are not code samples: ` ```sql NAME `, ` ```yaml chart `,
//! ` ```yaml table ` and ` ```yaml claim `; nothing inside any other code is ever interpreted.

mod fence;
mod footnote;
mod inline;
mod run;
mod table;
mod writer;

use pulldown_cmark::{Options, Parser};

use super::body::Body;
use super::config::MarkdownOptions;
use super::shortcode::Expanded;
use crate::base::diagnostic::Diagnostic;
use writer::Writer;

/// Renders the Markdown of `text` from byte `start` on. Spans are places in `text`.
///
/// `shortcodes` are those whose marks stand in the text.
pub fn render(
    text: &str,
    start: usize,
    options: MarkdownOptions,
    shortcodes: Option<&Expanded>,
) -> (Body, Vec<Diagnostic>) {
    let mut extensions = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST;
    extensions.set(Options::ENABLE_SMART_PUNCTUATION, options.typographer);
    let start = start.min(text.len());
    let markdown = &text[start..];
    let mut events = Parser::new_ext(markdown, extensions)
        .into_offset_iter()
        .map(|(event, range)| (event, range.start + start..range.end + start));
    let mut writer = Writer::new(text, options.raw_html, shortcodes);
    while let Some((event, range)) = events.next() {
        writer.event(event, range, &mut events);
    }
    writer.finish()
}

#[cfg(test)]
mod tests;
