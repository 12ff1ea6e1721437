//! What is probably behind a text that does not say what the data says.

use bigdecimal::BigDecimal;
use chrono::NaiveDate;

use super::statement::Statement;
use crate::base::cell::Cell;
use crate::base::diagnostic::Diagnostic;
use crate::base::number::{Reading, restated};

/// What to do about a stale text, where its cause can be guessed.
pub(super) fn hint(statement: &Statement<'_>) -> Option<String> {
    of_percent(statement).or_else(|| of_text(statement))
}

/// A value that is a percentage already is read as a fraction, and so a hundred times too large.
fn of_percent(statement: &Statement<'_>) -> Option<String> {
    let Statement { text, unit, locale, .. } = *statement;
    let stated = |unit| Reading::of(text, unit, locale)?.value.decimal();
    let (percent, fraction) = (stated(Some("percent"))?, stated(None)?);
    let value = statement.cell.decimal()?;
    let is_near = (&value - &percent).abs() * BigDecimal::from(2) <= value.abs();
    (unit.is_none() && percent != fraction && is_near).then(|| {
        "a percentage reads the value as a fraction, 0.5 as 50%: take the `100 *` out of the query, or mend the text if it is wrong".to_owned()
    })
}

/// A text that looks like a day or a month is none to the data.
fn of_text(statement: &Statement<'_>) -> Option<String> {
    let Cell::Text(found) = statement.cell else { return None };
    let is_month = found.len() == "2025-03".len();
    let day = if is_month { format!("{found}-01") } else { found.to_string() };
    let day = NaiveDate::parse_from_str(&day, "%Y-%m-%d").ok()?;
    let written = restated(statement.text, &Cell::Date(day), None, statement.locale);
    let cast = if is_month { "CAST(month || '-01' AS DATE)" } else { "CAST(day AS DATE)" };
    (written.as_deref() == Ok(statement.text)).then(|| {
        format!(
            "the data holds a text: `{cast}` in the query makes a day of it, of which `{}` is true",
            statement.text
        )
    })
}

/// `text` with the letter of a scale as a capital, where it is a unit otherwise: `44.9b` for `44.9B`.
pub(super) fn capitalized(text: &str) -> Option<String> {
    let letter = text.chars().next_back().filter(|last| matches!(last, 'k' | 'm' | 'b' | 't'))?;
    let number = &text[..text.len() - 1];
    let is_number = number.ends_with(|last: char| last.is_ascii_digit());
    is_number.then(|| format!("{number}{}", letter.to_ascii_uppercase()))
}

/// An error about a table with what to do, if one of the queries `to_come` has its name.
pub(super) fn told_below(error: Diagnostic, to_come: &[String]) -> Diagnostic {
    let is_below = |name: &&String| error.message == format!("there is no table `{name}`");
    match to_come.iter().find(is_below) {
        Some(name) => error.help(format!("a query reads those above it: move `{name}` up")),
        None => error,
    }
}
