//! `data.lock`: what dated snapshots hold, so that one that changes does not change published pages unseen.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::catalog::Catalog;
use super::listed;
use super::series::at_file;
use super::table::Table;
use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;
use crate::base::node::{Entry, Fields, Node, Value, toml};
use crate::base::path::SitePath;
use crate::base::source::{Source, Span};
use crate::base::world::DATA_LOCK;

/// The first line.
const HEADER: &str = "# Written by `numerate data pin`: what the dated snapshots hold, which never changes. Keep it with the sources.\n";
/// How much of a digest people are shown.
const DIGEST_DIGITS: usize = 12;
/// What to do about a lock that is not as it should be.
const PIN: &str = "`numerate data pin`";

/// What is pinned.
#[derive(Debug)]
pub struct Lock {
    source: Arc<Source>,
    pins: BTreeMap<String, Pin>,
}

/// A pinned snapshot.
#[derive(Debug)]
struct Pin {
    digest: Digest,
    span: Span,
}

/// How what is pinned differs from what there is.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Snapshots that are not pinned.
    pub added: Vec<String>,
    /// Snapshots that hold something else than what was pinned.
    pub changed: Vec<String>,
    /// Pinned snapshots that are no longer there.
    pub removed: Vec<String>,
}

/// The pages that read each file.
pub type Readers = BTreeMap<SitePath, BTreeSet<SitePath>>;

/// Reads a lock.
pub fn read(source: &Arc<Source>) -> Result<Lock, Vec<Diagnostic>> {
    let mut wrong = Vec::new();
    let mut pins = BTreeMap::new();
    match toml(&source.text) {
        Ok(Node { value: Value::Map(entries), .. }) => {
            for Entry { key, key_span, value } in entries {
                let mut fields = Fields::new(&value, "a pin");
                for key in ["blake3", "bytes", "rows"] {
                    fields.require(key);
                }
                let digest = fields.text("blake3").and_then(|text| {
                    let digest = text.parse().ok();
                    if digest.is_none() {
                        let message = format!("`{}` is no BLAKE3 digest", text.value);
                        fields.report(Diagnostic::error("data/lock", message).at(text.span));
                    }
                    digest
                });
                let _ = (fields.integer("bytes"), fields.integer("rows"));
                wrong.extend(fields.finish());
                if let Some(digest) = digest {
                    pins.insert(key, Pin { digest, span: key_span });
                }
            }
        }
        Ok(_) => {}
        Err(errors) => wrong.extend(errors),
    }
    if wrong.is_empty() {
        return Ok(Lock { source: Arc::clone(source), pins });
    }
    let help = || format!("{PIN} writes the file anew");
    Err(wrong.into_iter().map(|error| error.within(source).help(help())).collect())
}

/// The lock of what `catalog` holds: a line for each dated snapshot, in the order of the paths.
pub fn text(catalog: &Catalog) -> String {
    let mut text = HEADER.to_owned();
    for table in snapshots(catalog).into_values() {
        text.push_str(&pin(&table.path, table.digest, (table.bytes, table.n_rows)));
    }
    text
}

/// The line of a snapshot of so many bytes and rows.
pub fn pin(path: &SitePath, digest: Digest, (bytes, rows): (u64, usize)) -> String {
    let path = serde_json::Value::from(path.as_str());
    format!("{path} = {{ blake3 = \"{digest}\", bytes = {bytes}, rows = {rows} }}\n")
}

/// The lock `text` with these lines, each in its place; all others stay as they are.
pub fn with(text: &str, pins: impl IntoIterator<Item = String>) -> String {
    let mut lines: Vec<String> = text.lines().map(|line| format!("{line}\n")).collect();
    for pin in pins {
        let comes_after = |line: &String| line.starts_with('"') && *line > pin;
        let at = lines.iter().position(comes_after).unwrap_or(lines.len());
        lines.insert(at, pin);
    }
    lines.concat()
}

/// How `lock` differs from what `catalog` holds.
pub fn changes(lock: Option<&Lock>, catalog: &Catalog) -> Changes {
    let mut res = Changes::default();
    let snapshots = snapshots(catalog);
    let pin = |path: &str| lock.and_then(|lock| lock.pins.get(path));
    for (path, table) in &snapshots {
        match pin(path) {
            None => res.added.push((*path).to_owned()),
            Some(pin) if pin.digest != table.digest => res.changed.push((*path).to_owned()),
            Some(_) => {}
        }
    }
    let pinned = lock.into_iter().flat_map(|lock| lock.pins.keys());
    res.removed = pinned.filter(|path| !snapshots.contains_key(path.as_str())).cloned().collect();
    res
}

/// What in `catalog` is not as `lock` has it.
pub fn verify(lock: &Lock, catalog: &Catalog, readers: &Readers) -> Vec<Diagnostic> {
    let snapshots = snapshots(catalog);
    let Changes { added, changed, removed } = changes(Some(lock), catalog);
    let added = added.iter().filter_map(|path| snapshots.get(path.as_str())).map(|table| {
        let message = format!("`{}` is not pinned in `{DATA_LOCK}`", table.path);
        let warning = Diagnostic::warning("data/not-pinned", message);
        at_file(
            warning.help(format!("{PIN} pins it, so that a later change is noticed")),
            &table.path,
        )
    });
    let in_lock = |path: &String, error: Diagnostic, text: &str| {
        let span = lock.pins.get(path).map_or_else(Span::default, |pin| pin.span);
        error.label_in(&lock.source, span, text)
    };
    let changed = changed.iter().filter_map(|path| {
        let (table, pin) = (snapshots.get(path.as_str())?, lock.pins.get(path)?);
        let [pinned, found] = [pin.digest, table.digest].map(|digest| digest.short(DIGEST_DIGITS));
        let message = format!(
            "`{path}` has changed since it was pinned: its digest was `{pinned}` and is `{found}`"
        );
        let pages: Vec<&str> =
            readers.get(&table.path).into_iter().flatten().map(SitePath::as_str).collect();
        let read = match pages.as_slice() {
            [] => "no page reads it".to_owned(),
            pages => format!("it is read by {}", listed(pages)),
        };
        let help = format!("{read}; bring the former file back, or accept the change with {PIN}");
        let error = Diagnostic::error("data/changed-snapshot", message).help(help);
        Some(in_lock(path, error, "pinned here"))
    });
    let removed = removed.iter().map(|path| {
        let message = format!("`{path}` is pinned in `{DATA_LOCK}`, and there is no such snapshot");
        let help = format!("bring the file back, or take it from the list with {PIN}");
        in_lock(path, Diagnostic::error("data/removed-snapshot", message).help(help), "")
    });
    added.chain(changed).chain(removed).collect()
}

/// The dated snapshots, by path.
fn snapshots(catalog: &Catalog) -> BTreeMap<&str, &Arc<Table>> {
    let tables = catalog.tables.values().flat_map(|series| &series.snapshots);
    let dated = tables.filter(|table| table.snapshot.is_some());
    dated.map(|table| (table.path.as_str(), table)).collect()
}
