//! Tables: a file's typed rows, with what the contract says about them.

pub(super) mod check;
pub(super) mod load;
mod part;
mod parts;
pub(super) mod range;
mod shelf;

use std::sync::Arc;

use chrono::NaiveDate;

use super::columnar;
use super::contract::Contract;
use super::engine::Relation;
use super::engine::rows::Rows;
use super::name;
use super::scan::Scanned;
use crate::base::cell::Cell;
use crate::base::diagnostic::{Diagnostic, Staged, staged};
use crate::base::digest::Digest;
use crate::base::frame::Column;
use crate::base::node::yaml;
use crate::base::path::SitePath;
use crate::base::source::Source;
use crate::base::table_file;
use crate::base::world::World;
use load::Loaded;
use range::Range;

/// A table: typed rows of one file that meet the contract.
#[derive(Debug)]
pub struct Table {
    /// The name in SQL.
    pub name: Arc<str>,
    /// The file.
    pub path: SitePath,
    /// The day of the snapshot, if the table has dated ones.
    pub snapshot: Option<NaiveDate>,
    /// The digest of the file.
    pub digest: Digest,
    /// The size of the file.
    pub bytes: u64,
    /// The number of rows.
    pub n_rows: usize,
    /// What is declared of it.
    pub contract: Contract,
    /// The columns, in the file's order.
    pub columns: Vec<TableColumn>,
    /// The rows.
    pub(super) rows: Rows,
    /// The same rows, as queries read them.
    pub(super) relation: Relation,
}

impl Table {
    /// What its rows depend on: the file, and how the contract has it read.
    pub(super) fn print(&self) -> Digest {
        let contract = self.contract.text.as_ref().map_or("", |text| &*text.text);
        let digest = self.digest.to_string();
        Digest::of_parts([self.path.as_str(), &digest, contract].map(str::as_bytes))
    }
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct TableColumn {
    /// Its name, label, unit and kind.
    pub column: Column,
    /// The contract's description.
    pub description: Option<Arc<str>>,
    /// The number of rows without a value.
    pub n_null: usize,
    /// The least value, NULL if there is none.
    pub min: Cell,
    /// The greatest value, NULL if there is none.
    pub max: Cell,
}

/// The table name that a file's name gives: `data/top-apps.csv` is `top_apps`.
pub fn table_name(path: &SitePath) -> Result<String, Diagnostic> {
    name::normalize(table_file::stem(path)).ok_or_else(|| {
        Diagnostic::error("data/table-name", format!("`{path}` names no table"))
            .label_in(&Source::new(path.clone(), ""), 0..0, "")
            .help("give the file a name with letters or digits")
    })
}

/// Reads the contract in the file `path`.
pub fn contract(world: &dyn World, path: &SitePath) -> Result<Contract, Vec<Diagnostic>> {
    let bytes = world.read(path).map_err(|error| vec![error])?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let shown = String::from_utf8_lossy(error.as_bytes()).into_owned();
        let source = Source::new(path.clone(), shown);
        let message = "the contract is not UTF-8";
        let error = Diagnostic::error("data/encoding", message).label_in(&source, at..at + 3, "");
        vec![error.help("save the file as UTF-8")]
    })?;
    let source = Source::new(path.clone(), text);
    let within = |error: Diagnostic| error.within(&source);
    let node =
        yaml(&source.text).map_err(|errors| errors.into_iter().map(within).collect::<Vec<_>>())?;
    Contract::read(&node, &source)
}

/// Reads the file `path` as the table `name` under `contract`.
pub fn load(world: &dyn World, path: &SitePath, name: &str, contract: Contract) -> Staged<Table> {
    let loaded = if columnar::is_columnar(path) {
        columnar::load(world, path, &contract)
    } else {
        load::load((world, path), &contract, None)
    };
    let Loaded { columns, ranges, rows, digest, bytes, diagnostics } = loaded?;
    let described = columns.into_iter().zip(ranges);
    let columns: Vec<TableColumn> =
        described.map(|(column, range)| describe(column, range, &contract)).collect();
    let n_rows = rows.len();
    let plain = columns.iter().map(|column| column.column.clone()).collect();
    let relation = Relation::new(name, plain, rows.clone());
    let table = Table {
        name: name.into(),
        path: path.clone(),
        snapshot: None,
        digest,
        bytes,
        n_rows,
        contract,
        columns,
        rows,
        relation,
    };
    staged(table, diagnostics)
}

/// A column as the contract, the header and the rows describe it.
fn describe(scanned: Scanned, range: Range, contract: &Contract) -> TableColumn {
    let Scanned { name, header, kind } = scanned;
    let terms = contract.columns.get(&name);
    let label = terms.and_then(|terms| terms.label.clone()).unwrap_or_else(|| {
        // A header that already is an SQL name was not written for readers.
        if header == name { name::readable(&name).into() } else { header.into() }
    });
    let unit = terms.and_then(|terms| terms.unit.clone());
    let description = terms.and_then(|terms| terms.description.clone());
    let (n_null, min, max) = range.finish();
    let column = Column { name: name.into(), label, unit, kind: kind.kind() };
    TableColumn { column, description, n_null, min, max }
}

#[cfg(test)]
mod tests;
