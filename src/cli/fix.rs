//! `numerate fix`: stale texts brought up to date in the source.

use std::path::PathBuf;

use super::options::{Format, FormatArg, PageArgs, SiteArgs};
use super::session::{self, Reporter, verdict};
use super::{DONE, HAS_ERRORS, summary};
use crate::base::diagnostic::Diagnostic;
use crate::base::path::SitePath;
use crate::host::disk::Disk;
use crate::host::report;
use crate::host::terminal::Terminal;
use crate::pipeline::{self, Rewrite, Summary};

mod diff;

/// The arguments of `fix`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The files to rewrite, instead of all
    #[arg(value_name = "FILES")]
    files: Vec<PathBuf>,
    /// Print what would change as a diff, and write nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    site: SiteArgs,
    #[command(flatten)]
    pages: PageArgs,
    #[command(flatten)]
    format: FormatArg,
}

/// Rewrites the site's stale texts.
pub(super) fn run(terminal: &Terminal, args: &Args) -> u8 {
    let reporter = Reporter { terminal, format: args.format.format };
    let disk = match session::open(&args.site) {
        Ok(disk) => disk,
        Err(diagnostic) => return reporter.refuse(diagnostic),
    };
    let paths: Result<Vec<SitePath>, Diagnostic> =
        args.files.iter().map(|file| disk.path_of(file)).collect();
    let paths = match paths {
        Ok(paths) => paths,
        Err(diagnostic) => return reporter.refuse(diagnostic),
    };
    let progress = terminal.progress("checking");
    let mut fixes = pipeline::fixes(&disk, &args.pages.options(None));
    drop(progress);
    if !paths.is_empty() {
        fixes.retain(&paths);
    }
    let mut left = fixes.left;
    let (n_texts, n_files) = if args.dry_run {
        show(reporter, &fixes.rewrites)
    } else {
        write(&disk, &fixes.rewrites, &mut left)
    };
    let left = report::arrange(left);
    reporter.report(&left, &disk.prefix(), &summary::view(&Summary::default(), 0.0, 0));
    let told = told(n_texts, n_files, args.dry_run);
    if args.dry_run {
        reporter.complain(&told);
    } else {
        reporter.say(&told);
    }
    let (fails, words) = verdict(&left, false);
    if fails {
        reporter.complain(&format!("{words} left\n"));
        return HAS_ERRORS;
    }
    DONE
}

/// Prints what would change; how many texts in how many files.
fn show(reporter: Reporter<'_>, rewrites: &[Rewrite]) -> (usize, usize) {
    if reporter.format == Format::Human {
        for rewrite in rewrites {
            let Rewrite { source, text, .. } = rewrite;
            reporter.terminal.out(&diff::unified(source.path.as_str(), &source.text, text));
        }
    }
    (rewrites.iter().map(|rewrite| rewrite.n_texts).sum(), rewrites.len())
}

/// Writes what changes; how many texts in how many files were written.
fn write(disk: &Disk, rewrites: &[Rewrite], left: &mut Vec<Diagnostic>) -> (usize, usize) {
    let (mut n_texts, mut n_files) = (0, 0);
    for Rewrite { source, text, n_texts: n } in rewrites {
        match disk.rewrite(&source.path, source.text.as_bytes(), text.as_bytes()) {
            Ok(()) => {
                n_texts += n;
                n_files += 1;
            }
            Err(diagnostic) => left.push(diagnostic),
        }
    }
    (n_texts, n_files)
}

/// The line that ends the command.
fn told(n_texts: usize, n_files: usize, dry_run: bool) -> String {
    let lead = if dry_run { "would rewrite" } else { "rewrote" };
    match (summary::count(n_texts, "text"), summary::count(n_files, "file")) {
        (Some(texts), Some(files)) => format!("{lead} {texts} in {files}\n"),
        _ => "nothing to rewrite\n".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::told;

    #[test]
    fn the_command_ends_with_what_it_did() {
        assert_eq!(told(3, 2, false), "rewrote 3 texts in 2 files\n");
        assert_eq!(told(1, 1, true), "would rewrite 1 text in 1 file\n");
        assert_eq!(told(0, 0, false), "nothing to rewrite\n");
    }
}
