//! What events tell of how far saves have come.

use std::fs;

use super::{Desk, GENEROUS, Mode, files, write};
use crate::host::watch::batch::Pace;
use crate::host::watch::events::{Signal, Step};
use crate::host::watch::{Watch, Woken};

/// The files that are known to have been written to their end.
fn closed(woken: &Woken) -> Vec<String> {
    match woken {
        Woken::Changed(changes) => changes.closed.iter().map(ToString::to_string).collect(),
        Woken::Time => Vec::new(),
    }
}

#[test]
fn a_save_that_came_to_its_end_is_not_waited_for_and_one_under_way_is() {
    let mut desk = Desk::open(&["content/a.md", "content/b.md"]);
    let mut pace = |steps: &[(&str, Step)]| {
        desk.watch.touched.clear();
        for (path, step) in steps {
            desk.watch.take(Signal::Touched(
                desk.folder.path().canonicalize().expect("there").join(path),
                *step,
            ));
        }
        desk.watch.pace()
    };
    let (one, other) = ("content/a.md", "content/b.md");
    assert_eq!(pace(&[(one, Step::Open), (one, Step::Done)]), Pace::Saved);
    assert_eq!(pace(&[(one, Step::Done), (one, Step::Begun)]), Pace::Unclear);
    assert_eq!(pace(&[(one, Step::Done), (one, Step::Open)]), Pace::Writing);
    assert_eq!(pace(&[(one, Step::Done), (other, Step::Begun)]), Pace::Unclear);
    assert_eq!(pace(&[(one, Step::Begun), (other, Step::Open)]), Pace::Writing);
    assert_eq!(pace(&[(one, Step::Done), (other, Step::Done)]), Pace::Saved);
    // What goes may come again; what vim made for itself and took away will not.
    assert_eq!(pace(&[(one, Step::Gone)]), Pace::Writing);
    assert_eq!(
        pace(&[("content/4913", Step::Gone), (one, Step::Gone), (one, Step::Done)]),
        Pace::Saved
    );
    let many = ["1", "2", "3", "4", "5"].map(|name| (name, Step::Done));
    let many = many.map(|(name, step)| (format!("content/{name}.md"), step));
    let burst = many.each_ref().map(|(path, step)| (path.as_str(), *step));
    assert_eq!(pace(&burst), Pace::Unclear);
}

#[test]
fn what_is_known_of_a_files_end_is_told_with_its_change() {
    let mut desk = Desk::open(&["data/a.csv", "data/b.csv", "data/c.csv", "data/d.csv"]);
    for (name, step) in [("a", Step::Done), ("b", Step::Open), ("c", Step::Begun)] {
        desk.write(&format!("data/{name}.csv"), "two");
        desk.tell(&format!("data/{name}.csv"), step);
    }
    // What was closed and holds what it held has not changed.
    desk.tell("data/d.csv", Step::Done);
    let woken = desk.watch.wait(Some(GENEROUS));
    assert_eq!(files(&woken), ["data/a.csv", "data/b.csv", "data/c.csv"]);
    assert_eq!(closed(&woken), ["data/a.csv"]);
    // A file that is opened again is not at its end.
    desk.write("data/a.csv", "three");
    desk.tell("data/a.csv", Step::Done);
    desk.tell("data/a.csv", Step::Open);
    assert_eq!(closed(&desk.watch.wait(Some(GENEROUS))), Vec::<String>::new());
}

#[cfg(target_os = "linux")]
#[test]
fn linux_tells_that_a_file_was_closed() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().canonicalize().expect("a folder");
    write(&root, "data/t.csv", "one");
    let mut watch = Watch::start(&root, false);
    if watch.mode() == Mode::Polling {
        return;
    }
    write(&root, "data/.t.csv.tmp", "another");
    fs::rename(root.join("data/.t.csv.tmp"), root.join("data/t.csv")).expect("renamed");
    assert_eq!(closed(&watch.wait(Some(GENEROUS))), ["data/t.csv"]);
    // A machine may stop a test in the middle of its writing for longer than a batch lasts.
    let mut is_told = |n: usize| {
        write(&root, "data/t.csv", &"longer".repeat(n));
        closed(&watch.wait(Some(GENEROUS))) == ["data/t.csv"]
    };
    assert!((1..20).any(&mut is_told));
}
