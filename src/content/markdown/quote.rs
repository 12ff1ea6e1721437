//! Quotations and alerts: `> [!NOTE]`.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::attributes::Attributes;
use super::hook::{Counted, map_of};
use super::stream::{Item, Stream};
use super::writer::Writer;
use crate::base::html::escape_to;
use crate::content::body::Piece;
use crate::content::markup::{Part, QuotePart};

/// What makes a quotation an alert.
struct Alert<'a> {
    /// The word in the brackets.
    kind: &'a str,
    /// Can it be folded, and is it open? `+` is open, `-` is not.
    fold: Option<bool>,
    /// Where the title begins in the source.
    title: usize,
}

impl<'a> Alert<'a> {
    /// Reads what the line at `start` of the source begins with.
    fn read(text: &'a str, start: usize) -> Option<Self> {
        let line = text[start..].split('\n').next().unwrap_or("");
        let inside = line.strip_prefix("[!")?;
        let length = inside.find(']')?;
        let kind = &inside[..length];
        if kind.is_empty() || !kind.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            return None;
        }
        let rest = &inside[length + 1..];
        let (fold, rest) = match (rest.strip_prefix('+'), rest.strip_prefix('-')) {
            (Some(rest), _) => (Some(true), rest),
            (_, Some(rest)) => (Some(false), rest),
            _ => (None, rest),
        };
        if !rest.is_empty() && !rest.starts_with(char::is_whitespace) {
            return None;
        }
        Some(Self { kind, fold, title: start + (line.len() - rest.len()) })
    }
}

/// A quotation whose end has not come yet.
pub(super) enum Quote {
    /// It ends with this.
    Plain(&'static str),
    /// A template writes it.
    Part(Box<OpenPart>),
}

/// What a template is to know of a quotation.
#[derive(Default)]
pub(super) struct OpenPart {
    alert: String,
    sign: &'static str,
    title: Vec<Piece>,
    attributes: Attributes,
    place: Range<usize>,
}

impl<'a> Writer<'a> {
    /// Begins a quotation; if it is an alert, its first line is read.
    pub(super) fn start_quote(&mut self, place: Range<usize>, events: &mut Stream<'a>) {
        let Some((event, range)) = events.next() else { return };
        let is_text = matches!(event, Event::Start(Tag::Paragraph));
        let text = self.text;
        let alert = (is_text && self.options.extensions.alerts)
            .then(|| Alert::read(text, range.start))
            .flatten();
        let Some(alert) = alert else {
            events.unread((event, range));
            self.runs.quotes.push(true);
            if self.hooks.present.quote {
                self.open_part(OpenPart { place, ..OpenPart::default() });
            } else {
                self.quotes.push(Quote::Plain("</blockquote>\n"));
                self.open_line("<blockquote", place.start, TagEnd::BlockQuote(None));
            }
            return;
        };
        self.runs.quotes.push(false);
        let (title, goes_on) = first_line(events, alert.title);
        let title = self.captured(|writer| writer.alert_title(&alert, title));
        if self.hooks.present.quote {
            let sign = match alert.fold {
                Some(true) => "+",
                Some(false) => "-",
                None => "",
            };
            let alert = alert.kind.to_lowercase();
            self.open_part(OpenPart { alert, sign, title, place, ..OpenPart::default() });
        } else {
            self.open_alert(&alert, title);
        }
        if goes_on {
            events.unread((Event::Start(Tag::Paragraph), range));
        }
    }

    /// Writes the title of an alert: its own, or its kind.
    fn alert_title(&mut self, alert: &Alert<'_>, title: Vec<Item<'a>>) {
        if title.is_empty() {
            let kind = alert.kind.to_lowercase();
            let named = self.hooks.title_of_alert(&kind);
            let title = named.unwrap_or_else(|| {
                let mut letters = kind.chars();
                let first = letters.next().into_iter().flat_map(char::to_uppercase);
                first.chain(letters).collect()
            });
            escape_to(&title, &mut self.html);
        }
        let mut title = Stream::recorded(title);
        while let Some((event, range)) = title.next() {
            self.event(event, range, &mut title);
        }
    }

    fn open_alert(&mut self, alert: &Alert<'_>, title: Vec<Piece>) {
        let (open, close, end) = match alert.fold {
            None => ("<blockquote", "p", "</blockquote>\n"),
            Some(_) => ("<details", "summary", "</details>\n"),
        };
        self.line(open);
        self.attribute("class", &format!("alert alert-{}", alert.kind.to_lowercase()));
        self.html.push_str(if alert.fold == Some(true) { " open>\n<" } else { ">\n<" });
        self.html.push_str(close);
        self.html.push_str(" class=\"alert-heading\">");
        self.append(title);
        self.html.push_str("</");
        self.html.push_str(close);
        self.html.push_str(">\n");
        self.quotes.push(Quote::Plain(end));
    }

    /// Begins a quotation that a template writes.
    fn open_part(&mut self, mut part: OpenPart) {
        let block = (part.place.start, TagEnd::BlockQuote(None));
        part.attributes = self.blocks.remove(&block).unwrap_or_default();
        self.fresh_line();
        self.quotes.push(Quote::Part(Box::new(part)));
        self.begin_capture();
    }

    /// Ends the open quotation.
    pub(super) fn end_quote(&mut self) {
        let part = match self.quotes.pop() {
            Some(Quote::Part(part)) => part,
            Some(Quote::Plain(end)) => return self.line(end),
            None => return,
        };
        let pieces = self.end_capture();
        let OpenPart { alert, sign, title, attributes, place } = *part;
        let ordinal = self.hooks.count(Counted::Quote);
        self.write_part("blockquote", place, |texts| {
            Part::Quote(QuotePart {
                alert: &alert,
                title: texts.text(&title),
                sign,
                text: texts.text(&pieces),
                attributes: map_of(&attributes),
                ordinal,
            })
        });
    }
}

/// The events of a paragraph's first line from byte `start` on, and whether the paragraph goes on after it.
fn first_line<'a>(events: &mut Stream<'a>, start: usize) -> (Vec<Item<'a>>, bool) {
    let mut title = Vec::new();
    for (event, range) in events {
        match event {
            Event::End(TagEnd::Paragraph) => return (title, false),
            Event::SoftBreak | Event::HardBreak => return (title, true),
            Event::Text(ref text) if range.start < start => {
                // The mark may share its text with the beginning of the title.
                let rest = text.get(start - range.start..).unwrap_or("").trim_start().to_owned();
                if !rest.is_empty() {
                    title.push((Event::Text(rest.into()), start..range.end));
                }
            }
            event if range.start < start => drop(event),
            Event::Text(ref text) if title.is_empty() => {
                let rest = text.trim_start().to_owned();
                if !rest.is_empty() {
                    title.push((Event::Text(rest.into()), range));
                }
            }
            event => title.push((event, range)),
        }
    }
    (title, false)
}
