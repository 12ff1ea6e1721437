//! Charts: a specification and a frame become accessible SVG, without fonts or a browser.
//!
//! [`Spec::read`] says what the author asks for, [`draw`] makes two drawings of it, [`figure()`] puts them into a page, and
//! [`raster`] makes pictures. A kind of chart is one file that implements `mark::Mark`: `line`, `area`, `bar`.

mod area;
mod axes;
mod bar;
mod calendar;
mod canvas;
mod curve;
mod ends;
mod figure;
mod font;
mod keys;
mod layout;
mod line;
mod mark;
mod markup;
mod numbers;
mod palette;
mod plot;
pub mod raster;
mod remarks;
mod runs;
mod scale;
mod spark;
pub mod spec;
mod summary;
mod ticks;
mod xaxis;

#[cfg(test)]
mod tests;

pub use self::figure::{Figure, figure};
pub use self::mark::Kind;
pub use self::spark::spark;
pub use self::spec::Spec;

use self::canvas::Svg;
use self::layout::{CARD, NARROW, WIDE};
use self::mark::Job;
use self::plot::Plot;
use crate::base::diagnostic::Staged;
use crate::base::frame::Frame;

/// A drawn chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// What the ids inside begin with.
    pub id: String,
    /// What the chart shows, also if the author gave no title.
    pub title: String,
    /// The SVG for columns of text, 720 pixels wide.
    pub wide: String,
    /// The SVG for phones, 360 pixels wide.
    pub narrow: String,
    /// What is measured, if the author says so.
    subtitle: Option<String>,
    /// What stands below, if anything.
    note: Option<String>,
    /// The width and height of the wide drawing.
    size: (f64, f64),
    /// The SVG for cards, with its width and height.
    card: (String, (f64, f64)),
}

/// Draws the chart that `spec` describes from `frame`; the ids in it begin with `id`, which must be unique in the page.
pub fn draw(spec: &Spec, frame: &Frame, id: &str) -> Staged<Drawing> {
    let text = |text: &Option<spec::Text>| text.as_ref().map(|(text, _)| text.clone());
    let warned = Plot::new(spec, frame)?;
    Ok(warned.map(|plot| {
        let mark = spec.kind.mark();
        let job = |layout| Job { spec, plot: &plot, layout, id };
        let Svg { text: wide, size } = mark.draw(&job(WIDE));
        let Svg { text: narrow, .. } = mark.draw(&job(NARROW));
        let card = mark.draw(&job(CARD));
        let title = summary::texts(&job(WIDE)).title;
        Drawing {
            id: id.to_owned(),
            // A subtitle that serves as the title is not said twice.
            subtitle: text(&spec.subtitle).filter(|subtitle| *subtitle != title),
            title,
            wide,
            narrow,
            note: text(&spec.note),
            size,
            card: (card.text, card.size),
        }
    }))
}
