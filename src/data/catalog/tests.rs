use std::sync::Arc;

use super::{Catalog, bundle_table, catalog};
use crate::base::as_of::AsOf;
use crate::base::cell::Cell;
use crate::base::diagnostic::{Diagnostic, Staged};
use crate::base::path::SitePath;
use crate::base::world::{Memory, World as _};

fn read(fixture: &str) -> Staged<Catalog> {
    let world = Memory::fixture(fixture, chrono::DateTime::default());
    let files: Vec<SitePath> =
        world.files().expect("listed").into_iter().map(|file| file.path).collect();
    catalog(&world, &files, 1000, &super::Remembered::default())
}

/// The first row of a query as text.
fn first(catalog: &Catalog, sql: &str) -> Vec<String> {
    let result = catalog.session(AsOf::Latest, &[]).run(sql).expect("sound");
    result.frame.rows[0].iter().map(Cell::plain).collect()
}

/// Each diagnostic as `FILE:LINE:COLUMN message`.
fn told(diagnostics: &[Diagnostic]) -> Vec<String> {
    let one = |diagnostic: &Diagnostic| {
        let label = &diagnostic.labels[0];
        let source = label.source.as_ref().expect("placed");
        let position = source.position(label.span.start);
        format!("{}:{}:{} {}", source.path, position.line, position.column, diagnostic.message)
    };
    diagnostics.iter().map(one).collect()
}

const USAGE: &str = "//- /data/usage.csv
Month,Total tokens
2024-01-01,588000000
2025-02-01,44900000000
";

#[test]
fn views_read_tables_and_other_views_in_any_order_of_names() {
    let fixture = format!(
        "{USAGE}//- /data/a_ratio.sql
SELECT last / first AS ratio FROM ends
//- /data/ends.sql
SELECT max(total_tokens) AS last, min(total_tokens) AS first FROM usage
"
    );
    let catalog = read(&fixture).expect("sound").value;
    assert_eq!(first(&catalog, "SELECT round(ratio, 2) FROM a_ratio"), ["76.36"]);
    let view = &catalog.views()["a_ratio"];
    assert_eq!(view.tables[0].path.as_str(), "data/usage.csv");
    let result = catalog.session(AsOf::Latest, &[]).run("SELECT * FROM a_ratio").expect("sound");
    assert_eq!((result.tables.len(), result.rows_read), (1, 2));
}

#[test]
fn what_is_wrong_with_views_is_told_once_and_in_their_files() {
    let fixture = format!(
        "{USAGE}//- /data/a.sql
SELECT * FROM b
//- /data/b.sql
SELECT * FROM
  c
//- /data/c.sql
SELECT * FROM b
//- /data/d.sql
SELECT tokens FROM usage
//- /data/e.sql
SELECT * FROM d
//- /data/usage.sql
SELECT 1 AS n
"
    );
    let wrong = read(&fixture).expect_err("broken");
    let expected = [
        "data/usage.sql:1:1 `data/usage.sql` and `data/usage.csv` are both named `usage` in SQL",
        "data/c.sql:1:15 the views `b` and `c` read each other in a circle",
        "data/d.sql:1:8 there is no column `tokens`",
    ];
    assert_eq!(told(&wrong), expected);
}

#[test]
fn files_that_give_no_table_are_told() {
    let wrong = read(
        "//- /data/usage.csv
a
1
//- /data/Usage.csv
a
1
//- /data/apps/2025/2025-03-08.csv
a
1
//- /data/usagee.yaml
{}
",
    )
    .expect_err("broken");
    let expected = [
        "data/apps/2025/2025-03-08.csv:1:1 `data/apps/2025/2025-03-08.csv` lies in a folder below `data`, where no such file is looked for",
        "data/usage.csv:1:1 `data/usage.csv` and `data/Usage.csv` are both named `usage` in SQL",
        "data/usagee.yaml:1:1 `data/usagee.yaml` is the contract of a table `usagee`, and there is none",
    ];
    assert_eq!(told(&wrong), expected);
    let help = wrong[2].help.as_deref();
    assert_eq!(help, Some("rename it to `usage.yaml`, or add `usagee.csv` beside it"));
}

#[test]
fn breaches_are_told_even_if_nothing_reads_the_table() {
    let wrong = read(
        "//- /data/usage.yaml
{\"columns\": {\"n\": {\"min\": 10}}}
//- /data/usage.csv
n
7
//- /data/apps.csv
a,b
1
",
    )
    .expect_err("broken");
    let expected = [
        "data/apps.csv:2:2 the row has 1 field, the header has 2 fields",
        "data/usage.csv:2:1 `n` is 7, less than the least allowed, 10",
    ];
    assert_eq!(told(&wrong), expected);
}

#[test]
fn the_engine_rests_until_the_first_query() {
    let catalog = read(USAGE).expect("sound").value;
    assert_eq!(format!("{:?}", catalog.engine), "Engine");
    let session = catalog.session(AsOf::Latest, &[]);
    assert_eq!(format!("{:?}", catalog.engine), "Engine");
    session.run("SELECT 1 AS n").expect("sound");
    assert_eq!(format!("{:?}", catalog.engine), "Engine(started)");
}

#[test]
fn a_page_sees_its_own_tables_before_the_sites_and_its_earlier_queries() {
    let fixture = format!("{USAGE}//- /data/first.sql\nSELECT min(month) AS m FROM usage\n");
    let catalog = read(&fixture).expect("sound").value;
    let mut world = Memory::new(chrono::DateTime::default());
    world.insert("content/p/usage.csv", "Month,n\n2020-01-01,5\n");
    let path = SitePath::new("content/p/usage.csv").expect("valid");
    let own = bundle_table(&world, &path, None).expect("sound").value;
    let mut session = catalog.session(AsOf::Latest, &[Arc::new(own)]);
    let base = session.define("base", "SELECT n, 2 AS two FROM usage").expect("sound");
    assert_eq!(base.tables[0].path.as_str(), "content/p/usage.csv");
    let result = session.run("SELECT n * two AS x, m FROM base, first").expect("sound");
    let cells: Vec<String> = result.frame.rows[0].iter().map(Cell::plain).collect();
    // The view is the site's, so it reads the site's table.
    assert_eq!(cells, ["10", "2024-01-01"]);
    assert_eq!(result.tables.len(), 2);
    let taken = |name| session.taken(name);
    assert_eq!(
        [taken("base"), taken("first"), taken("usage"), taken("new")],
        [Some("query"), Some("view"), Some("table"), None]
    );
    let wrong = session.define("first", "SELECT 1 AS n").expect_err("taken");
    assert_eq!(wrong[0].message, "`first` is the name of a view already");
}

#[test]
fn a_view_over_a_broken_table_adds_no_second_error() {
    let wrong = read("//- /data/a.csv\na,b\n1\n//- /data/v.sql\nSELECT * FROM a\n");
    assert_eq!(wrong.expect_err("broken").len(), 1);
}

#[test]
fn results_are_the_same_from_any_thread() {
    use rayon::prelude::{IntoParallelIterator as _, ParallelIterator as _};

    use std::fmt::Write as _;

    let mut csv = "//- /data/t.csv\ngroup,x\n".to_owned();
    for n in 0..20_000_u32 {
        let (group, x) = (n * 7919 % 97, f64::from(n % 1013) / 7.0);
        writeln!(csv, "g{group},{x:e}").expect("written");
    }
    let catalog = read(&csv).expect("sound").value;
    let sql = "SELECT \"group\", sum(x) AS s, avg(x) AS a, count(*) AS n FROM t GROUP BY \"group\"";
    let frames: Vec<_> = (0..6)
        .into_par_iter()
        .map(|_| catalog.session(AsOf::Latest, &[]).run(sql).expect("sound").frame)
        .collect();
    assert_eq!(frames[0].rows.len(), 97);
    assert!(frames.iter().all(|frame| *frame == frames[0]));
}

#[test]
fn days_that_see_the_same_snapshots_share_one_planning() {
    let catalog = read(
        "//- /data/apps/2025-03-08.csv
n
1
//- /data/apps/2025-06-01.csv
n
2
//- /data/total.sql
SELECT sum(n) AS n FROM apps
",
    )
    .expect("sound")
    .value;
    let scope = |text| catalog.scope(AsOf::read(text).expect("a day"));
    assert!(Arc::ptr_eq(&scope("2025-03-08"), &scope("2025-05-31")));
    assert!(Arc::ptr_eq(&scope("2025-06-01"), &scope("latest")));
    assert!(!Arc::ptr_eq(&scope("2025-05-31"), &scope("2025-06-01")));
    let total = |text| {
        let session = catalog.session(AsOf::read(text).expect("a day"), &[]);
        session.run("SELECT n FROM total").map(|result| result.frame.rows[0][0].plain())
    };
    assert_eq!((total("2025-03-09"), total("latest")), (Ok("1".into()), Ok("2".into())));
    assert_eq!(total("2025-01-01").expect_err("too early")[0].code, "data/no-snapshot");
}
