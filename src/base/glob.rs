//! Patterns of paths: `*`, `**`, `?`, `[a-z]`, `{one,two}`.

use serde::{Deserialize, Serialize};

/// A pattern that paths are compared with; a `*` stops at a `/`, a `**` does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Glob {
    /// The pattern, once for each way to choose among its alternatives.
    patterns: Vec<Vec<Part>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum Part {
    Char(char),
    AnyChar,
    AnyInSegment,
    Any,
    Class { ranges: Vec<(char, char)>, is_negated: bool },
}

/// How many patterns the alternatives of one may make.
const MAX_PATTERNS: usize = 256;

impl Glob {
    /// Reads a pattern; what is wrong with it is told in words.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let texts = alternatives(text)?;
        let patterns = texts.iter().map(|text| parts(text)).collect::<Result<_, _>>()?;
        Ok(Self { patterns })
    }

    /// Does the whole of `path` follow the pattern?
    pub fn matches(&self, path: &str) -> bool {
        let path: Vec<char> = path.chars().collect();
        self.patterns.iter().any(|pattern| is_match(pattern, &path))
    }
}

/// Replaces the outermost `{a,b}` by each of its alternatives, and so on until there are none.
fn alternatives(text: &str) -> Result<Vec<String>, &'static str> {
    let mut done = Vec::new();
    let mut open = vec![text.to_owned()];
    while let Some(text) = open.pop() {
        let Some((before, inner, after)) = outermost(&text)? else {
            done.push(text);
            continue;
        };
        open.extend(inner.iter().rev().map(|choice| format!("{before}{choice}{after}")));
        if open.len() + done.len() > MAX_PATTERNS {
            return Err("it has too many alternatives");
        }
    }
    Ok(done)
}

type Choices<'t> = (&'t str, Vec<&'t str>, &'t str);

/// What stands before, in and after the first braces.
fn outermost(text: &str) -> Result<Option<Choices<'_>>, &'static str> {
    let (mut depth, mut start, mut from) = (0_usize, 0, 0);
    let mut choices = Vec::new();
    let mut is_escaped = false;
    for (at, character) in text.char_indices() {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '{' => {
                if depth == 0 {
                    (start, from) = (at, at + 1);
                }
                depth += 1;
            }
            ',' if depth == 1 => {
                choices.push(&text[from..at]);
                from = at + 1;
            }
            '}' if depth == 1 => {
                choices.push(&text[from..at]);
                return Ok(Some((&text[..start], choices, &text[at + 1..])));
            }
            '}' if depth > 1 => depth -= 1,
            _ => {}
        }
    }
    if depth == 0 { Ok(None) } else { Err("a `{` is not closed") }
}

/// The parts of a pattern without alternatives.
fn parts(text: &str) -> Result<Vec<Part>, &'static str> {
    let mut parts = Vec::new();
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        parts.push(match character {
            '*' if characters.next_if_eq(&'*').is_some() => Part::Any,
            '*' => Part::AnyInSegment,
            '?' => Part::AnyChar,
            '\\' => Part::Char(characters.next().ok_or("it ends in a `\\`")?),
            '[' => {
                let is_negated = characters.next_if(|next| matches!(next, '!' | '^')).is_some();
                let mut ranges = Vec::new();
                loop {
                    let from = characters.next().ok_or("a `[` is not closed")?;
                    if from == ']' && !ranges.is_empty() {
                        break;
                    }
                    let mut to = from;
                    if characters.next_if_eq(&'-').is_some() {
                        to = characters.next().ok_or("a `[` is not closed")?;
                    }
                    ranges.push((from, to));
                }
                Part::Class { ranges, is_negated }
            }
            other => Part::Char(other),
        });
    }
    Ok(parts)
}

/// Compares by remembering, for each part, which beginnings of `path` the parts so far can stand for.
fn is_match(pattern: &[Part], path: &[char]) -> bool {
    let mut ends = vec![false; path.len() + 1];
    ends[0] = true;
    for part in pattern {
        let mut next = vec![false; path.len() + 1];
        for at in 0..=path.len() {
            next[at] = match part {
                Part::Any => ends[at] || (at > 0 && next[at - 1]),
                Part::AnyInSegment => ends[at] || (at > 0 && next[at - 1] && path[at - 1] != '/'),
                single => at > 0 && ends[at - 1] && is_one(single, path[at - 1]),
            };
        }
        ends = next;
    }
    ends[path.len()]
}

/// Does a part that stands for one character stand for this one?
fn is_one(part: &Part, character: char) -> bool {
    match part {
        Part::Char(own) => *own == character,
        Part::AnyChar => character != '/',
        Part::Class { ranges, is_negated } => {
            let is_in = ranges.iter().any(|(from, to)| (*from..=*to).contains(&character));
            is_in != *is_negated
        }
        Part::Any | Part::AnyInSegment => false,
    }
}

#[cfg(test)]
mod tests {
    use super::Glob;

    #[test]
    fn patterns_stand_for_paths() {
        for (pattern, path, is_match) in [
            ("/posts/**", "/posts/a/b", true),
            ("/posts/**", "/posts", false),
            ("/posts/*", "/posts/a", true),
            ("/posts/*", "/posts/a/b", false),
            ("/{posts,notes/*}", "/notes/x", true),
            ("{/posts/sub/c*}", "/posts/sub/c1", true),
            ("{a,b{c,d}}.png", "bd.png", true),
            ("image[0-9].?pg", "image7.jpg", true),
            ("image[!0-9].jpg", "image7.jpg", false),
            ("**.jpg", "a/b.jpg", true),
            ("*.jpg", "a/b.jpg", false),
            (r"a\*", "a*", true),
            ("ü*", "über", true),
            ("", "", true),
        ] {
            let glob = Glob::parse(pattern).expect("valid");
            assert_eq!(glob.matches(path), is_match, "{pattern} {path}");
        }
        for wrong in ["{a", "[a", "a\\"] {
            assert!(Glob::parse(wrong).is_err(), "{wrong}");
        }
        assert!(Glob::parse(&"{a,b}".repeat(12)).is_err());
    }
}
