//! The stages in order: discover, open, parse, catalog, resolve, link, render.

mod data;
mod difference;
mod fixes;
mod gather;
mod hide;
mod linked;
mod marks;
mod memory;
mod outside;
mod pages;
mod parser;
mod pull;
mod report;
mod story;
mod trace;
mod workshop;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::diagnostic::{Diagnostic, Staged, staged};
use crate::base::digest::Digest;
use crate::base::memo;
use crate::base::output::Sink;
use crate::base::path::SitePath;
use crate::base::world::{DATA_LOCK, World};
use crate::content::cascade::Cascade;
use crate::content::config::{BaseUrl, Config};
use crate::content::discover::{Inputs, PageFile, discover, no_pages};
use crate::content::image::measure;
use crate::content::import;
use crate::data::catalog::{Catalog, Remembered, catalog};
use crate::data::lock::{self, Changes, Readers};
use crate::render::{Templates, builtin_shortcodes, builtin_statics, render};
use crate::resolve::article::Article;
use crate::site::link::{Parts, link};

use data::Data;
use gather::{completed, gather, share, staged_all, take};
use hide::{hidden, without_hidden};
use linked::Linked;
use memory::Log;
use pages::Desk;
use parser::Parser;
use report::{count, count_site};

pub use crate::content::config::content_folders;
pub use crate::content::import::Imported;
pub use crate::resolve::article::{Asked, Seen};
pub use difference::{Change, Differences, PageDifference, TableDifference, differences};
pub use fixes::{Fixes, Rewrite};
pub use marks::{Mark, marks};
pub use memory::{ReadParts, Recall};
pub use outside::{KnownLinks, LinkReport, Links, check_links};
pub use pull::{Memory, NewSnapshot, Outcome, Pulled, pinned_with, pull};
pub use report::{Hidden, Listed, Options, Reason, Report, Summary};
pub use story::{Lists, Place, Stories, Story};
pub use trace::{Ran, Stage, Trace};
pub use workshop::{Built, Workshop};

/// Builds the site of `world` into `sink`. If the report holds an error, what `sink` got is incomplete and must not be published.
pub fn build(world: &dyn World, options: &Options, sink: &dyn Sink) -> Report {
    build_with(world, options, &Recall::default(), sink)
}

/// Builds the site of `world` into `sink` with what is remembered.
pub fn build_with(
    world: &dyn World,
    options: &Options,
    memory: &Recall,
    sink: &dyn Sink,
) -> Report {
    let log = Log::new(false);
    let Stages { report, linked, .. } = stages((world, options), (memory, log), None, sink);
    // Its thousands of entries take a while to go, beside whatever comes next.
    rayon::spawn(move || drop(linked));
    report
}

/// What the stages give.
struct Stages {
    report: Report,
    linked: Option<Linked>,
    stories: Stories,
    lists: Lists,
    trace: Trace,
}

/// Runs all stages as far as they are not remembered, the last into `sink`; what is not wanted in the log is told in no story either.
/// `last` is the site of the build before.
fn stages(
    (world, options): (&dyn World, &Options),
    (memory, log): (&Recall, Log),
    last: Option<Linked>,
    sink: &dyn Sink,
) -> Stages {
    let (mut res, mut stories) = (Report::default(), Stories::new());
    let mut lists = Lists::new();
    let resolved = resolved_all((world, options), (memory, &log), (&mut res, &mut stories));
    let linked = resolved.and_then(|resolved| {
        let (config, settings) = (Arc::clone(&resolved.config), resolved.settings);
        let outcome = resolved.templates.clone();
        let templates = outcome.as_ref().map(|outcome| outcome.as_ref().as_ref());
        let templates = templates.and_then(Result::ok).map(|templates| &templates.value);
        let parser = Parser { world, config: &config, settings, templates };
        count(&resolved.articles, &mut res.summary);
        if log.is_read() {
            story::add_data(&resolved.articles, &mut stories);
        }
        let linked = Linked::of(resolved, last, &parser, (memory, &log));
        let linked = take(linked, &mut res.diagnostics)?;
        let (site, templates) = (&linked.site, templates?);
        count_site(site, &mut res.summary);
        if log.is_read() {
            story::add_places(site, templates, &mut stories);
            lists = story::lists(site, templates);
        }
        let done = render(site, templates, (&memory.rendered, &parser, log.is_read()), sink);
        log.rendered(done.made, done.n_reused);
        res.diagnostics.extend(done.diagnostics);
        Some(linked)
    });
    completed(world, &mut res.diagnostics);
    res.diagnostics.sort_by_cached_key(Diagnostic::sort_key);
    memory.age();
    Stages { report: res, linked, stories, lists, trace: log.finish() }
}

/// The site's pages with their data, and what the stages after that need besides.
struct Resolved {
    articles: Vec<Article>,
    /// The files of pages that are left out.
    hidden: Vec<PageFile>,
    failed: BTreeSet<SitePath>,
    config: Arc<Config>,
    cascade: Cascade,
    settings: Digest,
    templates: Option<memo::Outcome<Templates>>,
    files: Copied,
}

/// Files that are published as they are.
#[derive(Debug, PartialEq)]
struct Copied {
    statics: Vec<SitePath>,
    loose: Vec<SitePath>,
}

/// Runs the stages up to that in which pages meet data.
fn resolved_all(
    (world, options): (&dyn World, &Options),
    (memory, log): (&Recall, &Log),
    (res, stories): (&mut Report, &mut Stories),
) -> Option<Resolved> {
    let inputs = take(discovered(world, options), &mut res.diagnostics)?;
    let Inputs { config, pages, data, lock, templates, texts, statics, loose, disabled } = inputs;
    res.summary.hidden.extend(hide::of_disabled(&disabled));
    res.diagnostics.extend(pages.is_empty().then(no_pages));
    let config = Arc::new(config);
    let cascade = Cascade::read(world, &pages, &config);
    // What pages take over from above is as much a setting of theirs as the configuration.
    let settings = Digest::of(format!("{config:?} {cascade:?}").as_bytes());
    let desk = Desk { world, config: &config, cascade: &cascade, settings, memory, log };
    let mut failed = BTreeSet::new();
    let ((tables, said), opened) = rayon::join(
        || Data::new(world, &data, config.row_limit, (memory, log)),
        || staged_all(pages, |file| file.path.clone(), |file| desk.open(file)),
    );
    let leaves = gather(opened, &mut failed, &mut res.diagnostics);
    if log.is_read() {
        story::add_pages(world, &leaves, config.shown, stories);
    }
    let (visible, hidden) = without_hidden(world, leaves, (&config, options), &mut res.summary);
    let is_known = share(&said, &mut res.diagnostics).is_some();
    let lock = take(data::lock(world, lock.as_ref()), &mut res.diagnostics).flatten();
    let outcome = desk.templates((&templates, &texts));
    let templates = share(&outcome, &mut res.diagnostics);
    let prints = take(data::prints(world, &data), &mut res.diagnostics);
    let known = prints.as_ref().filter(|_| is_known).map(|prints| (&tables, prints));
    let answered = staged_all(
        visible,
        |leaf| leaf.opened.file.path.clone(),
        |leaf| desk.article(leaf, templates, known),
    );
    let mut readers = Readers::new();
    let staged = answered.into_iter().map(|(path, page)| {
        data::note_reader(&path, &page, &mut readers);
        (path, page.article)
    });
    let articles = gather(staged.collect(), &mut failed, &mut res.diagnostics);
    if let Some(known) = known {
        res.diagnostics.extend(data::verify(lock.as_ref(), known, &readers));
    }
    let templates = templates.is_some().then_some(outcome);
    let files = Copied { statics, loose };
    Some(Resolved { articles, hidden, failed, config, cascade, settings, templates, files })
}

/// What `fix` would rewrite, and the errors that it leaves.
pub fn fixes(world: &dyn World, options: &Options) -> Fixes {
    let mut report = Report::default();
    let (memory, log) = (Recall::default(), Log::new(false));
    resolved_all((world, options), (&memory, &log), (&mut report, &mut Stories::new()));
    report.diagnostics.sort_by_cached_key(Diagnostic::sort_key);
    Fixes::of(report.diagnostics)
}

/// Every page of the site, hidden ones too, by URL.
pub fn list(world: &dyn World, options: &Options) -> Result<Vec<Listed>, Vec<Diagnostic>> {
    let mut diagnostics = Vec::new();
    let inputs = discovered(world, options)?.unpack(&mut diagnostics);
    let config = Arc::new(inputs.config);
    let (memory, log) = (Recall::default(), Log::new(false));
    let settings = Digest::of(b"");
    let cascade = Cascade::read(world, &inputs.pages, &config);
    let desk =
        Desk { world, config: &config, cascade: &cascade, settings, memory: &memory, log: &log };
    let opened = staged_all(inputs.pages, |file| file.path.clone(), |file| desk.open(file));
    let opened = gather(opened, &mut BTreeSet::new(), &mut diagnostics);
    let hidden: Vec<Hidden> =
        opened.iter().filter_map(|leaf| hidden(world, &leaf.opened, (&config, options))).collect();
    let held = Arc::clone(&config);
    let parser = Parser { world, config: &held, settings, templates: None };
    let templates = desk.templates((&inputs.templates, &inputs.texts));
    let config = match templates.as_ref() {
        Ok(templates) => templates.value.naming(&config),
        Err(_) => config,
    };
    let parts = Parts {
        config,
        cascade: &cascade,
        articles: opened.into_iter().map(|leaf| Article::without_text(leaf.opened)).collect(),
        hidden: &[],
        failed: BTreeSet::new(),
        statics: &inputs.statics,
        loose: &inputs.loose,
        measure: &|path| measure(world, path),
        builtin: builtin_statics(),
        extracts: &memory.extracts,
        texts: &parser,
    };
    let site = take(link(parts), &mut diagnostics);
    match site {
        Some(site) if !diagnostics.iter().any(Diagnostic::is_error) => {
            Ok(report::listed(&site, &hidden))
        }
        _ => Err(diagnostics),
    }
}

/// Where the site will be published, if it says so.
pub fn base_url(world: &dyn World, options: &Options) -> Option<String> {
    let config = discovered(world, options).ok()?.value.config;
    config.base_url.map(|url| url.as_str().to_owned())
}

/// The site's tables and views, for questions about them.
pub fn tables(world: &dyn World, options: &Options) -> Staged<Catalog> {
    let inputs = discovered(world, options)?;
    let mut diagnostics = inputs.warnings;
    let inputs = inputs.value;
    let limit = inputs.config.row_limit;
    let found = catalog(world, &inputs.data, limit, &Remembered::default())?;
    let found = found.unpack(&mut diagnostics);
    staged(found, diagnostics)
}

/// The list that pins the dated snapshots of `catalog`, and how it differs from the one that there is.
pub fn pinned(world: &dyn World, catalog: &Catalog) -> Result<(String, Changes), Vec<Diagnostic>> {
    // A list that cannot be read, after a merge perhaps, is what a new one mends.
    let files = world.files()?;
    let path = files.iter().map(|file| &file.path).find(|path| path.as_str() == DATA_LOCK);
    let lock = data::lock(world, path).ok().and_then(|lock| lock.value);
    Ok((lock::text(catalog), lock::changes(lock.as_ref(), catalog)))
}

/// Takes over the configuration of a site of Hugo.
pub fn import_hugo(world: &dyn World) -> Staged<Imported> {
    import::hugo(world, &builtin_shortcodes())
}

/// The files of the site, with the configuration as the options change it.
fn discovered(world: &dyn World, options: &Options) -> Staged<Inputs> {
    let mut inputs = discover(world, options.environment.as_deref())?;
    if let Some(url) = &options.base_url {
        let base_url = BaseUrl::parse(url).map_err(|error| vec![error])?;
        inputs.value.config.set_base_url(&base_url);
    }
    if let (Some(origin), Some(base)) = (&options.origin, &mut inputs.value.config.base_url) {
        *base = BaseUrl::parse(&format!("{origin}{}", base.path())).map_err(|error| vec![error])?;
    }
    Ok(inputs)
}
