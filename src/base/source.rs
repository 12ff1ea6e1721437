//! Source texts and places in them.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use super::path::SitePath;

/// A half-open range of bytes in a [`Source`].
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// The span from `start` to `end`, empty if they are out of order.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end: end.max(start) }
    }

    /// This span moved by `offset` bytes: from a fragment to the text that holds it.
    #[must_use]
    pub fn shifted(self, offset: usize) -> Self {
        Self { start: self.start + offset, end: self.end + offset }
    }

    /// The span as a range for slicing.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// A line and a column, both from 1; the column counts characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// A text with the file that it comes from.
///
/// For files that are too large to hold, the text is an excerpt and `first_line` says where it begins.
#[derive(PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The file.
    pub path: SitePath,
    /// The file's text, or the part of it that diagnostics show.
    pub text: Box<str>,
    /// The number of the text's first line in the file, 1 for a whole file.
    pub first_line: usize,
    /// Is the text the beginning of the file alone? Places may lie behind it then, and who shows them reads the file again.
    pub is_head: bool,
}

impl Source {
    /// The whole text of `path`.
    pub fn new(path: SitePath, text: impl Into<Box<str>>) -> Arc<Self> {
        Arc::new(Self { path, text: text.into(), first_line: 1, is_head: false })
    }

    /// Some lines of `path`, the first of them being line `first_line`.
    pub fn excerpt(path: SitePath, text: impl Into<Box<str>>, first_line: usize) -> Arc<Self> {
        Arc::new(Self { path, text: text.into(), first_line, is_head: false })
    }

    /// The source with its text up to byte `end` alone, its first line at least: what is behind it can be let go.
    pub fn head(&self, end: usize) -> Arc<Self> {
        let first_line = self.text.find('\n').map_or(self.text.len(), |newline| newline + 1);
        let text = self.text.get(..end.max(first_line)).unwrap_or(&self.text);
        Arc::new(Self {
            path: self.path.clone(),
            text: text.into(),
            first_line: self.first_line,
            is_head: true,
        })
    }

    /// The line and column of a byte offset; an offset past the end gives the last position.
    pub fn position(&self, offset: usize) -> Position {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let before = &self.text[..offset];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Position {
            line: self.first_line + before.bytes().filter(|byte| *byte == b'\n').count(),
            column: before[line_start..].chars().count() + 1,
        }
    }

    /// The text of `span`, cut to what the source holds.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or("")
    }

    /// The byte offset of `line` and `column` (both from 1, columns in characters), cut to the text.
    pub fn offset(&self, position: Position) -> usize {
        let skipped = position.line.saturating_sub(self.first_line);
        let line_start = match skipped {
            0 => 0,
            n => self.text.match_indices('\n').nth(n - 1).map_or(self.text.len(), |(at, _)| at + 1),
        };
        let line = self.text[line_start..].split('\n').next().unwrap_or("");
        let in_line = line.char_indices().nth(position.column.saturating_sub(1));
        line_start + in_line.map_or(line.len(), |(at, _)| at)
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Source({}, {} bytes)", self.path, self.text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::{Position, Source};
    use crate::base::path::SitePath;

    #[test]
    fn positions_count_characters_and_come_back() {
        let source = Source::new(SitePath::new("a.md").expect("valid"), "äb\ncd\n");
        let position = source.position(2);
        assert_eq!(position, Position { line: 1, column: 2 });
        assert_eq!(source.offset(position), 2);
        assert_eq!(source.position(5), Position { line: 2, column: 2 });
        assert_eq!(source.offset(Position { line: 2, column: 2 }), 5);
        assert_eq!(source.position(99), Position { line: 3, column: 1 });
    }
}
