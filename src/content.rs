//! From source files to pages: discovery, front matter, dates, Markdown.

pub mod anchor;
pub mod body;
pub mod cascade;
pub mod config;
pub mod date_sources;
pub mod dates;
pub mod discover;
pub mod front_matter;
pub mod highlight;
pub mod image;
pub mod import;
pub mod markdown;
pub mod markup;
pub mod menu;
pub mod page;
pub mod permalink;
pub mod phrase;
pub mod shortcode;
mod tag;
pub mod titles;
mod words;
