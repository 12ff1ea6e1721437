mod blocks;
mod cached;
mod files;

use super::{Table, load};
use crate::base::diagnostic::{Diagnostic, Staged};
use crate::base::node::yaml;
use crate::base::path::SitePath;
use crate::base::source::Source;
use crate::base::world::Memory;
use crate::data::contract::Contract;

fn table(csv: &str, contract: &str) -> Staged<Table> {
    let mut world = Memory::new(chrono::DateTime::default());
    world.insert("data/t.csv", csv);
    let path = SitePath::new("data/t.csv").expect("valid");
    let source = Source::new(SitePath::new("data/t.yaml").expect("valid"), contract);
    let contract = Contract::read(&yaml(contract).expect("YAML"), &source).expect("sound");
    load(&world, &path, "t", contract)
}

/// Each column as `name kind [min..max] n_null`.
fn columns(csv: &str, contract: &str) -> Vec<String> {
    let table = table(csv, contract).expect("sound").value;
    let column = |column: &super::TableColumn| {
        let (min, max) = (column.min.plain(), column.max.plain());
        let kind = column.column.kind.name();
        format!("{} {kind} [{min}..{max}] {}", column.column.name, column.n_null)
    };
    table.columns.iter().map(column).collect()
}

/// Each diagnostic as `LINE:COLUMN [text] message`.
fn told(diagnostics: &[Diagnostic]) -> Vec<String> {
    let one = |diagnostic: &Diagnostic| {
        let label = &diagnostic.labels[0];
        let source = label.source.as_ref().expect("placed");
        let position = source.position(label.span.start);
        let (line, column) = (position.line, position.column);
        format!("{line}:{column} [{}] {}", source.slice(label.span), diagnostic.message)
    };
    diagnostics.iter().map(one).collect()
}

fn errors(csv: &str, contract: &str) -> Vec<String> {
    told(&table(csv, contract).expect_err("broken"))
}

fn warnings(csv: &str) -> Vec<String> {
    told(&table(csv, "{}").expect("sound").warnings)
}

#[test]
fn types_come_from_all_rows() {
    let csv = "i,big,d,f,b,day,at,zoned,zip,t,empty
1,18446744073709551616,0.05,1e6,true,2024-01-05,2024-01-05T10:00:00,2024-01-09T10:00:00+09:00,007,x,
-20,2,10,0.5,FALSE,2023-12-31,2024-01-05,2024-01-09T00:00:00Z,123,,
 3 ,,.5,-2,,,,,,y,
";
    let expected = [
        "i integer [-20..3] 0",
        "big integer [2..18446744073709551616] 1",
        "d decimal [0.05..10.00] 0",
        "f float [-2..1000000] 0",
        "b boolean [false..true] 1",
        "day date [2023-12-31..2024-01-05] 1",
        "at datetime [2024-01-05T00:00:00..2024-01-05T10:00:00] 1",
        "zoned datetime [2024-01-09T00:00:00Z..2024-01-09T01:00:00Z] 1",
        "zip text [007..123] 1",
        "t text [x..y] 1",
        "empty text [..] 3",
    ];
    // `zip` is not text by a slip: one of its two cells has leading zeros.
    assert_eq!(columns(csv, r#"{"columns": {"zip": {"type": "text"}}}"#), expected);
}

#[test]
fn long_fractions_are_floats_and_lost_digits_are_told() {
    assert_eq!(
        columns("x\n0.30000000000000004\n1.5\n", "{}"),
        ["x float [0.30000000000000004..1.5] 0"]
    );
    let lost = warnings("x\n1e3\n9007199254740993\n");
    let expected = "3:1 [9007199254740993] `x` holds floating point numbers, and this cell becomes 9007199254740992";
    assert_eq!(lost, [expected]);
    let declared = r#"{"columns": {"x": {"type": "decimal"}}}"#;
    let exact = columns("x\n0.1234567890123456789\n1\n", declared);
    assert_eq!(exact, ["x decimal [0.1234567890123456789..1.0000000000000000000] 0"]);
}

#[test]
fn one_odd_cell_is_told_with_its_place() {
    let odd = warnings("a,n\nx,1\ny,n/a\nz,3\n");
    assert_eq!(odd, ["3:3 [n/a] `n` is text because of one cell, `n/a`; the others are numbers"]);
    let same = warnings("n\n1\n-\n2\n-\n3\n");
    assert_eq!(
        same,
        ["3:1 [-] `n` is text because of 2 of its 5 cells, the first `-`; the others are numbers"]
    );
    let day = warnings("d\n2024-01-31\n2024-02-30\n2024-03-01\n");
    assert_eq!(day, ["3:1 [2024-02-30] `d` is text: `2024-02-30` is no day of the calendar"]);
    assert_eq!(warnings("t\n3\nfour\n"), [] as [&str; 0]);
    assert_eq!(warnings("t\nred\ngreen\n3\n4\nblue\n"), [] as [&str; 0]);
    let declared = r#"{"null_values": ["n/a"]}"#;
    assert_eq!(columns("n\n1\n n/a\n3\n", declared), ["n integer [1..3] 1"]);
}

#[test]
fn headers_must_give_each_column_a_name_of_its_own() {
    assert_eq!(
        errors("Total tokens,total_tokens,,%,a,a\n1,2,3,4,5,6\n", "{}"),
        [
            "1:14 [total_tokens] `Total tokens` and `total_tokens` are both named `total_tokens` in SQL",
            "1:27 [] column 3 has no name",
            "1:28 [%] the name `%` holds no letter or digit",
            "1:32 [a] two columns are named `a`",
        ]
    );
    let delimiter = warnings("a;b\n1;2\n");
    assert_eq!(delimiter, ["1:2 [;] the fields seem to be divided by semicolons, and are read so"]);
}

#[test]
fn labels_are_the_headers_unless_those_are_names_already() {
    let contract = r#"{"columns": {"share": {"label": "Share of use", "unit": "percent"}}}"#;
    let table = table("Total Tokens,total_cost,Share (%)\n1,2,3\n", contract).expect("sound").value;
    let labels: Vec<&str> = table.columns.iter().map(|column| &*column.column.label).collect();
    assert_eq!(labels, ["Total Tokens", "Total cost", "Share of use"]);
    assert_eq!(table.columns[2].column.unit.as_deref(), Some("percent"));
}

#[test]
fn ragged_rows_are_all_told_with_what_is_missing_or_too_much() {
    let ragged = errors("a,b,c\n1,2\n1,2,3\n1,2,3,4,5\n\n\"x\ny\"\n", "{}");
    let expected = [
        "2:4 [] the row has 2 fields, the header has 3 fields",
        "4:7 [4,5] the row has 5 fields, the header has 3 fields",
        "7:3 [] the row has 1 field, the header has 3 fields",
    ];
    assert_eq!(ragged, expected);
    let many = errors(&format!("a,b\n{}", "1\n".repeat(9)), "{}");
    assert_eq!(many.len(), 5);
    assert!(many[4].ends_with("(and 4 more like it in this file)"), "{}", many[4]);
}

#[test]
fn files_without_rows() {
    assert_eq!(errors("", "{}"), ["1:1 [] `data/t.csv` is empty"]);
    assert_eq!(errors("\n\r\n", "{}"), ["1:1 [] `data/t.csv` is empty"]);
    let none = warnings("a,b\n");
    assert_eq!(none, ["1:1 [a] `data/t.csv` has a header and no rows"]);
    assert_eq!(columns("a,b\n", "{}"), ["a text [..] 0", "b text [..] 0"]);
}

#[test]
fn breaches_of_contract_are_told_cell_by_cell() {
    let contract = r#"{"columns": {
        "Id": {"type": "integer", "unique": true, "not_null": true},
        "share": {"min": 0, "max": 0.5}, "kind": {"one_of": ["app", "model"]}, "day": {"type": "date", "min": "2024-01-01"}
    }, "key": ["kind", "day"]}"#;
    let csv = "id,share,kind,day
1,0.25,app,2024-01-01
1,0.75,modle,2023-12-31
,-1,app,2024-01-01
x,,model,soon
";
    assert_eq!(
        errors(csv, contract),
        [
            "3:1 [1] `id` is `1` here and on line 2",
            "3:3 [0.75] `share` is 0.75, more than the most allowed, 0.5",
            "3:8 [modle] `kind` is `modle`, which is not among the values allowed",
            "3:14 [2023-12-31] `day` is 2023-12-31, less than the least allowed, 2024-01-01",
            "4:1 [] `id` has no value",
            "4:2 [-1] `share` is -1.00, less than the least allowed, 0",
            "4:5 [app] the key `kind` and `day` is `app, 2024-01-01` here and on line 2",
            "5:1 [x] `id` is declared `integer`, and `x` is not",
            "5:10 [soon] `day` is declared `date`, and `soon` is not",
        ]
    );
    let wrong = table(csv, contract).expect_err("broken");
    let label = &wrong[1].labels[1];
    assert_eq!(label.source.as_ref().map(|source| source.slice(label.span)), Some("\"max\""));
    assert_eq!(wrong[2].help.as_deref(), Some("did you mean `model`?"));
}

#[test]
fn a_contract_must_fit_its_table() {
    let contract =
        r#"{"columns": {"tokns": {"unit": "tokens"}, "day": {"min": "soon"}}, "key": ["dya"]}"#;
    let wrong = errors("tokens,day\n1,2024-01-01\n", contract);
    let expected = [
        "1:14 [\"tokns\"] the file has no column `tokns`",
        "1:76 [\"dya\"] the file has no column `dya`",
        "1:51 [\"min\"] `day` is `date`, and `soon` is not",
    ];
    assert_eq!(wrong, expected);
}

#[test]
fn declared_numbers_may_look_like_codes() {
    let contract = r#"{"columns": {"n": {"type": "integer"}, "f": {"type": "float"}}}"#;
    let read = columns("n,f\n+5,1\n007,2.5\n9223372036854775808.0,3\n", contract);
    assert_eq!(read, ["n integer [5..9223372036854775808] 0", "f float [1..3] 0"]);
    let long =
        errors(&format!("n\n{}\n", "9".repeat(39)), r#"{"columns": {"n": {"type": "integer"}}}"#);
    assert!(long[0].contains("declared `integer`"), "{}", long[0]);
}
