//! Which paths are part of a site: what a build reads, and nothing that a build or an editor leaves behind.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

use crate::base::path::SitePath;
use crate::host::disk::{is_configuration, is_read_in_root, is_skipped, sources};

/// The files of one site.
#[derive(Debug, Clone)]
pub(super) struct Scope {
    /// The site's folder, without symbolic links in its path.
    pub(super) root: PathBuf,
    /// Its folders of sources, as the configuration stood.
    folders: Vec<PathBuf>,
}

impl Scope {
    /// The files of the site in the canonical folder `root`.
    pub(super) fn new(root: &Path) -> Self {
        let folders = sources(root).into_iter().map(PathBuf::from).collect();
        Self { root: root.to_path_buf(), folders }
    }

    /// Could what is at this path be read by a build? True of the site's folders, too.
    pub(super) fn holds(&self, path: &Path) -> bool {
        let Ok(inside) = path.strip_prefix(&self.root) else { return false };
        if let Some(folder) = self.folders.iter().find(|folder| inside.starts_with(folder)) {
            let is_static = folder == Path::new("static");
            let below = inside.strip_prefix(folder).unwrap_or(inside);
            return names(below).all(|name| !is_skipped(name, is_static));
        }
        let mut names = names(inside);
        names.next().is_some_and(is_read_in_root) && names.next().is_none()
    }

    /// The path in the site of a path on disk.
    pub(super) fn site_path(&self, path: &Path) -> Option<SitePath> {
        let inside = path.strip_prefix(&self.root).ok()?.to_str()?;
        SitePath::new(&inside.replace(std::path::MAIN_SEPARATOR, "/")).ok()
    }

    /// The site's folders.
    pub(super) fn folders(&self) -> impl Iterator<Item = PathBuf> {
        self.folders.iter().map(|folder| self.root.join(folder))
    }

    /// The same site as the configuration says now, if one of the paths `touched` is a configuration and the folders are others.
    pub(super) fn renewed(&self, touched: &BTreeSet<PathBuf>) -> Option<Self> {
        let is_own = |path: &&PathBuf| path.parent() == Some(&self.root);
        let mut names = touched.iter().filter(is_own).filter_map(|path| path.file_name());
        let scope = names.any(is_configuration).then(|| Self::new(&self.root))?;
        (scope.folders != self.folders).then_some(scope)
    }
}

/// The names in a path.
fn names(path: &Path) -> impl Iterator<Item = &OsStr> {
    path.components().filter_map(|component| match component {
        Component::Normal(name) => Some(name),
        _ => None,
    })
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
