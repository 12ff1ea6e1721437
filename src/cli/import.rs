//! `numerate import`: the configuration of a site of another program in this one's words.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Subcommand;

use super::options::FormatArg;
use super::session::{Reporter, verdict};
use super::{DONE, HAS_ERRORS, summary};
use crate::base::diagnostic::{Diagnostic, Warned};
use crate::host::disk::Disk;
use crate::host::foreign::Foreign;
use crate::host::terminal::Terminal;
use crate::host::{clock, report};
use crate::pipeline::{self, Imported, Summary};

/// The arguments of `import`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    program: Program,
}

/// Whose site it is.
#[derive(Debug, Subcommand)]
enum Program {
    /// Write a numerate.yaml from the configuration of a Hugo site, and tell what has no place in it
    Hugo {
        /// The folder of the site; its content stays as it is
        folder: PathBuf,
        #[command(flatten)]
        format: FormatArg,
    },
}

/// Takes over a site.
pub(super) fn run(terminal: &Terminal, args: &Args) -> u8 {
    let Program::Hugo { folder, format } = &args.program;
    let reporter = Reporter { terminal, format: format.format };
    let opened = clock::build_time(None).and_then(|now| Disk::open(folder, now));
    let disk = match opened {
        Ok(disk) => disk,
        Err(diagnostic) => return reporter.refuse(diagnostic),
    };
    let (imported, diagnostics) = match pipeline::import_hugo(&Foreign::hugo(&disk)) {
        Ok(Warned { value, warnings }) => (Some(value), warnings),
        Err(diagnostics) => (None, diagnostics),
    };
    let written = imported.map(|imported| write(&disk, &imported));
    let (text, refusal) = match written {
        Some(Ok(text)) => (text, None),
        Some(Err(diagnostic)) => (String::new(), Some(diagnostic)),
        None => (String::new(), None),
    };
    if let Some(diagnostic) = refusal {
        return reporter.refuse(diagnostic);
    }
    let diagnostics = report::arrange(diagnostics);
    let nothing = Summary::default();
    reporter.report(&diagnostics, &disk.prefix(), &summary::view(&nothing, 0.0, 0));
    reporter.say(&text);
    let (fails, words) = verdict(&diagnostics, false);
    if !words.is_empty() {
        reporter.complain(&format!("{words}\n"));
    }
    if fails { HAS_ERRORS } else { DONE }
}

/// Writes the files, none of which may be there, and says so.
fn write(disk: &Disk, imported: &Imported) -> Result<String, Diagnostic> {
    let mut text = String::new();
    for (path, _) in &imported.files {
        if disk.file(path).is_ok() {
            let message = format!("`{path}` is already there");
            return Err(Diagnostic::error("import/exists", message)
                .help("remove it, or copy the site and import the copy"));
        }
    }
    for (path, yaml) in &imported.files {
        disk.create(path, yaml.as_bytes())?;
        let _ = writeln!(text, "wrote {}", disk.prefix().join(path.as_str()).display());
    }
    let settings = imported.n_settings;
    let plural = if settings == 1 { "" } else { "s" };
    let _ =
        writeln!(text, "took over {settings} setting{plural}; build the site with: numerate build");
    Ok(text)
}
