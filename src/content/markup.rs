//! Parts of a text that templates of the author's can write: what a page says of a link, an image, a heading, code, a quotation, a
//! table, or mathematics.

use std::collections::BTreeMap;

use super::front_matter::FrontMatter;
use crate::base::diagnostic::Diagnostic;

/// A part of a text, for a template `markup/….html`. Texts named `text` are HTML.
#[derive(Debug)]
pub enum Part<'a> {
    /// `link.html`.
    Link(LinkPart<'a>),
    /// `image.html`.
    Image(ImagePart<'a>),
    /// `heading.html`.
    Heading(HeadingPart<'a>),
    /// `codeblock.html`, or `codeblock-LANGUAGE.html`.
    Code(CodePart<'a>),
    /// `blockquote.html`.
    Quote(QuotePart<'a>),
    /// `table.html`.
    Table(TablePart),
    /// `passthrough.html`.
    Math(MathPart<'a>),
}

/// A link.
#[derive(Debug)]
pub struct LinkPart<'a> {
    /// Where it leads, as it is written.
    pub destination: &'a str,
    /// The URL that this becomes, as HTML.
    pub url: String,
    /// The title, escaped.
    pub title: String,
    /// What it says.
    pub text: String,
    /// The same without markup.
    pub plain_text: String,
}

/// An image.
#[derive(Debug)]
pub struct ImagePart<'a> {
    /// Where it lies, as it is written.
    pub destination: &'a str,
    /// The URL that this becomes, as HTML.
    pub url: String,
    /// The attributes `width`, `height` and `loading`, as HTML, each behind a space.
    pub size: String,
    /// The title, escaped.
    pub title: String,
    /// The description, without markup, escaped.
    pub text: String,
    /// How many images stand before it.
    pub ordinal: usize,
}

/// A heading.
#[derive(Debug)]
pub struct HeadingPart<'a> {
    /// 1 to 6.
    pub level: u8,
    /// Its anchor; may be empty.
    pub anchor: &'a str,
    /// What it says.
    pub text: String,
    /// The same without markup.
    pub plain_text: String,
    /// Its attributes.
    pub attributes: BTreeMap<String, String>,
}

/// Code in a fence.
#[derive(Debug)]
pub struct CodePart<'a> {
    /// The language.
    pub language: &'a str,
    /// The code.
    pub inner: &'a str,
    /// What would be written without a template, as HTML.
    pub html: String,
    /// Attributes in braces.
    pub attributes: BTreeMap<String, String>,
    /// Options of highlighting in braces.
    pub options: BTreeMap<String, String>,
    /// How many fences stand before it.
    pub ordinal: usize,
}

/// A quotation or an alert.
#[derive(Debug)]
pub struct QuotePart<'a> {
    /// The kind of an alert in lower case, empty for a quotation.
    pub alert: &'a str,
    /// The title of an alert.
    pub title: String,
    /// `+` or `-` of an alert, or empty.
    pub sign: &'a str,
    /// What it says.
    pub text: String,
    /// Attributes on the line after it.
    pub attributes: BTreeMap<String, String>,
    /// How many quotations stand before it.
    pub ordinal: usize,
}

/// A table.
#[derive(Debug)]
pub struct TablePart {
    /// The rows of the head.
    pub head: Vec<Vec<CellPart>>,
    /// All others.
    pub body: Vec<Vec<CellPart>>,
    /// Attributes on the line after it.
    pub attributes: BTreeMap<String, String>,
    /// How many tables stand before it.
    pub ordinal: usize,
}

/// A cell of a table.
#[derive(Debug, Clone)]
pub struct CellPart {
    /// `left`, `center`, `right`, or empty.
    pub alignment: String,
    /// What it says.
    pub text: String,
}

/// Mathematics.
#[derive(Debug)]
pub struct MathPart<'a> {
    /// Does it stand apart?
    pub is_block: bool,
    /// What is between the delimiters.
    pub inner: &'a str,
    /// The same with the delimiters.
    pub whole: &'a str,
}

/// The templates of the author's for parts of a text.
pub trait Markup {
    /// Is there any template in `markup/`?
    fn has_any(&self) -> bool;

    /// Is there a template `markup/NAME.html`?
    fn has(&self, name: &str) -> bool;

    /// What an alert of a kind is called in the language of the page, if that is known.
    fn title_of_alert(&self, kind: &str) -> Option<String>;

    /// What the template makes of a part of the page of `front`.
    fn write(&self, front: &FrontMatter, name: &str, part: &Part<'_>)
    -> Result<String, Diagnostic>;
}

/// Which templates there are: asked once for a page.
#[expect(clippy::struct_excessive_bools, reason = "each is a template")]
#[derive(Debug, Clone, Copy, Default)]
pub struct Present {
    /// `link.html`.
    pub link: bool,
    /// `image.html`.
    pub image: bool,
    /// `heading.html`.
    pub heading: bool,
    /// `blockquote.html`.
    pub quote: bool,
    /// `table.html`.
    pub table: bool,
    /// `passthrough.html`.
    pub math: bool,
    /// Any template at all: those for code are asked for by language.
    pub code: bool,
}

impl Present {
    /// Those of `markup`.
    pub fn of(markup: &dyn Markup) -> Self {
        if !markup.has_any() {
            return Self::default();
        }
        Self {
            link: markup.has("link"),
            image: markup.has("image"),
            heading: markup.has("heading"),
            quote: markup.has("blockquote"),
            table: markup.has("table"),
            math: markup.has("passthrough"),
            code: markup.has_any(),
        }
    }
}
