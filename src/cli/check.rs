//! `numerate check`: all that a build checks, with nothing written.

use super::options::{BuildArgs, FormatArg, PageArgs, SiteArgs};
use super::session::{self, Reporter, verdict};
use super::{DONE, HAS_ERRORS, summary};
use crate::base::output::Discard;
use crate::host::store::Store;
use crate::host::terminal::Terminal;
use crate::host::{self, clock, report};
use crate::pipeline::{self, Report};

/// The arguments of `check`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    site: SiteArgs,
    #[command(flatten)]
    pages: PageArgs,
    #[command(flatten)]
    build: BuildArgs,
    #[command(flatten)]
    format: FormatArg,
}

/// Checks the site.
pub(super) fn run(terminal: &Terminal, args: &Args) -> u8 {
    let reporter = Reporter { terminal, format: args.format.format };
    if let Some(threads) = args.build.threads {
        host::set_threads(threads.into());
    }
    let disk = match session::open(&args.site) {
        Ok(disk) => disk,
        Err(diagnostic) => return reporter.refuse(diagnostic),
    };
    let elapsed = clock::stopwatch();
    let options = args.pages.options(args.build.base_url.as_deref());
    let progress = terminal.progress("checking");
    let (_, memory) = Store::open(&disk);
    if args.build.locked {
        disk.distrust();
    }
    let (Report { diagnostics, summary }, _) =
        pipeline::build_with(&disk, &options, &memory, &progress.counting(&Discard));
    drop(progress);
    let diagnostics = report::arrange(diagnostics);
    let seconds = elapsed();
    reporter.report(&diagnostics, &disk.prefix(), &summary::view(&summary, seconds, 0));
    let (fails, words) = verdict(&diagnostics, true);
    if fails {
        reporter.complain(&format!("{words}\n"));
        return HAS_ERRORS;
    }
    reporter.say(&summary::checked(&summary, seconds));
    DONE
}
