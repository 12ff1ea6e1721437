//! Articles and files become a site.

use std::collections::{BTreeMap, BTreeSet};
use std::mem::take;
use std::sync::Arc;

use rayon::prelude::*;

use super::card::entry;
use super::entry::{Entry, EntryId, EntryKind};
use super::jobs::{Jobs, Owner};
use super::plan::{Planned, plan};
use super::reference::Index;
use super::{Job, MenuItem, Site, files, lists, url};
use crate::base::diagnostic::{Diagnostic, Staged, staged};
use crate::base::html::scheme;
use crate::base::path::SitePath;
use crate::content::body::Piece;
use crate::content::config::{Config, MenuItem as ConfigItem, MenuTarget};
use crate::resolve::article::Article;

/// What [`link`] links.
#[derive(Debug)]
pub struct Parts<'a> {
    /// The configuration.
    pub config: Arc<Config>,
    /// The pages that are published.
    pub articles: Vec<Article>,
    /// Content files that could not become articles: links to them are not reported as broken.
    pub failed: BTreeSet<SitePath>,
    /// The files of `static/`.
    pub statics: &'a [SitePath],
    /// Content files that belong to no page but are published beside their section.
    pub loose: &'a [SitePath],
    /// The files of the built-in theme by path.
    pub builtin: &'a [(&'static str, &'static [u8])],
}

/// Links a site: every URL is unique, every list has its pages, every link inside the site is looked up.
pub fn link(parts: Parts<'_>) -> Staged<Site> {
    let Parts { config, mut articles, failed, statics, loose, builtin } = parts;
    let mut diagnostics = Vec::new();
    let mut planned = plan(&config, &articles, &mut diagnostics);
    let rank = lists::fill(&config, &articles, &mut planned);
    let mut jobs = Jobs::default();
    files::add_pages(&config, &articles, &planned, &mut jobs);
    files::add_files(&config, &articles, &planned, (statics, loose), &mut jobs);
    jobs.add("sitemap.xml", Job::Sitemap, Owner::Site("the sitemap"));
    jobs.add_unless_taken("robots.txt", Job::Robots);
    jobs.add_unless_taken("404.html", Job::NotFound);
    for (path, bytes) in builtin {
        jobs.add_unless_taken(path, Job::Builtin(bytes));
    }
    diagnostics.append(&mut jobs.diagnostics);
    // Each text is joined and let go on its own, so that the site is not held twice.
    let texts: Vec<Vec<Piece>> = planned
        .iter()
        .map(|page| page.article.map(|at| take(&mut articles[at].pieces)).unwrap_or_default())
        .collect();
    let (entries, menus) = {
        let index = Index::new(&jobs, &planned, &articles, (&config, &failed));
        let made: Vec<_> = texts
            .into_par_iter()
            .enumerate()
            .map(|(at, text)| entry(at, text, (&config, &index)))
            .collect();
        let (entries, warnings): (Vec<Entry>, Vec<Vec<Diagnostic>>) = made.into_iter().unzip();
        diagnostics.extend(warnings.into_iter().flatten());
        let menus = menus(&config, (&index, &entries), &mut diagnostics);
        (entries, menus)
    };
    let entries = with_neighbors(entries, &planned);
    let of_kind = |kind: EntryKind| -> Vec<EntryId> {
        (0..planned.len()).filter(|at| planned[*at].kind == kind).map(EntryId).collect()
    };
    let mut pages = of_kind(EntryKind::Page);
    pages.sort_by_key(|id| rank[id.0]);
    let mut sections = of_kind(EntryKind::Section);
    sections.retain(|id| planned[id.0].parent == Some(0));
    sections.sort_by_key(|id| rank[id.0]);
    let site = Site {
        updated: entries.iter().filter_map(|entry| entry.card.lastmod).max(),
        home: EntryId(0),
        pages,
        sections,
        taxonomies: of_kind(EntryKind::Taxonomy),
        menus,
        config,
        entries,
        jobs: jobs.into_map(),
    };
    staged(site, diagnostics)
}

/// Gives pages their neighbors in their section.
fn with_neighbors(mut entries: Vec<Entry>, planned: &[Planned]) -> Vec<Entry> {
    for section in planned.iter().filter(|page| matches!(page.kind, EntryKind::Section)) {
        for pair in section.members.windows(2) {
            entries[pair[0]].previous = Some(EntryId(pair[1]));
            entries[pair[1]].next = Some(EntryId(pair[0]));
        }
    }
    entries
}

/// The menus; an item that leads to no page of the site is an error.
fn menus(
    config: &Config,
    (index, entries): (&Index<'_>, &[Entry]),
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Vec<MenuItem>> {
    let mut item = |item: &ConfigItem| {
        let (url, title) = match &item.target {
            MenuTarget::Url(url) if scheme(url).is_some() => (url.clone(), None),
            MenuTarget::Url(url) if index.leads_somewhere(url) => {
                (url::href(config.root_path(), url.trim_start_matches('/')), None)
            }
            MenuTarget::Url(url) => {
                diagnostics.push(missing(item, url));
                return None;
            }
            MenuTarget::Page(page) => {
                let Some(card) = index.page(page).map(|at| &entries[at].card) else {
                    diagnostics.push(missing(item, page));
                    return None;
                };
                (card.url.clone(), Some(card.link_title.clone()))
            }
        };
        let name = item.name.clone().or(title).unwrap_or_else(|| url.clone());
        Some(MenuItem { name, url })
    };
    let menu = |name: &String| {
        (name.clone(), config.menu(name).into_iter().filter_map(&mut item).collect())
    };
    config.menus.keys().map(menu).collect()
}

fn missing(item: &ConfigItem, target: &str) -> Diagnostic {
    Diagnostic::error("site/menu", format!("the menu names `{target}`, which is not there"))
        .label_in(&item.place.source, item.place.span, "")
        .help("write a page's file from `content` on (`page: docs/start.md`), or its URL (`url: /docs/start/`)")
}
