//! Bound numbers, tables and charts, from the CSV to the page.

use crate::support::{build, build_clean, picture};

const SITE: &str = "\
//- /data/usage.csv
Month,Total tokens,estimated
2024-01-01,588000000,false
2024-07-01,4350000000,true
2025-02-01,44900000000,false
//- /data/recent.sql
SELECT * FROM usage WHERE month >= DATE '2024-06-01'
//- /content/posts/a.md
---
title: A post
date: 2025-03-08
---
";

const QUERIES: &str = "\
```sql monthly
SELECT month, total_tokens AS tokens, estimated FROM usage ORDER BY month
```

```sql growth
SELECT last_value(tokens ORDER BY month) / first_value(tokens ORDER BY month) AS ratio,
       last_value(tokens ORDER BY month) AS now, last_value(month ORDER BY month) AS month FROM monthly
```

";

fn page(body: &str) -> String {
    let built = build_clean(&format!("{SITE}{QUERIES}{body}"));
    built.main("posts/a/index.html").to_owned()
}

#[test]
fn a_number_that_holds_is_marked_with_its_value() {
    let html = page(
        "Usage grew [76x](q:growth.ratio), to [44.9B](q:growth.now) in [February 2025](q:growth.month).\n",
    );
    assert!(
        html.contains(r#"<data value="44900000000" data-query="growth">44.9B</data>"#),
        "{html}"
    );
    assert!(
        html.contains(r#"<data value="2025-02-01" data-query="growth">February 2025</data>"#),
        "{html}"
    );
}

#[test]
fn every_form_of_a_number_is_read_and_checked() {
    let forms = [
        ("44,900,000,000", "now"),
        ("44900000000", "now"),
        ("44.90B", "now"),
        ("44.9 billion", "now"),
        ("$44.9B", "now"),
        ("+44.9B", "now"),
        ("0.0449T", "now"),
        ("44,900M", "now"),
        ("76x", "ratio"),
        ("76×", "ratio"),
        ("76.4 times", "ratio"),
        ("76-fold", "ratio"),
        ("7,636%", "ratio"),
        ("2025-02-01", "month"),
        ("1 February 2025", "month"),
        ("February 2025", "month"),
    ];
    for (text, column) in forms {
        let html = page(&format!("It is [{text}](q:growth.{column}).\n"));
        assert!(html.contains(&format!(">{text}</data>")), "{text}: {html}");
        let stale = text.replace('4', "5").replace('7', "8").replace("2025", "2026");
        let built = build(&format!("{SITE}{QUERIES}It is [{stale}](q:growth.{column}).\n"));
        assert_eq!(built.report.diagnostics.len(), 1, "{stale}");
        assert_eq!(built.report.diagnostics[0].code, "bind/stale", "{stale}");
    }
}

#[test]
fn an_empty_text_is_filled_in() {
    let html = page("Now [](q:growth.now?fmt=short1), that is [](q:growth.now).\n");
    assert!(html.contains(">44.9B</data>") && html.contains(">44,900,000,000</data>"), "{html}");
}

#[test]
fn rows_are_selected_by_number_and_by_key() {
    page(
        "[588M](q:monthly[0].tokens) [44.9B](q:monthly[-1].tokens) [4.35B](q:monthly[month=2024-07-01].tokens)\n",
    );
}

#[test]
fn nothing_inside_code_is_interpreted() {
    let html = page("`[1x](q:growth.ratio)`\n\n```md\n[1x](q:growth.ratio)\n```\n");
    assert!(!html.contains("<data"), "{html}");
}

#[test]
fn integers_divide_truly_and_sums_do_not_wrap() {
    let site = "\
//- /data/big.csv
n
9223372036854775807
9223372036854775807
//- /content/a.md
---
title: A
---
```sql q
SELECT sum(n) AS total, 3 / 4 AS ratio FROM big
```

[18446744073709551614](q:q.total) [0.75](q:q.ratio)
";
    build_clean(site);
}

#[test]
fn views_and_bundle_tables_are_seen_by_queries() {
    let site = "\
//- /data/usage.csv
n
1
//- /data/twice.sql
SELECT n * 2 AS n FROM usage
//- /content/posts/a/index.md
---
title: A
---
```sql q
SELECT sum(usage.n) AS own, (SELECT sum(n) FROM twice) AS theirs FROM usage
```

[5](q:q.own) [2](q:q.theirs)
//- /content/posts/a/usage.csv
n
5
//- /content/posts/b.md
---
title: B
---
```sql q
SELECT sum(n) AS n FROM usage
```

[1](q:q.n)
";
    let built = build_clean(site);
    assert!(built.files.contains_key("posts/a/usage.csv"));
}

#[test]
fn a_table_is_computed_formatted_and_aligned() {
    let html = page(
        "```yaml table\nquery: monthly\ncaption: \"Up [76x](q:growth.ratio)\"\ncolumns:\n  month: {fmt: month, label: When}\n  tokens: {fmt: short}\n```\n",
    );
    for part in [
        "<caption>Up 76x</caption>",
        ">When</th>",
        "<th scope=\"row\">January 2024</th>",
        "<td class=\"num\">44.9B</td>",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
}

#[test]
fn text_from_data_is_escaped_everywhere() {
    let site = "\
//- /data/t.csv
name,n
<script>alert(1)</script>,5
\"\"\"><img src=x>\",6
//- /content/posts/a.md
---
title: A <b>post</b>
---
```sql q
SELECT name, n FROM t ORDER BY n
```

[](q:q[0].name) and [](q:q[1].name)

```yaml table
query: q
```

```yaml chart
query: q
kind: bar
x: name
y: n
title: A chart
alt: Bars.
```
";
    let built = build(site);
    let html = &built.files["posts/a/index.html"];
    assert!(!html.contains("<script>alert") && !html.contains("<img src=x>"), "{html}");
    assert!(html.contains("A &lt;b&gt;post&lt;/b&gt;"), "{html}");
}

#[test]
fn a_chart_has_two_layouts_a_table_and_marks_estimates() {
    for kind in ["line", "area", "bar"] {
        let html = page(&format!(
            "```yaml chart\nquery: monthly\nkind: {kind}\nx: month\ny: tokens\nestimated: estimated\ntitle: \"Up [76x](q:growth.ratio)\"\nalt: It rises.\n```\n"
        ));
        assert_eq!(html.matches("<svg").count(), 2, "{kind}");
        for part in
            ["role=\"img\"", "<title", "<desc", "<details", "scope=\"col\"", "Up 76x", "estimate"]
        {
            assert!(html.contains(part), "{kind}: {part}: {html}");
        }
    }
}

#[test]
fn the_data_note_names_tables_files_queries_and_sources() {
    let source = "//- /data/usage.yaml\ntitle: Usage of things\nsource: {producer: The Counters, url: https://example.org/, licence: CC BY 4.0, accessed: 2025-03-08}\n";
    let built = build_clean(&format!("{source}{SITE}{QUERIES}[76x](q:growth.ratio)\n"));
    let html = built.main("posts/a/index.html");
    for part in
        ["Usage of things", "data/usage.csv", "The Counters", "CC BY 4.0", "3 rows", "first_value"]
    {
        assert!(html.contains(part), "{part}: {html}");
    }
}

#[test]
fn all_stale_numbers_of_all_pages_are_reported_in_one_run() {
    let second = "//- /content/posts/b.md\n---\ntitle: B\n---\n```sql q\nSELECT count(*) AS n FROM usage\n```\n\n[4](q:q.n) [5](q:q.n)\n";
    let built =
        build(&format!("{SITE}{QUERIES}[1x](q:growth.ratio) [2x](q:growth.ratio)\n{second}"));
    assert_eq!(built.report.diagnostics.len(), 4, "{}", picture(&built.report.diagnostics));
}

#[test]
fn claims_are_checked() {
    let claims = "```yaml claim\nthat: (SELECT ratio FROM growth) > 70\nelse: it slowed\n```\n\n```yaml claim\nrows: SELECT * FROM monthly WHERE tokens < 0\n```\n";
    let built = build_clean(&format!("{SITE}{QUERIES}{claims}"));
    assert_eq!(built.report.summary.claims, 2);
    let built = build(&format!(
        "{SITE}{QUERIES}```yaml claim\nrows: SELECT * FROM monthly WHERE tokens > 0\nelse: none may be there\n```\n"
    ));
    assert_eq!(built.report.diagnostics[0].code, "claim/rows");
}
