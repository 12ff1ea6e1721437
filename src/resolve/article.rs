//! A page whose numbers hold: no SQL, chart or binding is left in it.

use std::sync::Arc;

use crate::base::source::Source;
use crate::content::body::{Heading, Piece, Reference};
use crate::content::discover::PageFile;
use crate::content::front_matter::FrontMatter;

/// A page after its data has been resolved: its text has no holes but URLs and the summary's end.
#[derive(Debug)]
pub struct Article {
    /// The file and those beside it.
    pub file: PageFile,
    /// The page's source, for diagnostics.
    pub source: Arc<Source>,
    /// The front matter.
    pub front: FrontMatter,
    /// The text: only [`Piece::Html`], [`Piece::Url`] and [`Piece::More`].
    pub pieces: Vec<Piece>,
    /// The headings, with the same kinds of pieces.
    pub headings: Vec<Heading>,
    /// Links and images that lead into the site.
    pub references: Vec<Reference>,
    /// Anchors other than the headings'.
    pub anchors: Vec<String>,
    /// Words of the text.
    pub word_count: usize,
    /// The "Data" note as HTML, empty without data.
    pub data_note: String,
    /// Files to stand beside the page, by name: its charts as pictures.
    pub made: Vec<(String, Arc<[u8]>)>,
}
