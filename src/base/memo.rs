//! Memory: tables of results that are taken again as long as all that they came from is the same.
//!
//! Nothing is invalidated. A result is kept under a key, the digest of what it was made with, and beside it stands which files were
//! read on the way, with the digests of what they held. It is found again only by the same key while each of those files holds the
//! same, so a file that changes takes nothing out: it is merely not what a result was made of any more.

use std::collections::{BTreeMap, HashMap};
use std::io::Read;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, FixedOffset};
use rayon::prelude::{ParallelIterator as _, ParallelSliceMut as _};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::diagnostic::Diagnostic;
use super::digest::Digest;
use super::encode::{decode, encode};
use super::path::SitePath;
use super::world::{Cache, FileEntry, World};

/// For how many builds a result is kept that none of them asks for.
const KEPT: u32 = 16;

/// Files that were read, with the digests of what they held; `None` for one that could not be read.
pub type Reads = BTreeMap<SitePath, Option<Digest>>;

/// What a table knows under a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found<V> {
    /// A result that holds.
    Same(V),
    /// A result that no longer holds, because this file has changed.
    Changed(SitePath),
    /// Nothing.
    Nothing,
}

/// Why a result was made, or that it was not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// It was taken from memory.
    Reused,
    /// Nothing was kept under its key.
    New,
    /// This file has changed.
    Changed(SitePath),
    /// Templates that it depends on have changed.
    Templates,
    /// Data that it depends on has changed.
    Data,
}

/// Results of one kind by their keys.
#[derive(Debug)]
pub struct Table<V> {
    slots: Mutex<HashMap<Digest, Slot<V>>>,
}

/// A result and what it was made of.
#[derive(Debug, Clone)]
struct Slot<V> {
    value: V,
    /// In order of the paths; most results have one, for which a map would take ten times the space.
    reads: Box<[(SitePath, Option<Digest>)]>,
    /// For how many builds it has not been asked for.
    idle: u32,
    /// Has it been written to disk?
    is_stored: bool,
}

impl<V> Default for Table<V> {
    fn default() -> Self {
        Self { slots: Mutex::default() }
    }
}

impl<V: Clone> Table<V> {
    /// Looks for the result under `key`, if the files it was made of are still those of `world`.
    pub fn find(&self, key: Digest, world: &dyn World) -> Found<V> {
        let mut slots = self.lock();
        let Some(slot) = slots.get_mut(&key) else { return Found::Nothing };
        let mut reads = slot.reads.iter();
        if let Some((path, _)) = reads.find(|(path, digest)| world.digest(path).ok() != *digest) {
            return Found::Changed(path.clone());
        }
        slot.idle = 0;
        Found::Same(slot.value.clone())
    }

    /// The result under `key`, for those that are made of nothing but their key.
    pub fn get(&self, key: Digest) -> Option<V> {
        let mut slots = self.lock();
        let slot = slots.get_mut(&key)?;
        slot.idle = 0;
        Some(slot.value.clone())
    }

    /// The result under `key`, made by `make` if there is none that holds, and then kept.
    pub fn remember(
        &self,
        key: Digest,
        world: &dyn World,
        make: impl FnOnce(&dyn World) -> V,
    ) -> (V, Why) {
        let why = match self.find(key, world) {
            Found::Same(value) => return (value, Why::Reused),
            Found::Changed(path) => Why::Changed(path),
            Found::Nothing => Why::New,
        };
        let recorder = Recorder::new(world);
        let value = make(&recorder);
        if let Some(reads) = recorder.finish() {
            self.keep(key, value.clone(), reads);
        }
        (value, why)
    }

    /// Keeps a result.
    pub fn keep(&self, key: Digest, value: V, reads: Reads) {
        let reads = reads.into_iter().collect();
        self.lock().insert(key, Slot { value, reads, idle: 0, is_stored: false });
    }

    /// Lets go everything.
    pub fn clear(&self) {
        self.lock().clear();
    }

    /// Lets go what no build has asked for in a long time: called once per build.
    pub fn age(&self) {
        self.lock().retain(|_, slot| {
            slot.idle += 1;
            slot.idle <= KEPT
        });
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Digest, Slot<V>>> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Table<Outcome<T>> {
    /// [`remember`](Self::remember), but for what says that something is wrong with the cache.
    pub fn remember_lasting(
        &self,
        key: Digest,
        world: &dyn World,
        make: impl FnOnce(&dyn World) -> Outcome<T>,
    ) -> (Outcome<T>, Why) {
        let (outcome, why) = self.remember(key, world, make);
        if outcome.as_ref().as_ref().is_err_and(|wrong| wrong.iter().any(Diagnostic::is_passing)) {
            self.lock().remove(&key);
        }
        (outcome, why)
    }
}

/// How many results are written as one.
const CHUNK: usize = 512;

impl<V: Clone + Send + Sync + Serialize + DeserializeOwned> Table<V> {
    /// Writes the results that have not been written yet, or `all` that the last build asked for, in parts that can be read alone.
    pub fn store(&self, all: bool) -> Vec<Vec<u8>> {
        let mut slots = self.lock();
        let mut wanted: Vec<(Digest, &mut Slot<V>)> = slots
            .iter_mut()
            .filter(|(_, slot)| if all { slot.idle <= 1 } else { !slot.is_stored })
            .map(|(key, slot)| (*key, slot))
            .collect();
        wanted.sort_by_key(|(key, _)| *key);
        wanted
            .par_chunks_mut(CHUNK)
            .map(|part| {
                let entries: Vec<(Digest, &[_], &V)> =
                    part.iter().map(|(key, slot)| (*key, &*slot.reads, &slot.value)).collect();
                let bytes = encode(&entries);
                for (_, slot) in part {
                    slot.is_stored = true;
                }
                bytes
            })
            .collect()
    }

    /// Takes the results of a part, none if it cannot be read.
    pub fn restore(&self, part: &[u8]) {
        let entries: Vec<(Digest, Box<[_]>, V)> = decode(part).unwrap_or_default();
        let mut slots = self.lock();
        for (key, reads, value) in entries {
            slots.insert(key, Slot { value, reads, idle: 0, is_stored: true });
        }
    }

    /// How many results there are.
    pub fn count(&self) -> usize {
        self.lock().len()
    }
}

/// A world that notes what is read of it.
pub struct Recorder<'w> {
    world: &'w dyn World,
    notes: Mutex<Notes>,
}

/// What a recorder has noted.
#[derive(Default)]
struct Notes {
    reads: Reads,
    /// Was something asked for that digests of files do not tell?
    is_open: bool,
}

impl<'w> Recorder<'w> {
    /// A recorder that has noted nothing.
    pub fn new(world: &'w dyn World) -> Self {
        Self { world, notes: Mutex::default() }
    }

    /// The digest of a file that was read.
    pub fn digest_of(&self, path: &SitePath) -> Option<Digest> {
        let notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        notes.reads.get(path).copied().flatten()
    }

    /// What was read; `None` if a result depends on more than that, and must not be kept.
    pub fn finish(self) -> Option<Reads> {
        let notes = self.notes.into_inner().unwrap_or_else(PoisonError::into_inner);
        (!notes.is_open).then_some(notes.reads)
    }

    fn note(&self, path: &SitePath, digest: Option<Digest>) {
        let mut notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        // A file that changes between two readings gives a result that nothing stands for.
        let first = *notes.reads.entry(path.clone()).or_insert(digest);
        notes.is_open |= first != digest;
    }
}

impl World for Recorder<'_> {
    fn files(&self) -> Result<Vec<FileEntry>, Vec<Diagnostic>> {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner).is_open = true;
        self.world.files()
    }

    fn read(&self, path: &SitePath) -> Result<Vec<u8>, Diagnostic> {
        self.load(path).map(|(bytes, _)| bytes)
    }

    fn load(&self, path: &SitePath) -> Result<(Vec<u8>, Digest), Diagnostic> {
        let loaded = self.world.load(path);
        self.note(path, loaded.as_ref().ok().map(|(_, digest)| *digest));
        loaded
    }

    fn open(&self, path: &SitePath) -> Result<Box<dyn Read + Send + '_>, Diagnostic> {
        self.note(path, self.world.digest(path).ok());
        self.world.open(path)
    }

    fn now(&self) -> DateTime<FixedOffset> {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner).is_open = true;
        self.world.now()
    }

    fn holds_until(&self, moment: DateTime<FixedOffset>) {
        self.world.holds_until(moment);
    }

    fn digest(&self, path: &SitePath) -> Result<Digest, Diagnostic> {
        let digest = self.world.digest(path);
        self.note(path, digest.as_ref().ok().copied());
        digest
    }

    fn cache(&self) -> Option<Arc<dyn Cache>> {
        // What is found in the cache is what would be made without it.
        self.world.cache()
    }

    fn elapsed(&self) -> Duration {
        self.world.elapsed()
    }
}

/// A result with what it said, shared by all who ask for it.
pub type Outcome<T> = Arc<super::diagnostic::Staged<T>>;

#[cfg(test)]
mod tests {
    use super::{Found, Recorder, SitePath, Table};
    use crate::base::digest::Digest;
    use crate::base::world::{Memory, World as _};

    fn world(text: &str) -> Memory {
        let now = chrono::DateTime::parse_from_rfc3339("2026-01-01T00:00:00Z").expect("valid");
        Memory::fixture(&format!("//- /a\n{text}"), now)
    }

    #[test]
    fn a_result_holds_as_long_as_the_files_it_was_made_of() {
        let (table, key) = (Table::default(), Digest::of(b"key"));
        let path = |path: &str| SitePath::new(path).expect("valid");
        let one = world("one\n");
        assert_eq!(table.find(key, &one), Found::Nothing);
        let recorder = Recorder::new(&one);
        recorder.read(&path("a")).expect("there");
        recorder.read(&path("b")).expect_err("not there");
        table.keep(key, 1, recorder.finish().expect("nothing else"));
        assert_eq!(table.find(key, &one), Found::Same(1));
        assert_eq!(table.find(key, &world("two\n")), Found::Changed(path("a")));
        assert_eq!(table.find(key, &world("one\n//- /b\n")), Found::Changed(path("b")));
        assert_eq!(table.find(Digest::of(b"other"), &one), Found::Nothing);
    }

    #[test]
    fn what_nobody_asks_for_is_let_go() {
        let (table, [old, used]) = (Table::default(), [b"old", b"use"].map(|key| Digest::of(key)));
        table.keep(old, 1, super::Reads::new());
        table.keep(used, 2, super::Reads::new());
        for _ in 0..super::KEPT {
            table.age();
            assert_eq!(table.get(used), Some(2));
        }
        table.age();
        assert_eq!((table.get(old), table.get(used)), (None, Some(2)));
    }

    #[test]
    fn the_clock_and_the_list_of_files_stand_in_no_key() {
        let world = world("");
        let [clock, list] = [Recorder::new(&world), Recorder::new(&world)];
        clock.now();
        list.files().expect("in memory");
        assert_eq!((clock.finish(), list.finish()), (None, None));
    }
}
