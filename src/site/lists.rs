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
    let main = main_sections(config, planned);
    let is_main = |at: &usize| {
        planned[*at].kind == EntryKind::Page
            && planned[*at].build(articles).list == Listing::Always
            && main.contains(&top_section(planned, *at))
    };
    planned[0].members = order.iter().copied().filter(is_main).collect();
    for at in 0..planned.len() {
        let list = &planned[at];
        let mut members = list.members.clone();
        match list.kind {
            EntryKind::Term => members.sort_by_key(|at| rank[*at]),
            EntryKind::Taxonomy => {
                planned[at].children.sort_by_key(|at| rank[*at]);
                continue;
            }
            _ => continue,
        }
        let plural = list.parent.map_or("", |taxonomy| &*planned[taxonomy].content);
        let weight = |page: &usize| {
            let front = planned[*page].front(articles)?;
            front.term_weights.get(plural).copied()
        };
        members.sort_by_key(|page| weight(page).unwrap_or(0));
        planned[at].members = members;
    }
    rank
}

/// The sections whose pages the home page lists: those of the configuration, else the one with the most dated pages.
fn main_sections(config: &Config, planned: &[Planned]) -> Vec<usize> {
    if !config.main_sections.is_empty() {
        let folder = |name: &str| url::folder(name, config.urls.names);
        let is_main = |page: &Planned| {
            let is_list = matches!(page.kind, EntryKind::Section | EntryKind::Home);
            is_list && config.main_sections.iter().any(|name| folder(&page.content) == folder(name))
        };
        return (0..planned.len()).filter(|at| is_main(&planned[*at])).collect();
    }
    let mut counts = BTreeMap::new();
    for at in (0..planned.len()).filter(|at| planned[*at].kind == EntryKind::Page) {
        *counts.entry(top_section(planned, at)).or_insert(0_usize) += 1;
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
            Some(0) if planned[at].kind == EntryKind::Section => return at,
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
    let folder = format!("{}{}/{}", page.folder, config.pagination.path, number + 1);
    match number {
        0 => page.path.clone(),
        // Hugo's lists are ugly where their own URL is.
        _ if page.kind == EntryKind::Term && !page.path.ends_with('/') => {
            format!("{folder}.html")
        }
        _ if page.path.ends_with("index.html") => format!("{folder}/index.html"),
        _ => format!("{folder}/"),
    }
}
