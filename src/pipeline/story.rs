//! What can be told of one page: for `why`, and for the preview's inspector.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use super::pages::Leaf;
use super::report::Hidden;
use crate::base::as_of::AsOf;
use crate::base::path::{OutPath, SitePath};
use crate::base::world::World;
use crate::content::config::Shown;
use crate::render::{Templates, template_for, template_of};
use crate::resolve::article::{Article, Asked, Seen};
use crate::site::{Job, Site};

/// What can be told of a content file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    /// The file.
    pub file: SitePath,
    /// Where its page stands in the built site, and its URL path; `None` if it has none, because it is hidden or has errors.
    pub place: Option<Place>,
    /// Why a build without options leaves it out, whether or not this one does.
    pub hidden: Option<Hidden>,
    /// When it next appears or disappears by its dates.
    pub due: Option<DateTime<FixedOffset>>,
    /// As of when it sees data.
    pub as_of: AsOf,
    /// Its queries, in order.
    pub queries: Vec<Asked>,
    /// The tables that they read.
    pub tables: Vec<Seen>,
}

/// Where a page stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its file in the built site; for a list, that of its first page.
    pub path: OutPath,
    /// The URL path, with a leading slash.
    pub url: String,
    /// The template that makes it, then those that it extends and includes, by name.
    pub templates: Arc<[String]>,
}

/// The stories of a site's pages, by file.
pub type Stories = BTreeMap<SitePath, Story>;

/// The templates of what stands in the built site for no content file: lists, feeds and the like.
pub type Lists = BTreeMap<OutPath, Arc<[String]>>;

/// Begins the stories of all pages whose front matter can be read.
pub(super) fn add_pages(world: &dyn World, pages: &[Leaf], shown: Shown, stories: &mut Stories) {
    for page in pages.iter().map(|leaf| &*leaf.opened) {
        let story = Story {
            file: page.file.path.clone(),
            place: None,
            hidden: page.front.hidden(world.now(), shown).map(|hidden| Hidden::of(page, hidden)),
            due: page.front.due(world.now()),
            as_of: page.front.sees_as_of(),
            queries: Vec::new(),
            tables: Vec::new(),
        };
        stories.insert(story.file.clone(), story);
    }
}

/// Adds what the pages asked of the data.
pub(super) fn add_data(articles: &[Article], stories: &mut Stories) {
    for article in articles {
        if let Some(story) = stories.get_mut(&article.file.path) {
            story.queries.clone_from(&article.facts.queries);
            story.tables.clone_from(&article.facts.tables);
        }
    }
}

/// Adds where the pages stand.
pub(super) fn add_places(site: &Site, templates: &Templates, stories: &mut Stories) {
    for (path, job) in &site.jobs {
        let Job::Page(id, 0) = job else { continue };
        let entry = site.entry(*id);
        let Some(story) = entry.card.file.as_ref().and_then(|file| stories.get_mut(file)) else {
            continue;
        };
        story.place = Some(Place {
            path: path.clone(),
            url: entry.card.url.clone(),
            templates: templates.chain(&template_of(templates, entry)),
        });
    }
}

/// The templates of all that a template makes and no content file stands for.
pub(super) fn lists(site: &Site, templates: &Templates) -> Lists {
    let is_list = |job: &Job| match job {
        Job::Page(id, _) => site.entry(*id).card.file.is_none(),
        Job::File(_) | Job::Builtin(_) | Job::Made(..) => false,
        _ => true,
    };
    let lists = site.jobs.iter().filter(|(_, job)| is_list(job));
    let chain = |job| templates.chain(&template_for(site, templates, job).0);
    lists.map(|(path, job)| (path.clone(), chain(job))).collect()
}
