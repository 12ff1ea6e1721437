//! Related pages and series. Which pages are related, and their order, was tried against Hugo.

use crate::support::{Built, build, build_clean};

/// Posts that share keywords, tags, a year, or nothing.
const POSTS: &str = "
//- /content/posts/a.md
---
title: A
date: 2020-01-02
tags: [x, y]
---
//- /content/posts/b.md
---
title: B
date: 2021-01-02
tags: [x]
---
//- /content/posts/c.md
---
title: C
date: 2021-06-02
keywords: [k]
tags: [X]
---
//- /content/posts/d.md
---
title: D
date: 2022-01-02
keywords: [k]
tags: [x, y]
---
//- /content/posts/e.md
---
title: E
date: 2022-03-04
color: red
---
## Same
//- /content/posts/f.md
---
title: F
date: 2023-03-04
params: {Color: red}
tags: [y]
---
## Same
";

/// Each page with the titles of its relatives, under these settings.
fn relatives(settings: &str) -> String {
    let template = "{% for card in related %}{{ card.title }}{% endfor %}";
    let site = format!("//- /numerate.yaml\n{settings}\n//- /templates/page.html\n{template}\n");
    let built = build_clean(&(site + POSTS));
    let of =
        |page: &str| format!("{page}:{} ", built.file(&format!("posts/{page}/index.html")).trim());
    ["a", "b", "c", "d", "e", "f"].map(of).concat().trim_end().to_owned()
}

#[test]
fn pages_with_keywords_or_tags_in_common_are_related_to_older_ones() {
    assert_eq!(relatives(""), "a: b:A c: d:ACB e: f:DA");
    assert_eq!(relatives("related: {limit: 1}"), "a: b:A c: d:A e: f:D");
}

#[test]
fn settings_are_those_of_hugo() {
    let of = |keys: &str| relatives(&format!("related:\n{keys}"));
    assert_eq!(of("  include_newer: true"), "a:DFB b:DA c:D d:ACFB e: f:DA");
    assert_eq!(of("  to_lower: true"), "a: b:A c:BA d:CAB e: f:DA");
    // The same year alone is 10 of 100.
    assert_eq!(of("  threshold: 10"), "a: b:A c:B d:ACB e:D f:DA");
    let color = of("  indices: [{name: color, weight: 1}, {name: date, weight: -5}]");
    assert_eq!(color, "a: b: c: d: e: f:E");
    assert_eq!(
        of("  indices: [{name: headings, type: fragments, weight: 1}]"),
        "a: b: c: d: e: f:E"
    );
    // A tag that more than half of those with tags have says nothing.
    let common = of("  indices: [{name: tags, weight: 1, cardinality_threshold: 60}]");
    assert_eq!(common, "a: b:A c: d:AB e: f:DA");
    let rare = of("  indices: [{name: tags, weight: 1, cardinality_threshold: 50}]");
    assert_eq!(rare, "a: b: c: d: e: f:");
    let half = of("  indices: [{name: date, weight: 1, pattern: '01'}]");
    assert_eq!(half, "a: b:A c: d:BA e: f:E");
}

#[test]
fn the_theme_lists_relatives_where_there_are_some() {
    let built = build_clean(POSTS);
    let page = built.file("posts/d/index.html");
    let list =
        page.split("<aside class=\"related\" aria-label=\"Related\">").nth(1).expect("a list");
    assert!(list.contains("<li><a href=\"/posts/a/\">A</a></li>"), "{list}");
    assert!(!built.file("posts/e/index.html").contains("related"));
}

/// A series of three parts, the first by its weight and the others by their dates.
const SERIES: &str = "//- /numerate.yaml
taxonomies: {series: series, tags: tag}
//- /content/posts/one.md
---
title: One
date: 2023-01-01
series: [Building a router]
series_weight: 1
---
//- /content/posts/two.md
---
title: Two
date: 2021-01-01
series: [Building a router]
---
//- /content/posts/three.md
---
title: Three
date: 2022-01-01
series: [Building a router, Alone]
---
//- /content/posts/four.md
---
title: Four
date: 2022-01-01
tags: [x]
---
";

fn of_series(built: &Built, page: &str) -> String {
    let file = built.file(&format!("posts/{page}/index.html"));
    let from = file.find("<nav class=\"series\"").unwrap_or(file.len());
    let to = file[from..].find("</nav>").map_or(from, |end| from + end);
    file[from..to].to_owned()
}

#[test]
fn a_part_of_a_series_shows_its_place_among_the_others() {
    let built = build_clean(SERIES);
    let shown = "<nav class=\"series\" aria-label=\"Building a Router\">
<p><a href=\"/series/building-a-router/\">Building a Router</a></p>
<details open>
<summary>Part 3 of 3</summary>
<ol>
<li><a href=\"/posts/one/\">One</a></li>
<li><a href=\"/posts/two/\">Two</a></li>
<li aria-current=\"page\">Three</li>
</ol>
</details>
";
    assert_eq!(of_series(&built, "three"), shown);
    assert_eq!(of_series(&built, "four"), "");
    let only = built.file("posts/three/index.html").matches("<nav class=\"series\"").count();
    assert_eq!(only, 1, "a series of one part is none");
}

#[test]
fn templates_see_a_series_in_the_order_of_reading() {
    let template = "//- /templates/page.html\n{% for whole in series %}{{ whole.title }} {{ whole.number }}/{{ whole.total }} {{ whole.url }}:\
                    {% for part in whole.pages %} {{ part.title }}{% endfor %};{% endfor %}{% for t in page.terms %}{{ t.name }} {% endfor %}\n";
    let built = build(&SERIES.replacen("//- /content", &format!("{template}//- /content"), 1));
    let three = built.file("posts/three/index.html");
    assert_eq!(
        three.trim(),
        "Building a Router 3/3 /series/building-a-router/: One Two Three;Alone 1/1 /series/alone/: Three;series"
    );
    assert_eq!(built.file("posts/four/index.html").trim(), "tags");
}
