//! Where a site is published to, and whether that place may be replaced.
#![expect(clippy::disallowed_methods, reason = "the one place where the destination is looked at")]

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};
use std::time::SystemTime;

use rayon::iter::{IntoParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _};

use crate::base::diagnostic::Diagnostic;
use crate::base::path::OutPath;

use super::manifest::{self, Entry, Manifest};
use crate::host::disk::sources;

/// How many foreign files a report names.
const NAMED: usize = 5;

/// A destination that may be replaced.
#[derive(Debug)]
pub(super) struct Target {
    /// Its canonical path.
    pub(super) path: PathBuf,
    /// The folder that holds it.
    pub(super) parent: PathBuf,
    /// Its path as the author wrote it, for messages.
    pub(super) shown: String,
    /// The site that it holds.
    pub(super) previous: Option<Previous>,
}

/// A site that was published before.
#[derive(Debug)]
pub(super) struct Previous {
    manifest: Manifest,
    /// When the manifest was written: what was touched later is not ours to trust.
    written: SystemTime,
    /// The files that nobody changed since.
    unchanged: HashSet<OutPath>,
}

impl Target {
    /// Looks at `destination`, relative to the site's canonical folder `root`, and refuses what must not be replaced.
    pub(super) fn open(root: &Path, destination: &Path) -> Result<Self, Diagnostic> {
        let shown = destination.display().to_string();
        let unusable = |error: io::Error| {
            let message = format!("cannot publish to `{shown}`: {error}");
            Diagnostic::error("publish/cannot-open", message)
                .help("name a folder with `--destination` that can be made or is yours")
        };
        let path = canonical(&root.join(destination)).map_err(unusable)?;
        if let Some(reason) = danger(root, &path) {
            return Err(refused(&format!("cannot publish to `{shown}`: {reason}")));
        }
        let parent = path.parent().map(Path::to_path_buf).unwrap_or_default();
        let previous = match fs::metadata(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(unusable(error)),
            Ok(metadata) if !metadata.is_dir() => {
                return Err(refused(&format!("cannot publish to `{shown}`: it is a file")));
            }
            Ok(_) => previous(&path, &shown)?,
        };
        Ok(Self { path, parent, shown, previous })
    }

    /// What the old site holds at `path`.
    pub(super) fn entry(&self, path: &OutPath) -> Option<Entry> {
        self.previous.as_ref()?.manifest.get(path)
    }

    /// How many files the old site has, if there is one.
    pub(super) fn n_files(&self) -> Option<usize> {
        self.previous.as_ref().map(|previous| previous.manifest.len())
    }

    /// Is the old site still there as it was when it was looked at?
    pub(super) fn is_as_found(&self) -> bool {
        let file = self.path.join(manifest::NAME);
        let written = fs::metadata(file).and_then(|metadata| metadata.modified()).ok();
        written.is_some() && written == self.previous.as_ref().map(|previous| previous.written)
    }

    /// Is the old site's file at `path` this one, and has nobody changed it since it was published?
    pub(super) fn holds(&self, path: &OutPath, entry: Entry) -> bool {
        let Some(previous) = &self.previous else { return false };
        previous.manifest.get(path) == Some(entry) && previous.unchanged.contains(path)
    }

    /// Refuses to let go of the old site if others keep files in it.
    ///
    /// [`open`](Self::open) looks only into folders that changed, by their times, which not every file system keeps: where the folder
    /// is to go as a whole, every one is looked into.
    pub(super) fn refuse_foreign(&self) -> Result<(), Diagnostic> {
        let Some(previous) = &self.previous else { return Ok(()) };
        // What cannot be looked into cannot be removed either, and is reported then.
        let foreign = foreign(&self.path, &previous.manifest, None).unwrap_or_default();
        // Another build that took its place meanwhile has seen to it.
        let is_ours = foreign.is_empty() || !self.is_as_found();
        if is_ours { Ok(()) } else { Err(holds_foreign(&self.shown, &foreign)) }
    }

    /// Is every file of the old site there as it was published?
    pub(super) fn is_intact(&self) -> bool {
        let is_whole = |old: &Previous| old.unchanged.len() == old.manifest.len();
        self.previous.as_ref().is_some_and(is_whole)
    }
}

/// Why publishing to the canonical `path` would do harm.
fn danger(root: &Path, path: &Path) -> Option<String> {
    if path.parent().is_none() {
        return Some("it is the root of the file system".into());
    }
    if path == root {
        return Some("it is the site's own folder".into());
    }
    if root.starts_with(path) {
        return Some("it holds the site's sources".into());
    }
    let home = std::env::home_dir().and_then(|home| home.canonicalize().ok());
    if home.as_deref() == Some(path) {
        return Some("it is your home folder".into());
    }
    let own = [".git", ".numerate"].map(str::to_owned);
    let mut folders = sources(root).into_iter().chain(own);
    let inside = folders.find(|folder| path.starts_with(root.join(folder)))?;
    Some(format!("it lies in `{inside}`, which is not the build's to write to"))
}

/// The site that the folder at `path` holds, `None` if the folder is empty; refuses any other folder.
fn previous(path: &Path, shown: &str) -> Result<Option<Previous>, Diagnostic> {
    let unreadable = |error: io::Error| {
        Diagnostic::error("publish/cannot-open", format!("cannot read `{shown}`: {error}"))
            .help("make the folder readable, or name another one with `--destination`")
    };
    let file = path.join(manifest::NAME);
    let text = match fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            if fs::read_dir(path).map_err(unreadable)?.next().is_none() {
                return Ok(None);
            }
            let message = format!(
                "`{shown}` is not empty and has no `{}`: it was not built by numerate",
                manifest::NAME
            );
            return Err(Diagnostic::error("publish/not-ours", message).help(format!(
                "remove `{shown}` if nothing in it is needed, or name another folder with `--destination`"
            )));
        }
        Err(error) => return Err(unreadable(error)),
    };
    let manifest = Manifest::read(&text).map_err(|line| {
        let message = format!("line {line} of `{shown}/{}` is damaged", manifest::NAME);
        Diagnostic::error("publish/damaged-manifest", message)
            .help(format!("remove `{shown}` if nothing in it is needed: the build makes it anew"))
    })?;
    let written = fs::metadata(&file).and_then(|metadata| metadata.modified());
    let written = written.map_err(unreadable)?;
    let foreign = foreign(path, &manifest, Some(written)).map_err(unreadable)?;
    if !foreign.is_empty() {
        return Err(holds_foreign(shown, &foreign));
    }
    let unchanged = unchanged(path, (&manifest, written));
    Ok(Some(Previous { manifest, written, unchanged }))
}

/// The refusal to replace a folder in which others keep files.
fn holds_foreign(shown: &str, names: &[String]) -> Diagnostic {
    let quoted: Vec<_> = names.iter().take(NAMED).map(|name| format!("`{name}`")).collect();
    let more = match names.len().saturating_sub(NAMED) {
        0 => String::new(),
        n => format!(" and {n} more"),
    };
    let files = if names.len() == 1 { "a file" } else { "files" };
    let message =
        format!("`{shown}` holds {files} that numerate did not write: {}{more}", quoted.join(", "));
    Diagnostic::error("publish/foreign-files", message).help(
        "move them away (what is in `static` is published as it is), or name another folder with `--destination`",
    )
}

/// The files of `manifest`, written at `written`, that stand below `top` as they were published.
fn unchanged(top: &Path, (manifest, written): (&Manifest, SystemTime)) -> HashSet<OutPath> {
    let files: Vec<(&OutPath, Entry)> = manifest.files().collect();
    let is_unchanged = |(path, listed): &(&OutPath, Entry)| {
        fs::symlink_metadata(top.join(path.as_str())).is_ok_and(|metadata| {
            let is_older = metadata.modified().is_ok_and(|modified| modified <= written);
            metadata.is_file() && metadata.len() == listed.bytes && is_older
        })
    };
    let same = files.into_par_iter().filter(is_unchanged).map(|(path, _)| path.clone());
    same.collect::<Vec<_>>().into_iter().collect()
}

/// The files below `top` that `manifest` does not list, relative to it; with `since` only what came into folders of the site since then.
///
/// What file managers leave behind is nobody's, and goes with the old site.
fn foreign(top: &Path, manifest: &Manifest, since: Option<SystemTime>) -> io::Result<Vec<String>> {
    let folders = manifest.folders();
    let is_newer = |folder: &&&str| {
        let modified = fs::metadata(top.join(folder)).and_then(|metadata| metadata.modified());
        // A folder that cannot be looked at is missed when its files are wanted.
        since.is_none_or(|since| modified.is_ok_and(|modified| modified >= since))
    };
    let looked_at: Vec<&&str> = folders.par_iter().filter(is_newer).collect();
    let found: Vec<Vec<String>> = looked_at
        .into_par_iter()
        .map(|folder| foreign_in((top, folder), manifest, &folders))
        .collect::<io::Result<_>>()?;
    let mut foreign: Vec<String> = found.into_iter().flatten().collect();
    foreign.sort_unstable();
    Ok(foreign)
}

/// The files in the folder `relative` of `top` that `manifest` does not list, and those below it in none of `folders`.
fn foreign_in(
    (top, relative): (&Path, &str),
    manifest: &Manifest,
    folders: &BTreeSet<&str>,
) -> io::Result<Vec<String>> {
    let entries = match fs::read_dir(top.join(relative)) {
        // A file in its place is found in the folder above.
        Err(error) if [ErrorKind::NotFound, ErrorKind::NotADirectory].contains(&error.kind()) => {
            return Ok(Vec::new());
        }
        entries => entries?,
    };
    let mut res = Vec::new();
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().replace('\\', "/");
        let path = if relative.is_empty() { name.clone() } else { format!("{relative}/{name}") };
        if entry.file_type()?.is_dir() {
            if !folders.contains(&*path) {
                res.extend(foreign_in((top, &path), manifest, folders)?);
            }
            continue;
        }
        let is_listed = OutPath::new(&path).is_ok_and(|path| manifest.get(&path).is_some());
        let is_nobodys = path == manifest::NAME || name == ".DS_Store" || name == "Thumbs.db";
        if !is_listed && !is_nobodys {
            res.push(path);
        }
    }
    Ok(res)
}

/// The canonical form of a path whose last parts may not be there yet.
fn canonical(path: &Path) -> io::Result<PathBuf> {
    for existing in path.ancestors() {
        match existing.canonicalize() {
            Ok(canonical) => {
                let rest = path.strip_prefix(existing).unwrap_or(Path::new(""));
                if rest.components().any(|part| part == Component::ParentDir) {
                    let message = "`..` follows a folder that is not there";
                    return Err(io::Error::new(ErrorKind::InvalidInput, message));
                }
                let rest = rest.components().filter(|part| *part != Component::CurDir);
                return Ok(canonical.components().chain(rest).collect());
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Err(ErrorKind::NotFound.into())
}

/// A destination that must not be replaced.
fn refused(message: &str) -> Diagnostic {
    Diagnostic::error("publish/refused", message)
        .help("name a folder of its own with `--destination`, such as `public`")
}
