//! Texts by key in the language of a page: what templates say beside the author's words, and what charts, tables and notes say.

mod read;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use super::digest::Digest;
use super::html::escape_to;
use super::number::{Format, Locale, plural_form};
use super::path::SitePath;
use super::source::Source;
use crate::base::cell::Cell;

pub use read::file;

/// The texts that pages of one language show.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// The language's code.
    pub code: String,
    /// The texts.
    pub texts: Texts,
    /// Keys that are known to be missing, with which templates show the key itself.
    pub gaps: BTreeSet<String>,
}

/// The texts of one file or several, by key.
pub type Texts = BTreeMap<String, Text>;

/// One text.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// The tag of the language that it is written in.
    tag: Arc<str>,
    /// What it says, by the plural form it is for.
    forms: BTreeMap<String, Vec<Piece>>,
}

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    /// It stands for itself.
    Plain(String),
    /// It stands for an argument: names from the outermost in, none for the only argument.
    Argument(Vec<String>),
}

/// A part of a text as it is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said<'t> {
    /// Words.
    Words(&'t str),
    /// The place of an argument, by its name in lower case.
    Argument(&'t str),
}

/// What begins the keys of texts that stand in pages before any template sees them.
const BEFORE_TEMPLATES: [&str; 3] = ["alert.", "chart.", "data."];

/// The texts in English.
static ENGLISH: LazyLock<Arc<Table>> = LazyLock::new(|| {
    let path = SitePath::new("i18n/en.yaml").expect("a path inside the site");
    let source = Source::new(path, include_str!("../../i18n/en.yaml"));
    let (code, texts) = file(&source, &mut Vec::new());
    Arc::new(Table { code, texts, gaps: BTreeSet::new() })
});

fn is_said_before_templates(key: &str) -> bool {
    BEFORE_TEMPLATES.iter().any(|start| key.starts_with(start))
}

impl Table {
    /// The texts in English.
    pub fn english() -> Arc<Self> {
        Arc::clone(&ENGLISH)
    }

    /// The text of a key.
    pub fn get(&self, key: &str) -> Option<&Text> {
        self.texts.get(key)
    }

    /// Is the key known to be missing?
    pub fn is_gap(&self, key: &str) -> bool {
        self.gaps.contains(key)
    }

    /// All keys, for suggestions.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().map(String::as_str)
    }

    /// Is the key's text written in this table's own language, whatever its region?
    pub fn is_own(&self, key: &str) -> bool {
        let primary = |tag: &str| tag.split('-').next().unwrap_or("").to_lowercase();
        self.texts.get(key).is_some_and(|text| primary(&text.tag) == primary(&self.code))
    }

    /// The digest of what pages are made of before any template sees them.
    pub fn digest_of_parts(&self) -> Digest {
        let parts: Vec<_> =
            self.texts.iter().filter(|(key, _)| is_said_before_templates(key)).collect();
        Digest::of(format!("{parts:?}").as_bytes())
    }

    /// The text of a key in parts; `count` chooses the plural form.
    pub fn parts<'t>(&'t self, key: &'t str, count: Option<usize>) -> Vec<Said<'t>> {
        let Some(text) = self.texts.get(key) else { return vec![Said::Words(key)] };
        let said = |piece: &'t Piece| match piece {
            Piece::Plain(words) => Said::Words(words),
            Piece::Argument(names) => Said::Argument(names.first().map_or("count", String::as_str)),
        };
        text.pieces(count.map(|count| count.to_string()).as_deref()).iter().map(said).collect()
    }

    /// The text of a key with its arguments, named in lower case.
    pub fn say(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        let said = |part| match part {
            Said::Words(words) => words,
            Said::Argument(name) => value_of(name, arguments),
        };
        self.parts(key, None).into_iter().map(said).collect()
    }

    /// The text of a key as HTML, with arguments that are HTML.
    pub fn html(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        let mut html = String::new();
        for part in self.parts(key, None) {
            match part {
                Said::Words(words) => escape_to(words, &mut html),
                Said::Argument(name) => html.push_str(value_of(name, arguments)),
            }
        }
        html
    }

    /// The arguments of a text that are none of those that the English text has, if it is said before any template; in lower case.
    pub fn foreign_arguments(key: &str, text: &Text) -> Vec<String> {
        let english = ENGLISH.texts.get(key).filter(|_| is_said_before_templates(key));
        let Some(english) = english else { return Vec::new() };
        let known = english.arguments();
        text.arguments().difference(&known).cloned().collect()
    }

    /// The text of a key about so many of something, the number grouped as the language does it.
    pub fn count(&self, key: &str, count: usize, locale: Locale) -> String {
        self.count_of(key, count, (locale, &[]))
    }

    /// The same with more arguments.
    pub fn count_of(
        &self,
        key: &str,
        count: usize,
        (locale, arguments): (Locale, &[(&str, &str)]),
    ) -> String {
        let number = grouped(count, locale);
        let said = |part| match part {
            Said::Words(words) => words,
            Said::Argument("count") => &*number,
            Said::Argument(name) => value_of(name, arguments),
        };
        self.parts(key, Some(count)).into_iter().map(said).collect()
    }
}

/// A count as people read it.
pub fn grouped(count: usize, locale: Locale) -> String {
    let cell = Cell::Integer(i128::try_from(count).unwrap_or(i128::MAX));
    let number =
        Format::named("grouped", locale).ok().and_then(|format| format.write(&cell, None).ok());
    number.unwrap_or_else(|| count.to_string())
}

fn value_of<'a>(name: &str, arguments: &[(&str, &'a str)]) -> &'a str {
    arguments.iter().find(|(own, _)| *own == name).map_or("", |(_, value)| value)
}

impl Text {
    /// The text with its arguments: `argument` gives what a path of names stands for. The argument `count` chooses the plural form.
    /// An argument that is not given is named in the error.
    pub fn write(&self, argument: &dyn Fn(&[String]) -> Option<String>) -> Result<String, String> {
        let count = argument(&["count".to_owned()]);
        let mut res = String::new();
        for piece in self.pieces(count.as_deref()) {
            match piece {
                Piece::Plain(text) => res.push_str(text),
                Piece::Argument(names) => match argument(names) {
                    Some(value) => res.push_str(&value),
                    None if names.is_empty() => return Err("count".to_owned()),
                    None => return Err(names.join(".")),
                },
            }
        }
        Ok(res)
    }

    /// The names of all arguments.
    fn arguments(&self) -> BTreeSet<String> {
        let pieces = self.forms.values().flatten();
        let names = pieces.filter_map(|piece| match piece {
            Piece::Plain(_) => None,
            Piece::Argument(names) => Some(names.first().map_or("count", String::as_str)),
        });
        names.map(str::to_owned).collect()
    }

    /// The pieces for a number, or for none.
    fn pieces(&self, count: Option<&str>) -> &[Piece] {
        let chosen = count.and_then(|count| self.forms.get(plural_form(&self.tag, count)));
        chosen.or_else(|| self.forms.get("other")).map_or(&[], Vec::as_slice)
    }
}
