//! The order of pages, and the dates of lists, which take part in it.

use std::cmp::Reverse;

use chrono::{DateTime, FixedOffset};
use rayon::prelude::ParallelSliceMut as _;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::entry::EntryKind;
use super::plan::Planned;
use crate::content::front_matter::{Build, FrontMatter, Listing, Render};
use crate::resolve::article::Article;

/// A date, if there is one.
type Date = Option<DateTime<FixedOffset>>;

/// Of a page the date, that of its last change, and from when on it is published.
type Dates = (Date, Date, Date);

/// Gives each list without a date the newest of the pages in it and below it, as Hugo does.
pub(super) fn date_lists(articles: &[Article], planned: &mut [Planned]) {
    let own: Vec<Dates> = planned
        .iter()
        .map(|page| {
            let front = page.front(articles);
            let date = front.and_then(|front| front.date.as_ref()).map(|date| date.value);
            let publish = front.and_then(|front| front.publish_date.as_ref());
            let publish = publish.map(|date| date.value);
            let lastmod = front.and_then(|front| front.lastmod.as_ref()).map(|date| date.value);
            (date, lastmod, publish)
        })
        .collect();
    // One that has any date at all keeps to it.
    let is_dated = |page: &Planned| {
        page.front(articles).is_some_and(|front| {
            let FrontMatter { date, lastmod, publish_date, expiry_date, .. } = front;
            [date, lastmod, publish_date, expiry_date].iter().any(|date| date.is_some())
        })
    };
    let keeps: Vec<bool> = planned.iter().map(is_dated).collect();
    let mut dates = own.clone();
    let mut raise = |at: usize, page: usize| {
        if !keeps[at] {
            raise_to(&mut dates[at], own[page]);
        }
    };
    for page in 0..planned.len() {
        let kind = planned[page].kind;
        let Build { render, list, .. } = planned[page].build(articles);
        let is_nowhere = render == Render::Never && list == Listing::Never;
        if kind == EntryKind::Term && is_nowhere {
            continue;
        }
        let mut above = planned[page].parent;
        while let Some(list) = above {
            raise(list, page);
            // The date of a term is one of its taxonomy and of nothing above it.
            above = planned[list].parent.filter(|_| kind != EntryKind::Term);
        }
    }
    date_terms(articles, planned, (&own, &keeps, &mut dates));
    for (page, dates) in planned.iter_mut().zip(dates) {
        (page.date, page.lastmod, page.publish_date) = dates;
    }
}

/// Gives terms and taxonomies without a date the newest of the pages that name them: lists with the dates that they have got.
fn date_terms(
    articles: &[Article],
    planned: &[Planned],
    (own, keeps, dates): (&[Dates], &[bool], &mut [Dates]),
) {
    for (at, page) in planned.iter().enumerate() {
        if page.build(articles).render == Render::Never {
            continue;
        }
        let is_of_terms = matches!(page.kind, EntryKind::Taxonomy | EntryKind::Term);
        let newest = if is_of_terms { own[at] } else { dates[at] };
        // In Hugo the home page dates the taxonomies that it is in, and not its terms.
        let is_home = page.kind == EntryKind::Home;
        for (taxonomy, terms) in &page.terms {
            let terms = terms.iter().filter(|_| !is_home);
            for list in std::iter::once(taxonomy).chain(terms) {
                if !keeps[*list] {
                    raise_to(&mut dates[*list], newest);
                }
            }
        }
    }
}

/// Makes dates those of another page where they are newer.
fn raise_to(dates: &mut Dates, other: Dates) {
    dates.0 = dates.0.max(other.0);
    dates.1 = dates.1.max(other.1);
    dates.2 = dates.2.max(other.2);
}

/// Each page's place in the default order, and the pages in it.
///
/// The default order is Hugo's: by weight, those without one last; then newest first; then by title and file.
pub(super) fn ranked(articles: &[Article], planned: &[Planned]) -> (Vec<usize>, Vec<usize>) {
    let key = |page: &Planned| {
        let front = page.front(articles);
        let weight = front.map_or(0, |front| front.weight);
        let title = front.and_then(|front| {
            front.link_title.as_ref().or(front.title.as_ref()).map(|title| title.value.clone())
        });
        // To Hugo a file without a title has an empty one.
        let title = title.unwrap_or_else(|| match page.article {
            Some(_) => String::new(),
            None => page.title.clone(),
        });
        let date = page.date.map(|date| date.timestamp());
        (weight == 0, weight, Reverse(date), Collated::of(&title), page.logical(articles))
    };
    let mut order: Vec<usize> = (0..planned.len()).collect();
    order.par_sort_by_cached_key(|at| key(&planned[*at]));
    let mut rank = vec![0; planned.len()];
    for (position, at) in order.iter().enumerate() {
        rank[*at] = position;
    }
    (order, rank)
}

/// A title as it is sorted: letters before their case and accents, and spaces, signs and digits before letters.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Collated {
    letters: Vec<(u8, char)>,
    accents: Vec<char>,
    capitals: Vec<bool>,
}

impl Collated {
    fn of(title: &str) -> Self {
        let class = |character: char| match character {
            c if c.is_whitespace() => 0,
            c if c.is_alphabetic() => 3,
            c if c.is_numeric() => 2,
            _ => 1,
        };
        let plain = title.nfd().filter(|character| !is_combining_mark(*character));
        let folded = plain.clone().flat_map(char::to_lowercase);
        Self {
            letters: folded.map(|character| (class(character), character)).collect(),
            accents: title.nfd().filter(|character| is_combining_mark(*character)).collect(),
            capitals: plain.map(char::is_uppercase).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Collated;

    #[test]
    fn titles_are_sorted_as_in_a_dictionary() {
        let mut titles = [
            "Zed", "alpha 5", "foo bar", "Rust", "Page 12", "über", "Foo", "foo", "2024", "uber",
            "(a)",
        ];
        titles.sort_by_key(|title| Collated::of(title));
        assert_eq!(
            titles,
            [
                "(a)", "2024", "alpha 5", "foo", "Foo", "foo bar", "Page 12", "Rust", "uber",
                "über", "Zed"
            ]
        );
    }
}
