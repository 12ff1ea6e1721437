//! `fix` run twice gives the bytes that it gave once, and changes nothing but bound texts: with posts made at random.

use std::fmt::Write as _;

use numerate::base::diagnostic::Diagnostic;
use numerate::base::world::Memory;
use numerate::pipeline::{self, Fixes, Options};
use proptest::prelude::*;

use crate::support::{build_with, picture, site};

/// Forms of numbers, with a number in place of `@`.
const FORMS: [&str; 22] = [
    "@",
    "@.0",
    "@.25",
    "~@",
    "+@",
    "-@",
    "$@",
    "@ €",
    "@K",
    "@.5M",
    "@B",
    "@.1 billion",
    "@%",
    "@.5 percent",
    "@ pp",
    "@x",
    "@-fold",
    "@ times",
    "@ tokens",
    "#@",
    "@ GB",
    "1 in @",
];
const DAYS: [&str; 9] = [
    "@-03-08",
    "8 March @",
    "March @",
    "Mar @",
    "Q2 @",
    "week 11 of @",
    "H2 @",
    "@",
    "Saturday, 8 March @",
];
const OPTIONS: [&str; 9] =
    ["", "", "", "?about", "?cmp=ge", "?cmp=gt", "?cmp=le", "?cmp=lt", "?tol=1%"];
/// What may stand between bound texts.
const PROSE: [&str; 9] = [
    " and ",
    ", \\*not\\* bold, ",
    " [a](https://example.org/?q=1) ",
    "\n\n## Now ",
    "\n\n- one: ",
    " ü `[1](q:v.n0)` ",
    "\n\n> Quoted: ",
    " &amp;  ",
    "\n\n1. **first** ",
];

#[derive(Debug, Clone)]
struct Piece {
    prose: &'static str,
    text: String,
    column: usize,
    options: &'static str,
}

fn piece() -> impl Strategy<Value = Piece> {
    let form = |forms: &'static [&'static str], number: BoxedStrategy<u32>| {
        (prop::sample::select(forms), number)
            .prop_map(|(form, number)| form.replace('@', &number.to_string()))
    };
    let number = prop_oneof![
        8 => form(&FORMS, (1_u32..2000).boxed()).prop_flat_map(|text| (Just(text), 0_usize..8)),
        2 => form(&DAYS, (1990_u32..2040).boxed()).prop_flat_map(|text| (Just(text), 8_usize..9)),
        1 => ("[A-Z][a-z]{2,6}( [A-Z][a-z]{1,4})?", 9_usize..10),
    ];
    (prop::sample::select(&PROSE[..]), number, prop::sample::select(&OPTIONS[..])).prop_map(
        |(prose, (text, column), options)| {
            let options = if column < 8 { options } else { "" };
            Piece { prose, text, column, options }
        },
    )
}

fn body(pieces: &[Piece]) -> String {
    let mut body = "Text:".to_owned();
    for Piece { prose, text, column, options } in pieces {
        write!(body, "{prose}[{text}](q:v.n{column}{options})").expect("in memory");
    }
    body + ".\n"
}

/// A post whose queries give these values, with this text and a bound table with these rows.
fn post((language, values): (&str, &[i64]), body: &str, rows: &[(u32, u32)]) -> String {
    let columns = values.iter().enumerate().map(|(nth, value)| {
        let divided = ["", " / 7", " / 1000", " * 1000000", " / 3 / 1000000000"][nth % 5];
        format!("{value}{divided} AS n{nth}")
    });
    let columns = columns.collect::<Vec<_>>().join(", ");
    let table = "| [Day](q:t.day) | [N](q:t.n) |\n|---|--:|\n";
    let mut lines = String::new();
    for (day, n) in rows {
        writeln!(lines, "| {day} March 2025 | {n}K |").expect("in memory");
    }
    format!(
        "//- /numerate.yaml\nlanguage: {language}\nnumbers: {{unbound: allow}}\n//- /content/posts/a.md\n---\ntitle: A post\ndate: 2025-03-08\n---\n\
        ```sql v\nSELECT {columns}, DATE '2025-03-08' AS n8, 'Cline & *Co*' AS n9\n```\n\n\
        ```sql t\nSELECT * FROM (VALUES (DATE '2025-03-01', 12345), (DATE '2025-03-02', 999)) AS t(day, n) ORDER BY day\n```\n\n\
        {body}\n{table}{lines}"
    )
}

/// The text without what stands in the brackets of bound texts, and without rows of tables.
fn frame(text: &str) -> String {
    let (mut res, mut rest) = (String::new(), text);
    while let Some(at) = rest.find("](q:") {
        let open = rest[..at].rfind('[').expect("a bracket");
        res.push_str(&rest[..open]);
        rest = &rest[at..];
        res.push_str("](q:");
        rest = &rest[4..];
    }
    res.push_str(rest);
    res.lines().filter(|line| !line.starts_with("| ")).collect::<Vec<_>>().join("\n")
}

fn fixes(world: &Memory) -> Fixes {
    pipeline::fixes(world, &Options::default())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 60, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn what_was_fixed_is_settled(
        pieces in prop::collection::vec(piece(), 1..25),
        values in prop::collection::vec(-2_000_000_i64..2_000_000, 8),
        rows in prop::collection::vec((1_u32..29, 0_u32..100), 1..4),
        language in prop::sample::select(vec!["en", "en", "de", "fr"]),
    ) {
        let text = post((language, &values), &body(&pieces), &rows);
        let mut world = site(&text);
        let first = fixes(&world);
        for rewrite in &first.rewrites {
            prop_assert_eq!(frame(&rewrite.text), frame(&rewrite.source.text));
            world.insert(rewrite.source.path.as_str(), rewrite.text.clone());
        }
        let again = fixes(&world);
        let shown = || format!("{text}\nfixed: {:?}", first.rewrites.first().map(|it| &it.text));
        prop_assert!(again.rewrites.is_empty(), "{}\nagain: {}", shown(), again.rewrites[0].text);
        prop_assert_eq!(again.left.len(), first.left.len(), "{}{}", shown(), picture(&again.left));
        let built = build_with(&world, &Options::default());
        let errors: Vec<_> =
            built.report.diagnostics.into_iter().filter(Diagnostic::is_error).collect();
        prop_assert_eq!(errors.len(), first.left.len(), "{}{}", shown(), picture(&errors));
    }
}
