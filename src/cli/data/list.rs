//! `numerate data list`: the tables and views.

use std::sync::Arc;

use serde::Serialize;

use super::grid::{Side, grid};
use super::{Place, json, open};
use crate::cli::DONE;
use crate::cli::options::{Format, FormatArg};
use crate::cli::session::Reporter;
use crate::cli::summary::count;
use crate::data::catalog::{Catalog, View};
use crate::data::series::Series;
use crate::data::table::Table;
use crate::host::report;
use crate::host::terminal::Terminal;

/// The arguments of `data list`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    format: FormatArg,
}

/// Lists the tables and views.
pub(super) fn run(terminal: &Terminal, args: &Args) -> u8 {
    let reporter = Reporter { terminal, format: args.format.format };
    let catalog = match open(reporter, &args.place) {
        Ok((catalog, _)) => catalog,
        Err(code) => return code,
    };
    match args.format.format {
        Format::Json => terminal.out(&programs(&catalog)),
        Format::Human | Format::Github => terminal.out(&people(&catalog)),
    }
    DONE
}

/// The tables, and below them the views.
pub(super) fn people(catalog: &Catalog) -> String {
    let tables: Vec<_> = catalog.tables.values().map(|table| table_row(table)).collect();
    let views: Vec<_> = catalog.views().iter().map(|(name, view)| view_row(name, view)).collect();
    let mut parts = Vec::new();
    if !tables.is_empty() {
        let head = [
            ("table", Side::Left),
            ("file", Side::Left),
            ("rows", Side::Right),
            ("columns", Side::Right),
            ("size", Side::Right),
            ("title", Side::Left),
        ];
        parts.push(grid(&head, tables));
    }
    if !views.is_empty() {
        let head = [
            ("view", Side::Left),
            ("file", Side::Left),
            ("columns", Side::Right),
            ("reads", Side::Left),
        ];
        parts.push(grid(&head, views));
    }
    if parts.is_empty() {
        return "no tables: a CSV file in `data` is one\n".to_owned();
    }
    parts.join("\n")
}

/// The line of a table: what it is now, and where its snapshots lie.
fn table_row(series: &Series) -> Vec<String> {
    let table = series.latest();
    let file = match table.snapshot {
        Some(day) => {
            let n_snapshots = count(series.snapshots.len(), "snapshot").unwrap_or_default();
            format!("{}/ ({n_snapshots} to {day})", table.path.parent())
        }
        None => table.path.to_string(),
    };
    vec![
        table.name.to_string(),
        file,
        table.n_rows.to_string(),
        table.columns.len().to_string(),
        size(table.bytes),
        table.contract.title.as_deref().unwrap_or_default().to_owned(),
    ]
}

/// The line of a view.
fn view_row(name: &str, view: &View) -> Vec<String> {
    let (file, columns) = (view.path.to_string(), view.columns.len().to_string());
    vec![name.to_string(), file, columns, names(&view.tables).join(", ")]
}

/// The names of tables, each once.
pub(super) fn names(tables: &[Arc<Table>]) -> Vec<&str> {
    let mut names: Vec<&str> = tables.iter().map(|table| &*table.name).collect();
    names.dedup();
    names
}

/// The days of a table's snapshots.
pub(super) fn days(series: &Series) -> Vec<String> {
    let days = series.snapshots.iter().filter_map(|table| table.snapshot);
    days.map(|day| day.to_string()).collect()
}

/// A number of bytes in three digits or so.
pub(super) fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    if bytes < 1000 {
        return format!("{bytes} B");
    }
    let (mut tenths, mut unit) = (bytes.saturating_add(50) / 100, 0);
    while tenths >= 10_000 && unit + 1 < UNITS.len() {
        tenths = (tenths + 500) / 1000;
        unit += 1;
    }
    format!("{}.{} {}", tenths / 10, tenths % 10, UNITS[unit])
}

/// The tables and views as programs read them.
#[derive(Debug, Serialize)]
struct Listed<'a> {
    tables: Vec<ListedTable<'a>>,
    views: Vec<ListedView<'a>>,
}

/// A table as programs read it.
#[derive(Debug, Serialize)]
struct ListedTable<'a> {
    name: &'a str,
    file: &'a str,
    title: Option<&'a str>,
    rows: usize,
    bytes: u64,
    /// The days of the snapshots, the oldest first; the other facts are those of the last.
    snapshots: Vec<String>,
    columns: Vec<&'a str>,
}

/// A view as programs read it.
#[derive(Debug, Serialize)]
struct ListedView<'a> {
    name: &'a str,
    file: &'a str,
    /// The tables that it reads.
    reads: Vec<&'a str>,
    columns: Vec<&'a str>,
}

/// The tables and views for programs.
pub(super) fn programs(catalog: &Catalog) -> String {
    json::harmless(&report::json::text(&listed(catalog)))
}

/// What is listed for programs.
fn listed(catalog: &Catalog) -> Listed<'_> {
    let tables = catalog.tables.values().map(|series| {
        let table = series.latest();
        ListedTable {
            name: &table.name,
            file: table.path.as_str(),
            title: table.contract.title.as_deref(),
            rows: table.n_rows,
            bytes: table.bytes,
            snapshots: days(series),
            columns: table.columns.iter().map(|column| &*column.column.name).collect(),
        }
    });
    let views = catalog.views().iter().map(|(name, view)| ListedView {
        name,
        file: view.path.as_str(),
        reads: names(&view.tables),
        columns: view.columns.iter().map(|column| &*column.name).collect(),
    });
    Listed { tables: tables.collect(), views: views.collect() }
}
