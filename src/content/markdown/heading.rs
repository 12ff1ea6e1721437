//! Headings and their anchors.

use pulldown_cmark::{CowStr, HeadingLevel, TagEnd};

use std::ops::Range;

use super::attributes::{Attributes, Value};
use super::hook::map_of;
use super::writer::Writer;
use crate::content::body::Heading;
use crate::content::markup::{HeadingPart, Part};

/// A heading whose end has not come yet.
#[derive(Debug)]
pub(super) struct OpenHeading {
    id: Option<String>,
    attributes: Attributes,
    text: String,
}

impl<'a> Writer<'a> {
    /// Begins a heading.
    pub(super) fn start_heading(
        &mut self,
        id: Option<CowStr<'a>>,
        classes: &[CowStr<'a>],
        attributes: &[(CowStr<'a>, Option<CowStr<'a>>)],
    ) {
        let others = attributes.iter().map(|(name, value)| {
            (name.to_string(), Value::Text(value.as_deref().unwrap_or("").to_owned()))
        });
        let attributes =
            Attributes { id: None, class: classes.join(" "), others: others.collect() };
        self.fresh_line();
        self.begin_capture();
        let id = id.map(|id| id.to_string());
        self.heading = Some(OpenHeading { id, attributes, text: String::new() });
    }

    /// Gives the open heading the attributes on the line after it.
    pub(super) fn add_to_heading(&mut self, block: (usize, TagEnd)) {
        let (Some(mut more), Some(heading)) = (self.blocks.remove(&block), &mut self.heading)
        else {
            return;
        };
        if let Some(id) = more.id.take() {
            heading.id.get_or_insert(id);
        }
        heading.attributes.add(more);
    }

    /// Ends the open heading and gives it its anchor.
    pub(super) fn end_heading(&mut self, level: HeadingLevel, range: Range<usize>) {
        let pieces = self.end_capture();
        let Some(heading) = self.heading.take() else { return };
        let id = if let Some(id) = heading.id {
            self.anchors.explicit(&id);
            id
        } else {
            let id = self.anchors.of_text(&heading.text, self.options.heading_ids);
            id.unwrap_or_default()
        };
        let level = level as u8;
        if self.hooks.present.heading {
            let (plain_text, mut attributes) = (self.plain(&pieces), map_of(&heading.attributes));
            if !id.is_empty() {
                attributes.insert("id".to_owned(), id.clone());
            }
            self.write_part("heading", range, |texts| {
                let text = texts.text(&pieces);
                let anchor = id.as_str();
                Part::Heading(HeadingPart { level, anchor, text, plain_text, attributes })
            });
        } else {
            self.html.push_str(["<h1", "<h2", "<h3", "<h4", "<h5", "<h6"][usize::from(level) - 1]);
            self.attribute("id", &id);
            self.html.push_str(&heading.attributes.html());
            self.html.push('>');
            self.append(pieces.clone());
            self.html.push_str(
                ["</h1>\n", "</h2>\n", "</h3>\n", "</h4>\n", "</h5>\n", "</h6>\n"]
                    [usize::from(level) - 1],
            );
        }
        self.body.headings.push(Heading { level, id, pieces });
    }

    /// Adds `text` to what the open heading says.
    pub(super) fn note_text(&mut self, text: &str) {
        if let Some(heading) = self.heading.as_mut().filter(|_| !self.in_address) {
            let said = self.shortcodes.filter(|shortcodes| shortcodes.is_marked(text));
            heading.text.push_str(&said.map_or_else(|| text.to_owned(), |said| said.fill(text)));
        }
    }

    /// A heading of several lines has its anchor from the last one.
    pub(super) fn end_heading_line(&mut self) {
        if let Some(heading) = &mut self.heading {
            heading.text.clear();
        }
    }
}
