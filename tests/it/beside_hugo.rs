//! What random sites built beside Hugo have shown: each test is a cause of differences, in the smallest site that has it.

use crate::support::{Built, build, build_clean, picture};

fn page<'b>(built: &'b Built, path: &str) -> &'b str {
    built.file(path).trim()
}

#[test]
fn files_of_kinds_that_are_not_there_are_not_copied() {
    let built = build_clean(
        "//- /numerate.yaml
disable_kinds: [section]
//- /content/posts/_index.md
---
title: Posts
---
//- /content/posts/beside.txt
x
//- /content/posts/a/index.md
---
title: A
---
//- /content/posts/a/own.txt
x
",
    );
    assert!(built.files.contains_key("posts/a/own.txt"));
    assert!(!built.files.contains_key("posts/beside.txt"));
}

#[test]
fn lists_name_terms_and_date_them() {
    let built = build_clean(
        "//- /content/posts/_index.md
---
{title: Posts, tags: [own, both]}
---
//- /content/posts/a.md
---
{title: A, date: 2024-01-01, tags: both}
---
//- /content/tags/own/_index.md
---
{title: Own, tags: [of a term]}
---
//- /templates/term.html
{{ page.date }} {% for card in list.pages %}{{ card.url }} {% endfor %}
//- /templates/section.html
{% for taxonomy in page.terms %}{% for term in taxonomy.terms %}{{ term.url }} {% endfor %}{% endfor %}
",
    );
    assert_eq!(page(&built, "posts/index.html"), "/tags/own/ /tags/both/");
    assert_eq!(page(&built, "tags/both/index.html"), "2024-01-01T00:00:00Z /posts/a/ /posts/");
    assert_eq!(page(&built, "tags/own/index.html"), "2024-01-01T00:00:00Z /posts/");
    assert_eq!(page(&built, "tags/of-a-term/index.html"), "/tags/own/");
}

#[test]
fn lists_without_a_text_take_terms_and_summaries_over() {
    let built = build_clean(
        "//- /content/_index.md
---
title: Home
cascade: {tags: [all], summary: \"*S*\", keywords: [k]}
---
//- /content/posts/a.md
---
title: A
---
//- /templates/section.html
{{ page.summary }} {{ page.keywords | join(sep=\",\") }} {% for taxonomy in page.terms %}{% for term in taxonomy.terms %}{{ term.url }} {% endfor %}{% endfor %}
//- /templates/term.html
{% for card in list.pages %}{{ card.url }} {% endfor %}
",
    );
    assert_eq!(page(&built, "posts/index.html"), "<em>S</em> k /tags/all/");
    let listed = page(&built, "tags/all/index.html");
    for url in ["/ ", "/posts/ ", "/posts/a/ ", "/tags/", "/tags/all/ "] {
        assert!(listed.contains(url), "{url}: {listed}");
    }
}

#[test]
fn a_list_that_is_a_feed_alone_is_at_its_feed() {
    let built = build_clean(
        "//- /content/posts/_index.md
---
title: Posts
outputs: [rss]
---
//- /content/posts/a.md
---
title: A
---
//- /templates/home.html
{% for section in sections %}{{ section.url }}{% endfor %}
",
    );
    assert_eq!(page(&built, "index.html"), "/posts/index.xml");
    assert!(!built.files.contains_key("posts/index.html"));
}

#[test]
fn html_of_a_shortcode_stays_where_that_of_authors_is_dropped() {
    let built = build(
        "//- /numerate.yaml
markdown: {raw_html: drop}
//- /content/a.md
---
title: A
---
Before
{{< details summary=\"S\" >}}
*in* <b>side</b>
{{< /details >}}

<b>gone</b>
//- /templates/page.html
{{ page.content }}
",
    );
    let html = page(&built, "a/index.html").replace("\n\n", "\n");
    let start = "<p>Before</p>\n<details>\n<summary>S</summary>\n<p><em>in</em> <!-- raw HTML omitted -->side";
    assert!(html.starts_with(start), "{html}");
    assert!(html.contains("</details>") && !html.contains("<b>"), "{html}");
}

#[test]
fn a_figure_is_found_from_everywhere_and_its_caption_is_its_plain_text() {
    let built = build_clean(
        "//- /content/a/index.md
---
title: A
---
{{< figure src=\"data.txt\" caption=\"*c* [l](/)\" >}}
{{< relref \"a\" >}}
//- /content/a/data.txt
x
//- /templates/page.html
{{ page.word_count }} {{ page.content }}
",
    );
    let html = page(&built, "a/index.html");
    assert!(html.contains("<img src=\"/a/data.txt\" alt=\"c l\""), "{html}");
    // The words of the caption, and an address that stands alone.
    assert!(html.starts_with("3 "), "{html}");
}

#[test]
fn a_taxonomy_may_lie_in_another_folder() {
    let built = build_clean(
        "//- /numerate.yaml
taxonomies: {blog/tags: tag}
//- /content/blog/tags/x/_index.md
---
---
//- /content/a.md
---
{title: A, blog/tags: [y, x]}
---
//- /templates/taxonomy.html
{{ page.title }}:{% for term in list.terms %} {{ term.url }}{% endfor %}
",
    );
    // A text without a title has an empty one to Hugo, which comes first.
    assert_eq!(page(&built, "blog/tags/index.html"), "Tags: /blog/tags/x/ /blog/tags/y/");
    assert!(!built.files.contains_key("blog/index.html"));
}

#[test]
fn files_beside_a_page_keep_their_path_for_a_title() {
    let built = build(
        "//- /content/a/index.md
---
title: A
resources: [{src: '*.txt', name: 'N:counter'}, {name: of nothing}]
---
//- /content/a/x.txt
x
//- /templates/page.html
{% for file in page.files %}{{ file.name }} {{ file.title }}{% endfor %}
",
    );
    assert_eq!(page(&built, "a/index.html"), "N1 x.txt", "{}", picture(&built.report.diagnostics));
    let codes: Vec<_> = built.report.diagnostics.iter().map(|warning| warning.code).collect();
    assert_eq!(codes, ["front-matter/resource"]);
}

#[test]
fn cascades_choose_languages_by_the_matrix_of_sites() {
    let built = build_clean(
        "//- /numerate.yaml
languages: {en: {}, de: {}, fr: {}}
//- /content/_index.md
---
title: Home
cascade: [{target: {sites: {matrix: {languages: [en, d*]}}}, params: {x: 1}}]
---
//- /content/_index.de.md
---
title: Start
cascade: [{target: {sites: {matrix: {languages: fr}}}, params: {x: 2}}]
---
//- /content/a.md
---
title: A
---
//- /content/a.de.md
---
title: A
---
//- /content/a.fr.md
---
title: A
---
//- /templates/page.html
{{ page.params.x | default(value=0) }}
",
    );
    assert_eq!(page(&built, "a/index.html"), "1");
    assert_eq!(page(&built, "de/a/index.html"), "1", "in whichever language it stands");
    assert_eq!(page(&built, "fr/a/index.html"), "2");
}

#[test]
fn the_folder_of_a_language_and_its_tag_are_two_things() {
    let built = build_clean(
        "//- /numerate.yaml
language: en-GB
default_content_language: en
default_content_language_in_subdir: true
base_url: https://example.org/
pagination: {size: 1, disable_aliases: true}
main_sections: [DEEP-dir]
//- /content/Deep Dir/a.md
---
title: A
---
//- /content/Deep Dir/b.md
---
title: B
---
//- /templates/home.html
{{ site.language }} {% for card in list.pages %}{{ card.url }} {% endfor %}
",
    );
    assert_eq!(page(&built, "en/index.html"), "en-GB /en/deep-dir/a/");
    assert!(built.files.contains_key("en/sitemap.xml"));
    assert!(built.files.contains_key("en/page/2/index.html"));
    assert!(!built.files.contains_key("en/page/1/index.html"));
}

#[test]
fn a_mark_before_all_text_gives_way_to_a_summary_of_the_front_matter() {
    let built = build_clean(
        "//- /content/a.md
---
title: A
summary: S
---
<!--more-->

Text.
//- /templates/page.html
{{ page.summary }}
",
    );
    assert_eq!(page(&built, "a/index.html"), "S");
}
