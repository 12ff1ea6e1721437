#![expect(clippy::disallowed_methods, reason = "the tests are the author who saves files")]

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use super::{Clock, Press, Round, caught, fault};
use crate::base::path::SitePath;
use crate::host::disk::Disk;
use crate::host::preview::edition::{Content, Found};
use crate::host::preview::guard::Guard;
use crate::host::preview::message::Report;
use crate::host::preview::state::State;
use crate::host::watch::Changes;
use crate::pipeline::Options;

/// A site on disk with its preview, built by hand instead of by a thread.
struct Studio {
    folder: tempfile::TempDir,
    press: Press,
    state: State,
}

const PAGE: &str =
    "---\ntitle: A\n---\n```sql q\nSELECT sum(n) AS n FROM t\n```\n\nIt is [11](q:q.n).\n";

impl Studio {
    /// A preview of a page with data and one without, at `clock`.
    fn open(options: Options, clock: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for (path, text) in [
            ("data/t.csv", "n\n5\n6\n"),
            ("content/a.md", PAGE),
            ("content/b.md", "---\ntitle: B\n---\nPlain.\n"),
        ] {
            write(folder.path(), path, text);
        }
        let now: DateTime<FixedOffset> = DateTime::parse_from_rfc3339(clock).expect("valid");
        let open = || Disk::open(folder.path(), now).expect("a site");
        let state = State::new(Guard::default(), open(), None);
        let clock = Clock { option: Some(clock.to_owned()) };
        let press = Press::new(open(), options, clock, true);
        let mut studio = Self { folder, press, state };
        let anything = Changes { is_open: true, ..Changes::default() };
        studio.press.round(&studio.state, anything, &mut |_| Changes::default());
        studio
    }

    fn round(&mut self, files: &[&str]) -> Round {
        self.press.round(&self.state, changes(files), &mut |_| Changes::default()).0
    }

    fn save(&mut self, path: &str, text: &str) -> Round {
        write(self.folder.path(), path, text);
        self.round(&[path])
    }

    /// What is served at a path.
    fn served(&self, path: &str) -> Option<String> {
        served(&self.state, path)
    }

    fn report(&self) -> Arc<Report> {
        Arc::clone(&self.state.now().report)
    }
}

/// What is served at a path.
fn served(state: &State, path: &str) -> Option<String> {
    match state.now().edition.find(path) {
        Found::File(_, file) => match &file.content {
            Content::Bytes(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
            Content::Disk(path, _) => Some(path.to_string()),
        },
        Found::Moved(_) | Found::Missing => None,
    }
}

fn changes(files: &[&str]) -> Changes {
    let files = files.iter().map(|path| SitePath::new(path).expect("valid"));
    Changes { files: files.collect(), ..Changes::default() }
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    std::fs::write(path, text).expect("written");
}

const NOON: &str = "2026-01-01T12:00:00Z";

#[test]
fn nothing_is_written_but_in_memory() {
    let mut studio = Studio::open(Options::default(), NOON);
    studio.save("content/b.md", "---\ntitle: B\n---\nOther.\n");
    assert!(studio.served("/b/").is_some_and(|html| html.contains("Other.")));
    let entries = std::fs::read_dir(studio.folder.path()).expect("a folder").flatten();
    let mut names: Vec<_> = entries.map(|entry| entry.file_name()).collect();
    names.retain(|name| name != ".numerate");
    names.sort();
    assert_eq!(names, ["content", "data"]);
}

#[test]
fn case_13_an_error_leaves_the_page_as_it_was_and_goes_when_it_is_mended() {
    let mut studio = Studio::open(Options::default(), NOON);
    let before = studio.served("/a/");
    let round = studio.save("content/a.md", &PAGE.replace("[11]", "[12]"));
    assert_eq!((studio.report().errors, round.new.len()), (1, 1));
    assert_eq!(studio.served("/a/"), before);
    let again = studio.round(&[]);
    assert_eq!((again.diagnostics.len(), again.new.len()), (1, 0));
    // Another page goes on being shown as it is written.
    studio.save("content/b.md", "---\ntitle: B\n---\nOther.\n");
    assert!(studio.served("/b/").is_some_and(|html| html.contains("Other.")));
    assert_eq!((studio.served("/a/"), studio.report().errors), (before, 1));
    let mended = studio.save("content/a.md", PAGE);
    assert_eq!((studio.report().errors, mended.is_mended), (0, true));
    assert!(!studio.round(&[]).is_mended);
}

#[test]
fn case_13_a_broken_configuration_does_not_end_the_preview() {
    let mut studio = Studio::open(Options::default(), NOON);
    let before = studio.served("/a/");
    studio.save("numerate.yaml", "title: [\n");
    assert_eq!((studio.report().errors, studio.served("/a/")), (1, before));
    studio.save("numerate.yaml", "title: Mine\n");
    assert_eq!(studio.report().errors, 0);
    assert!(studio.served("/a/").is_some_and(|html| html.contains("Mine")));
}

#[test]
fn a_fault_of_the_program_is_reported_and_survived() {
    assert!(caught(|| panic!("a fault")).is_none());
    assert_eq!(fault().code, "serve/fault");
}

#[test]
fn case_7_a_file_of_data_that_is_still_being_written_is_read_again() {
    let mut studio = Studio::open(Options::default(), NOON);
    let folder = studio.folder.path().to_path_buf();
    write(&folder, "data/t.csv", "n\n5\n\"6");
    let mut waits = Vec::new();
    let mut rest = |wait| {
        waits.push(wait);
        write(&folder, "data/t.csv", "n\n5\n6\n");
        changes(&["data/t.csv"])
    };
    let (round, _) = studio.press.round(&studio.state, changes(&["data/t.csv"]), &mut rest);
    assert_eq!(round.diagnostics.len(), 0, "{:?}", round.diagnostics);
    assert!(waits.len() == 1 && waits[0] <= super::young::YOUNG, "{waits:?}");
    // What was closed holds all that it will, and is reported at once.
    write(&folder, "data/t.csv", "n\n5\n\"6");
    let mut closed = changes(&["data/t.csv"]);
    closed.closed.clone_from(&closed.files);
    studio.press.round(&studio.state, closed, &mut |_| panic!("waited"));
    assert_eq!(studio.report().errors, 1);
    studio.save("data/t.csv", "n\n5\n6\n");
    // So does what was written a while ago.
    write(&folder, "data/t.csv", "n\n5\n\"6");
    let hour = std::time::Duration::from_hours(1);
    let written =
        std::fs::File::options().append(true).open(folder.join("data/t.csv")).expect("there");
    written.set_modified(std::time::SystemTime::now() - hour).expect("set");
    let (round, _) =
        studio.press.round(&studio.state, changes(&["data/t.csv"]), &mut |_| panic!("waited"));
    assert_eq!(studio.report().errors, 1, "{:?}", round.diagnostics);
}

#[test]
fn case_7_a_page_that_was_emptied_to_be_written_is_not_shown_empty() {
    let mut studio = Studio::open(Options::default(), NOON);
    let (folder, before) = (studio.folder.path().to_path_buf(), studio.served("/b/"));
    write(&folder, "content/b.md", "");
    let press = &mut studio.press;
    let mut rest = |_| {
        assert_eq!(before, served(&studio.state, "/b/"));
        write(&folder, "content/b.md", "---\ntitle: B\n---\nOther.\n");
        changes(&["content/b.md"])
    };
    press.round(&studio.state, changes(&["content/b.md"]), &mut rest);
    assert!(studio.served("/b/").is_some_and(|html| html.contains("Other.")));
    // What stays empty is meant to be.
    studio.save("content/b.md", "");
    assert!(studio.served("/b/").is_some_and(|html| !html.contains("Other.")));
}

#[test]
fn a_stale_number_is_put_right_by_the_change_that_was_offered() {
    let mut studio = Studio::open(Options::default(), NOON);
    studio.save("data/t.csv", "n\n5\n7\n");
    let report = studio.report();
    let offer = report.diagnostics[0].fix.as_ref().expect("a change");
    let repair = studio.state.now().repairs.get(&offer.id).cloned().expect("offered");
    repair.make(&studio.state.disk).expect("made");
    studio.round(&["content/a.md"]);
    assert_eq!(studio.report().errors, 0);
    assert!(studio.served("/a/").is_some_and(|html| html.contains(">12</data>")));
}

#[test]
fn drafts_and_pages_whose_date_lies_ahead_are_shown_and_marked() {
    let all = Options { drafts: true, future: true, ..Options::default() };
    let mut studio = Studio::open(all, NOON);
    studio.save("content/c.md", "---\ntitle: C\ndraft: true\n---\n");
    studio.save("content/d.md", "---\ntitle: D\ndate: 2026-02-01\n---\n");
    assert!(studio.served("/c/").is_some() && studio.served("/d/").is_some());
    let marks = studio.state.now().edition.marks.clone();
    assert_eq!(marks["c/index.html"], "draft");
    assert!(marks["d/index.html"].starts_with("not published before 2026-02-01"), "{marks:?}");
    assert!(!marks.contains_key("a/index.html"));
}

#[test]
fn case_18_a_page_appears_when_it_is_due() {
    let mut studio = Studio::open(Options::default(), NOON);
    write(studio.folder.path(), "content/d.md", "---\ntitle: D\ndate: 2026-01-01T12:00:30Z\n---\n");
    let file = changes(&["content/d.md"]);
    let (_, due) = studio.press.round(&studio.state, file, &mut |_| Changes::default());
    let due = due.expect("a time");
    assert_eq!(due.to_rfc3339(), "2026-01-01T12:00:30+00:00");
    assert_eq!(studio.press.until(due).as_millis(), 31_001);
    assert_eq!(studio.served("/d/"), None);
    studio.press.clock = Clock { option: Some(due.to_rfc3339()) };
    let (_, next) = studio.press.round(&studio.state, changes(&[]), &mut |_| Changes::default());
    assert!(studio.served("/d/").is_some());
    assert_eq!(next, None);
}

#[test]
fn case_15_pages_are_told_what_changed_and_where_the_author_is() {
    let mut studio = Studio::open(Options::default(), NOON);
    let (mut news, greeting) = studio.state.listen();
    assert!(greeting.contains("\"kind\":\"hello\""), "{greeting}");
    studio.save("content/b.md", "---\ntitle: B\n---\nOther.\n");
    let message: serde_json::Value =
        serde_json::from_str(&news.try_recv().expect("a message")).expect("JSON");
    assert_eq!((&message["kind"], &message["navigate"]), (&"build".into(), &"/b/".into()));
    let changed = message["changed"].as_array().expect("a list");
    assert!(changed.contains(&"/b/".into()) && !changed.contains(&"/a/".into()), "{changed:?}");
    assert_eq!(message["files"][0], "content/b.md");
    // What changes nothing is told to nobody.
    studio.press.navigates = false;
    studio.save("content/b.md", "---\ntitle: B\n---\nOther.\n");
    assert!(news.try_recv().is_err());
    studio.save("static/s.css", "body{}");
    let message = news.try_recv().expect("a message");
    assert!(message.contains("\"css\":[\"/s.css\"]"), "{message}");
}
