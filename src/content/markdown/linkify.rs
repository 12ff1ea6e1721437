//! Links of bare addresses, where goldmark makes them.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::region::{Find, Found};

/// Finds addresses.
pub(super) struct Linkify<'a> {
    text: &'a str,
    /// The scheme of addresses that begin with `www.`.
    protocol: &'a str,
    /// Do quotes become signs of their own, behind which an address may begin?
    has_signs: bool,
    /// Brackets that are open: what is in them may yet be a link.
    brackets: usize,
}

impl<'a> Linkify<'a> {
    pub(super) fn new(text: &'a str, protocol: &'a str, has_signs: bool) -> Self {
        Self { text, protocol, has_signs, brackets: 0 }
    }

    /// Might there be an address in `text`?
    pub(super) fn is_in(text: &str) -> bool {
        text.contains("://") || text.contains("www.") || text.contains('@')
    }

    /// May an address begin behind this byte?
    fn is_opener(&self, byte: u8) -> bool {
        matches!(byte, b' ' | b'\t' | b'*' | b'_' | b'~' | b'(')
            || self.has_signs && matches!(byte, b'"' | b'\'')
    }

    /// The address that begins at `at`: none reaches beyond a line, for no line end can stand in one.
    fn address(&self, at: usize) -> Option<Found<'a>> {
        let text = &self.text[at..];
        let (length, kind) = match web(text) {
            Some(length) => (length, LinkType::Autolink),
            None => (mail(text)?, LinkType::Email),
        };
        let address = text[..length].trim_end_matches(['?', '!', '.', ',', ':', '*', '_', '~']);
        let length = if kind == LinkType::Autolink { trimmed(address) } else { address.len() };
        let range = at..at + length;
        let shown = &self.text[range.clone()];
        let destination = if kind == LinkType::Autolink && shown.starts_with("www.") {
            CowStr::from(format!("{}://{shown}", self.protocol))
        } else {
            CowStr::Borrowed(shown)
        };
        let tag = Tag::Link {
            link_type: kind,
            dest_url: destination,
            title: CowStr::Borrowed(""),
            id: CowStr::Borrowed(""),
        };
        let events =
            vec![Event::Start(tag), Event::Text(CowStr::Borrowed(shown)), Event::End(TagEnd::Link)];
        Some(Found { range, events })
    }
}

impl<'a> Find<'a> for Linkify<'a> {
    fn find(&mut self, within: Range<usize>, is_fresh: bool) -> Option<Found<'a>> {
        let bytes = self.text.as_bytes();
        let is_escaped = |at: usize| at > 0 && bytes[at - 1] == b'\\';
        let mut is_candidate = is_fresh || within.start == 0 || bytes[within.start - 1] == b'\n';
        // A mark that stands before the text, in an event of its own.
        is_candidate |= within
            .start
            .checked_sub(1)
            .is_some_and(|before| self.is_opener(bytes[before]) && !is_escaped(before));
        for at in within {
            let byte = bytes[at];
            if is_candidate
                && self.brackets == 0
                && (byte.is_ascii_alphanumeric()
                    || matches!(byte, b'!'..=b'/' | b'=' | b'?' | b'^'..=b'`' | b'{'..=b'~'))
                && let Some(found) = self.address(at)
            {
                return Some(found);
            }
            match byte {
                b'[' if !is_escaped(at) => self.brackets += 1,
                b']' if !is_escaped(at) => self.brackets = self.brackets.saturating_sub(1),
                _ => {}
            }
            is_candidate = self.is_opener(byte) && !is_escaped(at);
        }
        None
    }

    fn block(&mut self) {
        self.brackets = 0;
    }

    fn passes_over(&self, tag: &Tag<'_>) -> bool {
        matches!(tag, Tag::CodeBlock(_) | Tag::Link { .. } | Tag::Image { .. })
    }
}

/// The length of the web address that `line` begins with.
fn web(line: &str) -> Option<usize> {
    let scheme = ["http://", "https://", "ftp://"].into_iter().find(|s| line.starts_with(s));
    let host_start = match scheme {
        Some(scheme) => scheme.len(),
        None if line.starts_with("www.") => "www.".len(),
        None => return None,
    };
    let is_host = |c: char| c.is_ascii_alphanumeric() || "-@:%._+~#=".contains(c);
    let host = &line[host_start..];
    let host = &host[..host.find(|c| !is_host(c)).unwrap_or(host.len()).min(300)];
    let mut end = host_start + top_level(host)?;
    if scheme.is_some()
        && let Some(port) = line[end..].strip_prefix(':')
    {
        let digits = port.len() - port.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        end += if digits > 0 { digits + 1 } else { 0 };
    }
    let is_path = |c: char| {
        c.is_ascii_alphanumeric()
            || "-@:%_+.~#!?&/=();,'\">^{}[]`".contains(c)
            || c == '$' && scheme.is_some()
    };
    let rest = &line[end..];
    if rest.starts_with(['/', '#', '?']) {
        end += rest.find(|c| !is_path(c)).unwrap_or(rest.len());
    }
    Some(end)
}

/// The end of the last dot of `host` that lower-case letters follow, with those letters, as far behind as the pattern can reach.
fn top_level(host: &str) -> Option<usize> {
    let mut dots: Vec<usize> = host.match_indices('.').map(|(at, _)| at).collect();
    dots.reverse();
    dots.into_iter().filter(|at| (1..=256).contains(at)).find_map(|at| {
        let letters = host[at + 1..].bytes().take_while(u8::is_ascii_lowercase).count();
        (letters > 0).then_some(at + 1 + letters)
    })
}

/// Without parentheses that are not opened, or an entity, at the end.
fn trimmed(address: &str) -> usize {
    let length = address.len();
    match address.as_bytes()[length - 1] {
        b')' => {
            let opened = address.matches('(').count();
            let closed = address.matches(')').count();
            length - closed.saturating_sub(opened)
        }
        b';' => {
            let name = address[..length - 1].trim_end_matches(|c: char| c.is_ascii_alphanumeric());
            if name.len() < length - 1 && name.ends_with('&') { name.len() - 1 } else { length }
        }
        _ => length,
    }
}

/// The length of the mail address that `line` begins with.
fn mail(line: &str) -> Option<usize> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c);
    if line.starts_with(|c: char| c.is_ascii_punctuation()) {
        return None;
    }
    let at = line.find(|c| !is_name(c)).filter(|at| *at > 0)?;
    let domain = line[at..].strip_prefix('@')?;
    let length = domain_length(domain)?;
    let mut end = at + 1 + length;
    if !domain[..length].contains('.') {
        return None;
    }
    if line[..end].ends_with('.') {
        end -= 1;
    }
    (!line[end..].starts_with(['-', '_'])).then_some(end)
}

/// The length of the labels, with dots between them, that `domain` begins with.
fn domain_length(domain: &str) -> Option<usize> {
    let mut end = 0;
    loop {
        let rest = &domain[end..];
        let rest = if end == 0 { Some(rest) } else { rest.strip_prefix('.') };
        let label = rest.map_or("", |rest| {
            let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-';
            let label = &rest[..rest.find(|c| !is_part(c)).unwrap_or(rest.len())];
            label[..label.len().min(63)].trim_end_matches('-')
        });
        if label.is_empty() || label.starts_with('-') {
            return (end > 0).then_some(end);
        }
        end += label.len() + usize::from(end > 0);
    }
}
