//! The result of a query: columns with labels and units, rows of cells.

use std::sync::Arc;

use super::cell::Cell;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Whole numbers.
    Integer,
    /// Exact decimal numbers.
    Decimal,
    /// Floating point numbers.
    Float,
    /// Texts.
    Text,
    /// Days.
    Date,
    /// Points in time.
    DateTime,
    /// True or false.
    Boolean,
}

impl Kind {
    /// The name used in contracts and messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Integer => "integer",
            Self::Decimal => "decimal",
            Self::Float => "float",
            Self::Text => "text",
            Self::Date => "date",
            Self::DateTime => "datetime",
            Self::Boolean => "boolean",
        }
    }

    /// Can values of this kind be added?
    pub fn is_number(self) -> bool {
        matches!(self, Self::Integer | Self::Decimal | Self::Float)
    }

    /// Do values of this kind lie on a calendar?
    pub fn is_time(self) -> bool {
        matches!(self, Self::Date | Self::DateTime)
    }
}

/// A column of a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The name in SQL.
    pub name: Arc<str>,
    /// What people read: the contract's label, else the CSV's own header, else the name made readable.
    pub label: Arc<str>,
    /// The unit of a contract, such as `tokens`, `percent` or `USD`.
    pub unit: Option<Arc<str>>,
    /// What it holds.
    pub kind: Kind,
}

/// A query result: finite, in a defined order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Frame {
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, each as long as `columns`.
    pub rows: Vec<Vec<Cell>>,
}

impl Frame {
    /// The place of the column `name`.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| &*column.name == name)
    }

    /// The column names, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| &*column.name)
    }
}
