//! `numerate data diff`: what differs between two states of the data, and what pages would say then.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::fail;
use crate::base::as_of::{AsOf, day};
use crate::base::diagnostic::{Diagnostic, nearest};
use crate::base::overlay::{Instead, Overlay};
use crate::base::path::SitePath;
use crate::base::world::{DATA_LOCK, World as _};
use crate::cli::DONE;
use crate::cli::options::{Format, FormatArg, PageArgs, SiteArgs};
use crate::cli::session::{self, Reporter};
use crate::host::disk::{Disk, Named};
use crate::host::terminal::Terminal;
use crate::pipeline;

#[cfg(test)]
mod tests;
mod text;

/// The arguments of `data diff`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A day such as `2025-03-08`, `latest`, a snapshot's file, or any other CSV file
    before: String,
    /// The same, for what comes after
    after: String,
    /// The table that the files are of, where they do not tell
    #[arg(long, value_name = "NAME")]
    table: Option<String>,
    /// The site's folder
    #[arg(short, long, value_name = "DIR", default_value = ".")]
    source: PathBuf,
    #[command(flatten)]
    pages: PageArgs,
    #[command(flatten)]
    format: FormatArg,
}

/// What is compared.
enum Side {
    /// The site's data as of then.
    Day(AsOf),
    /// A file of the site.
    Inside(SitePath),
    /// Another file, with its bytes.
    Outside(Vec<u8>),
}

/// Files with something in their place.
type Changes = BTreeMap<SitePath, Instead>;

/// Compares.
pub(super) fn run(terminal: &Terminal, args: &Args) -> u8 {
    let reporter = Reporter { terminal, format: args.format.format };
    let site = SiteArgs { source: args.source.clone(), clock: None };
    let disk = match session::open(&site) {
        Ok(disk) => disk,
        Err(diagnostic) => return reporter.refuse(diagnostic),
    };
    let compared = sides(&disk, args).and_then(|(before, after)| {
        let worlds = (Overlay::new(&disk, before), Overlay::new(&disk, after));
        pipeline::differences((&worlds.0, &worlds.1), &args.pages.options(None))
    });
    match compared {
        Ok(differences) => {
            terminal.out(&match args.format.format {
                Format::Json => text::programs(&differences),
                Format::Human | Format::Github => text::people(&differences),
            });
            DONE
        }
        Err(errors) => fail(reporter, errors, &disk.prefix()),
    }
}

/// What stands in the place of which files before and after.
fn sides(disk: &Disk, args: &Args) -> Result<(Changes, Changes), Vec<Diagnostic>> {
    let files: Vec<SitePath> = disk.files()?.into_iter().map(|file| file.path).collect();
    let side = |text: &str| side(disk, text).map_err(|error| vec![error]);
    let (before, after) = match (side(&args.before)?, side(&args.after)?) {
        (Side::Day(before), Side::Day(after)) => {
            (until(&files, before, None), until(&files, after, None))
        }
        (Side::Inside(before), Side::Inside(after))
            if before.parent() == after.parent() && is_dated(&before) && is_dated(&after) =>
        {
            let until_of = |path: &SitePath| {
                let as_of = day(path.stem()).map_or(AsOf::Latest, AsOf::Day);
                until(&files, as_of, Some(path.parent()))
            };
            (until_of(&before), until_of(&after))
        }
        (Side::Day(_), _) | (_, Side::Day(_)) => {
            let error = Diagnostic::error("data/diff", "a day and a file cannot be compared");
            return Err(vec![error.help("give two days, or two files")]);
        }
        (before, after) => {
            let target = target(disk, args, (&before, &after)).map_err(|error| vec![error])?;
            let put = |side: Side| {
                let instead = match side {
                    Side::Outside(bytes) => Instead::Bytes(bytes.into()),
                    Side::Inside(path) => Instead::File(path),
                    Side::Day(_) => return Changes::new(),
                };
                Changes::from([(target.clone(), instead)])
            };
            (put(before), put(after))
        }
    };
    // What is pinned is the data as it is: it says nothing about other data.
    let lock = SitePath::new(DATA_LOCK).expect("a plain name is a path");
    let without_lock = |mut changes: Changes| {
        if files.contains(&lock) {
            changes.insert(lock.clone(), Instead::Nothing);
        }
        changes
    };
    Ok((without_lock(before), without_lock(after)))
}

fn side(disk: &Disk, text: &str) -> Result<Side, Diagnostic> {
    if let Some(as_of) = AsOf::read(text) {
        return Ok(Side::Day(as_of));
    }
    Ok(match disk.named(Path::new(text))? {
        Named::Inside(path) => Side::Inside(path),
        Named::Outside(bytes) => Side::Outside(bytes),
    })
}

/// Is this a snapshot of a table?
fn is_dated(path: &SitePath) -> bool {
    path.parent().starts_with("data/") && day(path.stem()).is_some()
}

/// The snapshots, of one folder or of all, that came after a day: then they were not there.
fn until(files: &[SitePath], as_of: AsOf, folder: Option<&str>) -> Changes {
    let is_later = |path: &&SitePath| {
        is_dated(path)
            && folder.is_none_or(|folder| path.parent() == folder)
            && day(path.stem()).is_some_and(|day| !as_of.sees(day))
    };
    files.iter().filter(is_later).map(|path| (path.clone(), Instead::Nothing)).collect()
}

/// The file of the site whose place both sides take.
fn target(disk: &Disk, args: &Args, sides: (&Side, &Side)) -> Result<SitePath, Diagnostic> {
    if let Some(name) = &args.table {
        let found = pipeline::tables(disk, &args.pages.options(None));
        let catalog = found.map_err(|errors| {
            errors
                .into_iter()
                .next()
                .unwrap_or_else(|| Diagnostic::error("data/diff", "the data has errors"))
        })?;
        let tables = &catalog.value.tables;
        let known = tables.keys().map(|name| &**name);
        let unknown = || {
            let help = match nearest(name, known) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`numerate data list` lists the tables".to_owned(),
            };
            let message = format!("there is no table `{name}`");
            Diagnostic::error("data/unknown-table", message).help(help)
        };
        let series = tables.get(name.as_str()).ok_or_else(unknown)?;
        return Ok(series.latest().path.clone());
    }
    match sides {
        (_, Side::Inside(path)) | (Side::Inside(path), _) => Ok(path.clone()),
        _ => {
            let message =
                "neither file is one of the site, so that nothing says which table they are of";
            Err(Diagnostic::error("data/diff", message).help("name it: `--table NAME`"))
        }
    }
}
