//! Frames as CSV. The only file that names the `csv` crate.

mod select;

use ::csv::Writer;

pub(super) use select::select;

use crate::base::cell::Cell;
use crate::base::frame::Frame;

/// A frame as CSV: a line of names, then the rows, every value in plain text and an empty field for NULL.
///
/// # Panics
/// If a row is not as long as the frame has columns, which no frame is.
pub fn write(frame: &Frame) -> String {
    let mut writer = Writer::from_writer(Vec::new());
    let head = frame.names().map(str::to_owned).collect();
    let rows = frame.rows.iter().map(|row| row.iter().map(Cell::plain).collect());
    for record in std::iter::once(head).chain(rows) {
        let record: Vec<String> = record;
        writer.write_record(record).expect("rows are as long as the head, and memory takes all");
    }
    let bytes = writer.into_inner().expect("memory takes all");
    String::from_utf8(bytes).expect("fields are UTF-8, and quoting adds ASCII")
}

#[cfg(test)]
mod tests {
    use super::write;
    use crate::base::cell::Cell;
    use crate::base::frame::{Column, Frame, Kind};

    #[test]
    fn a_frame_is_written_so_that_it_reads_back() {
        let column = |name: &str| Column {
            name: name.into(),
            label: "".into(),
            unit: None,
            kind: Kind::Text,
        };
        let frame = Frame {
            columns: vec![column("a"), column("b")],
            rows: vec![
                vec![Cell::Text("x, \"y\"\nz".into()), Cell::Float(1e21)],
                vec![Cell::Null, Cell::Integer(i128::MAX)],
            ],
        };
        assert_eq!(
            write(&frame),
            "a,b\n\"x, \"\"y\"\"\nz\",1000000000000000000000\n,170141183460469231731687303715884105727\n"
        );
        let one = Frame { columns: vec![column("a")], rows: vec![vec![Cell::Null]] };
        assert_eq!(write(&one), "a\n\"\"\n", "a blank line would be no row");
    }
}
