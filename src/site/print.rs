//! What the files of a site can show of it besides their own texts.

use chrono::{DateTime, FixedOffset};
use rayon::prelude::{IntoParallelRefIterator as _, ParallelIterator as _};

use super::entry::{Card, Entry};
use super::text::LinkedText;
use super::{Edition, Job, Site};
use crate::base::digest::Digest;
use crate::base::encode::digest_of;

/// The print of a site: two sites of one print differ in nothing but the texts of their pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Print {
    /// The digest of all but the texts and their lengths.
    pub plain: Digest,
    /// The digest of the lengths of texts.
    pub lengths: Digest,
}

impl Site {
    /// The site's print. Nothing is left out of it by mistake: what is added to the parts of a site has to be named here.
    pub fn print(&self) -> Print {
        let Self { config, entries, editions, jobs } = self;
        let config = Digest::of(format!("{config:?}").as_bytes());
        let maps = jobs.iter().filter_map(|(path, job)| match job {
            Job::Feed(id) => Some((path, 'f', id.0)),
            Job::Sitemap(lang) => Some((path, 's', lang.0)),
            Job::SitemapIndex => Some((path, 'i', 0)),
            _ => None,
        });
        let maps = digest_of(&maps.collect::<Vec<_>>());
        let editions: Vec<Digest> = editions.iter().map(of_edition).collect();
        let related = |entry: &Entry| &self.config.of(entry.card.lang).related;
        let shows_anchors =
            |entry: &Entry| related(entry).indices.iter().any(|index| index.has_fragments);
        let own: Vec<Digest> =
            entries.par_iter().map(|entry| of_entry(entry, shows_anchors(entry))).collect();
        let parts = [&config, &maps].into_iter().chain(&editions).chain(&own);
        let lengths = entries.iter().map(|entry| (entry.card.word_count, entry.card.reading_time));
        Print {
            plain: Digest::of_parts(parts.map(Digest::as_bytes)),
            lengths: digest_of(&lengths.collect::<Vec<_>>()),
        }
    }
}

fn of_edition(edition: &Edition) -> Digest {
    // Relatives are found by what the print holds of entries.
    let Edition { lang, home, pages, sections, taxonomies, menus, relatives: _, updated } = edition;
    digest_of(&(lang, home, pages, sections, taxonomies, menus, moment(*updated)))
}

/// The digest of what others may see of an entry, and its own page besides its text.
fn of_entry(entry: &Entry, shows_anchors: bool) -> Digest {
    let Entry {
        card,
        text,
        folder,
        // It stands on the entry's own page alone.
        dataset: _,
        keywords,
        layout,
        template_folder,
        taxonomy,
        build,
        sitemap,
        files,
        image,
        parent,
        children,
        members,
        previous,
        next,
        site_previous,
        site_next,
        translations,
        pagers,
    } = entry;
    let article = text.as_ref().map(LinkedText::article);
    let layout = layout.as_ref().map(|layout| &layout.name);
    let front = article.map(|article| {
        let front = &article.front;
        (front.title.is_some(), &front.terms, &front.term_weights)
    });
    let anchors = article.filter(|_| shows_anchors).map(|article| &article.facts.anchors);
    let neighbors = (previous, next, site_previous, site_next);
    digest_of(&(
        of_card(card),
        (keywords, layout, template_folder, taxonomy, build, sitemap),
        (folder, files, image, parent, children, members, neighbors, translations, pagers),
        (front, anchors),
    ))
}

fn of_card(card: &Card) -> Digest {
    let Card {
        kind,
        lang,
        file,
        title,
        link_title,
        description,
        url,
        permalink,
        date,
        publish_date,
        lastmod,
        draft,
        weight,
        // They are digested by themselves.
        word_count: _,
        reading_time: _,
        summary,
        truncated,
        section,
        terms,
        params,
    } = card;
    let dates = [date, publish_date, lastmod].map(|date| moment(*date));
    digest_of(&(
        (kind, lang, file, title, link_title, description),
        (url, permalink, dates, draft, weight),
        (&**summary, truncated, section, terms, params),
    ))
}

fn moment(time: Option<DateTime<FixedOffset>>) -> Option<(i64, u32, i32)> {
    let parts = |time: DateTime<FixedOffset>| {
        (time.timestamp(), time.timestamp_subsec_nanos(), time.offset().local_minus_utc())
    };
    time.map(parts)
}
