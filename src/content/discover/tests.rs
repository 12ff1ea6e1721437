//! Roles of files.

use super::{Inputs, PageRole, discover};
use crate::base::diagnostic::Staged;
use crate::base::world::Memory;

fn discovered(files: &[&str]) -> Staged<Inputs> {
    let now = chrono::DateTime::parse_from_rfc3339("2026-01-01T00:00:00Z").expect("valid");
    let mut memory = Memory::new(now);
    for file in files {
        memory.insert(file, "");
    }
    discover(&memory, None)
}

#[test]
fn an_environment_needs_its_file() {
    let now = chrono::DateTime::parse_from_rfc3339("2026-01-01T00:00:00Z").expect("valid");
    let wrong = discover(&Memory::new(now), Some("production")).expect_err("no file");
    assert_eq!(wrong[0].code, "config/environment");
    assert_eq!(wrong[0].message, "there is no file `numerate.production.yaml`");
}

/// Each page with its role, resources and tables, then the loose files; and the codes of the warnings.
fn content(files: &[&str]) -> (Vec<String>, Vec<String>) {
    let discovered = discovered(files).expect("no errors");
    let names = |files: &[crate::base::path::SitePath]| {
        let names = files.iter().map(|path| path.as_str().trim_start_matches("content/"));
        names.collect::<Vec<_>>().join(" ")
    };
    let Inputs { pages, loose, .. } = discovered.value;
    let mut lines: Vec<String> = pages
        .iter()
        .map(|page| {
            let role = match page.role {
                PageRole::Single => "single",
                PageRole::Bundle => "bundle",
                PageRole::Section => "section",
            };
            let own = format!("[{}] [{}]", names(&page.resources), names(&page.tables));
            format!("{role} {} {own}", names(std::slice::from_ref(&page.path)))
        })
        .collect();
    lines.push(format!("loose {}", names(&loose)));
    let warnings = discovered.warnings.iter().map(|warning| {
        let path = warning.labels[0].source.as_ref().map(|source| source.path.to_string());
        format!("{} {}", warning.code, path.unwrap_or_default())
    });
    (lines, warnings.collect())
}

#[test]
fn a_bundle_owns_all_that_lies_in_its_folder() {
    let (pages, warnings) = content(&[
        "content/posts/b/index.md",
        "content/posts/b/a.csv",
        "content/posts/b/inner.md",
        "content/posts/b/sub/index.md",
        "content/posts/b/sub/x.CSV",
        "content/posts/bc.md",
    ]);
    assert_eq!(
        pages,
        [
            "bundle posts/b/index.md [posts/b/a.csv posts/b/sub/x.CSV] [posts/b/a.csv posts/b/sub/x.CSV]",
            "single posts/bc.md [] []",
            "loose ",
        ]
    );
    assert_eq!(
        warnings,
        [
            "content/no-page content/posts/b/inner.md",
            "content/no-page content/posts/b/sub/index.md"
        ]
    );
}

#[test]
fn a_section_owns_the_files_beside_its_text() {
    let (pages, warnings) = content(&[
        "content/_index.md",
        "content/root.txt",
        "content/other/f.txt",
        "content/posts/_index.markdown",
        "content/posts/a.csv",
        "content/posts/sub/b.csv",
        "content/posts/single.md",
    ]);
    assert_eq!(
        pages,
        [
            "section _index.md [root.txt] []",
            "section posts/_index.markdown [posts/a.csv] [posts/a.csv]",
            "single posts/single.md [] []",
            "loose other/f.txt posts/sub/b.csv",
        ]
    );
    assert_eq!(warnings, Vec::<String>::new());
    assert_eq!(content(&["content/a.txt", "content/b/c.csv"]).0, ["loose a.txt b/c.csv"]);
}

#[test]
fn an_index_at_the_top_is_the_home_page_and_hides_no_other() {
    let (pages, warnings) = content(&["content/index.md", "content/a.md", "content/x.png"]);
    assert_eq!(pages, ["single a.md [] []", "section index.md [x.png] []", "loose "]);
    assert_eq!(warnings, ["content/home-index content/index.md"]);
}

#[test]
fn a_folder_is_a_page_or_a_section_not_both() {
    for files in [
        ["content/b/_index.md", "content/b/index.md"],
        ["content/_index.md", "content/index.md"],
        ["content/b/index.markdown", "content/b/index.md"],
    ] {
        let errors = discovered(&files).expect_err("two indexes");
        let codes: Vec<_> = errors.iter().map(|error| error.code).collect();
        assert_eq!(codes, ["content/two-indexes"], "{files:?}");
    }
}

#[test]
fn an_html_file_is_a_page_if_it_has_front_matter() {
    let now = chrono::DateTime::parse_from_rfc3339("2026-01-01T00:00:00Z").expect("valid");
    let mut memory = Memory::new(now);
    memory.insert("content/a.html", "---\ntitle: A\n---\n<p>x</p>\n");
    memory.insert("content/b/index.html", "\u{feff}---\ntitle: B\n---\n");
    memory.insert("content/c.html", "<p>---</p>\n");
    let inputs = discover(&memory, None).expect("no errors").value;
    let roles: Vec<_> = inputs.pages.iter().map(|page| page.role).collect();
    assert_eq!(roles, [PageRole::Single, PageRole::Bundle]);
    assert_eq!(inputs.loose.len(), 1);
}

#[test]
fn every_file_has_one_role_and_litter_has_none() {
    let discovered = discovered(&[
        "README.md",
        "src/main.rs",
        "content/.b.md",
        "content/.git/c.md",
        "content/c.md~",
        "content/#d.md#",
        "content/.a.md.swp",
        "data/t.csv",
        "data/apps/2025-01-01.CSV",
        "data/t.yaml",
        "data/v.sql",
        "data/notes.txt",
        "static/.nojekyll",
        "static/.well-known/x",
        "static/s.css",
        "static/s.css~",
        "static/.DS_Store",
        "templates/page.html",
    ])
    .expect("no errors");
    let Inputs { pages, data, templates, statics, loose, .. } = discovered.value;
    // Without a folder `content` the Markdown of the root is the site.
    assert_eq!((pages.len(), loose.len(), templates.len()), (1, 0, 1));
    let names = |paths: &[crate::base::path::SitePath]| {
        paths.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(
        names(&data),
        ["data/apps/2025-01-01.CSV", "data/t.csv", "data/t.yaml", "data/v.sql"]
    );
    assert_eq!(names(&statics), ["static/.nojekyll", "static/.well-known/x", "static/s.css"]);
    let codes: Vec<_> = discovered.warnings.iter().map(|warning| warning.code).collect();
    assert_eq!(codes, ["data/unread"]);
}
