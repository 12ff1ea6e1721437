"""Random sites in Hugo's own terms: a configuration and files, the same for the same seed."""

import json
import random

FOLDERS = ["posts", "notes", "Deep Dir", "über", "blog", "a.b", "news", "child_one", "2024", "docs"]
NAMES = [
    "first", "Second Post", "a & b", "C++ notes", "über_uns", "x.y", "UPPER", "2024-01-02-dated",
    "trailing-", "日本語", "it's", "50%25 more", "one  two", "under_score", "plus+plus", "v1.2.3",
]
# Of terms that differ in their case alone Hugo shows now this one, now that one.
TERMS = ["go", "Rust", "machine learning", "C#", "foo bar", "日本", "a/b", "ünï", "2024", "TCP/ip", "the rise of a man"]
WORDS = "lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore et dolore magna aliqua".split()
ZONES = ["Europe/Berlin", "America/New_York", "Asia/Tokyo", "UTC"]
MARKDOWN = [
    "# Heading {n}", "## Heading *with* `code` & more", "### Same", "### Same", "## 1. Über_uns  two", "## Explicit {{#own-{n}}}", "#### What's \"New\" -- C++?",
    "Plain *emphasis*, **strong**, `code` and ~~gone~~.", "A [link](https://example.org/a?b=1&c=2 \"T\") and <https://example.org/>.",
    "Bare https://example.org/x_y and www.example.org, mail me@example.org.",
    "- one\n- two\n  - nested\n- three", "- one\n\n- two\n\n  more", "1. one\n2. two\n   1. deep", "3) three\n4) four",
    "> A quote\n> of two lines\n>\n> > nested", "```rust\nfn main() {{ println!(\"<{n}>\"); }}\n```", "```\nplain <b>\n```", "    indented & code",
    "| a | b |\n|:--|--:|\n| 1 | `x` |\n| *e* | |", "Text[^{n}] and again[^{n}].\n\n[^{n}]: The note *here*.", "- [ ] open\n- [x] done",
    "Term\n: Definition one\n: Definition two", "Line one  \nline two\\\nline three", "\"Quoted\" 'single' -- dash --- long ... dots 90's",
    "<div class=\"raw\">\n\n*inside*\n\n</div>", "An &amp; entity &copy; and \\*escaped\\*.", "***", "Auto <span>inline *html*</span> here.",
    "![alt *text*](https://example.org/i.png \"title\")", "Setext heading {n}\n===", "Another\nsetext\n---", "a\\_b snake_case_word 2*3*4",
    "H~2~O and `` a ` b ``", "* * *\n\n+ plus\n+ list", "{words}", "{words}\n\n{words}", "{words}\n\n<!--more-->\n\n{words}",
    "One <!--more--> two {words}", "{words}\n<!--more-->\n{words}", "- {words}\n\n  <!--more-->\n\n- {words}",
    "> {words}\n>\n> {words}", "> Noted[^q{n}].\n\n[^q{n}]: {words}\n\n    {words}", "1. {words}\n\n   {words}\n2. b",
    "日本語のテキスト、カタカナ mixed with words 한국어 텍스트。", "```go {{hl_lines=[1]}}\nx := \"a\"\n\ty(1, 2)\n```", "| {words} |\n|--|\n| {words} |",
    "<p>raw {words}</p>\n\n{words}", "A \\\n<br> break &lt;p&gt;", "[ref]: https://example.org/ref\n\nA [ref] and [ref][] and ![ref].",
]

# Where pages were before, with the endings and signs that old sites have.
ALIASES = ["/old-c{n}.v1x", "/a.b/c{n}", "/old{n}.htm", "/x{n}.html/", "/Über Alt{n}/", "/with space {n}", "rel{n}.html", "/UPPER/Case{n}", "deep/er/{n}",
           "/dot.s/x.y{n}/", "./here{n}", "/q&a{n}/", "/c++{n}", "/100%25{n}/", "/feed{n}.xml", "/{n}.php", "old{n}/index.html", "/a//b{n}"]


def markdown(rng, unsafe):
    parts = []
    has_more = False
    for _ in range(rng.randint(0, 7)):
        part = rng.choice(MARKDOWN)
        if "more-->" in part or "more -->" in part:
            if has_more:
                continue
            has_more = True
        if not unsafe and "<" in part and "<!--" not in part and "<https" not in part and "```" not in part:
            continue
        words = " ".join(rng.choice(WORDS) for _ in range(rng.randint(5, 60))).capitalize() + "."
        parts.append(part.format(n=rng.randint(1, 99), words=words))
    return "\n\n".join(parts) + "\n"


def date(rng):
    day = f"{rng.choice([2019, 2020, 2021, 2022, 2023])}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    time = f"{rng.randint(0, 23):02}:{rng.randint(0, 59):02}:{rng.randint(0, 59):02}"
    # Those that both YAML and TOML take without quotes.
    bare = [Bare(day), Bare(f"{day}T{time}"), Bare(f"{day}T{time}Z"), Bare(f"{day}T{time}+07:00"), Bare(f"{day} {time}")]
    quoted = [f"{day}T{time}-0300", f"{day} {time} -0500", f"{day}T{time}.123Z", f"{day} {time} +02:00", f"{rng.randint(10, 28)} Mar 2022", f"Mon, 0{rng.randint(1, 9)} Jan 2023 {time} +0100"]
    return rng.choice(bare + [day, day] + quoted)


def front_matter(rng, n, kind, plurals):
    """What a page says of itself, as a dictionary."""
    front = {}

    def maybe(chance):
        return rng.random() < chance

    if maybe(0.92):
        front["title"] = rng.choice(["Page", "the Title of", "über & more", "100% <b>", "Zed", "alpha"]) + f" {n}"
    if maybe(0.8):
        front[rng.choice(["date", "Date", "date"])] = date(rng)
    for key, chance in [("lastmod", 0.15), ("publishDate", 0.1), ("expiryDate", 0.05), ("modified", 0.04), ("pubdate", 0.03)]:
        if maybe(chance):
            front[key] = date(rng)
    if maybe(0.03):
        front["publishDate"] = "2999-01-01"
    if maybe(0.05):
        front["expiryDate"] = "2999-12-31"
    if maybe(0.08):
        front["draft"] = rng.choice([True, True, False, "true"])
    if maybe(0.25):
        front["weight"] = rng.choice([1, 2, 3, 10, -1, 0])
    if maybe(0.1):
        front["linkTitle"] = f"link {n}"
    if maybe(0.1):
        front["description"] = "About *this*"
    if maybe(0.06):
        front["summary"] = "A summary of its own"
    if maybe(0.1):
        front["keywords"] = rng.sample(["k1", "k2", "k3"], 2) if maybe(0.8) else "k1"
    if kind != "home" and maybe(0.08):
        front["slug"] = rng.choice([f"My Slug-{n}", f"slug.{n}", f"-ünï {n}-", f"a/b{n}", f"S{n} & Co"])
    if kind == "page" and maybe(0.06):
        front["url"] = rng.choice([f"/u/Custom {n}/", f"/u/x{n}.html", f"u/rel{n}", f"/u/:year/{n}/", f"/u/:sections[last]/:slug-{n}/", f"/u/v1.{n}", f"u/up/../{n}/"])
    if maybe(0.1):
        front["aliases"] = [f"/home-{n}"] if kind == "home" else rng.choice([[f"/old/{n}/"], f"/single/{n}", [f"rel-{n}", f"/page-{n}.html"], [alias.format(n=n) for alias in rng.sample(ALIASES, 2)]])
    if kind == "section" and maybe(0.05):
        front["url"] = rng.choice([f"/s{n}/", f"/Sec {n}/x/", f"s-{n}"])
    if maybe(0.04):
        front["type"] = rng.choice(["posts", "special"])
    if kind == "page" and maybe(0.03):
        front["headless"] = True
    own = random.Random(repr(front))
    if own.random() < 0.03:
        front[own.choice(["Date" if "Date" in front else "date", "expiryDate", "publishDate"])] = "0001-01-01T00:00:00Z"
    if maybe(0.03):
        front["isCJKLanguage"] = rng.choice([True, False])
    if kind == "page" and maybe(0.03):
        front["outputs"] = ["html"]
    if kind == "page":
        for plural in plurals:
            if maybe(0.45):
                front[plural] = rng.sample(TERMS, rng.randint(1, 3)) if maybe(0.85) else rng.choice(TERMS)
                if maybe(0.2):
                    front[f"{plural}_weight"] = rng.randint(1, 5)
    if maybe(0.07):
        front[rng.choice(["menu", "menus", "Menu"])] = rng.choice([
            "main", ["main", "foot"], {"main": {"weight": rng.randint(1, 9), "name": f"M{n}"}}, {"foot": {"identifier": f"id{n}"}}, {"main": {"parent": "parent"}},
            {"main": {"parent": "nobody", "name": rng.choice(["a", "B"]) + str(n)}}, {"main": {"name": "Out"}, "foot": {"weight": -1, "pre": "<i>"}}, {"foot": {"name": f"b{n}"}},
        ])
    if kind == "page" and maybe(0.1):
        front["build"] = rng.choice([{"list": "never"}, {"list": "local"}, {"render": "never"}, {"render": "link"}, {"render": False, "list": False}])
    if maybe(0.05):
        front["sitemap"] = rng.choice([{"disable": True}, {"priority": 0.3}, {"changefreq": "weekly", "priority": 1}])
    if maybe(0.1):
        front["params"] = {"p": rng.randint(1, 3), "Deep": {"x": [1, "two", 3.5]}}
    if maybe(0.1):
        front["color"] = "own"
    if kind in ("section", "home") and maybe(0.3):
        front["cascade"] = rng.choice([
            {"color": f"c{n}", "params": {"p": n}},
            [{"target": {"kind": "page"}, "color": f"page{n}"}, {"target": {"path": "/posts/**"}, "weight": 4}],
            {"type": "special", "params": {"q": True}},
            [{"_target": {"path": "{/notes/**,/blog/*}"}, "build": {"list": "local"}}],
            {"target": {"kind": "{page,section}"}, "date": "2018-05-06", "title": f"Cascaded {n}"},
            [{"target": {"path": "/**/{first,upper}"}, "tags": ["cascaded"], "draft": True}, {"layout": "none", "menus": "foot"}],
            {"target": {"kind": "page"}, "outputs": ["html"], "sitemap": {"priority": 0.1}, "keywords": ["k3"]},
            {"weight": 7, "linkTitle": f"cascaded {n}", "expiryDate": "2999-01-01"},
        ])
    return front


class Bare(str):
    """A date that stands in the file without quotes."""


def plain(value):
    """A value as YAML."""
    return str(value) if isinstance(value, Bare) else json.dumps(value, ensure_ascii=False)


def toml(value):
    if isinstance(value, Bare):
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return "[" + ", ".join(toml(item) for item in value) + "]"
    return "{" + ", ".join(f"{json.dumps(key, ensure_ascii=False)} = {toml(item)}" for key, item in value.items()) + "}"


def page(rng, front, body):
    style = rng.random()
    if not front and style < 0.5:
        return body
    if style < 0.7:
        lines = "".join(f"{key}: {plain(value)}\n" for key, value in front.items())
        return f"---\n{lines}---\n{body}"
    if style < 0.88:
        lines = "".join(f"{key} = {toml(value)}\n" for key, value in front.items())
        return f"+++\n{lines}+++\n{body}"
    return json.dumps(front, ensure_ascii=False, indent=1) + "\n" + body


def configuration(rng):
    config = {"baseURL": rng.choice(["https://example.org/", "https://example.org/blog/"]), "title": "A Site"}

    def maybe(chance):
        return rng.random() < chance

    plurals = ["tags", "categories"]
    if maybe(0.3):
        config["taxonomies"] = {"tag": "tags", "series": "series"}
        plurals = ["tags", "series"]
    if maybe(0.3):
        config["timeZone"] = rng.choice(ZONES)
    if maybe(0.35):
        patterns = [
            "/:year/:month/:slug/", "/:section/:title/", "/p/:contentbasename/", "/:sections[1:]/:slugorcontentbasename/:day/", "/:sections/:yearday/:contentbasename",
            "/:06/:1/:2/:slug", "/:monthname/:weekday-:weekdayname/:title/", "/:sectionslug/:slug.:day", "/:sectionslugs/:filename/", "/x/:sections[last]/:slugorfilename/", "/:slug",
        ]
        config["permalinks"] = {"posts": rng.choice(patterns)}
        if maybe(0.4):
            config["permalinks"] = {"page": {"posts": rng.choice(patterns), "notes": "/n/:slugorcontentbasename/"}, "section": {"docs": rng.choice(["/manual/", "/m/:sections/"])}}
            if maybe(0.5):
                config["permalinks"]["term"] = {plurals[0]: rng.choice(["/t/:slug/", "/:section-x/:title"])}
                config["permalinks"]["taxonomy"] = {plurals[0]: "/all/:slug/"}
    if maybe(0.15):
        config["uglyURLs"] = rng.choice([True, True, {"posts": True, "notes": False}])
    if maybe(0.15):
        config["disablePathToLower"] = True
    if maybe(0.15):
        config["removePathAccents"] = True
    if maybe(0.3):
        config["pagination"] = {"pagerSize": rng.choice([1, 2, 3])}
    if maybe(0.2):
        config["summaryLength"] = rng.choice([10, 30])
    if maybe(0.15):
        config["frontmatter"] = {"date": rng.choice([[":filename", ":default"], ["lastmod", "date"]])}
    if maybe(0.15):
        config["capitalizeListTitles"] = False
    if maybe(0.15):
        config["pluralizeListTitles"] = False
    if maybe(0.2):
        config["params"] = {"theme": {"color": "x"}}
    if maybe(0.15):
        config["cascade"] = [{"target": {"kind": "term"}, "params": {"isterm": True}}]
    if maybe(0.2):
        config["sectionPagesMenu"] = rng.choice(["main", "foot"])
    if maybe(0.1):
        config["disableKinds"] = rng.choice([["taxonomy"], ["term"], ["rss"], ["section"], ["sitemap"], ["taxonomy", "term", "RSS"], ["home"]])
    if maybe(0.1):
        config["outputs"] = rng.choice([{"home": ["html"]}, {"section": ["HTML"], "term": ["html", "rss"]}, {"taxonomy": ["html"], "home": ["html", "rss"]}])
    if maybe(0.1):
        config["services"] = {"rss": {"limit": rng.choice([1, 3])}}
    if maybe(0.1):
        config["sitemap"] = rng.choice([{"changefreq": "daily", "priority": 0.5}, {"filename": "map.xml"}])
    if maybe(0.1):
        config["outputFormats"] = {"rss": {"baseName": "feed"}}
    if maybe(0.2):
        config["copyright"] = "© A & B"
    if maybe(0.2):
        config["params"] = {"author": {"name": "A. U. Thor", "email": "a@example.org"}}
    if maybe(0.2):
        config["locale"] = rng.choice(["en-GB", "de"])
    if maybe(0.15):
        config["hasCJKLanguage"] = True
    if maybe(0.15):
        config["titleCaseStyle"] = rng.choice(["go", "chicago", "firstupper", "none"])
    if maybe(0.1):
        config["enableEmoji"] = True
    if maybe(0.15):
        config["defaultContentLanguage"] = "en"
    if maybe(0.25):
        config["menus"] = {"main": [{"name": name, "url": f"https://example.com/{name}"} for name in rng.sample(["b", "B2", "a", "Z", "_x", "10", "2"], 4)] + [
            {"name": "Parent", "identifier": "parent", "url": "/p"},
            {"name": "Kid b", "parent": "parent", "url": "https://example.com/k"}, {"name": "Kid A", "parent": "parent", "url": "#k"},
            {"name": "Grandkid", "parent": "Kid b", "url": "/x/y/", "weight": 1},
            {"name": "Posts", "pageRef": "/posts"}, {"name": "Fallen", "pageRef": "/nowhere", "url": "/back/"}, {"pageRef": "/"},
        ]}
    elif maybe(0.3):
        config["menus"] = {"main": [
            {"name": "Out", "url": "https://example.com/", "weight": 1},
            {"name": "Parent", "identifier": "parent", "url": "https://example.com/p", "weight": 2},
            {"name": "Kid", "parent": "parent", "url": "https://example.com/k", "weight": 3},
        ]}
    # On a sequence of its own, so that it changes nothing else of a tree.
    related = random.Random(repr(config))
    if related.random() < 0.4:
        indices = [
            {"name": "keywords", "weight": related.choice([100, 30])}, {"name": "date", "weight": 10}, {"name": "tags", "weight": 80, "toLower": True},
            {"name": "date", "weight": 50, "pattern": related.choice(["2006-01", "200601", "Jan"])}, {"name": "categories", "weight": related.choice([20, -5, 0])},
            {"name": "Tags", "weight": 60, "cardinalityThreshold": related.choice([20, 50])}, {"name": "color", "weight": 40}, {"name": "title", "weight": 5},
            {"name": "headings", "type": "fragments", "weight": related.choice([70, 15])}, {"name": "lastmod", "weight": 3, "pattern": "2006"}, {"name": "type", "weight": 8},
        ]
        chosen = {index["name"].lower(): index for index in related.sample(indices, related.randint(1, 4))}
        config["related"] = {"threshold": related.choice([1, 30, 60, 80, 100]), "indices": list(chosen.values())}
        for key in ("includeNewer", "toLower"):
            if related.random() < 0.4:
                config["related"][key] = True
        if related.random() < 0.2:
            del config["related"]["threshold"]
    # Of sections that are equally large Hugo takes now this, now that one.
    config["mainSections"] = rng.sample(["posts", "notes", "docs"], 2)
    unsafe = maybe(0.7)
    config["markup"] = {"goldmark": {"renderer": {"unsafe": unsafe}}}
    return config, plurals, unsafe


def tree(seed):
    """The configuration and the content files of a site."""
    rng = random.Random(seed)
    config, plurals, unsafe = configuration(rng)
    files = {}
    n = 0
    folders = [""] + rng.sample(FOLDERS, rng.randint(1, 4))
    for folder in list(folders[1:]):
        if rng.random() < 0.4:
            folders.append(f"{folder}/{rng.choice(['sub', 'In Ner', 'deep'])}")
            if rng.random() < 0.3:
                folders.append(f"{folders[-1]}/{rng.choice(['low', 'Low Er'])}")
    for folder in folders:
        below = f"{folder}/" if folder else ""
        if rng.random() < 0.45:
            n += 1
            kind = "section" if folder else "home"
            files[f"content/{below}_index.md"] = page(rng, front_matter(rng, n, kind, plurals), markdown(rng, unsafe))
        for name in rng.sample(NAMES, rng.randint(0, 5)):
            n += 1
            front = front_matter(rng, n, "page", plurals)
            text = page(rng, front, markdown(rng, unsafe))
            if rng.random() < 0.2:
                files[f"content/{below}{name}/index.md"] = text
                files[f"content/{below}{name}/data.txt"] = "x"
                if rng.random() < 0.5:
                    files[f"content/{below}{name}/sub/Pic One.txt"] = "y"
                if rng.random() < 0.3:
                    files[f"content/{below}{name}/inner.md"] = text
            else:
                files[f"content/{below}{name}.{rng.choice(['md'] * 9 + ['markdown'])}"] = text
    if rng.random() < 0.3:
        files["content/tags/go/_index.md"] = page(rng, {"title": "All about Go", "weight": 2}, "Text of a term.\n")
    if rng.random() < 0.3:
        n += 1
        files[f"content/{plurals[1]}/_index.md"] = page(rng, front_matter(rng, n, "taxonomy", plurals), markdown(rng, unsafe))
    for name in rng.sample(["unused", "Foo Bar", "rust", "c#"], rng.choice([0, 0, 0, 1, 2])):
        n += 1
        files[f"content/{plurals[0]}/{name}/_index.md"] = page(rng, front_matter(rng, n, "term", plurals), markdown(rng, unsafe))
    return config, files
