//! From files to URLs.
//!
//! A *path* here is what follows the site's root, without a leading slash and not percent-encoded: `posts/a b/` for a page,
//! `feed.xml` for a file, `""` for the home page.

use crate::base::html::encode_url;
use crate::base::path::{OutPath, PathError, SitePath};
use crate::content::config::Config;

/// A path segment as Hugo makes it: lower case, each space a `-`, then only letters, digits, marks and `._#+~-@` are kept.
pub(super) fn segment(name: &str) -> String {
    let spaced = name.to_lowercase().replace(' ', "-");
    spaced.chars().filter(|character| is_kept(*character)).collect()
}

/// The same for a title or slug, where dropped characters leave no doubled `-`.
pub(super) fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for character in text.trim().to_lowercase().chars() {
        if is_kept(character) && character != '-' {
            slug.push(character);
        } else if (character.is_whitespace() || character == '-') && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_matches('-').to_owned()
}

fn is_kept(character: char) -> bool {
    character.is_alphanumeric() || "._#+~-@".contains(character) || is_mark(character)
}

/// Combining marks of the scripts that write vowels with them, which `char::is_alphanumeric` leaves out in part.
fn is_mark(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{dff}' | '\u{e31}'..='\u{e4e}' | '\u{20d0}'..='\u{20ff}')
}

/// A folder under `content` as a path, `""` for `content` itself.
pub(super) fn folder(folder: &str) -> String {
    let mut path = String::with_capacity(folder.len() + 1);
    for name in folder.split('/').filter(|name| !name.is_empty()) {
        path.push_str(&segment(name));
        path.push('/');
    }
    path
}

/// The folder of a content file, relative to `content`.
pub(super) fn content_folder(path: &SitePath) -> &str {
    path.parent().strip_prefix("content").map_or("", |folder| folder.trim_start_matches('/'))
}

/// The path that the front matter's `url` asks for.
pub(super) fn explicit(url: &str) -> Result<String, PathError> {
    let is_folder = url.ends_with('/') || !url.rsplit('/').next().unwrap_or("").contains('.');
    match OutPath::new(url.trim_start_matches('/')) {
        Ok(path) if is_folder => Ok(format!("{path}/")),
        Ok(path) => Ok(path.to_string()),
        Err(PathError::Empty) => Ok(String::new()),
        Err(error) => Err(error),
    }
}

/// The file that a path is written to.
pub(super) fn out_path(path: &str) -> Result<OutPath, PathError> {
    if path.is_empty() || path.ends_with('/') {
        OutPath::new(&format!("{path}index.html"))
    } else {
        OutPath::new(path)
    }
}

/// A path as a link: with the site's own path (`/` or `/blog/`) in front, percent-encoded, not yet escaped for HTML.
pub(super) fn href(root: &str, path: &str) -> String {
    let literal = path.replace('%', "%25").replace('#', "%23").replace('?', "%3F");
    format!("{root}{}", encode_url(&literal))
}

/// The absolute URL of a path, or the path from the root without a base URL.
pub(super) fn permalink(config: &Config, path: &str) -> String {
    let url = href(config.root_path(), path);
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
    use super::{decode, explicit, href, segment, slug};

    #[test]
    fn segments_are_hugos() {
        assert_eq!(segment("My Post (v2) & C++"), "my-post-v2--c++");
        assert_eq!(segment("Ünï_under"), "ünï_under");
        assert_eq!(segment("a.b.c"), "a.b.c");
        assert_eq!(slug("My Title & More!"), "my-title-more");
        assert_eq!(slug("-My Slug Here-"), "my-slug-here");
    }

    #[test]
    fn explicit_urls_are_folders_unless_they_have_a_dot() {
        assert_eq!(explicit("/Foo/Bar.html"), Ok("Foo/Bar.html".into()));
        assert_eq!(explicit("/x/Y z/"), Ok("x/Y z/".into()));
        assert_eq!(explicit("x"), Ok("x/".into()));
        assert!(explicit("../../x").is_err());
    }

    #[test]
    fn links_are_encoded_and_come_back() {
        assert_eq!(href("/blog/", "tags/c#/"), "/blog/tags/c%23/");
        assert_eq!(href("/", "ünï/"), "/%C3%BCn%C3%AF/");
        assert_eq!(decode("/%C3%BCn%C3%AF/100%"), "/ünï/100%");
    }
}
