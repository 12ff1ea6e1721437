//! What is remembered is written to disk beside the builds, so that no save of the author's waits for it.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use crate::host::disk::Disk;
use crate::host::store::Store;
use crate::pipeline::Recall;

/// A thread that writes what is remembered, one time after the other.
pub(super) struct Saver {
    orders: Mutex<Option<Sender<Arc<Recall>>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
    memory: Mutex<Arc<Recall>>,
}

impl Saver {
    /// A thread that writes into `store` what is remembered of the site of `disk`.
    pub(super) fn start(store: Store, disk: Disk, memory: &Arc<Recall>) -> Self {
        let (orders, ordered) = channel();
        let thread = std::thread::spawn(move || write_all(store, &disk, &ordered));
        let memory = Mutex::new(Arc::clone(memory));
        Self { orders: Mutex::new(Some(orders)), thread: Mutex::new(Some(thread)), memory }
    }

    /// From now on `memory` is what is remembered.
    pub(super) fn follow(&self, memory: &Arc<Recall>) {
        *self.memory.lock().unwrap_or_else(PoisonError::into_inner) = Arc::clone(memory);
    }

    /// Has what is remembered written soon.
    pub(super) fn save(&self) {
        let orders = self.orders.lock().unwrap_or_else(PoisonError::into_inner);
        let memory = Arc::clone(&self.memory.lock().unwrap_or_else(PoisonError::into_inner));
        // A thread that has ended by a fault of ours costs the next process time, and nothing else.
        drop(orders.as_ref().map(|orders| orders.send(memory)));
    }

    /// Writes what is remembered now, and nothing after that.
    pub(super) fn finish(&self) {
        self.save();
        self.end();
    }

    /// Waits until everything is written that was ordered.
    fn end(&self) {
        drop(self.orders.lock().unwrap_or_else(PoisonError::into_inner).take());
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        drop(thread.map(JoinHandle::join));
    }
}

impl Drop for Saver {
    fn drop(&mut self) {
        self.end();
    }
}

/// Writes what is ordered until nobody orders any more.
fn write_all(mut store: Store, disk: &Disk, ordered: &Receiver<Arc<Recall>>) {
    while let Ok(memory) = ordered.recv() {
        // Of several orders the last one holds it all.
        let memory = ordered.try_iter().last().unwrap_or(memory);
        store.save(&memory, disk);
    }
}
