//! A site written for Hugo: its configuration in this program's words, and a report of what has no place here.
//!
//! The content stays as it is. Settings are joined from all files that Hugo reads them from, each with its place, taken one by one, and
//! what nobody took is told.

mod contents;
mod ignored;
mod languages;
mod menus;
mod mounts;
mod outputs;
mod pages;
mod related;
mod rest;
mod settings;
mod spelling;
mod table;
mod yaml;

use std::collections::BTreeSet;

use crate::base::diagnostic::{Diagnostic, Staged, staged};
use crate::base::node::{Entry, Node, Value};
use crate::base::path::SitePath;
use crate::base::source::Span;
use crate::base::world::World;

pub use spelling::spelling;

use contents::Contents;
use settings::{Setting, Settings};

/// What a site of Hugo becomes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// The files to write, with their texts.
    pub files: Vec<(SitePath, String)>,
    /// How many settings were taken over.
    pub n_settings: usize,
}

/// Reads the configuration of a site of Hugo; `known` are the names of shortcodes that need no template.
pub fn hugo(world: &dyn World, known: &BTreeSet<String>) -> Staged<Imported> {
    let mut diagnostics = Vec::new();
    let files: Vec<SitePath> = world.files()?.into_iter().map(|file| file.path).collect();
    let found = settings::read(world, &files)?.unpack(&mut diagnostics);
    let mut res = Imported::default();
    let contents = Contents::of(found.iter().map(|(_, settings)| settings));
    for (environment, settings) in found {
        let mut import = Import::new((&files, &contents), settings, map());
        import.convert(environment.is_none());
        res.n_settings += import.n_settings();
        diagnostics.append(&mut import.diagnostics);
        let name = match &environment {
            Some(environment) => format!("numerate.{environment}.yaml"),
            None => "numerate.yaml".to_owned(),
        };
        if let Ok(path) = SitePath::new(&name) {
            res.files.push((path, yaml::text(&import.root)));
        }
    }
    diagnostics.extend(pages::reports(world, (&files, &contents), known));
    staged(res, diagnostics)
}

/// One configuration on its way.
struct Import<'a> {
    files: &'a [SitePath],
    contents: &'a Contents,
    settings: Settings,
    root: Node,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Import<'a> {
    fn new(
        (files, contents): (&'a [SitePath], &'a Contents),
        settings: Settings,
        root: Node,
    ) -> Self {
        Self { files, contents, settings, root, diagnostics: Vec::new() }
    }
}

impl Import<'_> {
    /// Takes over all that has a place; `is_whole` adds what Hugo does unless told otherwise.
    fn convert(&mut self, is_whole: bool) {
        self.general();
        self.lists(is_whole);
        self.markdown(is_whole);
        self.menus();
        self.outputs();
        self.related();
        self.languages();
        self.ignored();
        self.mounts();
        self.params();
        for (path, key) in table::RENAMED {
            if let Some(setting) = self.settings.take(path) {
                self.set(key, &setting);
            }
        }
        if is_whole && !self.has("has_cjk_language") && self.is_cjk() {
            // In Hugo words are between spaces unless a site says otherwise, in any language.
            self.put("has_cjk_language", boolean(false));
        }
        self.rest();
    }

    /// How many keys were written.
    fn n_settings(&self) -> usize {
        fn leaves(node: &Node) -> usize {
            match &node.value {
                Value::Map(entries) => entries.iter().map(|entry| leaves(&entry.value)).sum(),
                _ => 1,
            }
        }
        leaves(&self.root)
    }

    /// What the site says of itself.
    fn general(&mut self) {
        for (path, key) in [("title", "title"), ("baseurl", "base_url")] {
            if let Some(setting) = self.settings.take(path).filter(|setting| !setting.is_empty()) {
                if key == "base_url" && !setting.text().contains("://") {
                    let message = format!("`{}` is no address of a site", setting.text());
                    let help = "write `base_url: https://…` into numerate.yaml, or build with `-b`";
                    self.tell(&setting, "import/base-url", &message, help);
                    continue;
                }
                self.set(key, &setting);
            }
        }
        let folder = self.settings.take("contentdir").map(|folder| folder.text());
        if let Some(folder) = folder.filter(|folder| folder.trim_matches('/') != "content") {
            self.put("content_dir", text(folder.trim_matches('/')));
        }
        let code = self.settings.take("languagecode");
        if let Some(locale) = self.settings.take("locale").or(code).filter(|text| !text.is_empty())
        {
            let tag = locale.text().replace('_', "-");
            self.put("language", text(&tag));
        }
        if let Some(author) = self.settings.take("author") {
            let node = author.node();
            match &node.value {
                Value::Map(entries) => {
                    let own = |entry: &&Entry| {
                        ["name", "email", "url"].contains(&&*entry.key.to_lowercase())
                    };
                    let own: Vec<Entry> = entries.iter().filter(own).cloned().collect();
                    if !own.is_empty() {
                        self.put("author", Node { span: Span::default(), value: Value::Map(own) });
                    }
                }
                _ => self.put("author", node),
            }
        }
        for key in ["drafts", "future", "expired"] {
            if let Some(setting) = self.settings.take(&format!("build{key}")) {
                self.set(&format!("build.{key}"), &setting);
            }
        }
        let limit = self.settings.take("services.rss.limit");
        let limit = limit.or_else(|| self.settings.take("rsslimit"));
        if let Some(limit) = limit.filter(|limit| !limit.text().starts_with('-')) {
            self.set("feed.limit", &limit);
        }
    }

    /// Taxonomies, dates, sections.
    fn lists(&mut self, is_whole: bool) {
        match self.settings.take("taxonomies").map(|setting| setting.node()) {
            Some(Node { value: Value::Map(entries), .. }) => {
                let swapped = entries.iter().filter_map(|entry| match &entry.value.value {
                    Value::Text(plural) => Some(self::entry(plural, text(&entry.key))),
                    _ => None,
                });
                let swapped = swapped.collect();
                self.put("taxonomies", Node { span: Span::default(), value: Value::Map(swapped) });
            }
            // Hugo has pages for both, whether they are used or not.
            _ if is_whole => {
                self.put("taxonomies.tags", text("tag"));
                self.put("taxonomies.categories", text("category"));
            }
            _ => {}
        }
        for (hugo, own) in table::DATES {
            if let Some(setting) = self.settings.take(&format!("frontmatter.{hugo}")) {
                let (kept, dropped): (Vec<Node>, Vec<Node>) =
                    setting.items().into_iter().partition(table::is_date_source);
                for source in dropped {
                    let name = source.scalar_text("").unwrap_or_default();
                    let message = format!("no date comes from `{name}` here");
                    self.tell(
                        &setting,
                        "import/date-source",
                        &message,
                        "write the date into the pages' front matter",
                    );
                }
                if !kept.is_empty() {
                    self.put(
                        &format!("front_matter.{own}"),
                        Node { span: Span::default(), value: Value::List(kept) },
                    );
                }
            }
        }
        for (hugo, own) in
            [("changefreq", "change_frequency"), ("priority", "priority"), ("disable", "disable")]
        {
            let setting = self.settings.take(&format!("sitemap.{hugo}"));
            let is_said = |given: &Setting| !given.is_empty() && !given.text().starts_with('-');
            if let Some(setting) = setting.filter(is_said) {
                self.set(&format!("sitemap.{own}"), &setting);
            }
        }
    }

    /// What the site gives to templates, and what among it is about the site itself.
    fn params(&mut self) {
        let main = self
            .settings
            .take("mainsections")
            .or_else(|| self.settings.take("params.mainsections"));
        if let Some(main) = main {
            self.set("main_sections", &main);
        }
        let of_site = self.settings.take("description");
        let of_params = self.settings.look("params.description");
        let is_said = |description: &Setting| !description.text().is_empty();
        if let Some(description) = of_params.filter(is_said).or(of_site.filter(is_said)) {
            self.set("description", &description);
        }
        if !self.has("author") {
            let author = self.settings.look("params.author");
            if let Some(author) = author.filter(|author| !author.text().is_empty()) {
                self.set("author", &author);
            }
            for key in ["name", "email"] {
                let own = self.settings.look(&format!("params.author.{key}"));
                if let Some(own) = own.filter(|own| !own.text().is_empty()) {
                    self.set(&format!("author.{key}"), &own);
                }
            }
        }
        if let Some(params) = self.settings.take("params") {
            self.set("params", &params);
        }
    }

    /// Markdown, by the settings of Goldmark.
    fn markdown(&mut self, is_whole: bool) {
        let is_unsafe = self.settings.take("markup.goldmark.renderer.unsafe");
        let keeps = is_unsafe.as_ref().map(Setting::is_true);
        if keeps.is_some() || is_whole {
            let word = if keeps == Some(true) { "keep" } else { "drop" };
            self.put("markdown.raw_html", text(word));
        }
        for (hugo, own) in table::SWITCHES {
            let path = format!("markup.goldmark.{hugo}");
            let switch = self.settings.take(&format!("{path}.enable"));
            let off = self.settings.take(&format!("{path}.disable"));
            let plain = self.settings.take_leaf(&path);
            let is_on = match (switch, off, plain) {
                (Some(on), ..) => on.is_true(),
                (_, Some(off), _) => !off.is_true(),
                (.., Some(plain)) => plain.is_true(),
                _ => continue,
            };
            self.put(&format!("markdown.{own}"), boolean(is_on));
        }
        let ids = self.settings.take("markup.goldmark.parser.autoidtype");
        let ids = ids.or_else(|| self.settings.take("markup.goldmark.parser.autoheadingidtype"));
        if let Some(ids) = ids {
            self.set("markdown.heading_ids", &ids);
        }
        for key in ["autoheadingid", "autodefinitiontermid"] {
            let is_off = self.settings.take(&format!("markup.goldmark.parser.{key}"));
            if key == "autoheadingid" && is_off.is_some_and(|on| !on.is_true()) {
                self.put("markdown.heading_ids", text("none"));
            }
        }
        let math = "markup.goldmark.extensions.passthrough";
        let is_on = self.settings.take(&format!("{math}.enable")).is_some_and(|on| on.is_true());
        let delimiters = self.settings.take(&format!("{math}.delimiters"));
        if is_on {
            let node = delimiters.map_or_else(|| boolean(true), |delimiters| delimiters.node());
            self.put("markdown.math", node);
        }
        self.code();
    }

    fn code(&mut self) {
        let in_table = self.settings.take("markup.highlight.linenumbersintable");
        if let Some(numbers) = self.settings.take("markup.highlight.linenos") {
            let is_inline = numbers.text() == "inline" || in_table.is_some_and(|on| !on.is_true());
            let word = match (numbers.text() == "false", is_inline) {
                (true, _) => "none",
                (false, true) => "inline",
                (false, false) => "table",
            };
            self.put("markdown.code.line_numbers", text(word));
        }
        if let Some(fences) = self.settings.take("markup.highlight.codefences") {
            self.set("markdown.code.highlight", &fences);
        }
    }

    fn tell(&mut self, setting: &Setting, code: &'static str, message: &str, help: &str) {
        let warning = Diagnostic::warning(code, message.to_owned());
        self.diagnostics.push(warning.label_in(&setting.source, setting.span, "").help(help));
    }

    /// The same of an item of a list.
    fn tell_of_item(
        &mut self,
        (setting, item): (&Setting, &Node),
        code: &'static str,
        message: &str,
        help: &str,
    ) {
        let span = if item.span == Span::default() { setting.span } else { item.span };
        let mut place = setting.clone();
        place.span = span;
        self.tell(&place, code, message, help);
    }

    fn set(&mut self, path: &str, setting: &Setting) {
        self.put(path, setting.node());
    }

    /// Writes a value at a path of keys.
    fn put(&mut self, path: &str, mut value: Node) {
        value.displace();
        put(&mut self.root, path, value);
    }

    fn has(&self, key: &str) -> bool {
        self.root.get(key).is_some()
    }
}

/// Writes a value at a path of keys below a map; maps on the way are made.
fn put(node: &mut Node, path: &str, value: Node) {
    let Value::Map(entries) = &mut node.value else { return };
    let (key, rest) = path.split_once('.').map_or((path, None), |(key, rest)| (key, Some(rest)));
    let at = entries.iter().position(|entry| entry.key == key).unwrap_or_else(|| {
        entries.push(entry(key, map()));
        entries.len() - 1
    });
    match rest {
        Some(rest) => put(&mut entries[at].value, rest, value),
        None => entries[at].value = value,
    }
}

fn entry(key: &str, value: Node) -> Entry {
    Entry { key: key.to_owned(), key_span: Span::default(), value }
}

fn map() -> Node {
    Node { span: Span::default(), value: Value::Map(Vec::new()) }
}

fn text(text: &str) -> Node {
    Node { span: Span::default(), value: Value::Text(text.to_owned()) }
}

fn boolean(boolean: bool) -> Node {
    Node { span: Span::default(), value: Value::Boolean(boolean) }
}
