//! References made absolute, for readers who see a text away from its page.

/// `reference` as seen from the page at `permalink`.
///
/// `permalink` may be a path, for sites without a base URL; the result is one then.
pub(super) fn absolute(permalink: &str, reference: &str) -> String {
    if has_scheme(reference) || reference.starts_with("//") {
        return reference.to_owned();
    }
    let (origin, path) = split_origin(permalink);
    match reference.chars().next() {
        None => permalink.to_owned(),
        Some('/') => format!("{origin}{reference}"),
        Some('#') => format!("{permalink}{reference}"),
        Some('?') => format!("{origin}{}{reference}", path.split(['?', '#']).next().unwrap_or("")),
        Some(_) => {
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            let end = reference.find(['?', '#']).unwrap_or(reference.len());
            let (relative, rest) = reference.split_at(end);
            format!("{origin}{}{rest}", resolved(folder, relative))
        }
    }
}

/// `https://example.org` and the path after it.
fn split_origin(url: &str) -> (&str, &str) {
    let host = url.find("://").map_or(0, |at| at + "://".len());
    if host == 0 {
        return ("", url);
    }
    let path = url[host..].find('/').map_or(url.len(), |at| host + at);
    url.split_at(path)
}

/// Does the reference begin with a scheme, such as `mailto:`?
fn has_scheme(reference: &str) -> bool {
    let Some((scheme, _)) = reference.split_once(':') else { return false };
    scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

/// `relative` below `folder`, its dots resolved; it cannot climb above the root.
fn resolved(folder: &str, relative: &str) -> String {
    let mut segments: Vec<&str> = folder.split('/').filter(|segment| !segment.is_empty()).collect();
    let mut is_folder = false;
    for segment in relative.split('/') {
        is_folder = matches!(segment, "" | "." | "..");
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            name => segments.push(name),
        }
    }
    let slash = if is_folder && !segments.is_empty() { "/" } else { "" };
    format!("/{}{slash}", segments.join("/"))
}

/// `html` with the references of its tags made absolute.
pub(super) fn absolute_html(permalink: &str, html: &str) -> String {
    let mut res = String::with_capacity(html.len() + html.len() / 8);
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        res.push_str(text);
        if let Some(comment) = tag.strip_prefix("<!--") {
            let end = comment.find("-->").map_or(tag.len(), |end| "<!--".len() + end + "-->".len());
            res.push_str(&tag[..end]);
            rest = &tag[end..];
        } else {
            rest = copy_tag(permalink, tag, &mut res);
        }
    }
    res.push_str(rest);
    res
}

/// Copies one tag, and gives what follows it.
fn copy_tag<'a>(permalink: &str, tag: &'a str, res: &mut String) -> &'a str {
    let mut rest = tag;
    while let Some(at) = rest.find(['>', '"', '\'']) {
        let (before, quoted) = rest.split_at(at);
        res.push_str(before);
        let quote = &quoted[..1];
        res.push_str(quote);
        rest = &quoted[1..];
        if quote == ">" {
            return rest;
        }
        let Some((value, after)) = rest.split_once(quote) else { break };
        match attribute(before) {
            "href" | "src" | "poster" | "cite" => res.push_str(&absolute(permalink, value)),
            "srcset" => res.push_str(&absolute_set(permalink, value)),
            _ => res.push_str(value),
        }
        res.push_str(quote);
        rest = after;
    }
    res.push_str(rest);
    ""
}

/// The attribute's name at the end of `<img src=`.
fn attribute(before: &str) -> &str {
    let name = before.trim_end().strip_suffix('=').unwrap_or("").trim_end();
    name.rsplit(|character: char| character.is_whitespace()).next().unwrap_or("")
}

/// The candidates of a `srcset`.
fn absolute_set(permalink: &str, set: &str) -> String {
    let candidate = |candidate: &str| {
        let candidate = candidate.trim();
        let (url, size) = candidate.split_once(char::is_whitespace).unwrap_or((candidate, ""));
        format!("{} {size}", absolute(permalink, url)).trim_end().to_owned()
    };
    set.split(',').map(candidate).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::{absolute, absolute_html};

    const PAGE: &str = "https://example.org/blog/posts/a/";

    #[test]
    fn references_are_resolved_against_the_page() {
        for (reference, expected) in [
            ("x.png", "https://example.org/blog/posts/a/x.png"),
            ("../b/#c", "https://example.org/blog/posts/b/#c"),
            ("..", "https://example.org/blog/posts/"),
            ("../../../../../x", "https://example.org/x"),
            ("/y", "https://example.org/y"),
            ("#fn:1", "https://example.org/blog/posts/a/#fn:1"),
            ("?page=2", "https://example.org/blog/posts/a/?page=2"),
            ("", PAGE),
            ("//cdn.example.com/z", "//cdn.example.com/z"),
            ("mailto:a@b.c", "mailto:a@b.c"),
        ] {
            assert_eq!(absolute(PAGE, reference), expected, "{reference}");
        }
    }

    #[test]
    fn without_a_base_url_paths_stay_paths() {
        assert_eq!(absolute("/posts/a/", "x.png"), "/posts/a/x.png");
        assert_eq!(absolute("/posts/a/", "/y"), "/y");
    }

    #[test]
    fn only_the_references_of_tags_change() {
        let html = r#"<p title="src=&quot;x&quot;">href="x" <img alt='a > b' src="i.png" srcset="i.png 1x, /j.png 2x"> <!-- <a href="c"> --><a href='/d'>"</a>"#;
        let expected = r#"<p title="src=&quot;x&quot;">href="x" <img alt='a > b' src="https://example.org/blog/posts/a/i.png" srcset="https://example.org/blog/posts/a/i.png 1x, https://example.org/j.png 2x"> <!-- <a href="c"> --><a href='https://example.org/d'>"</a>"#;
        assert_eq!(absolute_html(PAGE, html), expected);
    }

    #[test]
    fn broken_html_is_kept() {
        for html in ["a < b", "<a href=\"x", "<!-- open", "<", "<a href='ä"] {
            assert_eq!(absolute_html(PAGE, html), html);
        }
    }
}
