//! The program as it is run: arguments, exit status, what is printed, what is on the disk.

use std::path::Path;
use std::process::{Command, Output};

/// Runs the program in `folder` with a clear environment.
pub(crate) fn numerate(folder: &Path, arguments: &str) -> Output {
    numerate_with(folder, arguments, &[])
}

/// Runs the program in `folder` with these variables alone in its environment, and a clock.
pub(crate) fn numerate_with(folder: &Path, arguments: &str, variables: &[(&str, &str)]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_numerate"))
        .args(arguments.split_whitespace())
        .current_dir(folder)
        .env_clear()
        .env("SOURCE_DATE_EPOCH", "1767268800")
        .envs(variables.iter().copied())
        .output()
        .expect("the program runs")
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

pub(crate) fn write(folder: &Path, path: &str, content: &str) {
    let path = folder.join(path);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("created");
    std::fs::write(path, content).expect("written");
}

#[test]
fn a_new_site_builds_clean_and_lists_itself() {
    let folder = tempfile::tempdir().expect("a folder");
    let made = numerate(folder.path(), "new site mine");
    assert!(made.status.success(), "{}", text(&made.stderr));
    let site = folder.path().join("mine");
    let built = numerate(&site, "build --strict");
    assert_eq!(built.status.code(), Some(0), "{}", text(&built.stderr));
    assert!(text(&built.stdout).contains("bound number"), "{}", text(&built.stdout));
    assert!(site.join("public/index.html").exists());
    let listed = numerate(&site, "list --format json");
    let pages: serde_json::Value = serde_json::from_slice(&listed.stdout).expect("JSON");
    assert!(pages.as_array().is_some_and(|pages| pages.iter().any(|page| page["kind"] == "home")));
    let post = numerate(&site, "new post A_title");
    assert!(post.status.success(), "{}", text(&post.stderr));
    let drafts = numerate(&site, "list drafts --format json");
    assert!(
        text(&drafts.stdout).contains("A_title") || text(&drafts.stdout).contains("a_title"),
        "{}",
        text(&drafts.stdout)
    );
    assert_eq!(numerate(&site, "check").status.code(), Some(0));
}

#[test]
fn texts_of_the_author_take_the_place_of_the_themes() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "content/a.md", "---\ntitle: A\n---\nText.\n");
    write(folder.path(), "i18n/en.yaml", "skip: Over the head\n");
    assert_eq!(numerate(folder.path(), "build --strict").status.code(), Some(0));
    let page = std::fs::read_to_string(folder.path().join("public/a/index.html")).expect("built");
    assert!(page.contains("Over the head"), "{page}");
}

#[test]
fn the_summary_counts_what_stayed_as_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "content/a.md", "---\ntitle: A\n---\nText.\n");
    write(folder.path(), "content/b.md", "---\ntitle: B\n---\nText.\n");
    let counts = || {
        let built = numerate(folder.path(), "build --format json");
        let report: serde_json::Value = serde_json::from_slice(&built.stdout).expect("JSON");
        let count = |name: &str| report["summary"][name].as_u64().expect("a number");
        (count("files"), count("reused"))
    };
    let (files, reused) = counts();
    assert!(files > 5 && reused == 0, "{files} files, {reused} reused");
    assert_eq!(counts(), (files, files));
    write(folder.path(), "content/a.md", "---\ntitle: A\n---\nOther text, of as many words.\n");
    let (again, reused) = counts();
    // The page itself, and what shows the beginning of its text.
    assert!(again == files && (files - 4..files).contains(&reused), "{reused} of {files} reused");
}

#[test]
fn a_failed_build_leaves_the_published_site_as_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "content/a.md", "---\ntitle: A\n---\nText.\n");
    assert_eq!(numerate(folder.path(), "build").status.code(), Some(0));
    let before =
        std::fs::read_to_string(folder.path().join("public/a/index.html")).expect("published");
    write(folder.path(), "content/a.md", "---\ntitle: A\n---\nNew text, [5](q:q.n).\n");
    let failed = numerate(folder.path(), "build");
    assert_eq!(failed.status.code(), Some(1));
    assert!(text(&failed.stderr).contains("content/a.md:4:"), "{}", text(&failed.stderr));
    assert!(
        text(&failed.stderr).contains("public/ was left as it was"),
        "{}",
        text(&failed.stderr)
    );
    let after =
        std::fs::read_to_string(folder.path().join("public/a/index.html")).expect("published");
    assert_eq!(before, after);
    let left: Vec<_> = std::fs::read_dir(folder.path())
        .expect("a folder")
        .flatten()
        .map(|entry| entry.file_name())
        .collect();
    assert_eq!(left.len(), 3, "{left:?}");
}

#[test]
fn reports_are_one_json_object_or_annotations() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "content/a.md", "---\ntitle: A\n---\n[x](b.md) [5](q:q.n)\n");
    let json = numerate(folder.path(), "check --format json");
    assert_eq!(json.status.code(), Some(1));
    let report: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    let first = &report["diagnostics"][0];
    assert_eq!(
        (&first["file"], &first["line"], &first["column"]),
        (&"content/a.md".into(), &4.into(), &17.into())
    );
    for key in ["severity", "code", "message", "end_line", "end_column", "help"] {
        assert!(!first[key].is_null(), "{key}: {first}");
    }
    for key in [
        "pages", "sections", "terms", "aliases", "files", "charts", "queries", "bindings",
        "claims", "hidden", "seconds", "reused",
    ] {
        assert!(!report["summary"][key].is_null(), "{key}");
    }
    let github = numerate(folder.path(), "build --format github");
    assert!(
        text(&github.stdout).starts_with("::error file=content/a.md,line=4,col=17"),
        "{}",
        text(&github.stdout)
    );
}

#[test]
fn hidden_pages_are_named_with_the_reason() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "content/a.md", "---\ntitle: A\ndraft: true\n---\n");
    write(folder.path(), "content/b.md", "---\ntitle: B\ndate: 2999-01-01\n---\n");
    let built = text(&numerate(folder.path(), "build").stdout);
    assert!(built.contains("content/a.md") && built.contains("draft"), "{built}");
    assert!(built.contains("content/b.md") && built.contains("2999"), "{built}");
}

#[test]
fn a_page_tells_why_it_is_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = "---\ntitle: A\ndraft: true\n---\n```sql q\nSELECT sum(n) AS n FROM t\n```\n\nIt is [11](q:q.n).\n";
    write(folder.path(), "data/t.csv", "n\n5\n6\n");
    write(folder.path(), "content/a.md", page);
    write(
        folder.path(),
        "templates/page.html",
        "{% extends \"base.html\" %}{% block main %}{{ page.content }}{% endblock main %}",
    );
    let shown = numerate(folder.path(), "why -D /a/");
    assert_eq!(shown.status.code(), Some(0), "{}", text(&shown.stderr));
    let told = text(&shown.stdout);
    for line in [
        "page       /a/",
        "file       content/a.md",
        "shown      yes, but not in a build without options: a draft",
        "template   page.html (templates/page.html)",
        "           base.html",
        "output     a/index.html",
        "table      t (data/t.csv, 2 rows)",
        "query      q (content/a.md:5, read 2 rows, gave 1",
        "number     11 from q.n (line 9)",
    ] {
        assert!(told.contains(line), "{line}\n{told}");
    }
    let hidden = numerate(folder.path(), "why content/a.md --format json");
    let told: serde_json::Value = serde_json::from_slice(&hidden.stdout).expect("JSON");
    assert_eq!((&told["shown"], &told["hidden"]), (&false.into(), &"draft".into()));
    let missing = numerate(folder.path(), "why -D /b/");
    assert_eq!(missing.status.code(), Some(2));
    assert!(text(&missing.stderr).contains("why/no-page"), "{}", text(&missing.stderr));
}

#[test]
fn a_preview_that_cannot_begin_says_why() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "content/a.md", "---\ntitle: A\n---\n");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = taken.local_addr().expect("bound").port();
    for (arguments, code) in [
        (format!("serve --port {port}"), "serve/port"),
        ("serve --editor notepad".to_owned(), "serve/editor"),
    ] {
        let refused = numerate(folder.path(), &arguments);
        assert_eq!(refused.status.code(), Some(2), "{arguments}");
        assert!(text(&refused.stderr).contains(code), "{}", text(&refused.stderr));
    }
}

#[test]
fn foreign_folders_are_refused_before_anything_is_done() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "content/a.md", "---\ntitle: A\n---\n");
    write(folder.path(), "precious/letter.txt", "Dear …");
    for destination in ["precious", ".", "content", ".."] {
        let refused = numerate(folder.path(), &format!("build -d {destination}"));
        assert_eq!(refused.status.code(), Some(2), "{destination}: {}", text(&refused.stderr));
    }
    assert!(folder.path().join("precious/letter.txt").exists());
}

#[test]
fn data_is_listed_shown_and_queried() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "data/usage.csv", "month,tokens\n2024-01-01,5\n2024-02-01,7\n");
    write(folder.path(), "data/twice.sql", "SELECT tokens * 2 AS tokens FROM usage\n");
    let list = text(&numerate(folder.path(), "data list").stdout);
    assert!(
        list.contains("usage") && list.contains("data/usage.csv") && list.contains("twice"),
        "{list}"
    );
    let show = text(&numerate(folder.path(), "data show usage").stdout);
    assert!(show.contains("integer") && show.contains("date") && show.contains('7'), "{show}");
    let query = |sql: &str, format: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_numerate"))
            .args(["data", "query", sql, "--format", format])
            .current_dir(folder.path())
            .env_clear()
            .output()
            .expect("the program runs");
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    };
    assert_eq!(
        query("SELECT sum(tokens) AS n FROM twice", "csv"),
        (Some(0), "n\n24\n".into(), String::new())
    );
    assert_eq!(
        query("SELECT month FROM usage WHERE tokens > 5", "json").1.trim(),
        r#"[{"month":"2024-02-01"}]"#
    );
    let (code, _, error) = query("SELECT sum(tokns) FROM usage", "human");
    assert!(code == Some(1) && error.contains("tokens"), "{error}");
}

#[test]
fn stale_texts_are_shown_as_a_diff_and_rewritten() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = "---\ntitle: A\n---\n```sql q\nSELECT sum(n) AS n FROM t\n```\n\nIt is [7](q:q.n)\u{20ac}.\r\n";
    write(folder.path(), "data/t.csv", "n\n5\n6\n");
    write(folder.path(), "content/a.md", page);
    write(folder.path(), "content/b.md", &page.replace("[7]", "[8] [plenty](q:q.n)[8]"));
    let read =
        |name| std::fs::read_to_string(folder.path().join("content").join(name)).expect("a page");

    let shown = numerate(folder.path(), "fix --dry-run content/a.md");
    assert_eq!(shown.status.code(), Some(0), "{}", text(&shown.stderr));
    let diff = text(&shown.stdout);
    assert!(
        diff.starts_with("--- a/content/a.md\n+++ b/content/a.md\n@@ -5,4 +5,4 @@\n"),
        "{diff}"
    );
    assert!(diff.contains("-It is [7](q:q.n)€.\r\n+It is [11](q:q.n)€.\r\n"), "{diff}");
    assert_eq!(text(&shown.stderr), "would rewrite 1 text in 1 file\n");
    assert_eq!(read("a.md"), page);

    let fixed = numerate(folder.path(), "fix");
    assert_eq!(fixed.status.code(), Some(1));
    assert_eq!(text(&fixed.stdout), "rewrote 2 texts in 2 files\n");
    let error = text(&fixed.stderr);
    assert!(error.contains("bind/unreadable") && error.ends_with("1 error left\n"), "{error}");
    assert_eq!(read("a.md"), page.replace("[7]", "[11]"));
    assert_eq!(read("b.md"), page.replace("[7]", "[8] [plenty](q:q.n)[11]"));
    let files = std::fs::read_dir(folder.path().join("content")).expect("a folder");
    assert_eq!(files.count(), 2);

    for file in ["content/c.md", "data/t.csv"] {
        let refused = numerate(folder.path(), &format!("fix {file}"));
        assert_eq!(refused.status.code(), Some(2), "{file}");
        assert!(text(&refused.stderr).contains("fix/no-file"), "{}", text(&refused.stderr));
    }
}

#[test]
fn snapshots_are_queried_as_of_a_day_and_pinned() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "content/a.md", "---\ntitle: A\n---\n");
    write(folder.path(), "data/apps/2025-03-08.csv", "app,tokens\nCline,5\n");
    write(folder.path(), "data/apps/2025-06-01.csv", "app,tokens\nCline,7\nRoo,1\n");
    let list = text(&numerate(folder.path(), "data list").stdout);
    assert!(list.contains("data/apps/ (2 snapshots to 2025-06-01)"), "{list}");
    let show = text(&numerate(folder.path(), "data show apps").stdout);
    assert!(show.contains("2025-03-08, 2025-06-01"), "{show}");
    let query = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_numerate"))
            .args(["data", "query", "SELECT count(*) AS n FROM apps", "--format", "csv"])
            .args(arguments)
            .current_dir(folder.path())
            .env_clear()
            .output()
            .expect("the program runs");
        (output.status.code(), text(&output.stdout))
    };
    assert_eq!(query(&[]), (Some(0), "n\n2\n".into()));
    assert_eq!(query(&["--as-of", "2025-05-31"]), (Some(0), "n\n1\n".into()));
    assert_eq!(query(&["--as-of", "2025-01-01"]).0, Some(1));
    assert_eq!(query(&["--as-of", "yesterday"]).0, Some(2));

    let pin = || text(&numerate(folder.path(), "data pin").stdout);
    let both = "added    data/apps/2025-03-08.csv\nadded    data/apps/2025-06-01.csv\n";
    assert_eq!(pin(), format!("{both}data.lock: 2 snapshots\n"));
    assert_eq!(pin(), "data.lock: 2 snapshots, none of them new\n");
    assert_eq!(numerate(folder.path(), "check").status.code(), Some(0));
    write(folder.path(), "data/apps/2025-03-08.csv", "app,tokens\nCline,6\n");
    let refused = numerate(folder.path(), "build");
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("data/changed-snapshot"), "{}", text(&refused.stderr));
    std::fs::remove_file(folder.path().join("data/apps/2025-06-01.csv")).expect("removable");
    let changes = "changed  data/apps/2025-03-08.csv\nremoved  data/apps/2025-06-01.csv\n";
    assert_eq!(pin(), format!("{changes}data.lock: 1 snapshot\n"));
    assert_eq!(numerate(folder.path(), "check").status.code(), Some(0));
}
