//! Links out of the site: gathered from the pages as they are built, and asked for over HTTP.
//!
//! They are taken from the rendered pages, so that those of templates, menus, contracts and data are among them. A site that refuses
//! to answer programs says nothing about its page: only what is surely gone is reported.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, FixedOffset, TimeDelta};
use rayon::prelude::{IntoParallelIterator as _, ParallelIterator as _};
use serde::{Deserialize, Serialize};

use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;
use crate::base::html::unescape;
use crate::base::output::{Artifact, Sink};
use crate::base::path::{OutPath, SitePath};
use crate::base::source::{Source, Span};
use crate::base::web::{Failure, Request, Web, patiently};
use crate::base::world::World;

/// The elements whose references are followed, with the attribute that holds them.
const REFERENCES: [(&str, &str); 7] = [
    ("<a ", " href=\""),
    ("<img ", " src=\""),
    ("<iframe ", " src=\""),
    ("<video ", " src=\""),
    ("<audio ", " src=\""),
    ("<source ", " src=\""),
    ("<script ", " src=\""),
];
/// How long one answer may take.
const TIMEOUT: Duration = Duration::from_secs(20);
/// How many more attempts there are.
const RETRIES: u32 = 2;
/// How long it is believed that a page is there.
const BELIEVED: TimeDelta = TimeDelta::days(7);
/// How long any other answer is believed.
const DOUBTED: TimeDelta = TimeDelta::hours(1);
/// From how many hosts on, none of which is found, it is this machine that is offline.
const MANY_HOSTS: usize = 3;
/// The most places that a report names.
const MOST_PLACES: usize = 3;

/// A sink that notes where pages link to on their way to another one.
pub struct Links<'s> {
    sink: &'s dyn Sink,
    found: Mutex<BTreeMap<String, OutPath>>,
}

impl<'s> Links<'s> {
    /// Notes the links of what goes to `sink`.
    pub fn new(sink: &'s dyn Sink) -> Self {
        Self { sink, found: Mutex::default() }
    }

    /// The addresses out of the site at `base_url`, each with a page that links to it.
    pub fn out_of(self, base_url: Option<&str>) -> BTreeMap<String, OutPath> {
        let mut found = self.found.into_inner().unwrap_or_else(PoisonError::into_inner);
        if let Some(base) = base_url {
            found.retain(|url, _| !url.starts_with(base));
        }
        found
    }
}

impl Sink for Links<'_> {
    fn put(
        &self,
        path: &OutPath,
        artifact: Artifact,
        digest: Option<Digest>,
    ) -> Result<(), Diagnostic> {
        if let (Artifact::Bytes(bytes), "html") = (&artifact, path.extension()) {
            let html = String::from_utf8_lossy(bytes);
            let urls = web_links(&html);
            if !urls.is_empty() {
                let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
                for url in urls {
                    // The first page by name, whatever the order in which they come.
                    let page = found.entry(url).or_insert_with(|| path.clone());
                    if path < page {
                        *page = path.clone();
                    }
                }
            }
        }
        self.sink.put(path, artifact, digest)
    }
}

/// The addresses on the web that a page refers to, without fragments.
fn web_links(html: &str) -> Vec<String> {
    let mut urls = Vec::new();
    for (element, attribute) in REFERENCES {
        for part in html.split(element).skip(1) {
            let tag = part.split('>').next().unwrap_or_default();
            // The space before the attribute's name may be the one that ended the element's.
            let value = format!(" {tag}");
            let Some((_, value)) = value.split_once(attribute) else { continue };
            let url = unescape(value.split('"').next().unwrap_or_default());
            let url = url.split('#').next().unwrap_or_default();
            if url.starts_with("https://") || url.starts_with("http://") {
                urls.push(url.to_owned());
            }
        }
    }
    urls
}

/// What is known of addresses from earlier runs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownLinks(BTreeMap<String, Known>);

/// What an address answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Known {
    at: String,
    answer: Answer,
}

/// What is known of an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Answer {
    /// There is something.
    There,
    /// There is nothing: why.
    Gone(String),
    /// It cannot be told: why.
    Unclear(String),
}

impl KnownLinks {
    /// What `bytes` remember; nothing if they cannot be read.
    pub fn read(bytes: &[u8]) -> Self {
        serde_json::from_slice(bytes).unwrap_or_default()
    }

    /// What is known as bytes.
    pub fn write(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }

    /// What is known of an address that need not be asked for again at `now`.
    fn fresh(&self, url: &str, now: DateTime<FixedOffset>) -> Option<Answer> {
        let known = self.0.get(url)?;
        let age = now - DateTime::parse_from_rfc3339(&known.at).ok()?;
        let limit = if known.answer == Answer::There { BELIEVED } else { DOUBTED };
        (TimeDelta::zero() <= age && age < limit).then(|| known.answer.clone())
    }
}

/// What came of asking.
#[derive(Debug, Default)]
pub struct LinkReport {
    /// A warning for each address where nothing is.
    pub broken: Vec<Diagnostic>,
    /// Addresses of which nothing can be said, and why.
    pub unclear: Vec<(String, String)>,
    /// How many answer.
    pub n_there: usize,
    /// How many of all were known from an earlier run.
    pub n_known: usize,
}

/// Asks for the addresses that pages link to, unless they are known well enough.
pub fn check_links(
    (world, web): (&dyn World, &dyn Web),
    links: &BTreeMap<String, OutPath>,
    known: &mut KnownLinks,
) -> LinkReport {
    let now = world.now();
    let mut by_host: BTreeMap<&str, Vec<&String>> = BTreeMap::new();
    let mut answers: BTreeMap<String, Answer> = BTreeMap::new();
    for url in links.keys() {
        match known.fresh(url, now) {
            Some(answer) => drop(answers.insert(url.clone(), answer)),
            None => by_host.entry(host(url)).or_default().push(url),
        }
    }
    let n_known = answers.len();
    let n_hosts = by_host.len();
    // Many hosts at once, and each asked for one page after the other.
    let asked: Vec<Vec<(String, Answer)>> = by_host
        .into_par_iter()
        .map(|(_, urls)| urls.into_iter().map(|url| (url.clone(), ask(web, url))).collect())
        .collect();
    let no_host = Answer::Gone(Failure::NoHost.to_string());
    let is_offline =
        n_hosts >= MANY_HOSTS && asked.iter().flatten().all(|(_, answer)| *answer == no_host);
    for (url, answer) in asked.into_iter().flatten() {
        let answer =
            if is_offline { Answer::Unclear(Failure::NoLookup.to_string()) } else { answer };
        known.0.insert(url.clone(), Known { at: now.to_rfc3339(), answer: answer.clone() });
        answers.insert(url, answer);
    }
    // An address that nobody links to any more is forgotten.
    known.0.retain(|url, _| links.contains_key(url));
    let mut report = LinkReport { n_known, ..LinkReport::default() };
    let mut gone = Vec::new();
    for (url, answer) in answers {
        match answer {
            Answer::There => report.n_there += 1,
            Answer::Gone(why) => gone.push((url, why)),
            Answer::Unclear(why) => report.unclear.push((url, why)),
        }
    }
    if !gone.is_empty() {
        let sources = sources(world);
        report.broken =
            gone.iter().map(|(url, why)| broken((url, why), links.get(url), &sources)).collect();
    }
    report
}

fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

/// Asks for one address.
fn ask(web: &dyn Web, url: &str) -> Answer {
    let request = Request {
        url: url.to_owned(),
        headers: vec![("accept".to_owned(), "text/html, */*;q=0.8".to_owned())],
        secret: None,
        max_bytes: 0,
        timeout: TIMEOUT,
        only_status: true,
    };
    match patiently(web, &request, RETRIES) {
        Ok(response) => match response.status {
            200..=299 => Answer::There,
            status @ (404 | 410) => Answer::Gone(format!("the server answers {status}")),
            status => Answer::Unclear(format!("the server answers {status}")),
        },
        Err(Failure::NoHost) => Answer::Gone(Failure::NoHost.to_string()),
        Err(failure) => Answer::Unclear(failure.to_string()),
    }
}

/// The texts that links can stand in.
fn sources(world: &dyn World) -> Vec<Arc<Source>> {
    let is_text = |path: &SitePath| {
        matches!(
            path.extension(),
            "md" | "markdown" | "html" | "htm" | "yaml" | "csv" | "sql" | "xml"
        ) && !path.as_str().starts_with("static/")
    };
    let files = world.files().unwrap_or_default();
    let read = |path: SitePath| {
        let text = String::from_utf8(world.read(&path).ok()?).ok()?;
        Some(Source::new(path, text))
    };
    files.into_iter().map(|file| file.path).filter(is_text).filter_map(read).collect()
}

/// The report of an address where nothing is, at the places that name it.
fn broken((url, why): (&str, &str), page: Option<&OutPath>, sources: &[Arc<Source>]) -> Diagnostic {
    let message = format!("nothing is at `{url}`: {why}");
    let mut warning = Diagnostic::warning("link/outside", message);
    let spaced = url.replace("%20", " ");
    let places = sources.iter().filter_map(|source| {
        let written = [url, spaced.as_str()].into_iter().find_map(|text| {
            let at = source.text.find(text)?;
            Some(Span::new(at, at + text.len()))
        })?;
        Some((source, written))
    });
    for (nth, (source, span)) in places.take(MOST_PLACES).enumerate() {
        warning = warning.label_in(source, span, if nth == 0 { "" } else { "and here" });
    }
    let help = "link to where it is now, or take the link away";
    match page {
        Some(page) if warning.labels.is_empty() => {
            warning.help(format!("{help}: it is on the page `{page}`"))
        }
        _ => warning.help(help),
    }
}

#[cfg(test)]
mod tests {
    use super::web_links;

    #[test]
    fn links_of_every_kind_are_found_and_others_are_left() {
        let html = "<a href=\"https://a.example/?x=1&amp;y=2#part\">a</a> <a class=\"b\" href=\"/b/\">b</a>\
            <img alt=\"\" src=\"http://c.example/i.png\"> <link href=\"https://d.example/\">\
            <abbr title=\"&lt;a href=https://e.example\"></abbr><a data-href=\"https://f.example\">f</a>";
        assert_eq!(web_links(html), ["https://a.example/?x=1&y=2", "http://c.example/i.png"]);
    }
}
