//! Parts of the text that templates of the author's write.

use std::collections::BTreeMap;
use std::ops::Range;

use super::attributes::Attributes;
use super::holes::{divided, mark, marked};
use super::writer::Writer;
use crate::base::diagnostic::Label;
use crate::base::html::{escape_to, plain_text};
use crate::content::body::Piece;
use crate::content::front_matter::FrontMatter;
use crate::content::markup::{ImagePart, LinkPart, Markup, MathPart, Part, Present};

/// The author's templates, and what is known of the parts that wait for them.
#[derive(Default)]
pub(super) struct Hooks<'a> {
    templates: Option<(&'a dyn Markup, &'a FrontMatter)>,
    /// Which templates there are.
    pub(super) present: Present,
    /// What stands for holes in the texts that templates get.
    mark: String,
    link: Option<OpenLink>,
    images: usize,
    quotes: usize,
    tables: usize,
    codes: usize,
}

/// A link whose end has not come yet.
struct OpenLink {
    destination: String,
    url: Vec<Piece>,
    title: Vec<Piece>,
    place: Range<usize>,
}

/// What is counted.
#[derive(Clone, Copy)]
pub(super) enum Counted {
    Code,
    Quote,
    Table,
}

/// Texts for a template in which marks stand for holes.
pub(super) struct Marked<'w> {
    mark: &'w str,
    holes: Vec<Piece>,
}

impl Marked<'_> {
    /// `pieces` as a text.
    pub(super) fn text(&mut self, pieces: &[Piece]) -> String {
        let text = marked(pieces, self.mark, self.holes.len());
        self.holes.extend(pieces.iter().cloned());
        text
    }
}

impl<'a> Hooks<'a> {
    pub(super) fn new(templates: (&'a dyn Markup, &'a FrontMatter)) -> Self {
        Self { present: Present::of(templates.0), templates: Some(templates), ..Self::default() }
    }

    /// How many images stood before the next one, which it counts.
    pub(super) fn next_image(&mut self) -> usize {
        self.images += 1;
        self.images - 1
    }

    /// How many of this kind stood before this one.
    pub(super) fn count(&mut self, what: Counted) -> usize {
        let counter = match what {
            Counted::Code => &mut self.codes,
            Counted::Quote => &mut self.quotes,
            Counted::Table => &mut self.tables,
        };
        *counter += 1;
        *counter - 1
    }

    /// What an alert without a title of its own is called.
    pub(super) fn title_of_alert(&self, kind: &str) -> Option<String> {
        self.templates.and_then(|(markup, _)| markup.title_of_alert(kind))
    }

    /// The name of the template for code in `language`.
    pub(super) fn for_code(&self, language: &str) -> Option<String> {
        let (markup, _) = self.templates.filter(|_| self.present.code)?;
        let of_language = format!("codeblock-{language}");
        [of_language.as_str(), "codeblock"]
            .into_iter()
            .find(|name| markup.has(name))
            .map(str::to_owned)
    }
}

/// Attributes as templates see them.
pub(super) fn map_of(attributes: &Attributes) -> BTreeMap<String, String> {
    let mut map: BTreeMap<String, String> =
        attributes.others.iter().map(|(name, value)| (name.clone(), value.text())).collect();
    map.extend(attributes.id.clone().map(|id| ("id".to_owned(), id)));
    if !attributes.class.is_empty() {
        map.insert("class".to_owned(), attributes.class.clone());
    }
    map
}

impl Writer<'_> {
    /// Writes what the template `name` makes of the part that `make` gives, or reports what is wrong with the template.
    pub(super) fn write_part<'p>(
        &mut self,
        name: &str,
        place: Range<usize>,
        make: impl FnOnce(&mut Marked<'_>) -> Part<'p>,
    ) {
        let Some((markup, front)) = self.hooks.templates else { return };
        if self.hooks.mark.is_empty() {
            self.hooks.mark = mark(&[self.text]);
        }
        let mut texts = Marked { mark: &self.hooks.mark, holes: Vec::new() };
        let part = make(&mut texts);
        let holes = texts.holes;
        match markup.write(front, name, &part) {
            Ok(html) => {
                let pieces = divided(&html, &self.hooks.mark.clone(), &holes);
                self.append(pieces);
            }
            Err(mut error) => {
                let text = "while this was written".to_owned();
                error.labels.push(Label { source: None, span: place.into(), text });
                self.report(error);
            }
        }
    }

    /// What `write` writes, and nothing is written.
    pub(super) fn captured(&mut self, write: impl FnOnce(&mut Self)) -> Vec<Piece> {
        self.begin_capture();
        write(self);
        self.end_capture()
    }

    /// The text of pieces without markup.
    pub(super) fn plain(&self, pieces: &[Piece]) -> String {
        let mut html = String::new();
        for piece in pieces {
            match piece {
                Piece::Html(part) => html.push_str(part),
                Piece::Bound(at) | Piece::BoundText(at) => {
                    let text = self.body.bindings.get(*at).map_or("", |binding| &*binding.text);
                    escape_to(text, &mut html);
                }
                _ => {}
            }
        }
        plain_text(&html)
    }

    /// Begins a link that a template writes.
    pub(super) fn open_link(
        &mut self,
        destination: &str,
        (url, title): (Vec<Piece>, Vec<Piece>),
        place: Range<usize>,
    ) {
        let destination = destination.to_owned();
        self.hooks.link = Some(OpenLink { destination, url, title, place });
        self.begin_capture();
    }

    /// Writes the open link, if a template does that.
    pub(super) fn end_link(&mut self) -> bool {
        let Some(link) = self.hooks.link.take() else { return false };
        let text = self.end_capture();
        let plain_text = self.plain(&text);
        let OpenLink { destination, url, title, place } = link;
        self.write_part("link", place, |texts| {
            Part::Link(LinkPart {
                destination: &destination,
                url: texts.text(&url),
                title: texts.text(&title),
                text: texts.text(&text),
                plain_text,
            })
        });
        true
    }

    /// Writes an image by its template.
    pub(super) fn image_part(
        &mut self,
        destination: &str,
        (url, size, title, text): (&[Piece], &[Piece], &[Piece], &[Piece]),
        place: Range<usize>,
    ) {
        let ordinal = self.hooks.images.saturating_sub(1);
        self.write_part("image", place, |texts| {
            Part::Image(ImagePart {
                destination,
                url: texts.text(url),
                size: texts.text(size),
                title: texts.text(title),
                text: texts.text(text),
                ordinal,
            })
        });
    }

    /// Writes mathematics.
    pub(super) fn math(&mut self, whole: &str, place: Range<usize>, is_block: bool) {
        if !self.hooks.present.math {
            escape_to(whole, &mut self.html);
            return;
        }
        let delimiters = self.options.math.iter().filter(|pair| pair.is_block == is_block);
        let inner = delimiters
            .filter_map(|pair| {
                whole.strip_prefix(pair.open.as_str())?.strip_suffix(pair.close.as_str())
            })
            .min_by_key(|inner| inner.len())
            .unwrap_or(whole)
            .to_owned();
        self.write_part("passthrough", place, |_| {
            Part::Math(MathPart { is_block, inner: &inner, whole })
        });
    }
}
