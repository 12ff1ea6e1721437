//! A built page fetches nothing from elsewhere: it reads the same without a network.

use crate::support::{Built, build_clean};

const SITE: &str = "\
//- /numerate.yaml
title: A site
base_url: https://example.com/
description: About numbers.
//- /data/usage.yaml
source: {title: Rankings, url: https://example.org/rankings, licence: CC BY 4.0, producer: A producer}
//- /data/usage.csv
month,app,tokens
2025-01-01,Cline,1200
2025-02-01,Cline,3400
2025-02-01,Aider,700
//- /static/a.css
main { color: inherit }
//- /content/posts/a.md
---
title: Numbers
date: 2025-03-08
tags: [ai]
---
```sql monthly show
SELECT month, sum(tokens) AS tokens FROM usage GROUP BY month ORDER BY month
```

It grew to [4.1K](q:monthly[-1].tokens), [says a page](https://example.org/), as `code` shows.[^1] :tada:

[^1]: A note.

```yaml chart
query: monthly
kind: line
x: month
y: tokens
title: Tokens
alt: A rising line.
```

```yaml table
query: monthly
```

```rust
fn main() {}
```

{{< youtube dQw4w9WgXcQ >}}

{{< vimeo 1 >}}

{{< gist someone 1 >}}

{{< details summary=\"More\" >}}text{{< /details >}}

{{< qr text=\"https://example.org/\" />}}
//- /content/posts/b.md
---
title: Mathematics
date: 2025-03-09
---
$a^2$ and text.
";

/// The values of the attributes that a browser fetches, in one file.
fn fetched(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('<') {
        let tag = &text[at..text[at..].find('>').map_or(text.len(), |end| at + end)];
        let name = tag[1..].split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let names: &[&str] = match name {
            // A link to a page, or to what a page is about, is followed by readers alone.
            "a" | "area" => &["ping"],
            "link" if fetches(tag) => &["href", "imagesrcset"],
            "link" => &[],
            "use" | "image" | "feImage" => &["href", "xlink:href"],
            _ => &[
                "src",
                "srcset",
                "poster",
                "data",
                "background",
                "action",
                "formaction",
                "manifest",
            ],
        };
        let values = names.iter().filter_map(|name| attribute(tag, name));
        found.extend(values.map(|value| format!("<{name}> {value}")));
    }
    for opening in ["url(", "@import"] {
        let after = text.match_indices(opening).map(|(at, _)| &text[at + opening.len()..]);
        found.extend(after.map(|rest| {
            let rest = rest.trim_start_matches([' ', '"', '\'']);
            let end = rest.find([')', '"', '\'', ';']).unwrap_or(rest.len());
            format!("{opening} {}", &rest[..end])
        }));
    }
    found
}

/// Is it a link to something that is fetched with the page?
fn fetches(tag: &str) -> bool {
    let told = ["canonical", "alternate", "next", "prev", "license", "author", "help", "me"];
    !attribute(tag, "rel").is_some_and(|rel| rel.split(' ').all(|word| told.contains(&word)))
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let rest = &tag[tag.find(&format!(" {name}="))? + name.len() + 2..];
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
    let (rest, end) = match quote {
        Some(quote) => (&rest[1..], rest[1..].find(quote)),
        None => (rest, rest.find(' ')),
    };
    Some(rest[..end.unwrap_or(rest.len())].to_owned())
}

fn is_elsewhere(found: &str) -> bool {
    let address = found.split(' ').nth(1).unwrap_or_default();
    address.starts_with("//") || (address.contains("://") && !address.starts_with("data:"))
}

#[test]
fn the_theme_fetches_nothing_from_another_host() {
    let built: Built = build_clean(SITE);
    let mut n_fetched = 0;
    for (path, text) in &built.files {
        let extension = path.rsplit_once('.').map(|(_, extension)| extension);
        if !matches!(extension, Some("html" | "css" | "svg")) {
            continue;
        }
        let found = fetched(text);
        n_fetched += found.len();
        let elsewhere: Vec<_> = found.iter().filter(|found| is_elsewhere(found)).collect();
        assert!(elsewhere.is_empty(), "{path}: {elsewhere:?}");
        let scripts = text.match_indices("<script").map(|(at, _)| &text[at..at + 40]);
        for script in scripts {
            assert!(
                script.starts_with("<script type=\"application/ld+json\">"),
                "{path}: {script}"
            );
        }
        assert!(!text.contains("<iframe"), "{path}");
    }
    assert!(n_fetched > 10, "{n_fetched}");
}

#[test]
fn what_is_fetched_is_known_by_its_attributes() {
    for text in [
        "<img alt=\"\" src=\"https://cdn.example/a.png\">",
        "<link href='//fonts.example/a.css' rel=stylesheet>",
        "<link rel=\"preconnect\" href=\"https://fonts.example\">",
        "<style>@import \"https://fonts.example/a.css\";</style>",
        "p { background: url( 'https://cdn.example/a.png' ) }",
        "<svg><image href=\"https://cdn.example/a.png\"/></svg>",
        "<iframe src=https://video.example/1>",
    ] {
        assert!(fetched(text).iter().any(|found| is_elsewhere(found)), "{text}");
    }
    for text in [
        "<a href=\"https://example.org/\">a page</a>",
        "<link rel=\"canonical\" href=\"https://example.com/\">",
        "<img src=\"/a.png\"><link rel=\"stylesheet\" href=\"/css/site.css\">",
        "p { background: url(data:image/svg+xml;utf8,a) }",
    ] {
        assert!(!fetched(text).iter().any(|found| is_elsewhere(found)), "{text}");
    }
}
