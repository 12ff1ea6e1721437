//! The `numerate` program: a thin door to the library.

use std::process::ExitCode;

/// Rendering allocates many small strings on all threads, where this allocator is the fastest.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    numerate::cli::main()
}
