//! Tables, contracts and queries: CSV snapshots in, frames out.
//!
//! `text` and `columnar` give the rows of a file, `scan` finds each column's type from **all** of them, and `table` reads them by these types and
//! checks them against the contract. `catalog` does this for every file of `data/`, and `engine` runs SQL over the result.

pub mod answer;
mod breaches;
pub mod catalog;
mod columnar;
pub mod compare;
pub mod contract;
pub mod csv;
pub mod engine;
mod fresh;
pub mod lock;
mod name;
pub mod numeral;
mod quick;
mod scan;
pub mod series;
pub mod table;
pub mod text;
mod value;

/// Names as they stand in a sentence: `a`, `b` and `c`.
fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => "none".to_owned(),
    }
}
