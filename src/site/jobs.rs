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
    /// A file that is copied.
    File(SitePath),
    /// numerate itself: a list, a feed, the sitemap.
    Site(&'static str),
}

/// The jobs so far and what is wrong with them.
#[derive(Debug, Default)]
pub(super) struct Jobs {
    written: BTreeMap<OutPath, (Job, Owner)>,
    /// Redirects from former URLs: they give way to everything else.
    former: BTreeMap<OutPath, (Job, Owner)>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Jobs {
    /// Adds a job for `path` (see [`url`]); two jobs at one path are an error.
    pub(super) fn add(&mut self, path: &str, job: Job, owner: Owner) {
        if let Some(path) = self.path(path, &owner) {
            self.add_at(path, job, owner);
        }
    }

    /// A path as one of the built site; if it is none, that is reported where `owner` asks for it.
    fn path(&mut self, path: &str, owner: &Owner) -> Option<OutPath> {
        let error = match url::out_path(path) {
            Ok(path) => return Some(path),
            Err(error) => error,
        };
        let message = format!("`{path}` cannot be a file of the site: {error}");
        self.diagnostics.push(point(Diagnostic::error("site/url", message), owner, ""));
        None
    }

    fn add_at(&mut self, path: OutPath, job: Job, owner: Owner) {
        match self.written.entry(path) {
            MapEntry::Vacant(vacant) => {
                vacant.insert((job, owner));
            }
            MapEntry::Occupied(occupied) => {
                let first = &occupied.get().1;
                let message = format!(
                    "two files want to be `{}`: {} and {}",
                    occupied.key(),
                    describe(first),
                    describe(&owner)
                );
                let error = Diagnostic::error("site/collision", message)
                    .help("give one of them another name, `slug` or `url`");
                self.diagnostics.push(point(point(error, &owner, "this one"), first, "the other"));
            }
        }
    }

    /// Notes a redirect from a former URL. Of two pages that were at one URL the later one has it, as in Hugo.
    pub(super) fn add_former(&mut self, path: &str, job: Job, owner: Owner) {
        let Some(path) = self.path(path, &owner) else { return };
        if let Some((_, first)) = self.former.get(&path).filter(|(_, own)| !is_same(own, &owner)) {
            let message =
                format!("`{path}` is an alias of two pages, and leads to {}", describe(&owner));
            let warning = Diagnostic::warning("site/alias", message)
                .help("remove the alias from one of the two pages");
            let warning = point(warning, &owner, "this one");
            self.diagnostics.push(point(warning, first, "the other"));
        }
        self.former.insert(path, (job, owner));
    }

    /// Adds the redirects from former URLs where nothing else is written.
    pub(super) fn add_formers(&mut self) {
        for (path, (job, owner)) in std::mem::take(&mut self.former) {
            match self.written.entry(path) {
                MapEntry::Vacant(vacant) => drop(vacant.insert((job, owner))),
                MapEntry::Occupied(taken) if is_same(&taken.get().1, &owner) => {}
                MapEntry::Occupied(taken) => {
                    let there = describe(&taken.get().1);
                    let message =
                        format!("the alias is left out: `{}` is written by {there}", taken.key());
                    let warning = Diagnostic::warning("site/alias", message)
                        .help("remove the alias, or give what is there another URL");
                    self.diagnostics.push(point(warning, &owner, ""));
                }
            }
        }
    }

    /// Adds a job unless the path is taken: for what numerate makes unless the author has made it.
    pub(super) fn add_unless_taken(&mut self, path: &str, job: Job) {
        if let Ok(path) = url::out_path(path) {
            self.written.entry(path).or_insert((job, Owner::Site("the built-in theme")));
        }
    }

    /// Is something written at `path`?
    pub(super) fn contains(&self, path: &str) -> bool {
        url::out_path(path).is_ok_and(|path| self.written.contains_key(&path))
    }

    /// The file that is copied to `path`, if one is.
    pub(super) fn copied_to(&self, path: &str) -> Option<&SitePath> {
        match self.written.get(&url::out_path(path).ok()?) {
            Some((Job::File(file), _)) => Some(file),
            _ => None,
        }
    }

    /// Every file that is copied and where it goes.
    pub(super) fn copies(&self) -> impl Iterator<Item = (&SitePath, &OutPath)> {
        self.written.iter().filter_map(|(path, (job, _))| match job {
            Job::File(file) => Some((file, path)),
            _ => None,
        })
    }

    /// Every path that is written, for suggestions.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.written.keys().map(OutPath::as_str)
    }

    /// The jobs alone.
    pub(super) fn into_map(self) -> BTreeMap<OutPath, Job> {
        self.written.into_iter().map(|(path, (job, _))| (path, job)).collect()
    }
}

/// Do both come from one file?
fn is_same(one: &Owner, other: &Owner) -> bool {
    match (one, other) {
        (Owner::Page(one, _), Owner::Page(other, _)) => one.path == other.path,
        (Owner::File(one), Owner::File(other)) => one == other,
        _ => false,
    }
}

fn describe(owner: &Owner) -> String {
    match owner {
        Owner::Page(source, _) => format!("`{}`", source.path),
        Owner::File(path) => format!("`{path}`"),
        Owner::Site(what) => (*what).to_owned(),
    }
}

fn point(diagnostic: Diagnostic, owner: &Owner, text: &str) -> Diagnostic {
    match owner {
        Owner::Page(source, range) => diagnostic.label_in(source, range.clone(), text),
        Owner::File(path) => diagnostic.label_in(&Source::new(path.clone(), ""), 0..0, text),
        Owner::Site(_) => diagnostic,
    }
}
