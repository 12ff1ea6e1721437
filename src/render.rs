//! The site becomes files: pages, feeds, the sitemap, redirects.
//!
//! [`render`] makes every [`Job`] of a [`Site`] and puts it into a sink, many at once and each on its own, so that memory grows with
//! what pages show of each other and not with their HTML. Templates see views only (`render::views`).

mod address;
mod card;
mod feed;
mod languages;
mod links;
mod markup;
mod order;
mod series;
mod shelf;
mod shortcode;
mod shortcut;
mod sitemap;
mod template;
mod theme;
mod views;
mod words;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, btree_map};
use std::sync::Arc;

use rayon::prelude::{IntoParallelIterator as _, ParallelIterator as _};

use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;
use crate::base::output::{Artifact, Sink};
use crate::base::path::OutPath;
use crate::content::config::Lang;
use crate::resolve::article::Texts;
use crate::site::entry::{Entry, EntryKind, Layout};
use crate::site::print::Print;
use crate::site::{Job, Site};

use order::Order;
use shelf::{Form, Shelf, Wide};
use shortcut::Shortcuts;
use template::{Scope, Shared};
use views::RedirectView;

pub use markup::MarkupTemplates;
pub use order::Rendered;
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

/// What rendering did.
#[derive(Debug, Default)]
pub struct Done {
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// The paths whose templates ran, with the reason in words, if that is told.
    pub made: Vec<(OutPath, String)>,
    /// How many files of templates were taken over from an earlier build.
    pub n_reused: usize,
}

/// Makes every file of the site and puts it into `sink`, but for those that it has from an earlier build and that would be the same.
///
/// One mistake in a template is one diagnostic, however many pages it breaks. What was made and why is told if `tells` says so.
pub fn render(
    site: &Site,
    templates: &Templates,
    (rendered, texts, tells): (&Rendered, &dyn Texts, bool),
    sink: &dyn Sink,
) -> Done {
    let [keys, values] = [Form::Digests, Form::Values].map(|form| Shelf::pair(site, form));
    let print = site.print();
    let shortcuts = rendered.shortcuts(print, tells);
    let common = (print, shortcuts);
    let ctx = Ctx { site, templates, rendered, texts, tells, common, keys, values };
    // Single pages come first: each lets its text go, before feeds and lists of all pages take their place.
    let (pages, lists): (Vec<_>, Vec<_>) = site.jobs.iter().partition(|job| is_single(site, job.1));
    let made = |jobs: Vec<_>| -> Vec<_> {
        jobs.into_par_iter().map(|(path, job)| (path, job, make(&ctx, (path, job), sink))).collect()
    };
    let mut results = made(pages);
    results.extend(made(lists));
    results.sort_by_key(|(path, ..)| *path);
    let mut done = Done::default();
    let (mut pairs, mut failures) = (Vec::with_capacity(results.len()), Vec::new());
    for (path, job, result) in results {
        match result {
            Ok(Made::Anew(pair, why)) => {
                pairs.push(pair);
                done.made.extend(why.map(|why| (path.clone(), why.into_owned())));
            }
            Ok(Made::Before(pair)) => {
                pairs.push(pair);
                done.n_reused += 1;
            }
            Ok(Made::Copied) => {}
            Err(diagnostic) => failures.push((path, job, diagnostic)),
        }
    }
    rendered.follow(print, &pairs);
    rendered.age(pairs.len() + failures.len(), |path| site.jobs.contains_key(path));
    done.diagnostics = unknown_layouts(site, templates);
    done.diagnostics.extend(merged(site, failures));
    done
}

/// Is it a page that lists no others?
fn is_single(site: &Site, job: &Job) -> bool {
    matches!(job, Job::Page(id, _) if site.entry(*id).card.kind == EntryKind::Page)
}

/// What all jobs share.
struct Ctx<'a> {
    site: &'a Site,
    templates: &'a Templates,
    rendered: &'a Rendered,
    texts: &'a dyn Texts,
    /// Is it told what was made and why?
    tells: bool,
    /// The print of the site, and the keys of orders that hold for it.
    common: (Print, Arc<Shortcuts>),
    /// Views as digests: without the lengths of texts in cards, and with them.
    keys: [Shelf<'a>; 2],
    /// Views as values, likewise.
    values: [Shelf<'a>; 2],
}

/// What a job has of its own, and the key of its order.
type Pair = (Digest, Digest);

/// How a file came to be.
enum Made {
    /// By a template, for this reason if it is told.
    Anew(Pair, Option<Cow<'static, str>>),
    /// By a template, in an earlier build.
    Before(Pair),
    /// Without a template.
    Copied,
}

/// Makes one file.
fn make(ctx: &Ctx, (path, job): (&OutPath, &Job), sink: &dyn Sink) -> Result<Made, Diagnostic> {
    let copied = |bytes: Arc<[u8]>| sink.put(path, Artifact::Bytes(bytes), None);
    match job {
        Job::File(source) => sink.put(path, Artifact::File(source.clone()), None)?,
        Job::Builtin(bytes) => copied((*bytes).into())?,
        Job::Made(article, at) => {
            let text = article.text(ctx.texts).map_err(first)?;
            copied(text.made.get(*at).map(Arc::clone).unwrap_or_default())?;
        }
        _ => return filled(ctx, (path, job), sink),
    }
    Ok(Made::Copied)
}

/// Makes a file by its template, unless that has made it before.
fn filled(ctx: &Ctx, (path, job): (&OutPath, &Job), sink: &dyn Sink) -> Result<Made, Diagnostic> {
    let (template, lang) = template_for(ctx.site, ctx.templates, job);
    let Some(chain) = ctx.templates.chain_of(&template) else {
        return ctx.templates.render((lang, &template), &Scope::default()).map(|_| Made::Copied);
    };
    let (print, shortcuts) = &ctx.common;
    let own = shortcut::own(ctx.site, (path, job), (&template, chain), *print);
    if let Some(key) = shortcuts.find(own)
        && let Some(digest) = ctx.rendered.made(key)
        && sink.take_over(path, digest)?
    {
        return Ok(Made::Before((own, key)));
    }
    let shelf = |[plain, lengths]: &'_ [Shelf<'_>; 2]| {
        let shelf = if chain.names_lengths { lengths } else { plain };
        order(ctx, shelf, (&template, lang), (path, job))
    };
    let known = ctx.rendered.find(ctx.tells.then_some(path), &shelf(&ctx.keys), chain);
    if let Some(digest) = known.made
        && sink.take_over(path, digest)?
    {
        return Ok(Made::Before((own, known.key)));
    }
    if let Job::Page(id, _) = job
        && let Some(text) = &ctx.site.entry(*id).text
    {
        text.article().text(ctx.texts).map_err(first)?;
    }
    let mut scope = Scope::default();
    let order = shelf(&ctx.values);
    for (name, value) in &order.variables {
        scope.set(name, value);
    }
    let bytes = ctx.templates.render((lang, &template), &scope)?;
    let digest = Digest::of(&bytes);
    sink.put(path, Artifact::Bytes(bytes.into()), Some(digest))?;
    ctx.rendered.keep(&known, digest);
    if let Job::Page(id, _) = job {
        let_go(ctx.site.entry(*id));
    }
    Ok(Made::Anew((own, known.key), known.why))
}

/// Lets the text of a page go that no other file shows: memory does not grow with the texts of a site.
fn let_go(entry: &Entry) {
    if entry.pagers.len() < 2
        && let Some(text) = &entry.text
    {
        text.article().let_go();
    }
}

/// The first of errors, of which there is at least one.
fn first(errors: Vec<Diagnostic>) -> Diagnostic {
    let unknown = || Diagnostic::error("io/changed", "a page changed while it was read");
    errors.into_iter().find(Diagnostic::is_error).unwrap_or_else(unknown)
}

/// The template of a job, which none copies, with the language that it is in.
pub fn template_for(site: &Site, templates: &Templates, job: &Job) -> (String, Lang) {
    let (name, lang) = match job {
        Job::Page(id, _) => {
            let entry = site.entry(*id);
            return (template_of(templates, entry), entry.card.lang);
        }
        Job::Feed(id) => ("rss.xml", site.entry(*id).card.lang),
        Job::Sitemap(lang) => ("sitemap.xml", *lang),
        Job::SitemapIndex => ("sitemapindex.xml", site.config.lang),
        Job::Robots(lang) => ("robots.txt", *lang),
        Job::NotFound(lang) => ("404.html", *lang),
        Job::Alias(lang, _) => ("alias.html", *lang),
        Job::File(_) | Job::Builtin(_) | Job::Made(..) => ("alias.html", site.config.lang),
    };
    (name.to_owned(), lang)
}

/// A template with the variables of a job, `site`, and the wide views that it names, all of them from `shelf`.
fn order(
    ctx: &Ctx,
    shelf: &Shelf,
    (template, lang): (&str, Lang),
    (path, job): (&OutPath, &Job),
) -> Order {
    let mut variables = vec![("site", shelf.site_view(lang).clone())];
    match job {
        Job::Page(id, number) => {
            variables.extend([("page", shelf.page(*id)), ("list", shelf.list(*id, *number))]);
            if ctx.templates.uses(template, "related") {
                variables.push(("related", shelf.related(*id)));
            }
            if ctx.templates.uses(template, "series") {
                variables.push(("series", series::series(shelf, *id)));
            }
        }
        Job::Feed(id) => variables.push(("feed", feed::feed(shelf, *id))),
        Job::Sitemap(lang) => variables.push(("urls", sitemap::urls(shelf, *lang))),
        Job::SitemapIndex => variables.push(("sitemaps", sitemap::index(shelf))),
        Job::NotFound(lang) => {
            let title = ctx.templates.text(*lang, "not_found");
            let page = shelf.unlisted(("404", *lang), &title, path);
            let none = Shared::none;
            let names = ["list", "related", "series"];
            variables.push(("page", page));
            variables.extend(names.map(|name| (name, none())));
        }
        Job::Alias(lang, url) => variables.push(("redirect", redirect(shelf, *lang, url))),
        Job::Robots(_) | Job::File(_) | Job::Builtin(_) | Job::Made(..) => {}
    }
    let wide = Wide::ALL.into_iter().filter(|wide| ctx.templates.uses(template, wide.name()));
    variables.extend(wide.map(|wide| (wide.name(), shelf.wide(lang, wide).clone())));
    Order { template: template.to_owned(), variables }
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
fn redirect(shelf: &Shelf, lang: Lang, url: &str) -> Shared {
    let site = shelf.site;
    let home = site.edition(lang).home;
    let absolute = address::absolute(&site.entry(home).card.permalink, url);
    let permalink = absolute.contains("://").then_some(absolute.as_str());
    shelf.of(&RedirectView { url, permalink })
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
