//! What the builds and the requests share: the edition that is served, and what there is to say about it.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use tokio::sync::broadcast::{self, Receiver, Sender};

use super::edition::Edition;
use super::editor::Editor;
use super::guard::Guard;
use super::message::{Message, Report};
use super::repair::Repair;
use crate::host::disk::Disk;
use crate::pipeline::{Built, Options};

/// How many messages a page may be behind before it is told to catch up.
const BEHIND: usize = 64;

/// What all parts of the preview share.
#[derive(Debug)]
pub(super) struct State {
    /// Who may ask.
    pub(super) guard: Guard,
    /// The site's files.
    pub(super) disk: Disk,
    /// Links into the author's editor, with the place left open.
    pub(super) editor: Option<String>,
    now: RwLock<Arc<Now>>,
    news: Sender<Arc<str>>,
}

/// The preview at one time. Never changed: the next one takes its place as a whole.
#[derive(Debug, Default)]
pub(super) struct Now {
    /// What is served.
    pub(super) edition: Arc<Edition>,
    /// What the last build said, as pages are told.
    pub(super) report: Arc<Report>,
    /// What can be put right by a click, by name.
    pub(super) repairs: Arc<BTreeMap<String, Repair>>,
    /// The last build, for questions about pages, and with which options it was made.
    pub(super) built: Option<Arc<(Built, Options)>>,
}

impl State {
    /// A preview of nothing yet.
    pub(super) fn new(guard: Guard, disk: Disk, editor: Option<&Editor>) -> Self {
        let editor = editor.map(|editor| editor.template(disk.root()));
        let (news, _) = broadcast::channel(BEHIND);
        Self { guard, disk, editor, now: RwLock::default(), news }
    }

    /// The preview as it is now.
    pub(super) fn now(&self) -> Arc<Now> {
        Arc::clone(&self.now.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts another one in its place, and tells the pages that are open.
    pub(super) fn publish(&self, now: Now, message: Option<&Message<'_>>) {
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(now);
        if let Some(message) = message {
            // Without a page that is open nobody listens.
            drop(self.news.send(message.text()));
        }
    }

    /// What is told from now on, and what there is to say to a page that begins to listen.
    pub(super) fn listen(&self) -> (Receiver<Arc<str>>, Arc<str>) {
        // In this order no message can fall between the two.
        let news = self.news.subscribe();
        (news, self.greeting())
    }

    /// What a page needs to know that has missed some messages, or all.
    pub(super) fn greeting(&self) -> Arc<str> {
        let now = self.now();
        Message::greeting(&now.edition.build, &now.report, self.editor.as_deref()).text()
    }
}
