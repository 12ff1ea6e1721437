//! Front matter as Hugo reads it: what pages take over, where they appear, menus, files, order. Each expectation was tried against Hugo.

use crate::support::{Built, build, build_clean};

/// A template that prints one thing per line.
fn printing(kind: &str, text: &str) -> String {
    format!("//- /templates/{kind}.html\n{text}\n")
}

fn lines<'b>(built: &'b Built, path: &str) -> Vec<&'b str> {
    built.file(path).lines().map(str::trim).filter(|line| !line.is_empty()).collect()
}

/// A section with layers, in which each page prints its params.
fn cascaded() -> String {
    printing(
        "page",
        "{{ page.title }}\n{% for key, value in page.params %}{{ key }}={{ value }} {% endfor %}\n\
         {% for t in page.terms %}{% for term in t.terms %}{{ term.title }} {% endfor %}{% endfor %}",
    ) + "//- /numerate.yaml
cascade:
  - {target: {kind: term}, params: {is_term: 1}}
  - {target: {path: '/s/t/**'}, q: site, site: 1}
//- /content/s/_index.md
---
title: S
cascade:
  - {params: {p: 1}, title: one, tags: [above]}
  - {params: {p: 2, q: 2}, title: two}
  - {target: {kind: page}, r: 1}
  - {_target: {path: /s/x*}, old: 1}
  - {target: {environment: staging}, never: 1}
---
//- /content/s/a.md
---
p: own
params: {o: 1}
tags: []
---
//- /content/s/t/_index.md
---
cascade: {params: {p: 9}}
---
//- /content/s/t/u.md
---
Q: 7
tags: [u]
---
//- /content/s/x/index.md
---
title: X
---
//- /content/other.md
---
title: Other
---
"
}

#[test]
fn pages_take_over_what_they_do_not_say_themselves() {
    let built = build_clean(&cascaded());
    assert_eq!(lines(&built, "s/a/index.html"), ["one", "p=own r=1 o=1 q=2"]);
    assert_eq!(lines(&built, "s/t/u/index.html"), ["one", "Q=7 r=1 site=1 p=9", "U"]);
    assert_eq!(lines(&built, "s/x/index.html"), ["X", "r=1 old=1 p=1 q=2", "Above"]);
    assert_eq!(lines(&built, "other/index.html"), ["Other"]);
}

#[test]
fn lists_without_a_file_take_over_as_well() {
    let fixture = printing("term", "{{ page.params.is_term }} {{ page.title }}")
        + "//- /numerate.yaml
cascade:
  - {target: {kind: term}, params: {is_term: 1}}
  - {target: {kind: section}, build: {render: never}}
//- /content/s/a.md
---
title: A
tags: [x]
---
";
    let built = build_clean(&fixture);
    assert_eq!(lines(&built, "tags/x/index.html"), ["1 X"]);
    assert!(!built.files.contains_key("s/index.html"));
    assert!(!built.files.contains_key("s/index.xml"));
    assert!(built.files.contains_key("s/a/index.html"));
}

/// Pages that want to appear in some places and not in others.
const APPEARING: &str = "//- /numerate.yaml
base_url: https://example.org/
//- /content/p/always.md
---
title: always
tags: [t]
---
//- /content/p/local.md
---
title: local
tags: [t]
build: {list: local}
---
//- /content/p/never.md
---
title: never
tags: [t, own]
build: {list: never}
aliases: [/old/]
---
//- /content/p/link.md
---
title: link
tags: [t]
build: {render: link}
---
//- /content/p/unrendered.md
---
title: unrendered
tags: [t]
build: {render: false}
aliases: [/gone/]
---
//- /content/p/headless/index.md
---
title: headless
headless: true
---
//- /content/p/headless/x.txt
x
//- /content/p/bare/index.md
---
title: bare
_build: {publishResources: false}
sitemap: {disable: true}
---
//- /content/p/bare/x.txt
x
//- /content/p/feed.md
---
title: feed
sitemap: {priority: 0.4, changefreq: daily}
---
//- /content/quiet/_index.md
---
title: quiet
outputs: [html]
---
";
#[test]
fn pages_appear_where_they_say() {
    let list = "{% for page in list.pages %}{{ page.title }}={{ page.url }} {% endfor %}";
    let all = "{% for page in all_pages %}{{ page.title }} {% endfor %}";
    let fixture =
        printing("section", list) + &printing("term", list) + &printing("home", all) + APPEARING;
    let built = build_clean(&fixture);
    assert_eq!(
        lines(&built, "p/index.html"),
        ["always=/p/always/ bare=/p/bare/ feed=/p/feed/ link=/p/link/ local=/p/local/ unrendered="]
    );
    assert_eq!(
        lines(&built, "tags/t/index.html"),
        ["always=/p/always/ link=/p/link/ local=/p/local/"]
    );
    assert_eq!(built.file("tags/own/index.html").trim(), "");
    assert_eq!(lines(&built, "index.html"), ["always bare feed link unrendered"]);
    let has = |path: &str| built.files.contains_key(path);
    for path in ["p/local/index.html", "p/never/index.html", "old/index.html", "p/headless/x.txt"] {
        assert!(has(path), "{path}");
    }
    for path in [
        "p/link/index.html",
        "p/unrendered/index.html",
        "gone/index.html",
        "p/headless/index.html",
        "p/bare/x.txt",
        "quiet/index.xml",
    ] {
        assert!(!has(path), "{path}");
    }
    let sitemap = built.file("sitemap.xml");
    for (url, is_there) in [
        ("p/link/", true),
        ("p/feed/</loc><changefreq>daily</changefreq><priority>0.4</priority>", true),
        ("p/local/", false),
        ("p/never/", false),
        ("p/bare/", false),
        ("p/headless/", false),
    ] {
        assert_eq!(sitemap.contains(&format!("https://example.org/{url}")), is_there, "{url}");
    }
}

#[test]
fn menus_join_the_links_of_the_site_and_of_pages() {
    let fixture = printing(
        "home",
        "{% for name, links in site.menus %}{% for a in links %}{{ name }}: {{ a.title }} {{ a.url }} {{ a.weight }} \
         {{ a.pre }}{{ a.hint }}{{ a.params.k | default(value='-') }}{% for b in a.children %} > {{ b.title }}{% endfor %}\n{% endfor %}{% endfor %}",
    ) + "//- /numerate.yaml
menu:
  main:
    - {name: B, url: /p/}
    - {name: Top, identifier: top, pre: '<i>', params: {k: 1}}
    - {page: p/c.md, weight: 5}
    - {name: Below, url: 'https://example.org/', parent: top, weight: 2}
//- /content/p/a.md
---
title: A
menu: main
---
//- /content/p/b.md
---
title: Bee
linkTitle: bee
weight: 9
Menus: [main, foot]
---
//- /content/p/c.md
---
title: C
menu: {main: {parent: top, weight: 1, name: See, title: Look}, foot: }
---
//- /content/p/hidden.md
---
title: Hidden
menu: main
build: {list: never}
---
";
    let built = build_clean(&fixture);
    assert_eq!(
        lines(&built, "index.html"),
        [
            "foot: bee /p/b/ 9 -",
            "foot: C /p/c/ 0 -",
            "main: C /p/c/ 5 -",
            "main: bee /p/b/ 9 -",
            "main: A /p/a/ 0 -",
            "main: B /p/ 0 -",
            "main: Top  0 <i>1 > See > Below",
        ]
    );
}

#[test]
fn terms_have_texts_weights_and_dates() {
    let list =
        "{{ page.title }} {{ page.date }}{% for page in list.pages %} {{ page.title }}{% endfor %}";
    let fixture = printing("term", list)
        + &printing(
            "taxonomy",
            "{{ page.date }}{% for t in list.terms %} {{ t.title }}={{ t.total }}{% endfor %}",
        )
        + "//- /content/tags/one/_index.md
---
title: Term One
weight: 3
---
//- /content/tags/unused/_index.md
---
title: Unused
---
//- /content/p/a.md
---
title: A
date: 2020-01-01
tags: [one, two]
tags_weight: 3
---
//- /content/p/b.md
---
title: B
date: 2019-01-01
tags: [One]
---
";
    let built = build_clean(&fixture);
    assert_eq!(lines(&built, "tags/one/index.html"), ["Term One 2020-01-01T00:00:00Z B A"]);
    assert_eq!(
        lines(&built, "tags/index.html"),
        ["2020-01-01T00:00:00Z Term One=2 Two=1 Unused=0"]
    );
    assert_eq!(lines(&built, "tags/unused/index.html"), ["Unused"]);
}

#[test]
fn files_of_a_bundle_are_described() {
    let fixture = printing(
        "page",
        "{% for f in page.files %}{{ f.path }} {{ f.name }} {{ f.title }} {{ f.url }} {% for k, v in f.params %}{{ k }}{{ v }}{% endfor %}\n{% endfor %}",
    ) + "//- /content/p/index.md
---
title: P
resources:
  - {src: '*.txt', title: 'T :counter', name: 'n-:counter', params: {k: 1}}
  - {src: a.txt, title: AA, params: {k: 2, l: 3}}
---
//- /content/p/A.txt
x
//- /content/p/b.txt
x
//- /content/p/sub/c.txt
x
";
    let built = build_clean(&fixture);
    assert_eq!(
        lines(&built, "p/index.html"),
        [
            "A.txt n-1 T 1 /p/A.txt k1l3",
            "b.txt n-2 T 2 /p/b.txt k1",
            "sub/c.txt sub/c.txt sub/c.txt /p/sub/c.txt",
        ]
    );
}

#[test]
fn types_and_sections_choose_templates() {
    let built = build(
        "//- /templates/p/page.html
in p
//- /templates/other/page.html
other
//- /templates/wide.html
wide
//- /content/p/a.md
---
title: A
---
//- /content/p/b.md
---
title: B
type: other
---
//- /content/p/c.md
---
title: C
layout: wide
---
//- /content/p/d.md
---
title: D
layout: nowhere
---
",
    );
    for (path, text) in [("a", "in p"), ("b", "other"), ("c", "wide"), ("d", "in p")] {
        assert_eq!(lines(&built, &format!("p/{path}/index.html")), [text], "{path}");
    }
    let codes: Vec<_> = built.report.diagnostics.iter().map(|d| (d.code, d.is_error())).collect();
    assert_eq!(codes, [("template/unknown-layout", false)]);
}

#[test]
fn neighbors_are_those_of_the_section_and_of_the_site() {
    let fixture = printing(
        "page",
        "{% for n in [page.previous, page.next, page.site_previous, page.site_next] %}{% if n %}{{ n.title }}{% else %}-{% endif %} {% endfor %}",
    ) + "//- /content/r1.md
---
title: R1
date: 2020-01-05
---
//- /content/r2.md
---
title: R2
date: 2020-01-03
---
//- /content/p/a.md
---
title: A
date: 2020-01-04
---
//- /content/p/b.md
---
title: B
date: 2020-01-02
---
";
    let built = build_clean(&fixture);
    assert_eq!(lines(&built, "r1/index.html"), ["R2 - A -"]);
    assert_eq!(lines(&built, "p/a/index.html"), ["B - R2 R1"]);
    assert_eq!(lines(&built, "r2/index.html"), ["- R1 B A"]);
}
