//! The "Data" note at the end of a page: what its numbers come from.

use std::fmt::Write as _;
use std::sync::Arc;

use super::answer::Answer;
use super::credit::{sentence_to, written};
use super::dataset::RECORD;
use super::markup::Markup;
use super::record::csv_name;
use crate::base::as_of::AsOf;
use crate::base::cell::Cell;
use crate::base::html::{escape, escape_to};
use crate::base::number::{Format, Locale};
use crate::content::body::Piece;
use crate::content::highlight::highlight;
use crate::data::table::Table;

/// How much of a digest readers are shown.
const DIGEST_DIGITS: usize = 12;

/// The note of a page that ran these queries over these tables (each once, in order); empty without data.
pub(super) fn note(answers: &[Answer], tables: &[Arc<Table>], as_of: AsOf) -> Vec<Piece> {
    if answers.is_empty() && tables.is_empty() {
        return Vec::new();
    }
    let mut note = Markup::default();
    note.html(
        "<section class=\"data-note\" aria-labelledby=\"data-note\">\n<h2 id=\"data-note\">Data</h2>\n",
    );
    let is_dated = tables.iter().any(|table| table.snapshot.is_some());
    if let (AsOf::Day(day), true) = (as_of, is_dated) {
        let day = format!("<time datetime=\"{day}\">{}</time>", written(day));
        note.html(&format!("<p>As the data stood on {day}.</p>\n"));
    }
    if !tables.is_empty() {
        let mut html = String::from("<ul>\n");
        for table in tables {
            write_table(table, &mut html);
        }
        html.push_str("</ul>\n");
        note.html(&html);
    }
    if !answers.is_empty() {
        note.html("<details>\n<summary>");
        note.html(&counted(answers.len(), "query", "queries"));
        note.html("</summary>\n");
        for answer in answers {
            write_query(answer, &mut note);
        }
        note.html("</details>\n");
    }
    note.html("<p>All of this as JSON: ");
    note.link_to_made(RECORD, " type=\"application/json\"", RECORD);
    note.html("</p>\n</section>\n");
    note.finish(&mut Vec::new(), |reference| reference)
}

/// One table: what it is, its file, its source.
fn write_table(table: &Table, html: &mut String) {
    let contract = &table.contract;
    html.push_str("<li><strong>");
    escape_to(contract.title.as_deref().unwrap_or(&table.name), html);
    html.push_str("</strong>");
    if let Some(description) = &contract.description {
        html.push_str(". ");
        escape_to(description.trim_end_matches(['.', '\n']), html);
    }
    html.push_str(".<br>\n<code>");
    escape_to(table.path.as_str(), html);
    html.push_str("</code>, ");
    if let Some(day) = table.snapshot {
        let _ = write!(html, "snapshot of <time datetime=\"{day}\">{}</time>, ", written(day));
    }
    html.push_str(&counted(table.n_rows, "row", "rows"));
    html.push_str(", BLAKE3 <code>");
    html.push_str(&table.digest.short(DIGEST_DIGITS));
    html.push_str("</code>.");
    if let Some(origin) = &contract.origin {
        html.push_str("<br>\n");
        sentence_to(origin, html);
    }
    html.push_str("</li>\n");
}

/// One query: what it read and gave, and its SQL.
fn write_query(answer: &Answer, note: &mut Markup) {
    let result = &answer.result;
    note.html(&format!("<p id=\"q-{name}\"><code>{name}</code>", name = escape(&answer.name)));
    let mut read: Vec<String> =
        result.tables.iter().map(|table| format!("<code>{}</code>", escape(&table.name))).collect();
    // A history reads several snapshots of one table.
    read.dedup();
    if !read.is_empty() {
        let rows = counted(result.rows_read, "row", "rows");
        note.html(&format!(" reads {rows} of {} and", read.join(", ")));
    }
    note.html(&format!(" gives {} (", counted(result.frame.rows.len(), "row", "rows")));
    note.link_to_made(&csv_name(&answer.name), " download", "CSV");
    let mut html = String::from(
        "):</p>\n<div class=\"highlight\"><pre tabindex=\"0\" class=\"chroma\"><code class=\"language-sql\" data-lang=\"sql\">",
    );
    let sql = answer.sql.trim_end();
    if highlight(sql, "sql", &mut html).is_none() {
        escape_to(sql, &mut html);
    }
    html.push_str("\n</code></pre></div>\n");
    note.html(&html);
}

/// A count with its noun, the number grouped.
pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    let cell = Cell::Integer(i128::try_from(count).unwrap_or(i128::MAX));
    let number = Format::named("grouped", Locale::ENGLISH)
        .ok()
        .and_then(|format| format.write(&cell, None).ok());
    let number = number.unwrap_or_else(|| count.to_string());
    format!("{number} {}", if count == 1 { one } else { many })
}
