//! The files that pages, lists and the author's own files become.

use std::sync::Arc;

use super::entry::{EntryId, EntryKind};
use super::jobs::{Jobs, Owner};
use super::lists::{n_pagers, pager_path};
use super::plan::{Planned, place};
use super::{Job, url};
use crate::base::path::SitePath;
use crate::content::config::Config;
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
        let build = page.build(articles);
        let is_list = page.kind != EntryKind::Page;
        if is_list && build.feed && build.render == Render::Always {
            jobs.add(&format!("{}index.xml", page.folder), Job::Feed(id), Owner::Site("a feed"));
        }
        if !build.is_written() {
            continue;
        }
        for number in 0..n_pagers(config, page) {
            jobs.add(&pager_path(config, page, number), Job::Page(id, number), owner.clone());
        }
        let is_paginated =
            matches!(page.kind, EntryKind::Home | EntryKind::Section | EntryKind::Term);
        if is_paginated {
            let first = format!("{}{}/1/", page.folder, config.pagination.path);
            jobs.add(
                &first,
                Job::Alias(url::permalink(config, &page.path)),
                Owner::Site("the first page of a list"),
            );
        }
        for alias in page.article.into_iter().flat_map(|article| &articles[article].front.aliases) {
            let target = alias_path(&page.path, &alias.value);
            jobs.add(&target, Job::Alias(url::permalink(config, &page.path)), owner.clone());
        }
    }
}

/// An alias as a path: one without a leading slash is seen from the page's parent.
fn alias_path(page: &str, alias: &str) -> String {
    let parent = page.trim_end_matches('/').rsplit_once('/').map_or("", |(parent, _)| parent);
    let full = match alias.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None if parent.is_empty() => alias.to_owned(),
        None => format!("{parent}/{alias}"),
    };
    url::explicit(&full).unwrap_or(full)
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
        let folder = article.file.path.parent();
        let beside = &page.folder;
        let files = article.file.resources.iter().filter(|_| article.front.build.files);
        for file in files {
            let name = file.as_str().strip_prefix(folder).unwrap_or(file.file_name());
            let path = format!("{beside}{}", name.trim_start_matches('/'));
            jobs.add(&path, Job::File(file.clone()), Owner::File(file.clone()));
        }
        for (name, bytes) in &article.made {
            let (source, line) = place(article);
            jobs.add(
                &format!("{beside}{name}"),
                Job::Made(Arc::clone(bytes)),
                Owner::Page(source, line),
            );
        }
    }
    for file in loose {
        let folder = url::folder(url::content_folder(file), config.urls.names);
        jobs.add(
            &format!("{folder}{}", file.file_name()),
            Job::File(file.clone()),
            Owner::File(file.clone()),
        );
    }
    for file in statics {
        let path = file.as_str().strip_prefix("static/").unwrap_or(file.as_str());
        jobs.add(path, Job::File(file.clone()), Owner::File(file.clone()));
    }
}
