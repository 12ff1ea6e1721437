//! `numerate build`: the site into its destination, whole or not at all.

use std::path::PathBuf;

use super::options::{BuildArgs, FormatArg, PageArgs, SiteArgs};
use super::session::{self, Reporter, verdict};
use super::{DONE, HAS_ERRORS, summary};
use crate::host::disk::Disk;
use crate::host::last::Last;
use crate::host::publish::{Published, Publisher};
use crate::host::store::Store;
use crate::host::terminal::Terminal;
use crate::host::{self, clock, report};
use crate::pipeline::{self, Report};

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

/// Builds the site of `disk`, unless that would give what is there already.
fn build(reporter: Reporter<'_>, args: &Args, disk: &Disk) -> u8 {
    let elapsed = clock::stopwatch();
    let options = args.pages.options(args.build.base_url.as_deref());
    let asked = format!("{options:?} {}", args.destination.display());
    let begin = || Publisher::begin(disk, &args.destination);
    let (publisher, last) = rayon::join(begin, || Last::look(disk, &asked));
    let publisher = match publisher {
        Ok(publisher) => publisher,
        Err(diagnostic) => return reporter.refuse(diagnostic),
    };
    let untouched = if publisher.replaces() {
        format!("{}/ was left as it was", publisher.shown().trim_end_matches('/'))
    } else {
        "nothing was published".to_owned()
    };
    let outcome = |report: Report, reused: usize| Outcome {
        report,
        reused,
        seconds: elapsed(),
        untouched: &untouched,
    };
    let may_last = !args.build.locked && publisher.is_intact();
    if let Some(report) = may_last.then(|| last.find(disk)).flatten() {
        drop(publisher);
        let n_files = report.summary.files;
        return tell((reporter, args), disk, &outcome(report, n_files));
    }
    let progress = reporter.terminal.progress("building");
    let (mut store, memory) = Store::open(disk);
    if args.build.locked {
        disk.distrust();
    }
    let mut report = pipeline::build_with(disk, &options, &memory, &progress.counting(&publisher));
    report.diagnostics = report::arrange(report.diagnostics);
    let mut counts = None;
    if verdict(&report.diagnostics, args.strict).0 {
        progress.stage("cleaning up");
        drop(publisher);
    } else {
        progress.stage("publishing");
        match publisher.commit() {
            Ok(done) => counts = Some(done),
            Err(diagnostic) => report.diagnostics.push(diagnostic),
        }
    }
    drop(progress);
    let Published { files, reused } = counts.unwrap_or_default();
    report.summary.files = files;
    let outcome = outcome(report, reused);
    let code = tell((reporter, args), disk, &outcome);
    store.save(&memory, disk);
    if counts.is_some() {
        last.keep(disk, outcome.report);
    }
    // The program ends here: to give back piece by piece what was remembered would only take time.
    std::mem::forget(memory);
    code
}

/// How a build ended.
struct Outcome<'a> {
    report: Report,
    /// Published files that are the same as before.
    reused: usize,
    seconds: f64,
    /// What to say of the destination if the build fails.
    untouched: &'a str,
}

/// Reports how a build ended, and gives the exit code.
fn tell((reporter, args): (Reporter<'_>, &Args), disk: &Disk, outcome: &Outcome<'_>) -> u8 {
    let Outcome { report: Report { diagnostics, summary }, reused, seconds, untouched } = outcome;
    let (fails, words) = verdict(diagnostics, args.strict);
    reporter.report(diagnostics, &disk.prefix(), &summary::view(summary, *seconds, *reused));
    if fails {
        reporter.complain(&format!("{words}; {untouched}\n"));
        return HAS_ERRORS;
    }
    if !words.is_empty() {
        reporter.complain(&format!("{words}\n"));
    }
    let published = Published { files: summary.files, reused: *reused };
    reporter.say(&summary::built(summary, published, *seconds));
    DONE
}
