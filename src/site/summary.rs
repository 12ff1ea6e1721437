//! Where the summary of a text ends.

use std::borrow::Cow;

use crate::base::html::plain_text;

/// How many characters a description made from the text may have.
const DESCRIPTION_CHARS: usize = 160;

/// The first whole paragraphs of `html` that hold `words` words together, with all that stands before them.
///
/// What counts as a word is Hugo's: what stands between white space in the HTML itself, but for most tags and attributes. With `is_cjk`
/// each character is one, in words that are not ASCII alone.
pub(super) fn automatic(html: &str, words: usize, is_cjk: bool) -> &str {
    let mut start = 0;
    let mut counted = 0;
    for (at, close) in html.match_indices("</p>") {
        counted += count(&html[start..at], is_cjk);
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
fn count(html: &str, is_cjk: bool) -> usize {
    let html = &*spaced(html);
    let last = html.chars().next_back().map_or(0, char::len_utf8);
    let ends_in_space = html.ends_with(char::is_whitespace);
    let html = if ends_in_space { html } else { &html[..html.len() - last] };
    let words = html.split_whitespace().filter(|word| !is_markup(word));
    if is_cjk { words.map(characters).sum() } else { words.count() }
}

/// What a word counts where characters are words.
fn characters(word: &str) -> usize {
    let (mut n_characters, mut is_ascii, mut in_tag) = (0, true, false);
    for character in word.chars() {
        match character {
            '<' => in_tag = true,
            '>' if in_tag => in_tag = false,
            _ if in_tag => {}
            _ => {
                n_characters += 1;
                // Signs of typography are entities in Hugo.
                is_ascii &= character.is_ascii() || "‘’“”–—…«»".contains(character);
            }
        }
    }
    if is_ascii { 1 } else { n_characters }
}

/// A part of the HTML with white space where Hugo writes it, because what is between white space counts.
fn spaced(html: &str) -> Cow<'_, str> {
    const ALIGNED: &str = "style=\"text-align:";
    let mut res = Cow::Borrowed(html);
    if res.contains(ALIGNED) {
        res = res.replace(ALIGNED, "style=\"text-align: ").into();
    }
    if res.contains("</figure>") {
        res = res.replace("</figure>", "</figure>\n").into();
    }
    if res.contains("<pre tabindex") {
        res = with_code(&res).into();
    }
    res
}

/// The same for code: what follows a fence stands beside its end, and each line and each colored word begins with tags.
fn with_code(html: &str) -> String {
    const END: &str = "</code></pre>";
    let mut res = String::with_capacity(html.len() * 2);
    let mut rest = html;
    while let Some(open) = rest.find("<pre tabindex") {
        let (before, code) = rest.split_at(open);
        let Some(end) = code.find(END) else { break };
        let start = code.find("<code").and_then(|at| Some(at + code[at..].find('>')? + 1));
        let start = start.filter(|start| *start <= end).unwrap_or(end);
        res.push_str(before);
        res.push_str(&code[..start]);
        if code[..start].contains("chroma") {
            colored(&code[start..end], &mut res);
        } else {
            res.push_str(&code[start..end]);
        }
        res.push_str(END);
        rest = &code[end + END.len()..];
        if let Some(after) = rest.strip_prefix("</div>") {
            res.push_str("</div>");
            rest = after;
        }
        rest = rest.strip_prefix('\n').unwrap_or(rest);
    }
    res.push_str(rest);
    res
}

/// How Hugo begins a line of colored code, and one that is marked.
const LINES: [&str; 2] = [
    "<span style=\"display:flex;\"><span>",
    "<span style=\"display:flex; background-color:#3c3d38\"><span>",
];

/// The beginning of the line whose code is `rest`.
fn line(rest: &str) -> &'static str {
    let mut tags = rest;
    while let Some(end) = tags.strip_prefix('<').and_then(|tag| tag.find('>')) {
        if tags.starts_with("<span class=\"line hl\"") {
            return LINES[1];
        }
        tags = &tags[end + 2..];
    }
    LINES[0]
}

/// How the number of a line of code begins, alone or in a table.
const NUMBERED: &str = "<span class=\"ln";

/// How it begins in Hugo.
const NUMBER: &str = "<span style=\"padding:0 0.4em 0 0.4em;color:#7f7f7f\">";

/// Comments and strings, in which white space is colored with the rest.
const SPACED: [&str; 3] = ["<span class=\"c\">", "<span class=\"s\">", "<span class=\"sr\">"];

/// Lines of colored code with the tags that Hugo writes: no white space inside a colored word, but for comments and strings.
fn colored(code: &str, res: &mut String) {
    const COLOR: &str = "<span style=\"\">";
    let (mut in_color, mut is_open, mut is_spaced) = (false, false, false);
    let mut rest = code;
    res.push_str(line(code));
    while let Some(first) = rest.chars().next() {
        let mut length = first.len_utf8();
        if rest.starts_with(NUMBERED) {
            let end = rest.find("</span>").unwrap_or(rest.len());
            let number = rest[..end].find('>').map_or("", |at| &rest[at + 1..end]);
            res.extend([NUMBER, number]);
            rest = &rest[end..];
            continue;
        }
        if first == '<' {
            length = rest.find('>').map_or(rest.len(), |at| at + 1);
            let is_line =
                ["<span class=\"line", "<span class=\"cl"].map(|tag| rest.starts_with(tag));
            in_color = rest.starts_with("<span") && is_line == [false; 2];
            is_spaced = SPACED.iter().any(|tag| rest.starts_with(tag));
        }
        let ends = first == '<' || first == '\n' || (first.is_whitespace() && !is_spaced);
        if is_open && ends {
            res.push_str("</span>");
            is_open = false;
        }
        if first == '\n' {
            res.extend(["\n</span></span>", line(&rest[length..])]);
        } else if first != '<' {
            if in_color && !is_open && !ends {
                res.push_str(COLOR);
                is_open = true;
            }
            res.push(first);
        }
        rest = &rest[length..];
    }
    // What would begin a line behind the last one closes it.
    if let Some(at) = res.strip_suffix(LINES[0]).map(str::len) {
        res.truncate(at);
    }
}

/// Is this a tag without attributes, the beginning of one, or an attribute?
fn is_markup(word: &str) -> bool {
    let inner = word.strip_prefix('<').map(|tag| tag.strip_prefix('/').unwrap_or(tag));
    let name = inner.map(|tag| tag.strip_suffix('>').unwrap_or(tag));
    let is_tag = name.is_some_and(|name| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic())
    });
    let is_attribute = word.split_once('=').is_some_and(|(name, value)| {
        let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic());
        is_name && value.starts_with(['"', '\''])
    });
    word == ">" || is_tag || is_attribute
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
        assert_eq!(automatic(html, 5, false), "<h2>aa bb</h2>\n<p>cc dd</p>\n<p>ee</p>");
        assert_eq!(automatic(html, 99, false), html);
    }

    #[test]
    fn what_is_open_is_closed() {
        let html = "<blockquote>\n<p>aa bb<br>cc</p>\n<p>dd</p>\n</blockquote>\n<p>ee</p>\n";
        assert_eq!(automatic(html, 2, false), &html[..html.find("\n<p>ee").expect("there")]);
        let open = "<div><p>aa bb</p>\n<p>cc</p>";
        assert_eq!(automatic(open, 1, false), open);
        let quotes = "<!-- <b> -->\n<p>aa bb</p>\n<p>cc</p>";
        assert_eq!(automatic(quotes, 1, false), "<!-- <b> -->\n<p>aa bb</p>");
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
            ("<pre tabindex=\"0\"><code>a b\n</code></pre>\n<p>cc dd", 3),
            ("<td style=\"text-align:left\">a</td>\n<p>bb cc", 3),
            ("<p>x=y a=\"b\" (a=\"b\" a-b=\"c\" d", 3),
            (
                "<div class=\"highlight\"><pre tabindex=\"0\" class=\"chroma\"><code class=\"x\"><span class=\"k\">fn </span>\
                 <span class=\"n\">a</span>() {\n<span class=\"k\">let </span>b;\n}\n</code></pre></div>\n<p>cc dd",
                6,
            ),
            (
                "<div class=\"highlight\"><pre tabindex=\"0\" class=\"chroma\"><code class=\"x\"><span class=\"c\"># a b</span>\n\
                 <span class=\"s\">\"c d\"</span>\n</code></pre></div>\n<p>ee f",
                5,
            ),
        ] {
            assert_eq!(super::count(html, false), words, "{html}");
        }
    }

    #[test]
    fn characters_are_words_where_the_page_says_so() {
        for (html, words) in [("<p>字字字 ab cd", 5), ("<p><b>字</b>a。 x=\"字字\" y ", 4)] {
            assert_eq!(super::count(html, true), words, "{html}");
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
