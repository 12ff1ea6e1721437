//! A defined order of rows, and none that the clock or chance decides.

use std::sync::Arc;

use datafusion::common::tree_node::{TreeNode as _, TreeNodeRecursion};
use datafusion::common::{Column, Result};
use datafusion::logical_expr::expr::Sort as SortExpr;
use datafusion::logical_expr::{Expr, Limit, LogicalPlan, Sort, Volatility};

/// Functions that are constant for the engine, but tell about the machine.
const ABOUT_THE_MACHINE: [&str; 1] = ["version"];

/// `plan` with its rows in a defined order.
///
/// Rows that ORDER BY leaves tied are sorted by their columns from left to right; without ORDER BY, all are. This happens below an
/// outermost LIMIT, so that it is also defined which rows are kept.
pub(super) fn ordered(plan: LogicalPlan, has_order: bool) -> LogicalPlan {
    match plan {
        LogicalPlan::Limit(limit) => LogicalPlan::Limit(Limit {
            input: Arc::new(ordered(Arc::unwrap_or_clone(limit.input), has_order)),
            ..limit
        }),
        // ORDER BY on columns that are not selected leaves a projection above the sort.
        LogicalPlan::Projection(mut projection) if has_order => {
            projection.input = Arc::new(ordered(Arc::unwrap_or_clone(projection.input), true));
            LogicalPlan::Projection(projection)
        }
        LogicalPlan::Sort(mut sort) if has_order => {
            sort.expr.extend(all_columns(&sort.input));
            LogicalPlan::Sort(sort)
        }
        other if has_order => other,
        other => {
            let expr = all_columns(&other);
            LogicalPlan::Sort(Sort { expr, input: Arc::new(other), fetch: None })
        }
    }
}

/// Every column of `plan`, ascending, NULL last.
fn all_columns(plan: &LogicalPlan) -> Vec<SortExpr> {
    let column = |(qualifier, field)| Expr::Column(Column::from((qualifier, field)));
    plan.schema().iter().map(column).map(|expr| SortExpr::new(expr, true, false)).collect()
}

/// The names of the first function in `plan` whose result depends on more than its arguments.
pub(super) fn impure_function(plan: &LogicalPlan) -> Result<Option<Vec<String>>> {
    let mut found = None;
    plan.apply_with_subqueries(|node| {
        node.apply_expressions(|expr| {
            expr.apply(|expr| {
                if let Expr::ScalarFunction(call) = expr
                    && (call.func.signature().volatility != Volatility::Immutable
                        || ABOUT_THE_MACHINE.contains(&call.func.name()))
                {
                    found.get_or_insert_with(|| {
                        let aliases = call.func.aliases().iter().cloned();
                        std::iter::once(call.func.name().to_owned()).chain(aliases).collect()
                    });
                }
                Ok(TreeNodeRecursion::Continue)
            })
        })
    })?;
    Ok(found)
}
