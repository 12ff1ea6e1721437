//! Where pages meet the catalog, and the catalog the list of pinned snapshots.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::diagnostic::{Diagnostic, Staged, Warned, staged};
use crate::base::node::Spanned;
use crate::base::number::Locale;
use crate::base::path::SitePath;
use crate::base::table_file::stem;
use crate::base::world::World;
use crate::content::config::Config;
use crate::content::discover::{PageFile, read_text};
use crate::content::front_matter::QueryFile;
use crate::content::page::Page;
use crate::data::catalog::{Catalog, bundle_table};
use crate::data::lock::{self, Lock, Readers};
use crate::data::table::Table;
use crate::resolve::article::Article;
use crate::resolve::{Beside, FileQuery, Resolved, resolve};

/// Resolves a page with the tables of its bundle. Without a catalog the page has no data.
pub(super) fn resolved(
    world: &dyn World,
    page: Page,
    catalog: Option<&Catalog>,
    config: &Config,
) -> Resolved {
    let Some(catalog) = catalog.filter(|_| page.has_data()) else {
        let article = Ok(Warned::clean(Article::without_data(page)));
        return Resolved { reads: BTreeSet::new(), article, due: Vec::new() };
    };
    match beside(world, &page, config) {
        Ok(Warned { value: beside, warnings }) => {
            let mut resolved = resolve(page, catalog, &beside, &|| world.elapsed());
            if let Ok(article) = &mut resolved.article {
                article.warnings.splice(0..0, warnings);
            }
            // Apart from all else, because it depends on the clock.
            let due = std::mem::take(&mut resolved.due);
            let stale: Vec<Diagnostic> =
                due.into_iter().filter_map(|due| due.check(world.now())).collect();
            if !stale.is_empty() {
                resolved.article = Err(match resolved.article {
                    Ok(article) => article.warnings.into_iter().chain(stale).collect(),
                    Err(errors) => errors.into_iter().chain(stale).collect(),
                });
            }
            resolved
        }
        Err(errors) => Resolved { reads: BTreeSet::new(), article: Err(errors), due: Vec::new() },
    }
}

/// What a page has beside it: tables, and queries in files.
fn beside(world: &dyn World, page: &Page, config: &Config) -> Staged<Beside> {
    let mut diagnostics = Vec::new();
    let queries = query_files(world, page).unwrap_or_else(|errors| {
        diagnostics.extend(errors);
        Vec::new()
    });
    let tables = bundle_tables(world, &page.file)?.unpack(&mut diagnostics);
    let config = config.of(page.file.lang);
    let locale = Locale::of(&config.language);
    let unbound = config.unbound.clone();
    staged(Beside { tables, queries, locale, unbound }, diagnostics)
}

/// The queries in files that the front matter of `page` names.
fn query_files(world: &dyn World, page: &Page) -> Result<Vec<FileQuery>, Vec<Diagnostic>> {
    let mut errors = Vec::new();
    let mut queries = Vec::new();
    for QueryFile { name, path } in &page.front.queries {
        let found = match path.strip_prefix('/') {
            Some(absolute) => SitePath::new(absolute),
            None => page.file.path.sibling(path),
        };
        let file = found.ok().filter(|file| file.extension() == "sql");
        let read = match &file {
            Some(file) => read_text(world, file).map_err(|error| match error.code {
                "io/not-found" => None,
                _ => Some(error),
            }),
            None => Err(None),
        };
        match read {
            Ok(source) => queries.push(FileQuery { name: name.clone(), source }),
            Err(Some(error)) => errors.push(error),
            Err(None) => errors.push(no_query_file(path, file.as_ref()).within(&page.source)),
        }
    }
    if errors.is_empty() { Ok(queries) } else { Err(errors) }
}

/// The report of a query's file that is not there.
fn no_query_file(path: &Spanned<String>, file: Option<&SitePath>) -> Diagnostic {
    let (message, help) = match file {
        Some(file) => (
            format!("there is no file `{file}`"),
            "a query's file is found from the page's folder, or from the site's with a `/` in front",
        ),
        None => (
            format!("`{}` cannot be the file of a query", path.value),
            "name a file of the site that ends in `.sql`, such as `monthly.sql` beside the page or `/data/monthly.sql`",
        ),
    };
    Diagnostic::error("query/file", message).at(path.span).help(help)
}

/// The tables beside a page.
fn bundle_tables(world: &dyn World, file: &PageFile) -> Staged<Vec<Arc<Table>>> {
    let (mut tables, mut warnings) = (Vec::new(), Vec::new());
    for path in &file.tables {
        let contract = path.sibling(&format!("{}.yaml", stem(path))).ok();
        let contract = contract.filter(|contract| file.resources.contains(contract));
        let table = bundle_table(world, path, contract.as_ref())?;
        tables.push(Arc::new(table.unpack(&mut warnings)));
    }
    Ok(Warned { value: tables, warnings })
}

/// Reads the list of pinned snapshots, if there is one.
pub(super) fn lock(world: &dyn World, path: Option<&SitePath>) -> Staged<Option<Lock>> {
    let Some(path) = path else { return Ok(Warned::clean(None)) };
    let source = read_text(world, path).map_err(|error| vec![error])?;
    lock::read(&source).map(|lock| Warned::clean(Some(lock)))
}

/// What in the data is not as it was pinned, with the pages that read it.
pub(super) fn verify(
    lock: Option<&Lock>,
    catalog: Option<&Catalog>,
    resolved: &[(SitePath, Resolved)],
) -> Vec<Diagnostic> {
    let (Some(lock), Some(catalog)) = (lock, catalog) else { return Vec::new() };
    let mut readers = Readers::new();
    for (page, resolved) in resolved {
        for path in &resolved.reads {
            readers.entry(path.clone()).or_default().insert(page.clone());
        }
    }
    lock::verify(lock, catalog, &readers)
}
