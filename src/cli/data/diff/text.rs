//! Differences in words, and for programs.

use std::fmt::Write as _;

use super::super::json;
use crate::base::cell::Cell;
use crate::base::path::SitePath;
use crate::cli::summary::count;
use crate::data::compare::{Comparison, Example, Range, What};
use crate::host::report;
use crate::pipeline::{Change, Differences, PageDifference, TableDifference};

/// The most characters that are shown of a value.
const LONGEST: usize = 60;

/// Differences for people.
pub(super) fn people(differences: &Differences) -> String {
    let Differences { tables, pages, n_pages, unread } = differences;
    // Here and below: writing to a string cannot fail.
    let mut out = String::new();
    for table in tables {
        write_table(table, &mut out);
    }
    if tables.is_empty() {
        out.push_str("no table differs\n");
    }
    for page in pages {
        write_page(page, &mut out);
    }
    let pages_of = |n| count(n, "page").unwrap_or_else(|| "no pages".to_owned());
    let would = match (pages.len(), n_pages) {
        (_, 0) => "no page reads data".to_owned(),
        (0, n) => format!("{} with data would say the same", pages_of(*n)),
        (n, all) => format!("{n} of {} with data would change", pages_of(*all)),
    };
    let _ = writeln!(out, "\n{would}");
    if !unread.is_empty() {
        let names: Vec<&str> = unread.iter().map(SitePath::as_str).collect();
        let _ = writeln!(out, "left out, because they have errors: {}", names.join(", "));
    }
    report::clean(&out)
}

fn write_table(table: &TableDifference, out: &mut String) {
    let TableDifference { name, files, comparison } = table;
    let shown =
        |path: &Option<SitePath>| path.as_ref().map_or("nothing".to_owned(), ToString::to_string);
    let (before, after) = (shown(&files.0), shown(&files.1));
    let files = if before == after { before } else { format!("{before} → {after}") };
    let _ = writeln!(out, "{name}: {files}");
    let Some(comparison) = comparison else { return };
    let Comparison { added, removed, kinds, key, rows, examples, ranges, .. } = comparison;
    let counts = [
        (comparison.n_added, "added"),
        (comparison.n_removed, "removed"),
        (comparison.n_changed, "changed"),
    ];
    let counts: Vec<String> =
        counts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
    let by = if key.is_empty() { String::new() } else { format!(", by {}", key.join(", ")) };
    let what = if counts.is_empty() { "none differs".to_owned() } else { counts.join(", ") };
    let _ = writeln!(out, "  rows     {} → {}: {what}{by}", rows.0, rows.1);
    for (names, sign) in [(added, '+'), (removed, '-')] {
        out.extend(names.iter().map(|name| format!("  column   {sign} {name}\n")));
    }
    let kinds = kinds
        .iter()
        .map(|(name, old, new)| format!("  column   {name}: {} → {}\n", old.name(), new.name()));
    out.extend(kinds);
    for Range { column, before, after } in ranges {
        let range = |(least, most, nulls): &(Cell, Cell, usize)| {
            let nulls = if *nulls > 0 { format!(" ({nulls} missing)") } else { String::new() };
            format!("{} … {}{nulls}", value(least), value(most))
        };
        let _ = writeln!(out, "  range    {column}: {} → {}", range(before), range(after));
    }
    out.extend(examples.iter().map(|example| format!("  {}\n", row(example))));
    let n_differ = comparison.n_added + comparison.n_removed + comparison.n_changed;
    let n_more = n_differ.saturating_sub(examples.len() as u64);
    if n_more > 0 && !examples.is_empty() {
        let _ = writeln!(out, "  and {n_more} more rows");
    }
}

/// A row that differs.
fn row(example: &Example) -> String {
    let values: Vec<String> = example.row.iter().map(value).collect();
    let values = values.join(", ");
    match &example.what {
        What::Added => format!("+        {values}"),
        What::Removed => format!("-        {values}"),
        What::Changed(cells) => {
            let cells: Vec<String> = cells
                .iter()
                .map(|(name, old, new)| format!("{name} {} → {}", value(old), value(new)))
                .collect();
            format!("changed  {values}: {}", cells.join(", "))
        }
    }
}

/// A value, cut if it is long.
fn value(cell: &Cell) -> String {
    if cell.is_null() {
        return "NULL".to_owned();
    }
    let text = cell.plain();
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

fn write_page(page: &PageDifference, out: &mut String) {
    let _ = writeln!(out, "\n{}", page.file);
    for change in &page.changes {
        let Change { place, kind, target, before, after, details } = change;
        let place = format!("{}:{}", place.0, place.1);
        let what = match *kind {
            "number" => format!("{before} → {after}  ({target})"),
            "claim" | "page" => format!("{kind}: {before} → {after}"),
            _ => format!("{kind} of {target}: {before} → {after}"),
        };
        let _ = writeln!(out, "  {place:8} {what}");
        out.extend(details.iter().map(|detail| format!("  {:8}   {detail}\n", "")));
    }
}

/// Differences for programs.
pub(super) fn programs(differences: &Differences) -> String {
    let Differences { tables, pages, n_pages, unread } = differences;
    let members = [
        ("tables", json::array(tables.iter().map(table_json))),
        ("pages", json::array(pages.iter().map(page_json))),
        ("pages_with_data", n_pages.to_string()),
        ("unread", json::array(unread.iter().map(|path| json::string(path.as_str())))),
    ];
    json::object(members) + "\n"
}

fn table_json(table: &TableDifference) -> String {
    let file = |path: &Option<SitePath>| json::optional(path.as_ref().map(SitePath::as_str));
    let mut members = vec![
        ("table", json::string(&table.name)),
        ("before", file(&table.files.0)),
        ("after", file(&table.files.1)),
    ];
    if let Some(comparison) = &table.comparison {
        let names = |names: &[String]| json::array(names.iter().map(|name| json::string(name)));
        let kinds = comparison.kinds.iter().map(|(name, old, new)| {
            let (old, new) = (json::string(old.name()), json::string(new.name()));
            json::object([("column", json::string(name)), ("before", old), ("after", new)])
        });
        let state = |(least, most, nulls): &(Cell, Cell, usize)| {
            let (least, most) = (json::cell(least), json::cell(most));
            json::object([("min", least), ("max", most), ("nulls", nulls.to_string())])
        };
        let range = |range: &Range| {
            let (before, after) = (state(&range.before), state(&range.after));
            json::object([
                ("column", json::string(&range.column)),
                ("before", before),
                ("after", after),
            ])
        };
        members.extend([
            ("rows_before", comparison.rows.0.to_string()),
            ("rows_after", comparison.rows.1.to_string()),
            ("key", names(&comparison.key)),
            ("rows_added", comparison.n_added.to_string()),
            ("rows_removed", comparison.n_removed.to_string()),
            ("rows_changed", comparison.n_changed.to_string()),
            ("columns_added", names(&comparison.added)),
            ("columns_removed", names(&comparison.removed)),
            ("columns_retyped", json::array(kinds)),
            ("ranges", json::array(comparison.ranges.iter().map(range))),
        ]);
    }
    json::object(members)
}

fn page_json(page: &PageDifference) -> String {
    let change = |change: &Change| {
        json::object([
            ("line", change.place.0.to_string()),
            ("column", change.place.1.to_string()),
            ("kind", json::string(change.kind)),
            ("target", json::string(&change.target)),
            ("before", json::string(&change.before)),
            ("after", json::string(&change.after)),
            ("rows", json::array(change.details.iter().map(|detail| json::string(detail)))),
        ])
    };
    let changes = json::array(page.changes.iter().map(change));
    json::object([("file", json::string(page.file.as_str())), ("changes", changes)])
}
