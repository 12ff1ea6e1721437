//! What `data diff` prints, from sites in memory.

use std::collections::BTreeMap;

use super::text;
use crate::base::overlay::{Instead, Overlay};
use crate::base::path::SitePath;
use crate::base::world::Memory;
use crate::pipeline::{Options, differences};

const SITE: &str = "\
//- /data/apps.yaml
key: [app]
columns: {tokens: {unit: tokens}}
//- /data/apps/2025-03-08.csv
app,tokens,junk
Cline,46790000000,a
Roo,12800000000,b
Gone,1,c
//- /data/apps/2025-06-01.csv
app,tokens,share
Cline,50000000000,0.5
Roo,12800000000,0.2
Kilo,20000000000,
//- /data/visits.csv
day,n
2025-01-01,1
2025-01-01,1
2025-01-02,3
//- /content/dated.md
---
title: A dated post
date: 2025-04-01
---
```sql top
SELECT app, tokens FROM apps ORDER BY tokens DESC
```

[46.8B](q:top[0].tokens)
//- /content/latest.md
---
title: Always the newest
---
```sql top
SELECT app, tokens FROM apps ORDER BY tokens DESC
```

```sql visits_of
SELECT sum(n) AS n FROM visits
```

There are [46.8B](q:top[0].tokens), sent by [Cline](q:top[0].app), and [5](q:visits_of.n) visits.

```yaml chart
query: top
kind: bar
x: app
y: tokens
title: \"[46.8B](q:top[0].tokens) is the most\"
```

| [App](q:top.app) | [Tokens](q:top.tokens) |
|---|---|
| Cline | 46.8B |

```yaml claim
that: (SELECT min(tokens) FROM top) < 10
else: all are large by now
```
//- /content/words.md
---
title: Words
---
No data.
";

fn now() -> chrono::DateTime<chrono::FixedOffset> {
    chrono::DateTime::parse_from_rfc3339("2026-01-01T12:00:00Z").expect("a time")
}

fn compared(before: &[(&str, Instead)], after: &[(&str, Instead)]) -> (String, String) {
    let site = Memory::fixture(SITE, now());
    let changes = |files: &[(&str, Instead)]| -> BTreeMap<SitePath, Instead> {
        let path = |path: &str| SitePath::new(path).expect("a path");
        files.iter().map(|(name, instead)| (path(name), instead.clone())).collect()
    };
    let worlds = (Overlay::new(&site, changes(before)), Overlay::new(&site, changes(after)));
    let found = differences((&worlds.0, &worlds.1), &Options::default());
    let found = found.unwrap_or_else(|errors| panic!("{errors:?}"));
    (text::people(&found), text::programs(&found))
}

#[test]
fn a_new_snapshot_changes_what_is_always_the_newest_and_no_dated_post() {
    let (people, programs) = compared(&[("data/apps/2025-06-01.csv", Instead::Nothing)], &[]);
    insta::assert_snapshot!(people);
    let value: serde_json::Value = serde_json::from_str(&programs).expect("JSON");
    assert_eq!(value["tables"][0]["rows_changed"], 1);
    assert_eq!(value["tables"][0]["ranges"][0]["after"]["max"], 50_000_000_000_i64);
    assert_eq!(value["pages"][0]["file"], "content/latest.md");
    assert_eq!(value["pages"][0]["changes"][0]["after"], "50.0B");
}

#[test]
fn rows_that_nothing_tells_apart_are_counted() {
    let other = Instead::Bytes(b"day,n\n2025-01-01,1\n2025-01-02,4\n".as_slice().into());
    let (people, _) = compared(&[], &[("data/visits.csv", other)]);
    insta::assert_snapshot!(people);
}

#[test]
fn the_same_data_differs_in_nothing() {
    let (people, _) = compared(&[], &[]);
    assert_eq!(people, "no table differs\n\n2 pages with data would say the same\n");
}

/// The command line as this command reads it.
#[derive(clap::Parser)]
struct Line {
    #[command(flatten)]
    args: super::Args,
}

#[test]
fn sides_are_days_snapshots_or_files_and_say_which_table_they_are_of() {
    use clap::Parser as _;
    let folder = tempfile::tempdir().expect("a folder");
    let outside = tempfile::NamedTempFile::new().expect("a file");
    let other = outside.path().to_str().expect("UTF-8");
    let disk = crate::host::disk::Disk::open(folder.path(), now()).expect("a site");
    let (first, second) = ("data/apps/2025-03-08.csv", "data/apps/2025-06-01.csv");
    for (path, text) in [(first, "a\n1\n"), (second, "a\n2\n"), ("data/t.csv", "a\n3\n")] {
        disk.put(&SitePath::new(path).expect("a path"), text.as_bytes()).expect("written");
    }
    let sides = |words: &[&str]| {
        let line = ["diff"].iter().chain(words);
        let args = Line::try_parse_from(line).expect("arguments").args;
        super::sides(&disk, &args).map_err(|errors| (errors[0].code, errors[0].message.clone()))
    };
    let names = |words: &[&str]| {
        let (before, after) = sides(words).expect("two sides");
        [before, after]
            .map(|side| side.into_keys().map(|path| path.to_string()).collect::<Vec<_>>())
    };
    assert_eq!(names(&["2025-03-08", "latest"]), [vec![second.to_owned()], vec![]]);
    assert_eq!(names(&[first, second]), [vec![second.to_owned()], vec![]]);
    assert_eq!(names(&["2024-01-01", "2025-03-08"])[0], [first, second]);
    assert_eq!(names(&[other, "data/t.csv"]), [["data/t.csv"], ["data/t.csv"]]);
    assert_eq!(names(&[other, other, "--table", "apps"]), [[second], [second]]);
    for (words, code) in [
        (&[other, other][..], "data/diff"),
        (&["latest", other], "data/diff"),
        (&["latest", "no.csv"], "io/not-found"),
        (&[other, other, "--table", "ap"], "data/unknown-table"),
    ] {
        assert_eq!(sides(words).map(|_| ()).expect_err("an error").0, code, "{words:?}");
    }
}
