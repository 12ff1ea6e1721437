//! The columns of a file: their names, and the types that all cells have.

mod family;
mod look;
mod profile;

use super::breaches::{Place, Places as _};
use super::contract::Contract;
use super::name;
use super::text::piece::Piece;
use super::text::pieces::{Manner, Pieces};
use super::text::records::Row;
use super::value::{self, Number, Type};
use crate::base::diagnostic::{Diagnostic, nearest};
use crate::base::path::SitePath;
use crate::base::source::{Source, Span};
use crate::base::world::World;

pub(super) use profile::{Profile, Seen};

/// A column as the header and all rows show it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scanned {
    /// The name in SQL.
    pub(super) name: String,
    /// The header, as written.
    pub(super) header: String,
    /// The type that all cells have.
    pub(super) kind: Type,
}

/// The names of the columns.
#[derive(Debug)]
pub(super) struct Header {
    /// The names in SQL, and as written.
    pub(super) names: Vec<(String, String)>,
    /// Where the names stand; the first row, if they stand in the contract.
    pub(super) places: Vec<Place>,
    /// Is the first row the header?
    pub(super) is_row: bool,
}

impl Header {
    /// The header of a file that begins with `first`.
    pub(super) fn of(
        (path, first): (&SitePath, Option<&Piece>),
        manner: &Manner,
        contract: &Contract,
    ) -> Result<Self, Vec<Diagnostic>> {
        let mut found = None;
        if let Some(first) = first {
            let read = first.rows(path, manner, &mut |row| {
                found = Some(match (manner, &contract.written.header) {
                    (Manner::Json(columns), _) => Self::given(row, &columns.keys),
                    (Manner::Csv(_), Some(names)) => Self::given(row, names),
                    (Manner::Csv(_), None) => Self::row(row),
                });
                false
            });
            read.map_err(|error| vec![*error])?;
        }
        let (header, wrong) = found.ok_or_else(|| vec![no_header(path)])?;
        if wrong.is_empty() { Ok(header) } else { Err(wrong) }
    }

    /// The header that is the row.
    fn row(row: &Row<'_>) -> (Self, Vec<Diagnostic>) {
        let places: Vec<Place> = (0..row.len()).map(|idx| row.place(idx)).collect();
        let texts: Vec<&str> = row.fields().map(|(text, _)| text).collect();
        let (names, wrong) = header_names(&texts, &places);
        (Self { names, places, is_row: true }, wrong)
    }

    /// The header of a file whose first row is data.
    fn given(row: &Row<'_>, names: &[String]) -> (Self, Vec<Diagnostic>) {
        let places: Vec<Place> = (0..names.len()).map(|idx| row.place(idx)).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let (names, wrong) = header_names(&names, &places);
        (Self { names, places, is_row: false }, wrong)
    }
}

/// The names of the columns, none for a file whose header cannot be read.
pub(super) fn column_names(world: &dyn World, path: &SitePath, contract: &Contract) -> Vec<String> {
    let written = &contract.written;
    let read = || {
        if super::columnar::is_columnar(path) {
            return super::columnar::column_names(world, path);
        }
        let mut pieces = Pieces::open((world, path), written, written.encoding, Some(1)).ok()?;
        pieces.gather_keys(world, path, written).ok()?;
        let (first, manner) = (pieces.next(), pieces.manner.clone());
        let header = Header::of((path, first.as_ref()), &manner, contract).ok()?;
        Some(header.names.into_iter().map(|(name, _)| name).collect())
    };
    read().unwrap_or_default()
}

/// The names and headers of the columns, and what is wrong with them.
pub(super) fn header_names(
    texts: &[&str],
    places: &[Place],
) -> (Vec<(String, String)>, Vec<Diagnostic>) {
    let mut names: Vec<(String, String)> = Vec::new();
    let mut wrong = Vec::new();
    for (idx, (text, place)) in texts.iter().zip(places).enumerate() {
        let text = text.trim();
        let name = name::normalize(text).unwrap_or_default();
        if text.contains('\u{feff}') {
            let message = "the name holds a byte order mark, which nobody sees";
            let error = Diagnostic::error("data/header", message)
                .help("take the mark away: it belongs to the beginning of a file, once");
            wrong.push(place.mark(error, "here"));
        } else if text.is_empty() {
            let last = idx > 0 && idx + 1 == texts.len();
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
        } else if let Some(earlier) =
            names.iter().position(|(other, _)| !name.is_empty() && *other == name)
        {
            let other = &names[earlier].1;
            let message = if other == text {
                format!("two columns are named `{text}`")
            } else {
                format!("`{other}` and `{text}` are both named `{name}` in SQL")
            };
            let error = Diagnostic::error("data/header", message).help("rename one of them");
            let first = &places[earlier];
            wrong.push(first.mark(place.mark(error, "the second"), "the first"));
        }
        names.push((name, text.to_owned()));
    }
    (names, wrong)
}

/// The error for a file without any record.
fn no_header(path: &SitePath) -> Diagnostic {
    let source = Source::new(path.clone(), "");
    Diagnostic::error("data/empty", format!("`{path}` is empty"))
        .label_in(&source, 0..0, "")
        .help("the first line names the columns; the rows follow")
}

impl Header {
    /// The warning for a first row that looks like data.
    pub(super) fn doubt(&self) -> Option<Diagnostic> {
        let is_value = |text: &str| Number::read(text).is_some() || value::time(text).is_some();
        let is_year = |text: &str| text.len() == 4 && !text.contains(['.', '-', '+']);
        let mut texts = self.names.iter().map(|(_, text)| text.as_str());
        let is_data = self.is_row && texts.all(|text| is_value(text) && !is_year(text));
        let first = self.places.first().filter(|_| is_data)?;
        let message = "the first row names the columns, and looks like data";
        let warning = Diagnostic::warning("data/header-data", message).help(
            "if it is a row, give the names in the table's contract, as in `csv: {header: [month, tokens]}`; if not, name the columns in words",
        );
        Some(first.mark(warning, ""))
    }
}

/// The warning for a header without rows.
pub(super) fn no_rows(path: &SitePath, places: &[Place]) -> Diagnostic {
    let message = format!("`{path}` has a header and no rows");
    let warning = Diagnostic::warning("data/no-rows", message)
        .help("the table is empty, and columns without a declared type are text; add the rows");
    match places {
        [first, ..] => first.mark(warning, ""),
        [] => warning,
    }
}

/// The error for a row with too few or too many fields.
pub(super) fn ragged(row: &Row<'_>, header: &Header) -> Diagnostic {
    let fields = |n: usize| if n == 1 { "1 field".to_owned() } else { format!("{n} fields") };
    let expected = header.names.len();
    let message = format!("the row has {}, the header has {}", fields(row.len()), fields(expected));
    let error = Diagnostic::error("data/ragged-row", message);
    let only = row.fields().next().map(|(text, _)| text).filter(|_| row.len() == 1);
    if only.is_some_and(|text| {
        text.trim_matches(|c: char| c.is_whitespace() || c == '\u{1a}').is_empty()
    }) {
        let help = "take the line away: it holds no row";
        return row.place(0).mark(error, "nothing but blanks").help(help);
    }
    let Some((_, missing)) = header.names.get(row.len()) else {
        let text = if row.len() == expected + 1 { "one too many" } else { "too many" };
        let begins = |mark: &str| header.names[0].1.starts_with(mark);
        return row.place_from(expected).mark(error, text).help(if begins("#") || begins("//") {
            "if the lines before the header are remarks, declare `csv: {comment: \"#\"}` or how many to `skip` in the table's contract"
        } else {
            "a field that holds a delimiter stands in quotes; otherwise take the extra field away"
        });
    };
    row.place(row.len())
        .mark(error, format!("`{missing}` is missing"))
        .help("add the missing fields; an empty field is written as nothing between two delimiters")
}

/// The warning for a blank line in a table of one column, where it might stand for an empty cell.
pub(super) fn blank_line(row: &Row<'_>) -> Diagnostic {
    let warning =
        Diagnostic::warning("data/blank-line", "the blank line before this row is no row")
            .help("take it away; a row without a value is written as `\"\"`");
    row.place(0).mark(warning, "")
}

/// Errors for columns of the contract that the file does not have.
pub(super) fn unknown_columns(contract: &Contract, names: &[(String, String)]) -> Vec<Diagnostic> {
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
