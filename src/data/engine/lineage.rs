//! Where the columns of a result come from: the tables a plan reads, and the labels and units its columns keep.

use std::sync::Arc;

use datafusion::catalog::TableProvider;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::common::{JoinType, Result};
use datafusion::datasource::source_as_provider;
use datafusion::logical_expr::{Distinct, Expr, LogicalPlan, Operator, TableScan};

use crate::base::diagnostic::Diagnostic;
use crate::base::frame::Column;
use crate::data::name;

/// Functions whose result counts what their first argument counts.
const KEEPING: [&str; 18] = [
    "abs",
    "avg",
    "ceil",
    "coalesce",
    "first_value",
    "floor",
    "lag",
    "last_value",
    "lead",
    "max",
    "median",
    "min",
    "nth_value",
    "nullif",
    "percentile_cont",
    "round",
    "sum",
    "trunc",
];

/// A table that the engine was given, with what is known of its columns.
#[derive(Debug, Clone)]
pub(super) struct Known {
    /// The name in SQL.
    pub(super) name: Arc<str>,
    /// The table as the engine sees it.
    pub(super) provider: Arc<dyn TableProvider>,
    /// The columns, in the provider's order.
    pub(super) columns: Arc<[Column]>,
    /// Has it no rows at all?
    pub(super) empty: bool,
    /// Why a query that names it is refused; empty for a table that can be read.
    pub(super) refusal: Arc<[Diagnostic]>,
}

/// Places in `known` of the tables that `plan` reads, in order and without repeats.
pub(super) fn tables(plan: &LogicalPlan, known: &[Known]) -> Result<Vec<usize>> {
    let mut res = Vec::new();
    plan.apply_with_subqueries(|node| {
        if let LogicalPlan::TableScan(scan) = node {
            res.extend(position(scan, known));
        }
        Ok(TreeNodeRecursion::Continue)
    })?;
    res.sort_unstable();
    res.dedup();
    Ok(res)
}

/// The place in `known` of the table that `scan` reads.
fn position(scan: &TableScan, known: &[Known]) -> Option<usize> {
    let provider = source_as_provider(&scan.source).ok()?;
    known.iter().position(|known| Arc::ptr_eq(&known.provider, &provider))
}

/// The label and the unit of the output column `idx` of `plan`, named `name`.
pub(super) fn label(
    plan: &LogicalPlan,
    idx: usize,
    name: &str,
    known: &[Known],
) -> (Arc<str>, Option<Arc<str>>) {
    let Some(origin) = Tracer { known }.column(plan, idx) else {
        return (name::readable(name).into(), None);
    };
    let column = origin.column;
    // A label that says more than the name is kept when SQL renames the column; of a sum or a maximum only the unit is.
    let telling = *column.label != *name::readable(&column.name);
    let same = &*column.name == name;
    let label = if same || (origin.direct && telling) {
        Arc::clone(&column.label)
    } else {
        name::readable(name).into()
    };
    (label, column.unit.clone())
}

/// The table's column that an output column comes from.
#[derive(Clone, Copy)]
struct Origin<'k> {
    column: &'k Column,
    /// Is it the column itself, not a sum or a maximum of it?
    direct: bool,
}

/// Follows columns down a plan.
struct Tracer<'k> {
    known: &'k [Known],
}

impl<'k> Tracer<'k> {
    /// The origin of the output column `idx` of `plan`.
    fn column(&self, plan: &LogicalPlan, idx: usize) -> Option<Origin<'k>> {
        match plan {
            LogicalPlan::TableScan(scan) => {
                let table = self.known.get(position(scan, self.known)?)?;
                let idx = match &scan.projection {
                    Some(projection) => *projection.get(idx)?,
                    None => idx,
                };
                Some(Origin { column: table.columns.get(idx)?, direct: true })
            }
            LogicalPlan::Union(union) => {
                let mut origins = union.inputs.iter().map(|input| self.column(input, idx));
                let first = origins.next()??;
                let agree = |other: Option<Origin<'_>>| {
                    other.is_some_and(|other| other.column.unit == first.column.unit)
                };
                origins.all(agree).then_some(first)
            }
            _ => match definition(plan, idx)? {
                Definition::Expr(expr, input) => self.expr(expr, input),
                Definition::Column(input, idx) => self.column(input, idx),
            },
        }
    }

    /// The origin of an expression over the columns of `input`.
    fn expr(&self, expr: &Expr, input: &LogicalPlan) -> Option<Origin<'k>> {
        let derived =
            |expr: &Expr| self.expr(expr, input).map(|origin| Origin { direct: false, ..origin });
        match expr {
            Expr::Column(column) => {
                self.column(input, input.schema().maybe_index_of_column(column)?)
            }
            Expr::Alias(alias) => self.expr(&alias.expr, input),
            Expr::Cast(cast) => derived(&cast.expr),
            Expr::TryCast(cast) => derived(&cast.expr),
            Expr::Negative(expr) => derived(expr),
            Expr::AggregateFunction(call) if KEEPING.contains(&call.func.name()) => {
                derived(call.params.args.first()?)
            }
            Expr::WindowFunction(call) if KEEPING.contains(&call.fun.name()) => {
                derived(call.params.args.first()?)
            }
            Expr::ScalarFunction(call) if KEEPING.contains(&call.func.name()) => {
                derived(call.args.first()?)
            }
            Expr::BinaryExpr(binary) => match binary.op {
                Operator::Plus | Operator::Minus => {
                    let (left, right) = (derived(&binary.left)?, derived(&binary.right)?);
                    (left.column.unit == right.column.unit).then_some(left)
                }
                Operator::Divide if is_count(&binary.right, input) => derived(&binary.left),
                _ => None,
            },
            _ => None,
        }
    }
}

/// What an output column of a plan is, one step down.
enum Definition<'p> {
    /// An expression over the columns of the plan below.
    Expr(&'p Expr, &'p LogicalPlan),
    /// A column of the plan below.
    Column(&'p LogicalPlan, usize),
}

/// What the output column `idx` of `plan` is; `None` where several plans or none give it.
fn definition(plan: &LogicalPlan, idx: usize) -> Option<Definition<'_>> {
    match plan {
        LogicalPlan::Projection(node) => Some(Definition::Expr(node.expr.get(idx)?, &node.input)),
        LogicalPlan::Aggregate(node) => {
            if matches!(node.group_expr.as_slice(), [Expr::GroupingSet(_)]) {
                return None;
            }
            let expr = node.group_expr.iter().chain(&node.aggr_expr).nth(idx)?;
            Some(Definition::Expr(expr, &node.input))
        }
        LogicalPlan::Window(node) => {
            let n_input = node.input.schema().fields().len();
            match idx.checked_sub(n_input) {
                Some(idx) => Some(Definition::Expr(node.window_expr.get(idx)?, &node.input)),
                None => Some(Definition::Column(&node.input, idx)),
            }
        }
        LogicalPlan::Join(node) => {
            let n_left = node.left.schema().fields().len();
            let right = matches!(
                node.join_type,
                JoinType::RightSemi | JoinType::RightAnti | JoinType::RightMark
            );
            match idx.checked_sub(n_left) {
                _ if right => Some(Definition::Column(&node.right, idx)),
                Some(idx) => Some(Definition::Column(&node.right, idx)),
                None => Some(Definition::Column(&node.left, idx)),
            }
        }
        LogicalPlan::SubqueryAlias(_)
        | LogicalPlan::Filter(_)
        | LogicalPlan::Sort(_)
        | LogicalPlan::Limit(_)
        | LogicalPlan::Distinct(Distinct::All(_)) => {
            Some(Definition::Column(plan.inputs().first()?, idx))
        }
        _ => None,
    }
}

/// Is the expression a number of rows, so that a sum divided by it is an average?
fn is_count(expr: &Expr, input: &LogicalPlan) -> bool {
    match expr {
        Expr::AggregateFunction(call) => call.func.name() == "count",
        Expr::WindowFunction(call) => call.fun.name() == "count",
        Expr::Cast(cast) => is_count(&cast.expr, input),
        Expr::Alias(alias) => is_count(&alias.expr, input),
        Expr::Column(column) => {
            let idx = input.schema().maybe_index_of_column(column);
            match idx.and_then(|idx| definition(input, idx)) {
                Some(Definition::Expr(expr, input)) => is_count(expr, input),
                Some(Definition::Column(..)) | None => false,
            }
        }
        _ => false,
    }
}
