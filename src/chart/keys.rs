//! The key above a drawing: what colors and dashes mean, where no label beside the marks says so.

use super::canvas::{Anchor, Canvas, Role};
use super::font::{Weight, width, wrap};
use super::layout::Layout;
use super::palette::repeats;

/// What an entry of the key explains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Glyph {
    /// The line of a series.
    Line(usize),
    /// The bars or the area of a series.
    Block(usize),
    /// Lines of estimated values.
    EstimatedLine,
    /// Bars of estimated values.
    EstimatedBar,
}

/// An entry at its place.
#[derive(Debug, Clone, PartialEq)]
struct Entry {
    glyph: Glyph,
    lines: Vec<String>,
    at: (f64, f64),
}

/// A key with its entries in rows.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Keys {
    entries: Vec<Entry>,
    /// The height in pixels, none if there is nothing to explain.
    pub height: f64,
}

/// The width of a glyph with the space behind it.
const GLYPH: f64 = 30.0;

impl Keys {
    /// A key that explains `glyphs`, wrapped into the width of `layout`.
    pub(super) fn new(glyphs: &[(Glyph, &str)], layout: Layout) -> Self {
        let (mut x, mut y) = (0.0, 0.0);
        let mut row = 0.0_f64;
        let mut entries = Vec::new();
        for (glyph, name) in glyphs {
            let lines = wrap(name, layout.font, Weight::Regular, layout.width - GLYPH);
            let widths = lines.iter().map(|line| width(line, layout.font, Weight::Regular));
            let needed = GLYPH + widths.fold(0.0, f64::max);
            if x > 0.0 && x + needed > layout.width {
                (x, y) = (0.0, y + row);
                row = 0.0;
            }
            row = row.max(super::scale::count(lines.len()) * layout.line());
            entries.push(Entry { glyph: *glyph, lines, at: (x, y) });
            x += needed + layout.font;
        }
        let height = if entries.is_empty() { 0.0 } else { y + row + layout.font * 0.6 };
        Self { entries, height }
    }

    /// Draws the key at the top of `canvas`.
    pub(super) fn draw(&self, canvas: &Canvas, layout: Layout) {
        for entry in &self.entries {
            let (x, y) = entry.at;
            let middle = y + layout.line() / 2.0;
            let (left, right) = (x + 1.0, x + GLYPH - 7.0);
            let block = |role| {
                let half = layout.font * 0.45;
                canvas.block((left, middle - half), (left + 2.0 * half, middle + half), role);
            };
            match entry.glyph {
                Glyph::Line(n) => canvas.series(n, || {
                    let ends = ((left, middle), (right, middle));
                    if repeats(n) {
                        canvas.line(ends.0, ends.1, Role::Wide);
                        canvas.line(ends.0, ends.1, Role::Core);
                    } else {
                        canvas.line(ends.0, ends.1, Role::Line);
                    }
                }),
                Glyph::Block(n) => canvas.series(n, || {
                    block(if repeats(n) { Role::BarOutlined } else { Role::Bar });
                }),
                Glyph::EstimatedLine => canvas.neutral(|| {
                    canvas.line((left, middle), (right, middle), Role::Dashed);
                }),
                Glyph::EstimatedBar => canvas.neutral(|| block(Role::BarEstimated)),
            }
            let mut baseline = y + layout.ascent();
            for line in &entry.lines {
                canvas.text((x + GLYPH, baseline), line, Anchor::Start, Role::Muted);
                baseline += layout.line();
            }
        }
    }
}
