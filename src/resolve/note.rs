//! The "Data" note at the end of a page: what its numbers come from.

use std::fmt::Write as _;
use std::sync::Arc;

use chrono::NaiveDate;

use super::answer::Answer;
use crate::base::html::{escape, escape_to, scheme};
use crate::base::number::Format;
use crate::content::highlight::highlight;
use crate::data::table::Table;

/// How much of a digest readers are shown.
const DIGEST_DIGITS: usize = 12;

/// The note of a page that ran these queries over these tables (each once, in order); empty without queries.
pub(super) fn note(answers: &[Answer], tables: &[Arc<Table>]) -> String {
    if answers.is_empty() {
        return String::new();
    }
    let mut html = String::from(
        "<section class=\"data-note\" aria-labelledby=\"data-note\">\n<h2 id=\"data-note\">Data</h2>\n",
    );
    if !tables.is_empty() {
        html.push_str("<ul>\n");
        for table in tables {
            write_table(table, &mut html);
        }
        html.push_str("</ul>\n");
    }
    html.push_str("<details>\n<summary>");
    html.push_str(&counted(answers.len(), "query", "queries"));
    html.push_str("</summary>\n");
    for answer in answers {
        write_query(answer, &mut html);
    }
    html.push_str("</details>\n</section>\n");
    html
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
    html.push_str(". <code>");
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
        let names = [origin.producer.as_deref(), origin.title.as_deref()];
        let name = names.into_iter().flatten().collect::<Vec<_>>().join(", ");
        html.push_str(" Source: ");
        write_link(
            origin.url.as_deref(),
            if name.is_empty() { "the publisher" } else { &name },
            html,
        );
        if let Some(licence) = &origin.licence {
            html.push_str(", ");
            escape_to(licence, html);
        }
        if let Some(day) = origin.accessed {
            html.push_str(", as of ");
            html.push_str(&written(day));
        }
        html.push('.');
    }
    html.push_str("</li>\n");
}

/// A day as readers read it.
fn written(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

/// A link, or its text alone if the URL is none that a page should carry.
fn write_link(url: Option<&str>, text: &str, html: &mut String) {
    let is_web = |url: &&str| matches!(scheme(url).as_deref(), Some("http" | "https"));
    match url.filter(is_web) {
        Some(url) => {
            html.push_str("<a href=\"");
            escape_to(url, html);
            html.push_str("\">");
            escape_to(text, html);
            html.push_str("</a>");
        }
        None => escape_to(text, html),
    }
}

/// One query: what it read and gave, and its SQL.
fn write_query(answer: &Answer, html: &mut String) {
    html.push_str("<p id=\"q-");
    html.push_str(&answer.name);
    html.push_str("\"><code>");
    html.push_str(&answer.name);
    html.push_str("</code>");
    let mut read: Vec<String> = answer
        .result
        .tables
        .iter()
        .map(|table| format!("<code>{}</code>", escape(&table.name)))
        .collect();
    // A history reads several snapshots of one table.
    read.dedup();
    if !read.is_empty() {
        html.push_str(" reads ");
        html.push_str(&read.join(", "));
        html.push_str(" and");
    }
    html.push_str(" gives ");
    html.push_str(&counted(answer.result.frame.rows.len(), "row", "rows"));
    html.push_str(":</p>\n<div class=\"highlight\"><pre tabindex=\"0\" class=\"chroma\"><code class=\"language-sql\" data-lang=\"sql\">");
    let sql = answer.sql.trim_end();
    if highlight(sql, "sql", html).is_none() {
        escape_to(sql, html);
    }
    html.push_str("\n</code></pre></div>\n");
}

/// A count with its noun, the number grouped.
fn counted(count: usize, one: &str, many: &str) -> String {
    let cell = crate::base::cell::Cell::Integer(i128::try_from(count).unwrap_or(i128::MAX));
    let number = Format::named("grouped").ok().and_then(|format| format.write(&cell, None).ok());
    let number = number.unwrap_or_else(|| count.to_string());
    format!("{number} {}", if count == 1 { one } else { many })
}
