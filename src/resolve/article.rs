//! A page whose numbers hold: no SQL, chart or binding is left in it.

use std::ops::Deref;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::dataset::Dataset;
use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;
use crate::base::encode::digest_of;
use crate::base::html::plain_text;
use crate::base::path::SitePath;
use crate::base::source::Span;
use crate::base::stored;
use crate::content::body::{Body, Heading, Piece, Reference};
use crate::content::page::{Opened, Page};

/// The name of the picture of a page's first chart, made for social cards.
pub const CARD: &str = "card.png";

/// A page after its data has been resolved: its front matter, what the site knows of it, and its text.
///
/// An article is a handle: its clones share one page.
#[derive(Debug, Clone)]
pub struct Article {
    /// The page as it was opened, with the numbers of its front matter as the data has them.
    pub opened: Arc<Opened>,
    /// What is known of it besides.
    pub facts: Arc<Facts>,
}

/// What is known of an article, and its text if it has been asked for.
#[derive(Debug, Serialize, Deserialize)]
pub struct Facts {
    /// The digest of all that the text was made of.
    pub identity: Digest,
    /// Links and images that lead into the site.
    pub references: Vec<Reference>,
    /// Anchors that links can lead to: the headings' and others.
    pub anchors: Vec<String>,
    /// The heading of the first level that the text begins with.
    pub heading: Option<String>,
    /// Words of the text.
    pub word_count: usize,
    /// Its data for those who look for data.
    pub dataset: Option<Dataset>,
    /// The names of the files that stand beside the page: its charts as pictures, its results as CSV, the record of its data.
    pub made: Vec<String>,
    /// What was done for it.
    pub counts: Counts,
    /// Its queries, in order.
    pub queries: Vec<Asked>,
    /// The tables that they read.
    pub tables: Vec<Seen>,
    text: Held,
}

/// A text, as far as it is there.
#[derive(Debug, Default)]
struct Held {
    text: Mutex<Option<Arc<Text>>>,
    /// Is it kept, and written to disk with the rest? Not if it can be made again from the page's file alone.
    is_kept: bool,
}

impl Held {
    fn new(text: Option<Text>, is_kept: bool) -> Self {
        Self { text: Mutex::new(text.map(Arc::new)), is_kept }
    }

    fn lock(&self) -> MutexGuard<'_, Option<Arc<Text>>> {
        self.text.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Serialize for Held {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.lock().as_deref().filter(|_| self.is_kept).serialize(to)
    }
}

impl<'d> Deserialize<'d> for Held {
    fn deserialize<D: Deserializer<'d>>(from: D) -> Result<Self, D::Error> {
        let text = Option::<Text>::deserialize(from)?;
        let is_kept = text.is_some();
        Ok(Self::new(text, is_kept))
    }
}

/// What came of a page's questions to the data: an article, but for a front matter that has no numbers.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Solved {
    /// The page with the numbers of its front matter, if it has any there.
    pub opened: Option<Arc<Opened>>,
    /// What is known of it besides.
    pub facts: Arc<Facts>,
}

/// What makes the texts of articles that come from memory without them.
pub trait Texts: Sync {
    /// Makes the text of an article.
    fn make(&self, article: &Article) -> Result<Text, Vec<Diagnostic>>;
}

/// The text of an article: no holes are left in it but URLs and the summary's end.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// The text: only [`Piece::Html`], [`Piece::Url`], [`Piece::Made`] and [`Piece::More`].
    pub pieces: Vec<Piece>,
    /// The headings, with the same kinds of pieces.
    pub headings: Vec<Heading>,
    /// The "Data" note, with the same kinds of pieces; empty without data.
    pub data_note: Vec<Piece>,
    /// What the files of [`Facts::made`] hold.
    pub made: Vec<Arc<[u8]>>,
}

impl Text {
    /// The heading of the first level that it begins with, as plain text.
    fn heading(&self) -> Option<String> {
        let Some(Piece::Html(start)) = self.pieces.first() else { return None };
        let first = self.headings.first().filter(|first| first.level == 1)?;
        if !start.starts_with("<h1") {
            return None;
        }
        let html: String = first.pieces.iter().filter_map(html_of).collect();
        Some(plain_text(&html).trim().to_owned()).filter(|text| !text.is_empty())
    }

    /// The digest of all that it holds.
    pub(super) fn digest(&self) -> Digest {
        digest_of(self)
    }
}

fn html_of(piece: &Piece) -> Option<&str> {
    if let Piece::Html(html) = piece { Some(html) } else { None }
}

impl Deref for Article {
    type Target = Opened;

    fn deref(&self) -> &Opened {
        &self.opened
    }
}

/// A query as it was run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// Its name.
    pub name: Arc<str>,
    /// Its file.
    pub path: SitePath,
    /// The day of the snapshot, if it has dated ones.
    #[serde(with = "stored::day")]
    pub snapshot: Option<NaiveDate>,
    /// The digest of the file.
    pub digest: Digest,
    /// Its rows.
    pub rows: usize,
}

impl Article {
    /// A page of which only the front matter is wanted.
    pub fn without_text(opened: Arc<Opened>) -> Self {
        let opened = if opened.front.is_bound {
            let mut stated = Opened::clone(&opened);
            stated.front.take_as_stated();
            Arc::new(stated)
        } else {
            opened
        };
        let text = (Digest::of(b""), Text::default());
        let facts = Facts::new(text, (Vec::new(), Vec::new(), 0), None);
        Self { opened, facts: Arc::new(facts) }
    }

    /// Does the site see the same of two articles of one file, but for their texts?
    pub fn looks_like(&self, other: &Self) -> bool {
        let is_same_page = || {
            let Opened { file, source, front, has_calls: _ } = &*self.opened;
            let head = &other.source.text;
            *file == other.file && source.text == *head && *front == other.front
        };
        let is_opened_alike = Arc::ptr_eq(&self.opened, &other.opened) || is_same_page();
        is_opened_alike && (self.is_same_text(other) || self.facts.look_like(&other.facts))
    }

    /// Are they the same facts with the same text?
    pub fn is_same_text(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.facts, &other.facts)
    }

    /// The text, made by `texts` if it is not there.
    pub fn text(&self, texts: &dyn Texts) -> Result<Arc<Text>, Vec<Diagnostic>> {
        if let Some(text) = self.held_text() {
            return Ok(text);
        }
        let text = texts.make(self)?;
        Ok(Arc::clone(self.facts.text.lock().get_or_insert(Arc::new(text))))
    }

    /// The text, if it is there.
    pub fn held_text(&self) -> Option<Arc<Text>> {
        self.facts.text.lock().clone()
    }

    /// Lets the text go if it can be made again.
    pub fn let_go(&self) {
        let held = &self.facts.text;
        if !held.is_kept {
            *held.lock() = None;
        }
    }
}

impl Facts {
    /// Does the site see the same of both, but for the texts, their lengths and data, and where in the source their links stand?
    fn look_like(&self, other: &Self) -> bool {
        let Self {
            identity: _,
            references,
            anchors,
            heading,
            word_count: _,
            dataset: _,
            made,
            counts: _,
            queries: _,
            tables: _,
            text: _,
        } = self;
        let is_alike = |(one, two): (&Reference, &Reference)| {
            let Reference { destination, span: _, image, is_rooted } = one;
            (destination, image, is_rooted) == (&two.destination, &two.image, &two.is_rooted)
        };
        references.len() == other.references.len()
            && references.iter().zip(&other.references).all(is_alike)
            && (anchors, heading, made) == (&other.anchors, &other.heading, &other.made)
    }

    /// What is known of a page without data as it stands; `identity` is the digest of all that it was made of.
    pub fn without_data(page: Page, identity: Digest) -> Self {
        let Body { pieces, headings, references, anchors, word_count, .. } = page.body;
        let text = Text { pieces, headings, ..Text::default() };
        Self::new((identity, text), (references, anchors, word_count), None)
    }

    /// What is known of a page whose questions were answered, if it had any.
    pub(super) fn new(
        (identity, text): (Digest, Text),
        (references, mut anchors, word_count): (Vec<Reference>, Vec<String>, usize),
        answered: Option<Answered>,
    ) -> Self {
        anchors.extend(text.headings.iter().map(|heading| heading.id.clone()));
        let heading = text.heading();
        let is_kept = answered.is_some();
        let Answered { dataset, made, counts, queries, tables } = answered.unwrap_or_default();
        let text = Held::new(Some(text), is_kept);
        Self {
            identity,
            references,
            anchors,
            heading,
            word_count,
            dataset,
            made,
            counts,
            queries,
            tables,
            text,
        }
    }

    /// The text alone.
    pub fn into_text(self) -> Text {
        let text = self.text.text.into_inner().unwrap_or_else(PoisonError::into_inner);
        text.map(Arc::unwrap_or_clone).unwrap_or_default()
    }
}

/// What the data says of a page besides its text.
#[derive(Debug, Default)]
pub(super) struct Answered {
    pub(super) dataset: Option<Dataset>,
    pub(super) made: Vec<String>,
    pub(super) counts: Counts,
    pub(super) queries: Vec<Asked>,
    pub(super) tables: Vec<Seen>,
}

/// How much was computed and checked for a page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
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
