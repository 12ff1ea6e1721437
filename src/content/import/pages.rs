//! What in the files of a site has no place here: templates of Hugo, shortcodes of themes, content adapters, Org mode.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::contents::Contents;
use crate::base::diagnostic::Diagnostic;
use crate::base::path::SitePath;
use crate::base::source::{Source, Span};
use crate::base::world::World;
use crate::content::discover::read_text;
use crate::content::shortcode;

/// Calls of a shortcode: where the first one stands, how many there are, and on how many pages.
struct Calls {
    source: Arc<Source>,
    span: Span,
    count: usize,
    pages: usize,
}

/// The reports.
pub(super) fn reports(
    world: &dyn World,
    (files, contents): (&[SitePath], &Contents),
    known: &BTreeSet<String>,
) -> Vec<Diagnostic> {
    let mut diagnostics = templates(files);
    for path in files.iter().filter(|path| contents.below(path.as_str()).is_some()) {
        diagnostics.extend(unread(path));
    }
    for (name, calls) in unknown_shortcodes(world, (files, contents), known) {
        let counted =
            |n, what: &str| if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") };
        let message = format!(
            "the shortcode `{name}` needs a template: {} on {}",
            counted(calls.count, "call"),
            counted(calls.pages, "page")
        );
        diagnostics.push(
            Diagnostic::warning("import/shortcode", message)
                .label_in(&calls.source, calls.span, "the first one")
                .help(format!(
                    "write `templates/shortcodes/{name}.html`, or set `markdown.unknown_shortcodes: keep-inner`"
                )),
        );
    }
    diagnostics
}

/// One report for each folder of templates.
fn templates(files: &[SitePath]) -> Vec<Diagnostic> {
    let mut folders: BTreeMap<&str, (&SitePath, usize)> = BTreeMap::new();
    for path in files {
        let is_in = |folder: &str| path.as_str().starts_with(folder);
        let folder = match path.as_str() {
            _ if is_in("layouts/") => "layouts",
            text if is_in("themes/") => {
                let name = text["themes/".len()..].find('/').map(|at| at + "themes/".len());
                name.map_or("themes", |at| &text[..at])
            }
            _ => continue,
        };
        folders.entry(folder).or_insert((path, 0)).1 += 1;
    }
    let report = |(folder, (first, count)): (&str, (&SitePath, usize))| {
        let files = if count == 1 { "1 file".to_owned() } else { format!("{count} files") };
        let message = format!("`{folder}` is not read: {files} of templates in the language of Go");
        Diagnostic::warning("import/templates", message)
            .label_in(&Source::new(first.clone(), ""), 0..0, "the first one")
            .help("the built-in theme shows the site; write what you miss as templates of Tera into `templates`")
    };
    folders.into_iter().map(report).collect()
}

/// A file of the content that Hugo makes pages of and that is none here.
fn unread(path: &SitePath) -> Option<Diagnostic> {
    let (message, help) = match path.extension() {
        "gotmpl" => (
            format!("`{path}` makes no pages: it is a program in the language of Go"),
            "write its pages as files",
        ),
        "org" | "adoc" | "asciidoc" | "ad" | "rst" | "pandoc" | "pdc" => (
            format!("`{path}` is no page: its markup is not read"),
            "convert it to Markdown, with pandoc for instance",
        ),
        _ => return None,
    };
    let warning = Diagnostic::warning("import/content", message);
    Some(warning.label_in(&Source::new(path.clone(), ""), 0..0, "").help(help))
}

fn unknown_shortcodes(
    world: &dyn World,
    (files, contents): (&[SitePath], &Contents),
    known: &BTreeSet<String>,
) -> BTreeMap<String, Calls> {
    let mut unknown: BTreeMap<String, Calls> = BTreeMap::new();
    let own: BTreeSet<&str> = files
        .iter()
        .filter_map(|file| {
            file.as_str().strip_prefix("templates/shortcodes/")?.strip_suffix(".html")
        })
        .collect();
    for path in files {
        let is_page = matches!(path.extension(), "md" | "markdown" | "mdown" | "html" | "htm");
        if !is_page || contents.below(path.as_str()).is_none() {
            continue;
        }
        // What cannot be read is told by the build.
        let Ok(source) = read_text(world, path) else { continue };
        let mut seen = BTreeSet::new();
        for (name, span) in shortcode::names(&source.text) {
            if known.contains(&name) || own.contains(&*name) {
                continue;
            }
            let is_new_page = seen.insert(name.clone());
            let calls = unknown.entry(name).or_insert_with(|| Calls {
                source: Arc::clone(&source),
                span,
                count: 0,
                pages: 0,
            });
            calls.count += 1;
            calls.pages += usize::from(is_new_page);
        }
    }
    unknown
}
