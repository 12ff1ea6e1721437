//! From a request to its answer: everything that decides, and nothing that does.

use std::ops::Range;
use std::sync::Arc;

use super::edition::{Content, Edition, File, Found, url};
use super::guard::Guard;
use super::page::{self, Identity};
use super::range::{Wanted, wanted};
use crate::base::path::SitePath;

/// The folder of the preview's own paths.
const OWN: &str = "/__numerate/";

/// The most that a request may send.
pub(super) const MOST_SENT: usize = 4096;

/// A request as it came.
#[derive(Debug, Clone, Default)]
pub(super) struct Request<'a> {
    /// The method.
    pub(super) method: &'a str,
    /// The path, percent-encoded.
    pub(super) path: &'a str,
    /// What follows the question mark.
    pub(super) query: &'a str,
    /// Every `Host` header, and the host of a request line that names one.
    pub(super) hosts: Vec<&'a str>,
    /// Every `Origin` header.
    pub(super) origins: Vec<&'a str>,
    /// The part of the file that is wanted.
    pub(super) range: Option<&'a str>,
    /// The version of the file of which a part is wanted.
    pub(super) if_range: Option<&'a str>,
    /// Does it come from this machine?
    pub(super) is_near: bool,
}

/// What is answered.
#[derive(Debug)]
pub(super) struct Reply {
    /// The status.
    pub(super) status: u16,
    /// Headers besides those that every answer has.
    pub(super) headers: Vec<(&'static str, String)>,
    /// The body.
    pub(super) body: Body,
}

/// The body of an answer.
#[derive(Debug)]
pub(super) enum Body {
    /// These bytes.
    Bytes(Vec<u8>),
    /// Part of a file of the edition.
    Part(Arc<[u8]>, Range<usize>),
    /// Part of a file on disk.
    Disk(SitePath, Range<u64>),
    /// Messages about changes, for as long as somebody listens.
    Events,
    /// What can be told of the page at this path.
    Inspection(String),
    /// The outcome of the change that the request's body names.
    Fix,
}

/// The answer to a request. The headers of [`ALWAYS`] are added to every one.
pub(super) fn answer(request: &Request<'_>, guard: &Guard, edition: &Edition) -> Reply {
    if let Err(refusal) = guard.admit(&request.hosts, &request.origins) {
        return text(refusal.status(), refusal.text());
    }
    if let Some(own) = request.path.strip_prefix(OWN) {
        return of_the_preview(request, own, guard);
    }
    if !matches!(request.method, "GET" | "HEAD") {
        return text(405, "the preview is for reading\n").with("allow", "GET, HEAD");
    }
    let Some(path) = decoded(request.path) else {
        return text(400, "the path is not UTF-8\n");
    };
    match edition.find(&path) {
        Found::File(path, file) => whole_or_part(request, guard, edition, (path, file)),
        Found::Moved(to) => {
            let query = if request.query.is_empty() { "" } else { "?" };
            text(302, "").with("location", &format!("{to}{query}{}", request.query))
        }
        Found::Missing => match edition.not_found() {
            Some((path, file)) => {
                Reply { status: 404, ..whole_or_part(request, guard, edition, (path, file)) }
            }
            None => html(404, page::empty(guard)),
        },
    }
}

/// What every answer says: nothing is kept, nothing is guessed, and no other site may read it.
pub(super) const ALWAYS: [(&str, &str); 4] = [
    ("cache-control", "no-store"),
    ("x-content-type-options", "nosniff"),
    ("cross-origin-resource-policy", "same-origin"),
    ("referrer-policy", "same-origin"),
];

impl Reply {
    fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }
}

/// An answer in plain text.
fn text(status: u16, text: &str) -> Reply {
    let reply = Reply { status, headers: Vec::new(), body: Body::Bytes(text.as_bytes().to_vec()) };
    reply.with("content-type", "text/plain; charset=utf-8")
}

/// An answer in HTML.
fn html(status: u16, bytes: Vec<u8>) -> Reply {
    let reply = Reply { status, headers: Vec::new(), body: Body::Bytes(bytes) };
    reply.with("content-type", "text/html; charset=utf-8")
}

/// What the preview answers for itself. Who does not know the token learns nothing.
fn of_the_preview(request: &Request<'_>, own: &str, guard: &Guard) -> Reply {
    let Some((token, name)) = own.split_once('/') else { return text(404, "") };
    if guard.token.is_empty() || token != guard.token {
        return text(404, "");
    }
    let is_get = matches!(request.method, "GET" | "HEAD");
    let script = |script: &str| {
        let body = Body::Bytes(script.as_bytes().to_vec());
        Reply { status: 200, headers: Vec::new(), body }
            .with("content-type", "text/javascript; charset=utf-8")
    };
    match name {
        "fix" if request.method == "POST" && request.origins.is_empty() => {
            text(403, "a change needs an origin\n")
        }
        "fix" if request.method == "POST" && !request.is_near => {
            text(403, "a change is made from this machine alone\n")
        }
        "fix" if request.method == "POST" => {
            Reply { status: 200, headers: Vec::new(), body: Body::Fix }
                .with("content-type", "application/json")
        }
        "fix" => text(405, "").with("allow", "POST"),
        _ if !is_get => text(405, "").with("allow", "GET, HEAD"),
        "preview.js" => script(page::SCRIPT),
        "panel.js" => script(page::PANEL),
        "idiomorph.js" => script(page::IDIOMORPH),
        "panel.css" => Reply {
            status: 200,
            headers: Vec::new(),
            body: Body::Bytes(page::STYLE.as_bytes().to_vec()),
        }
        .with("content-type", "text/css; charset=utf-8"),
        "events" => Reply { status: 200, headers: Vec::new(), body: Body::Events },
        "page" => match decoded(request.query) {
            Some(path) => Reply { status: 200, headers: Vec::new(), body: Body::Inspection(path) }
                .with("content-type", "application/json"),
            None => text(400, ""),
        },
        _ => text(404, ""),
    }
}

/// A file, or the part of it that was asked for; pages get the preview's script.
fn whole_or_part(
    request: &Request<'_>,
    guard: &Guard,
    edition: &Edition,
    (path, file): (&str, &File),
) -> Reply {
    let kind = kind(path);
    if kind.starts_with("text/html")
        && let Content::Bytes(bytes) = &file.content
    {
        let identity = Identity {
            build: &edition.build,
            tag: &file.tag.short(16),
            path: &url(&edition.root, path),
            mark: edition.marks.get(path).map(String::as_str),
        };
        return html(200, page::with_script(bytes, guard, identity));
    }
    let tag = format!("\"{}\"", file.tag.short(32));
    let len = file.len();
    let range = request.range.filter(|_| request.if_range.is_none_or(|version| version == tag));
    let (status, range, note) = match wanted(range, len) {
        Wanted::Whole => (200, 0..len, None),
        Wanted::Part(range) => {
            let note = format!("bytes {}-{}/{len}", range.start, range.end - 1);
            (206, range, Some(note))
        }
        Wanted::Nothing => {
            return text(416, "").with("content-range", &format!("bytes */{len}"));
        }
    };
    let body = match &file.content {
        Content::Bytes(bytes) => {
            let [start, end] = [range.start, range.end].map(|at| usize::try_from(at).unwrap_or(0));
            Body::Part(Arc::clone(bytes), start..end)
        }
        Content::Disk(path, _) => Body::Disk(path.clone(), range),
    };
    let reply = Reply { status, headers: Vec::new(), body };
    let reply = reply.with("content-type", &kind).with("etag", &tag).with("accept-ranges", "bytes");
    match note {
        Some(note) => reply.with("content-range", &note),
        None => reply,
    }
}

/// The media type of a file, by its name alone.
fn kind(path: &str) -> String {
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    let is_text = kind.type_() == "text"
        || matches!(
            kind.subtype().as_str(),
            "javascript" | "json" | "xml" | "manifest+json" | "ld+json"
        )
        || kind.suffix().is_some_and(|suffix| suffix == "xml" || suffix == "json");
    if is_text { format!("{kind}; charset=utf-8") } else { kind.to_string() }
}

/// A percent-encoded text, decoded once; `None` if that is not UTF-8 or an escape is broken.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        rest = tail;
        if *first == b'%' {
            let hex = std::str::from_utf8(tail.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(hex, 16).ok()?);
            rest = &tail[2..];
        } else {
            bytes.push(*first);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests;
