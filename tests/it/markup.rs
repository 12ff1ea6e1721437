//! Templates for parts of a text, and images.

use crate::support::{build_clean, build_with, now};
use numerate::base::world::Memory;
use numerate::pipeline::Options;

/// The text of a page with `body`, with a template in `templates/markup`.
fn shown(name: &str, template: &str, body: &str) -> String {
    let built = build_clean(&format!(
        "//- /numerate.yaml
markdown: {{block_attributes: true, math: true}}
//- /templates/page.html
{{{{ page.content }}}}
//- /templates/markup/{name}.html
{template}
//- /data/t.csv
n
12
//- /content/p/a.md
---
title: A
date: 2025-01-01
params: {{k: v}}
---
```sql q
SELECT n FROM t
```

{body}
//- /content/p/b.md
---
title: B
date: 2025-01-01
---
"
    ));
    built.file("p/a/index.html").trim().to_owned()
}

#[test]
fn templates_write_parts_of_a_text() {
    for (name, template, body, expected) in [
        (
            "link",
            "<a href=\"{{ link.url }}\" x=\"{{ link.destination }}\" title=\"{{ link.title }}\">{{ link.text }}|{{ link.plain_text }}</a>",
            "[*b* & c](b.md \"T's\") <x@y.z>",
            "<p><a href=\"/p/b/\" x=\"b.md\" title=\"T&#39;s\"><em>b</em> &amp; c|b &amp; c</a> <a href=\"mailto:x@y.z\" x=\"x@y.z\" title=\"\">x@y.z|x@y.z</a></p>",
        ),
        (
            "image",
            "<img src=\"{{ image.url }}\" alt=\"{{ image.text }}\"{{ image.size }}>{{ image.ordinal }}",
            "![*a* \"b\"](https://x.y/z.png) ![](https://x.y/w.png)",
            "<p><img src=\"https://x.y/z.png\" alt=\"a “b”\">0 <img src=\"https://x.y/w.png\" alt=\"\" loading=\"lazy\">1</p>",
        ),
        (
            "heading",
            "<h{{ heading.level }} id=\"{{ heading.anchor }}\" class=\"{{ heading.attributes.class }}\">{{ heading.text }}|{{ heading.plain_text }}</h{{ heading.level }}>\n",
            "## *One* [12](q:q.n) {.c}",
            "<h2 id=\"one-12\" class=\"c\"><em>One</em> <data value=\"12\" data-query=\"q\">12</data>|One 12</h2>",
        ),
        (
            "codeblock-mermaid",
            "<pre class=\"mermaid\">{{ code.inner }}</pre>{{ code.options.hl_lines }}{{ code.attributes.id }}{{ page.params.k }}\n",
            "```mermaid {hl_lines=2 #x}\na < b\n```\n\n```text\nb\n```",
            "<pre class=\"mermaid\">a &lt; b</pre>2xv\n\n<div class=\"highlight\"><pre tabindex=\"0\" class=\"chroma\"><code class=\"language-text\" data-lang=\"text\">b\n</code></pre></div>",
        ),
        (
            "codeblock",
            "<figure>{{ code.html }}{{ code.language }}</figure>\n",
            "```no-such\n<a>\n```",
            "<figure><pre tabindex=\"0\"><code class=\"language-no-such\" data-lang=\"no-such\">&lt;a&gt;\n</code></pre>\nno-such</figure>",
        ),
        (
            "blockquote",
            "<q a=\"{{ quote.alert }}\" s=\"{{ quote.sign }}\" c=\"{% if quote.attributes.class %}{{ quote.attributes.class }}{% endif %}\">{{ quote.title }}:{{ quote.text }}</q>\n",
            "> [!TIP]- My *t*\n> [12](q:q.n)\n\n> plain\n{.k}",
            "<q a=\"tip\" s=\"-\" c=\"\">My <em>t</em>:<p><data value=\"12\" data-query=\"q\">12</data></p>\n</q>\n\n<q a=\"\" s=\"\" c=\"k\">:<p>plain</p>\n</q>",
        ),
        (
            "table",
            "{% for row in table.body %}{% for cell in row %}[{{ cell.alignment }} {{ cell.text }}]{% endfor %}{% endfor %}{{ table.head[0][1].text }}\n",
            "| a | n |\n|--|-:|\n| *x* | [12](q:q.n) |",
            "[ <em>x</em>][right <data value=\"12\" data-query=\"q\">12</data>]n",
        ),
        (
            "passthrough",
            "<math>{{ math.inner }}</math>{{ math.whole }}",
            "a \\(x_1 < y_2\\) b",
            "<p>a <math>x_1 &lt; y_2</math>\\(x_1 &lt; y_2\\)\n b</p>",
        ),
    ] {
        let html = shown(name, template, body).replace("&#x27;", "&#39;");
        assert!(html.contains(expected), "{name}\n{html}\n{expected}");
    }
}

/// The head of a PNG of 640 by 480 pixels.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\xe0\x08\x02\0\0\0";

#[test]
fn images_get_their_size_and_are_loaded_late() {
    let mut world = Memory::fixture(
        r#"//- /content/p/index.md
---
title: A
date: 2025-01-01
---
![a](a.png) ![b](/b.png#x) ![c](c.svg) ![d](https://x.y/z.png) ![e](e.svg)

{{< figure src="a.png" alt="f" >}}
{{< figure src="/b.png?x=1&y" alt="g" width="20" >}}
{{< figure src="https://x.y/z.png" alt="h" >}}
{{< two >}}
//- /templates/shortcodes/two.html
<b><img
  src=e.svg alt='>'/><IMG src="a.png"></b><img src="a
//- /content/p/c.svg
<svg></svg>
//- /content/p/e.svg
<svg viewBox="0 0 30 20"></svg>
"#,
        now(),
    );
    world.insert("content/p/a.png", PNG);
    world.insert("static/b.png", PNG);
    let built = build_with(&world, &Options::default());
    assert_eq!(built.report.diagnostics, []);
    let html = built.main("p/index.html");
    for image in [
        "<img src=\"a.png\" alt=\"a\" width=\"640\" height=\"480\">",
        "<img src=\"/b.png#x\" alt=\"b\" width=\"640\" height=\"480\" loading=\"lazy\">",
        "<img src=\"c.svg\" alt=\"c\" loading=\"lazy\">",
        "<img src=\"https://x.y/z.png\" alt=\"d\" loading=\"lazy\">",
        "<img src=\"e.svg\" alt=\"e\" width=\"30\" height=\"20\" loading=\"lazy\">",
        "<img src=\"/p/a.png\" alt=\"f\" width=\"640\" height=\"480\">",
        "<img src=\"/b.png?x=1&amp;y\" alt=\"g\" width=\"20\">",
        "<img src=\"https://x.y/z.png\" alt=\"h\">",
        "<b><img\n  src=/p/e.svg alt='>' width=\"30\" height=\"20\"/><IMG src=\"a.png\"></b><img src=\"a",
    ] {
        assert!(html.contains(image), "{image}\n{html}");
    }
}

#[test]
fn a_picture_in_a_shortcode_that_is_not_there_is_told_at_the_call() {
    let built = crate::support::build(
        "//- /content/a.md\n---\ntitle: A\n---\nText {{< figure src=\"none.png\" alt=\"x\" >}}\n",
    );
    let told = crate::support::picture(&built.report.diagnostics);
    assert!(told.contains("there is no image `none.png` in the site"), "{told}");
    assert!(told.contains("content/a.md:4:6"), "{told}");
}
