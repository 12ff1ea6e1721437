//! The program as it is run, against servers on this machine: `data pull` and `check --external`.

use std::path::Path;
use std::process::Output;

use crate::program::{numerate_with, text, write};
use crate::server::{Answer, Server, ok, status};

const SECRET: &str = "s3cr3t-value";

/// Runs the program in `folder`, with the key in its environment.
fn numerate(folder: &Path, arguments: &str) -> Output {
    numerate_with(folder, arguments, &[("COUNTERS_KEY", SECRET)])
}

/// Every file below `folder` with what it holds.
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("below").display().to_string();
                found.push((name, text(&std::fs::read(&path).expect("a file"))));
            }
        }
    }
    found.sort();
    found
}

const PAGE: &str =
    "---\ntitle: A\n---\n```sql q\nSELECT sum(tokens) AS n FROM apps\n```\n\n[5](q:q.n)\n";

#[test]
fn snapshots_are_pulled_pinned_and_left_when_nothing_is_new() {
    let csv = "app,tokens\nCline,5\n";
    let server = Server::start(vec![
        status("503 Service Unavailable\r\nretry-after: 0"),
        ok("etag: \"one\"\r\n", csv),
        status("304 Not Modified"),
        ok("etag: \"two\"\r\n", csv),
    ]);
    let folder = tempfile::tempdir().expect("a folder");
    let contract = format!(
        "columns:\n  tokens: {{type: integer, min: 0}}\npull:\n  url: http://127.0.0.1:{}/apps.csv\n  key: {{env: COUNTERS_KEY, header: X-Key}}\n",
        server.port
    );
    write(folder.path(), "data/apps.yaml", &contract);
    write(folder.path(), "content/a.md", PAGE);
    let early = numerate(folder.path(), "build");
    assert_eq!(early.status.code(), Some(1));
    assert!(
        text(&early.stderr).contains("run `numerate data pull apps`"),
        "{}",
        text(&early.stderr)
    );

    let pulled = numerate(folder.path(), "data pull");
    assert_eq!(pulled.status.code(), Some(0), "{}", text(&pulled.stderr));
    assert_eq!(text(&pulled.stdout), "apps: data/apps/2026-01-01.csv, 1 row\n");
    let after = files(folder.path());
    let held = |path: &str| after.iter().find(|(name, _)| name == path).map(|(_, text)| &**text);
    assert_eq!(held("data/apps/2026-01-01.csv"), Some(csv));
    assert!(held("data.lock").is_some_and(|lock| lock.contains("data/apps/2026-01-01.csv")));
    assert_eq!(numerate(folder.path(), "build --strict --locked").status.code(), Some(0));

    let known = files(&folder.path().join("data"));
    for answer in ["the server says that nothing changed", "the bytes say so"] {
        let again = numerate(folder.path(), "data pull apps --format json");
        assert_eq!(again.status.code(), Some(0), "{answer}: {}", text(&again.stderr));
        assert!(
            text(&again.stdout).contains("\"status\":\"unchanged\""),
            "{}",
            text(&again.stdout)
        );
        assert_eq!(files(&folder.path().join("data")), known, "{answer}");
    }
    let asked = server.asked();
    assert_eq!(asked.len(), 4, "the first was asked again");
    assert!(asked.iter().all(|head| head.contains(&format!("x-key: {SECRET}"))), "{asked:?}");
    assert!(asked[2].contains("if-none-match: \"one\""), "{asked:?}");
    for (name, held) in files(folder.path()) {
        assert!(!held.contains(SECRET), "{name}");
    }
}

#[test]
fn a_pull_that_fails_writes_nothing_and_prints_no_key() {
    let server = Server::start(vec![
        status("403 Forbidden"),
        ok("", &format!("app,tokens\n{SECRET},1\n")),
        ok("", "app,tokens\nCline,-5\n"),
        Answer::Silence,
    ]);
    let folder = tempfile::tempdir().expect("a folder");
    let contract = format!(
        "columns:\n  tokens: {{type: integer, min: 0}}\npull:\n  url: http://127.0.0.1:{}/?a=1\n  retries: 0\n  timeout: 1\n  key: {{env: COUNTERS_KEY, header: Authorization, prefix: \"Bearer \"}}\n",
        server.port
    );
    write(folder.path(), "data/apps.yaml", &contract);
    write(folder.path(), "content/a.md", "---\ntitle: A\n---\n");
    let before = files(folder.path());
    for (format, code) in [
        ("human", "data/pull-failed"),
        ("json", "data/pull-failed"),
        ("human", "data/min"),
        ("human", "there was no answer within 1 s"),
    ] {
        let failed = numerate(folder.path(), &format!("data pull --format {format}"));
        assert_eq!(failed.status.code(), Some(1));
        let told = text(&failed.stdout) + &text(&failed.stderr);
        assert!(told.contains(code), "{code}: {told}");
        assert!(!told.contains(SECRET), "{told}");
        assert_eq!(files(folder.path()), before, "{told}");
    }
}

#[test]
fn links_of_which_nothing_can_be_said_are_told_to_programs_too() {
    let server = Server::start(vec![status("404 Not Found"), status("403 Forbidden"), ok("", "")]);
    let folder = tempfile::tempdir().expect("a folder");
    let base = format!("http://127.0.0.1:{}", server.port);
    let page = format!("---\ntitle: A\n---\n[a]({base}/1) [b]({base}/2) [c]({base}/3)\n");
    write(folder.path(), "content/a.md", &page);
    let checked = numerate(folder.path(), "check --external --format json");
    assert_eq!(checked.status.code(), Some(1));
    let report: serde_json::Value = serde_json::from_slice(&checked.stdout).expect("JSON");
    assert_eq!(report["diagnostics"][0]["code"], "link/outside");
    let expected = serde_json::json!({
        "there": 1, "gone": 1, "remembered": 0,
        "unclear": [{"url": format!("{base}/2"), "reason": "the server answers 403"}]
    });
    assert_eq!(report["summary"]["links"], expected);
    let again = numerate(folder.path(), "check --external");
    assert!(text(&again.stdout).contains(&format!("unclear: {base}/2 (the server answers 403)")));
    assert_eq!(server.asked().len(), 3, "answers are remembered");
}
