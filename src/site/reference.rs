//! Where links and images lead: every destination inside the site is looked up.

mod missing;

use std::collections::{BTreeMap, BTreeSet};

use super::jobs::Jobs;
use super::plan::Planned;
use super::url;
use crate::base::diagnostic::Diagnostic;
use crate::base::html::encode_url;
use crate::base::path::{OutPath, SitePath};
use crate::content::body::Reference;
use crate::content::config::{Config, Lang, Names};
use crate::content::discover::{PageFile, locate};
use crate::content::image::Measure;
use crate::resolve::article::Article;

/// What destinations are looked up in.
pub(super) struct Index<'a> {
    pub(super) jobs: &'a Jobs,
    pub(super) planned: &'a [Planned],
    pub(super) articles: &'a [Article],
    config: &'a Config,
    /// How names become URLs.
    names: Names,
    /// The planned page of each content file.
    pub(super) by_file: BTreeMap<&'a SitePath, usize>,
    /// The planned page of each language's files, by folder and name without ending.
    by_place: BTreeMap<(Lang, String), usize>,
    /// Where each file that is copied goes.
    copies: BTreeMap<&'a SitePath, &'a OutPath>,
    /// The planned page of each path.
    pub(super) by_path: BTreeMap<&'a str, usize>,
    /// Files that could not be read as pages: links to them are not broken links.
    pub(super) failed: &'a BTreeSet<SitePath>,
    /// Measures images.
    pub(super) measure: Measure<'a>,
}

/// Where a reference leads.
pub(super) struct Led<'a> {
    /// The URL, not yet escaped.
    pub(super) url: String,
    /// The file that is copied there.
    pub(super) file: Option<&'a SitePath>,
    /// What is wrong all the same: there is no such anchor.
    pub(super) warning: Option<Box<Diagnostic>>,
}

/// Where a destination leads.
enum Found {
    /// To a path of the site.
    Path(String),
    /// To a page that has errors of its own.
    Failed,
}

impl<'a> Index<'a> {
    /// The index of all pages and files.
    pub(super) fn new(
        jobs: &'a Jobs,
        planned: &'a [Planned],
        articles: &'a [Article],
        (config, failed, measure): (&'a Config, &'a BTreeSet<SitePath>, Measure<'a>),
    ) -> Self {
        // Collected, maps are built at once, which takes a third of the time of many insertions.
        let all = || planned.iter().enumerate();
        let files = || all().filter_map(|(at, page)| Some((&articles[page.article?].file, at)));
        let by_path = all().map(|(at, page)| (page.path.as_str(), at)).collect();
        let by_file = files().map(|(file, at)| (&file.path, at)).collect();
        let by_place = files().map(|(file, at)| ((file.lang, place(&file.folder, &file.stem)), at));
        let by_place = by_place.collect();
        let copies = jobs.copies().collect();
        let names = config.urls.names;
        Self {
            jobs,
            planned,
            articles,
            config,
            names,
            by_file,
            by_place,
            copies,
            by_path,
            failed,
            measure,
        }
    }

    /// The URL that a reference of the page `from` becomes, or a warning that nothing is there.
    pub(super) fn resolve(
        &self,
        from: usize,
        reference: &Reference,
    ) -> Result<Led<'_>, Box<Diagnostic>> {
        let named = reference.named();
        let destination = named.map_or(&*reference.destination, |named| named.path);
        let (path, fragment) = match destination.split_once('#') {
            Some((path, fragment)) => (path, Some(fragment)),
            None => (destination, None),
        };
        let (path, query) = match path.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (path, None),
        };
        let lang = match named.map(|named| named.lang).filter(|lang| !lang.is_empty()) {
            Some(code) => self.config.languages.find(code).ok_or_else(|| {
                Box::new(missing::language(code, &self.config.languages, reference))
            })?,
            None => self.planned[from].lang,
        };
        let target = if path.is_empty() {
            self.planned[from].path.clone()
        } else {
            let by_name = named.and_then(|_| self.named(from, lang, path));
            match by_name.or_else(|| self.find(from, path)) {
                Some(Found::Path(target)) => target,
                Some(Found::Failed) => {
                    return Ok(Led { url: encode_url(destination), file: None, warning: None });
                }
                None => return Err(Box::new(self.broken((from, lang), reference, path))),
            }
        };
        let output = named.map_or("", |named| named.output);
        let target = self.output(target, &output.to_lowercase(), reference)?;
        let warning = fragment
            .filter(|fragment| !fragment.is_empty())
            .and_then(|fragment| self.check_anchor(&target, fragment, reference).err());
        let mut url = if path.is_empty() {
            String::new()
        } else {
            self.written(from, (path, reference.is_rooted), &target)
        };
        for (mark, part) in [('?', query), ('#', fragment)] {
            if let Some(part) = part {
                url.push(mark);
                url.push_str(&encode_url(part));
            }
        }
        Ok(Led { url, file: self.jobs.copied_to(&target), warning })
    }

    /// The page of a language that a path from its content folder on names: a file, or a list by its folder. Neither the first
    /// slash nor the ending matters.
    pub(super) fn page(&self, lang: Lang, named: &str) -> Option<usize> {
        let file = named.trim_matches('/');
        let content = &self.config.languages.get(lang).content;
        let is_own = |at: &usize| self.planned[*at].lang == lang;
        let by_file = || {
            let path = SitePath::new(&format!("{content}/{file}")).ok()?;
            self.by_file.get(&path).copied().filter(is_own)
        };
        let plain = file.strip_suffix(".md").unwrap_or(file);
        // A list is known by its folder, whether this language has a text for it or not.
        let stem = plain.strip_suffix("_index").or_else(|| plain.strip_suffix("/index"));
        let logical = stem.unwrap_or(plain).trim_end_matches('/');
        let logical = logical.to_lowercase().replace(' ', "-");
        let is_meant = |page: &Planned| {
            page.lang == lang && page.logical(self.articles).trim_matches('/') == logical
        };
        let place = (lang, plain.to_owned());
        let found = self.by_place.get(&place).copied().or_else(by_file);
        found.or_else(|| self.planned.iter().position(is_meant))
    }

    /// Where a file is copied to.
    pub(super) fn copy(&self, file: &SitePath) -> Option<&'a OutPath> {
        self.copies.get(file).copied()
    }

    /// Is anything written at a URL of the site, given from its root?
    pub(super) fn leads_somewhere(&self, lang: Lang, url: &str) -> bool {
        let path = url.split(['#', '?']).next().unwrap_or(url).trim_start_matches('/');
        let host = &self.config.languages.get(lang).host;
        path.is_empty() || self.at_path(&format!("{host}{}", url::decode(path))).is_some()
    }

    /// The destination as written where the browser finds it there, else the path from the root.
    fn written(&self, from: usize, (path, is_rooted): (&str, bool), target: &str) -> String {
        let is_relative =
            !is_rooted && !path.starts_with('/') && !path.contains("..") && !target.ends_with('/');
        let folder = self.planned[from].path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let beside = normalized(&format!("./{folder}/{}", url::decode(path)));
        if is_relative && beside.is_some_and(|beside| beside == target) {
            return encode_url(path);
        }
        url::link(self.config, self.planned[from].lang, target)
    }

    fn find(&self, from: usize, path: &str) -> Option<Found> {
        let decoded = url::decode(path);
        let page = &self.planned[from];
        let own = self.config.of(page.lang).own();
        if let Some(absolute) = decoded.strip_prefix('/') {
            let inside = format!("/{absolute}");
            let root = self.config.of(page.lang).root_path();
            let inside = inside.strip_prefix(root).unwrap_or(absolute);
            let in_language = || {
                self.in_language(page.lang, absolute)
                    .or_else(|| self.at_path(&format!("{}{}{inside}", own.host, own.prefix)))
            };
            let is_one_of_several = self.config.languages.all.len() > 1;
            return (if is_one_of_several { in_language() } else { None })
                .or_else(|| self.at_path(inside))
                .or_else(|| {
                    self.at_file(&SitePath::new(&format!("{}/{absolute}", own.content)).ok()?)
                });
        }
        let folder = page.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let beside_url =
            if folder.is_empty() { decoded.clone() } else { format!("{folder}/{decoded}") };
        let file = page.article.map(|article| &self.articles[article].file);
        let beside_file = file.and_then(|file| file.path.sibling(&decoded).ok());
        let translated = || {
            let file = file.filter(|_| self.config.languages.all.len() > 1)?;
            let name = decoded.strip_suffix(".md").unwrap_or(&decoded);
            let place = normalized(&place(&file.folder, name))?;
            self.at_place(page.lang, &place).or_else(|| {
                let mut files = std::iter::once(file).chain(self.kin(page));
                let resource =
                    files.find_map(|file| file.resource(&decoded, &self.config.languages))?;
                Some(Found::Path(self.copies.get(resource)?.to_string()))
            })
        };
        translated()
            .or_else(|| self.at_file(beside_file.as_ref()?))
            .or_else(|| self.at_path(&normalized(&beside_url)?))
            .or_else(|| Some(Found::Path(self.copies.get(&beside_file?)?.to_string())))
    }

    /// The files of the pages that share the `translationKey` of a page.
    fn kin(&self, page: &Planned) -> impl Iterator<Item = &'a PageFile> {
        let key = |page: &Planned| {
            let front = &self.articles[page.article?].front;
            front.translation_key.as_ref().map(|key| &*key.value)
        };
        let own = key(page);
        let others = self.planned.iter().filter(move |_| own.is_some());
        others
            .filter(move |other| key(other) == own)
            .filter_map(|other| Some(&self.articles[other.article?].file))
    }

    /// The page of a language that a path from its content folder on means: a file with or without its ending, or a folder.
    fn in_language(&self, lang: Lang, path: &str) -> Option<Found> {
        let path = normalized(path.trim_end_matches('/'))?;
        let plain = path.strip_suffix(".md").unwrap_or(&path);
        let ends = ["", "/index", "/_index"];
        ends.into_iter().find_map(|end| self.at_place(lang, &format!("{plain}{end}")))
    }

    /// The page of a language's file.
    fn at_place(&self, lang: Lang, place: &str) -> Option<Found> {
        let page = self.by_place.get(&(lang, place.to_owned()))?;
        Some(Found::Path(self.planned[*page].path.clone()))
    }

    /// The page that `ref` names: by its path from `content` or from the page, with or without its ending, or by a name
    /// that no other page has.
    fn named(&self, from: usize, lang: Lang, name: &str) -> Option<Found> {
        let plain = name.trim_matches('/');
        let plain = plain.strip_suffix(".md").unwrap_or(plain);
        let content = &self.config.languages.get(lang).content;
        let mut folders = vec![plain.to_owned()];
        if !name.starts_with('/') {
            folders.insert(0, format!("{}/{plain}", self.planned[from].content));
        }
        let by_path = folders.iter().find_map(|path| {
            let file = |end| SitePath::new(&format!("{content}/{path}{end}")).ok();
            let files = || ["", ".md", "/index.md", "/_index.md"].into_iter().filter_map(file);
            self.in_language(lang, path).or_else(|| files().find_map(|file| self.at_file(&file)))
        });
        if by_path.is_some() {
            return by_path;
        }
        let mut same = self.alike(lang, plain);
        match (same.next(), same.next()) {
            (Some(page), None) => Some(Found::Path(page.path.clone())),
            _ => None,
        }
    }

    /// The pages of a language whose file or folder has this name.
    fn alike<'s>(&'s self, lang: Lang, name: &'s str) -> impl Iterator<Item = &'s Planned> {
        self.planned.iter().filter(move |page| {
            let file = page.article.map(|at| &self.articles[at].file);
            let is_named = |file: &PageFile| file.name() == name && file.stem != "_index";
            page.lang == lang && file.is_some_and(is_named)
        })
    }

    /// What stands at a path of the site, with or without its last slash.
    fn at_path(&self, path: &str) -> Option<Found> {
        let candidates = [path.to_owned(), format!("{path}/")];
        let found = candidates.into_iter().find(|path| self.jobs.contains(path)).map(Found::Path);
        found.or_else(|| self.is_below_failed(path).then_some(Found::Failed))
    }

    /// Would the path be that of a page with errors, or of a file beside it?
    fn is_below_failed(&self, path: &str) -> bool {
        self.failed.iter().any(|file| {
            let Some(place) = locate(&self.config.languages, file) else { return false };
            let language = self.config.languages.get(place.lang);
            let folder = url::folder(place.folder, self.names);
            let folder = format!("{}{}{folder}", language.host, language.prefix);
            match place.stem {
                "index" => path.starts_with(folder.trim_end_matches('/')),
                "_index" => path.trim_end_matches('/') == folder.trim_end_matches('/'),
                stem => {
                    path.trim_end_matches('/')
                        == format!("{folder}{}", url::segment(stem, self.names))
                }
            }
        })
    }

    /// The page of a content file.
    fn at_file(&self, file: &SitePath) -> Option<Found> {
        if self.failed.contains(file) {
            return Some(Found::Failed);
        }
        let index = self.by_file.get(file)?;
        Some(Found::Path(self.planned[*index].path.clone()))
    }

    fn check_anchor(
        &self,
        target: &str,
        fragment: &str,
        reference: &Reference,
    ) -> Result<(), Box<Diagnostic>> {
        let Some(article) = self.by_path.get(target).and_then(|page| self.planned[*page].article)
        else {
            return Ok(());
        };
        let anchors = &self.articles[article].facts.anchors;
        let fragment = url::decode(fragment);
        if anchors.contains(&fragment) || fragment == "top" {
            return Ok(());
        }
        let file = &self.articles[article].file.path;
        let message = format!("`{file}` has no heading or anchor `#{fragment}`");
        let help = missing::anchor_help(&fragment, anchors);
        Err(Box::new(Diagnostic::warning("link/anchor", message).at(reference.span).help(help)))
    }

    /// The URL of a page's output that `ref` asks for.
    fn output(
        &self,
        target: String,
        output: &str,
        reference: &Reference,
    ) -> Result<String, Box<Diagnostic>> {
        if matches!(output, "" | "html") {
            return Ok(target);
        }
        let page = self.by_path.get(&*target).map(|page| &self.planned[*page]);
        let feed = page.map(|page| format!("{}{}", page.folder, self.config.outputs.feed));
        match feed.filter(|feed| output == "rss" && self.jobs.contains(feed)) {
            Some(feed) => Ok(feed),
            None => Err(Box::new(missing::output(output, &target, reference))),
        }
    }
}

/// `.` and `..` resolved; the last slash is kept.
fn normalized(path: &str) -> Option<String> {
    let slash = if path.ends_with('/') { "/" } else { "" };
    SitePath::new(path).ok().map(|path| format!("{path}{slash}"))
}

/// A file's place below its content folder.
fn place(folder: &str, stem: &str) -> String {
    if folder.is_empty() { stem.to_owned() } else { format!("{folder}/{stem}") }
}
