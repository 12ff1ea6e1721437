//! The examples of the guide do what the guide says of them.

use numerate::base::path::SitePath;
use numerate::base::source::Source;
use numerate::content::config;

use crate::support::{Built, build, build_clean, picture};

const CHARTS: &str = include_str!("../../content/docs/charts.md");
const CLAIMS: &str = include_str!("../../content/docs/claims.md");
const CONFIGURATION: &str = include_str!("../../content/docs/configuration.md");
const HUGO: &str = include_str!("../../content/docs/hugo.md");
const LANGUAGES: &str = include_str!("../../content/docs/languages.md");
const POSTS: &str = include_str!("../../content/docs/posts.md");
const START: &str = include_str!("../../content/docs/start.md");
const TABLES: &str = include_str!("../../content/docs/tables.md");
const TEMPLATES: &str = include_str!("../../content/docs/templates.md");

/// The code of the fences of a language, each with the text right before it.
fn fences<'g>(guide: &'g str, language: &str) -> Vec<(&'g str, &'g str)> {
    let mut found = Vec::new();
    let mut rest = guide;
    while let Some(at) = rest.find("\n```") {
        let (before, fence) = (&rest[..at], &rest[at + 1..]);
        let ticks = fence.len() - fence.trim_start_matches('`').len();
        let (info, code) = fence[ticks..].split_once('\n').expect("a line");
        let end = format!("\n{}", &fence[..ticks]);
        let (code, after) = code.split_once(&*format!("{end}\n")).expect("the end of a fence");
        let lead = before.trim_end().rsplit('\n').next().unwrap_or("");
        if info == language {
            found.push((lead, code));
        }
        rest = after;
    }
    found
}

/// The code of the fence after a line that begins so.
fn after<'g>(guide: &'g str, language: &str, lead: &str) -> &'g str {
    let found = fences(guide, language).into_iter().find(|(before, _)| before.contains(lead));
    found.unwrap_or_else(|| panic!("no fence of {language} after `{lead}`")).1
}

fn complaints(yaml: &str) -> String {
    let path = SitePath::new("numerate.yaml").expect("a path");
    let source = Source::new(path, format!("{yaml}\n"));
    let told = match config::read(Some(&source), None) {
        Ok(read) => read.warnings,
        Err(errors) => errors,
    };
    picture(&told)
}

#[test]
fn every_example_of_a_configuration_is_one() {
    let mut count = 0;
    for (lead, yaml) in fences(CONFIGURATION, "yaml").into_iter().chain(fences(LANGUAGES, "yaml")) {
        // What stands in front matter or in `i18n/`.
        if lead.contains("front matter: `menu") || yaml.starts_with("data:\n  title") {
            continue;
        }
        assert_eq!(complaints(yaml), "", "{yaml}");
        count += 1;
    }
    assert!(count > 8, "{count}");
}

#[test]
fn the_keys_that_hugos_become_are_keys() {
    let schema: serde_json::Value = serde_json::from_str(config::SCHEMA).expect("JSON");
    let (_, table) = HUGO.split_once("## Settings\n").expect("the table");
    let mut count = 0;
    for row in table.lines().filter(|line| line.starts_with("| `")) {
        let own = row.trim_end_matches('|').rsplit('|').next().expect("two columns");
        for key in own.split('`').skip(1).step_by(2).filter(|key| *key != "to") {
            let is_path = |c: char| c.is_ascii_lowercase() || matches!(c, '_' | '.');
            if key.chars().all(is_path) {
                assert!(knows(&schema, key), "`{key}` is no key of the configuration");
            } else {
                let (path, value) = key.split_once(": ").expect("a value");
                let yaml = path
                    .rsplit('.')
                    .fold(value.to_owned(), |value, key| format!("{{{key}: {value}}}"));
                assert_eq!(complaints(&yaml), "", "{key}");
            }
            count += 1;
        }
    }
    assert!(count > 20, "{count}");
}

/// Does the schema have a key at this path, anywhere below `languages` too?
fn knows(schema: &serde_json::Value, path: &str) -> bool {
    // The names of menus and languages are the author's.
    let path = path.strip_suffix(".main").unwrap_or(path).replace("languages.de.", "languages.");
    let (last, above) = path.rsplit_once('.').map_or((&*path, ""), |(above, last)| (last, above));
    let text = schema.to_string();
    let is_there = |key: &str| text.contains(&format!("\"{key}\":"));
    above.split('.').filter(|key| !key.is_empty()).all(is_there) && is_there(last)
}

/// The site that the page "Coming from Hugo" changes templates of.
fn with_template(name: &str, template: &str, text: &str) -> Built {
    build_clean(&format!(
        "//- /templates/{name}\n{template}\n//- /content/posts/a/index.md\n---\ntitle: A post\ndate: 2025-03-08\n\
         params: {{cover: /c.svg}}\n---\n{text}\n//- /content/posts/a/rows.csv\nn\n1\n//- /content/posts/b.md\n---\ntitle: B\ndate: 2025-03-07\n---\nText of B.\n"
    ))
}

#[test]
fn the_templates_that_were_hugos_show_what_hugos_show() {
    let list = after(HUGO, "html", "The same as `templates/posts/section.html`");
    let built = with_template("posts/section.html", list, "Text.");
    let main = built.main("posts/index.html");
    for shown in [
        "<h1>Posts</h1>",
        "<h2><a href=\"/posts/a/\">A post</a></h2>",
        "<time datetime=\"2025-03-08\">8 Mar 2025</time>",
        "<img src=\"/c.svg\" alt=\"\">",
        "<p>Text of B.</p>",
    ] {
        assert!(main.contains(shown), "{shown}\n{main}");
    }

    let files = fences(HUGO, "html").into_iter().find(|(_, code)| code.contains("page.files"));
    let files = format!("<main>{}</main>", files.expect("the example").1);
    let built = with_template("page.html", &files, "Text.");
    assert!(
        built
            .main("posts/a/index.html")
            .contains("<li><a href=\"/posts/a/rows.csv\">rows.csv</a></li>"),
        "{}",
        built.main("posts/a/index.html")
    );

    let quote = after(HUGO, "html", "The same as `templates/markup/blockquote.html`");
    let built =
        with_template("markup/blockquote.html", quote, "> [!NOTE]\n> Alert.\n\nand\n\n> Quote.");
    let main = built.main("posts/a/index.html");
    assert!(main.contains("<aside class=\"note\"><p>Alert.</p>\n</aside>"), "{main}");
    assert!(main.contains("<blockquote><p>Quote.</p>\n</blockquote>"), "{main}");

    let notice = after(HUGO, "html", "The same as `templates/shortcodes/notice.html`");
    let built = with_template(
        "shortcodes/notice.html",
        notice,
        "{{< notice kind=\"tip\" >}}\n*Well*\n{{< /notice >}}",
    );
    let main = built.main("posts/a/index.html");
    assert!(main.contains("<aside class=\"tip\">"), "{main}");
    assert!(main.contains("<p><em>Well</em></p>"), "{main}");
}

/// What a line of the table says in Tera, each made whole, but for tags that a template has once.
fn said_in_tera(row: &str) -> Vec<String> {
    let row = row.replace("\\|", "\u{1}");
    let own = row.trim_end_matches('|').rsplit('|').next().expect("two columns");
    let whole = |code: &str| {
        let is_named = ["{% extends", "{% block"].iter().any(|tag| code.starts_with(tag));
        if is_named || code.contains('/') || code == "section.html" {
            return None;
        }
        let end = match code {
            _ if code.starts_with("{% if") => "{% endif %}",
            _ if code.starts_with("{% for") && !code.contains("endfor") => "{% endfor %}",
            _ => "",
        };
        let is_tag = code.starts_with('{');
        let code = code.replace('\u{1}', "|");
        let plain = || format!("{{% if {code} %}}{{% endif %}}\n");
        Some(if is_tag { format!("{code}{end}\n") } else { plain() })
    };
    own.split('`').skip(1).step_by(2).filter_map(whole).collect()
}

#[test]
fn what_go_says_can_be_said_in_tera_as_the_table_says() {
    let (_, table) = HUGO.split_once("| Go | Tera |\n").expect("the table");
    let [mut page, mut section, mut home] = [const { String::new() }; 3];
    for code in table.lines().take_while(|line| line.starts_with('|')).flat_map(said_in_tera) {
        let template = match &code {
            code if code.contains("list.") => &mut section,
            code if code.contains("recent") => &mut home,
            _ => &mut page,
        };
        template.push_str(&code);
    }
    assert!(![&page, &section, &home].iter().any(|text| text.is_empty()));
    let built = build_clean(&format!(
        "//- /templates/page.html\n<main>{page}</main>\n//- /templates/section.html\n{section}\n//- /templates/home.html\n{home}\n\
         //- /content/posts/a.md\n---\ntitle: A\ndate: 2025-03-08\ntags: [x]\nparams: {{color: red, author: Ada}}\n---\nText.\n"
    ));
    let main = built.main("posts/a/index.html");
    for shown in ["A", "red", "Ada", "8 March 2025", "/posts/a/", "<p>Text.</p>"] {
        assert!(main.contains(shown), "{shown}\n{main}");
    }
}

#[test]
fn the_first_five_minutes_go_as_they_are_told() {
    let data = after(START, "csv", "Save this as `data/downloads.csv`");
    let post = after(START, "markdown", "Save this as `content/posts/a-good-quarter.md`");
    let chart = after(START, "markdown", "Add this to the end of the post");
    let site = |post: &str| {
        format!("//- /data/downloads.csv\n{data}\n//- /content/posts/a-good-quarter.md\n{post}\n")
    };
    build_clean(&site(post));
    let built = build_clean(&site(&format!("{post}\n\n{chart}")));
    assert!(built.file("posts/a-good-quarter/index.html").contains("Downloads grew 2.5 times"));
    let broken = build(&site(&post.replace("[2.5 times]", "[2.7 times]")));
    let told = picture(&broken.report.diagnostics);
    let (title, place) = (
        "the text says `2.7 times`, but the data says `2.5 times` (2.5)",
        "a-good-quarter.md:13:2",
    );
    assert!(told.contains(title) && told.contains(place), "{told}");
    let shown = after(START, "text", "The build fails and says where and why");
    assert!(shown.contains(title) && shown.contains(place), "{shown}");
}

#[test]
fn what_charts_tables_and_claims_show_as_code_is_on_their_pages_too() {
    let mut count = 0;
    for (name, guide) in [("charts", CHARTS), ("tables", TABLES), ("claims", CLAIMS)] {
        let is_shown = |fence: &str| ["markdown", "yaml", "text"].contains(&fence);
        // The page as it is built, without what is only shown of it.
        let mut built = guide.to_owned();
        let shown = ["markdown", "yaml", "text"].map(|language| fences(guide, language));
        for (_, code) in shown.iter().flatten() {
            for ticks in ["````", "```"] {
                for language in ["markdown", "yaml", "text"].into_iter().filter(|l| is_shown(l)) {
                    built = built.replace(&format!("{ticks}{language}\n{code}\n{ticks}\n"), "");
                }
            }
        }
        let [markdown, yaml, _] = shown;
        for (_, code) in markdown {
            // The age of data is told of the day that the page sees, which is none for a page of the guide.
            if code.contains("fresh:") {
                continue;
            }
            for part in code.split("\n\n").filter(|part| part.starts_with(['`', '|'])) {
                assert!(built.contains(part), "{name}: not on the page\n{part}");
            }
            count += 1;
        }
        for (_, code) in yaml {
            let chart = format!("```yaml chart\n{code}\n");
            assert!(built.contains(&chart), "{name}: no chart begins so\n{code}");
            count += 1;
        }
    }
    assert!(count > 14, "{count}");
}

#[test]
fn the_examples_of_posts_are_posts() {
    let front = fences(POSTS, "yaml")[0].1;
    let told = |text: &str| {
        format!(
            "//- /data/usage.csv\nmonth,tokens\n2024-01-01,2\n2025-01-01,152\n//- /content/rise/rain.png\n\
             //- /content/rise/index.md\n{text}\n"
        )
    };
    let hidden = build_clean(&told(&format!("{front}\nText.")));
    assert!(!hidden.files.contains_key("rise/index.html"), "it is a draft");
    let front = front.replace("draft: true\n", "");
    let query = "```sql growth\nSELECT max(tokens) / min(tokens) AS ratio FROM usage\n```";
    let examples: Vec<String> = fences(POSTS, "markdown")
        .into_iter()
        .map(|(_, code)| code.replace("/*", "").replace("*/", ""))
        .collect();
    assert_eq!(examples.len(), 3);
    let text = examples.join("\n\n").replace("linenostart=10}", "linenostart=10}\nx = 1\n```");
    let text = text.replace("[numbers](q:growth.ratio)", "[76x](q:growth.ratio)");
    let built = build(&told(&format!("{front}\n{query}\n\n{text}")));
    let codes: Vec<_> = built.report.diagnostics.iter().map(|report| report.code).collect();
    assert_eq!(codes, ["link/not-an-image"], "the picture is empty here");
    let main = built.main("rise/index.html");
    for shown in [
        "<span class=\"lnt\">10\n",
        "alert-warning",
        "Mind the scale",
        "<p>In March.</p>",
        "<summary>The method</summary>",
        ">76x</data>",
    ] {
        assert!(main.contains(shown), "{shown}\n{main}");
    }
}

#[test]
fn the_templates_for_parts_of_a_text_do_what_the_guide_says() {
    let link = after(TEMPLATES, "html", "marks links that lead away");
    let built =
        with_template("markup/link.html", link, "[a](https://example.com/ \"T\") [b](../b.md)");
    let main = built.main("posts/a/index.html");
    assert!(
        main.contains("<a href=\"https://example.com/\" title=\"T\" rel=\"external\">a</a>"),
        "{main}"
    );
    assert!(main.contains("<a href=\"/posts/b/\">b</a>"), "{main}");
    let diagram = after(TEMPLATES, "html", "leaves a diagram to a script");
    let name = "markup/codeblock-mermaid.html";
    let built = with_template(name, diagram, "```mermaid\na --> b\n```");
    let main = built.main("posts/a/index.html");
    assert!(main.contains("<pre class=\"mermaid\">a --&gt; b"), "{main}");
}
