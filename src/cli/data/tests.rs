use super::{is_about_data, list, query, show};
use crate::base::as_of::AsOf;
use crate::base::diagnostic::Diagnostic;
use crate::base::path::SitePath;
use crate::base::source::Source;
use crate::base::world::Memory;
use crate::data::catalog::Catalog;
use crate::pipeline::{self, Options};

const USAGE: &str = "month,tokens,note\n2024-01-01,5,a\n2024-02-01,,b\n";
const CONTRACT: &str = "\
title: Use by month
source: {producer: Example, title: A table, url: 'https://example.org/', accessed: 2025-03-08}
columns:
  tokens: {unit: tokens, description: Read and written}
key: month
";

fn catalog(files: &[(&str, &str)]) -> Catalog {
    let mut world = Memory::new(chrono::DateTime::default());
    for (path, text) in files {
        world.insert(path, text.as_bytes());
    }
    pipeline::tables(&world, &Options::default()).expect("a site").value
}

fn site() -> Catalog {
    catalog(&[
        ("data/usage.csv", USAGE),
        ("data/usage.yaml", CONTRACT),
        ("data/twice.sql", "SELECT month, tokens * 2.5 AS much FROM usage"),
    ])
}

#[test]
fn tables_and_views_are_listed() {
    assert_eq!(
        list::people(&site()),
        "\
table  file            rows  columns  size  title
usage  data/usage.csv     2        3  47 B  Use by month

view   file            columns  reads
twice  data/twice.sql        2  usage
"
    );
    let json: serde_json::Value = serde_json::from_str(&list::programs(&site())).expect("JSON");
    let expected = serde_json::json!({
        "tables": [{
            "name": "usage", "file": "data/usage.csv", "title": "Use by month", "rows": 2,
            "bytes": 47, "snapshots": [], "columns": ["month", "tokens", "note"]
        }],
        "views": [{
            "name": "twice", "file": "data/twice.sql", "reads": ["usage"],
            "columns": ["month", "much"]
        }]
    });
    assert_eq!(json, expected);
}

#[test]
fn a_site_without_tables_is_told_how_to_get_one() {
    assert_eq!(list::people(&catalog(&[])), "no tables: a CSV file in `data` is one\n");
}

#[test]
fn sizes_have_three_digits_or_so() {
    let sizes = [(999, "999 B"), (1000, "1.0 kB"), (999_949, "999.9 kB"), (999_950, "1.0 MB")];
    for (bytes, expected) in sizes {
        assert_eq!(list::size(bytes), expected);
    }
    assert_eq!(list::size(u64::MAX), "18446744.1 TB");
}

#[test]
fn a_table_is_shown_with_its_columns_and_its_source() {
    let catalog = site();
    for name in ["usage", "data/usage.csv"] {
        let named = show::find(&catalog, name).expect("there is one");
        let digest = blake3_of(USAGE);
        assert_eq!(
            show::people(named),
            format!(
                "\
table     usage
title     Use by month
holds     2 rows, 3 columns
key       month
file      data/usage.csv (47 B)
blake3    {digest}
source    Example: A table
url       https://example.org/
accessed  2025-03-08

column  kind     label   unit    min         max         nulls  description
month   date     Month           2024-01-01  2024-02-01      0
tokens  integer  Tokens  tokens  5           5               1  Read and written
note    text     Note            a           b               0
"
            )
        );
    }
}

#[test]
fn programs_get_a_table_with_typed_values() {
    let catalog = site();
    let named = show::find(&catalog, "usage").expect("there is one");
    let json: serde_json::Value = serde_json::from_str(&show::programs(named)).expect("JSON");
    assert_eq!(json["type"], "table");
    assert_eq!(json["rows"], 2);
    assert_eq!(json["key"], serde_json::json!(["month"]));
    let source = serde_json::json!({
        "producer": "Example", "title": "A table", "url": "https://example.org/",
        "licence": null, "citation": null, "accessed": "2025-03-08"
    });
    assert_eq!(json["source"], source);
    let column = serde_json::json!({
        "name": "tokens", "kind": "integer", "label": "Tokens", "unit": "tokens",
        "description": "Read and written", "min": 5, "max": 5, "nulls": 1
    });
    assert_eq!(json["columns"][1], column);
}

#[test]
fn a_view_is_shown_with_what_it_reads() {
    let catalog = site();
    let named = show::find(&catalog, "twice").expect("there is one");
    let text = show::people(named);
    assert!(text.starts_with("view   twice\nfile   data/twice.sql\nreads  usage\n"), "{text}");
    assert!(text.contains("\nmuch "), "{text}");
    let json: serde_json::Value = serde_json::from_str(&show::programs(named)).expect("JSON");
    assert_eq!((&json["type"], &json["reads"][0]), (&"view".into(), &"usage".into()));
    assert_eq!(json["columns"][0]["kind"], "date");
}

#[test]
fn a_long_value_is_cut_for_people_alone() {
    let long = "é".repeat(90);
    let catalog = catalog(&[("data/t.csv", &format!("a,b\n{long},1\nz,2\n"))]);
    let named = show::find(&catalog, "t").expect("there is one");
    let cut = format!("{}…", "é".repeat(40));
    assert!(show::people(named).contains(&cut), "{}", show::people(named));
    assert!(!show::people(named).contains(&long));
    assert!(show::programs(named).contains(&long));
}

#[test]
fn an_unknown_name_is_told_the_nearest() {
    let error = |name: &str| show::find(&site(), name).err();
    let message = |name: &str| format!("there is no table or view `{name}`");
    let unknown = |name| Diagnostic::error("data/unknown-table", message(name));
    assert_eq!(error("usges"), Some(unknown("usges").help("did you mean `usage`?")));
    let help = "`numerate data list` lists the tables and views";
    assert_eq!(error("nothing_like_it"), Some(unknown("nothing_like_it").help(help)));
}

#[test]
fn an_answer_tells_null_from_empty_and_what_was_read() {
    let catalog = site();
    let answer =
        |sql| query::people(&catalog.session(AsOf::Latest, &[]).run(sql).expect("an answer"));
    assert_eq!(
        answer("SELECT month, tokens, '' AS blank, note FROM usage ORDER BY month"),
        "\
month       tokens  blank  note
2024-01-01       5         a
2024-02-01    NULL         b

2 rows from 2 rows of usage
"
    );
    assert_eq!(answer("SELECT 1.50 AS n"), "   n\n1.50\n\n1 row\n");
    let none = "SELECT month FROM twice WHERE much < 0";
    assert_eq!(answer(none), "month\n\nno rows from 2 rows of usage\n");
}

#[test]
fn warnings_about_pages_are_not_told() {
    let warning = |path: &str| {
        let source = Source::new(SitePath::new(path).expect("valid"), "x");
        Diagnostic::warning("a/b", "odd").at(0..1).within(&source)
    };
    assert!(is_about_data(&warning("data/a.csv")));
    assert!(!is_about_data(&warning("numerate.yaml")));
    assert!(!is_about_data(&Diagnostic::warning("a/b", "odd")));
}

fn blake3_of(text: &str) -> String {
    crate::base::digest::Digest::of(text.as_bytes()).to_string()
}
