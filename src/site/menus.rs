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
                let found = self.path(lang, url).ok_or_else(|| {
                    let is_elsewhere = |lang| self.path(lang, url).is_some();
                    self.missing(lang, (item, url), &is_elsewhere)
                })?;
                (url::href(self.site.of(lang), &found), None)
            }
            MenuTarget::Page(page) => {
                let Some(card) = self.index.page(lang, page).map(|at| &self.entries[at].card)
                else {
                    let is_elsewhere = |lang| self.index.page(lang, page).is_some();
                    return Err(self.missing(lang, (item, page), &is_elsewhere));
                };
                (card.url.clone(), Some(card.link_title.clone()))
            }
        };
        let name = item.name.clone().or(title).unwrap_or_else(|| url.clone());
        Ok(MenuItem { name, url })
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
}

fn missing(item: &ConfigItem, target: &str) -> Diagnostic {
    Diagnostic::error("site/menu", format!("the menu names `{target}`, which is not there"))
        .label_in(&item.place.source, item.place.span, "")
        .help("write a page's file from `content` on (`page: docs/start.md`), or its URL (`url: /docs/start/`)")
}
