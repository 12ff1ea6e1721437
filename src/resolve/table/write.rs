//! A table as HTML.

use std::collections::BTreeSet;

use super::TableCtx;
use super::column::{Filling, Shown};
use super::spec::Align;
use crate::base::cell::Cell;
use crate::base::diagnostic::Diagnostic;
use crate::resolve::markup::Markup;

/// What stands around the rows and beside them.
pub(super) struct Frame {
    /// Above.
    pub(super) caption: Option<String>,
    /// Below.
    pub(super) note: Option<String>,
    /// The ranks, with their heading.
    pub(super) ranks: Option<(String, Vec<Option<String>>)>,
    /// What the row of totals is called, and the total of each column.
    pub(super) totals: Option<(String, Vec<Option<Cell>>)>,
}

/// Writes the figure, which is left open for what is said of its source.
pub(super) fn write(
    ctx: &TableCtx<'_>,
    columns: &[Shown<'_>],
    frame: &Frame,
) -> Result<Markup, Vec<Diagnostic>> {
    let mut markup = Markup::default();
    markup.html("<figure class=\"table\" tabindex=\"0\">\n<table>\n");
    if let Some(caption) = &frame.caption {
        markup.html("<caption>");
        markup.text(caption);
        markup.html("</caption>\n");
    }
    write_head(columns, frame, &mut markup);
    write_rows(ctx, columns, frame, &mut markup)?;
    if let Some((label, totals)) = &frame.totals {
        write_totals(ctx, (label, totals, frame.ranks.is_some()), columns, &mut markup)?;
    }
    markup.html("</table>\n");
    if let Some(note) = &frame.note {
        markup.html("<figcaption>");
        markup.text(note);
        markup.html("</figcaption>\n");
    }
    Ok(markup)
}

fn write_head(columns: &[Shown<'_>], frame: &Frame, markup: &mut Markup) {
    markup.html("<thead>\n<tr>");
    let mut head = |label: &str, align: Align| {
        markup.html(&format!("<th scope=\"col\"{}>", class(align.class())));
        markup.text(label);
        markup.html("</th>");
    };
    if let Some((label, _)) = &frame.ranks {
        head(label, Align::Right);
    }
    for column in columns {
        head(&column.label, column.align);
    }
    markup.html("</tr>\n</thead>\n");
}

fn write_rows(
    ctx: &TableCtx<'_>,
    columns: &[Shown<'_>],
    frame: &Frame,
    markup: &mut Markup,
) -> Result<(), Vec<Diagnostic>> {
    let mut errors = Vec::new();
    let mut wrong = BTreeSet::new();
    markup.html("<tbody>\n");
    for (at, row) in ctx.rows.iter().enumerate() {
        markup.html("<tr>");
        if let Some((_, ranks)) = &frame.ranks {
            markup.html("<td class=\"num\">");
            match ranks.get(at).and_then(Option::as_ref) {
                Some(rank) => markup.text(rank),
                None => markup.html(&ctx.blank),
            }
            markup.html("</td>");
        }
        for (nth, column) in columns.iter().enumerate() {
            let name = if nth == 0 && names_rows(column) { "th" } else { "td" };
            markup.html(&format!("<{name}{}>", attributes(column, name)));
            match &column.filling {
                Filling::Sparks(sparks) => {
                    markup.html(sparks.cell(at).unwrap_or(&ctx.blank));
                }
                Filling::Values(values) => {
                    if let Err(error) = values.write((at, row), markup)
                        && wrong.insert(nth)
                    {
                        errors.push(error);
                    }
                }
            }
            markup.html(&format!("</{name}>"));
        }
        markup.html("</tr>\n");
    }
    markup.html("</tbody>\n");
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

fn write_totals(
    ctx: &TableCtx<'_>,
    (label, totals, has_ranks): (&str, &[Option<Cell>], bool),
    columns: &[Shown<'_>],
    markup: &mut Markup,
) -> Result<(), Vec<Diagnostic>> {
    // The label stands in front of the first total, in as many cells as there are.
    let first = totals.iter().position(Option::is_some).unwrap_or(totals.len());
    let n_label = first + usize::from(has_ranks);
    markup.html("<tfoot>\n<tr>");
    if n_label > 0 {
        let span = if n_label > 1 { format!(" colspan=\"{n_label}\"") } else { String::new() };
        markup.html(&format!("<th scope=\"row\"{span}>"));
        markup.text(label);
        markup.html("</th>");
    }
    for (column, total) in columns.iter().zip(totals).skip(first) {
        markup.html(&format!("<td{}>", class(column.align.class())));
        if let (Filling::Values(values), Some(total)) = (&column.filling, total) {
            if n_label == 0 && std::ptr::eq(column, &raw const columns[0]) {
                markup.text(&format!("{label}: "));
            }
            match total {
                Cell::Null => markup.html(&ctx.blank),
                total => markup.text(&values.text(total).map_err(|error| vec![error])?),
            }
        }
        markup.html("</td>");
    }
    markup.html("</tr>\n</tfoot>\n");
    Ok(())
}

/// Does the column say what each row is about?
fn names_rows(column: &Shown<'_>) -> bool {
    matches!(&column.filling, Filling::Values(values) if !values.column.kind.is_number())
}

fn attributes(column: &Shown<'_>, name: &str) -> String {
    let scope = if name == "th" { " scope=\"row\"" } else { "" };
    let has_bars = matches!(&column.filling, Filling::Values(values) if values.has_bars());
    let mut classes = vec![column.align.class()];
    classes.extend(has_bars.then_some("bars"));
    classes.retain(|class| !class.is_empty());
    format!("{scope}{}", class(&classes.join(" ")))
}

fn class(name: &str) -> String {
    if name.is_empty() { String::new() } else { format!(" class=\"{name}\"") }
}
