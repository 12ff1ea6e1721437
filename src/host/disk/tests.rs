#![expect(clippy::disallowed_methods, reason = "tests look at what is on disk")]

use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::symlink;

use chrono::DateTime;
use tempfile::TempDir;

use super::Disk;
use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;
use crate::base::path::SitePath;
use crate::base::world::World as _;

/// A folder with files of the given paths, each holding its own path, and the site in it.
fn site(files: &[&str]) -> (TempDir, Disk) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for file in files {
        let path = folder.path().join(file);
        fs::create_dir_all(path.parent().expect("a parent")).expect("writable");
        fs::write(path, file).expect("writable");
    }
    let disk = Disk::open(folder.path(), DateTime::UNIX_EPOCH.fixed_offset()).expect("a site");
    (folder, disk)
}

fn paths(disk: &Disk) -> Vec<String> {
    disk.files().expect("a listing").iter().map(|entry| entry.path.to_string()).collect()
}

fn problems(disk: &Disk) -> Vec<String> {
    let diagnostics = disk.files().expect_err("problems");
    let one = |diagnostic: Diagnostic| {
        assert!(diagnostic.help.is_some() && !diagnostic.labels.is_empty(), "{diagnostic:?}");
        format!("{}: {}", diagnostic.code, diagnostic.message)
    };
    diagnostics.into_iter().map(one).collect()
}

#[test]
fn only_the_sites_own_folders_are_listed_in_bytewise_order() {
    let (_folder, disk) = site(&[
        "numerate.yaml",
        "numerate.production.yaml",
        "README.md",
        "content/a/b.md",
        "content/a.md",
        "content/.hidden.md",
        "content/.obsidian/x.md",
        "content/draft.md~",
        "data/u.csv",
        "i18n/en.yaml",
        "static/.well-known/x",
        "static/.nojekyll",
        "static/.DS_Store",
        "static/.gitignore",
        "templates/page.html",
        "public/index.html",
        ".numerate/memo",
    ]);
    assert_eq!(
        paths(&disk),
        [
            "README.md",
            "content/a.md",
            "content/a/b.md",
            "data/u.csv",
            "i18n/en.yaml",
            "numerate.production.yaml",
            "numerate.yaml",
            "static/.nojekyll",
            "static/.well-known/x",
            "templates/page.html",
        ]
    );
    assert_eq!(disk.files().expect("a listing")[1].bytes, 12);
}

#[test]
fn folders_of_content_that_a_configuration_names_are_listed() {
    let (folder, disk) = site(&[
        "content/a.md",
        "inhalt/a.md",
        "pages/fr/b.md",
        "pages/es/b.md",
        "numerate.yaml",
        "numerate.staging.yaml",
    ]);
    let write = |name, text| fs::write(folder.path().join(name), text).expect("writable");
    write(
        "numerate.yaml",
        "languages: {de: {content_dir: inhalt}, en: {content_dir: content/en}, fr: {content_dir: pages/fr}}",
    );
    write("numerate.staging.yaml", "content_dir: pages/es");
    let listed = paths(&disk);
    assert_eq!(listed[..2], ["content/a.md", "inhalt/a.md"]);
    assert_eq!(listed[4..], ["pages/es/b.md", "pages/fr/b.md"]);
    write("numerate.yaml", "content_dir: [");
    assert_eq!(paths(&disk).len(), 4);
}

#[test]
fn files_are_read_below_the_site_alone() {
    let (folder, disk) = site(&["content/a.md", "other/secret"]);
    let path = |path| SitePath::new(path).expect("valid");
    assert_eq!(disk.read(&path("content/a.md")), Ok(b"content/a.md".to_vec()));
    assert_eq!(disk.read(&path("content/b.md")).expect_err("missing").code, "io/not-found");
    let (outside, _) = site(&["secret"]);
    symlink(outside.path().join("secret"), folder.path().join("content/leaf.md")).expect("linked");
    symlink(outside.path(), folder.path().join("content/parent")).expect("linked");
    symlink("../../etc/passwd", folder.path().join("content/dots")).expect("linked");
    for escape in ["content/leaf.md", "content/parent/secret", "content/dots"] {
        assert!(disk.read(&path(escape)).is_err(), "{escape}");
    }
}

#[test]
fn links_are_followed_inside_the_site_and_reported_outside() {
    let (folder, disk) = site(&["content/a.md", "shared/b.md"]);
    let content = folder.path().join("content");
    symlink("../shared", content.join("relative")).expect("linked");
    symlink(folder.path().join("shared/b.md"), content.join("absolute.md")).expect("linked");
    assert_eq!(paths(&disk), ["content/a.md", "content/absolute.md", "content/relative/b.md"]);
    let read = disk.read(&SitePath::new("content/absolute.md").expect("valid"));
    assert_eq!(read, Ok(b"shared/b.md".to_vec()));

    symlink("/usr", content.join("out")).expect("linked");
    symlink("nowhere", content.join("broken.md")).expect("linked");
    symlink("nowhere", content.join(".#locked.md")).expect("linked");
    symlink(".", content.join("loop")).expect("linked");
    let mut problems = problems(&disk);
    problems.sort();
    assert_eq!(
        problems,
        [
            "io/broken-link: the symbolic link `content/broken.md` leads nowhere: No such file or directory (os error 2)",
            "io/link-leaves-site: the symbolic link `content/out` leads out of the site, to `/usr`",
            "io/link-loop: the symbolic link `content/loop` leads back to `content`",
        ]
    );
}

#[test]
fn names_that_cannot_be_urls_are_reported_together() {
    let (folder, disk) = site(&["content/a.md", "content/back\\slash.md"]);
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9.md");
    fs::write(folder.path().join("content").join(name), "").expect("writable");
    let mut problems = problems(&disk);
    problems.sort();
    assert_eq!(
        problems,
        [
            "io/bad-name: `content/back\\slash.md` cannot be part of a site: the path holds a backslash or a NUL",
            "io/name-not-utf8: the name of `content/caf\u{fffd}.md` is not UTF-8",
        ]
    );
}

#[test]
fn what_is_no_file_or_no_folder_is_reported() {
    let (folder, disk) = site(&["content/a.md", "data"]);
    let socket = folder.path().join("content/socket");
    let _socket = std::os::unix::net::UnixListener::bind(socket).expect("bound");
    let mut problems = problems(&disk);
    problems.sort();
    assert_eq!(
        problems,
        [
            "io/not-a-file: `content/socket` is a device, a pipe or a socket, not a file",
            "io/not-a-folder: `data` is a file, not a folder",
        ]
    );
    let folder = disk.read(&SitePath::new("content").expect("valid")).expect_err("no file");
    assert_eq!((folder.code, folder.labels.len()), ("io/unreadable", 1));
}

#[test]
fn a_site_has_to_be_a_folder() {
    let (folder, _) = site(&["a.md"]);
    let now = DateTime::UNIX_EPOCH.fixed_offset();
    let message = |name: &str| {
        let refused = Disk::open(&folder.path().join(name), now).expect_err("no");
        assert_eq!(refused.code, "io/no-site");
        refused.message
    };
    assert!(message("none").starts_with("there is no folder `"));
    assert!(message("a.md").ends_with("is a file, not a site's folder"));
}

#[test]
fn new_files_are_made_with_their_folders_and_overwrite_nothing() {
    let (folder, disk) = site(&["content/a.md"]);
    let path = |path| SitePath::new(path).expect("valid");
    assert_eq!(disk.create(&path("content/b/c.md"), b"new"), Ok(()));
    assert_eq!(disk.read(&path("content/b/c.md")), Ok(b"new".to_vec()));
    assert_eq!(disk.create(&path("content/a.md"), b"").expect_err("there").code, "new/exists");
    symlink("/tmp", folder.path().join("content/out")).expect("linked");
    let escape = disk.create(&path("content/out/numerate-escape.md"), b"");
    assert_eq!(escape.expect_err("outside").code, "new/cannot-write");
}

#[test]
fn a_file_is_rewritten_only_as_it_was_read() {
    let (folder, disk) = site(&["content/a.md", "outside.md"]);
    let path = SitePath::new("content/a.md").expect("valid");
    let file = folder.path().join("content/a.md");
    fs::write(&file, "before").expect("writable");
    assert_eq!(disk.path_of(&file).expect("a page"), path);
    assert_eq!(
        disk.path_of(&folder.path().join("outside.md")).expect_err("no page").code,
        "fix/no-file"
    );
    disk.rewrite(&path, b"before", b"after").expect("rewritten");
    assert_eq!(fs::read_to_string(&file).expect("there"), "after");
    let changed = disk.rewrite(&path, b"before", b"lost").expect_err("changed");
    assert_eq!(changed.code, "fix/changed");
    assert_eq!(fs::read_to_string(&file).expect("there"), "after");
    assert_eq!(fs::read_dir(folder.path().join("content")).expect("a folder").count(), 1);
    let taken = file.with_file_name(format!(".a.md.{}.tmp", std::process::id()));
    fs::write(&taken, "another's").expect("writable");
    assert_eq!(disk.rewrite(&path, b"after", b"").expect_err("taken").code, "fix/cannot-write");
    assert!(taken.exists() && fs::read_to_string(&file).expect("there") == "after");
}

#[test]
fn a_file_of_the_root_is_replaced_in_one_step() {
    let (folder, disk) = site(&["data.lock", "data/u.csv", "elsewhere"]);
    let path = |path| SitePath::new(path).expect("valid");
    assert_eq!(disk.replace(&path("data.lock"), b"new"), Ok(()));
    assert_eq!(disk.read(&path("data.lock")), Ok(b"new".to_vec()));
    assert_eq!(disk.replace(&path("data"), b"").expect_err("a folder").code, "io/cannot-write");
    let names = fs::read_dir(folder.path()).expect("a folder").flatten();
    let mut names: Vec<_> = names.map(|entry| entry.file_name()).collect();
    names.sort();
    assert_eq!(names, ["data", "data.lock", "elsewhere"]);
    assert_eq!(paths(&disk), ["data.lock", "data/u.csv"]);
}

#[test]
fn a_file_that_was_touched_is_told_from_what_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("numerate.yaml");
    let path = SitePath::new("numerate.yaml").expect("valid");
    let disk = Disk::open(folder.path(), chrono::DateTime::UNIX_EPOCH.into()).expect("a site");
    let write = |text: &str, age: u64| {
        fs::write(&file, text).expect("written");
        let then = std::time::SystemTime::now() - std::time::Duration::from_secs(age);
        fs::File::options()
            .write(true)
            .open(&file)
            .and_then(|file| file.set_modified(then))
            .expect("its time is set");
        disk.files().expect("a listing");
        disk.digest(&path).expect("readable")
    };
    // The same size, and the same times but for that of the change itself.
    for age in [100, 0] {
        let digests = ["one", "two", "one"].map(|text| write(text, age));
        assert_eq!(digests, [b"one", b"two", b"one"].map(|text| Digest::of(text)), "{age}");
    }
}

#[test]
fn a_disk_that_trusts_nothing_reads_what_others_knew() {
    let (_folder, disk) = site(&["data/t.csv"]);
    let path = SitePath::new("data/t.csv").expect("valid");
    let real = Digest::of(b"data/t.csv");
    disk.files().expect("a listing");
    assert_eq!(disk.digest(&path), Ok(real));
    disk.distrust();
    assert!(disk.known().is_empty());
    assert_eq!(disk.digest(&path), Ok(real));
}

#[test]
fn the_list_of_a_watched_site_is_kept_up_to_date_by_what_changed() {
    let (folder, disk) = site(&["content/a.md", "content/b.md", "static/x.css"]);
    let set = |paths: &[&str]| paths.iter().map(|name| site_path(name)).collect();
    disk.changed(None);
    let before = paths(&disk);
    let put = |name: &str, text: &str| {
        let file = folder.path().join(name);
        fs::create_dir_all(file.parent().expect("a folder")).expect("made");
        fs::write(file, text).expect("written");
    };
    put("content/b.md", "longer than it was before");
    put("content/new/c.md", "new");
    fs::remove_file(folder.path().join("content/a.md")).expect("removed");
    assert_eq!(paths(&disk), before);
    disk.changed(Some(&set(&[
        "content/a.md",
        "content/b.md",
        "content/new/c.md",
        "data/none.csv",
    ])));
    let anew = Disk::open(folder.path(), disk.now()).expect("a site");
    assert_eq!(disk.files(), anew.files());
    let digests = |disk: &Disk| {
        ["content/b.md", "content/new/c.md"].map(|name| disk.digest(&site_path(name)))
    };
    assert_eq!(digests(&disk), digests(&anew));
    // A folder that is now a file takes its files with it.
    fs::remove_dir_all(folder.path().join("content/new")).expect("removed");
    put("content/new", "a file");
    disk.changed(Some(&set(&["content/new/c.md", "content/new"])));
    assert_eq!(disk.files(), anew.files());
    // A configuration decides what is read, and what is no file is found by a new look at everything.
    put("numerate.yaml", "title: T\n");
    disk.changed(Some(&set(&["numerate.yaml"])));
    assert_eq!(disk.files(), anew.files());
    symlink("/etc/passwd", folder.path().join("content/out.md")).expect("linked");
    disk.changed(Some(&set(&["content/out.md"])));
    assert_eq!(problems(&disk), problems(&anew));
    assert_eq!(problems(&disk).len(), 1);
    fs::remove_file(folder.path().join("content/out.md")).expect("removed");
    assert_eq!(disk.files(), anew.files());
}

#[cfg(target_os = "linux")]
#[test]
fn a_pipe_is_refused_and_not_waited_for() {
    let (folder, disk) = site(&["content/a.md"]);
    let pipe = folder.path().join("content/pipe.md");
    rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, rustix::fs::Mode::RWXU).expect("made");
    symlink(&pipe, folder.path().join("content/link.md")).expect("linked");
    for path in ["content/pipe.md", "content/link.md"].map(site_path) {
        assert!(disk.read(&path).expect_err("a pipe").message.contains("a pipe"));
        assert_eq!(disk.age(&path), None);
    }
}

fn site_path(path: &str) -> SitePath {
    SitePath::new(path).expect("valid")
}
