"""Random sites in Hugo's own terms: a configuration and files, the same for the same seed."""

import json
import random

import texts

FOLDERS = ["posts", "notes", "Deep Dir", "über", "blog", "a.b", "news", "child_one", "2024", "docs"]
NAMES = [
    "first", "Second Post", "a & b", "C++ notes", "über_uns", "x.y", "UPPER", "2024-01-02-dated",
    "trailing-", "日本語", "it's", "50%25 more", "one  two", "under_score", "plus+plus", "v1.2.3",
]
# The languages of the site that is made: targets name them, as Hugo takes a language that is not there for all of them.
CODES = ["*"]

# Of terms that differ in their case alone Hugo shows now this one, now that one.
TERMS = ["go", "Rust", "machine learning", "C#", "foo bar", "日本", "a/b", "ünï", "2024", "TCP/ip", "the rise of a man"]
ZONES = ["Europe/Berlin", "America/New_York", "Asia/Tokyo", "UTC"]
# Where pages were before, with the endings and signs that old sites have.
ALIASES = ["/old-c{n}.v1x", "/a.b/c{n}", "/old{n}.htm", "/x{n}.html/", "/Über Alt{n}/", "/with space {n}", "rel{n}.html", "/UPPER/Case{n}", "deep/er/{n}",
           "/dot.s/x.y{n}/", "./here{n}", "/q&a{n}/", "/c++{n}", "/100%25{n}/", "/feed{n}.xml", "/{n}.php", "old{n}/index.html", "/a//b{n}"]


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
        if maybe(0.04):
            front["title"] = rng.choice([2000 + n, "", f"  spaces {n} ", f"*Em* `code` {n}", f"“{n}” — a'b"])
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
        front[rng.choice(["linkTitle", "linktitle", "LinkTitle"])] = f"link {n}"
    if maybe(0.1):
        front["description"] = rng.choice(["About *this*", "", "A & B", 12])
    if maybe(0.06):
        front["summary"] = rng.choice(["A summary of its own", "With *marks* & a [link](https://example.org/)", "", "Two\n\nparagraphs", "<b>raw</b>"])
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
    if maybe(0.04):
        front["outputs"] = rng.choice([["html"], ["HTML", "RSS"], ["rss"]]) if kind != "page" else ["html"]
    if kind == "page" or kind in ("home", "section") and maybe(0.12):
        for plural in plurals:
            if maybe(0.45):
                front[plural] = rng.sample(TERMS, rng.randint(1, 3)) if maybe(0.85) else rng.choice(TERMS + ["one, two", "", []])
                if maybe(0.25):
                    front[f"{plural}_weight"] = rng.choice([1, 2, 3, 5, -2, 0, "4"])
    if maybe(0.07):
        front[rng.choice(["menu", "menus", "Menu"])] = rng.choice([
            "main", ["main", "foot"], {"main": {"weight": rng.randint(1, 9), "name": f"M{n}"}}, {"foot": {"identifier": f"id{n}"}}, {"main": {"parent": "parent"}},
            {"main": {"parent": "nobody", "name": rng.choice(["a", "B"]) + str(n)}}, {"main": {"name": "Out"}, "foot": {"weight": -1, "pre": "<i>"}}, {"foot": {"name": f"b{n}"}},
            {"main": {"identifier": "parent2", "weight": 4, "name": f"P{n}"}}, {"main": {"parent": "parent2", "weight": rng.choice([1, 1, 2])}}, {"main": {"parent": f"id{n}", "identifier": f"kid{n}", "post": "!"}},
            {"foot": {"parent": "parent2", "title": "T & t", "params": {"icon": "x"}}}, {"main": {"identifier": "Kid b"}, "side": {"weight": 1}}, [f"m {n}", "main"],
        ])
    if kind == "section" and maybe(0.06):
        front["build"] = rng.choice([{"list": "never"}, {"render": "never"}, {"render": "link"}, {"list": "local"}])
    if kind == "page" and maybe(0.1):
        front["build"] = rng.choice([{"list": "never"}, {"list": "local"}, {"render": "never"}, {"render": "link"}, {"render": False, "list": False}])
    if maybe(0.05):
        front["sitemap"] = rng.choice([{"disable": True}, {"priority": 0.3}, {"changefreq": "weekly", "priority": 1}])
    if maybe(0.1):
        front[rng.choice(["params", "params", "Params"])] = {"p": rng.randint(1, 3), "Deep": {"x": [1, "two", 3.5]}}
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
            [{"target": {"path": "/posts/*", "kind": "page"}, "params": {"p": n}}, {"target": {"kind": "section"}, "params": {"p": -n}}, {"params": {"p": 5, "Deep": {"y": n}}}],
            [{"target": {"environment": "production"}, "color": f"live{n}"}, {"target": {"environment": "dev*"}, "draft": True}],
            [{"target": {"sites": {"matrix": {"languages": CODES[-1:]}}}, "description": f"of languages {n}"}, {"target": {"kind": "page", "sites": {"matrix": {"languages": [CODES[0], CODES[0][0] + "*"]}}}, "color": "en"}],
            [{"target": {"kind": "page", "path": "**/deep/**"}, "menus": {"side": {"weight": n}}}, {"target": {"path": "/*/*"}, "build": {"render": "link"}}],
            {"target": {"kind": "term"}, "title": f"Term {n}", "params": {"p": n}},
            {"aliases": [], "tags": ["rust"], "categories": "go", "summary": f"Cascaded *{n}*"},
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
        lines = "".join(f"{json.dumps(key) if '/' in key else key} = {toml(value)}\n" for key, value in front.items())
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
        own = random.Random(repr(config))
        if own.random() < 0.5:
            config["taxonomies"] = own.choice([
                # Hugo finds no terms of a taxonomy with capital letters in its name, and mixes up the places of one with a space.
                {"tag": "tags", "author": "authors", "topic": "topics"}, {"tag": "tags", "place": "orte/hier"},
            ])
            plurals = list(config["taxonomies"].values())
    if maybe(0.3):
        config["timeZone"] = rng.choice(ZONES)
    if maybe(0.35):
        patterns = [
            "/:year/:month/:slug/", "/:section/:title/", "/p/:contentbasename/", "/:sections[1:]/:slugorcontentbasename/:day/", "/:sections/:yearday/:contentbasename",
            "/:06/:1/:2/:slug", "/:monthname/:weekday-:weekdayname/:title/", "/:sectionslug/:slug.:day", "/:sectionslugs/:filename/", "/x/:sections[last]/:slugorfilename/", "/:slug", "/:sections[:1]/:contentbasename", "/:sections[0]/:sections[1:2]/:title", "/a.b/:year-:month/:slugorcontentbasename", ":slug-:year",
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
        config["pagination"] = {"pagerSize": rng.choice([1, 2, 3, 10])}
        if maybe(0.2):
            config["pagination"]["path"] = rng.choice(["seite", "p"])
        if maybe(0.1):
            config["pagination"]["disableAliases"] = True
    if maybe(0.2):
        config["summaryLength"] = rng.choice([10, 30])
    if maybe(0.15):
        config["frontmatter"] = {"date": rng.choice([[":filename", ":default"], ["lastmod", "date"], ["publishDate", ":default"]])}
        if maybe(0.4):
            config["frontmatter"] |= {"lastmod": ["date"], "publishDate": rng.choice([["date"], [":default"]]), "expiryDate": ["gone", ":default"]}
    if maybe(0.15):
        config["capitalizeListTitles"] = False
    if maybe(0.15):
        config["pluralizeListTitles"] = False
    if maybe(0.2):
        config["params"] = {"theme": {"color": "x"}}
    if maybe(0.15):
        config["cascade"] = rng.choice([
            [{"target": {"kind": "term"}, "params": {"isterm": True}}], [{"target": {"path": "/posts/**"}, "type": "special", "color": "site"}, {"params": {"all": 1}}],
            {"target": {"kind": "{page,term}"}, "color": "site", "weight": 3}, [{"target": {"path": "/**", "kind": "page"}, "tags": ["go"]}],
        ])
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
    config["mainSections"] = rng.sample(["posts", "notes", "docs", "deep-dir", "über"], 2)
    own = random.Random(repr(config))
    if own.random() < 0.15:
        del config["mainSections"]
    if own.random() < 0.1:
        config["defaultContentLanguageInSubdir"] = True
        # Hugo writes a redirect over the home page then.
        config.pop("uglyURLs", None)
    if own.random() < 0.6:
        config["params"] = {**config.get("params", {}), "color": "site", "p": 7, "theme": {"color": "x"}}
    unsafe = maybe(0.7)
    config["markup"] = {"goldmark": {"renderer": {"unsafe": unsafe}}}
    return config, plurals, unsafe


# What tells of the files of a bundle; `:counter` counts those that a line is for.
RESOURCES = [
    [{"src": "data.txt", "name": "The data", "title": "Data & more", "params": {"by": "me", "Deep": {"X": 1}}}],
    [{"src": "*.txt", "title": "File #:counter"}, {"src": "**.txt", "name": "file-:counter"}],
    [{"src": "sub/*", "name": "Below"}, {"src": "**", "params": {"all": True}}],
    [{"src": "nothing.*", "title": "?"}, {"name": "without src"}],
    [{"src": "DATA.TXT", "title": "any case"}, {"src": "data.txt", "title": "later", "name": "second"}],
]

# The page that others link to.
TARGET = "manual/the-page"
TARGETS = [f"/{TARGET}", f"/{TARGET}.md", "the-page", "the-page.md", TARGET]


def tree(seed):
    """The configuration and the content files of a site."""
    rng = random.Random(seed)
    config, plurals, unsafe = configuration(rng)
    files = {}
    n = 0
    has_target = rng.random() < 0.5
    if has_target:
        files[f"content/{TARGET}.md"] = "---\ntitle: Target\ndate: 2020-02-02\n---\n## Some part\n"

    def text():
        return texts.text(rng, unsafe, TARGETS if has_target else (), config.get("params", {}))

    folders = [""] + rng.sample(FOLDERS, rng.randint(1, 4))
    for folder in list(folders[1:]):
        if rng.random() < 0.4:
            folders.append(f"{folder}/{rng.choice(['sub', 'In Ner', 'deep'])}")
            if rng.random() < 0.4:
                folders.append(f"{folders[-1]}/{rng.choice(['low', 'Low Er'])}")
    for folder in folders:
        below = f"{folder}/" if folder else ""
        if rng.random() < 0.45:
            n += 1
            kind = "section" if folder else "home"
            files[f"content/{below}_index.md"] = page(rng, front_matter(rng, n, kind, plurals), text())
        for name in rng.sample(NAMES, rng.randint(0, 5)):
            n += 1
            front = front_matter(rng, n, "page", plurals)
            if rng.random() < 0.2:
                if rng.random() < 0.3:
                    front["resources"] = rng.choice(RESOURCES)
                body = page(rng, front, text())
                files[f"content/{below}{name}/index.md"] = body
                files[f"content/{below}{name}/data.txt"] = "x"
                if rng.random() < 0.5:
                    files[f"content/{below}{name}/sub/Pic One.txt"] = "y"
                if rng.random() < 0.3:
                    files[f"content/{below}{name}/inner.md"] = body
            else:
                files[f"content/{below}{name}.{rng.choice(['md'] * 9 + ['markdown'])}"] = page(rng, front, text())
    if rng.random() < 0.3:
        files["content/tags/go/_index.md"] = page(rng, {"title": "All about Go", "weight": 2}, "Text of a term.\n")
    if rng.random() < 0.3:
        n += 1
        files[f"content/{plurals[1]}/_index.md"] = page(rng, front_matter(rng, n, "taxonomy", plurals), text())
    for name in rng.sample(["unused", "Foo Bar", "rust", "c#"], rng.choice([0, 0, 0, 1, 2])):
        n += 1
        files[f"content/{plurals[0]}/{name}/_index.md"] = page(rng, front_matter(rng, n, "term", plurals), text())
    return config, files
