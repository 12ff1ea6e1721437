//! The integration tests: one binary, because each one links DataFusion.

mod content;
mod determinism;
mod hugo;
mod mistakes;
mod numbers;
mod program;
mod real;
mod support;
mod tidy;
