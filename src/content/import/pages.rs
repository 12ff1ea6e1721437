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
    let mut diagnostics = templates(world, files);
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
                .help(help(files, &name)),
        );
    }
    diagnostics
}

/// What to do about a shortcode: its template for Hugo says what it gives.
fn help(files: &[SitePath], name: &str) -> String {
    let keep = "or set `markdown.unknown_shortcodes: keep-inner`";
    if let Some(own) = name.strip_suffix(".inline") {
        return format!(
            "it is a template of Go inside of a page: write `templates/shortcodes/{own}.html` and call it as `{own}`, {keep}"
        );
    }
    let own = format!("shortcodes/{}.html", name.to_lowercase());
    let is_own = |path: &&SitePath| {
        let path = path.as_str().to_lowercase();
        let is_template = path.starts_with("layouts/") || path.starts_with("themes/");
        is_template && path.strip_suffix(&own).is_some_and(|rest| rest.ends_with(['/', '_']))
    };
    match files.iter().find(is_own) {
        Some(template) => format!(
            "say what `{template}` says in `templates/shortcodes/{name}.html`, in the language of Tera, {keep}"
        ),
        None => format!("write `templates/shortcodes/{name}.html`, {keep}"),
    }
}

/// One report for each folder of templates.
fn templates(world: &dyn World, files: &[SitePath]) -> Vec<Diagnostic> {
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
        let source = read_text(world, first).unwrap_or_else(|_| Source::new(first.clone(), ""));
        Diagnostic::warning("import/templates", message)
            .label_in(&source, 0..0, "the first one")
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
            let is = |other: &str| other.eq_ignore_ascii_case(&name);
            if known.iter().any(|known| is(known)) || own.iter().any(|own| is(own)) {
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
