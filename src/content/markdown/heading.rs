//! Headings and their anchors.

use pulldown_cmark::{CowStr, HeadingLevel, TagEnd};

use super::attributes::is_script;
use super::writer::Writer;
use crate::base::html::escape_to;
use crate::content::body::Heading;

/// A heading whose end has not come yet.
#[derive(Debug)]
pub(super) struct OpenHeading {
    id: Option<String>,
    attributes: String,
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
        let mut html = String::new();
        if !classes.is_empty() {
            html.push_str(" class=\"");
            escape_to(&classes.join(" "), &mut html);
            html.push('"');
        }
        for (name, value) in attributes.iter().filter(|(name, _)| !is_script(name)) {
            html.push(' ');
            escape_to(name, &mut html);
            html.push_str("=\"");
            escape_to(value.as_deref().unwrap_or(""), &mut html);
            html.push('"');
        }
        self.fresh_line();
        self.begin_capture();
        let id = id.map(|id| id.to_string());
        self.heading = Some(OpenHeading { id, attributes: html, text: String::new() });
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
        heading.attributes.push_str(&more.html());
    }

    /// Ends the open heading and gives it its anchor.
    pub(super) fn end_heading(&mut self, level: HeadingLevel) {
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
