//! Real input, where it is present.

use crate::support::{build_with, picture, site};
use numerate::base::world::Memory;
use numerate::pipeline::Options;

/// A post written for Hugo, as it is.
const SEED: &str = "../shared/seed-post.md";

#[test]
fn a_post_written_for_hugo_builds_unchanged() {
    let Ok(text) = std::fs::read_to_string(SEED) else { return skipped(SEED) };
    let title = text.lines().find_map(|line| line.strip_prefix("title: \"")?.strip_suffix('"'));
    let title = title.expect("a title").to_owned();
    let mut memory: Memory = site("");
    memory.insert("content/posts/rise/index.md", text);
    let built = build_with(&memory, &Options::default());
    let diagnostics = &built.report.diagnostics;
    let codes: Vec<_> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(codes, ["link/broken"], "{}", picture(diagnostics));
    assert!(
        picture(diagnostics).contains("content/posts/rise/index.md:9:5"),
        "{}",
        picture(diagnostics)
    );
    let html = built.main("posts/rise/index.html");
    for part in [
        title.as_str(),
        "2025-03-08T11:21:30+07:00",
        "<td style=\"text-align:left\">Cline</td>",
        "id=\"2-top-5-apps-by-total-tokens\"",
        "id=\"conclusion\"",
    ] {
        let alternative = part.replace(" style=\"text-align:left\"", "");
        assert!(html.contains(part) || html.contains(&alternative), "{part}: {html}");
    }
    for path in ["tags/ai/index.html", "categories/ai/index.html", "index.xml", "posts/index.xml"] {
        assert!(built.files.contains_key(path), "{path}");
    }
    assert!(built.file("index.xml").contains("Sat, 08 Mar 2025 11:21:30 +0700"));
}

/// Says that a test had nothing to try itself on.
fn skipped(path: &str) {
    assert!(!std::path::Path::new(path).exists());
}
