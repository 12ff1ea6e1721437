//! Cells of one kind among the cells of a column.

use crate::data::breaches::Place;

/// Cells that belong together, and the others.
#[derive(Debug, Clone, Default)]
pub(super) struct Family {
    /// How many they are.
    pub(super) members: usize,
    /// The first cell that is none of them, and whether all of the others are the same text.
    pub(super) stranger: Option<(String, Place)>,
    pub(super) strangers_agree: bool,
}

impl Family {
    /// Adds a cell.
    pub(super) fn add(&mut self, member: bool, text: &str, place: &mut impl FnMut() -> Place) {
        match &self.stranger {
            _ if member => self.members += 1,
            None => {
                self.stranger = Some((text.to_owned(), place()));
                self.strangers_agree = true;
            }
            Some((first, _)) => self.strangers_agree = self.strangers_agree && first == text,
        }
    }

    /// Adds the cells of what follows in the file.
    pub(super) fn absorb(&mut self, other: Self) {
        self.members += other.members;
        match (&self.stranger, other.stranger) {
            (_, None) => {}
            (None, Some(stranger)) => {
                self.stranger = Some(stranger);
                self.strangers_agree = other.strangers_agree;
            }
            (Some((first, _)), Some((text, _))) => {
                self.strangers_agree =
                    self.strangers_agree && other.strangers_agree && *first == text;
            }
        }
    }

    /// The stranger, if so many cells are members that it must be a slip.
    pub(super) fn odd(
        self,
        cells: usize,
        name: &'static str,
    ) -> Option<(&'static str, usize, String, Place)> {
        let strangers = cells - self.members;
        let few = strangers == 1 || strangers * 10 <= cells;
        let odd = (few && strangers * 2 <= self.members)
            || (self.strangers_agree && (2..=self.members).contains(&strangers));
        let (text, place) = self.stranger?;
        odd.then_some((name, strangers, text, place))
    }
}
