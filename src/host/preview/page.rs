//! Pages as the preview serves them: with its script, and with what marks a page that a build would leave out.

use super::guard::Guard;
use crate::base::html::escape;

/// The script that keeps a page up to date.
pub(super) const SCRIPT: &str = include_str!("preview.js");
/// The script that shows errors and answers questions.
pub(super) const PANEL: &str = include_str!("panel.js");
/// How both look.
pub(super) const STYLE: &str = include_str!("panel.css");
/// The library that changes a page in place; its license is beside it.
pub(super) const IDIOMORPH: &str = include_str!("idiomorph-0.8.0.min.js");

/// Which page this is, for its script: the edition, the page's digest, its path, and what marks it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Identity<'a> {
    /// The edition's name.
    pub(super) build: &'a str,
    /// The page's digest.
    pub(super) tag: &'a str,
    /// The path of the page that is served: where there is none, that of the page that says so.
    pub(super) path: &'a str,
    /// Why a build would leave it out.
    pub(super) mark: Option<&'a str>,
}

/// A page with the preview's script in its head.
///
/// What is published has none of this: it is put in on the way to the browser.
pub(super) fn with_script(html: &[u8], guard: &Guard, identity: Identity<'_>) -> Vec<u8> {
    let Identity { build, tag, path, mark } = identity;
    let path = escape(path);
    let own = format!("/__numerate/{}/", guard.token);
    let mark = mark.map(|mark| format!(" data-mark=\"{}\"", escape(mark))).unwrap_or_default();
    let script = format!(
        "<script src=\"{own}idiomorph.js\" defer data-numerate></script>\
         <script src=\"{own}panel.js\" defer data-numerate></script>\
         <script src=\"{own}preview.js\" defer data-numerate id=\"numerate-preview\" data-build=\"{build}\" data-tag=\"{tag}\" data-path=\"{path}\"{mark}></script>"
    );
    let at = head_end(html);
    let mut page = Vec::with_capacity(html.len() + script.len());
    page.extend_from_slice(&html[..at]);
    page.extend_from_slice(script.as_bytes());
    page.extend_from_slice(&html[at..]);
    page
}

/// A page for a site that has none to show.
pub(super) fn empty(guard: &Guard) -> Vec<u8> {
    let html = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
                content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\"><title>Nothing to show \
                yet</title></head><body><p>There is no such page.</p></body></html>";
    with_script(html.as_bytes(), guard, Identity::default())
}

/// Where the page's head ends; without one, behind what begins the page.
fn head_end(html: &[u8]) -> usize {
    let find = |tag: &str| {
        let is_tag = |window: &[u8]| window.eq_ignore_ascii_case(tag.as_bytes());
        html.windows(tag.len()).position(is_tag)
    };
    let begin = |tag: &str| {
        let at = find(tag)?;
        html[at..].iter().position(|byte| *byte == b'>').map(|end| at + end + 1)
    };
    find("</head>")
        .or_else(|| begin("<body"))
        .or_else(|| begin("<html"))
        .or_else(|| begin("<!doctype"))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{Guard, Identity, with_script};

    #[test]
    fn the_script_stands_at_the_end_of_the_head() {
        let guard = Guard { token: "t".into(), ..Guard::default() };
        let mark = Some("draft & \"more\"");
        let identity = Identity { build: "b", tag: "t", path: "/a/", mark };
        for (html, before) in [
            ("<!doctype html><html><head><title>A</title></head><body></body></html>", "</title>"),
            ("<!DOCTYPE html><HTML><HEAD></HEAD><body>", "<HEAD>"),
            ("<!doctype html><html lang=\"en\"><body class=\"x\">text", "<body class=\"x\">"),
            ("<!doctype html>text", "<!doctype html>"),
            ("text", ""),
            ("", ""),
        ] {
            let page = with_script(html.as_bytes(), &guard, identity);
            let page = String::from_utf8(page).expect("UTF-8");
            let at = page.find("<script src=\"/__numerate/t/idiomorph.js\"").expect("the script");
            assert!(page[..at].ends_with(before), "{page}");
            assert!(page.contains("data-mark=\"draft &amp; &quot;more&quot;\""), "{page}");
        }
    }
}
