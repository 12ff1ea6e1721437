//! Charts: a specification and a frame become accessible SVG, without fonts or a browser.

mod canvas;
mod font;
mod format;
mod markup;
mod palette;
mod scale;
mod ticks;
