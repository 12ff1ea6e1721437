//! The chart in a page: title, drawing in both layouts, note, and the values as a table.

use super::Drawing;
use super::markup::escape;
use super::numbers::Numbers;
use super::spec::Spec;
use crate::base::frame::{Column, Frame};

/// The most rows of a data table; more are not read, and make a page slow.
const MOST_ROWS: usize = 1000;

/// The HTML of the chart.
pub fn figure(spec: &Spec, drawing: &Drawing, frame: &Frame) -> String {
    let mut res = format!("<figure class=\"chart\" id=\"{}\">\n", escape(&drawing.id));
    let line = |class: &str, text: &Option<(String, _)>| match text {
        Some((text, _)) => format!("<p class=\"chart-{class}\">{}</p>", escape(text)),
        None => String::new(),
    };
    let (title, subtitle) = (line("title", &spec.title), line("subtitle", &spec.subtitle));
    if !title.is_empty() || !subtitle.is_empty() {
        res.push_str(&format!("<figcaption>{title}{subtitle}</figcaption>\n"));
    }
    for svg in [&drawing.wide, &drawing.narrow] {
        res.push_str(svg);
        res.push('\n');
    }
    let note = line("note", &spec.note);
    if !note.is_empty() {
        res.push_str(&note);
        res.push('\n');
    }
    res.push_str(&table(spec, drawing, frame));
    res.push_str("</figure>\n");
    res
}

/// The values that the chart shows, in the order of the query.
fn table(spec: &Spec, drawing: &Drawing, frame: &Frame) -> String {
    let mut names: Vec<&str> = vec![&spec.x.0];
    names.extend(spec.series.iter().map(|(name, _)| name.as_str()));
    names.extend(spec.y.iter().map(|(name, _)| name.as_str()));
    names.extend(spec.estimated.iter().map(|(name, _)| name.as_str()));
    let columns: Vec<usize> = names.iter().filter_map(|name| frame.column(name)).collect();
    let shown = frame.rows.len().min(MOST_ROWS);
    let cut = if shown < frame.rows.len() {
        format!(" (the first {shown} of {} rows)", frame.rows.len())
    } else {
        String::new()
    };
    let caption = format!("{}{cut}", escape(&drawing.title));
    let mut res = format!(
        "<details>\n<summary>Data table</summary>\n<div class=\"chart-data\" tabindex=\"0\" role=\"region\" \
         aria-label=\"{}\">\n<table>\n<caption>{caption}</caption>\n<thead>\n<tr>",
        escape(&format!("Data of the chart: {}", drawing.title)),
    );
    let numbers: Vec<Numbers> =
        columns.iter().map(|place| numbers(spec, &frame.columns[*place])).collect();
    for place in &columns {
        let column = &frame.columns[*place];
        let label = escape(spec.label(&column.name).unwrap_or(&column.label));
        res.push_str(&format!("<th scope=\"col\"{}>{label}</th>", class(column)));
    }
    res.push_str("</tr>\n</thead>\n<tbody>\n");
    for row in frame.rows.iter().take(shown) {
        res.push_str("<tr>");
        for (nth, (place, numbers)) in columns.iter().zip(&numbers).enumerate() {
            let text = escape(&numbers.cell(&row[*place]));
            res.push_str(&match nth {
                0 => format!("<th scope=\"row\">{text}</th>"),
                _ => format!("<td{}>{text}</td>", class(&frame.columns[*place])),
            });
        }
        res.push_str("</tr>\n");
    }
    res.push_str("</tbody>\n</table>\n</div>\n</details>\n");
    res
}

/// How a column of the table is written: values as the chart writes them, other columns by their own unit.
fn numbers(spec: &Spec, column: &Column) -> Numbers {
    let is_value = spec.y.iter().any(|(name, _)| *name == *column.name);
    let of = |text: &'_ Option<(String, crate::base::source::Span)>| {
        text.as_ref().filter(|_| is_value).map(|(text, _)| text.clone())
    };
    let unit = of(&spec.unit).or_else(|| column.unit.as_deref().map(str::to_owned));
    Numbers::new(of(&spec.fmt).as_deref(), unit.as_deref())
}

fn class(column: &Column) -> &'static str {
    if column.kind.is_number() { " class=\"num\"" } else { "" }
}
