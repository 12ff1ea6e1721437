//! Rows in the cache: all of them, and what queries over them give.

use std::fmt::Write as _;
use std::io::Write as _;

use super::super::load::{Loaded, load};
use super::told;
use crate::base::digest::Digest;
use crate::base::frame::{Column, Frame};
use crate::base::path::SitePath;
use crate::base::world::{Memory, World as _};
use crate::data::contract::Contract;
use crate::data::engine::stored::Shelf;
use crate::data::engine::{Engine, Relation};

/// The rows of a sample.
const N_ROWS: usize = 1000;
/// Sizes of parts: of less than a record, of a few, and of many.
const SIZES: [usize; 4] = [1, 101, 500, 1999];
const THREADS: [usize; 3] = [1, 2, 8];

/// Rows whose last ones change the type of two columns, with line ends in cells and without values.
fn csv() -> String {
    let mut csv = "id,day,price,note,code,empty\n".to_owned();
    for n in 0..N_ROWS {
        let note = if n % 7 == 0 { "\"two\nlines\"" } else { "plain" };
        let price = if n == N_ROWS - 3 { "12345.125".to_owned() } else { format!("{}.5", n % 9) };
        let code = if n == N_ROWS - 2 { "007".to_owned() } else { (n % 90).to_string() };
        let day = n % 28 + 1;
        writeln!(csv, "{n},2024-01-{day:02},{price},{note},{code},").expect("in memory");
    }
    csv
}

fn json_lines() -> String {
    let mut lines = String::new();
    for n in 0..N_ROWS {
        let note = if n % 5 == 0 { "null".to_owned() } else { format!("\"n{}\"", n % 11) };
        writeln!(lines, r#"{{"id": {n}, "note": {note}, "price": {}.25}}"#, n % 13)
            .expect("in memory");
    }
    lines
}

pub(super) fn on_threads<T: Send>(n: usize, work: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(n).build().expect("threads").install(work)
}

pub(super) fn read(world: &Memory, path: &SitePath, size: Option<usize>) -> Loaded {
    match load((world, path), &Contract::default(), size) {
        Ok(loaded) => loaded,
        Err(wrong) => panic!("{:?}", told(&wrong)),
    }
}

/// All that a reading gave.
pub(super) fn shown(loaded: &Loaded) -> String {
    let Loaded { columns, ranges, rows, digest, bytes, diagnostics } = loaded;
    let told = told(diagnostics);
    format!("{columns:?} {ranges:?} {digest} {bytes} {told:?} {}", rows.shown())
}

pub(super) fn world(path: &SitePath, bytes: &[u8]) -> Memory {
    let mut world = Memory::new(chrono::DateTime::default()).with_cache();
    world.insert(path.as_str(), bytes);
    world
}

fn relation(loaded: Loaded) -> Relation {
    let columns = loaded.columns.iter().map(|column| Column {
        name: column.name.as_str().into(),
        label: column.header.as_str().into(),
        unit: None,
        kind: column.kind.kind(),
    });
    Relation::new("t", columns.collect(), loaded.rows)
}

#[test]
fn no_row_is_lost_on_the_way_into_the_cache() {
    let latin = csv().replace("plain", "\"Größe, été\"");
    let latin: Vec<u8> = latin.chars().map(|char| u8::try_from(char).expect("Latin")).collect();
    let files = [
        ("data/t.csv", csv().into_bytes()),
        ("data/latin.csv", latin),
        ("data/t.jsonl", json_lines().into_bytes()),
    ];
    for (name, bytes) in &files {
        let path = SitePath::new(name).expect("valid");
        let whole = read(&world(&path, bytes), &path, None);
        assert!(whole.rows.len() == N_ROWS && !whole.rows.is_stored(), "{name}");
        let whole = shown(&whole);
        for (size, n_threads) in SIZES.into_iter().flat_map(|size| THREADS.map(|n| (size, n))) {
            let world = world(&path, bytes);
            for how in ["made", "found"] {
                let loaded = on_threads(n_threads, || read(&world, &path, Some(size)));
                let at = format!("{name} in parts of {size} on {n_threads} threads, {how}");
                assert_eq!(loaded.rows.len(), N_ROWS, "{at}");
                assert!(loaded.rows.is_stored(), "{at}");
                assert!(shown(&loaded) == whole, "{at}");
            }
        }
    }
}

#[test]
fn the_bytes_in_the_cache_depend_on_the_file_alone() {
    let path = SitePath::new("data/t.csv").expect("valid");
    let digest = |n_threads: usize| -> Digest {
        let world = world(&path, csv().as_bytes());
        on_threads(n_threads, || read(&world, &path, Some(500)));
        Digest::of(&kept(&world, &world.cached()[0]))
    };
    assert_eq!(THREADS.map(digest), [digest(1); 3]);
}

#[test]
fn a_query_gives_the_same_with_and_without_the_cache() {
    let queries = [
        "SELECT count(*) AS n FROM t",
        "SELECT * FROM t",
        "SELECT note, id FROM t WHERE id % 3 = 0",
        "SELECT code, price, day FROM t ORDER BY price DESC, id LIMIT 20",
        "SELECT note, id FROM t LIMIT 7",
        "SELECT day, count(*) AS n, sum(price) AS p, max(code) AS c FROM t GROUP BY day ORDER BY day",
        "SELECT a.id, b.note FROM t AS a JOIN t AS b ON a.id = b.id + 1 WHERE b.price > 7 ORDER BY a.id",
        "SELECT id, sum(price) OVER (ORDER BY id) AS run FROM t ORDER BY id",
        "SELECT id FROM t WHERE id < 0",
        "SELECT count(empty) AS n, avg(price) AS mean FROM t",
    ];
    let path = SitePath::new("data/t.csv").expect("valid");
    let world = world(&path, csv().as_bytes());
    let memory = [relation(read(&world, &path, None))];
    for (idx, sql) in queries.into_iter().enumerate() {
        let run = |relations: &[Relation], store: Option<&Shelf>| -> Frame {
            match Engine::default().run(sql, relations, 2 * N_ROWS, store) {
                Ok(answer) => answer.frame,
                Err(wrong) => panic!("{sql}: {}", wrong[0].message),
            }
        };
        let expected = run(&memory, None);
        for (size, n_threads) in [(101, 1), (500, 2), (1999, 8)] {
            let world = world.clone().with_cache();
            let stored = on_threads(n_threads, || relation(read(&world, &path, Some(size))));
            let cache = world.cache().expect("there");
            let store = Shelf { cache, name: format!("answers/{idx}.parquet") };
            for how in ["made", "found"] {
                let stored = std::slice::from_ref(&stored);
                let frame = on_threads(n_threads, || run(stored, Some(&store)));
                assert!(frame == expected, "{sql} in parts of {size}, {how}: {frame:?}");
                assert_eq!(world.cached().len(), 2, "the table and the answer");
            }
        }
    }
}

/// Puts other bytes into the place of a file of the cache.
fn put(world: &Memory, name: &str, bytes: &[u8]) {
    let mut draft = world.cache().expect("there").begin(name, None).expect("begun");
    draft.write_all(bytes).expect("in memory");
    draft.keep().expect("in memory");
}

fn kept(world: &Memory, name: &str) -> Vec<u8> {
    let kept = world.cache().and_then(|cache| cache.open(name)).expect("kept");
    let mut bytes = vec![0; usize::try_from(kept.size()).expect("small")];
    kept.read_at(0, &mut bytes).expect("readable");
    bytes
}

#[test]
fn what_is_damaged_is_made_again_and_never_read_for_something_else() {
    let path = SitePath::new("data/t.csv").expect("valid");
    let world = world(&path, csv().as_bytes());
    let sql = "SELECT * FROM t ORDER BY id";
    let run = || {
        let loaded = read(&world, &path, Some(1999));
        Engine::default().run(sql, &[relation(loaded)], N_ROWS, None).map(|answer| answer.frame)
    };
    let expected = run().expect("sound");
    let name = world.cached().remove(0);
    let whole = kept(&world, &name);
    let flipped = (0..whole.len()).step_by(whole.len() / 150).map(|at| {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        bytes
    });
    let cut = [0, 1, 40, whole.len() / 2, whole.len() - 1].map(|end| whole[..end].to_vec());
    let mut n_told = 0;
    for (nth, damaged) in flipped.chain(cut).enumerate() {
        put(&world, &name, &damaged);
        if let Err(wrong) = run() {
            n_told += 1;
            let codes: Vec<_> = wrong.iter().map(|error| error.code).collect();
            assert_eq!(codes, ["io/cache"], "damage {nth}: {wrong:?}");
            assert!(world.cached().is_empty(), "damage {nth} stays");
        }
        assert!(run().is_ok_and(|frame| frame == expected), "damage {nth}");
        assert_eq!(kept(&world, &name), whole, "damage {nth}");
    }
    assert!(n_told > 50, "{n_told} of the damages lie in rows");
}

#[test]
fn an_answer_that_is_damaged_is_computed_again() {
    let path = SitePath::new("data/t.csv").expect("valid");
    let world = world(&path, csv().as_bytes());
    let relations = [relation(read(&world, &path, Some(1999)))];
    let name = "answers/0.parquet".to_owned();
    let store = Shelf { cache: world.cache().expect("there"), name: name.clone() };
    let run = || {
        let answer =
            Engine::default().run("SELECT sum(id) AS n FROM t", &relations, 9, Some(&store));
        answer.map(|answer| answer.frame)
    };
    let expected = run().expect("sound");
    let whole = kept(&world, &name);
    for at in (0..whole.len()).step_by(7) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x10;
        for damaged in [&bytes[..], &whole[..at]] {
            put(&world, &name, damaged);
            assert!(run().is_ok_and(|frame| frame == expected), "at {at}");
            assert_eq!(kept(&world, &name), whole, "at {at}");
        }
    }
}
