//! How the engine is set up: its functions, its options, and its limits.

use std::sync::Arc;

use datafusion::catalog::{
    CatalogProvider as _, CatalogProviderList as _, MemoryCatalogProvider,
    MemoryCatalogProviderList, MemorySchemaProvider, SchemaProvider as _,
};
use datafusion::common::Result;
use datafusion::config::ConfigOptions;
use datafusion::execution::disk_manager::{DiskManagerBuilder, DiskManagerMode};
use datafusion::execution::runtime_env::{RuntimeEnv, RuntimeEnvBuilder};
use datafusion::execution::session_state::{SessionState, SessionStateBuilder};
use datafusion::execution::{SessionStateDefaults, TaskContext};
use datafusion::logical_expr::AggregateUDF;
use datafusion::logical_expr::planner::ExprPlanner;
use datafusion::optimizer::Optimizer;
use datafusion::prelude::SessionConfig;

use super::arithmetic::{Arithmetic, ExactSum, SHARE};
use super::functions;
use super::lineage::Known;
use super::sandbox::HISTORY;

/// How many bytes one query may hold while it sorts, joins or groups.
const MEMORY: usize = 1 << 30;

/// The state that all queries of a site share: functions and options, no tables, no readers of files.
pub(super) fn base() -> SessionState {
    let sum = Arc::new(AggregateUDF::from(ExactSum::new()));
    let mut planners: Vec<Arc<dyn ExprPlanner>> =
        vec![Arc::new(Arithmetic { sum: Arc::clone(&sum) })];
    planners.extend(SessionStateDefaults::default_expr_planners());
    let mut aggregates = SessionStateDefaults::default_aggregate_functions();
    aggregates.retain(|function| function.name() != sum.name());
    aggregates.push(sum);
    // It sums the sums of an exact sum, whose type is then another one, and the plan is refused.
    let mut rules = Optimizer::new().rules;
    rules.retain(|rule| rule.name() != "single_distinct_aggregation_to_group_by");
    aggregates.push(Arc::new(AggregateUDF::from(ExactSum::named(SHARE))));
    let functions = SessionStateDefaults::default_table_functions();
    let functions = functions.into_iter().map(|f| (f.name().to_owned(), f)).collect();
    let mut scalars = SessionStateDefaults::default_scalar_functions();
    scalars.extend(functions::all());
    SessionStateBuilder::new()
        .with_config(config())
        .with_optimizer_rules(rules)
        .with_expr_planners(planners)
        .with_scalar_functions(scalars)
        .with_aggregate_functions(aggregates)
        .with_window_functions(SessionStateDefaults::default_window_functions())
        .with_table_functions(functions)
        .build()
}

fn config() -> SessionConfig {
    let mut options = ConfigOptions::new();
    options.sql_parser.collect_spans = true;
    // `0.1 + 0.2` is then 0.3, as in the columns of decimals that it is compared with.
    options.sql_parser.parse_float_as_decimal = true;
    // `ORDER BY tokens DESC LIMIT 5` would begin with the rows that have none.
    "nulls_last".clone_into(&mut options.sql_parser.default_null_ordering);
    options.execution.target_partitions = 1;
    options.catalog.information_schema = false;
    SessionConfig::from(options)
}

/// `base` with the tables `relations`, of which a later one hides an earlier one of its name; a name with a dot is a history.
pub(super) fn with_relations(base: &SessionState, relations: &[Known]) -> Result<SessionState> {
    let mut state = base.clone();
    let [schema, history] = [(); 2].map(|()| Arc::new(MemorySchemaProvider::new()));
    for relation in relations {
        let (schema, name) = match relation.name.split_once('.') {
            Some((_, name)) => (&history, name),
            None => (&schema, &*relation.name),
        };
        schema.deregister_table(name)?;
        schema.register_table(name.to_owned(), Arc::clone(&relation.provider))?;
    }
    let (catalog, catalogs) = (MemoryCatalogProvider::new(), MemoryCatalogProviderList::new());
    let names = &state.config_options().catalog;
    catalog.register_schema(&names.default_schema, schema)?;
    catalog.register_schema(HISTORY, history)?;
    catalogs.register_catalog(names.default_catalog.clone(), Arc::new(catalog));
    state.register_catalog_list(Arc::new(catalogs));
    Ok(state)
}

/// The surroundings of one query: memory of its own, so that what runs beside it cannot make it fail, and no files at all.
pub(super) fn task(state: &SessionState) -> Result<Arc<TaskContext>> {
    let disk = DiskManagerBuilder::default().with_mode(DiskManagerMode::Disabled);
    let runtime: Arc<RuntimeEnv> = RuntimeEnvBuilder::new()
        .with_memory_limit(MEMORY, 1.0)
        .with_disk_manager_builder(disk)
        .build_arc()?;
    Ok(Arc::new(TaskContext::from(state).with_runtime(runtime)))
}
