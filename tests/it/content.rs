//! Pages, lists, feeds: what a site is made of beside its numbers.

use crate::support::{build, build_clean, build_with, picture, site};
use numerate::pipeline::Options;

const SITE: &str = include_str!("../suite/site.txt");

/// What follows the last dot.
fn extension(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or("")
}

/// The paths of a built site, the theme's own files left out.
fn paths(files: &std::collections::BTreeMap<String, String>) -> Vec<&str> {
    files
        .keys()
        .map(String::as_str)
        .filter(|path| !path.starts_with("css/") && extension(path) != "svg")
        .collect()
}

#[test]
fn a_site_has_all_its_pages_lists_and_feeds() {
    let built = build_clean(SITE);
    let expected = [
        "404.html",
        "a/b.txt",
        "about/index.html",
        "categories/index.html",
        "categories/index.xml",
        "categories/x/index.html",
        "categories/x/index.xml",
        "categories/x/page/1/index.html",
        "index.html",
        "index.xml",
        "old/three/index.html",
        "page/1/index.html",
        "page/2/index.html",
        "posts/index.html",
        "posts/index.xml",
        "posts/one/index.html",
        "posts/page/1/index.html",
        "posts/page/2/index.html",
        "posts/three/index.html",
        "posts/two/apps.csv",
        "posts/two/index.data.json",
        "posts/two/index.html",
        "robots.txt",
        "sitemap.xml",
        "tags/a/index.html",
        "tags/a/index.xml",
        "tags/a/page/1/index.html",
        "tags/a/page/2/index.html",
        "tags/b/index.html",
        "tags/b/index.xml",
        "tags/b/page/1/index.html",
        "tags/c/index.html",
        "tags/c/index.xml",
        "tags/c/page/1/index.html",
        "tags/index.html",
        "tags/index.xml",
    ];
    let pictures: Vec<&str> =
        built.files.keys().map(String::as_str).filter(|path| extension(path) == "png").collect();
    let found: Vec<&str> =
        paths(&built.files).into_iter().filter(|path| !pictures.contains(path)).collect();
    assert_eq!(found, expected);
    assert_eq!(pictures, ["posts/two/card.png", "posts/two/chart-1.png"]);
    assert_eq!(built.file("robots.txt"), "(copy of static/robots.txt)");
}

#[test]
fn a_page_shows_its_date_terms_neighbors_and_contents() {
    let built = build_clean(SITE);
    let html = built.main("posts/one/index.html");
    for part in [
        "The first.",
        "<time",
        "href=\"/blog/tags/a/\"",
        "href=\"/blog/posts/two/\"",
        "href=\"#a-heading\"",
        "class=\"chroma\"",
        "class=\"footnotes\"",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    assert!(!html.contains("/blog/posts/three/"), "only direct neighbors");
}

#[test]
fn links_to_files_become_urls_under_the_sites_own_path() {
    let built = build_clean(SITE);
    assert!(built.main("posts/three/index.html").contains("href=\"/blog/posts/one/#a-heading\""));
    assert!(built.main("index.html").contains("href=\"/blog/posts/one/\""));
}

#[test]
fn feeds_carry_absolute_urls_and_newest_first() {
    let built = build_clean(SITE);
    let feed = built.file("index.xml");
    let [one, three] = ["posts/one/", "posts/three/"].map(|path| {
        let link = format!("<link>https://example.org/blog/{path}</link>");
        feed.find(&link).unwrap_or_else(|| panic!("{link}: {feed}"))
    });
    assert!(three < one, "{feed}");
    assert!(feed.contains("Fri, 01 Mar 2024 00:00:00 +0000"), "{feed}");
    assert!(
        built
            .file("posts/one/index.html")
            .contains("<link rel=\"canonical\" href=\"https://example.org/blog/posts/one/\"")
    );
    assert!(built.file("sitemap.xml").contains("<loc>https://example.org/blog/posts/one/</loc>"));
    assert!(built.file("old/three/index.html").contains("https://example.org/blog/posts/three/"));
}

#[test]
fn the_summary_ends_at_the_mark() {
    let built = build_clean(SITE);
    let home = built.main("page/2/index.html");
    assert!(home.contains("The first.") && !home.contains("A heading"), "{home}");
}

#[test]
fn drafts_future_and_expired_pages_are_hidden_and_said_to_be() {
    let fixture = "\
//- /content/a.md
---
title: A
draft: true
---
//- /content/b.md
---
title: B
date: 2999-01-01
---
//- /content/c.md
---
title: C
expiryDate: 2020-01-01
---
//- /content/d.md
---
title: D
---
";
    let built = build(fixture);
    let hidden: Vec<_> =
        built.report.summary.hidden.iter().map(|hidden| (&*hidden.file, hidden.reason)).collect();
    assert_eq!(
        hidden,
        [("content/a.md", "draft"), ("content/b.md", "future"), ("content/c.md", "expired")]
    );
    assert!(built.files.contains_key("d/index.html") && !built.files.contains_key("a/index.html"));
    let options = Options { drafts: true, future: true, expired: true, ..Options::default() };
    let built = build_with(&site(fixture), &options);
    assert!(
        ["a", "b", "c"].iter().all(|page| built.files.contains_key(&format!("{page}/index.html")))
    );
    assert!(!built.file("sitemap.xml").contains("draft"));
}

#[test]
fn front_matter_may_be_yaml_toml_or_json() {
    let fixture = "\
//- /content/a.md
---
title: One
date: 2024-01-02
color: red
---
//- /content/b.md
+++
title = \"Two\"
date = 2024-01-02T10:00:00+07:00
+++
//- /content/c.md
{\"title\": \"Three\", \"date\": \"2024-01-02\"}
Text.
//- /templates/page.html
{{ page.title }} {{ page.date }} {% if page.params.color is defined %}{{ page.params.color }}{% endif %}
";
    let built = build_clean(fixture);
    assert!(
        built.file("a/index.html").starts_with("One 2024-01-02T00:00:00Z red"),
        "{}",
        built.file("a/index.html")
    );
    assert!(built.file("b/index.html").starts_with("Two 2024-01-02T10:00:00+07:00"));
    assert!(built.file("c/index.html").starts_with("Three 2024-01-02"));
}

#[test]
fn one_template_or_partial_can_be_replaced() {
    let built =
        build_clean(&format!("{SITE}//- /templates/partials/footer.html\n<footer>mine</footer>\n"));
    assert!(built.file("posts/one/index.html").contains("<footer>mine</footer>"));
    assert!(built.file("posts/one/index.html").contains("The first."));
}

#[test]
fn slug_url_and_layout_are_honored() {
    let fixture = "\
//- /content/posts/a.md
---
title: A
slug: Other Name
---
//- /content/posts/b.md
---
title: B
url: /Special/b.html
---
//- /content/posts/c.md
---
title: C
layout: bare
---
//- /templates/bare.html
bare {{ page.title }}
";
    let built = build_clean(fixture);
    assert!(built.files.contains_key("posts/other-name/index.html"));
    assert!(built.files.contains_key("Special/b.html"));
    assert_eq!(built.file("posts/c/index.html").trim(), "bare C");
}

#[test]
fn a_folder_with_one_page_is_a_site() {
    let built = build_clean("//- /content/hello.md\n---\ntitle: Hello\n---\nWorld.\n");
    assert!(built.main("hello/index.html").contains("World."));
    assert!(
        built.file("index.html").contains("<!doctype html>")
            || built.file("index.html").contains("<!doctype html>")
    );
}

#[test]
fn one_broken_page_does_not_hide_the_errors_of_another() {
    let built = build(
        "//- /content/a.md\n---\ntitle: A\ndate: never\n---\n//- /content/b.md\n---\ntitle: B\n---\n[A](a.md) [no](c.md)\n//- /templates/page.html\n{{ page.nothing }}\n",
    );
    let codes: Vec<_> = built.report.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(codes.len(), 3, "{}", picture(&built.report.diagnostics));
    assert!(
        codes.contains(&"link/broken") && codes.iter().any(|code| code.starts_with("template/"))
    );
}

#[test]
fn feeds_show_charts_as_pictures() {
    let fixture = "\
//- /numerate.yaml
base_url: https://example.org/
//- /data/t.csv
a,n
x,1
y,2
//- /content/posts/p/index.md
---
title: P
---
```sql q
SELECT a, n FROM t
```

Short.

```yaml chart
query: q
kind: bar
x: a
y: n
title: Two bars
image: bars.png
alt: Bars.
```
";
    let built = build_clean(fixture);
    let feed = built.file("index.xml");
    assert!(!feed.contains("svg"), "{feed}");
    assert!(feed.contains("https://example.org/posts/p/bars.png"), "{feed}");
    assert!(built.files.contains_key("posts/p/bars.png"));
}

#[test]
fn a_menu_takes_the_titles_of_its_pages() {
    let fixture = "\
//- /numerate.yaml
menu:
  main:
    - {page: about.md}
//- /content/about.md
---
title: About us
---
";
    assert!(build_clean(fixture).file("index.html").contains(">About us</a>"));
}

#[test]
fn markdown_beside_no_content_folder_is_the_site() {
    let built = build_clean("//- /hello.md\n---\ntitle: Hello\n---\nWorld.\n");
    assert!(built.main("hello/index.html").contains("World."));
}
