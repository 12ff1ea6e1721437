//! The files that pages, lists and the author's own files become.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::entry::{EntryId, EntryKind};
use super::jobs::{Jobs, Owner};
use super::lists::{n_pagers, numbered_path, pager_path};
use super::plan::{Planned, place};
use super::{Job, url};
use crate::base::path::SitePath;
use crate::content::config::{Config, Language, Names};
use crate::content::discover::locate;
use crate::content::front_matter::Render;
use crate::resolve::article::Article;

/// Adds each page, the further pages of lists, their feeds, and redirects from former URLs.
pub(super) fn add_pages(
    config: &Config,
    articles: &[Article],
    planned: &[Planned],
    jobs: &mut Jobs,
) {
    for (at, page) in planned.iter().enumerate() {
        let config = config.of(page.lang);
        let owner = match page.article {
            Some(article) => {
                let (source, line) = place(&articles[article]);
                let front = &articles[article].front;
                let span = front.url.as_ref().or(front.slug.as_ref()).map(|text| text.span.range());
                Owner::Page(source, span.unwrap_or(line))
            }
            None => Owner::Site("a list"),
        };
        let id = EntryId(at);
        let section = url::folder(page.content.split('/').next().unwrap_or(""), Names::default());
        let is_ugly = config.urls.ugly.holds_for(section.trim_end_matches('/'));
        let build = page.build(articles);
        if build.render != Render::Always {
            continue;
        }
        let formats = config.outputs.of(page.kind.name(), build.formats);
        if page.kind != EntryKind::Page && formats.feed {
            let feed = format!("{}{}", page.folder, config.outputs.feed);
            jobs.add(&feed, Job::Feed(id), Owner::Site("a feed"));
        }
        if !formats.html {
            continue;
        }
        for number in 0..n_pagers(config, page) {
            jobs.add(&pager_path(config, page, number), Job::Page(id, number), owner.clone());
        }
        let is_paginated =
            matches!(page.kind, EntryKind::Home | EntryKind::Section | EntryKind::Term);
        if is_paginated && config.pagination.has_aliases {
            jobs.add(
                &numbered_path(config, page, 1),
                Job::Alias(page.lang, url::permalink(config, &page.path)),
                Owner::Site("the first page of a list"),
            );
        }
        let Some(article) = page.article.map(|article| &articles[article]) else { continue };
        for alias in &article.front.aliases {
            let target = alias_path(&page.folder, &alias.value, (config.own(), is_ugly));
            let job = Job::Alias(page.lang, url::permalink(config, &page.path));
            let owner = Owner::Alias(Arc::clone(&article.source), alias.span.range());
            jobs.add(&target, job, owner);
        }
    }
}

/// Adds what each host has once, each language's map of its pages and its page for wrong addresses, and the redirects between
/// a language's folder and the root; `home` is the path of the default language's home page, if it is written.
pub(super) fn add_common(
    (config, home): (&Config, Option<&str>),
    builtin: &[(&'static str, &'static [u8])],
    jobs: &mut Jobs,
) {
    let languages = &config.languages;
    let has_hosts = languages.all.iter().any(|language| !language.host.is_empty());
    let is_indexed = (languages.all.len() > 1 || languages.redirects_home) && !has_hosts;
    let outputs = &config.outputs;
    if is_indexed && !outputs.is_disabled("sitemap") {
        jobs.add(&outputs.sitemap, Job::SitemapIndex, Owner::Site("the sitemap"));
    }
    for lang in languages.ids() {
        let Language { host, prefix, code, .. } = languages.get(lang);
        let folder = match is_indexed {
            true if prefix.is_empty() => format!("{code}/"),
            true => prefix.clone(),
            false => host.clone(),
        };
        if !outputs.is_disabled("sitemap") {
            let sitemap = format!("{folder}{}", outputs.sitemap);
            jobs.add(&sitemap, Job::Sitemap(lang), Owner::Site("the sitemap"));
        }
        if !outputs.is_disabled("404") {
            jobs.add_unless_taken(&format!("{host}{prefix}404.html"), Job::NotFound(lang));
        }
        if host.is_empty() && lang != languages.default {
            continue;
        }
        if !outputs.is_disabled("robotstxt") {
            jobs.add_unless_taken(&format!("{host}robots.txt"), Job::Robots(lang));
        }
        for (path, bytes) in builtin {
            jobs.add_unless_taken(&format!("{host}{path}"), Job::Builtin(bytes));
        }
    }
    let own = languages.get(languages.default);
    if languages.redirects_home && !outputs.is_disabled("404") {
        jobs.add_unless_taken("404.html", Job::NotFound(languages.default));
    }
    let Some(home) = home else { return };
    let home = Job::Alias(languages.default, url::permalink(config, home));
    if languages.redirects_home {
        jobs.add_unless_taken("", home);
    } else if is_indexed {
        jobs.add_unless_taken(&format!("{}/", own.code), home);
    }
}

/// An alias as a path: one without a leading slash is seen from the page's parent, one with it from the language's home page.
fn alias_path(page: &str, alias: &str, (language, is_ugly): (&Language, bool)) -> String {
    let parent = page.trim_end_matches('/').rsplit_once('/').map_or("", |(parent, _)| parent);
    let full = match alias.strip_prefix('/') {
        Some(absolute) => format!("{}{}{absolute}", language.host, language.prefix),
        None if parent.is_empty() => alias.to_owned(),
        None => format!("{parent}/{alias}"),
    };
    let full = url::resolved(&full);
    let full = full.trim_end_matches('/');
    // Names with any other ending are folders, as in Hugo.
    let ending = full.rsplit_once('.').map(|(_, ending)| ending);
    if matches!(ending, Some("html" | "htm")) {
        full.to_owned()
    } else if is_ugly && !full.is_empty() {
        format!("{full}.html")
    } else {
        format!("{full}/")
    }
}

/// Adds the files that are copied: those beside pages, those of sections, and `static/`.
pub(super) fn add_files(
    config: &Config,
    articles: &[Article],
    planned: &[Planned],
    (statics, loose): (&[SitePath], &[SitePath]),
    jobs: &mut Jobs,
) {
    for page in planned {
        let Some(article) = page.article.map(|at| &articles[at]) else { continue };
        let beside = &page.folder;
        let has_files = page.build(articles).files;
        let files = article.file.resources.iter().filter(|_| has_files);
        for file in files {
            let path = format!("{beside}{}", article.file.relative(file));
            jobs.add(&path, Job::File(file.clone()), Owner::File(file.clone()));
        }
        for (at, name) in article.facts.made.iter().enumerate() {
            let (source, line) = place(article);
            jobs.add(
                &format!("{beside}{name}"),
                Job::Made(article.clone(), at),
                Owner::Page(source, line),
            );
        }
    }
    for file in loose {
        let Some(place) = locate(&config.languages, file) else { continue };
        let language = config.languages.get(place.lang);
        let folder = url::folder(place.folder, config.urls.names);
        jobs.add(
            &format!("{}{}{folder}{}", language.host, language.prefix, file.file_name()),
            Job::File(file.clone()),
            Owner::File(file.clone()),
        );
    }
    let hosts: BTreeSet<&str> = config.languages.all.iter().map(|own| own.host.as_str()).collect();
    for (host, file) in hosts.iter().flat_map(|host| statics.iter().map(move |file| (host, file))) {
        let path = file.as_str().strip_prefix("static/").unwrap_or(file.as_str());
        jobs.add(&format!("{host}{path}"), Job::File(file.clone()), Owner::File(file.clone()));
    }
}
