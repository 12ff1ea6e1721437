"""The text of random pages: parts of Markdown and calls of Hugo's own shortcodes.

In a part `@n` is a small number, `@w` a sentence of words, and `@p` the path of a page of the site.
"""

WORDS = "lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore et dolore magna aliqua".split()

# What stands between paragraphs.
PARTS = [
    "# Heading @n", "## Heading *with* `code` & more", "### Same", "### Same", "## 1. Über_uns  two", "## Explicit {#own-@n}", "#### What's \"New\" -- C++?",
    "Plain *emphasis*, **strong**, `code` and ~~gone~~.", "A [link](https://example.org/a?b=1&c=2 \"T\") and <https://example.org/>.",
    "Bare https://example.org/x_y and www.example.org, mail me@example.org.",
    "- one\n- two\n  - nested\n- three", "- one\n\n- two\n\n  more", "1. one\n2. two\n   1. deep", "3) three\n4) four",
    "> A quote\n> of two lines\n>\n> > nested", "```rust\nfn main() { println!(\"<@n>\"); }\n```", "```\nplain <b>\n```", "Before.\n\n    indented & code",
    "| a | b |\n|:--|--:|\n| 1 | `x` |\n| *e* | |", "- [ ] open\n- [x] done",
    "Term\n: Definition one\n: Definition two", "Line one  \nline two\\\nline three", "\"Quoted\" 'single' -- dash --- long ... dots 90's",
    "<div class=\"raw\">\n\n*inside*\n\n</div>", "An &amp; entity &copy; and \\*escaped\\*.", "***", "Auto <span>inline *html*</span> here.",
    "![alt *text*](https://example.org/i.png \"title\")", "Setext heading @n\n===", "Another\nsetext\n---", "a\\_b snake_case_word 2*3*4",
    "H~2~O and `` a ` b ``", "* * *\n\n+ plus\n+ list", "@w", "@w\n\n@w", "- @w\n\n- @w", "1. @w\n\n   @w\n2. b", "> @w\n>\n> @w",
    "日本語のテキスト、カタカナ mixed with words 한국어 텍스트。", "```go {hl_lines=[1]}\nx := \"a\"\n\ty(1, 2)\n```", "| @w |\n|--|\n| @w |",
    "<p>raw @w</p>\n\n@w", "A \\\n<br> break &lt;p&gt;", "[ref]: https://example.org/ref\n\nA [ref] and [ref][] and ![ref].",
    "```go {linenos=table,hl_lines=[2],linenostart=7}\nx := 1\ny := 2\n```", "``` text\n@w\n```", "~~~yaml\na: [1, \"two\"]\n# c\n~~~", "## @w\n\n@w",
    "Line @n\n{.note}", "Word[^1].\n\n[^1]: @w", "## Trailing hashes ##\n\n#NoSpace\n\n####### seven", "<!-- a comment -->\n\n@w", "<details>\n<summary>More</summary>\n\n@w\n\n</details>",
]

# Footnotes with the white space and the places that authors give them. Other case and four spaces are different on purpose.
NOTES = [
    "Text[^@n] and again[^@n].\n\n[^@n]: The note *here*.", "> Noted[^q@n].\n\n[^q@n]: @w\n\n    @w",
    "[^early@n]: Before its use.\n\nUsed[^early@n] later.", "Two[^a@n] in a row[^b@n].\n\n[^a@n]: One.\n[^b@n]: Two.", "Deep[^d@n].\n\n[^d@n]:\n    First on the next line.\n\n    - a list\n    - in it\n\nAfter.",
    "Code[^c@n].\n\n[^c@n]: Look:\n\n    ```\n    code\n    ```\n\n    end", "Lazy[^l@n].\n\n[^l@n]: a line\nand one that goes on", "- item[^i@n]\n\n  [^i@n]: In a list.\n\n- other",
    "No[^missing@n] note and \\[^1] escaped.", "[^unused@n]: Nobody comes here.", "Nested[^x@n].\n\n[^x@n]: See[^y@n].\n\n[^y@n]: Deeper.", "Space[^s@n] .\n\n[^s@n]:   wide   space  \n",
    "Tab[^t@n].\n\n[^t@n]:\ttabbed\n\n\tand on", "# Heading[^h@n]\n\n[^h@n]: Of a heading.", "| a[^z@n] |\n|---|\n| b |\n\n[^z@n]: Of a table.", "Note[^long note @n] with spaces.\n\n[^long note @n]: text",
    "Twice[^w@n].\n\n[^w@n]: first\n[^w@n]: second", "End[^e@n]\n\n[^e@n]: last line\n\n\n\n",
]

# Where summaries end, also where nobody would expect it. In code Hugo cuts
# the code in two, and does not take `<!-- more -->` for a mark; numerate does neither.
SUMMARIES = [
    "@w\n\n<!--more-->\n\n@w", "One <!--more--> two @w", "@w\n<!--more-->\n@w", "- @w\n\n  <!--more-->\n\n- @w", "<!--more-->\n\n@w", "> @w\n>\n> <!--more-->\n>\n> @w",
    "## Heading <!--more--> goes on\n\n@w", "<div>\n@w\n<!--more-->\n</div>\n\n@w", "*em <!--more--> phasis* @w",
    "@w<!--more-->\n\n@w", "@w\n\n<!--more--> @w", "@w\n\n<!--more-->\n\n@w\n\n<!--more-->\n\n@w", "<p>@w</p>\n<!--more-->\n<p>@w</p>", "Noted[^m].\n\n<!--more-->\n\n[^m]: @w",
    "1. @w\n\n<!--more-->\n\n2. @w", "Term\n: @w\n\n<!--more-->\n\n@w", "[a <!--more--> link](https://example.org/) @w", "# Only\n\n<!--more-->\n\n@w", "@w  \n<!--more-->\n\n@w", "@w\n\n<!--MORE-->\n\n@w",
]

# Shortcodes that Hugo brings along and that need no network. Headings in `details` are the page's here, and not in Hugo.
CALLS = [
    '{{< figure src="https://example.org/i.png" alt="A < b" caption="A *caption* & more" >}}', '{{< figure src="../img/x.png" title="Title" class="wide" width="300" height="200" loading="lazy" >}}',
    '{{< figure src="data.txt" link="https://example.org/?a=1&b=2" target="_blank" rel="nofollow" attr="By *me*" attrlink="https://example.org/me" >}}', '{{< figure src="i.png" >}}', "@w\n{{< figure src=\"i.png\" caption=\"`c` [l](https://example.org/)\" >}}\n@w",
    '{{< figure\n  src="i.png"\n  alt=`raw "quotes"`\n  caption="two \\"quotes\\""\n>}}', '- item {{< figure src="i.png" caption="in a list" >}}\n- other', '{{< figure src="i.png" attr="only attr" >}}', 'Text {{< figure src="i.png" alt="inline" >}} goes on.',
    "{{< highlight go >}}\nx := \"<a>\"\n{{< /highlight >}}", "{{< highlight go \"linenos=table,hl_lines=1\" >}}\nx := 1\ny := 2\n{{< /highlight >}}", "{{< highlight unknown >}}\na < b\n{{< /highlight >}}", 
    '{{< details summary="More *of* it" >}}\n@w\n\n- a\n{{< /details >}}', '{{< details summary="S" open=true class="c" name="n" title="t & u" >}}\nin details @n\n{{< /details >}}', '{{% details summary="S" %}}\n*md*\n{{% /details %}}',
    "Value: {{< param \"color\" >}}.", "{{% param p %}} and {{< param theme.color >}}", "[page]({{< ref \"@p\" >}}) and [rel]({{< relref \"@p\" >}})", "[part]({{< relref \"@p#some-part\" >}} \"Title\")", "{{< relref path=\"@p\" >}}", "[md]({{% ref \"@p\" %}})",
    "Literal {{</* figure src=\"x\" */>}} and {{%/* param p */%}}.", "```\n{{</* figure */>}}\n```", "`{{</* param p */>}}`", "{{ plain }} and {{.Title}} {% raw %}", "{{< comment >}}not there{{< /comment >}}",
]


def text(rng, unsafe, paths=(), params=()):
    """The text of a page; `paths` are pages that it may link to, `params` the keys that `param` finds."""
    parts = []
    has_more = False
    for _ in range(rng.randint(0, 7)):
        part = rng.choice(rng.choice([PARTS, PARTS, PARTS, PARTS, NOTES, SUMMARIES, CALLS]))
        if part in SUMMARIES:
            if has_more:
                continue
            has_more = True
        elif part in CALLS:
            if "@p" in part:
                if not paths:
                    continue
                part = part.replace("@p", rng.choice(paths))
            if "param " in part and "/*" not in part and not ({"color", "p", "theme"} <= set(params)):
                continue
        if not unsafe and ("{{% details" in part or "<" in part and "<!--" not in part and "<https" not in part and "```" not in part and "{{<" not in part):
            continue
        words = " ".join(rng.choice(WORDS) for _ in range(rng.randint(5, 60))).capitalize() + "."
        parts.append(part.replace("@n", str(rng.randint(1, 99))).replace("@w", words))
    return "\n\n".join(parts) + "\n"
