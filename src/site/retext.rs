//! A site in which nothing but some texts has changed.

use std::sync::Arc;

use rayon::prelude::{IntoParallelRefIterator as _, ParallelIterator as _};

use super::entry::Entry;
use super::extract::{self, Extract, Extracts};
use super::text::LinkedText;
use super::{Job, Site, card};
use crate::resolve::article::{Article, Texts};

/// With so many new texts a site is linked anew.
const MANY: usize = 64;

impl Site {
    /// Puts the articles `new` in the place of `old`, with which the site was linked: the site is then what linking gives.
    ///
    /// False, and the site is as it was, if it would show anything else of an article than before but its text.
    pub fn retext(
        &mut self,
        (old, new): (&[Article], &[Article]),
        memory: (&Extracts, &dyn Texts),
    ) -> bool {
        let pairs = || old.iter().zip(new);
        if old.len() != new.len() || !pairs().all(|(old, new)| old.looks_like(new)) {
            return false;
        }
        let changed: Vec<_> = pairs().filter(|(old, new)| !old.is_same_text(new)).collect();
        if changed.len() > MANY {
            return false;
        }
        let texts = changed.iter().map(|(old, new)| self.text_of(old, new, memory));
        let Some(texts) = texts.collect::<Option<Vec<_>>>() else { return false };
        for (at, text, extract) in texts {
            let entry = &mut self.entries[at];
            card::retext(entry, text, &extract, self.config.of(entry.card.lang));
        }
        // The extracts of the other pages are asked for, or they would be taken for unused.
        self.entries.par_iter().for_each(|entry| {
            let config = self.config.of(entry.card.lang);
            let text = entry.text.as_ref();
            drop(text.map(|text| extract::of(text, config, memory)));
        });
        let made = changed.iter().filter(|(_, new)| !new.facts.made.is_empty());
        for (old, new) in made {
            for job in self.jobs.values_mut() {
                if let Job::Made(article, _) = job
                    && article.is_same_text(old)
                {
                    article.clone_from(new);
                }
            }
        }
        true
    }

    /// The place of the entry of the article `old`, with the text and the extract of `new`.
    fn text_of(
        &self,
        old: &Article,
        new: &Article,
        memory: (&Extracts, &dyn Texts),
    ) -> Option<(usize, LinkedText, Arc<Extract>)> {
        let is_of = |text: &LinkedText| text.article().is_same_text(old);
        let is_own = |entry: &Entry| entry.text.as_ref().is_some_and(is_of);
        let at = self.entries.iter().position(is_own)?;
        let entry = &self.entries[at];
        let text = entry.text.as_ref()?.with(new.clone());
        let extract = extract::of(&text, self.config.of(entry.card.lang), memory).ok()?;
        Some((at, text, extract))
    }
}
