//! How old a table's data is, against what its contract allows.

use chrono::{DateTime, FixedOffset, NaiveDateTime};

use super::contract::{Contract, Declared};
use super::table::Table;
use crate::base::cell::Cell;
use crate::base::diagnostic::Diagnostic;
use crate::base::frame::Kind;
use crate::base::world::World;

/// The error for a table whose newest data is older than its contract allows now.
///
/// Only for a contract that allows an age the clock is read: what depends on it is not remembered.
///
/// The newest data is that of the day of a dated snapshot, or else of the last day in the columns, or else of the day on which the source was read.
pub(super) fn check(table: &Table, world: &dyn World) -> Option<Diagnostic> {
    let contract = &table.contract;
    let Declared { value: age, span } = contract.fresh_within.as_ref()?;
    let now = world.now();
    let Some((newest, what)) = newest(table, now) else {
        let message = format!("nothing says how old `{}` is", table.name);
        let error = Diagnostic::error("data/contract", message)
            .help("add a column of dates, or the day on which the source was read as `accessed` under `source`");
        return Some(contract.mark(*span, error, ""));
    };
    let until = age.after(newest)?;
    if let Some(until) = until.and_local_timezone(*now.offset()).single() {
        world.holds_until(until);
    }
    (now.naive_local() > until).then(|| {
        let written = contract.text.as_ref().map_or("", |text| text.slice(*span));
        let written = written.trim_matches(['"', '\'']);
        let message = format!("`{}` is older than {written}: {what}", table.path);
        let error = Diagnostic::error("data/stale", message).help(format!(
            "the clock says {}; add newer data, or allow more under `fresh_within`",
            now.date_naive()
        ));
        contract.mark(*span, error, "declared here")
    })
}

/// The time of the newest data, days by their last second, with where it was found.
fn newest(table: &Table, now: DateTime<FixedOffset>) -> Option<(NaiveDateTime, String)> {
    if let Some(day) = table.snapshot {
        return Some((day.and_hms_opt(23, 59, 59)?, format!("its newest snapshot is of {day}")));
    }
    let times = table.columns.iter().filter_map(|column| {
        let time = match &column.max {
            Cell::Date(day) => day.and_hms_opt(23, 59, 59)?,
            Cell::DateTime(time) => *time,
            Cell::Instant(time) => time.with_timezone(now.offset()).naive_local(),
            _ => return None,
        };
        let noun = if column.column.kind == Kind::Date { "day" } else { "time" };
        let (name, shown) = (&column.column.name, column.max.plain());
        Some((time, format!("the last {noun} in `{name}` is {shown}")))
    });
    times.max().or_else(|| accessed(&table.contract))
}

fn accessed(contract: &Contract) -> Option<(NaiveDateTime, String)> {
    let day = contract.origin.as_ref()?.accessed?;
    Some((day.and_hms_opt(23, 59, 59)?, format!("its source was read on {day}")))
}
