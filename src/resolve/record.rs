//! What a page publishes of its data: each result as CSV, and `index.data.json`, which says where every number comes from.
//!
//! The form of `index.data.json` is documented in `content/docs/provenance.md`. Keys are added to it, never changed.

use std::sync::Arc;

use serde::Serialize;

use super::answer::{Answer, Answers};
use super::dataset::RECORD;
use crate::base::as_of::AsOf;
use crate::base::frame::Column;
use crate::data::csv;
use crate::data::table::Table;

/// The version of the form.
const VERSION: u8 = 1;

/// A number of the text that follows from the data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Number {
    /// What the text says.
    pub(super) text: String,
    /// The value in plain digits, as a text so that no reader rounds it.
    pub(super) value: String,
    /// The query it comes from.
    pub(super) query: String,
    /// The column of its result.
    pub(super) column: String,
}

/// A chart or a table of the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Shown {
    /// `chart` or `table`.
    pub(super) kind: &'static str,
    /// The query whose rows it shows.
    pub(super) query: String,
    /// What it says above, if anything.
    pub(super) title: Option<String>,
    /// A chart's picture beside the page.
    pub(super) image: Option<String>,
}

/// The whole record.
#[derive(Serialize)]
struct Record<'a> {
    version: u8,
    as_of: String,
    tables: Vec<TableRecord<'a>>,
    queries: Vec<QueryRecord<'a>>,
    numbers: &'a [Number],
    figures: &'a [Shown],
    claims: usize,
}

/// A table that was read.
#[derive(Serialize)]
struct TableRecord<'a> {
    name: &'a str,
    title: Option<&'a str>,
    description: Option<&'a str>,
    file: &'a str,
    snapshot: Option<String>,
    blake3: String,
    bytes: u64,
    rows: usize,
    source: Option<SourceRecord<'a>>,
}

/// Where a table comes from.
#[derive(Serialize)]
struct SourceRecord<'a> {
    producer: Option<&'a str>,
    title: Option<&'a str>,
    url: Option<&'a str>,
    licence: Option<&'a str>,
    citation: Option<&'a str>,
    accessed: Option<String>,
}

/// A query with what it read and gave.
#[derive(Serialize)]
struct QueryRecord<'a> {
    name: &'a str,
    sql: &'a str,
    reads: Vec<&'a str>,
    rows_read: usize,
    rows: usize,
    columns: Vec<ColumnRecord<'a>>,
    csv: String,
}

/// A column of a result.
#[derive(Serialize)]
struct ColumnRecord<'a> {
    name: &'a str,
    label: &'a str,
    kind: &'static str,
    unit: Option<&'a str>,
}

/// What of a page follows from its data.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// Its bound numbers, in order.
    pub(super) numbers: Vec<Number>,
    /// Its charts and tables, in order.
    pub(super) figures: Vec<Shown>,
    /// How many claims hold.
    pub(super) claims: usize,
}

/// The files beside a page that ran these queries over these tables.
pub(super) fn files(
    answers: &Answers,
    tables: &[Arc<Table>],
    findings: &Findings,
    as_of: AsOf,
) -> Vec<(String, Arc<[u8]>)> {
    if answers.known.is_empty() && tables.is_empty() {
        return Vec::new();
    }
    let record = Record {
        version: VERSION,
        as_of: as_of.to_string(),
        tables: tables.iter().map(|table| table_record(table)).collect(),
        queries: answers.known.iter().map(query_record).collect(),
        numbers: &findings.numbers,
        figures: &findings.figures,
        claims: findings.claims,
    };
    let mut text =
        serde_json::to_string_pretty(&record).expect("a record holds nothing that JSON cannot say");
    text.push('\n');
    let mut files: Vec<(String, Arc<[u8]>)> = answers
        .known
        .iter()
        .map(|answer| {
            let bytes = csv::write(&answer.result.frame).into_bytes();
            (csv_name(&answer.name), bytes.into())
        })
        .collect();
    files.push((RECORD.to_owned(), text.into_bytes().into()));
    files
}

/// The file of a query's result.
pub(super) fn csv_name(query: &str) -> String {
    format!("{query}.csv")
}

fn table_record(table: &Table) -> TableRecord<'_> {
    let contract = &table.contract;
    let source = contract.origin.as_ref().map(|origin| SourceRecord {
        producer: origin.producer.as_deref(),
        title: origin.title.as_deref(),
        url: origin.url.as_deref(),
        licence: origin.licence.as_deref(),
        citation: origin.citation.as_deref(),
        accessed: origin.accessed.map(|day| day.to_string()),
    });
    TableRecord {
        name: &table.name,
        title: contract.title.as_deref(),
        description: contract.description.as_deref(),
        file: table.path.as_str(),
        snapshot: table.snapshot.map(|day| day.to_string()),
        blake3: table.digest.to_string(),
        bytes: table.bytes,
        rows: table.n_rows,
        source,
    }
}

fn query_record(answer: &Answer) -> QueryRecord<'_> {
    let result = &answer.result;
    let mut reads: Vec<&str> = result.tables.iter().map(|table| &*table.name).collect();
    reads.dedup();
    QueryRecord {
        name: &answer.name,
        sql: answer.sql.trim_end(),
        reads,
        rows_read: result.rows_read,
        rows: result.frame.rows.len(),
        columns: result.frame.columns.iter().map(column_record).collect(),
        csv: csv_name(&answer.name),
    }
}

fn column_record(column: &Column) -> ColumnRecord<'_> {
    let Column { name, label, unit, kind } = column;
    ColumnRecord { name, label, kind: kind.name(), unit: unit.as_deref() }
}
