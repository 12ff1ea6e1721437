//! How much an edit makes a build do again.

use std::collections::BTreeMap;
use std::sync::Arc;

use numerate::base::output::Artifact;
use numerate::base::world::Memory;
use numerate::pipeline::{Built, Options, Stage, Workshop};

use super::start::{Data, site};
use crate::support::now;

/// What ran, for what: `stage: subject (why)`, after a build of the site and an edit of one file.
fn redone(path: &str, edit: impl FnOnce(&str) -> String) -> (Built, Vec<String>) {
    redone_in(site(20, Data::Queries), path, edit)
}

/// The same in another site.
fn redone_in(
    mut files: BTreeMap<String, String>,
    path: &str,
    edit: impl FnOnce(&str) -> String,
) -> (Built, Vec<String>) {
    let world = |files: &BTreeMap<String, String>| {
        let mut memory = Memory::new(now());
        for (path, text) in files {
            memory.insert(path, text.as_str());
        }
        memory
    };
    let mut workshop = Workshop::new();
    workshop.build(&world(&files), &Options::default());
    let text = edit(files.get(path).map_or("", String::as_str));
    files.insert(path.to_owned(), text);
    let built = workshop.build(&world(&files), &Options::default());
    let ran = built.trace.ran.iter();
    let lines = ran.map(|ran| format!("{}: {} ({})", ran.stage.name(), ran.subject, ran.why));
    let lines = lines.collect();
    (built, lines)
}

#[test]
fn nothing_runs_if_nothing_changed() {
    let (built, ran) = redone("static/style.css", str::to_owned);
    assert_eq!(ran, [""; 0]);
    assert!(built.trace.n_reused(Stage::Render) > 40, "{:?}", built.trace.reused);
}

#[test]
fn an_edit_of_a_body_renders_one_page() {
    let (_, ran) =
        redone("content/posts/p3.md", |text| text.to_owned() + "\nAnd five more words here.\n");
    assert_eq!(
        ran,
        [
            "open: content/posts/p3.md (`content/posts/p3.md` has changed)",
            "parse: content/posts/p3.md (`content/posts/p3.md` has changed)",
            "render: posts/p3/index.html (`page` has changed)",
        ]
    );
}

#[test]
fn an_edit_of_a_summary_renders_those_that_show_it_and_links_nothing() {
    let begin = |text: &str| {
        let (front, body) = text.split_once("\n---\n").expect("front matter");
        format!("{front}\n---\n\nBegins otherwise.\n\n{body}")
    };
    let (warm, ran) = redone("content/posts/p3.md", begin);
    assert!(!ran.iter().any(|line| line.starts_with("link: ")), "{ran:#?}");
    let expected = "render: posts/index.xml (`feed` has changed)";
    assert!(ran.iter().any(|line| line == expected), "{ran:#?}");
    let mut world = Memory::new(now());
    for (path, text) in site(20, Data::Queries) {
        let is_edited = path == "content/posts/p3.md";
        world.insert(&path, if is_edited { begin(&text) } else { text });
    }
    let cold = Workshop::new().build(&world, &Options::default());
    assert_eq!(super::difference(&warm, &cold), "");
}

#[test]
fn an_edit_of_a_body_makes_no_picture_of_a_chart_again() {
    let mut files = site(2, Data::Charts);
    let mut workshop = Workshop::new();
    let mut pictures = |data: &str, body: &str| {
        let post = files.get_mut("content/posts/drawn.md").expect("it is there");
        post.push_str(body);
        files.insert("data/doubled.sql".to_owned(), data.to_owned());
        let mut world = Memory::new(now());
        for (path, text) in &files {
            world.insert(path, text.as_str());
        }
        let built = workshop.build(&world, &Options::default());
        let pictures = ["card", "chart-1"].map(|name| format!("posts/drawn/{name}.png"));
        let pictures = built.output.iter().filter(|(path, _)| pictures.contains(&path.to_string()));
        let pictures = pictures.filter_map(|(_, item)| match &item.artifact {
            Artifact::Bytes(bytes) => Some(Arc::clone(bytes)),
            Artifact::File(_) => None,
        });
        pictures.collect::<Vec<_>>()
    };
    let before = pictures("SELECT name, n FROM apps", "");
    let after = pictures("SELECT name, n FROM apps", "\nMore.\n");
    assert_eq!(before.len(), 2);
    let is_same = |(one, other): (&Arc<[u8]>, &Arc<[u8]>)| Arc::ptr_eq(one, other);
    assert!(before.iter().zip(&after).all(is_same));
    let other = pictures("SELECT name, 3 * n AS n FROM apps", "\nMore.\n");
    assert!(before.iter().zip(&other).all(|(one, other)| one != other));
}

#[test]
fn an_edit_of_a_style_sheet_renders_nothing() {
    assert_eq!(redone("static/style.css", |_| "b {}".to_owned()).1, [""; 0]);
}

#[test]
fn another_size_of_a_picture_renders_those_that_show_it() {
    let mut files = site(20, Data::None);
    files.insert("static/x.gif".to_owned(), "GIF89a \0 \0\0\0\0".to_owned());
    let post = files.get_mut("content/posts/p3.md").expect("it is there");
    post.push_str("\n![a picture](/x.gif)\n");
    let (built, ran) = redone_in(files, "static/x.gif", |_| "GIF89a@\0 \0\0\0\0".to_owned());
    assert_eq!(
        ran,
        [
            "link: the site (a picture has changed)",
            "render: posts/p3/index.html (`page` has changed)"
        ]
    );
    let page = built.output.iter().find(|(path, _)| path.as_str() == "posts/p3/index.html");
    let Some(Artifact::Bytes(page)) = page.map(|(_, item)| &item.artifact) else {
        panic!("no page")
    };
    assert!(String::from_utf8_lossy(page).contains("width=\"64\" height=\"32\""));
}

#[test]
fn an_edit_of_a_template_of_markup_parses_all_texts() {
    let mut files = site(20, Data::None);
    let name = "templates/markup/link.html";
    let n_pages =
        files.keys().filter(|path| path.starts_with("content/") && path.contains(".md")).count();
    let parsed = |ran: &[String]| ran.iter().filter(|line| line.starts_with("parse: ")).count();
    let (_, ran) = redone_in(files.clone(), name, |_| "<a>1</a>".to_owned());
    assert_eq!(parsed(&ran), n_pages, "{ran:#?}");
    files.insert(name.to_owned(), "<a>{% include \"partials/x.html\" %}</a>".to_owned());
    files.insert("templates/partials/x.html".to_owned(), "1".to_owned());
    let (_, ran) = redone_in(files, "templates/partials/x.html", |_| "2".to_owned());
    assert_eq!(parsed(&ran), n_pages, "{ran:#?}");
}

#[test]
fn an_edit_of_a_title_renders_those_that_show_it() {
    let (_, ran) =
        redone("content/posts/p3.md", |text| text.replace("title: delta 3", "title: Other"));
    assert_eq!(
        ran[2..],
        [
            "link: the site (more of a page than its text has changed)",
            "render: index.xml (`feed` has changed)",
            "render: notes/p5/index.html (`related` has changed)",
            "render: page/2/index.html (`list` has changed)",
            "render: posts/index.xml (`feed` has changed)",
            "render: posts/p2/index.html (`page` has changed)",
            "render: posts/p3/index.html (`page` has changed)",
            "render: posts/p4/index.html (`page` and `related` have changed)",
            "render: posts/p6/index.html (`related` has changed)",
            "render: posts/p8/index.html (`related` has changed)",
            "render: posts/p9/index.html (`related` has changed)",
            "render: posts/page/2/index.html (`list` has changed)",
            "render: tags/all/index.xml (`feed` has changed)",
            "render: tags/all/page/2/index.html (`list` has changed)",
            "render: tags/basin/index.html (`list` has changed)",
            "render: tags/basin/index.xml (`feed` has changed)",
        ]
    );
}

#[test]
fn an_edit_of_data_runs_what_reads_it() {
    let (_, ran) = redone("data/usage.csv", |text| text.replace("30", "31"));
    assert_eq!(
        ran,
        [
            "catalog: data (`data/usage.csv` has changed)",
            "resolve: content/posts/stated.md (its data has changed)",
            "render: posts/stated/index.html (`page` has changed)",
        ]
    );
}

#[test]
fn an_edit_of_a_template_renders_what_uses_it() {
    let (_, ran) = redone("templates/robots.txt", |_| "User-agent: none\n".to_owned());
    assert_eq!(
        ran,
        ["link: the site (a template has changed)", "render: robots.txt (a template has changed)"]
    );
}

#[test]
fn an_edit_of_a_text_shows_in_what_shows_it() {
    for (path, text) in [
        ("i18n/en.yaml", "skip: Over the head\n"),
        ("i18n/en.yaml", "skip: Past the head\n"),
        ("i18n/de.yaml", "skip: Weiter\n"),
    ] {
        let (warm, ran) = redone(path, |_| text.to_owned());
        let mut world = Memory::new(now());
        for (path, text) in site(20, Data::Queries) {
            world.insert(&path, text.as_str());
        }
        world.insert(path, text);
        let cold = Workshop::new().build(&world, &Options::default());
        assert_eq!(super::difference(&warm, &cold), "");
        let (_, page) = warm
            .output
            .iter()
            .find(|(path, _)| path.as_str() == "posts/p3/index.html")
            .expect("a page");
        let Artifact::Bytes(page) = &page.artifact else { panic!("no bytes: {page:?}") };
        let page = String::from_utf8_lossy(page);
        if path == "i18n/en.yaml" {
            assert!(page.contains(text[6..].trim_end()), "{page}");
            assert!(ran.iter().any(|line| line.starts_with("render: posts/p3/")), "{ran:?}");
        } else {
            assert!(page.contains("Skip to content"), "{page}");
        }
    }
}
