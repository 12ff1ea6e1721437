//! What templates in `markup/` see.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::render::template::Shared;

/// `link`: a link, for `markup/link.html`.
#[derive(Debug, Serialize)]
pub(in crate::render) struct LinkMarkupView<'a> {
    pub(in crate::render) destination: &'a str,
    pub(in crate::render) url: Shared,
    pub(in crate::render) title: Shared,
    pub(in crate::render) text: Shared,
    pub(in crate::render) plain_text: &'a str,
}

/// `image`: an image, for `markup/image.html`.
#[derive(Debug, Serialize)]
pub(in crate::render) struct ImageView<'a> {
    pub(in crate::render) destination: &'a str,
    pub(in crate::render) url: Shared,
    pub(in crate::render) size: Shared,
    pub(in crate::render) title: Shared,
    pub(in crate::render) text: Shared,
    pub(in crate::render) ordinal: usize,
}

/// `heading`: a heading, for `markup/heading.html`.
#[derive(Debug, Serialize)]
pub(in crate::render) struct HeadingMarkupView<'a> {
    pub(in crate::render) level: u8,
    pub(in crate::render) anchor: &'a str,
    pub(in crate::render) text: Shared,
    pub(in crate::render) plain_text: &'a str,
    pub(in crate::render) attributes: &'a BTreeMap<String, String>,
}

/// `code`: code in a fence, for `markup/codeblock.html`.
#[derive(Debug, Serialize)]
pub(in crate::render) struct CodeView<'a> {
    pub(in crate::render) language: &'a str,
    pub(in crate::render) inner: &'a str,
    pub(in crate::render) html: Shared,
    pub(in crate::render) attributes: &'a BTreeMap<String, String>,
    pub(in crate::render) options: &'a BTreeMap<String, String>,
    pub(in crate::render) ordinal: usize,
}

/// `quote`: a quotation or an alert, for `markup/blockquote.html`.
#[derive(Debug, Serialize)]
pub(in crate::render) struct QuoteView<'a> {
    pub(in crate::render) alert: &'a str,
    pub(in crate::render) title: Shared,
    pub(in crate::render) sign: &'a str,
    pub(in crate::render) text: Shared,
    pub(in crate::render) attributes: &'a BTreeMap<String, String>,
    pub(in crate::render) ordinal: usize,
}

/// `table`: a table, for `markup/table.html`.
#[derive(Debug, Serialize)]
pub(in crate::render) struct TableView<'a> {
    pub(in crate::render) head: Vec<Vec<CellView<'a>>>,
    pub(in crate::render) body: Vec<Vec<CellView<'a>>>,
    pub(in crate::render) attributes: &'a BTreeMap<String, String>,
    pub(in crate::render) ordinal: usize,
}

/// A cell of a table.
#[derive(Debug, Serialize)]
pub(in crate::render) struct CellView<'a> {
    pub(in crate::render) alignment: &'a str,
    pub(in crate::render) text: Shared,
}

/// `math`: mathematics, for `markup/passthrough.html`.
#[derive(Debug, Serialize)]
pub(in crate::render) struct MathView<'a> {
    pub(in crate::render) is_block: bool,
    pub(in crate::render) inner: &'a str,
    pub(in crate::render) whole: &'a str,
}

/// The keys of every view, by the heading of the guide that lists them.
#[cfg(test)]
pub(in crate::render) fn documented() -> Vec<(&'static str, std::collections::BTreeSet<String>)> {
    fn keys(view: &impl Serialize) -> std::collections::BTreeSet<String> {
        Shared::of(view).keys()
    }
    let html = || Shared::html("");
    let attributes = &BTreeMap::new();
    let (title, text, url, size) = (html(), html(), html(), html());
    let image = ImageView { destination: "", url, size, title, text, ordinal: 0 };
    let (title, text, url) = (html(), html(), html());
    let link = LinkMarkupView { destination: "", url, title, text, plain_text: "" };
    let text = html();
    let heading = HeadingMarkupView { level: 1, anchor: "", text, plain_text: "", attributes };
    let options = attributes;
    let code = CodeView { language: "", inner: "", html: html(), attributes, options, ordinal: 0 };
    let (title, text) = (html(), html());
    let quote = QuoteView { alert: "", title, sign: "", text, attributes, ordinal: 0 };
    let table = TableView { head: Vec::new(), body: Vec::new(), attributes, ordinal: 0 };
    vec![
        ("link", keys(&link)),
        ("image", keys(&image)),
        ("heading", keys(&heading)),
        ("code", keys(&code)),
        ("quote", keys(&quote)),
        ("table", keys(&table)),
        ("Cells", keys(&CellView { alignment: "", text: html() })),
        ("math", keys(&MathView { is_block: false, inner: "", whole: "" })),
    ]
}
