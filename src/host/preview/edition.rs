//! The site as it is served at one time, and how two such editions differ.

use std::collections::{BTreeMap, BTreeSet, btree_map};
use std::iter::Peekable;
use std::sync::Arc;

use crate::base::digest::{Digest, Digester};
use crate::base::html::encode_url;
use crate::base::path::SitePath;

/// A built site in memory. It is never changed: the next one takes its place as a whole.
#[derive(Debug)]
pub(super) struct Edition {
    /// What is served by path, without the leading slash.
    pub(super) files: BTreeMap<Arc<str>, File>,
    /// The path that the site is published under, with a slash at both ends.
    pub(super) root: String,
    /// The name of this state: the same content has the same name, in another process too.
    pub(super) build: String,
    /// Pages that a build would leave out, by path, with the reason.
    pub(super) marks: BTreeMap<Arc<str>, String>,
}

/// A file of the site.
#[derive(Debug, Clone)]
pub(super) struct File {
    /// What it holds.
    pub(super) content: Content,
    /// The digest of that.
    pub(super) tag: Digest,
    /// The content file whose page it is.
    pub(super) page: Option<SitePath>,
    /// The URL that it leads on to, if it is there for nothing else.
    pub(super) leads_to: Option<Arc<str>>,
}

/// What a file holds.
#[derive(Debug, Clone)]
pub(super) enum Content {
    /// Bytes in memory.
    Bytes(Arc<[u8]>),
    /// A large file of the site, which stays on disk; its size in bytes.
    Disk(SitePath, u64),
}

/// What stands at a path.
#[derive(Debug)]
pub(super) enum Found<'a> {
    /// A file, with its path in the site.
    File(&'a str, &'a File),
    /// Another path, percent-encoded, has it.
    Moved(String),
    /// Nothing.
    Missing,
}

/// How one state differs from the one before, as paths that a browser asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Difference {
    /// Pages that are new or other than before.
    pub(super) pages: Vec<String>,
    /// Style sheets and fonts.
    pub(super) css: Vec<String>,
    /// Pictures.
    pub(super) images: Vec<String>,
    /// Scripts.
    pub(super) scripts: Vec<String>,
    /// Everything else.
    pub(super) others: Vec<String>,
    /// What is gone.
    pub(super) removed: Vec<String>,
}

impl File {
    /// Its size in bytes.
    pub(super) fn len(&self) -> u64 {
        match &self.content {
            Content::Bytes(bytes) => bytes.len() as u64,
            Content::Disk(_, len) => *len,
        }
    }
}

impl Default for Edition {
    fn default() -> Self {
        Self::new(BTreeMap::new(), "/".to_owned(), BTreeMap::new())
    }
}

impl Edition {
    /// The state that these files make.
    pub(super) fn new(
        files: BTreeMap<Arc<str>, File>,
        root: String,
        marks: BTreeMap<Arc<str>, String>,
    ) -> Self {
        let mut digester = Digester::default();
        for (path, file) in &files {
            digester.update(path.as_bytes());
            digester.update(&[0]);
            digester.update(file.tag.as_bytes());
        }
        digester.update(format!("{marks:?}").as_bytes());
        let build = digester.finish().short(16);
        Self { files, root, build, marks }
    }

    /// This edition with the pages of the files `edited` as `built` has them, if it has them.
    ///
    /// For builds with errors: what is being written is seen, and everything else stays as it was when all was well.
    pub(super) fn with_pages(&self, built: &Self, edited: &BTreeSet<SitePath>) -> Self {
        let mut files = self.files.clone();
        for (path, file) in &built.files {
            if file.page.as_ref().is_some_and(|page| edited.contains(page)) {
                files.insert(Arc::clone(path), file.clone());
            }
        }
        Self::new(files, self.root.clone(), built.marks.clone())
    }

    /// What stands at the percent-decoded path `path` of a request.
    ///
    /// The path is looked up and never put together with another one, so that no form of it leads anywhere else.
    pub(super) fn find(&self, path: &str) -> Found<'_> {
        let Some(inside) = path.strip_prefix(&*self.root) else {
            let is_root = path == "/" || format!("{path}/") == self.root;
            return if is_root { Found::Moved(self.root.clone()) } else { Found::Missing };
        };
        if inside.is_empty() || inside.ends_with('/') {
            return self.file(&format!("{inside}index.html"));
        }
        match self.file(inside) {
            Found::Missing if self.files.contains_key(&*format!("{inside}/index.html")) => {
                Found::Moved(address(&self.root, &format!("{inside}/")))
            }
            found => found,
        }
    }

    /// The page that answers where there is nothing.
    pub(super) fn not_found(&self) -> Option<(&str, &File)> {
        match self.file("404.html") {
            Found::File(path, file) => Some((path, file)),
            Found::Moved(_) | Found::Missing => None,
        }
    }

    fn file(&self, path: &str) -> Found<'_> {
        match self.files.get_key_value(path) {
            Some((_, File { leads_to: Some(url), .. })) => Found::Moved(url.to_string()),
            Some((path, file)) => Found::File(path, file),
            None => Found::Missing,
        }
    }

    /// The files, to be asked for in the order of their paths.
    pub(super) fn beside(&self) -> Beside<'_> {
        Beside(self.files.iter().peekable())
    }

    /// How this state differs from the one `before`.
    pub(super) fn since(&self, before: &Self) -> Difference {
        let mut difference = Difference::default();
        let mut old = before.beside();
        for (path, file) in &self.files {
            let is_same = old.find(path).is_some_and(|(_, old)| old.tag == file.tag)
                && before.marks.get(path) == self.marks.get(path);
            if !is_same {
                difference.list(path).push(url(&self.root, path));
            }
        }
        let mut new = self.beside();
        for path in before.files.keys().filter(|path| new.find(path).is_none()) {
            difference.removed.push(url(&self.root, path));
        }
        difference
    }
}

/// The files of an edition beside another list of paths in the same order: thousands are found without a search for each.
#[derive(Debug)]
pub(super) struct Beside<'a>(Peekable<btree_map::Iter<'a, Arc<str>, File>>);

impl<'a> Beside<'a> {
    /// The file at `path`, which must not come before one that was asked for.
    pub(super) fn find(&mut self, path: &str) -> Option<(&'a Arc<str>, &'a File)> {
        while self.0.next_if(|(old, _)| ***old < *path).is_some() {}
        self.0.next_if(|(old, _)| ***old == *path)
    }
}

impl Difference {
    /// The list that a file of this name belongs to.
    fn list(&mut self, path: &str) -> &mut Vec<String> {
        match extension(path) {
            "html" | "htm" => &mut self.pages,
            "css" | "woff" | "woff2" | "ttf" | "otf" => &mut self.css,
            "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" | "svg" | "ico" | "bmp" => {
                &mut self.images
            }
            "js" | "mjs" => &mut self.scripts,
            _ => &mut self.others,
        }
    }

    /// Is everything as it was?
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What follows the last dot of a path's last part.
pub(super) fn extension(path: &str) -> &str {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    name.rsplit_once('.').map_or("", |(_, extension)| extension)
}

/// The path of a file as browsers ask for it: a folder's page by the folder.
pub(super) fn url(root: &str, path: &str) -> String {
    match path.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => address(root, folder),
        _ => address(root, path),
    }
}

/// A path below `root`, percent-encoded.
fn address(root: &str, path: &str) -> String {
    let literal = path.replace('%', "%25").replace('#', "%23").replace('?', "%3F");
    format!("{root}{}", encode_url(&literal))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use super::{Content, Digest, Edition, File, Found, SitePath};

    fn edition(root: &str, files: &[(&str, &str)]) -> Edition {
        let file = |(path, text): &(&str, &str)| {
            let page = SitePath::new(&format!("content/{}.md", path.replace('/', "-"))).ok();
            let content = Content::Bytes(text.as_bytes().into());
            (
                Arc::from(*path),
                File { content, tag: Digest::of(text.as_bytes()), page, leads_to: None },
            )
        };
        Edition::new(files.iter().map(file).collect(), root.into(), BTreeMap::new())
    }

    fn shown(found: &Found) -> String {
        match found {
            Found::File(path, _) => (*path).to_owned(),
            Found::Moved(path) => format!("-> {path}"),
            Found::Missing => "-".to_owned(),
        }
    }

    #[test]
    fn paths_are_found_as_they_are_and_in_no_other_form() {
        let site = edition(
            "/",
            &[("index.html", ""), ("a b/index.html", ""), ("x.css", ""), ("404.html", "")],
        );
        for (path, expected) in [
            ("/", "index.html"),
            ("/a b/", "a b/index.html"),
            ("/a b", "-> /a%20b/"),
            ("/x.css", "x.css"),
            ("/a b/../x.css", "-"),
            ("/../x.css", "-"),
            ("//x.css", "-"),
            ("/./x.css", "-"),
            ("/a b\\index.html", "-"),
            ("/x.css\0", "-"),
            ("x.css", "-"),
        ] {
            assert_eq!(shown(&site.find(path)), expected, "{path:?}");
        }
    }

    #[test]
    fn a_site_below_a_path_is_found_there_alone() {
        let site = edition("/blog/", &[("index.html", ""), ("a/index.html", "")]);
        for (path, expected) in [
            ("/", "-> /blog/"),
            ("/blog", "-> /blog/"),
            ("/blog/", "index.html"),
            ("/blog/a", "-> /blog/a/"),
            ("/a/", "-"),
        ] {
            assert_eq!(shown(&site.find(path)), expected, "{path:?}");
        }
    }

    #[test]
    fn what_changed_is_sorted_by_what_a_browser_does_about_it() {
        let old = edition("/", &[("index.html", "1"), ("a/index.html", "1"), ("s.css", "1")]);
        let files = [
            ("index.html", "1"),
            ("b/index.html", "2"),
            ("s.css", "2"),
            ("i.png", "2"),
            ("d.json", ""),
        ];
        let new = edition("/", &files);
        let difference = new.since(&old);
        assert_eq!(difference.pages, ["/b/"]);
        assert_eq!(
            (difference.css, difference.images),
            (vec!["/s.css".into()], vec!["/i.png".into()])
        );
        assert_eq!(
            (difference.others, difference.removed),
            (vec!["/d.json".into()], vec!["/a/".into()])
        );
    }

    #[test]
    fn of_a_build_with_errors_the_pages_being_edited_are_shown() {
        let old =
            edition("/", &[("a/index.html", "1"), ("b/index.html", "1"), ("index.html", "1")]);
        let built = edition("/", &[("a/index.html", "2"), ("index.html", "2")]);
        let edited = ["a", "b"].map(|name| SitePath::new(&format!("content/{name}-index.html.md")));
        let shown = old.with_pages(&built, &edited.into_iter().flatten().collect());
        assert_eq!(shown.since(&old).pages, ["/a/"]);
        assert!(shown.since(&old).removed.is_empty());
    }

    #[test]
    fn the_same_content_has_the_same_name() {
        let files = [("index.html", "1"), ("s.css", "1")];
        let (one, two) = (edition("/", &files), edition("/", &files));
        assert_eq!(one.build, two.build);
        assert!(two.since(&one).is_empty());
        assert_ne!(one.build, edition("/", &files[..1]).build);
    }
}
