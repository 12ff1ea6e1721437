//! The catalog stage: every table and view of the site, and the sessions in which pages query them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::{IntoParallelIterator as _, ParallelIterator as _};

use super::contract::Contract;
use super::engine::{Engine, Relation};
use super::listed;
use super::table::{self, Table, table_name};
use crate::base::diagnostic::{Diagnostic, Staged, nearest, staged};
use crate::base::frame::{Column, Frame};
use crate::base::path::SitePath;
use crate::base::source::{Source, Span};
use crate::base::world::World;

/// The tables and views of the site.
#[derive(Debug)]
pub struct Catalog {
    /// The tables, by name.
    pub tables: BTreeMap<Arc<str>, Arc<Table>>,
    /// The views, by name.
    pub views: BTreeMap<Arc<str>, View>,
    /// The most rows that a query may give.
    row_limit: usize,
    engine: Engine,
}

/// A query of `data/` that pages name like a table.
#[derive(Debug)]
pub struct View {
    /// The file.
    pub path: SitePath,
    /// The SQL.
    pub source: Arc<Source>,
    /// The columns of its result.
    pub columns: Vec<Column>,
    /// The tables that it reads.
    pub tables: Vec<Arc<Table>>,
    relation: Relation,
}

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

/// What one page can query: the site's tables and views, its own tables, and its earlier queries.
#[derive(Debug)]
pub struct Session<'c> {
    catalog: &'c Catalog,
    /// Later ones hide earlier ones of the same name.
    relations: Vec<Relation>,
    /// The tables behind each relation.
    tables: Vec<Vec<Arc<Table>>>,
    /// The names of the page's queries so far.
    queries: BTreeSet<Arc<str>>,
}

/// Reads the tables, contracts and views among `files`, all of `data/`.
///
/// Every table is read, used or not, so that a breach of contract never waits for the first page that queries it.
pub fn catalog(world: &dyn World, files: &[SitePath], row_limit: usize) -> Staged<Catalog> {
    let mut diagnostics = Vec::new();
    let with_extension = |extension: &'static str| {
        files.iter().filter(move |path| path.extension().eq_ignore_ascii_case(extension))
    };
    let (csv, contracts) = (with_extension("csv"), with_extension("yaml"));
    let csv = named(csv, &mut diagnostics);
    let mut contracts = named(contracts, &mut diagnostics);
    let paired: Vec<(String, SitePath, Option<SitePath>)> = csv
        .into_iter()
        .map(|(name, path)| {
            let contract = contracts.remove(&name);
            (name, path, contract)
        })
        .collect();
    let known: Vec<&str> = paired.iter().map(|(name, ..)| &**name).collect();
    diagnostics.extend(contracts.iter().map(|(name, path)| orphan(name, path, &known)));
    let loaded: Vec<Staged<Table>> = paired
        .into_par_iter()
        .map(|(name, path, contract)| load(world, (&name, &path), contract.as_ref()))
        .collect();
    let mut tables = BTreeMap::new();
    for table in loaded {
        match table {
            Ok(table) => {
                let table = Arc::new(table.unpack(&mut diagnostics));
                tables.insert(Arc::clone(&table.name), table);
            }
            Err(errors) => diagnostics.extend(errors),
        }
    }
    let complete = !diagnostics.iter().any(Diagnostic::is_error);
    let engine = Engine::default();
    let sources =
        view_sources(world, named(with_extension("sql"), &mut diagnostics), &mut diagnostics);
    diagnostics.extend(sources.iter().filter_map(|(name, source)| {
        let table = tables.get(name.as_str())?;
        Some(same_name(name, &source.path, &table.path))
    }));
    // A view over a table that could not be read would only repeat that it is missing.
    let views = if complete {
        Planner::new(&engine, &tables, &sources).plan_all(&mut diagnostics)
    } else {
        BTreeMap::new()
    };
    staged(Catalog { tables, views, row_limit, engine }, diagnostics)
}

/// Reads one CSV file as a table, with the contract of the same name beside it, if there is one.
///
/// For the files of a page bundle, whose tables only that page sees.
pub fn bundle_table(
    world: &dyn World,
    path: &SitePath,
    contract: Option<&SitePath>,
) -> Staged<Table> {
    let name = table_name(path).map_err(|error| vec![error])?;
    load(world, (&name, path), contract)
}

fn load(
    world: &dyn World,
    (name, path): (&str, &SitePath),
    contract: Option<&SitePath>,
) -> Staged<Table> {
    let contract = match contract {
        Some(contract) => table::contract(world, contract)?,
        None => Contract::default(),
    };
    table::load(world, path, name, contract)
}

/// `paths` by the names they give; errors for names given twice and for files below a folder of `data/`.
fn named<'p>(
    paths: impl Iterator<Item = &'p SitePath>,
    wrong: &mut Vec<Diagnostic>,
) -> BTreeMap<String, SitePath> {
    let mut res: BTreeMap<String, SitePath> = BTreeMap::new();
    for path in paths {
        match table_name(path) {
            Err(error) => wrong.push(error),
            Ok(_) if path.parent().contains('/') => wrong.push(nested(path)),
            Ok(name) => match res.get(&name) {
                Some(other) => wrong.push(same_name(&name, path, other)),
                None => {
                    res.insert(name, path.clone());
                }
            },
        }
    }
    res
}

/// A diagnostic's place at the beginning of a file that was not read.
fn at_file(error: Diagnostic, path: &SitePath) -> Diagnostic {
    error.label_in(&Source::new(path.clone(), ""), Span::default(), "")
}

fn same_name(name: &str, path: &SitePath, other: &SitePath) -> Diagnostic {
    let message = format!("`{path}` and `{other}` are both named `{name}` in SQL");
    at_file(Diagnostic::error("data/same-name", message).help("rename one of the files"), path)
}

fn nested(path: &SitePath) -> Diagnostic {
    let message = format!("`{path}` lies in a folder below `data`, where no tables are looked for");
    let error = Diagnostic::error("data/nested", message);
    at_file(error.help("put the file into `data` itself"), path)
}

fn orphan(name: &str, path: &SitePath, tables: &[&str]) -> Diagnostic {
    let message = format!("`{path}` is the contract of a table `{name}`, and there is none");
    let error = Diagnostic::error("data/orphan-contract", message);
    let help = match nearest(name, tables.iter().copied()) {
        Some(near) => format!("rename it to `{near}.yaml`, or add `{name}.csv` beside it"),
        None => format!("add `{name}.csv` beside it, or take it away"),
    };
    at_file(error.help(help), path)
}

/// The texts of the views, by name.
fn view_sources(
    world: &dyn World,
    paths: BTreeMap<String, SitePath>,
    wrong: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Arc<Source>> {
    let mut res = BTreeMap::new();
    for (name, path) in paths {
        match world.read(&path).map(String::from_utf8) {
            Ok(Ok(text)) => {
                res.insert(name, Source::new(path, text));
            }
            Ok(Err(_)) => {
                let error = Diagnostic::error("data/encoding", format!("`{path}` is not UTF-8"));
                wrong.push(at_file(error.help("save the file as UTF-8"), &path));
            }
            Err(error) => wrong.push(error),
        }
    }
    res
}

/// Plans views, those that others name first.
struct Planner<'p> {
    engine: &'p Engine,
    sources: &'p BTreeMap<String, Arc<Source>>,
    relations: Vec<Relation>,
    /// The tables behind each relation.
    tables: Vec<Vec<Arc<Table>>>,
    views: BTreeMap<Arc<str>, View>,
    /// The views being planned, each named by the one before.
    path: Vec<String>,
    tried: BTreeSet<String>,
}

impl<'p> Planner<'p> {
    fn new(
        engine: &'p Engine,
        tables: &BTreeMap<Arc<str>, Arc<Table>>,
        sources: &'p BTreeMap<String, Arc<Source>>,
    ) -> Self {
        Self {
            engine,
            sources,
            relations: tables.values().map(|table| table.relation.clone()).collect(),
            tables: tables.values().map(|table| vec![Arc::clone(table)]).collect(),
            views: BTreeMap::new(),
            path: Vec::new(),
            tried: BTreeSet::new(),
        }
    }

    fn plan_all(mut self, wrong: &mut Vec<Diagnostic>) -> BTreeMap<Arc<str>, View> {
        for name in self.sources.keys() {
            self.plan(name, wrong);
        }
        self.views
    }

    /// Plans the view `name` and those that it names; does it exist now?
    fn plan(&mut self, name: &str, wrong: &mut Vec<Diagnostic>) -> bool {
        let Some(source) = self.sources.get(name) else { return false };
        if !self.tried.insert(name.to_owned()) {
            return self.views.contains_key(name);
        }
        self.path.push(name.to_owned());
        let mut complete = true;
        for (used, span) in Engine::names(&source.text) {
            if let Some(at) = self.path.iter().position(|name| *name == used) {
                wrong.push(cycle(&self.path[at..], &used).at(span).within(source));
                complete = false;
            } else if self.sources.contains_key(&used) {
                complete &= self.plan(&used, wrong);
            }
        }
        self.path.pop();
        // What is wrong with a view that this one names has been told there.
        if !complete {
            return false;
        }
        match self.engine.view(name, &source.text, &self.relations) {
            Err(errors) => {
                wrong.extend(errors.into_iter().map(|error| error.within(source)));
                false
            }
            Ok((relation, read)) => {
                let tables = behind(&read, &self.tables);
                self.relations.push(relation.clone());
                self.tables.push(tables.clone());
                let columns = relation.columns().to_vec();
                let (path, source) = (source.path.clone(), Arc::clone(source));
                let view = View { path, source, columns, tables, relation };
                self.views.insert(name.into(), view);
                true
            }
        }
    }
}

fn cycle(path: &[String], used: &str) -> Diagnostic {
    let names: Vec<&str> = path.iter().map(String::as_str).collect();
    let message = if names.len() == 1 {
        format!("the view `{used}` reads itself")
    } else {
        format!("the views {} read each other in a circle", listed(&names))
    };
    Diagnostic::error("data/view-cycle", message).help("let one of them read tables alone")
}

/// The tables behind the relations at the places `read`, by name and without repeats.
fn behind(read: &[usize], tables: &[Vec<Arc<Table>>]) -> Vec<Arc<Table>> {
    let found = read.iter().filter_map(|idx| tables.get(*idx)).flatten();
    let by_name: BTreeMap<(&str, &SitePath), &Arc<Table>> =
        found.map(|table| ((&*table.name, &table.path), table)).collect();
    by_name.into_values().map(Arc::clone).collect()
}

impl Catalog {
    /// A session that sees the site's tables and views, and before them `own`, the tables of a page bundle.
    pub fn session(&self, own: &[Arc<Table>]) -> Session<'_> {
        let (mut relations, mut tables) = (Vec::new(), Vec::new());
        for table in self.tables.values() {
            relations.push(table.relation.clone());
            tables.push(vec![Arc::clone(table)]);
        }
        for view in self.views.values() {
            relations.push(view.relation.clone());
            tables.push(view.tables.clone());
        }
        for table in own {
            relations.push(table.relation.clone());
            tables.push(vec![Arc::clone(table)]);
        }
        Session { catalog: self, relations, tables, queries: BTreeSet::new() }
    }
}

impl Session<'_> {
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
        let (result, rows) = self.answer(sql)?;
        let relation = Relation::new(name, result.frame.columns.clone(), rows);
        self.queries.insert(Arc::clone(relation.name()));
        self.relations.push(relation);
        self.tables.push(result.tables.clone());
        Ok(result)
    }

    /// What `name` names already: `table`, `view` or `query`.
    pub fn taken(&self, name: &str) -> Option<&'static str> {
        if self.queries.contains(name) {
            Some("query")
        } else if self.catalog.views.contains_key(name) {
            Some("view")
        } else if self.relations.iter().any(|relation| &**relation.name() == name) {
            Some("table")
        } else {
            None
        }
    }

    fn answer(
        &self,
        sql: &str,
    ) -> Result<(QueryResult, super::engine::rows::Rows), Vec<Diagnostic>> {
        let answer = self.catalog.engine.run(sql, &self.relations, self.catalog.row_limit)?;
        let tables = behind(&answer.read, &self.tables);
        let rows_read = tables.iter().map(|table| table.n_rows).sum();
        Ok((QueryResult { frame: answer.frame, tables, rows_read }, answer.rows))
    }
}

#[cfg(test)]
mod tests;
