//! Sites in memory and what a build makes of them.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};
use numerate::base::diagnostic::Diagnostic;
use numerate::base::output::{Artifact, Output};
use numerate::base::world::{Memory, World};
use numerate::host::report;
use numerate::host::report::picture::{self, Style};
use numerate::pipeline::{self, Options, Report};

/// The clock of every test.
pub(crate) fn now() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-01-01T12:00:00Z").expect("valid")
}

/// A site from a fixture; `{{FF}}` and the like stand for bytes that a text cannot hold.
pub(crate) fn site(fixture: &str) -> Memory {
    let plain = Memory::fixture(fixture, now());
    let mut memory = Memory::new(now());
    for entry in plain.files().expect("in memory") {
        let bytes = plain.read(&entry.path).expect("listed");
        memory.insert(entry.path.as_str(), with_bytes(bytes));
    }
    memory
}

fn with_bytes(bytes: Vec<u8>) -> Vec<u8> {
    let text = String::from_utf8(bytes).expect("fixtures are text");
    let mut res = Vec::new();
    let mut rest = text.as_str();
    while let Some(at) = rest.find("{{") {
        let (before, token) = rest.split_at(at);
        res.extend_from_slice(before.as_bytes());
        let byte = token.get(2..4).filter(|_| token.get(4..6) == Some("}}"));
        let byte = byte.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (byte, token.starts_with("{{NUL}}")) {
            (Some(byte), _) => {
                res.push(byte);
                rest = &token[6..];
            }
            (None, true) => {
                res.push(0);
                rest = &token[7..];
            }
            (None, false) => {
                res.extend_from_slice(b"{{");
                rest = &token[2..];
            }
        }
    }
    res.extend_from_slice(rest.as_bytes());
    res
}

/// A built site: its report and the text of each file.
pub(crate) struct Built {
    pub(crate) report: Report,
    pub(crate) files: BTreeMap<String, String>,
}

impl Built {
    /// The text of one file.
    pub(crate) fn file(&self, path: &str) -> &str {
        self.files.get(path).unwrap_or_else(|| {
            panic!(
                "no `{path}` among {:?}; {}",
                self.files.keys(),
                picture(&self.report.diagnostics)
            )
        })
    }

    /// The text between `<main` and `</main>` of a page.
    pub(crate) fn main(&self, path: &str) -> &str {
        let html = self.file(path);
        let start = html.find("<main").expect("a main element");
        &html[start..html.find("</main>").expect("a main element")]
    }
}

/// Builds a fixture.
pub(crate) fn build(fixture: &str) -> Built {
    build_with(&site(fixture), &Options::default())
}

/// Builds a fixture that must have nothing wrong with it.
pub(crate) fn build_clean(fixture: &str) -> Built {
    let built = build(fixture);
    assert!(built.report.diagnostics.is_empty(), "{}", picture(&built.report.diagnostics));
    built
}

/// Builds a site.
pub(crate) fn build_with(world: &dyn World, options: &Options) -> Built {
    let output = Output::default();
    let report = pipeline::build(world, options, &output);
    let text = |artifact: Artifact| match artifact {
        Artifact::Bytes(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Artifact::File(path) => format!("(copy of {path})"),
    };
    let files =
        output.into_map().into_iter().map(|(path, artifact)| (path.to_string(), text(artifact)));
    Built { report, files: files.collect() }
}

/// What a terminal without colors shows of diagnostics.
pub(crate) fn picture(diagnostics: &[Diagnostic]) -> String {
    report::arrange(diagnostics.to_vec())
        .iter()
        .map(|diagnostic| picture::picture(diagnostic, Style::Plain) + "\n")
        .collect()
}
