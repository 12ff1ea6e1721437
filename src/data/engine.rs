//! SQL over tables. The only folder that names DataFusion, Arrow and tokio.
//!
//! One engine serves a site. It is built when the first query runs, so that a site without queries never starts it. What a named
//! query gives is kept as a relation for the page's later queries: it is computed once, in its defined order, and what the page
//! shows is what later queries read. Views are planned once and become a part of the queries that name them.
//!
//! A query runs on the thread that asks for it, in one partition. So rows reach every operator in the order of the file, sums of
//! floats have one order of addition, and the same bytes come out at any number of threads; pages run in parallel instead.

mod arithmetic;
mod cast;
mod cells;
mod dialect;
mod explain;
mod functions;
pub(in crate::data) mod history;
mod lineage;
mod order;
pub(in crate::data) mod parquet;
mod place;
pub(in crate::data) mod rows;
mod sandbox;
mod state;
pub(in crate::data) mod stored;
mod streamed;
mod syntax;
mod words;

use std::collections::BTreeMap;
use std::fmt;
use std::future::Future;
use std::sync::{Arc, OnceLock};

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::Schema;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::catalog::{MemTable, TableProvider};
use datafusion::common::{DataFusionError, Result as EngineResult};
use datafusion::dataframe::DataFrame;
use datafusion::datasource::ViewTable;
use datafusion::datasource::empty::EmptyTable;
use datafusion::execution::context::SQLOptions;
use datafusion::execution::session_state::SessionState;
use datafusion::logical_expr::{LogicalPlan, LogicalPlanBuilder};
use datafusion::physical_plan::collect;
use datafusion::sql::parser::Statement;

use crate::base::cell::Cell;
use crate::base::diagnostic::Diagnostic;
use crate::base::frame::{Column, Frame};
use crate::base::source::Span;
use explain::Explainer;
use history::HistoryRows;
use lineage::Known;
use rows::Rows;
use stored::Shelf;
use streamed::{Groups as _, StreamedTable};

/// What all queries of a site share; empty until the first of them.
#[derive(Default)]
pub(in crate::data) struct Engine {
    base: OnceLock<SessionState>,
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.base.get().is_some() { "Engine(started)" } else { "Engine" })
    }
}

/// A table, a view or a query's result that queries can read by its name.
#[derive(Clone)]
pub(in crate::data) struct Relation(Known);

impl fmt::Debug for Relation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Relation({})", self.0.name)
    }
}

impl Relation {
    /// The relation `name` with these rows.
    pub(in crate::data) fn new(name: &str, columns: Vec<Column>, rows: Rows) -> Self {
        let empty = rows.len() == 0;
        let provider: Arc<dyn TableProvider> = if let Some(stored) = rows.stored {
            Arc::new(StreamedTable(stored))
        } else {
            let table = MemTable::try_new(rows.schema, vec![rows.batches]);
            Arc::new(table.expect("every batch has the schema of its rows"))
        };
        let (columns, refusal) = (columns.into(), [].into());
        Self(Known { name: name.into(), provider, columns, empty, refusal })
    }

    /// The relation `name` with the rows of several snapshots. What lies in the cache stays there.
    pub(in crate::data) fn history(name: &str, columns: Vec<Column>, rows: HistoryRows) -> Self {
        if let Some(rows) = rows.in_memory() {
            return Self::new(name, columns, rows);
        }
        let (empty, refusal) = (rows.n_groups() == 0, [].into());
        let provider: Arc<dyn TableProvider> = Arc::new(StreamedTable(Arc::new(rows)));
        Self(Known { name: name.into(), provider, columns: columns.into(), empty, refusal })
    }

    /// The same rows under another name.
    pub(in crate::data) fn renamed(&self, name: &str) -> Self {
        Self(Known { name: name.into(), ..self.0.clone() })
    }

    /// A relation whose name is known, and which cannot be read for these reasons.
    pub(in crate::data) fn refused(name: &str, reasons: &[Diagnostic]) -> Self {
        let provider = Arc::new(EmptyTable::new(Arc::new(Schema::empty())));
        let (columns, refusal) = ([].into(), reasons.into());
        Self(Known { name: name.into(), provider, columns, empty: true, refusal })
    }

    /// The name in SQL.
    pub(in crate::data) fn name(&self) -> &Arc<str> {
        &self.0.name
    }

    /// The columns.
    pub(in crate::data) fn columns(&self) -> &[Column] {
        &self.0.columns
    }
}

/// What a query gave.
#[derive(Debug)]
pub(in crate::data) struct Answer {
    /// The rows as cells.
    pub(in crate::data) frame: Frame,
    /// The rows as the engine keeps them.
    pub(in crate::data) rows: Rows,
    /// The places of the relations that were read, views not among them, in the order they were given.
    pub(in crate::data) read: Vec<usize>,
}

/// A planned query.
struct Planned {
    state: SessionState,
    plan: LogicalPlan,
    /// The types of the result.
    schema: SchemaRef,
    columns: Vec<Column>,
    /// The places of the columns in the SQL.
    items: Vec<Span>,
    ordered: bool,
}

impl Engine {
    /// The names of relations that `sql` reads, with their places; empty if it cannot be read.
    pub(in crate::data) fn names(sql: &str) -> Vec<(String, Span)> {
        sandbox::names(sql)
    }

    /// The view `name` over `relations`.
    pub(in crate::data) fn view(
        &self,
        name: &str,
        sql: &str,
        relations: &[Relation],
    ) -> Result<(Relation, Vec<usize>), Vec<Diagnostic>> {
        let known = known(relations);
        let planned = self.plan(sql, &known)?;
        let explainer = Explainer { sql, relations: &known, items: &planned.items };
        let read =
            lineage::tables(&planned.plan, &known).map_err(|error| explainer.explain(&error))?;
        let provider: Arc<dyn TableProvider> =
            Arc::new(ViewTable::new(planned.plan, Some(sql.to_owned())));
        let columns = planned.columns.into();
        let (name, refusal) = (name.into(), [].into());
        Ok((Relation(Known { name, provider, columns, empty: false, refusal }), read))
    }

    /// Runs `sql` over `relations`, of which a later one hides an earlier one of its name.
    ///
    /// The places of the diagnostics are in `sql`.
    pub(in crate::data) fn run(
        &self,
        sql: &str,
        relations: &[Relation],
        row_limit: usize,
        store: Option<&Shelf>,
    ) -> Result<Answer, Vec<Diagnostic>> {
        let known = known(relations);
        let Planned { state, plan, schema, columns, items, ordered } = self.plan(sql, &known)?;
        let explainer = Explainer { sql, relations: &known, items: &items };
        let told = |error: DataFusionError| explainer.explain(&error);
        let read = lineage::tables(&plan, &known).map_err(told)?;
        let plan = order::ordered(plan, ordered);
        let found = store.and_then(Shelf::find);
        let is_new = found.is_none();
        let (batches, count) = match found {
            Some(batches) => {
                let count = batches.iter().map(RecordBatch::num_rows).sum();
                (batches, count)
            }
            None => block_on(fetch(&state, &plan, row_limit)).and_then(|res| res).map_err(told)?,
        };
        if count > row_limit {
            return Err(vec![explainer.too_many_rows(count, row_limit)]);
        }
        let cells = cells::rows(&batches).map_err(|error| told(error.into()))?;
        let item = |idx: usize| items.get(idx).copied().unwrap_or_else(|| place::whole(sql));
        let wrong = not_finite(&cells, &columns, item);
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let schema = batches.first().map_or(schema, RecordBatch::schema);
        if let Some(store) = store.filter(|_| is_new) {
            store.keep(&schema, &batches);
        }
        let frame = Frame { columns, rows: cells };
        Ok(Answer { frame, rows: Rows { schema, batches, stored: None }, read })
    }

    /// Plans `sql` and checks that its result can be cells that depend on the tables alone.
    fn plan(&self, sql: &str, known: &[Known]) -> Result<Planned, Vec<Diagnostic>> {
        let visible: BTreeMap<&str, &[Diagnostic]> =
            known.iter().map(|known| (&*known.name, &*known.refusal)).collect();
        let checked = sandbox::check(sql, &visible)?;
        let items = checked.items;
        let explainer = Explainer { sql, relations: known, items: &items };
        let told = |error: DataFusionError| explainer.explain(&error);
        let base = self.base.get_or_init(state::base);
        let state = state::with_relations(base, known).map_err(told)?;
        let statement = Statement::Statement(Box::new(checked.statement));
        let plan = block_on(state.statement_to_plan(statement))
            .and_then(|planned| planned)
            .map_err(told)?;
        let read_only = SQLOptions::new()
            .with_allow_ddl(false)
            .with_allow_dml(false)
            .with_allow_statements(false);
        read_only.verify_plan(&plan).map_err(told)?;
        if let Some(names) = order::impure_function(&plan).map_err(told)? {
            return Err(vec![explainer.impure(&names)]);
        }
        // The types of a plan are settled by its analysis: `CASE … THEN 0 ELSE price END` is an integer before.
        let typed = state
            .analyzer()
            .execute_and_check(plan.clone(), state.config_options(), |_, _| {})
            .map_err(told)?;
        let columns = explainer.columns(&plan, typed.schema())?;
        let schema = Arc::clone(typed.schema().inner());
        Ok(Planned { state, plan, schema, columns, items, ordered: checked.ordered })
    }
}

fn known(relations: &[Relation]) -> Vec<Known> {
    relations.iter().map(|relation| relation.0.clone()).collect()
}

/// The rows of `plan` and their number; if there are more than `row_limit`, only their number.
async fn fetch(
    state: &SessionState,
    plan: &LogicalPlan,
    row_limit: usize,
) -> EngineResult<(Vec<RecordBatch>, usize)> {
    // One row more than allowed shows that there are too many, without holding all of them.
    let most = row_limit.saturating_add(1);
    let limited = LogicalPlanBuilder::from(plan.clone()).limit(0, Some(most))?.build()?;
    let physical = state.create_physical_plan(&limited).await?;
    let batches = collect(physical, state::task(state)?).await?;
    let count = batches.iter().map(RecordBatch::num_rows).sum();
    if count <= row_limit {
        return Ok((batches, count));
    }
    let count = DataFrame::new(state.clone(), plan.clone()).count().await?;
    Ok((Vec::new(), count))
}

/// Runs `future` on this thread; pages run in parallel, so a query needs no threads of its own.
fn block_on<T>(future: impl Future<Output = T>) -> EngineResult<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    Ok(runtime.block_on(future))
}

/// Errors for numbers that are infinite or none, one for each column.
fn not_finite(
    rows: &[Vec<Cell>],
    columns: &[Column],
    place: impl Fn(usize) -> Span,
) -> Vec<Diagnostic> {
    let mut res = Vec::new();
    for (idx, column) in columns.iter().enumerate() {
        let odd = |row: &Vec<Cell>| match row.get(idx) {
            Some(Cell::Float(n)) if !n.is_finite() => Some(*n),
            _ => None,
        };
        let Some((row, n)) = rows.iter().enumerate().find_map(|(at, row)| Some((at, odd(row)?)))
        else {
            continue;
        };
        let what = if n.is_nan() { "not a number" } else { "infinite" };
        let message = format!("`{}` is {what} in row {}", column.name, row + 1);
        let error = Diagnostic::error("data/not-finite", message).at(place(idx));
        let help = "a division by zero gives this; `a / nullif(b, 0)` gives NULL instead";
        res.push(error.help(help));
    }
    res
}

#[cfg(test)]
mod tests;
