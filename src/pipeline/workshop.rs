//! A site that is built again and again: what did not change is not made again.

use std::sync::{Arc, Mutex, PoisonError};

use super::report::{Options, Report};
use super::story::Stories;
use super::trace::{Ran, Stage, Trace};
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
    last: Arc<Snapshot>,
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
    /// The path that the site is published under, with a slash at both ends; `None` if the build did not get that far.
    pub root: Option<String>,
}

impl Workshop {
    /// A workshop that remembers nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Builds the site of `world` as it is now.
    pub fn build(&mut self, world: &dyn World, options: &Options) -> Built {
        let kept = Kept { world, items: Mutex::default() };
        let Stages { report, site, stories } = stages(world, options, &kept);
        let mut output = kept.items.into_inner().unwrap_or_else(PoisonError::into_inner);
        if let Some(site) = &site {
            name_pages(site, &mut output);
        }
        let ran = output.keys().map(|path| Ran {
            stage: Stage::Render,
            subject: path.to_string(),
            why: "new".to_owned(),
        });
        let trace = Trace { ran: ran.collect(), ..Trace::default() };
        self.last = Arc::new(output);
        let root = site.map(|site| site.config.root_path().to_owned());
        Built { report, output: Arc::clone(&self.last), trace, stories: Arc::new(stories), root }
    }
}

/// Notes which content file each page comes from.
fn name_pages(site: &Site, output: &mut Snapshot) {
    for (path, item) in output {
        if let Some(Job::Page(id, _)) = site.jobs.get(path) {
            item.page.clone_from(&site.entry(*id).card.file);
        }
    }
}

/// Keeps every artifact.
struct Kept<'a> {
    world: &'a dyn World,
    items: Mutex<Snapshot>,
}

impl Sink for Kept<'_> {
    fn put(&self, path: &OutPath, artifact: Artifact) -> Result<(), Diagnostic> {
        let digest = match &artifact {
            Artifact::Bytes(bytes) => Digest::of(bytes),
            Artifact::File(file) => self.world.digest(file)?,
        };
        let mut items = self.items.lock().unwrap_or_else(PoisonError::into_inner);
        items.insert(path.clone(), Item { digest, artifact, page: None });
        Ok(())
    }
}
