//! Maps of the site for search engines.

use super::card::timestamp;
use super::shelf::Shelf;
use super::template::Shared;
use super::views::{AlternateView, SitemapView, UrlView};
use crate::content::config::Lang;
use crate::content::front_matter::{Listing, Render, Sitemap};
use crate::site::entry::Entry;
use crate::site::{Job, Site};

/// The address of the map that leads to the pages of a language.
pub(super) fn url(site: &Site, lang: Lang) -> Option<String> {
    site.config.base_url.as_ref()?;
    let is_own = |job: &Job| match job {
        Job::SitemapIndex => true,
        Job::Sitemap(own) => *own == lang,
        _ => false,
    };
    // The map of all languages lies nearer to the root than theirs.
    let maps = site.jobs.iter().filter(|(_, job)| is_own(job));
    let (path, _) = maps.min_by_key(|(path, _)| path.as_str().matches('/').count())?;
    Some(site.address(lang, path))
}

/// `urls`: every page of a language that is listed.
pub(super) fn urls(shelf: &Shelf, lang: Lang) -> Shared {
    let site = shelf.site;
    let is_shown = |entry: &&Entry| {
        entry.card.lang == lang
            && entry.build.list == Listing::Always
            && entry.build.render != Render::Never
            && entry.sitemap.is_disabled != Some(true)
    };
    let urls: Vec<UrlView> = (site.entries.iter().filter(is_shown))
        .map(|entry| {
            let lastmod = timestamp(entry.card.lastmod);
            let alternates = alternates(site, entry);
            let Sitemap { change_frequency, priority, .. } = &entry.sitemap;
            let (change_frequency, priority) = (change_frequency.as_deref(), *priority);
            let permalink = &*entry.card.permalink;
            UrlView { permalink, lastmod, change_frequency, priority, alternates }
        })
        .collect();
    shelf.of(&urls)
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
pub(super) fn index(shelf: &Shelf) -> Shared {
    let site = shelf.site;
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
    shelf.of(&maps.iter().map(view).collect::<Vec<_>>())
}
