//! Shortcodes through the whole build.

use crate::support::{build, build_clean, picture};

/// The text of a page at `content/p/a.md` with `body`, beside `content/p/b.md`.
fn shown(body: &str) -> String {
    let built = build_clean(&format!(
        "//- /static/x.svg
<svg></svg>
//- /templates/shortcodes/w.html
<b>{{{{ inner }}}}</b>
//- /templates/shortcodes/m.html
*m* {{{{ inner }}}}
//- /templates/shortcodes/g.html
x{{{{ argv[0] }}}}
//- /templates/shortcodes/pp.html
<p>{{{{ inner }}}}</p>
//- /templates/shortcodes/k.html
k{{{{ args.a }}}}
//- /content/p/a.md
---
title: A
date: 2025-01-01
tags: [x, y]
foo: bar
params: {{a: {{b: deep}}}}
---
{body}
//- /content/p/b.md
---
title: B
date: 2025-01-01
---
## H
"
    ));
    built.main("p/a/index.html").to_owned()
}

#[test]
fn html_of_a_shortcode_is_put_in_after_markdown() {
    for (body, expected) in [
        ("para {{< g one >}} and {{< g `r \"q\"` >}}.", "<p>para xone and xr &quot;q&quot;.</p>"),
        ("{{< w >}}outer {{< g in >}} *md*{{< /w >}}\n", "<b>outer xin *md*</b>"),
        ("shown {{</* g x */>}}", "<p>shown {{&lt; g x &gt;}}</p>"),
        ("```\n{{< g code >}} {{</* g y */>}}\n```\n", "<code>xcode {{&lt; g y &gt;}}\n</code>"),
        ("- item {{< g\n  multi >}} end\n", "<li>item xmulti end</li>"),
        (
            "{{% m %}}one {{< g two >}} *three*{{% /m %}}\n",
            "<p><em>m</em> one xtwo <em>three</em></p>",
        ),
        ("# {{< g t >}} head\n", "<h1 id=\"xt-head\">xt head</h1>"),
    ] {
        let html = shown(body);
        let unquoted = html.replace("&#34;", "&quot;").replace("&#x22;", "&quot;");
        assert!(unquoted.contains(expected), "{body}\n{html}");
    }
}

#[test]
fn calls_in_calls_are_read_as_hugo_reads_them() {
    for (body, expected) in [
        // What is inside of `%` is Markdown of its own; what gives HTML around it stays as it is.
        (
            "{{< w >}}\n*a*\n{{% w %}}\n*b*\n\n- c\n{{% /w %}}\n{{< /w >}}\n",
            "<b>\n*a*\n<b>\n<p><em>b</em></p>\n<ul>\n<li>c</li>\n</ul>\n</b>\n</b>",
        ),
        ("{{< w >}}{{% w %}}\"a\" *b*{{% /w %}}{{< /w >}}\n", "<b><b>\n“a” <em>b</em>\n</b></b>"),
        ("{{< w >}}{{% w %}}# h{{% /w %}}{{< /w >}}\n", "<b><b>\n<h1 id=\"h\">h</h1>\n</b></b>"),
        ("x {{< w >}}{{% w %}}*b*{{% /w %}}{{< /w >}} y\n", "<p>x <b><b><em>b</em></b></b> y</p>"),
        ("{{< w >}}*a* {{% g \"*b*\" %}}{{< /w >}}\n", "<b>*a* x*b*</b>"),
        ("{{< w >}}{{% w %}}{{% /w %}}{{< /w >}}\n", "<b><b></b></b>"),
        // In lists the parts stay together.
        (
            "1. s\n\n   {{< w >}}\n   {{% w %}}\n   *b*\n   {{% /w %}}\n   {{< /w >}}\n\n2. t\n",
            "<p>s</p>\n<b>\n   <b>\n<p><em>b</em></p>\n</b>\n   </b>\n</li>\n<li>",
        ),
        (
            "{{< w >}}{{< details summary=\"s\" >}}*b*{{< /details >}}{{< /w >}}\n",
            "<summary>s</summary>\n<p><em>b</em></p>\n</details>",
        ),
        // A paragraph that a template writes is not the page's.
        ("{{< pp >}}{{< g 1 >}}{{< /pp >}}\n", "<p>x1</p>"),
        // Names of shortcodes in any case, values with signs of any kind.
        ("{{< G `1` >}} {{% g \"a\\b\" %}} {{< k a = \"1\" >}}{{< k a=\"2\"/>}}", "x1 xa\\b k1k2"),
        ("{{< w >}}[b]({{< ref \"b\" >}}){{< /w >}}\n", "<b>[b](/p/b/)</b>"),
        ("{{< param title >}} {{< param Title >}} {{% param \"tags\" %}}", "<p>A A [x y]</p>"),
    ] {
        let html = shown(body);
        assert!(html.contains(expected), "{body}\n{html}");
    }
}

#[test]
fn the_embedded_ones_give_plain_html() {
    for (body, expected) in [
        (
            "{{< figure src=\"/x.svg\" alt=\"al\" caption=\"C\" >}}",
            "<figcaption>\n<p>C</p>\n</figcaption>",
        ),
        (
            "{{< details summary=\"S\" >}}\nin **b**\n{{< /details >}}",
            "<p>in <strong>b</strong></p>",
        ),
        ("{{< highlight go >}}\npackage main\n{{< /highlight >}}", "data-lang=\"go\""),
        ("{{< param foo >}}", "bar"),
        ("{{< youtube dQw4w9WgXcQ >}}", "href=\"https://www.youtube.com/watch?v=dQw4w9WgXcQ\""),
        ("{{< gist spf13 7896402 >}}", "href=\"https://gist.github.com/spf13/7896402\""),
        ("{{< tweet user=\"a\" id=\"1\" >}}", "href=\"https://x.com/a/status/1\""),
        ("{{< qr text=\"https://gohugo.io\" />}}", "aria-label=\"QR code: https:"),
        ("{{< qr >}}\nhttps://example.org\n{{< /qr >}}", "width=\"132\" height=\"132\""),
        ("{{< figure src=\"/x.svg\" caption=\"*C*\" >}}", "<figcaption>\n<p><em>C</em></p>"),
        ("{{< param a.b >}}", "deep"),
        ("a {{% comment %}}b{{% /comment %}} c", "<p>a  c</p>"),
        (
            "{{< highlight go \"linenos=inline,hl_lines=1\" >}}\nx := 1\n{{< /highlight >}}",
            "<span class=\"line hl\"><span class=\"ln\">1</span>",
        ),
        (
            "{{< details summary=\"*S*\" name=n open=true >}}\nx\n{{< /details >}}",
            "<details name=\"n\" open>\n<summary><em>S</em></summary>\n<p>x</p>",
        ),
        ("[l]({{< ref \"b\" >}})", "<a href=\"/p/b/\">l</a>"),
        ("[l]({{< relref \"b.md#h\" >}})", "<a href=\"/p/b/#h\">l</a>"),
        ("[l]({{% ref \"/p/b\" %}})", "<a href=\"/p/b/\">l</a>"),
        ("<a href=\"{{< ref \"/p/b.md\" >}}\">l</a>", "<a href=\"/p/b/\">l</a>"),
    ] {
        let html = shown(body);
        assert!(html.contains(expected), "{body}\n{html}");
    }
}

#[test]
fn shortcodes_know_what_they_stand_in() {
    let built = build_clean(
        "//- /templates/shortcodes/tabs.html
<div class=\"tabs\">{{ inner }}</div>
//- /templates/shortcodes/tab.html
<section data-of=\"{{ parent.name }} {{ parent.args.id }}\" data-n=\"{{ ordinal }}\">

{{ inner }}

</section>
//- /content/a.md
---
title: A
date: 2025-01-01
---
{{< tabs id=x >}}
{{% tab one %}}*first*{{% /tab %}}
{{% tab two %}}
- second
{{% /tab %}}
{{< /tabs >}}
",
    );
    let html = built.main("a/index.html").replace("\n\n", "\n").replace("\n\n", "\n");
    let expected = "<div class=\"tabs\">\n<section data-of=\"tabs x\" data-n=\"0\">\n<em>first</em>\n</section>";
    assert!(html.contains(expected), "{html}");
    assert!(html.contains("data-n=\"1\">\n<ul>\n<li>second</li>\n</ul>\n</section>"), "{html}");
}

#[test]
fn unknown_shortcodes_may_leave_what_is_inside() {
    let built = build_clean(
        "//- /numerate.yaml
markdown: {unknown_shortcodes: keep-inner}
//- /content/a.md
---
title: A
date: 2025-01-01
---
{{< nope x=1 >}}in *md*{{< /nope >}}
",
    );
    assert!(built.main("a/index.html").contains("<p>in <em>md</em></p>"));
}

#[test]
fn places_behind_a_shortcode_are_the_sources() {
    let built = build(
        "//- /templates/shortcodes/m.html
A long text that is much longer than its call. {{ inner }}
//- /content/a.md
---
title: A
date: 2025-01-01
---
{{% m %}}é [in](no.md){{% /m %}}

{{< gist a b >}} [out](gone.md)
",
    );
    let picture = picture(&built.report.diagnostics);
    assert!(picture.contains("content/a.md:5:17"), "{picture}");
    assert!(picture.contains("content/a.md:7:24"), "{picture}");
}
