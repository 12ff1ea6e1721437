//! A build that would give what is there already is not run.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use crate::program::{numerate, text, write};

/// Writes a file as if it had been there for a while: young ones are not trusted.
fn write_old(folder: &Path, path: &str, content: &str) {
    write(folder, path, content);
    let file = fs::File::options().write(true).open(folder.join(path)).expect("written");
    file.set_modified(SystemTime::now() - Duration::from_mins(1)).expect("set");
}

#[test]
fn a_build_that_changes_nothing_is_not_run_and_told_alike() {
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path();
    write_old(site, "content/a.md", "---\ntitle: A\nlayout: missing\n---\nText.\n");
    write_old(site, "content/later.md", "---\ntitle: L\ndate: 2026-02-01T00:00:00Z\n---\nText.\n");
    let build = |arguments: &str| {
        let built = numerate(site, &format!("build {arguments}"));
        assert_eq!(built.status.code(), Some(0), "{}", text(&built.stderr));
        text(&built.stderr)
    };
    let memory = site.join(".numerate/memory");
    let has_run = |arguments: &str| {
        fs::remove_file(&memory).expect("kept");
        let told = build(arguments);
        (memory.exists(), told)
    };
    let first = build("");
    assert!(first.contains("template/unknown-layout"), "{first}");
    let again = numerate(site, "build");
    assert_eq!(text(&again.stderr), first, "warnings are told again");
    assert!(!has_run("").0, "nothing has changed");
    let page = site.join("public/a/index.html");
    let whole = fs::read(&page).expect("built");
    build("--locked");
    fs::write(&page, "spoiled").expect("written");
    assert!(has_run("").0, "the destination has changed");
    assert_eq!(fs::read(&page).expect("there"), whole);
    assert!(has_run("--drafts").0, "something else is asked for");
    assert!(has_run("--drafts --clock 2026-03-01T00:00:00Z").0, "a page is due");
    assert!(site.join("public/later/index.html").exists());
    write_old(site, "content/a.md", "---\ntitle: B\n---\nText.\n");
    assert!(has_run("").0, "a file has changed");
}
