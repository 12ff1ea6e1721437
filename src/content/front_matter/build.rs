//! `build`, `headless` and `outputs`: whether a page is written and listed.

use serde::{Deserialize, Serialize};

use crate::base::node::{Fields, Value};
use crate::content::config::Formats;

/// Where a page appears.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Build {
    /// Is it written?
    pub render: Render,
    /// Which lists show it?
    pub list: Listing,
    /// Are the files of its bundle copied?
    pub files: bool,
    /// Which files it becomes, if it says so.
    pub formats: Option<Formats>,
}

/// Whether a page is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Render {
    /// It is.
    Always,
    /// It is not, and has a URL nevertheless.
    Link,
    /// It is not, and has no URL.
    Never,
}

/// Which lists show a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Listing {
    /// All that it belongs to.
    Always,
    /// That of its own section and those of its terms.
    Local,
    /// None.
    Never,
}

impl Default for Build {
    fn default() -> Self {
        Self { render: Render::Always, list: Listing::Always, files: true, formats: None }
    }
}

impl Build {
    /// Takes the keys about where a page appears.
    pub(super) fn read(fields: &mut Fields<'_>, text: &str) -> Self {
        let mut build = Self::default();
        for key in ["build", "_build"] {
            build = fields.nested(key, |fields| build.with(fields)).unwrap_or(build);
        }
        if fields.loose_boolean("headless") == Some(true) {
            build.render = Render::Never;
            build.list = Listing::Never;
        }
        let outputs = fields.texts("outputs", text);
        if let Some(outputs) = outputs.filter(|outputs| !outputs.is_empty()) {
            build.formats = Some(Formats::read(&outputs, fields));
        }
        build
    }

    fn with(mut self, fields: &mut Fields<'_>) -> Self {
        let (always, link, never) = (Render::Always, Render::Link, Render::Never);
        let renders = [("always", always), ("link", link), ("never", never)];
        if let Some(render) = choice(fields, "render", &renders, (always, never)) {
            self.render = render;
        }
        let (always, local, never) = (Listing::Always, Listing::Local, Listing::Never);
        let lists = [("always", always), ("local", local), ("never", never)];
        if let Some(list) = choice(fields, "list", &lists, (always, never)) {
            self.list = list;
        }
        if let Some(files) = fields.boolean("publishResources") {
            self.files = files.value;
        }
        self
    }
}

/// One of some words, or a truth value that stands for one.
fn choice<T: Copy>(
    fields: &mut Fields<'_>,
    key: &'static str,
    words: &[(&str, T)],
    (yes, no): (T, T),
) -> Option<T> {
    match fields.peek(key)?.value {
        Value::Boolean(true) => fields.boolean(key).map(|_| yes),
        Value::Boolean(false) => fields.boolean(key).map(|_| no),
        _ => fields.one_of(key, words).map(|word| word.value),
    }
}
