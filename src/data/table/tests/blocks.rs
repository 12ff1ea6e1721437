//! Rows in blocks give what rows one by one give: values, types, ranges and warnings.

use proptest::prelude::*;

use super::cached::{read, shown, world};
use crate::base::path::SitePath;

/// Cells of all kinds that a column may hold, each in some forms.
const CELLS: [&[&str]; 9] = [
    &["0", "7", "-12", "123456789012345", "9223372036854775807", "", "NULL"],
    &["0.5", "654.32", "-1.125", "1e3", "12345678901234.5678", ""],
    &["2025-03-08", "2024-02-29", "2025-02-30", "", "2025-03-08"],
    &["8/3/2025", "03/18/2025", "08.03.2025", "2025/3/8", "\u{a0}3/8/2025"],
    &["2025-03-08T11:21:30Z", "2025-03-08T11:21:30", "2025-03-08 11:21"],
    &["1,5", "1.234,5", "$5", "+5", "−5", "12%", "(7)", "٣", "\u{feff}7"],
    &["Cline", "app-7", "Ürün", "e5", "", "Cline"],
    &["n/a", "NaN", "-", "–"],
    &["true", "false", "TRUE", "007", " 5", "5 "],
];

/// A column: of which kind most cells are, and which others stand among them.
fn column(n_rows: usize) -> impl Strategy<Value = Vec<&'static str>> {
    let cell = |of: usize| prop::sample::select(CELLS[of]);
    let kinds = 0..CELLS.len();
    (kinds.clone(), kinds, prop::sample::select(vec![0, 2, 40, 97])).prop_flat_map(
        move |(most, other, percent)| {
            let cell = prop_oneof![percent => cell(other), 100 - percent => cell(most)];
            prop::collection::vec(cell, n_rows)
        },
    )
}

fn csv(columns: &[Vec<&str>], (prefix, delimiter): (&str, &str)) -> String {
    let quoted = |cell: &str| {
        if cell.contains([',', ';']) { format!("\"{cell}\"") } else { cell.to_owned() }
    };
    let mut csv =
        (0..columns.len()).map(|n| format!("{prefix}{n}")).collect::<Vec<_>>().join(delimiter);
    csv.push('\n');
    for row in 0..columns[0].len() {
        let cells = columns.iter().map(|column| quoted(column[row]));
        csv.push_str(&cells.collect::<Vec<_>>().join(delimiter));
        csv.push('\n');
    }
    csv
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn blocks_give_what_rows_give(
        columns in (1_usize..60).prop_flat_map(|n| prop::collection::vec(column(n), 2..4)),
        size in prop::sample::select(vec![8_usize, 60, 200]),
        form in prop::sample::select(vec![("c", ","), ("c", ","), ("c", ";"), ("1.", ",")]),
    ) {
        let path = SitePath::new("data/t.csv").expect("valid");
        let csv = csv(&columns, form);
        let whole = read(&world(&path, csv.as_bytes()), &path, None);
        let parts = read(&world(&path, csv.as_bytes()), &path, Some(size));
        prop_assert_eq!(shown(&parts), shown(&whole), "{}", csv);
    }
}
