//! Tables, contracts and queries: CSV snapshots in, frames out.
//!
//! A file is read twice, as a stream: `scan` finds the structure, the breaches and each column's type from **all** rows,
//! `table` reads the typed rows and checks what needs types. So memory grows with columns, not with the text of a file.
//! `catalog` does this for every file of `data/`, and `engine` runs SQL over the result.

pub mod answer;
mod breaches;
pub mod catalog;
pub mod contract;
pub mod csv;
pub mod engine;
pub mod lock;
mod name;
mod scan;
pub mod series;
pub mod table;
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
