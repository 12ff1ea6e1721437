//! A site that is built again and again.

use numerate::base::output::Artifact;
use numerate::base::path::{OutPath, SitePath};
use numerate::pipeline::{Options, Workshop};

use crate::support::site;

const SITE: &str = "//- /numerate.yaml
title: T
//- /content/posts/a.md
---
title: A
date: 2025-01-01
---
```sql totals
SELECT sum(n) AS n FROM apps
```
There are [6](q:totals.n).
//- /content/posts/later.md
---
title: Later
date: 2099-01-01
---
Soon.
//- /data/apps.csv
name,n
a,1
b,5
//- /static/style.css
a {}
";

#[test]
fn a_build_tells_the_story_of_each_page() {
    let built = Workshop::new().build(&site(SITE), &Options::default());
    assert_eq!(built.report.diagnostics, []);
    let file = |path: &str| SitePath::new(path).expect("valid");
    let page = &built.stories[&file("content/posts/a.md")];
    let place = page.place.as_ref().expect("a place");
    assert_eq!((place.path.as_str(), place.url.as_str()), ("posts/a/index.html", "/posts/a/"));
    assert_eq!(place.templates[..2], ["page.html", "base.html"]);
    assert_eq!((&*page.queries[0].name, page.queries[0].rows_read), ("totals", 2));
    assert_eq!(page.tables[0].path, file("data/apps.csv"));
    let later = &built.stories[&file("content/posts/later.md")];
    assert_eq!(later.hidden.as_ref().map(|hidden| hidden.reason), Some("future"));
    assert_eq!(later.place, None);
    let out = |path: &str| &built.output[&OutPath::new(path).expect("valid")];
    assert_eq!(out("posts/a/index.html").page, Some(file("content/posts/a.md")));
    assert_eq!(out("style.css").artifact, Artifact::File(file("static/style.css")));
}
