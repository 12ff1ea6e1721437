//! Sites of Hugo taken over: the configuration that comes out, and what is told.

use std::fmt::Write as _;

use numerate::base::diagnostic::Warned;
use numerate::pipeline;

use crate::support::{build_with, picture, site};

const HUGO: &str = r#"//- /hugo.toml
baseURL = "https://example.org/"
title = "A: Blog"
languageCode = "en_us"
theme = "ananke"
paginate = 5
enableGitInfo = true
unknownThing = 3
disableKinds = ["taxonomy"]
uglyURLs = false
summaryLength = 30
[taxonomies]
tag = "tags"
serie = "series"
[permalinks]
posts = "/:year/:slug/"
[params]
mainSections = ["posts"]
description = 'About "things"'
author = "Ada"
"Odd key: y" = [1, 2.5, true]
[[menu.main]]
name = "Posts"
pageRef = "/posts"
weight = 10
[[menu.main]]
name = "About"
pageRef = "/about"
weight = "5"
[[menu.main]]
name = "Elsewhere"
url = "https://example.com/"
pre = "<i>"
parent = "Posts"
[sitemap]
changefreq = "weekly"
priority = -1
[markup.goldmark.renderer]
unsafe = true
[markup.goldmark.extensions]
linkify = false
typographer = { disable = true }
[markup.goldmark.parser]
autoIDType = "blackfriday"
[markup.highlight]
style = "monokai"
lineNos = true
[markup.tableOfContents]
startLevel = 1
[frontmatter]
date = [":filename", ":git", "date"]
[[cascade]]
type = "note"
[cascade.target]
path = "/notes/**"
//- /config/production/params.yaml
analytics: yes
//- /config/_default/related.toml
threshold = 80
//- /content/posts/a.md
---
title: A
date: 2024-01-02
tags: [x]
---
{{< notice warn >}}x{{< /notice >}} {{</* notice */>}}
{{% notice %}}y{{% /notice %}}
//- /content/posts/b.md
---
title: B
date: 2024-01-02
---
//- /content/about.md
---
title: About
---
{{< figure src="/x.png" >}} {{< own >}}
//- /content/other.org
x
//- /content/_content.gotmpl
x
//- /static/x.png
x
//- /layouts/_default/single.html
x
//- /layouts/index.html
x
//- /themes/ananke/layouts/index.html
x
//- /templates/shortcodes/own.html
own
"#;

#[test]
fn a_site_of_hugo_is_taken_over() {
    let mut world = site(HUGO);
    let Warned { value, warnings } = pipeline::import_hugo(&world).expect("no errors");
    let mut shown = String::new();
    for (path, text) in &value.files {
        write!(shown, "--- {path}\n{text}").expect("a string");
        world.insert(path.as_str(), text.as_bytes());
    }
    let n_settings = value.n_settings;
    write!(shown, "--- {n_settings} settings\n{}", picture(&warnings)).expect("a string");
    insta::assert_snapshot!(shown);
    let built = build_with(&world, &pipeline::Options::default());
    let errors = built.report.diagnostics.iter().filter(|d| d.is_error());
    let codes: Vec<_> = errors.map(|error| error.code).collect();
    // The shortcode of the theme is what is left to do.
    assert_eq!(codes, ["shortcode/unknown", "shortcode/unknown"]);
    assert!(built.files.contains_key("about/index.html"));
    // `disableKinds` leaves the lists of terms out, and no page of a term.
    assert!(!built.files.contains_key("tags/index.html"));
}

const MOUNTS: &str = r#"//- /hugo.toml
baseURL = "https://example.org/"
ignoreFiles = ['\.Rmd$', '/notes/\d\.md$', '^/home']
[languages.de]
weight = 2
[languages.en]
weight = 1
[[module.mounts]]
source = "texts"
target = "content"
lang = "en"
[[module.mounts]]
source = "texte"
target = "content"
lang = "de"
[[module.mounts]]
source = "more"
target = "content"
lang = "de"
[[module.mounts]]
source = "files"
target = "static"
[[module.mounts]]
source = "static"
target = "static"
[[module.mounts]]
source = "data"
target = "data"
excludeFiles = ["*.xml"]
[[module.mounts]]
source = "node_modules/x"
target = "assets/x"
[[module.mounts]]
source = "assets"
target = "assets"
[[module.mounts]]
source = "alone"
[[module.imports]]
path = "github.com/example/theme"
//- /texts/a.md
---
title: A
---
{{< unknown >}}
//- /texts/b.Rmd
---
title: B
---
//- /texts/notes/1.md
---
title: One
---
//- /texte/a.md
---
title: Ä
---
//- /content/c.md
---
title: Not mounted
---
{{< other >}}
"#;

#[test]
fn mounts_and_files_to_pass_over_are_taken_over() {
    let mut world = site(MOUNTS);
    let Warned { value, warnings } = pipeline::import_hugo(&world).expect("no errors");
    let (path, text) = &value.files[0];
    insta::assert_snapshot!(format!("--- {path}\n{text}--- told\n{}", picture(&warnings)));
    world.insert(path.as_str(), text.as_bytes());
    world.insert("templates/shortcodes/unknown.html", b"known");
    let built = build_with(&world, &pipeline::Options::default());
    assert_eq!(picture(&built.report.diagnostics), "");
    let pages: Vec<_> = built.files.keys().filter(|path| path.ends_with("a/index.html")).collect();
    assert_eq!(pages, ["a/index.html", "de/a/index.html"]);
    assert!(!built.files.keys().any(|path| path.contains("notes/1") || path.contains(".Rmd")));
}

#[test]
fn a_folder_without_a_configuration_is_refused() {
    let errors = pipeline::import_hugo(&site("//- /content/a.md\nx\n")).expect_err("none");
    assert_eq!(
        errors.iter().map(|error| error.code).collect::<Vec<_>>(),
        ["import/no-configuration"]
    );
    let errors = pipeline::import_hugo(&site("//- /config.toml\nbaseURL = \"/\"\ntitle = \n"))
        .expect_err("TOML");
    assert!(errors[0].code.starts_with("toml/"), "{errors:?}");
    let warnings =
        pipeline::import_hugo(&site("//- /config.yaml\nbaseURL: /\n")).expect("sound").warnings;
    assert_eq!(
        warnings.iter().map(|warning| warning.code).collect::<Vec<_>>(),
        ["import/base-url"]
    );
}

const OLD: &str = r#"//- /config/_default/hugo.toml
baseURL = "https://example.org/"
description = "Of the site"
disableKinds = ["taxonomyTerm", "taxonomy", "RSS"]
canonifyURLs = false
ignoreFiles = ['^\.', '~$']
[indexes]
tag = "tags"
group = "groups"
[outputFormats.REDIR]
mediaType = "text/netlify"
baseName = "_redirects"
[languages.en]
weight = 1
//- /config/_default/menus/menus.en.toml
[[docs]]
name = "About"
identifier = "about"
url = "/about/"
//- /layouts/_shortcodes/Notice.html
<p>{{ .Inner }}</p>
//- /content/about/_index.md
---
title: About
menu: {docs: {parent: about}}
---
{{< notice >}}x{{< /notice >}} {{< time.inline >}}{{ now }}{{< /time.inline >}}
{{< comment >}}{{< not_there >}}{{< /comment >}}
"#;

#[test]
fn what_older_sites_say_is_taken_over() {
    let mut world = site(OLD);
    let Warned { value, warnings } = pipeline::import_hugo(&world).expect("no errors");
    let (path, yaml) = &value.files[0];
    for line in
        ["description: Of the site", "disable_kinds: [taxonomy, RSS]", "ignore_files: [\"*~\"]"]
    {
        assert!(yaml.contains(line), "{yaml}");
    }
    let told: Vec<String> = warnings
        .iter()
        .map(|warning| format!("{}: {}", warning.message, warning.help.as_deref().unwrap_or("")))
        .collect();
    assert_eq!(
        told,
        [
            "`indexes` has no place in numerate.yaml: 2 settings: Hugo does not read it any more: its word is `taxonomies`",
            "`outputFormats` has no place in numerate.yaml: 2 settings: pages are HTML and feeds RSS",
            "`layouts` is not read: 1 file of templates in the language of Go: the built-in theme shows the site; \
             write what you miss as templates of Tera into `templates`",
            "the shortcode `notice` needs a template: 1 call on 1 page: say what `layouts/_shortcodes/Notice.html` says \
             in `templates/shortcodes/notice.html`, in the language of Tera, or set `markdown.unknown_shortcodes: keep-inner`",
            "the shortcode `time.inline` needs a template: 1 call on 1 page: it is a template of Go inside of a page: \
             write `templates/shortcodes/time.html` and call it as `time`, or set `markdown.unknown_shortcodes: keep-inner`",
        ]
    );
    world.insert(path.as_str(), yaml.as_bytes());
    let built = build_with(&world, &pipeline::Options::default());
    let codes: Vec<_> = built.report.diagnostics.iter().map(|error| error.code).collect();
    assert_eq!(codes, ["shortcode/unknown", "shortcode/unknown"], "the menu's parent is there");
}
