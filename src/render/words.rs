//! The texts of templates in each language: those of the theme, and those of the author's `i18n/`.

mod uses;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::theme;
use crate::base::diagnostic::Diagnostic;
use crate::base::path::SitePath;
use crate::base::source::Source;
use crate::base::texts::{Said, Table, Texts, file};
use crate::base::world::World;
use crate::content::config::{Config, Lang, Languages};
use crate::content::discover::read_text;
use crate::content::titles::Titles;

pub(super) use uses::missing;

/// The texts of all languages of a site.
#[derive(Debug, Clone)]
pub(super) struct Words {
    tables: Vec<Arc<Table>>,
}

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
            let (code, texts) = file(&source, &mut diagnostics);
            for (key, text) in &texts {
                let foreign = Table::foreign_arguments(key, text);
                diagnostics.extend(foreign.iter().map(|name| unknown_argument(key, name, &source)));
            }
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
            Some(file(&Source::new(path, text), &mut Vec::new()).1)
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

    /// The configuration with titles for the taxonomies that it does not name, in each language.
    pub(super) fn naming(&self, config: &Arc<Config>) -> Arc<Config> {
        let mut named = Config::clone(config);
        self.name_taxonomies(&mut named);
        for edition in &mut named.editions {
            self.name_taxonomies(Arc::make_mut(edition));
        }
        Arc::new(named)
    }

    fn name_taxonomies(&self, config: &mut Config) {
        let standard = Titles::default();
        for taxonomy in &mut config.taxonomies {
            let key = format!("taxonomies.{}", taxonomy.plural);
            let is_plain = taxonomy.label == standard.of_term(&taxonomy.plural);
            if !taxonomy.is_given && is_plain && self.tables[config.lang.0].get(&key).is_some() {
                taxonomy.label = self.plain(config.lang, &key);
            }
        }
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

/// The report of an argument that a text of the program does not get.
fn unknown_argument(key: &str, name: &str, source: &Arc<Source>) -> Diagnostic {
    let message =
        format!("the text `{key}` gets no argument `{name}`: nothing stands in its place");
    let written = source.text.to_ascii_lowercase().find(&format!(".{name}"));
    let place = written.map_or(0..0, |at| at + 1..at + 1 + name.len());
    let known: Vec<String> = Table::english()
        .parts(key, None)
        .iter()
        .filter_map(|part| match part {
            Said::Argument(name) => Some(format!("`{{{{ .{name} }}}}`")),
            Said::Words(_) => None,
        })
        .collect();
    let help = match known.as_slice() {
        [] => "write the text without it".to_owned(),
        known => format!("it gets {}", known.join(", ")),
    };
    Diagnostic::warning("words/unknown-argument", message).label_in(source, place, "").help(help)
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
