//! The catalog stage: every table and view of the site, and the sessions in which pages query them.

mod files;
mod prints;
mod scope;
mod session;
#[cfg(test)]
mod tests;
mod view;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rayon::prelude::{IntoParallelIterator as _, ParallelIterator as _};

use super::contract::Contract;
use super::engine::Engine;
use super::fresh;
use super::series::{self, Series};
use super::table::{self, Table, table_name};
use crate::base::as_of::AsOf;
use crate::base::diagnostic::{Diagnostic, Staged, Warned, staged};
use crate::base::digest::Digest;
use crate::base::memo::{Outcome, Table as Memo};
use crate::base::path::SitePath;
use crate::base::source::Source;
use crate::base::world::{Cache, World};
use files::{RowFiles, TableFiles};
use scope::{Choice, Scope};

pub use prints::{Prints, words};
pub use session::{QueryResult, Session};
pub use view::View;

/// The tables and views of the site.
#[derive(Debug)]
pub struct Catalog {
    /// The tables, by name.
    pub tables: BTreeMap<Arc<str>, Arc<Series>>,
    /// The texts of the views, by name.
    views: BTreeMap<String, Arc<Source>>,
    /// What is seen now.
    latest: Arc<Scope>,
    /// What was seen on other days so far: pages that see the same snapshots share one planning of the views.
    earlier: Mutex<BTreeMap<Choice, Arc<OnceLock<Arc<Scope>>>>>,
    /// The most rows that a query may give.
    row_limit: usize,
    engine: Engine,
    /// Where answers are kept for later builds.
    cache: Option<Arc<dyn Cache>>,
}

/// Tables that were read before.
pub type Remembered = Memo<Outcome<Arc<Series>>>;

/// Reads the tables, contracts and views among `files`, all of `data/`.
///
/// Every table is read, used or not, so that a breach of contract never waits for the first page that queries it.
pub fn catalog(
    world: &dyn World,
    files: &[SitePath],
    row_limit: usize,
    remembered: &Remembered,
) -> Staged<Catalog> {
    let mut diagnostics = Vec::new();
    let named: Vec<(String, TableFiles)> =
        files::tables(world, files, &mut diagnostics).into_iter().collect();
    let loaded: Vec<Outcome<Arc<Series>>> = named
        .into_par_iter()
        .map(|(name, files)| {
            let key = Digest::of(format!("{name} {files:?}").as_bytes());
            let load = |world: &dyn World| {
                Arc::new(load(world, &name, &files).map(|series| series.map(Arc::new)))
            };
            remembered.remember_lasting(key, world, load).0
        })
        .collect();
    let mut tables = BTreeMap::new();
    for series in loaded {
        match &*series {
            Ok(Warned { value: series, warnings }) => {
                diagnostics.extend(warnings.iter().cloned());
                diagnostics.extend(fresh::check(series.latest(), world));
                tables.insert(Arc::clone(&series.name), Arc::clone(series));
            }
            Err(errors) => diagnostics.extend(errors.iter().cloned()),
        }
    }
    let complete = !diagnostics.iter().any(Diagnostic::is_error);
    let engine = Engine::default();
    let views = files::views(files, &tables, &mut diagnostics);
    let views = view::sources(world, views, &mut diagnostics);
    let mut latest = Scope::new(&tables, &scope::choice(&tables, AsOf::Latest));
    // A view over a table that could not be read would only repeat that it is missing.
    if complete {
        let (planned, wrong) = view::plan_all(&engine, &views, latest);
        latest = planned;
        diagnostics.extend(wrong);
    }
    let (latest, earlier) = (Arc::new(latest), Mutex::default());
    let cache = world.cache();
    staged(Catalog { tables, views, latest, earlier, row_limit, engine, cache }, diagnostics)
}

/// Reads one file as a table, with the contract of the same name beside it, if there is one.
///
/// For the files of a page bundle, whose tables only that page sees.
pub fn bundle_table(
    world: &dyn World,
    path: &SitePath,
    contract: Option<&SitePath>,
) -> Staged<Table> {
    let name = table_name(path).map_err(|error| vec![error])?;
    let mut diagnostics = Vec::new();
    let table = load_file(world, &name, path, contract)?.unpack(&mut diagnostics);
    diagnostics.extend(fresh::check(&table, world));
    staged(table, diagnostics)
}

/// Reads the files of a table.
fn load(world: &dyn World, name: &str, files: &TableFiles) -> Staged<Series> {
    let contract = files.contract.as_ref();
    match &files.rows {
        RowFiles::Dated(snapshots) => series::load(world, name, snapshots, contract),
        RowFiles::Single(path) => {
            let loaded = load_file(world, name, path, contract)?;
            Ok(loaded.map(|table| Series { name: name.into(), snapshots: vec![Arc::new(table)] }))
        }
    }
}

fn load_file(
    world: &dyn World,
    name: &str,
    path: &SitePath,
    contract: Option<&SitePath>,
) -> Staged<Table> {
    let contract = match contract {
        Some(contract) => table::contract(world, contract)?,
        None => Contract::default(),
    };
    table::load(world, path, name, contract)
}

impl Catalog {
    /// The views as they are now, by name.
    pub fn views(&self) -> &BTreeMap<Arc<str>, View> {
        &self.latest.views
    }

    /// A session that sees the site's tables and views as of a day, and before them `own`, the tables of a page bundle.
    pub fn session(&self, as_of: AsOf, own: &[Arc<Table>]) -> Session<'_> {
        Session::new(self, self.scope(as_of), as_of, own)
    }

    fn scope(&self, as_of: AsOf) -> Arc<Scope> {
        let choice = scope::choice(&self.tables, as_of);
        if choice == scope::choice(&self.tables, AsOf::Latest) {
            return Arc::clone(&self.latest);
        }
        let scope = {
            let mut earlier = self.earlier.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(earlier.entry(choice.clone()).or_default())
        };
        let plan = || {
            let tables = Scope::new(&self.tables, &choice);
            Arc::new(view::plan_all(&self.engine, &self.views, tables).0)
        };
        Arc::clone(scope.get_or_init(plan))
    }
}
