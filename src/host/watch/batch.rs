//! When events have settled: a moment after the last one, and never long after the first.

use std::time::Duration;

/// How long there must be no event: the parts of one save come closer together.
const QUIET: Duration = Duration::from_millis(20);
/// The same where every file was saved to its end, as far as events tell.
const BRIEF: Duration = Duration::from_millis(4);
/// How long after its first event a batch ends at the latest, however many follow.
const CAP: Duration = Duration::from_millis(150);

/// Events that belong together, by when the first and the last of them came.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Batch {
    times: Option<(Duration, Duration)>,
    is_saved: bool,
}

impl Batch {
    /// An event came at `now`; `is_saved` says whether the files of all events so far seem to be saved to their ends.
    pub(super) fn touch(&mut self, now: Duration, is_saved: bool) {
        let first = self.times.map_or(now, |(first, _)| first);
        *self = Self { times: Some((first, now)), is_saved };
    }

    /// When the batch ends, if nothing more comes; `None` without events.
    pub(super) fn due(&self) -> Option<Duration> {
        let quiet = if self.is_saved { BRIEF } else { QUIET };
        self.times.map(|(first, last)| (last + quiet).min(first + CAP))
    }

    /// Has the batch ended by `now`?
    pub(super) fn is_due(&self, now: Duration) -> bool {
        self.due().is_some_and(|due| due <= now)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Batch;

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn a_batch_ends_a_moment_after_its_last_event() {
        let mut batch = Batch::default();
        assert!(!batch.is_due(ms(1000)));
        batch.touch(ms(1000), false);
        batch.touch(ms(1015), false);
        assert_eq!(batch.due(), Some(ms(1035)));
        assert!(!batch.is_due(ms(1034)) && batch.is_due(ms(1035)));
    }

    #[test]
    fn a_file_that_was_saved_to_its_end_is_not_waited_for() {
        let mut batch = Batch::default();
        batch.touch(ms(1000), false);
        batch.touch(ms(1001), true);
        assert_eq!(batch.due(), Some(ms(1005)));
        // More comes after all.
        batch.touch(ms(1003), false);
        assert_eq!(batch.due(), Some(ms(1023)));
    }

    #[test]
    fn a_burst_without_end_is_cut() {
        let mut batch = Batch::default();
        for at in (0..1000).step_by(3) {
            if batch.is_due(ms(at)) {
                assert_eq!(at, 150);
                return;
            }
            batch.touch(ms(at), at % 2 == 0);
        }
        panic!("the batch never ended");
    }
}
