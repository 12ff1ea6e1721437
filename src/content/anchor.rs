//! Heading anchors, as GitHub, Hugo and Blackfriday make them.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::config::HeadingIds;

/// Gives each heading of a page its anchor.
#[derive(Debug, Default)]
pub struct Anchors {
    taken: BTreeSet<String>,
}

impl Anchors {
    /// The anchor of a heading that says `text`, none if it says nothing. Repeated anchors get `-1`, `-2`, ….
    pub fn of_text(&mut self, text: &str, style: HeadingIds) -> Option<String> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let mut anchor = match style {
            HeadingIds::None => return None,
            HeadingIds::Github => github(text.chars()),
            HeadingIds::GithubAscii => {
                github(text.nfd().filter(char::is_ascii).collect::<Vec<_>>().into_iter())
            }
            HeadingIds::Blackfriday => blackfriday(text),
        };
        if anchor.is_empty() {
            anchor.push_str("heading");
        }
        let mut unique = anchor.clone();
        let mut n = 1;
        while !self.taken.insert(unique.clone()) {
            unique = format!("{anchor}-{n}");
            n += 1;
        }
        Some(unique)
    }

    /// Takes an anchor that the author has given.
    pub fn explicit(&mut self, anchor: &str) {
        self.taken.insert(anchor.to_owned());
    }
}

/// Letters, digits and `_` in lower case, spaces and `-` as `-`, the rest dropped.
fn github(text: impl Iterator<Item = char>) -> String {
    let mut anchor = String::new();
    for character in text {
        match character {
            ' ' | '-' => anchor.push('-'),
            '_' => anchor.push('_'),
            letter if is_letter_or_digit(letter) => anchor.extend(letter.to_lowercase()),
            _ => {}
        }
    }
    anchor
}

/// Letters and numbers in lower case, with a `-` for whatever stands between them.
fn blackfriday(text: &str) -> String {
    let mut anchor = String::new();
    let mut is_apart = false;
    for character in text.chars() {
        if character.is_alphanumeric() && !is_combining_mark(character) {
            if is_apart && !anchor.is_empty() {
                anchor.push('-');
            }
            is_apart = false;
            anchor.extend(character.to_lowercase());
        } else {
            is_apart = true;
        }
    }
    anchor
}

/// Is it a letter or a decimal digit? Superscripts, fractions and vowel signs are neither.
fn is_letter_or_digit(character: char) -> bool {
    let is_other_number = matches!(character,
        '²' | '³' | '¹' | '¼'..='¾' | '\u{2070}'..='\u{2079}' | '\u{2080}'..='\u{2089}'
        | '\u{2150}'..='\u{218b}' | '\u{2460}'..='\u{249b}' | '\u{24ea}'..='\u{24ff}'
        | '\u{2776}'..='\u{2793}' | '\u{3192}'..='\u{3195}' | '\u{3220}'..='\u{3229}');
    character.is_alphanumeric() && !is_combining_mark(character) && !is_other_number
}

#[cfg(test)]
mod tests {
    use super::Anchors;
    use crate::content::config::HeadingIds;

    #[test]
    fn anchors_are_those_of_hugo() {
        let cases = [
            (
                "Hello, World! What's \"New\" — C++ & C# code_x",
                "hello-world-whats-new--c--c-code_x",
            ),
            ("Emph link 日本 Ünï 😀", "emph-link-日本-ünï-"),
            ("1. Über_uns  two  spaces", "1-über_uns--two--spaces"),
            ("—", "heading"),
            ("!!!", "heading"),
        ];
        for (text, anchor) in cases {
            let found = Anchors::default().of_text(text, HeadingIds::Github);
            assert_eq!(found.as_deref(), Some(anchor));
        }
        assert_eq!(Anchors::default().of_text(" ", HeadingIds::Github), None);
    }

    #[test]
    fn anchors_are_made_in_three_ways() {
        let text = "Ünï & C++: 1.5² दिन";
        for (style, anchor) in [
            (HeadingIds::Github, Some("ünï--c-15-दन")),
            (HeadingIds::GithubAscii, Some("uni--c-15-")),
            (HeadingIds::Blackfriday, Some("ünï-c-1-5²-द-न")),
            (HeadingIds::None, None),
        ] {
            assert_eq!(Anchors::default().of_text(text, style).as_deref(), anchor, "{style:?}");
        }
    }

    #[test]
    fn repeated_anchors_are_numbered() {
        let mut anchors = Anchors::default();
        anchors.explicit("same");
        let mut next = || anchors.of_text("Same", HeadingIds::Github);
        assert_eq!(next().as_deref(), Some("same-1"));
        assert_eq!(next().as_deref(), Some("same-2"));
    }
}
