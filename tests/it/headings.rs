//! The title of a page and the heading that its text begins with.

use crate::support::build;

#[test]
fn a_heading_that_a_text_begins_with_is_shown_once() {
    let built = build(
        "//- /content/_index.md
---
title: Home
---
# Welcome *home*
//- /content/notes/plain.md
# The *first* & `last`

Text.
//- /content/notes/titled.md
---
title: Titled
date: 2025-01-01
---
# Another

Text.
//- /content/notes/later.md
---
date: 2025-01-01
---
Text.

# Later
//- /content/notes/_index.md
---
title: Notes
---
## Second level
",
    );
    let count = |path: &str| built.file(path).matches("<h1").count();
    for path in
        ["index.html", "notes/plain/index.html", "notes/titled/index.html", "notes/index.html"]
    {
        assert_eq!(count(path), 1, "{path}");
    }
    let plain = built.file("notes/plain/index.html");
    assert!(plain.contains("<title>The first &amp; last"), "{plain}");
    assert!(plain.contains("<h1 id=\"the-first--last\">"), "{plain}");
    let list = built.main("notes/index.html");
    for title in [">The first &amp; last</a>", ">Titled</a>", ">Later</a>"] {
        assert!(list.contains(title), "{title}\n{list}");
    }
    let later = built.main("notes/later/index.html");
    assert!(later.contains("<h1>Later</h1>"), "made of the file's name\n{later}");
}
