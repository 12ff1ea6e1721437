//! From source files to pages: discovery, front matter, dates, Markdown.

pub mod anchor;
pub mod body;
pub mod highlight;
pub mod markdown;
