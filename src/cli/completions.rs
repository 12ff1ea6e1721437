//! `numerate completions`: what a shell needs to complete the arguments.

use clap::CommandFactory as _;
use clap_complete::Shell;

use super::{Cli, DONE};
use crate::host::terminal::Terminal;

/// The arguments of `completions`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints the script.
pub(super) fn run(terminal: &Terminal, args: &Args) -> u8 {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "numerate", &mut script);
    terminal.out(&String::from_utf8_lossy(&script));
    DONE
}
