//! The two sizes in which every chart is drawn: a wide one for columns of text, a narrow one for phones.

/// A size of a drawing and of its text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Layout {
    /// The class of the drawing, and the end of its ids.
    pub name: &'static str,
    /// The width in pixels.
    pub width: f64,
    /// The size of all text in pixels: at least 12 as displayed, down to the width at which the page changes the layout.
    pub font: f64,
    /// The height of the space for values in pixels.
    pub height: f64,
    /// Is this the layout for phones?
    pub narrow: bool,
}

/// The layout for columns of text.
pub(super) const WIDE: Layout =
    Layout { name: "wide", width: 720.0, font: 15.0, height: 320.0, narrow: false };

/// The layout for phones.
pub(super) const NARROW: Layout =
    Layout { name: "narrow", width: 360.0, font: 14.0, height: 240.0, narrow: true };

/// The layout for cards in social networks, which show it at one and a half times this size or less.
pub(super) const CARD: Layout =
    Layout { name: "card", width: 720.0, font: 16.0, height: 200.0, narrow: false };

impl Layout {
    /// The distance of two lines of text.
    pub(super) fn line(self) -> f64 {
        self.font * 1.25
    }

    /// The distance from the top of a line of text to its baseline.
    pub(super) fn ascent(self) -> f64 {
        self.font * 0.95
    }

    /// How far below the middle of a line its baseline lies.
    pub(super) fn middle(self) -> f64 {
        self.font * 0.36
    }

    /// The height of the space for values, of which the author may ask for `height` in the wide layout.
    pub(super) fn plot_height(self, height: Option<u32>) -> f64 {
        height.map_or(self.height, |height| f64::from(height) * self.height / WIDE.height)
    }
}
