//! Pages that have much in common, found as Hugo finds them.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::{Mutex, OnceLock, PoisonError};

use chrono::{DateTime, FixedOffset};
use rayon::prelude::{IntoParallelRefIterator as _, ParallelIterator as _};

use super::entry::{Entry, EntryId, EntryKind};
use super::place::first_day;
use super::text::LinkedText;
use super::{Edition, Site};
use crate::base::node::{Node, Value};
use crate::content::config::{Config, Related, RelatedIndex};
use crate::resolve::article::Article;

/// Which pages of a language are related, found when it is first asked for.
#[derive(Debug, Default)]
pub struct Relatives {
    index: OnceLock<Index>,
}

/// What the pages of a language have in common.
#[derive(Debug)]
struct Index {
    /// The pages, the newest first, then by title: those of equal weight are listed so.
    pages: Vec<Listed>,
    /// For each index of the configuration, the pages that have each keyword, in their order.
    postings: Vec<HashMap<String, Vec<usize>>>,
    /// An index by which alone no page is found.
    minor: Option<Minor>,
    /// The relatives of each entry of the site, as far as they were asked for.
    found: Vec<OnceLock<Vec<EntryId>>>,
    /// Ranks of no page, one list for each search that is under way: to make so long a list takes longer than a search.
    blank: Mutex<Vec<Vec<Rank>>>,
}

/// A page that can be a relative.
#[derive(Debug)]
struct Listed {
    id: EntryId,
    /// When it is published, in microseconds.
    published: i64,
}

/// An index of a date which on its own counts too little: large parts of a site share a year, and need not be looked through.
#[derive(Debug)]
struct Minor {
    /// Its place in the configuration.
    at: usize,
    /// For each page which keyword it has, by a number.
    groups: Vec<Option<usize>>,
    numbers: HashMap<String, usize>,
}

/// How much a page has in common with another.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Rank {
    weight: i64,
    n_matches: i64,
}

impl Rank {
    fn add(&mut self, weight: i64) {
        self.weight += weight;
        self.n_matches += 1;
    }
}

impl Site {
    /// The pages that have most in common with a page, the closest first, as many as the configuration wants.
    pub fn related(&self, id: EntryId) -> &[EntryId] {
        let edition = self.edition_of(id);
        let config = self.config.of(edition.lang);
        let index = edition.relatives.index.get_or_init(|| Index::new(self, edition));
        index.found[id.0].get_or_init(|| index.search(self.entry(id), (id, config)))
    }
}

impl Index {
    fn new(site: &Site, edition: &Edition) -> Self {
        let config = site.config.of(edition.lang);
        let pages = listed(site, edition);
        let postings = config.related.indices.iter().map(|index| {
            let mut postings: HashMap<String, Vec<usize>> = HashMap::new();
            let mut n_pages = 0;
            // An index without a weight is off.
            let own = if index.weight == 0 { &[] } else { pages.as_slice() };
            let own = own.par_iter().map(|page| keywords(site.entry(page.id), index));
            for (at, keywords) in own.collect::<Vec<_>>().into_iter().enumerate() {
                n_pages += usize::from(!keywords.is_empty());
                for keyword in keywords {
                    postings.entry(keyword).or_default().push(at);
                }
            }
            let is_common = |pages: &Vec<usize>| {
                (pages.len() * 100).div_ceil(n_pages.max(1)) > index.cardinality
            };
            if index.cardinality > 0 {
                postings.retain(|_, pages| !is_common(pages));
            }
            postings
        });
        let postings: Vec<_> = postings.collect();
        let minor = Minor::of(&config.related, &postings, pages.len());
        let found = site.entries.iter().map(|_| OnceLock::new()).collect();
        Self { pages, postings, minor, found, blank: Mutex::default() }
    }

    /// The relatives of an entry.
    fn search(&self, entry: &Entry, (own, config): (EntryId, &Config)) -> Vec<EntryId> {
        let related = &config.related;
        let until = entry.card.publish_date.filter(|_| !related.include_newer);
        let until = until.map_or(i64::MAX, |date| date.timestamp_micros());
        let first = self.pages.partition_point(|page| page.published > until);
        let blank = || self.blank.lock().unwrap_or_else(PoisonError::into_inner);
        let ready = blank().pop();
        let mut ranks = ready.unwrap_or_else(|| vec![Rank::default(); self.pages.len()]);
        let mut candidates = Vec::new();
        let minor = self.minor.as_ref();
        for (at, index) in related.indices.iter().enumerate() {
            if minor.is_some_and(|minor| minor.at == at) {
                continue;
            }
            for keyword in keywords(entry, index) {
                let pages = self.postings[at].get(&keyword).map_or(&[][..], Vec::as_slice);
                for page in &pages[pages.partition_point(|page| *page < first)..] {
                    let rank = &mut ranks[*page];
                    if rank.n_matches == 0 {
                        candidates.push(*page);
                    }
                    rank.add(index.weight);
                }
            }
        }
        if let Some(minor) = minor {
            let index = &related.indices[minor.at];
            let keyword = keywords(entry, index).pop();
            let number = keyword.and_then(|keyword| minor.numbers.get(&keyword));
            let shared = candidates.iter().filter(|page| minor.groups[**page].as_ref() == number);
            shared.filter(|_| number.is_some()).for_each(|page| {
                ranks[*page].add(index.weight);
            });
        }
        let nearest = self.nearest(&candidates, (own, related), &ranks);
        for page in candidates {
            ranks[page] = Rank::default();
        }
        blank().push(ranks);
        nearest
    }

    /// The nearest of the candidates, the closest first.
    fn nearest(
        &self,
        candidates: &[usize],
        (own, related): (EntryId, &Related),
        ranks: &[Rank],
    ) -> Vec<EntryId> {
        let scale = Scale::of(related);
        // Most have as much in common as the one before.
        let mut last = (Rank::default(), false);
        let is_near = |page: &&usize| {
            let rank = ranks[**page];
            if last.0 != rank {
                last = (rank, scale.is_enough(rank));
            }
            last.1 && self.pages[**page].id != own
        };
        let mut near: Vec<usize> = candidates.iter().filter(is_near).copied().collect();
        let key = |page: &usize| (Reverse(ranks[*page].weight), *page);
        if near.len() > related.limit {
            near.select_nth_unstable_by_key(related.limit, key);
            near.truncate(related.limit);
        }
        near.sort_unstable_by_key(key);
        near.into_iter().map(|page| self.pages[page].id).collect()
    }
}

impl Minor {
    fn of(
        related: &Related,
        postings: &[HashMap<String, Vec<usize>>],
        n_pages: usize,
    ) -> Option<Self> {
        let scale = Scale::of(related);
        let is_minor = |index: &RelatedIndex| {
            let is_date = ["date", "publishdate", "lastmod"].contains(&&*index.name);
            let alone = Rank { weight: index.weight, n_matches: 1 };
            is_date && !index.has_fragments && !scale.is_enough(alone)
        };
        let at = related.indices.iter().position(is_minor)?;
        let mut keywords: Vec<(&String, &Vec<usize>)> = postings[at].iter().collect();
        keywords.sort();
        let mut groups = vec![None; n_pages];
        let mut numbers = HashMap::new();
        for (number, (keyword, pages)) in keywords.into_iter().enumerate() {
            numbers.insert(keyword.clone(), number);
            for page in pages {
                groups[*page] = Some(number);
            }
        }
        Some(Self { at, groups, numbers })
    }
}

/// The pages of a language in the order in which relatives of equal weight are listed.
fn listed(site: &Site, edition: &Edition) -> Vec<Listed> {
    let card = |id: EntryId| &site.entry(id).card;
    // A page without a date is older than all others to Hugo.
    let published =
        |id: EntryId| card(id).publish_date.map_or(i64::MIN, |date| date.timestamp_micros());
    let title = |id: EntryId| {
        let article = article(site.entry(id));
        article.and_then(|article| article.front.title.as_ref()).map_or("", |title| &*title.value)
    };
    let mut ids = edition.pages.clone();
    ids.sort_by_key(|id| (Reverse(published(*id)), title(*id)));
    ids.into_iter().map(|id| Listed { id, published: published(id) }).collect()
}

/// What weights are measured by.
struct Scale {
    threshold: i64,
    low: i64,
    high: i64,
}

impl Scale {
    fn of(related: &Related) -> Self {
        let weights = || related.indices.iter().map(|index| index.weight).chain([0]);
        Self {
            threshold: related.threshold,
            low: weights().min().unwrap_or(0),
            high: weights().max().unwrap_or(0),
        }
    }

    /// Is a page near enough? The more it matches, the less weight each match needs.
    fn is_enough(&self, rank: Rank) -> bool {
        let mean = rank.weight / rank.n_matches.max(1);
        let range = (self.high - self.low).max(1);
        // Half of a percent is rounded up.
        let percentage = (200 * (mean - self.low) + range).div_euclid(2 * range);
        percentage >= self.threshold / rank.n_matches.max(1)
    }
}

fn article(entry: &Entry) -> Option<&Article> {
    entry.text.as_ref().map(LinkedText::article)
}

/// What a page has under the name of an index, each text a keyword. As in Hugo, some names are those of the page's own fields.
fn keywords(entry: &Entry, index: &RelatedIndex) -> Vec<String> {
    let Entry { card, .. } = entry;
    let article = article(entry);
    // To Hugo a page without a date is of the year 1, and one without a title has an empty one.
    let date = |date: Option<DateTime<FixedOffset>>| {
        vec![date.unwrap_or_else(first_day).format(&index.pattern).to_string()]
    };
    let has_title = card.kind != EntryKind::Page
        || article.is_some_and(|article| article.front.title.is_some());
    let is_texts =
        |name: &str| article.is_some_and(|article| article.front.terms.contains_key(name));
    let mut res = match &*index.name {
        "keywords" if !entry.keywords.is_empty() => entry.keywords.clone(),
        "date" => date(card.date),
        "publishdate" => date(card.publish_date),
        "lastmod" => date(card.lastmod),
        "title" | "linktitle" if !has_title => vec![String::new()],
        "title" => vec![card.title.clone()],
        "linktitle" => vec![card.link_title.clone()],
        "kind" => vec![card.kind.name().to_owned()],
        "type" if entry.template_folder.is_empty() => vec!["page".into()],
        "type" => vec![entry.template_folder.clone()],
        name if is_texts(name) => {
            let terms = article.and_then(|article| article.front.terms.get(name));
            terms.into_iter().flatten().map(|term| term.value.clone()).collect()
        }
        name => values(&card.params, name).unwrap_or_default(),
    };
    if let Some(article) = article.filter(|_| index.has_fragments) {
        let anchors = article.facts.anchors.iter();
        res.extend(anchors.filter(|anchor| !is_of_footnote(anchor)).cloned());
    }
    if index.to_lower {
        res = res.into_iter().map(|keyword| keyword.to_lowercase()).collect();
    }
    res
}

fn is_of_footnote(anchor: &str) -> bool {
    anchor.starts_with("fn") && anchor.contains(':')
}

/// The texts under a key of a map, whatever the case of its letters.
fn values(map: &Node, name: &str) -> Option<Vec<String>> {
    let Value::Map(entries) = &map.value else { return None };
    let entry = entries.iter().find(|entry| entry.key.to_lowercase() == name)?;
    let text = |node: &Node| match &node.value {
        Value::Integer(integer) => Some(integer.to_string()),
        Value::Float(float) => Some(float.to_string()),
        _ => node.scalar_text(""),
    };
    match &entry.value.value {
        Value::Null => None,
        Value::List(items) => Some(items.iter().filter_map(text).collect()),
        _ => Some(text(&entry.value).into_iter().collect()),
    }
}
