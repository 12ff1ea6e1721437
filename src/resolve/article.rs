//! A page whose numbers hold: no SQL, chart or binding is left in it.

use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDate;

use super::dataset::Dataset;
use crate::base::digest::Digest;
use crate::base::path::SitePath;
use crate::base::source::{Source, Span};
use crate::content::body::{Body, Heading, Piece, Reference};
use crate::content::discover::PageFile;
use crate::content::front_matter::FrontMatter;
use crate::content::page::{Opened, Page};

/// The name of the picture of a page's first chart, made for social cards.
pub const CARD: &str = "card.png";

/// A page after its data has been resolved: its text has no holes but URLs and the summary's end.
#[derive(Debug)]
pub struct Article {
    /// The file and those beside it.
    pub file: PageFile,
    /// The page's source, for diagnostics.
    pub source: Arc<Source>,
    /// The front matter.
    pub front: FrontMatter,
    /// The text: only [`Piece::Html`], [`Piece::Url`], [`Piece::Made`] and [`Piece::More`].
    pub pieces: Vec<Piece>,
    /// The headings, with the same kinds of pieces.
    pub headings: Vec<Heading>,
    /// Links and images that lead into the site.
    pub references: Vec<Reference>,
    /// Anchors other than the headings'.
    pub anchors: Vec<String>,
    /// Words of the text.
    pub word_count: usize,
    /// The "Data" note, with the same kinds of pieces; empty without data.
    pub data_note: Vec<Piece>,
    /// Its data for those who look for data.
    pub dataset: Option<Dataset>,
    /// Files to stand beside the page, by name: its charts as pictures, its results as CSV, the record of its data.
    pub made: Vec<(String, Arc<[u8]>)>,
    /// What was done for it.
    pub counts: Counts,
    /// Its queries, in order.
    pub queries: Vec<Asked>,
    /// The tables that they read.
    pub tables: Vec<Seen>,
}

/// A query as it was run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Its name.
    pub name: String,
    /// Its SQL.
    pub sql: String,
    /// Where its name stands in the page.
    pub span: Span,
    /// Rows of its result.
    pub rows: usize,
    /// Rows of the tables that it read.
    pub rows_read: usize,
    /// How long it took, zero where no clock runs.
    pub took: Duration,
}

/// A table as a page saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Its name.
    pub name: Arc<str>,
    /// Its file.
    pub path: SitePath,
    /// The day of the snapshot, if it has dated ones.
    pub snapshot: Option<NaiveDate>,
    /// The digest of the file.
    pub digest: Digest,
    /// Its rows.
    pub rows: usize,
}

impl Article {
    /// A page without data as it stands.
    pub fn without_data(page: Page) -> Self {
        let Page { file, source, front, body } = page;
        let Body { pieces, headings, references, anchors, word_count, .. } = body;
        let (data_note, made, counts) = (Vec::new(), Vec::new(), Counts::default());
        Self {
            file,
            source,
            front,
            pieces,
            headings,
            references,
            anchors,
            word_count,
            data_note,
            dataset: None,
            made,
            counts,
            queries: Vec::new(),
            tables: Vec::new(),
        }
    }

    /// A page of which only the front matter is wanted.
    pub fn without_text(opened: Opened) -> Self {
        let Opened { file, source, mut front, .. } = opened;
        front.take_as_stated();
        Self::without_data(Page { file, source, front, body: Body::default() })
    }
}

/// How much was computed and checked for a page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Queries run.
    pub queries: usize,
    /// Bound numbers that hold.
    pub bindings: usize,
    /// Claims that hold.
    pub claims: usize,
    /// Charts drawn.
    pub charts: usize,
}
