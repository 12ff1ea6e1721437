//! What is seen as of a day: tables, views over them, and the tables' histories.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::view::View;
use crate::base::as_of::AsOf;
use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;
use crate::base::path::SitePath;
use crate::data::engine::{Engine, Relation};
use crate::data::series::Series;
use crate::data::table::Table;

/// Something that a query can name, with the tables behind it.
#[derive(Debug, Clone)]
pub(super) struct Readable {
    /// What the engine reads.
    pub(super) relation: Relation,
    /// Where its rows come from.
    pub(super) tables: Vec<Arc<Table>>,
    /// What its rows depend on; `None` for what cannot be read.
    pub(super) print: Option<Digest>,
}

impl Readable {
    /// The rows of a table.
    pub(super) fn table(table: &Arc<Table>) -> Self {
        let (relation, tables) = (table.relation.clone(), vec![Arc::clone(table)]);
        Self { relation, tables, print: Some(table.print()) }
    }

    /// A name that is refused for these reasons.
    pub(super) fn refused(name: &str, reasons: &[Diagnostic]) -> Self {
        let relation = Relation::refused(name, reasons);
        Self { relation, tables: Vec::new(), print: None }
    }
}

/// What is seen as of a day.
#[derive(Debug)]
pub(super) struct Scope {
    /// What queries can name but for histories; a later one hides an earlier one of its name.
    pub(super) readable: Vec<Readable>,
    /// The views that can be read.
    pub(super) views: BTreeMap<Arc<str>, View>,
    /// The histories by their full names; each is made when it is first named.
    histories: BTreeMap<String, History>,
}

/// A table with the number of its snapshots that are seen, as one table.
#[derive(Debug)]
struct History {
    series: Arc<Series>,
    n_seen: usize,
    made: OnceLock<Readable>,
}

impl History {
    fn readable(&self, name: &str) -> &Readable {
        let Self { series, n_seen, .. } = self;
        self.made.get_or_init(|| match series.history(name, *n_seen) {
            _ if *n_seen == 0 => Readable::refused(name, &[series.too_early()]),
            Ok(relation) => {
                let tables = series.snapshots[..*n_seen].to_vec();
                let prints: Vec<Digest> = tables.iter().map(|table| table.print()).collect();
                let print = Some(print("history", &prints));
                Readable { relation, tables, print }
            }
            Err(error) => Readable::refused(name, &[error]),
        })
    }
}

/// How many snapshots of each table are seen, in the order of the names: all that a scope depends on.
pub(super) type Choice = Vec<usize>;

/// What `as_of` sees of the tables.
pub(super) fn choice(tables: &BTreeMap<Arc<str>, Arc<Series>>, as_of: AsOf) -> Choice {
    tables.values().map(|series| series.n_seen(as_of)).collect()
}

impl Scope {
    /// The tables as `choice` has them, without views.
    pub(super) fn new(tables: &BTreeMap<Arc<str>, Arc<Series>>, choice: &[usize]) -> Self {
        let (mut readable, mut histories) = (Vec::new(), BTreeMap::new());
        for (series, &n_seen) in tables.values().zip(choice) {
            let seen = series.snapshots.get(..n_seen).and_then(<[_]>::last);
            readable.push(match seen {
                Some(table) => Readable::table(table),
                None => Readable::refused(&series.name, &[series.too_early()]),
            });
            if series.is_dated() {
                let (series, made) = (Arc::clone(series), OnceLock::new());
                let name = format!("history.{}", series.name);
                histories.insert(name, History { series, n_seen, made });
            }
        }
        Self { readable, views: BTreeMap::new(), histories }
    }

    /// Adds the histories that `sql` names to `readable`.
    pub(super) fn add_histories(&self, sql: &str, readable: &mut Vec<Readable>) {
        for (name, _) in Engine::names(sql) {
            let Some(history) = self.histories.get(&name) else { continue };
            if readable.iter().all(|known| **known.relation.name() != *name) {
                readable.push(history.readable(&name).clone());
            }
        }
    }
}

/// What the rows that `text` gives depend on, if what it reads has these prints.
pub(super) fn print(text: &str, read: &[Digest]) -> Digest {
    let read: Vec<String> = read.iter().map(Digest::to_string).collect();
    Digest::of_parts(std::iter::once(text.as_bytes()).chain(read.iter().map(String::as_bytes)))
}

/// What the rows depend on that `sql` gives over `readable`; `None` if it names what cannot be read.
pub(super) fn print_of(sql: &str, readable: &[Readable]) -> Option<Digest> {
    let mut prints = Vec::new();
    for (name, _) in Engine::names(sql) {
        // A later one hides an earlier one of its name.
        if let Some(known) = readable.iter().rfind(|known| **known.relation.name() == *name) {
            prints.push(known.print?);
        }
    }
    Some(print(sql, &prints))
}

/// What the engine reads of `readable`.
pub(super) fn relations(readable: &[Readable]) -> Vec<Relation> {
    readable.iter().map(|readable| readable.relation.clone()).collect()
}

/// The tables behind those at the places `read`, by name and without repeats.
pub(super) fn behind<'r>(read: impl IntoIterator<Item = &'r Readable>) -> Vec<Arc<Table>> {
    let found = read.into_iter().flat_map(|readable| &readable.tables);
    let by_name: BTreeMap<(&str, &SitePath), &Arc<Table>> =
        found.map(|table| ((&*table.name, &table.path), table)).collect();
    by_name.into_values().map(Arc::clone).collect()
}
