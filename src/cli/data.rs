//! `numerate data`: the site's tables and views, and answers from them.

use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::options::{Format, SiteArgs};
use super::session::{self, Reporter, verdict};
use super::{HAS_ERRORS, summary};
use crate::base::diagnostic::Diagnostic;
use crate::data::catalog::Catalog;
use crate::host::disk::Disk;
use crate::host::report;
use crate::host::terminal::Terminal;
use crate::pipeline::{self, Options, Summary};

mod diff;
mod grid;
mod json;
mod list;
mod pin;
mod pull;
mod query;
mod show;

/// The arguments of `data`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

/// What to ask of the data.
#[derive(Debug, Subcommand)]
enum What {
    /// List the tables and views
    List(list::Args),
    /// Show the columns of a table or view, and where it comes from
    Show(show::Args),
    /// Show how two states of the data differ, and what pages would say then
    Diff(diff::Args),
    /// Run SQL on the tables and views
    Query(query::Args),
    /// Pin what the dated snapshots hold, so that a build notices one that changes
    Pin(pin::Args),
    /// Fetch new snapshots from where the contracts say, check them, and pin them
    Pull(pull::Args),
}

/// Answers.
pub(super) fn run(terminal: &Terminal, args: &Args) -> u8 {
    match &args.what {
        What::List(args) => list::run(terminal, args),
        What::Show(args) => show::run(terminal, args),
        What::Diff(args) => diff::run(terminal, args),
        What::Query(args) => query::run(terminal, args),
        What::Pin(args) => pin::run(terminal, args),
        What::Pull(args) => pull::run(terminal, args),
    }
}

/// Which site, in which environment. No answer depends on the time, so there is no clock.
#[derive(Debug, Clone, clap::Args)]
struct Place {
    /// The site's folder
    #[arg(short, long, value_name = "DIR", default_value = ".")]
    source: PathBuf,
    /// Merge `numerate.NAME.yaml` over the configuration
    #[arg(short, long = "env", value_name = "NAME")]
    environment: Option<String>,
}

/// Reads the site's data, and says what is dubious about it. An error has been told, and is the exit status.
fn open(reporter: Reporter<'_>, place: &Place) -> Result<(Catalog, Disk), u8> {
    let site = SiteArgs { source: place.source.clone(), clock: None };
    let disk = session::open(&site).map_err(|diagnostic| reporter.refuse(diagnostic))?;
    let options = Options { environment: place.environment.clone(), ..Options::default() };
    let found = pipeline::tables(&disk, &options)
        .map_err(|diagnostics| fail(reporter, diagnostics, &disk.prefix()))?;
    let mut warnings = found.warnings;
    warnings.retain(is_about_data);
    // The answer has standard output to itself, whatever its form.
    let aside = Reporter { format: Format::Human, ..reporter };
    report(aside, &report::arrange(warnings), &disk.prefix());
    Ok((found.value, disk))
}

/// Does a diagnostic point into `data/`? Others are for those who build the site.
fn is_about_data(diagnostic: &Diagnostic) -> bool {
    let source = diagnostic.labels.first().and_then(|label| label.source.as_ref());
    source.is_some_and(|source| source.path.as_str().starts_with("data/"))
}

/// Reports why there is no answer.
fn fail(reporter: Reporter<'_>, diagnostics: Vec<Diagnostic>, prefix: &Path) -> u8 {
    let diagnostics = report::arrange(diagnostics);
    report(reporter, &diagnostics, prefix);
    reporter.complain(&format!("{}\n", verdict(&diagnostics, false).1));
    HAS_ERRORS
}

/// Reports, with a summary that counts nothing: no page was made.
fn report(reporter: Reporter<'_>, diagnostics: &[Diagnostic], prefix: &Path) {
    reporter.report(diagnostics, prefix, &summary::view(&Summary::default(), 0.0, 0));
}

#[cfg(test)]
mod tests;
