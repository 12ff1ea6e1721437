//! Watching a site for changes: events say when to look, and the disk says what has changed.
//!
//! Editors save in many ways, and the kinds of events they cause tell little. So events only name paths that may have changed. When
//! none has come for a moment (`batch`), what stands at those paths is compared with what stood there before (`tree`). Where
//! events do not arrive (`mount`), the whole site is looked at again and again instead.

mod batch;
mod events;
mod mount;
mod scope;
mod tree;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use super::clock;
use crate::base::path::SitePath;
use batch::{Batch, Pace};
use events::{Events, Signal, Step};
use scope::Scope;
use tree::Tree;

/// How long to wait between two looks at a site whose events do not arrive, at least.
const POLL: Duration = Duration::from_millis(400);
/// How many times longer than a look takes the wait before the next one is.
const POLL_RATIO: u32 = 10;

/// How many files at the most are taken for one save by an editor; more are a burst, in which more may come at any time.
const FEW: usize = 4;

/// How a site is watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// By the events of the file system.
    Events,
    /// By looking again and again.
    Polling,
}

/// A watched site.
#[derive(Debug)]
pub struct Watch {
    tree: Tree,
    scope: Scope,
    batch: Batch,
    /// What events named, each with the last thing that was said of it.
    touched: BTreeMap<PathBuf, Step>,
    /// Was an event lost, so that everything has to be looked at?
    lost: bool,
    events: Option<Events>,
    signals: Option<Receiver<Signal>>,
    poll: Duration,
    notes: Vec<String>,
}

/// Why waiting ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Woken {
    /// Files changed, came or went.
    Changed(Changes),
    /// The time that was waited for has come.
    Time,
}

/// What changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// The files that changed, came or went.
    pub files: BTreeSet<SitePath>,
    /// Those of them that are known to have been written to their end.
    pub closed: BTreeSet<SitePath>,
    /// May there be more that a list of the site's files would show: links, what is no file, events that were lost?
    pub is_open: bool,
}

impl Changes {
    /// Adds what changed later.
    pub fn extend(&mut self, later: Self) {
        self.closed.retain(|path| !later.files.contains(path));
        self.closed.extend(later.closed);
        self.files.extend(later.files);
        self.is_open |= later.is_open;
    }
}

impl Watch {
    /// Begins to watch the site in the canonical folder `root`.
    pub fn start(root: &Path, poll: bool) -> Self {
        let scope = Scope::new(root);
        let mut notes = Vec::new();
        let reason = if poll { None } else { mount::without_events(root) };
        if let Some(reason) = &reason {
            notes.push(format!(
                "{reason}: looking for changes twice a second instead of waiting for events"
            ));
        }
        let mut events = None;
        let mut signals = None;
        if !poll && reason.is_none() {
            match Events::start(&scope) {
                Ok((started, receiver)) => (events, signals) = (Some(started), Some(receiver)),
                Err(note) => notes.push(note),
            }
        }
        // What changes from here on is an event, so nothing falls between this look and the first build.
        let mut tree = Tree::default();
        tree.look(&scope);
        Self {
            tree,
            scope,
            batch: Batch::default(),
            touched: BTreeMap::new(),
            lost: false,
            events,
            signals,
            poll: POLL,
            notes,
        }
    }

    /// What is to be told about how the site is watched, since the last call.
    pub fn notes(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notes)
    }

    /// How the site is watched.
    pub fn mode(&self) -> Mode {
        if self.signals.is_some() { Mode::Events } else { Mode::Polling }
    }

    /// Waits until files have changed, or for as long as `limit`.
    pub fn wait(&mut self, limit: Option<Duration>) -> Woken {
        let until = limit.map(|limit| clock::elapsed() + limit);
        loop {
            let now = clock::elapsed();
            if self.batch.is_due(now) {
                let changed = self.settle();
                if !changed.files.is_empty() {
                    return Woken::Changed(changed);
                }
                continue;
            }
            if until.is_some_and(|until| until <= now) {
                return Woken::Time;
            }
            let next = [self.batch.due(), until].into_iter().flatten().min();
            let wait = next.map(|next| next.saturating_sub(now));
            match &self.signals {
                Some(signals) => match receive(signals, wait) {
                    Ok(signal) => self.take(signal),
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => self.signals = None,
                },
                None => self.poll(wait),
            }
        }
    }

    /// Takes a signal, and those that wait behind it.
    fn take(&mut self, first: Signal) {
        let now = clock::elapsed();
        let waiting = self.signals.iter().flat_map(Receiver::try_iter);
        let signals: Vec<Signal> = std::iter::once(first).chain(waiting).collect();
        for signal in signals {
            match signal {
                // Where links are, a file outside of the site's folders may be one of its files.
                Signal::Touched(path, step) if self.scope.holds(&path) || self.tree.is_odd() => {
                    self.touched.insert(path, step);
                    self.batch.touch(now, self.pace());
                }
                Signal::Touched(..) => {}
                Signal::Lost => {
                    self.lost = true;
                    self.batch.touch(now, Pace::Unclear);
                }
                Signal::Ended(reason) => {
                    self.notes.push(reason);
                    (self.events, self.signals, self.lost) = (None, None, true);
                    self.batch.touch(now, Pace::Unclear);
                }
            }
        }
    }

    /// Do the events so far look like an editor's save that has come to its end, or like one that is under way?
    fn pace(&self) -> Pace {
        // What an editor made and removed again, such as vim's probe, keeps nobody waiting.
        let is_over = |(path, step): (&PathBuf, &Step)| match step {
            Step::Begun | Step::Open => false,
            Step::Done => true,
            Step::Gone => !self.tree.knows(path),
        };
        // What goes may come again: some editors put the old file aside before they write the new one.
        let may_come = |(path, step): (&PathBuf, &Step)| match step {
            Step::Open => true,
            Step::Gone => self.tree.knows(path),
            Step::Begun | Step::Done => false,
        };
        if self.touched.iter().any(may_come) {
            Pace::Writing
        } else if self.touched.len() <= FEW && self.touched.iter().all(is_over) {
            Pace::Saved
        } else {
            Pace::Unclear
        }
    }

    /// What the events of the batch have changed.
    fn settle(&mut self) -> Changes {
        self.batch = Batch::default();
        let steps = std::mem::take(&mut self.touched);
        let touched: BTreeSet<PathBuf> = steps.keys().cloned().collect();
        let mut is_lost = std::mem::take(&mut self.lost);
        if let Some(scope) = self.scope.renewed(&touched) {
            self.scope = scope;
            is_lost = true;
            if let Some(events) = &mut self.events {
                events.follow(&self.scope, &self.scope.folders().collect());
            }
        }
        if let Some(events) = &mut self.events {
            events.follow(&self.scope, &touched);
        }
        // A file that a symbolic link leads to has two paths, of which events name one.
        let is_open = is_lost || self.tree.is_odd();
        let files = if is_open {
            self.tree.look(&self.scope)
        } else {
            self.tree.settle(&self.scope, &touched)
        };
        let done = steps.iter().filter(|(_, step)| **step == Step::Done && !is_lost);
        let done = done.filter_map(|(path, _)| self.scope.site_path(path));
        let closed = done.filter(|path| files.contains(path)).collect();
        Changes { files, closed, is_open: is_open || self.tree.is_odd() }
    }

    /// Waits a while, or for as long as `wait`, and looks at everything.
    fn poll(&mut self, wait: Option<Duration>) {
        let pause = wait.map_or(self.poll, |wait| wait.min(self.poll));
        std::thread::sleep(pause);
        let before = clock::elapsed();
        if self.tree.differs(&self.scope) {
            self.lost = true;
            self.batch.touch(clock::elapsed(), Pace::Unclear);
        }
        self.poll = POLL.max(clock::elapsed().saturating_sub(before) * POLL_RATIO);
    }
}

/// Waits for a signal, without end if there is no limit.
fn receive(signals: &Receiver<Signal>, wait: Option<Duration>) -> Result<Signal, RecvTimeoutError> {
    match wait {
        Some(wait) => signals.recv_timeout(wait),
        None => signals.recv().map_err(|_| RecvTimeoutError::Disconnected),
    }
}
