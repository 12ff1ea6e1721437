//! Where pages meet the catalog, and the catalog the list of pinned snapshots.

use std::sync::{Arc, OnceLock};

use super::memory::{Log, Recall};
use super::pages::Answered;
use super::parser::Parser;
use super::trace::Stage;
use crate::base::diagnostic::{Diagnostic, Staged, Warned, staged};
use crate::base::digest::Digest;
use crate::base::memo::Outcome;
use crate::base::node::Spanned;
use crate::base::number::Locale;
use crate::base::path::SitePath;
use crate::base::table_file::stem;
use crate::base::world::World;
use crate::content::discover::{PageFile, read_text};
use crate::content::front_matter::QueryFile;
use crate::content::page::Page;
use crate::data::catalog::{Catalog, Prints, bundle_table, catalog};
use crate::data::lock::{self, Lock, Readers};
use crate::data::table::Table;
use crate::resolve::{Beside, FileQuery};

/// What a page has beside it: tables, and queries in files.
pub(super) fn beside(world: &dyn World, page: &Page, parser: &Parser<'_>) -> Staged<Beside> {
    let mut diagnostics = Vec::new();
    let queries = query_files(world, page).unwrap_or_else(|errors| {
        diagnostics.extend(errors);
        Vec::new()
    });
    let tables = bundle_tables(world, &page.file)?.unpack(&mut diagnostics);
    let config = parser.config.of(page.file.lang);
    let texts = parser.texts(page.file.lang);
    let locale = Locale::of(&config.language);
    let unbound = config.unbound.clone();
    let pictures = Arc::default();
    staged(Beside { tables, queries, locale, texts, unbound, pictures }, diagnostics)
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

/// What a query may depend on in the files of `data/`.
pub(super) fn prints(world: &dyn World, files: &[SitePath]) -> Staged<Prints> {
    Prints::new(world, files).map(Warned::clean).map_err(|error| vec![error])
}

/// Notes the page at `path` as a reader of the files that its queries name.
pub(super) fn note_reader(path: &SitePath, page: &Answered, readers: &mut Readers) {
    for file in page.resolved.iter().flat_map(|resolved| &resolved.reads) {
        readers.entry(file.clone()).or_default().insert(path.clone());
    }
}

/// The tables and views of the site: what is said of them is known at once, and they are read when a page asks.
pub(super) struct Data<'a> {
    world: &'a dyn World,
    files: &'a [SitePath],
    row_limit: usize,
    memory: &'a Recall,
    key: Digest,
    made: OnceLock<Outcome<Catalog>>,
}

impl<'a> Data<'a> {
    /// The data of `files`, and what is said of it.
    pub(super) fn new(
        world: &'a dyn World,
        files: &'a [SitePath],
        row_limit: usize,
        (memory, log): (&'a Recall, &Log),
    ) -> (Self, Outcome<()>) {
        let key = Digest::of(format!("catalog {row_limit} {files:?}").as_bytes());
        let data = Self { world, files, row_limit, memory, key, made: OnceLock::new() };
        let (said, why) = memory.said.remember_lasting(key, world, |world| {
            let made = data.made(world);
            Arc::new(
                made.as_ref()
                    .as_ref()
                    .map_err(Vec::clone)
                    .map(|catalog| Warned { value: (), warnings: catalog.warnings.clone() }),
            )
        });
        log.note(Stage::Catalog, &"data", &why);
        (data, said)
    }

    fn made(&self, world: &dyn World) -> &Outcome<Catalog> {
        self.made.get_or_init(|| {
            let make = |world: &dyn World| {
                Arc::new(catalog(world, self.files, self.row_limit, &self.memory.series))
            };
            self.memory.catalogs.remember_lasting(self.key, world, make).0
        })
    }

    /// The tables and views.
    pub(super) fn catalog(&self) -> Result<&Catalog, Vec<Diagnostic>> {
        self.made(self.world).as_ref().as_ref().map(|warned| &warned.value).map_err(Vec::clone)
    }
}

/// What in the data is not as it was pinned, with the pages that read it.
pub(super) fn verify(
    lock: Option<&Lock>,
    (data, prints): (&Data<'_>, &Prints),
    readers: &Readers,
) -> Vec<Diagnostic> {
    let Some(lock) = lock else { return Vec::new() };
    let parts = format!("verify {:?} {lock:?} {readers:?}", prints.all());
    let key = Digest::of(parts.as_bytes());
    let verify = |_: &dyn World| {
        Arc::new(match data.catalog() {
            Ok(catalog) => lock::verify(lock, catalog, readers),
            Err(errors) => errors,
        })
    };
    data.memory.verified.remember(key, data.world, verify).0.to_vec()
}
