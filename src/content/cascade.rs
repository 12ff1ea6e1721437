//! Front matter that pages take over from above: `cascade` in sections and in the configuration.
//!
//! A layer is front matter for all pages below a section that its target chooses. A page's own keys go before those of layers, the
//! layers of near sections before those of far ones, and the configuration's come last.

use std::collections::BTreeMap;

use super::config::{Config, Lang, Taxonomy};
use super::discover::{PageFile, PageRole, read_text};
use super::front_matter::{self, FrontMatter};
use crate::base::diagnostic::Diagnostic;
use crate::base::glob::Glob;
use crate::base::node::{Entry, Fields, Node, Value};
use crate::base::source::Span;
use crate::base::world::World;

/// The keys of a layer that say which pages it is for.
const TARGETS: [&str; 2] = ["target", "_target"];

/// Front matter for some pages.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Layer {
    target: Target,
    /// The keys; as they are put into other files, they stand nowhere.
    entries: Vec<Entry>,
}

/// Which pages a layer is for; what is not given does not matter.
#[derive(Debug, Clone, PartialEq, Default)]
struct Target {
    path: Option<Glob>,
    kind: Option<Glob>,
    language: Option<Glob>,
    /// Languages whose pages it is for, whichever language it stands in.
    matrix: Option<Glob>,
    environment: Option<Glob>,
}

/// All layers of a site.
#[derive(Debug, Default)]
pub struct Cascade {
    /// Of each language.
    editions: Vec<Edition>,
    environment: String,
}

/// The layers of a language.
#[derive(Debug, Default)]
struct Edition {
    code: String,
    site: Vec<Layer>,
    sections: BTreeMap<String, Vec<Layer>>,
}

/// A page that may be given layers.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// Its language.
    pub lang: Lang,
    /// `home`, `section`, `page`, `taxonomy` or `term`.
    pub kind: &'a str,
    /// The folder that it lies in, below that of its language's content; for lists their own.
    pub folder: &'a str,
    /// Its name in that folder; empty for lists.
    pub name: &'a str,
}

impl Cascade {
    /// Reads the layers of all sections. Those with mistakes are left out: reading the section itself tells of them.
    pub fn read(world: &dyn World, pages: &[PageFile], config: &Config) -> Self {
        let edition = |lang: Lang| Edition {
            code: config.languages.get(lang).code.clone(),
            site: config.of(lang).cascade.clone(),
            sections: BTreeMap::new(),
        };
        let mut editions: Vec<Edition> = config.languages.ids().map(edition).collect();
        for page in pages.iter().filter(|page| page.role == PageRole::Section) {
            let Ok(source) = read_text(world, &page.path) else { continue };
            if !source.text.to_ascii_lowercase().contains("cascade") {
                continue;
            }
            for layer in front_matter::layers(&source.text, config.of(page.lang)) {
                for (at, edition) in editions.iter_mut().enumerate() {
                    if layer.is_of(at == page.lang.0, &edition.code) {
                        let layers = edition.sections.entry(page.folder.clone()).or_default();
                        layers.push(layer.clone());
                    }
                }
            }
        }
        Self { editions, environment: config.environment.clone() }
    }

    /// Puts what the layers say of a page into its front matter, where that says nothing itself.
    pub fn apply(&self, root: &mut Node, subject: Subject<'_>) {
        let layers = self.layers(subject);
        if layers.is_empty() {
            return;
        }
        if root.value == Value::Null {
            root.value = Value::Map(Vec::new());
        }
        let Value::Map(own) = &mut root.value else { return };
        for layer in layers {
            put(own, &layer.entries);
        }
    }

    /// The front matter of a list that has no file, if any layer is for it.
    pub fn front_matter(&self, subject: Subject<'_>, config: &Config) -> Option<FrontMatter> {
        if self.layers(subject).is_empty() {
            return None;
        }
        let mut root = Node { span: Span::default(), value: Value::Map(Vec::new()) };
        self.apply(&mut root, subject);
        Some(front_matter::typed(&root, config))
    }

    /// The layers for a page, those first that go before others.
    fn layers(&self, subject: Subject<'_>) -> Vec<&Layer> {
        let Some(edition) = self.editions.get(subject.lang.0) else { return Vec::new() };
        if edition.site.is_empty() && edition.sections.is_empty() {
            return Vec::new();
        }
        let path = subject.path();
        let mut layers = Vec::new();
        let mut folder = subject.folder;
        loop {
            layers.extend(edition.sections.get(folder).into_iter().flatten());
            if folder.is_empty() {
                break;
            }
            folder = folder.rsplit_once('/').map_or("", |(parent, _)| parent);
        }
        layers.extend(&edition.site);
        let is_met =
            |glob: &Option<Glob>, text: &str| glob.as_ref().is_none_or(|g| g.matches(text));
        layers.retain(|layer| {
            let Target { path: wanted, kind, language, matrix, environment } = &layer.target;
            is_met(wanted, &path)
                && is_met(kind, subject.kind)
                && is_met(language, &edition.code)
                && is_met(matrix, &edition.code)
                && is_met(environment, &self.environment)
        });
        layers
    }
}

impl<'a> Subject<'a> {
    /// A content file.
    pub fn of(file: &'a PageFile, taxonomies: &[Taxonomy]) -> Self {
        let (lang, folder) = (file.lang, file.folder.as_str());
        let is_taxonomy = |name: &str| taxonomies.iter().any(|taxonomy| taxonomy.plural == name);
        match file.role {
            PageRole::Single => Self { lang, kind: "page", folder, name: file.name() },
            PageRole::Bundle => {
                let parent = folder.rsplit_once('/').map_or("", |(parent, _)| parent);
                Self { lang, kind: "page", folder: parent, name: file.name() }
            }
            PageRole::Section => {
                let kind = match folder.split_once('/') {
                    None if folder.is_empty() => "home",
                    None if is_taxonomy(folder) => "taxonomy",
                    Some((top, _)) if is_taxonomy(top) => "term",
                    _ => "section",
                };
                Self { lang, kind, folder, name: "" }
            }
        }
    }

    /// The path that targets are compared with: in lower case, a `-` for each space.
    fn path(&self) -> String {
        let slash = if self.folder.is_empty() || self.name.is_empty() { "" } else { "/" };
        format!("/{}{slash}{}", self.folder, self.name).to_lowercase().replace(' ', "-")
    }
}

/// Adds keys to a page's own. What stands under `params` counts as if it stood beside it.
fn put(own: &mut Vec<Entry>, layer: &[Entry]) {
    let is_same = |entry: &Entry, key: &str| entry.key.eq_ignore_ascii_case(key);
    for entry in layer {
        match &entry.value.value {
            Value::Map(params) if is_same(entry, "params") => {
                for param in params {
                    if !has(own, &param.key) {
                        put_param(own, param.clone());
                    }
                }
            }
            _ if has(own, &entry.key) => {}
            _ => own.push(entry.clone()),
        }
    }
}

/// Adds a key to the `params`.
fn put_param(own: &mut Vec<Entry>, param: Entry) {
    match own.iter_mut().find(|entry| entry.key.eq_ignore_ascii_case("params")) {
        Some(entry) => {
            if let Value::Map(params) = &mut entry.value.value {
                params.push(param);
            }
        }
        None => own.push(Entry {
            key: "params".to_owned(),
            key_span: Span::default(),
            value: Node { span: Span::default(), value: Value::Map(vec![param]) },
        }),
    }
}

/// Is there a key, beside `params` or in them?
fn has(own: &[Entry], key: &str) -> bool {
    own.iter().any(|entry| {
        if entry.key.eq_ignore_ascii_case(key) {
            return true;
        }
        let Value::Map(params) = &entry.value.value else { return false };
        entry.key.eq_ignore_ascii_case("params")
            && params.iter().any(|param| param.key.eq_ignore_ascii_case(key))
    })
}

/// Reads the layers of a `cascade`: a map, or a list of maps. `check` says what is wrong with the keys of one.
///
/// A layer with mistakes is left out.
pub fn layers(
    node: &Node,
    text: &str,
    check: &dyn Fn(&Node) -> Vec<Diagnostic>,
) -> (Vec<Layer>, Vec<Diagnostic>) {
    let items = match &node.value {
        Value::List(items) => items.as_slice(),
        _ => std::slice::from_ref(node),
    };
    let (mut layers, mut diagnostics) = (Vec::new(), Vec::new());
    for item in items {
        let mut fields = Fields::new(item, "`cascade`").folding_case().tolerating_unknown();
        let mut target = Target::default();
        for key in TARGETS {
            let read = fields.nested(key, |fields| Target::read(fields, text));
            target = read.unwrap_or(target);
        }
        let entries: Vec<Entry> = fields.rest().into_iter().cloned().collect();
        let mut wrong = fields.finish();
        wrong.extend(check(&Node { span: item.span, value: Value::Map(entries.clone()) }));
        if !wrong.iter().any(Diagnostic::is_error) {
            let mut layer = Layer { target, entries };
            layer.entries.iter_mut().for_each(Entry::displace);
            layers.push(layer);
        }
        diagnostics.extend(wrong);
    }
    (layers, diagnostics)
}

impl Layer {
    /// Does it belong to the language `code`? `is_own` tells whether it stands in a file of that language.
    fn is_of(&self, is_own: bool, code: &str) -> bool {
        self.target.matrix.as_ref().map_or(is_own, |matrix| matrix.matches(code))
    }
}

impl Target {
    fn read(fields: &mut Fields<'_>, text: &str) -> Self {
        let mut glob = |key| {
            let written = fields.scalar(key, text)?;
            Glob::parse(&written.to_lowercase())
                .map_err(|problem| {
                    let message = format!("`{}` is no pattern: {problem}", written.value);
                    fields.report(
                        Diagnostic::error("front-matter/pattern", message)
                            .at(written.span)
                            .help("write one such as `/posts/**` or `{page,section}`"),
                    );
                })
                .ok()
        };
        let (path, kind, environment) = (glob("path"), glob("kind"), glob("environment"));
        let language = glob("lang");
        let languages = fields.nested("sites", |sites| {
            sites.nested("matrix", |matrix| {
                let codes = matrix.texts("languages", text)?;
                let any = codes.iter().map(|code| code.value.to_lowercase()).collect::<Vec<_>>();
                Glob::parse(&format!("{{{}}}", any.join(","))).ok()
            })
        });
        Self { path, kind, language, matrix: languages.flatten().flatten(), environment }
    }
}
