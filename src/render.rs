//! The site becomes files: pages, feeds, the sitemap, redirects.
//!
//! [`render`] makes every [`Job`] of a [`Site`] and puts it into a sink, many at once and each on its own, so that memory grows with
//! what pages show of each other and not with their HTML. Templates see views only (`render::views`).

mod address;
mod feed;
mod languages;
mod markup;
mod shelf;
mod shortcode;
mod sitemap;
mod template;
mod theme;
mod views;

use std::collections::{BTreeMap, btree_map};
use std::sync::Arc;

use rayon::prelude::{IntoParallelIterator, ParallelIterator};

use crate::base::diagnostic::Diagnostic;
use crate::base::output::{Artifact, Sink};
use crate::base::path::OutPath;
use crate::content::config::Lang;
use crate::site::entry::{Entry, EntryId, EntryKind};
use crate::site::{Job, Site};

use shelf::{Shelf, Wide};
use template::{Scope, Shared};
use views::RedirectView;

pub use markup::MarkupTemplates;
pub use shortcode::shortcode;
pub use template::Templates;

/// The static files of the built-in theme, by their path in the built site. A file of the author's at that path takes its place.
pub fn builtin_statics() -> &'static [(&'static str, &'static [u8])] {
    theme::STATICS
}

/// Makes every file of the site and puts it into `sink`.
///
/// One mistake in a template is one diagnostic, however many pages it breaks.
pub fn render(site: &Site, templates: &Templates, sink: &dyn Sink) -> Vec<Diagnostic> {
    let ctx = Ctx { site, templates, shelf: Shelf::new(site) };
    let jobs: Vec<(&OutPath, &Job)> = site.jobs.iter().collect();
    let failures: Vec<(&OutPath, &Job, Diagnostic)> = jobs
        .into_par_iter()
        .filter_map(|(path, job)| {
            let result = make(&ctx, path, job).and_then(|artifact| sink.put(path, artifact));
            result.err().map(|diagnostic| (path, job, diagnostic))
        })
        .collect();
    merged(site, failures)
}

/// What all jobs share.
struct Ctx<'a> {
    site: &'a Site,
    templates: &'a Templates,
    shelf: Shelf<'a>,
}

/// Makes one file.
fn make(ctx: &Ctx, path: &OutPath, job: &Job) -> Result<Artifact, Diagnostic> {
    let bytes = match job {
        Job::Page(id, number) => page(ctx, *id, *number)?,
        Job::Feed(id) => {
            let lang = ctx.site.entry(*id).card.lang;
            ctx.fill((lang, "rss.xml"), &[("feed", feed::feed(&ctx.shelf, *id))])?
        }
        Job::Sitemap(lang) => {
            ctx.fill((*lang, "sitemap.xml"), &[("urls", sitemap::urls(ctx.site, *lang))])?
        }
        Job::SitemapIndex => {
            let sitemaps = ("sitemaps", sitemap::index(ctx.site));
            ctx.fill((ctx.site.config.lang, "sitemapindex.xml"), &[sitemaps])?
        }
        Job::Robots(lang) => ctx.fill((*lang, "robots.txt"), &[])?,
        Job::NotFound(lang) => {
            let page = ctx.shelf.unlisted(("404", *lang), "Page not found", path);
            ctx.fill((*lang, "404.html"), &[("page", page), ("list", Shared::none())])?
        }
        Job::Alias(lang, url) => {
            ctx.fill((*lang, "alias.html"), &[("redirect", redirect(ctx.site, *lang, url))])?
        }
        Job::File(source) => return Ok(Artifact::File(source.clone())),
        Job::Builtin(bytes) => bytes.to_vec(),
        Job::Made(bytes) => return Ok(Artifact::Bytes(Arc::clone(bytes))),
    };
    Ok(Artifact::Bytes(bytes.into()))
}

impl Ctx<'_> {
    /// Renders a template with these variables, `site`, and the wide views that it names.
    fn fill(
        &self,
        (lang, template): (Lang, &str),
        variables: &[(&'static str, Shared)],
    ) -> Result<Vec<u8>, Diagnostic> {
        let mut scope = Scope::default();
        scope.set("site", self.shelf.site_view(lang));
        for (name, value) in variables {
            scope.set(name, value);
        }
        for wide in Wide::ALL {
            if self.templates.uses(template, wide.name()) {
                scope.set(wide.name(), self.shelf.wide(lang, wide));
            }
        }
        self.templates.render(template, &scope)
    }
}

/// Renders a page, or one paginator page of a list.
fn page(ctx: &Ctx, id: EntryId, number: usize) -> Result<Vec<u8>, Diagnostic> {
    let entry = ctx.site.entry(id);
    let template = template_of(entry);
    if !ctx.templates.has(&template) {
        return Err(unknown_layout(ctx.templates, entry, &template));
    }
    let (page, list) = (ctx.shelf.page(id), ctx.shelf.list(id, number));
    ctx.fill((entry.card.lang, &template), &[("page", page), ("list", list)])
}

/// The name of the template that makes an entry's pages.
pub fn template_of(entry: &Entry) -> String {
    let kind = match entry.card.kind {
        EntryKind::Home => "home",
        EntryKind::Section => "section",
        EntryKind::Page => "page",
        EntryKind::Taxonomy => "taxonomy",
        EntryKind::Term => "term",
    };
    format!("{}.html", entry.layout.as_ref().map_or(kind, |layout| &*layout.name))
}

fn unknown_layout(templates: &Templates, entry: &Entry, template: &str) -> Diagnostic {
    let error =
        Diagnostic::error("template/unknown-layout", format!("there is no template `{template}`"));
    let error = error.help(match templates.nearest(template) {
        Some(nearest) => format!("did you mean `{}`?", nearest.trim_end_matches(".html")),
        None => format!("add `templates/{template}`, or remove `layout` from the front matter"),
    });
    match &entry.layout {
        Some(layout) => error.at(layout.span).within(&layout.source),
        None => error,
    }
}

/// `redirect`: where an alias leads.
fn redirect(site: &Site, lang: Lang, url: &str) -> Shared {
    let home = site.edition(lang).home;
    let absolute = address::absolute(&site.entry(home).card.permalink, url);
    let permalink = absolute.contains("://").then_some(absolute.as_str());
    Shared::of(&RedirectView { url, permalink })
}

/// One diagnostic for all pages that a mistake breaks, which names the first of them.
fn merged(site: &Site, failures: Vec<(&OutPath, &Job, Diagnostic)>) -> Vec<Diagnostic> {
    let mut groups: BTreeMap<_, (Diagnostic, String, usize)> = BTreeMap::new();
    for (path, job, diagnostic) in failures {
        let page = match job {
            Job::Page(id, _) => site.entry(*id).card.file.as_ref().map(ToString::to_string),
            _ => None,
        };
        let page = page.unwrap_or_else(|| path.to_string());
        match groups.entry(diagnostic.sort_key()) {
            btree_map::Entry::Vacant(place) => {
                place.insert((diagnostic, page, 0));
            }
            btree_map::Entry::Occupied(mut group) => group.get_mut().2 += 1,
        }
    }
    groups
        .into_values()
        .map(|(diagnostic, page, others)| during(diagnostic, &page, others))
        .collect()
}

/// Says in the first label which pages were being rendered.
fn during(mut diagnostic: Diagnostic, page: &str, others: usize) -> Diagnostic {
    if let Some(label) = diagnostic.labels.first_mut().filter(|label| label.text.is_empty()) {
        label.text = match others {
            0 => format!("while rendering `{page}`"),
            1 => format!("while rendering `{page}` and another page"),
            _ => format!("while rendering `{page}` and {others} other pages"),
        };
    }
    diagnostic
}

#[cfg(test)]
mod tests;
