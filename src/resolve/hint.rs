//! What is probably behind a text that does not say what the data says.

use bigdecimal::BigDecimal;
use chrono::NaiveDate;

use super::statement::Statement;
use crate::base::cell::Cell;
use crate::base::diagnostic::Diagnostic;
use crate::base::number::{Format, Locale, Reading, restated};

/// What to do about a stale text, where its cause can be guessed.
pub(super) fn hint(statement: &Statement<'_>) -> Option<String> {
    of_percent(statement).or_else(|| of_text(statement)).or_else(|| of_letter(statement))
}

/// A scale of English behind a number, where the language has another word for it.
fn of_letter(statement: &Statement<'_>) -> Option<String> {
    let instead = in_scale(statement)?;
    let letter = statement.text.chars().next_back()?;
    let tag = statement.locale.tag();
    Some(format!("`{letter}` is a unit here, and no scale in `{tag}`: write `{instead}`"))
}

/// The value in the scale of the page's language, where the text has the letter of one in English, which is a unit here: `7,7M`.
pub(super) fn in_scale(statement: &Statement<'_>) -> Option<String> {
    let Statement { text, cell, unit, locale, .. } = *statement;
    let letter = text.chars().next_back()?;
    let power = match letter.to_ascii_uppercase() {
        'K' => 3,
        'M' => 6,
        'B' => 9,
        'T' => 12,
        _ => return None,
    };
    let number = text[..text.len() - letter.len_utf8()].trim_end();
    let is_number = number.ends_with(|last: char| last.is_ascii_digit());
    let stated = Reading::of(text, unit, locale)?.value.decimal()?;
    // With the scale of English it would be another number.
    let is_unit = is_number
        && locale != Locale::ENGLISH
        && Reading::of(number, unit, locale)?.value.decimal()? == stated;
    let value = cell.decimal()?.abs();
    let scale = BigDecimal::from(10_i64.pow(power));
    let is_scaled =
        value >= &scale / BigDecimal::from(100) && value < &scale * BigDecimal::from(100_000);
    if !is_unit || !is_scaled {
        return None;
    }
    let fraction = number.rsplit([',', '.']).next().filter(|part| part.len() < number.len());
    let decimals = fraction.map_or(0, |digits| if digits.len() == 3 { 0 } else { digits.len() });
    let short = Format::named(&format!("short{decimals}"), locale).ok()?;
    short.write(cell, unit).ok()
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
