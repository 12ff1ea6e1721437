//! Which content file belongs to which page.

use std::collections::{BTreeMap, BTreeSet};

use super::located::{Located, locate, unmarked};
use super::{PageFile, PageRole, has_ending};
use crate::base::diagnostic::Diagnostic;
use crate::base::path::SitePath;
use crate::base::source::Source;
use crate::base::table_file::table_file;
use crate::content::config::{Lang, Languages};

/// The endings of files that hold pages.
const MARKDOWN: [&str; 3] = ["md", "markdown", "mdown"];

/// What the content files are.
#[derive(Debug, Default)]
pub(super) struct Content {
    /// Pages and lists, in order.
    pub(super) pages: Vec<PageFile>,
    /// Files that belong to no page and are published as they are.
    pub(super) loose: Vec<SitePath>,
    /// Pages of languages that are disabled.
    pub(super) disabled: Vec<SitePath>,
}

/// The bundles and sections of each folder, by language; folders are below their content folder.
type Owners<'f> = BTreeMap<&'f str, BTreeMap<Lang, usize>>;

/// The pages among the content files, and the files that belong to none; `files` are in order, and so is the result.
///
/// `html` are those HTML files that are pages.
pub(super) fn pages(
    files: &[SitePath],
    html: &BTreeSet<SitePath>,
    (languages, diagnostics): (&Languages, &mut Vec<Diagnostic>),
) -> Content {
    let mut content = Content::default();
    let mut located = Vec::new();
    for path in files {
        match locate(languages, path) {
            Some(place) => located.push(File { path, place, is_page: is_page(path, html) }),
            None if is_page(path, html) => content.disabled.push(path.clone()),
            None => {}
        }
    }
    let mut pages: Vec<PageFile> = Vec::new();
    let owners = owners(&located, &mut pages, diagnostics);
    let mut beside: BTreeMap<&str, Vec<&File>> = BTreeMap::new();
    for file in &located {
        let folder = owner(file.place.folder, &owners);
        let found = folder.and_then(|folder| Some((folder, owners.get(folder)?)));
        if file.is_page {
            let bundle = found.and_then(|(folder, owners)| {
                let bundles = owners.values().map(|at| &pages[*at]);
                Some((folder, bundles.clone().find(|page| page.role == PageRole::Bundle)?))
            });
            match bundle {
                Some((folder, page)) => {
                    let is_known = file.place.folder == folder && file.index_role().is_some();
                    diagnostics.extend((!is_known).then(|| no_page(file.path, &page.path)));
                }
                None if file.index_role().is_none() => {
                    pages.push(file.page(PageRole::Single));
                }
                None => {}
            }
        } else if let Some((folder, owners)) = found
            && owners.values().any(|at| owns(&pages[*at], file))
        {
            beside.entry(folder).or_default().push(file);
        } else {
            content.loose.push(file.path.clone());
        }
    }
    for (folder, files) in beside {
        share(&owners[folder], &files, &mut pages, (languages, diagnostics));
    }
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    Content { pages, ..content }
}

/// A content file with its place.
struct File<'f> {
    path: &'f SitePath,
    place: Located<'f>,
    is_page: bool,
}

impl File<'_> {
    fn page(&self, role: PageRole) -> PageFile {
        PageFile {
            path: self.path.clone(),
            role,
            lang: self.place.lang,
            folder: self.place.folder.to_owned(),
            stem: self.place.stem.to_owned(),
            resources: Vec::new(),
            shared: Vec::new(),
            tables: Vec::new(),
        }
    }

    /// What an `index.md` or `_index.md` makes of its folder; at the top both are the home page's.
    fn index_role(&self) -> Option<PageRole> {
        match self.place.stem {
            _ if !self.is_page => None,
            "index" if self.place.folder.is_empty() => Some(PageRole::Section),
            "index" => Some(PageRole::Bundle),
            "_index" => Some(PageRole::Section),
            _ => None,
        }
    }
}

/// Puts the bundles and sections to `pages` and gives their places by folder.
fn owners<'f>(
    files: &'f [File<'f>],
    pages: &mut Vec<PageFile>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Owners<'f> {
    let mut owners = Owners::new();
    let mut outermost: Option<&str> = None;
    // A folder comes before those in it, so that the outermost bundle is known first.
    let mut indexes: Vec<(&File, PageRole)> =
        files.iter().filter_map(|file| Some((file, file.index_role()?))).collect();
    indexes.sort_by_key(|(file, _)| file.place.folder);
    for (file, role) in indexes {
        let folder = file.place.folder;
        if outermost.is_some_and(|bundle| is_below(folder, bundle)) {
            continue;
        }
        let own = owners.entry(folder).or_default();
        if let Some(other) = own.get(&file.place.lang) {
            diagnostics.push(two_indexes(file.path, &pages[*other].path));
            continue;
        }
        if folder.is_empty() && file.place.stem == "index" {
            diagnostics.push(home_index(file.path));
        }
        if role == PageRole::Bundle {
            outermost = Some(folder);
        }
        own.insert(file.place.lang, pages.len());
        pages.push(file.page(role));
    }
    owners
}

/// The nearest folder that has a page, from `folder` upwards.
fn owner<'o>(folder: &str, owners: &Owners<'o>) -> Option<&'o str> {
    let mut folder = folder;
    loop {
        if let Some((owner, _)) = owners.get_key_value(folder) {
            return Some(owner);
        }
        if folder.is_empty() {
            return None;
        }
        folder = folder.rsplit_once('/').map_or("", |(parent, _)| parent);
    }
}

/// Does a file below the folder of `page` belong to it? A bundle owns all of them, a section those beside its text.
fn owns(page: &PageFile, file: &File<'_>) -> bool {
    page.role == PageRole::Bundle || page.folder == file.place.folder
}

/// Gives the files of a folder to its pages: each is published with one of them, and seen by all that have no other of its name.
///
/// A file belongs to the language that it names, else to the default one, else to the first that has a page there. Languages on
/// hosts of their own publish each what they see.
fn share(
    owners: &BTreeMap<Lang, usize>,
    files: &[&File<'_>],
    pages: &mut [PageFile],
    (languages, diagnostics): (&Languages, &mut Vec<Diagnostic>),
) {
    let Some(first) = owners.keys().next().copied() else { return };
    let mut named: BTreeMap<String, Vec<(Lang, &File)>> = BTreeMap::new();
    for file in files {
        let lang = match owners.get(&file.place.lang) {
            Some(_) => file.place.lang,
            None if file.place.is_marked => {
                let code = &languages.get(file.place.lang).code;
                diagnostics.push(of_no_page(file.path, code));
                continue;
            }
            None => first,
        };
        let inside = &pages[owners[&lang]].folder;
        let below = file.place.folder[inside.len()..].trim_start_matches('/');
        let slash = if below.is_empty() { "" } else { "/" };
        let name = unmarked(languages, &format!("{below}{slash}{}", file.path.file_name()));
        named.entry(name).or_default().push((lang, file));
    }
    for files in named.into_values() {
        for (lang, page) in owners {
            let own = files.iter().filter(|(of, _)| of == lang).map(|(_, file)| *file);
            let pages = &mut pages[*page];
            let has_own = own.clone().next().is_some();
            for file in own {
                pages.add(file.path, true);
            }
            // As in Hugo that of the nearest language, and of two the one before.
            let nearest = files.iter().min_by_key(|(of, _)| (of.0.abs_diff(lang.0), of.0));
            if let Some((_, file)) = nearest.filter(|_| !has_own) {
                pages.add(file.path, !languages.get(*lang).host.is_empty());
            }
        }
    }
    for page in owners.values() {
        let page = &mut pages[*page];
        page.resources.sort();
        page.shared.sort();
        page.tables.sort();
    }
}

impl PageFile {
    /// Adds a file that the page sees, and publishes or leaves to another language's page.
    fn add(&mut self, path: &SitePath, is_published: bool) {
        let list = if is_published { &mut self.resources } else { &mut self.shared };
        list.push(path.clone());
        if table_file(path).is_some() {
            self.tables.push(path.clone());
        }
    }
}

fn is_page(path: &SitePath, html: &BTreeSet<SitePath>) -> bool {
    has_ending(path, &MARKDOWN) || html.contains(path)
}

/// Is `folder` inside `bundle`?
fn is_below(folder: &str, bundle: &str) -> bool {
    folder.strip_prefix(bundle).is_some_and(|rest| rest.starts_with('/'))
}

fn two_indexes(path: &SitePath, other: &SitePath) -> Diagnostic {
    let message = format!("`{}` and `{}` stand in one folder", other.file_name(), path.file_name());
    Diagnostic::error("content/two-indexes", message)
        .at(0..0)
        .within(&Source::new(path.clone(), ""))
        .help("keep `index.md` for a page with files beside it, or `_index.md` for a list of pages")
}

fn home_index(path: &SitePath) -> Diagnostic {
    let message = format!("`{path}` is read as the text of the home page");
    Diagnostic::warning("content/home-index", message)
        .at(0..0)
        .within(&Source::new(path.clone(), ""))
        .help("name it `_index.md`: an `index.md` makes of its folder one page without pages below")
}

fn of_no_page(path: &SitePath, code: &str) -> Diagnostic {
    let message = format!("`{path}` belongs to no page: there is none in `{code}` beside it");
    Diagnostic::warning("content/no-owner", message)
        .at(0..0)
        .within(&Source::new(path.clone(), ""))
        .help("write a page in that language, or give the file to another one")
}

fn no_page(path: &SitePath, bundle: &SitePath) -> Diagnostic {
    let message = format!("this is no page: it lies in the bundle of an `{}`", bundle.file_name());
    Diagnostic::warning("content/no-page", message)
        .at(0..0)
        .within(&Source::new(path.clone(), ""))
        .help(format!(
            "move it out of the folder, or rename `{}` to `_index.md`",
            bundle.file_name()
        ))
}
