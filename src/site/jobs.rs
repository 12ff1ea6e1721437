//! The files to be written, each path once.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as MapEntry;
use std::ops::Range;
use std::sync::Arc;

use super::Job;
use super::url;
use crate::base::diagnostic::Diagnostic;
use crate::base::path::{OutPath, SitePath};
use crate::base::source::Source;

/// Who asks for a file to be written.
#[derive(Debug, Clone)]
pub(super) enum Owner {
    /// A page, with the place that decides its URL.
    Page(Arc<Source>, Range<usize>),
    /// A page, with the former URL of it that is meant.
    Alias(Arc<Source>, Range<usize>),
    /// A file that is copied.
    File(SitePath),
    /// numerate itself: a list, a feed, the sitemap.
    Site(&'static str),
}

/// The jobs so far and what is wrong with them.
#[derive(Debug, Default)]
pub(super) struct Jobs {
    jobs: BTreeMap<OutPath, (Job, Owner)>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Jobs {
    /// Adds a job for `path` (see [`url`]); two jobs at one path are an error.
    pub(super) fn add(&mut self, path: &str, job: Job, owner: Owner) {
        match url::out_path(path) {
            Ok(path) => self.add_at(path, job, owner),
            Err(error) => {
                let message = format!("`{path}` cannot be a file of the site: {error}");
                self.diagnostics.push(point(Diagnostic::error("site/url", message), &owner, ""));
            }
        }
    }

    fn add_at(&mut self, path: OutPath, job: Job, owner: Owner) {
        match self.jobs.entry(path) {
            MapEntry::Vacant(vacant) => {
                vacant.insert((job, owner));
            }
            MapEntry::Occupied(occupied) => {
                let first = &occupied.get().1;
                let is_alias = |owner: &Owner| matches!(owner, Owner::Alias(..));
                let both = format!("{} and {}", describe(first), describe(&owner));
                let error = match (is_alias(first), is_alias(&owner)) {
                    // Each of the pages is there under its own URL.
                    (true, true) => Diagnostic::warning(
                        "site/alias",
                        format!("`{}` is {both}: it leads to the first", occupied.key()),
                    )
                    .help("remove it from the page that it should not lead to"),
                    (is_first, is_second) => {
                        let help = if is_first || is_second {
                            "remove the alias: a page is there"
                        } else {
                            "give one of them another name, `slug` or `url`"
                        };
                        let message = format!("two files want to be `{}`: {both}", occupied.key());
                        Diagnostic::error("site/collision", message).help(help)
                    }
                };
                self.diagnostics.push(point(point(error, &owner, "this one"), first, "the other"));
            }
        }
    }

    /// Adds a job unless the path is taken: for what numerate makes unless the author has made it.
    pub(super) fn add_unless_taken(&mut self, path: &str, job: Job) {
        if let Ok(path) = url::out_path(path) {
            self.jobs.entry(path).or_insert((job, Owner::Site("the built-in theme")));
        }
    }

    /// Is something written at `path`?
    pub(super) fn contains(&self, path: &str) -> bool {
        url::out_path(path).is_ok_and(|path| self.jobs.contains_key(&path))
    }

    /// The file that is copied to `path`, if one is.
    pub(super) fn copied_to(&self, path: &str) -> Option<&SitePath> {
        match self.jobs.get(&url::out_path(path).ok()?) {
            Some((Job::File(file), _)) => Some(file),
            _ => None,
        }
    }

    /// Every file that is copied and where it goes.
    pub(super) fn copies(&self) -> impl Iterator<Item = (&SitePath, &OutPath)> {
        self.jobs.iter().filter_map(|(path, (job, _))| match job {
            Job::File(file) => Some((file, path)),
            _ => None,
        })
    }

    /// Every path that is written, for suggestions.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.jobs.keys().map(OutPath::as_str)
    }

    /// The jobs alone.
    pub(super) fn into_map(self) -> BTreeMap<OutPath, Job> {
        self.jobs.into_iter().map(|(path, (job, _))| (path, job)).collect()
    }
}

fn describe(owner: &Owner) -> String {
    match owner {
        Owner::Page(source, _) => format!("`{}`", source.path),
        Owner::Alias(source, _) => format!("an alias of `{}`", source.path),
        Owner::File(path) => format!("`{path}`"),
        Owner::Site(what) => (*what).to_owned(),
    }
}

fn point(diagnostic: Diagnostic, owner: &Owner, text: &str) -> Diagnostic {
    match owner {
        Owner::Page(source, range) | Owner::Alias(source, range) => {
            diagnostic.label_in(source, range.clone(), text)
        }
        Owner::File(path) => diagnostic.label_in(&Source::new(path.clone(), ""), 0..0, text),
        Owner::Site(_) => diagnostic,
    }
}
