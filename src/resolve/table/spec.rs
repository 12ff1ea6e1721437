//! What the author asks for in a `yaml table` fence.
//!
//! | key | value |
//! |---|---|
//! | `query` | the query whose rows are shown |
//! | `caption`, `note` | texts above and below |
//! | `columns` | the columns to show: `{NAME: {label, fmt, align, bar, link}}`, and sparklines: `{NAME: {label, fmt, spark}}` |
//! | `limit` | how many rows are shown |
//! | `rank` | a column to rank by, or `{by, order, label}` |
//! | `total` | columns to add up, or `{columns, label}` |

use crate::base::diagnostic::Diagnostic;
use crate::base::frame::Kind;
use crate::base::node::{Fields, Node, Spanned, Value};
use crate::base::number::{Format, Locale};
use crate::base::source::Span;

/// Where the texts of a column stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Center,
    Right,
}

impl Align {
    /// Numbers end together, texts begin together.
    pub(super) fn of(kind: Kind) -> Self {
        if kind.is_number() { Self::Right } else { Self::Left }
    }

    /// The class of a cell.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Left => "",
            Self::Center => "center",
            Self::Right => "num",
        }
    }
}

/// A format with the name that it was asked for by.
#[derive(Debug, Clone)]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) format: Format,
}

/// The rows of another query that make the sparkline of each row.
#[derive(Debug)]
pub(super) struct SparkSpec {
    /// The other query.
    pub(super) query: Spanned<String>,
    /// The column, of both queries, that says which rows belong together.
    pub(super) key: Spanned<String>,
    /// The column along the line.
    pub(super) x: Spanned<String>,
    /// The column of its heights.
    pub(super) y: Spanned<String>,
}

/// What a column has beside its texts.
#[derive(Debug)]
pub(super) enum Extra {
    /// A sparkline in place of a value.
    Spark(SparkSpec),
    /// A bar below each value, up to this value if one is given.
    Bar(Span, Option<Spanned<f64>>),
}

/// A column as the author wants it.
#[derive(Debug)]
pub(super) struct ColumnSpec {
    pub(super) name: Spanned<String>,
    pub(super) label: Option<String>,
    pub(super) format: Option<Named>,
    pub(super) align: Option<Align>,
    pub(super) extra: Option<Extra>,
    /// The column whose addresses its texts lead to.
    pub(super) link: Option<Spanned<String>>,
}

/// Ranks as the author wants them.
#[derive(Debug)]
pub(super) struct RankSpec {
    /// The column whose values are ranked.
    pub(super) by: Spanned<String>,
    /// Is the smallest value the first?
    pub(super) is_ascending: bool,
    /// The heading.
    pub(super) label: Option<String>,
}

/// Totals as the author wants them.
#[derive(Debug)]
pub(super) struct TotalSpec {
    /// The columns that are added up.
    pub(super) columns: Vec<Spanned<String>>,
    /// What the row is called.
    pub(super) label: Option<String>,
}

/// A table as the author wants it.
#[derive(Debug)]
pub(super) struct TableSpec {
    pub(super) query: Spanned<String>,
    pub(super) caption: Option<Spanned<String>>,
    pub(super) note: Option<Spanned<String>>,
    pub(super) columns: Vec<ColumnSpec>,
    pub(super) limit: Option<Spanned<usize>>,
    pub(super) rank: Option<RankSpec>,
    pub(super) total: Option<TotalSpec>,
}

/// Reads `node`, which was read from `source`.
pub(super) fn read(
    node: &Node,
    source: &str,
    locale: Locale,
) -> Result<TableSpec, Vec<Diagnostic>> {
    let mut fields = Fields::new(node, "a table");
    fields.require("query");
    let query = fields.text("query");
    let caption = fields.text("caption");
    let remark = fields.text("note");
    let columns = match fields.node("columns") {
        Some(Node { value: Value::Map(entries), .. }) => entries
            .iter()
            .map(|entry| {
                let name = Spanned::new(entry.key.clone(), entry.key_span);
                column(&mut fields, name, &entry.value, locale)
            })
            .collect(),
        Some(other) => {
            let help = "write a line `name: {label: …}` for each column";
            fields.wrong_type::<()>("columns", other, "a map", help);
            Vec::new()
        }
        None => Vec::new(),
    };
    let limit = limit(&mut fields);
    let rank = rank(&mut fields);
    let total = total(&mut fields, source);
    let errors = fields.finish();
    match query {
        Some(query) if errors.is_empty() => {
            Ok(TableSpec { query, caption, note: remark, columns, limit, rank, total })
        }
        _ => Err(errors),
    }
}

fn column(
    fields: &mut Fields<'_>,
    name: Spanned<String>,
    node: &Node,
    locale: Locale,
) -> ColumnSpec {
    let plain =
        ColumnSpec { name, label: None, format: None, align: None, extra: None, link: None };
    if node.value == Value::Null {
        return plain;
    }
    let what = format!("the column `{}`", plain.name.value);
    fields.inner(node, &what, |fields| {
        let label = fields.text("label").map(|label| label.value);
        let format = fields.text("fmt").and_then(|name| match Format::named(&name.value, locale) {
            Ok(format) => Some(Named { name: name.value, format }),
            Err(unknown) => {
                let error = Diagnostic::error("table/format", unknown.to_string());
                fields.report(error.at(name.span).help(unknown.help()));
                None
            }
        });
        let choices = [("left", Align::Left), ("center", Align::Center), ("right", Align::Right)];
        let align = fields.one_of("align", &choices).map(|align| align.value);
        let (bar, spark) = (bar(fields), spark(fields));
        let link = fields.text("link");
        let beside = link.as_ref().map(|link| link.span).or(match &bar {
            Some(Extra::Bar(span, _)) => Some(*span),
            _ => None,
        });
        if let (Some(_), Some(span)) = (&spark, beside) {
            let error =
                Diagnostic::error("table/spark", "a sparkline has neither a bar nor a link");
            fields.report(error.at(span).help("give them to a column of their own"));
        }
        ColumnSpec { label, format, align, extra: spark.or(bar), link, ..plain }
    })
}

fn bar(fields: &mut Fields<'_>) -> Option<Extra> {
    let node = fields.node("bar")?;
    match &node.value {
        Value::Boolean(true) => Some(Extra::Bar(node.span, None)),
        Value::Boolean(false) => None,
        Value::Map(_) => {
            let max = fields.inner(node, "`bar`", |fields| fields.number("max"));
            let is_wrong = max.as_ref().is_some_and(|max| max.value <= 0.0);
            if is_wrong {
                let error =
                    Diagnostic::error("table/bar", "the value of a full bar must be above 0");
                fields.report(error.at(node.span).help("write `bar: {max: 1}`, or `bar: true`"));
            }
            Some(Extra::Bar(node.span, max))
        }
        _ => {
            let help = "write `bar: true`, or `bar: {max: 1}` for the value of a full bar";
            fields.wrong_type("bar", node, "`true` or a map", help)
        }
    }
}

fn spark(fields: &mut Fields<'_>) -> Option<Extra> {
    let node = fields.node("spark")?;
    let read = fields.inner(node, "`spark`", |fields| {
        for key in ["query", "key", "x", "y"] {
            fields.require(key);
        }
        let [query, key, x, y] = ["query", "key", "x", "y"].map(|key| fields.text(key));
        Some(SparkSpec { query: query?, key: key?, x: x?, y: y? })
    });
    read.map(Extra::Spark)
}

fn limit(fields: &mut Fields<'_>) -> Option<Spanned<usize>> {
    let limit = fields.count("limit")?;
    if limit.value == 0 {
        let error = Diagnostic::error("key/bad-value", "a `limit` of 0 shows nothing");
        fields.report(error.at(limit.span).help("write how many rows to show, from 1 up"));
    }
    Some(limit)
}

fn rank(fields: &mut Fields<'_>) -> Option<RankSpec> {
    let node = fields.node("rank")?;
    let plain = |by| RankSpec { by, is_ascending: false, label: None };
    match &node.value {
        Value::Text(name) => Some(plain(Spanned::new(name.clone(), node.span))),
        Value::Map(_) => fields.inner(node, "`rank`", |fields| {
            fields.require("by");
            let order = fields.one_of("order", &[("ascending", true), ("descending", false)]);
            let label = fields.text("label");
            let mut rank = plain(fields.text("by")?);
            rank.is_ascending = order.is_some_and(|order| order.value);
            rank.label = label.map(|label| label.value);
            Some(rank)
        }),
        _ => {
            let help = "write the column to rank by: `rank: tokens`";
            fields.wrong_type("rank", node, "a column", help)
        }
    }
}

fn total(fields: &mut Fields<'_>, source: &str) -> Option<TotalSpec> {
    let node = fields.node("total")?;
    match &node.value {
        Value::Map(_) => fields.inner(node, "`total`", |fields| {
            fields.require("columns");
            let label = fields.text("label").map(|label| label.value);
            Some(TotalSpec { columns: fields.texts("columns", source)?, label })
        }),
        Value::Text(_) | Value::List(_) => {
            Some(TotalSpec { columns: fields.texts("total", source)?, label: None })
        }
        _ => {
            let help = "name the columns that can be added up: `total: [tokens]`";
            fields.wrong_type("total", node, "columns", help)
        }
    }
}
