//! What the commands have in common: opening the site, and reporting on it.

use std::path::Path;

use super::options::{Format, SiteArgs};
use super::summary;
use crate::base::diagnostic::Diagnostic;
use crate::host::clock;
use crate::host::disk::Disk;
use crate::host::report::{self, fold, github, json, picture};
use crate::host::terminal::Terminal;
use crate::pipeline::Summary;

/// Opens the site that the arguments name.
pub(super) fn open(args: &SiteArgs) -> Result<Disk, Diagnostic> {
    Disk::open(&args.source, clock::build_time(args.clock.as_deref())?)
}

/// Who reports are for, and how.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reporter<'a> {
    /// Where they go.
    pub(super) terminal: &'a Terminal,
    /// How they look.
    pub(super) format: Format,
}

impl Reporter<'_> {
    /// Says why there was no beginning.
    pub(super) fn refuse(self, diagnostic: Diagnostic) -> u8 {
        self.report(&[diagnostic], Path::new(""), &summary::view(&Summary::default(), 0.0, 0));
        super::COULD_NOT_START
    }

    /// Reports what is wrong with the site at `prefix`, with a summary for programs.
    pub(super) fn report(
        self,
        diagnostics: &[Diagnostic],
        prefix: &Path,
        summary: &summary::View<'_>,
    ) {
        match self.format {
            Format::Human => self.pictures(diagnostics),
            Format::Json => self.terminal.out(&json::object(diagnostics, summary)),
            Format::Github => self.annotations(diagnostics, prefix),
        }
    }

    /// Draws diagnostics on standard error, with a blank line after each; those that say the same many times are one.
    fn pictures(self, diagnostics: &[Diagnostic]) {
        let style = self.terminal.style();
        let folded = fold::folded(diagnostics);
        let draw = |diagnostic: &Diagnostic| format!("{}\n", picture::picture(diagnostic, style));
        self.terminal.err(&folded.iter().map(draw).collect::<String>());
    }

    /// Prints diagnostics as annotations.
    fn annotations(self, diagnostics: &[Diagnostic], prefix: &Path) {
        let annotate = |diagnostic| github::annotation(diagnostic, prefix);
        self.terminal.out(&diagnostics.iter().map(annotate).collect::<String>());
    }

    /// Writes a line for people to standard output, unless a program reads it.
    pub(super) fn say(self, text: &str) {
        if self.format != Format::Json {
            self.terminal.out(text);
        }
    }

    /// Writes a line on what is wrong to standard error, unless a program reads the report.
    pub(super) fn complain(self, text: &str) {
        if self.format != Format::Json {
            self.terminal.err(text);
        }
    }
}

/// How a site with these diagnostics fares: does it fail, and in which words?
pub(super) fn verdict(diagnostics: &[Diagnostic], is_strict: bool) -> (bool, String) {
    let (errors, warnings) = report::count(diagnostics);
    let fails = errors > 0 || (is_strict && warnings > 0);
    let counts = [summary::count(errors, "error"), summary::count(warnings, "warning")];
    let mut words = counts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    if is_strict && warnings > 0 {
        words.push_str("; warnings count as errors here");
    }
    (fails, words)
}

#[cfg(test)]
mod tests {
    use super::verdict;
    use crate::base::diagnostic::Diagnostic;

    #[test]
    fn warnings_fail_a_strict_build() {
        let error = || Diagnostic::error("a/b", "");
        let warning = || Diagnostic::warning("a/b", "");
        assert_eq!(verdict(&[], true), (false, String::new()));
        assert_eq!(verdict(&[warning()], false), (false, "1 warning".into()));
        let words = "1 warning; warnings count as errors here";
        assert_eq!(verdict(&[warning()], true), (true, words.into()));
        assert_eq!(
            verdict(&[error(), error(), warning()], false),
            (true, "2 errors, 1 warning".into())
        );
    }
}
