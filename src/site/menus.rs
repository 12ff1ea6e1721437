//! The menus: links of the configuration and of pages, each below its parent.

use std::collections::BTreeMap;

use super::entry::{Entry, EntryId};
use super::reference::Index;
use super::{MenuLink, url};
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::html::scheme;
use crate::base::node::{Node, Value};
use crate::base::source::Span;
use crate::content::config::{Config, Lang};
use crate::content::front_matter::Listing;
use crate::content::menu::{ConfigItem, MenuItem, MenuTarget, no_parent};

/// A link before it has its place, with the report for the case that its parent is missing.
struct Loose {
    link: MenuLink,
    parent: Option<String>,
    orphan: Option<Diagnostic>,
}

/// The menus of each language by name. An item that names a page that is not there is an error; one that leads to a page of other
/// languages alone is left out with a warning.
pub(super) fn menus(
    site: &Config,
    (index, entries): (&Index<'_>, &[Entry]),
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<BTreeMap<String, Vec<MenuLink>>> {
    let ctx = Ctx { site, index, entries };
    site.languages.ids().map(|lang| ctx.of_language(lang, diagnostics)).collect()
}

/// What items are looked up in.
struct Ctx<'a> {
    site: &'a Config,
    index: &'a Index<'a>,
    entries: &'a [Entry],
}

impl Ctx<'_> {
    fn of_language(
        &self,
        lang: Lang,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> BTreeMap<String, Vec<MenuLink>> {
        let mut menus: BTreeMap<String, Vec<Loose>> = BTreeMap::new();
        for (name, items) in &self.site.of(lang).menus {
            let menu = menus.entry(name.clone()).or_default();
            for item in items {
                let (link, report) = self.configured(lang, item);
                // What the languages share is told once.
                diagnostics.extend(report.filter(|report| !diagnostics.contains(report)));
                let Some(link) = link else { continue };
                let parent = item.item.parent.clone();
                let orphan = parent.as_ref().map(|parent| {
                    let place = &item.place;
                    no_parent(parent, name).label_in(&place.source, place.span, "")
                });
                menu.push(Loose { link, parent, orphan });
            }
        }
        let mut own = self.of_pages(lang);
        own.sort_by(|a, b| (&a.1.link.name, &a.1.link.url).cmp(&(&b.1.link.name, &b.1.link.url)));
        for (name, loose) in own {
            menus.entry(name).or_default().push(loose);
        }
        let tree = |(name, loose)| (name, tree(loose, diagnostics));
        menus.into_iter().map(tree).collect()
    }

    /// A link of the configuration, and what is wrong with it. One to a page that is not there is left out.
    fn configured(&self, lang: Lang, item: &ConfigItem) -> (Option<MenuLink>, Option<Diagnostic>) {
        let made = |url: String| Some(link(&item.item, (url, None), None, item.item.weight));
        match &item.target {
            MenuTarget::Nothing => (made(String::new()), None),
            MenuTarget::Url(url) if scheme(url).is_some() => (made(url.clone()), None),
            MenuTarget::Url(url) => {
                let at = url.find(['#', '?']).unwrap_or(url.len());
                let (path, rest) = url.split_at(at);
                let href = |path: &str| url::href(self.site.of(lang), path) + rest;
                if let Some(found) = self.path(lang, path) {
                    return (made(href(&found)), None);
                }
                let report =
                    self.missing(lang, (item, url), &|lang| self.path(lang, path).is_some());
                // Whatever the server answers there, the author wants the link.
                let link = made(href(path.trim_start_matches('/')));
                let is_nowhere = report.code == "site/menu";
                let report = Diagnostic { severity: Severity::Warning, ..report };
                (link.filter(|_| is_nowhere), Some(report))
            }
            MenuTarget::Page(page) => {
                let Some(at) = self.index.page(lang, page) else {
                    let is_elsewhere = |lang| self.index.page(lang, page).is_some();
                    return (None, Some(self.missing(lang, (item, page), &is_elsewhere)));
                };
                let card = &self.entries[at].card;
                let target = (card.url.clone(), Some(EntryId(at)));
                let title = Some(card.link_title.clone());
                (Some(link(&item.item, target, title, item.item.weight)), None)
            }
        }
    }

    /// The path of the site that a URL leads to: as it is, or below the language's folder.
    fn path(&self, lang: Lang, url: &str) -> Option<String> {
        let path = url.trim_start_matches('/');
        let below = format!("{}{path}", self.site.languages.get(lang).prefix);
        [path.to_owned(), below].into_iter().find(|path| self.index.leads_somewhere(lang, path))
    }

    /// What to say of an item that leads nowhere in a language.
    fn missing(
        &self,
        lang: Lang,
        (item, target): (&ConfigItem, &str),
        is_elsewhere: &dyn Fn(Lang) -> bool,
    ) -> Diagnostic {
        if !self.site.languages.ids().any(is_elsewhere) {
            return missing(item, target);
        }
        let code = &self.site.languages.get(lang).code;
        Diagnostic::warning(
            "site/menu-language",
            format!("the menu of `{code}` goes without `{target}`"),
        )
        .label_in(&item.place.source, item.place.span, "a page of other languages")
        .help(format!("translate the page, or give `{code}` a `menu` of its own under `languages`"))
    }

    /// The links that pages give to themselves, each with its menu. A page that is listed nowhere is in no menu either.
    fn of_pages(&self, lang: Lang) -> Vec<(String, Loose)> {
        let Self { index, entries, .. } = self;
        let mut links = Vec::new();
        for (at, entry) in entries.iter().enumerate() {
            let Some(article) = index.planned[at].article.map(|article| &index.articles[article])
            else {
                continue;
            };
            if entry.card.lang != lang || entry.build.list != Listing::Always {
                continue;
            }
            for own in &article.front.menus {
                let weight = if own.item.weight == 0 { entry.card.weight } else { own.item.weight };
                let target = (entry.card.url.clone(), Some(EntryId(at)));
                let link = link(&own.item, target, Some(entry.card.link_title.clone()), weight);
                let parent = own.item.parent.clone();
                let orphan = parent.as_ref().map(|parent| {
                    no_parent(parent, &own.menu).label_in(&article.source, own.span, "")
                });
                links.push((own.menu.clone(), Loose { link, parent, orphan }));
            }
        }
        links
    }
}

fn link(
    item: &MenuItem,
    (url, page): (String, Option<EntryId>),
    page_title: Option<String>,
    weight: i64,
) -> MenuLink {
    let name = item.name.clone().or(page_title).unwrap_or_else(|| url.clone());
    MenuLink {
        identifier: item.identifier.clone().unwrap_or_else(|| name.clone()),
        name,
        url,
        weight,
        pre: item.pre.clone().unwrap_or_default(),
        post: item.post.clone().unwrap_or_default(),
        title: item.title.clone(),
        params: item.params.clone(),
        page,
        children: Vec::new(),
    }
}

/// Puts each link below its parent, and all in their order: by weight and name, those without a weight last and as they came.
fn tree(mut loose: Vec<Loose>, diagnostics: &mut Vec<Diagnostic>) -> Vec<MenuLink> {
    loose.sort_by_cached_key(|Loose { link, .. }| {
        let name = if link.weight == 0 { String::new() } else { link.name.clone() };
        (link.weight == 0, link.weight, name)
    });
    let is_there = |name: &String| loose.iter().any(|other| other.link.identifier == *name);
    let known: Vec<bool> =
        loose.iter().map(|loose| loose.parent.as_ref().is_some_and(is_there)).collect();
    let mut below: BTreeMap<String, Vec<MenuLink>> = BTreeMap::new();
    let mut top = Vec::new();
    for (Loose { link, parent, orphan }, is_known) in loose.into_iter().zip(known) {
        match parent {
            Some(parent) if is_known => below.entry(parent).or_default().push(link),
            _ => {
                diagnostics.extend(orphan);
                top.push(link);
            }
        }
    }
    for link in &mut top {
        adopt(link, &mut below);
    }
    // What is left stands below itself.
    top.extend(below.into_values().flatten());
    top
}

fn adopt(link: &mut MenuLink, below: &mut BTreeMap<String, Vec<MenuLink>>) {
    link.children = below.remove(&link.identifier).unwrap_or_default();
    for child in &mut link.children {
        adopt(child, below);
    }
}

fn missing(item: &ConfigItem, target: &str) -> Diagnostic {
    Diagnostic::error("site/menu", format!("the menu names `{target}`, which is not there"))
        .label_in(&item.place.source, item.place.span, "")
        .help("write a page's file from `content` on (`page: docs/start.md`), or its URL (`url: /docs/start/`)")
}

/// No params at all.
pub(super) fn no_params() -> Node {
    Node { span: Span::default(), value: Value::Map(Vec::new()) }
}
