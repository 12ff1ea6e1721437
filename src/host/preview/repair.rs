//! The one change that the preview makes: a stale text brought up to date, as `numerate fix` does.

use std::sync::Arc;

use serde::Serialize;

use crate::base::diagnostic::{Diagnostic, Edit};
use crate::base::digest::Digest;
use crate::base::source::{Source, Span};
use crate::host::disk::Disk;

/// A change that can be made.
#[derive(Debug, Clone)]
pub(super) struct Repair {
    source: Arc<Source>,
    span: Span,
    text: String,
}

/// A change as it is offered: nothing is made that was not shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Offer {
    /// The change's name: that of what would be written over what.
    pub(super) id: String,
    /// The file.
    file: String,
    /// The first line that changes.
    line: usize,
    /// The lines as they are.
    before: String,
    /// The lines as they would be.
    after: String,
}

impl Repair {
    /// The change that a diagnostic carries.
    pub(super) fn of(diagnostic: &Diagnostic) -> Option<Self> {
        let Edit { source, span, text } = diagnostic.fix.as_deref()?;
        let source = Arc::clone(source.as_ref()?);
        // An excerpt of a file is not the file.
        let is_whole = source.first_line == 1 && source.text.get(span.range()).is_some();
        is_whole.then(|| Self { source, span: *span, text: text.clone() })
    }

    /// How the change is offered.
    pub(super) fn offer(&self) -> Offer {
        let text = &self.source.text;
        let start = text[..self.span.start].rfind('\n').map_or(0, |newline| newline + 1);
        let end = text[self.span.end..].find('\n').map_or(text.len(), |at| self.span.end + at);
        let head = &text[start..self.span.start];
        let tail = text[self.span.end..end].trim_end_matches('\r');
        let path = self.source.path.as_str();
        let place = format!("{}-{}", self.span.start, self.span.end);
        let parts = [path.as_bytes(), text.as_bytes(), place.as_bytes(), self.text.as_bytes()];
        Offer {
            id: Digest::of_parts(parts).short(32),
            file: path.to_owned(),
            line: self.source.position(self.span.start).line,
            before: format!("{head}{}{tail}", &text[self.span.range()]),
            after: format!("{head}{}{tail}", self.text),
        }
    }

    /// Makes the change, if the file still holds what it held when the change was offered.
    pub(super) fn make(&self, disk: &Disk) -> Result<(), Diagnostic> {
        let text = &self.source.text;
        let after = [&text[..self.span.start], &self.text, &text[self.span.end..]].concat();
        disk.rewrite(&self.source.path, text.as_bytes(), after.as_bytes())
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests look at the files themselves")]
mod tests {
    use super::Repair;
    use crate::base::diagnostic::Diagnostic;
    use crate::base::path::SitePath;
    use crate::base::source::Source;
    use crate::host::disk::Disk;

    /// A site with one page, and the change of a number in it.
    fn stale() -> (tempfile::TempDir, Disk, Repair) {
        let folder = tempfile::tempdir().expect("a folder");
        let text = "one\nIt is [7](q:q.n).\r\nthree\n";
        std::fs::create_dir(folder.path().join("content")).expect("made");
        std::fs::write(folder.path().join("content/a.md"), text).expect("written");
        let now = chrono::DateTime::parse_from_rfc3339("2026-01-01T00:00:00Z").expect("valid");
        let disk = Disk::open(folder.path(), now).expect("a site");
        let source = Source::new(SitePath::new("content/a.md").expect("valid"), text);
        let stale = Diagnostic::error("bind/stale", "stale").fix(11..12, "11").within(&source);
        let repair = Repair::of(&stale).expect("a change");
        (folder, disk, repair)
    }

    #[test]
    fn what_is_offered_is_what_is_made() {
        let (folder, disk, repair) = stale();
        let offer = repair.offer();
        assert_eq!((&*offer.before, &*offer.after), ("It is [7](q:q.n).", "It is [11](q:q.n)."));
        assert_eq!((&*offer.file, offer.line), ("content/a.md", 2));
        repair.make(&disk).expect("made");
        let text = std::fs::read_to_string(folder.path().join("content/a.md")).expect("read");
        assert_eq!(text, "one\nIt is [11](q:q.n).\r\nthree\n");
    }

    #[test]
    fn a_file_that_changed_meanwhile_is_left_alone() {
        let (folder, disk, repair) = stale();
        let file = folder.path().join("content/a.md");
        std::fs::write(&file, "one\nIt is [8](q:q.n).\r\n").expect("written");
        let refused = repair.make(&disk).expect_err("changed");
        assert_eq!(refused.code, "fix/changed");
        assert_eq!(std::fs::read_to_string(file).expect("read"), "one\nIt is [8](q:q.n).\r\n");
        assert_eq!(std::fs::read_dir(folder.path().join("content")).expect("a folder").count(), 1);
    }
}
