//! Charts: a specification and a frame become accessible SVG, without fonts or a browser.

mod canvas;
mod font;
mod markup;
mod numbers;
mod palette;
mod scale;
mod ticks;
