//! Links, images and bound numbers.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::stream::Stream;
use super::writer::Writer;
use crate::base::diagnostic::Diagnostic;
use crate::base::html::{escape_to, escape_url_to, scheme};
use crate::base::source::Span;
use crate::content::body::{Binding, Piece, Reference};
use crate::content::phrase::{Marked, next_marked};

/// Schemes that run code or read local files when followed.
const DANGEROUS: [&str; 4] = ["javascript", "vbscript", "file", "data"];

/// What follows `q:` in the destination of a bound number; the case of a scheme does not matter.
fn bound_target(destination: &str) -> Option<&str> {
    destination.strip_prefix("q:").or_else(|| destination.strip_prefix("Q:"))
}

/// `text` with `%3A` and the like as what they stand for.
fn percent_decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = tail.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        let byte = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        if let Some(byte) = byte.filter(|_| *first == b'%') {
            bytes.push(byte);
            rest = &tail[2..];
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}

impl<'a> Writer<'a> {
    /// Does a shortcode's mark stand in `text`?
    pub(super) fn is_marked(&self, text: &str) -> bool {
        self.shortcodes.is_some_and(|shortcodes| shortcodes.is_marked(text))
    }

    /// `text` with what its shortcodes say.
    pub(super) fn filled<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.shortcodes.filter(|shortcodes| shortcodes.is_marked(text)) {
            Some(shortcodes) => Cow::Owned(shortcodes.fill(text)),
            None => Cow::Borrowed(text),
        }
    }

    /// Begins a link, or reads a bound number to its end.
    pub(super) fn start_link(
        &mut self,
        destination: &str,
        title: &str,
        (link_type, range): (LinkType, Range<usize>),
        events: &mut Stream<'a>,
    ) {
        if let Some(target) = bound_target(destination) {
            let binding = self.binding(target, range, events);
            self.note_text(&self.body.bindings[binding].text.clone());
            self.hole(Piece::Bound(binding));
            return;
        }
        if destination.starts_with("lit:") {
            self.in_literal = true;
            return;
        }
        self.runs.in_link = true;
        self.in_address = matches!(link_type, LinkType::Autolink | LinkType::Email);
        let is_mail = link_type == LinkType::Email;
        if self.hooks.present.link {
            let url = self.captured(|writer| writer.link_url(destination, &range, is_mail));
            let title = self.captured(|writer| writer.title_text(title, &range));
            self.open_link(destination, (url, title), range);
            return;
        }
        self.html.push_str("<a href=\"");
        self.link_url(destination, &range, is_mail);
        self.html.push('"');
        self.title(title, &range);
        self.html.push('>');
    }

    /// Reads an image to its end and writes it.
    pub(super) fn image(
        &mut self,
        destination: &str,
        title: &str,
        range: Range<usize>,
        events: &mut Stream<'a>,
    ) {
        let n_references = self.body.references.len();
        let url = self.captured(|writer| writer.url(destination, &range, true));
        let is_inside = self.body.references.len() > n_references;
        let size = self.captured(|writer| writer.image_size(is_inside.then_some(n_references)));
        self.begin_capture();
        let mut depth = 0;
        while let Some((event, range)) = events.next() {
            match event {
                Event::Start(Tag::Link { dest_url, .. }) if bound_target(&dest_url).is_some() => {
                    let binding = self.binding(&dest_url[2..], range, events);
                    self.hole(Piece::BoundText(binding));
                }
                Event::Start(Tag::Image { .. }) => depth += 1,
                Event::End(TagEnd::Image) if depth == 0 => break,
                Event::End(TagEnd::Image) => depth -= 1,
                Event::Text(text) | Event::Code(text) | Event::InlineMath(text) => {
                    self.write_text(&text);
                }
                Event::SoftBreak | Event::HardBreak => self.html.push(' '),
                _ => {}
            }
        }
        let text = self.end_capture();
        if self.hooks.present.image {
            let title = self.captured(|writer| writer.title_text(title, &range));
            self.image_part(destination, (&url, &size, &title, &text), range);
            return;
        }
        self.html.push_str("<img src=\"");
        self.append(url);
        self.html.push_str("\" alt=\"");
        self.append(text);
        self.html.push('"');
        self.title(title, &range);
        self.append(size);
        self.html.push('>');
    }

    /// Writes the size of the image of the site at `reference`. Browsers load all but the first image of a page when they come into view.
    fn image_size(&mut self, reference: Option<usize>) {
        if let Some(reference) = reference {
            self.hole(Piece::Size(reference));
        }
        if self.hooks.next_image() > 0 {
            self.html.push_str(" loading=\"lazy\"");
        }
    }

    /// Writes where a link leads.
    fn link_url(&mut self, destination: &str, range: &Range<usize>, is_mail: bool) {
        if is_mail {
            self.html.push_str("mailto:");
            escape_url_to(destination, &mut self.html);
        } else {
            self.url(destination, range, false);
        }
    }

    /// Writes the title of a link or an image, with holes for its bound numbers.
    fn title(&mut self, title: &str, range: &Range<usize>) {
        if title.is_empty() {
            return;
        }
        self.html.push_str(" title=\"");
        self.title_text(title, range);
        self.html.push('"');
    }

    /// Writes the text of a title.
    fn title_text(&mut self, title: &str, range: &Range<usize>) {
        let mut rest = title;
        while let Some(Marked { before, whole, stated, target, after }) = next_marked(rest) {
            escape_to(before, &mut self.html);
            rest = after;
            let Some(target) = target else {
                escape_to(stated, &mut self.html);
                continue;
            };
            let found = self.find(whole, range);
            let is_found = found.end - found.start == whole.len();
            let place = |at: usize, text: &str| {
                let start = found.start + at;
                if is_found { Span::new(start, start + text.len()) } else { found }
            };
            let target_at = whole.rfind(target).unwrap_or(0);
            self.hole(Piece::BoundText(self.body.bindings.len()));
            self.body.bindings.push(Binding {
                text: stated.to_owned(),
                text_span: place(1, stated),
                target: target.to_owned(),
                target_span: place(target_at, target),
                is_near: false,
            });
        }
        escape_to(rest, &mut self.html);
    }

    /// Writes an attribute, nothing if its value is empty.
    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.html.push(' ');
            self.html.push_str(name);
            self.html.push_str("=\"");
            escape_to(value, &mut self.html);
            self.html.push('"');
        }
    }

    /// Writes a destination: at once if it leads away, as a hole if it leads into the site.
    fn url(&mut self, destination: &str, range: &Range<usize>, image: bool) {
        let span = if destination.is_empty() {
            range.clone().into()
        } else {
            self.find(destination, range)
        };
        let filled = self.filled(destination);
        let destination = &*filled;
        // No browser decodes a scheme, but programs between here and there may.
        let decoded = percent_decoded(destination);
        match scheme(destination)
            .or_else(|| scheme(&decoded).filter(|s| DANGEROUS.contains(&s.as_str())))
        {
            Some(scheme) if self.is_dangerous(&scheme, destination, image) => {
                let warning = Diagnostic::warning(
                    "markdown/dangerous-link",
                    format!(
                        "a `{scheme}:` link can run code or read local files, so it is left empty"
                    ),
                );
                self.report(
                    warning.at(span).help("link to an `https:` address or to a page of the site"),
                );
            }
            Some(scheme) if scheme == "ref" => self.reference(destination, span, image),
            Some(_) => escape_url_to(destination, &mut self.html),
            None if destination.starts_with("//") => escape_url_to(destination, &mut self.html),
            None => self.reference(destination, span, image),
        }
    }

    /// Leaves a hole for a destination in the site.
    fn reference(&mut self, destination: &str, span: Span, image: bool) {
        self.hole(Piece::Url(self.body.references.len()));
        self.body.references.push(Reference {
            destination: destination.to_owned(),
            span,
            image,
            is_rooted: false,
        });
    }

    /// Pictures may be embedded as data; anything else of these schemes is refused.
    #[expect(clippy::unused_self, reason = "reads as a question to the writer beside its siblings")]
    fn is_dangerous(&self, scheme: &str, destination: &str, image: bool) -> bool {
        let embedded = image && destination.to_ascii_lowercase().starts_with("data:image/");
        DANGEROUS.contains(&scheme) && !embedded
    }

    /// Reads a bound number to its end and gives its index.
    pub(super) fn binding(
        &mut self,
        target: &str,
        range: Range<usize>,
        events: &mut Stream<'a>,
    ) -> usize {
        let mut text = String::new();
        let mut text_span: Option<Span> = None;
        let mut markup = None;
        for (event, part) in events {
            match event {
                Event::End(TagEnd::Link) => break,
                Event::Text(piece) => text.push_str(&piece),
                Event::SoftBreak | Event::HardBreak => text.push(' '),
                Event::End(_) => continue,
                _ => {
                    markup.get_or_insert(Span::from(part));
                    continue;
                }
            }
            let start = text_span.map_or(part.start, |span: Span| span.start);
            text_span = Some(Span::new(start, part.end));
        }
        if let Some(span) = markup {
            self.report(
                Diagnostic::error("bind/markup", "a bound number holds markup")
                    .at(span)
                    .help("put the markup around the link, as in `**[76x](q:growth.ratio)**`"),
            );
        }
        let target_span = self.find(target, &range);
        let empty = Span::new(range.start + 1, range.start + 1);
        let text_span = text_span.map_or(empty, |span| self.with_escape(span));
        self.body.bindings.push(Binding {
            text,
            text_span,
            target: target.to_owned(),
            target_span,
            is_near: false,
        });
        self.body.bindings.len() - 1
    }
}
