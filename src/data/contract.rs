//! Contracts: what a YAML file beside a table says about it.

pub mod pull;
pub(super) mod read;
pub(super) mod written;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::text::dialect::Written;
use crate::base::age::Age;
use crate::base::cell::Cell;
use crate::base::diagnostic::Diagnostic;
use crate::base::frame::Kind;
use crate::base::node::Node;
use crate::base::source::{Source, Span};

/// The JSON Schema of contracts, for editors.
pub const SCHEMA: &str = include_str!("contract/schema.json");

/// A declared property with the place where it is declared.
#[derive(Debug, Clone, PartialEq)]
pub struct Declared<T> {
    /// The property.
    pub value: T,
    /// The place in the contract.
    pub span: Span,
}

/// What is declared of a table. A table without a contract has the default one, which declares nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Contract {
    /// What the table is called.
    pub title: Option<Arc<str>>,
    /// What the table holds.
    pub description: Option<Arc<str>>,
    /// Where the data comes from.
    pub origin: Option<Origin>,
    /// What is declared of columns, by their names in SQL.
    pub columns: BTreeMap<String, Terms>,
    /// The columns that together tell rows apart.
    pub key: Vec<Declared<String>>,
    /// Texts that mean that there is no value, beside the empty one.
    pub null_values: Vec<String>,
    /// Where its snapshots are fetched from.
    pub pull: Option<pull::Pull>,
    /// How old the newest data may be.
    pub fresh_within: Option<Declared<Age>>,
    /// How the files are written.
    pub written: Written,
    /// The contract's text.
    pub(super) text: Option<Arc<Source>>,
}

/// Where data comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// Who publishes it.
    pub producer: Option<Arc<str>>,
    /// What it is called there.
    pub title: Option<Arc<str>>,
    /// Where it is found.
    pub url: Option<Arc<str>>,
    /// Under which terms it may be used.
    pub licence: Option<Arc<str>>,
    /// How it wants to be cited, in its own words.
    pub citation: Option<Arc<str>>,
    /// The day on which it was fetched.
    pub accessed: Option<NaiveDate>,
}

/// What is declared of a column.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Terms {
    /// The place of the column's name in the contract.
    pub span: Span,
    /// The type of its cells.
    pub kind: Option<Declared<Kind>>,
    /// What its numbers count, such as `tokens`, `percent` or `USD`.
    pub unit: Option<Arc<str>>,
    /// What people read.
    pub label: Option<Arc<str>>,
    /// What the column means.
    pub description: Option<Arc<str>>,
    /// Must every row have a value?
    pub not_null: Option<Declared<bool>>,
    /// Must all values differ?
    pub unique: Option<Declared<bool>>,
    /// The least value allowed.
    pub min: Option<Declared<Cell>>,
    /// The greatest value allowed.
    pub max: Option<Declared<Cell>>,
    /// The only values allowed.
    pub one_of: Option<Declared<Vec<Cell>>>,
}

impl Contract {
    /// Reads a contract; `text` is the file that `node` was read from.
    pub fn read(node: &Node, text: &Arc<Source>) -> Result<Self, Vec<Diagnostic>> {
        let (mut contract, wrong) = read::contract(node);
        if wrong.is_empty() {
            contract.text = Some(Arc::clone(text));
            return Ok(contract);
        }
        Err(wrong.into_iter().map(|diagnostic| diagnostic.within(text)).collect())
    }

    /// The declared type of a column.
    pub(super) fn kind(&self, column: &str) -> Option<Kind> {
        self.columns.get(column)?.kind.as_ref().map(|kind| kind.value)
    }

    /// Does the text of a cell mean that there is no value?
    pub(super) fn is_null(&self, text: &str) -> bool {
        text.is_empty()
            || (!self.null_values.is_empty()
                && self.null_values.iter().any(|null| null == text.trim_ascii()))
    }

    /// Are there texts that mean that there is no value, beside none at all?
    pub(super) fn has_null_values(&self) -> bool {
        !self.null_values.is_empty()
    }

    /// Every column that the contract names, with the place.
    pub(super) fn named_columns(&self) -> impl Iterator<Item = (&str, Span)> {
        let terms = self.columns.iter().map(|(name, terms)| (&**name, terms.span));
        terms.chain(self.key.iter().map(|name| (&*name.value, name.span)))
    }

    /// `diagnostic` with a place in the contract.
    pub(super) fn mark(&self, span: Span, diagnostic: Diagnostic, text: &str) -> Diagnostic {
        match &self.text {
            Some(source) => diagnostic.label_in(source, span, text),
            None => diagnostic,
        }
    }
}

#[cfg(test)]
pub(super) mod tests;
