//! Aligned columns, for people.

use unicode_width::UnicodeWidthStr as _;

use crate::base::frame::Kind;
use crate::host::report;

/// What stands between columns.
const GAP: &str = "  ";

/// On which side the texts of a column stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// As words do.
    Left,
    /// As numbers do, so that their digits meet.
    Right,
}

impl Side {
    /// The side for values of a kind.
    pub(super) fn of(kind: Kind) -> Self {
        if kind.is_number() { Self::Right } else { Self::Left }
    }
}

/// `rows` under a line of headings.
pub(super) fn grid(head: &[(&str, Side)], mut rows: Vec<Vec<String>>) -> String {
    rows.insert(0, head.iter().map(|(name, _)| (*name).to_owned()).collect());
    let sides: Vec<Side> = head.iter().map(|(_, side)| *side).collect();
    aligned(&sides, &rows)
}

/// `rows`, which have a cell for each of the columns, aligned.
pub(super) fn aligned(columns: &[Side], rows: &[Vec<String>]) -> String {
    let rows: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(|cell| shown(cell)).collect()).collect();
    let mut widths = vec![0; columns.len()];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.width().max(*width);
        }
    }
    let mut text = String::new();
    for row in &rows {
        let mut line = String::new();
        for ((cell, side), width) in row.iter().zip(columns).zip(&widths) {
            let padding = " ".repeat(width.saturating_sub(cell.width()));
            match side {
                Side::Left => line.extend([cell, padding.as_str(), GAP]),
                Side::Right => line.extend([padding.as_str(), cell, GAP]),
            }
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// A text on one line, without what a terminal would obey.
fn shown(text: &str) -> String {
    let marked = |c| match c {
        '\n' => '␊',
        '\r' => '␍',
        '\t' => '␉',
        _ => c,
    };
    report::clean(&text.chars().map(marked).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::{Side, grid};

    #[test]
    fn numbers_stand_right_and_wide_letters_count_twice() {
        let head = [("app", Side::Left), ("tokens", Side::Right), ("note", Side::Left)];
        let rows = [["日本", "7", "one"], ["Cline", "46790000000", ""]]
            .map(|row| row.map(str::to_owned).into());
        assert_eq!(
            grid(&head, rows.into()),
            "\
app         tokens  note
日本             7  one
Cline  46790000000
"
        );
    }

    #[test]
    fn a_cell_stays_on_its_line_and_gives_no_orders() {
        let rows = [vec!["a\nb\tc\r".to_owned()], vec!["\u{1b}[2J\u{9b}x\u{202e}y".to_owned()]];
        assert_eq!(
            grid(&[("text", Side::Left)], rows.into()),
            "text\na␊b␉c␍\n\u{fffd}[2J\u{fffd}x\u{fffd}y\n"
        );
    }
}
