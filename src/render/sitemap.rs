//! Maps of the site for search engines.

use super::shelf::timestamp;
use super::template::Shared;
use super::views::{AlternateView, SitemapView, UrlView};
use crate::content::config::Lang;
use crate::content::front_matter::{Listing, Render, Sitemap};
use crate::site::entry::Entry;
use crate::site::{Job, Site};

/// `urls`: every page of a language that is listed.
pub(super) fn urls(site: &Site, lang: Lang) -> Shared {
    let view = |entry: &Entry| {
        let lastmod = timestamp(entry.card.lastmod);
        let alternates = alternates(site, entry);
        let Sitemap { change_frequency, priority, .. } = entry.sitemap;
        let permalink = &*entry.card.permalink;
        Shared::of(&UrlView { permalink, lastmod, change_frequency, priority, alternates })
    };
    let is_shown = |entry: &&Entry| {
        entry.card.lang == lang
            && entry.build.list == Listing::Always
            && entry.build.render != Render::Never
            && entry.sitemap.is_disabled != Some(true)
    };
    let own = site.entries.iter().filter(is_shown);
    Shared::of(&own.map(view).collect::<Vec<_>>())
}

/// A page in every language it is in, itself among them; nothing for a page in one.
fn alternates<'a>(site: &'a Site, entry: &'a Entry) -> Vec<AlternateView<'a>> {
    let others = entry.translations.iter().map(|id| site.entry(*id));
    let own = (!entry.translations.is_empty()).then_some(entry);
    let mut all: Vec<&Entry> = own.into_iter().chain(others).collect();
    all.sort_by_key(|entry| entry.card.lang);
    let view = |entry: &&'a Entry| AlternateView {
        language: &site.config.languages.get(entry.card.lang).tag,
        permalink: &entry.card.permalink,
    };
    all.iter().map(view).collect()
}

/// `sitemaps`: the map of each language.
pub(super) fn index(site: &Site) -> Shared {
    let base = site.config.base_url.as_ref().map_or("/", |base| base.as_str());
    let maps = site.jobs.iter().filter_map(|(path, job)| match job {
        Job::Sitemap(lang) => Some((lang, path)),
        _ => None,
    });
    let mut maps: Vec<_> = maps.collect();
    maps.sort();
    let view = |(lang, path): &(&Lang, _)| SitemapView {
        permalink: format!("{base}{path}"),
        lastmod: timestamp(site.edition(**lang).updated),
    };
    Shared::of(&maps.iter().map(view).collect::<Vec<_>>())
}
