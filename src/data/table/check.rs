//! The rows of a table against its contract, and the range of each column.

use std::cmp::Ordering;
use std::collections::HashMap;

use crate::base::cell::Cell;
use crate::base::diagnostic::Diagnostic;
use crate::base::source::Span;
use crate::data::breaches::{Breaches, Place};
use crate::data::contract::{Contract, Declared, Terms};
use crate::data::csv::Row;
use crate::data::scan::Scanned;
use crate::data::value::{self, Time, Type, Value, compare};

/// What the contract asks of every row, ready to be checked.
pub(super) struct Checks<'c> {
    contract: &'c Contract,
    columns: Vec<ColumnCheck<'c>>,
    /// The columns of the key.
    key: Vec<usize>,
    /// The rows seen by their key, each with its place.
    keys: HashMap<String, Place>,
    breaches: Breaches,
}

/// What is asked of one column.
struct ColumnCheck<'c> {
    name: &'c str,
    kind: Type,
    terms: Option<&'c Terms>,
    min: Option<(Cell, Span)>,
    max: Option<(Cell, Span)>,
    one_of: Option<(Vec<Cell>, Span)>,
    unique: bool,
    /// The values seen, each with the line of its row.
    seen: HashMap<String, usize>,
    in_key: bool,
}

/// What one row has shown so far.
#[derive(Default)]
pub(super) struct RowCheck {
    /// The values of the key's columns.
    key: Vec<(usize, String)>,
}

impl<'c> Checks<'c> {
    /// Prepares the checks of `contract`; bounds that do not fit their column's type are errors.
    pub(super) fn new(
        columns: &'c [Scanned],
        contract: &'c Contract,
        wrong: &mut Vec<Diagnostic>,
    ) -> Self {
        let idx = |name: &str| columns.iter().position(|column| column.name == name);
        let key: Vec<usize> = contract.key.iter().filter_map(|name| idx(&name.value)).collect();
        let check = |(idx, column): (usize, &'c Scanned)| {
            let mut check = ColumnCheck::new(column, contract, wrong);
            check.in_key = key.contains(&idx);
            check
        };
        let columns = columns.iter().enumerate().map(check).collect();
        Self { contract, columns, key, keys: HashMap::new(), breaches: Breaches::default() }
    }

    /// Checks one cell: `value` as read, and whether there is anything to read.
    pub(super) fn cell(
        &mut self,
        row: &Row<'_>,
        idx: usize,
        (value, given): (Option<Value<'_>>, bool),
        check: &mut RowCheck,
    ) {
        let Some(column) = self.columns.get_mut(idx) else { return };
        let Some(value) = value else {
            match given {
                true => {
                    let (contract, column) = (self.contract, &*column);
                    self.breaches
                        .add("data/type", Some(idx), || column.mistyped(row.place(idx), contract));
                }
                false => column.missing(row, idx, self.contract, &mut self.breaches),
            }
            return;
        };
        if column.in_key {
            check.key.push((idx, value.cell(column.kind).plain()));
        }
        if column.terms.is_some() {
            column.value(row, idx, value, (self.contract, &mut self.breaches));
        }
    }

    /// Checks the row as a whole. A row without a full key has been reported cell by cell.
    pub(super) fn row(&mut self, row: &Row<'_>, check: RowCheck) {
        if self.key.is_empty() || check.key.len() != self.key.len() {
            return;
        }
        let parts: Vec<&str> = check.key.iter().map(|(_, text)| &**text).collect();
        // A unit separator keeps `a`, `bc` apart from `ab`, `c`.
        let key = parts.join("\u{1f}");
        let first = check.key.first().map_or(0, |(idx, _)| *idx);
        if let Some(earlier) = self.keys.get(&key) {
            let contract = self.contract;
            self.breaches.add("data/key", None, || {
                let names: Vec<&str> = contract.key.iter().map(|name| &*name.value).collect();
                let message = format!(
                    "the key {} is `{}` here and on line {}",
                    super::super::listed(&names),
                    parts.join(", "),
                    earlier.line()
                );
                let error = Diagnostic::error("data/key", message)
                    .help("take one of the rows away, or name more columns under `key`");
                let place = row.place(first);
                earlier.mark(place.mark(error, "the second"), "the first")
            });
        } else {
            self.keys.insert(key, row.place(first));
        }
    }

    /// All breaches.
    pub(super) fn finish(self) -> Vec<Diagnostic> {
        self.breaches.finish()
    }
}

impl<'c> ColumnCheck<'c> {
    fn new(column: &'c Scanned, contract: &'c Contract, wrong: &mut Vec<Diagnostic>) -> Self {
        let terms = contract.columns.get(&column.name);
        let mut bound = |cell: &Cell, span: Span| {
            let fitted = fit(cell, column.kind);
            if fitted.is_none() {
                let kind = column.kind.kind().name();
                let message =
                    format!("`{}` is `{kind}`, and `{}` is not", column.name, cell.plain());
                let error = Diagnostic::error("data/contract", message)
                    .help("write a value of the column's type, or declare another `type`");
                wrong.push(contract.mark(span, error, ""));
            }
            fitted
        };
        let mut limit = |limit: Option<&Declared<Cell>>| {
            let limit = limit?;
            bound(&limit.value, limit.span).map(|cell| (cell, limit.span))
        };
        let min = limit(terms.and_then(|terms| terms.min.as_ref()));
        let max = limit(terms.and_then(|terms| terms.max.as_ref()));
        let one_of = terms.and_then(|terms| terms.one_of.as_ref()).map(|one_of| {
            let cells = one_of.value.iter().filter_map(|cell| bound(cell, one_of.span)).collect();
            (cells, one_of.span)
        });
        let unique =
            terms.and_then(|terms| terms.unique.as_ref()).is_some_and(|unique| unique.value);
        let name = &column.name;
        let (kind, seen) = (column.kind, HashMap::new());
        Self { name, kind, terms, min, max, one_of, unique, seen, in_key: false }
    }

    /// Reports a cell without a value where one is needed.
    fn missing(&self, row: &Row<'_>, idx: usize, contract: &Contract, breaches: &mut Breaches) {
        let not_null = self.terms.and_then(|terms| terms.not_null.as_ref());
        let declared = not_null.filter(|not_null| not_null.value);
        if declared.is_none() && !self.in_key {
            return;
        }
        breaches.add("data/null", Some(idx), || {
            let error = Diagnostic::error("data/null", format!("`{}` has no value", self.name))
                .help("fill the cell; the contract asks for a value in every row");
            let error = row.place(idx).mark(error, "empty");
            match declared {
                Some(declared) => contract.mark(declared.span, error, "declared here"),
                None => error,
            }
        });
    }

    /// Checks a value against bounds, choices and the values seen.
    fn value(
        &mut self,
        row: &Row<'_>,
        idx: usize,
        value: Value<'_>,
        (contract, breaches): (&Contract, &mut Breaches),
    ) {
        if self.min.is_none() && self.max.is_none() && self.one_of.is_none() && !self.unique {
            return;
        }
        let cell = value.cell(self.kind);
        let name = self.name;
        let shown = cell.plain();
        let mut breach = |code: &'static str, span: Span, message: String, help: &str| {
            breaches.add(code, Some(idx), || {
                let error = row.place(idx).mark(Diagnostic::error(code, message).help(help), "");
                contract.mark(span, error, "declared here")
            });
        };
        let help = "mend the cell, or change the contract";
        if let Some((min, span)) = &self.min
            && compare(&cell, min) == Some(Ordering::Less)
        {
            let message =
                format!("`{name}` is {shown}, less than the least allowed, {}", min.plain());
            breach("data/min", *span, message, help);
        }
        if let Some((max, span)) = &self.max
            && compare(&cell, max) == Some(Ordering::Greater)
        {
            let message =
                format!("`{name}` is {shown}, more than the most allowed, {}", max.plain());
            breach("data/max", *span, message, help);
        }
        if let Some((allowed, span)) = &self.one_of
            && !allowed.iter().any(|one| compare(&cell, one) == Some(Ordering::Equal))
        {
            let message = format!("`{name}` is `{shown}`, which is not among the values allowed");
            let choices: Vec<String> = allowed.iter().map(Cell::plain).collect();
            let choices: Vec<&str> = choices.iter().map(String::as_str).collect();
            let near = crate::base::diagnostic::nearest(&shown, choices.iter().copied());
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("allowed are {}", crate::data::listed(&choices)),
            };
            breach("data/one-of", *span, message, &help);
        }
        if self.unique {
            let span = self.terms.and_then(|terms| terms.unique.as_ref()).map(|unique| unique.span);
            let place = row.place(idx);
            if let Some(line) = self.seen.get(&shown) {
                let message = format!("`{name}` is `{shown}` here and on line {line}");
                breach("data/unique", span.unwrap_or_default(), message, help);
            } else {
                self.seen.insert(shown, place.line());
            }
        }
    }

    /// The error for a cell that cannot be read as the column's type.
    fn mistyped(&self, place: Place, contract: &Contract) -> Diagnostic {
        let kind = self.kind.kind().name();
        let written = place.source.slice(place.span).trim_matches('"').to_owned();
        let message = format!("`{}` is declared `{kind}`, and `{written}` is not", self.name);
        let error = Diagnostic::error("data/type", message)
            .help("mend the cell, list its text under `null_values`, or declare another `type`");
        let error = place.mark(error, "");
        match self.terms.and_then(|terms| terms.kind.as_ref()) {
            Some(declared) => contract.mark(declared.span, error, "declared here"),
            None => error,
        }
    }
}

/// A declared value as one that cells of `kind` can be compared with; `None` if they cannot.
fn fit(cell: &Cell, kind: Type) -> Option<Cell> {
    match (kind, cell) {
        (Type::Integer | Type::Decimal { .. } | Type::Float, _) => {
            cell.decimal().map(Cell::Decimal)
        }
        (Type::Text, Cell::Text(_)) | (Type::Boolean, Cell::Boolean(_)) => Some(cell.clone()),
        // `one_of: [2024, 2025]` for a column of texts means the texts.
        (Type::Text, _) => Some(Cell::Text(cell.plain().into())),
        (Type::Date, Cell::Text(text)) => value::date(text).map(Cell::Date),
        (Type::DateTime, Cell::Text(text)) => {
            Value::read(text, Type::DateTime).map(|value| value.cell(kind))
        }
        (Type::Instant, Cell::Text(text)) => match value::time(text)? {
            Time::Instant(time) => Some(Cell::Instant(time)),
            Time::Date(day) => Some(Cell::Instant(day.and_time(chrono::NaiveTime::MIN).and_utc())),
            Time::Local(_) => None,
        },
        _ => None,
    }
}

/// The least and the greatest value of a column, and the number of rows without one.
pub(super) struct Range {
    kind: Type,
    n_null: usize,
    /// The range of everything but texts, which would have to be copied for each row.
    fixed: Option<(Value<'static>, Value<'static>)>,
    texts: Option<(String, String)>,
}

impl Range {
    pub(super) fn new(kind: Type) -> Self {
        Self { kind, n_null: 0, fixed: None, texts: None }
    }

    pub(super) fn add(&mut self, value: Option<Value<'_>>) {
        let value = match value {
            None => {
                self.n_null += 1;
                return;
            }
            Some(Value::Text(text)) => return self.add_text(text),
            Some(Value::Exact(n)) => Value::Exact(n),
            Some(Value::Float(n)) => Value::Float(n),
            Some(Value::Boolean(value)) => Value::Boolean(value),
            Some(Value::Date(day)) => Value::Date(day),
            Some(Value::DateTime(time)) => Value::DateTime(time),
            Some(Value::Instant(time)) => Value::Instant(time),
        };
        match &mut self.fixed {
            Some((min, _)) if value < *min => *min = value,
            Some((_, max)) if value > *max => *max = value,
            Some(_) => {}
            none => *none = Some((value, value)),
        }
    }

    fn add_text(&mut self, text: &str) {
        match &mut self.texts {
            Some((min, _)) if text < min.as_str() => text.clone_into(min),
            Some((_, max)) if text > max.as_str() => text.clone_into(max),
            Some(_) => {}
            none => *none = Some((text.to_owned(), text.to_owned())),
        }
    }

    /// The number of rows without a value, the least and the greatest value.
    pub(super) fn finish(self) -> (usize, Cell, Cell) {
        let text = |text: String| Cell::Text(text.into());
        let range = match (self.fixed, self.texts) {
            (Some((min, max)), _) => Some((min.cell(self.kind), max.cell(self.kind))),
            (None, Some((min, max))) => Some((text(min), text(max))),
            (None, None) => None,
        };
        let (min, max) = range.unwrap_or((Cell::Null, Cell::Null));
        (self.n_null, min, max)
    }
}
