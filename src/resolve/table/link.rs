//! Where the texts of a column lead: the addresses of another column, which are as little trusted as all data.

use super::TableCtx;
use super::column::index;
use crate::base::cell::Cell;
use crate::base::diagnostic::Diagnostic;
use crate::base::frame::Kind;
use crate::base::html::scheme;
use crate::base::node::Spanned;

/// The schemes that data may link to.
const SCHEMES: [&str; 3] = ["http", "https", "mailto"];

/// Where a text leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Link {
    /// Nowhere.
    None,
    /// Out of the site.
    Web(String),
    /// To a page or a file of the site.
    Inside(String),
}

/// Where each row's text leads, for the rows that are shown.
pub(super) fn links_of(
    ctx: &TableCtx<'_>,
    column: &Spanned<String>,
) -> Result<Vec<Link>, Vec<Diagnostic>> {
    let index = index(ctx.frame, ctx.query, (&column.value, column.span))?;
    let kind = ctx.frame.columns[index].kind;
    if kind != Kind::Text {
        let message = format!(
            "the column `{}` holds values of the kind {}, and no addresses",
            column.value,
            kind.name()
        );
        let error = Diagnostic::error("table/link", message).at(column.span);
        return Err(vec![error.help("name a column of texts such as `https://example.org/`")]);
    }
    let mut errors = Vec::new();
    let mut links = Vec::with_capacity(ctx.rows.len());
    for row in ctx.rows {
        let address = match &row[index] {
            Cell::Text(text) => text.trim(),
            _ => "",
        };
        match link(address) {
            Some(link) => links.push(link),
            None => errors.push(address),
        }
    }
    let Some(first) = errors.first() else { return Ok(links) };
    let others = match errors.len() {
        1 => String::new(),
        2 => " and another one like it".to_owned(),
        n => format!(" and {} others like it", n - 1),
    };
    let message = format!("data may not link to `{first}`{others}");
    let error = Diagnostic::error("table/link", message).at(column.span);
    Err(vec![error.help(
        "an address begins with `https:`, `http:` or `mailto:`, or is the path of a page of the site",
    )])
}

/// Where an address leads; `None` if data may not link to it.
fn link(address: &str) -> Option<Link> {
    match scheme(address) {
        _ if address.is_empty() => Some(Link::None),
        Some(scheme) => SCHEMES.contains(&scheme.as_str()).then(|| Link::Web(address.to_owned())),
        // What cannot be told apart from a scheme by every reader is none of the site's paths.
        None if address.starts_with("//") || address.contains([':', '\\']) => None,
        None => Some(Link::Inside(address.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::{Link, link};

    #[test]
    fn data_links_to_the_web_and_into_the_site_alone() {
        for address in ["https://example.org/a b", "HTTP://x", "mailto:a@example.org"] {
            assert_eq!(link(address), Some(Link::Web(address.to_owned())));
        }
        assert_eq!(link("/posts/a/#b"), Some(Link::Inside("/posts/a/#b".to_owned())));
        assert_eq!(link(""), Some(Link::None));
        for address in [
            "javascript:alert(1)",
            "JAVA\tSCRIPT:alert(1)",
            " \u{1}javascript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "//example.org/",
            "\\\\example.org",
            "javascript&colon;alert(1):",
        ] {
            assert_eq!(link(address), None, "{address:?}");
        }
    }
}
