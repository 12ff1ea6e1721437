//! The columns of a table joined with the result that fills them, and their cells.

use std::sync::Arc;

use super::bar::Bars;
use super::link::{Link, links_of};
use super::spark::{Sparks, sparks};
use super::spec::{Align, ColumnSpec, Extra, Named};
use super::{Errors, TableCtx};
use crate::base::cell::Cell;
use crate::base::diagnostic::{Diagnostic, nearest};
use crate::base::frame::{Column, Frame};
use crate::base::number::{Format, Locale};
use crate::base::source::Span;
use crate::resolve::bind::quoted;
use crate::resolve::markup::Markup;

/// A column of the table.
pub(super) struct Shown<'a> {
    /// The heading.
    pub(super) label: String,
    /// Where its texts stand.
    pub(super) align: Align,
    /// What fills it.
    pub(super) filling: Filling<'a>,
}

/// What fills a column.
pub(super) enum Filling<'a> {
    /// A column of the result.
    Values(Box<Values<'a>>),
    /// The course of other values.
    Sparks(Sparks),
}

/// A column of the result as it is shown.
pub(super) struct Values<'a> {
    /// Its place in the result.
    pub(super) index: usize,
    /// The column.
    pub(super) column: &'a Column,
    /// How its values are written.
    pub(super) format: Option<Named>,
    /// The language of the page.
    locale: Locale,
    /// What stands for a missing value, as HTML.
    blank: Arc<str>,
    /// Where the author names it, or the table's query.
    pub(super) place: Span,
    /// The bars below its values.
    bars: Option<Bars>,
    /// Where its values lead, row by row.
    links: Vec<Link>,
    /// The place of the column of links.
    link_place: Span,
}

/// The columns of the table: those that the author names, else all of the result.
pub(super) fn shown<'a>(
    ctx: &TableCtx<'a>,
    specs: Vec<ColumnSpec>,
    errors: &mut Errors,
) -> Vec<Shown<'a>> {
    if specs.is_empty() {
        let plain = |(index, column): (usize, &'a Column)| {
            let values = Values {
                index,
                column,
                format: None,
                locale: ctx.answers.locale,
                blank: Arc::clone(&ctx.blank),
                place: ctx.place,
                bars: None,
                links: Vec::new(),
                link_place: ctx.place,
            };
            let (label, align) = (column.label.to_string(), Align::of(column.kind));
            Shown { label, align, filling: Filling::Values(Box::new(values)) }
        };
        return ctx.frame.columns.iter().enumerate().map(plain).collect();
    }
    specs.into_iter().filter_map(|spec| errors.take(one(ctx, spec))).collect()
}

/// The column that the author describes.
fn one<'a>(ctx: &TableCtx<'a>, spec: ColumnSpec) -> Result<Shown<'a>, Vec<Diagnostic>> {
    let ColumnSpec { name, label, format, align, extra, link } = spec;
    let bar = match extra {
        Some(Extra::Spark(spark)) => {
            let filling = Filling::Sparks(sparks(ctx, &spark, format)?);
            let label = label.unwrap_or_else(|| name.value.replace('_', " "));
            return Ok(Shown { label, align: align.unwrap_or(Align::Left), filling });
        }
        Some(Extra::Bar(span, max)) => Some((span, max)),
        None => None,
    };
    let index = index(ctx.frame, ctx.query, (&name.value, name.span))?;
    let column = &ctx.frame.columns[index];
    let bars = bar.map(|bar| Bars::new(ctx, index, bar)).transpose()?;
    let link_place = link.as_ref().map_or(name.span, |link| link.span);
    let links = link.map(|link| links_of(ctx, &link)).transpose()?.unwrap_or_default();
    let label = label.unwrap_or_else(|| column.label.to_string());
    let align = align.unwrap_or(Align::of(column.kind));
    let place = name.span;
    let locale = ctx.answers.locale;
    let blank = Arc::clone(&ctx.blank);
    let values = Values { index, column, format, locale, blank, place, bars, links, link_place };
    Ok(Shown { label, align, filling: Filling::Values(Box::new(values)) })
}

/// The place of a column in the result of `query`.
pub(super) fn index(
    frame: &Frame,
    query: &str,
    (name, span): (&str, Span),
) -> Result<usize, Vec<Diagnostic>> {
    frame.column(name).ok_or_else(|| {
        let names: Vec<&str> = frame.names().collect();
        let help = match nearest(name, names.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("its columns are {}", quoted(&names)),
        };
        let message = format!("the query `{query}` has no column `{name}`");
        vec![Diagnostic::error("table/unknown-column", message).at(span).help(help)]
    })
}

impl Values<'_> {
    /// Has the column bars?
    pub(super) fn has_bars(&self) -> bool {
        self.bars.is_some()
    }

    /// Writes the cell of a row.
    pub(super) fn write(
        &self,
        row: (usize, &[Cell]),
        markup: &mut Markup,
    ) -> Result<(), Diagnostic> {
        let (at, cells) = row;
        let cell = &cells[self.index];
        if cell.is_null() {
            markup.html(&self.blank);
            return Ok(());
        }
        let text = self.text(cell)?;
        match self.links.get(at) {
            Some(Link::Web(url)) => markup.link_outside(url, &text),
            Some(Link::Inside(destination)) => {
                markup.link_inside(destination, self.link_place, &text);
            }
            Some(Link::None) | None => markup.text(&text),
        }
        if let Some(bars) = &self.bars {
            markup.html(&bars.svg(cell));
        }
        Ok(())
    }

    /// A value in the column's format.
    pub(super) fn text(&self, cell: &Cell) -> Result<String, Diagnostic> {
        written(cell, self.format.as_ref(), (self.column, self.locale))
            .map_err(|error| error.at(self.place))
    }
}

/// A value of `column` in a format; without one, whole numbers are grouped and other values stand as they are.
pub(super) fn written(
    cell: &Cell,
    format: Option<&Named>,
    (column, locale): (&Column, Locale),
) -> Result<String, Diagnostic> {
    let format = match (format, cell) {
        (Some(named), _) => Some(named.format.clone()),
        (None, Cell::Integer(_)) => Format::named("grouped", locale).ok(),
        (None, _) => None,
    };
    let Some(format) = format else { return Ok(cell.plain()) };
    format.write(cell, column.unit.as_deref()).map_err(|mismatch| {
        let message =
            format!("the column `{}` cannot be written in its format: {mismatch}", column.name);
        Diagnostic::error("table/format", message)
            .help("choose a format that fits the column's kind")
    })
}
