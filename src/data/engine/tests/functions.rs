use super::{rows, run};
use crate::data::engine::Engine;

#[test]
fn quotients_are_true_and_missing_where_the_divisor_is_zero() {
    let engine = Engine::default();
    for (expression, expected) in [
        ("ratio(3, 4)", "0.75"),
        ("ratio(44900000000, 588000000)", "76.36054421768708"),
        ("ratio(1, 0)", ""),
        ("ratio(NULL, 2)", ""),
        ("pct_change(110, 100)", "0.1"),
        ("pct_change(90, 100)", "-0.1"),
        ("pct_change(-90, -100)", "0.1"),
        ("pct_change(5, 0)", ""),
        ("pct_change(CAST(1.5 AS DECIMAL(4, 1)), 1)", "0.5"),
    ] {
        assert_eq!(rows(&engine, &format!("SELECT {expression} AS x")), [expected], "{expression}");
    }
}

#[test]
fn shares_are_parts_of_a_window() {
    let engine = Engine::default();
    let table =
        "(VALUES ('a', 'x', 1), ('b', 'x', 3), ('c', 'y', 4), ('d', 'z', 0)) AS t(app, kind, n)";
    for (sql, expected) in [
        (
            format!("SELECT app, share(n) OVER () AS s FROM {table}"),
            vec!["a|0.125", "b|0.375", "c|0.5", "d|0"],
        ),
        (
            format!("SELECT app, share(n) OVER (PARTITION BY kind) AS s FROM {table}"),
            vec!["a|0.25", "b|0.75", "c|1", "d|"],
        ),
        (
            format!("SELECT kind, share(sum(n)) OVER () AS s FROM {table} GROUP BY kind"),
            vec!["x|0.5", "y|0.5", "z|0"],
        ),
    ] {
        assert_eq!(rows(&engine, &sql), expected, "{sql}");
    }
    let wrong = run(&engine, "SELECT share(total_tokens) AS s FROM usage").expect_err("no window");
    assert_eq!(wrong[0].message, "`share` is a part of the sum over a window");
    assert!(wrong[0].help.as_deref().is_some_and(|help| help.contains("OVER ()")));
}

#[test]
fn days_of_the_calendar() {
    let engine = Engine::default();
    for (call, day, expected) in [
        ("week_start", "2025-03-08", "2025-03-03"),
        ("week_start", "2025-03-03", "2025-03-03"),
        ("week_end", "2025-03-08", "2025-03-09"),
        ("month_start", "2025-03-08", "2025-03-01"),
        ("month_end", "2024-02-10", "2024-02-29"),
        ("quarter_start", "2025-12-31", "2025-10-01"),
        ("quarter_end", "2025-02-01", "2025-03-31"),
        ("half_start", "2025-08-05", "2025-07-01"),
        ("year_start", "2025-08-05", "2025-01-01"),
        ("year_end", "2025-08-05", "2025-12-31"),
        ("days_in_month", "2024-02-10", "29"),
    ] {
        let sql = format!("SELECT {call}(DATE '{day}') AS x");
        assert_eq!(rows(&engine, &sql), [expected], "{sql}");
    }
    for (from, to, expected) in [
        ("2024-01-15", "2025-03-15", "14"),
        ("2024-01-15", "2025-03-14", "13"),
        ("2025-03-15", "2024-01-15", "-14"),
        ("2024-01-31", "2024-02-29", "1"),
        ("2024-01-31", "2024-02-28", "0"),
    ] {
        let sql = format!("SELECT months_between(DATE '{from}', DATE '{to}') AS x");
        assert_eq!(rows(&engine, &sql), [expected], "{sql}");
    }
    let sql =
        "SELECT quarter_start(month) AS q, count(*) AS n FROM usage GROUP BY quarter_start(month)";
    assert_eq!(rows(&engine, sql), ["2024-01-01|3"]);
    assert_eq!(
        rows(&engine, "SELECT month_start(TIMESTAMP '2025-03-08T11:00:00') AS x"),
        ["2025-03-01"]
    );
}

#[test]
fn arguments_of_other_kinds_are_explained() {
    let engine = Engine::default();
    for (sql, message) in [
        ("SELECT ratio(app, 2) AS x FROM usage", "`ratio` does not take text, integer"),
        ("SELECT month_start(app) AS x FROM usage", "`month_start` does not take text"),
        ("SELECT ratio(1) AS x", "`ratio` does not take integer"),
    ] {
        let wrong = run(&engine, sql).expect_err(sql);
        assert_eq!((wrong[0].code, &*wrong[0].message), ("data/types", message), "{sql}");
    }
}
