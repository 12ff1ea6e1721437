//! What a cell of text would be if it were written otherwise: for warnings, never for values.

use crate::base::diagnostic::Diagnostic;
use crate::base::number::CURRENCY_SIGNS;
use crate::data::numeral::{self, Marks};
use crate::data::value::Number;

/// What a cell that is no number here looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// A number with marks that can be declared.
    Marked(Marks),
    /// A number with too many digits.
    TooLong,
    /// A number in a form that nothing declares: what is odd about it, and what to do.
    Odd(&'static str, &'static str),
    /// A word for a value that is missing.
    Missing,
}

/// Words that stand for a missing value in many files.
const MISSING: [&str; 12] =
    ["na", "n/a", "n.a.", "#n/a", "nan", "null", "none", "nil", "-", "–", "—", "?"];

/// The most digits behind a plus sign of a number; more are a telephone number.
const SHORT: usize = 9;

/// What `text` looks like; `None` for a text that is no number at all.
pub(super) fn look(text: &str) -> Option<Look> {
    let text = text.trim();
    if MISSING.contains(&&*text.to_lowercase()) {
        return Some(Look::Missing);
    }
    if !text.contains(char::is_numeric) {
        let is_infinite = ["inf", "infinity", "∞"]
            .contains(&&*text.trim_start_matches(['-', '+']).to_lowercase());
        return is_infinite.then_some(Look::Odd(
            "is no finite number",
            "mend the cell, or list it under `null_values` in the table's contract",
        ));
    }
    numeral::looks_like(text).map(Look::Marked).or_else(|| odd(text))
}

/// A number in a form that nothing declares.
fn odd(text: &str) -> Option<Look> {
    const WRITE: &str = "write it with the digits 0 to 9 alone, such as `1234.5` or `-3`, or declare `type: text` in the table's contract";
    const PERCENT: &str = "write the number alone and declare `unit: percent` for the column in the table's contract, or declare `type: text`";
    const UNIT: &str = "write the number alone and declare its `unit` in the table's contract, or declare `type: text`";
    let is_number = |text: &str| {
        let text = text.trim();
        Number::read(text).is_some() || numeral::looks_like(text).is_some()
    };
    let bare = text.replace(is_invisible, "");
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let found = if bare.len() < text.len() && is_number(&bare) {
        ("holds an invisible character", "take the character away")
    } else if text.starts_with('+') && digits.len() <= SHORT && is_number(&text[1..]) {
        ("has a plus sign", WRITE)
    } else if text.strip_prefix('−').is_some_and(is_number) {
        ("has a minus sign that is no hyphen", WRITE)
    } else if text.strip_suffix(['-', '−']).is_some_and(is_number) {
        ("has its sign behind the digits", WRITE)
    } else if within(text, '(', ')').is_some_and(is_number) {
        ("stands in brackets, as negative amounts do", WRITE)
    } else if text.strip_suffix(['%', '％', '‰']).is_some_and(is_number) {
        ("has a percent sign", PERCENT)
    } else if without_currency(text).is_some_and(is_number) {
        ("has a currency sign", UNIT)
    } else if is_number(&text.replace('_', "")) && between_digits(text, '_') {
        ("groups its digits with `_`", WRITE)
    } else if is_hexadecimal(text) {
        ("is hexadecimal", WRITE)
    } else if has_other_digits(text) {
        ("is written in digits other than 0 to 9", WRITE)
    } else {
        return None;
    };
    Some(Look::Odd(found.0, found.1))
}

/// Is this a character that nobody sees: a mark of byte order or of direction, or one without width?
pub(super) fn is_invisible(char: char) -> bool {
    matches!(char, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn within(text: &str, open: char, close: char) -> Option<&str> {
    text.strip_prefix(open)?.strip_suffix(close)
}

/// `text` without the sign of a currency at either end.
fn without_currency(text: &str) -> Option<&str> {
    let signed = text.strip_prefix(['-', '+']).unwrap_or(text);
    let is_sign = |char: char| CURRENCY_SIGNS.contains(char);
    signed.strip_prefix(is_sign).or_else(|| signed.strip_suffix(is_sign))
}

/// Does `mark` stand between digits alone?
fn between_digits(text: &str, mark: char) -> bool {
    let unsigned = text.trim_start_matches(['-', '+']);
    text.contains(mark)
        && unsigned.split(mark).all(|part| part.starts_with(|c: char| c.is_ascii_digit()))
}

fn is_hexadecimal(text: &str) -> bool {
    let digits = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"));
    digits.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// Is it a number in other digits than those of ASCII?
fn has_other_digits(text: &str) -> bool {
    // What is numeric and no digit, such as `½` and `Ⅳ`, has no place among letters either.
    let unsigned = text.trim_start_matches(['-', '+', '−']);
    let is_part = |char: char| char.is_numeric() || ".,٫٬ ".contains(char);
    unsigned.chars().all(is_part) && unsigned.contains(|c: char| c.is_numeric() && !c.is_ascii())
}

impl Look {
    /// How much the look tells: one that tells more is shown in place of one that tells less.
    pub(super) fn weight(self) -> u8 {
        match self {
            Self::Missing => 0,
            Self::Marked(marks) if marks.is_ambiguous => 1,
            Self::Marked(_) | Self::TooLong | Self::Odd(..) => 2,
        }
    }

    /// The warning for the column `name` of numbers and of cells that look like this one, without a place.
    pub(super) fn warning(
        self,
        name: &str,
        text: &str,
        (n_missing, n_cells): (usize, usize),
    ) -> Diagnostic {
        let (code, message, help) = match self {
            Self::TooLong => (
                "data/odd-cell",
                format!("`{name}` is text: `{text}` has more digits than a number can have"),
                "numbers have at most 38 digits; declare `type: text` if it is none".to_owned(),
            ),
            Self::Marked(marks) => (
                "data/number-marks",
                format!("`{name}` is text: `{text}` is no number as it is written"),
                marks.help(),
            ),
            Self::Odd(what, help) => (
                "data/number-marks",
                format!("`{name}` is text: `{text}` {what}"),
                help.to_owned(),
            ),
            Self::Missing => (
                "data/odd-cell",
                match n_missing {
                    1 => format!("`{name}` is text because of one cell, `{text}`; the others are numbers"),
                    n => format!("`{name}` is text because of {n} of its {n_cells} cells, the first `{text}`; the others are numbers"),
                },
                "list what stands for a missing value under `null_values` in the table's contract, or declare `type: text`".to_owned(),
            ),
        };
        Diagnostic::warning(code, message).help(help)
    }
}

/// Why a cell that looks like a date is none; what to do about it.
pub(super) fn date_look(text: &str) -> Option<(&'static str, &'static str)> {
    const WRITE: &str = "write days as `2025-03-08`";
    let text = text.trim();
    let separator = text.chars().find(|c| matches!(c, '.' | '/' | '-'))?;
    let parts: Vec<&str> = text.split(separator).collect();
    let [one, two, three] = parts[..] else { return None };
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if ![one, two, three].into_iter().all(is_digits) {
        return None;
    }
    let lengths = [one.len(), two.len(), three.len()];
    let large = |part: &str| part.parse::<u32>().is_ok_and(|n| n > 12);
    match lengths {
        [4, 2, 2] if separator == '-' => Some((
            "is no day of the calendar",
            "mend the cell; if it stands for a missing value, list it under `null_values` in the table's contract",
        )),
        [4, 1 | 2, 1 | 2] => Some((
            "is no date as it is written",
            "declare `csv: {dates: ymd}` in the table's contract, or write days as `2025-03-08`",
        )),
        [1 | 2, 1 | 2, 4] if large(one) => Some((
            "is no date as it is written",
            "declare `csv: {dates: dmy}` in the table's contract, or write days as `2025-03-08`",
        )),
        [1 | 2, 1 | 2, 4] if large(two) => Some((
            "is no date as it is written",
            "declare `csv: {dates: mdy}` in the table's contract, or write days as `2025-03-08`",
        )),
        [1 | 2, 1 | 2, 4] => Some((
            "is no date as it is written",
            "declare `csv: {dates: dmy}` in the table's contract if the day comes first, `mdy` if the month does, or write days as `2025-03-08`",
        )),
        [1 | 2, 1 | 2, 2] if separator == '/' => Some(("is a date without the whole year", WRITE)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Look, date_look, look};

    #[test]
    fn numbers_in_other_forms_are_known_and_words_are_not() {
        for (text, what) in [
            ("+5", "has a plus sign"),
            ("−5", "has a minus sign that is no hyphen"),
            ("5-", "has its sign behind the digits"),
            ("(1,234)", "stands in brackets, as negative amounts do"),
            ("12.5 %", "has a percent sign"),
            ("$1,234.50", "has a currency sign"),
            ("-5 €", "has a currency sign"),
            ("1_000", "groups its digits with `_`"),
            ("0x1F", "is hexadecimal"),
            ("٣", "is written in digits other than 0 to 9"),
            ("１２", "is written in digits other than 0 to 9"),
            ("\u{feff}7", "holds an invisible character"),
            ("1\u{200b}2", "holds an invisible character"),
            ("-Infinity", "is no finite number"),
        ] {
            assert!(matches!(look(text), Some(Look::Odd(found, _)) if found == what), "{text}");
        }
        for text in ["NaN", "n/a", "NULL", "–"] {
            assert_eq!(look(text), Some(Look::Missing), "{text}");
        }
        for text in [
            "",
            "a",
            "5a",
            "v1",
            "+49 171 2345678",
            "+4917123456789",
            "5%5",
            "1__",
            "_1",
            "0x",
            "0xG",
            "12:30",
            "½ cup",
            "()",
            "$",
            "%",
            "1-2",
            "A1",
            "x5",
        ] {
            assert_eq!(look(text), None, "{text}");
        }
    }

    #[test]
    fn dates_in_other_forms_are_known_with_what_to_declare() {
        for (text, help) in [
            ("08.03.2025", "if the day comes first"),
            ("18/3/2025", "{dates: dmy}"),
            ("3/18/2025", "{dates: mdy}"),
            ("2025/3/8", "{dates: ymd}"),
            ("2025-02-30", "mend the cell"),
            ("3/8/25", "write days as `2025-03-08`"),
        ] {
            assert!(date_look(text).is_some_and(|(_, found)| found.contains(help)), "{text}");
        }
        for text in ["1.2.3", "10.0.0.1", "2025-03", "555-123-4567", "a/b/c", "1//2025", "12.03.20"]
        {
            assert_eq!(date_look(text), None, "{text}");
        }
    }
}
