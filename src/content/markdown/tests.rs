//! Markdown features, one input and the HTML it gives each.

use super::{Context, Read, inline, render};
use crate::content::body::{Body, Piece};
use crate::content::config::Config;

fn body(markdown: &str) -> Body {
    let Read { body, diagnostics, .. } =
        render(markdown, 0, &Config::default().markdown, Context::default());
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    body
}

/// The HTML with `{…}` for holes.
fn html(markdown: &str) -> String {
    let show = |piece: &Piece| match piece {
        Piece::Html(html) => html.clone(),
        Piece::Bound(n) => format!("{{bound {n}}}"),
        Piece::BoundText(n) => format!("{{text {n}}}"),
        Piece::Figure(n) => format!("{{figure {n}}}"),
        Piece::Url(n) => format!("{{url {n}}}"),
        Piece::Size(n) => format!("{{size {n}}}"),
        Piece::Credit(n) => format!("{{credit {n}}}"),
        Piece::Made(name) => format!("{{made {name}}}"),
        Piece::More => "{more}".to_owned(),
        Piece::Cell { table, row, column } => format!("{{cell {table} {row} {column}}}"),
    };
    body(markdown).pieces.iter().map(show).collect()
}

#[test]
fn blocks_are_written_as_hugo_writes_them() {
    let cases = [
        ("a *b* **c** `d`\n", "<p>a <em>b</em> <strong>c</strong> <code>d</code></p>\n"),
        ("- a\n- b\n", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        (
            "- [x] a\n",
            "<ul>\n<li><input checked=\"\" disabled=\"\" type=\"checkbox\"> a</li>\n</ul>\n",
        ),
        ("3. a\n", "<ol start=\"3\">\n<li>a</li>\n</ol>\n"),
        ("> a\n", "<blockquote>\n<p>a</p>\n</blockquote>\n"),
        ("~~a~~\n", "<p><del>a</del></p>\n"),
        (
            "```x-y\n<a>\n```\n",
            "<pre tabindex=\"0\"><code class=\"language-x-y\" data-lang=\"x-y\">&lt;a&gt;\n</code></pre>\n",
        ),
        ("## A b\n", "<h2 id=\"a-b\">A b</h2>\n"),
        ("## A {#x .y}\n", "<h2 id=\"x\" class=\"y\">A</h2>\n"),
        ("\"a\" -- b...\n", "<p>“a” – b…</p>\n"),
        ("term\n: text\n", "<dl>\n<dt>term</dt>\n<dd>text</dd>\n</dl>\n"),
        ("term\n:8080 `:`\n:\n : b\n", "<p>term\n:8080 <code>:</code>\n:\n: b</p>\n"),
        ("a\n:x\n: b\n : c\n", "<dl>\n<dt>a</dt>\n<dt>:x</dt>\n<dd>b\n: c</dd>\n</dl>\n"),
        (
            "- term\n  : text\n",
            "<ul>\n<li>\n<dl>\n<dt>term</dt>\n<dd>text</dd>\n</dl>\n</li>\n</ul>\n",
        ),
        (
            "> a\n> :b\n\n```\n:c\n```\n",
            "<blockquote>\n<p>a\n:b</p>\n</blockquote>\n<pre tabindex=\"0\"><code>:c\n</code></pre>\n",
        ),
        (
            "A *b\nC* d *e*\n[f\ng](x)\n: *h\n  i*\n",
            "<dl>\n<dt>A *b</dt>\n<dt>C* d <em>e</em></dt>\n<dt>[f</dt>\n<dt>g](x)</dt>\n<dd><em>h\ni</em></dd>\n</dl>\n",
        ),
    ];
    for (markdown, expected) in cases {
        assert_eq!(html(markdown), expected, "{markdown}");
    }
}

#[test]
fn a_footnote_in_a_list_does_not_loosen_it() {
    let list = |markdown: &str| {
        let html = html(markdown);
        html.split("<div class=\"footnotes\"").next().unwrap_or("").to_owned()
    };
    let mark = "<sup id=\"fnref:1\"><a href=\"#fn:1\" class=\"footnote-ref\" role=\"doc-noteref\">1</a></sup>";
    let tight = format!("<ul>\n<li>a</li>\n<li>b{mark}</li>\n</ul>\n");
    assert_eq!(list("- a\n\n  [^1]: note\n- b[^1]\n"), tight);
    assert_eq!(list("- a\n- b[^1]\n\n[^1]: note\n"), tight);
    let loose = format!("<ul>\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b{mark}</p>\n</li>\n</ul>\n");
    assert_eq!(list("- a\n\n  [^1]: note\n\n- b[^1]\n"), loose);
    assert_eq!(list("- a\n\n- b[^1]\n\n  [^1]: note\n"), loose);
    // What is loose inside stays so.
    let inner = list("- a\n  - c\n\n  - d\n\n  [^1]: note\n- b[^1]\n");
    assert!(inner.starts_with("<ul>\n<li>a\n<ul>\n<li>\n<p>c</p>"), "{inner}");
}

#[test]
fn tables_carry_their_alignment() {
    let expected = "<table>\n<thead>\n<tr>\n<th>a</th>\n<th style=\"text-align:right\">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n<td style=\"text-align:right\">2</td>\n</tr>\n</tbody>\n</table>\n";
    assert_eq!(html("|a|b|\n|-|-:|\n|1|2|\n"), expected);
}

#[test]
fn footnotes_go_to_the_end_with_hugos_anchors() {
    let html = html("a[^x] b[^x]\n\n[^x]: note\n\nend\n");
    assert!(html.contains("<sup id=\"fnref:1\"><a href=\"#fn:1\" class=\"footnote-ref\" role=\"doc-noteref\">1</a></sup>"));
    assert!(html.contains("id=\"fnref1:1\""), "{html}");
    assert!(html.find("<p>end</p>") < html.find("<li id=\"fn:1\">"), "{html}");
    assert!(html.contains("note&#160;<a href=\"#fnref:1\" class=\"footnote-backref\""), "{html}");
}

#[test]
fn bound_numbers_leave_holes_and_know_their_places() {
    let text = "Usage grew [76x](q:growth.ratio) to [](q:growth.now).\n";
    let body = body(text);
    assert_eq!(html(text), "<p>Usage grew {bound 0} to {bound 1}.</p>\n");
    let bound = &body.bindings[0];
    assert_eq!((&*bound.text, &*bound.target), ("76x", "growth.ratio"));
    assert_eq!(&text[bound.text_span.range()], "76x");
    assert_eq!(&text[bound.target_span.range()], "growth.ratio");
    assert_eq!(body.bindings[1].text, "");
}

#[test]
fn links_into_the_site_leave_holes_and_others_do_not() {
    assert_eq!(
        html("[a](b.md) [c](https://d.e/?f&g)\n"),
        "<p><a href=\"{url 0}\">a</a> <a href=\"https://d.e/?f&amp;g\">c</a></p>\n"
    );
    assert_eq!(
        html("![a [1x](q:b.c)](d.png \"t\")\n"),
        "<p><img src=\"{url 0}\" alt=\"a {text 0}\" title=\"t\"{size 0}></p>\n"
    );
}

#[test]
fn dangerous_links_are_emptied_with_a_warning() {
    for link in [
        "javascript:alert(1)",
        "JaVaScRiPt&colon;x",
        "java&#10;script:x",
        "<&#1; javascript:x>",
        "javascript%3Ax",
        "%6Aavascript:x",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
    ] {
        let Read { body, diagnostics, .. } =
            render(&format!("[a]({link})"), 0, &Config::default().markdown, Context::default());
        assert_eq!(body.pieces, [Piece::Html("<p><a href=\"\">a</a></p>\n".into())], "{link}");
        assert_eq!(diagnostics.len(), 1, "{link}");
    }
}

#[test]
fn fences_with_a_name_are_kept_and_samples_are_shown() {
    let body =
        body("```sql q\nSELECT 1\n```\n\n```yaml chart\nkind: line\n```\n\n```yaml\na: b\n```\n");
    assert_eq!(body.queries[0].name, "q");
    assert_eq!(body.queries[0].sql.text, "SELECT 1\n");
    assert_eq!(body.figures.len(), 1);
}

#[test]
fn a_summary_mark_inside_of_something_must_be_set_apart() {
    assert_eq!(html("one\n\n<!--more-->\n\ntwo\n"), "<p>one</p>\n{more}<p>two</p>\n");
    for text in ["one <!--more--> two\n", "- one\n  <!--more-->\n", "<!--more--> two\n"] {
        let read = render(text, 0, &Config::default().markdown, Context::default());
        assert_eq!(&text[read.split.expect("a place")], "<!--more-->");
    }
}

#[test]
fn anchors_of_raw_html_are_known() {
    let body = body("<a id=\"here\"></a>\n\ntext <span name='there'>x</span>\n");
    assert_eq!(body.anchors, ["here", "there"]);
}

#[test]
fn a_short_text_stands_in_no_paragraph() {
    let options = Config::default().markdown;
    assert_eq!(
        inline("S *x* \"q\" [l](b.md)", &options),
        "S <em>x</em> “q” <a href=\"b.md\">l</a>"
    );
    assert_eq!(inline("a\n\nb", &options), "<p>a</p>\n<p>b</p>");
}

/// The addresses that become links, with or without typography.
fn linked(markdown: &str, typographer: bool) -> Vec<String> {
    let mut options = Config::default().markdown;
    options.extensions.typographer = typographer;
    let Read { body, .. } = render(markdown, 0, &options, Context::default());
    let html: String = body
        .pieces
        .iter()
        .map(|piece| match piece {
            Piece::Html(html) => html.as_str(),
            _ => "",
        })
        .collect();
    let links = html.split("<a href=\"").skip(1);
    links.filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())).collect()
}

#[test]
fn a_row_of_alignments_may_begin_with_a_colon() {
    let table = html("a|b\n:--|:-:\nc|d\n");
    assert!(table.starts_with("<table>") && table.contains("center"), "{table}");
}

#[test]
fn signs_at_the_end_of_an_address_are_taken_off_as_goldmark_does() {
    for (markdown, address) in [
        ("https://a.org/p).", "https://a.org/p"),
        ("https://a.org/(x)).", "https://a.org/(x)"),
        ("https://a.org/x,)", "https://a.org/x,"),
        ("https://a.org/x).).", "https://a.org/x)"),
        ("(see www.b.org/x?y.)", "https://www.b.org/x?y."),
        ("https://a.org/!?", "https://a.org/"),
    ] {
        assert_eq!(linked(markdown, true), [address], "{markdown}");
    }
    assert_eq!(linked("\"https://a.org\"", true).len(), 1);
    assert_eq!(linked("\"https://a.org\" 'me@x.org'", false).len(), 0, "only signs end a text");
}
