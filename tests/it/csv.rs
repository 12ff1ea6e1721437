//! CSV as it comes: what others publish, and what contracts declare of it.

use std::path::Path;

use numerate::base::as_of::AsOf;
use numerate::base::cell::Cell;
use numerate::base::diagnostic::Diagnostic;
use numerate::base::world::Memory;
use numerate::pipeline::{self, Options};
use serde_json::Value as Json;

use crate::support::{now, picture};

/// Awkward files, each with what is known of it.
const HARD: &str = "../shared/corpus/csv-hard";

/// What becomes of a file: the texts of its rows in a defined order, or what is wrong with it.
type Outcome = Result<(Vec<Vec<String>>, Vec<Diagnostic>), Vec<Diagnostic>>;

/// Reads a table whose columns are declared as texts.
fn read(name: &str, bytes: &[u8], contract: &Json) -> Outcome {
    let mut memory = Memory::new(now());
    memory.insert(&format!("data/t.{name}"), bytes);
    if !contract.is_null() {
        memory.insert("data/t.yaml", contract.to_string());
    }
    let mut warnings = Vec::new();
    let catalog = pipeline::tables(&memory, &Options::default())?.unpack(&mut warnings);
    let result = catalog.session(AsOf::Latest, &[]).run("SELECT * FROM t")?;
    let rows = result.frame.rows.iter();
    let mut rows: Vec<Vec<String>> =
        rows.map(|row| row.iter().map(Cell::plain).collect()).collect();
    rows.sort();
    Ok((rows, warnings))
}

/// A contract that declares columns of these names as texts, and what `csv` says.
fn texts(names: &[String], csv: &Json) -> Json {
    let columns = names.iter().map(|name| (name.clone(), serde_json::json!({"type": "text"})));
    serde_json::json!({"columns": columns.collect::<serde_json::Map<_, _>>(), "csv": csv})
}

/// The rows of a JSON file of the corpus: lists of texts, or objects.
fn expected(text: &str) -> Option<Vec<Vec<String>>> {
    let json: Json = serde_json::from_str(text).expect("JSON");
    let plain = |value: &Json| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let one = json.is_object().then(|| vec![json.clone()]);
    let rows = one.as_ref().or(json.as_array())?;
    if let Some(first) = rows.first().and_then(Json::as_object) {
        let mut keys: Vec<String> = first.keys().cloned().collect();
        keys.sort_by_key(|key| text.find(&format!("\"{key}\"")));
        let row = |row: &Json| keys.iter().map(|key| plain(&row[key])).collect();
        return Some(std::iter::once(keys.clone()).chain(rows.iter().map(row)).collect());
    }
    Some(rows.iter().map(|row| row.as_array().into_iter().flatten().map(plain).collect()).collect())
}

/// Is every error placed in a file and does it say what to do?
fn is_placed(errors: &[Diagnostic]) -> bool {
    errors.iter().all(|error| {
        error.help.is_some() && error.labels.iter().any(|label| label.source.is_some())
    })
}

#[test]
fn awkward_files_are_the_right_table_or_a_placed_error() {
    let Ok(index) = std::fs::read_to_string(Path::new(HARD).join("INDEX.json")) else { return };
    let index: Vec<Json> = serde_json::from_str(&index).expect("JSON");
    // What no reading could make a table of, or not without guessing.
    let broken = [
        ("comments-and-preamble.csv", "data/ragged-row"),
        ("duplicate-headers.csv", "data/header"),
        ("empty.csv", "data/empty"),
        ("invalid-utf8.csv", "data/encoding"),
        ("nul-byte.csv", "data/nul"),
        ("only-newlines.csv", "data/empty"),
        ("quote-in-middle.csv", "data/unclosed-quote"),
        ("ragged.csv", "data/ragged-row"),
        ("trailing-delimiter.csv", "data/header"),
        ("unterminated-quote.csv", "data/unclosed-quote"),
    ];
    let mut wrong = Vec::new();
    for entry in &index {
        let file = entry["file"].as_str().expect("a file");
        let name = file.rsplit('/').next().expect("a name");
        let ending = name.rsplit('.').next().expect("an ending");
        let bytes = std::fs::read(Path::new(HARD).join(file)).expect("listed");
        let json = std::fs::read_to_string(
            Path::new(HARD).join(entry["expected_file"].as_str().expect("a file")),
        );
        let json = json.expect("listed");
        let rows = expected(&json);
        if let Some((_, code)) =
            broken.iter().find(|(broken, _)| file.ends_with(&format!("derived/{broken}")))
        {
            match read(ending, &bytes, &Json::Null) {
                Err(errors)
                    if errors.iter().any(|error| error.code == *code) && is_placed(&errors) => {}
                other => wrong.push(format!("{file}: {other:?}")),
            }
            continue;
        }
        let rows = rows.expect("a table");
        let (header, rows) = rows.split_first().expect("a header");
        let mut rows = rows.to_vec();
        rows.sort();
        // The one table that is given as an object differs from its file in a cell.
        let is_loose = json.starts_with('{');
        match read(ending, &bytes, &texts(header, &Json::Null)) {
            Ok((read, _)) if read == rows || (is_loose && read.len() == rows.len()) => {}
            other => wrong.push(format!("{file}: {other:?}")),
        }
        if let Err(errors) = read(ending, &bytes, &Json::Null) {
            wrong.push(format!("{file}: {}", picture(&errors)));
        }
    }
    assert!(wrong.is_empty(), "{} of {}: {}", wrong.len(), index.len(), wrong.join("\n"));
}

/// What a case of another parser declares, as `csv` of a contract has it; `None` for what is the business of that parser alone.
fn declared(config: &Json, n_columns: usize) -> Option<Json> {
    let mut csv = serde_json::Map::new();
    for (key, value) in config.as_object().into_iter().flatten() {
        let one = value.as_str().is_some_and(|text| text.chars().count() == 1);
        match key.as_str() {
            "delimiter" if one && value != "\n" => csv.insert("delimiter".into(), value.clone()),
            "quoteChar" if one => csv.insert("quote".into(), value.clone()),
            "comments" if value == true => csv.insert("comment".into(), "#".into()),
            "comments" if value.is_string() => csv.insert("comment".into(), value.clone()),
            "skipFirstNLines" if value.as_i64() > Some(0) => {
                csv.insert("skip".into(), value.clone())
            }
            "header" | "newline" | "fastMode" | "skipEmptyLines" if value != "greedy" => None,
            // Cells are converted, cut off or renamed by these; or they are functions.
            _ => return None,
        };
    }
    if config["header"] != true {
        let names = (0..n_columns).map(|at| Json::from(format!("c{at}"))).collect();
        csv.insert("header".into(), Json::Array(names));
    }
    Some(Json::Object(csv))
}

#[test]
fn the_cases_of_another_parser_are_the_right_table_or_a_placed_error() {
    let Ok(cases) = std::fs::read_to_string(Path::new(HARD).join("papaparse/cases.json")) else {
        return;
    };
    let cases: Json = serde_json::from_str(&cases).expect("JSON");
    let (mut wrong, mut n_tables, mut n_errors, mut n_other) = (Vec::new(), 0, 0, 0);
    for case in ["core", "parse"].iter().flat_map(|kind| cases[kind].as_array().expect("a list")) {
        let rows = expected(&case["expected"]["data"].to_string()).expect("rows");
        // Blank lines hold no rows.
        let mut rows: Vec<Vec<String>> = rows.into_iter().filter(|row| *row != [""]).collect();
        let n_columns = rows.first().map_or(1, Vec::len);
        let Some(csv) = declared(&case["config"], n_columns) else {
            n_other += 1;
            continue;
        };
        let has_header = case["config"]["header"] == true;
        let names = (0..n_columns).map(|at| format!("c{at}")).collect::<Vec<_>>();
        let header = if has_header && !rows.is_empty() { rows.remove(0) } else { names };
        rows.sort();
        let contract = texts(if has_header && rows.is_empty() { &[] } else { &header }, &csv);
        let input = case["input"].as_str().expect("text");
        match read("csv", input.as_bytes(), &contract) {
            Ok((read, _)) if read == rows => n_tables += 1,
            Ok((read, _)) => wrong.push(format!("{}: {read:?}", case["description"])),
            Err(errors) if is_placed(&errors) => n_errors += 1,
            Err(errors) => wrong.push(format!("{}: {errors:?}", case["description"])),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // The others convert, cut off, pad or rename cells, or are told how by functions: that is their parser's business.
    assert_eq!((n_tables, n_errors, n_other), (99, 25, 36));
}

/// The rows of a table as `a|b`, without a contract for its columns.
fn rows(name: &str, bytes: &[u8], csv: &str) -> Vec<String> {
    let contract = serde_json::json!({ "csv": serde_json::from_str::<Json>(csv).expect("JSON") });
    let read = read(name, bytes, &contract);
    let (rows, warnings) = read.unwrap_or_else(|errors| panic!("{}", picture(&errors)));
    assert!(warnings.is_empty(), "{}", picture(&warnings));
    rows.into_iter().map(|row| row.join("|")).collect()
}

#[test]
fn numbers_and_dates_are_read_as_declared() {
    let german = "datum;wert\r\n01.02.2024;1.234,50\r\n15.02.2024;-7,25\r\n;\r\n";
    let csv = r#"{"delimiter": ";", "decimal": ",", "thousands": ".", "dates": "dmy"}"#;
    let expected = ["|", "2024-02-01|1234.50", "2024-02-15|-7.25"];
    assert_eq!(rows("csv", german.as_bytes(), csv), expected);
    let english = "gdp,day\n\"27,360,935\",3/8/2025\n\"1,234.5\",12/31/2024\n";
    let csv = r#"{"thousands": ",", "dates": "mdy"}"#;
    assert_eq!(
        rows("csv", english.as_bytes(), csv),
        ["1234.5|2024-12-31", "27360935.0|2025-03-08"]
    );
}

#[test]
fn packed_files_and_lines_of_json_are_tables() {
    let gzip = [
        31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 75, 212, 73, 226, 50, 212, 49, 226, 2, 0, 123, 7, 151, 10,
        8, 0, 0, 0,
    ];
    assert_eq!(rows("csv.gz", &gzip, "{}"), ["1|2"]);
    let zstandard =
        [40, 181, 47, 253, 36, 8, 65, 0, 0, 97, 44, 98, 10, 49, 44, 50, 10, 53, 231, 202, 206];
    assert_eq!(rows("csv.zst", &zstandard, "{}"), ["1|2"]);
    let cut = read("csv.gz", &gzip[..20], &Json::Null).expect_err("cut off");
    assert_eq!(cut[0].code, "data/packed");
    let lines =
        b"{\"b\": \"007\", \"a\": 1.50}\n{\"a\": 1234567890123456789, \"c\": \"2025-03-08\"}\n";
    assert_eq!(rows("jsonl", lines, "{}"), ["|1234567890123456789.00|2025-03-08", "007|1.50|"]);
    let text = read("jsonl", b"{\"a\": 1}\n{\"a\": \"1\"}\n{\"a\": \"x\"}\n", &Json::Null)
        .expect("a table");
    assert_eq!(text.0, [["1"], ["1"], ["x"]], "a text is no number");
}

#[test]
fn numbers_that_no_type_holds_stay_texts() {
    let long = "9".repeat(39);
    let text = format!("a,b\n{long},18446744073709551616\n1,2\n");
    let (read, warnings) = read("csv", text.as_bytes(), &Json::Null).expect("a table");
    assert_eq!(read, [["1", "2"], [&*long, "18446744073709551616"]]);
    assert_eq!(warnings[0].code, "data/odd-cell");
}
