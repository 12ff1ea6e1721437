//! `numerate check`: all that a build checks, with nothing written.

use super::options::{BuildArgs, FormatArg, PageArgs, SiteArgs};
use super::session::{self, Reporter, verdict};
use super::{DONE, HAS_ERRORS, summary};
use std::collections::BTreeMap;

use crate::base::diagnostic::Diagnostic;
use crate::base::output::Discard;
use crate::base::path::{OutPath, SitePath};
use crate::base::world::World as _;
use crate::host::disk::Disk;
use crate::host::http::Client;
use crate::host::store::Store;
use crate::host::terminal::Terminal;
use crate::host::{self, clock, report};
use crate::pipeline::{self, KnownLinks, LinkReport, Links, Report};

/// Where it is remembered what addresses answered.
const MEMORY: &str = ".numerate/links.json";

/// The arguments of `check`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    site: SiteArgs,
    #[command(flatten)]
    pages: PageArgs,
    #[command(flatten)]
    build: BuildArgs,
    /// Ask over HTTP whether what the site links to is there
    #[arg(long)]
    external: bool,
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
    if args.build.locked {
        disk.distrust();
    }
    let counting = progress.counting(&Discard);
    let mut asked = None;
    let Report { diagnostics, summary } = if args.external {
        // Every page is rendered anew: one that is remembered would hide its links.
        let links = Links::new(&counting);
        let mut report = pipeline::build(&disk, &options, &links);
        progress.stage("asking");
        let links = links.out_of(pipeline::base_url(&disk, &options).as_deref());
        match outside(&disk, &links) {
            Ok(found) => {
                report.diagnostics.extend(found.broken.iter().cloned());
                asked = Some(found);
            }
            Err(error) => report.diagnostics.push(error),
        }
        report
    } else {
        let (_, memory) = Store::open(&disk);
        pipeline::build_with(&disk, &options, &memory, &counting)
    };
    drop(counting);
    drop(progress);
    let diagnostics = report::arrange(diagnostics);
    let seconds = elapsed();
    let view = summary::view(&summary, seconds, 0).with_links(asked.as_ref());
    reporter.report(&diagnostics, &disk.prefix(), &view);
    reporter.say(&asked.as_ref().map(summary::outside).unwrap_or_default());
    let (fails, words) = verdict(&diagnostics, true);
    if fails {
        reporter.complain(&format!("{words}\n"));
        return HAS_ERRORS;
    }
    reporter.say(&summary::checked(&summary, seconds));
    DONE
}

/// Asks for the addresses that pages link to, and remembers the answers.
fn outside(disk: &Disk, links: &BTreeMap<String, OutPath>) -> Result<LinkReport, Diagnostic> {
    let path = SitePath::new(MEMORY).expect("a plain name is a path");
    let mut known = KnownLinks::read(&disk.read(&path).unwrap_or_default());
    let before = known.clone();
    let report = pipeline::check_links((disk, &Client::default()), links, &mut known);
    if known != before {
        disk.put(&path, &known.write())?;
    }
    Ok(report)
}
