//! Where the summary of a text ends.

use crate::base::html::plain_text;

/// How many characters a description made from the text may have.
const DESCRIPTION_CHARS: usize = 160;

/// The first whole paragraphs of `html` that hold `words` words together, with all that stands before them. In Chinese, Japanese and
/// Korean characters are words.
pub(super) fn automatic(html: &str, words: usize, is_cjk: bool) -> &str {
    let mut end = 0;
    let mut counted = 0;
    for (at, close) in html.match_indices("</p>") {
        let text = plain_text(&html[end..at]);
        let length = |word: &str| {
            if is_cjk && !word.is_ascii() {
                word.chars().count()
            } else {
                usize::from(!word.is_empty())
            }
        };
        counted += text.split(' ').map(length).sum::<usize>();
        end = at + close.len();
        if counted >= words {
            return &html[..end];
        }
    }
    html
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
        let html = "<h2>a b</h2>\n<p>c d</p>\n<p>e</p>\n<p>f</p>\n";
        assert_eq!(automatic(html, 5, false), "<h2>a b</h2>\n<p>c d</p>\n<p>e</p>");
        assert_eq!(automatic(html, 99, false), html);
        let html = "<p>你好世界你好世界</p>\n<p>第二段的文字也不少</p>\n<p>a</p>";
        assert_eq!(automatic(html, 10, true), &html[..html.len() - 9]);
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
