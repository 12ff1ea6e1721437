//! The "Data" note at the end of a page: what its numbers come from.

use std::sync::Arc;

use chrono::NaiveDate;

use super::answer::{Answer, Answers};
use super::credit::{sentence_to, written};
use super::dataset::RECORD;
use super::markup::Markup;
use super::record::csv_name;
use crate::base::as_of::AsOf;
use crate::base::html::{escape, escape_to};
use crate::base::number::Locale;
use crate::base::texts::Said;
use crate::content::body::Piece;
use crate::content::highlight::highlight;
use crate::data::table::Table;

/// How much of a digest readers are shown.
const DIGEST_DIGITS: usize = 12;

/// The note of a page that ran these queries over these tables (each once, in order); empty without data.
pub(super) fn note(answers: &Answers, tables: &[Arc<Table>], as_of: AsOf) -> Vec<Piece> {
    if answers.known.is_empty() && tables.is_empty() {
        return Vec::new();
    }
    let Answers { texts, locale, .. } = answers;
    let mut note = Markup::default();
    note.html("<section class=\"data-note\" aria-labelledby=\"data-note\">\n<h2 id=\"data-note\">");
    note.text(&texts.say("data.title", &[]));
    note.html("</h2>\n");
    let is_dated = tables.iter().any(|table| table.snapshot.is_some());
    if let (AsOf::Day(day), true) = (as_of, is_dated) {
        note.html(&format!(
            "<p>{}</p>\n",
            texts.html("data.as_of", &[("day", &time(day, *locale))])
        ));
    }
    if !tables.is_empty() {
        let mut html = String::from("<ul>\n");
        for table in tables {
            write_table(table, answers, &mut html);
        }
        html.push_str("</ul>\n");
        note.html(&html);
    }
    if !answers.known.is_empty() {
        note.html("<details>\n<summary>");
        note.text(&texts.count("data.queries", answers.known.len(), *locale));
        note.html("</summary>\n");
        for answer in &answers.known {
            write_query(answer, answers, &mut note);
        }
        note.html("</details>\n");
    }
    note.html("<p>");
    for part in texts.parts("data.json", None) {
        match part {
            Said::Words(words) => note.text(words),
            Said::Argument(_) => note.link_to_made(RECORD, " type=\"application/json\"", RECORD),
        }
    }
    note.html("</p>\n</section>\n");
    note.finish(&mut Vec::new(), |reference| reference)
}

/// A day for readers and machines, as HTML.
fn time(day: NaiveDate, locale: Locale) -> String {
    format!("<time datetime=\"{day}\">{}</time>", escape(&written(day, locale)))
}

/// One table: what it is, its file, its source.
fn write_table(table: &Table, answers: &Answers, html: &mut String) {
    let Answers { texts, locale, .. } = answers;
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
        html.push_str(&texts.html("data.snapshot", &[("day", &time(day, *locale))]));
        html.push_str(", ");
    }
    escape_to(&texts.count("data.rows", table.n_rows, *locale), html);
    html.push_str(", BLAKE3 <code>");
    html.push_str(&table.digest.short(DIGEST_DIGITS));
    html.push_str("</code>.");
    if let Some(origin) = &contract.origin {
        html.push_str("<br>\n");
        sentence_to(origin, (texts, *locale), html);
    }
    html.push_str("</li>\n");
}

/// One query: what it read and gave, and its SQL.
fn write_query(answer: &Answer, answers: &Answers, note: &mut Markup) {
    let Answers { texts, locale, .. } = answers;
    let result = &answer.result;
    let name = escape(&answer.name);
    note.html(&format!("<p id=\"q-{name}\">"));
    let mut read: Vec<String> =
        result.tables.iter().map(|table| format!("<code>{}</code>", escape(&table.name))).collect();
    // A history reads several snapshots of one table.
    read.dedup();
    let rows = |count| texts.count("data.rows", count, *locale);
    let key = if read.is_empty() { "data.query" } else { "data.query_of_tables" };
    for part in texts.parts(key, None) {
        match part {
            Said::Words(words) => note.text(words),
            Said::Argument("query") => note.html(&format!("<code>{name}</code>")),
            Said::Argument("read") => note.text(&rows(result.rows_read)),
            Said::Argument("tables") => note.html(&read.join(", ")),
            Said::Argument("given") => note.text(&rows(result.frame.rows.len())),
            Said::Argument("file") => {
                note.link_to_made(&csv_name(&answer.name), " download", "CSV");
            }
            Said::Argument(_) => {}
        }
    }
    let mut html = String::from(
        "</p>\n<div class=\"highlight\"><pre tabindex=\"0\" class=\"chroma\"><code class=\"language-sql\" data-lang=\"sql\">",
    );
    let sql = answer.sql.trim_end();
    if highlight(sql, "sql", &mut html).is_none() {
        escape_to(sql, &mut html);
    }
    html.push_str("\n</code></pre></div>\n");
    note.html(&html);
}
