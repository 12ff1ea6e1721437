//! What is wrong with the grammar of a query, and what was probably meant.

use super::{place, words};
use crate::base::diagnostic::{Diagnostic, nearest};
use crate::base::source::Span;

/// Keywords that a misspelled word is compared with.
///
/// The parser takes an unknown word for a name, often for that of the column or table before it, and fails at the word that follows.
const KEYWORDS: [&str; 34] = [
    "SELECT",
    "DISTINCT",
    "FROM",
    "WHERE",
    "GROUP",
    "ORDER",
    "HAVING",
    "LIMIT",
    "OFFSET",
    "JOIN",
    "LEFT",
    "RIGHT",
    "INNER",
    "OUTER",
    "CROSS",
    "USING",
    "UNION",
    "EXCEPT",
    "INTERSECT",
    "WITH",
    "VALUES",
    "CASE",
    "WHEN",
    "THEN",
    "ELSE",
    "BETWEEN",
    "LIKE",
    "NULL",
    "OVER",
    "PARTITION",
    "FILTER",
    "DESC",
    "NULLS",
    "WINDOW",
];

/// The shortest word that is compared: of shorter ones, half are near some keyword.
const SHORTEST: usize = 3;

/// What is wrong with the grammar of `sql`, told by the parser as `message`.
pub(super) fn error(sql: &str, message: &str) -> Diagnostic {
    let (text, at) = match message.rsplit_once(" at Line: ") {
        Some((text, position)) => (text, position_in(sql, position)),
        None => (message, place::whole(sql).end),
    };
    let text = text.strip_prefix("sql parser error: ").unwrap_or(text);
    let found = place::word_at(sql, at);
    let expected = text.strip_prefix("Expected: ").and_then(|rest| rest.split_once(", found: "));
    let Some((expected, written)) = expected else {
        let error = Diagnostic::error("data/sql-syntax", words::plain(text)).at(found);
        return error.help(advice(text));
    };
    let expected = match expected {
        "an SQL statement" => "SELECT".to_owned(),
        "end of statement" => "the end of the query".to_owned(),
        symbol if symbol.chars().all(|char| char.is_ascii_punctuation()) => format!("`{symbol}`"),
        other => other.to_owned(),
    };
    let before = place::word_before(sql, at);
    let told = match written {
        "EOF" => format!("the query ends where {expected} is expected"),
        written => format!("expected {expected}, found `{written}`"),
    };
    let error = Diagnostic::error("data/sql-syntax", told);
    if let Some(meant) = misspelled(sql, found) {
        return error.at(found).help(format!("did you mean `{meant}`?"));
    }
    if let Some((before, meant)) = before.and_then(|word| Some((word, misspelled(sql, word)?))) {
        let word = sql.get(before.range()).unwrap_or_default();
        return error
            .label(before, "read as a name")
            .label(found, "not expected after it")
            .help(format!("did you mean `{meant}` where `{word}` stands?"));
    }
    error.at(found).help(missing(sql, at, &expected, written))
}

/// The keyword that the word at `span` is probably meant to be, if it is none itself.
fn misspelled(sql: &str, span: Span) -> Option<&'static str> {
    let word = sql.get(span.range())?;
    let is_word = word.chars().all(char::is_alphabetic) && word.chars().count() >= SHORTEST;
    if !is_word || super::sandbox::is_keyword(word) {
        return None;
    }
    let meant = nearest(word, KEYWORDS)?;
    // A name that only looks like a keyword differs in more of its letters than a slip of the pen.
    let first = |text: &str| text.chars().next().map(|char| char.to_ascii_uppercase());
    (first(word) == first(meant)).then_some(meant)
}

/// What to do where `expected` is missing before `at`.
fn missing(sql: &str, at: usize, expected: &str, written: &str) -> String {
    let before = sql.get(..at).unwrap_or(sql).trim_end();
    if before.ends_with(',') && expected == "an expression" {
        return "take the comma before it away, or add what is missing behind the comma".to_owned();
    }
    match (expected, written) {
        ("`)`", _) => "close the parenthesis that is open here".to_owned(),
        (_, "EOF") => format!("add {expected}, or take the last words away"),
        ("the end of the query", ")") => "take it away, or add the `(` it closes".to_owned(),
        ("the end of the query", _) => {
            "a comma, an operator or a keyword such as FROM or WHERE may be missing before it; \
             a name with a space stands in double quotes"
                .to_owned()
        }
        ("SELECT", _) => "a query begins with SELECT or WITH".to_owned(),
        ("an expression", _) => {
            "a value, a column or a call of a function is missing before it".to_owned()
        }
        _ => format!("write {expected} before it, or look at the words around it"),
    }
}

/// What to do about an error that is not about a word that is missing.
fn advice(message: &str) -> &'static str {
    if message.contains("nterminated string") {
        "close the text with a single quote; a single quote inside of it is written twice, 'it''s'"
    } else if message.contains("nterminated") || message.contains("Unexpected EOF") {
        "close what is opened here: a comment with `*/`, a name with a double quote"
    } else if message.contains("ecursion") {
        "the query is nested too deep: name its parts with WITH, or make queries of them"
    } else {
        "the SQL is that of DataFusion, close to PostgreSQL's; look at the words around this place"
    }
}

/// The byte that the parser names as `LINE, Column: COLUMN`.
fn position_in(sql: &str, position: &str) -> usize {
    let mut numbers = position.split(", Column: ").map(|n| n.trim().parse::<u64>().unwrap_or(1));
    let (line, column) = (numbers.next().unwrap_or(1), numbers.next().unwrap_or(1));
    place::offset(sql, line, column)
}

#[cfg(test)]
mod tests {
    use crate::data::engine::sandbox;

    /// The texts at the places of what is wrong with `sql`, and the help.
    fn help(sql: &str) -> (Vec<&str>, String) {
        let Err(wrong) = sandbox::check(sql, &[("usage", &[][..])].into()) else { panic!("{sql}") };
        let places = wrong[0].labels.iter().map(|label| &sql[label.span.range()]).collect();
        assert_eq!(wrong[0].code, "data/sql-syntax", "{sql}");
        (places, wrong[0].help.clone().expect("a help"))
    }

    #[test]
    fn a_misspelled_keyword_is_recognized_where_it_stands() {
        let cases = [
            ("SELEC a FROM usage", vec!["SELEC"], "did you mean `SELECT`?"),
            (
                "SELECT a, b\nFORM usage",
                vec!["FORM", "usage"],
                "did you mean `FROM` where `FORM` stands?",
            ),
            (
                "SELECT a FROM usage WHRE a > 1",
                vec!["WHRE", "a"],
                "did you mean `WHERE` where `WHRE` stands?",
            ),
            (
                "SELECT a FROM usage gruop BY a",
                vec!["gruop", "BY"],
                "did you mean `GROUP` where `gruop` stands?",
            ),
            ("SELECT a FROM usage u WHRE a > 1", vec!["WHRE"], "did you mean `WHERE`?"),
        ];
        for (sql, places, expected) in cases {
            assert_eq!(help(sql), (places, expected.to_owned()), "{sql}");
        }
    }

    #[test]
    fn what_is_missing_is_named() {
        let cases = [
            ("SELECT max(a, ) FROM usage", ")", "take the comma before it away"),
            ("SELECT (a FROM usage", "FROM", "close the parenthesis"),
            ("SELECT a FROM usage)", ")", "take it away, or add the `(`"),
            ("SELECT a FROM usage WHERE", "", "add an expression"),
            ("SELECT Total tokens used FROM usage", "used", "a comma, an operator or a keyword"),
            ("SELECT 'it's' FROM usage", "'", "close the text with a single quote"),
            ("SELECT a FROM usage WHERE = 1", "=", "a value, a column or a call"),
        ];
        for (sql, place, expected) in cases {
            let (places, help) = help(sql);
            assert_eq!((places[0], help.starts_with(expected)), (place, true), "{sql}: {help}");
        }
    }
}
