//! The claim that data is not too old.

use chrono::{DateTime, FixedOffset, NaiveDateTime, NaiveTime};
use serde::{Deserialize, Serialize};

use crate::base::age::Age;
use crate::base::as_of::AsOf;
use crate::base::cell::Cell;
use crate::base::diagnostic::Diagnostic;
use crate::base::frame::Frame;
use crate::base::node::{Fields, Spanned};
use crate::base::source::Span;
use crate::content::body::is_query_name;

/// What must not be too old.
#[derive(Debug, PartialEq)]
pub(in crate::resolve) struct Fresh {
    table: Spanned<String>,
    column: Spanned<String>,
    age: Age,
    within: Spanned<String>,
}

/// A claim that holds until some time: a page that sees the latest data is compared with the clock when everything else is done.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Due {
    /// Until when it holds.
    #[serde(with = "crate::base::stored::moment")]
    until: NaiveDateTime,
    /// Is that a time of UTC? Otherwise it is one of wherever the site is built.
    is_utc: bool,
    /// What to say from then on.
    error: Diagnostic,
}

impl Due {
    /// Until when it holds, as it is told where the clock says `now`.
    pub fn until(&self, now: DateTime<FixedOffset>) -> Option<DateTime<FixedOffset>> {
        let local = self.until.and_local_timezone(*now.offset()).single();
        if self.is_utc { Some(self.until.and_utc().fixed_offset()) } else { local }
    }

    /// The report if the time is over at `now`.
    pub fn check(self, now: DateTime<FixedOffset>) -> Option<Diagnostic> {
        let local = if self.is_utc { now.naive_utc() } else { now.naive_local() };
        let mut error = self.error;
        if let Some(label) = error.labels.first_mut() {
            label.text = format!("it is {} now", now.date_naive());
        }
        (local > self.until).then_some(error)
    }

    /// The same, with a change of its report.
    #[must_use]
    pub(in crate::resolve) fn map(self, change: impl FnOnce(Diagnostic) -> Diagnostic) -> Self {
        Self { error: change(self.error), ..self }
    }
}

impl Fresh {
    /// Reads the keys of `fresh`.
    pub(super) fn read(fields: &mut Fields<'_>) -> Option<Self> {
        for key in ["table", "column", "within"] {
            fields.require(key);
        }
        let (table, column) = (fields.text("table"), fields.text("column"));
        let within = fields.text("within")?;
        let Some(age) = Age::read(&within) else {
            let message = format!("`{}` is no length of time", within.value);
            let error = Diagnostic::error("key/bad-value", message).at(within.span);
            fields.report(error.help(Age::FORM));
            return None;
        };
        Some(Self { table: table?, column: column?, age, within })
    }

    /// The SQL that gives the newest value.
    pub(in crate::resolve) fn sql(&self) -> String {
        let quoted = |name: &str| {
            if is_query_name(name) {
                name.to_owned()
            } else {
                format!("\"{}\"", name.replace('"', "\"\""))
            }
        };
        let table: Vec<String> = self.table.split('.').map(quoted).collect();
        format!("SELECT max({}) AS newest FROM {}", quoted(&self.column), table.join("."))
    }

    /// A diagnostic about [`sql`](Self::sql) as one about the claim's text.
    pub(in crate::resolve) fn placed(&self, mut error: Diagnostic) -> Diagnostic {
        let from = self.sql().rfind(" FROM ").unwrap_or(0);
        let place = |span: Span| {
            if span.start > from { self.table.span } else { self.column.span }
        };
        for label in error.labels.iter_mut().filter(|label| label.source.is_none()) {
            label.span = place(label.span);
        }
        error
    }

    /// What the newest value, which `frame` holds, says on the day that the page sees; what is still to be compared with the clock.
    pub(super) fn check(
        &self,
        frame: &Frame,
        (as_of, said): (AsOf, Option<&String>),
    ) -> Result<Option<Due>, Diagnostic> {
        let (table, column) = (&self.table.value, &self.column.value);
        let newest = frame.rows.first().and_then(|row| row.first()).unwrap_or(&Cell::Null);
        let last_moment = NaiveTime::from_hms_opt(23, 59, 59).unwrap_or_default();
        let (time, is_utc) = match newest {
            Cell::Date(day) => (day.and_time(last_moment), false),
            Cell::DateTime(time) => (*time, false),
            Cell::Instant(time) => (time.naive_utc(), true),
            Cell::Null => {
                let message = format!("`{table}` has no `{column}` whose age could be told");
                return Err(Diagnostic::error("claim/undecided", message)
                    .at(self.column.span)
                    .help("a table without rows is never fresh: look at the data"));
            }
            other => {
                let message =
                    format!("`{column}` has no age: it holds `{}`, not a date", other.plain());
                return Err(Diagnostic::error("claim/undecided", message)
                    .at(self.column.span)
                    .help("name a column of dates"));
            }
        };
        let default = format!(
            "the newest `{column}` of `{table}` is {}, more than {} before",
            newest.plain(),
            self.within.value
        );
        let said = said.cloned().unwrap_or(default);
        let error = Diagnostic::error("claim/stale", format!("a claim does not hold: {said}"))
            .at(self.within.span)
            .help("bring the data up to date, or allow a longer time");
        let Some(until) = self.age.after(time) else { return Ok(None) };
        match as_of {
            AsOf::Latest => Ok(Some(Due { until, is_utc, error })),
            AsOf::Day(day) if day.and_time(NaiveTime::MIN) > until => {
                let mut error = error;
                if let Some(label) = error.labels.first_mut() {
                    label.text = format!("the page sees the data as of {day}");
                }
                Err(error)
            }
            AsOf::Day(_) => Ok(None),
        }
    }
}
