//! The stages in order: discover, open, parse, catalog, resolve, link, render.

mod data;
mod fixes;
mod gather;
mod hide;
mod marks;
mod pull;
mod report;
mod story;
mod trace;
mod workshop;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::diagnostic::{Diagnostic, Staged, staged};
use crate::base::output::Sink;
use crate::base::path::SitePath;
use crate::base::world::{DATA_LOCK, World};
use crate::content::config::{BaseUrl, Config};
use crate::content::discover::{Inputs, discover, no_pages};
use crate::content::front_matter::FrontMatter;
use crate::content::image::measure;
use crate::content::page::{Opened, Page, open, parse};
use crate::content::shortcode::{Answer, Call};
use crate::data::catalog::{Catalog, catalog};
use crate::data::lock::{self, Changes};
use crate::render::{MarkupTemplates, Templates, builtin_statics, render, shortcode};
use crate::resolve::article::Article;
use crate::site::Site;
use crate::site::link::{Parts, link};

use gather::{gather, staged_all, take};
use hide::{hidden, without_hidden};
use report::{count, count_site};

pub use crate::resolve::article::{Asked, Seen};
pub use fixes::{Fixes, Rewrite};
pub use marks::{Mark, marks};
pub use pull::{Memory, NewSnapshot, Outcome, Pulled, pinned_with, pull};
pub use report::{Hidden, Listed, Options, Report, Summary};
pub use story::{Place, Stories, Story};
pub use trace::{Ran, Stage, Trace};
pub use workshop::{Built, Workshop};

/// Builds the site of `world` into `sink`. If the report holds an error, what `sink` got is incomplete and must not be published.
pub fn build(world: &dyn World, options: &Options, sink: &dyn Sink) -> Report {
    stages(world, options, sink).report
}

/// What the stages give.
struct Stages {
    report: Report,
    site: Option<Site>,
    stories: Stories,
}

/// Runs all stages, the last into `sink`.
fn stages(world: &dyn World, options: &Options, sink: &dyn Sink) -> Stages {
    let mut res = Report::default();
    let mut stories = Stories::new();
    let Some(Resolved { articles, failed, config, templates, statics, loose }) =
        resolved_all(world, options, (&mut res, &mut stories))
    else {
        res.diagnostics.sort_by_cached_key(Diagnostic::sort_key);
        return Stages { report: res, site: None, stories };
    };
    count(&articles, &mut res.summary);
    story::add_data(&articles, &mut stories);
    let parts = Parts {
        config,
        articles,
        failed,
        statics: &statics,
        loose: &loose,
        measure: &|path| measure(world, path),
        builtin: builtin_statics(),
    };
    let site = take(link(parts), &mut res.diagnostics);
    if let (Some(site), Some(templates)) = (&site, &templates) {
        count_site(site, &mut res.summary);
        story::add_places(site, templates, &mut stories);
        res.diagnostics.extend(render(site, templates, sink));
    }
    res.diagnostics.sort_by_cached_key(Diagnostic::sort_key);
    Stages { report: res, site, stories }
}

/// The pages of a site with their data, and what the stages after that need besides.
struct Resolved {
    articles: Vec<Article>,
    failed: BTreeSet<SitePath>,
    config: Arc<Config>,
    templates: Option<Templates>,
    statics: Vec<SitePath>,
    loose: Vec<SitePath>,
}

/// Runs the stages up to that in which pages meet data.
fn resolved_all(
    world: &dyn World,
    options: &Options,
    (res, stories): (&mut Report, &mut Stories),
) -> Option<Resolved> {
    let inputs = take(discovered(world, options), &mut res.diagnostics)?;
    let Inputs { config, pages, data, lock, templates, statics, loose, disabled } = inputs;
    res.summary.hidden.extend(hide::of_disabled(&disabled));
    res.diagnostics.extend(pages.is_empty().then(no_pages));
    let config = Arc::new(config);
    let mut failed = BTreeSet::new();
    let (catalog, opened) = rayon::join(
        || catalog(world, &data, config.row_limit),
        || staged_all(pages, |file| file.path.clone(), |file| open(world, file, &config)),
    );
    let opened = gather(opened, &mut failed, &mut res.diagnostics);
    story::add_pages(world, &opened, config.shown, stories);
    let visible = without_hidden(world, opened, (&config, options), &mut res.summary);
    let catalog = take(catalog, &mut res.diagnostics);
    let lock = take(data::lock(world, lock.as_ref()), &mut res.diagnostics).flatten();
    let templates = loaded(world, &templates, &mut res.diagnostics);
    let pages = staged_all(
        visible,
        |page| page.file.path.clone(),
        |page| parsed(page, &config, templates.as_ref()),
    );
    let pages = gather(pages, &mut failed, &mut res.diagnostics);
    let (ready, waiting): (Vec<Page>, Vec<Page>) =
        pages.into_iter().partition(|page| catalog.is_some() || !page.has_data());
    failed.extend(waiting.into_iter().map(|page| page.file.path));
    let resolved = staged_all(
        ready,
        |page| page.file.path.clone(),
        |page| data::resolved(world, page, catalog.as_ref(), &config),
    );
    res.diagnostics.extend(data::verify(lock.as_ref(), catalog.as_ref(), &resolved));
    let articles = resolved.into_iter().map(|(path, page)| (path, page.article)).collect();
    let articles = gather(articles, &mut failed, &mut res.diagnostics);
    Some(Resolved { articles, failed, config, templates, statics, loose })
}

/// What `fix` would rewrite, and the errors that it leaves.
pub fn fixes(world: &dyn World, options: &Options) -> Fixes {
    let mut report = Report::default();
    resolved_all(world, options, (&mut report, &mut Stories::new()));
    report.diagnostics.sort_by_cached_key(Diagnostic::sort_key);
    Fixes::of(report.diagnostics)
}

/// The templates, unless one is wrong.
fn loaded(
    world: &dyn World,
    paths: &[SitePath],
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Templates> {
    Templates::load(world, paths).map_err(|errors| diagnostics.extend(errors)).ok()
}

/// Parses a page, its shortcodes by their templates; without templates, which is an error already, they are empty.
fn parsed(page: Opened, config: &Config, templates: Option<&Templates>) -> Staged<Page> {
    let config = config.of(page.file.lang);
    let answers = |front: &FrontMatter, call: &Call| match templates {
        Some(templates) => shortcode(templates, config, front, call),
        None => (Answer::Text(String::new()), None),
    };
    parse(page, config, &answers, &MarkupTemplates { templates, config })
}

/// Every page of the site, hidden ones too, by URL.
pub fn list(world: &dyn World, options: &Options) -> Result<Vec<Listed>, Vec<Diagnostic>> {
    let mut diagnostics = Vec::new();
    let inputs = discovered(world, options)?.unpack(&mut diagnostics);
    let config = Arc::new(inputs.config);
    let opened =
        staged_all(inputs.pages, |file| file.path.clone(), |file| open(world, file, &config));
    let opened = gather(opened, &mut BTreeSet::new(), &mut diagnostics);
    let hidden: Vec<Hidden> =
        opened.iter().filter_map(|page| hidden(world, page, (&config, options))).collect();
    let parts = Parts {
        config,
        articles: opened.into_iter().map(Article::without_text).collect(),
        failed: BTreeSet::new(),
        statics: &inputs.statics,
        loose: &inputs.loose,
        measure: &|path| measure(world, path),
        builtin: builtin_statics(),
    };
    let site = take(link(parts), &mut diagnostics);
    match site {
        Some(site) if !diagnostics.iter().any(Diagnostic::is_error) => {
            Ok(report::listed(&site, &hidden))
        }
        _ => Err(diagnostics),
    }
}

/// The site's tables and views, for questions about them.
pub fn tables(world: &dyn World, options: &Options) -> Staged<Catalog> {
    let inputs = discovered(world, options)?;
    let mut diagnostics = inputs.warnings;
    let inputs = inputs.value;
    let found = catalog(world, &inputs.data, inputs.config.row_limit)?.unpack(&mut diagnostics);
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
