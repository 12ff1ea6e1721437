//! The memory on disk: whatever happens to its file, a build gives what it would without.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use numerate::host::disk::Disk;
use numerate::host::store::Store;
use numerate::pipeline::{Built, Options, Stage, Workshop};
use tempfile::TempDir;

use super::difference;
use super::edits::Dice;
use super::start::{Data, site};
use crate::support::now;

/// How many times the file is damaged; the variable `NUMERATE_DAMAGES` asks for another number.
const DAMAGES: usize = 40;

/// A site on disk whose files were written long ago.
fn folder(n_posts: usize, data: Data) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in site(n_posts, data) {
        write(folder.path(), &path, &text);
    }
    folder
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    fs::write(&path, text).expect("written");
    let file = fs::File::options().append(true).open(path).expect("there");
    file.set_modified(SystemTime::now() - Duration::from_hours(1)).expect("set");
}

fn disk(folder: &Path) -> Disk {
    Disk::open(folder, now()).expect("a site")
}

fn cold(folder: &Path) -> Built {
    told(Workshop::new().build(&disk(folder), &Options::default()))
}

/// A build without its stories, which tell how long queries took.
fn told(built: Built) -> Built {
    Built { stories: Arc::default(), ..built }
}

/// A build in what may be another process, which writes what it learned.
fn warm(folder: &Path) -> Built {
    let disk = disk(folder);
    let (mut store, memory) = Store::open(&disk);
    let mut workshop = Workshop::with(memory);
    let built = workshop.build(&disk, &Options::default());
    store.save(workshop.memory(), &disk);
    told(built)
}

/// What was made again though it was made before. A memory holds no files and no site: a process that has none renders them all.
fn relearned(built: &Built) -> Vec<&str> {
    let is_kept = |stage| ![Stage::Link, Stage::Render].contains(&stage);
    let ran = built.trace.ran.iter().filter(|ran| is_kept(ran.stage));
    ran.map(|ran| ran.subject.as_str()).collect()
}

/// Cuts the file off, changes some of its bits, puts something into it, or empties it.
fn damage(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    // Half of the damage is where the parts begin: all of the first one, and the ends.
    let at = if dice.one_in(2) { dice.below(bytes.len()) } else { dice.below(200) };
    match dice.below(5) {
        0 => bytes.truncate(at),
        1 => bytes[at] ^= 1 << dice.below(8),
        2 => {
            for _ in 0..=dice.below(30) {
                let at = dice.below(bytes.len());
                bytes[at] ^= 1 << dice.below(8);
            }
        }
        3 => drop(bytes.splice(at..at, std::iter::repeat_n(0, 1 + dice.below(100)))),
        _ => {
            let end = (at + 1 + dice.below(5000)).min(bytes.len());
            bytes[at..end].fill(0);
        }
    }
    bytes
}

#[test]
fn a_memory_that_was_torn_is_as_good_as_none() {
    let damages = std::env::var("NUMERATE_DAMAGES").ok().and_then(|number| number.parse().ok());
    let folder = folder(8, Data::Queries);
    let expected = cold(folder.path());
    let path = folder.path().join(".numerate/memory");
    warm(folder.path());
    let whole = fs::read(&path).expect("written");
    let mut dice = Dice::new(5);
    for number in 0..damages.unwrap_or(DAMAGES) {
        fs::write(&path, damage(&whole, &mut dice)).expect("written");
        let built = warm(folder.path());
        assert_eq!(difference(&built, &expected), "", "damage {number}");
        // What was written over it is whole again.
        if number % 8 == 0 {
            let again = warm(folder.path());
            assert_eq!(difference(&again, &expected), "", "after damage {number}");
            assert_eq!(relearned(&again), [""; 0], "after damage {number}");
        }
    }
}

#[test]
fn a_memory_that_is_no_file_is_left_alone() {
    let folder = folder(2, Data::None);
    let expected = cold(folder.path());
    fs::create_dir_all(folder.path().join(".numerate/memory/x")).expect("made");
    assert_eq!(difference(&warm(folder.path()), &expected), "");
    assert!(folder.path().join(".numerate/memory/x").is_dir());
}

#[test]
fn a_site_without_room_for_its_cache_is_built_all_the_same() {
    let folder = folder(2, Data::Queries);
    let expected = cold(folder.path());
    // As good as a folder that may not be written, which for some accounts there is none of.
    let cache = folder.path().join(".numerate");
    fs::write(&cache, "in the way").expect("written");
    for _ in 0..2 {
        assert_eq!(difference(&warm(folder.path()), &expected), "");
    }
    assert_eq!(fs::read_to_string(&cache).expect("there"), "in the way");
}

#[test]
fn what_a_process_learns_is_added_to_what_is_there() {
    let folder = folder(8, Data::None);
    let path = folder.path().join(".numerate/memory");
    let disk = disk(folder.path());
    let (mut store, memory) = Store::open(&disk);
    let mut workshop = Workshop::with(memory);
    let mut before = Vec::new();
    for step in 0..4 {
        write(folder.path(), "content/posts/p3.md", &format!("---\ntitle: Step {step}\n---\n"));
        workshop.build(&disk, &Options::default());
        store.save(workshop.memory(), &disk);
        let after = fs::read(&path).expect("written");
        assert!(after.starts_with(&before) && after.len() > before.len(), "step {step}");
        before = after;
    }
    let built = warm(folder.path());
    assert_eq!(relearned(&built), [""; 0]);
    assert!(built.trace.n_reused(Stage::Parse) > 10);
}

#[test]
fn two_that_write_at_once_spoil_nothing() {
    let folder = folder(30, Data::None);
    let root = folder.path();
    let expected = cold(root);
    for round in 0..6 {
        write(root, "content/posts/p3.md", &format!("---\ntitle: Round {round}\n---\n"));
        std::thread::scope(|scope| {
            let builds = [(); 3].map(|()| scope.spawn(|| warm(root)));
            let [first, second, third] = builds.map(|build| build.join().expect("a build"));
            assert_eq!(difference(&first, &second), "", "round {round}");
            assert_eq!(difference(&first, &third), "", "round {round}");
        });
        assert_eq!(difference(&warm(root), &cold(root)), "", "round {round}");
        let names = fs::read_dir(root.join(".numerate")).expect("a folder").flatten();
        let mut names: Vec<_> = names.map(|entry| entry.file_name()).collect();
        names.sort();
        assert_eq!(names, [".gitignore", "lock", "memory"]);
    }
    assert_ne!(difference(&warm(root), &expected), "");
}
