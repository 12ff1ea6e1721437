//! Bound tables, and stale texts brought up to date.

use numerate::base::world::Memory;
use numerate::pipeline::{self, Fixes, Options};

use crate::support::{build, build_clean, build_with, picture, site};

const DATA: &str = "\
//- /data/apps.csv
app,tokens,since
Cline,46790000000,2024-07-01
Roo Code,12800000000,2024-11-01
Aider,999960,
//- /content/posts/a.md
";

const HEAD: &str = "\
---
title: A post
date: 2025-03-08
---
```sql top
SELECT app, tokens, since, tokens / sum(tokens) OVER () AS share FROM apps ORDER BY tokens DESC
```

```sql all
SELECT sum(tokens) AS tokens, count(*) AS n, max(app) AS last, min(tokens) AS least FROM top
```

";

fn fixture(body: &str) -> String {
    format!("{DATA}{HEAD}{body}")
}

fn fixes(fixture: &str) -> Fixes {
    pipeline::fixes(&site(fixture), &Options::default())
}

/// The page after `fix`; it must build, and nothing may be left.
fn fixed(body: &str) -> String {
    let text = fixture(body);
    let fixes = fixes(&text);
    assert!(fixes.left.is_empty(), "{}", picture(&fixes.left));
    let mut world: Memory = site(&text);
    for rewrite in &fixes.rewrites {
        world.insert(rewrite.source.path.as_str(), rewrite.text.clone());
    }
    let built = build_with(&world, &Options::default());
    assert!(built.report.diagnostics.is_empty(), "{}", picture(&built.report.diagnostics));
    let page = fixes.rewrites.first().map_or(body.to_owned(), |rewrite| rewrite.text.clone());
    page.strip_prefix(HEAD).unwrap_or(&page).to_owned()
}

fn codes(body: &str) -> Vec<&'static str> {
    let built = build(&fixture(body));
    built.report.diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

#[test]
fn a_bound_table_that_holds_is_marked_cell_by_cell() {
    let body = "\
| [App](q:top.app) | [Tokens](q:top.tokens) | [Share](q:top.share) | [Since](q:top.since) |
|------------------|-----------------------:|---------------------:|----------------------|
| **Cline**        | 46.8B                  | 78.5% | July 2024 |
| [Roo Code](https://example.org/) | 12,800,000,000 | 21% | 1 Nov 2024 |
| Aider | 999,960 | 0% | – |
";
    let built = build_clean(&fixture(body));
    let html = built.main("posts/a/index.html");
    for part in [
        "<th>App</th>",
        "<th style=\"text-align:right\">Tokens</th>",
        "<data value=\"Cline\" data-query=\"top\"><strong>Cline</strong></data></td>",
        "<data value=\"46790000000\" data-query=\"top\">46.8B</data></td>",
        "<data value=\"\" data-query=\"top\">–</data></td>",
        "<a href=\"https://example.org/\">Roo Code</a></data>",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    assert_eq!(built.report.summary.bindings, 12);
}

#[test]
fn tables_whose_header_states_numbers_or_binds_a_part_are_ordinary_ones() {
    let body = "| [3](q:all.n) |\n|---|\n| any |\n\n| App | [12.8B](q:top[1].tokens) |\n|---|---|\n| any | 7 |\n";
    let html = build_clean(&fixture(body)).main("posts/a/index.html").to_owned();
    assert!(html.contains("<th><data value=\"3\""), "{html}");
    assert!(html.contains("<td>any</td>"), "{html}");
}

#[test]
fn stale_texts_are_rewritten_wherever_they_stand() {
    let body = "\
## Now [40B](q:all.tokens) tokens

It is [3 billion](q:all.tokens), *[5%](q:top[0].share)* and [Clime](q:top[0].app), [7](q:all.n) apps.

> Quoted: [1,200](q:top[1].tokens),
> ![now [1K](q:all.tokens)](a.png)

```yaml table
query: top
caption: \"From [1B](q:all.tokens) to [1B](q:all.tokens)\"
```

> ```yaml chart
> query: top
> kind: bar
> x: app
> y: tokens
> title: 'The first has [1x](q:top[0].tokens), the second [1 million](q:top[1].tokens)'
> alt: Bars.
> ```
";
    let body = body.replace("> ![now [1K](q:all.tokens)](a.png)", "> more.");
    let expected = body
        .replace("[40B]", "[60B]")
        .replace("[3 billion]", "[60 billion]")
        .replace("[5%]", "[79%]")
        .replace("[Clime]", "[Cline]")
        .replace("[7]", "[3]")
        .replace("[1,200]", "[12,800,000,000]")
        .replace("[1B]", "[60B]")
        .replace("[1x]", "[46790000000x]")
        .replace("[1 million]", "[13 billion]");
    let found = fixed(&body);
    assert_eq!(found.replace("46,790,000,000x", "46790000000x"), expected);
}

#[test]
fn everything_else_keeps_its_bytes() {
    let body = "Ünï  [7](q:all.n) \\* &amp; trailing  \r\n\ttab [ 1.0K ](q:all.least) end";
    assert_eq!(fixed(body), body.replace("[7]", "[3]").replace(" 1.0K ", " 1.0M "));
    assert_eq!(fixes(&fixture("[3](q:all.n)\n")).rewrites.len(), 0);
}

#[test]
fn what_cannot_be_said_is_left_alone() {
    let body = "[5](q:top[-1].since) [plenty](q:all.tokens) [5](q:top[9].tokens) [7](q:all.n)\n";
    let fixes = fixes(&fixture(body));
    assert_eq!(fixes.rewrites[0].text, format!("{HEAD}{}", body.replace("[7]", "[3]")));
    let codes: Vec<_> = fixes.left.iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(codes, ["bind/null", "bind/unreadable", "bind/no-row"]);
}

#[test]
fn a_table_is_brought_up_to_date_in_its_layout() {
    let body = "\
- before

  | [App](q:top.app) | [Tokens](q:top.tokens) | [Since](q:top.since) |
  |------------------|-----------------------:|----------------------|
  | **Clime**        |                   4.1B | July 2024            |
  | Roo              |         12,000,000,000 | –                    |

after
";
    let expected = "\
- before

  | [App](q:top.app) | [Tokens](q:top.tokens) | [Since](q:top.since) |
  |------------------|-----------------------:|----------------------|
  | **Cline**        |                  46.8B | July 2024            |
  | Roo Code         |         12,800,000,000 | November 2024        |
  | Aider            |                999,960 | –                    |

after
";
    assert_eq!(fixed(body), expected);
}

#[test]
fn what_data_says_is_escaped_for_markdown() {
    let data =
        "//- /data/t.csv\nname,n\n*b_c|[x] -- <i>... ~,1\n\"q \"\"x\"\" it's \\ &amp; y\",2\n";
    let page = "---\ntitle: A\n---\n```sql q\nSELECT name FROM t ORDER BY n\n```\n\n[x](q:q[0].name) [\\*y](q:q[1].name)\n\n| [Name](q:q.name) |\n|---|\n| \\*x |\n";
    let fixture = format!("{data}//- /content/a.md\n{page}");
    let fixes = fixes(&fixture);
    let text = &fixes.rewrites[0].text;
    let built = build_clean(&format!("{data}//- /content/a.md\n{text}"));
    assert_eq!(built.main("a/index.html").matches("*b_c|[x] -- &lt;i&gt;... ~</data>").count(), 2);
}

#[test]
fn rows_are_removed_and_added() {
    let head = "| [App](q:all.last) | [Rows](q:all.n) |\n|----------------|-----:|\n";
    let two = format!("{head}| Roo Code       |    3 |\n| Aider          |    4 |\n");
    assert_eq!(fixed(&two), format!("{head}| Roo Code       |    3 |\n"));
    assert_eq!(fixed(head), format!("{head}| Roo Code       |    3 |\n"));
    let quoted = "> | [App](q:top.app) |\n> |---|\n> | Cline |\n";
    assert_eq!(fixed(quoted), format!("{quoted}> | Roo Code |\n> | Aider |\n"));
}

#[test]
fn loose_statements_hold_by_their_own_rule() {
    let holds = "\
[60.5B](q:all.tokens?tol=2%) [59590999961](q:all.tokens?tol=1) [about](lit:) [60 billion](q:all.tokens?about)
[50B](q:top[0].tokens?about) [46,790,000,000](q:top[0].tokens?about) [40B](q:top[0].tokens?cmp=ge)
[46,789,999,999](q:top[0].tokens?cmp=gt) [3](q:all.n?cmp=le) [4](q:all.n?cmp=lt) [76%](q:top[0].share?tol=5%)
";
    build_clean(&fixture(holds));
    let stale = [
        ("[62B](q:all.tokens?tol=2%)", "[60B]"),
        ("[46B](q:top[0].tokens?about)", "[47B]"),
        ("[47B](q:top[0].tokens?cmp=ge)", "[46B]"),
        ("[3](q:all.n?cmp=gt)", "[2]"),
        ("[46B](q:top[0].tokens?cmp=le)", "[47B]"),
        ("[3](q:all.n?cmp=lt)", "[4]"),
    ];
    for (text, instead) in stale {
        assert_eq!(codes(text), ["bind/stale"], "{text}");
        let (stated, target) = text.split_at(text.find(']').expect("a link") + 1);
        assert!(!stated.is_empty());
        assert_eq!(fixed(text), format!("{instead}{target}"));
    }
}

#[test]
fn on_a_page_with_shortcodes_what_they_give_is_left_to_its_author() {
    let page = "//- /data/t.csv\nn\n5\n//- /content/a.md\n---\ntitle: A\nx: y\n---\n```sql q\nSELECT n FROM t\n```\n\n{{< param x >}} It is [4](q:q.n).\n\n{{% details %}}\nOr [3](q:q.n).\n{{% /details %}}\n\n{{< figure src=\"https://example.org/a.png\" caption=\"Not [7](q:q.n)\" >}}\n";
    let fixes = numerate::pipeline::fixes(
        &crate::support::site(page),
        &numerate::pipeline::Options::default(),
    );
    let left = crate::support::picture(&fixes.left);
    assert_eq!(fixes.rewrites.len(), 1);
    // The caption is the alternative text too, at the same place: both are told as one.
    assert_eq!(left.matches("error[").count(), 1, "{left}");
    assert!(left.contains("the text says `7`"), "{left}");
    let text = &fixes.rewrites[0].text;
    assert!(text.contains("{{< param x >}} It is [5](q:q.n)."), "{text}");
    assert!(text.contains("Or [5](q:q.n)") && text.contains("Not [7](q:q.n)"), "{text}");
}

#[test]
fn bound_tables_beside_shortcodes_are_brought_up_to_date() {
    let page = |rows: &str| {
        format!(
            "{DATA}---\ntitle: A post\ndate: 2025-03-08\nname: Cline\n---\n```sql top\nSELECT app, tokens FROM apps ORDER BY tokens DESC\n```\n\n\
            {{{{< param name >}}}} ü\n\n{{{{% details %}}}}\n{rows}{{{{% /details %}}}}\n"
        )
    };
    let fix = |rows: &str| {
        let text = page(rows);
        let found = fixes(&text);
        let left: Vec<String> = found.left.iter().map(|error| error.message.clone()).collect();
        let written = found.rewrites.first().map(|rewrite| format!("{DATA}{}", rewrite.text));
        (written.unwrap_or(text), left)
    };
    let head = "| [App](q:top.app) | [Tokens](q:top.tokens) |\n|------------------|-----------------------:|\n";
    let wrong = format!(
        "{head}| {{{{< param name >}}}} | 4B |\n| Roo              |                 12.8B |\n"
    );
    let right = format!(
        "{head}| {{{{< param name >}}}} | 47B |\n| Roo Code         |                 12.8B |\n| Aider            |               1000.0K |\n"
    );
    let right = right.replace("1000.0K", "   1.0M");
    assert_eq!(fix(&wrong), (page(&right), vec![]));
    build_clean(&page(&right));
    let longer = format!("{right}| Zed |  1K |\n");
    assert_eq!(fix(&longer), (page(&right), vec![]));
    // What a shortcode says is its author's: a wrong cell is told, and rows behind one that it gave are not added.
    let given = format!("{head}| Cline | 46B |\n| {{{{< param name >}}}} | 3 |\n");
    let (fixed, left) = fix(&given);
    assert_eq!(fixed, page(&given.replace("46B", "47B").replace("| 3 |", "| 12,800,000,000 |")));
    assert_eq!(left.len(), 2, "{left:?}");
    assert!(left[0].ends_with("`Aider` is missing"), "{left:?}");
}
