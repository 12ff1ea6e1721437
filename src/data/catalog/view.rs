//! Views: queries of `data/` that pages name like tables.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::scope::{Readable, Scope, behind, print_of, relations};
use crate::base::diagnostic::Diagnostic;
use crate::base::frame::Column;
use crate::base::path::SitePath;
use crate::base::source::Source;
use crate::base::world::World;
use crate::data::engine::Engine;
use crate::data::listed;
use crate::data::series::at_file;
use crate::data::table::Table;

/// A query of `data/` that pages name like a table, as it is over the tables of some day.
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
}

/// The texts of the views, by name.
pub(super) fn sources(
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

/// Plans the views over the tables of `scope`; gives what is wrong with them as well.
///
/// A view that cannot be planned stays as a name that is refused for the same reasons.
pub(super) fn plan_all(
    engine: &Engine,
    sources: &BTreeMap<String, Arc<Source>>,
    scope: Scope,
) -> (Scope, Vec<Diagnostic>) {
    let (path, tried, wrong) = (Vec::new(), BTreeSet::new(), Vec::new());
    let mut planner = Planner { engine, sources, scope, path, tried, wrong };
    for name in sources.keys() {
        planner.plan(name);
    }
    (planner.scope, planner.wrong)
}

/// Plans views, those that others name first.
struct Planner<'p> {
    engine: &'p Engine,
    sources: &'p BTreeMap<String, Arc<Source>>,
    scope: Scope,
    /// The views being planned, each named by the one before.
    path: Vec<String>,
    tried: BTreeSet<String>,
    wrong: Vec<Diagnostic>,
}

impl Planner<'_> {
    /// Plans the view `name` and those that it names; can it be read now?
    fn plan(&mut self, name: &str) -> bool {
        let Some(source) = self.sources.get(name) else { return false };
        if !self.tried.insert(name.to_owned()) {
            return self.scope.views.contains_key(name);
        }
        self.path.push(name.to_owned());
        let mut complete = true;
        for (used, span) in Engine::names(&source.text) {
            if let Some(at) = self.path.iter().position(|name| *name == used) {
                self.wrong.push(cycle(&self.path[at..], &used).at(span).within(source));
                complete = false;
            } else if self.sources.contains_key(&used) {
                complete &= self.plan(&used);
            }
        }
        self.path.pop();
        let mut readable = std::mem::take(&mut self.scope.readable);
        self.scope.add_histories(&source.text, &mut readable);
        let planned = self.engine.view(name, &source.text, &relations(&readable));
        let is_planned = planned.is_ok();
        match planned {
            Err(errors) => {
                let errors: Vec<Diagnostic> =
                    errors.into_iter().map(|error| error.within(source)).collect();
                readable.push(Readable::refused(name, &errors));
                // What is wrong with a view that this one names has been told there.
                self.wrong.extend(errors.into_iter().filter(|_| complete));
            }
            Ok((relation, read)) => {
                let print = print_of(&source.text, &readable);
                let tables = behind(read.iter().filter_map(|at| readable.get(*at)));
                let columns = relation.columns().to_vec();
                let (path, source) = (source.path.clone(), Arc::clone(source));
                let view = View { path, source, columns, tables: tables.clone() };
                self.scope.views.insert(name.into(), view);
                readable.push(Readable { relation, tables, print });
            }
        }
        self.scope.readable = readable;
        is_planned
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
