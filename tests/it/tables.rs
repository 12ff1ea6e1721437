//! Computed tables: ranks, totals, bars, sparklines, links.

use crate::support::{Built, build, build_clean, picture};

const SITE: &str = "\
//- /data/apps.csv
app,url,tokens,share,growth
Cline,https://example.org/?a=1&b=2,46790000000,0.6,-0.5
Roo <Code>,/posts/a/,12800000000,0.2,1.25
Aaru,,12800000000,0.15,
Kilo,mailto:a@example.org,9007199254740993,0.05,0.75
//- /data/course.csv
app,month,tokens
Cline,2025-02-01,46790000000
Cline,2025-01-01,588000000
Roo <Code>,2025-01-01,5
Kilo,2025-01-01,
Other,2025-01-01,7
//- /content/posts/a.md
---
title: A post
date: 2025-03-08
---
```sql top
SELECT * FROM apps ORDER BY share DESC
```

```sql course_of
SELECT * FROM course
```

";

fn table(spec: &str) -> String {
    let built = build_clean(&format!("{SITE}```yaml table\nquery: top\n{spec}\n```\n"));
    built.main("posts/a/index.html").to_owned()
}

fn failing(spec: &str) -> Built {
    let built = build(&format!("{SITE}```yaml table\nquery: top\n{spec}\n```\n"));
    assert!(!built.report.diagnostics.is_empty());
    built
}

#[test]
fn rows_that_are_equal_share_a_rank() {
    let html = table("rank: tokens\ncolumns: {app: }");
    assert!(
        html.contains(
            "<tr><th scope=\"col\" class=\"num\">Rank</th><th scope=\"col\">App</th></tr>"
        ),
        "{html}"
    );
    for (rank, app) in [("2", "Cline"), ("3=", "Roo &lt;Code&gt;"), ("3=", "Aaru"), ("1", "Kilo")] {
        let row = format!("<td class=\"num\">{rank}</td><th scope=\"row\">{app}</th>");
        assert!(html.contains(&row), "{row}: {html}");
    }
    let html = table("rank: {by: growth, order: ascending, label: '#'}\ncolumns: {app: }");
    assert!(html.contains(">#</th>"), "{html}");
    assert!(html.contains("–</span></td><th scope=\"row\">Aaru</th>"), "{html}");
    assert!(html.contains("<td class=\"num\">1</td><th scope=\"row\">Cline</th>"), "{html}");
}

#[test]
fn totals_are_exact_and_count_the_rows_that_a_limit_leaves_out() {
    let html = table(
        "columns: {app: , tokens: , share: {fmt: percent}}\ntotal: [tokens, share]\nlimit: 2",
    );
    let total = "<tfoot>\n<tr><th scope=\"row\">Total of all 4</th><td class=\"num\">9,007,271,644,740,993</td><td class=\"num\">100%</td></tr>\n</tfoot>";
    assert!(html.contains(total), "{html}");
    assert!(html.contains("The first 2 of 4 rows. "), "{html}");
    assert!(!html.contains(">Aaru<"), "{html}");
    let built = build_clean(&format!("{SITE}```yaml table\nquery: top\nlimit: 2\n```\n"));
    assert_eq!(built.file("posts/a/top.csv").lines().count(), 5);
}

#[test]
fn the_label_of_totals_stands_before_the_first() {
    let html = table(
        "rank: tokens\ncolumns: {app: , url: , tokens: , growth: }\ntotal: {columns: tokens, label: All}",
    );
    let total = "<th scope=\"row\" colspan=\"3\">All</th><td class=\"num\">9,007,271,644,740,993</td><td class=\"num\"></td>";
    assert!(html.contains(total), "{html}");
    let html = table("columns: {tokens: , app: }\ntotal: tokens");
    assert!(
        html.contains("<td class=\"num\">Total: 9,007,271,644,740,993</td><td></td>"),
        "{html}"
    );
}

#[test]
fn a_limit_that_leaves_nothing_out_is_not_mentioned() {
    let html = table("columns: {app: , tokens: }\nlimit: 9\ntotal: tokens");
    assert!(!html.contains("The first") && html.contains(">Total</th>"), "{html}");
}

#[test]
fn bars_stand_beside_the_number_and_are_hidden_from_readers_of_text() {
    let html = table("columns: {app: , share: {bar: {max: 1}}, growth: {bar: true}}");
    let bar = "<td class=\"num bars\">0.60<svg class=\"bar\"";
    assert!(html.contains(bar), "{html}");
    assert!(html.contains("aria-hidden=\"true\"><rect x=\"0.0\" width=\"60.0\""), "{html}");
    // From -0.5 to 1.25 zero is at two sevenths.
    assert!(html.contains("<rect x=\"0.0\" width=\"28.6\""), "{html}");
    assert!(html.contains("<rect x=\"28.6\" width=\"71.4\""), "{html}");
}

#[test]
fn sparklines_have_their_ends_as_text() {
    let html = table(
        "columns:\n  app:\n  course: {label: Course, spark: {query: course_of, key: app, x: month, y: tokens}}",
    );
    assert!(html.contains("<th scope=\"col\">Course</th>"), "{html}");
    let cell = |app: &str| {
        let (_, rest) = html.split_once(&format!(">{app}</th>")).expect("a row");
        rest.split_once("</td>").expect("a cell").0.to_owned()
    };
    let cline = cell("Cline");
    assert!(cline.contains("<svg class=\"spark\" width=\"100\" height=\"24\""), "{cline}");
    assert!(cline.contains("aria-hidden=\"true\"") && cline.contains("<circle"), "{cline}");
    assert!(cline.contains("d=\"M3 21L97 3\""), "{cline}");
    assert!(cline.contains(">588M<span aria-hidden=\"true\"> → </span><span class=\"unseen\"> to </span>46.8B</span>"), "{cline}");
    assert!(cell("Roo &lt;Code&gt;").ends_with("<span class=\"ends\">5</span>"));
    for without in ["Aaru", "Kilo"] {
        assert!(cell(without).contains("no value"), "{without}");
    }
}

#[test]
fn links_come_from_a_column_and_lead_where_data_may_lead() {
    let html = table("columns: {app: {link: url}}");
    for part in [
        "<a href=\"https://example.org/?a=1&amp;b=2\">Cline</a>",
        "<a href=\"/posts/a/\">Roo &lt;Code&gt;</a>",
        "<th scope=\"row\">Aaru</th>",
        "<a href=\"mailto:a@example.org\">Kilo</a>",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
}

#[test]
fn a_link_into_the_site_that_leads_nowhere_is_a_warning_at_the_column() {
    let site = SITE.replace("/posts/a/,", "/posts/b/,");
    let built =
        build(&format!("{site}```yaml table\nquery: top\ncolumns:\n  app: {{link: url}}\n```\n"));
    let shown = picture(&built.report.diagnostics);
    assert_eq!(built.report.diagnostics[0].code, "link/broken", "{shown}");
    assert!(shown.contains("content/posts/a.md:16:15"), "{shown}");
}

#[test]
fn a_sparkline_of_a_query_with_errors_says_nothing_more() {
    let spec = "columns:\n  course: {spark: {query: wrong, key: app, x: month, y: tokens}}";
    let built = build(&format!(
        "{SITE}```sql wrong\nSELECT * FROM nothing\n```\n\n```yaml table\nquery: top\n{spec}\n```\n"
    ));
    let codes: Vec<_> = built.report.diagnostics.iter().map(|error| error.code).collect();
    assert_eq!(codes, ["data/unknown-table"]);
}

#[test]
fn all_that_is_wrong_with_a_table_is_told_at_once() {
    let built = failing(
        "columns:\n  ap:\n  share: {bar: {max: 0.5}}\nrank: app\ncaption: '[3](q:top[0].share)'",
    );
    let mut codes: Vec<_> = built.report.diagnostics.iter().map(|error| error.code).collect();
    codes.sort_unstable();
    assert_eq!(codes, ["bind/stale", "table/bar", "table/rank", "table/unknown-column"]);
}
