//! Articles and files become a site.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::card::entry;
use super::entry::{Entry, EntryId, EntryKind};
use super::extract::Extracts;
use super::jobs::Jobs;
use super::plan::{Planned, plan};
use super::reference::Index;
use super::related::Relatives;
use super::{Edition, MenuLink, Site, files, lists, menus, translations};
use crate::base::diagnostic::{Diagnostic, Staged, staged};
use crate::base::path::SitePath;
use crate::content::cascade::Cascade;
use crate::content::config::{Config, Lang};
use crate::content::discover::PageFile;
use crate::content::front_matter::{Listing, Render};
use crate::content::image::Measure;
use crate::resolve::article::{Article, Texts};

/// What [`link`] links.
pub struct Parts<'a> {
    /// The configuration.
    pub config: Arc<Config>,
    /// What lists without a file take over from above.
    pub cascade: &'a Cascade,
    /// The pages that are published.
    pub articles: Vec<Article>,
    /// The files of pages that are left out: their folders are sections all the same.
    pub hidden: &'a [PageFile],
    /// Content files that could not become articles: links to them are not reported as broken.
    pub failed: BTreeSet<SitePath>,
    /// The files of `static/`.
    pub statics: &'a [SitePath],
    /// Content files that belong to no page but are published beside their section.
    pub loose: &'a [SitePath],
    /// Measures images.
    pub measure: Measure<'a>,
    /// The files of the built-in theme by path.
    pub builtin: &'a [(&'static str, &'static [u8])],
    /// What pages show of each other's texts, as far as it is remembered.
    pub extracts: &'a Extracts,
    /// What makes the other texts.
    pub texts: &'a dyn Texts,
}

/// Links a site: every URL is unique, every list has its pages, every link inside the site is looked up.
pub fn link(parts: Parts<'_>) -> Staged<Site> {
    let Parts { config, cascade, articles, failed, statics, loose, measure, .. } = parts;
    let (builtin, extracts, texts) = (parts.builtin, parts.extracts, parts.texts);
    let mut diagnostics = Vec::new();
    let mut planned = plan(&config, cascade, (&articles, parts.hidden), &mut diagnostics);
    let rank = lists::fill(&config, &articles, &mut planned);
    let mut jobs = Jobs::default();
    files::add_pages(&config, &articles, &planned, &mut jobs);
    files::add_files(&config, &articles, &planned, (statics, loose), &mut jobs);
    let is_home = |page: &&Planned| {
        let build = page.build(&articles);
        let formats = config.of(page.lang).outputs.of(page.kind.name(), build.formats);
        let is_written = build.render != Render::Never && formats.html;
        page.kind == EntryKind::Home && page.lang == config.languages.default && is_written
    };
    let home = planned.iter().find(is_home).map(|home| &*home.path);
    files::add_common((&config, home), builtin, &mut jobs);
    diagnostics.append(&mut jobs.diagnostics);
    let (entries, menus) = {
        let index = Index::new(&jobs, &planned, &articles, (&config, &failed, measure));
        let made = |at| entry(at, (&config, &index), (extracts, texts));
        let (entries, warnings): (Vec<Entry>, Vec<Vec<Diagnostic>>) =
            (0..planned.len()).into_par_iter().map(made).unzip();
        diagnostics.extend(warnings.into_iter().flatten());
        let menus = menus::menus(&config, (&index, &entries), &mut diagnostics);
        (entries, menus)
    };
    let entries = with_neighbors(entries, (&planned, &articles, &rank));
    let mut entries =
        translations::with_translations(&config, (entries, &planned, &articles), &mut diagnostics);
    let mut editions = Vec::new();
    for (lang, menus) in config.languages.ids().zip(menus) {
        let edition = edition((lang, menus), (&planned, &articles, &rank), &entries);
        with_site_neighbors(&mut entries, &edition);
        editions.push(edition);
    }
    staged(Site { editions, config, entries, jobs: jobs.into_map() }, diagnostics)
}

/// What the site has in one language.
fn edition(
    (lang, menus): (Lang, BTreeMap<String, Vec<MenuLink>>),
    (planned, articles, rank): (&[Planned], &[Article], &[usize]),
    entries: &[Entry],
) -> Edition {
    let of_kind = |kind: EntryKind| -> Vec<EntryId> {
        let is_one = |at: &usize| planned[*at].lang == lang && planned[*at].kind == kind;
        (0..planned.len()).filter(is_one).map(EntryId).collect()
    };
    let home = of_kind(EntryKind::Home)[0];
    let mut pages = of_kind(EntryKind::Page);
    pages.retain(|id| planned[id.0].build(articles).list == Listing::Always);
    pages.sort_by_key(|id| rank[id.0]);
    let mut sections = of_kind(EntryKind::Section);
    sections.retain(|id| {
        planned[id.0].parent == Some(home.0) && planned[id.0].build(articles).list != Listing::Never
    });
    sections.sort_by_key(|id| rank[id.0]);
    let own = entries.iter().filter(|entry| entry.card.lang == lang);
    Edition {
        lang,
        home,
        pages,
        sections,
        taxonomies: of_kind(EntryKind::Taxonomy),
        menus,
        relatives: Relatives::default(),
        updated: own.filter_map(|entry| entry.card.lastmod).max(),
    }
}

/// Gives pages their neighbors in their section, and those at the root theirs there.
fn with_neighbors(
    mut entries: Vec<Entry>,
    (planned, articles, rank): (&[Planned], &[Article], &[usize]),
) -> Vec<Entry> {
    let is_home = |at: usize| planned[at].kind == EntryKind::Home;
    let mut at_root: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, page) in planned.iter().enumerate() {
        let is_listed = page.build(articles).list != Listing::Never;
        if let Some(home) = page.parent.filter(|parent| is_listed && is_home(*parent))
            && page.kind == EntryKind::Page
        {
            at_root.entry(home).or_default().push(at);
        }
        if page.kind == EntryKind::Section {
            pair_up(&mut entries, &page.members);
        }
    }
    for mut pages in at_root.into_values() {
        pages.sort_by_key(|at| rank[*at]);
        pair_up(&mut entries, &pages);
    }
    entries
}

/// Gives pages their neighbors among all of their language.
fn with_site_neighbors(entries: &mut [Entry], edition: &Edition) {
    for pair in edition.pages.windows(2) {
        entries[pair[0].0].site_previous = Some(pair[1]);
        entries[pair[1].0].site_next = Some(pair[0]);
    }
}

fn pair_up(entries: &mut [Entry], members: &[usize]) {
    for pair in members.windows(2) {
        entries[pair[0]].previous = Some(EntryId(pair[1]));
        entries[pair[1]].next = Some(EntryId(pair[0]));
    }
}
