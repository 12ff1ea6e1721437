//! Which files there are, and what each of them is.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::config::{self, Config};
use crate::base::diagnostic::{Diagnostic, Staged, staged};
use crate::base::path::SitePath;
use crate::base::source::Source;
use crate::base::world::World;

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

/// All files of a site by their roles, each in bytewise order.
#[derive(Debug)]
pub struct Inputs {
    /// The configuration.
    pub config: Config,
    /// Pages and lists.
    pub pages: Vec<PageFile>,
    /// The files of `data/`: tables, contracts, views.
    pub data: Vec<SitePath>,
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
        below("data/").into_iter().partition(|path| DATA_ENDINGS.contains(&path.extension()));
    diagnostics.extend(other.iter().map(unread_data));
    let (pages, loose) = pages(&below("content/"), &mut diagnostics);
    let (templates, statics) = (below("templates/"), below("static/"));
    staged(Inputs { config, pages, data, templates, statics, loose }, diagnostics)
}

/// Hidden files and what editors leave behind.
fn is_passed_over(path: &SitePath) -> bool {
    let name = path.file_name();
    let is_hidden = path.as_str().split('/').any(|part| part.starts_with('.'));
    is_hidden
        || name.ends_with('~')
        || name.starts_with('#')
        || ["swp", "swx", "bck", "tmp"].contains(&path.extension())
}

fn read_config(world: &dyn World, files: &[SitePath], environment: Option<&str>) -> Staged<Config> {
    let mut sources = Vec::new();
    let mut errors = Vec::new();
    let overriding = environment.map(|name| format!("numerate.{name}.yaml"));
    for name in ["numerate.yaml"].into_iter().chain(overriding.as_deref()) {
        match files.iter().find(|path| path.as_str() == name) {
            Some(path) => match read_text(world, path) {
                Ok(source) => sources.push(source),
                Err(error) => errors.push(error),
            },
            None if name == "numerate.yaml" => {}
            None => errors.push(missing_environment(name)),
        }
    }
    if errors.is_empty() { config::read(&sources) } else { Err(errors) }
}

fn missing_environment(name: &str) -> Diagnostic {
    let error = Diagnostic::error("config/environment", format!("there is no file `{name}`"));
    let error = error.help("write one with the keys that differ there, or leave `--env` out");
    match SitePath::new(name) {
        Ok(path) => error.at(0..0).within(&Source::new(path, "")),
        Err(_) => error,
    }
}

/// Reads a file that must be UTF-8; a byte order mark is dropped.
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
    .help("name it `.csv`, `.yaml` or `.sql`, or move it out of `data/`")
}

/// The pages among the content files, and the files that belong to none.
fn pages(files: &[SitePath], diagnostics: &mut Vec<Diagnostic>) -> (Vec<PageFile>, Vec<SitePath>) {
    let bundles: BTreeSet<&str> =
        files.iter().filter(|path| path.file_name() == "index.md").map(SitePath::parent).collect();
    let mut pages: BTreeMap<&SitePath, PageFile> = BTreeMap::new();
    let mut others = Vec::new();
    for path in files {
        let in_bundle = bundle_of(path, &bundles);
        let role = match (path.file_name(), in_bundle) {
            ("index.md", Some(folder)) if folder == path.parent() => PageRole::Bundle,
            ("_index.md", None) => PageRole::Section,
            ("_index.md", Some(folder)) if folder == path.parent() => {
                diagnostics.push(two_indexes(path));
                continue;
            }
            (_, None) if path.extension() == "md" => PageRole::Single,
            _ => {
                others.push((path, in_bundle));
                continue;
            }
        };
        let (resources, tables) = (Vec::new(), Vec::new());
        pages.insert(path, PageFile { path: path.clone(), role, resources, tables });
    }
    let mut loose = Vec::new();
    for (path, bundle) in others {
        let owner = match bundle {
            Some(folder) => pages
                .values_mut()
                .find(|page| page.role == PageRole::Bundle && page.path.parent() == folder),
            None => pages
                .values_mut()
                .find(|page| page.role == PageRole::Section && page.path.parent() == path.parent()),
        };
        let Some(owner) = owner else {
            loose.push(path.clone());
            continue;
        };
        if path.extension() == "md" {
            continue;
        }
        owner.resources.push(path.clone());
        if path.extension() == "csv" {
            owner.tables.push(path.clone());
        }
    }
    (pages.into_values().collect(), loose)
}

/// The innermost bundle that a file lies in.
fn bundle_of<'a>(path: &SitePath, bundles: &BTreeSet<&'a str>) -> Option<&'a str> {
    let mut folder = path.parent();
    loop {
        if let Some(bundle) = bundles.get(folder) {
            return Some(bundle);
        }
        folder = folder.rsplit_once('/')?.0;
    }
}

fn two_indexes(path: &SitePath) -> Diagnostic {
    let message = format!("`{}` has both an `index.md` and an `_index.md`", path.parent());
    Diagnostic::error("content/two-indexes", message)
        .at(0..0)
        .within(&Source::new(path.clone(), ""))
        .help("keep `index.md` for a single page with files beside it, `_index.md` for a list of pages")
}

#[cfg(test)]
mod tests {
    use super::{Inputs, PageRole, discover};
    use crate::base::world::Memory;

    fn inputs(fixture: &str) -> Inputs {
        let now = chrono::DateTime::parse_from_rfc3339("2026-01-01T00:00:00Z").expect("valid");
        discover(&Memory::fixture(fixture, now), None).expect("valid").value
    }

    #[test]
    fn every_file_has_one_role() {
        let inputs = inputs(
            "//- /README.md\n//- /content/a.md\n//- /content/.b.md\n//- /content/c.md~\n//- /content/posts/_index.md\n//- /content/posts/x.png\n//- /content/posts/d/index.md\n//- /content/posts/d/t.csv\n//- /content/posts/d/sub/e.md\n//- /content/posts/d/sub/f.txt\n//- /content/loose.txt\n//- /data/t.csv\n//- /static/s.css\n//- /templates/page.html\n",
        );
        let pages: Vec<_> = inputs
            .pages
            .iter()
            .map(|page| (page.path.as_str(), page.role, page.resources.len(), page.tables.len()))
            .collect();
        assert_eq!(
            pages,
            [
                ("content/a.md", PageRole::Single, 0, 0),
                ("content/posts/_index.md", PageRole::Section, 1, 0),
                ("content/posts/d/index.md", PageRole::Bundle, 2, 1),
            ]
        );
        assert_eq!(
            (inputs.loose.len(), inputs.data.len(), inputs.statics.len(), inputs.templates.len()),
            (1, 1, 1, 1)
        );
    }
}
