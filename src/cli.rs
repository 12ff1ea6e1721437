//! The command line: arguments to calls, results to exit codes.

use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Parser, Subcommand};

use crate::host::terminal::Terminal;

mod build;
mod check;
mod completions;
mod data;
mod fix;
mod import;
mod list;
mod new;
mod options;
mod schema;
mod serve;
mod session;
mod summary;
mod why;

/// The site was built, or the question answered.
const DONE: u8 = 0;
/// The site has errors.
const HAS_ERRORS: u8 = 1;
/// There was no beginning: wrong arguments, no site, a destination that must not be replaced.
const COULD_NOT_START: u8 = 2;

/// The arguments of the program.
#[derive(Debug, Parser)]
#[command(name = "numerate", bin_name = "numerate", version, arg_required_else_help = true)]
#[command(about = "A static site generator for posts made of numbers.")]
#[command(after_help = "Exit status: 0 done, 1 the site has errors, 2 could not start.\n\
                  The variable SOURCE_DATE_EPOCH sets the build's clock where --clock is not given.")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
enum Command {
    /// Build the site into `public`, or say what is wrong with it
    Build(build::Args),
    /// Serve the site on this machine, and show every save in the browser
    Serve(serve::Args),
    /// Check all that a build checks, warnings counting as errors, and write nothing
    Check(check::Args),
    /// Bring stale numbers in the text up to date with the data
    Fix(fix::Args),
    /// List the site's pages
    List(list::Args),
    /// List, show and query the site's data
    Data(data::Args),
    /// Tell why a page is as it is: its template, its data, why it is shown or hidden
    Why(why::Args),
    /// Take over the configuration of a site of another program
    Import(import::Args),
    /// Make a new post, page or site
    New(new::Args),
    /// Print the JSON Schema of a kind of file, for editors
    Schema(schema::Args),
    /// Print the completion script of a shell
    Completions(completions::Args),
}

/// Runs the program with the process's arguments.
pub fn main() -> ExitCode {
    let terminal = Terminal::open();
    let code = match Cli::try_parse() {
        Ok(cli) => run(&terminal, &cli.command),
        Err(error) => explain(&terminal, &error),
    };
    terminal.status(code)
}

/// Runs a command.
fn run(terminal: &Terminal, command: &Command) -> u8 {
    match command {
        Command::Build(args) => build::run(terminal, args),
        Command::Serve(args) => serve::run(terminal, args),
        Command::Why(args) => why::run(terminal, args),
        Command::Check(args) => check::run(terminal, args),
        Command::Fix(args) => fix::run(terminal, args),
        Command::List(args) => list::run(terminal, args),
        Command::Data(args) => data::run(terminal, args),
        Command::Import(args) => import::run(terminal, args),
        Command::New(args) => new::run(terminal, args),
        Command::Schema(args) => schema::run(terminal, args),
        Command::Completions(args) => completions::run(terminal, args),
    }
}

/// Prints the help that was asked for, or what is wrong with the arguments.
fn explain(terminal: &Terminal, error: &clap::Error) -> u8 {
    let text = error.render();
    let shown = |rich| if rich { text.ansi().to_string() } else { text.to_string() };
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            terminal.out(&shown(terminal.is_out_rich()));
            DONE
        }
        _ => {
            terminal.err(&shown(terminal.is_err_rich()));
            COULD_NOT_START
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory as _, Parser as _};

    use super::Cli;

    #[test]
    fn the_arguments_are_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn options_are_those_of_hugo() {
        let line = "numerate build -s site -d out -DFE -b https://example.org/ -e production -j 2";
        assert!(Cli::try_parse_from(line.split(' ')).is_ok());
        for line in ["numerate check -d out", "numerate build -j 0", "numerate list -j 2"] {
            assert!(Cli::try_parse_from(line.split(' ')).is_err(), "{line}");
        }
    }
}
