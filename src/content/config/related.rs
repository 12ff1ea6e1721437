//! How related pages are found: `related`.

use super::reader::positive;
use crate::base::diagnostic::Diagnostic;
use crate::base::node::Fields;
use crate::content::permalink;

/// How related pages are found, as in Hugo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// How much two pages have to have in common, out of 100.
    pub threshold: i64,
    /// Are pages found that are newer than the one that they are related to?
    pub include_newer: bool,
    /// How many pages are shown at most.
    pub limit: usize,
    /// What pages can have in common.
    pub indices: Vec<RelatedIndex>,
}

/// Something that pages can have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelatedIndex {
    /// The key of the front matter, in lower case.
    pub name: String,
    /// How much it counts.
    pub weight: i64,
    /// The part of a date that counts, as a format of `chrono`.
    pub pattern: String,
    /// Does the case of letters not matter?
    pub to_lower: bool,
    /// The part of the pages, out of 100, above which something is too common to count; 0 if nothing is.
    pub cardinality: usize,
    /// Do the anchors of headings count as well?
    pub has_fragments: bool,
}

impl RelatedIndex {
    fn named(name: &str, weight: i64) -> Self {
        Self {
            name: name.to_owned(),
            weight,
            pattern: "%Y".into(),
            to_lower: false,
            cardinality: 0,
            has_fragments: false,
        }
    }
}

impl Default for Related {
    fn default() -> Self {
        let indices =
            [("keywords", 100), ("date", 10), ("tags", 80)].map(|(n, w)| RelatedIndex::named(n, w));
        Self { threshold: 80, include_newer: false, limit: 5, indices: indices.to_vec() }
    }
}

impl Related {
    /// Takes the keys of `related`.
    pub(super) fn read(fields: &mut Fields<'_>) -> Self {
        let standard = Self::default();
        let is_on = |fields: &mut Fields<'_>, key| fields.boolean(key).is_some_and(|on| on.value);
        let to_lower = is_on(fields, "to_lower");
        let indices = fields.list("indices").map(|items| {
            let index =
                |item| fields.inner(item, "an item of `indices`", |fields| index(fields, to_lower));
            items.iter().filter_map(index).collect()
        });
        let indices = indices.unwrap_or_else(|| {
            let indices = standard.indices.into_iter();
            indices.map(|index| RelatedIndex { to_lower, ..index }).collect()
        });
        Self {
            threshold: percentage(fields, "threshold").map_or(standard.threshold, cast),
            include_newer: is_on(fields, "include_newer"),
            limit: positive(fields, "limit").unwrap_or(standard.limit),
            indices,
        }
    }
}

fn cast(percentage: usize) -> i64 {
    i64::try_from(percentage).expect("a percentage is at most 100")
}

fn index(fields: &mut Fields<'_>, to_lower: bool) -> Option<RelatedIndex> {
    fields.require("name");
    let name = fields.text("name").map(|name| name.to_lowercase());
    let weight = fields.integer("weight").map_or(0, |weight| weight.value);
    let pattern = fields.text("pattern").and_then(|pattern| {
        let layout = permalink::layout(&pattern);
        if layout.is_none() {
            let message = format!("`{}` names no part of a date", pattern.value);
            let help = "write it as Go does: `2006` for years, `2006-01` for months";
            fields.report(Diagnostic::error("key/bad-value", message).at(pattern.span).help(help));
        }
        layout
    });
    let kinds = [("basic", false), ("fragments", true)];
    let has_fragments = fields.one_of("type", &kinds).is_some_and(|kind| kind.value);
    let to_lower = fields.boolean("to_lower").is_some_and(|on| on.value) || to_lower;
    let cardinality = percentage(fields, "cardinality_threshold").unwrap_or(0);
    let standard = RelatedIndex::named(&name?, weight);
    let pattern = pattern.unwrap_or(standard.pattern);
    Some(RelatedIndex { pattern, to_lower, cardinality, has_fragments, ..standard })
}

/// A number up to 100.
fn percentage(fields: &mut Fields<'_>, key: &'static str) -> Option<usize> {
    let number = fields.count(key)?;
    if number.value <= 100 {
        return Some(number.value);
    }
    let message = format!("`{key}` cannot be {}", number.value);
    let help = "write a number from 0 to 100";
    fields.report(Diagnostic::error("key/bad-value", message).at(number.span).help(help));
    None
}
