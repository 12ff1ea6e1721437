//! The menus of each language.

use std::collections::BTreeMap;

use super::entry::Entry;
use super::reference::Index;
use super::{MenuItem, url};
use crate::base::diagnostic::Diagnostic;
use crate::base::html::scheme;
use crate::content::config::{Config, Lang, MenuItem as ConfigItem, MenuTarget};

/// The menus of each language by name. An item that leads to no page is an error; one that leads to a page of other
/// languages alone is left out with a warning.
pub(super) fn menus(
    site: &Config,
    (index, entries): (&Index<'_>, &[Entry]),
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<BTreeMap<String, Vec<MenuItem>>> {
    let ctx = Ctx { site, index, entries };
    let of = |lang: Lang| {
        let config = site.of(lang);
        let mut menu = |name: &String| {
            let items = config.menu(name).into_iter();
            let items = items.filter_map(|item| {
                ctx.item(lang, item)
                    .map_err(|missing| {
                        if !diagnostics.contains(&missing) {
                            diagnostics.push(missing);
                        }
                    })
                    .ok()
            });
            (name.clone(), items.collect())
        };
        config.menus.keys().map(&mut menu).collect()
    };
    site.languages.ids().map(of).collect()
}

/// What items are looked up in.
struct Ctx<'a> {
    site: &'a Config,
    index: &'a Index<'a>,
    entries: &'a [Entry],
}

impl Ctx<'_> {
    fn item(&self, lang: Lang, item: &ConfigItem) -> Result<MenuItem, Diagnostic> {
        let (url, title) = match &item.target {
            MenuTarget::Url(url) if scheme(url).is_some() => (url.clone(), None),
            MenuTarget::Url(url) => {
                let config = self.site.of(lang);
                let path = url.trim_start_matches('/');
                let below = format!("{}{path}", config.own().prefix);
                let found =
                    [path, &*below].into_iter().find(|path| self.index.leads_somewhere(lang, path));
                (url::href(config, found.ok_or_else(|| missing(item, url))?), None)
            }
            MenuTarget::Page(page) => {
                let Some(card) = self.index.page(lang, page).map(|at| &self.entries[at].card)
                else {
                    return Err(self.missing_page(lang, (item, page)));
                };
                (card.url.clone(), Some(card.link_title.clone()))
            }
        };
        let name = item.name.clone().or(title).unwrap_or_else(|| url.clone());
        Ok(MenuItem { name, url })
    }

    fn missing_page(&self, lang: Lang, (item, page): (&ConfigItem, &str)) -> Diagnostic {
        let is_elsewhere = |lang| self.index.page(lang, page).is_some();
        if !self.site.languages.ids().any(is_elsewhere) {
            return missing(item, page);
        }
        let code = &self.site.languages.get(lang).code;
        Diagnostic::warning(
            "site/menu-language",
            format!("the menu of `{code}` goes without `{page}`"),
        )
        .label_in(&item.place.source, item.place.span, "a page of other languages")
        .help(format!("translate the page, or give `{code}` a `menu` of its own under `languages`"))
    }
}

fn missing(item: &ConfigItem, target: &str) -> Diagnostic {
    Diagnostic::error("site/menu", format!("the menu names `{target}`, which is not there"))
        .label_in(&item.place.source, item.place.span, "")
        .help("write a page's file from `content` on (`page: docs/start.md`), or its URL (`url: /docs/start/`)")
}
