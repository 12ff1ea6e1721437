//! Parquet files as tables: typed as they are, and checked against contracts like all others.

use super::breaches::{Place, Places};
use super::contract::Contract;
use super::engine::parquet::{Foreign, Parquet};
use super::engine::rows::Builder;
use super::scan::{Profile, Scanned, header_names, no_rows, unknown_columns};
use super::table::check::{Checks, Findings, Seen};
use super::table::load::Loaded;
use super::table::range::Range;
use super::value::{Type, Value};
use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;
use crate::base::path::SitePath;
use crate::base::source::{Source, Span};
use crate::base::table_file::{RowForm, table_file};
use crate::base::world::World;

/// Is `path` a file of columns?
pub(super) fn is_columnar(path: &SitePath) -> bool {
    table_file(path).is_some_and(|file| file.rows == RowForm::Parquet)
}

/// The names of the columns of `path`.
pub(super) fn column_names(world: &dyn World, path: &SitePath) -> Option<Vec<String>> {
    let parquet = Parquet::open(world.read(path).ok()?).ok()?;
    let names = header(path, &parquet).ok()?;
    Some(names.into_iter().map(|(name, _)| name).collect())
}

/// Reads a file.
pub(super) fn load(
    world: &dyn World,
    path: &SitePath,
    contract: &Contract,
) -> Result<Loaded, Vec<Diagnostic>> {
    let bytes = world.read(path).map_err(|error| vec![error])?;
    let (digest, size) = (Digest::of(&bytes), bytes.len() as u64);
    let damaged = |error: String| {
        let error = Diagnostic::error("data/parquet", format!("cannot read `{path}`: {error}"));
        vec![at_file(path, error.help("the file is damaged or no Parquet: write it again"))]
    };
    let parquet = Parquet::open(bytes).map_err(damaged)?;
    let names = header(path, &parquet)?;
    let mut wrong = unknown_columns(contract, &names);
    let mut kinds = Vec::new();
    for ((name, _), kind) in names.iter().zip(parquet.types()) {
        match kind {
            Ok(kind) => kinds.push(kind),
            Err(what) => {
                let error =
                    Diagnostic::error("data/parquet", format!("the column `{name}` holds {what}"));
                wrong.push(at_file(path, error.help("write a column of numbers, texts, dates or truth values in its place, or leave it out")));
            }
        }
    }
    if wrong.iter().any(Diagnostic::is_error) {
        return Err(wrong);
    }
    let foreign = parquet.rows(&kinds).map_err(damaged)?;
    let columns = columns((path, &names), (&kinds, &foreign), contract, &mut wrong);
    let mut loaded = rows((path, &columns), (&kinds, &foreign), contract, wrong);
    (loaded.digest, loaded.bytes) = (digest, size);
    Ok(loaded)
}

fn at_file(path: &SitePath, error: Diagnostic) -> Diagnostic {
    error.label_in(&Source::new(path.clone(), ""), Span::default(), "")
}

/// The names of the columns.
fn header(path: &SitePath, parquet: &Parquet) -> Result<Vec<(String, String)>, Vec<Diagnostic>> {
    let names = parquet.names();
    let texts: Vec<&str> = names.iter().map(String::as_str).collect();
    let source = Source::new(path.clone(), "");
    let place = || Place { source: source.clone(), span: Span::default() };
    let places: Vec<Place> = texts.iter().map(|_| place()).collect();
    let (names, wrong) = header_names(&texts, &places);
    if wrong.is_empty() { Ok(names) } else { Err(wrong) }
}

/// The columns with the types that the contract declares, where the file's can be read so: texts as anything, others as themselves.
fn columns(
    (path, names): (&SitePath, &[(String, String)]),
    (kinds, foreign): (&[Type], &Foreign),
    contract: &Contract,
    wrong: &mut Vec<Diagnostic>,
) -> Vec<Scanned> {
    let mut res = Vec::new();
    for (idx, (name, header)) in names.iter().enumerate() {
        let mut kind = kinds[idx];
        if let Some(declared) = contract.kind(name).filter(|declared| *declared != kind.kind()) {
            if kind == Type::Text {
                let mut profile = Profile::new(Some(declared));
                foreign.each(kinds, &mut |_, cells| {
                    if let Some(Value::Text(text)) = cells[idx] {
                        profile.add(text, || Place {
                            source: Source::new(path.clone(), ""),
                            span: Span::default(),
                        });
                    }
                });
                kind = profile.finish(name).0;
            } else {
                let (declared, held) = (declared.name(), kind.kind().name());
                let message =
                    format!("`{name}` is declared `{declared}`, and is `{held}` in `{path}`");
                let error = Diagnostic::error("data/type", message).help(
                    "declare the type that the file has, or write the file with the other one",
                );
                let span = contract.columns.get(name).and_then(|terms| terms.kind.as_ref());
                wrong.push(contract.mark(
                    span.map(|kind| kind.span).unwrap_or_default(),
                    error,
                    "",
                ));
            }
        }
        res.push(Scanned { name: name.clone(), header: header.clone(), kind });
    }
    res
}

/// Reads and checks the rows.
fn rows(
    (path, columns): (&SitePath, &[Scanned]),
    (kinds, foreign): (&[Type], &Foreign),
    contract: &Contract,
    mut diagnostics: Vec<Diagnostic>,
) -> Loaded {
    let checks = Checks::new(columns, contract, &mut diagnostics);
    let mut found = Findings::default();
    let mut ranges: Vec<Range> = columns.iter().map(|column| Range::new(column.kind)).collect();
    let names: Vec<&str> = columns.iter().map(|column| &*column.name).collect();
    let mut builder = Builder::new(&names, columns.iter().map(|column| column.kind));
    foreign.each(kinds, &mut |number, cells| {
        let row = Cells { path, columns, kinds, values: cells, number };
        for (idx, (cell, column)) in cells.iter().zip(columns).enumerate() {
            let given = cell.filter(|cell| match cell {
                Value::Text(text) => text.is_empty() || !contract.is_null(text),
                _ => true,
            });
            let value = match given {
                Some(Value::Text(text)) => Value::read(text, column.kind),
                other => other,
            };
            checks.cell(&row, idx, (value, given.is_some()), &mut found);
            ranges[idx].add(value);
            builder.push(idx, value);
        }
        checks.row(&row, &mut found);
        builder.end_row();
    });
    Seen::default().add(&checks, &mut found, &|line, tell| {
        let number = line - 1;
        foreign.one(kinds, number, &mut |cells| {
            tell(&Cells { path, columns, kinds, values: cells, number });
        });
    });
    diagnostics.extend(found.breaches.finish());
    let rows = builder.finish();
    diagnostics.extend((rows.len() == 0).then(|| at_file(path, no_rows(path, &[]))));
    let (columns, digest) = (columns.to_vec(), Digest::of(&[]));
    Loaded { columns, ranges, rows, digest, bytes: 0, diagnostics }
}

/// A row, which stands nowhere as text: it is shown as a line of CSV, with its number as that of the line.
struct Cells<'c> {
    path: &'c SitePath,
    columns: &'c [Scanned],
    kinds: &'c [Type],
    values: &'c [Option<Value<'c>>],
    number: usize,
}

impl Places for Cells<'_> {
    fn line(&self) -> usize {
        self.number + 1
    }

    fn place(&self, column: usize) -> Place {
        let (mut text, mut span) = (String::new(), Span::default());
        for idx in 0..self.columns.len() {
            if idx > 0 {
                text.push_str(", ");
            }
            let start = text.len();
            text.push_str(&self.written(idx).replace(['\n', '\r'], " "));
            if idx == column {
                span = Span::new(start, text.len());
            }
        }
        Place { source: Source::excerpt(self.path.clone(), text, self.line()), span }
    }

    fn written(&self, column: usize) -> String {
        let value = self.values.get(column).copied().flatten();
        value.map_or_else(String::new, |value| value.cell(self.kinds[column]).plain())
    }
}
