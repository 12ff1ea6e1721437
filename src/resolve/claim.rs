//! Claims: assertions about the data that the page makes without showing them.

mod fresh;

use crate::base::as_of::AsOf;
use crate::base::cell::Cell;
use crate::base::diagnostic::Diagnostic;
use crate::base::frame::Frame;
use crate::base::node::{Fields, Node, Spanned};
use crate::base::source::Span;

pub use fresh::Due;

use fresh::Fresh;

/// What a claim asserts.
#[derive(Debug, PartialEq)]
pub(super) enum Assertion {
    /// An SQL condition that must be true.
    That(Spanned<String>),
    /// A query that must give no row.
    Rows(Spanned<String>),
    /// Data that must not be too old.
    Fresh(Fresh),
}

/// A claim as written.
#[derive(Debug, PartialEq)]
pub(super) struct Claim {
    pub(super) assertion: Assertion,
    /// What to say when it does not hold.
    pub(super) message: Option<String>,
}

impl Claim {
    /// The SQL that decides the claim.
    pub(super) fn sql(&self) -> String {
        match &self.assertion {
            Assertion::That(condition) => format!("{BEFORE}{} AS holds", condition.value),
            Assertion::Rows(query) => query.value.clone(),
            Assertion::Fresh(fresh) => fresh.sql(),
        }
    }

    /// A diagnostic about [`sql`](Self::sql) as one about `fence`, the text of the claim.
    pub(super) fn placed(&self, error: Diagnostic, fence: &str) -> Diagnostic {
        match &self.assertion {
            Assertion::That(text) => moved_back(error, fence, text, BEFORE.len()),
            Assertion::Rows(text) => moved_back(error, fence, text, 0),
            Assertion::Fresh(fresh) => fresh.placed(error),
        }
    }

    /// Does the result of [`sql`](Self::sql) say that the claim holds? What is still to be compared with the clock, if it does so far.
    pub(super) fn check(&self, frame: &Frame, as_of: AsOf) -> Result<Option<Due>, Diagnostic> {
        let said = |default: String| self.message.clone().unwrap_or(default);
        let (written, first) = match &self.assertion {
            Assertion::That(text) | Assertion::Rows(text) => (text, frame.rows.first()),
            Assertion::Fresh(fresh) => return fresh.check(frame, (as_of, self.message.as_ref())),
        };
        let error = match (&self.assertion, first) {
            (Assertion::That(_), Some(row)) => match row.as_slice() {
                [Cell::Boolean(true)] => return Ok(None),
                [Cell::Boolean(false)] => {
                    Diagnostic::error("claim/false", format!("a claim does not hold: {}", said("the condition is false".into())))
                        .help("mend the data or the text that relies on it, or change the claim")
                }
                _ => Diagnostic::error("claim/undecided", "a claim is neither true nor false")
                    .help("`that` is an SQL condition without NULL in it, such as `(SELECT max(n) FROM q) > 5`"),
            },
            (_, None) => return Ok(None),
            (_, Some(row)) => {
                let first: Vec<String> =
                    frame.names().zip(row).map(|(name, cell)| format!("{name} = {}", cell.plain())).collect();
                let default = format!("{} rows that should not be there", frame.rows.len());
                Diagnostic::error("claim/rows", format!("a claim does not hold: {}", said(default)))
                    .help(format!("the first of {} is: {}", frame.rows.len(), first.join(", ")))
            }
        };
        Err(error.at(written.span))
    }
}

/// What stands before a condition in the SQL that decides it.
const BEFORE: &str = "SELECT ";

/// A diagnostic about a claim's SQL as one about the fence's text: the SQL begins `moved` bytes into what was run.
fn moved_back(
    mut error: Diagnostic,
    fence: &str,
    sql: &Spanned<String>,
    moved: usize,
) -> Diagnostic {
    let Spanned { value: sql, span } = sql;
    let raw = fence.get(span.range()).unwrap_or("");
    let start = raw.find(sql.as_str()).map(|at| span.start + at);
    for label in error.labels.iter_mut().filter(|label| label.source.is_none()) {
        label.span = match start {
            Some(start) if label.span.end <= moved + sql.len() && label.span.start >= moved => {
                Span::new(label.span.start - moved + start, label.span.end - moved + start)
            }
            _ => *span,
        };
    }
    error
}

/// Reads a claim.
pub(super) fn read(node: &Node) -> Result<Claim, Vec<Diagnostic>> {
    let mut fields = Fields::new(node, "a claim");
    let that = fields.text("that").map(|text| (text.span, Assertion::That(text)));
    let rows = fields.text("rows").map(|text| (text.span, Assertion::Rows(text)));
    let fresh = fields.node("fresh").map(|node| node.span);
    let is_fresh = fresh.is_some();
    let fresh = fields.nested("fresh", Fresh::read).flatten().map(Assertion::Fresh).zip(fresh);
    let fresh = fresh.map(|(fresh, span)| (span, fresh));
    let message = fields.text("else").map(|text| text.value);
    let mut asserted = [that, rows, fresh].into_iter().flatten();
    let first = asserted.next();
    if let Some((span, _)) = asserted.next() {
        let message = "a claim has two of `that`, `rows` and `fresh`";
        fields.report(Diagnostic::error("claim/both", message).at(span).help("write two claims"));
    } else if first.is_none() && !is_fresh {
        let error = Diagnostic::error("claim/empty", "a claim claims nothing").at(fields.span());
        fields.report(error.help(
            "write `that: <SQL condition>`, `rows: <query that must give no row>` or `fresh: {table, column, within}`",
        ));
    }
    let assertion = first.map(|(_, assertion)| assertion);
    let errors = fields.finish();
    match assertion {
        Some(assertion) if errors.is_empty() => Ok(Claim { assertion, message }),
        _ => Err(errors),
    }
}
