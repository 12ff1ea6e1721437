//! From source files to pages: discovery, front matter, dates, Markdown.

pub mod anchor;
pub mod body;
pub mod config;
pub mod discover;
pub mod highlight;
pub mod markdown;
