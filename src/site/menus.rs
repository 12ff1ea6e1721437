//! The menus: links of the configuration and of pages, each below its parent.

mod tree;

use std::collections::BTreeMap;

use super::entry::{Entry, EntryId, EntryKind};
use super::reference::Index;
use super::{MenuLink, url};
use crate::base::diagnostic::Diagnostic;
use crate::base::html::scheme;
use crate::base::node::{Node, Value};
use crate::base::source::Span;
use crate::content::config::{Config, Lang};
use crate::content::front_matter::Listing;
use crate::content::menu::{ConfigItem, MenuItem, MenuTarget, no_parent};

/// A link before it has its place.
#[derive(Debug)]
struct Loose {
    link: MenuLink,
    parent: Option<String>,
    /// The report for the case that its parent is missing.
    orphan: Option<Diagnostic>,
    /// What becomes of it if the menu has a link of that name already.
    clash: Clash,
}

/// What becomes of a link that is the second of its name.
#[derive(Debug)]
enum Clash {
    /// It takes the other's place.
    Replace,
    /// It gives way.
    Yield,
    /// It gives way, and this is said of it.
    Report(Diagnostic),
}

/// The menus of each language by name. An item that names a page that is not there leads nowhere, with a warning.
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
                let parent = item.item.parent.clone();
                let orphan = parent.as_ref().map(|parent| {
                    let place = &item.place;
                    no_parent(parent, name).label_in(&place.source, place.span, "")
                });
                menu.push(Loose { link, parent, orphan, clash: Clash::Replace });
            }
        }
        for (name, loose) in self.of_sections(lang).into_iter().chain(self.of_pages(lang)) {
            menus.entry(name).or_default().push(loose);
        }
        let tree = |(name, loose)| (name, tree::tree(loose, diagnostics));
        menus.into_iter().map(tree).collect()
    }

    /// A link of the configuration, and what is wrong with it.
    fn configured(&self, lang: Lang, item: &ConfigItem) -> (MenuLink, Option<Diagnostic>) {
        let made = |url: String| link(&item.item, (url, None), None, item.item.weight);
        match &item.target {
            MenuTarget::Nothing => (made(String::new()), None),
            MenuTarget::Url(url) if scheme(url).is_some() => (made(url.clone()), None),
            MenuTarget::Url(url) => self.address(lang, (item, url)),
            MenuTarget::Page(page, url) => {
                if let Some(at) = self.index.page(lang, page) {
                    return (self.to_page(at, &item.item), None);
                }
                if let Some(url) = url {
                    return self.address(lang, (item, url));
                }
                let is_elsewhere = |lang| self.index.page(lang, page).is_some();
                let report = self.missing(lang, (item, page), &is_elsewhere);
                // As in Hugo it is there and leads nowhere.
                let name = Some(page.clone());
                (link(&item.item, (String::new(), None), name, item.item.weight), Some(report))
            }
        }
    }

    /// A link to an address in the site, and what is wrong with it.
    fn address(
        &self,
        lang: Lang,
        (item, url): (&ConfigItem, &str),
    ) -> (MenuLink, Option<Diagnostic>) {
        let made = |url: String| link(&item.item, (url, None), None, item.item.weight);
        let at = url.find(['#', '?']).unwrap_or(url.len());
        let (path, rest) = url.split_at(at);
        if path.is_empty() {
            return (made(rest.to_owned()), None);
        }
        let href = |path: &str| url::href(self.site.of(lang), path) + rest;
        if let Some(found) = self.path(lang, path) {
            return (made(href(&found)), None);
        }
        let is_elsewhere = |lang| self.path(lang, path).is_some();
        let report = self.missing(lang, (item, url), &is_elsewhere);
        // Whatever the server answers there, the author wants the link.
        (made(href(path.trim_start_matches('/'))), Some(report))
    }

    /// The path of the site that a URL leads to: as it is, or below the language's folder.
    fn path(&self, lang: Lang, url: &str) -> Option<String> {
        let path = url.trim_start_matches('/');
        let below = format!("{}{path}", self.site.languages.get(lang).prefix);
        [path.to_owned(), below].into_iter().find(|path| self.index.leads_somewhere(lang, path))
    }

    /// What to say of an item whose target is not there in a language.
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
        let message = format!("in `{code}` the link `{target}` leads nowhere");
        Diagnostic::warning("site/menu-language", message)
            .label_in(&item.place.source, item.place.span, "a page of other languages")
            .help(format!(
                "translate the page, or give `{code}` a `menu` of its own under `languages`"
            ))
    }

    /// The links that pages give to themselves, each with its menu. A page that is listed nowhere is in no menu either.
    fn of_pages(&self, lang: Lang) -> Vec<(String, Loose)> {
        let Self { index, entries, .. } = self;
        let mut links = Vec::new();
        for (at, entry) in entries.iter().enumerate() {
            let page = &index.planned[at];
            let Some(front) = page.front(index.articles) else { continue };
            if entry.card.lang != lang || entry.build.list != Listing::Always {
                continue;
            }
            // What a list without a file takes over from above has its place there.
            let source = page.article.map(|article| &index.articles[article].source);
            let placed = |report: Diagnostic, span| match source {
                Some(source) => report.label_in(source, span, ""),
                None => report,
            };
            for own in &front.menus {
                let link = self.to_page(at, &own.item);
                let parent = own.item.parent.clone();
                let orphan =
                    parent.as_ref().map(|parent| placed(no_parent(parent, &own.menu), own.span));
                let clash = Clash::Report(placed(twice(&link.name, &own.menu), own.span));
                links.push((own.menu.clone(), Loose { link, parent, orphan, clash }));
            }
        }
        let path = |link: &MenuLink| {
            let page = link.page.map(|EntryId(at)| &index.planned[at]);
            page.map(|page| page.logical(index.articles))
        };
        links.sort_by_cached_key(|(_, loose)| path(&loose.link));
        links
    }

    /// The sections at the top, for the menu that is to hold them; where one is not listed, the first below it takes its place.
    fn of_sections(&self, lang: Lang) -> Vec<(String, Loose)> {
        let Some(menu) = &self.site.of(lang).section_menu else { return Vec::new() };
        let is_section = |at: &usize| {
            let page = &self.index.planned[*at];
            page.kind == EntryKind::Section
                && page.lang == lang
                && self.entries[*at].build.list == Listing::Always
        };
        let sections = (0..self.entries.len()).filter(is_section);
        let link = |at: usize| {
            let top = self.index.planned[at].content.split('/').next().map(str::to_lowercase);
            let link = self.to_page(at, &MenuItem { identifier: top, ..MenuItem::plain() });
            (menu.clone(), Loose { link, parent: None, orphan: None, clash: Clash::Yield })
        };
        sections.map(link).collect()
    }

    /// A link to a page, which has the page's title and weight unless it has its own.
    fn to_page(&self, at: usize, item: &MenuItem) -> MenuLink {
        let card = &self.entries[at].card;
        let weight = if item.weight == 0 { card.weight } else { item.weight };
        let target = (card.url.clone(), Some(EntryId(at)));
        link(item, target, Some(card.link_title.clone()), weight)
    }
}

/// The report of a page that a menu has a link for already.
fn twice(name: &str, menu: &str) -> Diagnostic {
    let message = format!("the menu `{menu}` has a link `{name}` already, which stays");
    Diagnostic::warning("site/menu-twice", message)
        .help("take one of them away, or give this one an `identifier` or another `name`")
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

fn missing(item: &ConfigItem, target: &str) -> Diagnostic {
    Diagnostic::warning("site/menu", format!("the menu names `{target}`, which is not there"))
        .label_in(&item.place.source, item.place.span, "")
        .help("write a page's file from `content` on (`page: docs/start.md`), or its URL (`url: /docs/start/`)")
}

/// No params at all.
pub(super) fn no_params() -> Node {
    Node { span: Span::default(), value: Value::Map(Vec::new()) }
}
