//! Places in SQL: from the parser's lines and columns to bytes.

use datafusion::sql::sqlparser::tokenizer::{Location, Span as SqlSpan};

use crate::base::source::Span;

/// The bytes of `span` in `sql`; the whole of it if the span is empty.
pub(super) fn span(sql: &str, span: SqlSpan) -> Span {
    if span.start.line == 0 {
        return whole(sql);
    }
    let Location { line, column } = span.start;
    let start = offset(sql, line, column);
    Span::new(start, offset(sql, span.end.line, span.end.column))
}

/// `sql` without the white space around it.
pub(super) fn whole(sql: &str) -> Span {
    let start = sql.len() - sql.trim_start().len();
    Span::new(start, sql.trim_end().len())
}

/// The first word of `sql`, after comments and opening parentheses.
pub(super) fn first_word(sql: &str) -> Span {
    let mut rest = sql;
    loop {
        rest = rest.trim_start_matches(|char: char| char.is_whitespace() || char == '(');
        let end = match () {
            () if rest.starts_with("--") => rest.find('\n'),
            () if rest.starts_with("/*") => rest.find("*/").map(|end| end + 2),
            () => break,
        };
        rest = rest.get(end.unwrap_or(rest.len())..).unwrap_or_default();
    }
    word_at(sql, sql.len() - rest.len())
}

/// The word that ends before `at`, with nothing but white space between.
pub(super) fn word_before(sql: &str, at: usize) -> Option<Span> {
    let before = sql.get(..at)?.trim_end();
    let start = before.rfind(|char: char| !(char.is_alphanumeric() || char == '_'));
    let start =
        start.map_or(0, |last| last + before[last..].chars().next().map_or(1, char::len_utf8));
    (start < before.len()).then(|| Span::new(start, before.len()))
}

/// The byte at `line` and `column`, both from 1, columns in characters.
pub(super) fn offset(sql: &str, line: u64, column: u64) -> usize {
    let index = |n: u64| usize::try_from(n.saturating_sub(1)).unwrap_or(usize::MAX);
    let start: usize = sql.split_inclusive('\n').take(index(line)).map(str::len).sum();
    let rest = sql.get(start..).unwrap_or_default();
    rest.char_indices().nth(index(column)).map_or(sql.len(), |(at, _)| start + at)
}

/// The word at `at`, or the single character if it begins none.
pub(super) fn word_at(sql: &str, at: usize) -> Span {
    let rest = sql.get(at..).unwrap_or_default();
    let length = rest.find(|char: char| !(char.is_alphanumeric() || char == '_'));
    let length = length.unwrap_or(rest.len());
    let first = rest.chars().next().map_or(0, char::len_utf8);
    Span::new(at, at + length.max(first))
}

/// The first call of the function `name`, or else the whole of `sql`.
///
/// Texts in quotes and comments are skipped, so that only code is found.
pub(super) fn call(sql: &str, names: &[&str]) -> Span {
    let mut rest = 0;
    while let Some(char) = sql.get(rest..).and_then(|text| text.chars().next()) {
        let text = &sql[rest..];
        if char == '\'' || char == '"' {
            rest += 1 + text[1..].find(char).map_or(text.len() - 1, |end| end + 1);
        } else if text.starts_with("--") {
            rest += text.find('\n').unwrap_or(text.len());
        } else if char.is_alphanumeric() || char == '_' {
            let word = word_at(sql, rest);
            let found = sql.get(word.range()).unwrap_or_default();
            if names.iter().any(|name| name.eq_ignore_ascii_case(found)) {
                return word;
            }
            rest = word.end;
        } else {
            rest += char.len_utf8();
        }
    }
    whole(sql)
}

/// The literal `'text'`, if it is in `sql` just once.
pub(super) fn literal(sql: &str, text: &str) -> Option<Span> {
    let written = format!("'{}'", text.replace('\'', "''"));
    let mut found = sql.match_indices(&written);
    let (at, _) = found.next()?;
    found.next().is_none().then(|| Span::new(at, at + written.len()))
}

#[cfg(test)]
mod tests {
    use super::{call, offset};

    #[test]
    fn lines_and_columns_count_characters() {
        assert_eq!(offset("é,\nab", 1, 2), 2);
        assert_eq!(offset("é,\nab", 2, 2), 5);
        assert_eq!(offset("é,\nab", 9, 9), 6);
    }

    #[test]
    fn a_call_is_found_in_code_alone() {
        let sql = "SELECT 'now' -- now\n, NOW()";
        assert_eq!(&sql[call(sql, &["now"]).range()], "NOW");
        assert_eq!(call("SELECT 'open", &["now"]).range(), 0..12);
    }
}
