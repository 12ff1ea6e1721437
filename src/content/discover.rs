//! Which files there are, and what each of them is.

mod bundles;
mod located;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;

use super::config::{self, Config, Lang, Languages};
use crate::base::diagnostic::{Diagnostic, Staged, staged};
use crate::base::path::SitePath;
use crate::base::source::Source;
use crate::base::table_file::{ENDINGS, table_file};
use crate::base::world::{DATA_LOCK, World};

pub use located::{Located, locate, unmarked};

/// What a content file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PageRole {
    /// A page in a file of its own: `posts/a.md`.
    Single,
    /// A page bundle: `posts/a/index.md` with the files beside it.
    Bundle,
    /// A list's own text: `posts/_index.md`.
    Section,
}

/// A content file with those that belong to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageFile {
    /// The file.
    pub path: SitePath,
    /// What it is.
    pub role: PageRole,
    /// The language.
    pub lang: Lang,
    /// The folder that it lies in, below the content folder of its language.
    pub folder: String,
    /// Its name without ending and language.
    pub stem: String,
    /// Files beside it that are published with it.
    pub resources: Vec<SitePath>,
    /// Files beside it that the page of another language publishes.
    pub shared: Vec<SitePath>,
    /// Those of all files beside it that are tables, which only this page sees.
    pub tables: Vec<SitePath>,
}

impl PageFile {
    /// The name that the page's URL ends in: that of the file without its ending, or of a bundle's folder.
    pub fn name(&self) -> &str {
        match self.role {
            PageRole::Single => &self.stem,
            PageRole::Bundle | PageRole::Section => self.folder.rsplit('/').next().unwrap_or(""),
        }
    }

    /// A file beside the page by its path from the page's folder on.
    pub fn relative<'p>(&self, file: &'p SitePath) -> &'p str {
        let beside = |folder: &str| file.as_str().strip_prefix(folder)?.strip_prefix('/');
        // What another language's page publishes may lie in another content folder.
        let elsewhere = || {
            let at = file.as_str().find(&format!("/{}/", self.folder))?;
            file.as_str().get(at + self.folder.len() + 2..)
        };
        beside(self.path.parent()).or_else(elsewhere).unwrap_or_else(|| file.file_name())
    }

    /// The file beside the page that `name` means, in the page's language if there is one in several.
    pub fn resource(&self, name: &str, languages: &Languages) -> Option<&SitePath> {
        let mut all = self.resources.iter().chain(&self.shared);
        let exact = all.clone().find(|file| self.relative(file) == name);
        exact.or_else(|| all.find(|file| unmarked(languages, self.relative(file)) == name))
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
    /// The files of `i18n/`: texts of templates.
    pub texts: Vec<SitePath>,
    /// The files of `static/`.
    pub statics: Vec<SitePath>,
    /// Content files that belong to no page and are published as they are.
    pub loose: Vec<SitePath>,
    /// Pages of languages that are disabled.
    pub disabled: Vec<SitePath>,
}

/// The endings of files that `data/` is read for beside tables.
const DATA_ENDINGS: [&str; 2] = ["yaml", "sql"];

/// Lists the files of `world`, gives each its role and reads the configuration.
pub fn discover(world: &dyn World, environment: Option<&str>) -> Staged<Inputs> {
    let mut files: Vec<SitePath> = world.files()?.into_iter().map(|file| file.path).collect();
    files.sort();
    files.retain(|path| !is_passed_over(path));
    let mut diagnostics = Vec::new();
    let config = read_config(world, &files, environment)?.unpack(&mut diagnostics);
    let is_published_as_it_is = |path: &SitePath| {
        ["static/", "templates/"].iter().any(|folder| path.as_str().starts_with(folder))
    };
    files.retain(|path| is_published_as_it_is(path) || !config.ignored.holds(path.as_str()));
    let below = |folder: &str| -> Vec<SitePath> {
        files.iter().filter(|path| path.as_str().starts_with(folder)).cloned().collect()
    };
    let (data, other): (Vec<_>, Vec<_>) = below("data/")
        .into_iter()
        .partition(|path| has_ending(path, &DATA_ENDINGS) || table_file(path).is_some());
    diagnostics.extend(other.iter().map(unread_data));
    let languages = &config.languages;
    let mut content: Vec<SitePath> = files
        .iter()
        .filter(|path| languages.contents().any(|folder| is_in(path, folder)))
        .cloned()
        .collect();
    if content.is_empty() {
        content = files.iter().filter(|path| is_root_page(path)).cloned().collect();
    }
    let html: BTreeSet<SitePath> =
        content.iter().filter(|path| is_html_page(world, path)).cloned().collect();
    let bundles::Content { pages, loose, disabled } =
        bundles::pages(&content, &html, (languages, &mut diagnostics));
    let (templates, statics) = (below("templates/"), below("static/"));
    let mut texts = below("i18n/");
    texts.retain(|path| has_ending(path, &["yaml", "yml", "toml", "json"]));
    let lock = files.iter().find(|path| path.as_str() == DATA_LOCK).cloned();
    let inputs = Inputs { config, pages, data, lock, templates, texts, statics, loose, disabled };
    staged(inputs, diagnostics)
}

/// Does the file lie in the folder, or in one inside it?
fn is_in(path: &SitePath, folder: &str) -> bool {
    path.as_str().strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
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
        "json" => "write JSON lines, an object on each line, and name the file `.jsonl`".to_owned(),
        "gz" | "zst" | "zip" | "bz2" | "xz" => {
            format!("tables are files that end in {ENDINGS}: pack one of them so")
        }
        "xlsx" | "xls" | "ods" | "txt" | "feather" | "arrow" => {
            format!("tables are files that end in {ENDINGS}: save it as one")
        }
        "yml" => "contracts end in `.yaml`: rename it".to_owned(),
        _ => "name it `.csv`, `.yaml` or `.sql`, or move it out of `data/`".to_owned(),
    })
}
