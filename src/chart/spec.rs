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
//! | `scale` | lines only: `{y: log}` or `{y: linear}` |
//! | `orientation` | bars only: `vertical` or `horizontal`; without it, whichever holds the names |
//! | `layout` | bars only: `grouped`, the bars of several series beside each other |
//! | `sort` | bars only: `ascending` or `descending` by the first series, instead of the order of the rows |

mod fields;
#[cfg(test)]
mod tests;

use self::fields::{Fields, mismatch};
use super::mark::Kind;
use crate::base::diagnostic::{Diagnostic, Staged, staged};
use crate::base::node::{Node, Value};
use crate::base::number::Format;
use crate::base::source::Span;

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

/// The keys of every kind of chart.
const COMMON: [&str; 16] = [
    "query",
    "kind",
    "x",
    "y",
    "series",
    "estimated",
    "title",
    "subtitle",
    "alt",
    "note",
    "unit",
    "fmt",
    "labels",
    "height",
    "image",
    "annotations",
];

/// The keys that only some kinds have.
const SPECIAL: [&str; 5] = ["zero", "scale", "orientation", "layout", "sort"];

/// Keys of other programs, with ours.
const FOREIGN: [(&str, &str); 10] = [
    ("caption", "note"),
    ("source", "note"),
    ("type", "kind"),
    ("mark", "kind"),
    ("data", "query"),
    ("log", "scale"),
    ("color", "series"),
    ("format", "fmt"),
    ("description", "alt"),
    ("order", "sort"),
];

impl Spec {
    /// Reads a `yaml chart` block.
    pub fn read(node: &Node) -> Staged<Self> {
        let mut fields = Fields::new(node, "a chart").map_err(|error| vec![error])?;
        let known: Vec<&str> = COMMON.into_iter().chain(SPECIAL).collect();
        fields.only(&known, &FOREIGN);
        let query = fields.needed("query", "name the query to draw, as in `query: monthly`");
        let x = fields.needed("x", "name the column along the axis, as in `x: month`");
        if fields.get("y").is_none() {
            let error = Diagnostic::error("chart/missing-key", "`y` is missing");
            let help = "name the column of values, as in `y: tokens`";
            fields.errors.push(error.at(fields.key("y").unwrap_or(fields.span)).help(help));
        }
        let y = fields.texts("y");
        let kind = kind(&mut fields);
        let nothing = (String::new(), node.span);
        let spec = Self {
            span: node.span,
            query: query.unwrap_or_else(|| nothing.clone()),
            kind,
            x: x.unwrap_or(nothing),
            y,
            series: fields.text("series"),
            estimated: fields.text("estimated"),
            title: fields.text("title"),
            subtitle: fields.text("subtitle"),
            alt: fields.text("alt"),
            note: fields.text("note"),
            unit: fields.text("unit"),
            fmt: format(&mut fields),
            labels: labels(&mut fields),
            height: fields.number("height", 80, 2000),
            image: image(&mut fields),
            annotations: annotations(&mut fields),
            zero: fields.flag("zero"),
            log: log(&mut fields),
            orientation: fields.choice(
                "orientation",
                &[("vertical", Orientation::Vertical), ("horizontal", Orientation::Horizontal)],
            ),
            grouped: fields.choice("layout", &[("grouped", ())]).map(|((), span)| span),
            sort: fields
                .choice("sort", &[("ascending", Sort::Ascending), ("descending", Sort::Descending)])
                .map(|(sort, _)| sort),
        };
        spec.contradictions(&mut fields);
        staged(spec, fields.errors)
    }

    /// Reports values that are fine alone and not together.
    fn contradictions(&self, fields: &mut Fields<'_>) {
        if let (Some((_, span)), [_, second, ..]) = (&self.series, &self.y[..]) {
            let message = "`series` and a list of several `y` are two ways to have several series";
            fields.errors.push(
                Diagnostic::error("chart/value", message)
                    .label(*span, "splits the rows")
                    .label(second.1, "a second column of values")
                    .help("keep one of them"),
            );
        }
        for (n, (name, span)) in self.y.iter().enumerate() {
            if let Some((_, first)) = self.y[..n].iter().find(|(earlier, _)| earlier == name) {
                let message = format!("`y` names the column `{name}` twice");
                let error = Diagnostic::error("chart/value", message);
                fields.errors.push(error.at(*span).label(*first, "first here"));
            }
        }
        if let (true, Some((true, span))) = (self.log, self.zero) {
            let error = Diagnostic::error("chart/value", "a logarithmic axis has no zero");
            fields.errors.push(error.at(span).help("leave out `zero`, or use a linear scale"));
        }
    }

    /// The name that people read for the column `name`, if the author gives one.
    pub(super) fn label(&self, name: &str) -> Option<&str> {
        let found = self.labels.iter().find(|((column, _), _)| column == name);
        found.map(|(_, label)| label.as_str())
    }
}

/// The kind of chart, and errors for options of other kinds.
fn kind(fields: &mut Fields<'_>) -> Kind {
    let kinds = Kind::all();
    let first = kinds[0].1;
    if fields.get("kind").is_none() {
        let names: Vec<&str> = kinds.iter().map(|(name, _)| *name).collect();
        let help = format!("`kind` is one of `{}`", names.join("`, `"));
        let error = Diagnostic::error("chart/missing-key", "`kind` is missing");
        fields.errors.push(error.at(fields.key("kind").unwrap_or(fields.span)).help(help));
    }
    let Some((kind, _)) = fields.choice("kind", &kinds) else { return first };
    for key in SPECIAL {
        let Some(span) = fields.key(key) else { continue };
        if kind.mark().options().contains(&key) {
            continue;
        }
        let of = kinds.iter().filter(|(_, kind)| kind.mark().options().contains(&key));
        let of: Vec<&str> = of.map(|(name, _)| *name).collect();
        let message = format!("`{key}` is no option of `kind: {}`", kind.name());
        let help = format!("it is one of `kind: {}`; leave it out here", of.join("`, `kind: "));
        fields.errors.push(Diagnostic::error("chart/option", message).at(span).help(help));
    }
    kind
}

fn format(fields: &mut Fields<'_>) -> Option<Text> {
    let (name, span) = fields.text("fmt")?;
    match Format::named(&name).map(|format| format.axis(&[0.0], None)) {
        Ok(Ok(_)) => return Some((name, span)),
        Ok(Err(_)) => {
            let message = format!("`{name}` is a format of dates, and the values are numbers");
            let help = "use a format of numbers, such as `short` or `percent`";
            fields.errors.push(Diagnostic::error("chart/value", message).at(span).help(help));
        }
        Err(unknown) => {
            let error = Diagnostic::error("chart/value", unknown.to_string());
            fields.errors.push(error.at(span).help(unknown.help()));
        }
    }
    None
}

fn image(fields: &mut Fields<'_>) -> Option<Text> {
    let (path, span) = fields.text("image")?;
    let is_png = path.rsplit_once('.').is_some_and(|(_, end)| end.eq_ignore_ascii_case("png"));
    if !is_png {
        let message = format!("`image` must be the path of a PNG file, not `{path}`");
        let help = "let it end in `.png`, as in `image: images/trend.png`";
        fields.errors.push(Diagnostic::error("chart/value", message).at(span).help(help));
    }
    is_png.then_some((path, span))
}

fn log(fields: &mut Fields<'_>) -> bool {
    let Some(node) = fields.get("scale") else { return false };
    let mut scale = match Fields::new(node, "`scale`") {
        Ok(scale) => scale,
        Err(error) => {
            fields.errors.push(error.help("write `scale: {y: log}`"));
            return false;
        }
    };
    scale.only(&["y"], &[]);
    let choice = scale.choice("y", &[("linear", false), ("log", true)]);
    fields.errors.append(&mut scale.errors);
    choice.is_some_and(|(log, _)| log)
}

fn labels(fields: &mut Fields<'_>) -> Vec<(Text, String)> {
    let Some(node) = fields.get("labels") else { return Vec::new() };
    let mut names = match Fields::new(node, "`labels`") {
        Ok(names) => names,
        Err(error) => {
            fields.errors.push(error.help("write `labels: {tokens: Tokens a month}`"));
            return Vec::new();
        }
    };
    let mut res = Vec::new();
    for entry in names.all() {
        if let Some((label, _)) = names.text(&entry.key) {
            res.push(((entry.key.clone(), entry.key_span), label));
        }
    }
    fields.errors.append(&mut names.errors);
    res
}

fn annotations(fields: &mut Fields<'_>) -> Vec<Annotation> {
    let Some(node) = fields.get("annotations") else { return Vec::new() };
    let help = "write `annotations: [{x: 2024-09-01, text: \"A release\"}]`";
    let Value::List(items) = &node.value else {
        let error = mismatch("`annotations`", "a list of `{x, text}`", &node.value, node.span);
        fields.errors.push(error.help(help));
        return Vec::new();
    };
    let mut res = Vec::new();
    for item in items {
        match Fields::new(item, "an annotation") {
            Err(error) => fields.errors.push(error.help(help)),
            Ok(mut remark) => {
                remark.only(&["x", "text"], &[("label", "text"), ("at", "x")]);
                let text = remark.needed("text", help);
                if let (Some(x), Some(text)) = (position(&mut remark, help), text) {
                    res.push(Annotation { x, text });
                }
                fields.errors.append(&mut remark.errors);
            }
        }
    }
    res
}

/// The `x` of an annotation: the text of a date, of a number or of a name.
fn position(remark: &mut Fields<'_>, help: &str) -> Option<Text> {
    let node = remark.get("x");
    match node.map(|node| (&node.value, node.span)) {
        Some((Value::Integer(n), span)) => Some((n.to_string(), span)),
        Some((Value::Float(n), span)) => Some((n.to_string(), span)),
        Some((Value::Time(time), span)) => Some((time.clone(), span)),
        _ => remark.needed("x", help),
    }
}
