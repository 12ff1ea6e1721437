//! Large tables in the cache: in columns, with all that reading their file told, under names that say what they were made of.

use std::io;
use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::load::Loaded;
use super::range::Range;
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::digest::Digest;
use crate::base::path::SitePath;
use crate::base::source::{Source, Span};
use crate::base::world::{Cache, World};
use crate::data::contract::Contract;
use crate::data::engine::rows::Rows;
use crate::data::engine::stored::{StoredRows, Writer};
use crate::data::scan::Scanned;
use crate::data::text::input::TextEncoding;
use crate::data::value::Type;

/// Changes whenever rows are read otherwise than before, so that nothing read by another version is found.
const VERSION: &str = concat!("3 ", env!("CARGO_PKG_VERSION"));

/// The warnings that a table may carry.
const CODES: [&str; 9] = [
    "data/blank-line",
    "data/date-form",
    "data/delimiter",
    "data/encoding-guessed",
    "data/header-data",
    "data/inexact-float",
    "data/no-rows",
    "data/number-marks",
    "data/odd-cell",
];

/// Where the rows of one file are kept.
pub(super) struct Shelf {
    cache: Arc<dyn Cache>,
    /// What all names for the file begin with.
    prefix: String,
    name: String,
    digest: Digest,
}

impl Shelf {
    /// The place for the rows of `path`, which holds what `digest` tells, as `contract` has them read in `encoding`.
    pub(super) fn of(
        (world, path): (&dyn World, &SitePath),
        (contract, encoding): (&Contract, Option<TextEncoding>),
        digest: Digest,
    ) -> Option<Self> {
        let cache = world.cache()?;
        let columns: Vec<&str> = contract.columns.keys().map(String::as_str).collect();
        let text = contract.text.as_ref().map_or("", |text| &*text.text);
        let (columns, digest_text) = (columns.join(","), digest.to_string());
        let encoding = encoding.map_or("", TextEncoding::name);
        let made_of = [VERSION, text, &columns, encoding, &digest_text, path.as_str()];
        let key = Digest::of_parts(made_of.map(str::as_bytes));
        let prefix = format!("tables/{}-", Digest::of(path.as_str().as_bytes()).short(16));
        let name = format!("{prefix}{}.rows", key.short(32));
        Some(Self { cache, prefix, name, digest })
    }

    /// What was kept there.
    pub(super) fn find(&self) -> Option<Loaded> {
        let rows = StoredRows::open(&self.cache, &self.name)?;
        let note = serde_json::from_str(rows.note()).ok()?;
        read(&note, Rows::stored(rows), self.digest)
    }

    /// Begins to write rows there.
    pub(super) fn begin(&self, like: &Rows) -> io::Result<Writer> {
        like.writer(self.cache.begin(&self.name, Some(&self.prefix))?)
    }

    /// Puts what `loaded` tells beside its `n_rows` rows, and gives it with the rows as they lie there.
    pub(super) fn keep(
        &self,
        writer: Writer,
        (loaded, n_rows): (&Loaded, usize),
    ) -> io::Result<Loaded> {
        writer.keep(note(loaded, n_rows).to_string())?;
        self.find().ok_or_else(|| io::Error::other("what was just written cannot be read"))
    }
}

/// All but the rows.
fn note(loaded: &Loaded, n_rows: usize) -> Json {
    let column = |(column, range): (&Scanned, &Range)| {
        let (n_null, least) = range.written();
        json!({
            "name": column.name, "header": column.header, "type": type_name(column.kind),
            "null": n_null, "range": least,
        })
    };
    let columns: Vec<Json> = loaded.columns.iter().zip(&loaded.ranges).map(column).collect();
    let warnings: Vec<Json> = loaded.diagnostics.iter().map(warning).collect();
    json!({"columns": columns, "rows": n_rows, "bytes": loaded.bytes, "warnings": warnings})
}

/// What [`note`] told; `None` if it tells anything else, or of more or fewer rows than there are.
fn read(note: &Json, rows: Rows, digest: Digest) -> Option<Loaded> {
    if note["rows"].as_u64()? != rows.len() as u64 {
        return None;
    }
    let (mut columns, mut ranges) = (Vec::new(), Vec::new());
    for column in note["columns"].as_array()? {
        let kind = type_of(column["type"].as_str()?)?;
        let n_null = usize::try_from(column["null"].as_u64()?).ok()?;
        let range = &column["range"];
        let range = range[0].as_str().zip(range[1].as_str());
        ranges.push(Range::read(kind, n_null, range)?);
        let text = |key: &str| column[key].as_str().map(str::to_owned);
        columns.push(Scanned { name: text("name")?, header: text("header")?, kind });
    }
    let diagnostics =
        note["warnings"].as_array()?.iter().map(read_warning).collect::<Option<_>>()?;
    let bytes = note["bytes"].as_u64()?;
    Some(Loaded { columns, ranges, rows, digest, bytes, diagnostics })
}

fn type_name(kind: Type) -> String {
    match kind {
        Type::Decimal { precision, scale } => format!("decimal {precision} {scale}"),
        Type::Instant => "instant".to_owned(),
        other => other.kind().name().to_owned(),
    }
}

fn type_of(name: &str) -> Option<Type> {
    Some(match name {
        "integer" => Type::Integer,
        "float" => Type::Float,
        "boolean" => Type::Boolean,
        "date" => Type::Date,
        "datetime" => Type::DateTime,
        "instant" => Type::Instant,
        "text" => Type::Text,
        other => {
            let (precision, scale) = other.strip_prefix("decimal ")?.split_once(' ')?;
            Type::Decimal { precision: precision.parse().ok()?, scale: scale.parse().ok()? }
        }
    })
}

fn warning(diagnostic: &Diagnostic) -> Json {
    let label = |label: &crate::base::diagnostic::Label| {
        let source = label.source.as_ref();
        json!([
            source.map(|source| source.path.as_str()),
            source.map(|source| &*source.text),
            source.map(|source| source.first_line),
            label.span.start,
            label.span.end,
            label.text,
        ])
    };
    let labels: Vec<Json> = diagnostic.labels.iter().map(label).collect();
    json!([diagnostic.code, diagnostic.message, diagnostic.help, labels])
}

fn read_warning(note: &Json) -> Option<Diagnostic> {
    let code = CODES.into_iter().find(|code| note[0] == *code)?;
    let mut res = Diagnostic::warning(code, note[1].as_str()?);
    res.severity = Severity::Warning;
    res.help = note[2].as_str().map(str::to_owned);
    for label in note[3].as_array()? {
        let number = |at: usize| usize::try_from(label[at].as_u64()?).ok();
        let path = SitePath::new(label[0].as_str()?).ok()?;
        let source = Source::excerpt(path, label[1].as_str()?, number(2)?);
        let span = Span::new(number(3)?, number(4)?);
        res = res.label_in(&source, span, label[5].as_str()?);
    }
    Some(res)
}
