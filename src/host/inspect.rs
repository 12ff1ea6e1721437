//! What can be told of one page: the answer of `numerate why`, and of the preview's inspector.

use serde::Serialize;

use super::disk::Disk;
use crate::base::html::encode_url;
use crate::base::output::Artifact;
use crate::base::path::SitePath;
use crate::base::source::Source;
use crate::base::world::World as _;
use crate::pipeline::{self, Built, Mark, Options, Stage, Story};

/// All that can be told of a page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Inspection {
    /// The content file, or the file that is copied.
    pub file: Option<String>,
    /// The URL path of its page, if it has one.
    pub url: Option<String>,
    /// Is it part of the site as it was built?
    pub shown: bool,
    /// Why a build without options leaves it out: `draft`, `future` or `expired`.
    pub hidden: Option<&'static str>,
    /// When it appears, or since when it is expired.
    pub until: Option<String>,
    /// The template that makes it, then those that it extends and includes.
    pub templates: Vec<Template>,
    /// As of when it sees data: `latest` or a day.
    pub as_of: Option<String>,
    /// The tables that it reads.
    pub tables: Vec<Table>,
    /// Its queries, in order.
    pub queries: Vec<Query>,
    /// What in its text is bound to data, in order.
    pub bound: Vec<Bound>,
    /// Its files in the built site.
    pub outputs: Vec<String>,
    /// Why each stage ran for it in the last build; empty if everything was taken from memory.
    pub rebuilt: Vec<Rebuilt>,
}

/// A template.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Template {
    /// Its name.
    pub name: String,
    /// Its file, if the site has one of its own.
    pub file: Option<String>,
}

/// A table that a page reads.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its file.
    pub file: String,
    /// The day of the snapshot.
    pub snapshot: Option<String>,
    /// The BLAKE3 digest of the file.
    pub digest: String,
    /// Its rows.
    pub rows: usize,
}

/// A query of a page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Query {
    /// Its name.
    pub name: String,
    /// Its SQL.
    pub sql: String,
    /// Where it stands.
    pub line: usize,
    /// Rows of the tables that it read.
    pub rows_read: usize,
    /// Rows of its result.
    pub rows: usize,
    /// How long it took when it last ran.
    pub milliseconds: f64,
}

/// Something that is bound to data.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bound {
    /// `number`, `bound table`, `table`, `chart` or `claim`.
    pub kind: &'static str,
    /// What it says.
    pub text: String,
    /// What it is bound to.
    pub target: String,
    /// The query.
    pub query: String,
    /// Where it stands, from 1.
    pub line: usize,
    /// Where in the line, from 1.
    pub column: usize,
}

/// What a stage ran for, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rebuilt {
    /// The stage.
    pub stage: &'static str,
    /// A file of the site, or of the built site.
    pub subject: String,
    /// Why.
    pub why: String,
}

/// What can be told of the page at a URL path; `None` if there is nothing at it.
pub fn of_url(disk: &Disk, built: &Built, options: &Options, url: &str) -> Option<Inspection> {
    let root = built.root.as_deref().unwrap_or("/");
    let inside = url.split(['?', '#']).next().unwrap_or(url).strip_prefix(root)?;
    let is_at = |out: &str, path: &str| out == path || encode_url(out) == path;
    let at = |path: &str| built.output.iter().find(|(out, _)| is_at(out.as_str(), path));
    let folder = inside.trim_end_matches('/');
    let index =
        if folder.is_empty() { "index.html".to_owned() } else { format!("{folder}/index.html") };
    let (path, item) = at(&index).or_else(|| at(inside))?;
    let story = item.page.as_ref().and_then(|file| built.stories.get(file));
    if let Some(story) = story {
        return Some(of_story(disk, built, options, story));
    }
    let chain = built.lists.get(path).map(|chain| templates(disk, chain));
    let file = match &item.artifact {
        Artifact::File(file) => Some(file.to_string()),
        Artifact::Bytes(_) => None,
    };
    Some(Inspection {
        file,
        url: Some(url.to_owned()),
        shown: true,
        templates: chain.unwrap_or_default(),
        outputs: vec![path.to_string()],
        rebuilt: rebuilt(built, &[path.as_str()]),
        ..Inspection::nothing()
    })
}

/// What can be told of a content file; `None` if the site has no page of it.
pub fn of_file(
    disk: &Disk,
    built: &Built,
    options: &Options,
    file: &SitePath,
) -> Option<Inspection> {
    built.stories.get(file).map(|story| of_story(disk, built, options, story))
}

/// What can be told of a page that has a file.
fn of_story(disk: &Disk, built: &Built, options: &Options, story: &Story) -> Inspection {
    let file = &story.file;
    let source = disk.read(file).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let source = Source::new(file.clone(), source.unwrap_or_default());
    let position = |at: usize| source.position(at);
    let own = built.output.iter().filter(|(_, item)| item.page.as_ref() == Some(file));
    let outputs: Vec<String> = own.map(|(path, _)| path.to_string()).collect();
    let mut subjects: Vec<&str> = outputs.iter().map(String::as_str).collect();
    subjects.push(file.as_str());
    subjects.extend(story.tables.iter().flat_map(|table| [&*table.name, table.path.as_str()]));
    let place = story.place.as_ref();
    let marks = pipeline::marks(disk, options, file).unwrap_or_default();
    Inspection {
        file: Some(file.to_string()),
        url: place.map(|place| place.url.clone()),
        shown: place.is_some(),
        hidden: story.hidden.as_ref().map(|hidden| hidden.reason),
        until: story.hidden.as_ref().and_then(|hidden| hidden.until.clone()),
        templates: place.map(|place| templates(disk, &place.templates)).unwrap_or_default(),
        as_of: Some(story.as_of.to_string()),
        tables: story.tables.iter().map(table).collect(),
        queries: story
            .queries
            .iter()
            .map(|query| Query {
                name: query.name.clone(),
                sql: query.sql.clone(),
                line: position(query.span.start).line,
                rows_read: query.rows_read,
                rows: query.rows,
                milliseconds: (query.took.as_secs_f64() * 100_000.0).round() / 100.0,
            })
            .collect(),
        bound: marks
            .into_iter()
            .map(|Mark { kind, text, target, query, span }| {
                let place = position(span.start);
                Bound { kind, text, target, query, line: place.line, column: place.column }
            })
            .collect(),
        rebuilt: rebuilt(built, &subjects),
        outputs,
    }
}

impl Inspection {
    /// Of a page of which nothing is known.
    fn nothing() -> Self {
        Self {
            file: None,
            url: None,
            shown: false,
            hidden: None,
            until: None,
            templates: Vec::new(),
            as_of: None,
            tables: Vec::new(),
            queries: Vec::new(),
            bound: Vec::new(),
            outputs: Vec::new(),
            rebuilt: Vec::new(),
        }
    }
}

/// Templates with the files of those that the site has itself.
fn templates(disk: &Disk, names: &[String]) -> Vec<Template> {
    let file = |name: &String| {
        let path = SitePath::new(&format!("templates/{name}")).ok()?;
        disk.file(&path).is_ok().then(|| path.to_string())
    };
    names.iter().map(|name| Template { name: name.clone(), file: file(name) }).collect()
}

/// A table as it is told.
fn table(seen: &pipeline::Seen) -> Table {
    Table {
        name: seen.name.to_string(),
        file: seen.path.to_string(),
        snapshot: seen.snapshot.map(|day| day.to_string()),
        digest: seen.digest.to_string(),
        rows: seen.rows,
    }
}

/// What ran for any of `subjects` in the last build.
fn rebuilt(built: &Built, subjects: &[&str]) -> Vec<Rebuilt> {
    let ran = built.trace.ran.iter().filter(|ran| subjects.contains(&&*ran.subject));
    ran.map(|ran| Rebuilt {
        stage: Stage::name(ran.stage),
        subject: ran.subject.clone(),
        why: ran.why.clone(),
    })
    .collect()
}
