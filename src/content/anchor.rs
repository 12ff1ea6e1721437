//! Heading anchors, as GitHub and Hugo make them.

use std::collections::BTreeSet;

/// Gives each heading of a page its anchor.
#[derive(Debug, Default)]
pub struct Anchors {
    taken: BTreeSet<String>,
}

impl Anchors {
    /// The anchor of a heading that says `text`: letters, digits and `_` in lower case, spaces and `-` as `-`, the rest dropped;
    /// `heading` if nothing is left. Repeated anchors get `-1`, `-2`, ….
    pub fn of_text(&mut self, text: &str) -> String {
        let mut anchor = String::with_capacity(text.len());
        for character in text.trim().chars() {
            match character {
                ' ' | '-' => anchor.push('-'),
                '_' => anchor.push('_'),
                letter if letter.is_alphanumeric() => anchor.extend(letter.to_lowercase()),
                _ => {}
            }
        }
        if anchor.is_empty() {
            anchor.push_str("heading");
        }
        let mut unique = anchor.clone();
        let mut n = 1;
        while !self.taken.insert(unique.clone()) {
            unique = format!("{anchor}-{n}");
            n += 1;
        }
        unique
    }

    /// Takes an anchor that the author has given.
    pub fn explicit(&mut self, anchor: &str) {
        self.taken.insert(anchor.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::Anchors;

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
            assert_eq!(Anchors::default().of_text(text), anchor);
        }
    }

    #[test]
    fn repeated_anchors_are_numbered() {
        let mut anchors = Anchors::default();
        anchors.explicit("same");
        assert_eq!(anchors.of_text("Same"), "same-1");
        assert_eq!(anchors.of_text("Same"), "same-2");
    }
}
