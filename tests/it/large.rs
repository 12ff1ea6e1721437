//! A site over a table that is too large for memory: its rows lie in the cache, in columns.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::program::{numerate, text, write};

/// Rows of about 220 bytes: 35 MB in all, more than is kept in memory.
const N_ROWS: usize = 160_000;

const PAGE: &str = "---\ntitle: Large\ndate: 2025-06-01\n---\n\
```sql total\nSELECT count(*) AS n, sum(tokens) AS tokens, max(note) AS note FROM large\n```\n\
[160,000](q:total.n) rows.\n\n\
```sql top\nSELECT app, sum(tokens) AS tokens FROM large GROUP BY app ORDER BY tokens DESC LIMIT 5\n```\n\
```yaml table\nquery: top\n```\n";

fn set_old(file: &Path) {
    let file = fs::File::options().write(true).open(file).expect("there");
    file.set_modified(SystemTime::now() - Duration::from_mins(1)).expect("set");
}

fn rows() -> String {
    let mut csv = "id,app,tokens,note\n".to_owned();
    for n in 0..N_ROWS {
        let note = "x".repeat(200 - n % 7);
        writeln!(csv, "{n},app-{},{},{note}", n % 37, n * 7919 % 100_003).expect("in memory");
    }
    csv
}

/// The files below a folder with what they hold, but for the time of the build.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut res = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                res.push((path.clone(), fs::read(path).expect("readable")));
            }
        }
    }
    res.sort();
    res
}

/// The only file of the cache that holds rows.
fn cached_rows(site: &Path) -> PathBuf {
    let tables = files(&site.join(".numerate/tables"));
    assert_eq!(tables.len(), 1);
    tables[0].0.clone()
}

#[test]
fn rows_in_the_cache_give_what_the_file_gives() {
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path();
    write(site, "data/large.csv", &rows());
    write(site, "content/posts/a.md", PAGE);
    let csv = site.join("data/large.csv");
    set_old(&csv);
    let build = |arguments: &str| {
        let built = numerate(site, &format!("build {arguments}"));
        (built.status.code(), text(&built.stderr))
    };

    let outputs = ["1", "2", "8"].map(|threads| {
        fs::remove_dir_all(site.join(".numerate")).ok();
        assert_eq!(build(&format!("-j {threads}")), (Some(0), String::new()));
        (files(&site.join("public")), fs::read(cached_rows(site)).expect("kept"))
    });
    assert!(outputs.iter().all(|output| *output == outputs[0]), "threads make no difference");
    let (published, _) = &outputs[0];

    // A new question is asked of rows that are damaged.
    let kept = cached_rows(site);
    let mut bytes = fs::read(&kept).expect("kept");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&kept, bytes).expect("written");
    let asked = PAGE.replace("max(note) AS note", "max(note) AS note, min(id) AS first");
    let asked = asked.replace("LIMIT 5", "LIMIT 6");
    write(site, "content/posts/a.md", &asked.replace("max(note)", "min(note)"));
    let (code, told) = build("");
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("io/cache") && told.contains("posts/a.md"), "{told}");
    assert_eq!(files(&site.join("public")), *published, "nothing wrong is published");
    assert_eq!(build(""), (Some(0), String::new()), "what was damaged is made again");

    // Another number in the place of one of as many digits, with the same size and time.
    write(site, "content/posts/a.md", PAGE);
    assert_eq!(build(""), (Some(0), String::new()));
    let modified = fs::metadata(&csv).and_then(|about| about.modified()).expect("there");
    fs::write(&csv, rows().replacen("\n1,app-1,7919,", "\n1,app-1,7918,", 1)).expect("written");
    let file = fs::File::options().write(true).open(&csv).expect("there");
    file.set_modified(modified).expect("set");
    assert_eq!(build("--locked"), (Some(0), String::new()));
    assert_ne!(files(&site.join("public")), *published, "the number is another one");
}
