//! The views of a site, each made when it is first asked for and then shared.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use serde::Serialize;

use crate::base::encode::digest_of;
use crate::base::path::OutPath;
use crate::content::config::{BaseUrl, Lang};
use crate::site::entry::{Entry, EntryId, EntryKind, TocItem};
use crate::site::{Edition, Job, Site};

use super::address;
use super::card::{blank, breadcrumbs, card, headings, link, timestamp};
use super::feed;
use super::languages;
use super::links;
use super::sitemap;
use super::template::Shared;
use super::views::{
    AuthorView, CardView, ListView, PageView, Params, SectionView, SiteView, TaxonomyView, TermView,
};

/// How many pages `recent` holds.
const RECENT: usize = 10;

/// What `site.generator` says.
const GENERATOR: &str = concat!("numerate ", env!("CARGO_PKG_VERSION"));

/// The shared views of a site, in each of its languages.
pub(super) struct Shelf<'a> {
    pub(super) site: &'a Site,
    form: Form,
    /// Do cards tell the lengths of texts?
    lengths: bool,
    feeds: BTreeMap<EntryId, &'a OutPath>,
    common: Arc<Common>,
    editions: Vec<EditionViews>,
}

/// What shelves of one form share, whether their cards tell the lengths of texts or not.
#[derive(Debug)]
struct Common {
    /// Cards without lengths.
    cards: Vec<OnceLock<Shared>>,
    items: Vec<OnceLock<Shared>>,
    links: Vec<OnceLock<Shared>>,
}

/// The views of the site in one language.
#[derive(Default)]
struct EditionViews {
    site: OnceLock<Shared>,
    wide: [OnceLock<Shared>; Wide::ALL.len()],
}

/// What a shelf makes of views.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Values that templates can show.
    Values,
    /// Their digests, in the same places: enough to tell whether a template would be given anything else than before.
    Digests,
}

/// A view of the whole site in one language, made only for templates that name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wide {
    AllPages,
    Recent,
    Sections,
    Taxonomies,
}

impl Wide {
    /// Every wide view.
    pub(super) const ALL: [Self; 4] =
        [Self::AllPages, Self::Recent, Self::Sections, Self::Taxonomies];

    /// The top-level variable that holds it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::AllPages => "all_pages",
            Self::Recent => "recent",
            Self::Sections => "sections",
            Self::Taxonomies => "taxonomies",
        }
    }
}

impl<'a> Shelf<'a> {
    /// Empty shelves: one whose cards do not tell the lengths of texts, and one whose cards do.
    ///
    /// Templates that do not name the lengths in cards get cards without them, so that an edit of a text which changes nothing else
    /// of its card is seen by its own page alone.
    pub(super) fn pair(site: &'a Site, form: Form) -> [Self; 2] {
        let empty = || site.entries.iter().map(|_| OnceLock::new()).collect();
        let common = Arc::new(Common { cards: empty(), items: empty(), links: empty() });
        [false, true].map(|lengths| Self::new(site, (form, lengths), Arc::clone(&common)))
    }

    fn new(site: &'a Site, (form, lengths): (Form, bool), common: Arc<Common>) -> Self {
        let feeds = site.jobs.iter().filter_map(|(path, job)| match job {
            Job::Feed(id) => Some((*id, path)),
            _ => None,
        });
        Self {
            site,
            form,
            lengths,
            feeds: feeds.collect(),
            common,
            editions: site.editions.iter().map(|_| EditionViews::default()).collect(),
        }
    }

    /// A view in the shelf's form.
    pub(super) fn of(&self, view: &impl Serialize) -> Shared {
        match self.form {
            Form::Values => Shared::of(view),
            Form::Digests => Shared::stand_in(digest_of(view)),
        }
    }

    /// `site`, in a language.
    pub(super) fn site_view(&self, lang: Lang) -> &Shared {
        self.editions[lang.0].site.get_or_init(|| {
            let config = self.site.config.of(lang);
            let edition = self.site.edition(lang);
            self.of(&SiteView {
                title: &config.title,
                base_url: config.base_url.as_ref().map_or("", BaseUrl::as_str),
                url: config.root_path(),
                home: &self.site.entry(edition.home).card.url,
                lang: &config.own().code,
                language: &config.language,
                direction: config.own().direction.name(),
                languages: languages::all(self.site),
                description: config.description.as_deref().unwrap_or(""),
                author: AuthorView {
                    name: config.author.name.as_deref().unwrap_or(""),
                    email: config.author.email.as_deref().unwrap_or(""),
                    url: config.author.url.as_deref().unwrap_or(""),
                },
                copyright: config.copyright.as_deref().unwrap_or(""),
                menu: links::menu(edition.menus.get("main").map_or(&[], Vec::as_slice)),
                menus: (edition.menus.iter())
                    .map(|(name, items)| (name.as_str(), links::menu(items)))
                    .collect(),
                params: Params(&config.params),
                updated: timestamp(edition.updated),
                feed: self.feed_url(edition.home),
                sitemap: sitemap::url(self.site, lang),
                generator: GENERATOR,
            })
        })
    }

    /// A link to an entry.
    pub(super) fn link(&self, id: EntryId) -> &Shared {
        self.common.links[id.0].get_or_init(|| self.of(&link(&self.site.entry(id).card)))
    }

    /// The card of an entry.
    pub(super) fn card(&self, id: EntryId) -> Shared {
        let own = &self.site.entry(id).card;
        let plain = self.common.cards[id.0].get_or_init(|| {
            let view = card(self, own);
            self.of(&CardView { word_count: None, reading_time: None, ..view })
        });
        if !self.lengths {
            return plain.clone();
        }
        // Made for each list anew: kept, they would be as large as the cards.
        match self.form {
            Form::Values => {
                plain.with([("word_count", own.word_count), ("reading_time", own.reading_time)])
            }
            Form::Digests => self.of(&(plain, own.word_count, own.reading_time)),
        }
    }

    /// The card of an entry as an item of feeds.
    pub(super) fn item(&self, id: EntryId) -> &Shared {
        self.common.items[id.0].get_or_init(|| {
            let card = &self.site.entry(id).card;
            match self.form {
                Form::Values => Shared::of(&feed::item(self.site, card)),
                Form::Digests => Shared::stand_in(feed::digest_of_item(self.site, card)),
            }
        })
    }

    /// A view of the whole site in a language.
    pub(super) fn wide(&self, lang: Lang, wide: Wide) -> &Shared {
        let edition = self.site.edition(lang);
        self.editions[lang.0].wide[wide as usize].get_or_init(|| match wide {
            Wide::AllPages => self.of(&self.cards_of(&edition.pages)),
            Wide::Recent => self.of(&self.cards_of(&self.recent(edition))),
            Wide::Sections => self.sections(edition),
            Wide::Taxonomies => self.taxonomies(edition),
        })
    }

    /// `page`.
    pub(super) fn page(&self, id: EntryId) -> Shared {
        let Self { site, .. } = self;
        let entry = site.entry(id);
        let shared = |id: Option<EntryId>| id.map_or_else(Shared::none, |id| self.card(id));
        let (content, toc, data_note) = self.text(entry);
        let image = |image: &String| address::absolute(&entry.card.permalink, image);
        let view = PageView {
            card: self.own_card(entry),
            content,
            toc: headings(&mut toc.as_slice(), 0),
            data_note,
            image: entry.image.as_ref().map(image),
            feed: self.feed_url(id),
            keywords: &entry.keywords,
            layout: entry.layout.as_ref().map(|layout| &*layout.name),
            files: links::files(entry),
            parent: (entry.parent.map(|parent| &site.entry(parent).card))
                .filter(|card| !card.url.is_empty())
                .map(link),
            breadcrumbs: breadcrumbs(site, entry),
            previous: shared(entry.previous),
            next: shared(entry.next),
            site_previous: shared(entry.site_previous),
            site_next: shared(entry.site_next),
            translations: languages::translations(site, entry),
            is_translated: !entry.translations.is_empty(),
        };
        match self.form {
            Form::Values => Shared::of(&view),
            Form::Digests => Shared::stand_in(digest_of(&(&self.card(id), &view))),
        }
    }

    /// The card of an entry as part of its own page; as a digest, what [`card`](Self::card) does not stand for.
    fn own_card(&self, entry: &'a Entry) -> CardView<'a> {
        let own = &entry.card;
        match self.form {
            Form::Values => card(self, own),
            Form::Digests => CardView {
                word_count: Some(own.word_count),
                reading_time: Some(own.reading_time),
                ..blank()
            },
        }
    }

    /// The text of an entry, its table of contents and its "Data" note; one digest stands for all of them.
    fn text(&self, entry: &Entry) -> (Shared, Vec<TocItem>, Shared) {
        match (&entry.text, self.form) {
            (None, _) => (Shared::html(""), Vec::new(), Shared::html("")),
            (Some(text), Form::Digests) => {
                (Shared::stand_in(text.digest()), Vec::new(), Shared::html(&entry.dataset))
            }
            (Some(text), Form::Values) => {
                // Whoever orders the page has seen to it that the text is there.
                let held = text.article().held_text().unwrap_or_default();
                let note = text.data_note(&held) + &entry.dataset;
                (Shared::html(&text.html(&held)), text.toc(&held), Shared::html(&note))
            }
        }
    }

    /// `page` of a page that is not an entry of the site.
    pub(super) fn unlisted(
        &self,
        (kind, lang): (&'static str, Lang),
        title: &str,
        path: &OutPath,
    ) -> Shared {
        let home = &self.site.entry(self.site.edition(lang).home).card;
        let config = self.site.config.of(lang);
        let path = path.as_str().strip_prefix(&*config.own().host).unwrap_or(path.as_str());
        let url = format!("{}{path}", config.root_path());
        let permalink = address::absolute(&home.permalink, &url);
        let lang = &config.own().code;
        self.of(&PageView {
            card: CardView { kind, lang, title, url: &url, permalink: &permalink, ..blank() },
            content: Shared::html(""),
            toc: Vec::new(),
            data_note: Shared::html(""),
            image: None,
            feed: None,
            keywords: &[],
            layout: None,
            files: Vec::new(),
            parent: Some(link(home)),
            breadcrumbs: vec![link(home)],
            previous: Shared::none(),
            next: Shared::none(),
            site_previous: Shared::none(),
            site_next: Shared::none(),
            translations: Vec::new(),
            is_translated: false,
        })
    }

    /// `list`, for the paginator page `number` counted from 0; none for entries that are not lists.
    pub(super) fn list(&self, id: EntryId, number: usize) -> Shared {
        let entry = self.site.entry(id);
        let own = entry.card.url.as_str();
        let pager = |number: usize| entry.pagers.get(number).map(String::as_str);
        let size = self.site.config.of(entry.card.lang).pagination.size;
        let members = entry.members.chunks(size).nth(number).unwrap_or_default();
        let (cards, sections, terms) = match entry.card.kind {
            EntryKind::Page => return Shared::none(),
            EntryKind::Taxonomy => (Vec::new(), Vec::new(), self.terms(&entry.children)),
            EntryKind::Home | EntryKind::Section | EntryKind::Term => {
                (self.cards_of(members), self.cards_of(&entry.children), Vec::new())
            }
        };
        self.of(&ListView {
            pages: cards,
            sections,
            terms,
            total: entry.members.len(),
            number: number + 1,
            pagers: &entry.pagers,
            first: pager(0).unwrap_or(own),
            last: entry.pagers.last().map_or(own, String::as_str),
            previous: number.checked_sub(1).and_then(pager),
            next: pager(number + 1),
        })
    }

    /// The absolute URL of a list's feed; none without a feed, or without a base URL.
    pub(super) fn feed_url(&self, id: EntryId) -> Option<String> {
        let path = self.feeds.get(&id)?;
        self.site.config.base_url.as_ref()?;
        Some(self.site.address(self.site.entry(id).card.lang, path))
    }

    /// `related`.
    pub(super) fn related(&self, id: EntryId) -> Shared {
        self.of(&self.cards_of(self.site.related(id)))
    }

    /// Cards of entries.
    pub(super) fn cards_of(&self, ids: &[EntryId]) -> Vec<Shared> {
        ids.iter().map(|id| self.card(*id)).collect()
    }

    fn sections(&self, edition: &Edition) -> Shared {
        let view = |id: &EntryId| {
            let Entry { card, members, .. } = self.site.entry(*id);
            SectionView {
                title: &card.title,
                url: &card.url,
                description: &card.description,
                pages: self.cards_of(members),
            }
        };
        self.of(&edition.sections.iter().map(view).collect::<Vec<_>>())
    }

    fn taxonomies(&self, edition: &Edition) -> Shared {
        let view = |id: &EntryId| {
            let Entry { card, children, taxonomy: name, .. } = self.site.entry(*id);
            let terms = self.terms(children);
            TaxonomyView { name, title: &card.title, url: &card.url, terms }
        };
        self.of(&edition.taxonomies.iter().map(view).collect::<Vec<_>>())
    }

    fn terms(&self, ids: &[EntryId]) -> Vec<TermView<'_>> {
        let view = |id: &EntryId| {
            let Entry { card, members, .. } = self.site.entry(*id);
            TermView { title: &card.title, url: &card.url, total: members.len() }
        };
        ids.iter().map(view).collect()
    }

    /// The newest dated pages; those of one moment in the default order.
    fn recent(&self, edition: &Edition) -> Vec<EntryId> {
        let date = |id: &EntryId| self.site.entry(*id).card.date;
        let mut ids: Vec<EntryId> =
            edition.pages.iter().copied().filter(|id| date(id).is_some()).collect();
        ids.sort_by_key(|id| Reverse(date(id)));
        ids.truncate(RECENT);
        ids
    }
}
