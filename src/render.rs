//! The site becomes files: pages, feeds, the sitemap, redirects.
//!
//! [`render`] makes every [`Job`] of a [`Site`] and puts it into a sink, many at once and each on its own, so that memory grows with
//! what pages show of each other and not with their HTML. Templates see views only (`render::views`).

mod address;
mod feed;
mod languages;
mod links;
mod shelf;
mod shortcode;
mod sitemap;
mod template;
mod theme;
mod views;

use std::collections::{BTreeMap, BTreeSet, btree_map};
use std::sync::Arc;

use rayon::prelude::{IntoParallelIterator, ParallelIterator};

use crate::base::diagnostic::Diagnostic;
use crate::base::output::{Artifact, Sink};
use crate::base::path::OutPath;
use crate::content::config::Lang;
use crate::site::entry::{Entry, EntryId, Layout};
use crate::site::{Job, Site};

use shelf::{Shelf, Wide};
use template::{Scope, Shared};
use views::RedirectView;

pub use shortcode::shortcode;
pub use template::Templates;

/// The static files of the built-in theme, by their path in the built site. A file of the author's at that path takes its place.
pub fn builtin_statics() -> &'static [(&'static str, &'static [u8])] {
    theme::STATICS
}

/// The names of the shortcodes that need no template of the author's.
pub fn builtin_shortcodes() -> BTreeSet<String> {
    let names = theme::TEMPLATES.iter().filter_map(|(name, _)| {
        name.strip_prefix("shortcodes/").and_then(|name| name.strip_suffix(".html"))
    });
    names.chain(["ref", "relref"]).map(str::to_owned).collect()
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
    let mut diagnostics = unknown_layouts(site, templates);
    diagnostics.extend(merged(site, failures));
    diagnostics
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
    let template = template_of(ctx.templates, entry);
    let (page, list) = (ctx.shelf.page(id), ctx.shelf.list(id, number));
    ctx.fill((entry.card.lang, &template), &[("page", page), ("list", list)])
}

/// The name of the template that makes an entry's pages.
pub fn template_of(templates: &Templates, entry: &Entry) -> String {
    chosen(templates, entry).0
}

/// The template of an entry, and whether its `layout` is among those that there are.
fn chosen(templates: &Templates, entry: &Entry) -> (String, bool) {
    let folder = &*entry.template_folder;
    // These hold parts of pages, and no pages.
    let is_reserved = ["partials", "shortcodes", "markup"].contains(&folder);
    let find = |name: &str| {
        let own = format!("{folder}/{name}.html");
        let has_own = !is_reserved && !folder.is_empty() && templates.has(&own);
        if has_own { Some(own) } else { None }.or_else(|| {
            let common = format!("{name}.html");
            templates.has(&common).then_some(common)
        })
    };
    let layout = entry.layout.as_ref();
    let asked_for = layout.and_then(|layout| find(&layout.name));
    let has_layout = layout.is_none() || asked_for.is_some();
    let kind = entry.card.kind.name();
    let template = asked_for.or_else(|| find(kind)).unwrap_or_else(|| format!("{kind}.html"));
    (template, has_layout)
}

/// What is asked for and is not there; one report for all pages that ask for the same.
fn unknown_layouts(site: &Site, templates: &Templates) -> Vec<Diagnostic> {
    let mut pages: BTreeMap<&str, (&Layout, usize)> = BTreeMap::new();
    for entry in &site.entries {
        if let Some(layout) = entry.layout.as_ref().filter(|_| !chosen(templates, entry).1) {
            pages.entry(&layout.name).or_insert((layout, 0)).1 += 1;
        }
    }
    pages.into_values().map(|(layout, count)| unknown_layout(templates, layout, count)).collect()
}

fn unknown_layout(templates: &Templates, layout: &Layout, count: usize) -> Diagnostic {
    let template = format!("{}.html", layout.name);
    let label = match count {
        1 => "the page is rendered without it".to_owned(),
        2 => "this page and another one are rendered without it".to_owned(),
        _ => format!("this page and {} others are rendered without it", count - 1),
    };
    Diagnostic::warning("template/unknown-layout", format!("there is no template `{template}`"))
        .label_in(&layout.source, layout.span, label)
        .help(match templates.nearest(&template) {
            Some(nearest) => format!("did you mean `{}`?", nearest.trim_end_matches(".html")),
            None => format!("add `templates/{template}`, or remove `layout` from the front matter"),
        })
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
