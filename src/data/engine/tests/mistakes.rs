use super::run;
use crate::data::engine::Engine;
use crate::data::engine::explain::Explainer;

/// A query, the code, the text at its place, and what is said.
type Mistake = (&'static str, &'static str, &'static str, &'static str);

fn check(mistakes: &[Mistake]) {
    let engine = Engine::default();
    for (sql, code, place, message) in mistakes {
        let wrong = run(&engine, sql).expect_err(sql);
        let first = &wrong[0];
        let shown = sql.get(first.labels[0].span.range()).expect("in the query");
        assert_eq!((first.code, shown, &*first.message), (*code, *place, *message), "{sql}");
    }
}

const REFUSED: &[Mistake] = &[
    (
        "COPY usage TO '/tmp/x.csv'",
        "data/statement",
        "COPY",
        "`COPY` is not allowed: a query only reads",
    ),
    (
        "-- a table\nCREATE EXTERNAL TABLE t STORED AS CSV LOCATION '/etc/passwd'",
        "data/statement",
        "CREATE",
        "`CREATE` is not allowed: a query only reads",
    ),
    (
        "create table x as select 1",
        "data/statement",
        "create",
        "`CREATE` is not allowed: a query only reads",
    ),
    ("SET a = 1", "data/statement", "SET", "`SET` is not allowed: a query only reads"),
    (
        "EXPLAIN SELECT 1",
        "data/statement",
        "EXPLAIN",
        "`EXPLAIN` is not allowed: a query only reads",
    ),
    ("SHOW TABLES", "data/statement", "SHOW", "`SHOW` is not allowed: a query only reads"),
    (
        "DESCRIBE usage",
        "data/statement",
        "DESCRIBE",
        "`DESCRIBE` is not allowed: a query only reads",
    ),
    (
        "INSERT INTO usage VALUES (1)",
        "data/statement",
        "INSERT",
        "`INSERT` is not allowed: a query only reads",
    ),
    ("SELECT 1; SELECT 2", "data/statement", "SELECT 2", "there is more than one statement"),
    (" ", "data/statement", " ", "there is no statement"),
    (
        "SELECT 1 AS a INTO x",
        "data/statement",
        "x",
        "`SELECT … INTO` is not allowed: a query only reads",
    ),
    (
        "SELECT * FROM '/etc/passwd'",
        "data/file-access",
        "'/etc/passwd'",
        "`/etc/passwd` is a file or an address; a query reads tables alone",
    ),
    (
        "SELECT * FROM \"/etc/passwd\"",
        "data/file-access",
        "\"/etc/passwd\"",
        "`/etc/passwd` is a file or an address; a query reads tables alone",
    ),
    (
        "SELECT * FROM 'x.csv'",
        "data/file-access",
        "'x.csv'",
        "`x.csv` is a file or an address; a query reads tables alone",
    ),
    (
        "SELECT 1 IN (SELECT a FROM \"https://x\")",
        "data/file-access",
        "\"https://x\"",
        "`https://x` is a file or an address; a query reads tables alone",
    ),
    (
        "SELECT * FROM read_csv('x.csv')",
        "data/table-function",
        "read_csv",
        "`read_csv` is no function that gives a table",
    ),
    (
        "SELECT * FROM information_schema.tables",
        "data/unknown-table",
        "information_schema.tables",
        "`information_schema` is not available",
    ),
    (
        "WITH RECURSIVE t AS (SELECT 1) SELECT * FROM t",
        "data/recursive-query",
        "WITH RECURSIVE t AS (SELECT 1)",
        "recursive queries are not available: one that does not end would stop the build",
    ),
    ("SELECT $1", "data/parameter", "$1", "`$1` is a parameter, and there are none"),
    ("SELECT 2^3", "data/operator", "2^3", "`^` is no power: it combines bits"),
];

#[test]
fn only_a_single_select_over_visible_tables_is_run() {
    check(REFUSED);
}

#[test]
fn functions_of_the_clock_and_of_chance_are_refused_at_their_names() {
    check(&[
        (
            "SELECT 'now', now() AS z",
            "data/volatile",
            "now",
            "`now` gives another result at each build",
        ),
        (
            "SELECT current_date",
            "data/volatile",
            "current_date",
            "`current_date` gives another result at each build",
        ),
        (
            "SELECT 1 WHERE Current_Timestamp > 1",
            "data/volatile",
            "Current_Timestamp",
            "`current_timestamp` gives another result at each build",
        ),
        (
            "SELECT (SELECT random())",
            "data/volatile",
            "random",
            "`random` gives another result at each build",
        ),
        ("SELECT uuid()", "data/volatile", "uuid", "`uuid` gives another result at each build"),
        (
            "SELECT version()",
            "data/volatile",
            "version",
            "`version` gives another result at each build",
        ),
    ]);
}

const SLIPS: &[Mistake] = &[
    ("SELEC 1", "data/sql-syntax", "SELEC", "expected SELECT, found `SELEC`"),
    ("SELECT 1 WHERE", "data/sql-syntax", "", "the query ends where an expression is expected"),
    ("SELECT\n  (app FROM usage", "data/sql-syntax", "FROM", "expected `)`, found `FROM`"),
    ("SELECT 'abc", "data/sql-syntax", "'", "unterminated string literal"),
    (
        "SELECT month,\n 'é', tokns FROM usage",
        "data/unknown-column",
        "tokns",
        "there is no column `tokns`",
    ),
    (
        "SELECT app FROM usage WHERE app = \"x\"",
        "data/unknown-column",
        "\"x\"",
        "there is no column `x`",
    ),
    ("SELECT app FROM usage GROUP BY ap", "data/unknown-column", "ap", "there is no column `ap`"),
    ("SELECT u.x FROM usage AS u", "data/unknown-column", "u.x", "`u` has no column `x`"),
    ("SELECT app FROM usag", "data/unknown-table", "usag", "there is no table `usag`"),
    ("SELECT uper(app) FROM usage", "data/unknown-function", "uper", "there is no function `uper`"),
    (
        "SELECT app, sum(price) FROM usage",
        "data/group-by",
        "app",
        "`app` is neither grouped nor aggregated",
    ),
    (
        "SELECT sum(app) FROM usage",
        "data/types",
        "sum",
        "`sum` and `avg` take numbers, and this is text",
    ),
    (
        "SELECT app * price FROM usage",
        "data/types",
        "app * price",
        "these types do not go together: `text * decimal`",
    ),
    ("SELECT round(app) FROM usage", "data/types", "round", "`round` does not take text"),
    (
        "SELECT app FROM usage WHERE app",
        "data/types",
        "app",
        "the condition `usage.app` is text, not true or false",
    ),
    (
        "SELECT CAST(app AS INT) FROM usage",
        "data/cast",
        "CAST",
        "the text `a` cannot be read as `integer`",
    ),
    (
        "SELECT month, app AS month FROM usage",
        "data/duplicate-column",
        "app AS month",
        "two columns are named `month`",
    ),
    (
        "SELECT month, month FROM usage",
        "data/duplicate-column",
        "month",
        "two columns are named `month`",
    ),
    (
        "SELECT a.app, b.app FROM usage a, usage b",
        "data/duplicate-column",
        "b.app",
        "two columns are named `app`",
    ),
    (
        "SELECT app FROM usage a, usage b",
        "data/ambiguous-column",
        "app",
        "`app` is a column of more than one table",
    ),
    (
        "SELECT array_agg(app) AS l FROM usage",
        "data/column-type",
        "array_agg(app) AS l",
        "`l` is a list, not a plain value",
    ),
    ("SELECT 1 FROM usage HAVING x > 1", "data/unknown-column", "x", "there is no column `x`"),
    (
        "SELECT app, price / 0 AS x FROM usage",
        "data/not-finite",
        "price / 0 AS x",
        "`x` is infinite in row 1",
    ),
    ("SELECT 5 % 0", "data/division-by-zero", "SELECT 5 % 0", "a division by zero"),
    (
        "SELECT total_tokens + 1 FROM usage",
        "data/overflow",
        "SELECT total_tokens + 1 FROM usage",
        "a result is 9223372036854775808, too large for an integer of 64 bits",
    ),
    (
        "SELECT * FROM generate_series(1, 1234)",
        "data/row-limit",
        "SELECT * FROM generate_series(1, 1234)",
        "the query gives 1234 rows, more than the 1000 allowed",
    ),
];

#[test]
fn mistakes_are_told_in_plain_words_at_their_places() {
    check(SLIPS);
}

#[test]
fn help_names_what_exists() {
    let engine = Engine::default();
    let help = |sql: &str| run(&engine, sql).expect_err("wrong")[0].help.clone().expect("help");
    assert_eq!(
        help("SELECT pric FROM usage"),
        "did you mean `price`? the columns are `app`, `month`, `price`, `share` and `total_tokens`"
    );
    assert_eq!(
        help("SELECT app FROM usage WHERE app = \"x\""),
        "a text stands in single quotes: 'x'; double quotes are for names"
    );
    assert_eq!(
        help("SELECT app FROM usag"),
        "did you mean `usage`? the tables are `none` and `usage`"
    );
    assert_eq!(
        help("SELECT sum(tokens) FROM none"),
        "`none` has no rows, so its columns are text; add rows, or declare the types in its contract"
    );
    assert_eq!(
        help("SELECT app FROM usage a, usage b"),
        "write the table before it: `a.app` and `b.app`"
    );
}

#[test]
fn no_error_speaks_of_bugs_or_types_of_the_engine() {
    let engine = Engine::default();
    let queries = [
        "SELECT substr(app) FROM usage",
        "SELECT date_trunc('mnth', month) FROM usage",
        "SELECT month || 5 FROM usage",
        "SELECT min(app, price) FROM usage",
        "SELECT price FROM usage LIMIT 'x'",
        "SELECT price FROM usage ORDER BY 9",
        "SELECT (SELECT app FROM usage) AS z",
        "SELECT (SELECT app, price FROM usage) AS z",
        "SELECT app FROM usage UNION SELECT app, price FROM usage",
        "SELECT sum(sum(price)) FROM usage",
        "SELECT DISTINCT app FROM usage ORDER BY price",
        "SELECT -app FROM usage",
        "SELECT NOT price FROM usage",
        "SELECT app FROM usage WHERE month BETWEEN 1 AND app",
        "SELECT CASE WHEN price THEN 1 END FROM usage",
        "SELECT app LIKE 5 FROM usage",
        "SELECT * FROM usage JOIN none ON usage.month = none.tokens AND price",
        "SELECT extract(moon FROM month) FROM usage",
        "SELECT power(app, 2) FROM usage",
        "SELECT app[1] FROM usage",
        "SELECT 1 AS n GROUP BY ALL ALL",
        "SELECT sqrt(-price) FROM usage",
        "SELECT ln(-price) FROM usage",
    ];
    for sql in queries {
        let Err(wrong) = run(&engine, sql) else { continue };
        for wrong in wrong {
            let engine_words =
                ["Error", "bug", "Utf8", "Int64", "Decimal128", "Date32", "{", "Ident"];
            let spoken = engine_words.iter().find(|word| wrong.message.contains(**word));
            assert_eq!(spoken, None, "{sql}: {}", wrong.message);
            assert!(wrong.help.is_some(), "{sql}: {}", wrong.message);
        }
    }
}

#[test]
fn a_query_that_needs_too_much_memory_says_so() {
    let explainer = Explainer { sql: "SELECT 1", relations: &[], items: &[] };
    let error = datafusion::common::DataFusionError::ResourcesExhausted("…".to_owned());
    let told = explainer.explain(&error);
    assert_eq!((told[0].code, told[0].labels[0].span.range()), ("data/memory", 0..8));
}
