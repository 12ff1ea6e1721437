//! Finding the files of a site.
#![expect(clippy::disallowed_methods, reason = "the one place where the site's folders are listed")]

use std::ffi::OsStr;
use std::path::Path;

use walkdir::{DirEntry, WalkDir};

use super::folders::sources;
use super::stamps::Stamp;
use crate::base::diagnostic::Diagnostic;
use crate::base::path::SitePath;
use crate::base::source::Source;
use crate::base::world::{DATA_LOCK, FileEntry};

/// Every file of the site in the canonical folder `root`, in bytewise order, or all that stands in the way.
pub(super) fn files(root: &Path) -> Result<Vec<(FileEntry, Stamp)>, Vec<Diagnostic>> {
    let mut walk = Walk { root, entries: Vec::new(), diagnostics: Vec::new() };
    walk.root_files();
    for folder in sources(root) {
        walk.folder(&folder);
    }
    let Walk { mut entries, diagnostics, .. } = walk;
    if !diagnostics.is_empty() {
        return Err(diagnostics);
    }
    entries.sort_unstable_by(|(a, _), (b, _)| a.path.cmp(&b.path));
    Ok(entries)
}

/// What was found so far.
struct Walk<'a> {
    root: &'a Path,
    entries: Vec<(FileEntry, Stamp)>,
    diagnostics: Vec<Diagnostic>,
}

impl Walk<'_> {
    /// Takes the configurations, the list of pinned snapshots, and Markdown for sites without a folder `content`.
    fn root_files(&mut self) {
        for entry in WalkDir::new(self.root).min_depth(1).max_depth(1).follow_links(true) {
            let Ok(entry) = entry else { continue };
            let is_page = is_page(entry.file_name());
            if is_read_in_root(entry.file_name()) && (!is_page || entry.file_type().is_file()) {
                self.entry(&entry);
            }
        }
    }

    /// Takes all that is in one folder of the site.
    fn folder(&mut self, folder: &str) {
        let top = self.root.join(folder);
        if top.symlink_metadata().is_err() {
            return;
        }
        let is_static = folder == "static";
        let mut walk = WalkDir::new(&top).follow_links(true).into_iter();
        while let Some(entry) = walk.next() {
            match entry {
                Ok(entry) if entry.depth() > 0 && is_skipped(entry.file_name(), is_static) => {
                    if entry.file_type().is_dir() {
                        walk.skip_current_dir();
                    }
                }
                Ok(entry) if entry.depth() == 0 && !entry.file_type().is_dir() => {
                    let message = format!("`{folder}` is a file, not a folder");
                    let error = Diagnostic::error("io/not-a-folder", message)
                        .help("rename the file: a site keeps its sources in that folder");
                    self.report(error, &top);
                }
                Ok(entry) => {
                    if !self.entry(&entry) && entry.file_type().is_dir() {
                        walk.skip_current_dir();
                    }
                }
                Err(error) => self.failure(&error, is_static),
            }
        }
    }

    /// Takes one file, or says why not; gives whether what it leads to is part of the site.
    fn entry(&mut self, entry: &DirEntry) -> bool {
        if entry.path_is_symlink() && !self.stays_inside(entry) {
            return false;
        }
        if entry.file_type().is_dir() {
            return true;
        }
        let Some(path) = self.site_path(entry.path()) else { return false };
        if !entry.file_type().is_file() {
            let message = format!("`{path}` is a device, a pipe or a socket, not a file");
            let error = Diagnostic::error("io/not-a-file", message).help("remove it from the site");
            self.report(error, entry.path());
            return false;
        }
        match entry.metadata() {
            Ok(metadata) => {
                let file = FileEntry { path, bytes: metadata.len() };
                self.entries.push((file, Stamp::of(&metadata)));
            }
            Err(error) => self.failure(&error, false),
        }
        true
    }

    /// Does the symbolic link `entry` lead to a place in the site? Says so if not.
    fn stays_inside(&mut self, entry: &DirEntry) -> bool {
        let target = match entry.path().canonicalize() {
            Ok(target) if target.starts_with(self.root) => return true,
            Ok(target) => target,
            Err(_) => std::path::PathBuf::from("?"),
        };
        let message = format!(
            "the symbolic link `{}` leads out of the site, to `{}`",
            self.shown(entry.path()),
            target.display()
        );
        let error = Diagnostic::error("io/link-leaves-site", message)
            .help("copy what it points at into the site: a build reads nothing else");
        self.report(error, entry.path());
        false
    }

    /// The path of a file in the site; says so if it has none.
    fn site_path(&mut self, path: &Path) -> Option<SitePath> {
        let relative = path.strip_prefix(self.root).unwrap_or(path);
        let Some(text) = relative.to_str() else {
            let message = format!("the name of `{}` is not UTF-8", self.shown(path));
            let error = Diagnostic::error("io/name-not-utf8", message)
                .help("rename the file: its name becomes part of a URL, which has to be UTF-8");
            self.report(error, path);
            return None;
        };
        let text = if cfg!(windows) {
            text.replace('\\', "/").into()
        } else {
            std::borrow::Cow::from(text)
        };
        match SitePath::new(&text) {
            Ok(path) => Some(path),
            Err(error) => {
                let message = format!("`{text}` cannot be part of a site: {error}");
                let error = Diagnostic::error("io/bad-name", message).help("rename the file");
                self.report(error, path.parent().unwrap_or(path));
                None
            }
        }
    }

    /// Says why something could not be listed, unless it is a leftover of an editor.
    fn failure(&mut self, error: &walkdir::Error, is_static: bool) {
        let path = error.path().unwrap_or(self.root);
        if path.file_name().is_some_and(|name| is_skipped(name, is_static)) {
            return;
        }
        let shown = self.shown(path);
        if let Some(ancestor) = error.loop_ancestor() {
            let ancestor = self.shown(ancestor);
            let message = format!("the symbolic link `{shown}` leads back to `{ancestor}`");
            let error = Diagnostic::error("io/link-loop", message)
                .help("remove the link: the folder would contain itself without end");
            self.report(error, path);
            return;
        }
        let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
        let is_link = path.is_symlink();
        let diagnostic = if is_link {
            let message = format!("the symbolic link `{shown}` leads nowhere: {reason}");
            Diagnostic::error("io/broken-link", message).help("remove the link, or mend its target")
        } else {
            Diagnostic::error("io/unreadable", format!("cannot read `{shown}`: {reason}"))
                .help("make it readable for the account that builds the site")
        };
        self.report(diagnostic, path);
    }

    /// Keeps `diagnostic`, whose place is the beginning of what is at `path`.
    fn report(&mut self, diagnostic: Diagnostic, path: &Path) {
        self.diagnostics.push(match SitePath::new(&self.shown(path)) {
            Ok(path) => diagnostic.label_in(&Source::new(path, ""), 0..0, ""),
            Err(_) => diagnostic,
        });
    }

    /// A path as reports name it: relative to the site, what is not UTF-8 replaced.
    fn shown(&self, path: &Path) -> String {
        path.strip_prefix(self.root).unwrap_or(path).to_string_lossy().into_owned()
    }
}

/// Is a file of this name read if it stands in the site's root?
pub(in crate::host) fn is_read_in_root(name: &OsStr) -> bool {
    is_configuration(name) || is_page(name) || name == DATA_LOCK
}

/// Is this the name of a configuration?
pub(in crate::host) fn is_configuration(name: &OsStr) -> bool {
    let is_yaml = Path::new(name).extension() == Some(OsStr::new("yaml"));
    is_yaml && name.to_string_lossy().starts_with("numerate")
}

/// Is this the name of a page in Markdown?
fn is_page(name: &OsStr) -> bool {
    matches!(Path::new(name).extension().and_then(OsStr::to_str), Some("md" | "markdown"))
}

/// Is this a hidden file or an editor's leftover?
///
/// What a site publishes as it is may be hidden, such as `.well-known` or `.nojekyll`.
pub(in crate::host) fn is_skipped(name: &OsStr, is_static: bool) -> bool {
    let name = name.to_string_lossy();
    let is_swap = || {
        let end = name.rsplit('.').next().unwrap_or("");
        matches!(end, "swp" | "swo" | "swx") || name.starts_with(".#") || name.starts_with("._")
    };
    match name.strip_prefix('.') {
        Some(rest) if is_static => rest == "DS_Store" || rest.starts_with("git") || is_swap(),
        Some(_) => true,
        None => name.ends_with('~') || (name.starts_with('#') && name.ends_with('#')),
    }
}
