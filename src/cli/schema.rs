//! `numerate schema`: what editors need to complete and check contracts and configurations.

use super::DONE;
use crate::content::config;
use crate::data::contract;
use crate::host::terminal::Terminal;

/// The arguments of `schema`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The kind of file
    #[arg(value_enum)]
    kind: Kind,
}

/// The kinds of files with a schema.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Kind {
    /// A table's contract, such as `data/usage.yaml`
    Contract,
    /// The site's configuration, `numerate.yaml`
    Config,
}

/// Prints the JSON Schema.
pub(super) fn run(terminal: &Terminal, args: &Args) -> u8 {
    terminal.out(match args.kind {
        Kind::Contract => contract::SCHEMA,
        Kind::Config => config::SCHEMA,
    });
    DONE
}
