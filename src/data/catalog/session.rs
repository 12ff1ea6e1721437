//! Sessions: what one page can query, and the answers it gets.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Catalog;
use super::scope::{Readable, Scope, behind, print, print_of, relations};
use crate::base::as_of::AsOf;
use crate::base::diagnostic::Diagnostic;
use crate::base::frame::Frame;
use crate::base::source::Span;
use crate::data::engine::rows::Rows;
use crate::data::engine::stored::Shelf;
use crate::data::engine::{Engine, Relation};
use crate::data::table::Table;

/// What a query gave, and where it comes from.
#[derive(Debug, Clone)]
pub struct QueryResult {
    /// The rows.
    pub frame: Frame,
    /// The tables read, directly or through views and earlier queries, by name.
    pub tables: Vec<Arc<Table>>,
    /// The number of rows of those tables.
    pub rows_read: usize,
}

/// What one page can query: the site's tables and views as of a day, its own tables, and its earlier queries.
#[derive(Debug)]
pub struct Session<'c> {
    catalog: &'c Catalog,
    scope: Arc<Scope>,
    as_of: AsOf,
    /// Later ones hide earlier ones of the same name.
    readable: Vec<Readable>,
    /// The names of the page's queries so far.
    queries: BTreeSet<Arc<str>>,
}

impl<'c> Session<'c> {
    /// A session that sees what `scope` has, and before that `own`, the tables of a page bundle.
    pub(super) fn new(
        catalog: &'c Catalog,
        scope: Arc<Scope>,
        as_of: AsOf,
        own: &[Arc<Table>],
    ) -> Self {
        let own = own.iter().map(Readable::table);
        let readable = scope.readable.iter().cloned().chain(own).collect();
        Self { catalog, scope, as_of, readable, queries: BTreeSet::new() }
    }

    /// Runs a query that no other names. The places of the diagnostics are in `sql`.
    pub fn run(&self, sql: &str) -> Result<QueryResult, Vec<Diagnostic>> {
        self.answer(sql).map(|(result, _)| result)
    }

    /// Runs a query, and keeps its result as a table named `name` for the queries that follow.
    ///
    /// The name must not be [`taken`](Self::taken): what it names now would be hidden.
    pub fn define(&mut self, name: &str, sql: &str) -> Result<QueryResult, Vec<Diagnostic>> {
        if let Some(what) = self.taken(name) {
            let message = format!("`{name}` is the name of a {what} already");
            let error = Diagnostic::error("data/same-name", message).at(Span::default());
            return Err(vec![error.help("give the query another name")]);
        }
        let print = print_of(sql, &self.readable_in(sql));
        let (result, rows) = self.answer(sql)?;
        let relation = Relation::new(name, result.frame.columns.clone(), rows);
        self.queries.insert(Arc::clone(relation.name()));
        self.readable.push(Readable { relation, tables: result.tables.clone(), print });
        Ok(result)
    }

    /// What `name` names already: `table`, `view` or `query`.
    pub fn taken(&self, name: &str) -> Option<&'static str> {
        if self.queries.contains(name) {
            Some("query")
        } else if self.catalog.views.contains_key(name) {
            Some("view")
        } else if self.readable.iter().any(|known| &**known.relation.name() == name) {
            Some("table")
        } else {
            None
        }
    }

    /// The tables behind the names in `sql`, whether it can be run or not.
    pub fn named(&self, sql: &str) -> Vec<Arc<Table>> {
        let readable = self.readable_in(sql);
        let names: BTreeSet<String> =
            Engine::names(sql).into_iter().map(|(name, _)| name).collect();
        behind(readable.iter().filter(|known| names.contains(&**known.relation.name())))
    }

    /// All that `sql` can name.
    fn readable_in(&self, sql: &str) -> Vec<Readable> {
        let mut readable = self.readable.clone();
        self.scope.add_histories(sql, &mut readable);
        readable
    }

    fn answer(&self, sql: &str) -> Result<(QueryResult, Rows), Vec<Diagnostic>> {
        let readable = self.readable_in(sql);
        let (engine, row_limit) = (&self.catalog.engine, self.catalog.row_limit);
        let store = self.store_of(sql, &readable);
        let answer = engine.run(sql, &relations(&readable), row_limit, store.as_ref());
        let answer = answer.map_err(|mut errors| {
            for error in &mut errors {
                self.say_when(error);
            }
            errors
        })?;
        let tables = behind(answer.read.iter().filter_map(|at| readable.get(*at)));
        let rows_read = tables.iter().map(|table| table.n_rows).sum();
        Ok((QueryResult { frame: answer.frame, tables, rows_read }, answer.rows))
    }

    /// Where the answer is kept, if the query reads a table that lies in the cache: such a query takes its time.
    fn store_of(&self, sql: &str, readable: &[Readable]) -> Option<Shelf> {
        let cache = self.catalog.cache.clone()?;
        let names: BTreeSet<String> =
            Engine::names(sql).into_iter().map(|(name, _)| name).collect();
        let read = readable.iter().filter(|known| names.contains(&**known.relation.name()));
        if !read.flat_map(|known| &known.tables).any(|table| table.rows.is_stored()) {
            return None;
        }
        let version = concat!("2 ", env!("CARGO_PKG_VERSION"));
        let print = print(version, &[print_of(sql, readable)?]);
        let limit = self.catalog.row_limit;
        Some(Shelf { cache, name: format!("answers/{}-{limit}.parquet", print.short(32)) })
    }

    /// Says at the place of a table that is not there yet, or of a view that fails on a day, which day that is.
    fn say_when(&self, error: &mut Diagnostic) {
        let is_refused = error.code == "data/no-snapshot" || error.labels.len() > 1;
        if let (AsOf::Day(day), true) = (self.as_of, is_refused) {
            let own = error.labels.iter_mut().filter(|label| label.source.is_none());
            for label in own.filter(|label| label.text.is_empty()) {
                label.text = format!("read as of {day}");
            }
        }
    }
}
