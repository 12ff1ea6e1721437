//! `data pull` against a server on this machine.

mod lists;

use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use numerate::base::web::{Failure, Request, Web as _};
use numerate::base::world::Memory as Site;
use numerate::host::http::Client;
use numerate::pipeline::{self, Memory, Options, Outcome, Pulled};

use crate::server::{Answer, Server, led_to, ok, status};
use crate::support::{picture, site};

const SECRET: &str = "s3cr3t-value";

/// A client that waits for nothing and notes the pauses.
fn client() -> (Client, Arc<Mutex<Vec<u64>>>) {
    let pauses = Arc::new(Mutex::new(Vec::new()));
    let notes = Arc::clone(&pauses);
    let pause = move |time: Duration| notes.lock().expect("alone").push(time.as_secs());
    let secret = |name: &str| (name == "COUNTERS_KEY").then(|| SECRET.to_owned());
    (Client::new(pause, secret), pauses)
}

const COLUMNS: &str = "\
columns:
  app: {type: text, not_null: true}
  tokens: {type: integer, min: 0}
";

fn fixture(pull: &str, port: u16) -> Site {
    let pull = pull.replace("PORT", &port.to_string());
    site(&format!(
        "//- /data/apps.yaml\n{COLUMNS}pull:\n{pull}\n//- /content/a.md\n---\ntitle: A\n---\nA.\n"
    ))
}

fn pull_with(site: &Site, client: &Client, memory: &mut Memory) -> Pulled {
    let pulled = pipeline::pull((site, client), &Options::default(), &[], memory);
    let mut pulled = pulled.unwrap_or_else(|errors| panic!("{}", picture(&errors)));
    assert_eq!(pulled.len(), 1);
    pulled.remove(0)
}

fn pull(site: &Site) -> Pulled {
    pull_with(site, &client().0, &mut Memory::default())
}

fn text(pulled: Pulled) -> (String, String) {
    match pulled.outcome.unwrap_or_else(|errors| panic!("{}", picture(&errors))).value {
        Outcome::New(new) => (new.path.to_string(), String::from_utf8(new.bytes).expect("UTF-8")),
        Outcome::Unchanged(path) => (path.to_string(), String::new()),
    }
}

fn errors(pulled: Pulled) -> String {
    picture(&pulled.outcome.map(|_| ()).expect_err("nothing is to be written"))
}

#[test]
fn csv_is_taken_byte_for_byte_and_named_for_the_day() {
    let csv = "app,tokens\r\nCline,46790000000\r\n";
    let server = Server::start(vec![ok("", csv)]);
    let site = fixture("  url: http://127.0.0.1:PORT/apps.csv?x=1", server.port);
    assert_eq!(text(pull(&site)), ("data/apps/2026-01-01.csv".to_owned(), csv.to_owned()));
    let asked = server.asked();
    assert!(asked[0].starts_with("get /apps.csv?x=1 http/1.1\r\n"), "{asked:?}");
    assert!(asked[0].contains("\r\naccept: text/csv"), "{asked:?}");
}

#[test]
fn columns_of_csv_are_chosen_and_renamed() {
    let server = Server::start(vec![ok("", "Rank,App name,Total\n1,\"A, B\",5\n")]);
    let spec = "  url: http://127.0.0.1:PORT/\n  columns: {app: App name, tokens: Total}";
    assert_eq!(text(pull(&fixture(spec, server.port))).1, "app,tokens\n\"A, B\",5\n");
}

#[test]
fn rows_of_json_keep_every_digit() {
    let json = r#"{"data": {"apps": [
        {"name": "Cline", "usage": {"total": 9007199254740993123}, "tags": []},
        {"name": "Roo \"Code\"", "usage": {"total": 1}}
    ]}}"#;
    let server = Server::start(vec![ok("content-type: application/json\r\n", json)]);
    let spec = "  url: http://127.0.0.1:PORT/\n  format: json\n  rows: /data/apps\n  columns: {app: name, tokens: /usage/total}";
    assert_eq!(
        text(pull(&fixture(spec, server.port))).1,
        "app,tokens\nCline,9007199254740993123\n\"Roo \"\"Code\"\"\",1\n"
    );
}

#[test]
fn json_without_columns_gives_all_members_in_their_order() {
    let json = r#"[{"tokens": 1.50, "app": "A"}, {"app": null, "tokens": 2, "more": true}]"#;
    let server = Server::start(vec![ok("", json)]);
    let site = fixture("  url: http://127.0.0.1:PORT/\n  format: json", server.port);
    // The contract wants whole numbers and a name in every row.
    let shown = errors(pull(&site));
    for part in ["data/apps/2026-01-01.csv:2:1", "1.50", "data/apps.yaml"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert!(shown.contains("3 | 2,,true"), "{shown}");
}

#[test]
fn a_server_is_told_what_is_known_and_its_304_is_believed() {
    let csv = "app,tokens\nCline,5\n";
    let answers = vec![
        ok("etag: \"one\"\r\n", csv),
        status("304 Not Modified"),
        ok("etag: \"two\"\r\n", csv),
        ok("", "app,tokens\nCline,6\n"),
    ];
    let server = Server::start(answers);
    let mut site = fixture("  url: http://127.0.0.1:PORT/", server.port);
    let mut memory = Memory::default();
    let mut next = |site: &Site| text(pull_with(site, &client().0, &mut memory));
    assert_eq!(next(&site).1, csv);
    site.insert("data/apps/2025-12-01.csv", csv);
    let unchanged = ("data/apps/2025-12-01.csv".to_owned(), String::new());
    assert_eq!(next(&site), unchanged, "the server says that nothing changed");
    assert_eq!(next(&site), unchanged, "the bytes say that nothing changed");
    assert_eq!(next(&site).0, "data/apps/2026-01-01.csv");
    let asked = server.asked();
    let conditions: Vec<bool> = asked.iter().map(|head| head.contains("if-none-match")).collect();
    assert_eq!(conditions, [false, true, true, true]);
    assert!(
        asked[1].contains("if-none-match: \"one\"") && asked[3].contains("if-none-match: \"two\"")
    );
}

#[test]
fn a_server_in_trouble_is_asked_again_after_a_while() {
    let server = Server::start(vec![
        status("500 Internal Server Error"),
        status("503 Service Unavailable"),
        ok("", "app,tokens\nA,1\n"),
    ]);
    let site = fixture("  url: http://127.0.0.1:PORT/", server.port);
    let (client, pauses) = client();
    assert_eq!(text(pull_with(&site, &client, &mut Memory::default())).1, "app,tokens\nA,1\n");
    assert_eq!(*pauses.lock().expect("alone"), [1, 2]);
    let server = Server::start(vec![status("404 Not Found")]);
    let site = fixture("  url: http://127.0.0.1:PORT/", server.port);
    let shown = errors(pull(&site));
    assert!(shown.contains("the status 404") && shown.contains("data/apps.yaml:5:8"), "{shown}");
}

#[test]
fn an_answer_that_is_too_large_is_refused_with_and_without_its_length() {
    let body = format!("app,tokens\n{}", "Cline,5\n".repeat(50));
    let endless = format!("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{body}");
    let server = Server::start(vec![ok("", &body), Answer::Says(endless)]);
    let spec = "  url: http://127.0.0.1:PORT/\n  max_bytes: 100\n  retries: 0";
    let site = fixture(spec, server.port);
    for _ in 0..2 {
        let shown = errors(pull(&site));
        assert!(shown.contains("the answer has more than 100 bytes"), "{shown}");
    }
}

#[test]
fn a_silent_server_is_given_up() {
    let server = Server::start(vec![Answer::Silence]);
    let timeout = Duration::from_millis(50);
    let request = Request {
        url: format!("http://127.0.0.1:{}/", server.port),
        headers: Vec::new(),
        secret: None,
        max_bytes: 10,
        timeout,
        only_status: false,
    };
    assert_eq!(client().0.fetch(&request), Err(Failure::TimedOut(timeout)));
}

#[test]
fn a_breach_of_contract_keeps_the_snapshot_out() {
    let server = Server::start(vec![ok("", "app,tokens\nCline,5\n,6\nRoo,-1\nAaru,many\n")]);
    let shown = errors(pull(&fixture("  url: http://127.0.0.1:PORT/", server.port)));
    for part in ["data/apps/2026-01-01.csv:3:", "data/apps/2026-01-01.csv:5:", "data/apps.yaml"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
}

#[test]
fn the_key_goes_to_its_server_alone_and_into_no_report() {
    let key = "  key: {env: COUNTERS_KEY, header: Authorization, prefix: 'Bearer '}";
    let elsewhere = Server::start(vec![ok("", "app,tokens\nA,1\n")]);
    let answers = vec![
        led_to("/moved"),
        led_to(&format!("http://127.0.0.1:{}/", elsewhere.port)),
        status("403 Forbidden"),
        ok("", &format!("app,tokens\n{SECRET},1\n")),
    ];
    let server = Server::start(answers);
    let site = fixture(&format!("  url: http://127.0.0.1:PORT/\n{key}"), server.port);
    assert_eq!(text(pull(&site)).1, "app,tokens\nA,1\n");
    let header = format!("authorization: bearer {SECRET}\r\n");
    assert!(server.asked().iter().all(|head| head.contains(&header)), "{:?}", server.asked());
    assert!(!elsewhere.asked()[0].contains(SECRET));
    for what in ["the status 403", "the answer repeats the key"] {
        let shown = errors(pull(&site));
        assert!(shown.contains(what), "{shown}");
        assert!(!shown.contains(SECRET), "{shown}");
    }
}

#[test]
fn a_key_that_is_not_set_is_asked_for_by_its_name() {
    let key = "  key: {env: OTHER_KEY, header: X-Key}";
    let site = fixture(&format!("  url: http://127.0.0.1:PORT/\n{key}"), 1);
    let shown = errors(pull(&site));
    assert!(shown.contains("the variable `OTHER_KEY` holds no key"), "{shown}");
}

#[test]
fn nobody_is_led_round_in_circles_or_off_the_web() {
    let server = Server::start((0..6).map(|_| led_to("/")).collect());
    let spec = "  url: http://127.0.0.1:PORT/\n  retries: 0";
    let shown = errors(pull(&fixture(spec, server.port)));
    assert!(shown.contains("the server led on, again and again"), "{shown}");
    for (target, why) in [
        ("file:///etc/passwd", "an address that cannot be read"),
        ("ftp://127.0.0.1/", "an address that is not on the web"),
    ] {
        let server = Server::start(vec![led_to(target)]);
        let shown = errors(pull(&fixture(spec, server.port)));
        assert!(shown.contains(why), "{shown}");
    }
}

#[test]
fn a_connection_that_is_refused_is_told_as_such() {
    let port = {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        listener.local_addr().expect("bound").port()
    };
    let (client, pauses) = client();
    let site = fixture("  url: http://127.0.0.1:PORT/\n  retries: 2", port);
    let shown = errors(pull_with(&site, &client, &mut Memory::default()));
    assert!(shown.contains("cannot fetch `apps`: the connection failed"), "{shown}");
    assert_eq!(*pauses.lock().expect("alone"), [1, 2]);
}

#[test]
fn answers_that_are_no_rows_are_explained() {
    let spec = "  url: http://127.0.0.1:PORT/\n  format: json\n";
    for (rest, json, parts) in [
        (
            "",
            r#"{"data": {"rows": [{"app": 1}]}}"#,
            &["a map, not a list of rows", "`/data/rows`"][..],
        ),
        ("  rows: /x", r#"{"y": 1}"#, &["`/x` of the answer is nothing"]),
        ("", "[]", &["the list of rows in the answer is empty"]),
        ("", "[1]", &["a row of the answer is a whole number", "answer.json:1:2"]),
        ("", r#"[{"app": "A", "tokens": {"n": 1}}]"#, &["`tokens` is a map", "answer.json:1:"]),
        (
            "  columns: {app: nam}",
            r#"[{"name": "A"}]"#,
            &["no row of the answer has `nam`", "did you mean `name`?"],
        ),
        ("", "<html>", &["this is not valid JSON", "answer.json:1:1"]),
    ] {
        let server = Server::start(vec![ok("", json)]);
        let shown = errors(pull(&fixture(&format!("{spec}{rest}"), server.port)));
        for part in parts {
            assert!(shown.contains(part), "{part}: {shown}");
        }
    }
    let server = Server::start(vec![ok("", "App,N\nA,1\n")]);
    let spec = "  url: http://127.0.0.1:PORT/\n  columns: {app: Apps, tokens: N}";
    let shown = errors(pull(&fixture(spec, server.port)));
    assert!(
        shown.contains("the answer has no column `Apps`") && shown.contains("did you mean `App`?"),
        "{shown}"
    );
}

#[test]
fn a_snapshot_of_the_day_is_not_replaced_and_a_single_file_is_not_shadowed() {
    let server = Server::start(vec![ok("", "app,tokens\nA,2\n")]);
    let mut site = fixture("  url: http://127.0.0.1:PORT/", server.port);
    site.insert("data/apps/2026-01-01.csv", "app,tokens\nA,1\n");
    let shown = errors(pull(&site));
    assert!(shown.contains("`data/apps/2026-01-01.csv` is there"), "{shown}");
    let mut site = fixture("  url: http://127.0.0.1:PORT/", 1);
    site.insert("data/apps.csv", "app,tokens\nA,1\n");
    let shown = errors(pull(&site));
    assert!(shown.contains("`data/apps.csv` is the whole table"), "{shown}");
}

#[test]
fn every_failure_is_placed_and_says_what_to_do() {
    let csv = "  url: http://127.0.0.1:PORT/\n  retries: 0";
    let key = format!("{csv}\n  key: {{env: OTHER_KEY, header: X-Key}}");
    let json = format!("{csv}\n  format: json\n  columns: {{app: nam}}");
    let mut shown = String::new();
    for (spec, answer) in [
        (csv, status("404 Not Found")),
        (&*key, status("200 OK")),
        (&*json, ok("", r#"[{"name": "A"}]"#)),
        (&*json, ok("", r#"{"data": [{"name": "A"}]}"#)),
        (csv, ok("", "app,tokens\nA,many\n")),
    ] {
        let server = Server::start(vec![answer]);
        let picture = errors(pull(&fixture(spec, server.port)));
        shown.push_str(&picture.replace(&server.port.to_string(), "PORT"));
    }
    let mut site = fixture("  url: http://127.0.0.1:1/", 1);
    site.insert("data/apps.csv", "app,tokens\nA,1\n");
    shown.push_str(&errors(pull(&site)));
    site.insert("data/apps.yaml", COLUMNS);
    let names = ["apps".to_owned()];
    let pulled =
        pipeline::pull((&site, &client().0), &Options::default(), &names, &mut Memory::default());
    shown.push_str(&picture(&pulled.map(|_| ()).expect_err("nothing to fetch")));
    insta::assert_snapshot!(shown);
}
