//! Claims: assertions about the data that the page makes without showing them.

use crate::base::cell::Cell;
use crate::base::diagnostic::Diagnostic;
use crate::base::frame::Frame;
use crate::base::node::{Fields, Node, Spanned};

/// What a claim asserts.
#[derive(Debug, PartialEq)]
pub(super) enum Assertion {
    /// An SQL condition that must be true.
    That(Spanned<String>),
    /// A query that must give no row.
    Rows(Spanned<String>),
}

/// A claim as written.
#[derive(Debug, PartialEq)]
pub(super) struct Claim {
    pub(super) assertion: Assertion,
    /// What to say when it does not hold.
    pub(super) message: Option<String>,
}

impl Claim {
    /// The SQL that decides the claim, and how far its text is moved to the right in it.
    pub(super) fn sql(&self) -> (String, usize) {
        const BEFORE: &str = "SELECT ";
        match &self.assertion {
            Assertion::That(condition) => {
                (format!("{BEFORE}{} AS holds", condition.value), BEFORE.len())
            }
            Assertion::Rows(query) => (query.value.clone(), 0),
        }
    }

    /// The place and the text of the SQL as written.
    pub(super) fn written(&self) -> &Spanned<String> {
        match &self.assertion {
            Assertion::That(text) | Assertion::Rows(text) => text,
        }
    }

    /// Does the result of [`sql`](Self::sql) say that the claim holds?
    pub(super) fn check(&self, frame: &Frame) -> Result<(), Diagnostic> {
        let said = |default: String| self.message.clone().unwrap_or(default);
        let error = match (&self.assertion, frame.rows.first()) {
            (Assertion::That(_), Some(row)) => match row.as_slice() {
                [Cell::Boolean(true)] => return Ok(()),
                [Cell::Boolean(false)] => {
                    Diagnostic::error("claim/false", format!("a claim does not hold: {}", said("the condition is false".into())))
                        .help("mend the data or the text that relies on it, or change the claim")
                }
                _ => Diagnostic::error("claim/undecided", "a claim is neither true nor false")
                    .help("`that` is an SQL condition without NULL in it, such as `(SELECT max(n) FROM q) > 5`"),
            },
            (Assertion::That(_) | Assertion::Rows(_), None) => return Ok(()),
            (Assertion::Rows(_), Some(row)) => {
                let first: Vec<String> =
                    frame.names().zip(row).map(|(name, cell)| format!("{name} = {}", cell.plain())).collect();
                let default = format!("{} rows that should not be there", frame.rows.len());
                Diagnostic::error("claim/rows", format!("a claim does not hold: {}", said(default)))
                    .help(format!("the first of {} is: {}", frame.rows.len(), first.join(", ")))
            }
        };
        Err(error.at(self.written().span))
    }
}

/// Reads a claim.
pub(super) fn read(node: &Node) -> Result<Claim, Vec<Diagnostic>> {
    let mut fields = Fields::new(node, "a claim");
    let that = fields.text("that");
    let rows = fields.text("rows");
    let message = fields.text("else").map(|text| text.value);
    let assertion =
        match (that, rows) {
            (Some(condition), None) => Some(Assertion::That(condition)),
            (None, Some(query)) => Some(Assertion::Rows(query)),
            (Some(_), Some(query)) => {
                let error = Diagnostic::error("claim/both", "a claim has both `that` and `rows`");
                fields.report(error.at(query.span).help("write two claims"));
                None
            }
            (None, None) => {
                let span = fields.span();
                let error = Diagnostic::error("claim/empty", "a claim claims nothing").at(span);
                fields.report(error.help(
                    "write `that: <SQL condition>`, or `rows: <query that must give no row>`",
                ));
                None
            }
        };
    let errors = fields.finish();
    match assertion {
        Some(assertion) if errors.is_empty() => Ok(Claim { assertion, message }),
        _ => Err(errors),
    }
}
