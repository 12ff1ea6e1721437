//! Dated snapshots: what a page sees of a table, and what does not change when new data arrives.

use crate::support::{Built, build, build_clean, build_with, picture, site};
use numerate::base::diagnostic::Diagnostic;
use numerate::base::path::SitePath;
use numerate::base::world::{Memory, World as _};
use numerate::pipeline::{self, Options};

const DATA: &str = "\
//- /content/about.md
---
title: About
---
//- /data/apps.yaml
title: Apps
columns:
  tokens: {unit: tokens, min: 0}
//- /data/apps/2025-03-08.csv
app,tokens
Cline,5
Roo,2
//- /data/apps/2025-06-01.csv
app,tokens,users
Cline,7.5,1
Kilo,4,2
//- /data/total.sql
SELECT sum(tokens) AS tokens FROM apps
";

/// A page with this front matter and text.
fn post(name: &str, front: &str, text: &str) -> String {
    format!("//- /content/posts/{name}.md\n---\ntitle: {name}\n{front}---\n{text}\n")
}

/// A page that prints what the query gives.
fn value(name: &str, front: &str, sql: &str) -> String {
    post(name, front, &format!("```sql q\n{sql}\n```\n\nIt is [](q:q.n).\n"))
}

/// The bound value in a page.
fn printed(built: &Built, name: &str) -> String {
    let html = built.main(&format!("posts/{name}/index.html"));
    let at = html.find("<data value=\"").expect("a bound number") + "<data value=\"".len();
    html[at..].split('"').next().expect("a value").to_owned()
}

/// What one page with this front matter gets for the query.
fn asked(front: &str, sql: &str) -> String {
    printed(&build_clean(&format!("{DATA}{}", value("a", front, sql))), "a")
}

#[test]
fn a_page_sees_each_table_as_it_stood_on_its_date() {
    let sum = "SELECT sum(tokens) AS n FROM apps";
    for (front, expected) in [
        ("date: 2025-03-08\n", "7"),
        ("date: 2025-05-31T23:59:59Z\n", "7"),
        ("date: 2025-06-01\n", "11.5"),
        ("date: 2025-07-01\n", "11.5"),
        ("", "11.5"),
        ("date: 2025-03-08\nas_of: latest\n", "11.5"),
        ("date: 2025-07-01\nas_of: 2025-03-09\n", "7"),
        ("as_of: \"2025-03-09\"\n", "7"),
        // The day is that of the page's own clock: in UTC it is the 31st of May.
        ("date: 2025-06-01T01:00:00+07:00\n", "11.5"),
        ("date: 2025-05-31T23:00:00-07:00\n", "7"),
    ] {
        assert_eq!(asked(front, sum), expected, "{front}");
        assert_eq!(asked(front, "SELECT tokens AS n FROM total"), expected, "{front}");
    }
}

#[test]
fn a_query_sees_the_columns_of_its_snapshot() {
    assert_eq!(asked("date: 2025-06-01\n", "SELECT sum(users) AS n FROM apps"), "3");
    let built = build(&format!(
        "{DATA}{}",
        value("a", "date: 2025-03-08\n", "SELECT sum(users) AS n FROM apps")
    ));
    assert_eq!(built.report.diagnostics[0].code, "data/unknown-column");
}

#[test]
fn a_view_that_fails_on_a_day_is_reported_where_it_is_read() {
    let view = "//- /data/users.sql\nSELECT sum(users) AS n FROM apps\n";
    let sees = |name: &str, front: &str, sql: &str| value(name, front, sql);
    let fine = sees("new", "date: 2025-06-01\n", "SELECT n FROM users")
        + &sees("old", "date: 2025-03-08\n", "SELECT sum(tokens) AS n FROM apps");
    build_clean(&format!("{DATA}{view}{fine}"));
    let built =
        build(&format!("{DATA}{view}{}", sees("old", "date: 2025-03-08\n", "SELECT n FROM users")));
    let shown = picture(&built.report.diagnostics);
    assert!(shown.contains("data/users.sql") && shown.contains("read as of 2025-03-08"), "{shown}");
}

#[test]
fn a_history_holds_the_rows_of_all_snapshots_seen() {
    let count = "SELECT count(*) AS n FROM history.apps";
    assert_eq!(asked("", count), "4");
    assert_eq!(asked("date: 2025-03-10\n", count), "2");
    let cells = [
        ("SELECT count(DISTINCT snapshot) AS n FROM history.apps", "2"),
        ("SELECT sum(tokens) AS n FROM history.apps WHERE app = 'Cline'", "12.5"),
        ("SELECT count(users) AS n FROM history.apps", "2"),
        ("SELECT count(*) AS n FROM history.apps WHERE snapshot = DATE '2025-03-08'", "2"),
        ("SELECT count(*) AS n FROM history.apps h JOIN apps a ON a.app = h.app", "3"),
        ("SELECT history.apps.tokens AS n FROM history.apps ORDER BY n DESC LIMIT 1", "7.5"),
    ];
    for (sql, expected) in cells {
        assert_eq!(asked("", sql), expected, "{sql}");
    }
    let view = "//- /data/days.sql\nSELECT DISTINCT snapshot FROM history.apps\n";
    let page = value("a", "", "SELECT count(*) AS n FROM days");
    let built = build_clean(&format!("{DATA}{view}{page}"));
    assert_eq!(printed(&built, "a"), "2");
    let html = built.main("posts/a/index.html");
    assert!(html.contains("data/apps/2025-03-08.csv") && html.contains("data/apps/2025-06-01.csv"));
}

#[test]
fn a_history_keeps_every_value() {
    let site = |one: &str, other: &str| {
        let page = value("a", "", "SELECT max(v) AS n FROM history.t");
        format!(
            "//- /data/t/2025-01-01.csv\nv\n{one}\n//- /data/t/2025-02-01.csv\nv\n{other}\n{page}"
        )
    };
    for (one, other, largest) in [
        ("2", "1.5", "2.0"),
        ("12345678901234567.25", "1.125", "12345678901234567.250"),
        ("", "3", "3"),
        ("4", "", "4"),
        ("1e3", "2", "1000"),
        ("2025-01-01", "2024-01-01T10:00:00", "2025-01-01T00:00:00"),
    ] {
        let built = build(&site(one, other));
        assert!(!built.report.diagnostics.iter().any(Diagnostic::is_error), "{one} and {other}");
        assert_eq!(printed(&built, "a"), largest, "{one} and {other}");
    }
    for (one, other) in
        [("a", "1"), ("1e3", "9007199254740993"), ("true", "1"), ("1", "2025-01-01")]
    {
        let codes = build(&site(one, other)).report.diagnostics;
        assert_eq!(codes[0].code, "data/history", "{one} and {other}");
    }
}

#[test]
fn the_data_note_names_the_snapshot() {
    let sum = "SELECT sum(tokens) AS n FROM apps";
    let built = build_clean(&format!("{DATA}{}", value("a", "date: 2025-05-01\n", sum)));
    let html = built.main("posts/a/index.html");
    for part in [
        "<code>data/apps/2025-03-08.csv</code>",
        "snapshot of <time datetime=\"2025-03-08\">8 March 2025</time>",
        "2 rows",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
}

#[test]
fn the_tables_of_a_bundle_hide_snapshots_even_those_too_late() {
    let built = build_clean(&format!(
        "{DATA}//- /content/posts/a/index.md\n---\ntitle: A\ndate: 2024-01-01\n---\n```sql q\nSELECT sum(tokens) AS n FROM apps\n```\n\n[9](q:q.n)\n//- /content/posts/a/apps.csv\ntokens\n9\n"
    ));
    assert_eq!(printed(&built, "a"), "9");
}

#[test]
fn a_column_of_the_contract_may_be_missing_from_some_snapshots_and_not_from_all() {
    let contract = |column: &str| {
        DATA.replace(
            "  tokens: {unit",
            &format!("  {column}: {{type: integer, min: 1}}\n  tokens: {{unit"),
        )
    };
    build_clean(&contract("users"));
    let diagnostics = build(&contract("visits")).report.diagnostics;
    assert_eq!(diagnostics.len(), 1, "{}", picture(&diagnostics));
    let breach = build(&DATA.replace("Roo,2", "Roo,-2")).report.diagnostics;
    assert_eq!((breach.len(), breach[0].code), (1, "data/min"), "{}", picture(&breach));
}

/// The site with what `data pin` would write.
fn pinned(fixture: &str) -> Memory {
    let mut site = site(fixture);
    let catalog = pipeline::tables(&site, &Options::default()).expect("sound").value;
    let (text, _) = pipeline::pinned(&site, &catalog).expect("readable");
    site.insert("data.lock", text);
    site
}

#[test]
fn a_pinned_snapshot_that_changes_is_an_error_that_names_its_readers() {
    let sum = "SELECT sum(tokens) AS n FROM apps";
    let fixture = format!(
        "{DATA}{}{}{}",
        post(
            "old",
            "date: 2025-03-08\n",
            "```sql q\nSELECT sum(tokens) AS n FROM apps\n```\n\n[7](q:q.n)"
        ),
        value("view", "date: 2025-04-08\n", "SELECT tokens AS n FROM total"),
        value("new", "date: 2025-06-08\n", sum),
    );
    let mut site = pinned(&fixture);
    let lock =
        String::from_utf8(site.read(&SitePath::new("data.lock").expect("valid")).expect("there"));
    let lock = lock.expect("UTF-8");
    assert!(lock.contains("\"data/apps/2025-03-08.csv\" = { blake3 = \""), "{lock}");
    assert!(lock.contains("bytes = 25, rows = 2 }\n"), "{lock}");
    let before = build_with(&site, &Options::default());
    assert!(before.report.diagnostics.is_empty(), "{}", picture(&before.report.diagnostics));

    site.insert("data/apps/2025-03-08.csv", "app,tokens\nCline,6\nRoo,2\n");
    let after = build_with(&site, &Options::default()).report.diagnostics;
    let codes: Vec<&str> = after.iter().map(|told| told.code).collect();
    assert_eq!(codes, ["bind/stale", "data/changed-snapshot"], "{}", picture(&after));
    let help = after[1].help.as_deref().expect("help");
    assert!(help.contains("`content/posts/old.md` and `content/posts/view.md`"), "{help}");
    assert!(!help.contains("new.md"), "{help}");
}

#[test]
fn a_lock_is_asked_for_only_where_there_is_one() {
    let mut site = site(DATA);
    assert!(build_with(&site, &Options::default()).report.diagnostics.is_empty());
    site.insert("data.lock", "");
    let told = build_with(&site, &Options::default()).report.diagnostics;
    let codes: Vec<_> = told.iter().map(|told| (told.code, told.is_error())).collect();
    assert_eq!(codes, [("data/not-pinned", false), ("data/not-pinned", false)]);
}

#[test]
fn new_data_and_a_new_post_leave_older_posts_as_they_were() {
    let sql = "SELECT sum(tokens) AS n, (SELECT count(*) FROM history.apps) AS days FROM apps";
    let old =
        value("b-old", "date: 2025-03-10\n", sql) + &value("a-older", "date: 2025-03-09\n", sql);
    let before = build_clean(&format!("{DATA}{old}"));
    let snapshot = "//- /data/apps/2025-07-01.csv\napp,tokens,share\nCline,10,0.5\n";
    let new = value("c-new", "date: 2025-07-01\n", sql);
    let after = build_clean(&format!("{DATA}{snapshot}{old}{new}"));
    assert_eq!(printed(&after, "c-new"), "10");
    let text = |built: &Built| {
        let page = built.file("posts/a-older/index.html").to_owned();
        (page, built.main("posts/b-old/index.html").replace("c-new", ""))
    };
    assert_eq!(text(&before).0, text(&after).0);
    assert_eq!(printed(&before, "b-old"), printed(&after, "b-old"));
}
