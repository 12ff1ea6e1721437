//! The last published build: one that would give the same again is not run.
//!
//! What a build gives follows from the program, the options, the files and, through a few dates, the clock. `.numerate/last` holds what
//! tells these apart from others, with what the build reported. Where all of it is as it was, and the destination too, there is nothing
//! to do but to report the same again.
#![expect(
    clippy::disallowed_methods,
    reason = "the one place where the record of a build is read and written"
)]

use std::fs;
use std::path::PathBuf;

use chrono::DateTime;
use serde::{Deserialize, Serialize};

use super::disk::Disk;
use super::store::{FOLDER, program, replace};
use crate::base::digest::Digest;
use crate::base::encode::{decode, encode};
use crate::pipeline::Report;

/// The record of a build.
#[derive(Debug, Serialize, Deserialize)]
struct Record {
    /// The digest of program, options and files.
    key: Digest,
    /// The seconds of the epoch at which the build began.
    from: i64,
    /// The second from which on a build may give something else.
    until: Option<i64>,
    report: Report,
}

/// What a build would follow from, to be compared with what the last one followed from.
#[derive(Debug)]
pub struct Last {
    file: PathBuf,
    /// The digest of program, options and files; `None` while files are too young to be told from later ones.
    key: Option<Digest>,
}

impl Last {
    /// Looks at what a build of `disk` with these options would follow from.
    ///
    /// `options` says in any form all that the build was asked for.
    pub fn look(disk: &Disk, options: &str) -> Self {
        let program = program();
        let zone = disk.opened_at().offset().local_minus_utc().to_le_bytes();
        let key = disk.print().map(|files| {
            let parts: [&[u8]; 4] =
                [program.as_bytes(), options.as_bytes(), &zone, files.as_bytes()];
            Digest::of_parts(parts)
        });
        Self { file: disk.root().join(FOLDER).join("last"), key }
    }

    /// What the last build reported, if a build would give the same again now.
    pub fn find(&self, disk: &Disk) -> Option<Report> {
        let record: Record = decode(&fs::read(&self.file).ok()?)?;
        let now = disk.opened_at().timestamp();
        let holds = now >= record.from && record.until.is_none_or(|until| now < until);
        (holds && Some(record.key) == self.key).then_some(record.report)
    }

    /// Keeps what a build reported. Without the folder of the memory nothing is kept.
    pub fn keep(&self, disk: &Disk, report: Report) {
        let Some(key) = self.key else { return };
        let from = disk.opened_at().timestamp();
        let until = disk.holds_until().map(|until: DateTime<_>| until.timestamp());
        // What a build loses without it is time.
        drop(replace(&self.file, &encode(&Record { key, from, until, report })));
    }
}
