//! The mistakes that authors make, each with the picture it gives.
//!
//! A file of `tests/suite/mistakes` says in its first line what the mistake is; the site that makes it follows.

use crate::support::{build_with, picture, site};
use numerate::pipeline::Options;

#[test]
fn every_mistake_is_placed_and_says_what_to_do() {
    insta::glob!("../suite/mistakes", "*.txt", |path| {
        let fixture = std::fs::read_to_string(path).expect("a fixture");
        let built = build_with(&site(&fixture), &Options::default());
        let diagnostics = &built.report.diagnostics;
        assert!(!diagnostics.is_empty(), "nothing is reported for {}", path.display());
        for diagnostic in diagnostics {
            let place = diagnostic.labels.first().and_then(|label| label.source.as_ref());
            assert!(place.is_some(), "{} names no file: {}", diagnostic.code, diagnostic.message);
            assert!(diagnostic.help.is_some(), "{} gives no help: {}", diagnostic.code, diagnostic.message);
        }
        insta::assert_snapshot!(picture(diagnostics));
    });
}
