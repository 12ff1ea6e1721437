//! Tests of the three readers and of [`Fields`](super::Fields).

use proptest::prelude::{ProptestConfig, proptest};
use proptest::test_runner::RngSeed;

use super::{Fields, Node, Value, json, toml, yaml};
use crate::base::diagnostic::Diagnostic;

/// Keys and scalars of a tree with the source text of their spans, one per line.
fn outline(node: &Node, text: &str) -> String {
    fn walk(node: &Node, text: &str, depth: usize, out: &mut String) {
        use std::fmt::Write as _;
        match &node.value {
            Value::Map(entries) => {
                for entry in entries {
                    let key = &text[entry.key_span.range()];
                    writeln!(out, "{:depth$}{} @{key}", "", entry.key).expect("a String takes all");
                    walk(&entry.value, text, depth + 1, out);
                }
            }
            Value::List(items) => items.iter().for_each(|item| walk(item, text, depth + 1, out)),
            value => {
                let place = &text[node.span.range()];
                writeln!(out, "{:depth$}{value:?} @{place}", "").expect("a String takes all");
            }
        }
    }
    let mut out = String::new();
    walk(node, text, 0, &mut out);
    out
}

/// The first report: its code, and the text at each of its labels.
fn complaint(result: Result<Node, Vec<Diagnostic>>, text: &str) -> String {
    let diagnostics = result.expect_err("there is a mistake");
    let show = |diagnostic: &Diagnostic| {
        assert!(diagnostic.help.is_some(), "{diagnostic:?} says what to do");
        let places: Vec<&str> =
            diagnostic.labels.iter().map(|label| &text[label.span.range()]).collect();
        format!("{} {places:?}", diagnostic.code)
    };
    diagnostics.iter().map(show).collect::<Vec<_>>().join("; ")
}

fn yaml_complaint(text: &str) -> String {
    complaint(yaml(text), text)
}

#[test]
fn places_are_bytes_also_after_characters_of_several() {
    let text = "tïtle: \"Zürich ✓\" # ü\r\ntags: [α, 'β''s' ]\nn: 1.10\n";
    let outline = outline(&yaml(text).expect("valid"), text);
    assert_eq!(
        outline,
        "tïtle @tïtle\n Text(\"Zürich ✓\") @\"Zürich ✓\"\ntags @tags\n  Text(\"α\") @α\n  Text(\"β's\") @'β''s'\nn @n\n Float(1.1) @1.10\n"
    );
}

#[test]
fn a_block_scalar_is_placed_at_its_content() {
    let text = "a: |\n  one\n  two\n\nb: >-\n  three\n  four\n";
    let outline = outline(&yaml(text).expect("valid"), text);
    assert_eq!(
        outline,
        "a @a\n Text(\"one\\ntwo\\n\") @one\n  two\nb @b\n Text(\"three four\") @three\n  four\n"
    );
}

#[test]
fn collections_are_placed_without_what_follows() {
    let text = "m:\n  a: 1\n  b: [1, {x: y}]\n\n# c\nl:\n- p\n- q\n\nf: &f {k: v} \ne: []\n";
    let node = yaml(text).expect("valid");
    let place = |key| &text[node.get(key).expect("given").span.range()];
    assert_eq!(place("m"), "a: 1\n  b: [1, {x: y}]");
    assert_eq!(place("l"), "p\n- q");
    assert_eq!(place("f"), "{k: v}");
    assert_eq!(place("e"), "[]");
}

#[test]
fn anchors_aliases_and_tags() {
    let text = "a: &x [1, 2]\nb: *x\nc: !!str 12\nd: &t text\n*t : e\n";
    let outline = outline(&yaml(text).expect("valid"), text);
    assert_eq!(
        outline,
        "a @a\n  Integer(1) @1\n  Integer(2) @2\nb @b\n  Integer(1) @1\n  Integer(2) @2\nc @c\n Text(\"12\") @12\nd @d\n Text(\"text\") @text\ntext @*t\n Text(\"e\") @e\n"
    );
    assert_eq!(yaml_complaint("a: *x y\n"), "yaml/alias [\"*x\"]");
    assert_eq!(yaml_complaint("a: &a [*a]\n"), "yaml/alias [\"*a\"]");
    assert_eq!(yaml_complaint("a: !Ref b\n"), "yaml/tag [\"b\"]");
}

#[test]
fn merge_keys_give_way_to_what_is_given_outright() {
    let text = "b: &b {x: 1, y: 2}\nc: &c {z: 1, y: 4}\nv:\n  <<: [*b, *c]\n  z: 3\n";
    let node = yaml(text).expect("valid");
    let merged = node.get("v").expect("given");
    let value = |key| merged.get(key).map(|node| node.value.clone());
    assert_eq!(value("x"), Some(Value::Integer(1)));
    assert_eq!(value("y"), Some(Value::Integer(4)));
    assert_eq!(value("z"), Some(Value::Integer(3)));
    assert_eq!(yaml_complaint("a:\n  <<: 1\n"), "yaml/merge [\"1\", \"<<\"]");
}

#[test]
fn bombs_and_towers_are_refused() {
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..9 {
        let below = format!("*a{}", level - 1);
        let items = vec![below; 10].join(", ");
        bomb.extend([format!("a{level}: &a{level} [{items}]\n")]);
    }
    assert!(yaml_complaint(&bomb).starts_with("yaml/alias"));
    let tower = format!("{}1{}", "[".repeat(200), "]".repeat(200));
    assert!(yaml_complaint(&tower).starts_with("yaml/depth"));
    assert!(complaint(json(&tower), &tower).starts_with("json/depth"));
    let tower = format!("{}1{}", "[".repeat(20_000), "]".repeat(20_000));
    assert!(complaint(json(&tower), &tower).starts_with("json/"));
    assert!(complaint(toml(&format!("a = {tower}")), &format!("a = {tower}")).starts_with("toml/"));
}

#[test]
fn every_slip_in_yaml_is_named_at_its_place() {
    let cases = [
        ("title: a: b\n", r#"yaml/colon ["a: b"]"#),
        ("über: \"x\"\ntitle: ä: b  \n", r#"yaml/colon ["ä: b"]"#),
        ("title:a\ndate: b\n", r#"yaml/colon [":"]"#),
        ("x: y\ntitle:a\ndate: b\n", r#"yaml/colon [":"]"#),
        ("a:\n\tb: 1\n", r#"yaml/tab ["\t"]"#),
        ("title: 1\n\tx: 2\n", r#"yaml/tab ["\t"]"#),
        ("title: \"abc\nx: 1\n", r#"yaml/unclosed-quote ["\"abc"]"#),
        ("title: 'abc\n", r#"yaml/unclosed-quote ["'abc"]"#),
        ("a: 'it's'\n", r#"yaml/after-quote ["s'"]"#),
        ("a: \"x\" y\n", r#"yaml/after-quote ["y"]"#),
        ("x: [a, b\ny: 2\n", r#"yaml/unclosed-bracket ["["]"#),
        ("a: {b: 1\nc: 2\n", r#"yaml/unclosed-bracket ["{"]"#),
        ("x: [a, b", r#"yaml/unclosed-bracket ["["]"#),
        ("a: ]\n", r#"yaml/bracket ["]"]"#),
        ("a: b\n c: d\n", r#"yaml/indentation ["c: d"]"#),
        ("m:\n    a: 1\n  b: 2\n", r#"yaml/indentation ["b: 2"]"#),
        ("- a\nb: c\n", r#"yaml/indentation ["b: c"]"#),
        ("a: @x\n", r#"yaml/reserved ["@x"]"#),
        ("a: `x`\n", r#"yaml/reserved ["`x`"]"#),
        ("a: %x\n", r#"yaml/reserved ["%x"]"#),
        ("a: \"\\q\"\n", r#"yaml/escape ["\"\\q\""]"#),
        ("a: - b\n", r#"yaml/syntax ["-"]"#),
        ("a: b\nc\nd: e\n", r#"yaml/no-key ["c"]"#),
        ("a: b\nc\n", r#"yaml/no-key ["c"]"#),
        ("k: a #b\n  c\n", r##"yaml/syntax ["#b"]"##),
        ("title: {{ x }}\n", r#"yaml/complex-key ["{"]"#),
        ("a: 1\n---\nb: 2\n", r#"yaml/second-document ["---"]"#),
        (
            "a: 1\nb: 2\na: 3\nb: 4\n",
            r#"yaml/duplicate-key ["a", "a"]; yaml/duplicate-key ["b", "b"]"#,
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(yaml_complaint(text), expected, "{text:?}");
    }
}

#[test]
fn an_empty_text_is_nothing() {
    for text in ["", "  \n", "# only a comment\n"] {
        assert_eq!(yaml(text).expect("valid").value, Value::Null);
    }
}

#[test]
fn toml_keeps_order_places_and_times() {
    let text = "title = \"Ü\"\ndate = 2024-01-02 03:04:05Z\n[params]\nz = 0x1F\na = 1.5\n[[params.m]]\nk = 'v'\n";
    let outline = outline(&toml(text).expect("valid"), text);
    assert_eq!(
        outline,
        "title @title\n Text(\"Ü\") @\"Ü\"\ndate @date\n Time(\"2024-01-02 03:04:05Z\") @2024-01-02 03:04:05Z\nparams @params\n z @z\n  Integer(31) @0x1F\n a @a\n  Float(1.5) @1.5\n m @m\n   k @k\n    Text(\"v\") @'v'\n"
    );
}

#[test]
fn slips_in_toml_are_named_at_their_place() {
    let cases = [
        ("a = 1\na = 2\n", r#"toml/duplicate-key ["a", "a"]"#),
        ("[a]\nx = 1\n[b]\n[a]\n", r#"toml/duplicate-key ["a", "a"]"#),
        ("title = \"abc\nx = 1\n", r#"toml/syntax [""]"#),
        ("title = abc\n", r#"toml/syntax ["abc"]"#),
        ("x = [1, 2\n", r#"toml/syntax [""]"#),
        ("x = 99999999999999999999\n", r#"toml/number ["99999999999999999999"]"#),
    ];
    for (text, expected) in cases {
        let padded: String = complaint(toml(text), text);
        assert_eq!(padded, expected, "{text:?}");
    }
    let error = toml("title: x\n").expect_err("YAML is not TOML").remove(0);
    assert!(error.help.is_some_and(|help| help.contains("YAML")));
}

#[test]
fn json_keeps_places_and_is_strict() {
    let text = "{\"tïtle\": \"a\\u00fc\\n\", \"n\": [1, -2.5e1, true, null]}";
    let outline = outline(&json(text).expect("valid"), text);
    assert_eq!(
        outline,
        "tïtle @\"tïtle\"\n Text(\"aü\\n\") @\"a\\u00fc\\n\"\nn @\"n\"\n  Integer(1) @1\n  Float(-25.0) @-2.5e1\n  Boolean(true) @true\n  Null @null\n"
    );
    let cases = [
        ("{\"a\": 1,}", r#"json/syntax [","]"#),
        ("{\"a\": 1 \"b\": 2}", r#"json/syntax [""]"#),
        ("{a: 1}", r#"json/syntax ["a"]"#),
        ("{\"a\": 1, \"a\": 2}", r#"json/duplicate-key ["\"a\"", "\"a\""]"#),
    ];
    for (text, expected) in cases {
        assert_eq!(complaint(json(text), text), expected, "{text:?}");
    }
}

#[test]
fn fields_give_values_and_collect_what_is_wrong() {
    let text = "kind: lin\nx: month\ny: 3\nsize: -1\nlog: yes\ntitel: T\ninner: {widht: 2, depth: 1}\ntags: [a, 2024, 1.10, {}]\nempty:\n";
    let node = yaml(text).expect("valid");
    let mut fields = Fields::new(&node, "a chart");
    assert_eq!(fields.text("x").map(|x| x.value).as_deref(), Some("month"));
    assert!(fields.text("y").is_none());
    assert!(fields.one_of("kind", &[("line", 1), ("bar", 2)]).is_none());
    assert!(fields.count("size").is_none());
    assert!(fields.boolean("log").is_none());
    assert!(fields.text("empty").is_none());
    assert!(fields.text("title").is_none());
    let depth = fields.nested("inner", |inner| (inner.integer("width"), inner.integer("depth")));
    assert_eq!(depth.and_then(|(_, depth)| depth).map(|depth| depth.value), Some(1));
    let tags = fields.texts("tags", text).unwrap_or_default();
    assert_eq!(tags.iter().map(|tag| tag.as_str()).collect::<Vec<_>>(), ["a", "2024", "1.10"]);
    fields.require("query");
    let reports: Vec<String> = fields
        .finish()
        .into_iter()
        .map(|d| {
            format!(
                "{} | {} | {}",
                d.message,
                &text[d.labels[0].span.range()],
                d.help.unwrap_or_default()
            )
        })
        .collect();
    assert_eq!(
        reports,
        [
            "`y` takes a text, not a whole number | 3 | put the value in quotes",
            "`kind` cannot be `lin` | lin | did you mean `line`?",
            "`size` cannot be negative | -1 | write a number from 0 up",
            "`log` takes `true` or `false`, not a text | yes | write `true` or `false`",
            "`inner` has no key `widht` | widht | did you mean `width`?",
            "`tags` takes a list of texts, not a map | {} | write `[one, two]`",
            &format!(
                "a chart needs the key `query` | {} | add `query: …`",
                &text[node.span.range()]
            ),
            "a chart has no key `titel` | titel | did you mean `title`?",
        ]
    );
}

#[test]
fn keys_that_differ_in_case_alone_are_the_same_on_demand() {
    let node = yaml("Title: a\ntitle: b\n").expect("valid");
    let mut fields = Fields::new(&node, "front matter").folding_case();
    assert!(fields.text("title").is_some());
    let codes: Vec<_> = fields.finish().iter().map(|d| d.code).collect();
    assert_eq!(codes, ["key/duplicate", "key/unknown"]);
}

/// Fails unless every place in the tree is a part of the text.
fn assert_placed(node: &Node, text: &str) {
    assert!(text.get(node.span.range()).is_some(), "{node:?}");
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| assert_placed(item, text)),
        Value::Map(entries) => {
            for entry in entries {
                assert!(text.get(entry.key_span.range()).is_some(), "{entry:?}");
                assert_placed(&entry.value, text);
            }
        }
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 150,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(1),
        ..ProptestConfig::default()
    })]

    #[test]
    fn whatever_the_text_places_lie_in_it(
        text in "(a|é|1|ü 日|\\{|\\}|\\[|\\]|: |:|- |\"|'|\n|\r\n|\n  |\n\t| |&a |\\*a|!x |!!str |#|\\||>|@|%|`|\\\\|,|~|<<|=|\\?|---|\\.\\.\\.){0,24}"
    ) {
        for result in [yaml(&text), toml(&text), json(&text)] {
            match result {
                Ok(node) => assert_placed(&node, &text),
                Err(diagnostics) => {
                    let labels = diagnostics.iter().flat_map(|diagnostic| &diagnostic.labels);
                    for label in labels {
                        assert!(text.get(label.span.range()).is_some(), "{label:?}");
                    }
                }
            }
        }
    }
}
