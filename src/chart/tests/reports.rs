//! Every report of a chart: where it points, what it says, and what it advises.

use super::reports;
use super::samples::{APPS, MONTHS, names, series};

/// The report on `block`, the only one, must contain all of `parts`.
fn check(block: &str, rows: &str, parts: &[&str]) {
    let found = reports(block, rows);
    assert_eq!(found.len(), 1, "{found:#?}");
    for part in parts {
        assert!(found[0].contains(part), "{part}\n{}", found[0]);
    }
}

#[test]
fn keys_that_are_missing_unknown_or_of_the_wrong_type() {
    let found = reports("title: T", MONTHS);
    assert_eq!(found.len(), 4, "query, kind, x and y: {found:#?}");
    assert!(found.iter().all(|report| report.starts_with("error key/missing")));
    let base = "query: q\nkind: line\nx: month\ny: tokens\n";
    let block = |more: &str| format!("{base}{more}");
    check(&block("titel: T"), MONTHS, &["key/unknown at `titel`", "did you mean `title`?"]);
    check(&block("title: 7"), MONTHS, &["key/wrong-type at `7`", "`title` takes a text"]);
    check(&block("zero: maybe"), MONTHS, &["key/wrong-type at `maybe`", "`true` or `false`"]);
    check(&block("scale: [log]"), MONTHS, &["key/wrong-type at `[log]`"]);
    check(&block("scale: lok"), MONTHS, &["key/bad-value at `lok`", "did you mean `log`?"]);
    check(&block("scale: {y: lok}"), MONTHS, &["key/bad-value at `lok`", "did you mean `log`?"]);
    check(&block("height: 7"), MONTHS, &["key/bad-value at `7`", "80 to 2000"]);
    check(&block("image: a.jpg"), MONTHS, &["key/bad-value at `a.jpg`", ".png"]);
    check(&block("fmt: shrt"), MONTHS, &["key/bad-value at `shrt`", "did you mean `short`?"]);
    check(&block("fmt: month"), MONTHS, &["key/bad-value at `month`", "a format of dates"]);
    check(&block("labels: {tokens: 3}"), MONTHS, &["key/wrong-type at `3`"]);
    check(&block("annotations: [{text: A}]"), MONTHS, &["key/missing", "needs the key `x`"]);
    check(
        "query: q\nkind: pie\nx: month\ny: tokens",
        MONTHS,
        &["key/bad-value at `pie`", "`line`"],
    );
    check(
        "query: q\nkind: line\nx: month\ny: []",
        MONTHS,
        &["key/bad-value at `[]`", "at least one"],
    );
    check("query: q\nkind: line\nx: month\ny: 5", MONTHS, &["key/wrong-type at `5`"]);
}

#[test]
fn options_that_the_kind_or_another_option_rules_out() {
    let line = "query: q\nkind: line\nx: month\ny: tokens\n";
    let bar = "query: q\nkind: bar\nx: app\ny: tokens\n";
    let with = |base: &str, more: &str| format!("{base}{more}");
    check(&with(line, "sort: ascending"), MONTHS, &["chart/option at `sort`", "`kind: bar`"]);
    check(&with(bar, "zero: false"), APPS, &["chart/option at `zero`", "`kind: line`"]);
    check(&with(bar, "scale: {y: log}"), APPS, &["chart/option at `scale`"]);
    check(
        &with(line, "zero: true\nscale: {y: log}"),
        MONTHS,
        &["chart/option at `true`", "has no zero"],
    );
    check(
        &with(bar, "layout: grouped"),
        APPS,
        &["chart/option at `grouped`", "needs several series"],
    );
    let dated = "query: q\nkind: bar\nx: month\ny: tokens\nsort: ascending";
    check(dated, MONTHS, &["chart/option at `month`", "in the order of its values"]);
    let twice = "query: q\nkind: line\nx: month\ny: [tokens, tokens]";
    check(twice, MONTHS, &["chart/option at `tokens`", "twice"]);
    let both = "query: q\nkind: line\nx: month\ny: [tokens, estimated]\nseries: month";
    check(both, MONTHS, &["chart/option at `month`", "two ways"]);
    let remarks = with(bar, "orientation: horizontal\nannotations: [{x: Cline, text: First}]");
    check(&remarks, APPS, &["chart/option at `First`", "no place for annotations"]);
}

#[test]
fn columns_that_are_unknown_or_of_the_wrong_kind() {
    let found = reports("query: q\nkind: line\nx: mont\ny: tokns\nestimated: est", MONTHS);
    assert_eq!(found.len(), 3, "{found:#?}");
    assert!(found[0].contains("chart/unknown-column at `mont`"), "{}", found[0]);
    assert!(found[1].contains("did you mean `tokens`? it has `month`, `tokens`"), "{}", found[1]);
    let block = "query: q\nkind: bar\nx: tokens\ny: app";
    check(block, APPS, &["chart/not-a-number at `app`", "`app` is a text column", "CAST"]);
    let block = "query: q\nkind: bar\nx: app\ny: tokens\nestimated: app";
    check(block, APPS, &["chart/not-a-boolean at `app`"]);
    let block = "query: q\nkind: bar\nx: app\ny: tokens\nlabels: {apps: App}";
    check(block, APPS, &["chart/unknown-column at `apps`", "did you mean `app`?"]);
}

#[test]
fn results_that_cannot_be_drawn() {
    let line = "query: q\nkind: line\nx: day\ny: value";
    check(line, "day:date,value:float", &["chart/empty at `q`", "has no rows"]);
    check(line, "day:date,value:float\n2025-01-01,", &["chart/no-values at `value`", "NULL"]);
    check(line, "day:date,value:float\n,1\n2025-01-01,2", &["chart/null-x at `day`", "in row 1"]);
    let rows = "day:date,value:float\n2025-01-01,1\n2025-01-02,2\n2025-01-01,3";
    check(
        line,
        rows,
        &["chart/duplicate-point at `day`", "rows 1 and 3 are both `2025-01-01`", "GROUP BY"],
    );
    let split = "query: q\nkind: line\nx: day\ny: value\nseries: name";
    let rows = "day:date,name:text,value:float\n2025-01-01,a,1\n2025-01-01,b,2\n2025-01-01,b,3";
    check(split, rows, &["chart/duplicate-point", "of `b`", "both columns"]);
    let rows = "day:date,name:text,value:float\n2025-01-01,,1\n2025-01-02,b,2";
    check(split, rows, &["chart/null-series at `name`", "in row 1"]);
    let rows = "day:date,value:float\n2025-01-01,1\n2025-01-02,1e305";
    check(line, rows, &["chart/value-range at `value`"]);
    let log = "query: q\nkind: line\nx: day\ny: value\nscale: {y: log}";
    let rows = "day:date,value:float\n2025-01-01,1\n2025-01-02,0";
    check(log, rows, &["chart/log-zero at `value`", "cannot show the value 0", "linear scale"]);
}

#[test]
fn more_than_can_be_told_apart() {
    let line = "query: q\nkind: line\nx: month\ny: tokens\nseries: model";
    check(line, &series(11, 3), &["chart/too-many-series at `model`", "11 series", "at most 10"]);
    let bar = "query: q\nkind: bar\nx: name\ny: value";
    check(bar, &names(201), &["chart/too-many-bars at `name`", "201 bars"]);
    let upright = "query: q\nkind: bar\nx: name\ny: value\norientation: vertical";
    check(upright, &names(60), &["chart/too-many-bars at `vertical`", "orientation: horizontal"]);
}

#[test]
fn annotations_that_are_nowhere() {
    let remark = |x: &str| {
        format!("query: q\nkind: line\nx: month\ny: tokens\nannotations: [{{x: {x}, text: A}}]")
    };
    check(&remark("soon"), MONTHS, &["chart/annotation at `soon`", "is not a date", "2024-09-01"]);
    let parts = ["chart/annotation at `2026-01`", "outside", "January 2024 to February 2025"];
    check(&remark("2026-01"), MONTHS, &parts);
    let block = "query: q\nkind: bar\nx: app\ny: tokens\nannotations: [{x: Clien, text: A}]";
    check(block, APPS, &["chart/annotation at `Clien`", "did you mean `Cline`?"]);
}

#[test]
fn what_is_odd_is_a_warning() {
    let line = "query: q\nkind: line\nx: day\ny: value";
    let rows = "day:date,value:float\n2025-01-01,1";
    check(line, rows, &["warning chart/one-point at `q`"]);
    check(&line.replace("line", "area"), rows, &["warning chart/one-point at `q`"]);
    let two = "query: q\nkind: line\nx: day\ny: [a, b]";
    let rows = "day:date,a:float:tokens,b:float:USD\n2025-01-01,1,2\n2025-01-02,1,2";
    check(two, rows, &["warning chart/mixed-units at `a`", "`unit`"]);
    let rows = "day:date,a:float,b:float\n2025-01-01,1,\n2025-01-02,1,";
    check(two, rows, &["warning chart/empty-series at `a`", "the series `B` has no value"]);
}
