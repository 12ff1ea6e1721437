//! What the files of `data/` are: tables, snapshots of tables, contracts and views.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::base::as_of::day;
use crate::base::diagnostic::{Diagnostic, nearest};
use crate::base::node::{Value, yaml};
use crate::base::path::SitePath;
use crate::base::table_file::{stem, table_file};
use crate::base::world::World;
use crate::data::contract::read::KEYS as CONTRACT_KEYS;
use crate::data::name;
use crate::data::series::{Series, at_file};
use crate::data::table::{contract, table_name};

/// The files of a table.
#[derive(Debug)]
pub(super) struct TableFiles {
    /// The rows.
    pub(super) rows: RowFiles,
    /// The contract.
    pub(super) contract: Option<SitePath>,
}

/// The files that hold the rows of a table.
#[derive(Debug)]
pub(super) enum RowFiles {
    /// One file.
    Single(SitePath),
    /// A folder of dated files: in the order of the days, at least one.
    Dated(Vec<(NaiveDate, SitePath)>),
}

impl RowFiles {
    /// The first file.
    fn first(&self) -> &SitePath {
        match self {
            Self::Single(path) => path,
            Self::Dated(snapshots) => &snapshots[0].1,
        }
    }
}

/// The tables among `paths`, all of `data/`, by name, and what is wrong with the names of their files.
pub(super) fn tables(
    world: &dyn World,
    paths: &[SitePath],
    wrong: &mut Vec<Diagnostic>,
) -> BTreeMap<String, TableFiles> {
    let (dated, single): (Vec<_>, Vec<_>) = paths
        .iter()
        .filter(|path| table_file(path).is_some())
        .partition(|path| path.parent().matches('/').count() == 1);
    let mut tables = BTreeMap::new();
    for (name, path) in named(single.iter().copied(), wrong) {
        tables.insert(name, TableFiles { rows: RowFiles::Single(path), contract: None });
    }
    for (name, snapshots) in folders(&dated, wrong) {
        let rows = RowFiles::Dated(snapshots);
        if let Some(other) = tables.get(&name) {
            wrong.push(same_name(&name, rows.first(), other.rows.first()));
        } else {
            tables.insert(name, TableFiles { rows, contract: None });
        }
    }
    let mut orphans = Vec::new();
    let is_foreign = |path: &&SitePath| {
        path.parent().contains('/')
            && !dated.iter().chain(&single).any(|table| table.parent() == path.parent())
    };
    let (foreign, contracts): (Vec<_>, Vec<_>) =
        with_extension(paths, "yaml").partition(is_foreign);
    wrong.extend(foreign.into_iter().map(no_contract));
    for (name, path) in named(contracts.into_iter(), wrong) {
        match tables.get_mut(&name) {
            Some(table) => table.contract = Some(path),
            None => orphans.push((name, path)),
        }
    }
    let known: Vec<&str> = tables.keys().map(String::as_str).collect();
    for (name, path) in &orphans {
        if !is_contract(world, path) {
            wrong.push(no_contract(path));
            continue;
        }
        // Nobody else reads a contract without a table.
        let is_pulled = match contract(world, path) {
            Ok(contract) => contract.pull.is_some(),
            Err(errors) => {
                wrong.extend(errors);
                false
            }
        };
        wrong.push(orphan((name, path), is_pulled, &known));
    }
    tables
}

/// Does the file say at its top level what contracts say, and nothing else? Other programs keep YAML of their own in `data/`.
fn is_contract(world: &dyn World, path: &SitePath) -> bool {
    let text = world.read(path).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    match text.map(|text| yaml(&text).map(|root| root.value)) {
        Some(Ok(Value::Map(entries))) => {
            entries.iter().all(|entry| CONTRACT_KEYS.contains(&&*entry.key))
        }
        _ => false,
    }
}

fn no_contract(path: &SitePath) -> Diagnostic {
    let message = format!("`{path}` is not read: it is no contract of a table");
    let warning = Diagnostic::warning("data/unread", message);
    let help =
        "the contract of `data/apps.csv` is `data/apps.yaml`; move other data out of `data/`";
    at_file(warning.help(help), path)
}

/// The views among `paths`, all of `data/`, by name, and what is wrong with their names.
pub(super) fn views(
    paths: &[SitePath],
    tables: &BTreeMap<Arc<str>, Arc<Series>>,
    wrong: &mut Vec<Diagnostic>,
) -> BTreeMap<String, SitePath> {
    let views = named(with_extension(paths, "sql"), wrong);
    wrong.extend(views.iter().filter_map(|(name, path)| {
        let table = tables.get(name.as_str())?.snapshots.first()?;
        Some(same_name(name, path, &table.path))
    }));
    views
}

/// Those of `paths` that end so, in any case of letters.
fn with_extension<'p>(
    paths: &'p [SitePath],
    extension: &'static str,
) -> impl Iterator<Item = &'p SitePath> {
    paths.iter().filter(move |path| path.extension().eq_ignore_ascii_case(extension))
}

/// The dated files of folders of `data/` by the tables' names, in the order of the days.
fn folders(
    paths: &[&SitePath],
    wrong: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Vec<(NaiveDate, SitePath)>> {
    let mut res: BTreeMap<String, Vec<(NaiveDate, SitePath)>> = BTreeMap::new();
    for path in paths {
        let folder = path.parent().rsplit('/').next().unwrap_or_default();
        let Some(name) = name::normalize(folder) else {
            let error = Diagnostic::error("data/table-name", format!("`{path}` names no table"));
            let help = "give the folder a name with letters or digits";
            wrong.push(at_file(error.help(help), path));
            continue;
        };
        let Some(day) = day(stem(path)) else {
            wrong.push(no_day(path, folder));
            continue;
        };
        let snapshots = res.entry(name.clone()).or_default();
        let is_doubled = |(known, other): &&(NaiveDate, SitePath)| {
            *known == day || other.parent() != path.parent()
        };
        match snapshots.iter().find(is_doubled) {
            Some((_, other)) if other.parent() == path.parent() => {
                let message = format!("`{path}` and `{other}` are both the snapshot of {day}");
                let error = Diagnostic::error("data/same-name", message);
                wrong.push(at_file(error.help("keep one of the files"), path));
            }
            Some((_, other)) => wrong.push(same_name(&name, path, other)),
            None => snapshots.push((day, (*path).clone())),
        }
    }
    for snapshots in res.values_mut() {
        snapshots.sort();
    }
    res
}

/// `paths` by the names they give; errors for names given twice and for files below a folder of `data/`.
fn named<'p>(
    paths: impl Iterator<Item = &'p SitePath>,
    wrong: &mut Vec<Diagnostic>,
) -> BTreeMap<String, SitePath> {
    let mut res: BTreeMap<String, SitePath> = BTreeMap::new();
    for path in paths {
        match table_name(path) {
            Err(error) => wrong.push(error),
            Ok(_) if path.parent().contains('/') => wrong.push(nested(path)),
            Ok(name) => match res.get(&name) {
                Some(other) => wrong.push(same_name(&name, path, other)),
                None => {
                    res.insert(name, path.clone());
                }
            },
        }
    }
    res
}

fn no_day(path: &SitePath, folder: &str) -> Diagnostic {
    let message = format!("`{path}` names no day, and a folder of `data` holds dated snapshots");
    let error = Diagnostic::error("data/snapshot-name", message).help(format!(
        "name it after the day of the data, as in `data/{folder}/2025-03-08.csv`, or put it into `data` itself"
    ));
    at_file(error, path)
}

fn same_name(name: &str, path: &SitePath, other: &SitePath) -> Diagnostic {
    let message = format!("`{path}` and `{other}` are both named `{name}` in SQL");
    at_file(Diagnostic::error("data/same-name", message).help("rename one of the files"), path)
}

fn nested(path: &SitePath) -> Diagnostic {
    let message =
        format!("`{path}` lies in a folder below `data`, where no such file is looked for");
    let error = Diagnostic::error("data/nested", message);
    let help = match path.extension().to_ascii_lowercase().as_str() {
        "yaml" if path.parent().matches('/').count() == 1 => {
            format!("the contract of all snapshots of a folder is `{}.yaml`", path.parent())
        }
        _ if table_file(path).is_some() => {
            "dated snapshots lie one folder deep, as in `data/apps/2025-03-08.csv`".to_owned()
        }
        _ => "put the file into `data` itself".to_owned(),
    };
    at_file(error.help(help), path)
}

fn orphan((name, path): (&str, &SitePath), is_pulled: bool, tables: &[&str]) -> Diagnostic {
    let message = format!("`{path}` is the contract of a table `{name}`, and there is none");
    let error = Diagnostic::error("data/orphan-contract", message);
    let help = match nearest(name, tables.iter().copied()) {
        _ if is_pulled => {
            format!("run `numerate data pull {name}`, which fetches its first snapshot")
        }
        Some(near) => format!("rename it to `{near}.yaml`, or add `{name}.csv` beside it"),
        None => format!("add `{name}.csv` beside it, or take it away"),
    };
    at_file(error.help(help), path)
}
