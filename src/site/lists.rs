//! Which list shows which pages, and in which order.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::entry::EntryKind;
use super::plan::Planned;
use super::{order, url};
use crate::content::config::Config;
use crate::content::front_matter::Listing;
use crate::resolve::article::Article;

/// Gives every list its pages and subsections. The result is each page's place in the default order.
pub(super) fn fill(config: &Config, articles: &[Article], planned: &mut [Planned]) -> Vec<usize> {
    order::date_lists(articles, planned);
    let (order, rank) = order::ranked(articles, planned);
    for at in &order {
        if planned[*at].build(articles).list == Listing::Never {
            continue;
        }
        match (planned[*at].kind, planned[*at].parent) {
            (EntryKind::Page, Some(section)) => planned[section].members.push(*at),
            (EntryKind::Section, Some(section)) => planned[section].children.push(*at),
            _ => {}
        }
    }
    for home in 0..planned.len() {
        if planned[home].kind == EntryKind::Home {
            let main = main_sections(config.of(planned[home].lang), (home, planned));
            let is_main = |at: &usize| {
                planned[*at].kind == EntryKind::Page
                    && planned[*at].build(articles).list == Listing::Always
                    && main.contains(&top_section(planned, *at))
            };
            planned[home].members = order.iter().copied().filter(is_main).collect();
        }
    }
    for at in 0..planned.len() {
        order_terms(at, articles, (planned, &rank));
    }
    rank
}

/// Puts the terms of a taxonomy, or the pages of a term, into their order: pages by their weight there first.
fn order_terms(at: usize, articles: &[Article], (planned, rank): (&mut [Planned], &[usize])) {
    match planned[at].kind {
        EntryKind::Taxonomy => {
            let mut terms = std::mem::take(&mut planned[at].children);
            terms.retain(|term| planned[*term].build(articles).list != Listing::Never);
            terms.sort_by_key(|at| rank[*at]);
            planned[at].children = terms;
        }
        EntryKind::Term => {
            let mut members = std::mem::take(&mut planned[at].members);
            let plural = planned[at].parent.map_or("", |taxonomy| &*planned[taxonomy].content);
            let weight = |page: usize| planned[page].front(articles)?.term_weights.get(plural);
            members.sort_by_key(|page| (weight(*page).copied().unwrap_or(0), rank[*page]));
            planned[at].members = members;
        }
        _ => {}
    }
}

/// The sections whose pages the home page lists: those of the configuration, else the one with the most dated pages.
fn main_sections(config: &Config, (home, planned): (usize, &[Planned])) -> Vec<usize> {
    let own: Vec<usize> =
        (home..planned.len()).take_while(|at| planned[*at].lang == config.lang).collect();
    if !config.main_sections.is_empty() {
        let folder = |name: &str| url::folder(name, config.urls.names).to_lowercase();
        let is_main = |page: &Planned| {
            let is_list = matches!(page.kind, EntryKind::Section | EntryKind::Home);
            is_list && config.main_sections.iter().any(|name| folder(&page.content) == folder(name))
        };
        return own.into_iter().filter(|at| is_main(&planned[*at])).collect();
    }
    let mut counts = BTreeMap::new();
    for at in own.into_iter().filter(|at| planned[*at].kind == EntryKind::Page) {
        let top = top_section(planned, at);
        // Pages in no section count only if there is no other.
        let is_section = usize::from(top != home);
        counts.entry(top).or_insert((is_section, 0_usize)).1 += 1;
    }
    counts
        .into_iter()
        .max_by_key(|(at, count)| (*count, Reverse(*at)))
        .map(|(at, _)| at)
        .into_iter()
        .collect()
}

/// The top-level section of a page, the home page for pages at the root.
pub(super) fn top_section(planned: &[Planned], at: usize) -> usize {
    let mut at = at;
    loop {
        match planned[at].parent {
            Some(parent)
                if planned[at].kind == EntryKind::Section
                    && planned[parent].kind == EntryKind::Home =>
            {
                return at;
            }
            Some(parent) => at = parent,
            None => return at,
        }
    }
}

/// How many paginator pages a page has: one if it is no list.
pub(super) fn n_pagers(config: &Config, page: &Planned) -> usize {
    match page.kind {
        EntryKind::Page | EntryKind::Taxonomy => 1,
        EntryKind::Home | EntryKind::Section | EntryKind::Term => {
            page.members.len().div_ceil(config.pagination.size).max(1)
        }
    }
}

/// The path of a list's paginator page, counted from 0: the first is the list itself.
pub(super) fn pager_path(config: &Config, page: &Planned, number: usize) -> String {
    if number == 0 { page.path.clone() } else { numbered_path(config, page, number + 1) }
}

/// The path below a list for a part with this number, from 1; the first is there to lead to the list itself.
pub(super) fn numbered_path(config: &Config, page: &Planned, number: usize) -> String {
    let folder = format!("{}{}/{number}", page.folder, config.pagination.path);
    // Hugo's lists are ugly where their own URL is.
    if page.kind == EntryKind::Term && !page.path.ends_with('/') {
        format!("{folder}.html")
    } else if page.path.ends_with("index.html") {
        format!("{folder}/index.html")
    } else {
        format!("{folder}/")
    }
}
