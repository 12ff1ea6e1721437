//! The site that was linked last: where nothing but texts has changed since, they are put into it, and nothing is linked anew.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::memory::{Log, Recall};
use super::parser::Parser;
use super::{Copied, Resolved};
use crate::base::diagnostic::{Diagnostic, Staged, Warned};
use crate::base::digest::Digest;
use crate::base::memo::{Outcome, Reads, Recorder};
use crate::base::path::SitePath;
use crate::base::world::World;
use crate::content::discover::PageFile;
use crate::content::image::measure;
use crate::render::{Templates, builtin_statics};
use crate::resolve::article::Article;
use crate::site::Site;
use crate::site::link::{Parts, link};

/// A linked site, with all that it was made of.
#[derive(Debug)]
pub(super) struct Linked {
    pub(super) site: Site,
    articles: Vec<Article>,
    basis: Basis,
    said: Vec<Diagnostic>,
}

/// What a site is made of besides its articles.
#[derive(Debug)]
struct Basis {
    settings: Digest,
    templates: Option<Outcome<Templates>>,
    hidden: Vec<PageFile>,
    failed: BTreeSet<SitePath>,
    files: Copied,
    /// The pictures that were measured; `None` if that is not known, and the site cannot be used again.
    measured: Option<Reads>,
}

impl Linked {
    /// Links what the stages before gave: `last` with other texts, if nothing else has changed.
    ///
    /// Only where the log is read what comes is kept for the next build: to note what it was made of takes time.
    pub(super) fn of(
        resolved: Resolved,
        last: Option<Self>,
        parser: &Parser<'_>,
        (memory, log): (&Recall, &Log),
    ) -> Staged<Self> {
        let Resolved { articles, hidden, failed, config, cascade, settings, templates, files } =
            resolved;
        let (world, is_kept) = (parser.world, log.is_read());
        let basis = Basis { settings, templates, hidden, failed, files, measured: None };
        let why = match last {
            None => "new",
            Some(mut last) => match last.change((&basis, &articles), parser, memory) {
                None => {
                    last.articles = articles;
                    log.linked(None);
                    let warnings = last.said.clone();
                    return Ok(Warned { value: last, warnings });
                }
                Some(why) => why,
            },
        };
        log.linked(Some(why));
        let recorder = is_kept.then(|| Recorder::new(world));
        let seen: &dyn World = recorder.as_ref().map_or(world, |recorder| recorder);
        let parts = Parts {
            config: parser.templates.map_or(config.clone(), |templates| templates.naming(&config)),
            cascade: &cascade,
            articles: articles.clone(),
            hidden: &basis.hidden,
            failed: basis.failed.clone(),
            statics: &basis.files.statics,
            loose: &basis.files.loose,
            measure: &|path| measure(seen, path),
            builtin: builtin_statics(),
            extracts: &memory.extracts,
            texts: parser,
        };
        let Warned { value: site, warnings } = link(parts)?;
        let measured = recorder.and_then(Recorder::finish);
        let basis = Basis { measured, ..basis };
        let said = if is_kept { warnings.clone() } else { Vec::new() };
        Ok(Warned { value: Self { site, articles, basis, said }, warnings })
    }

    /// Puts the texts of `articles` into the site, unless more than texts has changed: then it says what.
    fn change(
        &mut self,
        (basis, articles): (&Basis, &[Article]),
        parser: &Parser<'_>,
        memory: &Recall,
    ) -> Option<&'static str> {
        if let Some(change) = self.basis.change(basis, parser.world) {
            return Some(change);
        }
        let is_another = is_said_of_changed(&self.said, (&self.articles, articles))
            || !self.site.retext((&self.articles, articles), (&memory.extracts, parser));
        is_another.then_some("more of a page than its text has changed")
    }
}

impl Basis {
    /// Why a site on the basis `other` may not be the same as one on this, in words.
    fn change(&self, other: &Self, world: &dyn World) -> Option<&'static str> {
        let Self { settings, templates, hidden, failed, files, measured } = self;
        let are_same_templates = match (templates, &other.templates) {
            (Some(one), Some(two)) => Arc::ptr_eq(one, two),
            _ => false,
        };
        let is_as_measured =
            |(path, digest): (&SitePath, &Option<Digest>)| world.digest(path).ok() == *digest;
        let are_same_pictures =
            || measured.as_ref().is_some_and(|measured| measured.iter().all(is_as_measured));
        if *settings != other.settings {
            Some("the configuration has changed")
        } else if !are_same_templates {
            Some("a template has changed")
        } else if (hidden, failed, files) != (&other.hidden, &other.failed, &other.files) {
            Some("there are other files than before")
        } else if !are_same_pictures() {
            Some("a picture has changed")
        } else {
            None
        }
    }
}

/// Is something said of a page whose text has changed? It may no longer hold, or its place may have moved.
fn is_said_of_changed(said: &[Diagnostic], (old, new): (&[Article], &[Article])) -> bool {
    let changed = old.iter().zip(new).filter(|(old, new)| !old.is_same_text(new));
    let changed: BTreeSet<&SitePath> = changed.map(|(old, _)| &old.file.path).collect();
    let sources =
        said.iter().flat_map(|said| &said.labels).filter_map(|label| label.source.as_ref());
    sources.into_iter().any(|source| changed.contains(&source.path))
}
