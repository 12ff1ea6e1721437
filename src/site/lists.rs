//! Which list shows which pages, and in which order.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::entry::EntryKind;
use super::plan::Planned;
use super::url;
use crate::content::config::Config;
use crate::resolve::article::Article;

/// Gives every list its pages and subsections. The result is each page's place in the default order.
///
/// The default order is Hugo's: by weight, those without one last; then newest first; then by title and file.
pub(super) fn fill(config: &Config, articles: &[Article], planned: &mut [Planned]) -> Vec<usize> {
    let key = |page: &Planned| {
        let front = page.article.map(|at| &articles[at].front);
        let weight = front.map_or(0, |front| front.weight);
        let date = front.and_then(|front| front.date.as_ref()).map(|date| date.value);
        let title = front.and_then(|front| {
            front.link_title.as_ref().or(front.title.as_ref()).map(|title| title.value.clone())
        });
        let title = title.unwrap_or_else(|| page.title.clone());
        (weight == 0, weight, Reverse(date), title, page.path.clone())
    };
    let mut order: Vec<usize> = (0..planned.len()).collect();
    order.sort_by_cached_key(|at| key(&planned[*at]));
    let mut rank = vec![0; planned.len()];
    for (position, at) in order.iter().enumerate() {
        rank[*at] = position;
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
                planned[*at].kind == EntryKind::Page && main.contains(&top_section(planned, *at))
            };
            planned[home].members = order.iter().copied().filter(is_main).collect();
        }
    }
    for page in planned.iter_mut().filter(|page| page.kind == EntryKind::Term) {
        page.members.sort_by_key(|at| rank[*at]);
    }
    rank
}

/// The sections whose pages the home page lists: those of the configuration, else the one with the most dated pages.
fn main_sections(config: &Config, (home, planned): (usize, &[Planned])) -> Vec<usize> {
    let own: Vec<usize> =
        (home..planned.len()).take_while(|at| planned[*at].lang == config.lang).collect();
    if !config.main_sections.is_empty() {
        let folder = |name: &str| url::folder(name, config.urls.names);
        let is_main = |page: &Planned| {
            let is_list = matches!(page.kind, EntryKind::Section | EntryKind::Home);
            is_list && config.main_sections.iter().any(|name| folder(&page.content) == folder(name))
        };
        return own.into_iter().filter(|at| is_main(&planned[*at])).collect();
    }
    let mut counts = BTreeMap::new();
    for at in own.into_iter().filter(|at| planned[*at].kind == EntryKind::Page) {
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
