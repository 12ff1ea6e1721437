//! The one place where text becomes HTML.

/// Appends `text` to `out`, escaped so that it is safe as an element's text and inside a quoted attribute.
pub fn escape_to(text: &str, out: &mut String) {
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escaped = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => continue,
        };
        out.push_str(&text[done..at]);
        out.push_str(escaped);
        done = at + 1;
    }
    out.push_str(&text[done..]);
}

/// `text` escaped as [`escape_to`] does it.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    escape_to(text, &mut out);
    out
}

/// Appends a URL to `out`, percent-encoded where it must be and escaped for a quoted attribute.
pub fn escape_url_to(url: &str, out: &mut String) {
    for character in encode_url(url).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
}

/// A URL with all that may not stand in one percent-encoded; what is encoded already is left alone.
pub fn encode_url(url: &str) -> String {
    let mut encoded = String::with_capacity(url.len());
    for byte in url.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.+!*(),%#@?=;:/$~&'".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            for nibble in [byte >> 4, byte & 15] {
                encoded.push(char::from(b"0123456789ABCDEF"[usize::from(nibble)]));
            }
        }
    }
    encoded
}

/// The scheme of a URL in lower case, `None` for a relative one; characters that browsers ignore are passed over.
pub fn scheme(url: &str) -> Option<String> {
    let (scheme, _) = url.split_once(':')?;
    let scheme: String = scheme
        .chars()
        .filter(|character| !character.is_ascii_control() && *character != ' ')
        .collect();
    let valid = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    valid.then(|| scheme.to_ascii_lowercase())
}

/// The text of an HTML fragment: tags and comments dropped, the common entities resolved, white space folded.
pub fn plain_text(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        text.push_str(&rest[..open]);
        let tag = &rest[open..];
        let end = if tag.starts_with("<!--") {
            tag.find("-->").map(|at| at + 3)
        } else {
            tag.find('>').map(|at| at + 1)
        };
        let end = end.unwrap_or(tag.len());
        if is_block(&tag[..end]) {
            text.push(' ');
        }
        rest = &tag[end..];
    }
    text.push_str(rest);
    fold(&unescape(&text))
}

/// Does the tag begin or end something that stands apart from the text around it?
fn is_block(tag: &str) -> bool {
    let name = tag.trim_start_matches(['<', '/']).split([' ', '>', '/', '\n']).next().unwrap_or("");
    !matches!(
        name,
        "a" | "abbr"
            | "b"
            | "code"
            | "data"
            | "del"
            | "em"
            | "i"
            | "kbd"
            | "mark"
            | "s"
            | "small"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "u"
            | "wbr"
    )
}

/// White space runs become single spaces, none at the ends.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}

/// Resolves the entities that [`escape_to`] writes, and `&nbsp;`.
pub fn unescape(text: &str) -> String {
    const ENTITIES: [(&str, &str); 7] = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&nbsp;", "\u{a0}"),
        ("&amp;", "&"),
    ];
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let entity = ENTITIES.iter().find(|(entity, _)| rest.starts_with(entity));
        let (skip, with) = entity.map_or((1, "&"), |(entity, with)| (entity.len(), *with));
        plain.push_str(with);
        rest = &rest[skip..];
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::{escape, plain_text};

    #[test]
    fn nothing_that_html_reads_survives_escaping() {
        assert_eq!(
            escape(r#"<a href="x">'&'</a>"#),
            "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;"
        );
        assert_eq!(escape("plain ü"), "plain ü");
    }

    #[test]
    fn plain_text_keeps_words_apart_and_resolves_entities_once() {
        assert_eq!(
            plain_text("<p>a<b>b</b></p><p>c &amp;lt; d</p><!-- x > y -->e"),
            "ab c &lt; d e"
        );
    }
}
