use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Body, Reply, Request, answer};
use crate::base::digest::Digest;
use crate::base::path::SitePath;
use crate::host::preview::edition::{Content, Edition, File};
use crate::host::preview::guard::Guard;

/// A site with a page, a style sheet, a film that stays on disk, and a page for what is missing.
fn site() -> Edition {
    let bytes = |text: &str| File {
        content: Content::Bytes(text.as_bytes().into()),
        tag: Digest::of(text.as_bytes()),
        page: None,
        leads_to: None,
    };
    let alias = |to: &str| File { leads_to: Some(to.into()), ..bytes("<html></html>") };
    let film = SitePath::new("static/film.mp4").expect("valid");
    let film = File { content: Content::Disk(film, 1000), ..bytes("film") };
    let page = "<!doctype html><html><head><title>A</title></head><body>A</body></html>";
    let files = [
        ("index.html", bytes(page)),
        ("a/index.html", bytes(page)),
        ("404.html", bytes("<html><head></head>missing</html>")),
        ("old/index.html", alias("/a/")),
        ("older.html", alias("/a/")),
        ("site.css", bytes("body{}")),
        ("feed.xml", bytes("<rss/>")),
        ("film.mp4", film),
        ("ünï x.txt", bytes("text")),
        ("data.lock", bytes("")),
    ];
    let files = files.into_iter().map(|(path, file)| (Arc::from(path), file)).collect();
    let marks = BTreeMap::from([(Arc::from("a/index.html"), "draft".to_owned())]);
    Edition::new(files, "/".into(), marks)
}

fn guard() -> Guard {
    Guard { token: "secret".into(), ..Guard::default() }
}

fn ask(change: impl FnOnce(&mut Request<'_>)) -> Reply {
    let hosts = vec!["localhost:1313"];
    let mut request =
        Request { method: "GET", path: "/", hosts, is_near: true, ..Request::default() };
    change(&mut request);
    answer(&request, &guard(), &site())
}

fn get(path: &str) -> Reply {
    let request =
        Request { method: "GET", path, hosts: vec!["localhost:1313"], ..Request::default() };
    answer(&request, &guard(), &site())
}

fn header<'a>(reply: &'a Reply, name: &str) -> Option<&'a str> {
    reply.headers.iter().find(|(known, _)| *known == name).map(|(_, value)| &**value)
}

fn body(reply: &Reply) -> String {
    match &reply.body {
        Body::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        Body::Part(bytes, range) => String::from_utf8_lossy(&bytes[range.clone()]).into_owned(),
        other => format!("{other:?}"),
    }
}

#[test]
fn files_are_answered_with_their_types() {
    for (path, kind) in [
        ("/site.css", "text/css; charset=utf-8"),
        ("/feed.xml", "text/xml; charset=utf-8"),
        ("/film.mp4", "video/mp4"),
        ("/", "text/html; charset=utf-8"),
        ("/%C3%BCn%C3%AF%20x.txt", "text/plain; charset=utf-8"),
    ] {
        let reply = get(path);
        assert_eq!((reply.status, header(&reply, "content-type")), (200, Some(kind)), "{path}");
    }
}

#[test]
fn former_urls_lead_on_with_what_was_asked_of_them() {
    for (path, query, to) in [
        ("/old/", "", "/a/"),
        ("/old/index.html", "", "/a/"),
        ("/old", "", "/old/"),
        ("/older.html", "x=1&y", "/a/?x=1&y"),
    ] {
        let reply = ask(|request| (request.path, request.query) = (path, query));
        assert_eq!((reply.status, header(&reply, "location")), (302, Some(to)), "{path}");
    }
}

#[test]
fn pages_get_the_script_and_say_that_they_are_drafts() {
    let (home, draft, style) = (body(&get("/")), body(&get("/a/")), body(&get("/site.css")));
    assert!(
        home.contains("/__numerate/secret/preview.js") && !home.contains("data-mark"),
        "{home}"
    );
    assert!(draft.contains("data-mark=\"draft\""), "{draft}");
    assert_eq!(style, "body{}");
}

#[test]
fn a_folder_without_its_slash_and_a_missing_page_are_told() {
    let moved = ask(|request| (request.path, request.query) = ("/a", "x=1"));
    assert_eq!((moved.status, header(&moved, "location")), (302, Some("/a/?x=1")));
    let missing = get("/none/");
    assert_eq!(missing.status, 404);
    assert!(body(&missing).contains("missing") && body(&missing).contains("preview.js"));
}

#[test]
fn no_form_of_a_path_leads_out_of_the_site() {
    for path in [
        "/../numerate.yaml",
        "/%2e%2e/numerate.yaml",
        "/..%2fnumerate.yaml",
        "/a/..%2f..%2fnumerate.yaml",
        "/%252e%252e/site.css",
        "/..%5cnumerate.yaml",
        "/..\\numerate.yaml",
        "//site.css",
        "/./site.css",
        "/a/../site.css",
        "/site.css%00",
        "/site.css/",
        "/etc/passwd",
        "/C:/site.css",
        "/file:///etc/passwd",
        "/%2e/site.css",
        "/SITE.css",
        "/.numerate/x",
        "/content/a.md",
        "/site.css.",
        "/%2fsite.css",
    ] {
        assert_eq!(get(path).status, 404, "{path}");
    }
    for path in ["/%", "/%zz", "/%ff", "/%c3%28"] {
        assert_eq!(get(path).status, 400, "{path}");
    }
}

#[test]
fn a_foreign_host_learns_nothing() {
    let reply = ask(|request| request.hosts = vec!["evil.example"]);
    assert_eq!(reply.status, 421);
    assert!(!body(&reply).contains("secret"));
    assert_eq!(ask(|request| request.hosts = Vec::new()).status, 400);
    assert_eq!(ask(|request| request.hosts = vec!["localhost", "localhost"]).status, 400);
}

#[test]
fn a_foreign_origin_is_refused_everywhere() {
    for path in [
        "/",
        "/site.css",
        "/__numerate/secret/events",
        "/__numerate/secret/page",
        "/__numerate/secret/fix",
    ] {
        for method in ["GET", "POST"] {
            let reply = ask(|request| {
                (request.method, request.path) = (method, path);
                request.origins = vec!["http://localhost:3000"];
            });
            assert_eq!(reply.status, 403, "{method} {path}");
        }
    }
}

#[test]
fn the_previews_own_paths_need_the_token() {
    for path in [
        "/__numerate/events",
        "/__numerate//events",
        "/__numerate/wrong/events",
        "/__numerate/secre/events",
        "/__numerate/secret",
        "/__numerate/secret/",
        "/__numerate/secret/none",
        "/__numerate/SECRET/fix",
    ] {
        assert_eq!(get(path).status, 404, "{path}");
        let posted = ask(|request| {
            (request.method, request.path) = ("POST", path);
            request.origins = vec!["http://localhost:1313"];
        });
        assert_ne!(posted.status, 200, "{path}");
    }
    assert!(matches!(get("/__numerate/secret/events").body, Body::Events));
    let tokenless = Request {
        method: "GET",
        path: "/__numerate//events",
        hosts: vec!["localhost"],
        ..Request::default()
    };
    assert_eq!(answer(&tokenless, &Guard::default(), &site()).status, 404);
}

#[test]
fn nothing_but_reading_is_allowed_save_for_one_change() {
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get"] {
        for path in
            ["/", "/site.css", "/none", "/__numerate/secret/events", "/__numerate/secret/page"]
        {
            let reply = ask(|request| (request.method, request.path) = (method, path));
            assert_eq!(reply.status, 405, "{method} {path}");
        }
    }
    let fix = |method: &'static str, origins: Vec<&'static str>| {
        ask(|request| {
            (request.method, request.path) = (method, "/__numerate/secret/fix");
            request.origins = origins;
        })
    };
    assert!(matches!(fix("POST", vec!["http://localhost:1313"]).body, Body::Fix));
    assert_eq!(fix("POST", Vec::new()).status, 403);
    assert_eq!(fix("GET", Vec::new()).status, 405);
    assert_eq!(fix("PUT", vec!["http://localhost:1313"]).status, 405);
}

#[test]
fn other_machines_may_read_and_not_change() {
    let far = |method: &'static str, path: &'static str| {
        ask(|request| {
            (request.method, request.path, request.is_near) = (method, path, false);
            request.origins = vec!["http://localhost:1313"];
        })
        .status
    };
    assert_eq!((far("GET", "/"), far("GET", "/__numerate/secret/page")), (200, 200));
    assert_eq!(far("POST", "/__numerate/secret/fix"), 403);
}

#[test]
fn no_answer_lets_another_site_in() {
    let replies = ["/", "/a", "/none", "/site.css", "/__numerate/secret/events", "/%"].map(get);
    for reply in &replies {
        let is_open = |(name, _): &(&str, String)| name.starts_with("access-control");
        assert!(!reply.headers.iter().any(is_open), "{reply:?}");
    }
    for (name, value) in [
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert!(super::ALWAYS.contains(&(name, value)), "{name}");
    }
}

#[test]
fn films_are_answered_in_parts() {
    let part = |range, if_range| {
        let reply = ask(|request| {
            request.path = "/film.mp4";
            (request.range, request.if_range) = (range, if_range);
        });
        (reply.status, header(&reply, "content-range").map(str::to_owned))
    };
    assert_eq!(part(None, None), (200, None));
    assert_eq!(part(Some("bytes=10-19"), None), (206, Some("bytes 10-19/1000".into())));
    assert_eq!(part(Some("bytes=1000-"), None), (416, Some("bytes */1000".into())));
    assert_eq!(part(Some("bytes=10-19"), Some("\"old\"")), (200, None));
    let reply = ask(|request| (request.path, request.range) = ("/site.css", Some("bytes=0-3")));
    assert_eq!((reply.status, body(&reply)), (206, "body".into()));
}
