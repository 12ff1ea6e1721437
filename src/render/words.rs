//! The texts of templates in each language: those of the theme, and those of the author's `i18n/`.

mod read;
mod uses;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::theme;
use crate::base::diagnostic::Diagnostic;
use crate::base::number::plural_form;
use crate::base::path::SitePath;
use crate::base::source::Source;
use crate::base::world::World;
use crate::content::config::{Lang, Languages};
use crate::content::discover::read_text;

pub(super) use uses::missing;

/// The texts of all languages of a site.
#[derive(Debug, Clone)]
pub(super) struct Words {
    tables: Vec<Arc<Table>>,
}

/// The texts that pages of one language show.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    /// The language's code.
    code: String,
    texts: BTreeMap<String, Text>,
    /// Keys that are known to be missing, with which templates show the key itself.
    gaps: BTreeSet<String>,
}

/// One text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Text {
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

/// The texts of one file or several, by key.
type Texts = BTreeMap<String, Text>;

impl Words {
    /// The texts of the theme and over them those of `paths`; what is wrong with these is told beside.
    pub(super) fn load(
        world: &dyn World,
        paths: &[SitePath],
        languages: &Languages,
    ) -> (Self, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let mut own: BTreeMap<String, Texts> = BTreeMap::new();
        for path in paths {
            let source = match read_text(world, path) {
                Ok(source) => source,
                Err(error) => {
                    diagnostics.push(error);
                    continue;
                }
            };
            let (code, texts) = read::file(&source, &mut diagnostics);
            own.entry(code).or_default().extend(texts);
        }
        (Self::of(&own, languages), diagnostics)
    }

    /// The texts that each language shows: its own, the theme's of it, then those of the default language, then English.
    fn of(own: &BTreeMap<String, Texts>, languages: &Languages) -> Self {
        let default = languages.get(languages.default);
        let builtin = |code: &str| {
            let text = theme::WORDS.iter().find(|(name, _)| *name == code)?.1;
            let path = SitePath::new(&format!("i18n/{code}.yaml")).ok()?;
            Some(read::file(&Source::new(path, text), &mut Vec::new()).1)
        };
        let table = |lang: Lang| {
            let language = languages.get(lang);
            let mut texts = builtin("en").unwrap_or_default();
            for code in [&default.code, &language.code] {
                let primary = code.split('-').next().unwrap_or("");
                let names: BTreeSet<&str> = [primary, code].into();
                for name in &names {
                    texts.extend(builtin(name).unwrap_or_default());
                }
                for name in &names {
                    texts.extend(own.get(*name).cloned().unwrap_or_default());
                }
            }
            Arc::new(Table { code: language.code.clone(), texts, gaps: BTreeSet::new() })
        };
        Self { tables: languages.ids().map(table).collect() }
    }

    /// The texts of each language, in their order.
    pub(super) fn tables(&self) -> &[Arc<Table>] {
        &self.tables
    }

    /// A text without arguments in a language, or the key itself.
    pub(super) fn plain(&self, lang: Lang, key: &str) -> String {
        let text = self.tables.get(lang.0).and_then(|table| table.get(key));
        text.and_then(|text| text.write(&|_| None).ok()).unwrap_or_else(|| key.to_owned())
    }

    /// Notes that `keys` are missing.
    pub(super) fn note_gaps(&mut self, keys: &BTreeSet<String>) {
        for table in &mut self.tables {
            let missing = keys.iter().filter(|key| !table.texts.contains_key(*key)).cloned();
            let missing: BTreeSet<String> = missing.collect();
            if !missing.is_empty() {
                Arc::make_mut(table).gaps = missing;
            }
        }
    }
}

impl Table {
    /// The text of a key.
    pub(super) fn get(&self, key: &str) -> Option<&Text> {
        self.texts.get(key)
    }

    /// Is the key known to be missing?
    pub(super) fn is_gap(&self, key: &str) -> bool {
        self.gaps.contains(key)
    }

    /// The language's code.
    pub(super) fn code(&self) -> &str {
        &self.code
    }

    /// All keys, for suggestions.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().map(String::as_str)
    }

    /// Is the key's text written in this table's own language, whatever its region?
    fn is_own(&self, key: &str) -> bool {
        let primary = |tag: &str| tag.split('-').next().unwrap_or("").to_lowercase();
        self.texts.get(key).is_some_and(|text| primary(&text.tag) == primary(&self.code))
    }
}

impl Text {
    /// The text with its arguments: `argument` gives what a path of names stands for. The argument `count` chooses the plural form.
    /// An argument that is not given is named in the error.
    pub(super) fn write(
        &self,
        argument: &dyn Fn(&[String]) -> Option<String>,
    ) -> Result<String, String> {
        let count = argument(&["count".to_owned()]);
        let chosen = count.as_deref().and_then(|count| self.forms.get(self.form(count)));
        let Some(pieces) = chosen.or_else(|| self.forms.get("other")) else {
            return Ok(String::new());
        };
        let mut res = String::new();
        for piece in pieces {
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

    /// The plural form for a number.
    fn form(&self, count: &str) -> &'static str {
        plural_form(&self.tag, count)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::{Words, theme};
    use crate::content::config::{Lang, Language, Languages};

    #[test]
    fn the_theme_says_the_same_in_each_of_its_languages() {
        for (code, _) in theme::WORDS {
            let words = Words::of(&BTreeMap::new(), &Languages::one(Language::named(code)));
            let table = &words.tables[0];
            let foreign: Vec<&str> = table.keys().filter(|key| !table.is_own(key)).collect();
            assert_eq!(foreign, Vec::<&str>::new(), "{code}");
            let keys: BTreeSet<&str> = table.keys().collect();
            let english = Words::of(&BTreeMap::new(), &Languages::one(Language::named("en")));
            assert_eq!(keys, english.tables[0].keys().collect(), "{code}");
            assert_ne!(words.plain(Lang(0), "not_found"), "not_found", "{code}");
        }
    }
}
