//! The shape of the code: layers, the homes of crates, sizes, and a test for every diagnostic.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Every Rust file below `src` or `tests`, with its text.
fn files(root: &str) -> Vec<(PathBuf, String)> {
    let mut res = Vec::new();
    let mut folders = vec![PathBuf::from(root)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).expect("UTF-8");
                res.push((path, text));
            }
        }
    }
    res.sort();
    assert!(!res.is_empty());
    res
}

/// The modules of the crate that each layer may name.
const LAYERS: [(&str, &[&str]); 10] = [
    ("base", &[]),
    ("chart", &["base"]),
    ("data", &["base"]),
    ("content", &["base"]),
    ("resolve", &["base", "chart", "content", "data"]),
    ("site", &["base", "content", "resolve"]),
    ("render", &["base", "content", "resolve", "site"]),
    ("pipeline", &["base", "content", "data", "render", "resolve", "site"]),
    ("host", &["base", "pipeline"]),
    ("cli", &["base", "content", "data", "host", "pipeline"]),
];

#[test]
fn layers_name_only_what_lies_below_them() {
    for (path, text) in files("src") {
        let parts: Vec<&str> = path.iter().filter_map(|part| part.to_str()).collect();
        let layer = parts[1].trim_end_matches(".rs");
        let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == layer) else { continue };
        for (name, _) in LAYERS.iter().filter(|(name, _)| *name != layer && !allowed.contains(name))
        {
            let named = text.contains(&format!("crate::{name}::"))
                || text.contains(&format!("use crate::{name};"));
            assert!(!named, "{} names `{name}`", path.display());
        }
    }
}

/// Where each third-party crate is named.
const HOMES: [(&str, &str); 45] = [
    ("datafusion", "src/data/engine"),
    ("tera", "src/render/template"),
    ("pulldown_cmark", "src/content/markdown"),
    ("plotters", "src/chart"),
    ("plotters_backend", "src/chart"),
    ("resvg", "src/chart/raster"),
    ("ammonia", "src/content/markdown/sanitize"),
    ("imagesize", "src/content/image"),
    ("qrcodegen", "src/render/template/qr"),
    ("emojis", "src/content/markdown/emoji"),
    ("syntect", "src/content/highlight"),
    ("two_face", "src/content/highlight"),
    ("saphyr_parser", "src/base/node"),
    ("toml", "src/base/node"),
    ("axum", "src/host/preview/server"),
    ("tokio_stream", "src/host/preview/server"),
    ("mime_guess", "src/host/preview/answer"),
    ("getrandom", "src/host/preview/guard"),
    ("notify", "src/host/watch"),
    ("open", "src/host/terminal"),
    ("miette", "src/host/report"),
    ("ureq", "src/host/http"),
    ("signal_hook", "src/host/ending"),
    ("walkdir", "src/host"),
    ("rustix", "src/host"),
    ("clap", "src/cli"),
    ("unicode_width", "src/cli/data/grid"),
    ("similar", "src/cli/fix/diff"),
    ("blake3", "src/base/digest"),
    ("postcard", "src/base/encode"),
    ("notosans", "src/chart"),
    ("ttf_parser", "src/chart/font"),
    ("icu_calendar", "src/base/number/locale"),
    ("icu_datetime", "src/base/number/locale"),
    ("icu_decimal", "src/base/number/locale"),
    ("icu_locale", "src/base/number/locale"),
    ("icu_plurals", "src/base/number/locale"),
    ("writeable", "src/base/number/locale"),
    ("bytes", "src/data/engine"),
    ("encoding_rs", "src/data/text"),
    ("flate2", "src/data/text"),
    ("foldhash", "src/data/engine/stored"),
    ("memchr", "src/data/text"),
    ("parquet", "src/data/engine"),
    ("zstd", "src/data/text"),
];

#[test]
fn each_crate_is_named_in_one_file_or_folder() {
    for (path, text) in files("src") {
        let path = path.to_string_lossy().into_owned();
        for (name, home) in HOMES {
            let named = text.lines().any(|line| {
                let code = line.split("//").next().unwrap_or("");
                code.contains(&format!("use {name}::"))
                    || code.contains(&format!(" {name}::"))
                    || code.contains(&format!("({name}::"))
            });
            assert!(
                !named || path.starts_with(home),
                "{path} names `{name}`, whose home is {home}"
            );
        }
    }
}

#[test]
fn files_are_short_and_finished() {
    for (path, text) in files("src") {
        assert!(text.lines().count() <= 400, "{} has more than 400 lines", path.display());
        for word in [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("#[ig", "nore")] {
            assert!(!text.contains(word), "{} holds {word}", path.display());
        }
    }
}

/// Does the file hold tests alone?
fn is_test(path: &Path) -> bool {
    path.ends_with("tests.rs") || path.iter().any(|part| part == "tests")
}

/// The first parts of codes.
const STAGES: [&str; 27] = [
    "bind",
    "chart",
    "claim",
    "cli",
    "config",
    "content",
    "data",
    "date",
    "figure",
    "fix",
    "front-matter",
    "io",
    "json",
    "key",
    "link",
    "markdown",
    "new",
    "publish",
    "query",
    "serve",
    "site",
    "table",
    "template",
    "words",
    "toml",
    "why",
    "yaml",
];

/// Is this text a diagnostic's code, such as `data/types`?
fn is_code(text: &str) -> bool {
    text.split_once('/').is_some_and(|(stage, what)| {
        let is_word =
            |char: char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '-';
        STAGES.contains(&stage) && !what.is_empty() && what.chars().all(is_word)
    })
}

#[test]
fn every_diagnostic_is_shown_by_a_test() {
    let mut codes = BTreeSet::new();
    for (path, text) in files("src") {
        if is_test(&path) {
            continue;
        }
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        codes.extend(code.split('"').filter(|text| is_code(text)).map(str::to_owned));
    }
    assert!(codes.len() > 40, "{codes:?}");
    let mut shown = String::new();
    for root in ["src", "tests"] {
        for (path, text) in files(root) {
            if root == "tests" || is_test(&path) {
                shown.push_str(&text);
            } else if let Some(at) = text.find("#[cfg(test)]") {
                shown.push_str(&text[at..]);
            }
        }
    }
    for entry in std::fs::read_dir(Path::new("tests/it/snapshots")).expect("snapshots") {
        shown.push_str(&std::fs::read_to_string(entry.expect("an entry").path()).expect("UTF-8"));
    }
    let missing: Vec<&String> =
        codes.iter().filter(|code| !shown.contains(code.as_str())).collect();
    assert!(missing.is_empty(), "no test shows {missing:?}");
}

#[test]
fn the_cache_of_tables_knows_every_warning_of_reading_them() {
    let shelf = std::fs::read_to_string("src/data/table/shelf.rs").expect("UTF-8");
    let (_, known) = shelf.split_once("const CODES").expect("the codes");
    let (known, _) = known.split_once("];").expect("their end");
    let mut count = 0;
    for folder in ["src/data/scan", "src/data/table", "src/data/text"] {
        for (path, text) in files(folder) {
            // Codes that are chosen first stand alone on their lines.
            let made = text.split("Diagnostic::warning(").skip(1).map(str::trim_start);
            let chosen = text
                .contains("warning(code")
                .then(|| text.lines().map(str::trim))
                .into_iter()
                .flatten();
            for code in made.chain(chosen).filter_map(|rest| rest.strip_prefix("\"data/")) {
                let code = format!("\"data/{}\"", code.split('"').next().unwrap_or(""));
                assert!(known.contains(&code), "{code} of {} is not in CODES", path.display());
                count += 1;
            }
        }
    }
    for code in ["src/data/scan.rs", "src/data/table.rs", "src/data/text.rs"] {
        let text = std::fs::read_to_string(code).expect("UTF-8");
        for rest in text.split("Diagnostic::warning(").skip(1) {
            let code = rest.trim_start().split(',').next().unwrap_or("");
            assert!(known.contains(code), "{code} is not in CODES");
            count += 1;
        }
    }
    assert!(count > 8, "{count}");
}
