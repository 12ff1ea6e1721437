//! Shortcodes: `{{< name args >}}` and `{{% name args %}}`, found ahead of Markdown, inside code too.
//!
//! What a call in `%` gives is Markdown and becomes a part of the text. What one in `<` gives is HTML: a mark that Markdown takes for a
//! word stands for it until the page is HTML. A page without a call is never copied.

mod bound;
mod expand;
mod expanded;
mod images;
mod scan;
mod tag;

pub use expand::expand;
pub use expanded::Expanded;

use super::front_matter::FrontMatter;
use crate::base::diagnostic::Diagnostic;
use crate::base::source::Span;

/// A call, with what stands inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The name.
    pub name: String,
    /// The name in the source.
    pub name_span: Span,
    /// The arguments.
    pub args: Args,
    /// What stands between the call and its end; `None` for a call without an end.
    pub inner: Option<String>,
    /// The same as it is written, without the calls in it.
    pub inner_text: String,
    /// Does it end itself: `{{< name />}}`?
    pub is_closed: bool,
    /// Is it written `{{% name %}}`?
    pub is_markdown: bool,
    /// How many calls stand before it at its level.
    pub ordinal: usize,
    /// The call that it stands in.
    pub parent: Option<Parent>,
}

/// A call that another one stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parent {
    /// The name.
    pub name: String,
    /// The arguments.
    pub args: Args,
}

/// Arguments in order, with their names if they have some: all or none.
pub type Args = Vec<(Option<String>, String)>;

/// What a call gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Text in place of the call: Markdown or HTML as its brackets say.
    Text(String),
    /// Markdown, whatever the brackets say.
    Markdown(String),
    /// The URL of a page that is named so ([`Named`](crate::content::body::Named)).
    Page(String),
}

/// Answers the calls of the page with this front matter: what each stands for, and what is wrong with it.
pub type Answers<'a> = &'a dyn Fn(&FrontMatter, &Call) -> (Answer, Option<Diagnostic>);

/// The names of all calls in a text, each with its place; those that are only shown are none.
pub fn names(text: &str) -> Vec<(String, Span)> {
    let mut names = Vec::new();
    if is_in(text) {
        scan::names(&scan::scan(text, 0).0, &mut names);
    }
    names
}

/// Might the text hold a shortcode?
pub fn is_in(text: &str) -> bool {
    text.contains("{{<") || text.contains("{{%")
}

#[cfg(test)]
mod tests;
