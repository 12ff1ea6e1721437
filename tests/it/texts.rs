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

/// A page on which everything stands that is said without a template.
const GENERATED: &str = r"---
title: Nutzung
date: 2025-03-08
tags: [ki]
---
```sql usage_by_app
SELECT app, sum(tokens) AS tokens, max(note) AS note FROM usage GROUP BY app ORDER BY tokens DESC
```
```sql monthly
SELECT month, app, tokens, month > '2025-02-01' AS estimated FROM usage ORDER BY month, app
```
```sql one
SELECT 1 AS n
```

> [!WARNING]
> Text.

```yaml table
query: usage_by_app
columns:
  app: {label: App}
  tokens: {label: Tokens}
  note: {label: Notiz}
  course: {label: Verlauf, spark: {query: monthly, key: app, x: month, y: tokens}}
limit: 1
rank: tokens
total: [tokens]
```

```yaml chart
query: monthly
kind: line
x: month
y: tokens
series: app
estimated: estimated
zero: false
```

{{< youtube abc >}} {{< details >}}x{{< /details >}}
";

const AROUND: &str = r"//- /numerate.yaml
language: LANGUAGE
taxonomies: {reihen: reihe, tags: tag}
//- /data/usage/2025-03-01.csv
month,app,tokens,note
2025-01-01,a,1500,
2025-02-01,a,2500,
2025-03-01,a,1100,
2025-01-01,b,1200,
2025-02-01,b,1300,
2025-03-01,b,1400,
//- /data/usage.yaml
source: {url: https://example.org/, accessed: 2025-03-01}
columns: {note: {type: text}}
//- /content/posts/a.md
";

fn generated(language: &str) -> crate::support::Built {
    let around = AROUND.replace("LANGUAGE", language);
    build_clean(&format!("{around}{GENERATED}"))
}

#[test]
fn what_is_said_without_a_template_is_in_the_language_of_the_page() {
    let built = generated("de");
    let page = built.file("posts/a/index.html");
    for german in [
        "<p class=\"alert-heading\">Warnung</p>",
        "<th scope=\"col\" class=\"num\">Rang</th>",
        "aria-label=\"kein Wert\"",
        "<span class=\"unseen\"> bis </span>",
        "Summe aller 2",
        "Die ersten 1 von 2 Zeilen. Quelle: <a href=\"https://example.org/\">https://example.org/</a> (1. März 2025). ",
        ">Zeilen als CSV</a>",
        "<summary>Datentabelle</summary>",
        "aria-label=\"Datentabelle: Tokens nach Month\"",
        ">ja</td>",
        ">gestrichelt: geschätzt</text>",
        "Ein Liniendiagramm. a: von 1.500 (Januar 2025) auf 1.100 (März 2025), höchstens 2.500; b: von",
        "<h2 id=\"data-note\">Daten</h2>\n<p>Stand der Daten: <time datetime=\"2025-03-08\">8. März 2025</time>.</p>",
        "</code>, Stand vom <time datetime=\"2025-03-01\">1. März 2025</time>, 6 Zeilen, BLAKE3",
        "abgerufen am 1. März 2025.</li>",
        "<summary>3 Abfragen</summary>",
        "<code>usage_by_app</code> liest 6 Zeilen aus <code>usage</code> und ergibt 2 Zeilen (<a ",
        "<code>one</code> ergibt 1 Zeile (<a ",
        "<p>All dies als JSON: <a ",
        ">Video auf YouTube</a>",
        "<summary>Einzelheiten</summary>",
    ] {
        assert!(page.contains(german), "{german}\n{page}");
    }
}

#[test]
fn no_language_of_the_theme_falls_back_to_english() {
    let english = generated("en");
    let english = english.file("posts/a/index.html");
    let said = [
        ">Warning<",
        ">Rank<",
        "no value",
        "> to <",
        "Total of",
        "The first",
        "Source:",
        "Rows as",
        "Data table",
        "dashed",
        "A line chart",
        ">Data<",
        "As the data",
        "snapshot of",
        " rows",
        " queries",
        "reads",
        "gives",
        "All of this",
        "Video on",
        "March",
    ];
    for word in said {
        assert!(english.contains(word), "{word}\n{english}");
    }
    for language in ["ar", "de", "es", "fr", "it", "ja", "nl", "pl", "pt", "ru", "zh"] {
        let built = generated(language);
        let page = built.file("posts/a/index.html");
        for word in said {
            assert!(!page.contains(word), "{language}: {word}\n{page}");
        }
    }
}

#[test]
fn taxonomies_are_named_in_the_language_unless_the_configuration_names_them() {
    let page = "//- /content/a.md\n---\ntitle: A\ntags: [x]\ncategories: [y]\n---\n";
    let titles = |fixture: &str| {
        let built = build_clean(&format!("{fixture}{page}"));
        ["tags", "categories"].map(|name| {
            let html = built.file(&format!("{name}/index.html"));
            let (_, title) = html.split_once("<h1>").expect("a title");
            title.split_once("</h1>").expect("its end").0.to_owned()
        })
    };
    let german = "//- /numerate.yaml\nlanguage: de\n";
    assert_eq!(titles(german), ["Schlagwörter", "Kategorien"]);
    assert_eq!(titles(&format!("{german}capitalize_list_titles: false\n")), ["tags", "categories"]);
    let own = "//- /i18n/de.yaml\ntaxonomies: {tags: Themen}\n";
    assert_eq!(titles(&format!("{german}{own}")), ["Themen", "Kategorien"]);
    // As Hugo has it.
    let named = "taxonomies: {tags: tag, categories: category}\n";
    assert_eq!(titles(&format!("{german}{named}")), ["Tags", "Categories"]);
}

#[test]
fn dates_in_any_format_have_the_names_of_the_language() {
    let page = "//- /content/a.md\n---\ntitle: A\ndate: 2025-03-08\n---\n";
    let dates = |language: &str| {
        let built = build_clean(&format!(
            "//- /numerate.yaml\nlanguage: {language}\n//- /templates/page.html\n<main>\
             {{{{ page.date | date(format=\"%A, %-d %B %Y\") }}}}|{{{{ page.date | date(format=\"%a %b %y\") }}}}|\
             {{{{ page.date | date(format=\"%B\") }}}}|{{{{ page.date | date(format=\"rfc2822\") }}}}</main>\n{page}"
        ));
        built.main("a/index.html").trim_start_matches("<main>").to_owned()
    };
    let mail = "Sat, 08 Mar 2025 00:00:00 +0000";
    assert_eq!(dates("en"), format!("Saturday, 8 March 2025|Sat Mar 25|March|{mail}"));
    assert_eq!(dates("de"), format!("Samstag, 8 März 2025|Sa. Mär 25|März|{mail}"));
    assert_eq!(dates("pl"), format!("sobota, 8 marca 2025|sob. mar 25|marzec|{mail}"));
}

#[test]
fn the_guide_lists_the_words_that_are_said_without_a_template() {
    let english = include_str!("../../i18n/en.yaml");
    let (_, words) = english.split_once("\ndata:\n").expect("the words");
    let guide = include_str!("../../content/docs/languages.md");
    assert!(guide.contains(&format!("```yaml\ndata:\n{words}```\n")), "copy them into the guide");
}
