//! `numerate data pull`: fetching new snapshots.

use super::{Place, fail, json, report};
use crate::base::diagnostic::Diagnostic;
use crate::base::path::SitePath;
use crate::base::world::{DATA_LOCK, World as _};
use crate::cli::options::{Format, FormatArg, SiteArgs};
use crate::cli::session::{self, Reporter, verdict};
use crate::cli::summary::count;
use crate::cli::{DONE, HAS_ERRORS};
use crate::host::disk::Disk;
use crate::host::http::Client;
use crate::host::report::arrange;
use crate::host::terminal::Terminal;
use crate::pipeline::{self, Options, Outcome, Pulled};

/// Where it is remembered what servers called their answers.
const MEMORY: &str = ".numerate/pull.json";

/// The arguments of `data pull`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The tables to fetch; without any, all whose contracts say how
    tables: Vec<String>,
    #[command(flatten)]
    place: Place,
    /// The time whose day the snapshots are of, in RFC 3339, instead of now
    #[arg(long, value_name = "TIME")]
    clock: Option<String>,
    /// Fetch and check, and write nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    format: FormatArg,
}

/// What came of one table.
struct Row {
    table: String,
    status: &'static str,
    file: Option<SitePath>,
    rows: Option<usize>,
}

/// Fetches the tables.
pub(super) fn run(terminal: &Terminal, args: &Args) -> u8 {
    let reporter = Reporter { terminal, format: args.format.format };
    let Place { source, environment } = args.place.clone();
    let site = SiteArgs { source, clock: args.clock.clone() };
    let disk = match session::open(&site) {
        Ok(disk) => disk,
        Err(diagnostic) => return reporter.refuse(diagnostic),
    };
    let options = Options { environment, ..Options::default() };
    let path = SitePath::new(MEMORY).expect("a plain name is a path");
    let mut memory = pipeline::Memory::read(&disk.read(&path).unwrap_or_default());
    let before = memory.clone();
    let progress = terminal.progress("fetching");
    let pulled = pipeline::pull((&disk, &Client::default()), &options, &args.tables, &mut memory);
    drop(progress);
    let pulled = match pulled {
        Ok(pulled) => pulled,
        Err(errors) => return fail(reporter, errors, &disk.prefix()),
    };
    let mut diagnostics = Vec::new();
    let rows = if args.dry_run {
        pulled.into_iter().map(|pulled| told(pulled, &mut diagnostics).0).collect()
    } else {
        let rows = written(&disk, &options, pulled, &mut diagnostics);
        if memory != before {
            diagnostics.extend(disk.put(&path, &memory.write()).err());
        }
        rows
    };
    terminal.out(&match args.format.format {
        Format::Json => programs(&rows),
        Format::Human | Format::Github => people(&rows, args.dry_run),
    });
    let diagnostics = arrange(diagnostics);
    // The answer has standard output to itself, whatever its form.
    report(Reporter { format: Format::Human, ..reporter }, &diagnostics, &disk.prefix());
    let (fails, words) = verdict(&diagnostics, false);
    if !words.is_empty() {
        reporter.complain(&format!("{words}\n"));
    }
    if fails { HAS_ERRORS } else { DONE }
}

/// What is told of a table, and the file to write.
fn told(pulled: Pulled, diagnostics: &mut Vec<Diagnostic>) -> (Row, Option<pipeline::NewSnapshot>) {
    let row = |status, file, rows| Row { table: pulled.table, status, file, rows };
    match pulled.outcome {
        Ok(warned) => match warned.unpack(diagnostics) {
            Outcome::New(new) => (row("new", Some(new.path.clone()), Some(new.rows)), Some(new)),
            Outcome::Unchanged(path) => (row("unchanged", Some(path), None), None),
        },
        Err(errors) => {
            diagnostics.extend(errors);
            (row("failed", None, None), None)
        }
    }
}

/// Writes the new snapshots and pins them.
fn written(
    disk: &Disk,
    options: &Options,
    pulled: Vec<Pulled>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut put = Vec::new();
    for pulled in pulled {
        let (mut row, new) = told(pulled, diagnostics);
        if let Some(new) = new {
            match disk.put(&new.path, &new.bytes) {
                Ok(()) => put.push(new),
                Err(error) => {
                    diagnostics.push(error);
                    row = Row { status: "failed", file: None, rows: None, ..row };
                }
            }
        }
        rows.push(row);
    }
    if !put.is_empty() {
        let lock = SitePath::new(DATA_LOCK).expect("a plain name is a path");
        let text = pipeline::pinned_with(disk, options, &put);
        match text.and_then(|text| disk.put(&lock, text.as_bytes()).map_err(|error| vec![error])) {
            Ok(()) => {}
            Err(errors) => diagnostics.extend(errors),
        }
    }
    rows
}

/// A line for each table.
fn people(rows: &[Row], is_dry_run: bool) -> String {
    let line = |row: &Row| {
        let Row { table, status, file, rows } = row;
        let file = file.as_ref().map(ToString::to_string).unwrap_or_default();
        match (*status, rows) {
            ("new", Some(rows)) => {
                let rows = count(*rows, "row").unwrap_or_else(|| "no rows".to_owned());
                let would = if is_dry_run { "would write " } else { "" };
                format!("{table}: {would}{file}, {rows}\n")
            }
            ("unchanged", _) => format!("{table}: unchanged since {file}\n"),
            _ => format!("{table}: failed, nothing was written\n"),
        }
    };
    rows.iter().map(line).collect()
}

/// The tables for programs.
fn programs(rows: &[Row]) -> String {
    let object = |row: &Row| {
        json::object([
            ("table", json::string(&row.table)),
            ("status", json::string(row.status)),
            ("file", json::optional(row.file.as_ref().map(SitePath::as_str))),
            ("rows", row.rows.map_or_else(|| "null".to_owned(), |rows| rows.to_string())),
        ])
    };
    json::array(rows.iter().map(object)) + "\n"
}
