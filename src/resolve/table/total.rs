//! Totals: sums that are exact, and refused where a sum says nothing.

use bigdecimal::{BigDecimal, Zero as _};

use super::TableCtx;
use super::column::{Filling, Shown, Values, index};
use super::spec::TotalSpec;
use crate::base::cell::Cell;
use crate::base::diagnostic::Diagnostic;
use crate::base::source::Span;

/// How far from the whole the parts of a whole may add up to, because each is rounded: one in a billion.
const SLACK: i64 = 9;

/// The total of each column of the table; `None` for those that are not added up.
pub(super) fn totals(
    ctx: &TableCtx<'_>,
    spec: &TotalSpec,
    columns: &[Shown<'_>],
) -> Result<Vec<Option<Cell>>, Vec<Diagnostic>> {
    let mut errors = Vec::new();
    let mut totals: Vec<Option<Cell>> = columns.iter().map(|_| None).collect();
    for name in &spec.columns {
        let found = index(ctx.frame, ctx.query, (&name.value, name.span)).and_then(|index| {
            let shown = columns.iter().enumerate().find_map(|(at, column)| match &column.filling {
                Filling::Values(values) if values.index == index => Some((at, values)),
                _ => None,
            });
            let (at, values) = shown.ok_or_else(|| {
                let message = format!("the table does not show the column `{}`", name.value);
                refused(message, name.span, "add it to `columns`, or take it from `total`")
            })?;
            let cells = ctx.frame.rows.iter().map(|row| &row[index]);
            Ok((at, total(values, cells, name.span)?))
        });
        match found {
            Ok((at, total)) => totals[at] = Some(total),
            Err(found) => errors.extend(found),
        }
    }
    if errors.is_empty() { Ok(totals) } else { Err(errors) }
}

fn refused(message: String, span: Span, help: &str) -> Vec<Diagnostic> {
    vec![Diagnostic::error("table/total", message).at(span).help(help)]
}

/// The exact sum of a column, NULL if it has no value at all.
fn total<'c>(
    values: &Values<'_>,
    cells: impl Iterator<Item = &'c Cell>,
    span: Span,
) -> Result<Cell, Vec<Diagnostic>> {
    let name = &values.column.name;
    if !values.column.kind.is_number() {
        let kind = values.column.kind.name();
        let message =
            format!("the column `{name}` holds values of the kind {kind}, which have no sum");
        return Err(refused(message, span, "add up columns of numbers"));
    }
    let meaning = Meaning::of(values);
    if meaning == Meaning::Ratio {
        let message =
            format!("the values of `{name}` are ratios, and a sum of ratios says nothing");
        let help = "take it from `total`; a ratio of the totals can be a row of the query";
        return Err(refused(message, span, help));
    }
    let numbers: Vec<BigDecimal> = cells.filter_map(Cell::decimal).collect();
    if numbers.is_empty() {
        return Ok(Cell::Null);
    }
    let sum: BigDecimal = numbers.iter().sum();
    if let Meaning::Part(whole) = meaning {
        let slack = BigDecimal::new(1.into(), SLACK) * &whole;
        if numbers.iter().any(|n| *n < BigDecimal::zero()) || sum > whole + slack {
            let text = values.text(&Cell::Decimal(sum.clone()));
            let text = text.unwrap_or_else(|_| sum.to_plain_string());
            let message =
                format!("the values of `{name}` are no parts of a whole: they add up to `{text}`");
            let help = "percentages are added up only where they are shares of one thing: take the column from `total`";
            return Err(refused(message, span, help));
        }
    }
    Ok(match values.column.kind {
        crate::base::frame::Kind::Integer => whole(&sum),
        _ => Cell::Decimal(sum),
    })
}

/// A sum of whole numbers as one, if it is not too large for that.
fn whole(sum: &BigDecimal) -> Cell {
    match sum.to_plain_string().parse() {
        Ok(n) => Cell::Integer(n),
        Err(_) => Cell::Decimal(sum.clone()),
    }
}

/// What the numbers of a column are, as far as their format and their unit tell.
#[derive(Debug, Clone, PartialEq)]
enum Meaning {
    /// Amounts: they add up.
    Amount,
    /// Percentages, with what all of something is.
    Part(BigDecimal),
    /// Multiples, percentage points, places, years.
    Ratio,
}

impl Meaning {
    fn of(values: &Values<'_>) -> Self {
        let unit = values.column.unit.as_deref();
        let is_percent_unit = matches!(unit, Some("percent" | "%"));
        let name = values.format.as_ref().map_or("", |named| named.name.as_str());
        let stem =
            name.trim_start_matches("signed-").trim_end_matches(|c: char| c.is_ascii_digit());
        match stem {
            "x" | "pp" | "ordinal" | "year" => Self::Ratio,
            _ if is_percent_unit => Self::Part(100.into()),
            "percent" => Self::Part(1.into()),
            _ => Self::Amount,
        }
    }
}
