//! Where pages meet the catalog, and the catalog the list of pinned snapshots.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::diagnostic::{Diagnostic, Staged, Warned};
use crate::base::path::SitePath;
use crate::base::world::World;
use crate::content::discover::{PageFile, read_text};
use crate::content::page::Page;
use crate::data::catalog::{Catalog, bundle_table};
use crate::data::lock::{self, Lock, Readers};
use crate::data::table::Table;
use crate::resolve::article::Article;
use crate::resolve::{Resolved, resolve};

/// Resolves a page with the tables of its bundle. Without a catalog the page has no data.
pub(super) fn resolved(world: &dyn World, page: Page, catalog: Option<&Catalog>) -> Resolved {
    let Some(catalog) = catalog.filter(|_| page.body.has_data()) else {
        let article = Ok(Warned::clean(Article::without_data(page)));
        return Resolved { reads: BTreeSet::new(), article };
    };
    match bundle_tables(world, &page.file) {
        Ok(Warned { value: own, warnings }) => {
            let mut resolved = resolve(page, catalog, &own, &|| world.elapsed());
            if let Ok(article) = &mut resolved.article {
                article.warnings.splice(0..0, warnings);
            }
            resolved
        }
        Err(errors) => Resolved { reads: BTreeSet::new(), article: Err(errors) },
    }
}

/// The tables beside a page.
fn bundle_tables(world: &dyn World, file: &PageFile) -> Staged<Vec<Arc<Table>>> {
    let (mut tables, mut warnings) = (Vec::new(), Vec::new());
    for path in &file.tables {
        let contract = path.sibling(&format!("{}.yaml", path.stem())).ok();
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
