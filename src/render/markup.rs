//! Templates `markup/….html` of the author's, which write parts of Markdown.

use super::shortcode::page_and_site;
use super::template::{Scope, Shared, Templates};
use super::views::markup::{
    CellView, CodeView, HeadingMarkupView, ImageView, LinkMarkupView, MathView, QuoteView,
    TableView,
};
use crate::base::diagnostic::Diagnostic;
use crate::content::config::Config;
use crate::content::front_matter::FrontMatter;
use crate::content::markup::{CellPart, Markup, Part};

/// The templates of a site with its configuration.
#[derive(Debug, Clone, Copy)]
pub struct MarkupTemplates<'a> {
    /// The templates; `None` if they could not be read, which is an error already.
    pub templates: Option<&'a Templates>,
    /// The configuration.
    pub config: &'a Config,
}

fn file(name: &str) -> String {
    format!("markup/{name}.html")
}

impl Markup for MarkupTemplates<'_> {
    fn has_any(&self) -> bool {
        self.templates.is_some_and(Templates::has_markup)
    }

    fn has(&self, name: &str) -> bool {
        self.templates.is_some_and(|templates| templates.has(&file(name)))
    }

    fn title_of_alert(&self, kind: &str) -> Option<String> {
        let texts = self.templates?.texts(self.config.lang);
        let key = format!("alert.{kind}");
        texts.get(&key).map(|_| texts.say(&key, &[]))
    }

    fn write(
        &self,
        front: &FrontMatter,
        name: &str,
        part: &Part<'_>,
    ) -> Result<String, Diagnostic> {
        let Some(templates) = self.templates else { return Ok(String::new()) };
        let mut scope = Scope::default();
        page_and_site(self.config, front, &mut scope);
        let (variable, view) = view(part);
        scope.set(variable, &view);
        let bytes = templates.render((self.config.lang, &file(name)), &scope)?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        // What stands in a line must not break it.
        let is_inline = matches!(part, Part::Link(_) | Part::Image(_));
        Ok(if is_inline { text.trim_end_matches('\n').to_owned() } else { text })
    }
}

/// The variable of a template and its value.
fn view(part: &Part<'_>) -> (&'static str, Shared) {
    match part {
        Part::Link(link) => {
            let view = LinkMarkupView {
                destination: link.destination,
                url: Shared::html(&link.url),
                title: Shared::html(&link.title),
                text: Shared::html(&link.text),
                plain_text: &link.plain_text,
            };
            ("link", Shared::of(&view))
        }
        Part::Image(image) => {
            let view = ImageView {
                destination: image.destination,
                url: Shared::html(&image.url),
                size: Shared::html(&image.size),
                title: Shared::html(&image.title),
                text: Shared::html(&image.text),
                ordinal: image.ordinal,
            };
            ("image", Shared::of(&view))
        }
        Part::Heading(heading) => {
            let view = HeadingMarkupView {
                level: heading.level,
                anchor: heading.anchor,
                text: Shared::html(&heading.text),
                plain_text: &heading.plain_text,
                attributes: &heading.attributes,
            };
            ("heading", Shared::of(&view))
        }
        Part::Code(code) => {
            let view = CodeView {
                language: code.language,
                inner: code.inner,
                html: Shared::html(&code.html),
                attributes: &code.attributes,
                options: &code.options,
                ordinal: code.ordinal,
            };
            ("code", Shared::of(&view))
        }
        Part::Quote(_) | Part::Table(_) | Part::Math(_) => block(part),
    }
}

/// The same for quotations, tables and mathematics.
fn block(part: &Part<'_>) -> (&'static str, Shared) {
    match part {
        Part::Quote(quote) => {
            let view = QuoteView {
                alert: quote.alert,
                title: Shared::html(&quote.title),
                sign: quote.sign,
                text: Shared::html(&quote.text),
                attributes: &quote.attributes,
                ordinal: quote.ordinal,
            };
            ("quote", Shared::of(&view))
        }
        Part::Table(table) => {
            let view = TableView {
                head: rows(&table.head),
                body: rows(&table.body),
                attributes: &table.attributes,
                ordinal: table.ordinal,
            };
            ("table", Shared::of(&view))
        }
        Part::Math(math) => {
            let view = MathView { is_block: math.is_block, inner: math.inner, whole: math.whole };
            ("math", Shared::of(&view))
        }
        _ => ("part", Shared::none()),
    }
}

fn rows(rows: &[Vec<CellPart>]) -> Vec<Vec<CellView<'_>>> {
    rows.iter().map(|row| row.iter().map(cell).collect()).collect()
}

fn cell(cell: &CellPart) -> CellView<'_> {
    CellView { alignment: &cell.alignment, text: Shared::html(&cell.text) }
}
