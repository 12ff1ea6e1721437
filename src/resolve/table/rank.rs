//! Ranks: which row is first, second, and which share a place.

use std::cmp::Ordering;

use super::TableCtx;
use super::column::index;
use super::spec::RankSpec;
use crate::base::cell::Cell;
use crate::base::diagnostic::Diagnostic;

/// The rank of each row of the result: `1`, `2=` for rows that share a place, nothing for a row without a value.
///
/// After two rows in the second place comes the fourth.
pub(super) fn ranks(
    ctx: &TableCtx<'_>,
    spec: &RankSpec,
) -> Result<Vec<Option<String>>, Vec<Diagnostic>> {
    let index = index(ctx.frame, ctx.query, (&spec.by.value, spec.by.span))?;
    let column = &ctx.frame.columns[index];
    if !column.kind.is_number() && !column.kind.is_time() {
        let message = format!(
            "the column `{}` holds values of the kind {}, which have no ranks",
            column.name,
            column.kind.name()
        );
        let error = Diagnostic::error("table/rank", message).at(spec.by.span);
        return Err(vec![error.help("rank by a column of numbers or dates")]);
    }
    let values: Vec<&Cell> = ctx.frame.rows.iter().map(|row| &row[index]).collect();
    Ok(of(&values, spec.is_ascending))
}

/// The ranks of values.
fn of(values: &[&Cell], is_ascending: bool) -> Vec<Option<String>> {
    let rank = |value: &&Cell| {
        if value.is_null() {
            return None;
        }
        let comes_before = |other: &&&Cell| match compare(other, value) {
            Some(order) if is_ascending => order.is_lt(),
            Some(order) => order.is_gt(),
            None => false,
        };
        let place = values.iter().filter(comes_before).count() + 1;
        let is_equal = |other: &&&Cell| compare(other, value).is_some_and(Ordering::is_eq);
        let shares = values.iter().filter(is_equal);
        Some(if shares.count() > 1 { format!("{place}=") } else { place.to_string() })
    };
    values.iter().map(rank).collect()
}

/// How two values of one column compare, exactly; `None` if one is missing.
fn compare(a: &Cell, b: &Cell) -> Option<Ordering> {
    match (a, b) {
        (Cell::Integer(a), Cell::Integer(b)) => Some(a.cmp(b)),
        (Cell::Date(a), Cell::Date(b)) => Some(a.cmp(b)),
        (Cell::DateTime(a), Cell::DateTime(b)) => Some(a.cmp(b)),
        (Cell::Instant(a), Cell::Instant(b)) => Some(a.cmp(b)),
        _ => Some(a.decimal()?.cmp(&b.decimal()?)),
    }
}

#[cfg(test)]
mod tests {
    use super::{Cell, of};

    #[test]
    fn equal_values_share_a_place_and_the_next_one_is_left_out() {
        let cells =
            [Cell::Integer(7), Cell::Integer(9), Cell::Integer(7), Cell::Null, Cell::Integer(1)];
        let cells: Vec<&Cell> = cells.iter().collect();
        let texts = |is_ascending| -> Vec<String> {
            of(&cells, is_ascending).into_iter().map(Option::unwrap_or_default).collect()
        };
        assert_eq!(texts(false), ["2=", "1", "2=", "", "4"]);
        assert_eq!(texts(true), ["2=", "4", "2=", "", "1"]);
    }
}
