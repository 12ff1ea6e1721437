//! What people see and send: standard output, standard error, progress, standard input.
#![expect(clippy::disallowed_methods, reason = "the one place that asks how the terminal is")]

use std::io::{self, ErrorKind, IsTerminal as _, Write};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::report::picture::Style;
use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;
use crate::base::output::{Artifact, Sink};
use crate::base::path::OutPath;

/// The process's two outputs.
#[derive(Debug)]
pub struct Terminal {
    rich_out: bool,
    rich_err: bool,
    watched: bool,
    lost: AtomicBool,
}

impl Terminal {
    /// Looks at what the outputs are, and at whether colors are wanted.
    pub fn open() -> Self {
        let is_set = |name| std::env::var(name).is_ok_and(|value| !value.is_empty());
        let is_dumb = std::env::var("TERM").is_ok_and(|term| term == "dumb");
        let plain = is_set("NO_COLOR") || is_dumb;
        let watched = io::stderr().is_terminal();
        Self {
            rich_out: !plain && io::stdout().is_terminal(),
            rich_err: !plain && watched,
            watched: watched && !is_dumb,
            lost: AtomicBool::new(false),
        }
    }

    /// Writes a result.
    pub fn out(&self, text: &str) {
        self.write(&mut io::stdout().lock(), text);
    }

    /// Writes what is wrong or under way.
    pub fn err(&self, text: &str) {
        self.write(&mut io::stderr().lock(), text);
    }

    /// Does standard output take colors?
    pub fn is_out_rich(&self) -> bool {
        self.rich_out
    }

    /// Does standard error take colors?
    pub fn is_err_rich(&self) -> bool {
        self.rich_err
    }

    /// How pictures on standard error are drawn.
    pub fn style(&self) -> Style {
        if self.rich_err { Style::Rich } else { Style::Plain }
    }

    /// Shows that something is going on, where somebody watches.
    pub fn progress(&self, stage: &'static str) -> Progress {
        let target =
            if self.watched { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(None, target);
        let template = "{spinner} {msg}: {human_pos} files";
        bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| {
            // A template that cannot be read would only cost the count.
            ProgressStyle::default_spinner()
        }));
        bar.set_message(stage);
        if self.watched {
            bar.enable_steady_tick(Duration::from_millis(100));
        }
        Progress { bar }
    }

    /// The exit status `code`, or 2 if a result could not be written.
    pub fn status(&self, code: u8) -> ExitCode {
        ExitCode::from(if self.lost.load(Ordering::Relaxed) { 2 } else { code })
    }

    /// Writes; a reader that has gone, such as `head`, wants no more, but other failures are failures.
    fn write(&self, output: &mut impl Write, text: &str) {
        match output.write_all(text.as_bytes()).and_then(|()| output.flush()) {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => {
                self.lost.store(true, Ordering::Relaxed);
            }
            _ => {}
        }
    }
}

/// Does standard output go to a terminal, which obeys what data may hold?
pub fn is_out_seen() -> bool {
    io::stdout().is_terminal()
}

/// Opens an address in the author's browser; did that work?
pub fn open_browser(address: &str) -> bool {
    open::that_detached(address).is_ok()
}

/// All of standard input, as text.
pub fn input() -> Result<String, Diagnostic> {
    io::read_to_string(io::stdin().lock()).map_err(|error| {
        Diagnostic::error("io/read", format!("cannot read standard input: {error}"))
    })
}

/// A line that shows what goes on; gone when dropped.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// Says that another stage has begun.
    pub fn stage(&self, stage: &'static str) {
        self.bar.set_message(stage);
    }

    /// A sink that counts what `sink` takes.
    pub fn counting<'a>(&'a self, sink: &'a dyn Sink) -> impl Sink + 'a {
        Counting { bar: &self.bar, sink }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// Counts artifacts on their way.
struct Counting<'a> {
    bar: &'a ProgressBar,
    sink: &'a dyn Sink,
}

impl Sink for Counting<'_> {
    fn put(
        &self,
        path: &OutPath,
        artifact: Artifact,
        digest: Option<Digest>,
    ) -> Result<(), Diagnostic> {
        self.bar.inc(1);
        self.sink.put(path, artifact, digest)
    }

    fn take_over(&self, path: &OutPath, digest: Digest) -> Result<bool, Diagnostic> {
        let taken = self.sink.take_over(path, digest)?;
        self.bar.inc(u64::from(taken));
        Ok(taken)
    }
}
