//! A page after parsing: typed front matter and a text with holes.

use std::sync::Arc;

use super::body::Body;
use super::config::Config;
use super::discover::{PageFile, read_text};
use super::front_matter::{self, FrontMatter};
use super::markdown::{self, Style};
use crate::base::diagnostic::{Diagnostic, Staged, staged};
use crate::base::source::Source;
use crate::base::world::World;

/// A page whose front matter is typed and whose text is parsed.
#[derive(Debug)]
pub struct Page {
    /// The file and those beside it.
    pub file: PageFile,
    /// The text of the file.
    pub source: Arc<Source>,
    /// The front matter.
    pub front: FrontMatter,
    /// The text.
    pub body: Body,
}

/// A page whose front matter is typed; its text is not parsed yet, because it may be hidden.
#[derive(Debug)]
pub struct Opened {
    /// The file and those beside it.
    pub file: PageFile,
    /// The text of the file.
    pub source: Arc<Source>,
    /// The front matter.
    pub front: FrontMatter,
    /// Where the text begins.
    body_start: usize,
}

/// Reads a content file and its front matter.
pub fn open(world: &dyn World, file: PageFile, config: &Config) -> Staged<Opened> {
    let source = read_text(world, &file.path).map_err(|error| vec![error])?;
    let read = front_matter::read(&source, config)?;
    Ok(read.map(|(front, body_start)| Opened { file, source, front, body_start }))
}

/// Parses the text of a page.
pub fn parse(opened: Opened, config: &Config) -> Staged<Page> {
    let Opened { file, source, front, body_start } = opened;
    let style = Style { raw_html: config.raw_html, typographer: config.typographer };
    let (body, diagnostics) = markdown::render(&source.text, body_start, style);
    let diagnostics: Vec<Diagnostic> =
        diagnostics.into_iter().map(|diagnostic| diagnostic.within(&source)).collect();
    staged(Page { file, source, front, body }, diagnostics)
}
