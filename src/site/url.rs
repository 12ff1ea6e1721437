//! From files to URLs.
//!
//! A *path* here is what follows the site's root, without a leading slash and not percent-encoded: `posts/a b/` for a page,
//! `feed.xml` for a file, `""` for the home page.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::base::html::encode_url;
use crate::base::path::{OutPath, PathError};
use crate::content::config::{Config, Lang, Names};

/// A path segment as Hugo makes it: lower case, each space a `-`, then only letters, digits, marks, `/._#+~-@` and percent-encoded
/// bytes are kept. Where capital letters stay, spaces become `-` as in slugs.
pub(super) fn segment(name: &str, names: Names) -> String {
    if names.keep_case {
        return slug(name, names);
    }
    let spaced = cased(name, names).replace(' ', "-");
    let kept = |at: usize, character: char| is_kept(character) || is_encoded(&spaced[at..]);
    spaced.char_indices().filter(|(at, c)| kept(*at, *c)).map(|(_, character)| character).collect()
}

/// The same for a title or slug, where white space and what is dropped beside it becomes one `-`.
pub(super) fn slug(text: &str, names: Names) -> String {
    let text = cased(text, names);
    let mut slug = String::with_capacity(text.len());
    let mut is_apart = false;
    for (at, character) in text.char_indices() {
        if is_kept(character) || is_encoded(&text[at..]) {
            if is_apart && character != '-' {
                slug.push('-');
            }
            is_apart = false;
            slug.push(character);
        } else if character.is_whitespace() && !slug.is_empty() && !slug.ends_with('-') {
            is_apart = true;
        }
    }
    slug
}

/// The same for a part of a pattern: cleaned, read as the value of a query, in which a `+` is a space and percent-encoded bytes are
/// decoded, and cleaned again. A `#` with nothing behind it goes.
pub(super) fn token(text: &str, names: Names) -> String {
    let once = slug(text, names);
    let whole = once.strip_suffix('#').filter(|rest| !rest.contains('#')).unwrap_or(&once);
    if whole.contains(['+', '%']) {
        slug(&decode(&whole.replace('+', " ")), names)
    } else {
        whole.to_owned()
    }
}

/// The same for a title, which is one segment.
pub(super) fn title_token(title: &str, names: Names) -> String {
    token(&title.replace(['/', '\\'], "-"), names)
}

/// Does the text begin with a percent-encoded byte?
fn is_encoded(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next() == Some(b'%')
        && bytes.next().is_some_and(|byte| byte.is_ascii_hexdigit())
        && bytes.next().is_some_and(|byte| byte.is_ascii_hexdigit())
}

/// `text` in lower case, one letter for one, and without accents, unless the site wants it otherwise.
fn cased(text: &str, names: Names) -> String {
    let plain = if names.remove_accents {
        text.nfd().filter(|character| !is_combining_mark(*character)).nfc().collect()
    } else {
        text.to_owned()
    };
    if names.keep_case {
        return plain;
    }
    plain.chars().filter_map(|character| character.to_lowercase().next()).collect()
}

fn is_kept(character: char) -> bool {
    let is_letter = character.is_alphabetic() && !is_other_letter(character);
    let is_digit = character.is_numeric() && !is_other_number(character);
    is_letter || is_digit || "/._#+~-@".contains(character) || is_combining_mark(character)
}

/// Symbols that Unicode counts among the alphabetic characters and that are no letters: letters in circles.
fn is_other_letter(character: char) -> bool {
    matches!(character, '\u{24b6}'..='\u{24e9}' | '\u{1f130}'..='\u{1f189}')
}

/// Numbers that are no digits: fractions, exponents, numbers in circles.
fn is_other_number(character: char) -> bool {
    matches!(
        character,
        '\u{b2}' | '\u{b3}' | '\u{b9}' | '\u{bc}'..='\u{be}' | '\u{2070}'..='\u{218b}'
            | '\u{2460}'..='\u{2793}' | '\u{3192}'..='\u{3195}' | '\u{3220}'..='\u{32bf}'
    )
}

/// A folder under `content` as a path, `""` for `content` itself.
pub(super) fn folder(folder: &str, names: Names) -> String {
    let mut path = String::with_capacity(folder.len() + 1);
    for name in folder.split('/').filter(|name| !name.is_empty()) {
        path.push_str(&segment(name, names));
        path.push('/');
    }
    path
}

/// The path that the front matter's `url` asks for.
pub(super) fn explicit(url: &str) -> Result<String, PathError> {
    let is_folder = url.ends_with('/') || !url.contains('.');
    match OutPath::new(url.trim_start_matches('/')) {
        Ok(path) if is_folder => Ok(format!("{path}/")),
        Ok(path) => Ok(path.to_string()),
        Err(PathError::Empty) => Ok(String::new()),
        Err(error) => Err(error),
    }
}

/// A path with `.` and `..` resolved; it cannot climb above the root.
pub(super) fn resolved(path: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "." => {}
            ".." => {
                segments.pop();
            }
            name => segments.push(name),
        }
    }
    segments.join("/")
}

/// The file that a path is written to.
pub(super) fn out_path(path: &str) -> Result<OutPath, PathError> {
    if path.is_empty() || path.ends_with('/') {
        OutPath::new(&format!("{path}index.html"))
    } else {
        OutPath::new(path)
    }
}

/// A path of a language as a link: with the site's own path (`/` or `/blog/`) in front, percent-encoded, not yet escaped for HTML.
pub(super) fn href(config: &Config, path: &str) -> String {
    let host = &*config.own().host;
    encoded(config.root_path(), path.strip_prefix(host).unwrap_or(path))
}

/// A link from a page of the language `from` to a path of any language: from the root if both are on one host.
pub(super) fn link(site: &Config, from: Lang, path: &str) -> String {
    let is_of = |lang: &Lang| path.starts_with(&site.languages.get(*lang).host);
    let other = (!site.of(from).own().host.is_empty() && !is_of(&from))
        .then(|| site.languages.ids().find(is_of))
        .flatten();
    match other {
        Some(lang) => permalink(site.of(lang), path),
        None => href(site.of(from), path),
    }
}

fn encoded(root: &str, path: &str) -> String {
    let mut literal = String::with_capacity(path.len());
    for (at, character) in path.char_indices() {
        match character {
            '%' if !is_encoded(&path[at..]) => literal.push_str("%25"),
            '#' => literal.push_str("%23"),
            '?' => literal.push_str("%3F"),
            _ => literal.push(character),
        }
    }
    format!("{root}{}", encode_url(&literal))
}

/// The absolute URL of a path of a language, or the path from the root without a base URL.
pub(super) fn permalink(config: &Config, path: &str) -> String {
    let url = href(config, path);
    match &config.base_url {
        Some(base) => format!("{}{url}", base.origin()),
        None => url,
    }
}

/// The bytes of a percent-encoded text as text; a broken escape stands for itself.
pub(super) fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let hex = tail.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        let byte = hex.filter(|_| *first == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// A readable title for a folder's or file's name: `-` and `_` are spaces, the first letter is a capital.
pub(super) fn humanize(name: &str) -> String {
    let spaced = name.replace(['-', '_'], " ");
    let mut characters = spaced.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => spaced,
    }
}

#[cfg(test)]
mod tests {
    use super::{decode, encoded, explicit, segment, slug, title_token};
    use crate::content::config::Names;

    fn plain(text: &str) -> (String, String) {
        (segment(text, Names::default()), slug(text, Names::default()))
    }

    #[test]
    fn segments_and_slugs_are_hugos() {
        for (text, expected_segment, expected_slug) in [
            ("My Post (v2) & C++", "my-post-v2--c++", "my-post-v2-c++"),
            ("Ünï_under", "ünï_under", "ünï_under"),
            ("a.b.c", "a.b.c", "a.b.c"),
            ("a -- b  c", "a----b--c", "a--b-c"),
            (" lead & trail ", "-lead--trail-", "lead-trail"),
            ("it's a\tb", "its-ab", "its-a-b"),
            ("½²x③٣", "x٣", "x٣"),
            ("50%25 more 5%", "50%25-more-5", "50%25-more-5"),
            ("İstanbul ẞ Σς", "istanbul-ß-σς", "istanbul-ß-σς"),
            ("हिन्दी", "हिन्दी", "हिन्दी"),
        ] {
            let expected = (expected_segment.to_owned(), expected_slug.to_owned());
            assert_eq!(plain(text), expected, "{text}");
        }
    }

    #[test]
    fn tokens_are_cleaned_twice() {
        for (text, expected) in [
            ("C#", "c"),
            ("C# tips", "c#-tips"),
            ("a%20b", "a-b"),
            ("50%25", "50"),
            ("%41bc", "abc"),
            ("a ++ b", "a--b"),
            ("/a/b", "-a-b"),
        ] {
            assert_eq!(title_token(text, Names::default()), expected, "{text}");
        }
    }

    #[test]
    fn case_and_accents_are_as_the_site_wants_them() {
        let kept = Names { keep_case: true, remove_accents: false };
        assert_eq!(segment("Admin_Ünï X", kept), "Admin_Ünï-X");
        assert_eq!(segment("A & b", kept), "A-b");
        let bare = Names { keep_case: false, remove_accents: true };
        assert_eq!(segment("Füße Ø ünï", bare), "fuße-ø-uni");
    }

    #[test]
    fn explicit_urls_are_folders_unless_they_have_a_dot() {
        assert_eq!(explicit("/Foo/Bar.html"), Ok("Foo/Bar.html".into()));
        assert_eq!(explicit("/x/Y z/"), Ok("x/Y z/".into()));
        assert_eq!(explicit("x"), Ok("x/".into()));
        assert_eq!(explicit("/v1.0/x"), Ok("v1.0/x".into()));
        assert!(explicit("../../x").is_err());
    }

    #[test]
    fn links_are_encoded_and_come_back() {
        assert_eq!(encoded("/blog/", "tags/c#/"), "/blog/tags/c%23/");
        assert_eq!(encoded("/", "ünï/"), "/%C3%BCn%C3%AF/");
        assert_eq!(decode("/%C3%BCn%C3%AF/100%"), "/ünï/100%");
    }
}
