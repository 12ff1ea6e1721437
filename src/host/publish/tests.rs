#![expect(clippy::disallowed_methods, reason = "tests look at what is on disk")]

use std::fs;
use std::path::Path;

use chrono::DateTime;
use tempfile::TempDir;

use super::{Artifact, OutPath, Published, Publisher, SMALL, Sink as _, SitePath};
use crate::host::disk::Disk;

/// A site with a page and a static file, and its folder.
fn site() -> (TempDir, Disk) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir_all(folder.path().join("content")).expect("writable");
    fs::create_dir_all(folder.path().join("static")).expect("writable");
    fs::write(folder.path().join("static/small.txt"), "small").expect("writable");
    let disk = Disk::open(folder.path(), DateTime::UNIX_EPOCH.fixed_offset()).expect("a site");
    (folder, disk)
}

fn out(path: &str) -> OutPath {
    OutPath::new(path).expect("a valid path")
}

/// Publishes texts at paths.
fn publish(disk: &Disk, files: &[(&str, &str)]) -> Published {
    let publisher = Publisher::begin(disk, Path::new("public")).expect("publishable");
    for (path, text) in files {
        publisher.put(&out(path), Artifact::Bytes(text.as_bytes().into()), None).expect("written");
    }
    publisher.commit().expect("published")
}

/// Why `destination` is refused.
fn refusal(disk: &Disk, destination: &str) -> (&'static str, String) {
    let diagnostic = Publisher::begin(disk, Path::new(destination)).expect_err("refused");
    assert!(diagnostic.help.is_some(), "{diagnostic:?}");
    (diagnostic.code, diagnostic.message)
}

/// The names in the site's folder, the sources left out.
fn names(folder: &TempDir) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder.path())
        .expect("readable")
        .map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned())
        .filter(|name| name != "content" && name != "static")
        .collect();
    names.sort();
    names
}

#[test]
fn a_site_appears_whole_and_replaces_the_one_before() {
    let (folder, disk) = site();
    let first = publish(&disk, &[("index.html", "one"), ("posts/a/index.html", "a")]);
    assert_eq!(first, Published { files: 2, reused: 0 });
    publish(&disk, &[("index.html", "two")]);
    let read = |path| fs::read_to_string(folder.path().join(path));
    assert_eq!(read("public/index.html").expect("published"), "two");
    assert!(read("public/posts/a/index.html").is_err());
    assert_eq!(names(&folder), ["public"]);
}

#[cfg(unix)]
#[test]
fn the_destination_keeps_its_permissions() {
    use std::os::unix::fs::PermissionsExt as _;
    let (folder, disk) = site();
    publish(&disk, &[("index.html", "one")]);
    let public = folder.path().join("public");
    fs::set_permissions(&public, fs::Permissions::from_mode(0o750)).expect("settable");
    publish(&disk, &[("index.html", "two")]);
    let mode = fs::metadata(&public).expect("there").permissions().mode();
    assert_eq!(mode & 0o777, 0o750);
}

#[test]
fn a_folder_that_cannot_be_made_is_refused_at_the_start() {
    let (_folder, disk) = site();
    assert_eq!(refusal(&disk, "static/small.txt/public").0, "publish/cannot-open");
    // The folder beside it needs a longer name than file systems have room for.
    assert_eq!(refusal(&disk, &"a".repeat(250)).0, "publish/cannot-stage");
}

#[test]
fn a_file_that_cannot_be_read_is_not_copied() {
    let (folder, disk) = site();
    fs::create_dir(folder.path().join("static/folder")).expect("writable");
    let publisher = Publisher::begin(&disk, Path::new("public")).expect("publishable");
    let source = SitePath::new("static/folder").expect("a valid path");
    let failed = publisher.put(&out("folder"), Artifact::File(source), None).expect_err("a folder");
    assert_eq!(failed.code, "publish/cannot-copy");
    assert!(failed.help.is_some() && !failed.labels.is_empty(), "{failed:?}");
}

#[test]
fn a_dropped_build_leaves_the_site_as_it_was() {
    let (folder, disk) = site();
    publish(&disk, &[("index.html", "one")]);
    let publisher = Publisher::begin(&disk, Path::new("public")).expect("publishable");
    publisher
        .put(&out("index.html"), Artifact::Bytes(b"two".as_slice().into()), None)
        .expect("written");
    assert_eq!(names(&folder).len(), 2);
    drop(publisher);
    assert_eq!(fs::read(folder.path().join("public/index.html")).expect("there"), b"one");
    assert_eq!(names(&folder), ["public"]);
}

#[test]
fn folders_of_dead_builds_are_removed_and_those_of_live_ones_are_not() {
    let (folder, disk) = site();
    fs::create_dir_all(folder.path().join(".public.tmp-999/posts")).expect("writable");
    fs::create_dir_all(folder.path().join(".public.tmp-mine")).expect("writable");
    let live = Publisher::begin(&disk, Path::new("public")).expect("publishable");
    live.put(&out("index.html"), Artifact::Bytes(b"live".as_slice().into()), None)
        .expect("written");
    publish(&disk, &[("index.html", "other")]);
    let published = live.commit().expect_err("the folder is no longer empty");
    assert_eq!(published.code, "publish/cannot-replace");
    assert_eq!(fs::read(folder.path().join("public/index.html")).expect("there"), b"other");
    assert_eq!(names(&folder), [".public.tmp-mine", "public"]);
}

#[test]
fn two_builds_at_once_end_with_one_whole_site() {
    let (folder, disk) = site();
    publish(&disk, &[("index.html", "old"), ("old.html", "old")]);
    let begin = || Publisher::begin(&disk, Path::new("public")).expect("publishable");
    let (one, two) = (begin(), begin());
    let put = |publisher: &Publisher<'_>, path: &str| {
        publisher
            .put(&out(path), Artifact::Bytes(b"new".as_slice().into()), None)
            .expect("written");
    };
    put(&one, "one.html");
    put(&two, "two.html");
    one.commit().expect("published");
    two.commit().expect("published");
    let public = folder.path().join("public");
    assert!(public.join("two.html").exists() && !public.join("one.html").exists());
    assert_eq!(names(&folder), ["public"]);
}

#[test]
fn a_site_moved_aside_by_a_killed_build_comes_back() {
    let (folder, disk) = site();
    publish(&disk, &[("index.html", "one")]);
    let path = |name: &str| folder.path().join(name);
    fs::rename(path("public"), path(".public.old-12")).expect("renamed");
    drop(Publisher::begin(&disk, Path::new("public")).expect("publishable"));
    assert_eq!(fs::read(path("public/index.html")).expect("back"), b"one");
    assert_eq!(names(&folder), ["public"]);

    fs::rename(path("public"), path(".public.old-12")).expect("renamed");
    assert_eq!(publish(&disk, &[("index.html", "one")]), Published { files: 1, reused: 1 });
    assert_eq!(names(&folder), ["public"]);
}

#[test]
fn where_folders_cannot_be_exchanged_they_are_moved() {
    let (folder, disk) = site();
    publish(&disk, &[("index.html", "one")]);
    let publisher = Publisher::begin(&disk, Path::new("public")).expect("publishable");
    publisher
        .put(&out("index.html"), Artifact::Bytes(b"two".as_slice().into()), None)
        .expect("written");
    publisher.staging.move_in(&publisher.target).expect("moved");
    drop(publisher);
    assert_eq!(fs::read(folder.path().join("public/index.html")).expect("there"), b"two");
    assert_eq!(names(&folder), ["public"]);
}

#[test]
fn unchanged_files_keep_their_time_and_touched_ones_are_written_anew() {
    let (folder, disk) = site();
    let files = [("a/index.html", "same"), ("b.html", "same"), ("c.html", "same")];
    publish(&disk, &files);
    let path = |name: &str| folder.path().join("public").join(name);
    let modified = |name| fs::metadata(path(name)).and_then(|m| m.modified()).expect("there");
    let before = modified("a/index.html");
    // Same length, other bytes, later than the manifest: an edit by hand.
    let later = modified(".numerate-manifest") + std::time::Duration::from_secs(2);
    fs::write(path("b.html"), "EDIT").expect("writable");
    fs::File::options()
        .write(true)
        .open(path("b.html"))
        .and_then(|file| file.set_modified(later))
        .expect("writable");
    fs::write(path("c.html"), "longer").expect("writable");
    assert_eq!(publish(&disk, &files), Published { files: 3, reused: 1 });
    assert_eq!(modified("a/index.html"), before);
    assert_eq!(fs::read(path("b.html")).expect("there"), b"same");
    assert_eq!(fs::read(path("c.html")).expect("there"), b"same");
}

#[test]
fn the_manifest_is_the_same_for_every_order() {
    let (folder, disk) = site();
    let manifest = || fs::read(folder.path().join("public/.numerate-manifest")).expect("there");
    publish(&disk, &[("a.html", "1"), ("b.html", "2")]);
    let first = manifest();
    publish(&disk, &[("b.html", "2"), ("a.html", "1")]);
    assert_eq!(manifest(), first);
}

#[test]
fn files_of_the_site_are_copied_large_or_small() {
    let (folder, disk) = site();
    let large = vec![7; usize::try_from(SMALL).expect("small") + 9];
    fs::write(folder.path().join("static/large.bin"), &large).expect("writable");
    let build = || {
        let publisher = Publisher::begin(&disk, Path::new("public")).expect("publishable");
        for name in ["small.txt", "large.bin"] {
            let source = SitePath::new(&format!("static/{name}")).expect("valid");
            publisher.put(&out(name), Artifact::File(source), None).expect("copied");
        }
        publisher.commit().expect("published")
    };
    assert_eq!(build(), Published { files: 2, reused: 0 });
    assert_eq!(fs::read(folder.path().join("public/large.bin")).expect("there"), large);
    assert_eq!(build(), Published { files: 2, reused: 2 });
    fs::write(folder.path().join("static/large.bin"), vec![8; large.len()]).expect("writable");
    assert_eq!(build(), Published { files: 2, reused: 1 });
    assert_eq!(fs::read(folder.path().join("public/large.bin")).expect("there")[0], 8);
}

#[test]
fn one_path_is_written_once() {
    let (_folder, disk) = site();
    let publisher = Publisher::begin(&disk, Path::new("public")).expect("publishable");
    let put = |path: &str| publisher.put(&out(path), Artifact::Bytes(Vec::new().into()), None);
    put("a").expect("written");
    assert_eq!(put("a").expect_err("taken").code, "publish/cannot-write");
    assert_eq!(put("a/b").expect_err("a file").code, "publish/cannot-write");
    assert_eq!(put(".numerate-manifest").expect_err("ours").code, "publish/name-taken");
}

#[test]
fn dangerous_destinations_are_refused() {
    let (folder, disk) = site();
    let parent = folder.path().parent().expect("a parent").display().to_string();
    for (destination, reason) in [
        ("/", "it is the root of the file system"),
        (".", "it is the site's own folder"),
        (&parent, "it holds the site's sources"),
        ("content/out", "it lies in `content`, which is not the build's to write to"),
        ("static", "it lies in `static`, which is not the build's to write to"),
        ("static/small.txt/../..", "Not a directory (os error 20)"),
        ("none/../public", "`..` follows a folder that is not there"),
    ] {
        let publisher = Publisher::begin(&disk, Path::new(destination));
        let message = publisher.expect_err("refused").message;
        assert_eq!(message, format!("cannot publish to `{destination}`: {reason}"));
    }
    let home = std::env::home_dir().expect("a home").display().to_string();
    assert_eq!(refusal(&disk, &home).0, "publish/refused");
    fs::write(folder.path().join("public"), "").expect("writable");
    assert_eq!(refusal(&disk, "public").1, "cannot publish to `public`: it is a file");
}

#[test]
fn folders_that_hold_what_others_wrote_are_refused() {
    let (folder, disk) = site();
    let public = folder.path().join("public");
    fs::create_dir_all(public.join("empty")).expect("writable");
    assert_eq!(refusal(&disk, "public").0, "publish/not-ours");
    fs::remove_dir(public.join("empty")).expect("removable");
    publish(&disk, &[("index.html", "one")]);
    fs::create_dir(public.join("more")).expect("writable");
    fs::write(public.join("more/.DS_Store"), "").expect("writable");
    drop(Publisher::begin(&disk, Path::new("public")).expect("only a file manager's leftover"));
    fs::write(public.join("3"), "").expect("writable");
    let one = "`public` holds a file that numerate did not write: `3`";
    assert_eq!(refusal(&disk, "public"), ("publish/foreign-files", one.into()));
    for name in ["more/1", "more/2", "4", "5", "6"] {
        fs::write(public.join(name), "").expect("writable");
    }
    assert_eq!(
        refusal(&disk, "public").1,
        "`public` holds files that numerate did not write: `3`, `4`, `5`, `6`, `more/1` and 1 more"
    );
    fs::write(public.join(".numerate-manifest"), "?").expect("writable");
    assert_eq!(
        refusal(&disk, "public"),
        ("publish/damaged-manifest", "line 1 of `public/.numerate-manifest` is damaged".into())
    );
    assert_eq!(names(&folder), ["public"]);
}

#[test]
fn what_others_wrote_is_kept_where_folders_do_not_tell_their_time() {
    let (folder, disk) = site();
    let files = [("a/index.html", "a"), ("index.html", "one")];
    publish(&disk, &files);
    let beside = folder.path().join("public/a");
    let before = fs::metadata(&beside).and_then(|metadata| metadata.modified()).expect("there");
    fs::write(beside.join("notes"), "theirs").expect("writable");
    let earlier = before - std::time::Duration::from_mins(1);
    fs::File::open(&beside).and_then(|file| file.set_modified(earlier)).expect("ours");
    // Nothing is let go here.
    assert_eq!(publish(&disk, &files), Published { files: 2, reused: 2 });
    let publisher = Publisher::begin(&disk, Path::new("public")).expect("publishable");
    let put = publisher.put(&out("new.html"), Artifact::Bytes(Vec::new().into()), None);
    put.expect("written");
    assert_eq!(publisher.commit().expect_err("refused").code, "publish/foreign-files");
    assert_eq!(fs::read(beside.join("notes")).expect("there"), b"theirs");
    fs::remove_file(beside.join("notes")).expect("ours");
    fs::remove_dir_all(&beside).expect("ours");
    fs::write(&beside, "a file").expect("writable");
    assert_eq!(
        refusal(&disk, "public").1,
        "`public` holds a file that numerate did not write: `a`"
    );
}

#[test]
fn one_changed_file_takes_the_place_of_the_old_one_alone() {
    use std::os::unix::fs::MetadataExt as _;
    let (folder, disk) = site();
    let number =
        |name: &str| fs::metadata(folder.path().join("public").join(name)).expect("there").ino();
    let numbers = || ["", "a/index.html", "index.html", ".numerate-manifest"].map(number);
    publish(&disk, &[("index.html", "one"), ("a/index.html", "a")]);
    let before = numbers();
    let same = publish(&disk, &[("index.html", "one"), ("a/index.html", "a")]);
    assert_eq!((same, numbers()), (Published { files: 2, reused: 2 }, before));
    let changed = publish(&disk, &[("index.html", "two"), ("a/index.html", "a")]);
    assert_eq!(changed, Published { files: 2, reused: 1 });
    let after = numbers();
    assert_eq!((after[0], after[1]), (before[0], before[1]));
    assert_ne!((after[2], after[3]), (before[2], before[3]));
    let again = publish(&disk, &[("index.html", "two"), ("a/index.html", "a")]);
    assert_eq!((again, numbers()), (Published { files: 2, reused: 2 }, after));
    let fewer = publish(&disk, &[("index.html", "three")]);
    assert_eq!(fewer, Published { files: 1, reused: 0 });
    assert_eq!(
        fs::read_to_string(folder.path().join("public/index.html")).ok().as_deref(),
        Some("three")
    );
    assert!(!folder.path().join("public/a").exists());
}
