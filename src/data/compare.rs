//! Two states of a table side by side: which columns, rows and ranges differ.

use super::engine::Engine;
use super::engine::Relation;
use super::table::Table;
use crate::base::cell::Cell;
use crate::base::diagnostic::Diagnostic;
use crate::base::frame::{Frame, Kind};

/// The most rows that are shown of a difference.
const MOST_EXAMPLES: usize = 10;

/// How the rows of two states differ.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Columns that only the later state has.
    pub added: Vec<String>,
    /// Columns that only the earlier state has.
    pub removed: Vec<String>,
    /// Columns of another kind: name, kind before, kind after.
    pub kinds: Vec<(String, Kind, Kind)>,
    /// The columns that tell rows apart; none if the contract names none that both states have.
    pub key: Vec<String>,
    /// How many rows there were and are.
    pub rows: (usize, usize),
    /// How many rows only the later state has, only the earlier one has, and have other values. Without a key a changed row is one of each
    /// of the former.
    pub n_added: u64,
    /// See `n_added`.
    pub n_removed: u64,
    /// See `n_added`.
    pub n_changed: u64,
    /// Some of those rows.
    pub examples: Vec<Example>,
    /// Columns whose values have another range.
    pub ranges: Vec<Range>,
}

/// A row that differs.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// What tells the row apart: the values of the key, or all of them.
    pub row: Vec<Cell>,
    /// What became of it.
    pub what: What,
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// It came.
    Added,
    /// It went.
    Removed,
    /// These columns have other values: name, value before, value after.
    Changed(Vec<(String, Cell, Cell)>),
}

/// The range of a column's values before and after.
#[derive(Debug, Clone, PartialEq)]
pub struct Range {
    /// The column.
    pub column: String,
    /// The least and the greatest value, and the number of rows without one.
    pub before: (Cell, Cell, usize),
    /// The same of the later state.
    pub after: (Cell, Cell, usize),
}

/// Compares two states of a table.
pub fn compare(before: &Table, after: &Table) -> Result<Comparison, Vec<Diagnostic>> {
    let names = |table: &Table| -> Vec<String> {
        table.columns.iter().map(|column| column.column.name.to_string()).collect()
    };
    let (old, new) = (names(before), names(after));
    let without = |these: &[String], those: &[String]| -> Vec<String> {
        these.iter().filter(|name| !those.contains(name)).cloned().collect()
    };
    let common: Vec<&str> =
        new.iter().filter(|name| old.contains(name)).map(String::as_str).collect();
    let key: Vec<String> = after.contract.key.iter().map(|name| name.value.clone()).collect();
    let key = if key.iter().all(|name| common.contains(&name.as_str())) { key } else { Vec::new() };
    let sides = Sides { before, after, common: &common, key: &key };
    let (counts, examples) = if key.is_empty() { sides.as_bags()? } else { sides.by_key()? };
    Ok(Comparison {
        added: without(&new, &old),
        removed: without(&old, &new),
        kinds: sides.kinds(),
        rows: (before.n_rows, after.n_rows),
        n_added: counts[0],
        n_removed: counts[1],
        n_changed: counts[2],
        examples,
        ranges: sides.ranges(),
        key,
    })
}

/// The two states with the columns that both have.
struct Sides<'a> {
    before: &'a Table,
    after: &'a Table,
    common: &'a [&'a str],
    key: &'a [String],
}

/// How many rows came, went and changed, and some of them.
type Found = ([u64; 3], Vec<Example>);

impl Sides<'_> {
    fn run(&self, sql: &str) -> Result<Frame, Vec<Diagnostic>> {
        let side = |name: &str, table: &Table| Relation::renamed(&table.relation, name);
        let relations = [side("before", self.before), side("after", self.after)];
        Engine::default().run(sql, &relations, MOST_EXAMPLES, None).map(|answer| answer.frame)
    }

    fn kind(table: &Table, name: &str) -> Option<Kind> {
        table.columns.iter().find(|column| *column.column.name == *name).map(|c| c.column.kind)
    }

    fn kinds(&self) -> Vec<(String, Kind, Kind)> {
        let kinds = |name: &&str| {
            let kinds = (Self::kind(self.before, name)?, Self::kind(self.after, name)?);
            (kinds.0 != kinds.1).then(|| ((*name).to_owned(), kinds.0, kinds.1))
        };
        self.common.iter().filter_map(kinds).collect()
    }

    fn ranges(&self) -> Vec<Range> {
        let of = |table: &Table, name: &str| {
            let column = table.columns.iter().find(|column| *column.column.name == *name)?;
            Some((column.min.clone(), column.max.clone(), column.n_null))
        };
        let range = |name: &&str| {
            let (before, after) = (of(self.before, name)?, of(self.after, name)?);
            (before != after).then(|| Range { column: (*name).to_owned(), before, after })
        };
        self.common.iter().filter_map(range).collect()
    }

    /// A column of one side as both can be compared: as text where the kinds differ.
    fn column(&self, side: &str, name: &str) -> String {
        let column = format!("{side}.{}", quoted(name));
        if Self::kind(self.before, name) == Self::kind(self.after, name) {
            column
        } else {
            format!("CAST({column} AS VARCHAR)")
        }
    }

    /// The columns that both have beside the key.
    fn others(&self) -> Vec<&str> {
        let is_other = |name: &&&str| self.key.iter().all(|key| key != *name);
        self.common.iter().filter(is_other).copied().collect()
    }

    /// What became of each row of either side, as a number, and where the rows come from.
    fn joined(&self, others: &[&str]) -> (String, String) {
        let both = |name: &str| (self.column("b", name), self.column("a", name));
        let differs = others.iter().map(|name| {
            let (before, after) = both(name);
            format!("({before} IS DISTINCT FROM {after})")
        });
        let differs: Vec<String> = differs.chain(["false".to_owned()]).collect();
        let on = self.key.iter().map(|name| {
            let (before, after) = both(name);
            format!("{before} = {after}")
        });
        let on: Vec<String> = on.collect();
        let what = format!(
            "CASE WHEN b.there IS NULL THEN 0 WHEN a.there IS NULL THEN 1 WHEN {} THEN 2 ELSE 3 END",
            differs.join(" OR ")
        );
        let from = format!(
            "FROM (SELECT *, true AS there FROM before) b FULL JOIN (SELECT *, true AS there FROM after) a ON {}",
            on.join(" AND ")
        );
        (what, from)
    }

    /// Rows told apart by the key.
    fn by_key(&self) -> Result<Found, Vec<Diagnostic>> {
        let others = self.others();
        let (what, from) = self.joined(&others);
        let counts = self.run(&format!(
            "SELECT count(*) FILTER (WHERE what = 0), count(*) FILTER (WHERE what = 1), count(*) FILTER (WHERE what = 2) FROM (SELECT {what} AS what {from}) x"
        ))?;
        let keys = self.key.iter().enumerate().map(|(at, key)| {
            format!("coalesce({}, {}) AS k{at}", self.column("a", key), self.column("b", key))
        });
        let values = others.iter().enumerate().map(|(at, name)| {
            format!("{} AS b{at}, {} AS a{at}", self.column("b", name), self.column("a", name))
        });
        let selected: Vec<String> = keys.chain(values).collect();
        let rows = self.run(&format!(
            "SELECT * FROM (SELECT {what} AS what, {} {from}) x WHERE what < 3 ORDER BY what DESC, k0 LIMIT {MOST_EXAMPLES}",
            selected.join(", ")
        ))?;
        let n_keys = self.key.len();
        let example = |row: &Vec<Cell>| {
            let pairs = others.iter().zip(row[1 + n_keys..].chunks(2));
            let what = match row[0] {
                Cell::Integer(0) => What::Added,
                Cell::Integer(1) => What::Removed,
                _ => What::Changed(
                    pairs
                        .filter(|(_, pair)| pair[0] != pair[1])
                        .map(|(name, pair)| ((*name).to_owned(), pair[0].clone(), pair[1].clone()))
                        .collect(),
                ),
            };
            Example { row: row[1..=n_keys].to_vec(), what }
        };
        Ok((counts_of(&counts), rows.rows.iter().map(example).collect()))
    }

    /// Rows that nothing tells apart but their values: how many of each there are.
    fn as_bags(&self) -> Result<Found, Vec<Diagnostic>> {
        if self.common.is_empty() {
            return Ok(([self.after.n_rows as u64, self.before.n_rows as u64, 0], Vec::new()));
        }
        let side = |side: &str, sign: &str| {
            let columns: Vec<String> = self
                .common
                .iter()
                .map(|name| format!("{} AS {}", self.column("t", name), quoted(name)))
                .collect();
            format!("SELECT {}, {sign} AS balance_of_rows FROM {side} t", columns.join(", "))
        };
        let columns: Vec<String> = self.common.iter().map(|name| quoted(name)).collect();
        let columns = columns.join(", ");
        let balance = format!(
            "SELECT {columns}, sum(balance_of_rows) AS balance FROM ({} UNION ALL {}) both_sides GROUP BY {columns} HAVING sum(balance_of_rows) <> 0",
            side("after", "1"),
            side("before", "-1"),
        );
        let counts = self.run(&format!(
            "SELECT coalesce(sum(balance) FILTER (WHERE balance > 0), 0), coalesce(-sum(balance) FILTER (WHERE balance < 0), 0), 0 FROM ({balance}) x"
        ))?;
        let rows = self.run(&format!("{balance} ORDER BY {columns} LIMIT {MOST_EXAMPLES}"))?;
        let example = |row: &Vec<Cell>| {
            let (balance, row) = row.split_last()?;
            let is_new = balance.float().is_some_and(|balance| balance > 0.0);
            let what = if is_new { What::Added } else { What::Removed };
            Some(Example { row: row.to_vec(), what })
        };
        Ok((counts_of(&counts), rows.rows.iter().filter_map(example).collect()))
    }
}

/// A name as SQL takes it literally.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The numbers of a single row.
fn counts_of(frame: &Frame) -> [u64; 3] {
    let number = |at: usize| {
        let cell = frame.rows.first().and_then(|row| row.get(at));
        cell.and_then(Cell::decimal).and_then(|n| n.to_plain_string().parse().ok()).unwrap_or(0)
    };
    [number(0), number(1), number(2)]
}
