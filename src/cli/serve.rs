//! `numerate serve`: the site in a browser, up to date with every save.

use super::options::{Format, PageArgs, SiteArgs};
use super::session::{self, Reporter, verdict};
use super::{COULD_NOT_START, summary};
use crate::base::diagnostic::Diagnostic;
use crate::host;
use crate::host::preview::editor::Editor;
use crate::host::preview::round::Round;
use crate::host::preview::{self, News, Settings};
use crate::host::report::clean;
use crate::host::terminal::{self, Terminal};
use crate::pipeline::Options;

/// The arguments of `serve`.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of the command line")]
pub(super) struct Args {
    #[command(flatten)]
    site: SiteArgs,
    #[command(flatten)]
    pages: PageArgs,
    /// Show only what a build would publish, without drafts and pages whose date lies ahead
    #[arg(long, conflicts_with_all = ["drafts", "future", "expired"])]
    published: bool,
    /// The port, which must be free; without it, the first free one from 1313 on
    #[arg(short, long, value_name = "PORT")]
    port: Option<u16>,
    /// An address to listen on besides this machine's own, or a name to answer to
    #[arg(long, value_name = "HOST")]
    host: Vec<String>,
    /// Open the site in the browser
    #[arg(short = 'O', long)]
    open: bool,
    /// Lead open pages to the page being edited
    #[arg(short = 'N', long)]
    navigate: bool,
    /// The editor that links to a line open: `vscode`, `zed`, `idea` and others, or a link such as `my://open?{file}:{line}`
    #[arg(long, value_name = "EDITOR")]
    editor: Option<String>,
    /// Look for changes twice a second, where the file system tells of none
    #[arg(long)]
    poll: bool,
    /// How many threads to use, instead of as many as there are processors
    #[arg(short = 'j', long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,
}

/// Serves the site until the process is ended.
pub(super) fn run(terminal: &Terminal, args: &Args) -> u8 {
    let reporter = Reporter { terminal, format: Format::Human };
    if let Some(threads) = args.threads {
        host::set_threads(threads.into());
    }
    let begun = settings(args).and_then(|settings| Ok((settings, session::open(&args.site)?)));
    let (settings, disk) = match begun {
        Ok(begun) => begun,
        Err(diagnostic) => return reporter.refuse(diagnostic),
    };
    let prefix = disk.prefix();
    let tell = |news: News<'_>| match news {
        News::Open(address) => {
            reporter.say(&format!("the site is at {address} (end with Ctrl+C)\n"));
            if args.open && !terminal::open_browser(address) {
                reporter.complain("the browser could not be opened\n");
            }
        }
        News::Note(note) => reporter.complain(&format!("{note}\n")),
        News::Built(round) => {
            reporter.report(&round.new, &prefix, &summary::view(&round.summary, 0.0, 0));
            reporter.say(&told(round));
        }
    };
    reporter.refuse(preview::serve(disk, options(args), &settings, &tell));
    COULD_NOT_START
}

/// What the builds are asked for: everything is shown, unless only what is published is wanted.
fn options(args: &Args) -> Options {
    let options = args.pages.options(None);
    let is_all = !args.published;
    Options { drafts: is_all, future: is_all, ..options }
}

/// How to preview.
fn settings(args: &Args) -> Result<Settings, Diagnostic> {
    Ok(Settings {
        hosts: args.host.clone(),
        port: args.port,
        poll: args.poll,
        navigate: args.navigate,
        editor: args.editor.as_deref().map(Editor::named).transpose()?,
        clock: args.site.clock.clone(),
    })
}

/// The line that ends a round.
fn told(round: &Round) -> String {
    let took = round.took.as_secs_f64() * 1000.0;
    let (_, wrong) = verdict(&round.diagnostics, false);
    let mended = if round.is_mended { "; the errors are gone" } else { "" };
    let wrong = if wrong.is_empty() { wrong } else { format!("; {wrong}") };
    let wrong = format!("{mended}{wrong}");
    if round.is_first {
        let pages = summary::count(round.summary.pages, "page");
        let pages = pages.unwrap_or_else(|| "no pages".to_owned());
        return format!("built {pages} in {took:.0} ms{wrong}\n");
    }
    let changed =
        [summary::count(round.n_pages, "page"), summary::count(round.n_others, "other file")];
    let changed = changed.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let changed = if changed.is_empty() { "nothing to show".to_owned() } else { changed };
    let cause = match &round.files[..] {
        [] => "it is time".to_owned(),
        [file] => clean(file.as_str()),
        [file, others @ ..] => format!("{} and {} more", clean(file.as_str()), others.len()),
    };
    format!("{cause}: {changed} in {took:.0} ms{wrong}\n")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::told;
    use crate::base::diagnostic::Diagnostic;
    use crate::base::path::SitePath;
    use crate::host::preview::round::Round;
    use crate::pipeline::Summary;

    #[test]
    fn every_round_ends_with_a_line() {
        let file = |path: &str| SitePath::new(path).expect("valid");
        let mut round = Round {
            is_first: true,
            files: Vec::new(),
            diagnostics: Vec::new(),
            new: Vec::new(),
            is_mended: false,
            summary: Summary { pages: 12, ..Summary::default() },
            n_pages: 20,
            n_others: 3,
            took: Duration::from_millis(210),
        };
        assert_eq!(told(&round), "built 12 pages in 210 ms\n");
        round.is_first = false;
        round.diagnostics.push(Diagnostic::error("a/b", ""));
        assert_eq!(told(&round), "it is time: 20 pages, 3 other files in 210 ms; 1 error\n");
        round.files.push(file("content/a.md"));
        (round.n_pages, round.n_others) = (0, 0);
        assert_eq!(told(&round), "content/a.md: nothing to show in 210 ms; 1 error\n");
        round.diagnostics.clear();
        round.is_mended = true;
        assert_eq!(told(&round), "content/a.md: nothing to show in 210 ms; the errors are gone\n");
        round.files.push(file("data/t.csv"));
        assert!(told(&round).starts_with("content/a.md and 1 more: "));
    }
}
