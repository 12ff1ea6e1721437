//! What is remembered from build to build.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rayon::prelude::{IntoParallelIterator as _, ParallelIterator as _};
use serde::{Deserialize, Serialize};

use super::trace::{Ran, Stage, Trace};
use crate::base::as_of::AsOf;
use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;
use crate::base::memo::{Outcome, Table, Why};
use crate::base::path::OutPath;
use crate::content::page::{Opened, Page};
use crate::data::catalog::{Catalog, Remembered};
use crate::render::{Rendered, Templates};
use crate::resolve::article::Facts;
use crate::resolve::{Pictures, Resolved};
use crate::site::extract::Extracts;

/// How many tables are written.
const N_TABLES: u8 = 8;

/// What is remembered from build to build: the tables of all stages.
#[derive(Debug, Default)]
pub struct Recall {
    /// Pages with their front matter.
    pub(super) opened: Table<Outcome<Read>>,
    /// Pages with their texts.
    pub(super) parsed: Table<Outcome<Parsed>>,
    /// Tables.
    pub(super) series: Remembered,
    /// Catalogs.
    pub(super) catalogs: Table<Outcome<Catalog>>,
    /// What is said of catalogs.
    pub(super) said: Table<Outcome<()>>,
    /// What is said of snapshots that are not as they were pinned.
    pub(super) verified: Table<Arc<Vec<Diagnostic>>>,
    /// Pictures of charts, for as long as a site holds them.
    pub(super) pictures: Arc<Pictures>,
    /// Pages with their data.
    pub(super) resolved: Table<Arc<Resolved>>,
    /// Templates.
    pub(super) templates: Table<Outcome<Templates>>,
    /// What pages show of each other's texts.
    pub(super) extracts: Extracts,
    /// What templates made.
    pub(super) rendered: Rendered,
}

/// Gives the parts of a table, by its number, one after the other.
pub type ReadParts<'a> = dyn Fn(u8, &mut dyn FnMut(&[u8])) + Sync + 'a;

/// A page's front matter, and the digest of its file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Read {
    pub(super) opened: Arc<Opened>,
    pub(super) file: Digest,
}

/// A page's text: finished, or waiting for data.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Parsed {
    /// Nothing in it depends on data.
    Finished(Arc<Facts>),
    /// Its queries have to be run.
    Waiting(Questions),
}

/// A page that asks something of the data.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Questions {
    /// The page, if it has been parsed in this process.
    #[serde(skip)]
    pub(super) page: OnceLock<Arc<Page>>,
    /// The digest of all that the page was made of.
    pub(super) key: Digest,
    /// The words by which it may name tables.
    pub(super) words: BTreeSet<String>,
    /// As of when it sees them.
    pub(super) as_of: AsOf,
}

impl Recall {
    /// Lets go what no build has asked for in a long time.
    pub(super) fn age(&self) {
        self.opened.age();
        self.parsed.age();
        self.series.age();
        self.catalogs.age();
        self.said.age();
        self.verified.age();
        self.pictures.age();
        self.resolved.age();
        self.templates.age();
        self.extracts.age();
    }

    /// What has not been written yet, or `all` of what the last build asked for, as parts to [`restore`](Self::restore) from.
    ///
    /// Tables and templates are not among it: what depends on them is, and they are read again for what is missing.
    pub fn store(&self, all: bool) -> Vec<(u8, Vec<u8>)> {
        let tables = [
            self.opened.store(all),
            self.parsed.store(all),
            self.said.store(all),
            self.verified.store(all),
            self.resolved.store(all),
            self.extracts.store(all),
            self.rendered.store(all),
            self.rendered.store_shortcuts(all),
        ];
        let numbered = (0..).zip(tables);
        numbered
            .flat_map(|(table, parts)| parts.into_iter().map(move |part| (table, part)))
            .collect()
    }

    /// Takes what was written: `read` gives the parts of a table, by its number, in the order in which they were written. Parts that
    /// cannot be read are left out, which costs no more than time.
    pub fn restore(&self, read: &ReadParts<'_>) {
        // In order within a table: of two results under one key the later one counts.
        (0..N_TABLES).into_par_iter().for_each(|table| {
            read(table, &mut |part| match table {
                0 => self.opened.restore(part),
                1 => self.parsed.restore(part),
                2 => self.said.restore(part),
                3 => self.verified.restore(part),
                4 => self.resolved.restore(part),
                5 => self.extracts.restore(part),
                6 => self.rendered.restore(part),
                _ => self.rendered.restore_shortcuts(part),
            });
        });
    }

    /// How many results are kept that can be written.
    pub fn count(&self) -> usize {
        let pages = self.opened.count() + self.parsed.count() + self.resolved.count();
        pages + self.extracts.count() + self.rendered.count()
    }
}

/// What the stages of one build ran and reused, as it is noted from many threads.
#[derive(Debug)]
pub(super) struct Log(Option<Mutex<Trace>>);

impl Log {
    /// A log for those who will read it; without readers nothing is noted.
    pub(super) fn new(is_read: bool) -> Self {
        Self(is_read.then(Mutex::default))
    }

    /// Will anyone read it?
    pub(super) fn is_read(&self) -> bool {
        self.0.is_some()
    }

    /// Notes that a stage was asked for `subject`.
    pub(super) fn note(&self, stage: Stage, subject: &dyn Display, why: &Why) {
        let Some(trace) = &self.0 else { return };
        let mut trace = trace.lock().unwrap_or_else(PoisonError::into_inner);
        let why = match why {
            Why::Reused => {
                *trace.reused.entry(stage).or_default() += 1;
                return;
            }
            Why::New => "new".to_owned(),
            Why::Changed(path) => format!("`{path}` has changed"),
            Why::Templates => "a shortcode has changed".to_owned(),
            Why::Data => "its data has changed".to_owned(),
        };
        trace.ran.push(Ran { stage, subject: subject.to_string(), why });
    }

    /// Notes why the site was linked, if it was.
    pub(super) fn linked(&self, why: Option<&str>) {
        let Some(trace) = &self.0 else { return };
        let mut trace = trace.lock().unwrap_or_else(PoisonError::into_inner);
        match why {
            None => *trace.reused.entry(Stage::Link).or_default() += 1,
            Some(why) => trace.ran.push(Ran {
                stage: Stage::Link,
                subject: "the site".to_owned(),
                why: why.to_owned(),
            }),
        }
    }

    /// Notes which paths templates made, and why, and how many they had made before.
    pub(super) fn rendered(&self, made: Vec<(OutPath, String)>, n_reused: usize) {
        let Some(trace) = &self.0 else { return };
        let mut trace = trace.lock().unwrap_or_else(PoisonError::into_inner);
        trace.reused.insert(Stage::Render, n_reused);
        trace.ran.extend(made.into_iter().map(|(path, why)| Ran {
            stage: Stage::Render,
            subject: path.to_string(),
            why,
        }));
    }

    /// The notes in order.
    pub(super) fn finish(self) -> Trace {
        let trace = self.0.unwrap_or_default();
        let mut trace = trace.into_inner().unwrap_or_else(PoisonError::into_inner);
        trace.ran.sort_by(|a, b| (a.stage, &a.subject).cmp(&(b.stage, &b.subject)));
        trace
    }
}
