//! What a contract says of how a table's files are written: its key `csv`.

use super::read::{Wrong, entries, expected, items, scalar, text};
use crate::base::diagnostic::nearest;
use crate::base::node::{Entry, Node, Value};
use crate::data::numeral::DateOrder;
use crate::data::text::dialect::Written;
use crate::data::text::input::TextEncoding;

/// The keys under `csv`.
pub(in crate::data) const CSV_KEYS: [&str; 9] = [
    "delimiter",
    "encoding",
    "decimal",
    "thousands",
    "dates",
    "quote",
    "comment",
    "skip",
    "header",
];

/// The orders of the parts of a date.
pub(in crate::data) const DATES: [(&str, DateOrder); 3] = [
    ("dmy", DateOrder::DayMonthYear),
    ("mdy", DateOrder::MonthDayYear),
    ("ymd", DateOrder::YearMonthDay),
];

/// Words for characters that are hard to see.
const WORDS: [(&str, char); 6] = [
    ("comma", ','),
    ("semicolon", ';'),
    ("tab", '\t'),
    ("pipe", '|'),
    ("space", ' '),
    ("point", '.'),
];

/// What is declared under `csv`.
pub(super) fn written(node: &Node, wrong: &mut Wrong) -> Written {
    let mut res = Written::default();
    for entry in entries(node, "`csv`", &CSV_KEYS, wrong) {
        match entry.key.as_str() {
            "delimiter" => res.delimiter = divider(entry, wrong),
            "quote" => res.quote = divider(entry, wrong),
            "encoding" => res.encoding = encoding(entry, wrong),
            "decimal" => res.numerals.decimal = mark(entry, &[',', '.'], wrong),
            "thousands" => {
                res.numerals.thousands = mark(entry, &[',', '.', ' ', '\'', '_'], wrong);
            }
            "dates" => res.numerals.dates = dates(entry, wrong),
            "comment" => res.comment = text(entry, wrong).filter(|text| !text.is_empty()),
            "skip" => res.skip = skip(entry, wrong),
            _ => {
                let names = items(&entry.value, "header", wrong);
                res.header = Some(names.iter().filter_map(scalar).collect());
            }
        }
    }
    let decimal = res.numerals.decimal.unwrap_or('.');
    if res.numerals.thousands == Some(decimal) {
        let message =
            format!("`{decimal}` cannot stand before the fraction and between the thousands");
        wrong.push(expected(node.span, &message, "declare two different marks"));
    }
    res
}

/// The single character of an entry, by itself or by a word for it.
fn character(entry: &Entry) -> Option<char> {
    let text = scalar(&entry.value)?;
    if let Some((_, char)) = WORDS.iter().find(|(word, _)| *word == text) {
        return Some(*char);
    }
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

/// A character that divides fields or stands around them.
fn divider(entry: &Entry, wrong: &mut Wrong) -> Option<u8> {
    let char = character(entry).and_then(|char| u8::try_from(char).ok());
    let sound = |byte: &u8| {
        byte.is_ascii() && !byte.is_ascii_alphanumeric() && !matches!(byte, b'\r' | b'\n' | 0)
    };
    let res = char.filter(sound);
    if res.is_none() {
        let message =
            format!("`{}` takes one character of ASCII that is no letter or digit", entry.key);
        let help = "write it in quotes, as in `\";\"`, or as `comma`, `semicolon`, `tab`, `pipe` or `space`";
        wrong.push(expected(entry.value.span, &message, help));
    }
    res
}

/// A mark inside numbers.
fn mark(entry: &Entry, allowed: &[char], wrong: &mut Wrong) -> Option<char> {
    let res = character(entry).filter(|char| allowed.contains(char));
    if res.is_none() {
        let shown: Vec<String> = allowed.iter().map(|char| format!("`\"{char}\"`")).collect();
        let message =
            format!("`{}` takes one of the marks that numbers are written with", entry.key);
        let help = format!("it can be {}", shown.join(", "));
        wrong.push(expected(entry.value.span, &message, &help));
    }
    res
}

fn encoding(entry: &Entry, wrong: &mut Wrong) -> Option<TextEncoding> {
    let text = scalar(&entry.value).unwrap_or_default();
    let res = TextEncoding::named(&text);
    if res.is_none() {
        let known = ["utf-8", "utf-16le", "utf-16be", "windows-1252", "iso-8859-1", "shift_jis"];
        let help = match nearest(&text, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => {
                "write a name that the web knows, such as `utf-8`, `utf-16le` or `windows-1252`"
                    .into()
            }
        };
        let message = format!("there is no encoding `{text}`");
        wrong.push(expected(entry.value.span, &message, &help));
    }
    res
}

fn dates(entry: &Entry, wrong: &mut Wrong) -> Option<DateOrder> {
    let text = scalar(&entry.value).unwrap_or_default();
    let res = DATES.iter().find(|(name, _)| *name == text).map(|(_, order)| *order);
    if res.is_none() {
        let help = "write `dmy` for 8.3.2025, `mdy` for 3/8/2025 or `ymd` for 2025/3/8";
        let message = "`dates` takes the order of day, month and year";
        wrong.push(expected(entry.value.span, message, help));
    }
    res
}

fn skip(entry: &Entry, wrong: &mut Wrong) -> usize {
    if let Value::Integer(n) = entry.value.value
        && let Ok(n) = usize::try_from(n)
    {
        return n;
    }
    let message = "`skip` takes the number of lines before the header";
    wrong.push(expected(entry.value.span, message, "write a number from 0 up"));
    0
}
