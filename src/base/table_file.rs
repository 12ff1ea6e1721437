//! Which files hold tables, by their names: how their rows are written, and how the file is packed.

use super::path::SitePath;

/// The endings of files that hold rows, for messages.
pub const ENDINGS: &str =
    "`.csv`, `.tsv`, `.jsonl`, `.ndjson` and `.parquet`, the texts also as `.gz` or `.zst`";

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowForm {
    /// Fields with delimiters between them, commas unless it turns out otherwise.
    Csv,
    /// Fields with tabs between them.
    Tsv,
    /// A JSON object on each line.
    JsonLines,
    /// Parquet.
    Parquet,
}

/// How a file is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// Not at all.
    Plain,
    /// By gzip.
    Gzip,
    /// By Zstandard.
    Zstandard,
}

/// What the name of a file that holds a table says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableFile<'p> {
    /// How the rows are written.
    pub rows: RowForm,
    /// How the file is packed.
    pub packing: Packing,
    /// The name without its endings.
    pub stem: &'p str,
}

/// What the name of `path` says, if it is that of a table.
pub fn table_file(path: &SitePath) -> Option<TableFile<'_>> {
    let name = path.file_name();
    let (packing, name) = match split(name) {
        (stem, ending) if ending.eq_ignore_ascii_case("gz") => (Packing::Gzip, stem),
        (stem, ending) if ending.eq_ignore_ascii_case("zst") => (Packing::Zstandard, stem),
        _ => (Packing::Plain, name),
    };
    let (stem, ending) = split(name);
    let rows = match ending.to_ascii_lowercase().as_str() {
        "csv" => RowForm::Csv,
        "tsv" | "tab" => RowForm::Tsv,
        "jsonl" | "ndjson" => RowForm::JsonLines,
        // Its columns are packed inside, and read in parts.
        "parquet" if packing == Packing::Plain => RowForm::Parquet,
        _ => return None,
    };
    Some(TableFile { rows, packing, stem })
}

/// The name of `path` without its endings, all of those of a table.
pub fn stem(path: &SitePath) -> &str {
    table_file(path).map_or_else(|| path.stem(), |file| file.stem)
}

/// A name and its last ending, `""` where it has none.
fn split(name: &str) -> (&str, &str) {
    name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).unwrap_or((name, ""))
}

#[cfg(test)]
mod tests {
    use super::{Packing, RowForm, stem, table_file};
    use crate::base::path::SitePath;

    #[test]
    fn endings_say_how_rows_are_written_and_packed() {
        let told = |path: &str| {
            let path = SitePath::new(path).expect("valid");
            table_file(&path).map(|file| (file.rows, file.packing, file.stem.to_owned()))
        };
        let some = |rows, packing, stem: &str| Some((rows, packing, stem.to_owned()));
        assert_eq!(told("data/a.csv"), some(RowForm::Csv, Packing::Plain, "a"));
        assert_eq!(told("data/a.b.CSV.GZ"), some(RowForm::Csv, Packing::Gzip, "a.b"));
        assert_eq!(told("data/a.tsv.zst"), some(RowForm::Tsv, Packing::Zstandard, "a"));
        assert_eq!(told("data/a.ndjson"), some(RowForm::JsonLines, Packing::Plain, "a"));
        assert_eq!(told("data/a.parquet"), some(RowForm::Parquet, Packing::Plain, "a"));
        for other in ["data/a.parquet.gz", "data/a.gz", "data/.csv", "data/csv", "data/a.json"] {
            assert_eq!(told(other), None, "{other}");
        }
        assert_eq!(stem(&SitePath::new("data/2025-03-08.csv.gz").expect("valid")), "2025-03-08");
        assert_eq!(stem(&SitePath::new("data/view.sql").expect("valid")), "view");
    }
}
