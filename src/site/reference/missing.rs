//! What to say of a destination that leads nowhere: what may have been meant.

use super::{Found, Index, normalized, place};
use crate::base::diagnostic::{Diagnostic, nearest};
use crate::content::body::Reference;
use crate::content::config::{Lang, Languages};
use crate::site::url;

/// How many anchors of a page are named.
const ANCHORS: usize = 5;

/// Ends of names that are of other sites rather than of files.
const DOMAINS: [&str; 16] = [
    "com", "org", "net", "io", "dev", "de", "edu", "gov", "app", "co", "me", "info", "ai", "eu",
    "fr", "uk",
];

/// Help for a fragment that is none of a page's anchors.
pub(super) fn anchor_help(fragment: &str, anchors: &[String]) -> String {
    if let Some(near) = nearest(fragment, anchors.iter().map(String::as_str)) {
        return format!("did you mean `#{near}`?");
    }
    let named: Vec<String> =
        anchors.iter().take(ANCHORS).map(|anchor| format!("`#{anchor}`")).collect();
    match (anchors.len(), named.join(", ")) {
        (0, _) => "the page has no headings: link to the page alone".to_owned(),
        (1, only) => format!("its only anchor is {only}"),
        (count, all) if count <= ANCHORS => format!("its anchors are {all}"),
        (count, some) => format!("link to one of its {count} anchors, such as {some}"),
    }
}

/// A language of `ref` that the site does not have.
pub(super) fn language(code: &str, languages: &Languages, reference: &Reference) -> Diagnostic {
    let message = format!("the site has no language `{code}`");
    let known: Vec<String> =
        languages.all.iter().map(|language| format!("`{}`", language.code)).collect();
    let help = match known.as_slice() {
        [only] => format!("its only language is {only}: leave `lang` out"),
        all => format!("its languages are {}", all.join(", ")),
    };
    Diagnostic::warning("link/broken", message).at(reference.span).help(help)
}

/// An output of `ref` that the page at `target` does not have.
pub(super) fn output(output: &str, target: &str, reference: &Reference) -> Diagnostic {
    let message = format!("`/{target}` has no output `{output}`");
    Diagnostic::warning("link/broken", message)
        .at(reference.span)
        .help("pages are `html`; lists have a feed too, `rss`")
}

impl Index<'_> {
    /// A destination that nothing is found for, in the language `lang` for a `ref`.
    pub(super) fn broken(
        &self,
        (from, lang): (usize, Lang),
        reference: &Reference,
        path: &str,
    ) -> Diagnostic {
        let is_named = reference.named().is_some();
        let plain = path.trim_matches('/').trim_end_matches(".md");
        let alike: Vec<String> = self
            .alike(lang, plain)
            .filter_map(|page| Some(format!("`{}`", self.articles[page.article?].file.path)))
            .collect();
        if is_named && alike.len() > 1 {
            let message = format!("`{path}` names {} pages: {}", alike.len(), alike.join(" and "));
            return Diagnostic::warning("link/broken", message)
                .at(reference.span)
                .help("write its path from the folder of the content, as in `/posts/a.md`");
        }
        let what = if reference.image { "image" } else { "page or file" };
        let message = format!("there is no {what} `{path}` in the site");
        let help = self
            .in_another_language((from, lang), path, is_named)
            .or_else(|| elsewhere(path))
            .or_else(|| Some(format!("did you mean `{}`?", self.near(from, path, is_named)?)))
            .unwrap_or_else(|| self.where_to_look(from, reference.image));
        Diagnostic::warning("link/broken", message).at(reference.span).help(help)
    }

    fn where_to_look(&self, from: usize, is_image: bool) -> String {
        if is_image {
            let article = self.planned[from].article;
            let folder =
                article.map_or("static", |article| self.articles[article].file.path.parent());
            return format!(
                "put the file into `{folder}`, or into `static/` and write its path with a leading `/`"
            );
        }
        "write the page's file (`other.md`), or its path from the root (`/posts/other/`)".to_owned()
    }

    /// Help for a page that other languages have.
    fn in_another_language(
        &self,
        (from, lang): (usize, Lang),
        path: &str,
        is_named: bool,
    ) -> Option<String> {
        let languages = &self.config.languages;
        let file = self.planned[from].article.map(|article| &self.articles[article].file);
        let beside = file.filter(|_| !path.starts_with('/')).and_then(|file| {
            normalized(&place(&file.folder, path.strip_suffix(".md").unwrap_or(path)))
        });
        for other in languages.ids().filter(|other| *other != lang) {
            let found = if is_named { self.named(from, other, path) } else { None };
            let found = found
                .or_else(|| self.at_place(other, beside.as_deref()?))
                .or_else(|| self.in_language(other, path.strip_prefix('/')?));
            let Some(Found::Path(target)) = found else { continue };
            let code = &languages.get(other).code;
            return Some(if is_named {
                format!("only `{code}` has it: `{{{{< ref path=\"{path}\" lang=\"{code}\" >}}}}`")
            } else {
                format!(
                    "only `{code}` has it: link to `{}`",
                    url::link(self.config, other, &target)
                )
            });
        }
        None
    }

    /// What is there and has nearly the same name: beside what was meant, else anywhere.
    fn near(&self, from: usize, path: &str, is_named: bool) -> Option<String> {
        let page = &self.planned[from];
        let own = page.article.map(|article| &self.articles[article].file);
        let decoded = url::decode(path);
        let has_ending = decoded.rsplit_once('.').is_some_and(|(_, ending)| ending == "md");
        let is_file = has_ending || is_named;
        let folder = match own {
            _ if decoded.starts_with('/') => "",
            Some(file) if is_file => &file.folder,
            _ => page.path.rsplit_once('/').map_or("", |(folder, _)| folder),
        };
        let wanted = normalized(&place(folder, decoded.trim_matches('/')))?;
        let mut all: Vec<String> = if is_file {
            let others = self.articles.iter().map(|article| &article.file);
            let others = others.filter(|file| own.is_none_or(|own| own.path != file.path));
            others.map(|file| place(&file.folder, file.path.file_name())).collect()
        } else {
            let paths = self.jobs.paths().map(|path| path.trim_end_matches("index.html"));
            paths.filter(|path| *path != page.path).map(str::to_owned).collect()
        };
        if is_named && !has_ending {
            for path in &mut all {
                *path = path.trim_end_matches(".md").to_owned();
            }
        }
        let (parent, name) = split(&wanted);
        let siblings = all.iter().filter(|path| split(path).0.eq_ignore_ascii_case(parent));
        if let Some(near) = nearest(name, siblings.clone().map(|path| split(path).1)) {
            let sibling = siblings.into_iter().find(|path| split(path).1 == near)?;
            let written = path.trim_end_matches('/');
            let before = &written[..written.rfind('/').map_or(0, |at| at + 1)];
            let slash = if path.ends_with('/') { "/" } else { "" };
            // Where folders differ in case the path is written anew.
            let is_same = split(sibling).0 == parent;
            return Some(if is_same {
                format!("{before}{near}{slash}")
            } else {
                format!("/{sibling}")
            });
        }
        let mut same = all.iter().filter(|path| split(path).1.eq_ignore_ascii_case(name));
        match (same.next(), same.next()) {
            (Some(only), None) => Some(format!("/{only}")),
            _ => None,
        }
    }
}

/// Help for what looks like the address of another site.
fn elsewhere(path: &str) -> Option<String> {
    let host = path.split('/').next().unwrap_or(path);
    let (_, end) = host.rsplit_once('.')?;
    let is_host = DOMAINS.contains(&end) && !host.starts_with('.');
    is_host.then(|| format!("write `https://{path}` for another site"))
}

/// A path as the folder and the name in it.
fn split(path: &str) -> (&str, &str) {
    path.trim_end_matches('/').rsplit_once('/').unwrap_or(("", path.trim_end_matches('/')))
}
