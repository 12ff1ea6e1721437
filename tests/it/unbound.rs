//! The lint for numbers that no data stands behind, on prose of several languages.

use crate::support::{build_with, site};
use numerate::pipeline::Options;

/// A page with a query before its text.
const HEAD: &str = "---\ntitle: A\n---\n```sql q\nSELECT n FROM t\n```\n\n";

/// A text whose quantities stand in `⟦` and `⟧`: without these marks, and the places of the quantities.
fn unmarked(text: &str) -> (String, Vec<String>) {
    let (mut clean, mut places) = (String::new(), Vec::new());
    let mut open = None;
    let (mut line, mut column) = (1, 1);
    for char in text.chars() {
        match char {
            '⟦' => open = Some((line, column, clean.len())),
            '⟧' => {
                let (line, column, start) = open.take().expect("an open mark");
                places.push(format!("{line}:{column} {}", &clean[start..]));
            }
            _ => clean.push(char),
        }
        match char {
            '\n' => (line, column) = (line + 1, 1),
            '⟦' | '⟧' => {}
            _ => column += 1,
        }
    }
    (clean, places)
}

#[test]
fn quantities_are_told_from_other_numbers_in_every_language() {
    for (tag, prose) in [
        ("en", include_str!("../suite/prose/en.md")),
        ("de", include_str!("../suite/prose/de.md")),
        ("fr", include_str!("../suite/prose/fr.md")),
        ("es", include_str!("../suite/prose/es.md")),
        ("pt", include_str!("../suite/prose/pt.md")),
        ("zh", include_str!("../suite/prose/zh.md")),
        ("ja", include_str!("../suite/prose/ja.md")),
    ] {
        let (page, expected) = unmarked(&format!("{HEAD}{prose}"));
        let mut world =
            site(&format!("//- /numerate.yaml\nlanguage: {tag}\n//- /data/t.csv\nn\n5\n"));
        world.insert("content/a.md", page);
        let report = build_with(&world, &Options::default()).report;
        let found: Vec<String> = report
            .diagnostics
            .iter()
            .filter(|found| found.code == "bind/unbound")
            .map(|found| {
                let label = &found.labels[0];
                let source = label.source.as_ref().expect("placed");
                let position = source.position(label.span.start);
                format!("{}:{} {}", position.line, position.column, source.slice(label.span))
            })
            .collect();
        assert_eq!(found, expected, "{tag}");
        assert!(expected.len() > 10, "{tag}");
    }
}
