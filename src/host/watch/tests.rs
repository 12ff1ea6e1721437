//! The cases that break watchers. Times are given, not waited for: events are named as a file system would, and what they
//! come to is read from a real folder.
#![expect(clippy::disallowed_methods, reason = "the tests are the author who saves files")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use super::events::{Signal, Step, reason};
use super::{Mode, Watch, Woken};

mod steps;

/// How long a real event may take: machines are slow, and a test that fails for that is worth nothing.
const GENEROUS: Duration = Duration::from_mins(1);

/// A site and its watch, whose events are told by hand.
struct Desk {
    folder: tempfile::TempDir,
    watch: Watch,
    events: Sender<Signal>,
}

impl Desk {
    fn open(files: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for file in files {
            write(folder.path(), file, "one");
        }
        let root = folder.path().canonicalize().expect("a folder");
        let mut watch = Watch::start(&root, true);
        let (events, signals) = channel();
        watch.signals = Some(signals);
        Self { folder, watch, events }
    }

    fn root(&self) -> PathBuf {
        self.folder.path().canonicalize().expect("a folder")
    }

    fn write(&self, path: &str, text: &str) {
        write(&self.root(), path, text);
    }

    /// What the site's files come to after events at these paths.
    fn after(&mut self, touched: &[&str]) -> Vec<String> {
        for path in touched {
            self.tell(path, Step::Begun);
        }
        self.settled()
    }

    fn tell(&self, path: &str, step: Step) {
        self.events.send(Signal::Touched(self.root().join(path), step)).expect("a listener");
    }

    fn settled(&mut self) -> Vec<String> {
        // The limit only ends a wait in which nothing changed: it is longer than a batch takes to settle.
        files(&self.watch.wait(Some(Duration::from_millis(200))))
    }
}

/// The files that changed.
fn files(woken: &Woken) -> Vec<String> {
    match woken {
        Woken::Changed(changes) => changes.files.iter().map(ToString::to_string).collect(),
        Woken::Time => Vec::new(),
    }
}

/// May there be more than these?
fn is_open(woken: &Woken) -> bool {
    matches!(woken, Woken::Changed(changes) if changes.is_open)
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    fs::write(path, text).expect("written");
}

fn rename(desk: &Desk, from: &str, to: &str) {
    fs::rename(desk.root().join(from), desk.root().join(to)).expect("renamed");
}

#[test]
fn case_1_a_file_put_in_the_place_of_another_is_a_change() {
    let mut desk = Desk::open(&["content/a.md"]);
    desk.write("content/.a.md.tmp", "two");
    rename(&desk, "content/.a.md.tmp", "content/a.md");
    assert_eq!(desk.after(&["content/.a.md.tmp", "content/a.md"]), ["content/a.md"]);
    assert!(desk.root().join("content/a.md").exists());
}

#[test]
fn case_2_what_was_deleted_and_made_again_is_there() {
    let mut desk = Desk::open(&["content/a.md", "content/b.md"]);
    fs::remove_file(desk.root().join("content/a.md")).expect("removed");
    desk.write("content/a.md", "one");
    assert_eq!(desk.after(&["content/a.md"]), Vec::<String>::new());
    fs::remove_file(desk.root().join("content/b.md")).expect("removed");
    assert_eq!(desk.after(&["content/b.md"]), ["content/b.md"]);
}

#[test]
fn case_3_what_vim_does_is_one_change() {
    let mut desk = Desk::open(&["content/a.md", "numerate.yaml"]);
    for file in ["content/a.md", "numerate.yaml"] {
        let folder = if file.contains('/') { "content/" } else { "" };
        let (probe, backup) = (format!("{folder}4913"), format!("{file}~"));
        desk.write(&probe, "");
        fs::remove_file(desk.root().join(&probe)).expect("removed");
        rename(&desk, file, &backup);
        desk.write(file, "two");
        fs::remove_file(desk.root().join(&backup)).expect("removed");
        assert_eq!(desk.after(&[&probe, file, &backup, file]), [file]);
    }
}

#[test]
fn case_4_files_of_a_new_folder_are_found_without_events_of_their_own() {
    let mut desk = Desk::open(&["content/a.md"]);
    desk.write("content/new/deep/b.md", "one");
    desk.write("content/new/c.md", "one");
    assert_eq!(desk.after(&["content/new"]), ["content/new/c.md", "content/new/deep/b.md"]);
}

#[test]
fn case_5_folders_move_within_the_site_and_out_of_it_and_names_change_case() {
    let mut desk = Desk::open(&["content/old/a.md", "content/old/b/c.md", "content/Case.md"]);
    rename(&desk, "content/old", "content/new");
    let moved = desk.after(&["content/old", "content/new"]);
    assert_eq!(
        moved,
        ["content/new/a.md", "content/new/b/c.md", "content/old/a.md", "content/old/b/c.md"]
    );
    let elsewhere = tempfile::tempdir().expect("a folder");
    fs::rename(desk.root().join("content/new"), elsewhere.path().join("new")).expect("moved");
    assert_eq!(desk.after(&["content/new"]), ["content/new/a.md", "content/new/b/c.md"]);
    rename(&desk, "content/Case.md", "content/case.md");
    assert_eq!(
        desk.after(&["content/Case.md", "content/case.md"]),
        ["content/Case.md", "content/case.md"]
    );
}

#[test]
fn case_6_what_holds_the_same_has_not_changed() {
    let mut desk = Desk::open(&["content/a.md"]);
    let file = desk.root().join("content/a.md");
    let mut permissions = fs::metadata(&file).expect("there").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&file, permissions).expect("set");
    assert_eq!(desk.after(&["content/a.md"]), Vec::<String>::new());
    fs::remove_file(&file).expect("removed");
    desk.write("content/a.md", "one");
    assert_eq!(desk.after(&["content/a.md"]), Vec::<String>::new());
    desk.write("content/a.md", "two");
    assert_eq!(desk.after(&["content/a.md"]), ["content/a.md"]);
}

#[test]
fn case_7_a_burst_is_one_batch() {
    let mut desk = Desk::open(&[]);
    let files: Vec<String> = (100..200).map(|at| format!("content/{at}.md")).collect();
    for file in &files {
        desk.write(file, "one");
        desk.tell(file, Step::Done);
    }
    assert_eq!(desk.settled(), files);
}

#[test]
fn case_8_what_builds_caches_and_version_control_write_is_nothing() {
    let mut desk = Desk::open(&["content/a.md"]);
    let noise = [
        "public/index.html",
        ".numerate/memory",
        ".git/index.lock",
        "content/.git/x",
        "content/a.md~",
    ];
    for path in noise {
        desk.write(path, "one");
    }
    assert_eq!(desk.after(&noise), Vec::<String>::new());
    assert_eq!(desk.watch.batch.due(), None);
}

#[cfg(unix)]
#[test]
fn case_9_what_links_lead_to_is_watched_and_loops_end() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().canonicalize().expect("a folder");
    write(&root, "shared/note.md", "one");
    write(&root, "content/a.md", "one");
    symlink("../shared/note.md", root.join("content/note.md")).expect("linked");
    symlink(".", root.join("content/loop")).expect("linked");
    let linked = tempfile::tempdir().expect("a folder");
    let other_name = linked.path().join("site");
    symlink(&root, &other_name).expect("linked");
    let mut watch = Watch::start(&other_name.canonicalize().expect("a folder"), false);
    write(&root, "shared/note.md", "two");
    if watch.mode() == Mode::Events {
        let woken = watch.wait(Some(GENEROUS));
        assert_eq!(files(&woken), ["content/note.md"]);
        assert!(is_open(&woken), "{woken:?}");
    }
}

#[test]
fn a_folder_of_content_is_watched_from_when_the_configuration_names_it() {
    let mut desk = Desk::open(&["content/a.md", "inhalt/a.md", "numerate.yaml"]);
    desk.write("inhalt/a.md", "two");
    assert!(desk.after(&["inhalt/a.md"]).is_empty());
    desk.write("numerate.yaml", "content_dir: inhalt");
    assert_eq!(desk.after(&["numerate.yaml"]), ["inhalt/a.md", "numerate.yaml"]);
    desk.write("inhalt/b.md", "one");
    assert_eq!(desk.after(&["inhalt/b.md"]), ["inhalt/b.md"]);
}

#[test]
fn case_10_a_limit_that_is_used_up_is_told_with_what_to_do() {
    for error in [
        notify::Error::new(notify::ErrorKind::MaxFilesWatch),
        notify::Error::io(std::io::Error::from_raw_os_error(28)),
    ] {
        let note = reason(&error);
        assert!(
            note.contains("sysctl fs.inotify.max_user_watches") && note.contains("instead"),
            "{note}"
        );
    }
    assert!(reason(&notify::Error::generic("odd")).contains("odd"));
}

#[test]
fn case_10_a_limit_that_is_reached_later_ends_the_wait_for_events() {
    let mut desk = Desk::open(&["content/a.md"]);
    desk.write("content/new/b.md", "one");
    desk.events.send(Signal::Ended("the limit".into())).expect("a listener");
    assert_eq!(desk.settled(), ["content/new/b.md"]);
    assert_eq!((desk.watch.mode(), desk.watch.notes()), (Mode::Polling, vec!["the limit".into()]));
}

#[test]
fn case_11_where_no_events_arrive_changes_are_found_by_looking() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().canonicalize().expect("a folder");
    write(&root, "content/a.md", "one");
    let mut watch = Watch::start(&root, true);
    assert_eq!(watch.mode(), Mode::Polling);
    write(&root, "content/a.md", "longer");
    write(&root, "content/b.md", "one");
    let woken = watch.wait(Some(GENEROUS));
    assert_eq!(files(&woken), ["content/a.md", "content/b.md"]);
    assert!(is_open(&woken), "{woken:?}");
}

#[test]
fn case_11_events_are_tried_before_they_are_trusted() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().canonicalize().expect("a folder");
    write(&root, "content/a.md", "one");
    let mut watch = Watch::start(&root, false);
    let notes = watch.notes();
    // On a machine without events the note says so, and the change is found all the same.
    assert_eq!(watch.mode() == Mode::Events, notes.is_empty(), "{notes:?}");
    assert!(
        fs::read_dir(root.join(".numerate"))
            .expect("a folder")
            .flatten()
            .all(|entry| entry.file_name() == ".gitignore")
    );
    write(&root, "content/a.md", "longer");
    let woken = watch.wait(Some(GENEROUS));
    assert_eq!(files(&woken), ["content/a.md"]);
    assert_eq!(is_open(&woken), watch.mode() == Mode::Polling, "{woken:?}");
}

#[test]
fn case_14_what_is_saved_during_a_build_is_built_after_it() {
    let mut desk = Desk::open(&["content/a.md", "content/b.md"]);
    desk.write("content/a.md", "two");
    assert_eq!(desk.after(&["content/a.md"]), ["content/a.md"]);
    // A build runs now; its saves wait, several of them as one.
    desk.write("content/b.md", "two");
    desk.write("content/a.md", "three");
    let events = ["content/b.md", "content/a.md", "content/b.md"];
    assert_eq!(desk.after(&events), ["content/a.md", "content/b.md"]);
    assert_eq!(desk.settled(), Vec::<String>::new());
}

#[test]
fn events_that_were_lost_are_made_up_for_by_a_look_at_everything() {
    let mut desk = Desk::open(&["content/a.md", "data/t.csv"]);
    desk.write("data/t.csv", "longer");
    fs::remove_file(desk.root().join("content/a.md")).expect("removed");
    desk.events.send(Signal::Lost).expect("a listener");
    assert_eq!(desk.settled(), ["content/a.md", "data/t.csv"]);
}

#[cfg(unix)]
#[test]
fn what_the_build_will_refuse_is_a_change_when_it_comes_and_when_it_goes() {
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::symlink;
    let mut desk = Desk::open(&["content/a.md", "content/b/c.md"]);
    let root = desk.root();
    symlink("gone.md", root.join("content/link.md")).expect("linked");
    assert_eq!(desk.after(&["content/link.md"]), ["content/link.md"]);
    assert_eq!(desk.after(&["content/link.md"]), Vec::<String>::new());
    fs::remove_file(root.join("content/link.md")).expect("removed");
    assert_eq!(desk.after(&["content/link.md"]), ["content/link.md"]);
    symlink(".", root.join("content/b/loop")).expect("linked");
    assert_eq!(desk.after(&["content/b"]), ["content/b/loop"]);
    fs::remove_dir_all(root.join("content/b")).expect("removed");
    assert_eq!(desk.after(&["content/b"]), ["content/b/c.md", "content/b/loop"]);
    let odd = root.join("content").join(std::ffi::OsStr::from_bytes(b"odd\xff.md"));
    // A file system may refuse such a name.
    if fs::write(&odd, "one").is_ok() {
        desk.events.send(Signal::Touched(odd, Step::Done)).expect("a listener");
        assert_eq!(desk.settled(), ["content"]);
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_can_no_longer_be_read_is_a_change_and_so_is_one_that_can_again() {
    use std::os::unix::fs::PermissionsExt as _;
    let mut desk = Desk::open(&["content/a.md"]);
    let file = desk.root().join("content/a.md");
    let mut allow = |mode| {
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).expect("set");
        (fs::read(&file).is_err(), desk.after(&["content/a.md"]))
    };
    // Some accounts may read everything.
    if let (true, changed) = allow(0o000) {
        assert_eq!(changed, ["content/a.md"]);
        assert_eq!(allow(0o644).1, ["content/a.md"]);
    }
    assert_eq!(allow(0o600).1, Vec::<String>::new());
}

#[cfg(unix)]
#[test]
fn where_there_is_more_than_files_and_folders_the_list_of_files_stays_open() {
    let mut desk = Desk::open(&["content/a.md"]);
    desk.write("content/a.md", "two");
    desk.tell("content/a.md", Step::Done);
    assert!(!is_open(&desk.watch.wait(Some(GENEROUS))));
    let nowhere = desk.root().join("content/nowhere.md");
    std::os::unix::fs::symlink("gone.md", &nowhere).expect("linked");
    desk.write("content/a.md", "three");
    desk.tell("content/nowhere.md", Step::Begun);
    desk.tell("content/a.md", Step::Done);
    assert!(is_open(&desk.watch.wait(Some(GENEROUS))));
    // The look that finds it gone is the last one at everything.
    fs::remove_file(nowhere).expect("removed");
    for (text, expected) in [("four", true), ("five", false)] {
        desk.write("content/a.md", text);
        desk.tell("content/a.md", Step::Done);
        assert_eq!(is_open(&desk.watch.wait(Some(GENEROUS))), expected, "{text}");
    }
}
