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
            return &html[..closed(html, at + close.len())];
        }
        // Hugo goes on at the tag's own `>`, which may make a word of what follows.
        start = at + close.len() - 1;
    }
    html
}

/// Elements without an end.
const VOID: [&str; 8] = ["area", "br", "col", "hr", "img", "input", "source", "wbr"];

/// The first place from `end` on at which no element is open: a summary does not end inside a list or a quotation.
fn closed(html: &str, end: usize) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(open) = html[at..].find('<').map(|open| at + open) {
        if open >= end && depth == 0 {
            return end;
        }
        let rest = &html[open..];
        let close = if rest.starts_with("<!--") { "-->" } else { ">" };
        let length = rest.find(close).map_or(rest.len(), |found| found + close.len());
        let name = rest[1..length].split(|c: char| !c.is_ascii_alphanumeric() && c != '/').next();
        at = open + length;
        match name {
            Some(name) if name.starts_with('/') => depth = depth.saturating_sub(1),
            Some("") | None => {}
            Some(name) if VOID.contains(&name) || rest[..length].ends_with("/>") => {}
            Some(_) => depth += 1,
        }
        if at >= end && depth == 0 {
            return at;
        }
    }
    html.len()
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
    // A text whose words are not told by spaces is cut anywhere.
    let at = cut.rfind(' ').filter(|at| at * 2 > cut.len()).unwrap_or(cut.len());
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
    fn what_is_open_is_closed() {
        let html = "<blockquote>\n<p>aa bb<br>cc</p>\n<p>dd</p>\n</blockquote>\n<p>ee</p>\n";
        assert_eq!(automatic(html, 2), &html[..html.find("\n<p>ee").expect("there")]);
        let open = "<div><p>aa bb</p>\n<p>cc</p>";
        assert_eq!(automatic(open, 1), open);
        let quotes = "<!-- <b> -->\n<p>aa bb</p>\n<p>cc</p>";
        assert_eq!(automatic(quotes, 1), "<!-- <b> -->\n<p>aa bb</p>");
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
        let text = description(&format!("<p>第 {}</p>", "字".repeat(300)));
        assert_eq!(text.chars().count(), 160, "{text}");
    }
}
