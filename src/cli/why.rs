//! `numerate why`: what can be told of one page.

use std::fmt::Write as _;
use std::path::Path;

use super::options::{Format, FormatArg, PageArgs, SiteArgs};
use super::session::{self, Reporter};
use super::{DONE, HAS_ERRORS, summary};
use crate::base::diagnostic::Diagnostic;
use crate::base::path::SitePath;
use crate::host::disk::Disk;
use crate::host::inspect::{self, Inspection};
use crate::host::report::json;
use crate::host::store::Store;
use crate::host::terminal::Terminal;
use crate::pipeline::{Built, Options, Summary, Workshop};

/// The arguments of `why`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A page's URL, or its file
    #[arg(value_name = "URL|FILE")]
    page: String,
    #[command(flatten)]
    site: SiteArgs,
    #[command(flatten)]
    pages: PageArgs,
    #[command(flatten)]
    format: FormatArg,
}

/// Tells why a page is as it is.
pub(super) fn run(terminal: &Terminal, args: &Args) -> u8 {
    let reporter = Reporter { terminal, format: args.format.format };
    let disk = match session::open(&args.site) {
        Ok(disk) => disk,
        Err(diagnostic) => return reporter.refuse(diagnostic),
    };
    let options = args.pages.options(None);
    let progress = terminal.progress("looking");
    let (_, memory) = Store::open(&disk);
    let built = Workshop::with(memory).build(&disk, &options);
    drop(progress);
    let Some(found) = find(&disk, &built, &options, &args.page) else {
        return reporter.refuse(missing(&built, &args.page));
    };
    let diagnostics = about(&built.report.diagnostics, found.file.as_deref());
    if args.format.format == Format::Json {
        terminal.out(&json::text(&found));
        return if diagnostics.iter().any(Diagnostic::is_error) { HAS_ERRORS } else { DONE };
    }
    reporter.say(&text(&found));
    reporter.report(&diagnostics, &disk.prefix(), &summary::view(&Summary::default(), 0.0, 0));
    if diagnostics.iter().any(Diagnostic::is_error) { HAS_ERRORS } else { DONE }
}

/// The page that is meant: a path of a file, as seen from the current folder or in the site, or a URL.
fn find(disk: &Disk, built: &Built, options: &Options, page: &str) -> Option<Inspection> {
    let of_file = |path: SitePath| inspect::of_file(disk, built, options, &path);
    let here = disk.path_of(Path::new(page)).ok().and_then(of_file);
    let here = here.or_else(|| SitePath::new(page).ok().and_then(of_file));
    here.or_else(|| inspect::of_url(disk, built, options, url_path(page).as_ref()))
}

/// The path of a URL, with a leading slash.
fn url_path(url: &str) -> String {
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => url,
    };
    format!("/{}", path.trim_start_matches('/'))
}

/// What is wrong with the page itself.
fn about(diagnostics: &[Diagnostic], file: Option<&str>) -> Vec<Diagnostic> {
    let is_meant = |diagnostic: &&Diagnostic| {
        let mut sources = diagnostic.labels.iter().filter_map(|label| label.source.as_ref());
        sources.any(|source| Some(source.path.as_str()) == file)
    };
    diagnostics.iter().filter(is_meant).cloned().collect()
}

/// The site has no such page.
fn missing(built: &Built, page: &str) -> Diagnostic {
    let urls = built.stories.values().filter_map(|story| story.place.as_ref());
    let urls: Vec<&str> = urls.map(|place| place.url.as_str()).collect();
    let wanted = url_path(page);
    let near = crate::base::diagnostic::nearest(&wanted, urls.iter().copied());
    let error = Diagnostic::error("why/no-page", format!("the site has no page `{page}`"));
    error.help(match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "name a file below `content`, or a URL such as `/posts/first/`; `numerate list` shows them all".to_owned(),
    })
}

/// The answer for people.
fn text(found: &Inspection) -> String {
    let mut text = String::new();
    let mut line = |name: &str, value: &str| {
        // Writing to a text does not fail.
        writeln!(text, "{name:<10} {value}").ok();
    };
    line("page", found.url.as_deref().unwrap_or("(none)"));
    line("file", found.file.as_deref().unwrap_or("(made by the build)"));
    line("shown", &visibility(found));
    let template = |template: &inspect::Template| match &template.file {
        Some(file) => format!("{} ({file})", template.name),
        None => template.name.clone(),
    };
    if let Some((first, others)) = found.templates.split_first() {
        line("template", &template(first));
        for other in others {
            line("", &template(other));
        }
    }
    for (at, output) in found.outputs.iter().enumerate() {
        line(if at == 0 { "output" } else { "" }, output);
    }
    if !found.queries.is_empty() {
        line("data", &format!("as of {}", found.as_of.as_deref().unwrap_or("latest")));
    }
    for table in &found.tables {
        let day =
            table.snapshot.as_ref().map(|day| format!(", snapshot of {day}")).unwrap_or_default();
        line("table", &format!("{} ({}{day}, {} rows)", table.name, table.file, table.rows));
    }
    for query in &found.queries {
        let place = found.file.as_deref().map(|file| format!("{file}:{}", query.line));
        line(
            "query",
            &format!(
                "{} ({}, read {} rows, gave {}, took {} ms)",
                query.name,
                place.unwrap_or_default(),
                query.rows_read,
                query.rows,
                query.milliseconds
            ),
        );
        for sql in query.sql.trim_end().lines() {
            line("", &format!("  {sql}"));
        }
    }
    for bound in &found.bound {
        let what = if bound.text.is_empty() { &bound.query } else { &bound.text };
        let what = what.lines().next().unwrap_or("");
        let from =
            if bound.target.is_empty() { String::new() } else { format!(" from {}", bound.target) };
        line(bound.kind, &format!("{what}{from} (line {})", bound.line));
    }
    for rebuilt in &found.rebuilt {
        line("built", &format!("{} {}: {}", rebuilt.stage, rebuilt.subject, rebuilt.why));
    }
    text
}

/// Is it shown, and why not?
fn visibility(found: &Inspection) -> String {
    let until = found.until.as_deref();
    let reason = match (found.hidden, until) {
        (Some("draft"), _) => "a draft".to_owned(),
        (Some("future"), Some(until)) => format!("its date lies ahead: {until}"),
        (Some("expired"), Some(until)) => format!("expired since {until}"),
        (Some(reason), _) => reason.to_owned(),
        (None, _) => String::new(),
    };
    match (found.shown, reason.is_empty()) {
        (true, true) => "yes".to_owned(),
        (true, false) => format!("yes, but not in a build without options: {reason}"),
        (false, true) => "no: it has errors".to_owned(),
        (false, false) => format!("no: {reason}"),
    }
}

#[cfg(test)]
mod tests {
    use super::url_path;

    #[test]
    fn a_page_is_named_by_any_form_of_its_url() {
        for url in [
            "/posts/a/",
            "posts/a/",
            "http://localhost:1313/posts/a/",
            "https://example.org/posts/a/",
        ] {
            assert_eq!(url_path(url), "/posts/a/");
        }
        assert_eq!((&*url_path("https://example.org"), &*url_path("/")), ("/", "/"));
    }
}
