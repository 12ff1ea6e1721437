//! Text as it may stand in HTML and SVG.

use crate::base::html;

/// `text` for element content and quoted attributes; characters that markup forbids are shown as U+FFFD.
pub(super) fn escape(text: &str) -> String {
    let allowed = |c: char| match c {
        '\t' | '\n' | '\r' => ' ',
        c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => '\u{fffd}',
        c => c,
    };
    html::escape(&text.chars().map(allowed).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn markup_and_control_characters_are_made_harmless() {
        assert_eq!(escape("a<b &\n\"c\"\u{0}"), "a&lt;b &amp; &quot;c&quot;\u{fffd}");
    }
}
