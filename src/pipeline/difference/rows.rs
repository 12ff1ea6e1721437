//! Rows that a page shows, before and after.

use std::collections::BTreeMap;

use crate::base::cell::Cell;
use crate::base::frame::Frame;

/// The most rows that are told of one by one.
const MOST: usize = 5;

/// How many rows there are, in words.
pub(super) fn counted(frame: &Frame) -> String {
    match frame.rows.len() {
        1 => "1 row".to_owned(),
        n => format!("{n} rows"),
    }
}

/// How many rows there were and are, and what became of the first that differ; `None` if all are the same.
pub(super) fn change(before: &Frame, after: &Frame) -> Option<(String, String, Vec<String>)> {
    let names = |frame: &Frame| frame.names().map(str::to_owned).collect::<Vec<_>>();
    if before.rows == after.rows && names(before) == names(after) {
        return None;
    }
    let counts = (counted(before), counted(after));
    if names(before) != names(after) {
        let columns = format!("columns {} → {}", names(before).join(", "), names(after).join(", "));
        return Some((counts.0, counts.1, vec![columns]));
    }
    let mut details = match (by_first(before), by_first(after)) {
        (Some(old), Some(new)) => named(&old, &new, after),
        _ => numbered(before, after),
    };
    if details.is_empty() {
        details.push("the rows are in another order".to_owned());
    }
    let n_more = details.len().saturating_sub(MOST);
    details.truncate(MOST);
    if n_more > 0 {
        details.push(format!("and {n_more} more"));
    }
    Some((counts.0, counts.1, details))
}

/// The rows by the text of their first cell, if that tells them apart.
fn by_first(frame: &Frame) -> Option<BTreeMap<String, &Vec<Cell>>> {
    let mut rows = BTreeMap::new();
    for row in &frame.rows {
        let cell = row.first().filter(|cell| !cell.is_null())?;
        if frame.columns.len() < 2 || rows.insert(cell.plain(), row).is_some() {
            return None;
        }
    }
    Some(rows)
}

/// What became of rows that are told apart by their first cell, in the order that they have now.
fn named(
    before: &BTreeMap<String, &Vec<Cell>>,
    after: &BTreeMap<String, &Vec<Cell>>,
    frame: &Frame,
) -> Vec<String> {
    let mut res = Vec::new();
    for row in &frame.rows {
        let name = row[0].plain();
        let Some(old) = before.get(&name) else {
            res.push(format!("`{name}` comes"));
            continue;
        };
        res.extend(cells(old, row, frame).map(|cells| format!("`{name}`: {cells}")));
    }
    let gone = before.keys().filter(|name| !after.contains_key(*name));
    res.extend(gone.map(|name| format!("`{name}` goes")));
    res
}

/// What became of rows that nothing tells apart but their number.
fn numbered(before: &Frame, after: &Frame) -> Vec<String> {
    let pairs = before.rows.iter().zip(&after.rows).enumerate();
    pairs
        .filter_map(|(at, (old, new))| {
            cells(old, new, after).map(|cells| format!("row {}: {cells}", at + 1))
        })
        .collect()
}

/// The cells of a row that differ.
fn cells(before: &[Cell], after: &[Cell], frame: &Frame) -> Option<String> {
    let pairs = frame.names().zip(before.iter().zip(after));
    let changed = pairs.filter(|(_, (old, new))| old != new);
    let text = |cell: &Cell| if cell.is_null() { "NULL".to_owned() } else { cell.plain() };
    let texts: Vec<String> =
        changed.map(|(name, (old, new))| format!("{name} {} → {}", text(old), text(new))).collect();
    (!texts.is_empty()).then(|| texts.join(", "))
}
