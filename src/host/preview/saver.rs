//! What is remembered is written to disk beside the builds, so that no save of the author's waits for it.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use crate::host::disk::Disk;
use crate::host::store::Store;
use crate::pipeline::Recall;

/// A thread that writes memories, one after the other.
pub(super) struct Saver {
    orders: Option<Sender<Arc<Recall>>>,
    thread: Option<JoinHandle<()>>,
}

impl Saver {
    /// A thread that writes into `store` what is remembered of the site of `disk`.
    pub(super) fn start(store: Store, disk: Disk) -> Self {
        let (orders, ordered) = channel();
        let thread = std::thread::spawn(move || write_all(store, &disk, &ordered));
        Self { orders: Some(orders), thread: Some(thread) }
    }

    /// Has `memory` written soon.
    pub(super) fn save(&self, memory: &Arc<Recall>) {
        // A thread that has ended by a fault of ours costs the next process time, and nothing else.
        drop(self.orders.as_ref().map(|orders| orders.send(Arc::clone(memory))));
    }
}

impl Drop for Saver {
    fn drop(&mut self) {
        drop(self.orders.take());
        drop(self.thread.take().map(JoinHandle::join));
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
