//! Parsing pages, those of which memory kept everything but the text as well.

use std::sync::Arc;

use crate::base::diagnostic::{Diagnostic, Staged};
use crate::base::digest::Digest;
use crate::base::encode::digest_of;
use crate::base::source::Source;
use crate::base::texts;
use crate::base::world::World;
use crate::content::config::{Config, Lang};
use crate::content::discover::{PageFile, read_text};
use crate::content::front_matter::FrontMatter;
use crate::content::page::{Opened, Page, parse};
use crate::content::shortcode::{Answer, Call};
use crate::render::{MarkupTemplates, Templates, shortcode};
use crate::resolve::article::{Article, Facts, Text, Texts};

/// What pages are parsed with.
#[derive(Clone, Copy)]
pub(super) struct Parser<'a> {
    pub(super) world: &'a dyn World,
    pub(super) config: &'a Config,
    /// The digest of the configuration.
    pub(super) settings: Digest,
    pub(super) templates: Option<&'a Templates>,
}

/// The key of a page before anything of its file is known.
pub(super) fn place_of(settings: Digest, file: &PageFile) -> Digest {
    let file = digest_of(file);
    Digest::of_parts([b"open".as_slice(), settings.as_bytes(), file.as_bytes()])
}

/// The key of what was made under `key` with something more.
pub(super) fn with(key: Digest, more: Digest) -> Digest {
    Digest::of_parts([key.as_bytes(), more.as_bytes()])
}

impl Parser<'_> {
    /// The key of a parsed page that was opened under `key`.
    pub(super) fn key(&self, key: Digest, opened: &Opened) -> Digest {
        let Some(templates) = self.templates else { return with(key, Digest::of(b"")) };
        let has_calls = opened.has_calls || templates.has_markup();
        let calls = if has_calls { templates.digest_of_shortcodes() } else { Digest::of(b"") };
        with(with(key, calls), templates.digest_of_texts(opened.file.lang))
    }

    /// What pages of a language say beside the author's words.
    pub(super) fn texts(&self, lang: Lang) -> Arc<texts::Table> {
        self.templates.map_or_else(texts::Table::english, |own| Arc::clone(own.texts(lang)))
    }

    /// Parses a page, its shortcodes by their templates; without templates, which is an error already, they are empty.
    pub(super) fn parse(&self, (opened, source): (Arc<Opened>, Arc<Source>)) -> Staged<Page> {
        let config = self.config.of(opened.file.lang);
        let answers = |front: &FrontMatter, call: &Call| match self.templates {
            Some(templates) => shortcode(templates, config, front, call),
            None => (Answer::Text(String::new()), None),
        };
        let markup = MarkupTemplates { templates: self.templates, config };
        parse((opened, source), config, &answers, &markup)
    }

    /// Parses a page whose text is not at hand; an error if it is not the one of `key` any more.
    pub(super) fn again(&self, opened: &Arc<Opened>, key: Digest) -> Staged<Page> {
        let path = &opened.file.path;
        let source = read_text(self.world, path).map_err(|error| vec![error])?;
        let file = Digest::of(source.text.as_bytes());
        let place = place_of(self.settings, &opened.file);
        if self.key(with(place, file), opened) == key {
            return self.parse((Arc::clone(opened), source));
        }
        let message = format!("`{path}` changed while it was read");
        let error = Diagnostic::error("io/changed", message).at(0..0).within(&source);
        Err(vec![error.help("build again")])
    }
}

impl Texts for Parser<'_> {
    fn make(&self, article: &Article) -> Result<Text, Vec<Diagnostic>> {
        let key = article.facts.identity;
        let page = self.again(&article.opened, key)?.value;
        Ok(Facts::without_data(page, key).into_text())
    }
}
