//! What the author asks for in a `yaml chart` block.
//!
//! | key | value |
//! |---|---|
//! | `query` | the query whose rows are drawn |
//! | `kind` | `line`, `area` or `bar` |
//! | `x` | the column along the axis: dates, numbers or texts |
//! | `y` | the column of values, or a list of columns, each a series |
//! | `series` | a column of names that splits the rows into series |
//! | `estimated` | a boolean column: its values are estimates and drawn dashed, hollow or light |
//! | `title`, `subtitle`, `note` | texts above and below the drawing |
//! | `alt` | what the drawing shows, for those who do not see it; without it, a summary of the values |
//! | `unit` | the unit of the values, if it is not that of the column |
//! | `fmt` | the name of a number format |
//! | `labels` | names for columns, `{column: text}` |
//! | `height` | the height of the space for values, in pixels |
//! | `image` | a path for the chart as a PNG beside the page |
//! | `annotations` | a list of `{x, text}`: remarks at values of `x` (not on horizontal bars) |
//! | `zero` | lines only: `false` lets the axis begin near the lowest value instead of at zero |
//! | `scale` | lines only: `{y: log}` or `{y: linear}`, or `log` or `linear` alone |
//! | `orientation` | bars only: `vertical` or `horizontal`; without it, whichever holds the names |
//! | `layout` | bars only: `grouped`, the bars of several series beside each other |
//! | `sort` | bars only: `ascending` or `descending` by the first series, instead of the order of the rows |

#[cfg(test)]
mod tests;

use std::sync::Arc;

use super::mark::Kind;
use crate::base::diagnostic::{Diagnostic, Staged, staged};
use crate::base::node::{Fields, Node, Value};
use crate::base::number::{Format, Locale};
use crate::base::source::Span;
use crate::base::texts::Table;

/// A text of the author with its place.
pub type Text = (String, Span);

/// How bars run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Orientation {
    /// Upward.
    Vertical,
    /// To the right.
    Horizontal,
}

/// The order of bars.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// The smallest first.
    Ascending,
    /// The largest first.
    Descending,
}

/// A remark at a value of `x`.
#[derive(Debug, Clone, PartialEq)]
pub struct Annotation {
    /// The value, as written.
    pub x: Text,
    /// The remark.
    pub text: Text,
}

/// A chart as the author describes it. Places are relative to the text of the block.
#[derive(Debug, Clone, PartialEq)]
pub struct Spec {
    /// The place of the whole block.
    pub span: Span,
    /// The query whose rows are drawn.
    pub query: Text,
    /// The kind of chart.
    pub kind: Kind,
    /// The column along the axis.
    pub x: Text,
    /// The columns of values, at least one.
    pub y: Vec<Text>,
    /// The column that splits the rows into series.
    pub series: Option<Text>,
    /// The column that says which values are estimates.
    pub estimated: Option<Text>,
    /// What the chart shows.
    pub title: Option<Text>,
    /// What is measured.
    pub subtitle: Option<Text>,
    /// What the drawing shows, in words.
    pub alt: Option<Text>,
    /// What stands below, such as the source.
    pub note: Option<Text>,
    /// The unit of the values.
    pub unit: Option<Text>,
    /// The name of a number format that exists.
    pub fmt: Option<Text>,
    /// The language of numbers and dates: English, until who knows the page says otherwise.
    pub locale: Locale,
    /// What the drawing says in it.
    pub texts: Arc<Table>,
    /// Names for columns, as `(column, name)`.
    pub labels: Vec<(Text, String)>,
    /// The height of the space for values in pixels.
    pub height: Option<(u32, Span)>,
    /// Where the chart is published as PNG, relative to the page.
    pub image: Option<Text>,
    /// Remarks.
    pub annotations: Vec<Annotation>,
    /// Must the axis of a line hold zero?
    pub zero: Option<(bool, Span)>,
    /// Is the axis of values logarithmic?
    pub log: bool,
    /// How bars run.
    pub orientation: Option<(Orientation, Span)>,
    /// The place of `layout: grouped`, if it is asked for.
    pub grouped: Option<Span>,
    /// The order of bars.
    pub sort: Option<Sort>,
}

/// The keys that only some kinds have.
const SPECIAL: [&str; 5] = ["zero", "scale", "orientation", "layout", "sort"];

/// The heights that the space for values may have, in pixels.
const HEIGHTS: std::ops::RangeInclusive<u32> = 80..=2000;

const ORIENTATIONS: [(&str, Orientation); 2] =
    [("vertical", Orientation::Vertical), ("horizontal", Orientation::Horizontal)];

const SORTS: [(&str, Sort); 2] = [("ascending", Sort::Ascending), ("descending", Sort::Descending)];

impl Spec {
    /// Reads a `yaml chart` block.
    pub fn read(node: &Node) -> Staged<Self> {
        let mut fields = Fields::new(node, "a chart");
        for key in ["query", "kind", "x", "y"] {
            fields.require(key);
        }
        let nothing = || (String::new(), node.span);
        let annotations = fields.each("annotations", annotation).unwrap_or_default();
        let spec = Self {
            span: node.span,
            query: text(&mut fields, "query").unwrap_or_else(nothing),
            kind: kind(&mut fields),
            x: text(&mut fields, "x").unwrap_or_else(nothing),
            y: columns(&mut fields),
            series: text(&mut fields, "series"),
            estimated: text(&mut fields, "estimated"),
            title: text(&mut fields, "title"),
            subtitle: text(&mut fields, "subtitle"),
            alt: text(&mut fields, "alt"),
            note: text(&mut fields, "note"),
            unit: text(&mut fields, "unit"),
            fmt: format(&mut fields),
            locale: Locale::ENGLISH,
            texts: Table::english(),
            labels: fields.nested("labels", labels).unwrap_or_default(),
            height: height(&mut fields),
            image: image(&mut fields),
            annotations: annotations.into_iter().flatten().collect(),
            zero: fields.boolean("zero").map(|zero| (zero.value, zero.span)),
            log: log(&mut fields),
            orientation: fields.one_of("orientation", &ORIENTATIONS).map(|o| (o.value, o.span)),
            grouped: fields.one_of("layout", &[("grouped", ())]).map(|layout| layout.span),
            sort: fields.one_of("sort", &SORTS).map(|sort| sort.value),
        };
        spec.contradictions(&mut fields);
        staged(spec, fields.finish())
    }

    /// Reports values that are fine alone and not together.
    fn contradictions(&self, fields: &mut Fields<'_>) {
        if let (Some((_, span)), [_, second, ..]) = (&self.series, &self.y[..]) {
            let message = "`series` and a list of several `y` are two ways to have several series";
            fields.report(
                Diagnostic::error("chart/option", message)
                    .label(*span, "splits the rows")
                    .label(second.1, "a second column of values")
                    .help("keep one of them"),
            );
        }
        for (n, (name, span)) in self.y.iter().enumerate() {
            if let Some((_, first)) = self.y[..n].iter().find(|(earlier, _)| earlier == name) {
                let message = format!("`y` names the column `{name}` twice");
                let error = Diagnostic::error("chart/option", message).help("name it once");
                fields.report(error.at(*span).label(*first, "first here"));
            }
        }
        if let (true, Some((true, span))) = (self.log, self.zero) {
            let error = Diagnostic::error("chart/option", "a logarithmic axis has no zero");
            fields.report(error.at(span).help("leave out `zero`, or use a linear scale"));
        }
    }

    /// The name that people read for the column `name`, if the author gives one.
    pub(super) fn label(&self, name: &str) -> Option<&str> {
        let found = self.labels.iter().find(|((column, _), _)| column == name);
        found.map(|(_, label)| label.as_str())
    }
}

/// The text under `key`, unless it is empty.
fn text(fields: &mut Fields<'_>, key: &'static str) -> Option<Text> {
    let text = fields.text(key)?;
    let trimmed = text.value.trim();
    (!trimmed.is_empty()).then(|| (trimmed.to_owned(), text.span))
}

/// The columns of values: one name or a list of them.
fn columns(fields: &mut Fields<'_>) -> Vec<Text> {
    let Some(node) = fields.node("y") else { return Vec::new() };
    let items = match &node.value {
        Value::List(items) => items.as_slice(),
        _ => std::slice::from_ref(node),
    };
    if items.is_empty() {
        let error = Diagnostic::error("key/bad-value", "`y` is an empty list");
        fields.report(error.at(node.span).help("name at least one column"));
    }
    let mut res = Vec::new();
    for item in items {
        if let Value::Text(name) = &item.value {
            res.push((name.clone(), item.span));
        } else {
            let help = "write `y: tokens`, or `y: [one, two]`";
            fields.wrong_type::<()>("y", item, "the name of a column", help);
        }
    }
    res
}

/// The kind of chart, and errors for options of other kinds.
fn kind(fields: &mut Fields<'_>) -> Kind {
    let kinds = Kind::all();
    let found = fields.one_of("kind", &kinds);
    let keys: Vec<_> = SPECIAL.into_iter().filter_map(|key| fields.entry(key)).collect();
    let Some(kind) = found.map(|kind| kind.value) else { return kinds[0].1 };
    for entry in keys {
        let takes = |kind: Kind| kind.mark().options().contains(&&*entry.key);
        if takes(kind) {
            continue;
        }
        let of = kinds.iter().filter(|(_, kind)| takes(*kind)).map(|(name, _)| *name);
        let of: Vec<&str> = of.collect();
        let message = format!("`{}` is no option of `kind: {}`", entry.key, kind.name());
        let help = format!("it is one of `kind: {}`: leave it out here", of.join("`, `kind: "));
        fields.report(Diagnostic::error("chart/option", message).at(entry.key_span).help(help));
    }
    kind
}

fn format(fields: &mut Fields<'_>) -> Option<Text> {
    let name = fields.text("fmt")?;
    match Format::named(&name, Locale::ENGLISH).map(|format| format.axis(&[0.0], None)) {
        Ok(Ok(_)) => return Some((name.value, name.span)),
        Ok(Err(_)) => {
            let message = format!("`{}` is a format of dates, and the values are numbers", *name);
            let help = "use a format of numbers, such as `short` or `percent`";
            fields.report(Diagnostic::error("key/bad-value", message).at(name.span).help(help));
        }
        Err(unknown) => {
            let error = Diagnostic::error("key/bad-value", unknown.to_string());
            fields.report(error.at(name.span).help(unknown.help()));
        }
    }
    None
}

fn height(fields: &mut Fields<'_>) -> Option<(u32, Span)> {
    let height = fields.integer("height")?;
    let pixels = u32::try_from(height.value).ok().filter(|pixels| HEIGHTS.contains(pixels));
    if pixels.is_none() {
        let message = format!("`height` cannot be {}", height.value);
        let help = format!("it is {} to {} pixels", HEIGHTS.start(), HEIGHTS.end());
        fields.report(Diagnostic::error("key/bad-value", message).at(height.span).help(help));
    }
    Some((pixels?, height.span))
}

fn image(fields: &mut Fields<'_>) -> Option<Text> {
    let (path, span) = text(fields, "image")?;
    let is_png = path.rsplit_once('.').is_some_and(|(_, end)| end.eq_ignore_ascii_case("png"));
    if !is_png {
        let message = format!("`image` must be the path of a PNG file, not `{path}`");
        let help = "let it end in `.png`, as in `image: images/trend.png`";
        fields.report(Diagnostic::error("key/bad-value", message).at(span).help(help));
    }
    is_png.then_some((path, span))
}

/// Is the axis of values logarithmic? A scale named without its axis is that of the values.
fn log(fields: &mut Fields<'_>) -> bool {
    let scales = [("linear", false), ("log", true)];
    let choice = match fields.node("scale").map(|node| &node.value) {
        Some(Value::Text(_)) => fields.one_of("scale", &scales),
        _ => fields.nested("scale", |scale| scale.one_of("y", &scales)).flatten(),
    };
    choice.is_some_and(|log| log.value)
}

fn labels(names: &mut Fields<'_>) -> Vec<(Text, String)> {
    let mut res = Vec::new();
    for entry in names.rest() {
        if let Value::Text(label) = &entry.value.value {
            res.push(((entry.key.clone(), entry.key_span), label.clone()));
        } else {
            let help = "write `labels: {tokens: Tokens a month}`";
            names.wrong_type::<()>(&entry.key, &entry.value, "a text", help);
        }
    }
    res
}

fn annotation(remark: &mut Fields<'_>) -> Option<Annotation> {
    remark.require("x");
    remark.require("text");
    let text = text(remark, "text");
    let node = remark.node("x")?;
    let x = match &node.value {
        Value::Text(text) | Value::Time(text) => text.clone(),
        Value::Integer(n) => n.to_string(),
        Value::Float(n) => n.to_string(),
        Value::Null | Value::Boolean(_) | Value::List(_) | Value::Map(_) => {
            let help = "write `annotations: [{x: 2024-09-01, text: \"A release\"}]`";
            return remark.wrong_type("x", node, "a date, a number or a name", help);
        }
    };
    Some(Annotation { x: (x, node.span), text: text? })
}
