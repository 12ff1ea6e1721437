//! Markdown against the suites of those who define it, where they are, and against examples of our own, which Hugo 0.168 has rendered.

use std::path::Path;

use numerate::base::html::escape_url_to;
use numerate::content::body::Piece;
use numerate::content::config::{
    CodeOptions, Extensions, HeadingIds, LineNumbers, MarkdownOptions,
};
use numerate::content::markdown::{Context, render};

use crate::dom::normal;

/// An example: its name, its Markdown and its HTML.
struct Example {
    name: String,
    markdown: String,
    html: String,
}

/// `CommonMark` alone, highlighting left out.
fn plain() -> MarkdownOptions {
    MarkdownOptions {
        heading_ids: HeadingIds::None,
        extensions: Extensions {
            typographer: false,
            linkify: false,
            tables: false,
            strikethrough: false,
            task_lists: false,
            footnotes: false,
            definition_lists: false,
            heading_attributes: false,
            block_attributes: false,
            alerts: false,
            emoji: false,
            hard_wraps: false,
        },
        linkify_protocol: "http".into(),
        code: CodeOptions { highlight: false, line_numbers: LineNumbers::None },
        ..MarkdownOptions::default()
    }
}

/// `CommonMark` with some extensions.
fn with(choose: impl Fn(&mut Extensions)) -> MarkdownOptions {
    let mut options = plain();
    choose(&mut options.extensions);
    options
}

fn html(markdown: &str, options: &MarkdownOptions) -> String {
    let read = render(markdown, 0, options, Context::default());
    let mut html = String::new();
    for piece in &read.body.pieces {
        match piece {
            Piece::Html(part) => html.push_str(part),
            Piece::Url(at) => escape_url_to(&read.body.references[*at].destination, &mut html),
            Piece::Size(_) => {}
            Piece::More => html.push_str("<!--more-->"),
            other => panic!("{other:?} in {markdown}"),
        }
    }
    html
}

/// The examples whose HTML is another one, with both.
fn failing(examples: &[Example], options: &MarkdownOptions) -> Vec<String> {
    let difference = |example: &Example| {
        let (found, expected) = (normal(&html(&example.markdown, options)), normal(&example.html));
        let Example { name, markdown, .. } = example;
        (found != expected)
            .then(|| format!("== {name}\n{markdown}\n-- expected\n{expected}\n-- found\n{found}\n"))
    };
    examples.iter().filter_map(difference).collect()
}

/// All must hold.
fn check(what: &str, examples: &[Example], options: &MarkdownOptions) {
    let failing = failing(examples, options);
    assert!(failing.is_empty(), "{what}\n{}", failing.join("\n"));
}

/// The examples of a JSON suite that have these flags; none where the suite is not.
fn json(name: &str, flags: &str) -> Vec<Example> {
    let path = format!("../shared/corpus/markdown/{name}.json");
    let Ok(text) = std::fs::read_to_string(path) else { return Vec::new() };
    let all: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let text = |example: &serde_json::Value, key: &str| {
        example[key].as_str().unwrap_or_default().to_owned()
    };
    let all = all.as_array().expect("a list").iter();
    all.filter(|example| text(example, "flags") == flags)
        .map(|example| Example {
            name: example["n"].to_string(),
            markdown: text(example, "markdown"),
            html: text(example, "html"),
        })
        .collect()
}

/// The examples of a text in goldmark's form.
fn text(path: &Path) -> Vec<Example> {
    let Ok(text) = std::fs::read_to_string(path) else { return Vec::new() };
    let is_rule = |line: &str, sign: &str| line.starts_with(&format!("//{sign} {sign} "));
    let mut examples = Vec::new();
    let mut parts = [String::new(), String::new(), String::new()];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if is_rule(line, "-") {
            at += 1;
        } else if is_rule(line, "=") {
            let [name, markdown, html] = std::mem::take(&mut parts);
            let name = name.trim().lines().next().unwrap_or_default().to_owned();
            examples.push(Example { name, markdown, html });
            at = 0;
        } else {
            parts[at.min(2)].push_str(line);
        }
    }
    examples
}

fn goldmark(name: &str) -> Vec<Example> {
    text(Path::new(&format!("../shared/corpus/markdown/goldmark-{name}.txt")))
}

#[test]
fn commonmark_is_followed_in_every_example() {
    check("CommonMark", &json("commonmark", ""), &plain());
}

#[test]
fn the_extensions_of_github_are_followed() {
    check("alone", &json("gfm", ""), &plain());
    for (flags, options) in [
        ("table", with(|on| on.tables = true)),
        ("disabled", with(|on| on.task_lists = true)),
        ("strikethrough", with(|on| on.strikethrough = true)),
        ("autolink", with(|on| on.linkify = true)),
    ] {
        check(flags, &json("gfm", flags), &options);
    }
    // The tag filter shows `<title>` and the like as text. Here such HTML stays, or `markdown.raw_html` says otherwise.
    assert!(failing(&json("gfm", "tagfilter"), &plain()).len() <= 1);
}

#[test]
fn the_extensions_of_goldmark_are_followed() {
    for (name, options) in [
        ("footnote", with(|on| on.footnotes = true)),
        ("linkify", with(|on| on.linkify = true)),
        ("typographer", with(|on| on.typographer = true)),
        ("definition_list", with(|on| on.definition_lists = true)),
        ("tasklist", with(|on| on.task_lists = true)),
    ] {
        check(name, &goldmark(name), &options);
    }
}

#[test]
fn what_hugo_makes_of_our_own_examples_is_made_here() {
    let examples = text(Path::new("tests/suite/markdown.txt"));
    assert!(examples.len() > 20, "{}", examples.len());
    check("own examples", &examples, &MarkdownOptions::default());
}
