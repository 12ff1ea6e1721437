//! engine
pub(in crate::data) mod rows;
