//! The settings of a site of Hugo, joined from all files that hold some.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::entry;
use crate::base::diagnostic::{Diagnostic, Staged, staged};
use crate::base::node::{self, Node, Value};
use crate::base::path::SitePath;
use crate::base::source::{Source, Span};
use crate::base::world::World;
use crate::content::discover::read_text;

/// A setting with its place.
#[derive(Debug, Clone)]
pub(super) struct Setting {
    /// Its keys as written, with dots between them.
    pub(super) path: String,
    /// The last of them.
    pub(super) key: String,
    pub(super) source: Arc<Source>,
    /// Where its last key stands.
    pub(super) span: Span,
    content: Content,
}

#[derive(Debug, Clone)]
enum Content {
    Leaf(Node),
    Map(Vec<(String, Setting)>),
}

/// The settings of one environment; keys are in lower case.
#[derive(Debug, Clone, Default)]
pub(super) struct Settings {
    entries: Vec<(String, Setting)>,
}

/// The settings of the site, and then those of each environment, which has a name.
type Found = Vec<(Option<String>, Settings)>;

/// Reads the files: `hugo.*` or `config.*`, and those of `config/_default` and of `config/NAME`.
pub(super) fn read(world: &dyn World, files: &[SitePath]) -> Staged<Found> {
    let mut diagnostics = Vec::new();
    let mut site = Settings::default();
    let mut environments: BTreeMap<String, Settings> = BTreeMap::new();
    let mut has_any = false;
    for path in ordered(files) {
        let text = path.as_str();
        let Some(parse) = parser(path) else { continue };
        let (environment, name) = match text.strip_prefix("config/").and_then(|t| t.split_once('/'))
        {
            // Folders below that of an environment bring order for people: the file's name counts.
            Some((folder, _)) => (Some(folder), path.file_name()),
            None if text.contains('/') => continue,
            None => (None, text),
        };
        let stem = name.split('.').next().unwrap_or("").to_lowercase();
        let is_main = ["hugo", "config"].contains(&&*stem);
        if environment.is_none() && !is_main {
            continue;
        }
        let source = read_text(world, path).map_err(|error| vec![error])?;
        has_any = true;
        match parse(&source.text) {
            Ok(root) => {
                let target = match environment {
                    None | Some("_default") => &mut site,
                    Some(name) => environments.entry(name.to_owned()).or_default(),
                };
                target.merge(&place_of(name, is_main), root, &source);
            }
            Err(errors) => diagnostics.extend(errors.into_iter().map(|e| e.within(&source))),
        }
    }
    if !has_any {
        diagnostics.push(
            Diagnostic::error("import/no-configuration", "there is no configuration of Hugo")
                .help("name a folder that holds `hugo.toml`, `config.yaml`, `config/_default` or the like"),
        );
    }
    let mut found = vec![(None, site)];
    found.extend(environments.into_iter().map(|(name, settings)| (Some(name), settings)));
    staged(found, diagnostics)
}

/// Those files first that others go before: Hugo takes `hugo.toml` rather than `config.toml`, and TOML rather than YAML.
fn ordered(files: &[SitePath]) -> Vec<&SitePath> {
    let mut files: Vec<&SitePath> = files.iter().collect();
    let rank = |path: &&SitePath| {
        let name = path.file_name();
        (
            path.as_str().starts_with("config/"),
            !name.starts_with("hugo."),
            ["toml", "yaml", "yml", "json"].iter().position(|ending| path.extension() == *ending),
        )
    };
    files.sort_by_key(|path| rank(path));
    files
}

type Parse = fn(&str) -> Result<Node, Vec<Diagnostic>>;

fn parser(path: &SitePath) -> Option<Parse> {
    match path.extension() {
        "toml" => Some(node::toml),
        "yaml" | "yml" => Some(node::yaml),
        "json" => Some(node::json),
        _ => None,
    }
}

/// The keys that the settings of a file stand below: `params.toml` holds `params`, `menus.de.toml` the menus of a language.
fn place_of(name: &str, is_main: bool) -> Vec<String> {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    match stem.split_once('.') {
        _ if is_main => Vec::new(),
        Some((key, language)) => vec!["languages".into(), language.into(), key.into()],
        None => vec![stem.to_owned()],
    }
}

impl Settings {
    fn merge(&mut self, place: &[String], root: Node, source: &Arc<Source>) {
        let nested = place.iter().rev().fold(root, |value, key| Node {
            span: value.span,
            value: Value::Map(vec![entry(key, value)]),
        });
        if let Content::Map(entries) = content(nested, "", source) {
            join(&mut self.entries, entries);
        }
    }

    /// Takes what stands at a path of keys in lower case.
    pub(super) fn take(&mut self, path: &str) -> Option<Setting> {
        take(&mut self.entries, path, false)
    }

    /// Takes what stands at a path of keys, unless it is a map.
    pub(super) fn take_leaf(&mut self, path: &str) -> Option<Setting> {
        take(&mut self.entries, path, true)
    }

    /// Looks at what stands at a path of keys, which can be taken later.
    pub(super) fn look(&self, path: &str) -> Option<Setting> {
        let mut entries = self.entries.as_slice();
        let mut found = None;
        for key in path.split('.') {
            let (_, setting) = entries.iter().find(|(name, _)| name == key)?;
            found = Some(setting);
            entries = match &setting.content {
                Content::Map(entries) => entries,
                Content::Leaf(_) => &[],
            };
        }
        found.cloned()
    }

    /// Takes all maps below a key, each as settings of its own.
    pub(super) fn take_maps(&mut self, key: &str) -> Vec<(Setting, Self)> {
        let Some(setting) = self.take(key) else { return Vec::new() };
        let Content::Map(entries) = setting.content else { return Vec::new() };
        let map = |(_, setting): (String, Setting)| match &setting.content {
            Content::Map(entries) => {
                let entries = entries.clone();
                Some((setting, Self { entries }))
            }
            Content::Leaf(_) => None,
        };
        entries.into_iter().filter_map(map).collect()
    }

    /// What is left, each setting by itself.
    pub(super) fn rest(&mut self) -> Vec<Setting> {
        let mut rest = Vec::new();
        leaves(std::mem::take(&mut self.entries), &mut rest);
        rest
    }
}

impl Setting {
    /// The value.
    pub(super) fn node(&self) -> Node {
        match &self.content {
            Content::Leaf(node) => node.clone(),
            Content::Map(entries) => {
                let entries = entries.iter().map(|(_, own)| entry(&own.key, own.node()));
                Node { span: Span::default(), value: Value::Map(entries.collect()) }
            }
        }
    }

    /// A text, number or truth value as text; empty for anything else.
    pub(super) fn text(&self) -> String {
        match &self.content {
            Content::Leaf(node) => node.scalar_text(&self.source.text).unwrap_or_default(),
            Content::Map(_) => String::new(),
        }
    }

    /// The keys of a map, in lower case.
    pub(super) fn keys(&self) -> Vec<String> {
        match &self.content {
            Content::Map(entries) => entries.iter().map(|(key, _)| key.clone()).collect(),
            Content::Leaf(_) => Vec::new(),
        }
    }

    /// Is nothing given?
    pub(super) fn is_empty(&self) -> bool {
        match &self.content {
            Content::Leaf(node) => match &node.value {
                Value::List(items) => items.is_empty(),
                _ => self.text().is_empty(),
            },
            Content::Map(entries) => entries.is_empty(),
        }
    }

    /// Is it `true`?
    pub(super) fn is_true(&self) -> bool {
        self.text() == "true"
    }

    /// The items of a list; a value alone is a list of one.
    pub(super) fn items(&self) -> Vec<Node> {
        let node = self.node();
        match node.value {
            Value::List(items) => items,
            _ => vec![node],
        }
    }
}

/// A tree whose maps are settings.
fn content(node: Node, above: &str, source: &Arc<Source>) -> Content {
    let Value::Map(entries) = node.value else { return Content::Leaf(node) };
    let dot = if above.is_empty() { "" } else { "." };
    let setting = |node::Entry { key, key_span, value }| {
        let path = format!("{above}{dot}{key}");
        let content = content(value, &path, source);
        let folded = key.to_lowercase();
        (folded, Setting { path, key, source: Arc::clone(source), span: key_span, content })
    };
    Content::Map(entries.into_iter().map(setting).collect())
}

/// Adds settings to those that are there, which go before them.
fn join(entries: &mut Vec<(String, Setting)>, more: Vec<(String, Setting)>) {
    for (key, setting) in more {
        match entries.iter_mut().find(|(own, _)| *own == key) {
            Some((_, own)) => {
                if let (Content::Map(own), Content::Map(more)) = (&mut own.content, setting.content)
                {
                    join(own, more);
                }
            }
            None => entries.push((key, setting)),
        }
    }
}

fn take(entries: &mut Vec<(String, Setting)>, path: &str, only_leaf: bool) -> Option<Setting> {
    let (key, rest) = path.split_once('.').map_or((path, None), |(key, rest)| (key, Some(rest)));
    let at = entries.iter().position(|(own, _)| own == key)?;
    let Some(rest) = rest else {
        let is_map = matches!(entries[at].1.content, Content::Map(_));
        return (!only_leaf || !is_map).then(|| entries.remove(at).1);
    };
    match &mut entries[at].1.content {
        Content::Map(below) => take(below, rest, only_leaf),
        Content::Leaf(_) => None,
    }
}

fn leaves(entries: Vec<(String, Setting)>, leaves_so_far: &mut Vec<Setting>) {
    for (_, setting) in entries {
        match setting.content {
            Content::Map(below) => leaves(below, leaves_so_far),
            Content::Leaf(_) => leaves_so_far.push(setting),
        }
    }
}
