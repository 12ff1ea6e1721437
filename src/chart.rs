//! Charts: a specification and a frame become accessible SVG, without fonts or a browser.
