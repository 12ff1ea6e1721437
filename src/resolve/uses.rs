//! What a page says by its data, without judging it: for comparing what it says by other data.

use super::bind::{Bound, Home, stated};
use super::{Beside, Clock, Ctx};
use crate::base::diagnostic::Diagnostic;
use crate::base::frame::Frame;
use crate::base::node::{Value, yaml};
use crate::base::source::Span;
use crate::content::body::{Figure, FigureKind};
use crate::content::page::Page;
use crate::content::phrase::{Marked, next_marked};
use crate::data::catalog::Catalog;

/// A place of a page that shows data.
#[derive(Debug, Clone, PartialEq)]
pub struct Use {
    /// `number`, `bound table`, `chart`, `table` or `claim`.
    pub kind: &'static str,
    /// The place in the page.
    pub span: Span,
    /// What it is bound to, or the query whose rows it shows.
    pub target: String,
    /// What it says by the data.
    pub says: Says,
}

/// What a place says by the data.
#[derive(Debug, Clone, PartialEq)]
pub enum Says {
    /// This text.
    Text(String),
    /// These rows.
    Rows(Frame),
    /// Nothing, because of this.
    Nothing(String),
}

/// All places of a page that show data, in their order by kind: the same for any data.
pub fn uses(page: &Page, catalog: &Catalog, beside: &Beside, clock: Clock<'_>) -> Vec<Use> {
    let as_of = page.front.sees_as_of();
    let session = catalog.session(as_of, &beside.tables);
    let mut ctx = Ctx::new((session, as_of), &page.source, clock);
    ctx.answers.locale = beside.locale;
    ctx.run_all(&beside.queries, &page.body.queries);
    let mut uses = ctx.front_matter_uses(page);
    for binding in &page.body.bindings {
        let (text, target) = (binding.text.as_str(), binding.target.as_str());
        uses.push(ctx.number((text, binding.text_span), (target, binding.target_span)));
    }
    for table in &page.body.tables {
        let target = table.header.first().map_or("", |binding| binding.target.as_str());
        let query = target.split(['.', '[']).next().unwrap_or_default();
        uses.push(ctx.rows("bound table", table.header_span, query));
    }
    for figure in &page.body.figures {
        ctx.figure_uses(figure, &mut uses);
    }
    for fragment in &page.body.claims {
        let n_errors = ctx.errors.len();
        ctx.claim(fragment);
        let says = match ctx.errors.get(n_errors) {
            Some(error) => Says::Nothing(error.message.clone()),
            None => Says::Text("holds".to_owned()),
        };
        uses.push(Use { kind: "claim", span: fragment.span, target: String::new(), says });
    }
    uses
}

impl Ctx<'_> {
    /// What a bound text says.
    fn number(&self, (text, text_span): (&str, Span), (target, target_span): (&str, Span)) -> Use {
        let home = Home::Elsewhere;
        let says = match stated(Bound { text, text_span, target, target_span, home }, &self.answers)
        {
            Ok(text) => Says::Text(text),
            Err(errors) => Says::Nothing(reason(&errors)),
        };
        Use { kind: "number", span: text_span, target: target.to_owned(), says }
    }

    /// The rows of a query.
    fn rows(&self, kind: &'static str, span: Span, query: &str) -> Use {
        let says = match self.answers.find(query) {
            Some(answer) => Says::Rows(answer.result.frame.clone()),
            None => Says::Nothing(format!("the query `{query}` gives nothing")),
        };
        Use { kind, span, target: query.to_owned(), says }
    }

    /// The bound texts of the front matter.
    fn front_matter_uses(&self, page: &Page) -> Vec<Use> {
        let head = page.source.text.get(..page.front.body_start).unwrap_or_default();
        self.texts(head, |span| span)
    }

    /// The bound numbers in a text outside of the body; `place` gives their places in the page.
    fn texts(&self, text: &str, place: impl Fn(Span) -> Span) -> Vec<Use> {
        let mut uses = Vec::new();
        let mut rest = text;
        while let Some(Marked { before, stated, target, after, .. }) = next_marked(rest) {
            let start = text.len() - rest.len() + before.len() + 1;
            rest = after;
            if let Some(target) = target {
                let span = place(Span::new(start, start + stated.len()));
                uses.push(self.number((stated, span), (target, span)));
            }
        }
        uses
    }

    /// What a figure shows, and the bound numbers of its texts.
    fn figure_uses(&self, figure: &Figure, uses: &mut Vec<Use>) {
        let spec = &figure.spec;
        let node = yaml(&spec.text).ok();
        let query = node.as_ref().and_then(|node| match &node.get("query")?.value {
            Value::Text(query) => Some(query.clone()),
            _ => None,
        });
        let kind = match figure.kind {
            FigureKind::Chart => "chart",
            FigureKind::Table => "table",
        };
        uses.push(self.rows(kind, spec.span, &query.unwrap_or_default()));
        uses.extend(self.texts(&spec.text, |span| spec.locate(span)));
    }
}

fn reason(errors: &[Diagnostic]) -> String {
    let first = errors.first().map(|error| error.message.clone());
    first.unwrap_or_else(|| "its query has errors".to_owned())
}
