//! Random edits of what a site has besides pages, data and the templates of pages.

use super::edits::{Dice, Files};
use super::start::WORDS;

/// Two pictures of different sizes, and what is none.
pub(super) const PICTURES: [&str; 3] = ["GIF89a \0 \0\0\0\0", "GIF89a@\0 \0\0\0\0", "none"];

/// Makes a random edit, and says which.
pub(super) fn edit(files: &mut Files, dice: &mut Dice) -> String {
    let (path, text) = match dice.below(9) {
        0 | 1 => menu(dice),
        2 => setting(dice),
        3 => environment(dice),
        4 | 5 => markup(dice),
        6 => shortcode(dice),
        7 => picture(dice),
        _ => contract(dice),
    };
    let is_added = matches!(&*path, "numerate.yaml") && dice.one_in(2);
    let text = match files.get(&path) {
        // Several settings at once are where they can get in each other's way.
        Some(before) if is_added => joined(before, &text),
        _ => text,
    };
    files.insert(path.clone(), text);
    format!("more: {path}")
}

/// The configuration `before` with the keys of `text` in place of its own.
fn joined(before: &str, text: &str) -> String {
    let key = |line: &str| line.split(':').next().unwrap_or_default().to_owned();
    let new: Vec<String> = text.lines().map(key).collect();
    let kept = before.lines().filter(|line| !new.contains(&key(line)));
    kept.fold(String::new(), |all, line| all + line + "\n") + text
}

/// The menu of the configuration, or of a language.
fn menu(dice: &mut Dice) -> (String, String) {
    let (word, number) = (*dice.pick(&WORDS), dice.below(30));
    let menu = match dice.below(6) {
        0 => format!("menu: {{main: [{{name: {word}, url: /posts/}}]}}"),
        1 => format!(
            "menu: {{main: [{{page: posts/p{number}.md, weight: 2}}, {{page: /notes, weight: 1}}]}}"
        ),
        2 => format!(
            "menu: {{main: [{{name: {word}, identifier: top}}, {{page: posts/p{number}.md, parent: top}}], footer: [{{page: about.md}}]}}"
        ),
        3 => "section_menu: main".to_owned(),
        4 => format!(
            "languages: {{en: {{weight: 1}}, de: {{weight: 2, menu: {{main: [{{name: {word}, url: /de/posts/}}]}}}}}}"
        ),
        _ => format!("menu: {{main: [{{page: /tags/{word}}}, {{page: gone.md}}]}}"),
    };
    ("numerate.yaml".to_owned(), format!("title: T\nbase_url: https://example.org/\n{menu}\n"))
}

/// A setting that concerns many pages.
fn setting(dice: &mut Dice) -> (String, String) {
    let (word, number) = (*dice.pick(&WORDS), dice.below(5));
    let key = match dice.below(16) {
        0 => "markdown: {code: {line_numbers: inline}}".to_owned(),
        1 => "markdown: {code: {highlight: false}, heading_ids: blackfriday}".to_owned(),
        2 => "markdown: {raw_html: sanitize, typographer: false}".to_owned(),
        3 => "markdown: {toc: {from: 1, to: 4}, block_attributes: true}".to_owned(),
        4 => "disable_kinds: [taxonomy, rss]".to_owned(),
        5 => "outputs: {section: [html], page: [html, rss]}".to_owned(),
        6 => format!("related: {{threshold: {}, limit: {number}, include_newer: true}}", 20 * number),
        7 => "related: {indices: [{name: tags, weight: 5}, {name: title, weight: 9, type: fragments}]}"
            .to_owned(),
        8 => format!("cascade: {{params: {{word: {word}}}, description: On {word}}}"),
        9 => "cascade: [{target: {path: \"/notes/**\"}, draft: true}]".to_owned(),
        10 => "taxonomies: {tags: tag, series: series}".to_owned(),
        11 => format!("params: {{word: {word}}}\nauthor: {word}"),
        12 => "ignore_files: [\"p1*.md\", bundle]".to_owned(),
        13 => "ugly_urls: {posts: true}".to_owned(),
        14 => "front_matter: {date: [publishDate, \":default\"]}".to_owned(),
        _ => format!("numbers: {{unbound: allow}}\ndata: {{row_limit: {}}}", 1 + number),
    };
    ("numerate.yaml".to_owned(), format!("title: T\nbase_url: https://example.org/\n{key}\n"))
}

/// What is put over the configuration in one environment.
fn environment(dice: &mut Dice) -> (String, String) {
    let text = match dice.below(4) {
        0 => format!("title: {}\n", dice.pick(&WORDS)),
        1 => "build: {drafts: true}\n".to_owned(),
        2 => "base_url: https://staging.example.org/sub/\n".to_owned(),
        _ => "languages: {en: {}, de: {}}\n".to_owned(),
    };
    ("numerate.staging.yaml".to_owned(), text)
}

/// A template that writes a part of texts.
fn markup(dice: &mut Dice) -> (String, String) {
    let word = *dice.pick(&WORDS);
    let (name, text) = match dice.below(6) {
        0 => (
            "heading",
            format!(
                "<h{{{{ heading.level }}}} id=\"{{{{ heading.anchor }}}}\">{word} {{{{ heading.text }}}}</h{{{{ heading.level }}}}>"
            ),
        ),
        1 => ("codeblock", format!("<pre title=\"{word}\">{{{{ code.inner }}}}</pre>")),
        2 => ("codeblock-rust", format!("<code>{word} {{{{ code.inner }}}}</code>")),
        3 => ("blockquote", format!("<blockquote>{word} {{{{ quote.text }}}}</blockquote>")),
        4 => ("table", format!("<p>{word} {{{{ table.body | length }}}} {{{{ page.title }}}}</p>")),
        _ => (
            "link",
            "<a href=\"{{ link.url }}\">{{ site.title }}{{ t(key=\"skip\") }}</a>".to_owned(),
        ),
    };
    (format!("templates/markup/{name}.html"), text)
}

/// A template of a shortcode that includes another one, or asks for what is around it.
fn shortcode(dice: &mut Dice) -> (String, String) {
    let word = *dice.pick(&WORDS);
    let (name, text) = match dice.below(5) {
        0 => {
            ("shortcodes/note.html", "{% include \"partials/noted.html\" %}{{ inner }}".to_owned())
        }
        1 => ("partials/noted.html", format!("<b>{word}</b>")),
        2 => (
            "shortcodes/note.html",
            "<i>{{ t(key=\"skip\") }} {{ site.params.word }}</i>".to_owned(),
        ),
        3 => ("shortcodes/note.html", format!("## {word}\n\n{{{{ inner }}}}\n")),
        _ => ("shortcodes/figure.html", format!("<figure>{word}</figure>")),
    };
    (format!("templates/{name}"), text)
}

/// A picture beside a page, whose size the page tells.
fn picture(dice: &mut Dice) -> (String, String) {
    let name = *dice.pick(&["bundle/apple.gif", "basin.gif", "bundle/a.svg"]);
    let text = if name.ends_with("svg") {
        format!("<svg width=\"{}\" height=\"9\"/>", dice.below(90) + 1)
    } else {
        (*dice.pick(&PICTURES)).to_owned()
    };
    (format!("content/posts/{name}"), text)
}

/// What is known of a table: its words, units, and what its cells may be.
fn contract(dice: &mut Dice) -> (String, String) {
    let (word, number) = (*dice.pick(&WORDS), dice.below(60));
    let (table, text) = match dice.below(7) {
        0 => ("usage", format!("title: {word}\ncolumns:\n  n: {{type: integer, unit: percent}}\n")),
        1 => ("usage", format!("source: {{producer: {word}, licence: MIT}}\n")),
        2 => ("apps", "key: [name]\n".to_owned()),
        3 => ("apps", format!("columns:\n  name: {{type: text, one_of: [a, b, {word}]}}\n")),
        4 => ("apps", format!("columns:\n  n: {{type: integer, max: {number}, label: {word}}}\n")),
        5 => ("usage", "fresh_within: 30 days\n".to_owned()),
        _ => ("totals", "null_values: [\"0\"]\n".to_owned()),
    };
    (format!("data/{table}.yaml"), text)
}
