mod functions;
mod mistakes;

use super::{Answer, Engine, Relation};
use crate::base::cell::Cell;
use crate::base::diagnostic::Diagnostic;
use crate::base::path::SitePath;
use crate::base::world::Memory;
use crate::data::contract::Contract;
use crate::data::table::load;

const USAGE: &str = "Month,Total tokens,price,share (%),app
2024-01-01,588000000,0.05,12.5,a
2024-02-01,9223372036854775807,1.25,80,b
2024-03-01,9223372036854775807,,,b
";

/// The table `usage` and the empty table `none`.
fn relations() -> Vec<Relation> {
    let mut world = Memory::new(chrono::DateTime::default());
    world.insert("data/usage.csv", USAGE);
    world.insert("data/none.csv", "tokens\n");
    let table = |name: &str| {
        let path = SitePath::new(&format!("data/{name}.csv")).expect("valid");
        load(&world, &path, name, Contract::default()).expect("sound").value.relation
    };
    vec![table("usage"), table("none")]
}

fn run(engine: &Engine, sql: &str) -> Result<Answer, Vec<Diagnostic>> {
    engine.run(sql, &relations(), 1000, None)
}

/// Rows as texts, cells divided by `|`.
fn rows(engine: &Engine, sql: &str) -> Vec<String> {
    let answer = run(engine, sql).unwrap_or_else(|wrong| panic!("{sql}: {wrong:?}"));
    let row = |row: &Vec<Cell>| row.iter().map(Cell::plain).collect::<Vec<_>>().join("|");
    answer.frame.rows.iter().map(row).collect()
}

#[test]
fn arithmetic_is_what_people_expect() {
    let engine = Engine::default();
    let cases = [
        ("round(44900000000 / 588000000, 2)", "76.36"),
        ("1 / 2", "0.5"),
        ("7 % 3", "1"),
        ("0.1 + 0.2", "0.3"),
        ("2 + 3 * 4 - 5", "9"),
        ("sum(total_tokens)", "18446744074297551614"),
        ("avg(price)", "0.65"),
        ("sum(price)", "1.30"),
        ("median(CASE WHEN app = 'a' THEN 1 ELSE 2 END) / 1", "2"),
        ("median(extract(month FROM month) + 1)", "3"),
        ("avg(CASE WHEN app = 'a' THEN 1 ELSE 2 END)", "1.6666666666666667"),
        ("max(price) FILTER (WHERE app = 'a')", "0.05"),
        ("coalesce(sum(price) / nullif(0, 0), -1)", "-1"),
        ("count(DISTINCT app) - count(*)", "-1"),
        ("CASE WHEN count(*) > 1 THEN 0 ELSE 0.5 END", "0.0"),
    ];
    for (expression, expected) in cases {
        let sql = format!("SELECT DISTINCT {expression} AS x FROM usage");
        assert_eq!(rows(&engine, &sql), [expected], "{expression}");
    }
    let wide = "SELECT sum(x) AS x FROM (VALUES (CAST(9e37 AS DECIMAL(38, 0))), (CAST(9e37 AS DECIMAL(38, 0)))) AS t(x)";
    assert_eq!(rows(&engine, wide), [format!("18{}", "0".repeat(37))]);
    let running = "SELECT avg(price) OVER (ORDER BY month ROWS 1 PRECEDING) AS a, sum(total_tokens) OVER (ORDER BY month) AS s, month FROM usage ORDER BY month LIMIT 2";
    let expected = ["0.05|588000000|2024-01-01", "0.65|9223372037442775807|2024-02-01"];
    assert_eq!(rows(&engine, running), expected);
}

#[test]
fn rows_come_in_a_defined_order() {
    let engine = Engine::default();
    let all = "SELECT price, month FROM usage";
    assert_eq!(rows(&engine, all), ["0.05|2024-01-01", "1.25|2024-02-01", "|2024-03-01"]);
    let ties = "SELECT app, month FROM usage ORDER BY app DESC";
    assert_eq!(rows(&engine, ties), ["b|2024-02-01", "b|2024-03-01", "a|2024-01-01"]);
    let hidden = "SELECT app FROM usage ORDER BY month DESC LIMIT 2";
    assert_eq!(rows(&engine, hidden), ["b", "b"]);
    let cut = "SELECT month FROM (SELECT month FROM usage ORDER BY month DESC) LIMIT 1";
    assert_eq!(rows(&engine, cut), ["2024-01-01"]);
    let last = "SELECT price FROM usage ORDER BY price DESC";
    assert_eq!(rows(&engine, last), ["1.25", "0.05", ""]);
}

#[test]
fn labels_and_units_follow_columns() {
    let engine = Engine::default();
    let sql = "SELECT s.share AS part, t AS total, share, total_tokens, k FROM
        (SELECT share, total_tokens, sum(total_tokens) OVER () AS t, count(*) OVER () AS k FROM usage) AS s";
    let answer = run(&engine, sql).expect("sound");
    let labels: Vec<&str> = answer.frame.columns.iter().map(|column| &*column.label).collect();
    assert_eq!(labels, ["share (%)", "Total", "share (%)", "Total tokens", "K"]);
    let mut relations = relations();
    let mut columns = relations[0].columns().to_vec();
    columns[1].unit = Some("tokens".into());
    columns[2].unit = Some("USD".into());
    relations[0].0.columns = columns.into();
    let sql = "SELECT app, sum(total_tokens) AS total_tokens, avg(total_tokens) AS mean, max(total_tokens) - min(total_tokens) AS span,
        max(price) * 100 AS times, round(max(total_tokens)) AS r FROM usage GROUP BY app
        UNION ALL SELECT app, total_tokens, 0, total_tokens AS t, 0 AS x, 0 AS y FROM usage WHERE app = 'a' ORDER BY app LIMIT 1";
    let answer = engine.run(sql, &relations, 10, None).expect("sound");
    let units: Vec<Option<&str>> =
        answer.frame.columns.iter().map(|column| column.unit.as_deref()).collect();
    assert_eq!(units, [None, Some("tokens"), None, Some("tokens"), None, None]);
    let sql = "SELECT avg(total_tokens) AS mean, round(max(total_tokens)) AS r FROM usage";
    let answer = engine.run(sql, &relations, 10, None).expect("sound");
    assert!(answer.frame.columns.iter().all(|column| column.unit.as_deref() == Some("tokens")));
}

#[test]
fn every_type_becomes_a_cell() {
    let engine = Engine::default();
    let sql = "SELECT NULL AS a, TRUE AS b, 'x' AS c, TIMESTAMP '2024-01-02T03:04:05.5' AS d, CAST(1.5 AS REAL) AS e,
        DATE '2024-02-29' AS f, arrow_cast('y', 'Dictionary(Int32, Utf8)') AS g, arrow_cast(7, 'UInt8') AS h,
        arrow_cast(1.5, 'Decimal256(50, 3)') AS i, arrow_cast(1000, 'Timestamp(Second, Some(\"UTC\"))') AS j";
    let expected = "|true|x|2024-01-02T03:04:05.500|1.5|2024-02-29|y|7|1.500|1970-01-01T00:16:40Z";
    assert_eq!(rows(&engine, sql), [expected]);
    let kinds: Vec<&str> = run(&engine, sql)
        .expect("sound")
        .frame
        .columns
        .iter()
        .map(|column| column.kind.name())
        .collect();
    let expected = [
        "text", "boolean", "text", "datetime", "float", "date", "text", "integer", "decimal",
        "datetime",
    ];
    assert_eq!(kinds, expected);
}

#[test]
fn one_distinct_count_stands_beside_sums() {
    let engine = Engine::default();
    let sql = "SELECT app, sum(total_tokens) AS tokens, count(DISTINCT month) AS months,
        count(DISTINCT month) < 2 AS partial FROM usage GROUP BY 1 ORDER BY 1";
    assert_eq!(rows(&engine, sql), ["a|588000000|1|true", "b|18446744073709551614|2|false"]);
}
