//! Where each page stands: its front matter's `url`, the pattern for its section, or its folder and name.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{DateTime, Datelike as _, FixedOffset};

use super::entry::EntryKind;
use super::url;
use crate::base::diagnostic::Diagnostic;
use crate::base::path::OutPath;
use crate::content::config::{Config, Names, PageKind};
use crate::content::discover::{PageFile, PageRole};
use crate::content::permalink::{DatePart, Part, Pattern, Token};
use crate::resolve::article::Article;

/// What the place of a page comes from.
#[derive(Clone, Copy)]
pub(super) struct Subject<'a> {
    pub(super) kind: EntryKind,
    pub(super) article: Option<&'a Article>,
    /// The folder it lies in, below `content`; for a section its own.
    pub(super) folder: &'a str,
    /// The name of its file or folder, as written; the term of a term.
    pub(super) name: &'a str,
    /// The title if the article gives none.
    pub(super) title: &'a str,
}

/// Where a page stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// Its path (see [`url`]).
    pub(super) path: String,
    /// The path of what belongs to it: its files, its feed, the further pages of a list.
    pub(super) folder: String,
}

/// What places are found with.
pub(super) struct Places<'a> {
    config: &'a Config,
    articles: &'a [Article],
    /// Folders that are sections, with their files.
    sections: BTreeMap<String, Option<usize>>,
}

impl<'a> Places<'a> {
    /// Finds the sections of the configuration's language: top-level folders with pages, hidden ones too, and every folder with an
    /// `_index.md`.
    pub(super) fn new(config: &'a Config, articles: &'a [Article], hidden: &[PageFile]) -> Self {
        let mut sections: BTreeMap<String, Option<usize>> = BTreeMap::new();
        let shown = articles.iter().enumerate().map(|(at, article)| (&article.file, Some(at)));
        let files = shown.chain(hidden.iter().map(|file| (file, None)));
        for (file, article) in files.filter(|(file, _)| file.lang == config.lang) {
            let folder = &*file.folder;
            let top = top(folder);
            if file.role == PageRole::Section {
                sections.insert(folder.to_owned(), article);
            }
            let is_bundle_at_top = file.role == PageRole::Bundle && !folder.contains('/');
            // Texts of a taxonomy that lies deeper, such as `posts/tags`, make no section above it.
            let is_of_terms = file.role == PageRole::Section
                && config.taxonomies.iter().any(|taxonomy| taxonomy.is_inside(folder));
            if !top.is_empty() && !is_bundle_at_top && !is_of_terms {
                sections.entry(top.to_owned()).or_default();
            }
        }
        Self { config, articles, sections }
    }

    /// The folders that are sections, outer before inner, with their files.
    pub(super) fn sections(&self) -> &BTreeMap<String, Option<usize>> {
        &self.sections
    }

    /// Where `subject` stands.
    pub(super) fn place(&self, subject: Subject<'_>, warnings: &mut Vec<Diagnostic>) -> Place {
        if let Some(place) = self.explicit(subject, warnings) {
            return place;
        }
        let names = self.config.urls.names;
        let section = url::segment(top(subject.folder), names).to_lowercase();
        let kind = page_kind(subject.kind);
        let pattern = kind.and_then(|kind| self.config.urls.permalinks.get(&kind)?.get(&section));
        let folder = match pattern {
            Some(pattern) => {
                warnings.extend(undated(subject, pattern, None));
                let full = url::segment(&self.expand(pattern, subject), names);
                OutPath::new(full.trim_start_matches('/'))
                    .map_or_else(|_| String::new(), |path| format!("{path}/"))
            }
            None => self.by_name(subject),
        };
        let language = self.config.own();
        let is_root = folder.is_empty();
        let folder = format!("{}{}{folder}", language.host, language.prefix);
        let path = if !self.config.urls.ugly.holds_for(&section) {
            folder.clone()
        } else if matches!(subject.kind, EntryKind::Page | EntryKind::Term) && !is_root {
            format!("{}.html", folder.trim_end_matches('/'))
        } else {
            format!("{folder}index.html")
        };
        Place { path, folder }
    }

    /// The place that the front matter's `url` asks for.
    fn explicit(&self, subject: Subject<'_>, reports: &mut Vec<Diagnostic>) -> Option<Place> {
        let article = subject.article?;
        let written = article.front.url.as_ref()?;
        let mut report = |error: Diagnostic| {
            reports.push(error.label_in(&article.source, written.span, ""));
            None::<Place>
        };
        let pattern = match Pattern::parse(&written.value) {
            Ok(pattern) => pattern,
            Err(mut error) => {
                error.labels.clear();
                return report(error);
            }
        };
        let full = self.expand(&pattern, subject);
        match url::explicit(&full) {
            Ok(path) => {
                // A URL from the root says its language itself, if it wants one.
                let language = self.config.own();
                let prefix = if full.starts_with('/') { "" } else { &*language.prefix };
                let path = format!("{}{prefix}{path}", language.host);
                reports.extend(undated(subject, &pattern, Some(written.span.range())));
                let name = path.rsplit_once('/').map_or(path.as_str(), |(_, name)| name);
                // What belongs to a file lies in a folder of its name, as with ugly URLs.
                let folder = match name.rsplit_once('.') {
                    Some((_, ending)) if name != "index.html" => {
                        format!("{}/", &path[..path.len() - ending.len() - 1])
                    }
                    _ => path[..path.len() - name.len()].to_owned(),
                };
                Some(Place { path, folder })
            }
            Err(error) => report(
                Diagnostic::error(
                    "site/url",
                    format!("`{full}` is not a URL in the site: {error}"),
                )
                .help("write a path from the site's root, such as `/about/`"),
            ),
        }
    }

    /// The folder of a page by the names of its folders and its own.
    fn by_name(&self, subject: Subject<'_>) -> String {
        let mut path = self.folder(subject.folder);
        if matches!(subject.kind, EntryKind::Page | EntryKind::Term) {
            path.push_str(&self.last(subject.article, subject.name));
        }
        path
    }

    /// A folder below `content` as a path, each section by its slug if it has one.
    pub(super) fn folder(&self, folder: &str) -> String {
        let mut path = String::new();
        let mut end = 0;
        for name in folder.split('/').filter(|name| !name.is_empty()) {
            end += name.len() + usize::from(end > 0);
            let article = self.section(&folder[..end]);
            path.push_str(&self.last(article, name));
        }
        path
    }

    /// The last segment of a path with its slash: the slug, else the name; nothing if nothing of either can stand in a URL.
    fn last(&self, article: Option<&Article>, name: &str) -> String {
        let names = self.config.urls.names;
        let slug = article.and_then(slug).map(|text| url::slug(text, names));
        let mut last =
            slug.filter(|slug| !slug.is_empty()).unwrap_or_else(|| url::segment(name, names));
        if !last.is_empty() {
            last.push('/');
        }
        last
    }

    /// The file of a section, if it has one.
    fn section(&self, folder: &str) -> Option<&'a Article> {
        self.sections.get(folder).copied().flatten().map(|at| &self.articles[at])
    }

    /// What a pattern gives for a page.
    fn expand(&self, pattern: &Pattern, subject: Subject<'_>) -> String {
        let parts = pattern.parts.iter().map(|part| match part {
            Part::Text(text) => text.clone(),
            Part::Token(token) => self.token(token, subject),
        });
        parts.collect()
    }

    fn token(&self, token: &Token, subject: Subject<'_>) -> String {
        let names = self.config.urls.names;
        let slug = || subject.article.and_then(slug).map(|slug| url::token(slug, names));
        // To Hugo a file without a title has an empty one.
        let title = || match subject.article.map(|article| article.front.title.as_ref()) {
            Some(Some(title)) => url::title_token(&title.value, names),
            Some(None) => String::new(),
            None => url::token(subject.title, names),
        };
        // Hugo takes them from the path that it knows a page by.
        let folder = |name: &str| match url::segment(name, Names::default()) {
            segment if segment.contains('+') => url::token(&segment, names),
            segment => segment,
        };
        let base_name = || {
            let last = subject.name.rsplit('/').next().filter(|_| subject.kind == EntryKind::Term);
            url::token(last.unwrap_or(subject.name), names)
        };
        match token {
            Token::Date(part) => date_part(part, subject.article),
            Token::Sections(slice) => {
                let section = self.section_of(subject);
                let folders: Vec<&str> = section.split('/').filter(|n| !n.is_empty()).collect();
                let names: Vec<String> =
                    slice.of(&folders).iter().map(|name| folder(name)).collect();
                names.join("/")
            }
            Token::SectionSlugs(slice) => {
                let section = self.section_of(subject);
                let slugs = match subject.kind {
                    EntryKind::Taxonomy | EntryKind::Term => {
                        section.split('/').map(|name| url::segment(name, names)).collect()
                    }
                    EntryKind::Home | EntryKind::Section | EntryKind::Page => {
                        self.section_slugs(&section)
                    }
                };
                slice.of(&slugs).join("/")
            }
            Token::Title => title(),
            Token::Slug => slug().unwrap_or_else(title),
            Token::BaseName => base_name(),
            Token::SlugOrBaseName => slug().unwrap_or_else(base_name),
        }
    }

    /// The folder of the section that a page is in; terms and taxonomies are their own.
    fn section_of<'f>(&self, subject: Subject<'f>) -> Cow<'f, str> {
        match subject.kind {
            EntryKind::Term => format!("{}/{}", subject.folder, subject.name).into(),
            EntryKind::Taxonomy => subject.folder.into(),
            EntryKind::Home | EntryKind::Section | EntryKind::Page => {
                self.nearest_section(subject.folder).into()
            }
        }
    }

    /// The slug, else the title, of each section from the top down to `folder`.
    fn section_slugs(&self, folder: &str) -> Vec<String> {
        let names = self.config.urls.names;
        let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
        let sections = ends.filter_map(|end| self.sections.get_key_value(&folder[..end]));
        sections
            .filter(|(folder, _)| !folder.is_empty())
            .map(|(folder, article)| {
                let Some(at) = article else {
                    return url::segment(folder.rsplit('/').next().unwrap_or(""), names);
                };
                // To Hugo a file without a title has an empty one.
                let front = &self.articles[*at].front;
                let title = front.title.as_ref().map_or("", |title| &title.value);
                url::slug(slug(&self.articles[*at]).unwrap_or(title), names)
            })
            .collect()
    }

    /// The folder of the section that `folder` is, or lies in; `""` for the home page.
    pub(super) fn nearest_section<'f>(&self, folder: &'f str) -> &'f str {
        let mut folder = folder;
        while !folder.is_empty() && !self.sections.contains_key(folder) {
            folder = folder.rsplit_once('/').map_or("", |(parent, _)| parent);
        }
        folder
    }
}

/// The name of the top-level folder.
fn top(folder: &str) -> &str {
    folder.split('/').next().unwrap_or("")
}

/// The slug of the front matter as Hugo takes it: without `-` around it.
fn slug(article: &Article) -> Option<&str> {
    let slug = article.front.slug.as_ref()?;
    Some(slug.value.trim().trim_matches('-')).filter(|slug| !slug.is_empty())
}

fn page_kind(kind: EntryKind) -> Option<PageKind> {
    match kind {
        EntryKind::Home => None,
        EntryKind::Section => Some(PageKind::Section),
        EntryKind::Page => Some(PageKind::Page),
        EntryKind::Taxonomy => Some(PageKind::Taxonomy),
        EntryKind::Term => Some(PageKind::Term),
    }
}

/// A part of the page's date; without one, of the first day of the first year, as in Hugo.
fn date_part(part: &DatePart, article: Option<&Article>) -> String {
    let date = article.and_then(|article| article.front.date.as_ref()).map(|date| date.value);
    let date = date.unwrap_or_else(first_day);
    match part {
        DatePart::Yearday => date.ordinal().to_string(),
        DatePart::Weekday => date.weekday().num_days_from_sunday().to_string(),
        DatePart::Format(format) => date.format(format).to_string(),
    }
}

/// What Hugo takes for the date of a page without one.
pub(super) fn first_day() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("0001-01-01T00:00:00Z").expect("a date of RFC 3339")
}

/// A warning if a pattern wants the date of a page that has none.
fn undated(
    subject: Subject<'_>,
    pattern: &Pattern,
    span: Option<std::ops::Range<usize>>,
) -> Option<Diagnostic> {
    let article = subject.article?;
    if !pattern.has_date() || article.front.date.is_some() {
        return None;
    }
    let first_line = article.source.text.find('\n').unwrap_or(article.source.text.len());
    Some(
        Diagnostic::warning(
            "site/no-date",
            "the page's URL has a date in it and the page has none",
        )
        .label_in(&article.source, span.unwrap_or(0..first_line), "")
        .help("write `date: …`; until then the URL says the year 1"),
    )
}
