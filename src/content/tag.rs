//! The attributes of a tag, of HTML or of SVG.

use std::ops::Range;

/// An attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Attribute<'h> {
    /// Its name as it is written.
    pub(super) name: &'h str,
    /// Where its value stands, without quotes; an attribute may have none.
    pub(super) value: Option<Range<usize>>,
    /// Does the value stand in quotes?
    pub(super) is_quoted: bool,
    /// Where it ends.
    pub(super) end: usize,
}

/// The attributes of the tag whose name ends at `start`; none if the tag does not end.
pub(super) fn attributes(html: &str, start: usize) -> Option<Vec<Attribute<'_>>> {
    let mut found = Vec::new();
    let mut at = start;
    loop {
        let space = |c: char| c.is_whitespace() || c == '/';
        let rest = html[at..].trim_start_matches(space);
        if rest.starts_with('>') {
            return Some(found);
        }
        let begin = html.len() - rest.len();
        let length = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>'))?;
        let name = &rest[..length];
        at = begin + length;
        let Some(value) = html[at..].trim_start().strip_prefix('=') else {
            if name.is_empty() {
                return None;
            }
            found.push(Attribute { name, value: None, is_quoted: false, end: at });
            continue;
        };
        let value = value.trim_start();
        let begin = html.len() - value.len();
        let quote = value.chars().next()?;
        let is_quoted = matches!(quote, '"' | '\'');
        let value = if is_quoted {
            begin + 1..begin + 1 + value[1..].find(quote)?
        } else {
            begin..begin + value.find(|c: char| c.is_whitespace() || c == '>')?
        };
        at = value.end + usize::from(is_quoted);
        found.push(Attribute { name, value: Some(value), is_quoted, end: at });
    }
}

#[cfg(test)]
mod tests {
    use super::attributes;

    #[test]
    fn attributes_have_places_with_and_without_quotes() {
        let html = "<img src = \"a>b\" alt='' loading=lazy hidden/>rest";
        let found = attributes(html, 4).expect("the tag ends");
        let shown: Vec<(&str, Option<&str>, bool)> = found
            .iter()
            .map(|own| (own.name, own.value.clone().map(|value| &html[value]), own.is_quoted))
            .collect();
        assert_eq!(
            shown,
            [
                ("src", Some("a>b"), true),
                ("alt", Some(""), true),
                ("loading", Some("lazy"), false),
                ("hidden/", None, false),
            ]
        );
        assert_eq!(&html[found[3].end..], ">rest");
        for open in ["<img", "<img src", "<img src=", "<img src=\"a>", "<img src=a"] {
            assert_eq!(attributes(open, 4), None, "{open}");
        }
        assert_eq!(attributes("<img />", 4), Some(Vec::new()));
    }
}
