//! Real input, where it is present.

use std::collections::BTreeMap;
use std::path::Path;

use crate::support::{build_with, now, picture, site};
use numerate::base::path::SitePath;
use numerate::base::world::Memory;
use numerate::pipeline::Options;

/// A post written for Hugo, as it is.
const SEED: &str = "../shared/seed-post.md";
/// Dated snapshots of one table, with what is known of each.
const TOKENS: &str = "../shared/corpus/tokens";

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

#[test]
fn real_snapshots_give_the_sums_that_are_known_of_them() {
    let folder = Path::new(TOKENS);
    let Ok(expected) = std::fs::read_to_string(folder.join("expected.json")) else {
        return skipped(TOKENS);
    };
    let expected: BTreeMap<String, serde_json::Value> =
        serde_json::from_str(&expected).expect("JSON");
    let mut memory = Memory::new(now() + chrono::Duration::days(3650));
    let mut days = Vec::new();
    for (path, facts) in expected.iter().filter(|(path, _)| path.starts_with("rankings/")) {
        let Ok(bytes) = std::fs::read(folder.join(path)) else { continue };
        memory.insert(&format!("data/{path}"), bytes);
        let day = SitePath::new(path).expect("valid").stem().to_owned();
        let text = format!(
            "---\ntitle: As of {day}\ndate: {day}\n---\n```sql q\nSELECT sum(total_tokens) AS total, count(*) AS n, max(date) AS last FROM rankings\n```\n\n[{}](q:q.total) [{}](q:q.n) [{}](q:q.last)\n",
            facts["total_tokens"],
            facts["rows"],
            facts["last"].as_str().expect("a day"),
        );
        memory.insert(&format!("content/posts/{day}.md"), text);
        days.push(day);
    }
    let built = build_with(&memory, &Options::default());
    assert!(built.report.diagnostics.is_empty(), "{}", picture(&built.report.diagnostics));
    assert_eq!(built.report.summary.bindings, 3 * days.len());
    assert!(!days.is_empty());
}

/// Says that a test had nothing to try itself on.
fn skipped(path: &str) {
    assert!(!std::path::Path::new(path).exists());
}
