//! What pages share with their translations, as Hugo has it.

use std::fmt::Write as _;

use crate::support::{Built, build, build_clean, picture};

/// Prints the languages, titles and files that a page's template sees.
const TEMPLATE: &str = "//- /templates/page.html
{% for other in page.translations %}{{ other.lang }}:{{ other.title }} {% endfor %}| {% for file in page.files %}{{ file.path }}={{ file.url }} {% endfor %}| {{ page.content }}
";

fn page<'b>(built: &'b Built, path: &str) -> &'b str {
    built.file(path).trim()
}

#[test]
fn translations_come_by_weight_then_newest_first_then_by_title() {
    let built = build_clean(&format!(
        "//- /numerate.yaml
default_content_language: en
languages: {{en: {{weight: 2}}, de: {{}}, fr: {{}}, ar: {{}}, ja: {{weight: 1}}}}
//- /content/posts/a.md
---
{{title: A, date: 2020-01-01}}
---
//- /content/posts/a.de.md
---
{{title: zed, date: 2020-01-01}}
---
//- /content/posts/a.fr.md
---
{{title: Alpha, date: 2020-01-01}}
---
//- /content/posts/a.ar.md
---
{{title: Z, date: 2021-01-01}}
---
//- /content/posts/a.ja.md
---
{{title: J, date: 2019-01-01}}
---
{TEMPLATE}"
    ));
    assert!(page(&built, "posts/a/index.html").starts_with("ja:J ar:Z fr:Alpha de:zed |"));
}

#[test]
fn a_page_without_a_url_is_no_translation() {
    let built = build_clean(&format!(
        "//- /numerate.yaml
languages: {{en: {{}}, de: {{}}}}
//- /content/posts/a.md
---
title: A
---
//- /content/posts/a.de.md
---
title: A
build: {{render: never}}
---
{TEMPLATE}"
    ));
    assert!(page(&built, "posts/a/index.html").starts_with('|'));
}

#[test]
fn files_beside_a_page_are_seen_by_its_translations() {
    let built = build_clean(&format!(
        "//- /numerate.yaml
languages: {{en: {{}}, de: {{content_dir: inhalt}}}}
//- /content/about/index.md
---
title: About
translationKey: about
---
//- /content/about/map.txt
a
//- /content/about/own.txt
a
//- /inhalt/ueber/index.md
---
title: Über
translationKey: about
---
[map](map.txt) [own](own.txt)
//- /inhalt/ueber/own.txt
b
//- /content/same/index.md
---
title: Same
---
//- /content/same/map.txt
a
//- /inhalt/same/index.md
---
title: Gleich
---
[map](map.txt)
{TEMPLATE}"
    ));
    let by_key = page(&built, "de/ueber/index.html");
    assert_eq!(
        by_key,
        "en:About | own.txt=/de/ueber/own.txt map.txt=/about/map.txt | \
         <p><a href=\"/about/map.txt\">map</a> <a href=\"own.txt\">own</a></p>"
    );
    let by_place = page(&built, "de/same/index.html");
    assert!(by_place.contains("| map.txt=/same/map.txt | "), "{by_place}");
    assert!(by_place.contains("<a href=\"/same/map.txt\">"), "{by_place}");
}

#[test]
fn files_come_from_all_pages_of_a_key_in_the_order_of_languages() {
    let built = build_clean(&format!(
        "//- /numerate.yaml
languages: {{en: {{weight: 1}}, de: {{weight: 2}}, fr: {{weight: 3}}}}
//- /content/a/index.md
---
{{title: A, translationKey: k, build: {{render: never}}}}
---
//- /content/a/data.txt
a
//- /content/b/index.de.md
---
{{title: B, translationKey: k}}
---
//- /content/b/data.de.txt
b
//- /content/b/more.de.txt
b
//- /content/c/index.fr.md
---
{{title: C, translationKey: k}}
---
{TEMPLATE}"
    ));
    assert_eq!(
        page(&built, "fr/c/index.html"),
        "de:B | data.txt=/a/data.txt more.de.txt=/de/b/more.de.txt |"
    );
}

#[test]
fn a_menu_is_the_same_in_all_languages_and_leads_nowhere_without_a_page() {
    let built = build(
        "//- /numerate.yaml
languages: {en: {}, de: {}}
menu:
  main:
    - {name: About, page: about.md}
    - {name: Below, page: posts/_index.md, parent: About}
    - {name: Direct, url: /about/}
//- /content/about.md
---
title: About
---
//- /content/posts/_index.md
---
title: Posts
---
//- /content/posts/a.de.md
---
title: A
---
//- /templates/home.html
{% for link in site.menu %}{{ link.title }}={{ link.url }} {% for link in link.children %}{{ link.title }}={{ link.url }} {% endfor %}{% endfor %}
",
    );
    let german = "About= Below=/de/posts/ Direct=/about/";
    assert_eq!(built.file("de/index.html").trim(), german);
    let warnings: Vec<_> = (built.report.diagnostics.iter())
        .map(|warning| (warning.code, &*warning.message))
        .collect();
    let message = "in `de` the link `about.md` leads nowhere";
    assert_eq!(warnings, [("site/menu-language", message)]);
}

#[test]
fn places_are_compared_whatever_a_language_makes_of_names() {
    let built = build_clean(
        "//- /numerate.yaml
languages: {en: {}, de: {remove_path_accents: true, disable_path_to_lower: true}}
//- /content/Über Uns.md
---
title: A
---
//- /content/Über Uns.de.md
---
title: B
---
",
    );
    let english = built.file("über-uns/index.html");
    assert!(english.contains("href=\"/de/Uber-Uns/\""), "{english}");
}

#[test]
fn a_link_of_a_menu_names_a_list_by_its_folder() {
    let built = build(
        "//- /numerate.yaml
languages: {en: {}, de: {}}
menu:
  main:
    - {name: Home, page: /}
    - {name: Notes, page: /my-notes}
    - {name: Go, page: tags/go}
//- /content/My Notes/a.md
---
{title: A, tags: [go]}
---
//- /content/My Notes/a.de.md
---
{title: A, tags: [go]}
---
//- /templates/home.html
{% for link in site.menu %}{{ link.title }}={{ link.url }} {% endfor %}
",
    );
    assert!(built.report.diagnostics.is_empty(), "{}", picture(&built.report.diagnostics));
    assert_eq!(built.file("index.html").trim(), "Go=/tags/go/ Home=/ Notes=/my-notes/");
    assert_eq!(built.file("de/index.html").trim(), "Go=/de/tags/go/ Home=/de/ Notes=/de/my-notes/");
}

#[test]
fn a_page_without_a_file_of_its_own_has_that_of_the_nearest_language() {
    let mut site = "//- /numerate.yaml
languages: {en: {weight: 1}, de: {weight: 2}, fr: {weight: 3}, it: {weight: 4}}
//- /templates/page.html
{% for file in page.files %}{{ file.url }}{% endfor %}
"
    .to_owned();
    for lang in ["", ".de", ".fr", ".it"] {
        writeln!(site, "//- /content/b/index{lang}.md\n---\ntitle: T\n---").expect("a string");
    }
    for lang in ["", ".it"] {
        writeln!(site, "//- /content/b/data{lang}.txt\nx").expect("a string");
    }
    let built = build_clean(&site);
    let files =
        ["b", "de/b", "fr/b", "it/b"].map(|at| built.file(&format!("{at}/index.html")).trim());
    assert_eq!(files, ["/b/data.txt", "/b/data.txt", "/it/b/data.it.txt", "/it/b/data.it.txt"]);
}

#[test]
fn what_is_not_written_is_not_led_to_and_one_language_in_its_folder_has_a_map_of_maps() {
    let built = build_clean(
        "//- /numerate.yaml
base_url: https://example.org/
default_content_language_in_subdir: true
disable_kinds: [home]
languages: {en: {weight: 1}, de: {disabled: true}}
//- /content/posts/a.md
---
title: A
date: 2024-01-01
---
",
    );
    assert!(!built.files.contains_key("index.html"));
    assert!(built.file("sitemap.xml").contains("https://example.org/en/sitemap.xml"));
    assert!(built.file("en/sitemap.xml").contains("https://example.org/en/posts/a/"));
}
