//! From source files to pages: discovery, front matter, dates, Markdown.

pub mod config;
pub mod dates;
// pub mod discover;
pub mod front_matter;
