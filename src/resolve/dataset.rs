//! The data of a page as a data set of its own, for those who look for data: what it is based on, and its files.

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use chrono::NaiveDate;

use super::answer::Answer;
use super::credit::{common_licence, day_of, licence_url};
use crate::base::stored;
use crate::data::table::Table;

/// The file beside a page that says where its numbers come from.
pub const RECORD: &str = "index.data.json";

/// The data of a page. Where its files are is known when the site is linked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dataset {
    /// The newest day of the data.
    #[serde(with = "stored::day")]
    pub day: Option<NaiveDate>,
    /// The licence, if all that the data is based on is under one.
    pub licence: Option<Licence>,
    /// What the data is based on.
    pub based_on: Vec<Basis>,
    /// The queries whose results are published as CSV, each in a file of its name beside the page.
    pub results: Vec<String>,
}

/// Terms of use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Licence {
    /// As the contract words it.
    pub name: Arc<str>,
    /// Where it is found, if that is known.
    pub url: Option<String>,
}

impl Licence {
    fn new(name: &str) -> Self {
        Self { name: name.into(), url: licence_url(name) }
    }
}

/// A table that numbers of the page were computed from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// The contract's title, else the table's name.
    pub name: Arc<str>,
    /// The contract's description.
    pub description: Option<Arc<str>>,
    /// Where the source is found.
    pub url: Option<Arc<str>>,
    /// Who publishes it.
    pub producer: Option<Arc<str>>,
    /// Under which terms it may be used.
    pub licence: Option<Licence>,
    /// How it wants to be cited.
    pub citation: Option<Arc<str>>,
    /// The day of the snapshot, or that on which it was fetched.
    #[serde(with = "stored::day")]
    pub day: Option<NaiveDate>,
    /// The digest of the file.
    pub digest: String,
}

/// The data of a page that ran these queries over these tables; none without tables.
pub(super) fn dataset(answers: &[Answer], tables: &[Arc<Table>]) -> Option<Dataset> {
    if tables.is_empty() {
        return None;
    }
    Some(Dataset {
        day: tables.iter().filter_map(|table| day_of(table)).max(),
        licence: common_licence(tables).map(Licence::new),
        based_on: tables.iter().map(|table| basis(table)).collect(),
        results: answers.iter().map(|answer| answer.name.clone()).collect(),
    })
}

fn basis(table: &Table) -> Basis {
    let contract = &table.contract;
    let origin = contract.origin.clone().unwrap_or_default();
    Basis {
        name: contract.title.clone().unwrap_or_else(|| Arc::clone(&table.name)),
        description: contract.description.clone(),
        url: origin.url,
        producer: origin.producer,
        licence: origin.licence.as_deref().map(Licence::new),
        citation: origin.citation,
        day: day_of(table),
        digest: table.digest.to_string(),
    }
}
