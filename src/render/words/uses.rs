//! Which texts templates ask for, as far as the templates themselves say.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Words;
use crate::base::diagnostic::{Diagnostic, nearest};
use crate::base::source::{Source, Span};
use crate::base::texts::Table;

/// Warnings of keys in `templates` that a language has no text for, and the keys.
pub(in crate::render) fn missing<'a>(
    words: &Words,
    templates: impl Iterator<Item = &'a Arc<Source>>,
) -> (Vec<Diagnostic>, BTreeSet<String>) {
    let mut diagnostics = Vec::new();
    let mut gaps = BTreeSet::new();
    for source in templates {
        let mut told: BTreeMap<String, Span> = BTreeMap::new();
        for (key, span) in keys(&source.text) {
            told.entry(key).or_insert(span);
        }
        for (key, span) in told {
            let lacking: Vec<&Arc<Table>> =
                words.tables.iter().filter(|table| !table.is_own(&key)).collect();
            if let Some(first) = lacking.first() {
                let place = Place { source, span };
                diagnostics.push(lacks(&key, first, lacking.as_slice(), &place));
                gaps.insert(key);
            }
        }
    }
    (diagnostics, gaps)
}

struct Place<'a> {
    source: &'a Arc<Source>,
    span: Span,
}

fn lacks(key: &str, first: &Table, lacking: &[&Arc<Table>], place: &Place<'_>) -> Diagnostic {
    let names: Vec<String> = lacking.iter().map(|table| format!("`{}`", table.code)).collect();
    let shown = if first.get(key).is_some() { "another language's" } else { "the key itself" };
    let message = format!("there is no text `{key}` in {}: pages show {shown}", names.join(", "));
    let near = nearest(key, first.keys().filter(|own| *own != key));
    let write = format!("write it into `i18n/{}.yaml`", first.code);
    let help = near.map_or(write.clone(), |near| format!("did you mean `{near}`? If not, {write}"));
    Diagnostic::warning("words/missing", message).label_in(place.source, place.span, "").help(help)
}

/// The keys that are written out in `t(key="…")` and `"…" | t`, with their places.
fn keys(text: &str) -> Vec<(String, Span)> {
    let mut res = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find('{').map(|found| at + found) {
        let close = match text.as_bytes().get(open + 1) {
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            Some(b'#') => {
                at = text[open..].find("#}").map_or(text.len(), |end| open + end + 2);
                continue;
            }
            _ => {
                at = open + 1;
                continue;
            }
        };
        let end = text[open + 2..].find(close).map_or(text.len(), |end| open + 2 + end);
        in_tag(text, open + 2..end, &mut res);
        at = end;
    }
    res
}

/// A part of a tag.
#[derive(PartialEq)]
enum Token<'a> {
    Name(&'a str),
    Text(&'a str, Span),
    Sign(char),
}

fn in_tag(text: &str, range: std::ops::Range<usize>, res: &mut Vec<(String, Span)>) {
    let tokens = tokens(text, range);
    for (at, token) in tokens.iter().enumerate() {
        let next = |by: usize| tokens.get(at + by);
        match token {
            Token::Text(key, span)
                if next(1) == Some(&Token::Sign('|')) && next(2) == Some(&Token::Name("t")) =>
            {
                res.push(((*key).to_owned(), *span));
            }
            Token::Name("t") if next(1) == Some(&Token::Sign('(')) => {
                let arguments = tokens[at + 2..].windows(3);
                let keys = arguments.take_while(|three| three[0] != Token::Sign(')'));
                res.extend(keys.filter_map(|three| match three {
                    [Token::Name("key"), Token::Sign('='), Token::Text(key, span)] => {
                        Some(((*key).to_owned(), *span))
                    }
                    _ => None,
                }));
            }
            _ => {}
        }
    }
}

fn tokens(text: &str, range: std::ops::Range<usize>) -> Vec<Token<'_>> {
    let mut res = Vec::new();
    let mut at = range.start;
    while let Some(first) = text[at..range.end].chars().next() {
        let rest = &text[at + first.len_utf8()..range.end];
        let length = match first {
            '"' | '\'' | '`' => {
                let length = rest.find(first).unwrap_or(rest.len());
                let start = at + 1;
                let span = Span::new(start, start + length);
                res.push(Token::Text(&rest[..length], span));
                length + 1
            }
            _ if first.is_alphanumeric() || first == '_' => {
                let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
                let length = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
                res.push(Token::Name(&text[at..at + first.len_utf8() + length]));
                length
            }
            _ => {
                if !first.is_whitespace() {
                    res.push(Token::Sign(first));
                }
                0
            }
        };
        at = (at + first.len_utf8() + length).min(range.end);
    }
    res
}

#[cfg(test)]
mod tests {
    use super::keys;

    #[test]
    fn keys_are_found_where_they_are_written_out() {
        let text = "{# \"no\" | t #} t(key=\"no\") {{ t(key=\"a.b\", count=3) }}{% if 'c' | t == x | t(y=1) %}{{ ut(key='no') }}{{ \"d\"|t(n=1) }}";
        let found: Vec<(String, &str)> =
            keys(text).into_iter().map(|(key, span)| (key, &text[span.range()])).collect();
        let same = |key: &'static str| (key.to_owned(), key);
        assert_eq!(found, [same("a.b"), same("c"), same("d")]);
    }
}
