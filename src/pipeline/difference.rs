//! How a site would differ with other data: its tables, and the pages that read them.

mod rows;

use std::collections::BTreeSet;
use std::sync::Arc;

use super::gather::{gather, staged_all};
use super::hide::hidden;
use super::parser::Parser;
use super::{Options, data, discovered};
use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;
use crate::base::path::SitePath;
use crate::base::world::World;
use crate::content::cascade::Cascade;
use crate::content::page::{Page, open};
use crate::data::catalog::{Catalog, Remembered, catalog};
use crate::data::compare::{Comparison, compare};
use crate::data::table::Table;
use crate::render::Templates;
use crate::resolve::uses::{Says, Use, uses};

/// What differs between two states of the data.
#[derive(Debug)]
pub struct Differences {
    /// The tables that differ, by name.
    pub tables: Vec<TableDifference>,
    /// The pages that would say something else.
    pub pages: Vec<PageDifference>,
    /// How many pages read data at all.
    pub n_pages: usize,
    /// Pages with errors of their own, of which nothing can be said.
    pub unread: Vec<SitePath>,
}

/// A table that differs.
#[derive(Debug)]
pub struct TableDifference {
    /// Its name in SQL.
    pub name: String,
    /// The file before and after; none where there is no such table.
    pub files: (Option<SitePath>, Option<SitePath>),
    /// What differs, if it is there before and after.
    pub comparison: Option<Comparison>,
}

/// A page that would say something else.
#[derive(Debug)]
pub struct PageDifference {
    /// Its file.
    pub file: SitePath,
    /// What would change, in the order of the page.
    pub changes: Vec<Change>,
}

/// A place that would say something else.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// The line and the column, from 1.
    pub place: (usize, usize),
    /// `number`, `bound table`, `chart`, `table`, `claim`, or `page` for all of it.
    pub kind: &'static str,
    /// What it is bound to, or the query whose rows it shows.
    pub target: String,
    /// What it says before.
    pub before: String,
    /// What it says after.
    pub after: String,
    /// For rows: what becomes of the first of them.
    pub details: Vec<String>,
}

/// Compares a site as it is in two worlds, which differ in their data alone.
pub fn differences(
    (before, after): (&dyn World, &dyn World),
    options: &Options,
) -> Result<Differences, Vec<Diagnostic>> {
    let earlier = discovered(before, options)?.value;
    let inputs = discovered(after, options)?.value;
    let config = Arc::new(inputs.config);
    let catalogs = (
        catalog(before, &earlier.data, config.row_limit, &Remembered::default())?.value,
        catalog(after, &inputs.data, config.row_limit, &Remembered::default())?.value,
    );
    let (mut failed, mut told) = (BTreeSet::new(), Vec::new());
    let cascade = Cascade::read(after, &inputs.pages, &config);
    let opened = staged_all(
        inputs.pages,
        |file| file.path.clone(),
        |file| open(after, file, (&config, &cascade)),
    );
    let mut opened = gather(opened, &mut failed, &mut told);
    opened.retain(|(page, _)| hidden(after, page, (&config, options)).is_none());
    let files = (inputs.templates.as_slice(), inputs.texts.as_slice());
    let templates = Templates::load(after, files, &config.languages).ok();
    let templates = templates.map(|loaded| loaded.value);
    let settings = Digest::of(b"");
    let parser = Parser { world: after, config: &config, settings, templates: templates.as_ref() };
    let pages = staged_all(
        opened,
        |(page, _)| page.file.path.clone(),
        |(page, source)| parser.parse((Arc::new(page), source)),
    );
    let pages = gather(pages, &mut failed, &mut told);
    let pages: Vec<Page> = pages.into_iter().filter(Page::has_data).collect();
    let n_pages = pages.len();
    let states = ((before, &catalogs.0), (after, &catalogs.1));
    let compared =
        staged_all(pages, |page| page.file.path.clone(), |page| changes(&page, states, &parser));
    let pages = compared
        .into_iter()
        .filter(|(_, changes)| !changes.is_empty())
        .map(|(file, changes)| PageDifference { file, changes })
        .collect();
    let tables = tables(&catalogs.0, &catalogs.1)?;
    Ok(Differences { tables, pages, n_pages, unread: failed.into_iter().collect() })
}

/// The tables whose newest states differ.
fn tables(before: &Catalog, after: &Catalog) -> Result<Vec<TableDifference>, Vec<Diagnostic>> {
    let newest = |catalog: &Catalog, name: &str| {
        catalog.tables.get(name).map(|series| Arc::clone(series.latest()))
    };
    let names: BTreeSet<&Arc<str>> = before.tables.keys().chain(after.tables.keys()).collect();
    let mut res = Vec::new();
    for name in names {
        let states: (Option<Arc<Table>>, Option<Arc<Table>>) =
            (newest(before, name), newest(after, name));
        let comparison = match &states {
            (Some(old), Some(new)) if old.digest == new.digest => continue,
            (Some(old), Some(new)) => Some(compare(old, new)?),
            _ => None,
        };
        let path = |table: Option<Arc<Table>>| table.map(|table| table.path.clone());
        let files = (path(states.0), path(states.1));
        res.push(TableDifference { name: name.to_string(), files, comparison });
    }
    Ok(res)
}

/// A world with the catalog of its data.
type State<'a> = (&'a dyn World, &'a Catalog);

/// What of a page would change.
fn changes(
    page: &Page,
    (before, after): (State<'_>, State<'_>),
    parser: &Parser<'_>,
) -> Vec<Change> {
    let says = |(world, catalog): State<'_>| {
        let beside = data::beside(world, page, parser).map_err(|errors| {
            errors.first().map_or_else(String::new, |error| error.message.clone())
        })?;
        Ok::<Vec<Use>, String>(uses(page, catalog, &beside.value, &|| world.elapsed()))
    };
    let (before, after) = match (says(before), says(after)) {
        (Ok(before), Ok(after)) => (before, after),
        (before, after) => {
            let [before, after] = [before, after].map(|side| match side {
                Ok(_) => "can be computed".to_owned(),
                Err(why) => format!("cannot be computed: {why}"),
            });
            let (place, details) = ((1, 1), Vec::new());
            let target = page.file.path.to_string();
            let change = Change { place, kind: "page", target, before, after, details };
            return if change.before == change.after { Vec::new() } else { vec![change] };
        }
    };
    let change = |(old, new): (Use, Use)| {
        let (before, after, details) = match (old.says, new.says) {
            (Says::Rows(old), Says::Rows(new)) => rows::change(&old, &new)?,
            (old, new) if old == new => return None,
            (old, new) => (said(&old), said(&new), Vec::new()),
        };
        let start = page.source.position(old.span.start);
        let place = (start.line, start.column);
        Some(Change { place, kind: old.kind, target: old.target, before, after, details })
    };
    let mut changes: Vec<Change> = before.into_iter().zip(after).filter_map(change).collect();
    changes.sort();
    changes
}

fn said(says: &Says) -> String {
    match says {
        Says::Text(text) => text.clone(),
        Says::Rows(frame) => rows::counted(frame),
        Says::Nothing(why) => format!("nothing: {why}"),
    }
}
