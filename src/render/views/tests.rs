//! The documentation of templates lists what views have, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{
    AlternateView, AuthorView, CardView, FeedView, FileView, HeadingView, ItemView, LanguageView,
    LinkView, ListView, MenuView, PageView, Params, RedirectView, SectionView, SeriesView,
    SiteView, SitemapView, TaxonomyView, TermView, TermsView, TranslationView, UrlView,
};
use crate::base::node::{Node, Value};
use crate::base::source::Span;
use crate::render::template::Shared;

const GUIDE: &str = include_str!("../../../content/docs/templates.md");

/// The first column of the tables below each heading.
fn documented() -> BTreeMap<&'static str, BTreeSet<String>> {
    let mut res: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut heading = "";
    for line in GUIDE.lines() {
        if let Some(text) = line.strip_prefix('#') {
            heading = text.trim_start_matches('#').trim().trim_matches('`');
        } else if let Some(row) = line.strip_prefix("| `")
            && let Some((field, _)) = row.split_once("` |")
        {
            assert!(
                res.entry(heading).or_default().insert(field.to_owned()),
                "{heading}: {field} twice"
            );
        }
    }
    res
}

fn keys(view: &impl Serialize) -> BTreeSet<String> {
    Shared::of(view).keys()
}

fn no_params() -> Node {
    Node { span: Span::default(), value: Value::Map(Vec::new()) }
}

fn card(params: &Node) -> CardView<'_> {
    CardView {
        kind: "page",
        lang: "",
        file: None,
        title: "",
        link_title: "",
        description: "",
        url: "",
        permalink: "",
        date: None,
        publish_date: None,
        lastmod: None,
        draft: false,
        weight: 0,
        word_count: Some(0),
        reading_time: Some(0),
        summary: Shared::html(""),
        truncated: false,
        section: "",
        terms: Vec::new(),
        params: Params(params),
    }
}

fn site(params: &Node) -> SiteView<'_> {
    SiteView {
        title: "",
        base_url: "",
        url: "",
        home: "",
        lang: "",
        language: "",
        direction: "",
        languages: Vec::new(),
        description: "",
        author: AuthorView { name: "", email: "", url: "" },
        copyright: "",
        menu: Vec::new(),
        menus: BTreeMap::new(),
        params: Params(params),
        updated: None,
        feed: None,
        sitemap: None,
        generator: "",
    }
}

fn page(params: &Node) -> PageView<'_> {
    PageView {
        card: card(params),
        keywords: &[],
        content: Shared::html(""),
        toc: Vec::new(),
        data_note: Shared::html(""),
        image: None,
        feed: None,
        layout: None,
        files: Vec::new(),
        parent: None,
        breadcrumbs: Vec::new(),
        previous: Shared::none(),
        next: Shared::none(),
        site_previous: Shared::none(),
        site_next: Shared::none(),
        translations: Vec::new(),
        is_translated: false,
    }
}

fn menu_link(params: &Node) -> MenuView<'_> {
    MenuView {
        title: "",
        url: "",
        identifier: "",
        weight: 0,
        pre: Shared::html(""),
        post: Shared::html(""),
        hint: None,
        params: Params(params),
        children: Vec::new(),
    }
}

fn file(params: &Node) -> FileView<'_> {
    FileView { path: "", name: "", title: "", url: "", permalink: "", params: Params(params) }
}

fn languages() -> (LanguageView<'static>, TranslationView<'static>, AlternateView<'static>) {
    let (lang, language, label, direction, title, url, permalink) = ("", "", "", "", "", "", "");
    (
        LanguageView { lang, language, label, direction, url, permalink },
        TranslationView { lang, language, label, title, url, permalink },
        AlternateView { language, permalink },
    )
}

fn list() -> ListView<'static> {
    ListView {
        pages: Vec::new(),
        sections: Vec::new(),
        terms: Vec::new(),
        total: 0,
        number: 1,
        pagers: &[],
        first: "",
        last: "",
        previous: None,
        next: None,
    }
}

fn feed() -> FeedView<'static> {
    FeedView {
        title: String::new(),
        url: String::new(),
        permalink: "",
        description: String::new(),
        updated: None,
        items: Vec::new(),
    }
}

fn item() -> ItemView<'static> {
    ItemView {
        title: String::new(),
        permalink: "",
        date: None,
        description: String::new(),
        categories: Vec::new(),
    }
}

#[test]
fn the_guide_lists_exactly_the_fields_that_views_have() {
    let params = no_params();
    let of_page = &keys(&page(&params)) - &keys(&card(&params));
    let heading = HeadingView { level: 2, id: "", title: Shared::html(""), children: Vec::new() };
    let url = UrlView {
        permalink: "",
        lastmod: None,
        change_frequency: None,
        priority: None,
        alternates: Vec::new(),
    };
    let series = SeriesView { title: "", url: "", number: 1, total: 1, pages: Vec::new() };
    let section = SectionView { title: "", url: "", description: "", pages: Vec::new() };
    let mut views = BTreeMap::from([
        ("site", keys(&site(&params))),
        ("page", of_page),
        ("Cards", keys(&card(&params))),
        (
            "Taxonomies of a page",
            keys(&TermsView { name: "", title: "", url: "", terms: Vec::new() }),
        ),
        ("Links of menus", keys(&menu_link(&params))),
        ("Files of a page", keys(&file(&params))),
        ("Links", keys(&LinkView { title: "", url: "" })),
        ("Headings", keys(&heading)),
        ("list", keys(&list())),
        ("Counted terms", keys(&TermView { title: "", url: "", total: 0 })),
        ("sections", keys(&section)),
        ("series", keys(&series)),
        ("taxonomies", keys(&TaxonomyView { name: "", title: "", url: "", terms: Vec::new() })),
        ("feed", keys(&feed())),
        ("Items of a feed", keys(&item())),
        ("Languages", keys(&languages().0)),
        ("Translations", keys(&languages().1)),
        ("urls", keys(&url)),
        ("Alternates", keys(&languages().2)),
        ("sitemaps", keys(&SitemapView { permalink: String::new(), lastmod: None })),
        ("redirect", keys(&RedirectView { url: "", permalink: None })),
    ]);
    views.extend(super::markup::documented());
    let mut documented = documented();
    documented.remove("Which template");
    documented.remove("Parts of a text");
    assert_eq!(documented, views);
}
