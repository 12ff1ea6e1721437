//! Texts that cannot be read as what they should be.

use super::place;
use crate::base::diagnostic::Diagnostic;

/// The error for `text`, a literal or a value, that cannot be read as a value of the type called `wanted`.
pub(super) fn error(sql: &str, text: &str, wanted: &str) -> Diagnostic {
    let message = format!("the text `{text}` cannot be read as `{wanted}`");
    let error = Diagnostic::error("data/cast", message);
    if let Some(span) = place::literal(sql, text) {
        return error.at(span).help(if wanted == "date" {
            "write days as '2025-03-08', and points in time as '2025-03-08T11:21:30'"
        } else {
            "it stands beside something else: `CAST(… AS TEXT)` makes that a text"
        });
    }
    let span = place::call(sql, &["cast"]);
    error.at(span).help(if span == place::whole(sql) {
        "a text stands beside something else: `CAST(… AS TEXT)` makes that a text; `TRY_CAST(… AS …)` of the text gives NULL where it cannot be read"
    } else {
        "`TRY_CAST(… AS …)` gives NULL for a text that cannot be read"
    })
}
