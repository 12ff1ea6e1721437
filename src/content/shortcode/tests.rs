//! Tests of shortcodes.

use super::{Answer, Call, Expanded, expand};
use crate::base::diagnostic::Diagnostic;
use crate::base::source::Span;
use crate::content::body::Fragment;

/// Shows a call as `[name arg key=value|inner]`.
fn shown(call: &Call) -> (Answer, Option<Diagnostic>) {
    let args: Vec<String> = call
        .args
        .iter()
        .map(|(name, value)| match name {
            Some(name) => format!(" {name}={value}"),
            None => format!(" {value}"),
        })
        .collect();
    let inner = call.inner.as_ref().map_or_else(String::new, |inner| format!("|{inner}"));
    let text = format!("[{}{}{inner}]", call.name, args.concat());
    (Answer::Text(text), None)
}

fn expanded(text: &str) -> Expanded {
    let (expanded, diagnostics) = expand(text, 0, &shown);
    assert_eq!(diagnostics, []);
    expanded
}

fn filled(text: &str) -> String {
    let expanded = expanded(text);
    expanded.fill(&expanded.text)
}

#[test]
fn arguments_are_read_as_hugo_reads_them() {
    for (text, expected) in [
        ("{{< g one 2 >}}", "[g one 2]"),
        ("{{<g 1>}}", "[g 1]"),
        ("{{< g a=1 b=\"two words\" />}}", "[g a=1 b=two words]"),
        ("{{< g `raw \"q\"` \"esc \\\"q\\\"\" >}}", "[g raw \"q\" esc \"q\"]"),
        ("{{< g\n  multi >}}", "[g multi]"),
        ("{{% a/b-c x.md#y %}}", "[a/b-c x.md#y]"),
        ("{{</* g x */>}} {{%/* m */%}}", "{{< g x >}} {{% m %}}"),
        ("`{{< g >}}` {{ x }} {{", "`[g]` {{ x }} {{"),
        ("{{< g a = 1 b= \"x\"\n c =`y` >}}", "[g a=1 b=x c=y]"),
        ("{{< g a=http://x.y/?b=1&c=\"2\" />}}", "[g a=http://x.y/?b=1&c=\"2\"]"),
        ("{{< g \"a\\n\\\\b\" \"\\\"\" >}}", "[g a\\n\\\\b \"]"),
    ] {
        assert_eq!(filled(text), expected, "{text}");
    }
}

#[test]
fn an_end_closes_the_nearest_call_of_its_name() {
    let text = "{{< w >}}a {{< g >}} b{{< w >}}c{{< /w >}}{{< /w >}} {{% w %}}d{{% /w %}}";
    assert_eq!(filled(text), "[w|a [g] b[w|c]] [w|d]");
}

#[test]
fn mistakes_are_placed() {
    for (text, code, range) in [
        ("a {{< g 1 a=2 >}}", "shortcode/mixed", 10..13),
        ("a {{< /w >}}", "shortcode/not-open", 2..12),
        ("{{< >}}", "shortcode/no-name", 0..3),
        ("é {{< g \"a >}}", "shortcode/unclosed-quote", 9..10),
        ("{{< g \"a\nb\" >}}", "shortcode/unclosed-quote", 6..7),
        ("{{< g `a\nb >}}", "shortcode/unclosed-quote", 6..7),
        ("{{< g a='b c' >}}{{< /g >}}", "shortcode/mixed", 11..13),
        ("{{< /* g */ >}}", "shortcode/no-name", 0..3),
        ("{{< g 1 }} {{< g 2 >}}", "shortcode/unclosed-tag", 0..3),
        ("{{< g 1 {{< g 2 >}}", "shortcode/unclosed-tag", 0..3),
        ("{{< g", "shortcode/unclosed-tag", 0..3),
        ("{{< g 1 %}}", "shortcode/unclosed-tag", 0..3),
        ("{{</* g", "shortcode/unclosed-tag", 0..3),
    ] {
        let (_, diagnostics) = expand(text, 0, &shown);
        let found: Vec<_> =
            diagnostics.iter().map(|error| (error.code, error.labels[0].span.range())).collect();
        assert_eq!(found, [(code, range)], "{text}");
    }
}

#[test]
fn places_lead_back_to_the_source() {
    let text = "ab {{% w %}}cd{{% /w %}} ef";
    let expanded = expanded(text);
    assert_eq!(expanded.text, "ab [w|cd] ef");
    let located = |word: &str| {
        let at = expanded.text.find(word).expect("it is there");
        &text[expanded.locate(Span::new(at, at + word.len())).range()]
    };
    assert_eq!([located("ab"), located("cd"), located("ef")], ["ab", "cd", "ef"]);
    assert_eq!(located("[w|"), "{{% w %}}");
}

#[test]
fn a_fragment_has_exact_places_unless_a_call_gave_a_part_of_it() {
    let text = "{{% a-long-name-of-a-call %}} SELECT x, {{< g y >}} z";
    let expanded = expanded(text);
    let fragment = |word: &str| {
        let at = expanded.text.find(word).expect("it is there");
        let mut fragment = Fragment { span: (at..at + word.len()).into(), ..Fragment::default() };
        fragment.push(word, at..at + word.len());
        expanded.relocate(&mut fragment);
        fragment
    };
    let exact = fragment("SELECT x");
    assert_eq!(&text[exact.locate(Span::new(7, 8)).range()], "x");
    let at = expanded.text.find("SELECT").expect("it is there");
    let given = fragment(&expanded.text[at..]);
    assert_eq!(given.text, "SELECT x, [g y] z");
    assert_eq!(&text[given.locate(Span::new(0, 6)).range()], "SELECT x, {{< g y >}} z");
}
