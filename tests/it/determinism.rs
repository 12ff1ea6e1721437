//! The same input gives the same bytes.

use numerate::base::world::{FileEntry, Memory, World};
use numerate::base::diagnostic::Diagnostic;
use numerate::base::path::SitePath;
use numerate::pipeline::Options;
use std::io::Read;

use crate::support::{build_with, site};

const SITE: &str = include_str!("../suite/site.txt");

/// A world that lists its files backwards.
struct Backwards(Memory);

impl World for Backwards {
    fn files(&self) -> Result<Vec<FileEntry>, Vec<Diagnostic>> {
        self.0.files().map(|mut files| {
            files.reverse();
            files
        })
    }

    fn read(&self, path: &SitePath) -> Result<Vec<u8>, Diagnostic> {
        self.0.read(path)
    }

    fn open(&self, path: &SitePath) -> Result<Box<dyn Read + Send + '_>, Diagnostic> {
        self.0.open(path)
    }

    fn now(&self) -> chrono::DateTime<chrono::FixedOffset> {
        self.0.now()
    }
}

#[test]
fn bytes_do_not_depend_on_threads_or_the_order_of_folders() {
    let build = |threads: usize, world: &(dyn World + Sync)| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| build_with(world, &Options::default()))
    };
    let memory = site(SITE);
    let once = build(1, &memory);
    assert!(once.files.len() > 20, "{:?}", once.files.keys());
    for threads in [2, 8] {
        assert_eq!(build(threads, &memory).files, once.files);
    }
    assert_eq!(build(2, &Backwards(memory)).files, once.files);
}
