//! When events have settled: a moment after the last one, and never long after the first.

use std::time::Duration;

/// How far the saves of a batch have come, as far as events tell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Pace {
    /// Every file was saved to its end.
    Saved,
    /// More may follow.
    #[default]
    Unclear,
    /// A file is still to come, as a whole or in part.
    Writing,
}

impl Pace {
    /// How long there must be no event: the parts of one save come closer together.
    fn quiet(self) -> Duration {
        Duration::from_millis(match self {
            Self::Saved => 4,
            Self::Unclear => 20,
            Self::Writing => 100,
        })
    }
}

/// How long after its first event a batch ends at the latest, however many follow.
const CAP: Duration = Duration::from_millis(150);

/// Events that belong together, by when the first and the last of them came.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Batch {
    times: Option<(Duration, Duration)>,
    pace: Pace,
}

impl Batch {
    /// An event came at `now`; `pace` says how far the files of all events so far have come.
    pub(super) fn touch(&mut self, now: Duration, pace: Pace) {
        let first = self.times.map_or(now, |(first, _)| first);
        *self = Self { times: Some((first, now)), pace };
    }

    /// When the batch ends, if nothing more comes; `None` without events.
    pub(super) fn due(&self) -> Option<Duration> {
        self.times.map(|(first, last)| (last + self.pace.quiet()).min(first + CAP))
    }

    /// Has the batch ended by `now`?
    pub(super) fn is_due(&self, now: Duration) -> bool {
        self.due().is_some_and(|due| due <= now)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Batch, Pace};

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn a_batch_ends_a_moment_after_its_last_event() {
        let mut batch = Batch::default();
        assert!(!batch.is_due(ms(1000)));
        batch.touch(ms(1000), Pace::Unclear);
        batch.touch(ms(1015), Pace::Unclear);
        assert_eq!(batch.due(), Some(ms(1035)));
        assert!(!batch.is_due(ms(1034)) && batch.is_due(ms(1035)));
    }

    #[test]
    fn a_file_that_was_saved_to_its_end_is_not_waited_for() {
        let mut batch = Batch::default();
        batch.touch(ms(1000), Pace::Unclear);
        batch.touch(ms(1001), Pace::Saved);
        assert_eq!(batch.due(), Some(ms(1005)));
        // More comes after all.
        batch.touch(ms(1003), Pace::Unclear);
        assert_eq!(batch.due(), Some(ms(1023)));
    }

    #[test]
    fn a_file_that_is_open_for_writing_is_waited_for_but_not_for_ever() {
        let mut batch = Batch::default();
        batch.touch(ms(1000), Pace::Writing);
        assert_eq!(batch.due(), Some(ms(1100)));
        batch.touch(ms(1090), Pace::Writing);
        assert_eq!(batch.due(), Some(ms(1150)));
        batch.touch(ms(1120), Pace::Saved);
        assert_eq!(batch.due(), Some(ms(1124)));
    }

    #[test]
    fn a_burst_without_end_is_cut() {
        let mut batch = Batch::default();
        for at in (0..1000).step_by(3) {
            if batch.is_due(ms(at)) {
                assert_eq!(at, 150);
                return;
            }
            batch.touch(ms(at), if at % 2 == 0 { Pace::Saved } else { Pace::Unclear });
        }
        panic!("the batch never ended");
    }
}
