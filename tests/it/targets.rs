//! Every selector and every option of a bound number, with texts that hold and texts that do not.

use crate::support::{build, picture};

const PAGE: &str = "\
//- /data/apps.csv
app,tokens,share,since,seen,open
Cline,46790000000,0.785,2024-07-01,2025-03-01 14:30,true
Roo Code,12800000000,0.2148,2024-11-15,2025-03-02 09:05,false
What's new?,999960,0.0002,2025-02-28,,true
\"Dot.com, [beta]\",-250,0,,,false
//- /content/posts/a.md
---
title: A post
date: 2025-03-08
---
```sql top
SELECT * FROM apps ORDER BY tokens DESC
```

```sql one
SELECT 44949999999 AS n, 45000000000 AS round, 0.5 AS half, -3.25 AS less, 5400 AS seconds, 76.36 AS ratio,
       DATE '2025-03-08' AS day, 'Cline' AS app
```

";

/// The codes of what is wrong with a page that says this.
fn codes(bound: &str) -> (Vec<&'static str>, String) {
    let built = build(&format!("{PAGE}It is {bound} here.\n"));
    let wrong = &built.report.diagnostics;
    (wrong.iter().map(|diagnostic| diagnostic.code).collect(), picture(wrong))
}

/// All bound numbers that must hold stand on one page; each that must not, on a page of its own.
fn check(cases: &[(&str, &str, Option<&'static str>)]) {
    let bound = |(text, target, _): &(&str, &str, _)| format!("[{text}](<q:{target}>)");
    let sound: Vec<_> = cases.iter().filter(|(.., code)| code.is_none()).map(bound).collect();
    let (found, shown) = codes(&sound.join(", "));
    assert!(found.is_empty(), "{shown}");
    for case in cases {
        if let Some(code) = case.2 {
            let (found, shown) = codes(&bound(case));
            assert_eq!(found, [code], "{}: {shown}", bound(case));
        }
    }
}

#[test]
fn every_selector_means_one_row_or_says_why_not() {
    check(&[
        ("46.8B", "top[0].tokens", None),
        ("12.8B", "top[1].tokens", None),
        ("-250", "top[-1].tokens", None),
        ("46.8B", "top[-4].tokens", None),
        ("12.8B", "top[app=Roo Code].tokens", None),
        ("12.8B", "top[ app = Roo Code ].tokens", None),
        ("1.0M", "top[app=What's new?].tokens", None),
        ("-250", "top[app=Dot.com, [beta]].tokens", None),
        ("Cline", "top[tokens=46790000000].app", None),
        ("Cline", "top[share=0.785].app", None),
        ("Cline", "top[since=2024-07-01].app", None),
        ("Roo Code", "top[seen=2025-03-02T09:05:00].app", None),
        ("Roo Code", "top[seen=2025-03-02 09:05].app", None),
        ("Cline", "top[tokens=46790000000.0].app", None),
        ("46.8B", "top[4].tokens", Some("bind/no-row")),
        ("46.8B", "top[-5].tokens", Some("bind/no-row")),
        ("46.8B", "top[99999999999999999999].tokens", Some("bind/selector")),
        ("46.8B", "top.tokens", Some("bind/many-rows")),
        ("46.8B", "top[open=true].tokens", Some("bind/many-rows")),
        ("46.8B", "top[app=cline].tokens", Some("bind/no-row")),
        ("46.8B", "top[ap=Cline].tokens", Some("bind/unknown-column")),
        ("46.8B", "top[Cline].tokens", Some("bind/selector")),
        ("46.8B", "top[=Cline].tokens", Some("bind/selector")),
        ("46.8B", "top[].tokens", Some("bind/selector")),
        ("46.8B", "top[0]tokens", Some("bind/target")),
        ("46.8B", "top[0].token", Some("bind/unknown-column")),
        ("46.8B", "tip[0].tokens", Some("bind/unknown-query")),
        ("March 2025", "top[-1].since", Some("bind/null")),
    ]);
}

#[test]
fn every_option_decides_what_makes_a_text_true() {
    check(&[
        ("44.9B", "one.n", None),
        ("45.0B", "one.n", Some("bind/stale")),
        ("45B", "one.round?fmt=short0", None),
        ("45.0B", "one.round?fmt=short0", Some("bind/stale")),
        ("44.95B", "one.n?tol=0", None),
        ("44.9B", "one.n?tol=0", None),
        ("45B", "one.n?tol=1%", None),
        ("45.5B", "one.n?tol=1%", Some("bind/stale")),
        ("44.95B", "one.n?tol=1", None),
        ("44.94B", "one.n?tol=1", Some("bind/stale")),
        ("44.95B", "one.n?fmt=short2&tol=5%", None),
        ("44.95B", "one.n?tol=5%&fmt=short2", None),
        ("45 billion", "one.n?about", None),
        ("44 billion", "one.n?about", Some("bind/stale")),
        ("40 billion", "one.n?about", None),
        ("1 h 30 min", "one.seconds?about", None),
        ("44.9B", "one.n?cmp=ge", None),
        ("45B", "one.round?cmp=ge", None),
        ("45.1B", "one.round?cmp=ge", Some("bind/stale")),
        ("44.9B", "one.round?cmp=gt", None),
        ("45B", "one.round?cmp=gt", Some("bind/stale")),
        ("45B", "one.round?cmp=le", None),
        ("44B", "one.round?cmp=le", Some("bind/stale")),
        ("45.1B", "one.round?cmp=lt", None),
        ("45B", "one.round?cmp=lt", Some("bind/stale")),
        ("50%", "one.half?cmp=le", None),
        ("49%", "one.half?cmp=le", Some("bind/stale")),
        ("-3", "one.less?cmp=lt", None),
        ("-4", "one.less?cmp=lt", Some("bind/stale")),
        ("2024", "one.day?cmp=gt", None),
        ("2025", "one.day?cmp=gt", Some("bind/stale")),
        ("", "one.n?fmt=short1", None),
        ("", "one.app", None),
    ]);
}

#[test]
fn options_that_say_nothing_or_too_much_are_errors() {
    check(&[
        ("45B", "one.n?", Some("bind/option")),
        ("45B", "one.n?abuot", Some("bind/option")),
        ("45B", "one.n?about=yes", Some("bind/option")),
        ("45B", "one.n?tol", Some("bind/option")),
        ("45B", "one.n?tol=", Some("bind/option")),
        ("45B", "one.n?tol=-1%", Some("bind/option")),
        ("45B", "one.n?tol=1.2.3", Some("bind/option")),
        ("45B", "one.n?cmp=eq", Some("bind/option")),
        ("45B", "one.n?cmp", Some("bind/option")),
        ("45B", "one.n?fmt=", Some("bind/format")),
        ("45B", "one.n?fmt=shrot", Some("bind/format")),
        ("45B", "one.n?about&tol=1%", Some("bind/contradiction")),
        ("45B", "one.n?about&about", Some("bind/contradiction")),
        ("45B", "one.n?cmp=ge&cmp=le", Some("bind/contradiction")),
        ("45B", "one.n?fmt=short&fmt=short", Some("bind/contradiction")),
        ("45B", "one.n?fmt=short&cmp=ge", Some("bind/contradiction")),
        ("45B", "one.n?about&fmt=short", Some("bind/contradiction")),
        ("", "one.n?cmp=ge", Some("bind/contradiction")),
        ("", "one.n?about", Some("bind/contradiction")),
        ("Cline", "one.app?about", Some("bind/option")),
        ("Cline", "one.app?tol=1", Some("bind/option")),
        ("Cline", "one.app?cmp=ge", Some("bind/option")),
        ("8 March 2025", "one.day?about", Some("bind/option")),
        ("8 March 2025", "one.day?tol=1", Some("bind/option")),
        ("plenty", "one.n", Some("bind/unreadable")),
        ("76x", "one.app", Some("bind/stale")),
    ]);
}
