//! The engine's errors in the author's words, at the author's places.

use std::collections::BTreeSet;

use datafusion::common::DataFusionError;
use datafusion::logical_expr::LogicalPlan;

use super::lineage::{self, Known};
use super::{cells, place};
use crate::base::diagnostic::Diagnostic;
use crate::base::frame::Column;
use crate::base::source::Span;

/// What is wrong with `sql`, told by the parser as `message`.
pub(super) fn syntax(sql: &str, message: &str) -> Diagnostic {
    Diagnostic::error("data/sql-syntax", message.to_owned()).at(place::whole(sql))
}

/// Explains what is wrong with one query.
pub(super) struct Explainer<'e> {
    /// The query.
    pub(super) sql: &'e str,
    /// What it may read.
    pub(super) relations: &'e [Known],
}

impl Explainer<'_> {
    /// What the engine says is wrong.
    pub(super) fn explain(&self, error: &DataFusionError) -> Vec<Diagnostic> {
        vec![Diagnostic::error("data/sql", format!("{error:?}")).at(place::whole(self.sql))]
    }

    /// The error for a result of more rows than allowed.
    pub(super) fn too_many_rows(&self, count: usize, row_limit: usize) -> Diagnostic {
        let message = format!("the query gives {count} rows, more than the {row_limit} allowed");
        Diagnostic::error("data/row-limit", message).at(place::whole(self.sql)).help(
            "group or filter the rows, add a LIMIT, or raise the row limit in the configuration",
        )
    }

    /// The error for a call of a function, known by `names`, that does not depend on the tables alone.
    pub(super) fn impure(&self, names: &[String]) -> Diagnostic {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let span = place::call(self.sql, &names);
        let written = self.sql.get(span.range()).unwrap_or_default().to_lowercase();
        let name = if names.contains(&written.as_str()) { &written } else { names[0] };
        let message = format!("`{name}` gives another result at each build");
        Diagnostic::error("data/volatile", message)
            .at(span)
            .help("a page depends on its data alone: write the value, or take it from a table")
    }

    /// The columns of the result of `plan`, if each has a name of its own and plain values.
    pub(super) fn columns(
        &self,
        plan: &LogicalPlan,
        items: &[Span],
    ) -> Result<Vec<Column>, Vec<Diagnostic>> {
        let (mut columns, mut wrong) = (Vec::new(), Vec::new());
        let mut names = BTreeSet::new();
        for (idx, field) in plan.schema().fields().iter().enumerate() {
            let span = items.get(idx).copied().unwrap_or_else(|| place::whole(self.sql));
            let name = field.name();
            if !names.insert(name) {
                let error = Diagnostic::error(
                    "data/duplicate-column",
                    format!("two columns are named `{name}`"),
                );
                wrong.push(error.at(span).help("give one of them another name with AS"));
            }
            let Some(kind) = cells::kind(field.data_type()) else {
                let (what, help) = cells::unsuitable(field.data_type());
                let error = Diagnostic::error(
                    "data/column-type",
                    format!("`{name}` is {what}, not a plain value"),
                );
                wrong.push(error.at(span).help(help));
                continue;
            };
            let (label, unit) = lineage::label(plan, idx, name, self.relations);
            columns.push(Column { name: name.as_str().into(), label, unit, kind });
        }
        if wrong.is_empty() { Ok(columns) } else { Err(wrong) }
    }
}
