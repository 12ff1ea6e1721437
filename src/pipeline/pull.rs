//! Snapshots that are fetched: what would be written, and what would not.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Options, discovered};
use crate::base::as_of::day;
use crate::base::diagnostic::{Diagnostic, Warned, nearest};
use crate::base::digest::Digest;
use crate::base::overlay::{Instead, Overlay};
use crate::base::path::SitePath;
use crate::base::source::Source;
use crate::base::table_file::stem;
use crate::base::web::{Request, Response, Web, patiently};
use crate::base::world::{DATA_LOCK, World};
use crate::content::discover::read_text;
use crate::data::answer;
use crate::data::catalog::bundle_table;
use crate::data::contract::pull::{Form, Pull};
use crate::data::lock;
use crate::data::table::{contract, table_name};

/// What was fetched for one table.
#[derive(Debug)]
pub struct Pulled {
    /// The table.
    pub table: String,
    /// What came of it.
    pub outcome: Result<Warned<Outcome>, Vec<Diagnostic>>,
}

/// What came of fetching a table.
#[derive(Debug)]
pub enum Outcome {
    /// A snapshot that is not there yet: it meets the contract.
    New(NewSnapshot),
    /// The newest snapshot holds the same.
    Unchanged(SitePath),
}

/// A snapshot to be written.
#[derive(Debug)]
pub struct NewSnapshot {
    /// Its file.
    pub path: SitePath,
    /// What the file holds.
    pub bytes: Vec<u8>,
    /// The number of its rows.
    pub rows: usize,
}

/// What is remembered from one run to the next, by table. It may be lost: then everything is fetched.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memory(BTreeMap<String, Known>);

/// What a server called its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Known {
    /// The digest of what was asked.
    asked: String,
    /// The digest of the snapshot that came of it.
    snapshot: String,
    etag: Option<String>,
    last_modified: Option<String>,
}

impl Memory {
    /// What `bytes` remember; nothing if they cannot be read.
    pub fn read(bytes: &[u8]) -> Self {
        serde_json::from_slice(bytes).unwrap_or_default()
    }

    /// The memory as bytes.
    pub fn write(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }
}

/// Fetches the tables `names`, or all whose contracts say how, and remembers what servers called their answers.
pub fn pull(
    (world, web): (&dyn World, &dyn Web),
    options: &Options,
    names: &[String],
    memory: &mut Memory,
) -> Result<Vec<Pulled>, Vec<Diagnostic>> {
    let inputs = discovered(world, options)?.value;
    let zone = inputs.config.zone;
    let today = zone.local(world.now()).date();
    let sources = sources(world, &inputs.data, names)?;
    let mut res = Vec::new();
    for source in sources {
        let ctx = Ctx { world, web, files: &inputs.data, today, source: &source };
        let known = memory.0.get(&source.table);
        let outcome = ctx
            .pull(known)
            .map_err(|errors| errors.into_iter().map(|error| error.within(&source.text)).collect());
        let outcome = outcome.map(|(outcome, known)| {
            memory.0.insert(source.table.clone(), known);
            outcome
        });
        res.push(Pulled { table: source.table, outcome });
    }
    Ok(res)
}

/// A table whose contract says where it is fetched from.
struct From {
    table: String,
    contract: SitePath,
    text: Arc<Source>,
    pull: Pull,
}

/// The tables that are fetched; contracts that cannot be read are errors.
fn sources(
    world: &dyn World,
    files: &[SitePath],
    names: &[String],
) -> Result<Vec<From>, Vec<Diagnostic>> {
    let (mut sources, mut errors) = (Vec::new(), Vec::new());
    let contracts =
        files.iter().filter(|path| path.extension() == "yaml" && path.parent() == "data");
    for path in contracts {
        let Ok(table) = table_name(path) else { continue };
        if !names.is_empty() && !names.contains(&table) {
            continue;
        }
        let read = contract(world, path).and_then(|contract| {
            let text = read_text(world, path).map_err(|error| vec![error])?;
            Ok((contract.pull, text))
        });
        match read {
            Ok((Some(pull), text)) => {
                sources.push(From { table, contract: path.clone(), text, pull });
            }
            Ok((None, text)) if !names.is_empty() => errors.push(no_pull(&table, &text)),
            Ok((None, _)) => {}
            Err(found) => errors.extend(found),
        }
    }
    for name in names.iter().filter(|name| sources.iter().all(|source| source.table != **name)) {
        if errors.is_empty() {
            let known: Vec<&str> = sources.iter().map(|source| source.table.as_str()).collect();
            let help = match nearest(name, known) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("say where it comes from in `data/{name}.yaml`, under `pull`"),
            };
            let message = format!("there is no contract of a table `{name}`");
            errors.push(Diagnostic::error("data/unknown-table", message).help(help));
        }
    }
    if sources.is_empty() && errors.is_empty() {
        let error =
            Diagnostic::error("data/no-pull", "no contract says where its table is fetched from");
        errors.push(
            error.help("write `pull: {url: https://…}` into a contract, such as `data/apps.yaml`"),
        );
    }
    if errors.is_empty() { Ok(sources) } else { Err(errors) }
}

fn no_pull(table: &str, text: &Arc<Source>) -> Diagnostic {
    let message = format!("the contract of `{table}` does not say where it is fetched from");
    Diagnostic::error("data/no-pull", message)
        .label_in(text, 0..0, "")
        .help("add `pull: {url: https://…}`")
}

/// What fetching one table needs.
struct Ctx<'a> {
    world: &'a dyn World,
    web: &'a dyn Web,
    files: &'a [SitePath],
    today: NaiveDate,
    source: &'a From,
}

/// The code of what went wrong on the way.
const FAILED: &str = "data/pull-failed";

impl Ctx<'_> {
    /// Fetches the table. Places are in its contract.
    fn pull(&self, known: Option<&Known>) -> Result<(Warned<Outcome>, Known), Vec<Diagnostic>> {
        let pull = &self.source.pull;
        let folder = self.source.contract.as_str().trim_end_matches(".yaml");
        let path = SitePath::new(&format!("{folder}/{}.csv", self.today))
            .expect("a folder of the site and a day are a path");
        self.refuse_single().map_err(|error| vec![error])?;
        let newest = self.newest(folder);
        let newest = newest.map(|path| Ok((path, self.world.read(path)?))).transpose();
        let newest = newest.map_err(|error: Diagnostic| vec![error])?;
        let asked = self.asked();
        let known = known.filter(|known| {
            let is_same = |bytes: &[u8]| Digest::of(bytes).to_string() == known.snapshot;
            known.asked == asked && newest.as_ref().is_some_and(|(_, bytes)| is_same(bytes))
        });
        let request = self.request(known).map_err(|error| vec![error])?;
        let response = patiently(self.web, &request, pull.retries);
        let response = response.map_err(|failure| {
            vec![self.failed(&failure.to_string(), "try again later, or look at the address")]
        })?;
        if let (304, Some((path, _)), Some(known)) = (response.status, &newest, known) {
            return Ok((Warned::clean(Outcome::Unchanged((*path).clone())), known.clone()));
        }
        let (etag, last_modified) = (response.etag.clone(), response.last_modified.clone());
        let bytes = self.bytes(response, &request)?;
        let snapshot = Digest::of(&bytes).to_string();
        let known = Known { asked, snapshot, etag, last_modified };
        if let Some((path, _)) = newest.filter(|(_, newest)| *newest == bytes) {
            return Ok((Warned::clean(Outcome::Unchanged(path.clone())), known));
        }
        if self.files.contains(&path) {
            let message = format!("`{path}` is there, and the source says something else by now");
            let error = Diagnostic::error("data/pull-exists", message).at(pull.span);
            return Err(vec![error.help("a snapshot does not change: remove it if nothing was published with it, or pull again tomorrow")]);
        }
        let put = BTreeMap::from([(path.clone(), Instead::Bytes(bytes.clone().into()))]);
        let world = Overlay::new(self.world, put);
        let table = bundle_table(&world, &path, Some(&self.source.contract))?;
        let made = table.map(|table| Outcome::New(NewSnapshot { path, bytes, rows: table.n_rows }));
        Ok((made, known))
    }

    /// A table that is a single file has no snapshots beside it.
    fn refuse_single(&self) -> Result<(), Diagnostic> {
        let is_single = |path: &&SitePath| {
            path.parent() == "data"
                && !matches!(path.extension(), "yaml" | "sql")
                && table_name(path).is_ok_and(|name| name == self.source.table)
        };
        let Some(single) = self.files.iter().find(is_single) else { return Ok(()) };
        let message =
            format!("`{single}` is the whole table, and what is fetched is a snapshot of it");
        let folder = self.source.contract.as_str().trim_end_matches(".yaml");
        Err(Diagnostic::error("data/pull-exists", message).at(self.source.pull.span).help(format!(
            "make it the first snapshot: move it to `{folder}/YYYY-MM-DD.csv`, named for the day of its data"
        )))
    }

    /// The file of the newest snapshot.
    fn newest(&self, folder: &str) -> Option<&SitePath> {
        let snapshots = self.files.iter().filter(|path| path.parent() == folder);
        snapshots.filter_map(|path| Some((day(stem(path))?, path))).max().map(|(_, path)| path)
    }

    /// What is asked, as a digest: the answer to something else is none to this.
    fn asked(&self) -> String {
        let Source { text, .. } = &*self.source.text;
        let spec = text.get(self.source.pull.span.range()).unwrap_or_default();
        Digest::of(spec.as_bytes()).to_string()
    }

    fn request(&self, known: Option<&Known>) -> Result<Request, Diagnostic> {
        let pull = &self.source.pull;
        let accept = match pull.form {
            Form::Csv => "text/csv, */*;q=0.1",
            Form::Json => "application/json, */*;q=0.1",
        };
        let mut headers = vec![("accept".to_owned(), accept.to_owned())];
        if let Some(known) = known {
            let conditions =
                [("if-none-match", &known.etag), ("if-modified-since", &known.last_modified)];
            for (name, value) in conditions {
                headers.extend(value.clone().map(|value| (name.to_owned(), value)));
            }
        }
        let secret = match &pull.key {
            None => None,
            Some(key) => {
                let secret = self.web.secret(&key.env.value).ok_or_else(|| {
                    let message = format!("the variable `{}` holds no key", key.env.value);
                    let error = Diagnostic::error("data/pull-key", message).at(key.env.span);
                    error.help("set it in the environment of this command")
                })?;
                Some((key.header.clone(), format!("{}{secret}", key.prefix)))
            }
        };
        Ok(Request {
            url: pull.url.value.clone(),
            headers,
            secret,
            max_bytes: pull.max_bytes,
            timeout: pull.timeout,
            only_status: false,
        })
    }

    fn failed(&self, why: &str, help: &str) -> Diagnostic {
        let table = &self.source.table;
        let message = format!("cannot fetch `{table}`: {why}");
        Diagnostic::error(FAILED, message).at(self.source.pull.url.span).help(help)
    }

    /// The snapshot that an answer makes.
    fn bytes(&self, response: Response, request: &Request) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let help = match response.status {
            200 => None,
            401 | 403 => Some("look at `key`, and at whether the key is still good"),
            404 | 410 => Some("look for the address that the data has now"),
            429 => Some("the server wants to be asked less often: try again later"),
            500..=599 => Some("the server has a problem: try again later"),
            _ => Some("look at what the address answers"),
        };
        if let Some(help) = help {
            let why = format!("the server answered with the status {}", response.status);
            return Err(vec![self.failed(&why, help)]);
        }
        let secret = self.source.pull.key.as_ref().zip(request.secret.as_ref());
        let secret = secret.and_then(|(key, (_, sent))| sent.strip_prefix(key.prefix.as_str()));
        let repeats = |secret: &str| {
            response.body.windows(secret.len().max(1)).any(|part| part == secret.as_bytes())
        };
        if secret.is_some_and(repeats) {
            let why = "the answer repeats the key, which would be published with it";
            let help = "ask an address that answers with data alone";
            return Err(vec![self.failed(why, help)]);
        }
        answer::snapshot(&self.source.pull, response.body)
    }
}

/// The list of pinned snapshots with `new` ones, which are in the site by now. Without a list, one of all there are.
///
/// # Panics
/// If the list's own name were no path.
pub fn pinned_with(
    world: &dyn World,
    options: &Options,
    new: &[NewSnapshot],
) -> Result<String, Vec<Diagnostic>> {
    let path = SitePath::new(DATA_LOCK).expect("a plain name is a path");
    let is_there = world.files()?.iter().any(|file| file.path == path);
    if !is_there {
        let catalog = super::tables(world, options)?.value;
        return Ok(lock::text(&catalog));
    }
    let text = read_text(world, &path).map_err(|error| vec![error])?;
    // Other snapshots stay as they are pinned: one that has changed is not accepted on the way.
    let pins = new.iter().map(|new| {
        let size = (new.bytes.len() as u64, new.rows);
        lock::pin(&new.path, Digest::of(&new.bytes), size)
    });
    Ok(lock::with(&text.text, pins))
}
