//! Who made the data and on which terms it may be used, as readers see it.

use std::sync::Arc;

use chrono::NaiveDate;

use super::answer::Answers;
use super::markup::{Markup, is_web, web_link};
use super::record::csv_name;
use crate::base::html::{escape, escape_to};
use crate::base::number::{DateForm, Locale};
use crate::base::texts;
use crate::data::contract::Origin;
use crate::data::table::Table;

/// Licences that have a page of their own, as they are written but for case, spaces and hyphens.
const LICENCES: [(&str, &str); 9] = [
    ("cc0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    ("cc0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    ("odbl", "https://opendatacommons.org/licenses/odbl/1-0/"),
    ("odbl 1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
    ("odc by", "https://opendatacommons.org/licenses/by/1-0/"),
    ("odc by 1.0", "https://opendatacommons.org/licenses/by/1-0/"),
    ("pddl", "https://opendatacommons.org/licenses/pddl/1-0/"),
    ("pddl 1.0", "https://opendatacommons.org/licenses/pddl/1-0/"),
    ("ogl 3.0", "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"),
];

/// The line below a table: what it leaves out, where its data comes from, and the rows of `query` as a file.
pub(super) fn line_with_rows(
    tables: &[Arc<Table>],
    answers: &Answers,
    (query, cut): (&str, Option<&str>),
    markup: &mut Markup,
) {
    markup.html("<p class=\"source\">");
    let source = Some(sources(tables, answers)).filter(|source| !source.is_empty());
    for sentence in cut.into_iter().chain(source.as_deref()) {
        markup.html(sentence);
        markup.html(". ");
    }
    markup.link_to_made(&csv_name(query), " download", &answers.texts.say("data.csv", &[]));
    markup.html("</p>\n");
}

/// The line below a chart that says where its data comes from; empty if no contract says so.
pub(super) fn line(tables: &[Arc<Table>], answers: &Answers) -> String {
    match sources(tables, answers) {
        source if source.is_empty() => source,
        source => format!("<p class=\"source\">{source}</p>\n"),
    }
}

/// Where tables come from and on which terms, as far as contracts say so.
fn sources(tables: &[Arc<Table>], answers: &Answers) -> String {
    let mut sources: Vec<(&Origin, Option<NaiveDate>)> = Vec::new();
    for table in tables {
        let Some(origin) = table.contract.origin.as_ref() else { continue };
        let day = table.snapshot.or(origin.accessed);
        match sources.iter_mut().find(|(known, _)| *known == origin) {
            Some((_, newest)) => *newest = day.max(*newest),
            None => sources.push((origin, day)),
        }
    }
    let mut html = String::new();
    for (at, (origin, day)) in sources.iter().enumerate() {
        html.push_str(if at == 0 { "" } else { "; " });
        name_to(origin, &answers.texts, &mut html);
        if let Some(day) = day {
            html.push_str(" (");
            escape_to(&written(*day, answers.locale), &mut html);
            html.push(')');
        }
        if let Some(licence) = &origin.licence {
            html.push_str(", ");
            licence_to(licence, &mut html);
        }
    }
    match sources.len() {
        0 => html,
        n => answers
            .texts
            .html(if n > 1 { "data.sources" } else { "data.source" }, &[("source", &html)]),
    }
}

/// What a source is called, linked to where it is found.
pub(super) fn name_to(origin: &Origin, texts: &texts::Table, html: &mut String) {
    let name = name(origin).unwrap_or_else(|| texts.say("data.publisher", &[]));
    web_link(origin.url.as_deref(), &name, html);
}

/// The source's own words on how to cite it, else who publishes it and what it is called there, else where it is found.
fn name(origin: &Origin) -> Option<String> {
    if let Some(citation) = &origin.citation {
        return Some(citation.trim_end_matches('.').to_owned());
    }
    let names = [origin.producer.as_deref(), origin.title.as_deref()];
    let names: Vec<&str> = names.into_iter().flatten().collect();
    match (names.as_slice(), &origin.url) {
        ([], url) => url.as_ref().map(ToString::to_string),
        (names, _) => Some(names.join(", ")),
    }
}

/// A licence, linked to its text if that is known.
pub(super) fn licence_to(licence: &str, html: &mut String) {
    web_link(licence_url(licence).as_deref(), licence, html);
}

/// Where the text of a licence is found: it is an address itself, or a well-known one.
pub(super) fn licence_url(licence: &str) -> Option<String> {
    if is_web(licence) {
        return Some(licence.to_owned());
    }
    let words: Vec<String> = licence
        .split([' ', '-', '_'])
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let plain = words.join(" ");
    if let Some((_, url)) = LICENCES.iter().find(|(name, _)| *name == plain) {
        return Some((*url).to_owned());
    }
    let (version, parts) = words.split_last()?;
    let terms = parts.strip_prefix(&["cc".to_owned()])?;
    let is_known = matches!(version.as_str(), "1.0" | "2.0" | "2.5" | "3.0" | "4.0")
        && matches!(
            terms.join("-").as_str(),
            "by" | "by-sa" | "by-nd" | "by-nc" | "by-nc-sa" | "by-nc-nd"
        );
    is_known.then(|| format!("https://creativecommons.org/licenses/{}/{version}/", terms.join("-")))
}

/// The licence that all tables with a source are under, if they name just one.
pub(super) fn common_licence(tables: &[Arc<Table>]) -> Option<&str> {
    let mut licences = tables
        .iter()
        .map(|table| table.contract.origin.as_ref().and_then(|origin| origin.licence.as_deref()));
    let first = licences.next()??;
    licences.all(|licence| licence == Some(first)).then_some(first)
}

/// A day as readers read it.
pub(super) fn written(day: NaiveDate, locale: Locale) -> String {
    locale.date(day, DateForm::Day)
}

/// The day that a table stands for: its snapshot's, else the one on which it was fetched.
pub(super) fn day_of(table: &Table) -> Option<NaiveDate> {
    table.snapshot.or(table.contract.origin.as_ref()?.accessed)
}

/// Appends what a source says, with its terms, as a sentence.
pub(super) fn sentence_to(
    origin: &Origin,
    (texts, locale): (&texts::Table, Locale),
    html: &mut String,
) {
    let mut source = String::new();
    name_to(origin, texts, &mut source);
    if let Some(licence) = &origin.licence {
        source.push_str(", ");
        licence_to(licence, &mut source);
    }
    if let Some(day) = origin.accessed {
        source.push_str(", ");
        source.push_str(&texts.html("data.accessed", &[("day", &escape(&written(day, locale)))]));
    }
    html.push_str(&texts.html("data.source", &[("source", &source)]));
    html.push('.');
}

#[cfg(test)]
mod tests {
    use super::licence_url;

    #[test]
    fn well_known_licences_are_linked() {
        let url = |licence| licence_url(licence);
        let by = Some("https://creativecommons.org/licenses/by/4.0/".to_owned());
        assert_eq!(url("CC BY 4.0"), by);
        assert_eq!(url("cc-by-4.0"), by);
        assert_eq!(
            url("CC BY-NC-SA 3.0").as_deref(),
            Some("https://creativecommons.org/licenses/by-nc-sa/3.0/")
        );
        assert_eq!(
            url("CC0").as_deref(),
            Some("https://creativecommons.org/publicdomain/zero/1.0/")
        );
        assert_eq!(url("https://example.org/terms").as_deref(), Some("https://example.org/terms"));
        for other in ["", "by permission", "CC BY 9.0", "CC XY 4.0", "javascript:alert(1)", "4.0"] {
            assert_eq!(url(other), None, "{other}");
        }
    }
}
