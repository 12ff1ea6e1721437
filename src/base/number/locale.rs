//! Languages that numbers and dates are written in.
//!
//! English is built in. What another language does with separators, scales, months and plurals comes from CLDR through ICU4X, and is gathered
//! when the first number of that language is read or written: a site in English never starts it.

mod icu;
mod plural;
mod words;

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use chrono::{Datelike as _, NaiveDate};

use super::calendar::Calendar;
use super::language::{ENGLISH, INDIAN_ENGLISH, Language};

pub use plural::plural_form;

/// The language of a page, as far as numbers and dates go.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Locale(&'static Language);

/// A form of dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateForm {
    /// `8 March 2025`.
    Day,
    /// `March 2025`.
    Month,
    /// `Mar 2025`.
    MonthShort,
    /// `Mar`.
    MonthName,
    /// `8 Mar 2025`.
    DayShort,
    /// `8 Mar`.
    DayOfYear,
}

/// The languages that were asked for. Each is made once and kept for as long as the program runs.
static KNOWN: Mutex<BTreeMap<String, &'static Language>> = Mutex::new(BTreeMap::new());

impl Locale {
    /// English.
    pub const ENGLISH: Self = Self(&ENGLISH);

    /// The locale of a language tag such as `de` or `pt-BR`; English for a tag that names no language that CLDR knows.
    pub fn of(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or("");
        if primary.eq_ignore_ascii_case("en") || primary.is_empty() {
            let is_indian = tag.split(['-', '_']).any(|part| part.eq_ignore_ascii_case("in"));
            return if is_indian { Self(&INDIAN_ENGLISH) } else { Self::ENGLISH };
        }
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(language) = known.get(tag) {
            return Self(language);
        }
        let language = icu::language(&tag.replace('_', "-")).unwrap_or(&ENGLISH);
        known.insert(tag.to_owned(), language);
        Self(language)
    }

    /// `date` in one of the forms of axes and templates.
    pub fn date(self, date: NaiveDate, form: DateForm) -> String {
        let formats = &self.0.date_formats;
        let pattern = match form {
            DateForm::Day => formats.day,
            DateForm::Month => formats.month,
            DateForm::MonthShort => formats.month_short,
            DateForm::MonthName => formats.month_name,
            DateForm::DayShort => formats.day_short,
            DateForm::DayOfYear => formats.day_of_year,
        };
        Calendar::of(pattern, self.0).write(date)
    }

    /// The name of the month of `date`, beside a day or alone.
    pub fn month(self, date: NaiveDate, is_short: bool, is_alone: bool) -> &'static str {
        let lists = self.0.months;
        // Those that stand alone come after the others, where there are such.
        let alone = if is_alone && lists.len() > 3 { 2 } else { 0 };
        lists[usize::from(is_short) + alone].names[date.month0() as usize]
    }

    /// The name of the weekday of `date`.
    pub fn weekday(self, date: NaiveDate, is_short: bool) -> &'static str {
        let day = date.weekday().num_days_from_monday();
        self.0.weekdays[usize::from(is_short)][day as usize]
    }

    /// The language's words and marks.
    pub(super) fn language(self) -> &'static Language {
        self.0
    }

    /// The language tag; `en` where the page's own is not known.
    pub fn tag(self) -> &'static str {
        self.0.tag
    }
}

impl From<&'static Language> for Locale {
    fn from(language: &'static Language) -> Self {
        Self(language)
    }
}

#[cfg(test)]
mod tests;
