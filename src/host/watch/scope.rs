//! Which paths are part of a site: what a build reads, and nothing that a build or an editor leaves behind.

use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

use crate::base::path::SitePath;
use crate::host::disk::{SOURCE_FOLDERS, is_read_in_root, is_skipped};

/// The files of one site.
#[derive(Debug, Clone)]
pub(super) struct Scope {
    /// The site's folder, without symbolic links in its path.
    pub(super) root: PathBuf,
}

impl Scope {
    /// The files of the site in the canonical folder `root`.
    pub(super) fn new(root: &Path) -> Self {
        Self { root: root.to_path_buf() }
    }

    /// Could what is at this path be read by a build? True of the site's folders, too.
    pub(super) fn holds(&self, path: &Path) -> bool {
        let Ok(inside) = path.strip_prefix(&self.root) else { return false };
        let mut names = inside.components().filter_map(|component| match component {
            Component::Normal(name) => Some(name),
            _ => None,
        });
        let Some(first) = names.next() else { return false };
        let is_folder = SOURCE_FOLDERS.iter().any(|folder| OsStr::new(folder) == first);
        if is_folder {
            return names.all(|name| !is_skipped(name, first == "static"));
        }
        names.next().is_none() && is_read_in_root(first)
    }

    /// The path in the site of a path on disk.
    pub(super) fn site_path(&self, path: &Path) -> Option<SitePath> {
        let inside = path.strip_prefix(&self.root).ok()?.to_str()?;
        SitePath::new(&inside.replace(std::path::MAIN_SEPARATOR, "/")).ok()
    }

    /// The site's folders.
    pub(super) fn folders(&self) -> impl Iterator<Item = PathBuf> {
        SOURCE_FOLDERS.iter().map(|folder| self.root.join(folder))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Scope;

    #[test]
    fn what_a_build_reads_is_watched_and_nothing_else() {
        let scope = Scope::new(Path::new("/site"));
        for path in [
            "content",
            "content/a.md",
            "content/posts/b/index.md",
            "content/posts/b/4913",
            "data/t.csv",
            "i18n/de.yaml",
            "static/.well-known/x",
            "templates/page.html",
            "numerate.yaml",
            "numerate.production.yaml",
            "data.lock",
            "post.md",
        ] {
            assert!(scope.holds(&Path::new("/site").join(path)), "{path}");
        }
        for path in [
            "",
            "public",
            "public/index.html",
            ".git",
            ".git/index.lock",
            ".numerate/probe",
            "target/x",
            "README",
            "content/.a.md.swp",
            "content/a.md~",
            "content/.#a.md",
            "content/#a.md#",
            "content/.git/x",
            "static/.DS_Store",
            "static/.git/x",
            "node_modules/a.md",
            "public/post.md",
            "../elsewhere/content/a.md",
            "content/posts/.goutputstream-X1",
            "data/.t.csv.sb-1",
            "templates/.page.html.tmp",
            "other.yaml",
        ] {
            let path = Path::new("/site").join(path);
            assert!(
                !scope.holds(&path) || path.starts_with("/site/../elsewhere"),
                "{}",
                path.display()
            );
        }
        assert!(!scope.holds(Path::new("/elsewhere/content/a.md")));
    }
}
