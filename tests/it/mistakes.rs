//! The mistakes that authors make, each with the picture it gives.
//!
//! A file of `tests/suite/mistakes` says in its first line what the mistake is; the site that makes it follows.

use crate::support::{build_with, picture, site};
use numerate::pipeline::Options;

#[test]
fn every_mistake_is_placed_and_says_what_to_do() {
    let mut wrong = Vec::new();
    insta::glob!("../suite/mistakes", "*.txt", |path| {
        let fixture = std::fs::read_to_string(path).expect("a fixture");
        let built = build_with(&site(&fixture), &Options::default());
        let diagnostics = &built.report.diagnostics;
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        if diagnostics.is_empty() {
            wrong.push(format!("{name}: nothing is reported"));
        }
        for diagnostic in diagnostics {
            let place = diagnostic.labels.first().and_then(|label| label.source.as_ref());
            if place.is_none() || diagnostic.help.is_none() {
                wrong.push(format!("{name}: no place or no help in {diagnostic:?}"));
            }
        }
        insta::assert_snapshot!(picture(diagnostics));
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
