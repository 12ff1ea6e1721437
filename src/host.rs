//! The edges: the disk, the publisher, the terminal. The only place for I/O and clocks.

mod cache;
pub mod clock;
pub mod disk;
mod ending;
pub mod foreign;
pub mod http;
pub mod inspect;
pub mod last;
pub mod preview;
pub mod publish;
pub mod report;
pub mod scaffold;
pub mod store;
pub mod terminal;
pub mod watch;

/// Sets how many threads the build uses; without a call, as many as the machine has processors.
///
/// The threads are the process's: only the first call counts, and true says that it was this one.
pub fn set_threads(threads: usize) -> bool {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build_global().is_ok()
}
