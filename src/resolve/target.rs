//! What a bound number is bound to: `query.column`, `query[0].column`, `query[key=value].column?fmt=short1`.

use super::option::{Options, options};
use crate::base::diagnostic::Diagnostic;
use crate::base::source::Span;

/// Which row of a result is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Selector {
    /// The only row.
    Only,
    /// The row of this number: from 0 at the front, from -1 at the back.
    Nth(i64),
    /// The only row whose column of this name reads as this text.
    Where(String, String),
}

/// A parsed target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    /// The query.
    pub(super) query: String,
    /// Where the query's name stands in the target.
    pub(super) query_span: Span,
    /// The row.
    pub(super) selector: Selector,
    /// The column.
    pub(super) column: String,
    /// Where the column's name stands in the target.
    pub(super) column_span: Span,
    /// What stands behind `?`.
    pub(super) options: Options,
}

/// Reads a target; spans in diagnostics are places in `text`.
pub(super) fn parse(text: &str) -> Result<Target, Diagnostic> {
    let query_end = text.find(['[', '.', '?']).ok_or_else(|| malformed(text))?;
    let (query, rest) = text.split_at(query_end);
    // What a selector looks for may hold a question mark.
    let (selector, rest) = match rest.strip_prefix('[') {
        None => (Selector::Only, rest),
        Some(inner) => {
            let at = inner.rfind("].").ok_or_else(|| malformed(text))?;
            (parse_selector(&inner[..at], query_end + 1)?, &inner[at + 1..])
        }
    };
    let (rest, options) = match rest.split_once('?') {
        Some((rest, options)) => (rest, Some(options)),
        None => (rest, None),
    };
    let end = options.map_or(text.len(), |options| text.len() - options.len() - 1);
    let column = rest.strip_prefix('.').unwrap_or("");
    if query.is_empty() || column.is_empty() {
        return Err(malformed(text));
    }
    let column_span = Span::new(end - column.len(), end);
    let options =
        options.map(|options| self::options(options, end + 1)).transpose()?.unwrap_or_default();
    Ok(Target {
        query: query.to_owned(),
        query_span: Span::new(0, query_end),
        selector,
        column: column.to_owned(),
        column_span,
        options,
    })
}

fn malformed(text: &str) -> Diagnostic {
    Diagnostic::error("bind/target", format!("`q:{text}` names no query and column"))
        .at(0..text.len())
        .help("write `q:query.column`, or `q:query[0].column`, `q:query[-1].column`, `q:query[key=value].column` where the query has several rows")
}

fn parse_selector(text: &str, at: usize) -> Result<Selector, Diagnostic> {
    if let Ok(index) = text.parse() {
        return Ok(Selector::Nth(index));
    }
    match text.split_once('=') {
        Some((key, value)) if !key.trim().is_empty() => {
            Ok(Selector::Where(key.trim().to_owned(), value.trim().to_owned()))
        }
        _ => Err(Diagnostic::error("bind/selector", format!("`[{text}]` selects no row"))
            .at(at..at + text.len())
            .help("write the row's number (`[0]`, `[-1]` for the last) or `[column=value]`")),
    }
}

#[cfg(test)]
mod tests {
    use super::{Selector, parse};

    #[test]
    fn every_form_of_a_target_is_read() {
        let cases = [
            ("growth.ratio", "growth", Selector::Only, "ratio", None),
            ("top[0].tokens", "top", Selector::Nth(0), "tokens", None),
            ("top[-1].tokens?fmt=short1", "top", Selector::Nth(-1), "tokens", Some("short1")),
            (
                "top[app=Roo Code].tokens",
                "top",
                Selector::Where("app".into(), "Roo Code".into()),
                "tokens",
                None,
            ),
            (
                "top[app=What?].tokens?fmt=int",
                "top",
                Selector::Where("app".into(), "What?".into()),
                "tokens",
                Some("int"),
            ),
            ("top[v=1.5].tokens", "top", Selector::Where("v".into(), "1.5".into()), "tokens", None),
        ];
        for (text, query, selector, column, format) in cases {
            let target = parse(text).expect(text);
            assert_eq!(
                (&*target.query, &target.selector, &*target.column),
                (query, &selector, column),
                "{text}"
            );
            assert_eq!(target.options.format.as_deref(), format, "{text}");
            assert_eq!(&text[target.column_span.range()], column);
        }
    }

    #[test]
    fn malformed_targets_are_placed_errors() {
        for text in [
            "",
            "growth",
            ".x",
            "growth.",
            "top[0]tokens",
            "top[x].y",
            "a.b?size=3",
            "a?about",
            "a[0]?about",
            "a[0].?about",
        ] {
            let error = parse(text).expect_err(text);
            assert_eq!(error.labels.len(), 1, "{text}");
        }
    }
}
