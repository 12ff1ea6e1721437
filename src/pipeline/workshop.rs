//! A site that is built again and again: what did not change is not made again.

use std::sync::{Arc, Mutex, PoisonError};

use super::linked::Linked;
use super::memory::{Log, Recall};
use super::report::{Options, Report};
use super::story::{Lists, Stories};
use super::trace::Trace;
use super::{Stages, stages};
use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;
use crate::base::output::{Artifact, Item, Sink, Snapshot};
use crate::base::path::OutPath;
use crate::base::world::World;
use crate::site::{Job, Site};

/// What builds a site again and again, with a memory of what it made.
///
/// Nothing is told to it of what has changed: each build looks at the world, and gives what a build without memory would.
#[derive(Debug, Default)]
pub struct Workshop {
    memory: Arc<Recall>,
    last: Arc<Snapshot>,
    /// The site of the last build, if that was well.
    linked: Option<Linked>,
}

/// A built site.
#[derive(Debug, Clone, Default)]
pub struct Built {
    /// What the build found and did. If it holds an error, `output` is not whole and must not take the place of an earlier one.
    pub report: Report,
    /// Every file of the built site.
    pub output: Arc<Snapshot>,
    /// What ran and why.
    pub trace: Trace,
    /// What can be told of each page.
    pub stories: Arc<Stories>,
    /// The templates of what no content file stands for.
    pub lists: Arc<Lists>,
    /// The path that the site is published under, with a slash at both ends; `None` if the build did not get that far.
    pub root: Option<String>,
}

impl Workshop {
    /// A workshop that remembers nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A workshop that goes on with what another one remembered.
    pub fn with(memory: Recall) -> Self {
        Self { memory: Arc::new(memory), ..Self::default() }
    }

    /// What it remembers.
    pub fn memory(&self) -> &Arc<Recall> {
        &self.memory
    }

    /// Builds the site of `world` as it is now.
    pub fn build(&mut self, world: &dyn World, options: &Options) -> Built {
        let kept = Kept { world, last: &self.last, items: Mutex::default() };
        let log = Log::new(true);
        let Stages { report, linked, stories, lists, trace } =
            stages((world, options), (&self.memory, log), self.linked.take(), &kept);
        let items = kept.items.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut output: Snapshot = items.into_iter().collect();
        let site = linked.as_ref().map(|linked| &linked.site);
        if let Some(site) = site {
            name_pages(site, &mut output);
        }
        let root = site.map(|site| site.config.root_path().to_owned());
        let output = Arc::new(output);
        if !report.diagnostics.iter().any(Diagnostic::is_error) {
            self.last = Arc::clone(&output);
            self.linked = linked;
        }
        let (stories, lists) = (Arc::new(stories), Arc::new(lists));
        Built { report, output, trace, stories, lists, root }
    }
}

/// Notes which content file each page comes from, and where redirects lead.
fn name_pages(site: &Site, output: &mut Snapshot) {
    // Both are in the order of their paths: a search for each takes longer.
    let mut jobs = site.jobs.iter();
    for (path, item) in output {
        let job = jobs.find(|(of, _)| *of == path).map(|(_, job)| job);
        match job {
            Some(Job::Page(id, _)) => item.page.clone_from(&site.entry(*id).card.file),
            Some(Job::Alias(_, url)) => item.leads_to = Some(url.as_str().into()),
            _ => {}
        }
    }
}

/// Keeps every artifact, those of the last build as they are.
struct Kept<'a> {
    world: &'a dyn World,
    last: &'a Snapshot,
    items: Mutex<Vec<(OutPath, Item)>>,
}

impl Kept<'_> {
    fn insert(&self, path: &OutPath, item: Item) {
        let mut items = self.items.lock().unwrap_or_else(PoisonError::into_inner);
        items.push((path.clone(), item));
    }
}

impl Sink for Kept<'_> {
    fn put(
        &self,
        path: &OutPath,
        artifact: Artifact,
        digest: Option<Digest>,
    ) -> Result<(), Diagnostic> {
        let digest = match (&artifact, digest) {
            (_, Some(digest)) => digest,
            (Artifact::Bytes(bytes), None) => Digest::of(bytes),
            (Artifact::File(file), None) => self.world.digest(file)?,
        };
        self.insert(path, Item { digest, artifact, page: None, leads_to: None });
        Ok(())
    }

    fn take_over(&self, path: &OutPath, digest: Digest) -> Result<bool, Diagnostic> {
        let Some(item) = self.last.get(path).filter(|item| item.digest == digest) else {
            return Ok(false);
        };
        self.insert(path, item.clone());
        Ok(true)
    }
}
