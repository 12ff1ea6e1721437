//! A page after parsing: typed front matter and a text with holes.

use serde::{Deserialize, Serialize};
use std::ops::Deref;
use std::sync::Arc;

use super::body::{Body, Piece};
use super::cascade::{Cascade, Subject};
use super::config::Config;
use super::discover::{PageFile, read_text};
use super::front_matter::{self, Build, FrontMatter, Listing, Render};
use super::markdown::{self, Context};
use super::markup::Markup;
use super::shortcode::{self, Answers, Expanded, expand};
use super::words;
use crate::base::diagnostic::{Diagnostic, Staged, Warned, staged};
use crate::base::node::Value;
use crate::base::source::Source;
use crate::base::world::World;

/// A page whose front matter is typed; its text is not parsed yet, because it may be hidden.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Opened {
    /// The file and those beside it.
    pub file: PageFile,
    /// The front matter as it is written: the head of the file.
    pub source: Arc<Source>,
    /// The front matter.
    pub front: FrontMatter,
    /// Does the text call shortcodes?
    pub has_calls: bool,
}

/// A page whose front matter is typed and whose text is parsed.
#[derive(Debug)]
pub struct Page {
    /// The page as it was opened.
    pub opened: Arc<Opened>,
    /// The text of the file.
    pub source: Arc<Source>,
    /// The text.
    pub body: Body,
}

impl Deref for Page {
    type Target = Opened;

    fn deref(&self) -> &Opened {
        &self.opened
    }
}

impl Page {
    /// Does anything of the page depend on data?
    pub fn has_data(&self) -> bool {
        self.body.has_data() || self.front.is_bound || !self.front.queries.is_empty()
    }
}

impl Opened {
    /// The page as one that is there for those below it alone: nothing that it says is seen.
    #[must_use]
    pub fn without_trace(mut self) -> Self {
        let hidden = Build { render: Render::Never, list: Listing::Never, ..Build::default() };
        let front = &mut self.front;
        front.build = Build { files: false, ..hidden };
        // A title can be part of the URLs below.
        front.title = front.title.take().filter(|_| !front.is_bound);
        front.link_title = None;
        front.description = None;
        front.summary = None;
        front.menus.clear();
        front.aliases.clear();
        front.terms.clear();
        front.params.value = Value::Map(Vec::new());
        self.has_calls = false;
        self
    }
}

/// Reads a content file and its front matter, over what it takes from `cascade`; the whole text comes beside it, for [`parse`].
///
/// A page keeps the head of its file alone, so that the texts of ten thousand pages are not held.
pub fn open(
    world: &dyn World,
    file: PageFile,
    (config, cascade): (&Config, &Cascade),
) -> Staged<(Opened, Arc<Source>)> {
    let whole = read_text(world, &file.path).map_err(|error| vec![error])?;
    let place = |diagnostic: Diagnostic| diagnostic.within(&whole);
    let place_all = |all: Vec<Diagnostic>| all.into_iter().map(place).collect::<Vec<_>>();
    let config = config.of(file.lang);
    let layers = (cascade, Subject::of(&file, &config.taxonomies));
    let read = front_matter::read(&whole.text, file.name(), config, layers).map_err(place_all)?;
    let warnings = place_all(read.warnings);
    let start = read.value.body_start;
    let (source, has_calls) = (whole.head(start), shortcode::is_in(&whole.text[start..]));
    let mut front = read.value;
    front.is_cjk.get_or_insert_with(|| config.has_cjk_language && words::has_cjk(&whole.text));
    let opened = Opened { file, source, front, has_calls };
    Ok(Warned { value: (opened, whole), warnings })
}

/// Parses the text of a page, the whole of whose file is `source`; `answers` gives what its shortcodes stand for, `markup` writes
/// the parts that it has templates for.
pub fn parse(
    (opened, source): (Arc<Opened>, Arc<Source>),
    config: &Config,
    answers: Answers<'_>,
    markup: &dyn Markup,
) -> Staged<Page> {
    let front = &opened.front;
    let is_html = ["html", "htm"].contains(&opened.file.path.extension());
    let (mut body, diagnostics) = if is_html {
        html_page(&source, front, answers)
    } else {
        markdown_page(&source, front, (config, answers, markup))
    };
    body.word_count = words::count(&body, front.is_cjk == Some(true), &source.text);
    let diagnostics: Vec<Diagnostic> =
        diagnostics.into_iter().map(|diagnostic| diagnostic.within(&source)).collect();
    if body.queries.is_empty() && front.queries.is_empty() {
        body.runs = Vec::new();
    }
    staged(Page { opened, source, body }, diagnostics)
}

/// The text of a page in Markdown.
fn markdown_page(
    source: &Source,
    front: &FrontMatter,
    (config, answers, markup): (&Config, Answers<'_>, &dyn Markup),
) -> (Body, Vec<Diagnostic>) {
    let (text, start) = (&*source.text, front.body_start);
    let render = |expanded: Option<&Expanded>| {
        let text = expanded.map_or(text, |expanded| &expanded.text);
        let context = Context { shortcodes: expanded, templates: Some((markup, front)) };
        markdown::render(text, start, &config.markdown, context)
    };
    let mut diagnostics = Vec::new();
    let mut expanded = shortcode::is_in(&text[start..]).then(|| {
        let (expanded, found) = expand(text, start, &|call| answers(front, call));
        diagnostics = found;
        expanded
    });
    let mut read = render(expanded.as_ref());
    if let Some(mark) = read.split.take() {
        let apart = expanded.unwrap_or_else(|| Expanded::plain(text)).set_apart(mark);
        read = render(Some(&apart));
        expanded = Some(apart);
    }
    if let Some(expanded) = &expanded {
        expanded.settle(&mut read.body, &mut read.diagnostics);
    }
    diagnostics.append(&mut read.diagnostics);
    (read.body, diagnostics)
}

/// The text of a page that is HTML already.
fn html_page(
    source: &Source,
    front: &FrontMatter,
    answers: Answers<'_>,
) -> (Body, Vec<Diagnostic>) {
    let (text, start) = (&*source.text, front.body_start);
    if !shortcode::is_in(&text[start..]) {
        return (html(&text[start..]), Vec::new());
    }
    let (expanded, mut diagnostics) = expand(text, start, &|call| answers(front, call));
    let mut body = html(&expanded.text[start..]);
    expanded.settle(&mut body, &mut diagnostics);
    (body, diagnostics)
}

/// The text of a page that is HTML already.
fn html(text: &str) -> Body {
    let mut pieces = Vec::new();
    match text.split_once("<!--more-->") {
        Some((summary, rest)) => {
            pieces.push(Piece::Html(summary.to_owned()));
            pieces.push(Piece::More);
            pieces.push(Piece::Html(rest.to_owned()));
        }
        None => pieces.push(Piece::Html(text.to_owned())),
    }
    Body { pieces, ..Body::default() }
}
