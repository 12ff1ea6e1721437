//! `numerate data query`: an answer from the site's tables and views.

use clap::ValueEnum;

use super::grid::{Side, grid};
use super::list::names;
use super::{Place, fail, json, open};
use crate::base::as_of::AsOf;
use crate::base::cell::Cell;
use crate::base::path::SitePath;
use crate::base::source::Source;
use crate::cli::DONE;
use crate::cli::options::Format;
use crate::cli::session::Reporter;
use crate::cli::summary::count;
use crate::data::catalog::QueryResult;
use crate::data::csv;
use crate::host::report;
use crate::host::terminal::{self, Terminal};

/// The arguments of `data query`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The SQL; `-` reads it from standard input
    sql: String,
    #[command(flatten)]
    place: Place,
    /// See the data as it was on a day, `latest` or `YYYY-MM-DD`
    #[arg(long, value_name = "DAY", default_value = "latest", value_parser = as_of)]
    as_of: AsOf,
    /// The form of the rows: aligned for people, CSV or JSON for programs
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "human")]
    format: Form,
}

/// A form of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Aligned columns
    Human,
    /// A line of names, then the rows; nothing stands for NULL
    Csv,
    /// An array of objects
    Json,
}

/// Reads the argument of `--as-of`.
fn as_of(text: &str) -> Result<AsOf, &'static str> {
    AsOf::read(text).ok_or("write `latest`, or a day such as `2025-03-08`")
}

/// Runs the query.
pub(super) fn run(terminal: &Terminal, args: &Args) -> u8 {
    let format = if args.format == Form::Json { Format::Json } else { Format::Human };
    let reporter = Reporter { terminal, format };
    let sql = match args.sql.as_str() {
        "-" => match terminal::input() {
            Ok(sql) => sql,
            Err(diagnostic) => return reporter.refuse(diagnostic),
        },
        sql => sql.to_owned(),
    };
    let (catalog, disk) = match open(reporter, &args.place) {
        Ok(opened) => opened,
        Err(code) => return code,
    };
    match catalog.session(args.as_of, &[]).run(&sql) {
        Ok(result) => {
            terminal.out(&match args.format {
                Form::Human => people(&result),
                Form::Csv if terminal::is_out_seen() => report::clean(&csv::write(&result.frame)),
                Form::Csv => csv::write(&result.frame),
                Form::Json => json::rows(&result.frame) + "\n",
            });
            DONE
        }
        Err(errors) => {
            let path = SitePath::new("query").expect("a plain name is a path");
            let source = Source::new(path, sql);
            let errors = errors.into_iter().map(|error| error.within(&source)).collect();
            fail(reporter, errors, &disk.prefix())
        }
    }
}

/// The rows in aligned columns, and how many they are.
pub(super) fn people(result: &QueryResult) -> String {
    let columns = &result.frame.columns;
    let head: Vec<_> =
        columns.iter().map(|column| (&*column.name, Side::of(column.kind))).collect();
    let cell = |cell: &Cell| if cell.is_null() { "NULL".to_owned() } else { cell.plain() };
    let rows: Vec<Vec<String>> =
        result.frame.rows.iter().map(|row| row.iter().map(cell).collect()).collect();
    let rows_of = |n| count(n, "row").unwrap_or_else(|| "no rows".to_owned());
    let read = match names(&result.tables).join(", ") {
        tables if tables.is_empty() => String::new(),
        tables => format!(" from {} of {tables}", rows_of(result.rows_read)),
    };
    let n_rows = rows_of(rows.len());
    format!("{}\n{n_rows}{read}\n", grid(&head, rows))
}
