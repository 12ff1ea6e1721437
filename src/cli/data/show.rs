//! `numerate data show`: the columns of a table or view, and where it comes from.

use std::sync::Arc;

use super::grid::{Side, aligned, grid};
use super::list::{days, names, size};
use super::{Place, fail, json, open};
use crate::base::cell::Cell;
use crate::base::diagnostic::{Diagnostic, nearest};
use crate::base::frame::Column;
use crate::base::path::SitePath;
use crate::cli::DONE;
use crate::cli::options::{Format, FormatArg};
use crate::cli::session::Reporter;
use crate::cli::summary::count;
use crate::data::catalog::{Catalog, View};
use crate::data::contract::Origin;
use crate::data::series::Series;
use crate::data::table::{Table, TableColumn};
use crate::host::terminal::Terminal;

/// The most characters of a least or greatest value that people are shown.
const LONGEST: usize = 40;

/// The arguments of `data show`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The table or view, by its name in SQL or by its file
    name: String,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    format: FormatArg,
}

/// What a name stands for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Named<'a> {
    /// A table, with the snapshot that is shown.
    Table(&'a Series, &'a Table),
    /// A view, with its name.
    View(&'a str, &'a View),
}

/// Shows the table or view.
pub(super) fn run(terminal: &Terminal, args: &Args) -> u8 {
    let reporter = Reporter { terminal, format: args.format.format };
    let (catalog, disk) = match open(reporter, &args.place) {
        Ok(opened) => opened,
        Err(code) => return code,
    };
    let named = match find(&catalog, &args.name) {
        Ok(named) => named,
        Err(error) => return fail(reporter, vec![error], &disk.prefix()),
    };
    let is_json = args.format.format == Format::Json;
    terminal.out(&if is_json { programs(named) } else { people(named) });
    DONE
}

/// A table or view for people.
pub(super) fn people(named: Named<'_>) -> String {
    match named {
        Named::Table(series, table) => table_text(series, table),
        Named::View(name, view) => view_text(name, view),
    }
}

/// A table or view for programs.
pub(super) fn programs(named: Named<'_>) -> String {
    match named {
        Named::Table(series, table) => table_json(series, table),
        Named::View(name, view) => view_json(name, view),
    }
}

/// What `name` stands for: a name in SQL, or a file of the site.
pub(super) fn find<'c>(catalog: &'c Catalog, name: &str) -> Result<Named<'c>, Diagnostic> {
    let is_it = |known: &str, file: &SitePath| known == name || file.as_str() == name;
    if let Some(series) = catalog.tables.get(name) {
        return Ok(Named::Table(series, series.latest()));
    }
    for series in catalog.tables.values() {
        if let Some(table) = series.snapshots.iter().find(|table| table.path.as_str() == name) {
            return Ok(Named::Table(series, table));
        }
    }
    let mut views = catalog.views().iter();
    if let Some((name, view)) = views.find(|(name, view)| is_it(name, &view.path)) {
        return Ok(Named::View(name, view));
    }
    let known = catalog.tables.keys().chain(catalog.views().keys()).map(|name| &**name);
    let help = match nearest(name, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`numerate data list` lists the tables and views".to_owned(),
    };
    let message = format!("there is no table or view `{name}`");
    Err(Diagnostic::error("data/unknown-table", message).help(help))
}

/// A table for people.
fn table_text(series: &Series, table: &Table) -> String {
    let contract = &table.contract;
    let columns = count(table.columns.len(), "column").unwrap_or_else(|| "no columns".into());
    let rows = count(table.n_rows, "row").unwrap_or_else(|| "no rows".into());
    let key: Vec<&str> = contract.key.iter().map(|name| &*name.value).collect();
    let mut facts = vec![
        ("table", table.name.to_string()),
        ("title", text(contract.title.as_ref())),
        ("description", text(contract.description.as_ref())),
        ("holds", format!("{rows}, {columns}")),
        ("key", key.join(", ")),
        ("file", format!("{} ({})", table.path, size(table.bytes))),
        ("blake3", table.digest.to_string()),
        ("snapshots", days(series).join(", ")),
    ];
    if let Some(origin) = &contract.origin {
        let [producer, title, url, licence, citation, accessed] = origin_facts(origin);
        let source: Vec<String> = [producer, title].into_iter().flatten().collect();
        facts.push(("source", source.join(": ")));
        facts.push(("url", url.unwrap_or_default()));
        facts.push(("licence", licence.unwrap_or_default()));
        facts.push(("citation", citation.unwrap_or_default()));
        facts.push(("accessed", accessed.unwrap_or_default()));
    }
    let head = [
        ("column", Side::Left),
        ("kind", Side::Left),
        ("label", Side::Left),
        ("unit", Side::Left),
        ("min", Side::Left),
        ("max", Side::Left),
        ("nulls", Side::Right),
        ("description", Side::Left),
    ];
    let row = |TableColumn { column, description, n_null, min, max }: &TableColumn| {
        let mut row = column_row(column);
        let description = text(description.as_ref());
        row.extend([short(min), short(max), n_null.to_string(), description]);
        row
    };
    let columns: Vec<Vec<String>> = table.columns.iter().map(row).collect();
    format!("{}\n{}", lines(facts), grid(&head, columns))
}

/// A value, cut if it is a long text: it is here to be recognized.
fn short(cell: &Cell) -> String {
    let text = cell.plain();
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// A view for people.
fn view_text(name: &str, view: &View) -> String {
    let facts = vec![
        ("view", name.to_owned()),
        ("file", view.path.to_string()),
        ("reads", names(&view.tables).join(", ")),
    ];
    let head =
        [("column", Side::Left), ("kind", Side::Left), ("label", Side::Left), ("unit", Side::Left)];
    let columns: Vec<Vec<String>> = view.columns.iter().map(column_row).collect();
    format!("{}\n{}", lines(facts), grid(&head, columns))
}

/// What tables and views say of a column.
fn column_row(column: &Column) -> Vec<String> {
    let kind = column.kind.name().to_owned();
    vec![column.name.to_string(), kind, column.label.to_string(), text(column.unit.as_ref())]
}

/// Each fact that there is on a line of its own.
fn lines(facts: Vec<(&str, String)>) -> String {
    let told = facts.into_iter().filter(|(_, value)| !value.is_empty());
    let rows: Vec<Vec<String>> = told.map(|(name, value)| vec![name.to_owned(), value]).collect();
    aligned(&[Side::Left, Side::Left], &rows)
}

/// A text that may not be there.
fn text(text: Option<&Arc<str>>) -> String {
    text.map_or_else(String::new, ToString::to_string)
}

/// Producer, title, URL, licence, citation, and the day of access.
fn origin_facts(origin: &Origin) -> [Option<String>; 6] {
    let Origin { producer, title, url, licence, citation, accessed } = origin;
    let told = |text: &Option<Arc<str>>| text.as_deref().map(str::to_owned);
    let accessed = accessed.map(|day| day.to_string());
    [told(producer), told(title), told(url), told(licence), told(citation), accessed]
}

/// A table for programs.
fn table_json(series: &Series, table: &Table) -> String {
    let contract = &table.contract;
    let origin = contract.origin.as_ref().map(|origin| {
        let keys = ["producer", "title", "url", "licence", "citation", "accessed"];
        let facts = origin_facts(origin).map(|fact| json::optional(fact.as_deref()));
        json::object(keys.into_iter().zip(facts))
    });
    let column = |column: &TableColumn| {
        let mut members = column_members(&column.column);
        members.extend([
            ("description", json::optional(column.description.as_deref())),
            ("min", json::cell(&column.min)),
            ("max", json::cell(&column.max)),
            ("nulls", column.n_null.to_string()),
        ]);
        json::object(members)
    };
    let members = [
        ("name", json::string(&table.name)),
        ("type", json::string("table")),
        ("file", json::string(table.path.as_str())),
        ("title", json::optional(contract.title.as_deref())),
        ("description", json::optional(contract.description.as_deref())),
        ("rows", table.n_rows.to_string()),
        ("bytes", table.bytes.to_string()),
        ("snapshots", json::array(days(series).iter().map(|day| json::string(day)))),
        ("blake3", json::string(&table.digest.to_string())),
        ("key", json::array(contract.key.iter().map(|name| json::string(&name.value)))),
        ("source", origin.unwrap_or_else(|| "null".to_owned())),
        ("columns", json::array(table.columns.iter().map(column))),
    ];
    json::object(members) + "\n"
}

/// A view for programs.
fn view_json(name: &str, view: &View) -> String {
    let columns = view.columns.iter().map(|column| json::object(column_members(column)));
    let members = [
        ("name", json::string(name)),
        ("type", json::string("view")),
        ("file", json::string(view.path.as_str())),
        ("reads", json::array(names(&view.tables).into_iter().map(json::string))),
        ("columns", json::array(columns)),
    ];
    json::object(members) + "\n"
}

/// What tables and views say of a column to programs.
fn column_members(column: &Column) -> Vec<(&'static str, String)> {
    vec![
        ("name", json::string(&column.name)),
        ("kind", json::string(column.kind.name())),
        ("label", json::string(&column.label)),
        ("unit", json::optional(column.unit.as_deref())),
    ]
}
