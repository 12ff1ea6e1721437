//! `numerate build`: the site into its destination, whole or not at all.

use std::path::PathBuf;

use super::options::{BuildArgs, FormatArg, PageArgs, SiteArgs};
use super::session::{self, Reporter, verdict};
use super::{DONE, HAS_ERRORS, summary};
use crate::host::disk::Disk;
use crate::host::publish::{Published, Publisher};
use crate::host::store::Store;
use crate::host::terminal::Terminal;
use crate::host::{self, clock, report};
use crate::pipeline::{self, Report, Summary};

/// The arguments of `build`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    site: SiteArgs,
    /// The folder to publish to, relative to the site's
    #[arg(short, long, value_name = "DIR", default_value = "public")]
    destination: PathBuf,
    #[command(flatten)]
    pages: PageArgs,
    #[command(flatten)]
    build: BuildArgs,
    /// Let warnings fail the build
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    format: FormatArg,
}

/// Builds the site.
pub(super) fn run(terminal: &Terminal, args: &Args) -> u8 {
    let reporter = Reporter { terminal, format: args.format.format };
    if let Some(threads) = args.build.threads {
        host::set_threads(threads.into());
    }
    match session::open(&args.site) {
        Ok(disk) => build(reporter, args, &disk),
        Err(diagnostic) => reporter.refuse(diagnostic),
    }
}

/// Builds the site of `disk`.
fn build(reporter: Reporter<'_>, args: &Args, disk: &Disk) -> u8 {
    let elapsed = clock::stopwatch();
    let publisher = match Publisher::begin(disk, &args.destination) {
        Ok(publisher) => publisher,
        Err(diagnostic) => return reporter.refuse(diagnostic),
    };
    let untouched = if publisher.replaces() {
        format!("{}/ was left as it was", publisher.shown().trim_end_matches('/'))
    } else {
        "nothing was published".to_owned()
    };
    let options = args.pages.options(args.build.base_url.as_deref());
    let progress = reporter.terminal.progress("building");
    let (mut store, memory) = Store::open(disk);
    if args.build.locked {
        disk.distrust();
    }
    let (Report { diagnostics, summary }, _) =
        pipeline::build_with(disk, &options, &memory, &progress.counting(&publisher));
    let mut diagnostics = report::arrange(diagnostics);
    let mut done = Published { files: 0, reused: 0 };
    if verdict(&diagnostics, args.strict).0 {
        progress.stage("cleaning up");
        drop(publisher);
    } else {
        progress.stage("publishing");
        match publisher.commit() {
            Ok(counts) => done = counts,
            Err(diagnostic) => diagnostics.push(diagnostic),
        }
    }
    drop(progress);
    let summary = Summary { files: done.files, ..summary };
    let (fails, words) = verdict(&diagnostics, args.strict);
    let seconds = elapsed();
    let view = summary::view(&summary, seconds, done.reused);
    reporter.report(&diagnostics, &disk.prefix(), &view);
    store.save(&memory, disk);
    if fails {
        reporter.complain(&format!("{words}; {untouched}\n"));
        return HAS_ERRORS;
    }
    if !words.is_empty() {
        reporter.complain(&format!("{words}\n"));
    }
    reporter.say(&summary::built(&summary, done, seconds));
    DONE
}
