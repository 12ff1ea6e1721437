//! What is said of mistakes in templates.

use chrono::DateTime;

use super::{NoTexts, load, picture, site};
use crate::base::output::Output;
use crate::base::path::SitePath;
use crate::base::source::{Source, Span};
use crate::base::world::Memory;
use crate::render::{Rendered, Templates, render};
use crate::site::entry::Layout;

/// What is said of a site with these templates.
fn check(fixture: &str, expected: &str) {
    let diagnostics = match load(fixture) {
        Ok(templates) => {
            render(&site(), &templates, (&Rendered::default(), &NoTexts, true), &Output::default())
                .diagnostics
        }
        Err(diagnostics) => diagnostics,
    };
    assert_eq!(picture(&diagnostics), expected);
}

#[test]
fn a_mistake_is_told_once_for_all_pages_that_it_breaks() {
    check(
        "//- /templates/page.html\n<p>\n{{ page.titel }}\n",
        "\
template/unknown-field: there is no field `titel`
  templates/page.html:2:9 [titel] while rendering `content/a.md` and 2 other pages
  help: did you mean `title`?
",
    );
}

#[test]
fn a_mistake_in_an_included_template_says_where_from() {
    check(
        "//- /templates/page.html\n{% include \"part.html\" %}\n//- /templates/part.html\n{{ card.title }}\n",
        "\
template/unknown-variable: there is no variable `card`
  templates/part.html:1:4 [card] while rendering `content/a.md` and 2 other pages
  templates/page.html:1:12 [\"part.html\"] called from here
  help: there are: list, page, site
",
    );
}

#[test]
fn every_template_that_does_not_parse_is_reported() {
    check(
        "//- /templates/home.html\n{% if page.title %}\n//- /templates/page.html\n{{ }}\n",
        "\
template/syntax: unexpected end of input
  templates/home.html:1:19 [}]
  help: a tag is not closed: every `{% if %}`, `{% for %}` and `{% block %}` needs its `{% end… %}`
template/syntax: found `}}` but expected one of: integer, float, string, bool, ident, `-`, `not`, `<`, `{`, `[` or `(`
  templates/page.html:1:4 [}}]
  help: expressions stand in `{{ … }}`, tags in `{% … %}`, comments in `{# … #}`
",
    );
}

#[test]
fn names_that_do_not_exist_are_all_reported() {
    check(
        "\
//- /templates/home.html
{{ page.title | uper }} {% if 1 is evn %}{% endif %} {{ rnge(end=2) }} {{ <Cntents/> }}
//- /templates/page.html
{% include \"partials/heder.html\" %}
",
        "\
template/unknown-filter: there is no filter `uper`
  templates/home.html:1:17 [uper]
  help: did you mean `upper`?
template/unknown-test: there is no test `evn`
  templates/home.html:1:36 [evn]
  help: did you mean `even`?
template/unknown-function: there is no function `rnge`
  templates/home.html:1:57 [rnge(end=2)]
  help: did you mean `range`?
template/unknown-component: there is no component `Cntents`
  templates/home.html:1:75 [<Cntents/>]
  help: did you mean `Contents`?
template/unknown-template: there is no template `partials/heder.html`
  templates/page.html:1:12 [\"partials/heder.html\"]
  help: did you mean `partials/header.html`?
",
    );
}

#[test]
fn missing_parents_are_all_reported() {
    check(
        "//- /templates/home.html\n{% extends \"bse.html\" %}\n//- /templates/page.html\n{% extends \"theme/long.html\" %}\n",
        "\
template/unknown-template: there is no template `bse.html` to extend
  templates/home.html:1:12 [\"bse.html\"]
  help: did you mean `base.html`?
template/unknown-template: there is no template `theme/long.html` to extend
  templates/page.html:1:12 [\"theme/long.html\"]
  help: add `templates/theme/long.html`, or extend `base.html`
",
    );
}

#[test]
fn a_block_that_no_parent_has_is_reported() {
    check(
        "//- /templates/page.html\n{% extends \"base.html\" %}{% block mian %}{% endblock %}\n",
        "\
template/unknown-block: no parent of this template has a block `mian`
  templates/page.html:1:35 [mian]
  help: did you mean `main`?
",
    );
}

#[test]
fn a_base_without_the_theme_s_block_is_reported_at_the_base() {
    check(
        "//- /templates/base.html\n<p>{% block body %}{% endblock %}\n",
        "\
template/unknown-block: `base.html` has no block `main`, which built-in templates fill
  templates/base.html:1:1 [<]
  help: add `{% block main %}{% endblock %}` to it, or write your own `404.html`, `home.html`, `page.html`, `section.html`, `taxonomy.html`
",
    );
}

#[test]
fn circles_are_reported() {
    check(
        "//- /templates/page.html\n{% extends \"other.html\" %}\n//- /templates/other.html\n{% extends \"page.html\" %}\n",
        "\
template/circle: the template `other.html` extends itself
  templates/other.html:1:12 [\"page.html\"]
  help: break the circle: `page.html` → `other.html`
",
    );
}

#[test]
fn two_components_of_one_name_are_reported_at_both() {
    check(
        "//- /templates/page.html\n{% component Contents(items) %}{% endcomponent %}\n",
        "\
template/duplicate-component: there are two components `Contents`
  templates/page.html:1:4 [component Contents]
  templates/partials/toc.html:1:4 [component Contents]
  help: give one of them another name
",
    );
}

#[test]
fn a_layout_without_a_template_is_reported() {
    let mut site = site();
    let source = Source::new(SitePath::new("content/a.md").expect("valid"), "layout: pge\n");
    let layout = Layout { name: "pge".to_owned(), source, span: Span::new(8, 11) };
    site.entries[1].layout = Some(layout);
    let templates = load("").expect("the theme loads");
    let diagnostics =
        render(&site, &templates, (&Rendered::default(), &NoTexts, true), &Output::default())
            .diagnostics;
    let expected = "\
template/unknown-layout: there is no template `pge.html`
  content/a.md:1:9 [pge] the page is rendered without it
  help: did you mean `page`?
";
    assert_eq!(picture(&diagnostics), expected);
}

#[test]
fn a_template_that_is_not_utf8_is_reported_at_the_byte() {
    let now = DateTime::parse_from_rfc3339("2025-03-08T00:00:00Z").expect("valid");
    let mut world = Memory::new(now);
    world.insert("templates/page.html", b"a\n\xff".to_vec());
    let path = SitePath::new("templates/page.html").expect("valid");
    let diagnostics = Templates::load(&world, (&[path], &[]), &super::Config::default().languages)
        .expect_err("not UTF-8");
    let expected = "\
template/not-utf8: the template `templates/page.html` is not UTF-8
  templates/page.html:2:1 [\u{fffd}] this byte is not
  help: save the file as UTF-8
";
    assert_eq!(picture(&diagnostics), expected);
}
