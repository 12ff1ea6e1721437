//! The integration tests: one binary, because each one links DataFusion.

#![expect(clippy::disallowed_methods, reason = "tests read fixtures and make sites on the disk")]

mod as_of;
mod content;
mod determinism;
mod fix;
mod hugo;
mod hugo_pages;
mod mistakes;
mod numbers;
mod program;
mod real;
mod shortcode;
mod support;
mod tidy;
