//! Holes of a text are filled with what data says.

use super::bind::Checked;
use crate::base::html::escape_to;
use crate::content::body::Piece;

/// A bound table's start tags of values, row by row, and what follows it.
pub(super) type BoundRows = (Vec<Vec<String>>, Vec<Piece>);

/// Fills the holes that data fills.
pub(super) fn fill(
    pieces: &[Piece],
    bound: &[Option<Checked>],
    tables: &[BoundRows],
    figures: &[Vec<Piece>],
) -> Vec<Piece> {
    let tag = |table: usize, row: usize, column: usize| -> String {
        let cell = tables.get(table).and_then(|(rows, _)| rows.get(row)?.get(column));
        cell.cloned().unwrap_or_default()
    };
    let checked = |at: usize| bound.get(at).and_then(Option::as_ref);
    let fill = |piece: &Piece| match *piece {
        Piece::Credit(at) => tables.get(at).map(|(_, credit)| credit.clone()).unwrap_or_default(),
        Piece::Figure(at) => figures.get(at).cloned().unwrap_or_default(),
        Piece::Bound(at) => vec![Piece::Html(checked(at).map(Checked::html).unwrap_or_default())],
        Piece::BoundText(at) => {
            let mut text = String::new();
            escape_to(checked(at).map_or("", |checked| &checked.text), &mut text);
            vec![Piece::Html(text)]
        }
        Piece::Cell { table, row, column } => vec![Piece::Html(tag(table, row, column))],
        _ => vec![piece.clone()],
    };
    pieces.iter().flat_map(fill).collect()
}
