//! numerate: a static site generator for posts made of numbers.
//!
//! Read the modules in this order: [`base`] is what all stages share; [`content`], [`data`], [`chart`], [`resolve`], [`site`] and
//! [`render`] are the stages; [`pipeline`] runs them in order; [`host`] and [`cli`] are the edges.

pub mod base;
pub mod content;
pub mod data;
pub mod chart;
pub mod resolve;
pub mod site;
pub mod render;
pub mod pipeline;
pub mod host;
pub mod cli;
