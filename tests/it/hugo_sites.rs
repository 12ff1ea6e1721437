//! What real sites of Hugo do that no random one did. Each expectation was tried against Hugo.

use numerate::pipeline;

use crate::support::{build, build_clean, build_with, site};

fn codes(fixture: &str) -> Vec<&'static str> {
    let built = build(fixture);
    built.report.diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

#[test]
fn a_page_stands_where_a_list_without_a_text_would() {
    let built = build_clean(
        "//- /templates/page.html
{{ page.kind }} of {{ page.parent.url }}{% for t in page.terms %} {{ t.url }}:{% for term in t.terms %} {{ term.url }}{% endfor %}{% endfor %}
//- /templates/home.html
{% for section in list.sections %}{{ section.url }} {% endfor %}|{% for card in all_pages %} {{ card.url }}{% endfor %}
//- /templates/taxonomy.html
{% for term in list.terms %}{{ term.url }} {% endfor %}
//- /numerate.yaml
taxonomies: {tags: tag, topics: topic}
//- /content/posts.md
---
title: All posts
---
//- /content/posts/x.md
---
title: X
tags: [a]
topics: [b, c]
---
//- /content/tags.md
---
title: All tags
---
//- /content/topics/b.md
---
title: About b
---
",
    );
    assert_eq!(built.file("posts/index.html").trim(), "page of /");
    assert_eq!(built.file("tags/index.html").trim(), "page of /");
    assert_eq!(built.file("topics/b/index.html").trim(), "page of /topics/");
    let x = built.file("posts/x/index.html");
    assert_eq!(x.trim(), "page of / /tags/: /tags/a/ /topics/: /topics/b/ /topics/c/");
    assert!(built.files.contains_key("tags/a/index.html"));
    assert!(!built.files.contains_key("posts/index.xml"), "a page has no feed");
    assert_eq!(built.file("topics/index.html").trim(), "/topics/c/");
    assert_eq!(built.file("index.html").trim(), "| /topics/b/ /posts/ /tags/ /posts/x/");
}

#[test]
fn an_alias_gives_way_to_a_page_and_the_last_of_two_wins() {
    let fixture = "//- /content/posts/a.md
---
title: A
aliases: [/old, /old/, /posts/a/, '']
---
//- /content/posts/b.md
---
title: B
aliases: [/posts/a, /posts/, old]
---
//- /content/posts/c.md
---
title: C
aliases: [/old/]
---
";
    let built = build(fixture);
    assert_eq!(codes(fixture), ["site/alias", "site/alias", "site/alias"]);
    assert!(built.report.diagnostics.iter().all(|diagnostic| !diagnostic.is_error()));
    assert!(built.file("old/index.html").contains("/posts/c/"));
    assert!(!built.file("posts/a/index.html").contains("http-equiv=\"refresh\""));
    assert!(built.file("posts/old/index.html").contains("/posts/b/"));
}

#[test]
fn redirects_can_be_left_to_the_server() {
    let pages = "//- /content/posts/a.md
---
title: A
aliases: [/old/]
---
";
    let built = build_clean(pages);
    assert!(built.files.contains_key("old/index.html"));
    assert!(built.files.contains_key("posts/page/1/index.html"));
    let off = "//- /numerate.yaml\ndisable_aliases: true\npagination: {disable_aliases: true}\n";
    let built = build_clean(&format!("{off}{pages}"));
    assert!(!built.files.contains_key("old/index.html"));
    assert!(!built.files.contains_key("posts/page/1/index.html"));
}

#[test]
fn values_of_front_matter_that_hugo_takes_are_taken() {
    let built = build(
        "//- /templates/page.html
{{ page.weight }}{% for t in page.terms %}{% for term in t.terms %} {{ term.title }}{% endfor %}{% endfor %} {{ page.word_count }}
//- /content/a.md
---
title: A
weight: 1.5
tags: [top]
params: {tags: [below]}
outputs: []
aliases: ['', ' ']
menu: {main: ''}
isCJKLanguage: 'true'
resources: [{title: x}]
---
字字
//- /content/b.md
---
title: B
headless: yes
---
//- /content/c.md
---
title: C
headless: 'false'
isCJKLanguage: 0
---
字字
",
    );
    let codes: Vec<_> = built.report.diagnostics.iter().map(|d| (d.code, d.is_error())).collect();
    assert_eq!(
        codes,
        [("key/bad-value", false), ("front-matter/resource", false), ("key/bad-value", false)]
    );
    assert_eq!(built.file("a/index.html").trim(), "1 Below 2");
    assert!(!built.files.contains_key("b/index.html"));
    assert_eq!(built.file("c/index.html").trim(), "0 1");
}

#[test]
fn data_of_other_programs_is_passed_over_and_told() {
    let fixture = "//- /data/authors.yaml
- name: Ada
//- /data/nav.yaml
title: Menu
items: [a]
//- /data/broken.yaml
a: b: c
//- /data/de/texts.yaml
hello: Hallo
//- /content/a.md
---
title: A
---
";
    assert_eq!(codes(fixture), ["data/unread"; 4]);
    assert_eq!(build(fixture).report.diagnostics.iter().filter(|d| d.is_error()).count(), 0);
}

#[test]
fn the_language_of_a_site_is_one_thing_and_the_code_in_names_another() {
    let world = "//- /hugo.toml
baseURL = 'https://example.org/'
languageCode = 'en-us'
disableKinds = ['taxonomy', 'taxonomyTerm', 'unknown']
disableAliases = true
[outputs]
taxonomyTerm = ['html']
//- /config/_default/menus/menus.en.toml
[[main]]
name = 'Home'
url = '/'
//- /config/_default/nested/params.toml
color = 'red'
//- /content/a.en.md
---
title: A
aliases: [/b/]
---
//- /templates/page.html
{{ site.lang }} {{ site.language }} {{ site.params.color }} {{ site.menu | length }}
";
    let mut world = site(world);
    let imported = pipeline::import_hugo(&world).expect("no errors");
    let told: Vec<_> = imported.warnings.iter().map(|warning| warning.message.clone()).collect();
    assert_eq!(told, ["there is no kind `unknown` of pages or files here"]);
    for (path, text) in &imported.value.files {
        world.insert(path.as_str(), text.as_bytes());
    }
    let built = build_with(&world, &pipeline::Options::default());
    assert_eq!(built.report.diagnostics.len(), 0);
    assert_eq!(built.file("a/index.html").trim(), "en en-us red 1");
    assert!(!built.files.contains_key("b/index.html"));
}

#[test]
fn a_language_has_the_tag_of_the_site_where_it_is_the_same_language() {
    let built = build_clean(
        "//- /numerate.yaml
language: en-GB
default_content_language: en
languages: {en: {weight: 1}, de: {weight: 2}}
//- /templates/page.html
{{ site.lang }} {{ site.language }}
//- /content/a.md
---
title: A
---
//- /content/a.de.md
---
title: A
---
",
    );
    assert_eq!(built.file("a/index.html").trim(), "en en-GB");
    assert_eq!(built.file("de/a/index.html").trim(), "de de");
}

#[test]
fn shortcodes_take_what_hugos_take() {
    let built = build(
        "//- /templates/page.html
{{ page.content }}
//- /content/a.md
---
title: The title
---
{{< figure link=\"/x/\" caption=\"C\" >}}

{{< highlight >}}
code
{{< /highlight >}}

{{< param title >}}
",
    );
    let page = built.file("a/index.html");
    assert!(page.contains("<img src=\"\" alt=\"C\"></a>"), "{page}");
    assert!(page.contains("code") && page.contains("The title"), "{page}");
    assert!(built.report.diagnostics.iter().all(|diagnostic| !diagnostic.is_error()));
}

#[test]
fn words_are_counted_as_far_as_a_broken_tag() {
    let built = build_clean(
        "//- /templates/page.html
{{ page.word_count }}
//- /content/a.md
---
title: A
---
One <3 two.

<p title=\"a > b\">three</p>

<p \"broken\">four five</p>

Six.
",
    );
    assert_eq!(built.file("a/index.html").trim(), "4");
}

#[test]
fn nothing_is_told_of_comments_that_are_left_out() {
    let built = build_clean(
        "//- /numerate.yaml
markdown: {raw_html: drop}
//- /templates/page.html
{{ page.content }}
//- /content/a.md
---
title: A
---
one

<!-- two -->
<!--
three

four -->

five
",
    );
    assert_eq!(built.file("a/index.html").trim(), "<p>one</p>\n<p>five</p>");
}
