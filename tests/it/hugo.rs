//! URLs as Hugo makes them, on pages of real sites, where they are present.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::Value;

use crate::support::{build, build_clean, picture, site};
use numerate::pipeline::{self, Options};

/// Pages and terms of sites with the URLs that Hugo gives them.
const CASES: &str = "../shared/corpus/hugo/url-cases.json";

/// Pages of which the cases give a `slug` or `url` that is not the page's own: another language's, or one of an example in
/// the text. Without it Hugo's rules give the URL (or, in the second case, its own slug is part of it).
const FOREIGN: [(&str, &str, &str, Option<&str>); 2] = [
    ("ox-hugo", "issues/325/index.md", "en", None),
    ("letsencrypt", "privacy.md", "uk", Some("приватність")),
];

fn cases() -> Option<Value> {
    let text = std::fs::read_to_string(CASES).ok()?;
    Some(serde_json::from_str(&text).expect("JSON"))
}

fn text<'a>(case: &'a Value, key: &str) -> &'a str {
    case[key].as_str().unwrap_or("")
}

/// A language's pages are a site of their own below its prefix.
fn prefix(case: &Value) -> String {
    let config = &case["config"];
    let standard = config["defaultContentLanguage"].as_str().unwrap_or("en");
    let in_folder = config["defaultContentLanguageInSubdir"].as_bool().unwrap_or(false);
    let language = text(case, "lang");
    if language == standard && !in_folder { String::new() } else { format!("{language}/") }
}

/// The configuration in this program's words.
fn config(case: &Value) -> String {
    let config = &case["config"];
    let base = text(config, "baseURL").trim_end_matches('/');
    let base = if base.is_empty() { "https://example.org" } else { base };
    let mut yaml = format!("base_url: {base}/{}\n", prefix(case));
    for (key, own) in [
        ("permalinks", "permalinks"),
        ("uglyURLs", "ugly_urls"),
        ("disablePathToLower", "disable_path_to_lower"),
    ] {
        if !config[key].is_null() {
            writeln!(yaml, "{own}: {}", config[key]).expect("a string");
        }
    }
    yaml
}

/// The file without its language, and an adapter's page as a file of its own.
fn file(case: &Value) -> String {
    let file = text(case, "file");
    if file.ends_with(".gotmpl") {
        return format!("content{}.md", text(case, "path"));
    }
    let (stem, ending) = file.rsplit_once('.').expect("an ending");
    let suffix = format!(".{}", text(case, "lang"));
    let at = stem.len().saturating_sub(suffix.len());
    let has_suffix = stem.get(at..).is_some_and(|end| end.eq_ignore_ascii_case(&suffix));
    let stem = if has_suffix { &stem[..at] } else { stem };
    format!("content/{stem}.{ending}")
}

fn page(case: &Value) -> String {
    let mut yaml = format!("---\ntitle: {}\n", case["title"]);
    let foreign = FOREIGN.iter().find(|(site, file, language, _)| {
        (*site, *file, *language) == (text(case, "site"), text(case, "file"), text(case, "lang"))
    });
    let written = |key: &str| text(case, key).trim_matches('"').to_owned();
    let (slug, url) = match foreign {
        Some((_, _, _, slug)) => (slug.unwrap_or("").to_owned(), String::new()),
        None => (written("slug"), written("url_key")),
    };
    for (key, value) in [("slug", slug), ("url", url)] {
        if !value.is_empty() {
            writeln!(yaml, "{key}: {}", Value::from(value)).expect("a string");
        }
    }
    if !text(case, "date").starts_with("0001") {
        writeln!(yaml, "date: {}", text(case, "date")).expect("a string");
    }
    yaml + "---\n"
}

/// The URL of each file of the site.
fn urls(fixture: &str) -> BTreeMap<String, String> {
    let options = Options { drafts: true, future: true, expired: true, ..Options::default() };
    let listed = pipeline::list(&site(fixture), &options)
        .unwrap_or_else(|errors| panic!("{}", picture(&errors)));
    listed
        .into_iter()
        .map(|page| (page.file, page.url))
        .filter(|(file, _)| !file.is_empty())
        .collect()
}

#[test]
fn pages_of_real_sites_keep_their_urls() {
    let Some(cases) = cases() else { return };
    let cases = cases["pages"].as_array().expect("a list");
    let mut sites: BTreeMap<(&str, &str), Vec<&Value>> = BTreeMap::new();
    for case in cases {
        sites.entry((text(case, "site"), text(case, "lang"))).or_default().push(case);
    }
    let mut right = 0;
    let mut wrong = Vec::new();
    for (site, cases) in sites {
        let mut fixture = format!("//- /numerate.yaml\n{}", config(cases[0]));
        let mut files = BTreeSet::new();
        for case in &cases {
            if files.insert(file(case)) {
                write!(fixture, "//- /{}\n{}", file(case), page(case)).expect("a string");
            }
        }
        let urls = urls(&fixture);
        for case in cases {
            // Hugo puts no language in front of a `url` that begins at the root.
            let is_rooted = text(case, "url_key").trim_matches('"').starts_with('/');
            let language = if is_rooted { prefix(case) } else { String::new() };
            let got = urls.get(&file(case)).map(|url| url.replacen(&language, "", 1));
            if got.as_deref() == case["url"].as_str() {
                right += 1;
            } else {
                wrong.push(format!("{site:?} {}: {got:?}, not {}", file(case), case["url"]));
            }
        }
    }
    assert!(wrong.is_empty(), "{right} right, {} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn terms_of_real_sites_keep_their_urls() {
    let Some(cases) = cases() else { return };
    let mut wrong = Vec::new();
    for case in cases["terms"].as_array().expect("a list") {
        let path = text(case, "path").trim_matches('/');
        let (taxonomy, segment) = path.split_once('/').expect("a taxonomy and a term");
        // Where the term's page has a title of its own, the term itself is known from the path alone.
        let title = text(case, "title");
        let is_term = title.to_lowercase().replace(' ', "-") == segment;
        let term = if is_term { title } else { segment };
        let prefix = text(case, "url").split('/').nth(1).filter(|first| *first != taxonomy);
        let base = prefix.map_or_else(String::new, |prefix| format!("{prefix}/"));
        let fixture = format!(
            "//- /numerate.yaml\nbase_url: https://example.org/{base}\n\
             taxonomies: {{{taxonomy}: {taxonomy}}}\n\
             //- /content/a.md\n---\ntitle: A\n{taxonomy}: [{}]\n---\n",
            Value::from(term)
        );
        let built = build(&fixture);
        let name = format!("{taxonomy}/{segment}/index.html");
        let has_url = built.files.get(&name).is_some_and(|html| {
            html.contains(&format!("https://example.org{}\"", text(case, "url")))
        });
        if !has_url {
            wrong.push(format!("{term}: no {}", text(case, "url")));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// The URL of each page as `file url`.
fn listed(fixture: &str) -> Vec<String> {
    let urls = urls(fixture);
    urls.iter().map(|(file, url)| format!("{} {url}", &file["content/".len()..])).collect()
}

/// A site that uses every token, slugs of sections, and names with dates.
const NAMES: &str = "//- /numerate.yaml
remove_path_accents: true
front_matter: {date: [\":filename\", \":default\"]}
permalinks:
  page:
    posts: /p/:sections[1:]/:year-:month-:day/:monthname/:weekday/:weekdayname/:yearday/:06/:1/:slug
    notes: /n/:sections[last]/:sections[0]/:sections[:1]/:sections[5]/:contentbasename
    /: /root/:slugorcontentbasename
    kk: /X Y/:section/:sectionslug/:sectionslugs/:sectionslugs[1:]/:title/:slugorcontentbasename.html
  section: {posts: '/s/:sections/', notes: '/nn/:slug/'}
  term: {tags: '/t/:slug/'}
  taxonomy: {tags: '/tt/:slug/'}
//- /content/posts/2023-12-31-file-name.md
---
title: A
---
//- /content/posts/sub/_index.md
---
title: Sub Title
slug: ssl
---
//- /content/posts/sub/2023-11-30_x.md
---
title: XX
slug: own
tags: [x y, Übung]
---
//- /content/posts/sub/deep/y.md
---
title: YY
date: 2024-03-05T23:30:00+05:00
---
//- /content/notes/_index.md
---
title: Notes
---
//- /content/notes/a/b/2023-01-02-foo.md
---
title: N
---
//- /content/root.md
---
title: Root Title
---
//- /content/2022-02-03-rt.md
---
title: RT
---
//- /content/kk/_index.md
---
title: KK title!
slug: kslug
---
//- /content/kk/2021-01-01-b/index.md
---
title: Bu Ndle
---
//- /content/kk/l2/_index.md
---
title: L2 title
---
//- /content/kk/l2/l3/q.md
---
title: Q
date: 2024-03-05T23:30:00+05:00
---
//- /content/other/_index.md
---
title: Other
slug: oslug
---
//- /content/other/u/_index.md
---
title: U
url: /uu/
---
//- /content/other/u/Ünï dé.md
---
title: W
---
//- /content/other/tokens.md
---
title: T
date: 2024-03-05T23:30:00+05:00
url: /Tok/:year/:slug/a\\:b
---
";

#[test]
fn patterns_slugs_and_dates_in_names_make_hugos_urls() {
    assert_eq!(
        listed(NAMES),
        [
            "2022-02-03-rt.md /root/rt/",
            "kk/2021-01-01-b/index.md /x-y/kk/kslug/kslug/bu-ndle/b.html/",
            "kk/_index.md /kslug/",
            "kk/l2/_index.md /kslug/l2/",
            "kk/l2/l3/q.md /x-y/kk/kslug/kslug/l2-title/l2-title/q/q.html/",
            "notes/_index.md /nn/notes/",
            "notes/a/b/2023-01-02-foo.md /n/notes/notes/notes/2023-01-02-foo/",
            "other/_index.md /oslug/",
            "other/tokens.md /Tok/2024/t/a:b/",
            "other/u/_index.md /uu/",
            "other/u/Ünï dé.md /oslug/u/uni-de/",
            "posts/2023-12-31-file-name.md /p/2023-12-31/december/0/sunday/365/23/12/file-name/",
            "posts/sub/2023-11-30_x.md /p/sub/2023-11-30/november/4/thursday/334/23/11/own/",
            "posts/sub/_index.md /s/posts/sub/",
            "posts/sub/deep/y.md /p/sub/2024-03-05/march/2/tuesday/65/24/3/yy/",
            "root.md /root/root/",
        ]
    );
    let built = build_clean(NAMES);
    for path in ["t/ubung/index.html", "t/x-y/index.html", "tt/tags/index.html"] {
        assert!(built.files.contains_key(path), "{path}");
    }
}

#[test]
fn ugly_urls_are_hugos_files() {
    let built = build_clean(
        "//- /numerate.yaml
ugly_urls: true
pagination: {size: 1}
//- /content/posts/a.md
---
title: A
date: 2024-01-01
tags: [x y]
---
To [C](c/index.md).
//- /content/posts/b.md
---
title: B
date: 2024-01-01
url: /u/x/
tags: [x y]
---
//- /content/posts/c/index.md
---
title: C
date: 2024-01-01
aliases: [old]
---
The [file](f.csv).
//- /content/posts/c/f.csv
a
1
",
    );
    for path in [
        "index.html",
        "posts/a.html",
        "u/x/index.html",
        "posts/c.html",
        "posts/c/f.csv",
        "posts/index.html",
        "posts/index.xml",
        "posts/page/2/index.html",
        "tags/index.html",
        "tags/x-y.html",
        "tags/x-y/index.xml",
        "tags/x-y/page/2.html",
    ] {
        assert!(built.files.contains_key(path), "no {path} in {:?}", built.files.keys());
    }
    assert!(built.main("posts/a.html").contains("href=\"/posts/c.html\""));
    assert!(built.main("posts/c.html").contains("href=\"/posts/c/f.csv\""));
}

#[test]
fn html_with_front_matter_is_a_page_as_it_is() {
    let built = build_clean(
        "//- /content/a.html
---
title: A
---
<p>*one*</p><!--more-->
<p>two</p>
",
    );
    assert!(built.main("a/index.html").contains("<p>*one*</p>\n<p>two</p>"));
}

#[test]
fn a_hidden_section_and_one_without_a_title_are_parts_of_urls_as_in_hugo() {
    let pages = "//- /numerate.yaml
permalinks: {posts: '/:sectionslugs/:slug/'}
//- /content/posts/_index.md
---
title: Zed 3
draft: true
---
//- /content/posts/low/_index.md
---
weight: 1
---
//- /content/posts/low/a.md
---
title: A
---
//- /content/posts/b.md
---
title: B
---
";
    let built = build(pages);
    for path in ["zed-3/a/index.html", "zed-3/b/index.html"] {
        assert!(built.files.contains_key(path), "{path} among {:?}", built.files.keys());
    }
    assert!(built.files.values().all(|text| !text.contains("Zed 3")), "its title is not told");
}
