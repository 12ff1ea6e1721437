//! `numerate data pin`: writing the list of pinned snapshots.

use super::{Place, fail, json, open};
use crate::base::path::SitePath;
use crate::base::world::DATA_LOCK;
use crate::cli::DONE;
use crate::cli::options::{Format, FormatArg};
use crate::cli::session::Reporter;
use crate::cli::summary::count;
use crate::data::lock::Changes;
use crate::host::terminal::Terminal;
use crate::pipeline;

/// The arguments of `data pin`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    format: FormatArg,
}

/// Pins what the dated snapshots hold now.
pub(super) fn run(terminal: &Terminal, args: &Args) -> u8 {
    let reporter = Reporter { terminal, format: args.format.format };
    let (catalog, disk) = match open(reporter, &args.place) {
        Ok(opened) => opened,
        Err(code) => return code,
    };
    let (text, changes) = match pipeline::pinned(&disk, &catalog) {
        Ok(pinned) => pinned,
        Err(errors) => return fail(reporter, errors, &disk.prefix()),
    };
    let path = SitePath::new(DATA_LOCK).expect("a plain name is a path");
    if let Err(error) = disk.replace(&path, text.as_bytes()) {
        return fail(reporter, vec![error], &disk.prefix());
    }
    let n_pins = catalog.tables.values().filter(|series| series.is_dated());
    let n_pins = n_pins.map(|series| series.snapshots.len()).sum();
    terminal.out(&match args.format.format {
        Format::Json => programs(&changes),
        Format::Human | Format::Github => people(&changes, n_pins),
    });
    DONE
}

/// A line for each difference, and how many snapshots are pinned.
pub(super) fn people(changes: &Changes, n_pins: usize) -> String {
    let kinds =
        [("added", &changes.added), ("changed", &changes.changed), ("removed", &changes.removed)];
    let mut text = String::new();
    for (kind, paths) in kinds {
        text.extend(paths.iter().map(|path| format!("{kind:8} {path}\n")));
    }
    let snapshots = count(n_pins, "snapshot").unwrap_or_else(|| "no snapshots".to_owned());
    let news = if text.is_empty() { ", none of them new" } else { "" };
    text + &format!("{DATA_LOCK}: {snapshots}{news}\n")
}

/// The differences for programs.
pub(super) fn programs(changes: &Changes) -> String {
    let list = |paths: &[String]| json::array(paths.iter().map(|path| json::string(path)));
    let Changes { added, changed, removed } = changes;
    let members = [("added", list(added)), ("changed", list(changed)), ("removed", list(removed))];
    json::object(members) + "\n"
}
