//! Which keys of the front matter, or which part of a file's name, give a page its dates.

use std::borrow::Cow;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime};

use super::dates::Zone;
use crate::base::diagnostic::{Diagnostic, nearest};
use crate::base::node::{Fields, Spanned};

/// Every key that can hold a date.
pub const KEYS: [&str; 8] = [
    "date",
    "publishDate",
    "pubdate",
    "published",
    "lastmod",
    "modified",
    "expiryDate",
    "unpublishdate",
];

/// Where one of the dates may come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateSource {
    /// A key of the front matter: one of [`KEYS`], or the author's own.
    Key(Cow<'static, str>),
    /// The beginning of the file's name; what follows is the slug of a page that has none.
    FileName,
}

/// For each date its sources, those first that go before others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateSources {
    /// Of the date.
    pub date: Vec<DateSource>,
    /// Of the date from which on the page is published.
    pub publish_date: Vec<DateSource>,
    /// Of the date from which on it is not.
    pub expiry_date: Vec<DateSource>,
    /// Of the date of the last change.
    pub lastmod: Vec<DateSource>,
}

impl Default for DateSources {
    fn default() -> Self {
        let keys =
            |keys: &[&'static str]| keys.iter().map(|key| DateSource::Key((*key).into())).collect();
        Self {
            date: keys(&["date", "publishDate", "pubdate", "published", "lastmod", "modified"]),
            publish_date: keys(&["publishDate", "pubdate", "published", "date"]),
            expiry_date: keys(&["expiryDate", "unpublishdate"]),
            lastmod: keys(&["lastmod", "modified", "date", "publishDate", "pubdate", "published"]),
        }
    }
}

impl DateSources {
    /// The author's own keys among the sources.
    pub fn own_keys(&self) -> impl Iterator<Item = &str> {
        let Self { date, publish_date, expiry_date, lastmod } = self;
        [date, publish_date, expiry_date, lastmod].into_iter().flatten().filter_map(|source| {
            match source {
                DateSource::Key(key) => Some(&**key).filter(|key| !KEYS.contains(key)),
                DateSource::FileName => None,
            }
        })
    }

    /// Reads the lists of the configuration's `front_matter`; those not given are Hugo's.
    pub fn read(fields: &mut Fields<'_>) -> Self {
        let standard = Self::default();
        let mut read = |key, standard: Vec<DateSource>| {
            let Some(items) = fields.texts(key, "") else { return standard };
            let mut sources = Vec::new();
            for item in items {
                match source(&item) {
                    Ok(Some(source)) => sources.extend(with_aliases(source)),
                    Ok(None) => sources.extend(standard.iter().cloned()),
                    Err(error) => fields.report(error.at(item.span)),
                }
            }
            sources
        };
        Self {
            date: read("date", standard.date),
            publish_date: read("publish_date", standard.publish_date),
            expiry_date: read("expiry_date", standard.expiry_date),
            lastmod: read("lastmod", standard.lastmod),
        }
    }
}

/// The keys that are read where one of them is named, as in Hugo.
fn with_aliases(source: DateSource) -> Vec<DateSource> {
    let DateSource::Key(key) = &source else { return vec![source] };
    let keys: &[&'static str] = match &**key {
        "publishDate" => &["publishDate", "pubdate", "published"],
        "lastmod" => &["lastmod", "modified"],
        "expiryDate" => &["expiryDate", "unpublishdate"],
        _ => return vec![source],
    };
    keys.iter().map(|key| DateSource::Key((*key).into())).collect()
}

/// Is this an item that a list of sources can have?
pub fn is_known(item: &str) -> bool {
    [":default", ":filename"].contains(&item) || !item.starts_with(':')
}

/// What an item of a list of sources means; `None` for `:default`.
fn source(item: &Spanned<String>) -> Result<Option<DateSource>, Diagnostic> {
    match item.value.as_str() {
        ":default" => return Ok(None),
        ":filename" => return Ok(Some(DateSource::FileName)),
        _ => {}
    }
    if let Some(key) = KEYS.into_iter().find(|key| key.eq_ignore_ascii_case(&item.value)) {
        return Ok(Some(DateSource::Key(key.into())));
    }
    let near = nearest(&item.value, KEYS);
    if near.is_none() && !item.value.starts_with(':') {
        return Ok(Some(DateSource::Key(item.value.clone().into())));
    }
    let help = match (item.value.as_str(), near) {
        (":git" | ":fileModTime", _) => {
            "leave it out: the same files give the same site, whenever they were copied".to_owned()
        }
        (_, Some(near)) => format!("did you mean `{near}`?"),
        _ => "write `:filename`, `:default` or a key such as `date` or `lastmod`".to_owned(),
    };
    let message = format!("no date comes from `{}`", item.value);
    Err(Diagnostic::error("config/date-source", message).help(help))
}

/// The date that a name begins with, and what follows it.
pub fn dated_name(name: &str, zone: Zone) -> Option<(DateTime<FixedOffset>, &str)> {
    let with_time = name.get(..19).and_then(|start| {
        let time = NaiveDateTime::parse_from_str(start, "%Y-%m-%d-%H-%M-%S").ok()?;
        Some((time, &name[19..]))
    });
    let with_date = || {
        let date = NaiveDate::parse_from_str(name.get(..10)?, "%Y-%m-%d").ok()?;
        Some((date.and_hms_opt(0, 0, 0)?, &name[10..]))
    };
    let (time, rest) = with_time.or_else(with_date)?;
    Some((zone.at(time)?, rest.trim_matches([' ', '-', '_'])))
}

#[cfg(test)]
mod tests {
    use super::dated_name;
    use crate::content::dates::Zone;

    #[test]
    fn a_name_may_begin_with_a_date_or_a_time() {
        let read =
            |name| dated_name(name, Zone::default()).map(|(time, rest)| (time.to_rfc3339(), rest));
        let found = |time: &str, rest| Some((time.to_owned(), rest));
        assert_eq!(read("2023-12-31-file-name"), found("2023-12-31T00:00:00+00:00", "file-name"));
        assert_eq!(read("2023-11-30_x"), found("2023-11-30T00:00:00+00:00", "x"));
        assert_eq!(read("2021-01-01-12-30-45-tt"), found("2021-01-01T12:30:45+00:00", "tt"));
        assert_eq!(read("2020-01-01"), found("2020-01-01T00:00:00+00:00", ""));
        assert_eq!([read("2020-13-01-x"), read("notes"), read("ünïcödé-x")], [None, None, None]);
    }
}
