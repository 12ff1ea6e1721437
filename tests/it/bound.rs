//! Bound numbers wherever a text goes: front matter, titles, shortcodes, lists, feeds.

use crate::support::{build, build_clean, now, picture, site};
use numerate::pipeline::{self, Options};

const SITE: &str = "\
//- /numerate.yaml
title: A site
base_url: https://example.org/
//- /data/usage.csv
month,tokens
2024-01-01,588000000
2025-02-01,44900000000
//- /content/posts/_index.md
---
title: Posts
---
//- /content/posts/growth.sql
SELECT last_value(tokens ORDER BY month) / first_value(tokens ORDER BY month) AS ratio,
       last_value(tokens ORDER BY month) AS now FROM usage
";

const POST: &str = "\
//- /content/posts/a.md
---
title: Usage grew [76x](q:growth.ratio)
linkTitle: Grew [76x](q:growth.ratio)
description: To [44.9B](q:growth.now) tokens in [2025](lit:)
summary: A summary of [44.9 billion](<q:growth[0].now>)
date: 2025-03-08
subtitle: From [](q:growth.now?fmt=short1)
queries: {growth: growth.sql}
---
The text.
";

#[test]
fn numbers_of_the_front_matter_are_checked_and_go_wherever_it_goes() {
    let built = build_clean(&format!("{SITE}{POST}"));
    assert_eq!(built.report.summary.bindings, 5);
    assert_eq!(built.report.summary.queries, 1);
    let page = built.file("posts/a/index.html");
    for text in [
        "<title>Usage grew 76x",
        "content=\"To 44.9B tokens in 2025\"",
        "\"og:title\" content=\"Usage grew 76x\"",
        ">Usage grew 76x</h1>",
    ] {
        assert!(page.contains(text), "{text} in {page}");
    }
    let list = built.file("posts/index.html");
    assert!(list.contains("Usage grew 76x") && list.contains("To 44.9B tokens in 2025"), "{list}");
    let feed = built.file("index.xml");
    assert!(feed.contains("<title>Usage grew 76x</title>"), "{feed}");
    assert!(feed.contains("A summary of 44.9 billion"), "{feed}");
    for (path, text) in &built.files {
        assert!(!text.contains("](q:") && !text.contains("](lit:"), "{path}");
    }
}

#[test]
fn a_stale_number_of_the_front_matter_is_an_error_with_its_place() {
    let built = build(&format!("{SITE}{}", POST.replace("To [44.9B]", "To [44B]")));
    let [error] = &*built.report.diagnostics else {
        panic!("{}", picture(&built.report.diagnostics))
    };
    assert_eq!(error.code, "bind/stale");
    assert!(picture(std::slice::from_ref(error)).contains("posts/a.md:4"), "{error:?}");
    let fixes = pipeline::fixes(
        &site(&format!("{SITE}{}", POST.replace("To [44.9B]", "To [44B]"))),
        &Options::default(),
    );
    assert_eq!(fixes.rewrites.len(), 1);
    assert!(fixes.left.is_empty());
    assert!(
        fixes.rewrites[0].text.contains("To [45B](q:growth.now)"),
        "{}",
        fixes.rewrites[0].text
    );
}

#[test]
fn who_lists_pages_needs_no_data() {
    let listed = pipeline::list(&site(&format!("{SITE}{POST}")), &Options::default());
    let listed = listed.expect("a list");
    assert!(listed.iter().any(|page| page.title == "Usage grew 76x"), "{listed:?}");
}

#[test]
fn titles_of_images_and_texts_of_shortcodes_state_numbers() {
    let body = "\
//- /content/posts/b.md
---
title: B
queries: {growth: growth.sql}
---
![Grew [76x](q:growth.ratio)](https://example.org/a.png \"Now [44.9B](q:growth.now)\")

{{< figure src=\"https://example.org/b.png\" alt=\"At [44.9B](q:growth.now)\" caption=\"Grew [76x](q:growth.ratio)\" >}}

{{< highlight md >}}[76x](q:growth.ratio){{< /highlight >}}
";
    let built = build_clean(&format!("{SITE}{body}"));
    assert_eq!(built.report.summary.bindings, 4);
    let main = built.main("posts/b/index.html");
    for text in [
        "alt=\"Grew 76x\" title=\"Now 44.9B\"",
        "alt=\"At 44.9B\"",
        "<figcaption>\n<p>Grew <data value=\"76",
        "[76x](q:growth.ratio)",
    ] {
        assert!(main.contains(text), "{text} in {main}");
    }
}

#[test]
fn a_claim_of_freshness_depends_on_the_day_that_the_page_sees() {
    let claim = |front: &str, within: &str| {
        let page = format!(
            "//- /content/posts/b.md\n---\ntitle: B\n{front}\n---\n```yaml claim\nfresh: {{table: usage, column: month, within: {within}}}\n```\n"
        );
        let codes: Vec<&str> = build(&format!("{SITE}{page}"))
            .report
            .diagnostics
            .iter()
            .map(|found| found.code)
            .collect();
        codes
    };
    assert_eq!(now().date_naive().to_string(), "2026-01-01");
    assert_eq!(claim("date: 2025-03-01", "4 weeks"), [""; 0]);
    assert_eq!(claim("date: 2025-03-02", "4 weeks"), ["claim/stale"]);
    assert_eq!(claim("date: 2025-03-01", "1 month"), [""; 0]);
    assert_eq!(claim("as_of: latest", "10 months"), ["claim/stale"]);
    assert_eq!(claim("as_of: latest", "11 months"), [""; 0]);
    assert_eq!(claim("weight: 1", "4 weeks"), ["claim/stale"]);
}

#[test]
fn each_page_states_numbers_in_its_language() {
    let site = "\
//- /numerate.yaml
title: A site
languages:
  en: {}
  de: {}
  zh: {}
//- /data/usage.csv
month,tokens
2025-02-01,44900000000
//- /content/a.md
---
title: Now [44.9B](q:q.tokens)
queries: {q: q.sql}
---
[44.9 billion](q:q.tokens) in [February 2025](q:q.month), [](q:q.month)
//- /content/a.de.md
---
title: Jetzt [44,9 Mrd.](q:q.tokens)
queries: {q: q.sql}
---
[44,9 Milliarden](q:q.tokens) im [Februar 2025](q:q.month), [](q:q.month)

```yaml table
query: q
columns: {month: {fmt: month}, tokens: {fmt: short1}}
```

```yaml chart
query: q
kind: bar
x: month
y: tokens
```
//- /content/a.zh.md
---
title: 达到[449亿](q:q.tokens)
queries: {q: q.sql}
---
[449亿](q:q.tokens)，[2025年2月](q:q.month)，[](q:q.month)
//- /content/q.sql
SELECT month, tokens FROM usage
";
    let built = build_clean(site);
    assert!(built.main("a/index.html").contains(">1 February 2025</data>"));
    let german = built.main("de/a/index.html");
    for text in [">1. Februar 2025</data>", ">Februar 2025<", "44,9\u{a0}Mrd."] {
        assert!(german.contains(text), "{text} in {german}");
    }
    assert!(!german.contains("44.9B"), "{german}");
    assert!(built.main("zh/a/index.html").contains(">2025年2月1日</data>"));
}

#[test]
fn numbers_without_data_are_accepted_one_by_one_or_by_the_configuration() {
    let page = |config: &str, text: &str| {
        let site = format!(
            "{config}{}//- /content/posts/b.md\n---\ntitle: B\nqueries: {{growth: growth.sql}}\n---\n{text}\n",
            &SITE[SITE.find("//- /data").expect("data")..]
        );
        let built = build(&site);
        built.report.diagnostics.iter().map(|found| found.message.clone()).collect::<Vec<_>>()
    };
    let text = "It is 70B, or [50%](lit:), or 12 GB.\n\n```yaml chart\nquery: growth\nkind: bar\nx: ratio\ny: now\ntitle: Grew 76x to [44.9B](q:growth.now)\n```\n";
    let bound = |stated: &str| format!("`{stated}` is bound to no data");
    let all = [bound("70B"), bound("12 GB"), bound("76x")];
    assert_eq!(page("", text), all);
    assert_eq!(
        page("//- /numerate.yaml\nnumbers: {literals: [70B, 12 GB]}\n", text),
        [bound("76x")]
    );
    assert_eq!(page("//- /numerate.yaml\nnumbers: {unbound: allow}\n", text), [""; 0]);
    // Without queries there is nothing to bind to.
    let plain = format!("{SITE}//- /content/posts/c.md\n---\ntitle: C\n---\nIt is 70B.\n");
    build_clean(&plain);
}
