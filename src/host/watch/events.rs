//! The events of the file system: a hint that a path may have changed.
#![expect(
    clippy::disallowed_methods,
    reason = "the one place that asks the file system for events"
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind, RenameMode};
use notify::{Error, ErrorKind, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::scope::Scope;
use crate::host::cache;

/// How long to wait for the event of a file that was just written, before taking it that none will come.
const PATIENCE: Duration = Duration::from_millis(500);

/// What an event says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Signal {
    /// Something may have happened at this path.
    Touched(PathBuf, Step),
    /// Events were lost.
    Lost,
    /// From now on events are missing, for this reason.
    Ended(String),
}

/// How far a save seems to have come. It only says how long to wait for more: what has changed is read from the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// More may follow.
    Begun,
    /// A file was written to, and its being closed will be told, too.
    Open,
    /// A file was closed after it was written, or put there whole.
    Done,
    /// Nothing is there any more.
    Gone,
}

/// The watches on a site's folders.
#[derive(Debug)]
pub(super) struct Events {
    watcher: RecommendedWatcher,
    /// The folders that are watched with all that is in them.
    watched: BTreeSet<PathBuf>,
}

impl Events {
    /// Watches the site's folders; where that is impossible or in vain, gives the reason.
    pub(super) fn start(scope: &Scope) -> Result<(Self, Receiver<Signal>), String> {
        let (sender, receiver) = channel();
        let watcher = notify::recommended_watcher(move |event| tell(&sender, event));
        let watcher = watcher.map_err(|error| reason(&error))?;
        let mut events = Self { watcher, watched: BTreeSet::new() };
        events.test(scope, &receiver)?;
        // Configurations are watched by their folder: an editor that puts another file in their place would end a watch on the file.
        let root = events.watcher.watch(&scope.root, RecursiveMode::NonRecursive);
        root.map_err(|error| reason(&error))?;
        for folder in scope.folders() {
            events.add(&folder)?;
        }
        Ok((events, receiver))
    }

    /// Watches a folder and all that is in it, if it is there, and what symbolic links in it lead to.
    fn add(&mut self, folder: &Path) -> Result<(), String> {
        if !folder.is_dir() {
            self.watched.remove(folder);
            return Ok(());
        }
        if self.watched.insert(folder.to_path_buf()) {
            let watched = self.watcher.watch(folder, RecursiveMode::Recursive);
            watched.map_err(|error| reason(&error))?;
        }
        for link in links(folder) {
            // A link that leads nowhere or out of the site is an error of the build's.
            let Ok(target) = link.canonicalize() else { continue };
            let beside = if target.is_dir() { Some(&*target) } else { target.parent() };
            if let Some(beside) = beside.filter(|beside| self.watched.insert(beside.to_path_buf()))
            {
                self.watcher
                    .watch(beside, RecursiveMode::NonRecursive)
                    .map_err(|error| reason(&error))?;
            }
        }
        Ok(())
    }

    /// Goes on watching folders of the site that came back.
    pub(super) fn follow(&mut self, scope: &Scope, touched: &BTreeSet<PathBuf>) {
        for folder in scope.folders().filter(|folder| touched.contains(folder)) {
            // A watch ends with the folder it is on: one that came back is another folder.
            self.watched.remove(&folder);
            drop(self.add(&folder));
        }
    }

    /// Writes a file in the cache's folder and waits for the event.
    fn test(&mut self, scope: &Scope, signals: &Receiver<Signal>) -> Result<(), String> {
        let Ok(probe) = cache::probe(&scope.root) else { return Ok(()) };
        let folder = probe.parent().unwrap_or(&scope.root).to_path_buf();
        self.watcher.watch(&folder, RecursiveMode::NonRecursive).map_err(|error| reason(&error))?;
        let written = cache::touch(&probe);
        let arrived = written.is_err() || arrives(signals, &probe);
        cache::remove(&probe);
        // Whatever is written there later is the cache's own business.
        drop(self.watcher.unwatch(&folder));
        if arrived {
            return Ok(());
        }
        Err("no event arrives for a file that was just written: looking for changes twice a second instead".into())
    }
}

/// Does an event name `probe` in time?
fn arrives(signals: &Receiver<Signal>, probe: &Path) -> bool {
    loop {
        match signals.recv_timeout(PATIENCE) {
            Ok(Signal::Touched(path, _)) if path.file_name() == probe.file_name() => return true,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
}

/// Passes on what an event says.
fn tell(sender: &Sender<Signal>, event: Result<notify::Event, Error>) {
    // Nobody listens any more once the preview is at its end.
    let send = |signal| drop(sender.send(signal));
    match event {
        Ok(event) if event.need_rescan() => send(Signal::Lost),
        Ok(event) if is_reading(event.kind) => {}
        Ok(event) => {
            let n_paths = event.paths.len();
            for (at, path) in event.paths.into_iter().enumerate() {
                send(Signal::Touched(path, step(event.kind, at + 1 == n_paths)));
            }
        }
        Err(error) if is_limit(&error) => send(Signal::Ended(reason(&error))),
        Err(error) if error.paths.is_empty() => send(Signal::Lost),
        Err(error) => {
            error.paths.into_iter().for_each(|path| send(Signal::Touched(path, Step::Begun)));
        }
    }
}

/// What an event of this kind says of its paths, of which the last is where something was moved to.
fn step(kind: EventKind, is_last: bool) -> Step {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write))
        | EventKind::Modify(ModifyKind::Name(RenameMode::To)) => Step::Done,
        EventKind::Modify(ModifyKind::Name(RenameMode::Both)) if is_last => Step::Done,
        // Of the systems that numerate knows, Linux alone tells when a file is closed.
        EventKind::Create(CreateKind::File) | EventKind::Modify(ModifyKind::Data(_))
            if cfg!(target_os = "linux") =>
        {
            Step::Open
        }
        EventKind::Modify(ModifyKind::Name(RenameMode::From | RenameMode::Both))
        | EventKind::Remove(_) => Step::Gone,
        _ => Step::Begun,
    }
}

/// Does an event tell of reading alone, such as our own?
fn is_reading(kind: EventKind) -> bool {
    matches!(kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write))
}

/// The symbolic links in a folder.
fn links(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok);
    entries.filter(walkdir::DirEntry::path_is_symlink).map(walkdir::DirEntry::into_path)
}

/// Are as many folders watched as this machine allows?
fn is_limit(error: &Error) -> bool {
    match &error.kind {
        ErrorKind::MaxFilesWatch => true,
        // ENOSPC, by which inotify says that a user's watches are used up.
        ErrorKind::Io(error) => error.raw_os_error() == Some(28),
        _ => false,
    }
}

/// Why there are no watches, and what to do about it.
pub(super) fn reason(error: &Error) -> String {
    if is_limit(error) {
        "this machine's limit of watched folders is used up: looking for changes twice a second instead; \
         raise it with `sudo sysctl fs.inotify.max_user_watches=524288`"
            .into()
    } else {
        format!("the site cannot be watched ({error}): looking for changes twice a second instead")
    }
}
