//! Where the summary of a text ends.

use crate::base::html::plain_text;

/// How many characters a description made from the text may have.
const DESCRIPTION_CHARS: usize = 160;

/// The first whole paragraphs of `html` that hold `words` words together, with all that stands before them.
///
/// What counts as a word is Hugo's: what stands between white space in the HTML itself, but for most tags and attributes.
pub(super) fn automatic(html: &str, words: usize) -> &str {
    let mut start = 0;
    let mut counted = 0;
    for (at, close) in html.match_indices("</p>") {
        counted += count(&html[start..at]);
        if counted >= words {
            return &html[..at + close.len()];
        }
        // Hugo goes on at the tag's own `>`, which may make a word of what follows.
        start = at + close.len() - 1;
    }
    html
}

/// The words of a part of the HTML. The last character of all is passed over.
fn count(html: &str) -> usize {
    let last = html.chars().next_back().map_or(0, char::len_utf8);
    let ends_in_space = html.ends_with(char::is_whitespace);
    let html = if ends_in_space { html } else { &html[..html.len() - last] };
    html.split_whitespace().filter(|word| !is_markup(word)).count()
}

/// Is this a tag without attributes, the beginning of one, or an attribute?
fn is_markup(word: &str) -> bool {
    let inner = word.strip_prefix('<').map(|tag| tag.strip_prefix('/').unwrap_or(tag));
    let name = inner.map(|tag| tag.strip_suffix('>').unwrap_or(tag));
    let is_tag = name.is_some_and(|name| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic())
    });
    word == ">" || is_tag || word.contains("=\"")
}

/// A description of at most 160 characters, cut between words.
pub(super) fn description(html: &str) -> String {
    let text = plain_text(html);
    if text.chars().count() <= DESCRIPTION_CHARS {
        return text;
    }
    let cut: String = text.chars().take(DESCRIPTION_CHARS - 1).collect();
    let at = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", cut[..at].trim_end_matches([',', ';', ':', '.', ' ']))
}

#[cfg(test)]
mod tests {
    use super::{automatic, description};

    #[test]
    fn whole_paragraphs_are_taken_with_what_stands_before() {
        let html = "<h2>aa bb</h2>\n<p>cc dd</p>\n<p>ee</p>\n<p>ff</p>\n";
        assert_eq!(automatic(html, 5), "<h2>aa bb</h2>\n<p>cc dd</p>\n<p>ee</p>");
        assert_eq!(automatic(html, 99), html);
    }

    #[test]
    fn words_are_counted_as_in_hugo() {
        for (html, words) in [
            ("<p>one two", 2),
            ("<p>one <em>two</em> three", 3),
            ("<p>a <a href=\"https://x.org/\">b</a> c", 1),
            ("<p>a <a href=\"https://x.org/\">b c</a>, d", 2),
            ("<h1 id=\"h-i\">h i</h1>\n<p>a b", 3),
            ("<ul>\n<li>x y</li>\n<li>z</li>\n</ul>\n<p>a b", 4),
            ("<p>x &gt; y &lt; z", 4),
            ("<p>é ü", 1),
        ] {
            assert_eq!(super::count(html), words, "{html}");
        }
    }

    #[test]
    fn descriptions_are_cut_between_words() {
        let text = description(&format!("<p>{}</p>", "word, ".repeat(50)));
        assert!(text.chars().count() <= 160 && text.ends_with("word…"), "{text}");
        assert_eq!(description("<p>a &amp; b</p>"), "a & b");
    }
}
