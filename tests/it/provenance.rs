//! What a page says and publishes of where its numbers come from.

use serde_json::Value;

use crate::support::{Built, build, build_clean};

const SITE: &str = "\
//- /numerate.yaml
title: Counts
base_url: https://example.org/blog/
author: {name: A. Writer, url: 'https://example.org/about/'}
//- /data/apps.yaml
title: Apps
description: Tokens by app.
source:
  producer: The <Counters>
  title: App rankings
  url: https://example.org/apps?a=1&b=2
  licence: CC BY 4.0
  accessed: 2025-03-01
columns:
  tokens: {label: Tokens used, unit: tokens}
//- /data/apps/2025-03-08.csv
app,tokens
Cline,46790000000
Roo Code,12800000000
//- /data/apps/2025-06-01.csv
app,tokens
Cline,50000000000
Roo Code,20000000000
Kilo,9007199254740993
";

const PAGE: &str = "\
//- /content/posts/a.md
---
title: A post
date: 2025-05-01
---
```sql top
SELECT app, tokens FROM apps ORDER BY tokens DESC
```

```sql total
SELECT sum(tokens) AS n FROM top
```

Together [59.59B](q:total.n).

```yaml chart
query: top
kind: bar
x: app
y: tokens
title: Apps
```

```yaml table
query: top
caption: The apps
```

| [App](q:top.app) | [Tokens](q:top.tokens) |
|---|---|
| Cline | 46.79B |
| Roo Code | 12.8B |

```yaml claim
that: (SELECT n FROM total) > 0
```
";

fn site() -> Built {
    build_clean(&format!("{SITE}{PAGE}"))
}

fn record(built: &Built) -> Value {
    serde_json::from_str(built.file("posts/a/index.data.json")).expect("JSON")
}

fn json_ld(built: &Built) -> Value {
    let html = built.file("posts/a/index.html");
    let (_, rest) = html.split_once("<script type=\"application/ld+json\">").expect("a script");
    serde_json::from_str(rest.split_once("</script>").expect("its end").0).expect("JSON")
}

#[test]
fn charts_and_tables_name_their_source_and_offer_their_rows() {
    let built = site();
    let html = built.main("posts/a/index.html");
    let source = "Source: <a href=\"https://example.org/apps?a=1&amp;b=2\">The &lt;Counters&gt;, App rankings</a> (8 March 2025), <a href=\"https://creativecommons.org/licenses/by/4.0/\">CC BY 4.0</a>";
    assert_eq!(html.matches(source).count(), 3, "{html}");
    let rows = "<a href=\"/blog/posts/a/top.csv\" download>Rows as CSV</a>";
    assert_eq!(html.matches(rows).count(), 3, "{html}");
    assert_eq!(
        built.file("posts/a/top.csv"),
        "app,tokens\nCline,46790000000\nRoo Code,12800000000\n"
    );
    assert_eq!(built.file("posts/a/total.csv"), "n\n59590000000\n");
}

#[test]
fn the_note_tells_what_each_query_read_and_gave() {
    let built = site();
    let html = built.main("posts/a/index.html");
    for part in [
        "As the data stood on <time datetime=\"2025-05-01\">1 May 2025</time>.",
        "snapshot of <time datetime=\"2025-03-08\">8 March 2025</time>, 2 rows, BLAKE3 <code>",
        "<code>top</code> reads 2 rows of <code>apps</code> and gives 2 rows (<a href=\"/blog/posts/a/top.csv\" download>CSV</a>):",
        "<code>total</code> reads 2 rows of <code>apps</code> and gives 1 row",
        "<a href=\"/blog/posts/a/index.data.json\" type=\"application/json\">index.data.json</a>",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
}

#[test]
fn the_record_leads_from_every_number_to_a_file_and_its_digest() {
    let built = site();
    let record = record(&built);
    assert_eq!(record["version"], 1);
    assert_eq!(record["as_of"], "2025-05-01");
    let table = &record["tables"][0];
    assert_eq!(table["file"], "data/apps/2025-03-08.csv");
    assert_eq!(table["snapshot"], "2025-03-08");
    let bytes = "app,tokens\nCline,46790000000\nRoo Code,12800000000\n";
    assert_eq!(table["blake3"], numerate::base::digest::Digest::of(bytes.as_bytes()).to_string());
    assert_eq!(table["bytes"], bytes.len());
    assert_eq!(table["source"]["licence"], "CC BY 4.0");
    let query = &record["queries"][1];
    assert_eq!(
        (&query["name"], &query["rows_read"], &query["rows"]),
        (&"total".into(), &2.into(), &1.into())
    );
    assert_eq!(query["sql"], "SELECT sum(tokens) AS n FROM top");
    assert_eq!(query["csv"], "total.csv");
    assert_eq!(record["queries"][0]["columns"][1]["unit"], "tokens");
    let number = &record["numbers"][0];
    assert_eq!(number["text"], "59.59B");
    assert_eq!(number["value"], "59590000000");
    assert_eq!((&number["query"], &number["column"]), (&"total".into(), &"n".into()));
    let kinds: Vec<&Value> =
        record["figures"].as_array().expect("a list").iter().map(|f| &f["kind"]).collect();
    assert_eq!(kinds, ["chart", "table"]);
    assert_eq!(record["claims"], 1);
}

#[test]
fn search_engines_for_data_find_a_data_set_with_what_it_is_based_on() {
    let data = json_ld(&site());
    assert_eq!(data["@context"], "https://schema.org/");
    assert_eq!(data["@type"], "Dataset");
    assert_eq!(data["name"], "A post");
    assert_eq!(data["url"], "https://example.org/blog/posts/a/");
    assert_eq!(data["creator"]["name"], "A. Writer");
    assert_eq!(data["license"], "https://creativecommons.org/licenses/by/4.0/");
    assert_eq!(data["dateModified"], "2025-03-08");
    let basis = &data["isBasedOn"][0];
    assert_eq!((&basis["@type"], &basis["name"]), (&"Dataset".into(), &"Apps".into()));
    assert_eq!(basis["creator"]["name"], "The <Counters>");
    assert!(basis["identifier"].as_str().is_some_and(|text| text.starts_with("blake3:")));
    let files: Vec<&Value> =
        data["distribution"].as_array().expect("a list").iter().map(|f| &f["contentUrl"]).collect();
    let beside = "https://example.org/blog/posts/a/";
    assert_eq!(
        files,
        [
            &Value::from(format!("{beside}top.csv")),
            &Value::from(format!("{beside}total.csv")),
            &Value::from(format!("{beside}index.data.json")),
        ]
    );
}

#[test]
fn a_citation_is_printed_in_the_sources_own_words() {
    let site = format!("{SITE}{PAGE}")
        .replace("  title: App rankings\n", "  citation: Counters (2025). Apps.\n");
    let built = build_clean(&site);
    let html = built.main("posts/a/index.html");
    assert!(html.contains(">Counters (2025). Apps</a> (8 March 2025), <a"), "{html}");
    assert_eq!(json_ld(&built)["isBasedOn"][0]["citation"], "Counters (2025). Apps.");
}

#[test]
fn no_contract_can_smuggle_a_link_or_end_the_script() {
    let site = format!("{SITE}{PAGE}")
        .replace("https://example.org/apps?a=1&b=2", "javascript:alert(1)")
        .replace("description: Tokens by app.", "description: '</script><script>alert(1)</script>'")
        .replace("licence: CC BY 4.0", "licence: 'data:text/html,x'");
    let built = build_clean(&site);
    let html = built.file("posts/a/index.html");
    assert!(!html.contains("<script>") && !html.contains("href=\"javascript"), "{html}");
    assert!(!html.contains("href=\"data:"), "{html}");
    assert_eq!(
        json_ld(&built)["isBasedOn"][0]["description"],
        "</script><script>alert(1)</script>"
    );
}

#[test]
fn a_page_without_data_publishes_nothing_of_it() {
    let built = build_clean(&format!("{SITE}//- /content/a.md\n---\ntitle: A\n---\nWords.\n"));
    let is_data = |path: &String| path.contains(".json") || path.contains(".csv");
    assert!(!built.files.keys().any(is_data));
    assert!(!built.file("a/index.html").contains("ld+json"));
}

#[test]
fn claims_alone_have_a_note_too() {
    let page = "//- /content/a.md\n---\ntitle: A\n---\n```yaml claim\nthat: (SELECT count(*) FROM apps) = 3\n```\n";
    let built = build_clean(&format!("{SITE}{page}"));
    let html = built.main("a/index.html");
    assert!(html.contains("data/apps/2025-06-01.csv"), "{html}");
    assert!(built.files.contains_key("a/index.data.json"));
}

#[test]
fn a_file_of_the_authors_with_a_results_name_is_an_error() {
    let bundle = PAGE.replace("/content/posts/a.md", "/content/posts/a/index.md");
    let built = build(&format!("{SITE}{bundle}//- /content/posts/a/index.data.json\n{{}}\n"));
    let codes: Vec<_> = built.report.diagnostics.iter().map(|error| error.code).collect();
    assert_eq!(codes, ["site/collision"]);
}
