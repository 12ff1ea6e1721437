//! The results of a page's queries, by name.

use std::sync::Arc;
use std::time::Duration;

use super::article::Asked;
use crate::base::number::Locale;
use crate::base::source::{Source, Span};
use crate::base::texts::Table;
use crate::chart::raster::Pictures;
use crate::data::catalog::QueryResult;

/// A query of the page with its result.
#[derive(Debug)]
pub(super) struct Answer {
    /// The query's name.
    pub(super) name: String,
    /// Where the name stands in the page.
    pub(super) name_span: Span,
    /// The SQL, for the data note.
    pub(super) sql: String,
    /// The result.
    pub(super) result: QueryResult,
    /// How long it took.
    pub(super) took: Duration,
}

impl Answer {
    /// What is told of the query.
    pub(super) fn asked(&self) -> Asked {
        Asked {
            name: self.name.clone(),
            sql: self.sql.clone(),
            span: self.name_span,
            rows: self.result.frame.rows.len(),
            rows_read: self.result.rows_read,
            took: self.took,
        }
    }
}

/// The results of a page's queries, in order.
#[derive(Debug)]
pub(super) struct Answers {
    /// The language of the page.
    pub(super) locale: Locale,
    /// What tables, charts and notes say in it.
    pub(super) texts: Arc<Table>,
    /// Pictures of charts that were made before.
    pub(super) pictures: Arc<Pictures>,
    /// The page, in which the names of queries stand.
    pub(super) source: Arc<Source>,
    /// Those that could be run.
    pub(super) known: Vec<Answer>,
    /// Queries that have errors of their own.
    pub(super) failed: Vec<String>,
}

impl Answers {
    /// The answer of a query.
    pub(super) fn find(&self, name: &str) -> Option<&Answer> {
        self.known.iter().find(|answer| answer.name == name)
    }

    /// Has the query been reported already?
    pub(super) fn is_failed(&self, name: &str) -> bool {
        self.failed.iter().any(|failed| failed == name)
    }

    /// The names of all queries.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.known.iter().map(|answer| answer.name.as_str())
    }
}
