//! Which files there are, and what each of them is.

mod bundles;

use std::collections::BTreeSet;
use std::sync::Arc;

use super::config::{self, Config};
use crate::base::diagnostic::{Diagnostic, Staged, staged};
use crate::base::path::SitePath;
use crate::base::source::Source;
use crate::base::world::{DATA_LOCK, World};

/// What a content file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageRole {
    /// A page in a file of its own: `posts/a.md`.
    Single,
    /// A page bundle: `posts/a/index.md` with the files beside it.
    Bundle,
    /// A list's own text: `posts/_index.md`.
    Section,
}

/// A content file with those that belong to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageFile {
    /// The file.
    pub path: SitePath,
    /// What it is.
    pub role: PageRole,
    /// Files beside it that are published with it.
    pub resources: Vec<SitePath>,
    /// Those of the resources that are tables, which only this page sees.
    pub tables: Vec<SitePath>,
}

impl PageFile {
    /// The name that the page's URL ends in: that of the file without its ending, or of a bundle's folder.
    pub fn name(&self) -> &str {
        match self.role {
            PageRole::Single => self.path.stem(),
            PageRole::Bundle | PageRole::Section => {
                self.path.parent().rsplit('/').next().unwrap_or("")
            }
        }
    }
}

/// All files of a site by their roles, each in bytewise order.
#[derive(Debug)]
pub struct Inputs {
    /// The configuration.
    pub config: Config,
    /// Pages and lists.
    pub pages: Vec<PageFile>,
    /// The files of `data/`: tables, contracts, views.
    pub data: Vec<SitePath>,
    /// The list of pinned snapshots.
    pub lock: Option<SitePath>,
    /// The files of `templates/`.
    pub templates: Vec<SitePath>,
    /// The files of `static/`.
    pub statics: Vec<SitePath>,
    /// Content files that belong to no page and are published as they are.
    pub loose: Vec<SitePath>,
}

/// The endings of files that `data/` is read for.
const DATA_ENDINGS: [&str; 3] = ["csv", "yaml", "sql"];

/// Lists the files of `world`, gives each its role and reads the configuration.
pub fn discover(world: &dyn World, environment: Option<&str>) -> Staged<Inputs> {
    let mut files: Vec<SitePath> = world.files()?.into_iter().map(|file| file.path).collect();
    files.sort();
    files.retain(|path| !is_passed_over(path));
    let mut diagnostics = Vec::new();
    let config = read_config(world, &files, environment)?.unpack(&mut diagnostics);
    let below = |folder: &str| -> Vec<SitePath> {
        files.iter().filter(|path| path.as_str().starts_with(folder)).cloned().collect()
    };
    let (data, other): (Vec<_>, Vec<_>) =
        below("data/").into_iter().partition(|path| has_ending(path, &DATA_ENDINGS));
    diagnostics.extend(other.iter().map(unread_data));
    let mut content = below("content/");
    if content.is_empty() {
        content = files.iter().filter(|path| is_root_page(path)).cloned().collect();
    }
    let html: BTreeSet<SitePath> =
        content.iter().filter(|path| is_html_page(world, path)).cloned().collect();
    let (pages, loose) = bundles::pages(&content, &html, &mut diagnostics);
    let (templates, statics) = (below("templates/"), below("static/"));
    let lock = files.iter().find(|path| path.as_str() == DATA_LOCK).cloned();
    staged(Inputs { config, pages, data, lock, templates, statics, loose }, diagnostics)
}

/// A page of a site without a folder `content`: Markdown in the root itself.
fn is_root_page(path: &SitePath) -> bool {
    path.parent().is_empty() && has_ending(path, &["md", "markdown"])
}

/// What to say of a folder without a single page.
pub fn no_pages() -> Diagnostic {
    let error = Diagnostic::error("content/none", "there are no pages here");
    let help = "write `content/hello.md`, or begin with `numerate new site NAME`";
    match SitePath::new("content") {
        Ok(path) => error.help(help).at(0..0).within(&Source::new(path, "")),
        Err(_) => error.help(help),
    }
}

/// Does the file's name end so, in any case of letters?
fn has_ending(path: &SitePath, endings: &[&str]) -> bool {
    endings.iter().any(|ending| path.extension().eq_ignore_ascii_case(ending))
}

/// Is this an HTML file with front matter, which makes it a page?
fn is_html_page(world: &dyn World, path: &SitePath) -> bool {
    has_ending(path, &["html", "htm"])
        && world.read(path).is_ok_and(|bytes| {
            let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
            text.starts_with(b"---\n") || text.starts_with(b"---\r") || text.starts_with(b"+++")
        })
}

/// Hidden files, except in `static/`, where servers look for some of them, and what editors and systems leave behind.
fn is_passed_over(path: &SitePath) -> bool {
    let name = path.file_name();
    let is_hidden = path.as_str().split('/').any(|part| part.starts_with('.'));
    (is_hidden && !path.as_str().starts_with("static/"))
        || name.ends_with('~')
        || name.starts_with('#')
        || ["swp", "swx", "bck", "tmp"].contains(&path.extension())
        || [".DS_Store", "Thumbs.db", "desktop.ini"].contains(&name)
}

fn read_config(world: &dyn World, files: &[SitePath], environment: Option<&str>) -> Staged<Config> {
    let find = |name: &str| files.iter().find(|path| path.as_str() == name);
    let read = |path: &SitePath| read_text(world, path).map_err(|error| vec![error]);
    let base = find("numerate.yaml").map(read).transpose()?;
    let overlay = match environment.map(|name| format!("numerate.{name}.yaml")) {
        Some(name) => Some(read(find(&name).ok_or_else(|| vec![missing_environment(&name)])?)?),
        None => None,
    };
    let mut config = config::read(base.as_ref(), overlay.as_ref())?;
    if let Some(environment) = environment {
        environment.clone_into(&mut config.value.environment);
    }
    Ok(config)
}

fn missing_environment(name: &str) -> Diagnostic {
    let error = Diagnostic::error("config/environment", format!("there is no file `{name}`"));
    let error = error.help("write one with the keys that differ there, or leave `--env` out");
    match SitePath::new(name) {
        Ok(path) => error.at(0..0).within(&Source::new(path, "")),
        Err(_) => error,
    }
}

/// Reads a file that must be UTF-8; places are bytes of the file, a byte order mark included.
pub fn read_text(world: &dyn World, path: &SitePath) -> Result<Arc<Source>, Diagnostic> {
    let bytes = world.read(path).map_err(|error| match error.labels[..] {
        [] => error.at(0..0).within(&Source::new(path.clone(), "")),
        _ => error,
    })?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Source::new(path.clone(), text)),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let byte = error.as_bytes().get(at).copied().unwrap_or_default();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let source = Source::new(path.clone(), text);
            Err(Diagnostic::error(
                "content/not-utf8",
                format!("`{path}` is not UTF-8: the byte 0x{byte:02X} has no meaning there"),
            )
            .label(at..at + '\u{fffd}'.len_utf8(), "here")
            .within(&source)
            .help("save the file as UTF-8 in the editor"))
        }
    }
}

fn unread_data(path: &SitePath) -> Diagnostic {
    Diagnostic::warning(
        "data/unread",
        format!("`{path}` is not read: it is no table, contract or view"),
    )
    .at(0..0)
    .within(&Source::new(path.clone(), ""))
    .help(match path.extension().to_ascii_lowercase().as_str() {
        "tsv" | "tab" | "xlsx" | "xls" | "ods" | "parquet" | "json" | "jsonl" | "ndjson" | "gz"
        | "zst" | "zip" => "tables are CSV files: save it as one",
        "yml" => "contracts end in `.yaml`: rename it",
        _ => "name it `.csv`, `.yaml` or `.sql`, or move it out of `data/`",
    })
}

#[cfg(test)]
mod tests {
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
}
