//! The engine's errors in the author's words, at the author's places.

use std::collections::BTreeSet;
use std::io;

use datafusion::arrow::error::ArrowError;
use datafusion::common::diagnostic::Diagnostic as EngineDiagnostic;
use datafusion::common::{Column as EngineColumn, DFSchema, DataFusionError, SchemaError};
use datafusion::logical_expr::LogicalPlan;

use super::lineage::{self, Known};
use super::{cast, cells, dialect, place, sandbox, syntax, words};
use crate::base::diagnostic::{CACHE, Diagnostic, nearest};
use crate::base::frame::Column;
use crate::base::source::Span;
use crate::data::listed;

/// How many names a help lists.
const LISTED: usize = 20;

/// What to do about an error that is told in the engine's words.
const ADVICE: &str = "look at the part of the query that this names; the SQL is that of DataFusion, close to PostgreSQL's";

/// Explains what is wrong with one query.
pub(super) struct Explainer<'e> {
    /// The query.
    pub(super) sql: &'e str,
    /// What it may read.
    pub(super) relations: &'e [Known],
    /// The places of the output columns, if each is written out.
    pub(super) items: &'e [Span],
}

impl Explainer<'_> {
    /// What the engine says is wrong.
    pub(super) fn explain(&self, error: &DataFusionError) -> Vec<Diagnostic> {
        match error {
            DataFusionError::Collection(errors) => {
                errors.iter().flat_map(|error| self.explain(error)).collect()
            }
            DataFusionError::Context(_, inner) => self.explain(inner),
            DataFusionError::Shared(inner) => self.explain(inner),
            DataFusionError::Diagnostic(told, inner) => vec![self.told(told, inner)],
            DataFusionError::SQL(error, _) => vec![syntax::error(self.sql, &error.to_string())],
            DataFusionError::SchemaError(error, _) => vec![self.schema(error, self.whole(), &[])],
            DataFusionError::ArrowError(error, _) => vec![self.value(error)],
            DataFusionError::ResourcesExhausted(_) => vec![
                self.error("data/memory", "the query needs more than 1 GiB of memory".to_owned())
                    .help("filter or group the rows before they are joined or sorted"),
            ],
            DataFusionError::IoError(error) => vec![self.cache(error)],
            DataFusionError::NotImplemented(message) => {
                let message = format!("this is not available: {}", words::plain(message));
                vec![self.error("data/sql", message).help("write the query in another way")]
            }
            DataFusionError::Plan(message)
            | DataFusionError::Execution(message)
            | DataFusionError::Internal(message) => vec![self.message(message)],
            other => vec![self.odd(&other.to_string())],
        }
    }

    /// What is wrong with the rows of a large table that were kept: nothing else is read while a query runs.
    fn cache(&self, error: &io::Error) -> Diagnostic {
        if error.kind() == io::ErrorKind::InvalidData {
            let message = "rows of a large table, kept in `.numerate`, are damaged".to_owned();
            return self
                .error(CACHE, message)
                .help("they were removed, and the next build reads the table's own file again");
        }
        let message = format!("cannot read the rows of a large table in `.numerate`: {error}");
        self.error(CACHE, message)
            .help("make the folder readable, or remove it: a build makes it anew")
    }

    fn whole(&self) -> Span {
        place::whole(self.sql)
    }

    /// An error that the whole query is the place of.
    fn error(&self, code: &'static str, message: String) -> Diagnostic {
        Diagnostic::error(code, message).at(self.whole())
    }

    /// An error at the first call of one of `functions`.
    fn at_call(&self, code: &'static str, message: String, functions: &[&str]) -> Diagnostic {
        Diagnostic::error(code, message).at(place::call(self.sql, functions))
    }

    /// An error that the engine gives a place.
    fn told(&self, told: &EngineDiagnostic, inner: &DataFusionError) -> Diagnostic {
        let span = told.span.map_or(self.whole(), |span| {
            let (start, end) = (span.start, span.end);
            Span::new(
                place::offset(self.sql, start.line, start.column),
                place::offset(self.sql, end.line, end.column),
            )
        });
        if let DataFusionError::SchemaError(error, _) = inner {
            let notes = told.notes.iter();
            let possible: Vec<&str> =
                notes.filter_map(|note| note.message.strip_prefix("possible column ")).collect();
            return self.schema(error, span, &possible);
        }
        let written = self.sql.get(span.range()).unwrap_or_default();
        if told.message.starts_with("Invalid function") {
            let name = words::quoted(&told.message).first().map_or(written, |name| *name);
            let error = Diagnostic::error(
                "data/unknown-function",
                format!("there is no function `{name}`"),
            );
            let suggestion = told.notes.iter().flat_map(|note| words::quoted(&note.message));
            let help = dialect::instead(name).unwrap_or_else(|| match nearest(name, suggestion) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "the functions are those of DataFusion, close to PostgreSQL's".to_owned(),
            });
            return error.at(span).help(help);
        }
        if told.message.contains("must appear in GROUP BY") {
            let message = format!("`{written}` is neither grouped nor aggregated");
            let help =
                format!("add it to GROUP BY, or select an aggregate such as `max({written})`");
            return Diagnostic::error("data/group-by", message).at(span).help(help);
        }
        let message = match inner {
            DataFusionError::Plan(message) if message.starts_with("Cannot coerce") => {
                return self.incompatible(message).at(span);
            }
            _ => words::plain(&told.message),
        };
        let error = Diagnostic::error("data/sql", message).at(span);
        match told.helps.first() {
            Some(help) => error.help(words::plain(&help.message)),
            None => error.help(ADVICE),
        }
    }

    /// The error for operands whose types do not go together.
    fn incompatible(&self, message: &str) -> Diagnostic {
        let operation = words::types(message);
        let operation =
            operation.split_once(" expression ").map_or(operation.as_str(), |(_, rest)| rest);
        let operation = operation.trim_end_matches(" to valid types");
        let message = format!("these types do not go together: `{operation}`");
        self.with_empty(
            Diagnostic::error("data/types", message),
            "`CAST(… AS DOUBLE)` reads a text as a number",
        )
    }

    /// An error about names of columns; `possible` are those that could be meant.
    fn schema(&self, error: &SchemaError, span: Span, possible: &[&str]) -> Diagnostic {
        match error {
            SchemaError::FieldNotFound { field, valid_fields } => {
                self.unknown_column(field, valid_fields, span)
            }
            SchemaError::AmbiguousReference { field } => {
                let message = format!("`{}` is a column of more than one table", field.name);
                let error = Diagnostic::error("data/ambiguous-column", message).at(span);
                error.help(match possible {
                    [] => "write the table before the column, as in `usage.month`".to_owned(),
                    _ => format!("write the table before it: {}", listed(possible)),
                })
            }
            SchemaError::DuplicateQualifiedField { name, .. }
            | SchemaError::DuplicateUnqualifiedField { name } => {
                let message = format!("two columns are named `{name}`");
                let error = Diagnostic::error("data/duplicate-column", message).at(span);
                error.help("give one of them another name with AS")
            }
        }
    }

    fn unknown_column(
        &self,
        field: &EngineColumn,
        valid: &[EngineColumn],
        span: Span,
    ) -> Diagnostic {
        let name = field.name.as_str();
        let span = if span == self.whole() { place::call(self.sql, &[name]) } else { span };
        let message = match &field.relation {
            Some(table) => format!("`{table}` has no column `{name}`"),
            None => format!("there is no column `{name}`"),
        };
        let names: BTreeSet<&str> = valid.iter().map(|column| column.name.as_str()).collect();
        let names: Vec<&str> = names.into_iter().collect();
        let shown = names.get(..LISTED).unwrap_or(&names);
        let more = if shown.len() < names.len() { " and more" } else { "" };
        let near = nearest(name, names.iter().copied());
        let in_quotes = self.sql.get(span.range()).is_some_and(|text| text.starts_with('"'));
        let help = match near {
            _ if in_quotes && !near.is_some_and(|near| near.eq_ignore_ascii_case(name)) => {
                format!("a text stands in single quotes: '{name}'; double quotes are for names")
            }
            Some(near) => format!("did you mean `{near}`? the columns are {}{more}", listed(shown)),
            None if names.is_empty() => {
                format!(
                    "there is no FROM that gives columns; one value of a query is written `(SELECT max({name}) FROM …)`"
                )
            }
            None => format!("the columns are {}{more}", listed(shown)),
        };
        Diagnostic::error("data/unknown-column", message).at(span).help(help)
    }

    /// An error told in words alone.
    fn message(&self, message: &str) -> Diagnostic {
        let sums = message.split_once("sum and avg take numbers, and this argument is ");
        let unmatched = ["failed to match any signature", "No function matches", "coercion failed"];
        if let Some((_, given)) = sums {
            let given = given.split(". No function").next().unwrap_or(given);
            let told = format!("`sum` and `avg` take numbers, and this is {}", words::types(given));
            let error = self.at_call("data/types", told, &["sum", "avg"]);
            let help = "one cell that is no number makes a column text; `CAST(… AS DOUBLE)` reads a text as a number";
            self.with_empty(error, help)
        } else if message.contains("share stands before OVER") {
            let told = "`share` is a part of the sum over a window".to_owned();
            self.at_call("data/sql", told, &["share"])
                .help("write `share(tokens) OVER ()`, or `OVER (PARTITION BY month)` for the part of each month")
        } else if unmatched.iter().any(|phrase| message.contains(phrase)) {
            self.unmatched(message)
        } else if message.starts_with("Projections require unique expression names") {
            self.same_names(message)
        } else if message.contains("not allowed in the WHERE clause") {
            let told = "an aggregate cannot stand in WHERE".to_owned();
            self.at_call("data/sql", told, &["where"])
                .help("a condition on an aggregate stands in HAVING")
        } else if message.contains("non-boolean predicate") {
            let quoted = words::quoted(message);
            let given = message.rsplit_once("returning ").map_or("", |(_, given)| given);
            let condition = quoted.first().copied().unwrap_or_default();
            let given = words::types(given);
            let told = format!("the condition `{condition}` is {given}, not true or false");
            // The condition is written as the engine writes it: only a name can be found again.
            let name = condition.rsplit('.').next().unwrap_or_default();
            self.at_call("data/types", told, &[name])
                .help("compare it with a value, as in `app = 'x'`")
        } else {
            self.odd(message)
        }
    }

    /// An error that has no words of its own here, at the function that it names if it names one.
    fn odd(&self, message: &str) -> Diagnostic {
        match words::domain(message) {
            Some((functions, help)) => {
                self.at_call("data/sql", words::plain(message), functions).help(help)
            }
            None => self.error("data/sql", words::plain(message)).help(ADVICE),
        }
    }

    /// The error for arguments that a function does not take.
    fn unmatched(&self, message: &str) -> Diagnostic {
        let quoted = words::quoted(message);
        let name = quoted.first().map_or("", |call| call.split('(').next().unwrap_or(call));
        let given = message.rsplit_once(&format!("'{name}("));
        let given = given.and_then(|(_, rest)| rest.split_once(")'")).map(|(types, _)| types);
        let told = match given {
            Some(given) => format!("`{name}` does not take {}", words::types(given)),
            None => format!("`{name}` does not take these arguments"),
        };
        let error = self.at_call("data/types", told, &[name]);
        self.with_empty(error, "check the number and the types of its arguments")
    }

    /// The error for two output columns of one name.
    fn same_names(&self, message: &str) -> Diagnostic {
        let names: Vec<&str> = message.split('"').skip(1).step_by(2).collect();
        let name = names.get(1).and_then(|name| name.rsplit('.').next()).unwrap_or_default();
        let position = message.rsplit_once("at position ").map_or("", |(_, rest)| rest);
        let position = position.split(' ').next().and_then(|n| n.parse::<usize>().ok());
        // The position may be one of a subquery's: then the item there does not end with the name.
        let item = position.and_then(|idx| self.items.get(idx).copied());
        let item =
            item.filter(|item| self.sql.get(item.range()).is_some_and(|sql| sql.ends_with(name)));
        let span = item.unwrap_or(self.whole());
        Diagnostic::error("data/duplicate-column", format!("two columns are named `{name}`"))
            .at(span)
            .help("give one of them another name with AS")
    }

    /// An error about a value met while the query ran.
    fn value(&self, error: &ArrowError) -> Diagnostic {
        let message = match error {
            ArrowError::DivideByZero => {
                return self
                    .error("data/division-by-zero", "a division by zero".to_owned())
                    .help("`nullif(b, 0)` as the divisor gives NULL instead");
            }
            ArrowError::CastError(message)
            | ArrowError::ArithmeticOverflow(message)
            | ArrowError::ParseError(message)
            | ArrowError::ComputeError(message)
            | ArrowError::InvalidArgumentError(message) => message,
            other => return self.odd(&other.to_string()),
        };
        let overflow =
            ["out of range", "verflow", "too large to store", "exceed", "too small to store"];
        if overflow.iter().any(|phrase| message.contains(phrase)) {
            let number =
                message.strip_prefix("value of ").and_then(|rest| rest.split_once(" is out"));
            let told = match number {
                Some((number, _)) => {
                    format!("a result is {number}, too large for an integer of 64 bits")
                }
                None => format!("a result has too many digits: {}", words::plain(message)),
            };
            return self.error("data/overflow", told).help(
                "`CAST(… AS DECIMAL(38, 0))` of an operand gives room for 38 digits, `CAST(… AS DOUBLE)` for any size at 15 digits",
            );
        }
        let parsed =
            message.starts_with("Cannot cast string") || message.starts_with("Error parsing");
        match words::quoted(message).first().filter(|_| parsed) {
            Some(text) => cast::error(self.sql, text, &words::wanted(message)),
            None => self.odd(message),
        }
    }

    /// `error` with a help that says so if the query reads a table without rows, whose columns are text for want of any value.
    fn with_empty(&self, error: Diagnostic, help: &str) -> Diagnostic {
        let read: Vec<String> =
            sandbox::names(self.sql).into_iter().map(|(name, _)| name).collect();
        let mut relations = self.relations.iter();
        let empty =
            relations.find(|known| known.empty && read.iter().any(|name| **name == *known.name));
        match empty {
            Some(known) => error.help(format!(
                "`{}` has no rows, so its columns are text; add rows, or declare the types in its contract",
                known.name
            )),
            None => error.help(help),
        }
    }

    /// The error for a result of more rows than allowed.
    pub(super) fn too_many_rows(&self, count: usize, row_limit: usize) -> Diagnostic {
        let message = format!("the query gives {count} rows, more than the {row_limit} allowed");
        self.error("data/row-limit", message).help(
            "group or filter the rows, add a LIMIT, or raise the row limit in the configuration",
        )
    }

    /// The error for a call of a function, known by `names`, that does not depend on the tables alone.
    pub(super) fn impure(&self, names: &[String]) -> Diagnostic {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let span = place::call(self.sql, &names);
        let written = self.sql.get(span.range()).unwrap_or_default().to_lowercase();
        let known = names.contains(&written.as_str());
        let name =
            if known { written.as_str() } else { names.first().copied().unwrap_or_default() };
        let message = format!("`{name}` gives another result at each build");
        Diagnostic::error("data/volatile", message)
            .at(span)
            .help("a page depends on its data alone: write the value, or take it from a table")
    }

    /// The columns of the result of `plan`, whose types are those of `typed`, if each has its own name and plain values.
    pub(super) fn columns(
        &self,
        plan: &LogicalPlan,
        typed: &DFSchema,
    ) -> Result<Vec<Column>, Vec<Diagnostic>> {
        let (mut columns, mut wrong) = (Vec::new(), Vec::new());
        let mut names = BTreeSet::new();
        for (idx, field) in typed.fields().iter().enumerate() {
            let span = self.items.get(idx).copied().unwrap_or_else(|| self.whole());
            let name = field.name();
            if !names.insert(name) {
                let message = format!("two columns are named `{name}`");
                let error = Diagnostic::error("data/duplicate-column", message).at(span);
                wrong.push(error.help("give one of them another name with AS"));
            }
            let Some(kind) = cells::kind(field.data_type()) else {
                let (what, help) = cells::unsuitable(field.data_type());
                let message = format!("`{name}` is {what}, not a plain value");
                wrong.push(Diagnostic::error("data/column-type", message).at(span).help(help));
                continue;
            };
            let (label, unit) = lineage::label(plan, idx, name, self.relations);
            columns.push(Column { name: name.as_str().into(), label, unit, kind });
        }
        if wrong.is_empty() { Ok(columns) } else { Err(wrong) }
    }
}
