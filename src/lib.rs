//! numerate: a static site generator for posts made of numbers.

pub mod base;
pub mod chart;
pub mod cli;
pub mod content;
pub mod data;
pub mod host;
pub mod pipeline;
pub mod resolve;
