//! The rows of a table against its contract, and the range of each column.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use crate::base::cell::Cell;
use crate::base::diagnostic::Diagnostic;
use crate::base::source::Span;
use crate::data::breaches::{Breaches, Places};
use crate::data::contract::{Contract, Declared, Terms};
use crate::data::scan::Scanned;
use crate::data::value::{self, Time, Type, Value, compare};

/// What the contract asks of every row, ready to be checked.
pub(in crate::data) struct Checks<'c> {
    contract: &'c Contract,
    columns: Vec<ColumnCheck<'c>>,
    /// The columns of the key.
    key: Vec<usize>,
    /// The columns whose values must all differ.
    unique: Vec<usize>,
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
    in_key: bool,
}

/// Tells values apart; that two of them have one mark by chance is less likely than that the machine errs.
type Mark = u128;

/// What the checks of one part of a file found.
#[derive(Default)]
pub(in crate::data) struct Findings {
    /// What breaks the contract.
    pub(in crate::data) breaches: Breaches,
    /// The marks of each row: of its values that must differ, in the order of the columns, then of its key.
    marks: Vec<Vec<Option<Mark>>>,
    /// The lines of the rows.
    lines: Vec<usize>,
    row: Vec<Option<Mark>>,
    /// The parts of the row's key.
    key: Vec<String>,
}

impl<'c> Checks<'c> {
    /// Prepares the checks of `contract`; bounds that do not fit their column's type are errors.
    pub(in crate::data) fn new(
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
        let columns: Vec<ColumnCheck<'c>> = columns.iter().enumerate().map(check).collect();
        let unique = (0..columns.len()).filter(|idx| columns[*idx].unique).collect();
        Self { contract, columns, key, unique }
    }

    /// Is any row compared with others?
    pub(in crate::data) fn compare_rows(&self) -> bool {
        !self.unique.is_empty() || !self.key.is_empty()
    }

    /// Is nothing asked of the values of the column `idx`, where there are any?
    pub(in crate::data) fn is_free(&self, idx: usize) -> bool {
        let is_free =
            |column: &ColumnCheck<'_>| !(column.unique || column.in_key || column.is_limited());
        self.columns.get(idx).is_none_or(is_free)
    }

    /// Checks one cell: `value` as read, and whether there is anything to read.
    pub(in crate::data) fn cell(
        &self,
        row: &dyn Places,
        idx: usize,
        (value, given): (Option<Value<'_>>, bool),
        found: &mut Findings,
    ) {
        let Some(column) = self.columns.get(idx) else { return };
        if column.unique {
            found.row.push(value.map(|value| mark(&value.cell(column.kind).plain())));
        }
        let Some(value) = value else {
            if !given {
                column.missing(row, idx, self.contract, &mut found.breaches);
            } else if column.terms.is_some_and(|terms| terms.kind.is_some()) {
                // A cell that does not fit a type found by looking at the first rows is no breach: another type is found.
                found
                    .breaches
                    .add("data/type", Some(idx), || column.mistyped((row, idx), self.contract));
            }
            return;
        };
        if column.in_key {
            found.key.push(value.cell(column.kind).plain());
        }
        if column.is_limited() {
            column.value((row, idx), value, (self.contract, &mut found.breaches));
        }
    }

    /// Ends a row. One without a full key has been reported cell by cell.
    pub(in crate::data) fn row(&self, row: &dyn Places, found: &mut Findings) {
        if self.unique.is_empty() && self.key.is_empty() {
            return;
        }
        if !self.key.is_empty() {
            // A unit separator keeps `a`, `bc` apart from `ab`, `c`.
            let is_full = found.key.len() == self.key.len();
            found.row.push(is_full.then(|| mark(&found.key.join("\u{1f}"))));
            found.key.clear();
        }
        found.marks.push(std::mem::take(&mut found.row));
        found.lines.push(row.line());
    }

    /// What a repeated mark at `at` breaks.
    fn kind_of(&self, at: usize) -> (&'static str, Option<usize>) {
        match self.unique.get(at) {
            Some(idx) => ("data/unique", Some(*idx)),
            None => ("data/key", None),
        }
    }

    /// The error for a value or a key, the mark at `at`, that stands in `row` again after `line`.
    fn repeated(&self, row: &dyn Places, at: usize, line: usize) -> Diagnostic {
        let Some(&idx) = self.unique.get(at) else { return self.repeated_key(row, line) };
        let column = &self.columns[idx];
        let span = column.terms.and_then(|terms| terms.unique.as_ref()).map(|unique| unique.span);
        let (name, shown) = (column.name, row.written(idx));
        let message = format!("`{name}` is `{}` here and on line {line}", shown.trim());
        let error = Diagnostic::error("data/unique", message).help(MEND);
        let error = row.place(idx).mark(error, "");
        self.contract.mark(span.unwrap_or_default(), error, "declared here")
    }

    fn repeated_key(&self, row: &dyn Places, line: usize) -> Diagnostic {
        let names: Vec<&str> = self.contract.key.iter().map(|name| &*name.value).collect();
        let parts: Vec<String> = self.key.iter().map(|idx| row.written(*idx)).collect();
        let message = format!(
            "the key {} is `{}` here and on line {line}",
            crate::data::listed(&names),
            parts.join(", "),
        );
        let error = Diagnostic::error("data/key", message)
            .help("take one of the rows away, or name more columns under `key`");
        let first = self.key.iter().min().copied().unwrap_or_default();
        let error = row.place(first).mark(error, "");
        match self.contract.key.first() {
            Some(declared) => self.contract.mark(declared.span, error, "declared here"),
            None => error,
        }
    }
}

/// What to do about a cell that breaks a rule.
const MEND: &str = "mend the cell, or change the contract";

/// The mark of a value by its text.
fn mark(text: &str) -> Mark {
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        hasher.write_u8(salt);
        text.hash(&mut hasher);
        u128::from(hasher.finish())
    };
    half(0) << 64 | half(1)
}

/// Finds a row of a part by its line and tells where it stands.
type Locate<'l> = dyn Fn(usize, &mut dyn FnMut(&dyn Places)) + 'l;

/// The values and keys seen so far, each with the line of its row. Parts of a file are added in their order.
#[derive(Default)]
pub(in crate::data) struct Seen(Vec<HashMap<Mark, usize>>);

impl Seen {
    /// Adds what was found in a part; `locate` finds a row of it by its line.
    pub(in crate::data) fn add(
        &mut self,
        checks: &Checks<'_>,
        found: &mut Findings,
        locate: &Locate<'_>,
    ) {
        let marks = std::mem::take(&mut found.marks);
        for (marks, line) in marks.into_iter().zip(std::mem::take(&mut found.lines)) {
            self.0.resize_with(self.0.len().max(marks.len()), HashMap::new);
            for (at, mark) in marks.into_iter().enumerate() {
                let Some(mark) = mark else { continue };
                let Some(first) = self.0[at].get(&mark) else {
                    self.0[at].insert(mark, line);
                    continue;
                };
                let (code, column) = checks.kind_of(at);
                if found.breaches.is_full(code, column) {
                    // It is only counted, for which its row need not be found.
                    found.breaches.count(code, column);
                } else {
                    locate(line, &mut |row| {
                        let told = || checks.repeated(row, at, *first);
                        found.breaches.add(code, column, told);
                    });
                }
            }
        }
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
        let kind = column.kind;
        Self { name, kind, terms, min, max, one_of, unique, in_key: false }
    }

    /// Is there anything to ask of a value by itself?
    fn is_limited(&self) -> bool {
        self.min.is_some() || self.max.is_some() || self.one_of.is_some()
    }

    /// Reports a cell without a value where one is needed.
    fn missing(&self, row: &dyn Places, idx: usize, contract: &Contract, breaches: &mut Breaches) {
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

    /// Checks a value against bounds and choices.
    fn value(
        &self,
        (row, idx): (&dyn Places, usize),
        value: Value<'_>,
        (contract, breaches): (&Contract, &mut Breaches),
    ) {
        let cell = value.cell(self.kind);
        let name = self.name;
        let shown = cell.plain();
        let mut breach = |code: &'static str, span: Span, message: String, help: &str| {
            breaches.add(code, Some(idx), || {
                let error = row.place(idx).mark(Diagnostic::error(code, message).help(help), "");
                contract.mark(span, error, "declared here")
            });
        };
        if let Some((min, span)) = &self.min
            && compare(&cell, min) == Some(Ordering::Less)
        {
            let message =
                format!("`{name}` is {shown}, less than the least allowed, {}", min.plain());
            breach("data/min", *span, message, MEND);
        }
        if let Some((max, span)) = &self.max
            && compare(&cell, max) == Some(Ordering::Greater)
        {
            let message =
                format!("`{name}` is {shown}, more than the most allowed, {}", max.plain());
            breach("data/max", *span, message, MEND);
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
    }

    /// The error for a cell that cannot be read as the column's type.
    fn mistyped(&self, (row, idx): (&dyn Places, usize), contract: &Contract) -> Diagnostic {
        let (kind, written) = (self.kind.kind().name(), row.written(idx));
        let message = format!("`{}` is declared `{kind}`, and `{written}` is not", self.name);
        let error = Diagnostic::error("data/type", message)
            .help("mend the cell, list its text under `null_values`, or declare another `type`");
        let error = row.place(idx).mark(error, "");
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
