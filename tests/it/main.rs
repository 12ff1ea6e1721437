//! The integration tests: one binary, because each one links DataFusion.

#![expect(clippy::disallowed_methods, reason = "tests read fixtures and make sites on the disk")]

mod as_of;
mod bound;
mod content;
mod determinism;
mod dom;
mod fix;
mod hugo;
mod languages;
mod markdown;
mod markup;
mod mistakes;
mod numbers;
mod program;
mod provenance;
mod real;
mod shortcode;
mod support;
mod tables;
mod tidy;
mod workshop;
