//! `check --external`: links out of the site, asked for in a web of the test's own.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

use numerate::base::output::Discard;
use numerate::base::web::{Failure, Request, Response, Web};
use numerate::pipeline::{self, KnownLinks, LinkReport, Links, Options};

use crate::support::{picture, site};

/// A web that answers by address, and notes what it was asked.
struct Pages(BTreeMap<&'static str, Result<u16, Failure>>, Mutex<Vec<String>>);

impl Web for Pages {
    fn fetch(&self, request: &Request) -> Result<Response, Failure> {
        assert!(request.only_status && request.secret.is_none());
        self.1.lock().expect("alone").push(request.url.clone());
        let answer = self.0.get(&*request.url).cloned().unwrap_or(Ok(200));
        answer.map(|status| Response {
            status,
            url: request.url.clone(),
            etag: None,
            last_modified: None,
            retry_after: None,
            body: Vec::new(),
        })
    }

    fn pause(&self, _: Duration) {}

    fn secret(&self, _: &str) -> Option<String> {
        None
    }
}

const SITE: &str = "\
//- /numerate.yaml
title: Links
base_url: https://own.example/
menu:
  main: [{name: Away, url: https://menu.example/}]
//- /data/t.yaml
source: {producer: P, url: https://source.example/gone}
//- /data/t.csv
n
1
//- /content/posts/a.md
---
title: A
date: 2025-01-01
---
[one](https://a.example/x?b=1&c=2#part), [two](https://a.example/gone), [three](https://shy.example/),
[four](https://slow.example/), [own](https://own.example/posts/a/), <https://nohost.example>

```sql q
SELECT n FROM t
```

```yaml table
query: q
```
//- /content/posts/b.md
---
title: B
date: 2025-01-01
---
Again [two](https://a.example/gone).
";

fn pages() -> Pages {
    let answers = [
        ("https://a.example/gone", Ok(404)),
        ("https://shy.example/", Ok(403)),
        ("https://slow.example/", Err(Failure::TimedOut(Duration::from_secs(20)))),
        ("https://nohost.example", Err(Failure::NoHost)),
        ("https://source.example/gone", Ok(410)),
    ];
    Pages(BTreeMap::from(answers), Mutex::default())
}

fn check(pages: &Pages, known: &mut KnownLinks) -> LinkReport {
    let site = site(SITE);
    let links = Links::new(&Discard);
    let report = pipeline::build(&site, &Options::default(), &links);
    assert!(report.diagnostics.is_empty(), "{}", picture(&report.diagnostics));
    pipeline::check_links((&site, pages), &links.out_of(Some("https://own.example/")), known)
}

#[test]
fn what_is_gone_is_reported_at_its_places_and_what_is_unclear_is_not() {
    let report = check(&pages(), &mut KnownLinks::default());
    insta::assert_snapshot!(picture(&report.broken));
    let unclear: Vec<&str> = report.unclear.iter().map(|(url, _)| url.as_str()).collect();
    assert_eq!(unclear, ["https://shy.example/", "https://slow.example/"]);
    assert!(report.unclear[0].1.contains("403"), "{:?}", report.unclear);
    assert_eq!((report.n_there, report.n_known), (2, 0));
}

#[test]
fn each_address_is_asked_for_once_and_own_pages_never() {
    let pages = pages();
    check(&pages, &mut KnownLinks::default());
    let mut asked = pages.1.into_inner().expect("alone");
    assert!(
        asked.iter().all(|url| !url.contains("own.example") && !url.contains('#')),
        "{asked:?}"
    );
    // What is slow is tried three times in all.
    assert_eq!(asked.iter().filter(|url| url.contains("slow")).count(), 3);
    asked.sort();
    asked.dedup();
    assert_eq!(asked.len(), 7, "{asked:?}");
}

#[test]
fn answers_are_remembered() {
    let mut known = KnownLinks::default();
    check(&pages(), &mut known);
    let mut known = KnownLinks::read(&known.write());
    let later = pages();
    let report = check(&later, &mut known);
    assert_eq!(report.n_known, 7);
    assert_eq!((report.broken.len(), report.unclear.len(), report.n_there), (3, 2, 2));
    assert!(later.1.into_inner().expect("alone").is_empty());
    let old =
        String::from_utf8(known.write()).expect("UTF-8").replace("2026-01-01T12", "2026-01-01T10");
    let later = pages();
    let report = check(&later, &mut KnownLinks::read(old.as_bytes()));
    assert_eq!(report.n_known, 2, "what was there two hours ago is believed");
    assert_eq!(KnownLinks::read(b"{"), KnownLinks::default());
}
