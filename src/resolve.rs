//! Pages meet data: queries run, bound numbers are checked, tables and charts are drawn.
//!
//! [`resolve`] turns a page into an [`Article`](article::Article), or reports everything in it that does not follow from the data.

pub mod article;

mod answer;
mod bind;
mod bound_table;
mod claim;
mod credit;
pub mod dataset;
mod figure;
mod fill;
mod hint;
mod markup;
mod note;
mod option;
mod phrase;
mod record;
mod statement;
mod table;
mod target;
mod unbound;
pub mod uses;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::base::as_of::AsOf;
use crate::base::diagnostic::{Diagnostic, Staged, staged};
use crate::base::node::{Spanned, yaml};
use crate::base::number::Locale;
use crate::base::path::SitePath;
use crate::base::source::{Source, Span};
use crate::base::texts;
use crate::content::body::{
    Binding, BoundTable, Figure, FigureKind, Fragment, Heading, Piece, Query, Reference,
};
use crate::content::config::Unbound;
use crate::content::page::{Opened, Page};
use crate::data::catalog::{Catalog, Session};
use crate::data::table::Table;

use answer::{Answer, Answers};
use article::{Answered, Counts, Facts, Seen, Solved, Text};
use bind::{Bound, Checked, Home, check};
use bound_table::CheckedTable;
use fill::{BoundRows, fill};
use record::Findings;

pub use crate::chart::raster::Pictures;
pub use claim::Due;

/// A clock that only runs forward.
pub type Clock<'a> = &'a (dyn Fn() -> Duration + Sync);

/// A page after its queries have run.
#[derive(Debug, Serialize, Deserialize)]
pub struct Resolved {
    /// The files of the tables that its queries and claims name, whether they hold or not.
    pub reads: BTreeSet<SitePath>,
    /// The page, or what in it does not follow from the data.
    pub solved: Staged<Solved>,
    /// The claims that hold until some time, to be compared with the clock.
    pub due: Vec<Due>,
}

/// What a page has beside it.
#[derive(Debug)]
pub struct Beside {
    /// Its own tables.
    pub tables: Vec<Arc<Table>>,
    /// The queries in files that its front matter names.
    pub queries: Vec<FileQuery>,
    /// The language that its numbers and dates are written in.
    pub locale: Locale,
    /// What tables, charts and notes say in it.
    pub texts: Arc<texts::Table>,
    /// What to say of numbers that no data is bound to.
    pub unbound: Unbound,
    /// Pictures of charts that were made before.
    pub pictures: Arc<Pictures>,
}

/// A query whose SQL stands in a file.
#[derive(Debug)]
pub struct FileQuery {
    /// The name by which the page knows its result, in the front matter.
    pub name: Spanned<String>,
    /// The file.
    pub source: Arc<Source>,
}

/// Runs the queries of `page` over the tables of `catalog` and its own, and checks and draws what follows from them.
///
/// `clock` tells how long queries take.
pub fn resolve(page: &Page, catalog: &Catalog, beside: &Beside, clock: Clock<'_>) -> Resolved {
    let Page { source, body, .. } = page;
    let as_of = page.front.sees_as_of();
    let mut ctx = Ctx::new((catalog.session(as_of, &beside.tables), as_of), source, clock);
    ctx.answers.locale = beside.locale;
    ctx.answers.texts = Arc::clone(&beside.texts);
    ctx.answers.pictures = Arc::clone(&beside.pictures);
    ctx.references.clone_from(&body.references);
    ctx.run_all(&beside.queries, &body.queries);
    let unbound = unbound::unbound(body, &page.front, &ctx.answers, &beside.unbound);
    ctx.errors.extend(unbound);
    let opened = ctx.front_matter(&page.opened);
    let bound: Vec<Option<Checked>> =
        body.bindings.iter().map(|binding| ctx.binding(binding)).collect();
    let tables: Vec<BoundRows> = body.tables.iter().map(|table| ctx.bound_table(table)).collect();
    let figures: Vec<Vec<Piece>> = body.figures.iter().map(|figure| ctx.figure(figure)).collect();
    for claim in &body.claims {
        ctx.claim(claim);
    }
    let read = ctx.tables();
    let data_note = note::note(&ctx.answers, &read, as_of);
    let dataset = dataset::dataset(&ctx.answers.known, &read);
    ctx.findings.claims = ctx.counts.claims;
    ctx.made.extend(record::files(&ctx.answers, &read, &ctx.findings, as_of));
    let fill = |pieces: &[Piece]| fill(pieces, &bound, &tables, &figures);
    let heading = |heading: &Heading| Heading {
        pieces: fill(&heading.pieces),
        level: heading.level,
        id: heading.id.clone(),
    };
    let headings = body.headings.iter().map(heading).collect();
    let mut anchors = body.anchors.clone();
    anchors.extend((!data_note.is_empty()).then(|| "data-note".to_owned()));
    let Ctx { reads, made, errors, references, due, answers, counts, .. } = ctx;
    let (made, bytes): (Vec<String>, Vec<Arc<[u8]>>) = made.into_iter().unzip();
    let text = Text { pieces: fill(&body.pieces), headings, data_note, made: bytes };
    let answered = Answered {
        dataset,
        made,
        counts: Counts { queries: answers.known.len(), ..counts },
        queries: answers.known.iter().map(Answer::asked).collect(),
        tables: read.iter().map(|table| seen(table)).collect(),
    };
    let links = (references, anchors, body.word_count);
    let facts = Arc::new(Facts::new((text.digest(), text), links, Some(answered)));
    let solved = Solved { opened, facts };
    let errors = errors.into_iter().map(|error| error.within(source)).collect();
    let due = due.into_iter().map(|due| due.map(|error| error.within(source))).collect();
    Resolved { reads, solved: staged(solved, errors), due }
}

/// What is told of a table.
fn seen(table: &Table) -> Seen {
    let Table { name, path, snapshot, digest, n_rows: rows, .. } = table;
    Seen {
        name: Arc::clone(name),
        path: path.clone(),
        snapshot: *snapshot,
        digest: *digest,
        rows: *rows,
    }
}

/// What the parts of one page share.
struct Ctx<'a> {
    session: Session<'a>,
    reads: BTreeSet<SitePath>,
    answers: Answers,
    errors: Vec<Diagnostic>,
    counts: Counts,
    made: Vec<(String, Arc<[u8]>)>,
    /// What follows from the data, for the page's record.
    findings: Findings,
    /// The page's links into the site, those of its figures last.
    references: Vec<Reference>,
    /// The tables that claims read.
    claimed: Vec<Arc<Table>>,
    /// As of when the page sees data.
    as_of: AsOf,
    due: Vec<Due>,
    clock: Clock<'a>,
    /// The queries of the text that are still to be run.
    to_come: Vec<String>,
}

impl<'a> Ctx<'a> {
    /// A page of which nothing is answered yet.
    fn new((session, as_of): (Session<'a>, AsOf), source: &Arc<Source>, clock: Clock<'a>) -> Self {
        let source = Arc::clone(source);
        Self {
            session,
            reads: BTreeSet::new(),
            answers: Answers {
                locale: Locale::ENGLISH,
                texts: texts::Table::english(),
                pictures: Arc::default(),
                source,
                known: Vec::new(),
                failed: Vec::new(),
            },
            errors: Vec::new(),
            counts: Counts::default(),
            made: Vec::new(),
            findings: Findings::default(),
            references: Vec::new(),
            claimed: Vec::new(),
            as_of,
            due: Vec::new(),
            clock,
            to_come: Vec::new(),
        }
    }

    /// Runs the queries in files, then those of the text.
    fn run_all(&mut self, files: &[FileQuery], fences: &[Query]) {
        self.to_come = fences.iter().rev().map(|query| query.name.clone()).collect();
        for query in files {
            let place = |error: Diagnostic| error.within(&query.source);
            self.run(&query.name.value, query.name.span, (&query.source.text, &place));
        }
        for query in fences {
            self.to_come.pop();
            let place = |error| query.sql.place(error);
            self.run(&query.name, query.name_span, (&query.sql.text, &place));
        }
    }

    /// Runs a named query and keeps its answer for the rest of the page.
    fn run(
        &mut self,
        name: &str,
        name_span: Span,
        (sql, place): (&str, &dyn Fn(Diagnostic) -> Diagnostic),
    ) {
        if let Some(taken) = self.session.taken(name) {
            let error = if taken == "query" {
                query_twice(name, name_span, self.answers.find(name))
            } else {
                let message = format!("the query `{name}` would hide the {taken} of that name");
                Diagnostic::error("query/hides", message)
                    .at(name_span)
                    .help("give the query another name")
            };
            self.errors.push(error);
            self.answers.failed.push(name.to_owned());
            return;
        }
        self.note_reads(sql);
        let start = (self.clock)();
        match self.session.define(name, sql) {
            Ok(result) => self.answers.known.push(Answer {
                name: name.to_owned(),
                name_span,
                sql: sql.to_owned(),
                result,
                took: (self.clock)().saturating_sub(start),
            }),
            Err(errors) => {
                self.errors.extend(errors.into_iter().filter_map(|error| {
                    let names_failed = self.answers.failed.iter().any(|failed| {
                        error.code == "data/unknown-table"
                            && error.message.contains(&format!("`{failed}`"))
                    });
                    (!names_failed).then(|| place(hint::told_below(error, &self.to_come)))
                }));
                self.answers.failed.push(name.to_owned());
            }
        }
    }

    /// Checks the bound numbers of the front matter; the page with what they come to, if it has any.
    fn front_matter(&mut self, opened: &Opened) -> Option<Arc<Opened>> {
        if !opened.front.is_bound {
            return None;
        }
        let mut bound = Opened::clone(opened);
        match phrase::front_matter(&mut bound.front, &self.answers.source.text, &self.answers) {
            Ok(n_bindings) => self.counts.bindings += n_bindings,
            Err(errors) => self.errors.extend(errors),
        }
        Some(Arc::new(bound))
    }

    fn note_reads(&mut self, sql: &str) {
        let named = self.session.named(sql);
        self.reads.extend(named.into_iter().map(|table| table.path.clone()));
    }

    /// Checks a bound number of the text.
    fn binding(&mut self, binding: &Binding) -> Option<Checked> {
        let bound = Bound {
            text: &binding.text,
            text_span: binding.text_span,
            target: &binding.target,
            target_span: binding.target_span,
            home: if binding.is_near { Home::Elsewhere } else { Home::Markdown },
        };
        match check(bound, &self.answers) {
            Ok(checked) => {
                self.counts.bindings += 1;
                self.findings.numbers.push(checked.number());
                Some(checked)
            }
            Err(errors) => {
                self.errors.extend(errors);
                None
            }
        }
    }

    /// Checks a bound table; the start tags of its cells' values, and what follows it.
    fn bound_table(&mut self, table: &BoundTable) -> BoundRows {
        match bound_table::check(table, &self.answers) {
            Ok(CheckedTable { tags, credit }) => {
                self.counts.bindings += tags.iter().map(Vec::len).sum::<usize>();
                (tags, credit.finish(&mut self.references, |reference| reference))
            }
            Err(errors) => {
                self.errors.extend(errors);
                BoundRows::default()
            }
        }
    }

    /// Draws a chart or a table; nothing if that is not possible.
    fn figure(&mut self, figure: &Figure) -> Vec<Piece> {
        match figure::draw(figure, self.counts.charts, &self.answers) {
            Ok(warned) => {
                let drawn = warned.value;
                self.errors
                    .extend(warned.warnings.into_iter().map(|warning| figure.spec.place(warning)));
                self.counts.bindings += drawn.n_bindings;
                self.counts.charts += usize::from(figure.kind == FigureKind::Chart);
                self.made.extend(drawn.pictures);
                self.findings.figures.push(drawn.shown);
                let placed = |mut reference: Reference| {
                    reference.span = figure.spec.locate(reference.span);
                    reference
                };
                drawn.markup.finish(&mut self.references, placed)
            }
            Err(errors) => {
                self.errors.extend(errors.into_iter().map(|error| figure.spec.place(error)));
                Vec::new()
            }
        }
    }

    /// Checks a claim.
    fn claim(&mut self, fragment: &Fragment) {
        let place = |error: Diagnostic| fragment.place(error);
        let read = yaml(&fragment.text).and_then(|node| claim::read(&node));
        let claim = match read {
            Ok(claim) => claim,
            Err(errors) => {
                self.errors.extend(errors.into_iter().map(place));
                return;
            }
        };
        let sql = claim.sql();
        self.note_reads(&sql);
        let held = self.session.run(&sql).map_err(|errors| {
            errors.into_iter().map(|error| claim.placed(error, &fragment.text)).collect()
        });
        let held = held.and_then(|result| {
            self.claimed.extend(result.tables.iter().cloned());
            claim.check(&result.frame, self.as_of).map_err(|error| vec![error])
        });
        match held {
            Ok(due) => {
                self.counts.claims += 1;
                self.due.extend(due.map(|due| due.map(place)));
            }
            Err(errors) => self.errors.extend(errors.into_iter().map(place)),
        }
    }

    /// The tables that the page's queries and claims read, each once.
    fn tables(&self) -> Vec<Arc<Table>> {
        let mut tables = BTreeMap::new();
        let queried = self.answers.known.iter().flat_map(|answer| &answer.result.tables);
        for table in queried.chain(&self.claimed) {
            tables.entry((&*table.name, &table.path)).or_insert_with(|| Arc::clone(table));
        }
        tables.into_values().collect()
    }
}

/// The report of a query named as an earlier one.
fn query_twice(name: &str, span: Span, first: Option<&Answer>) -> Diagnostic {
    let error =
        Diagnostic::error("query/duplicate", format!("the query `{name}` is defined twice"))
            .label(span, "again here")
            .help("give one of them another name");
    match first {
        Some(first) => error.label(first.name_span, "first here"),
        None => error,
    }
}
