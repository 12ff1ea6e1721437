//! Tables, contracts and queries: CSV snapshots in, frames out.
