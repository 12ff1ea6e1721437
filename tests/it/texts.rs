//! Texts of templates in the language of the page, and how its words are counted.

use crate::languages::SITE;
use crate::support::{build, build_clean};

/// A template with texts of its own, in the forms of Hugo's files.
const TEXTS: &str = r#"//- /numerate.yaml
languages: {en: {weight: 1}, pl: {weight: 2}, pt-br: {weight: 3}}
//- /i18n/en.yaml
hello: "Hello {{ .Name }}"
minutes: {one: "One minute", other: "{{ .Count }} minutes"}
only_en: only English
things: "{{ . }} things"
nested: {deep: {other: "a {{ .A.B }}"}}
skip: Over the head
//- /i18n/pl.toml
[minutes]
one = "minuta"
few = "{{ .Count }} minuty"
many = "{{ .Count }} minut"
other = "{{ .Count }} minuty"
//- /i18n/pt.json
[{"id": "hello", "translation": "Olá {{ .Name }}"}]
//- /templates/page.html
{% component One() %}{{ t(key="minutes", count=1) }}{% endcomponent One %}
<main>{{ t(key="hello", name="<N>", default="") }}|{{ <One /> }}|{{ "minutes" | t(count=2) }}|{{ t(key="minutes", count=5) }}|{{ t(key="things", count=5) }}|{{ t(key="nested.deep", a={"b": 1}) }}|{{ t(key=page.params.none | default(value="x"), default="none") }}|{{ page.date | date }}</main>
//- /content/a.md
---
title: A
date: 2025-03-08
---
//- /content/a.pl.md
---
title: A
date: 2025-03-08
---
//- /content/a.pt-br.md
---
title: A
date: 2025-03-08
---
"#;

#[test]
fn templates_show_texts_in_the_language_of_the_page() {
    let built = build(TEXTS);
    assert_eq!(
        built.main("a/index.html"),
        "<main>Hello &lt;N&gt;|One minute|2 minutes|5 minutes|5 things|a 1|none|8 March 2025"
    );
    assert_eq!(
        built.main("pl/a/index.html"),
        "<main>Hello &lt;N&gt;|minuta|2 minuty|5 minut|5 things|a 1|none|8 marca 2025"
    );
    assert!(built.main("pt-br/a/index.html").starts_with("<main>Olá &lt;N&gt;|One minute"));
    assert!(built.file("index.html").contains("Over the head"));
    let polish = built.file("pl/index.html");
    assert!(polish.contains("Przejdź do treści"), "the theme's own words: {polish}");
    let codes: std::collections::BTreeSet<_> =
        built.report.diagnostics.iter().map(|warning| warning.code).collect();
    assert_eq!(codes, ["words/missing"].into());
}

#[test]
fn characters_are_words_where_the_language_has_no_spaces() {
    let text = "字".repeat(501);
    let page = |front: &str| format!("---\ntitle: A\n{front}---\n{text}\n");
    let fixture = format!(
        "//- /numerate.yaml\nlanguages: {{en: {{}}, ja: {{}}}}\n//- /templates/page.html\n\
         <main>{{% if page %}}{{{{ page.word_count }}}} {{{{ page.reading_time }}}}{{% endif %}}</main>\n\
         //- /content/a.md\n{}//- /content/b.md\n{}//- /content/a.ja.md\n{}//- /content/b.ja.md\n{}",
        page(""),
        page("isCJKLanguage: true\n"),
        page(""),
        page("isCJKLanguage: false\n"),
    );
    let built = build_clean(&fixture);
    let words = ["a", "b", "ja/a", "ja/b"].map(|path| built.main(&format!("{path}/index.html")));
    assert_eq!(words, ["<main>1 1", "<main>501 2", "<main>501 2", "<main>1 1"]);
}

#[test]
fn the_header_leads_to_the_page_in_other_languages() {
    let built = build_clean(SITE);
    let header =
        |path: &str| built.file(path).split("class=\"languages\"").nth(1).map(str::to_owned);
    let english = header("posts/a/index.html").expect("languages");
    assert!(english.contains("<a href=\"/blog/de/beitraege/a/\" hreflang=\"de-AT\" lang=\"de-AT\" dir=\"ltr\">Deutsch</a>"), "{english}");
    assert!(
        english
            .contains("<a href=\"/blog/ar/\" hreflang=\"ar\" lang=\"ar\" dir=\"rtl\">العربية</a>")
    );
    assert!(english.contains("<span aria-current=\"true\">English</span>"));
    let alone = build_clean("//- /content/a.md\n---\ntitle: A\n---\n");
    assert!(!alone.file("a/index.html").contains("languages"));
}

#[test]
fn a_site_in_one_language_knows_its_code_in_names() {
    let built = build_clean(
        "//- /numerate.yaml
language: pt-BR
//- /content/p/a.pt-br.md
---
title: A
---
//- /content/p/b.de.md
---
title: B
---
",
    );
    assert!(built.file("p/a/index.html").contains("<html lang=\"pt-BR\">"));
    assert!(built.files.contains_key("p/b.de/index.html"));
    assert!(!built.file("sitemap.xml").contains("xhtml"));
}
