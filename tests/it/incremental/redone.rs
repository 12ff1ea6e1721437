//! How much an edit makes a build do again.

use numerate::base::world::Memory;
use numerate::pipeline::{Built, Options, Stage, Workshop};

use super::start::{Data, site};
use crate::support::now;

/// What ran, for what: `stage: subject (why)`, after a build of the site and an edit of one file.
fn redone(path: &str, edit: impl FnOnce(&str) -> String) -> (Built, Vec<String>) {
    let mut files = site(20, Data::Queries);
    let world = |files: &std::collections::BTreeMap<String, String>| {
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
fn an_edit_of_a_style_sheet_renders_nothing() {
    assert_eq!(redone("static/style.css", |_| "b {}".to_owned()).1, [""; 0]);
}

#[test]
fn an_edit_of_a_title_renders_those_that_show_it() {
    let (_, ran) =
        redone("content/posts/p3.md", |text| text.replace("title: delta 3", "title: Other"));
    assert_eq!(
        ran[2..],
        [
            "render: index.xml (`feed` has changed)",
            "render: page/2/index.html (`list` has changed)",
            "render: posts/index.xml (`feed` has changed)",
            "render: posts/p2/index.html (`page` has changed)",
            "render: posts/p3/index.html (`page` has changed)",
            "render: posts/p4/index.html (`page` has changed)",
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
    assert_eq!(ran, ["render: robots.txt (a template has changed)"]);
}
