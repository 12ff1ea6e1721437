//! Which content file belongs to which page.

use std::collections::{BTreeMap, BTreeSet};

use super::{PageFile, PageRole, has_ending};
use crate::base::diagnostic::Diagnostic;
use crate::base::path::SitePath;
use crate::base::source::Source;

/// The endings of files that hold pages.
const MARKDOWN: [&str; 3] = ["md", "markdown", "mdown"];

/// The folder of the content.
const TOP: &str = "content";

/// The pages among the content files, and the files that belong to none; `files` are in order, and so is the result.
///
/// `html` are those HTML files that are pages.
pub(super) fn pages(
    files: &[SitePath],
    html: &BTreeSet<SitePath>,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<PageFile>, Vec<SitePath>) {
    let mut pages: Vec<PageFile> = Vec::new();
    let owners = owners(files, html, &mut pages, diagnostics);
    let mut loose = Vec::new();
    for path in files {
        let owner = owner(path.parent(), &owners).map(|owner| &mut pages[owner]);
        if is_page(path, html) {
            match owner {
                Some(page) if page.role == PageRole::Bundle => {
                    let is_known = is_index(path, html, page.path.parent());
                    diagnostics.extend((!is_known).then(|| no_page(path, &page.path)));
                }
                _ if index_role(path, html).is_none() => pages.push(page(path, PageRole::Single)),
                _ => {}
            }
        } else if let Some(page) = owner.filter(|page| owns(page, path)) {
            page.resources.push(path.clone());
            if has_ending(path, &["csv"]) {
                page.tables.push(path.clone());
            }
        } else {
            loose.push(path.clone());
        }
    }
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    (pages, loose)
}

/// Puts the bundles and sections to `pages` and gives their places by folder.
fn owners<'f>(
    files: &'f [SitePath],
    html: &BTreeSet<SitePath>,
    pages: &mut Vec<PageFile>,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<&'f str, usize> {
    let mut owners: BTreeMap<&str, usize> = BTreeMap::new();
    let mut outermost: Option<&str> = None;
    // A folder comes before those in it, so that the outermost bundle is known first.
    let mut indexes: Vec<(&SitePath, PageRole)> =
        files.iter().filter_map(|path| Some((path, index_role(path, html)?))).collect();
    indexes.sort_by_key(|(path, _)| path.parent());
    for (path, role) in indexes {
        let folder = path.parent();
        if outermost.is_some_and(|bundle| is_below(folder, bundle)) {
            continue;
        }
        if let Some(other) = owners.get(folder) {
            diagnostics.push(two_indexes(path, &pages[*other].path));
            continue;
        }
        if folder == TOP && path.stem() == "index" {
            diagnostics.push(home_index(path));
        }
        if role == PageRole::Bundle {
            outermost = Some(folder);
        }
        owners.insert(folder, pages.len());
        pages.push(page(path, role));
    }
    owners
}

/// The page of the nearest folder that has one, from `folder` upwards.
fn owner(folder: &str, owners: &BTreeMap<&str, usize>) -> Option<usize> {
    let mut folder = folder;
    loop {
        if let Some(owner) = owners.get(folder) {
            return Some(*owner);
        }
        folder = folder.rsplit_once('/')?.0;
    }
}

/// Does a file below the folder of `page` belong to it? A bundle owns all of them, a section those beside its text.
fn owns(page: &PageFile, path: &SitePath) -> bool {
    page.role == PageRole::Bundle || page.path.parent() == path.parent()
}

fn page(path: &SitePath, role: PageRole) -> PageFile {
    PageFile { path: path.clone(), role, resources: Vec::new(), tables: Vec::new() }
}

fn is_page(path: &SitePath, html: &BTreeSet<SitePath>) -> bool {
    has_ending(path, &MARKDOWN) || html.contains(path)
}

/// What an `index.md` or `_index.md` makes of its folder; at the top both are the home page's.
fn index_role(path: &SitePath, html: &BTreeSet<SitePath>) -> Option<PageRole> {
    match path.stem() {
        _ if !is_page(path, html) => None,
        "index" if path.parent() == TOP => Some(PageRole::Section),
        "index" => Some(PageRole::Bundle),
        "_index" => Some(PageRole::Section),
        _ => None,
    }
}

/// Is this an index of `folder` itself: the page, or one too many, which is reported elsewhere?
fn is_index(path: &SitePath, html: &BTreeSet<SitePath>, folder: &str) -> bool {
    path.parent() == folder && index_role(path, html).is_some()
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

fn no_page(path: &SitePath, bundle: &SitePath) -> Diagnostic {
    let message = format!("`{path}` is no page: it lies in the bundle of `{bundle}`");
    Diagnostic::warning("content/no-page", message)
        .at(0..0)
        .within(&Source::new(path.clone(), ""))
        .help(format!(
            "move it out of the folder, or rename `{}` to `_index.md`",
            bundle.file_name()
        ))
}
