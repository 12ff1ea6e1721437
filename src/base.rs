//! What every stage shares and what knows no stage: paths, sources, diagnostics, cells, the outside world as a trait.

pub mod age;
pub mod as_of;
pub mod cell;
pub mod diagnostic;
pub mod digest;
pub mod encode;
pub mod frame;
pub mod glob;
pub mod html;
pub mod memo;
pub mod node;
pub mod number;
pub mod output;
pub mod overlay;
pub mod path;
pub mod source;
pub mod stored;
pub mod table_file;
pub mod texts;
pub mod web;
pub mod world;
