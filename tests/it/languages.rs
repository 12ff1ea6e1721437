//! Sites in several languages, as Hugo makes them.

use crate::support::{Built, build, build_clean, picture, site};
use numerate::pipeline::{self, Options};

/// A site in three languages and one that is disabled; what is expected of it was tried with Hugo.
pub(crate) const SITE: &str = r#"//- /numerate.yaml
base_url: https://example.org/blog/
title: Base
default_content_language: en
languages:
  en: {weight: 2, title: English T}
  de: {weight: 1, title: Deutsch T, locale: de-AT, params: {x: 1}, menu: {main: [{name: Start, page: posts/_index.md}]}}
  fr: {weight: 3, disabled: true}
  ar: {weight: 4}
menu: {main: [{name: U, url: /about/}]}
params: {x: 0, y: 2}
//- /content/posts/a.md
---
title: A en
tags: [x]
date: 2024-01-01
---
Text [b](b/index.md) and [c](/posts/c.xx).
//- /content/posts/a.de.md
---
title: A de
tags: [x, Über uns]
date: 2024-01-01
---
Text [b](b/index.md), [k](k1.md), [a](/posts/a), [page](/about/), {{< ref "posts/b" >}} and {{< ref path="posts/b" lang="en" >}}.
//- /content/posts/a.fr.md
---
title: A fr
---
//- /content/posts/c.xx.md
---
title: C
---
//- /content/posts/d.v1.de.md
---
title: D
---
//- /content/posts/_index.de.md
---
title: Beiträge
slug: beitraege
---
//- /content/posts/only.DE.md
---
title: Only
---
//- /content/posts/b/index.md
---
title: B en
---
[data](a.csv) [text](shared.txt)
//- /content/posts/b/index.de.md
---
title: B de
---
[data](a.csv) [text](shared.txt)
//- /content/posts/b/a.csv
x
1
//- /content/posts/b/a.de.csv
x
2
//- /content/posts/b/only.en.txt
z
//- /content/posts/b/shared.txt
q
//- /content/posts/n/index.de.md
---
title: N de
---
//- /content/posts/n/res.txt
q
//- /content/posts/k1.md
---
title: K1
translationKey: kk
---
//- /content/posts/k2.de.md
---
title: K2
translationKey: kk
---
//- /content/posts/u.md
---
title: U
url: /uu/
---
//- /content/posts/u.de.md
---
title: U
url: /uude/
---
//- /content/posts/v.md
---
title: V
url: vv/
---
//- /content/posts/v.de.md
---
title: V
url: vvde/
aliases: [/old-v/, rel]
---
//- /content/tags/x/_index.de.md
---
title: X Schlagwort
---
//- /content/about.md
---
title: About
---
//- /content/about.de.md
---
title: Über
---
//- /content/loose.txt
a
//- /content/posts/l5.de.txt
a
"#;

fn paths(built: &Built) -> Vec<&str> {
    let own = built.files.keys().map(String::as_str);
    let is_own = |path: &&str| {
        !path.contains("css/") && !path.ends_with("favicon.svg") && !path.contains("page/1/")
    };
    own.filter(is_own).collect()
}

#[test]
fn each_language_is_a_tree_of_its_own() {
    let built = build_clean(SITE);
    let expected = "404.html about/index.html ar/404.html ar/index.html ar/index.xml ar/sitemap.xml \
        de/404.html de/about/index.html de/beitraege/a/index.html de/beitraege/b/a.de.csv \
        de/beitraege/b/index.html de/beitraege/d.v1/index.html de/beitraege/index.html \
        de/beitraege/index.xml de/beitraege/k2/index.html de/beitraege/l5.de.txt \
        de/beitraege/n/index.html de/beitraege/n/res.txt de/beitraege/only/index.html de/index.html \
        de/index.xml de/old-v/index.html de/rel/index.html de/sitemap.xml de/tags/index.html \
        de/tags/index.xml de/tags/x/index.html de/tags/x/index.xml de/tags/über-uns/index.html \
        de/tags/über-uns/index.xml de/vvde/index.html en/index.html en/sitemap.xml index.html \
        index.xml loose.txt posts/a/index.html posts/b/a.csv posts/b/index.html posts/b/only.en.txt \
        posts/b/shared.txt posts/c.xx/index.html posts/index.html posts/index.xml \
        posts/k1/index.html robots.txt sitemap.xml tags/index.html tags/index.xml \
        tags/x/index.html tags/x/index.xml uu/index.html uude/index.html vv/index.html";
    assert_eq!(paths(&built), expected.split_whitespace().collect::<Vec<_>>());
    let hidden: Vec<_> = built.report.summary.hidden.iter().map(|hidden| &*hidden.file).collect();
    assert_eq!(hidden, ["content/posts/a.fr.md"]);
}

/// The addresses that a page names as its translations, and its own, with their languages.
fn alternates(built: &Built, path: &str) -> Vec<(String, String)> {
    let html = built.file(path);
    let links = html.split("<link rel=\"alternate\" hreflang=\"").skip(1);
    let parts = links.filter_map(|link| {
        let (language, rest) = link.split_once('"')?;
        let url = rest.split('"').nth(1)?;
        Some((language.to_owned(), url.replace("https://example.org/blog", "")))
    });
    parts.collect()
}

#[test]
fn pages_lists_and_terms_know_their_translations() {
    let built = build_clean(SITE);
    let pairs = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs.iter().map(|(language, url)| ((*language).into(), (*url).into())).collect()
    };
    for (path, expected) in [
        ("posts/a/index.html", pairs(&[("en", "/posts/a/"), ("de-AT", "/de/beitraege/a/")])),
        (
            "de/beitraege/k2/index.html",
            pairs(&[("de-AT", "/de/beitraege/k2/"), ("en", "/posts/k1/")]),
        ),
        ("posts/index.html", pairs(&[("en", "/posts/"), ("de-AT", "/de/beitraege/")])),
        ("de/tags/x/index.html", pairs(&[("de-AT", "/de/tags/x/"), ("en", "/tags/x/")])),
        ("ar/index.html", pairs(&[("ar", "/ar/"), ("de-AT", "/de/"), ("en", "/")])),
        ("uude/index.html", pairs(&[("de-AT", "/uude/"), ("en", "/uu/")])),
        ("posts/c.xx/index.html", Vec::new()),
    ] {
        assert_eq!(alternates(&built, path), expected, "{path}");
    }
    assert!(built.file("ar/index.html").contains("<html lang=\"ar\" dir=\"rtl\">"));
    assert!(built.file("de/index.html").contains("<html lang=\"de-AT\">"));
}

#[test]
fn links_lead_to_pages_of_their_own_language_first() {
    let built = build_clean(SITE);
    let german = built.main("de/beitraege/a/index.html");
    for part in [
        "<a href=\"/blog/de/beitraege/b/\">b</a>",
        "<a href=\"/blog/posts/k1/\">k</a>",
        "<a href=\"/blog/de/beitraege/a/\">a</a>",
        "<a href=\"/blog/de/about/\">page</a>",
        "/blog/de/beitraege/b/ and /blog/posts/b/.",
    ] {
        assert!(german.contains(part), "{part}: {german}");
    }
    let english = built.main("posts/a/index.html");
    assert!(english.contains("<a href=\"/blog/posts/c.xx/\">c</a>"), "{english}");
    let bundle = built.main("de/beitraege/b/index.html");
    assert!(bundle.contains("<a href=\"/blog/de/beitraege/b/a.de.csv\">data</a>"), "{bundle}");
    assert!(bundle.contains("<a href=\"/blog/posts/b/shared.txt\">text</a>"), "{bundle}");
    assert!(built.main("posts/b/index.html").contains("<a href=\"a.csv\">data</a>"));
}

#[test]
fn menus_titles_and_feeds_are_those_of_the_language() {
    let built = build_clean(SITE);
    let german = built.file("de/index.html");
    assert!(german.contains("<a href=\"/blog/de/beitraege/\">Start</a>"), "{german}");
    assert!(german.contains("<title>Deutsch T</title>"), "{german}");
    assert!(built.file("index.html").contains("<a href=\"/blog/about/\">U</a>"));
    let feed = built.file("de/index.xml");
    assert!(
        feed.contains("<language>de-AT</language>") && feed.contains("<title>Deutsch T</title>")
    );
    assert!(feed.contains("/de/beitraege/a/") && !feed.contains("/posts/a/"), "{feed}");
    assert!(!built.file("index.xml").contains("/de/"));
    assert!(!built.main("de/tags/index.html").contains("href=\"/blog/tags/"));
    let index = built.file("sitemap.xml");
    let maps: Vec<_> =
        index.match_indices("/blog/").map(|(at, _)| &index[at + 6..at + 9]).collect();
    assert_eq!(maps, ["de/", "en/", "ar/"], "{index}");
    let map = built.file("de/sitemap.xml");
    let alternate = "<xhtml:link rel=\"alternate\" hreflang=\"en\" href=\"https://example.org/blog/posts/a/\"/>";
    assert!(
        map.contains(alternate) && !map.contains("<loc>https://example.org/blog/posts/"),
        "{map}"
    );
    assert!(built.file("en/index.html").contains("url=https://example.org/blog/\""));
    assert!(built.file("de/old-v/index.html").contains("https://example.org/blog/de/vvde/"));
}

#[test]
fn lists_of_pages_tell_their_language() {
    let listed = pipeline::list(&site(SITE), &Options::default())
        .unwrap_or_else(|errors| panic!("{}", picture(&errors)));
    let languages: Vec<_> = listed
        .iter()
        .filter(|page| page.file.starts_with("content/posts/b/"))
        .map(|page| (&*page.url, &*page.lang))
        .collect();
    assert_eq!(languages, [("/blog/de/beitraege/b/", "de"), ("/blog/posts/b/", "en")]);
}

#[test]
fn all_languages_can_have_a_folder() {
    let fixture =
        SITE.replacen("languages:", "default_content_language_in_subdir: true\nlanguages:", 1);
    let built = build(&fixture);
    let codes: Vec<_> = built.report.diagnostics.iter().map(|warning| warning.code).collect();
    assert_eq!(codes, ["site/menu-language"], "Arabic has no page for the menu");
    let english = paths(&built).into_iter().filter(|path| !path.starts_with("de/"));
    let english: Vec<_> = english.filter(|path| !path.starts_with("ar/")).collect();
    let expected = "404.html en/404.html en/about/index.html en/index.html en/index.xml en/loose.txt \
        en/posts/a/index.html en/posts/b/a.csv en/posts/b/index.html en/posts/b/only.en.txt \
        en/posts/b/shared.txt en/posts/c.xx/index.html en/posts/index.html en/posts/index.xml \
        en/posts/k1/index.html en/sitemap.xml en/tags/index.html en/tags/index.xml \
        en/tags/x/index.html en/tags/x/index.xml en/vv/index.html index.html robots.txt \
        sitemap.xml uu/index.html uude/index.html";
    assert_eq!(english, expected.split_whitespace().collect::<Vec<_>>());
    assert!(built.file("index.html").contains("url=https://example.org/blog/en/\""));
    assert!(built.file("en/index.html").contains("href=\"/blog/css/site.css\""));
}

/// Two languages, each with a folder of content.
const FOLDERS: &str = "//- /numerate.yaml
base_url: https://example.org/
languages:
  en: {weight: 1, content_dir: content/en}
  de: {weight: 2, content_dir: content/de}
//- /content/en/posts/bu/index.md
---
title: BU en
---
[a](a.csv) [both](both.txt)
//- /content/de/posts/bu/index.md
---
title: BU de
---
[a](a.csv) [both](both.txt) [post](/posts/bu)
//- /content/en/posts/bu/a.csv
x
1
//- /content/en/posts/bu/both.txt
en
//- /content/de/posts/bu/both.txt
de
//- /content/de/nur/x.md
---
title: X
aliases: [/old/]
---
//- /static/s.txt
s
";

#[test]
fn a_language_can_have_a_folder_of_content() {
    let built = build_clean(FOLDERS);
    let posts: Vec<_> = paths(&built).into_iter().filter(|path| path.contains("/bu/")).collect();
    assert_eq!(
        posts,
        [
            "de/posts/bu/both.txt",
            "de/posts/bu/index.html",
            "posts/bu/a.csv",
            "posts/bu/both.txt",
            "posts/bu/index.html",
        ]
    );
    let german = built.main("de/posts/bu/index.html");
    for part in [
        "<a href=\"/posts/bu/a.csv\">a</a>",
        "<a href=\"both.txt\">both</a>",
        "<a href=\"/de/posts/bu/\">post</a>",
    ] {
        assert!(german.contains(part), "{part}: {german}");
    }
    assert_eq!(built.file("de/posts/bu/both.txt"), "(copy of content/de/posts/bu/both.txt)");
}

#[test]
fn a_language_can_have_a_host() {
    let hosts = FOLDERS
        .replacen("content/en}", "content/en, base_url: 'https://en.example.org/x/'}", 1)
        .replacen("content/de}", "content/de, base_url: 'https://example.de/'}", 1);
    let built = build_clean(&hosts);
    let expected = "de/404.html de/index.html de/index.xml de/nur/index.html de/nur/index.xml \
        de/nur/x/index.html de/old/index.html de/posts/bu/a.csv de/posts/bu/both.txt \
        de/posts/bu/index.html de/posts/index.html de/posts/index.xml de/robots.txt de/s.txt \
        de/sitemap.xml en/404.html en/index.html en/index.xml en/posts/bu/a.csv \
        en/posts/bu/both.txt en/posts/bu/index.html en/posts/index.html en/posts/index.xml \
        en/robots.txt en/s.txt en/sitemap.xml";
    assert_eq!(paths(&built), expected.split_whitespace().collect::<Vec<_>>());
    let german = built.file("de/posts/bu/index.html");
    for part in [
        "href=\"/css/site.css\"",
        "hreflang=\"en\" href=\"https://en.example.org/x/posts/bu/\"",
        "<link rel=\"canonical\" href=\"https://example.de/posts/bu/\"",
        "<a href=\"/posts/bu/\">post</a>",
    ] {
        assert!(german.contains(part), "{part}: {german}");
    }
    assert!(built.file("en/posts/bu/index.html").contains("href=\"/x/css/site.css\""));
    assert!(built.file("de/old/index.html").contains("https://example.de/nur/x/"));
    assert!(built.file("en/sitemap.xml").contains("<loc>https://en.example.org/x/posts/bu/</loc>"));
}

#[test]
fn translations_go_by_key_where_a_page_has_one_and_else_by_place() {
    let built = build_clean(
        "//- /numerate.yaml
base_url: https://example.org/blog/
languages: {en: {weight: 1}, de: {weight: 2}}
//- /content/a.md
---
title: A
---
//- /content/a.de.md
---
title: A
translationKey: k
---
//- /content/b.md
---
title: B
translationKey: k
---
//- /content/posts/deep/_index.de.md
---
title: Tief
---
",
    );
    let german = |path| alternates(&built, path).into_iter().nth(1).map(|(_, url)| url);
    assert_eq!(german("a/index.html").as_deref(), Some("/de/a/"));
    assert_eq!(german("de/a/index.html").as_deref(), Some("/b/"));
    assert!(built.files.contains_key("de/posts/index.html"), "a section of a section");
}
