//! The integration tests: one binary, because each one links DataFusion.

#![expect(clippy::disallowed_methods, reason = "tests read fixtures and make sites on the disk")]

mod as_of;
mod beside;
mod beside_hugo;
mod bound;
mod content;
mod csv;
mod determinism;
mod dom;
mod external;
mod fix;
mod guide;
mod headings;
mod hugo;
mod hugo_dates;
mod hugo_pages;
mod import;
mod incremental;
mod languages;
mod large;
mod last;
mod markdown;
mod markup;
mod mistakes;
mod mutation;
mod network;
mod numbers;
mod offline;
mod program;
mod provenance;
mod pull;
mod real;
mod related;
mod server;
mod settled;
mod shortcode;
mod support;
mod tables;
mod targets;
mod texts;
mod tidy;
mod tokens;
mod translations;
mod unbound;
mod workshop;
