//! Series: pages that are parts of one whole, by the terms of the taxonomy of this name.

use super::Site;
use super::entry::{Entry, EntryId};

/// The taxonomy whose terms are series.
const SERIES: &str = "series";

impl Site {
    /// The series that a page is in, each with its parts in the order in which they are read.
    pub fn series(&self, id: EntryId) -> Vec<(EntryId, Vec<EntryId>)> {
        let terms = self.entry(id).card.terms.iter();
        let series = terms.filter(|(taxonomy, _)| self.entry(*taxonomy).taxonomy == SERIES);
        let of_term = |term: &EntryId| {
            let members = &self.entry(*term).members;
            members.contains(&id).then(|| (*term, self.in_reading_order(members)))
        };
        series.flat_map(|(_, terms)| terms).filter_map(of_term).collect()
    }

    /// By their weight in the series, then by their own, then the oldest first; parts without a weight come last.
    fn in_reading_order(&self, members: &[EntryId]) -> Vec<EntryId> {
        let last = |weight: i64| (weight == 0, weight);
        let key = |id: &EntryId| {
            let entry = self.entry(*id);
            (last(weight_in_series(entry)), last(entry.card.weight), entry.card.date)
        };
        let mut parts = members.to_vec();
        parts.sort_by_cached_key(key);
        parts
    }
}

fn weight_in_series(entry: &Entry) -> i64 {
    let front = entry.text.as_ref().map(|text| &text.article().front);
    front.and_then(|front| front.term_weights.get(SERIES).copied()).unwrap_or(0)
}
