//! Many cells at once, of whose texts a glance tells what they are.

use super::{Family, Profile};

/// What such cells are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::data) enum Seen {
    /// Numbers without an exponent, of so few digits that any type holds them.
    Numbers,
    /// Days.
    Days,
    /// Neither numbers nor times nor truth values.
    Texts,
}

impl Profile {
    /// Is all that cells of the kind could tell by their places told by earlier ones? It stays so.
    pub(in crate::data) fn is_settled(&self, seen: Seen) -> bool {
        // The next cell that is no number tells whether marks may have to be declared, the next that is no date either an order of dates.
        let is_marked = self.declared.is_none() && self.marked + self.numbers.members == self.cells;
        let is_dated = self.declared.is_none() && self.dated + self.times.members == self.cells;
        let has_more = match seen {
            Seen::Numbers => false,
            Seen::Days => is_marked,
            Seen::Texts => is_marked || is_dated,
        };
        !has_more && self.without(seen).all(|family| family.stranger.is_some())
    }

    /// Can a cell of the kind still make a difference by its text?
    pub(in crate::data) fn is_agreeing(&self, seen: Seen) -> bool {
        self.without(seen).any(|family| family.strangers_agree)
    }

    /// Looks at the text of a cell of the kind; it is still to be counted.
    pub(in crate::data) fn look(&mut self, seen: Seen, text: &str) {
        for family in self.without_mut(seen) {
            if let Some((first, _)) = &family.stranger {
                family.strangers_agree = family.strangers_agree && first == text;
            }
        }
    }

    /// Counts `n` cells of the kind; `digits` are the most before and after the point.
    pub(in crate::data) fn add_many(&mut self, seen: Seen, n: usize, digits: (usize, usize)) {
        self.cells += n;
        match seen {
            Seen::Numbers => {
                self.numbers.members += n;
                self.digits = (self.digits.0.max(digits.0), self.digits.1.max(digits.1));
            }
            Seen::Days => {
                self.times.members += n;
                self.dates += n;
            }
            Seen::Texts => {}
        }
    }

    /// The families that cells of the kind are strangers to.
    fn without(&self, seen: Seen) -> impl Iterator<Item = &Family> {
        let families = [
            (&self.numbers, seen != Seen::Numbers),
            (&self.times, seen != Seen::Days),
            (&self.booleans, true),
        ];
        families.into_iter().filter(|(_, is_other)| *is_other).map(|(family, _)| family)
    }

    fn without_mut(&mut self, seen: Seen) -> impl Iterator<Item = &mut Family> {
        let families = [
            (&mut self.numbers, seen != Seen::Numbers),
            (&mut self.times, seen != Seen::Days),
            (&mut self.booleans, true),
        ];
        families.into_iter().filter(|(_, is_other)| *is_other).map(|(family, _)| family)
    }
}
