//! A page's data in the words of schema.org, so that search engines for data find it.

use serde::Serialize;

use super::entry::Card;
use super::url;
use crate::content::config::Config;
use crate::resolve::dataset::{Basis, Dataset, Licence, RECORD};

/// A data set.
#[derive(Serialize)]
struct DatasetView<'a> {
    #[serde(rename = "@context", skip_serializing_if = "Option::is_none")]
    context: Option<&'static str>,
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(rename = "inLanguage", skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    creator: Option<Agent<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    license: Option<Terms<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    citation: Option<&'a str>,
    #[serde(rename = "dateModified", skip_serializing_if = "Option::is_none")]
    modified: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    identifier: Option<String>,
    #[serde(rename = "isBasedOn", skip_serializing_if = "Vec::is_empty")]
    based_on: Vec<DatasetView<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    distribution: Vec<Download<'a>>,
}

/// Who made something.
#[derive(Serialize)]
struct Agent<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

/// Terms of use: an address, or words.
#[derive(Serialize)]
#[serde(untagged)]
enum Terms<'a> {
    Address(&'a str),
    Words {
        #[serde(rename = "@type")]
        kind: &'static str,
        name: &'a str,
    },
}

/// A file of a data set.
#[derive(Serialize)]
struct Download<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    #[serde(rename = "encodingFormat")]
    format: &'static str,
    #[serde(rename = "contentUrl")]
    url: String,
}

/// The data of the page that `card` shows and whose files are in `folder`, as a script of data in HTML.
pub(super) fn json_ld(data: &Dataset, (card, folder): (&Card, &str), config: &Config) -> String {
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let author = config.author.name.as_deref().map(|name| Agent {
        kind: "Person",
        name,
        url: config.author.url.as_deref(),
    });
    let site = Agent { kind: "Organization", name: &config.title, url: None };
    let creator = author.or_else(|| (!config.title.is_empty()).then_some(site));
    let title = some(&card.title).or_else(|| some(&config.title));
    let modified = data.day.map(|day| day.to_string());
    let file = |name: String| url::permalink(config, &format!("{folder}{name}"));
    let csv = data.results.iter().map(|name| Download {
        kind: "DataDownload",
        name,
        format: "text/csv",
        url: file(format!("{name}.csv")),
    });
    let record = Download {
        kind: "DataDownload",
        name: "provenance",
        format: "application/json",
        url: file(RECORD.to_owned()),
    };
    let view = DatasetView {
        context: Some("https://schema.org/"),
        kind: "Dataset",
        name: title.as_deref().unwrap_or(&card.url),
        description: Some(card.description.as_str()).filter(|text| !text.is_empty()),
        url: Some(&card.permalink),
        language: Some(&config.language),
        creator,
        license: data.licence.as_ref().map(terms),
        citation: None,
        modified: modified.or_else(|| card.lastmod.map(|time| time.to_rfc3339())),
        identifier: None,
        based_on: data.based_on.iter().map(basis_view).collect(),
        distribution: csv.chain([record]).collect(),
    };
    let json = serde_json::to_string(&view).expect("the view holds nothing that JSON cannot say");
    // In a script only `<` could end it or begin a comment, and in JSON it stands in strings alone.
    format!("<script type=\"application/ld+json\">{}</script>\n", json.replace('<', "\\u003c"))
}

fn basis_view(basis: &Basis) -> DatasetView<'_> {
    DatasetView {
        context: None,
        kind: "Dataset",
        name: &basis.name,
        description: basis.description.as_deref(),
        url: basis.url.as_deref(),
        language: None,
        creator: basis.producer.as_deref().map(|name| Agent {
            kind: "Organization",
            name,
            url: None,
        }),
        license: basis.licence.as_ref().map(terms),
        citation: basis.citation.as_deref(),
        modified: basis.day.map(|day| day.to_string()),
        identifier: Some(format!("blake3:{}", basis.digest)),
        based_on: Vec::new(),
        distribution: Vec::new(),
    }
}

fn terms(licence: &Licence) -> Terms<'_> {
    match &licence.url {
        Some(url) => Terms::Address(url),
        None => Terms::Words { kind: "CreativeWork", name: &licence.name },
    }
}
