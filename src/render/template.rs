//! Templates: the built-in ones, the author's over them, and rendering with either.

mod chain;
mod failure;
mod filter;
mod qr;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Serialize, Serializer};
use tera::{Context, ErrorKind, Map, Tera};

use crate::base::diagnostic::{Diagnostic, Staged, Warned};
use crate::base::number::Locale;
use crate::base::path::SitePath;
use crate::base::source::Source;
use crate::base::texts::Table;
use crate::base::world::World;
use crate::content::config::{Config, Lang, Language, Languages};

use crate::base::digest::Digest;
use crate::base::encode::digest_of;

use super::theme;
use super::words::{self, Words};
pub(super) use chain::Chain;

/// The templates of a site, parsed and checked against each other.
pub struct Templates {
    /// The engine of each language.
    engines: Vec<Tera>,
    words: Words,
    /// The digest of what pages of each language are made of before any template sees them.
    spoken: Vec<Digest>,
    sources: Sources,
    variables: BTreeMap<String, BTreeSet<String>>,
    chains: BTreeMap<String, Chain>,
    shortcodes: Digest,
    /// Are there templates for parts of a text?
    has_markup: bool,
}

/// The text of every template by its name.
struct Sources {
    texts: BTreeMap<String, Arc<Source>>,
    /// The templates that the author wrote; the others are the built-in theme's.
    own: BTreeSet<String>,
}

/// A value for templates, made once and shared by all pages that show it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shared(tera::Value);

/// The top-level variables of one rendering.
#[derive(Debug, Clone, Default)]
pub(super) struct Scope(Context);

impl Shared {
    /// Nothing: what an `if` takes as false.
    pub(super) fn none() -> Self {
        Self(tera::Value::none())
    }

    /// The value of a view.
    pub(super) fn of(view: &(impl Serialize + ?Sized)) -> Self {
        Self(tera::Value::try_from_serializable(view).expect("views are maps with text keys"))
    }

    /// What stands in the place of a value that has this digest, where nothing is rendered.
    pub(super) fn stand_in(digest: Digest) -> Self {
        Self(tera::Value::from(digest.as_bytes()))
    }

    /// The digest of the value.
    pub(super) fn digest(&self) -> Digest {
        digest_of(&self.0)
    }

    /// HTML that templates print as it is.
    pub(super) fn html(html: &str) -> Self {
        Self(tera::Value::safe_string(html))
    }

    /// A map with more values.
    pub(super) fn with<const N: usize>(&self, more: [(&'static str, usize); N]) -> Self {
        let own = self.0.as_map();
        let mut map = Map::with_capacity(own.map_or(0, Map::len) + N);
        map.extend(own.into_iter().flatten().map(|(key, value)| (key.clone(), value.clone())));
        map.extend(more.map(|(name, value)| (name.into(), value.into())));
        Self(map.into())
    }

    /// A value of a map.
    pub(super) fn field(&self, name: &str) -> Self {
        Self(self.0.get_from_path(name).cloned().unwrap_or_else(tera::Value::none))
    }

    /// The keys of a map.
    #[cfg(test)]
    pub(super) fn keys(&self) -> BTreeSet<String> {
        let keys = self.0.as_map().into_iter().flat_map(|map| map.keys());
        keys.filter_map(|key| key.as_str().map(str::to_owned)).collect()
    }
}

impl Serialize for Shared {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl Scope {
    /// Sets a top-level variable.
    pub(super) fn set(&mut self, name: &'static str, value: &Shared) {
        self.0.insert_value(name, value.0.clone());
    }
}

impl Templates {
    /// Loads the built-in templates and those of `paths`, which take the place of the built-in ones of their names, and the texts that
    /// they show, those of the files `texts` over the built-in ones.
    pub fn load(
        world: &dyn World,
        (paths, texts): (&[SitePath], &[SitePath]),
        languages: &Languages,
    ) -> Staged<Self> {
        let mut sources = Sources::builtin();
        let (mut words, mut diagnostics) = Words::load(world, texts, languages);
        for path in paths {
            match read(world, path) {
                Ok(source) => sources.add_own(source),
                Err(diagnostic) => diagnostics.push(diagnostic),
            }
        }
        diagnostics.extend(syntax_errors(&sources));
        if diagnostics.iter().any(Diagnostic::is_error) {
            return Err(diagnostics);
        }
        let (missing, gaps) = words::missing(&words, sources.own());
        diagnostics.extend(missing);
        words.note_gaps(&gaps);
        let tera = assemble(&sources)?;
        let variables = variables(&tera);
        let mut chains = chain::chains(&sources.texts);
        // Any template may show any text.
        let print = Digest::of(format!("{words:?}").as_bytes());
        for chain in chains.values_mut() {
            chain.digest = Digest::of_parts([chain.digest.as_bytes(), print.as_bytes()]);
        }
        let below = ["shortcodes/", "markup/"].map(|start| chain::digest_below(&chains, start));
        let shortcodes = Digest::of_parts(below.iter().map(Digest::as_bytes));
        let has_markup = sources.texts.keys().any(|name| name.starts_with("markup/"));
        let engine = |(table, language): (_, &Language)| {
            let mut tera = tera.clone();
            text::register(&mut tera, table);
            filter::register_date(&mut tera, Locale::of(&language.tag));
            tera
        };
        let engines = words.tables().iter().zip(&languages.all).map(engine).collect();
        let spoken = words.tables().iter().map(|table| table.digest_of_parts()).collect();
        Ok(Warned {
            value: Self {
                engines,
                words,
                spoken,
                sources,
                variables,
                chains,
                shortcodes,
                has_markup,
            },
            warnings: diagnostics,
        })
    }

    /// The text of a key in a language.
    pub(super) fn text(&self, lang: Lang, key: &str) -> String {
        self.words.plain(lang, key)
    }

    /// What pages of a language say beside the author's words.
    pub fn texts(&self, lang: Lang) -> &Arc<Table> {
        &self.words.tables()[lang.0]
    }

    /// The configuration with titles for the taxonomies that it does not name, in each language.
    pub fn naming(&self, config: &Arc<Config>) -> Arc<Config> {
        self.words.naming(config)
    }

    /// The digest of what pages of a language are made of before any template sees them.
    pub fn digest_of_texts(&self, lang: Lang) -> Digest {
        self.spoken[lang.0]
    }

    /// Is there a template of this name?
    pub fn has(&self, name: &str) -> bool {
        self.sources.texts.contains_key(name)
    }

    /// Are there templates for parts of a text?
    pub fn has_markup(&self) -> bool {
        self.has_markup
    }

    /// The names of all templates.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.sources.texts.keys().map(String::as_str)
    }

    /// The template's name that is nearest to `name`, if it is near.
    pub fn nearest<'s>(&'s self, name: &'s str) -> Option<&'s str> {
        // The ending that all share would make short names look alike.
        let stem = |name: &'s str| name.trim_end_matches(".html");
        let names = self.sources.texts.keys().map(String::as_str);
        let near = crate::base::diagnostic::nearest(stem(name), names.clone().map(stem))?;
        names.into_iter().find(|name| stem(name) == near)
    }

    /// Does the template, or one that it extends or includes, name this top-level variable?
    pub(super) fn uses(&self, template: &str, variable: &str) -> bool {
        self.variables.get(template).is_some_and(|names| names.contains(variable))
    }

    /// What a template is made of, with those that it may extend and include.
    pub(super) fn chain_of(&self, name: &str) -> Option<&Chain> {
        self.chains.get(name)
    }

    /// The template `name` and those that it may extend and include, each once.
    pub fn chain(&self, name: &str) -> Arc<[String]> {
        self.chains.get(name).map(|chain| Arc::clone(&chain.names)).unwrap_or_default()
    }

    /// The digest of all that shortcodes are made of.
    pub fn digest_of_shortcodes(&self) -> Digest {
        self.shortcodes
    }

    /// Renders a template for a page of a language.
    pub(super) fn render(
        &self,
        (lang, template): (Lang, &str),
        scope: &Scope,
    ) -> Result<Vec<u8>, Diagnostic> {
        match self.engines[lang.0].render(template, &scope.0) {
            Ok(text) => Ok(text.into_bytes()),
            Err(error) => Err(failure::of_rendering(&error, template, &self.sources)),
        }
    }
}

impl std::fmt::Debug for Templates {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.sources.texts.values()).finish()
    }
}

impl Sources {
    /// The built-in theme's templates.
    fn builtin() -> Self {
        let source = |(name, text): &(&str, &str)| {
            let path = SitePath::new(&format!("templates/{name}"))
                .expect("the theme's own names stay inside the site");
            ((*name).to_owned(), Source::new(path, *text))
        };
        Self { texts: theme::TEMPLATES.iter().map(source).collect(), own: BTreeSet::new() }
    }

    /// The templates that the author wrote.
    fn own(&self) -> impl Iterator<Item = &Arc<Source>> {
        self.own.iter().map(|name| &self.texts[name])
    }

    fn add_own(&mut self, source: Arc<Source>) {
        let path = source.path.as_str();
        let name = path.strip_prefix("templates/").unwrap_or(path).to_owned();
        self.own.insert(name.clone());
        self.texts.insert(name, source);
    }
}

/// Reads one template; a byte order mark is not part of it.
fn read(world: &dyn World, path: &SitePath) -> Result<Arc<Source>, Diagnostic> {
    let bytes = world.read(path)?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Source::new(path.clone(), text.strip_prefix('\u{feff}').unwrap_or(&text))),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            Err(Diagnostic::error(
                "template/not-utf8",
                format!("the template `{path}` is not UTF-8"),
            )
            .label(valid..valid + '\u{fffd}'.len_utf8(), "this byte is not")
            .within(&Source::new(path.clone(), text))
            .help("save the file as UTF-8"))
        }
    }
}

/// An engine without templates.
fn engine() -> Tera {
    let mut tera = Tera::new();
    tera.autoescape_on([".html", ".htm", ".xml", ".svg"]);
    filter::register(&mut tera);
    text::register(&mut tera, &Arc::default());
    tera
}

/// What does not parse, in every template of the author: the engine alone would stop at the first.
fn syntax_errors(sources: &Sources) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for name in &sources.own {
        let text = &*sources.texts[name].text;
        if let Err(error) = engine().add_raw_template(name, text)
            && matches!(error.kind(), ErrorKind::SyntaxError(_))
        {
            diagnostics.extend(failure::of_loading(&error, sources));
        }
    }
    diagnostics
}

/// Puts the templates together.
///
/// The engine stops at the first missing parent or circle. Its template is then taken as empty and the rest tried again, so
/// that all of them are found; blocks without a parent's are not reported in that case, for they may be a consequence.
fn assemble(sources: &Sources) -> Result<Tera, Vec<Diagnostic>> {
    let mut texts: BTreeMap<&str, &str> =
        sources.texts.iter().map(|(name, source)| (name.as_str(), &*source.text)).collect();
    let mut broken = Vec::new();
    loop {
        let mut tera = engine();
        let error = match tera.add_raw_templates(texts.iter()) {
            Ok(()) if broken.is_empty() => return Ok(tera),
            Ok(()) => return Err(broken),
            Err(error) => error,
        };
        let culprit = match error.kind() {
            ErrorKind::MissingParent { current, .. } => Some(current),
            ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
                Some(tpl)
            }
            _ => None,
        };
        let mut found = failure::of_loading(&error, sources);
        match culprit.and_then(|name| texts.get_mut(name.as_str())) {
            Some(text) if !text.is_empty() => {
                *text = "";
                broken.extend(found);
            }
            _ => {
                let independent = broken.is_empty();
                found.retain(|diagnostic| independent || diagnostic.code != failure::UNKNOWN_BLOCK);
                broken.extend(found);
                return Err(broken);
            }
        }
    }
}

/// The top-level variables that each template uses.
///
/// A component may take an argument from the scope of whoever calls it, which the engine does not report: such names count as
/// used by every template.
fn variables(tera: &Tera) -> BTreeMap<String, BTreeSet<String>> {
    let implicit: BTreeSet<String> = tera
        .get_component_names()
        .filter_map(|name| tera.get_component_definition(name))
        .flat_map(|component| {
            let names = component.args().iter().filter(|arg| arg.is_implicit());
            names.map(|arg| arg.name().to_owned()).collect::<Vec<_>>()
        })
        .collect();
    let used = |name: &str| {
        let named = tera.get_template_variables(name).into_iter().flatten();
        named.map(str::to_owned).chain(implicit.iter().cloned()).collect()
    };
    tera.get_template_names().map(|name| (name.to_owned(), used(name))).collect()
}
