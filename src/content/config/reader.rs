//! YAML to the typed configuration.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::languages::{self, Found};
use super::{
    Author, BaseUrl, Config, Ignored, Lang, Languages, Outputs, Pagination, Place, Related, Shown,
    Taxonomy, Unbound, markdown, outputs, urls,
};
use crate::base::diagnostic::{Diagnostic, Staged, staged};
use crate::base::node::{self, Entry, Fields, Node, Value};
use crate::base::source::{Source, Span};
use crate::content::cascade::{self, Layer};
use crate::content::date_sources::DateSources;
use crate::content::dates::Zone;
use crate::content::front_matter::{self, Sitemap};
use crate::content::import::spelling;
use crate::content::menu::{ConfigItem, MenuItem, MenuTarget};
use crate::content::titles::{TitleStyle, Titles, is_plural};

/// Reads two files as one text: places in the overlay are places behind the end of the base until they are reported.
pub(super) struct Reader<'a> {
    base: Option<&'a Arc<Source>>,
    overlay: Option<&'a Arc<Source>>,
    text: String,
    overlay_start: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(base: Option<&'a Arc<Source>>, overlay: Option<&'a Arc<Source>>) -> Self {
        let text_of = |source: Option<&'a Arc<Source>>| source.map_or("", |source| &source.text);
        let text = format!("{}\n{}", text_of(base), text_of(overlay));
        Self { base, overlay, text, overlay_start: text_of(base).len() + 1 }
    }

    pub(super) fn read(&self) -> Staged<Config> {
        let (mut diagnostics, root) = self.merged();
        let config = self.languages(&root, &mut diagnostics);
        staged(config, diagnostics.into_iter().map(|diagnostic| self.placed(diagnostic)).collect())
    }

    /// The configuration of the site, and of each of several languages.
    fn languages(&self, root: &Node, diagnostics: &mut Vec<Diagnostic>) -> Config {
        let mut fields = Fields::new(root, "the configuration").knowing(spelling);
        let Found { languages, roots } = languages::read(root, &mut fields, &self.text);
        let languages = Arc::new(languages);
        let default = languages.default;
        let mut site = self.config(&mut fields, default, &languages);
        site.cascade = self.cascade(&mut fields, &site);
        diagnostics.extend(fields.finish());
        let mut editions = Vec::new();
        for (lang, root) in languages.ids().zip(&roots) {
            let mut fields = Fields::new(root, "the configuration").knowing(spelling);
            languages::pass_over(&mut fields);
            let mut edition = self.config(&mut fields, lang, &languages);
            edition.cascade = self.cascade(&mut fields, &edition);
            editions.push(Arc::new(edition));
            // What the languages share is wrong in all of them, and is told once.
            for diagnostic in fields.finish() {
                if !diagnostics.contains(&diagnostic) {
                    diagnostics.push(diagnostic);
                }
            }
        }
        if let Some(own) = editions.get(default.0) {
            site = Config::clone(own);
            site.editions = editions;
        }
        site
    }

    /// The tree of both files, and what is wrong with their YAML.
    fn merged(&self) -> (Vec<Diagnostic>, Node) {
        let mut diagnostics = Vec::new();
        let mut root = Node { span: Span::default(), value: Value::Null };
        for (source, start) in [(self.base, 0), (self.overlay, self.overlay_start)] {
            match source.map(|source| node::yaml(&source.text)) {
                Some(Ok(mut tree)) => {
                    tree.shift(start);
                    merge(&mut root, tree);
                }
                Some(Err(errors)) => {
                    diagnostics.extend(errors.into_iter().map(|error| error.shifted(start)));
                }
                None => {}
            }
        }
        (diagnostics, root)
    }

    /// Where a span of the joined text stands.
    fn place(&self, span: Span) -> Option<Place> {
        let in_base = span.start < self.overlay_start || self.overlay.is_none();
        let (source, start) =
            if in_base { (self.base?, 0) } else { (self.overlay?, self.overlay_start) };
        let span = Span::new(span.start - start, span.end.saturating_sub(start));
        Some(Place { source: Arc::clone(source), span })
    }

    fn placed(&self, mut diagnostic: Diagnostic) -> Diagnostic {
        for label in diagnostic.labels.iter_mut().filter(|label| label.source.is_none()) {
            if let Some(place) = self.place(label.span) {
                label.source = Some(place.source);
                label.span = place.span;
            }
        }
        diagnostic
    }

    /// The configuration of one language.
    fn config(&self, fields: &mut Fields<'_>, lang: Lang, languages: &Arc<Languages>) -> Config {
        let standard = Config::default();
        let text = &self.text;
        let titles = titles(fields);
        let optional = |fields: &mut Fields<'_>, key| fields.scalar(key, text).map(|t| t.value);
        let mut outputs = Outputs::read(fields, text);
        Config {
            title: optional(fields, "title").unwrap_or_default(),
            base_url: base_url(fields),
            language: languages.get(lang).tag.clone(),
            lang,
            languages: Arc::clone(languages),
            editions: Vec::new(),
            zone: zone(fields),
            description: optional(fields, "description"),
            author: self.author(fields),
            copyright: optional(fields, "copyright"),
            taxonomies: self.taxonomies(fields, titles).unwrap_or_else(|| {
                let named = |taxonomy: Taxonomy| Taxonomy {
                    label: titles.of_taxonomy(&taxonomy.plural),
                    ..taxonomy
                };
                standard.taxonomies.into_iter().map(named).collect()
            }),
            pagination: fields
                .nested("pagination", |fields| pagination(fields, &standard.pagination))
                .unwrap_or(standard.pagination),
            has_cjk_language: fields
                .boolean("has_cjk_language")
                .map_or_else(|| is_cjk(&languages.get(lang).tag), |is_on| is_on.value),
            summary_length: fields
                .count("summary_length")
                .map_or(standard.summary_length, |n| n.value),
            titles,
            main_sections: fields
                .texts("main_sections", text)
                .map(|names| names.into_iter().map(|name| name.value).collect())
                .unwrap_or_default(),
            menus: self.menus(fields),
            section_menu: fields.text("section_menu").map(|menu| menu.value),
            cascade: Vec::new(),
            environment: standard.environment,
            sitemap: fields
                .nested("sitemap", |fields| sitemap(fields, &mut outputs))
                .unwrap_or_default(),
            feed_limit: fields.nested("feed", |fields| feed(fields, &mut outputs)).flatten(),
            outputs,
            related: fields.nested("related", Related::read).unwrap_or_default(),
            markdown: fields.nested("markdown", markdown::read).unwrap_or(standard.markdown),
            urls: urls::read(fields),
            dates: fields.nested("front_matter", DateSources::read).unwrap_or_default(),
            ignored: Ignored::read(fields, text),
            row_limit: fields
                .nested("data", |data| positive(data, "row_limit"))
                .flatten()
                .unwrap_or(standard.row_limit),
            unbound: fields.nested("numbers", |numbers| unbound(numbers, text)).unwrap_or_default(),
            shown: fields.nested("build", shown).unwrap_or_default(),
            params: params(fields).unwrap_or(standard.params),
        }
    }

    /// A name alone, or a map.
    fn author(&self, fields: &mut Fields<'_>) -> Author {
        let Some(node) = fields.node("author") else { return Author::default() };
        if let Some(name) = node.scalar_text(&self.text) {
            return Author { name: Some(name), ..Author::default() };
        }
        fields.inner(node, "`author`", |author| Author {
            name: author.scalar("name", &self.text).map(|name| name.value),
            email: author.text("email").map(|email| email.value),
            url: author.text("url").map(|url| url.value),
        })
    }

    /// `plural: singular`, or `plural: {singular, label}`; what is given replaces the standard ones.
    fn taxonomies(&self, fields: &mut Fields<'_>, titles: Titles) -> Option<Vec<Taxonomy>> {
        fields.nested("taxonomies", |fields| {
            let mut taxonomies = Vec::new();
            for Entry { key: plural, value, key_span } in fields.rest() {
                let (singular, label) = match value.scalar_text(&self.text) {
                    Some(singular) => (Some(singular), None),
                    None => fields.inner(value, &format!("the taxonomy `{plural}`"), |taxonomy| {
                        let singular = taxonomy.scalar("singular", &self.text);
                        let label = taxonomy.scalar("label", &self.text);
                        (singular.map(|text| text.value), label.map(|text| text.value))
                    }),
                };
                if let Some(swapped) = singular.as_ref().filter(|own| is_plural(own, plural)) {
                    let message = format!("`{swapped}` stands here as the singular of `{plural}`");
                    let warning = Diagnostic::warning("config/taxonomy", message).at(*key_span);
                    fields.report(warning.help(format!(
                        "write `{swapped}: {plural}`: the key in front matter comes first, other than in Hugo"
                    )));
                }
                taxonomies.push(Taxonomy {
                    plural: plural.clone(),
                    singular: singular.unwrap_or_else(|| plural.clone()),
                    label: label.unwrap_or_else(|| titles.of_taxonomy(plural)),
                    is_given: true,
                });
            }
            taxonomies
        })
    }

    fn menus(&self, fields: &mut Fields<'_>) -> BTreeMap<String, Vec<ConfigItem>> {
        let menus = fields.nested("menu", |fields| {
            let mut menus = BTreeMap::new();
            for Entry { key: name, value, .. } in fields.rest() {
                let Value::List(items) = &value.value else {
                    let help = "write a `- {name: …, page: …}` line per link";
                    let _: Option<()> = fields.wrong_type(name, value, "a list of links", help);
                    continue;
                };
                let what = format!("a link of the menu `{name}`");
                let links = items
                    .iter()
                    .filter_map(|item| fields.inner(item, &what, |fields| self.menu_item(fields)));
                menus.insert(name.clone(), links.collect());
            }
            menus
        });
        menus.unwrap_or_default()
    }

    fn menu_item(&self, fields: &mut Fields<'_>) -> Option<ConfigItem> {
        let item = MenuItem::read(fields, &self.text);
        let place = fields.span();
        let (target, span) = match (fields.text("url"), fields.text("page")) {
            (Some(url), None) => (MenuTarget::Url(url.value), url.span),
            (url, Some(page)) => {
                (MenuTarget::Page(page.value, url.map(|url| url.value)), page.span)
            }
            // What only holds others together leads nowhere itself.
            (None, None) if item.identifier.is_some() => (MenuTarget::Nothing, place),
            (None, None) => {
                fields.report(
                    Diagnostic::error("config/menu", "a link of a menu has no target")
                        .at(place)
                        .help("give it a `page: about.md` or a `url: https://example.org/`"),
                );
                return None;
            }
        };
        if item.name.is_none() && !matches!(target, MenuTarget::Page(..)) {
            fields.require("name");
            return None;
        }
        Some(ConfigItem { item, target, place: self.place(span)? })
    }

    /// Layers of front matter; they are checked as those of pages are, by the configuration that they stand in.
    fn cascade(&self, fields: &mut Fields<'_>, config: &Config) -> Vec<Layer> {
        let Some(node) = fields.node("cascade") else { return Vec::new() };
        let check = |keys: &Node| front_matter::check(keys, &self.text, config);
        let (layers, diagnostics) = cascade::layers(node, &self.text, &check);
        for diagnostic in diagnostics {
            fields.report(diagnostic);
        }
        layers
    }
}

/// Merges `over` into `node`: maps key by key, anything else whole.
pub(super) fn merge(node: &mut Node, over: Node) {
    match (&mut node.value, over.value) {
        (Value::Map(entries), Value::Map(more)) => {
            for entry in more {
                match entries.iter_mut().find(|own| own.key == entry.key) {
                    Some(own) => merge(&mut own.value, entry.value),
                    None => entries.push(entry),
                }
            }
        }
        (Value::Map(_), Value::Null) => {}
        (_, value) => *node = Node { span: over.span, value },
    }
}

fn base_url(fields: &mut Fields<'_>) -> Option<BaseUrl> {
    let text = fields.text("base_url")?;
    BaseUrl::parse(&text).map_err(|error| fields.report(error.at(text.span))).ok()
}

fn zone(fields: &mut Fields<'_>) -> Zone {
    let Some(name) = fields.text("time_zone") else { return Zone::default() };
    Zone::named(&name).unwrap_or_else(|error| {
        fields.report(error.at(name.span));
        Zone::default()
    })
}

/// A number from 1 up.
pub(super) fn positive(fields: &mut Fields<'_>, key: &'static str) -> Option<usize> {
    let count = fields.count(key)?;
    if count.value == 0 {
        let message = format!("`{key}` cannot be 0");
        let help = "write a number from 1 up, or leave the key out";
        fields.report(Diagnostic::error("key/bad-value", message).at(count.span).help(help));
        return None;
    }
    Some(count.value)
}

/// What the sitemap says, and the name of its file.
fn sitemap(fields: &mut Fields<'_>, outputs: &mut Outputs) -> Sitemap {
    if let Some(name) = outputs::file_name(fields, "filename") {
        outputs.sitemap = name;
    }
    Sitemap::read(fields, "change_frequency")
}

/// How many pages a feed holds, and the name of its file.
fn feed(fields: &mut Fields<'_>, outputs: &mut Outputs) -> Option<usize> {
    if let Some(name) = outputs::file_name(fields, "filename") {
        outputs.feed = name;
    }
    positive(fields, "limit")
}

fn pagination(fields: &mut Fields<'_>, standard: &Pagination) -> Pagination {
    let size = positive(fields, "size").unwrap_or(standard.size);
    let path = fields.text("path").and_then(|path| {
        let is_sound = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        if !path.is_empty() && path.chars().all(is_sound) {
            return Some(path.value);
        }
        let message = format!("`{}` is not one segment of a URL", path.value);
        let help = "use letters, digits, `-` and `_`: `page`";
        fields.report(Diagnostic::error("config/pagination", message).at(path.span).help(help));
        None
    });
    let has_aliases = !fields.boolean("disable_aliases").is_some_and(|is_on| is_on.value);
    Pagination { size, path: path.unwrap_or_else(|| standard.path.clone()), has_aliases }
}

fn titles(fields: &mut Fields<'_>) -> Titles {
    let standard = Titles::default();
    let styles = [
        ("ap", TitleStyle::Ap),
        ("chicago", TitleStyle::Chicago),
        ("go", TitleStyle::Go),
        ("firstupper", TitleStyle::FirstUpper),
        ("none", TitleStyle::None),
    ];
    let is_on = |fields: &mut Fields<'_>, key| fields.boolean(key).map(|on| on.value);
    Titles {
        capitalize: is_on(fields, "capitalize_list_titles").unwrap_or(standard.capitalize),
        pluralize: is_on(fields, "pluralize_list_titles").unwrap_or(standard.pluralize),
        style: fields.one_of("title_case_style", &styles).map_or(standard.style, |s| s.value),
    }
}

fn shown(fields: &mut Fields<'_>) -> Shown {
    let mut is_on = |key| fields.boolean(key).is_some_and(|is_on| is_on.value);
    Shown { drafts: is_on("drafts"), future: is_on("future"), expired: is_on("expired") }
}

fn params(fields: &mut Fields<'_>) -> Option<Node> {
    let node = fields.node("params")?;
    match &node.value {
        Value::Map(_) => Some(node.clone()),
        _ => fields.wrong_type("params", node, "a map", "write `key: value` lines below it"),
    }
}

/// Are the words of this language not told by spaces?
fn is_cjk(tag: &str) -> bool {
    let primary = tag.split('-').next().unwrap_or("").to_lowercase();
    ["ja", "ko", "yue", "zh"].contains(&&*primary)
}

/// What is said of numbers that no data is bound to.
fn unbound(fields: &mut Fields<'_>, text: &str) -> Unbound {
    let is_allowed = fields.one_of("unbound", &[("warn", false), ("allow", true)]);
    let literals = fields.texts("literals", text).unwrap_or_default();
    Unbound {
        is_allowed: is_allowed.is_some_and(|is_allowed| is_allowed.value),
        literals: literals.into_iter().map(|literal| literal.value).collect(),
    }
}
