//! The edges: the disk, the publisher, the terminal. The only place for I/O and clocks.
