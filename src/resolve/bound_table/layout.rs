//! The source of a bound table: cells that keep their width, rows that look like those above them.

use crate::base::source::{Source, Span};
use crate::content::body::{BoundRow, BoundTable};

/// `text` in the room of a cell, whose width and alignment it keeps where it fits.
pub(super) fn padded(room: &str, text: &str) -> String {
    let width = |text: &str| text.chars().count();
    let before = width(room) - width(room.trim_start());
    let after = width(room) - width(room.trim_end());
    if room.trim().is_empty() {
        let after = width(room).saturating_sub(width(text) + 1).max(1);
        return format!(" {text}{}", " ".repeat(after));
    }
    let free = width(room).saturating_sub(width(text));
    let (before, after) = if before > after {
        (free.saturating_sub(after).max(1), after)
    } else {
        (before, free.saturating_sub(before).max(after.min(1)))
    };
    format!("{}{text}{}", " ".repeat(before), " ".repeat(after))
}

/// The line of a row from the end of the line before it on, without its own end.
pub(super) fn with_line_start(source: &Source, row: Span) -> Span {
    let before = source.text.get(..row.start).unwrap_or("");
    let start = before.rfind('\n').map_or(0, |at| at - usize::from(before[..at].ends_with('\r')));
    let rest = source.text.get(row.end..).unwrap_or("");
    let blank = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    Span::new(start, row.end + blank)
}

/// Where new rows go, and the rows with these cells.
pub(super) fn new_rows(
    source: &Source,
    table: &BoundTable,
    rows: &[Vec<String>],
) -> (Span, String) {
    let line_end = if source.text.contains("\r\n") { "\r\n" } else { "\n" };
    let last = table.rows.last();
    let whole = last.filter(|row| row.cells.iter().all(|cell| cell.room.is_some()));
    let before = last.map_or(table.rule_span, |row| row.span);
    let place = Span::new(before.end, before.end);
    let rule = source.slice(table.rule_span);
    let (prefix, rule) = rule.split_at(rule.find(['|', '-', ':']).unwrap_or(0));
    let mut text = String::new();
    for cells in rows {
        text.push_str(line_end);
        if let Some(row) = whole {
            like_row(source, row, cells, &mut text);
        } else {
            text.push_str(prefix);
            like_rule(rule, cells, &mut text);
        }
    }
    (place, text)
}

/// Writes a row as `row` is written, with what stands before it in its line.
fn like_row(source: &Source, row: &BoundRow, cells: &[String], out: &mut String) {
    let before = source.text.get(..row.span.start).unwrap_or("");
    let mut done = before.rfind('\n').map_or(0, |at| at + 1);
    for (cell, text) in row.cells.iter().zip(cells) {
        let Some(room) = cell.room else { continue };
        out.push_str(source.slice(Span::new(done, room.start)));
        out.push_str(&padded(source.slice(room), text));
        done = room.end;
    }
    out.push_str(source.slice(Span::new(done, row.span.end)));
}

/// Writes the first row of a table, with the widths of the line below the header.
fn like_rule(rule: &str, cells: &[String], out: &mut String) {
    let widths = rule.trim().trim_matches('|').split('|');
    out.push('|');
    for (text, dashes) in cells.iter().zip(widths) {
        let is_right = dashes.trim_end().ends_with(':') && !dashes.trim_start().starts_with(':');
        let width = dashes.chars().count().saturating_sub(2);
        let blank = " ".repeat(width.saturating_sub(text.chars().count()));
        let (before, after) = if is_right { (&*blank, "") } else { ("", &*blank) };
        out.push_str(&[" ", before, text, after, " |"].concat());
    }
}

/// So many things in words.
pub(super) fn count(n: usize, noun: &str) -> String {
    match n {
        0 => format!("no {noun}s"),
        1 => format!("1 {noun}"),
        _ => format!("{n} {noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Source, Span, like_rule, padded, with_line_start};
    use crate::base::path::SitePath;

    #[test]
    fn cells_keep_their_width_and_alignment_where_the_text_fits() {
        let cases = [
            (" Cline    ", "Roo", " Roo      "),
            ("  46,790 ", "7", "       7 "),
            (" 5 ", "12,345", " 12,345 "),
            ("   5 ", "12,345", " 12,345 "),
            ("5", "6", "6"),
            ("      ", "ab", " ab   "),
            (" ", "ab", " ab "),
        ];
        for (room, text, expected) in cases {
            assert_eq!(padded(room, text), expected, "`{room}`");
        }
    }

    #[test]
    fn a_row_is_removed_with_its_line_and_a_first_one_follows_the_rule() {
        let path = SitePath::new("a.md").expect("valid");
        let source = Source::new(path, "> |-|\r\n> | a | \r\n");
        assert_eq!(with_line_start(&source, Span::new(9, 14)), Span::new(5, 15));
        let mut row = String::new();
        like_rule("|-----|----:|", &["a".to_owned(), "7".to_owned()], &mut row);
        assert_eq!(row, "| a   |   7 |");
    }
}
