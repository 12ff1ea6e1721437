//! A table as it stood on different days.

use std::sync::Arc;

use chrono::NaiveDate;
use rayon::prelude::{
    IndexedParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _,
};

use super::contract::Contract;
use super::engine::Relation;
use super::engine::history::{Conflict, Part, PartColumn, SNAPSHOT, united};
use super::scan;
use super::table::{self, Table, TableColumn};
use crate::base::as_of::AsOf;
use crate::base::diagnostic::{Diagnostic, Label, Staged, staged};
use crate::base::path::SitePath;
use crate::base::source::{Source, Span};
use crate::base::world::World;

/// A table of the site: a single file, or dated snapshots. There is at least one.
#[derive(Debug)]
pub struct Series {
    /// The name in SQL.
    pub name: Arc<str>,
    /// The files, the oldest snapshot first; a table that is a single file has no other.
    pub snapshots: Vec<Arc<Table>>,
}

impl Series {
    /// The table as it is now.
    ///
    /// # Panics
    /// If there is no snapshot, which reading a series rules out.
    pub fn latest(&self) -> &Arc<Table> {
        self.snapshots.last().expect("a series has at least one snapshot")
    }

    /// Is it made of dated snapshots?
    pub fn is_dated(&self) -> bool {
        self.latest().snapshot.is_some()
    }

    /// How many of the snapshots are seen as of then; the table is the last of them.
    pub fn n_seen(&self, as_of: AsOf) -> usize {
        let is_seen = |table: &Arc<Table>| table.snapshot.is_none_or(|day| as_of.sees(day));
        self.snapshots.partition_point(is_seen)
    }

    /// Why the table cannot be read by one who sees none of its snapshots.
    pub(super) fn too_early(&self) -> Diagnostic {
        let earliest = self.snapshots.first().and_then(|table| table.snapshot).unwrap_or_default();
        let name = &self.name;
        let message = format!("`{name}` has no snapshot so early: the first is of {earliest}");
        Diagnostic::error("data/no-snapshot", message).help(format!(
            "see the data as of {earliest} or later: `as_of: {earliest}` in the front matter goes before the page's date"
        ))
    }

    /// The first `n_seen` snapshots as one table, with the day of each row.
    pub(super) fn history<'s>(&'s self, name: &str, n_seen: usize) -> Result<Relation, Diagnostic> {
        let tables: Vec<(NaiveDate, &'s Arc<Table>)> = self
            .snapshots
            .iter()
            .take(n_seen)
            .filter_map(|table| Some((table.snapshot?, table)))
            .collect();
        let column = |column: &'s TableColumn| PartColumn {
            column: &column.column,
            range: [&column.min, &column.max],
        };
        let part = |(day, table): &(NaiveDate, &'s Arc<Table>)| {
            let columns = table.columns.iter().map(column).collect();
            Part { day: *day, columns, rows: &table.rows }
        };
        match united(&tables.iter().map(part).collect::<Vec<_>>()) {
            Ok((columns, rows)) => Ok(Relation::history(name, columns, rows)),
            Err(conflict) => Err(self.explain(name, &conflict)),
        }
    }

    /// Why the snapshots are no single table.
    fn explain(&self, name: &str, conflict: &Conflict) -> Diagnostic {
        let error = |why| Diagnostic::error("data/history", format!("there is no `{name}`: {why}"));
        match conflict {
            Conflict::Reserved(idx) => {
                let path = &self.snapshots[*idx].path;
                error(format!("`{path}` has a column `{SNAPSHOT}` of its own"))
                    .help("query the snapshots' own columns through the table itself, as of a day")
            }
            Conflict::Kinds(column, places) => {
                let [one, other] = places.map(|idx| &self.snapshots[idx]);
                let kind = |table: &Table| {
                    let column = table.columns.iter().find(|known| known.column.name == *column);
                    column.map_or("text", |known| known.column.kind.name())
                };
                let folder = one.path.parent();
                error(format!(
                    "`{column}` is {} in `{}` and {} in `{}`",
                    kind(one),
                    one.path,
                    kind(other),
                    other.path
                ))
                .help(format!(
                    "declare one type that fits both in `{folder}.yaml`, such as `{column}: {{type: text}}`"
                ))
            }
        }
    }
}

/// Reads the dated files `paths`, in the order of their days, as the snapshots of the table `name`.
pub(super) fn load(
    world: &dyn World,
    name: &str,
    paths: &[(NaiveDate, SitePath)],
    contract: Option<&SitePath>,
) -> Staged<Series> {
    let contract = match contract {
        Some(contract) => table::contract(world, contract)?,
        None => Contract::default(),
    };
    let headers: Vec<Vec<String>> =
        paths.iter().map(|(_, path)| scan::column_names(world, path, &contract)).collect();
    let read = |(idx, (day, path)): (usize, &(NaiveDate, SitePath))| {
        // What a snapshot lacks and another has is no breach; what all lack is told once, of the newest.
        let is_newest = idx + 1 == paths.len();
        let mut own = contract.clone();
        own.columns.retain(|column, _| {
            headers[idx].contains(column)
                || (is_newest && !headers.iter().any(|header| header.contains(column)))
        });
        let table = table::load(world, path, name, own)?;
        Ok(table.map(|table| Table { snapshot: Some(*day), ..table }))
    };
    let loaded: Vec<Staged<Table>> = paths.par_iter().enumerate().map(read).collect();
    let (mut told, mut snapshots) = (Vec::new(), Vec::new());
    for ((_, path), table) in paths.iter().zip(loaded) {
        let mut own = Vec::new();
        match table {
            Ok(table) => snapshots.push(Arc::new(table.unpack(&mut own))),
            Err(errors) => own.extend(errors),
        }
        told.push((path, own));
    }
    staged(Series { name: name.into(), snapshots }, told_once(told, &contract))
}

/// What is wrong with the snapshots: what breaks one rule of the contract in many of them is told of the newest alone, which names the others.
fn told_once(told: Vec<(&SitePath, Vec<Diagnostic>)>, contract: &Contract) -> Vec<Diagnostic> {
    let rule = |diagnostic: &Diagnostic| {
        let is_rule = |label: &&Label| label.source.is_some() && label.source == contract.text;
        let rule = diagnostic.labels.iter().find(is_rule)?;
        Some((diagnostic.code, diagnostic.severity, rule.span))
    };
    // For each rule, the files that break it, the newest last.
    let mut files: Vec<(_, Vec<&SitePath>)> = Vec::new();
    for (path, own) in &told {
        for broken in own.iter().filter_map(rule) {
            match files.iter_mut().find(|(known, _)| *known == broken) {
                Some((_, paths)) if paths.last() == Some(path) => {}
                Some((_, paths)) => paths.push(path),
                None => files.push((broken, vec![path])),
            }
        }
    }
    let mut res = Vec::new();
    for (path, own) in told {
        for mut diagnostic in own {
            let broken = rule(&diagnostic);
            let at = files.iter().position(|(known, _)| Some(*known) == broken);
            let Some(at) = at else {
                res.push(diagnostic);
                continue;
            };
            let (newest, others) = match files[at].1.split_last() {
                Some((newest, others)) => (*newest, others.to_vec()),
                None => (path, Vec::new()),
            };
            if newest != path {
                continue;
            }
            if !others.is_empty() {
                let names: Vec<String> =
                    others.iter().map(|other| format!("`{}`", other.file_name())).collect();
                let more = format!(" (and more like it in {})", names.join(", "));
                diagnostic.message.push_str(&more);
                // The first of the kind names the others.
                files[at].1 = vec![newest];
            }
            res.push(diagnostic);
        }
    }
    res
}

/// A diagnostic's place at the beginning of a file that was not read.
pub(super) fn at_file(error: Diagnostic, path: &SitePath) -> Diagnostic {
    error.label_in(&Source::new(path.clone(), ""), Span::default(), "")
}
