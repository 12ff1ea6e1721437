//! The site's configuration: `numerate.yaml`, with `numerate.NAME.yaml` over it for an environment.

use std::sync::Arc;

use chrono_tz::Tz;

use crate::base::diagnostic::{Diagnostic, Staged, staged};
use crate::base::html::scheme;
use crate::base::node::{Entry, Fields, Node, Spanned, Value, yaml};
use crate::base::source::{Source, Span};

/// What a site says of itself. Every key has a default, so that a folder without a configuration is a site.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of the configuration file")]
pub struct Config {
    /// The title of the site.
    pub title: String,
    /// Where the site will be: an `http` or `https` URL that ends with a slash; `None` if it is not known.
    pub base_url: Option<String>,
    /// The language of the site, as an HTML `lang` attribute has it.
    pub language: String,
    /// The zone of dates that name none.
    pub time_zone: Tz,
    /// What the site is about, in a sentence.
    pub description: String,
    /// Who writes it.
    pub author: String,
    /// A line for the foot of every page.
    pub copyright: String,
    /// The front matter's lists that become taxonomies, by their plural names.
    pub taxonomies: Vec<String>,
    /// How many pages a list shows at once.
    pub pager_size: usize,
    /// How many words an automatic summary has at least.
    pub summary_length: usize,
    /// The sections whose pages the home page lists; empty for the one with the most pages.
    pub main_sections: Vec<String>,
    /// How many items a feed has at most; `None` for all.
    pub feed_limit: Option<usize>,
    /// The main menu.
    pub menu: Vec<MenuEntry>,
    /// Is raw HTML in Markdown kept?
    pub raw_html: bool,
    /// Are quotes and dashes made typographic?
    pub typographer: bool,
    /// How many rows a query may give.
    pub row_limit: usize,
    /// Are drafts published unless a command says otherwise?
    pub drafts: bool,
    /// Are future pages?
    pub future: bool,
    /// Are expired pages?
    pub expired: bool,
    /// The author's own keys: always a map.
    pub params: Node,
}

/// An item of the main menu as the configuration has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuEntry {
    /// What to show.
    pub name: String,
    /// A path from the site's root or an absolute URL.
    pub url: String,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            title: String::new(),
            base_url: None,
            language: "en".to_owned(),
            time_zone: Tz::UTC,
            description: String::new(),
            author: String::new(),
            copyright: String::new(),
            taxonomies: vec!["tags".to_owned(), "categories".to_owned()],
            pager_size: 10,
            summary_length: 70,
            main_sections: Vec::new(),
            feed_limit: None,
            menu: Vec::new(),
            raw_html: true,
            typographer: true,
            row_limit: 10_000,
            drafts: false,
            future: false,
            expired: false,
            params: Node { span: Span::default(), value: Value::Map(Vec::new()) },
        }
    }
}

impl Config {
    /// The site's own path on its host: `/`, or `/blog/` for a site below its host's root.
    pub fn root_path(&self) -> &str {
        self.base_url.as_deref().map_or("/", |url| &url[origin_end(url)..])
    }

    /// The scheme and host, without a slash at the end.
    pub fn origin(&self) -> Option<&str> {
        self.base_url.as_deref().map(|url| &url[..origin_end(url)])
    }

    /// Puts another base URL in the place of the configured one.
    pub fn set_base_url(&mut self, url: &str) -> Result<(), Diagnostic> {
        self.base_url = Some(base_url(url)?);
        Ok(())
    }
}

/// Where the path of an absolute URL begins.
fn origin_end(url: &str) -> usize {
    let host = url.find("://").map_or(0, |at| at + 3);
    url[host..].find('/').map_or(url.len(), |at| host + at)
}

/// Reads the configuration files, the later ones over the earlier.
pub fn read(files: &[Arc<Source>]) -> Staged<Config> {
    let mut diagnostics = Vec::new();
    let mut config = Config::default();
    for source in files {
        let found = match yaml(&source.text) {
            Ok(Node { value: Value::Null, .. }) => Vec::new(),
            Ok(node) => read_over(&mut config, &node, source),
            Err(errors) => errors,
        };
        diagnostics.extend(found.into_iter().map(|diagnostic| diagnostic.within(source)));
    }
    staged(config, diagnostics)
}

/// Takes each key that `node` has into `config`.
fn read_over(config: &mut Config, node: &Node, source: &Source) -> Vec<Diagnostic> {
    let text = &source.text;
    let mut fields = Fields::new(node, "the configuration");
    let texts: [(&'static str, &mut String); 5] = [
        ("title", &mut config.title),
        ("language", &mut config.language),
        ("description", &mut config.description),
        ("author", &mut config.author),
        ("copyright", &mut config.copyright),
    ];
    for (key, place) in texts {
        set(place, fields.scalar(key, text));
    }
    if let Some(url) = fields.text("base_url") {
        match base_url(&url.value) {
            Ok(url) => config.base_url = Some(url),
            Err(error) => fields.report(error.at(url.span)),
        }
    }
    if let Some(zone) = fields.text("time_zone") {
        match zone.value.parse() {
            Ok(zone) => config.time_zone = zone,
            Err(_) => fields.report(unknown_zone(&zone)),
        }
    }
    for (key, place) in
        [("taxonomies", &mut config.taxonomies), ("main_sections", &mut config.main_sections)]
    {
        if let Some(names) = fields.texts(key, text) {
            *place = names.into_iter().map(|name| name.value).collect();
        }
    }
    read_sizes(config, &mut fields);
    if let Some(menu) = fields.each("menu", read_menu) {
        config.menu = menu.into_iter().flatten().collect();
    }
    fields.nested("markdown", |fields| {
        set(&mut config.raw_html, read_raw_html(fields));
        set(&mut config.typographer, fields.boolean("typographer"));
    });
    fields.nested("data", |fields| set(&mut config.row_limit, fields.count("row_limit")));
    fields.nested("build", |fields| {
        set(&mut config.drafts, fields.boolean("drafts"));
        set(&mut config.future, fields.boolean("future"));
        set(&mut config.expired, fields.boolean("expired"));
    });
    if let Some(params) = fields.node("params") {
        match &params.value {
            Value::Map(entries) => merge(&mut config.params, entries),
            Value::Null => {}
            _ => {
                fields.wrong_type::<()>(
                    "params",
                    params,
                    "a map",
                    "write a line `name: value` for each",
                );
            }
        }
    }
    fields.finish()
}

fn set<T>(place: &mut T, value: Option<Spanned<T>>) {
    if let Some(value) = value {
        *place = value.value;
    }
}

fn read_sizes(config: &mut Config, fields: &mut Fields<'_>) {
    set(&mut config.summary_length, fields.count("summary_length"));
    if let Some(size) = fields.count("pager_size") {
        if size.value == 0 {
            let error =
                Diagnostic::error("config/pager-size", "a list cannot show 0 pages at once");
            fields.report(error.at(size.span).help("write 1 or more; the default is 10"));
        }
        config.pager_size = size.value.max(1);
    }
    if let Some(limit) = fields.count("feed_limit") {
        config.feed_limit = Some(limit.value);
    }
}

fn read_menu(fields: &mut Fields<'_>) -> Option<MenuEntry> {
    fields.require("name");
    fields.require("url");
    let (name, url) = (fields.text("name"), fields.text("url"));
    Some(MenuEntry { name: name?.value, url: url?.value })
}

fn read_raw_html(fields: &mut Fields<'_>) -> Option<Spanned<bool>> {
    fields.one_of("raw_html", &[("keep", true), ("drop", false)])
}

/// Puts entries over those of `map` that have their keys, maps within maps too.
fn merge(map: &mut Node, over: &[Entry]) {
    let Value::Map(entries) = &mut map.value else { return };
    for entry in over {
        match entries.iter_mut().find(|known| known.key == entry.key) {
            Some(known) => match (&mut known.value.value, &entry.value.value) {
                (Value::Map(_), Value::Map(inner)) => merge(&mut known.value, inner),
                _ => *known = entry.clone(),
            },
            None => entries.push(entry.clone()),
        }
    }
}

/// A base URL in its one form: with a slash at the end, without query and fragment.
fn base_url(url: &str) -> Result<String, Diagnostic> {
    let is_web = scheme(url).is_some_and(|scheme| scheme == "http" || scheme == "https");
    let host = url.split_once("://").map_or("", |(_, rest)| rest.split('/').next().unwrap_or(""));
    if !is_web || host.is_empty() || url.contains(['?', '#', ' ', '"', '<', '\\']) {
        return Err(Diagnostic::error(
            "config/base-url",
            format!("`{url}` is not the URL of a site"),
        )
        .help(
            "write it with its scheme, as in `https://example.org/` or `https://example.org/blog/`",
        ));
    }
    Ok(format!("{}/", url.trim_end_matches('/')))
}

fn unknown_zone(zone: &Spanned<String>) -> Diagnostic {
    let names = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
    let help = match crate::base::diagnostic::nearest(&zone.value, names) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "write a name of the IANA database, such as `Europe/Berlin`".to_owned(),
    };
    Diagnostic::error("config/time-zone", format!("there is no time zone `{}`", zone.value))
        .at(zone.span)
        .help(help)
}

#[cfg(test)]
mod tests {
    use super::{Config, read};
    use crate::base::path::SitePath;
    use crate::base::source::Source;

    fn config(texts: &[&str]) -> Result<Config, Vec<&'static str>> {
        let path = SitePath::new("numerate.yaml").expect("valid");
        let sources: Vec<_> = texts.iter().map(|text| Source::new(path.clone(), *text)).collect();
        let codes = |errors: Vec<crate::base::diagnostic::Diagnostic>| {
            errors.iter().map(|error| error.code).collect()
        };
        read(&sources).map(|config| config.value).map_err(codes)
    }

    #[test]
    fn a_site_needs_no_configuration() {
        let config = config(&["# nothing\n"]).expect("valid");
        assert_eq!((config.root_path(), config.origin(), config.pager_size), ("/", None, 10));
    }

    #[test]
    fn the_base_url_gives_origin_and_path() {
        let config = config(&["base_url: https://example.org/blog\n"]).expect("valid");
        assert_eq!((config.root_path(), config.origin()), ("/blog/", Some("https://example.org")));
    }

    #[test]
    fn an_environment_overrides_key_by_key() {
        let base = "title: A\nparams: {color: red, deep: {a: 1, b: 2}}\n";
        let config = config(&[base, "params: {deep: {b: 3}}\n"]).expect("valid");
        assert_eq!(config.title, "A");
        let deep = config.params.get("deep").expect("kept");
        assert_eq!(deep.get("a").map(|node| &node.value), Some(&super::Value::Integer(1)));
        assert_eq!(deep.get("b").map(|node| &node.value), Some(&super::Value::Integer(3)));
    }

    #[test]
    fn everything_wrong_is_reported_at_once() {
        let text = "titel: A\nbase_url: example.org\ntime_zone: Berlin\npager_size: 0\nmenu:\n  - {name: A}\n";
        let mut codes = config(&[text]).expect_err("wrong");
        codes.sort_unstable();
        let expected = [
            "config/base-url",
            "config/pager-size",
            "config/time-zone",
            "key/missing",
            "key/unknown",
        ];
        assert_eq!(codes, expected);
    }
}
