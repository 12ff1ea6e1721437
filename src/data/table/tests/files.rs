//! Files as they are read: in parts, into the cache, and with what can go wrong on the way.

use std::fmt::Write as _;
use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::super::load;
use super::told;
use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;
use crate::base::node::yaml;
use crate::base::path::SitePath;
use crate::base::source::Source;
use crate::base::world::{Cache, Draft, FileEntry, Memory, Stored, World};
use crate::data::contract::Contract;
use crate::data::table::TableColumn;

/// A world in which a file differs each time it is opened, or fails in its midst.
struct Odd {
    opened: AtomicUsize,
    fails: bool,
}

/// A cache that takes nothing.
#[derive(Debug)]
struct Full;

impl Cache for Full {
    fn open(&self, _: &str) -> Option<Arc<dyn Stored>> {
        None
    }

    fn remove(&self, _: &str) {}

    fn begin(&self, _: &str, _: Option<&str>) -> std::io::Result<Box<dyn Draft>> {
        Err(std::io::ErrorKind::StorageFull.into())
    }
}

impl World for Odd {
    fn files(&self) -> Result<Vec<FileEntry>, Vec<Diagnostic>> {
        Ok(Vec::new())
    }

    fn read(&self, path: &SitePath) -> Result<Vec<u8>, Diagnostic> {
        Err(Diagnostic::error("io/not-found", path.as_str()))
    }

    fn open(&self, _: &SitePath) -> Result<Box<dyn Read + Send + '_>, Diagnostic> {
        let n = self.opened.fetch_add(1, Ordering::Relaxed);
        let text = std::io::Cursor::new(format!("a\n{n}\n"));
        Ok(if self.fails { Box::new(text.chain(Failing)) } else { Box::new(text) })
    }

    fn now(&self) -> chrono::DateTime<chrono::FixedOffset> {
        chrono::DateTime::default()
    }

    fn digest(&self, _: &SitePath) -> Result<Digest, Diagnostic> {
        let n = if self.fails { 0 } else { self.opened.load(Ordering::Relaxed) };
        Ok(Digest::of(&n.to_le_bytes()))
    }
}

/// A disk that fails.
struct Failing;

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        Err(std::io::Error::other("the disk fails"))
    }
}

#[test]
fn a_file_that_changes_or_fails_while_it_is_read_is_an_error() {
    for (fails, code) in [(false, "io/changed"), (true, "io/read")] {
        let world = Odd { opened: AtomicUsize::new(0), fails };
        let path = SitePath::new("data/t.csv").expect("valid");
        // Its parts are so small that the first gives no types, and the file is read again.
        let wrong = load::load((&world, &path), &Contract::default(), Some(1));
        let wrong = wrong.expect_err("odd");
        assert_eq!(wrong[0].code, code);
        assert!(wrong[0].help.is_some() && !wrong[0].labels.is_empty(), "{:?}", wrong[0]);
    }
}

/// What a reading of a file gives: columns, ranges, rows and diagnostics.
fn outcome(csv: &str, contract: &str, size: Option<usize>) -> String {
    let mut world = Memory::new(chrono::DateTime::default());
    world.insert("data/t.csv", csv);
    let path = SitePath::new("data/t.csv").expect("valid");
    let source = Source::new(SitePath::new("data/t.yaml").expect("valid"), contract);
    let contract = Contract::read(&yaml(contract).expect("YAML"), &source).expect("sound");
    match load::load((&world, &path), &contract, size) {
        Err(wrong) => told(&wrong).join("\n"),
        Ok(loaded) => format!(
            "{:?}\n{:?}\n{}\n{}",
            loaded.columns,
            loaded.ranges,
            loaded.rows.shown(),
            told(&loaded.diagnostics).join("\n"),
        ),
    }
}

#[test]
fn the_size_of_the_parts_a_file_is_read_in_changes_nothing() {
    let mut csv = "id,day,price,note,code\n".to_owned();
    for n in 0..200 {
        let price = if n == 150 { "12345.125".to_owned() } else { format!("{}.5", n % 7) };
        let note = if n % 50 == 0 { "\"two\nlines, \"\"quoted\"\"\"" } else { "plain" };
        let code = if n == 180 { "007".to_owned() } else { (n % 90).to_string() };
        let day = n % 31 + 1;
        writeln!(csv, "{n},2024-01-{day:02},{price},{note},{code}").expect("in memory");
    }
    let contract = r#"{"columns": {"id": {"unique": true, "max": 195}, "note": {"one_of": ["plain"]}}, "key": ["day", "code"]}"#;
    let broken = csv.replace("\n199,", "\n5,").replace(",plain,33", "");
    for text in [csv.as_str(), &broken, &csv.replace("\n120,", "\n120,\"open")] {
        for contract in ["{}", contract] {
            let whole = outcome(text, contract, None);
            for size in [1, 100, 1000] {
                let parts = outcome(text, contract, Some(size));
                let odd = parts.lines().zip(whole.lines()).find(|(part, whole)| part != whole);
                assert!(
                    parts == whole,
                    "in parts of {size}: {}",
                    odd.map_or(String::new(), |(part, whole)| format!(
                        "{part:.300} for {whole:.300}"
                    ))
                );
            }
        }
    }
}

#[test]
fn columns_of_parquet_are_tables() {
    use crate::data::engine::parquet::sample;
    let load = |contract: &str| {
        let mut world = Memory::new(chrono::DateTime::default());
        world.insert("data/t.parquet", sample());
        let path = SitePath::new("data/t.parquet").expect("valid");
        let source = Source::new(SitePath::new("data/t.yaml").expect("valid"), contract);
        let contract = Contract::read(&yaml(contract).expect("YAML"), &source).expect("sound");
        crate::data::table::load(&world, &path, "t", contract)
    };
    let table = load("{}").expect("sound").value;
    let column = |column: &TableColumn| {
        let (min, max) = (column.min.plain(), column.max.plain());
        let kind = column.column.kind.name();
        format!("{} {kind} [{min}..{max}] {}", column.column.name, column.n_null)
    };
    let columns: Vec<String> = table.columns.iter().map(column).collect();
    let expected = [
        "app_name text [Cline..Roo] 0",
        "tokens integer [5..18446744073709551615] 1",
        "price decimal [1.50..2.25] 1",
        "day date [2025-03-08..2025-06-01] 0",
        "on boolean [false..true] 0",
    ];
    assert_eq!(columns, expected);
    let contract = r#"{"columns": {"tokens": {"max": 9, "not_null": true}, "app_name": {"unique": true}, "day": {"type": "text"}}}"#;
    let expected = [
        "1:45 [] `day` is declared `text`, and is `date` in `data/t.parquet`",
        "2:6 [18446744073709551615] `tokens` is 18446744073709551615, more than the most allowed, 9",
        "3:1 [Cline] `app_name` is `Cline` here and on line 1",
        "3:8 [] `tokens` has no value",
    ];
    let wrong = told(&load(contract).expect_err("broken"));
    assert_eq!(wrong[1..], expected[1..], "{wrong:?}");
    assert!(wrong[0].contains("declared `text`, and is `date`"), "{}", wrong[0]);
}

#[test]
fn rows_that_memory_should_not_hold_go_into_the_cache_and_are_found_there() {
    let mut csv = "id,day,price,note\n".to_owned();
    for n in 0..2000 {
        let note = if n == 1999 { "\"two\nlines\"" } else { "plain" };
        writeln!(csv, "{n},2024-01-{:02},{}.25,{note}", n % 31 + 1, n % 7).expect("in memory");
    }
    csv.push_str(",,,\n");
    let mut world = Memory::new(chrono::DateTime::default()).with_cache();
    world.insert("data/t.csv", csv.as_bytes());
    let path = SitePath::new("data/t.csv").expect("valid");
    let contract = Contract::default();
    let shown = |world: &Memory, size| {
        let loaded = load::load((world, &path), &contract, size).expect("sound");
        let rows = loaded.rows.shown();
        let (columns, ranges) = (loaded.columns, loaded.ranges);
        (format!("{columns:?} {ranges:?} {rows} {:?}", loaded.bytes), loaded.rows.is_stored())
    };
    let (whole, is_stored) = shown(&world, None);
    assert!(!is_stored && world.cached().is_empty(), "a small file needs no cache");
    for _ in ["made", "found"] {
        assert_eq!(shown(&world, Some(500)), (whole.clone(), true));
        assert_eq!(world.cached().len(), 1);
    }
    let kept = world.cached();
    world.insert("data/t.csv", csv.replace("7,2024-01-08", "7,2024-01-09"));
    assert_ne!(shown(&world, Some(500)).0, whole);
    assert!(world.cached().len() == 1 && world.cached() != kept, "the former rows are gone");
    world.insert("data/t.csv", format!("{csv}1,\n"));
    let kept = world.cached();
    let loaded = load::load((&world, &path), &contract, Some(500)).expect("rows and errors");
    assert!(loaded.diagnostics.iter().any(Diagnostic::is_error), "ragged");
    assert_eq!(world.cached(), kept, "what is wrong is not kept");
}

#[test]
fn a_cache_that_takes_nothing_is_an_error() {
    /// A world with a file and that cache.
    struct Small(Memory);
    impl World for Small {
        fn files(&self) -> Result<Vec<FileEntry>, Vec<Diagnostic>> {
            self.0.files()
        }
        fn read(&self, path: &SitePath) -> Result<Vec<u8>, Diagnostic> {
            self.0.read(path)
        }
        fn open(&self, path: &SitePath) -> Result<Box<dyn Read + Send + '_>, Diagnostic> {
            self.0.open(path)
        }
        fn now(&self) -> chrono::DateTime<chrono::FixedOffset> {
            self.0.now()
        }
        fn cache(&self) -> Option<Arc<dyn Cache>> {
            Some(Arc::new(Full))
        }
    }
    let mut memory = Memory::new(chrono::DateTime::default());
    memory.insert("data/t.csv", format!("a\n{}", "1\n".repeat(100)));
    let path = SitePath::new("data/t.csv").expect("valid");
    let wrong = load::load((&Small(memory), &path), &Contract::default(), Some(4));
    let wrong = wrong.expect_err("full");
    assert_eq!(wrong[0].code, "io/cache");
    assert!(wrong[0].help.as_ref().is_some_and(|help| help.contains(".numerate")));
}
