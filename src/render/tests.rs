//! Small sites, built by hand and rendered in memory.

mod mistakes;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use chrono::DateTime;

use super::{MarkupTemplates, Rendered, Templates, builtin_statics, render};
use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;
use crate::base::node::{self, Node, Value};
use crate::base::output::{Artifact, Output};
use crate::base::path::{OutPath, SitePath};
use crate::base::source::Span;
use crate::base::world::{Memory, World};
use crate::content::cascade::Cascade;
use crate::content::config::{BaseUrl, Config, Lang};
use crate::content::discover::{PageFile, PageRole};
use crate::content::front_matter::{Build, FrontMatter, Sitemap};
use crate::content::page::{open, parse};
use crate::content::shortcode::{Answer, Call};
use crate::resolve::article::{Article, Facts, Text, Texts};
use crate::site::entry::{Card, Entry, EntryId, EntryKind};
use crate::site::related::Relatives;
use crate::site::text::LinkedText;
use crate::site::{Edition, Job, Site};

fn node(value: Value) -> Node {
    Node { span: Span::default(), value }
}

fn params(pairs: Vec<(&str, Value)>) -> Node {
    let entry = |(key, value): (&str, Value)| node::Entry {
        key: key.to_owned(),
        key_span: Span::default(),
        value: node(value),
    };
    node(Value::Map(pairs.into_iter().map(entry).collect()))
}

fn entry(kind: EntryKind, title: &str, url: &str) -> Entry {
    let card = Card {
        kind,
        lang: Lang::default(),
        file: SitePath::new(&format!("content{}.md", url.trim_end_matches('/'))).ok(),
        title: title.to_owned(),
        link_title: title.to_owned(),
        description: format!("about {title}"),
        url: url.to_owned(),
        permalink: format!("https://example.org{url}"),
        date: None,
        publish_date: None,
        lastmod: None,
        draft: false,
        weight: 0,
        word_count: 0,
        reading_time: 0,
        summary: format!("<p>{title} <a href=\"x\">&amp;</a></p>").into(),
        truncated: false,
        section: String::new(),
        terms: Vec::new(),
        params: params(vec![
            ("z", Value::Integer(1)),
            ("a", Value::Boolean(true)),
            ("m", Value::Float(0.5)),
        ]),
    };
    Entry {
        card,
        text: Some(text(&format!("<p>{title}</p>"))),
        folder: String::new(),
        dataset: String::new(),
        keywords: Vec::new(),
        layout: None,
        template_folder: String::new(),
        taxonomy: String::new(),
        build: Build::default(),
        sitemap: Sitemap::default(),
        files: Vec::new(),
        image: None,
        parent: Some(EntryId(0)),
        children: Vec::new(),
        members: Vec::new(),
        previous: None,
        next: None,
        site_previous: None,
        site_next: None,
        translations: Vec::new(),
        pagers: vec![url.to_owned()],
    }
}

/// A home page with three posts and every kind of job.
fn site() -> Site {
    let mut entries = vec![entry(EntryKind::Home, "Home", "/")];
    for (name, day) in [("a", 3), ("b", 2), ("c", 1)] {
        let mut post = entry(EntryKind::Page, name, &format!("/{name}/"));
        post.card.date =
            DateTime::parse_from_rfc3339(&format!("2025-03-0{day}T12:00:00+07:00")).ok();
        (post.card.publish_date, post.card.lastmod) = (post.card.date, post.card.date);
        entries.push(post);
    }
    let pages: Vec<EntryId> = (1..=3).map(EntryId).collect();
    entries[0].members.clone_from(&pages);
    entries[0].parent = None;
    let updated = entries[1].card.date;
    let path = |path: &str| OutPath::new(path).expect("valid");
    let jobs = BTreeMap::from([
        (path("404.html"), Job::NotFound(Lang::default())),
        (path("a/index.html"), Job::Page(EntryId(1), 0)),
        (path("b/index.html"), Job::Page(EntryId(2), 0)),
        (path("c/index.html"), Job::Page(EntryId(3), 0)),
        (path("index.html"), Job::Page(EntryId(0), 0)),
        (path("index.xml"), Job::Feed(EntryId(0))),
        (path("old/index.html"), Job::Alias(Lang::default(), "/a/?x=1&y=\"".to_owned())),
        (path("robots.txt"), Job::Robots(Lang::default())),
        (path("sitemap.xml"), Job::Sitemap(Lang::default())),
    ]);
    let config = Config {
        title: "Numbers & <sons>".to_owned(),
        base_url: BaseUrl::parse("https://example.org/").ok(),
        ..Config::default()
    };
    let edition = Edition {
        lang: Lang::default(),
        home: EntryId(0),
        pages,
        sections: Vec::new(),
        taxonomies: Vec::new(),
        menus: BTreeMap::new(),
        relatives: Relatives::default(),
        updated,
    };
    Site { config: Arc::new(config), entries, editions: vec![edition], jobs }
}

/// A text of finished HTML.
fn text(html: &str) -> LinkedText {
    let mut world = Memory::new(DateTime::UNIX_EPOCH.fixed_offset());
    world.insert("content/a.html", html);
    let (path, config) = (SitePath::new("content/a.html").expect("valid"), Config::default());
    let file = PageFile {
        path,
        role: PageRole::Single,
        lang: Lang::default(),
        folder: String::new(),
        stem: "a".to_owned(),
        resources: Vec::new(),
        shared: Vec::new(),
        tables: Vec::new(),
    };
    let (opened, source) =
        open(&world, file, (&config, &Cascade::default())).expect("readable").value;
    let answers = |_: &FrontMatter, _: &Call| (Answer::Text(String::new()), None);
    let markup = MarkupTemplates { templates: None, config: &config };
    let page = parse((Arc::new(opened), source), &config, &answers, &markup);
    let page = page.expect("no mistakes").value;
    LinkedText::new(
        Article {
            opened: Arc::clone(&page.opened),
            facts: Arc::new(Facts::without_data(page, Digest::of(html.as_bytes()))),
        },
        ([].into(), "/".to_owned()),
        (2, 3),
    )
}

/// Makes no texts: those of the tests are all there.
pub(super) struct NoTexts;

impl Texts for NoTexts {
    fn make(&self, _: &Article) -> Result<Text, Vec<Diagnostic>> {
        Err(Vec::new())
    }
}

/// The templates of a fixture.
fn load(fixture: &str) -> Result<Templates, Vec<Diagnostic>> {
    let now = DateTime::parse_from_rfc3339("2025-03-08T00:00:00Z").expect("valid");
    let world = Memory::fixture(fixture, now);
    let files = world.files().expect("in memory");
    let paths: Vec<_> = files.into_iter().map(|file| file.path).collect();
    let languages = Config::default().languages;
    Templates::load(&world, (&paths, &[]), &languages).map(|loaded| loaded.value)
}

/// The site's files with the templates of a fixture.
fn built(site: &Site, fixture: &str) -> BTreeMap<String, String> {
    let output = Output::default();
    let templates = load(fixture).expect("the templates load");
    assert_eq!(
        picture(
            &render(site, &templates, (&Rendered::default(), &NoTexts, true), &output).diagnostics
        ),
        ""
    );
    let text = |artifact| match artifact {
        Artifact::Bytes(bytes) => String::from_utf8(bytes.to_vec()).expect("UTF-8"),
        Artifact::File(path) => path.to_string(),
    };
    let files = output.into_map().into_iter();
    files.map(|(path, artifact)| (path.to_string(), text(artifact))).collect()
}

/// Diagnostics as text: code, message, places with what stands there, help.
fn picture(diagnostics: &[Diagnostic]) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics {
        let _ = writeln!(text, "{}: {}", diagnostic.code, diagnostic.message);
        for label in &diagnostic.labels {
            let source = label.source.as_ref().expect("every place is in a file");
            let at = source.position(label.span.start);
            let (path, shown) = (&source.path, source.slice(label.span));
            let line = format!("  {path}:{}:{} [{shown}] {}", at.line, at.column, label.text);
            let _ = writeln!(text, "{}", line.trim_end());
        }
        let _ = writeln!(text, "  help: {}", diagnostic.help.as_deref().unwrap_or("-"));
    }
    text
}

#[test]
fn a_template_of_the_author_replaces_one_of_the_theme() {
    let files = built(&site(), "//- /templates/partials/footer.html\n<footer>mine</footer>\n");
    let page = &files["a/index.html"];
    assert!(page.contains("<footer>mine</footer>") && page.contains("<p>a</p>"), "{page}");
}

#[test]
fn params_keep_the_order_of_the_front_matter() {
    let template = "{% for key, value in page.params %}{{ key }}={{ value }};{% endfor %}";
    let files = built(&site(), &format!("//- /templates/page.html\n{template}"));
    assert_eq!(files["a/index.html"], "z=1;a=true;m=0.5;");
}

#[test]
fn wide_views_are_there_for_templates_that_name_them() {
    let template = "{{ recent | length }} {{ all_pages | length }} {{ sections }} {{ taxonomies }}";
    let files = built(&site(), &format!("//- /templates/page.html\n{template}"));
    assert_eq!(files["a/index.html"], "3 3 [] []");
    let component =
        "{% component Count(@all_pages) %}{{ all_pages | length }}{% endcomponent %}{{ <Count/> }}";
    let files = built(&site(), &format!("//- /templates/page.html\n{component}"));
    assert_eq!(files["a/index.html"], "3");
}

#[test]
fn titles_are_escaped_and_texts_are_not() {
    let mut site = site();
    site.entries[1].card.title = "<script>\"".to_owned();
    let page = &built(&site, "")["a/index.html"];
    assert!(page.contains("<h1>&lt;script&gt;&quot;</h1>") && page.contains("<p>a</p>"), "{page}");
    assert!(!page.contains("<script"), "{page}");
}

#[test]
fn the_feed_stands_on_its_own() {
    let mut site = site();
    site.entries[0].card.date = site.entries[1].card.date;
    let feed = &built(&site, "")["index.xml"];
    for part in [
        "<title>Home on Numbers &amp; &lt;sons&gt;</title>",
        "<atom:link href=\"https://example.org/index.xml\" rel=\"self\" type=\"application/rss+xml\"/>",
        "<lastBuildDate>Mon, 03 Mar 2025 12:00:00 +0700</lastBuildDate>",
        "<guid isPermaLink=\"true\">https://example.org/a/</guid>\n<pubDate>Mon, 03 Mar 2025 12:00:00 +0700</pubDate>",
        "<description>&lt;p&gt;a &lt;a href=&quot;https://example.org/a/x&quot;&gt;&amp;amp;&lt;/a&gt;&lt;/p&gt;</description>",
    ] {
        assert!(feed.contains(part), "{part}\n{feed}");
    }
    assert_eq!(feed.matches("<item>").count(), 3);
}

#[test]
fn a_feed_holds_as_many_items_as_the_configuration_says() {
    let mut site = site();
    let config = Config { feed_limit: Some(2), ..(*site.config).clone() };
    site.config = Arc::new(config);
    assert_eq!(built(&site, "")["index.xml"].matches("<item>").count(), 2);
}

#[test]
fn without_a_base_url_nothing_claims_to_be_absolute() {
    let mut site = site();
    site.config = Arc::new(Config { base_url: None, ..(*site.config).clone() });
    for entry in &mut site.entries {
        entry.card.permalink.clone_from(&entry.card.url);
    }
    let files = built(&site, "");
    assert_eq!(files["robots.txt"], "User-agent: *\nAllow: /\n");
    let page = &files["a/index.html"];
    for absent in ["canonical", "og:url", "application/rss+xml", "example.org"] {
        assert!(!page.contains(absent), "{absent}\n{page}");
    }
    assert!(files["index.xml"].contains("isPermaLink=\"false\""));
}

#[test]
fn an_alias_sends_its_reader_on() {
    let alias = &built(&site(), "")["old/index.html"];
    let url = "/a/?x=1&amp;y=&quot;";
    assert!(alias.contains(&format!("http-equiv=\"refresh\" content=\"0; url={url}\"")), "{alias}");
    assert!(alias.contains(&format!("<link rel=\"canonical\" href=\"https://example.org{url}\">")));
}

#[test]
fn the_page_for_wrong_addresses_is_not_to_be_found() {
    let page = &built(&site(), "")["404.html"];
    assert!(page.contains("<h1>Page not found</h1>") && page.contains("noindex"), "{page}");
    assert!(!page.contains("canonical"), "{page}");
}

#[test]
fn the_sitemap_has_every_page_with_its_last_change() {
    let sitemap = &built(&site(), "")["sitemap.xml"];
    let url =
        "<url><loc>https://example.org/a/</loc><lastmod>2025-03-03T12:00:00+07:00</lastmod></url>";
    assert!(sitemap.contains(url), "{sitemap}");
    assert_eq!(sitemap.matches("<loc>").count(), 4);
}

#[test]
fn the_theme_stays_small() {
    let styles = builtin_statics().iter().filter(|(path, _)| path.starts_with("css/"));
    let bytes: usize = styles.map(|(_, bytes)| bytes.len()).sum();
    assert!(bytes <= 15_000, "{bytes} bytes of CSS");
}
