//! The first reading of a file: its structure, the type of each column from all rows, and what breaks either.

mod profile;

use super::breaches::{Breaches, Place};
use super::contract::Contract;
use super::csv::{Records, Row};
use super::name;
use super::value::Type;
use crate::base::diagnostic::{Diagnostic, nearest};
use crate::base::digest::Digest;
use crate::base::path::SitePath;
use crate::base::source::{Source, Span};
use crate::base::world::World;
use profile::Profile;

/// A column as the header and all rows show it.
#[derive(Debug)]
pub(super) struct Scanned {
    /// The name in SQL.
    pub(super) name: String,
    /// The header, as written.
    pub(super) header: String,
    /// The type that all cells have.
    pub(super) kind: Type,
}

/// What the first reading tells.
#[derive(Debug)]
pub(super) struct Scan {
    /// The columns.
    pub(super) columns: Vec<Scanned>,
    /// The digest of the file.
    pub(super) digest: Digest,
    /// The file's size.
    pub(super) bytes: u64,
    /// Errors and warnings.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Has every row as many fields as the header, so that a second reading makes sense?
    pub(super) regular: bool,
}

/// Reads `path` once. An error is one after which nothing of the file can be used.
pub(super) fn scan(
    world: &dyn World,
    path: &SitePath,
    contract: &Contract,
) -> Result<Scan, Vec<Diagnostic>> {
    let mut records = Records::open(world, path).map_err(|error| vec![error])?;
    let header = records.next().map_err(|error| vec![error])?;
    let Some(header) = header else { return Err(vec![no_header(path)]) };
    let (names, mut diagnostics) = header_names(&header);
    let places: Vec<Place> = (0..header.len()).map(|idx| header.place(idx)).collect();
    if !diagnostics.is_empty() {
        diagnostics.extend(other_delimiter(&header));
        return Err(diagnostics);
    }
    if let Some(diagnostic) = other_delimiter(&header) {
        return Err(vec![diagnostic]);
    }
    let mut profiles: Vec<Profile> =
        names.iter().map(|(name, _)| Profile::new(contract.kind(name))).collect();
    let mut breaches = Breaches::default();
    let (mut n_rows, mut regular) = (0_usize, true);
    loop {
        let row = match records.next() {
            Ok(Some(row)) => row,
            Ok(None) => break,
            Err(error) => {
                diagnostics.extend(breaches.finish());
                diagnostics.push(error);
                return Err(diagnostics);
            }
        };
        n_rows += 1;
        if row.len() != names.len() {
            regular = false;
            breaches.add("data/ragged-row", None, || ragged(&row, names.len(), &places));
            continue;
        }
        for (idx, text) in row.fields().enumerate() {
            if contract.is_null(text) {
                continue;
            }
            profiles[idx].add(text, || row.place(idx));
        }
    }
    diagnostics.extend(breaches.finish());
    diagnostics.extend(unknown_columns(contract, &names));
    if n_rows == 0 {
        diagnostics.push(no_rows(path, &places));
    }
    let mut columns = Vec::with_capacity(names.len());
    for ((name, header), profile) in names.into_iter().zip(profiles) {
        let (kind, warning) = profile.finish(&name);
        diagnostics.extend(warning);
        columns.push(Scanned { name, header, kind });
    }
    let (digest, bytes) = records.finish();
    Ok(Scan { columns, digest, bytes, diagnostics, regular })
}

/// The names of the columns, none for a file whose header cannot be read.
pub(super) fn column_names(world: &dyn World, path: &SitePath) -> Vec<String> {
    let mut records = Records::open(world, path).ok();
    let header = records.as_mut().and_then(|records| records.next().ok()).flatten();
    let names = header.map(|header| header_names(&header).0).unwrap_or_default();
    names.into_iter().map(|(name, _)| name).collect()
}

/// The names and headers of the columns, and what is wrong with them.
fn header_names(header: &Row<'_>) -> (Vec<(String, String)>, Vec<Diagnostic>) {
    let mut names: Vec<(String, String)> = Vec::new();
    let mut wrong = Vec::new();
    for (idx, text) in header.fields().enumerate() {
        let text = text.trim();
        let name = name::normalize(text).unwrap_or_default();
        let place = header.place(idx);
        if text.is_empty() {
            let last = idx > 0 && idx + 1 == header.len();
            let help = if last {
                "name the column, or take the comma from the end of every line"
            } else {
                "name the column in the first line"
            };
            let message = format!("column {} has no name", idx + 1);
            wrong.push(place.mark(Diagnostic::error("data/header", message).help(help), "no name"));
        } else if name.is_empty() {
            let message = format!("the name `{text}` holds no letter or digit");
            let error = Diagnostic::error("data/header", message)
                .help("give the column a name with letters or digits");
            wrong.push(place.mark(error, ""));
        } else if let Some(earlier) = names.iter().position(|(other, _)| *other == name) {
            let other = &names[earlier].1;
            let message = if other == text {
                format!("two columns are named `{text}`")
            } else {
                format!("`{other}` and `{text}` are both named `{name}` in SQL")
            };
            let error = Diagnostic::error("data/header", message).help("rename one of them");
            let first = header.place(earlier);
            wrong.push(first.mark(place.mark(error, "the second"), "the first"));
        }
        names.push((name, text.to_owned()));
    }
    (names, wrong)
}

/// The error for a file whose fields are divided by something else than commas.
fn other_delimiter(header: &Row<'_>) -> Option<Diagnostic> {
    let only = header.fields().next().filter(|_| header.len() == 1)?;
    let (delimiter, name) = [(';', "semicolons"), ('\t', "tabs"), ('|', "vertical bars")]
        .into_iter()
        .find(|(delimiter, _)| only.contains(*delimiter))?;
    let mut place = header.place(0);
    place.span.start += place.source.slice(place.span).find(delimiter).unwrap_or(0);
    place.span.end = place.span.start + delimiter.len_utf8();
    let message = format!("the fields seem to be divided by {name}, not by commas");
    let error = Diagnostic::error("data/delimiter", message)
        .help("save the file with commas between the fields");
    Some(place.mark(error, ""))
}

/// The error for a file without any record.
fn no_header(path: &SitePath) -> Diagnostic {
    let source = Source::new(path.clone(), "");
    Diagnostic::error("data/empty", format!("`{path}` is empty"))
        .label_in(&source, 0..0, "")
        .help("the first line names the columns; the rows follow")
}

/// The warning for a header without rows.
fn no_rows(path: &SitePath, places: &[Place]) -> Diagnostic {
    let message = format!("`{path}` has a header and no rows");
    let warning = Diagnostic::warning("data/no-rows", message)
        .help("the table is empty, and columns without a declared type are text; add the rows");
    match places {
        [first, ..] => first.mark(warning, ""),
        [] => warning,
    }
}

/// The error for a row with too few or too many fields.
fn ragged(row: &Row<'_>, expected: usize, places: &[Place]) -> Diagnostic {
    let fields = |n: usize| if n == 1 { "1 field".to_owned() } else { format!("{n} fields") };
    let message = format!("the row has {}, the header has {}", fields(row.len()), fields(expected));
    let error = Diagnostic::error("data/ragged-row", message);
    let Some(missing) = places.get(row.len()) else {
        let text = if row.len() == expected + 1 { "one too many" } else { "too many" };
        return row.place_from(expected).mark(error, text).help(
            "a field that holds a comma stands in quotes; otherwise take the extra field away",
        );
    };
    let header = missing.source.slice(missing.span).trim_matches('"').to_owned();
    row.place(row.len())
        .mark(error, format!("`{header}` is missing"))
        .help("add the missing fields; an empty field is written as nothing between two commas")
}

/// Errors for columns of the contract that the file does not have.
fn unknown_columns(contract: &Contract, names: &[(String, String)]) -> Vec<Diagnostic> {
    let known: Vec<&str> = names.iter().map(|(name, _)| &**name).collect();
    let unknown = contract.named_columns().filter(|(name, _)| !known.contains(name));
    let error = |(name, place): (&str, Span)| {
        let error = Diagnostic::error("data/contract", format!("the file has no column `{name}`"));
        let help = match nearest(name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("its columns are {}", super::listed(&known)),
        };
        contract.mark(place, error.help(help), "")
    };
    unknown.map(error).collect()
}
