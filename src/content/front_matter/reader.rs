//! Nodes to typed front matter.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike as _, FixedOffset};

use super::bound;
use super::container::{self, Container, Syntax};
use super::{Build, FrontMatter, Sitemap, resources};
use crate::base::as_of::AsOf;
use crate::base::diagnostic::{Diagnostic, Staged, staged};
use crate::base::node::{self, Entry, Fields, Node, Spanned, Value};
use crate::base::source::Span;
use crate::content::cascade::{self, Cascade, Layer, Subject};
use crate::content::config::{Config, Taxonomy};
use crate::content::date_sources::{DateSource, KEYS, dated_name};
use crate::content::dates::{self, Zone};
use crate::content::menu;
use crate::content::phrase;

/// Keys that mean something to Hugo and nothing here: whoever relies on one has to know.
const WITHOUT_EFFECT: [&str; 2] = ["markup", "sites"];

type Dates = BTreeMap<String, Spanned<DateTime<FixedOffset>>>;

/// Reads the front matter of a page's file, whose URL would end in `name`.
pub(super) fn read(
    text: &str,
    name: &str,
    config: &Config,
    (cascade, subject): (&Cascade, Subject<'_>),
) -> Staged<FrontMatter> {
    let mut diagnostics = Vec::new();
    let container = container::split(text).map_err(|error| vec![error])?.unpack(&mut diagnostics);
    let mut root = match tree(text, container) {
        Ok(root) => root,
        Err(errors) => {
            diagnostics.extend(errors);
            return Err(diagnostics);
        }
    };
    if let Some(node) = cascaded(&root) {
        diagnostics.extend(own_layers(node, text, config).1);
    }
    cascade.apply(&mut root, subject);
    let mut reader = Reader { text, fields: fields_of(&root, "the front matter") };
    let front_matter = reader.front_matter(name, config, container.body_start);
    diagnostics.extend(reader.fields.finish());
    staged(front_matter, diagnostics)
}

/// The layers of a file's `cascade`, without those in which something is wrong.
pub(super) fn layers(text: &str, config: &Config) -> Vec<Layer> {
    let Ok(container) = container::split(text) else { return Vec::new() };
    let Ok(root) = tree(text, container.value) else { return Vec::new() };
    cascaded(&root).map_or_else(Vec::new, |node| own_layers(node, text, config).0)
}

/// A tree as front matter, and what is wrong in it.
pub(super) fn typed(root: &Node, config: &Config) -> (FrontMatter, Vec<Diagnostic>) {
    typed_of(root, "", config)
}

/// What is wrong in a tree that stands in `text`.
pub(super) fn check(root: &Node, text: &str, config: &Config) -> Vec<Diagnostic> {
    typed_of(root, text, config).1
}

fn typed_of(root: &Node, text: &str, config: &Config) -> (FrontMatter, Vec<Diagnostic>) {
    let mut reader = Reader { text, fields: fields_of(root, "`cascade`") };
    let front_matter = reader.front_matter("", config, 0);
    (front_matter, reader.fields.finish())
}

/// The keys of a map in front matter. What is in the maps below it and unknown is passed over as by Hugo, but told.
fn fields_of<'a>(node: &'a Node, what: &str) -> Fields<'a> {
    Fields::new(node, what).folding_case().tolerating_unknown()
}

/// The values of a file's front matter; places are bytes of `text`.
fn tree(text: &str, container: Container) -> Result<Node, Vec<Diagnostic>> {
    let inner = &text[container.inner.range()];
    let tree = match container.syntax {
        Some(Syntax::Yaml) => node::yaml(inner),
        Some(Syntax::Toml) => node::toml(inner),
        Some(Syntax::Json) => node::json(inner),
        None => Ok(Node { span: Span::default(), value: Value::Null }),
    };
    let start = container.inner.start;
    let mut root = tree.map_err(|errors| {
        errors.into_iter().map(|error| error.shifted(start)).collect::<Vec<_>>()
    })?;
    root.shift(start);
    Ok(root)
}

/// The first year is Hugo's way to say that there is no date, also where another key has one.
fn is_date(date: &Spanned<DateTime<FixedOffset>>) -> bool {
    date.year() > 1
}

/// The beginning of the first year in UTC, in seconds.
const FIRST_MOMENT: i64 = -62_135_596_800;

/// Hugo's own empty date.
fn is_first_moment(date: &Spanned<DateTime<FixedOffset>>) -> bool {
    date.timestamp() == FIRST_MOMENT
}

/// The value of `cascade`.
fn cascaded(root: &Node) -> Option<&Node> {
    let Value::Map(entries) = &root.value else { return None };
    let entry = entries.iter().find(|entry| entry.key.eq_ignore_ascii_case("cascade"))?;
    Some(&entry.value).filter(|node| node.value != Value::Null)
}

fn own_layers(node: &Node, text: &str, config: &Config) -> (Vec<Layer>, Vec<Diagnostic>) {
    cascade::layers(node, text, &|keys| check(keys, text, config))
}

struct Reader<'a> {
    text: &'a str,
    fields: Fields<'a>,
}

impl Reader<'_> {
    fn front_matter(&mut self, name: &str, config: &Config, body_start: usize) -> FrontMatter {
        let mut dates = self.dates(config);
        let named = dated_name(name, config.zone);
        let first = |chain: &[DateSource], dates: &Dates| {
            chain.iter().find_map(|source| match source {
                DateSource::Key(key) => dates.get(&**key).cloned(),
                DateSource::FileName => named.map(|(date, _)| Spanned::new(date, Span::default())),
            })
        };
        // Hugo takes the rest of a name for the slug only where the name gives the date.
        let gives_date = |source: &DateSource| match source {
            DateSource::Key(key) => dates.contains_key(&**key),
            DateSource::FileName => named.is_some(),
        };
        let sources = &config.dates;
        let is_named =
            sources.date.iter().find(|source| gives_date(source)) == Some(&DateSource::FileName);
        let rest = named.map(|(_, rest)| rest).filter(|rest| is_named && !rest.is_empty());
        // The other dates may come from this one, wherever it came from.
        let is_given = dates.contains_key("date");
        let date = first(&sources.date, &dates);
        dates.extend(date.clone().map(|date| ("date".to_owned(), date)).filter(|_| !is_given));
        let mut front_matter = FrontMatter {
            title: self.scalar("title"),
            link_title: self.scalar("linkTitle"),
            description: self.scalar("description"),
            summary: self.scalar("summary"),
            date: date.filter(is_date),
            publish_date: first(&sources.publish_date, &dates).filter(is_date),
            expiry_date: first(&sources.expiry_date, &dates).filter(|date| !is_first_moment(date)),
            lastmod: first(&sources.lastmod, &dates).filter(is_date),
            as_of: self.as_of(),
            draft: self.draft(),
            weight: self.weight(),
            slug: self.scalar("slug").or_else(|| rest.map(unplaced)),
            url: self.scalar("url"),
            aliases: self.filled("aliases"),
            build: Build::read(&mut self.fields, self.text),
            sitemap: self
                .fields
                .nested("sitemap", |fields| Sitemap::read(fields, "changefreq"))
                .unwrap_or_default(),
            menus: menu::of_page(&mut self.fields, self.text),
            resources: resources::read(&mut self.fields, self.text),
            kind: self.scalar("type"),
            layout: self.scalar("layout"),
            translation_key: self.scalar("translationKey"),
            is_cjk: self.fields.loose_boolean("isCJKLanguage"),
            keywords: self.texts("keywords").into_iter().map(|word| word.value).collect(),
            images: Vec::new(),
            terms: self.terms(&config.taxonomies),
            term_weights: self.term_weights(&config.taxonomies),
            params: Node { span: Span::default(), value: Value::Map(Vec::new()) },
            queries: bound::queries(&mut self.fields, self.text),
            is_bound: phrase::is_marked(&self.text[..body_start]),
            body_start,
        };
        // Its layers were read before: they are for other pages as well.
        let _: Option<_> = self.fields.node("cascade");
        front_matter.params = self.params();
        front_matter.images = images(&front_matter.params);
        front_matter
    }

    /// A text, or what is written where one is expected; an empty one is none.
    fn scalar(&mut self, key: &'static str) -> Option<Spanned<String>> {
        self.fields.scalar(key, self.text).filter(|text| !text.trim().is_empty())
    }

    fn texts(&mut self, key: &'static str) -> Vec<Spanned<String>> {
        self.fields.texts(key, self.text).unwrap_or_default()
    }

    fn filled(&mut self, key: &'static str) -> Vec<Spanned<String>> {
        self.texts(key).into_iter().filter(|text| !text.trim().is_empty()).collect()
    }

    fn dates(&mut self, config: &Config) -> Dates {
        let (zone, mut dates) = (config.zone, Dates::new());
        for key in KEYS {
            let Some(node) = self.fields.node(key) else { continue };
            // `published` says yes or no in other generators' content: that is about drafts.
            if key == "published" && matches!(node.value, Value::Boolean(_)) {
                continue;
            }
            if let Some(date) = self.date(key, node, zone) {
                dates.insert(key.to_owned(), Spanned::new(date, node.span));
            }
        }
        // An author's own key stays one of the page's params.
        for key in config.dates.own_keys() {
            let node = self.fields.peek(key).filter(|node| node.value != Value::Null);
            if let Some((node, date)) =
                node.and_then(|node| Some((node, self.date(key, node, zone)?)))
            {
                dates.insert(key.to_owned(), Spanned::new(date, node.span));
            }
        }
        dates
    }

    fn date(&mut self, key: &str, node: &Node, zone: Zone) -> Option<DateTime<FixedOffset>> {
        let reading = match &node.value {
            Value::Text(text) if text.trim().is_empty() => return None,
            Value::Text(text) | Value::Time(text) => dates::read(text, zone),
            Value::Integer(seconds) => dates::timestamp(*seconds)
                .map(|time| dates::Reading { time, passed_over_zone: false }),
            _ => None,
        };
        let Some(reading) = reading else {
            let shown = node.scalar_text(self.text).map(|text| format!(": `{text}`"));
            let message = format!("`{key}` is not a date{}", shown.unwrap_or_default());
            self.fields.report(
                Diagnostic::error("front-matter/date", message).at(node.span).help(dates::HELP),
            );
            return None;
        };
        if reading.passed_over_zone {
            let message = format!("the zone name in `{key}` is passed over: it names no offset");
            let read_as = format!("read as {}", reading.time.to_rfc3339());
            self.fields.report(
                Diagnostic::warning("front-matter/zone", message)
                    .label(node.span, read_as)
                    .help("write the offset instead: `2025-03-08T11:21:30+07:00`"),
            );
        }
        Some(reading.time)
    }

    fn as_of(&mut self) -> Option<Spanned<AsOf>> {
        let Spanned { value, span } = self.scalar("as_of")?;
        let as_of = AsOf::read(value.trim());
        if as_of.is_none() {
            let message = format!("`as_of` takes `latest` or a day, not `{value}`");
            self.fields.report(
                Diagnostic::error("front-matter/as-of", message)
                    .at(span)
                    .help("write `as_of: latest`, or a day such as `as_of: 2025-03-08`"),
            );
        }
        as_of.map(|as_of| Spanned::new(as_of, span))
    }

    /// `draft`, or else the inverse of a `published` that says yes or no.
    fn draft(&mut self) -> bool {
        let published = self.fields.node("published").and_then(|node| match node.value {
            Value::Boolean(published) => Some(published),
            _ => None,
        });
        let Some(node) = self.fields.node("draft") else { return published == Some(false) };
        let word = node.scalar_text(self.text).unwrap_or_else(|| node.kind().to_owned());
        match word.as_str() {
            "true" | "True" | "TRUE" | "t" | "T" | "1" => true,
            "false" | "False" | "FALSE" | "f" | "F" | "0" | "" => false,
            _ => match word.to_lowercase().as_str() {
                "yes" | "y" | "on" => self.doubtful_draft(node, &word, true),
                "no" | "n" | "off" => self.doubtful_draft(node, &word, false),
                _ => {
                    let message = format!("`draft` takes `true` or `false`, not `{word}`");
                    self.fields.report(
                        Diagnostic::error("front-matter/draft", message)
                            .at(node.span)
                            .help("write `draft: true` or `draft: false`"),
                    );
                    true
                }
            },
        }
    }

    fn doubtful_draft(&mut self, node: &Node, word: &str, is_draft: bool) -> bool {
        let message = format!("`draft: {word}` is a text, not a truth value");
        self.fields.report(
            Diagnostic::warning("front-matter/draft", message)
                .label(node.span, format!("taken for `{is_draft}`; Hugo publishes the page"))
                .help(format!("write `draft: {is_draft}`")),
        );
        is_draft
    }

    fn weight(&mut self) -> i64 {
        self.fields.loose_integer("weight").unwrap_or(0)
    }

    fn term_weights(&mut self, taxonomies: &[Taxonomy]) -> BTreeMap<String, i64> {
        let mut weights = BTreeMap::new();
        for Taxonomy { plural, .. } in taxonomies {
            let key = format!("{plural}_weight");
            if let Some(entry) = self.fields.entry_named(&key) {
                let weight = self.fields.loose_integer_of(&key, &entry.value);
                weights.insert(plural.clone(), weight.unwrap_or(0));
            }
        }
        weights
    }

    fn terms(&mut self, taxonomies: &[Taxonomy]) -> BTreeMap<String, Vec<Spanned<String>>> {
        let mut terms = BTreeMap::new();
        for Taxonomy { plural, .. } in taxonomies {
            let own = self.fields.entry_named(plural).map(|entry| &entry.value);
            // What stands under `params` goes before the key itself.
            let Some(node) =
                self.fields.peek("params").and_then(|params| params.get(plural)).or(own)
            else {
                continue;
            };
            let mut named: Vec<Spanned<String>> = Vec::new();
            for term in self.fields.texts_of(plural, node, self.text) {
                let is_new = named.iter().all(|earlier| earlier.value != term.value);
                if is_new && !term.trim().is_empty() {
                    named.push(term);
                }
            }
            if !named.is_empty() {
                terms.insert(plural.clone(), named);
            }
        }
        terms
    }

    /// The keys that nobody took, and over them those under `params`.
    fn params(&mut self) -> Node {
        let given = self.fields.node("params");
        let mut entries: Vec<Entry> = self.fields.rest().into_iter().cloned().collect();
        for entry in &entries {
            if WITHOUT_EFFECT.iter().any(|key| key.eq_ignore_ascii_case(&entry.key)) {
                let message = format!("the key `{}` has no effect", entry.key);
                self.fields.report(
                    Diagnostic::warning("front-matter/without-effect", message)
                        .at(entry.key_span)
                        .help("remove it, or put it under `params` if a template reads it"),
                );
            }
        }
        match given.map(|node| (node, &node.value)) {
            Some((_, Value::Map(over))) => {
                for entry in over {
                    entries.retain(|below| below.key.to_lowercase() != entry.key.to_lowercase());
                    entries.push(entry.clone());
                }
            }
            Some((node, _)) => {
                let help = "write `key: value` lines below it";
                let _: Option<()> = self.fields.wrong_type("params", node, "a map", help);
            }
            None => {}
        }
        Node { span: self.fields.span(), value: Value::Map(entries) }
    }
}

/// The texts under `images`; themes put maps there too, which mean nothing here.
fn images(params: &Node) -> Vec<Spanned<String>> {
    let items = match params.get("images") {
        Some(Node { value: Value::List(items), .. }) => items.as_slice(),
        Some(node) => std::slice::from_ref(node),
        None => &[],
    };
    let texts = items.iter().filter_map(|item| match &item.value {
        Value::Text(text) if !text.is_empty() => Some(Spanned::new(text.clone(), item.span)),
        _ => None,
    });
    texts.collect()
}

/// A text that stands nowhere in the front matter.
fn unplaced(text: &str) -> Spanned<String> {
    Spanned::new(text.to_owned(), Span::default())
}
