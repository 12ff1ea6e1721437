//! The stages of one page: opened, parsed, resolved, each as far as it is not remembered.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use super::data::{Data, beside};
use super::memory::{Log, Parsed, Questions, Read, Recall};
use super::parser::{Parser, place_of, with};
use super::trace::Stage;
use crate::base::diagnostic::{Diagnostic, Staged, Warned};
use crate::base::digest::Digest;
use crate::base::memo::{Found, Outcome, Recorder, Why};
use crate::base::path::SitePath;
use crate::base::source::Source;
use crate::base::world::World;
use crate::content::cascade::Cascade;
use crate::content::config::Config;
use crate::content::discover::PageFile;
use crate::content::page::{Opened, Page, open};
use crate::data::catalog::{Catalog, Prints, words};
use crate::render::Templates;
use crate::resolve::article::{Article, Facts};
use crate::resolve::{Pictures, Resolved, resolve};

/// What the stages of all pages share.
pub(super) struct Desk<'a> {
    pub(super) world: &'a dyn World,
    pub(super) config: &'a Arc<Config>,
    pub(super) cascade: &'a Cascade,
    /// The digest of the configuration and of what pages take over from above.
    pub(super) settings: Digest,
    pub(super) memory: &'a Recall,
    pub(super) log: &'a Log,
}

/// A page whose front matter is typed.
pub(super) struct Leaf {
    pub(super) opened: Arc<Opened>,
    /// The key of all that it was made of.
    key: Digest,
    why: Why,
    /// The whole text, if it has just been read.
    whole: Option<Arc<Source>>,
}

/// A page's article, and what came of its queries if it has any.
pub(super) struct Answered {
    pub(super) article: Staged<Article>,
    pub(super) resolved: Option<Arc<Resolved>>,
}

impl Leaf {
    /// The page as one that is there for those below it alone.
    pub(super) fn without_trace(self) -> Self {
        let opened = Arc::new(Opened::clone(&self.opened).without_trace());
        let whole = Some(Arc::clone(&opened.source));
        Self { opened, key: with(self.key, Digest::of(b"without a trace")), why: self.why, whole }
    }
}

impl Desk<'_> {
    /// Opens a page.
    pub(super) fn open(&self, file: PageFile) -> Staged<Leaf> {
        let path = file.path.clone();
        let place = place_of(self.settings, &file);
        let (found, why) = match self.memory.opened.find(place, self.world) {
            Found::Same(outcome) => (Ok(outcome), Why::Reused),
            Found::Changed(path) => (Err(()), Why::Changed(path)),
            Found::Nothing => (Err(()), Why::New),
        };
        self.log.note(Stage::Open, &path, &why);
        let mut whole = None;
        let outcome = found.unwrap_or_else(|()| {
            let recorder = Recorder::new(self.world);
            let opened = open(&recorder, file, (self.config, self.cascade));
            let outcome: Outcome<Read> = Arc::new(opened.map(|opened| {
                opened.map(|(opened, source)| {
                    let file = recorder.digest_of(&path).unwrap_or_else(|| Digest::of(b""));
                    whole = Some(source);
                    Read { opened: Arc::new(opened), file }
                })
            }));
            if let Some(reads) = recorder.finish() {
                self.memory.opened.keep(place, Arc::clone(&outcome), reads);
            }
            outcome
        });
        let Warned { value: Read { opened, file }, warnings } = outcome.as_ref().clone()?;
        let key = with(place, file);
        Ok(Warned { value: Leaf { opened, key, why, whole }, warnings })
    }

    /// Loads the templates with the texts that they show.
    pub(super) fn templates(&self, files: (&[SitePath], &[SitePath])) -> Outcome<Templates> {
        let languages = &self.config.languages;
        let key = Digest::of(format!("templates {files:?} {languages:?}").as_bytes());
        let load = |world: &dyn World| Arc::new(Templates::load(world, files, languages));
        self.memory.templates.remember(key, self.world, load).0
    }

    /// Makes a page's article; `known` is the data, unless it is wrong.
    pub(super) fn article(
        &self,
        leaf: Leaf,
        templates: Option<&Templates>,
        known: Option<(&Data<'_>, &Prints)>,
    ) -> Answered {
        let parser =
            Parser { world: self.world, config: self.config, settings: self.settings, templates };
        let opened = Arc::clone(&leaf.opened);
        let (parsed, why) = self.parse(leaf, &parser);
        let Warned { value, warnings } = match &*parsed {
            Ok(warned) => warned,
            Err(errors) => return Answered { article: Err(errors.clone()), resolved: None },
        };
        let mut warnings = warnings.clone();
        let questions = match value {
            Parsed::Finished(facts) => {
                let value = Article { opened, facts: Arc::clone(facts) };
                let article = Ok(Warned { value, warnings });
                return Answered { article, resolved: None };
            }
            Parsed::Waiting(questions) => questions,
        };
        let Some(known) = known else {
            // What is wrong with the data is told already.
            return Answered { article: Err(warnings), resolved: None };
        };
        let asked = Asking { opened: &opened, questions, parser: &parser };
        let resolved = match self.resolve(asked, known, why) {
            Ok(resolved) => resolved,
            Err(errors) => {
                warnings.extend(errors);
                return Answered { article: Err(warnings), resolved: None };
            }
        };
        // Apart from all that is remembered, because it depends on the clock.
        let now = self.world.now();
        for until in resolved.due.iter().filter_map(|due| due.until(now)) {
            self.world.holds_until(until);
        }
        let stale: Vec<Diagnostic> =
            resolved.due.iter().filter_map(|due| due.clone().check(now)).collect();
        let article = match &resolved.solved {
            Ok(Warned { value: solved, warnings: more }) => {
                warnings.extend(more.iter().cloned());
                if stale.is_empty() {
                    let opened = solved.opened.clone().unwrap_or(opened);
                    let value = Article { opened, facts: Arc::clone(&solved.facts) };
                    Ok(Warned { value, warnings })
                } else {
                    Err(warnings.into_iter().chain(stale).collect())
                }
            }
            Err(errors) => {
                warnings.extend(errors.iter().cloned());
                Err(warnings.into_iter().chain(stale).collect())
            }
        };
        Answered { article, resolved: Some(resolved) }
    }

    /// Parses a page: an article, or questions to the data.
    fn parse(&self, leaf: Leaf, parser: &Parser<'_>) -> (Outcome<Parsed>, Why) {
        let (path, opened) = (leaf.opened.file.path.clone(), leaf.why.clone());
        // Without a change of its file, what is not found was made with other shortcodes.
        let opened = if opened == Why::Reused { Why::Templates } else { opened };
        let key = parser.key(leaf.key, &leaf.opened);
        let (outcome, why) = self.memory.parsed.remember(key, self.world, |_| {
            let page = match leaf.whole {
                Some(source) => parser.parse((leaf.opened, source)),
                None => parser.again(&leaf.opened, key),
            };
            Arc::new(page.map(|page| page.map(|page| Parsed::of(page, key))))
        });
        let why = if why == Why::New { opened } else { why };
        self.log.note(Stage::Parse, &path, &why);
        (outcome, why)
    }

    /// Runs the queries of a page, with the tables of its bundle.
    ///
    /// What holds depends on the files that the page's queries can name; what is said of queries that do not hold may depend on any.
    fn resolve(
        &self,
        Asking { opened, questions, parser }: Asking<'_>,
        (data, prints): (&Data<'_>, &Prints),
        parsed: Why,
    ) -> Result<Arc<Resolved>, Vec<Diagnostic>> {
        let Questions { page, key, words, as_of } = questions;
        let file = &opened.file;
        let (named, files) = prints.of(words, *as_of);
        let [narrow, wide] = [named, prints.all()].map(|data| with(*key, data));
        let resolved = &self.memory.resolved;
        let mut why = if parsed == Why::Reused { Why::Data } else { parsed };
        for key in [narrow, wide] {
            match resolved.find(key, self.world) {
                Found::Same(found) => {
                    self.log.note(Stage::Resolve, &file.path, &Why::Reused);
                    return Ok(found);
                }
                Found::Changed(path) => why = Why::Changed(path),
                Found::Nothing => {}
            }
        }
        self.log.note(Stage::Resolve, &file.path, &why);
        let page = match page.get() {
            Some(page) => Arc::clone(page),
            None => Arc::new(parser.again(opened, *key)?.value),
        };
        let page = page_of(questions, page);
        let recorder = Recorder::new(self.world);
        // Without readers of the log nothing is built again, and nothing need be known of what was made.
        let pictures = self.log.is_read().then_some(&self.memory.pictures);
        let made = Arc::new(resolved_with(&recorder, page, data.catalog()?, (parser, pictures)));
        let is_clean = made.solved.as_ref().is_ok_and(|solved| solved.warnings.is_empty());
        let own = &file.tables;
        let is_foreseen = made.reads.iter().all(|path| files.contains(path) || own.contains(path));
        let is_passing =
            made.solved.as_ref().is_err_and(|errors| errors.iter().any(Diagnostic::is_passing));
        if is_passing {
            // They hold files of the cache open.
            self.memory.series.clear();
            self.memory.catalogs.clear();
        }
        if let Some(reads) = recorder.finish().filter(|_| !is_passing) {
            let key = if is_clean && is_foreseen { narrow } else { wide };
            resolved.keep(key, Arc::clone(&made), reads);
        }
        Ok(made)
    }
}

/// A page that asks something of the data, with what can parse it again.
#[derive(Clone, Copy)]
struct Asking<'a> {
    opened: &'a Arc<Opened>,
    questions: &'a Questions,
    parser: &'a Parser<'a>,
}

/// The page of questions, which keep it from now on.
fn page_of(questions: &Questions, page: Arc<Page>) -> &Page {
    questions.page.get_or_init(|| page)
}

impl Parsed {
    /// A parsed page, known by `key`.
    fn of(page: Page, key: Digest) -> Self {
        if !page.has_data() {
            return Self::Finished(Arc::new(Facts::without_data(page, key)));
        }
        let named = page.front.queries.iter().map(|query| &*query.name.value);
        let words = page.body.asked().chain(named).flat_map(words).collect();
        let as_of = page.front.sees_as_of();
        Self::Waiting(Questions { page: OnceLock::from(Arc::new(page)), key, words, as_of })
    }
}

/// Resolves a page with the tables of its bundle.
fn resolved_with(
    world: &dyn World,
    page: &Page,
    catalog: &Catalog,
    (parser, pictures): (&Parser<'_>, Option<&Arc<Pictures>>),
) -> Resolved {
    match beside(world, page, parser) {
        Ok(Warned { value: mut beside, warnings }) => {
            beside.pictures = pictures.map(Arc::clone).unwrap_or_default();
            let mut resolved = resolve(page, catalog, &beside, &|| world.elapsed());
            if let Ok(solved) = &mut resolved.solved {
                solved.warnings.splice(0..0, warnings);
            }
            resolved
        }
        Err(errors) => Resolved { reads: BTreeSet::new(), solved: Err(errors), due: Vec::new() },
    }
}
