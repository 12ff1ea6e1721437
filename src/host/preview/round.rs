//! Build after build: what changed on disk becomes the next edition.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Duration;

use chrono::{DateTime, FixedOffset};

use super::News;
use super::edition::{Content, Difference, Edition, File};
use super::message::{Message, Report, Shown};
use super::repair::Repair;
use super::saver::Saver;
use super::state::{Now, State};
use super::young;
use crate::base::diagnostic::Diagnostic;
use crate::base::output::{Artifact, Item};
use crate::base::path::{OutPath, SitePath};
use crate::base::world::World;
use crate::host::clock;
use crate::host::disk::Disk;
use crate::host::report::{arrange, count, sheet::sheet};
use crate::host::store::Store;
use crate::host::watch::{Changes, Watch, Woken};
use crate::pipeline::{Built, Options, Story, Summary, Workshop};

/// Copied files up to this size are held in memory, so that they change with everything else; larger ones stay on disk.
const HELD: u64 = 4 << 20;
/// How long nothing must happen before what is remembered is written.
const IDLE: Duration = Duration::from_secs(2);
/// The longest wait for a page that is due: clocks are set, and machines sleep.
const LONGEST: Duration = Duration::from_mins(1);

/// One build and what came of it.
#[derive(Debug)]
pub struct Round {
    /// Is it the first?
    pub is_first: bool,
    /// The files whose change led to it.
    pub files: Vec<SitePath>,
    /// All that is wrong, in the order of files and places.
    pub diagnostics: Vec<Diagnostic>,
    /// Those that the round before did not have.
    pub new: Vec<Diagnostic>,
    /// Had the round before errors that are gone, so that there are none now?
    pub is_mended: bool,
    /// What was built.
    pub summary: Summary,
    /// How many pages changed.
    pub n_pages: usize,
    /// How many other files changed.
    pub n_others: usize,
    /// How long it took.
    pub took: Duration,
}

/// What the builds' clock is set by.
#[derive(Debug, Clone)]
pub(super) struct Clock {
    /// The time of `--clock`, which stands still.
    pub(super) option: Option<String>,
}

impl Clock {
    /// The time now.
    fn now(&self) -> Result<DateTime<FixedOffset>, Diagnostic> {
        clock::build_time(self.option.as_deref())
    }
}

/// What makes editions.
pub(super) struct Press {
    disk: Disk,
    options: Options,
    clock: Clock,
    navigates: bool,
    /// What writes down what the next process will remember.
    saver: Arc<Saver>,
    workshop: Workshop,
    /// The last edition of a build that was well.
    good: Arc<Edition>,
    /// The files that changed since then.
    edited: BTreeSet<SitePath>,
    /// What the last round said.
    said: Vec<Diagnostic>,
    is_first: bool,
}

impl Press {
    /// A press that has made nothing yet.
    pub(super) fn new(disk: Disk, options: Options, clock: Clock, navigates: bool) -> Self {
        let (store, memory) = Store::open(&disk);
        let workshop = Workshop::with(memory);
        Self {
            saver: Arc::new(Saver::start(store, disk.twin(), workshop.memory())),
            disk,
            options,
            clock,
            navigates,
            workshop,
            good: Arc::default(),
            edited: BTreeSet::new(),
            said: Vec::new(),
            is_first: true,
        }
    }

    /// What writes down what is remembered.
    pub(super) fn saver(&self) -> Arc<Saver> {
        Arc::clone(&self.saver)
    }

    /// Builds now and whenever the site changes, without end. `began` gets the site's path after the first build.
    pub(super) fn run(
        mut self,
        state: &State,
        poll: bool,
        tell: &(dyn Fn(News<'_>) + Sync),
        began: &Sender<String>,
    ) {
        let mut watch = Watch::start(self.disk.root(), poll);
        let mut changes = Changes { is_open: true, ..Changes::default() };
        loop {
            for note in watch.notes() {
                tell(News::Note(&note));
            }
            let (round, due) =
                self.round(state, changes, &mut |limit| changed(&mut watch, Some(limit)));
            tell(News::Built(&round));
            if round.is_first && began.send(state.now().edition.root.clone()).is_err() {
                return;
            }
            changes = self.wait(&mut watch, due);
        }
    }

    /// Waits until files change or the site is due. What is remembered is written while nothing happens.
    fn wait(&self, watch: &mut Watch, due: Option<DateTime<FixedOffset>>) -> Changes {
        let left = |due| self.until(due).min(LONGEST);
        if due.is_none_or(|due| left(due) > IDLE) {
            let changes = changed(watch, Some(IDLE));
            if !changes.files.is_empty() {
                return changes;
            }
            self.saver.save();
        }
        changed(watch, due.map(left))
    }

    /// How long it is until `due`.
    fn until(&self, due: DateTime<FixedOffset>) -> Duration {
        let now = self.clock.now().unwrap_or(self.disk.now());
        // A page appears in the second of its date and disappears in the one after.
        (due - now).to_std().unwrap_or_default() + Duration::from_millis(1001)
    }

    /// Builds once, and serves what came of it; also gives when the site next changes by itself.
    ///
    /// `later` waits for a while and gives what changes in it.
    fn round(
        &mut self,
        state: &State,
        mut changes: Changes,
        later: &mut dyn FnMut(Duration) -> Changes,
    ) -> (Round, Option<DateTime<FixedOffset>>) {
        let start = clock::elapsed();
        if let Some(wait) = young::emptied(&self.disk, &changes.files) {
            changes.extend(later(wait));
        }
        let mut built = self.build(&changes);
        if has_errors(&built)
            && let Some(wait) = young::half_written(&self.disk, &changes)
        {
            let rest = later(wait);
            built = self.build(&rest);
            changes.extend(rest);
        }
        let files = changes.files;
        let took = clock::elapsed().saturating_sub(start);
        let due = built.stories.values().filter_map(|story| story.due).min();
        self.edited.extend(files.iter().cloned());
        let before = Arc::clone(&state.now().edition);
        let edition = self.edition(&built, &before);
        let difference = edition.since(&before);
        let round = self.told(&built, files, (&difference, took));
        self.publish(state, built, (edition, &difference), &round);
        (round, due)
    }

    /// Builds the site as it is now. A fault of ours is reported like one of the site's, and the preview goes on.
    fn build(&mut self, changes: &Changes) -> Built {
        self.disk.changed((!changes.is_open).then_some(&changes.files));
        match self.clock.now() {
            Ok(now) => self.disk.set_now(now),
            Err(diagnostic) => return failed(diagnostic),
        }
        let (workshop, disk, options) = (&mut self.workshop, &self.disk, &self.options);
        let built = caught(|| workshop.build(disk, options));
        if built.is_none() {
            self.workshop = Workshop::new();
            self.saver.follow(self.workshop.memory());
        }
        built.unwrap_or_else(|| failed(fault()))
    }

    /// What is served from now on.
    fn edition(&mut self, built: &Built, before: &Edition) -> Arc<Edition> {
        if built.root.is_none() {
            return Arc::clone(&self.good);
        }
        let made = self.made(built, before);
        if !has_errors(built) {
            self.edited.clear();
            self.good = Arc::new(made);
            return Arc::clone(&self.good);
        }
        if self.good.files.is_empty() {
            return Arc::new(made);
        }
        Arc::new(self.good.with_pages(&made, &self.edited))
    }

    /// The edition that a build makes.
    fn made(&self, built: &Built, before: &Edition) -> Edition {
        let mut known = before.beside();
        let mut file = |path: &OutPath, item: &Item| {
            let old = known.find(path.as_str());
            let content = match (old, &item.artifact) {
                (Some((_, old)), _) if old.tag == item.digest => old.content.clone(),
                (_, Artifact::Bytes(bytes)) => Content::Bytes(Arc::clone(bytes)),
                (_, Artifact::File(file)) => self.copied(file),
            };
            let path = old.map_or_else(|| Arc::from(path.as_str()), |(path, _)| Arc::clone(path));
            let (page, leads_to) = (item.page.clone(), item.leads_to.clone());
            (path, File { content, tag: item.digest, page, leads_to })
        };
        let files = built.output.iter().map(|(path, item)| file(path, item));
        let marks = built.stories.values().filter_map(mark).collect();
        Edition::new(files.collect(), built.root.clone().unwrap_or_default(), marks)
    }

    /// A file that is copied.
    fn copied(&self, path: &SitePath) -> Content {
        let len = self.disk.file(path).ok().and_then(|file| file.metadata().ok());
        let len = len.map_or(0, |metadata| metadata.len());
        match self.disk.read(path) {
            Ok(bytes) if len <= HELD => Content::Bytes(bytes.into()),
            _ => Content::Disk(path.clone(), len),
        }
    }

    /// What the author is told of a round.
    fn told(
        &mut self,
        built: &Built,
        files: BTreeSet<SitePath>,
        (difference, took): (&Difference, Duration),
    ) -> Round {
        let diagnostics = arrange(built.report.diagnostics.clone());
        let is_new = |diagnostic: &&Diagnostic| !self.said.contains(diagnostic);
        let new = diagnostics.iter().filter(is_new).cloned().collect();
        let is_mended = self.said.iter().any(Diagnostic::is_error) && !has_errors(built);
        self.said.clone_from(&diagnostics);
        let others = [&difference.css, &difference.images, &difference.scripts, &difference.others];
        Round {
            is_first: std::mem::take(&mut self.is_first),
            files: files.into_iter().collect(),
            diagnostics,
            new,
            is_mended,
            summary: built.report.summary.clone(),
            n_pages: difference.pages.len() + difference.removed.len(),
            n_others: others.map(Vec::len).into_iter().sum(),
            took,
        }
    }

    /// Serves an edition, and tells the pages that are open.
    fn publish(
        &self,
        state: &State,
        built: Built,
        (edition, difference): (Arc<Edition>, &Difference),
        round: &Round,
    ) {
        let (mut report, repairs) = report(round);
        report.has_good = !self.good.files.is_empty();
        let navigate = if self.navigates { target(&built, round) } else { None };
        let before = state.now();
        let is_silent = difference.is_empty()
            && navigate.is_none()
            && before.report.diagnostics.is_empty()
            && report.diagnostics.is_empty();
        let report = Arc::new(report);
        let built = Some(Arc::new((built, self.options.clone())));
        let now = Now {
            edition: Arc::clone(&edition),
            report: Arc::clone(&report),
            repairs: Arc::new(repairs),
            built,
        };
        let greeting = Message::greeting(&edition.build, &report, state.editor.as_deref());
        let message = Message::build(difference, navigate.as_deref(), greeting);
        state.publish(now, (!is_silent).then_some(&message));
    }
}

/// The page that is being edited, if it is one.
fn target(built: &Built, round: &Round) -> Option<String> {
    let mut pages = round.files.iter().filter_map(|file| built.stories.get(file)?.place.as_ref());
    let page = pages.next()?;
    (!round.is_first && pages.next().is_none()).then(|| page.url.clone())
}

/// Does a build have errors?
fn has_errors(built: &Built) -> bool {
    built.report.diagnostics.iter().any(Diagnostic::is_error)
}

/// What changes before `limit` is over.
fn changed(watch: &mut Watch, limit: Option<Duration>) -> Changes {
    match watch.wait(limit) {
        Woken::Changed(changes) => changes,
        Woken::Time => Changes::default(),
    }
}

/// What `build` gives, unless it panics.
fn caught(build: impl FnOnce() -> Built) -> Option<Built> {
    catch_unwind(AssertUnwindSafe(build)).ok()
}

/// What is told of a panic.
fn fault() -> Diagnostic {
    Diagnostic::error("serve/fault", "numerate itself failed while it built the site").help(
        "what led to it is printed where `numerate serve` runs: please report it, with the file that was saved",
    )
}

/// A build that came to nothing.
fn failed(diagnostic: Diagnostic) -> Built {
    let mut built = Built::default();
    built.report.diagnostics.push(diagnostic);
    built
}

/// The mark of a page that a build would leave out.
fn mark(story: &Story) -> Option<(Arc<str>, String)> {
    let (place, hidden) = (story.place.as_ref()?, story.hidden.as_ref()?);
    let text = match (hidden.reason, &hidden.until) {
        ("future", Some(until)) => format!("not published before {until}"),
        ("expired", Some(until)) => format!("expired since {until}"),
        (reason, _) => reason.to_owned(),
    };
    Some((Arc::from(place.path.as_str()), text))
}

/// What pages are told of a round, and what can be put right by a click.
fn report(round: &Round) -> (Report, BTreeMap<String, Repair>) {
    let mut repairs = BTreeMap::new();
    let shown = |diagnostic: &Diagnostic| {
        let repair = Repair::of(diagnostic);
        let fix = repair.as_ref().map(Repair::offer);
        if let (Some(repair), Some(offer)) = (repair, &fix) {
            repairs.insert(offer.id.clone(), repair);
        }
        Shown { sheet: sheet(diagnostic), fix }
    };
    let (errors, warnings) = count(&round.diagnostics);
    let (wrong, odd): (Vec<_>, Vec<_>) =
        round.diagnostics.iter().partition(|diagnostic| diagnostic.is_error());
    let mut report = Report {
        errors,
        warnings,
        has_good: false,
        diagnostics: wrong.into_iter().chain(odd).map(shown).collect(),
        files: round.files.iter().map(ToString::to_string).collect(),
        milliseconds: (round.took.as_secs_f64() * 10_000.0).round() / 10.0,
    };
    report.shorten();
    (report, repairs)
}

#[cfg(test)]
mod tests;
