#!/usr/bin/env python3
"""Random sites in several languages, built by Hugo and by numerate and compared.

The arguments are those of `differential.py`, and so are the comparisons; beside them: translations, the language and its settings, the files
beside each page, the map of each language and the one that names them.
"""

import json
import random
import re
import xml.etree.ElementTree

import differential
import dumps
import texts
import trees

CODES = ["en", "de", "fr", "pt-br", "ja", "ar"]
ROOTS = ["about", "ünï", "Über Uns", "日本", "imprint"]
ODD_ALIASES = [
    "/old-c.v1x", "/a.b/c", "old.v2", "/x.html", "/noend", "../up.htm", "/deep/er/", "/Ünï/alt", "rel/one/", "./here", "/de/old", "/100%", "/sp ace/", "/q.2024/",
]
SHARED = '"keywords" .Keywords | jsonify'
FURTHER = """"keywords" .Keywords
  "lang" .Language.Lang "translations" $others "site_title" site.Title "site_params" site.Params "files" $files "home" site.Home.RelPermalink | jsonify"""
GATHERED = """
{{- $others := slice -}}{{- range .Translations -}}{{- $others = $others | append (dict "of" (slice .Language.Lang .Permalink .Title)) -}}{{- end -}}
{{- $files := slice -}}{{- range .Resources -}}{{- if ne .ResourceType "page" -}}{{- $files = $files | append .Permalink -}}{{- end -}}{{- end -}}
{{- dict "kind"
"""
PAGE = dumps.PAGE.replace('{{- dict "kind"', GATHERED.strip("\n")).replace(SHARED, FURTHER)
LAYOUTS = {"layouts/_default/single.html": PAGE, "layouts/_default/list.html": PAGE}
FIELDS = ("lang", "translations", "site_title", "site_params", "files", "home")
TEMPLATES = {path: text.replace("{", '{"site": {{ site | json }}, ', 1) for path, text in dumps.TEMPLATES.items()}


def language(rng, code, at, plurals):
    """What a language sets for itself."""
    own = {}

    def maybe(chance):
        return rng.random() < chance

    if maybe(0.8):
        own["weight"] = rng.choice([at + 1, at + 1, 5 - at, 3])
    if maybe(0.5):
        own["title"] = f"Site in {code}"
    if maybe(0.3):
        own["params"] = {"theme": {"size": at}, "own": code}
    if maybe(0.3):
        own["label"] = code.upper()
    if maybe(0.2):
        own["locale"] = {"en": "en-GB", "de": "de-AT", "fr": "fr-FR", "pt-br": "pt-BR", "ja": "ja-JP", "ar": "ar-EG"}[code]
    if maybe(0.2):
        own["menus"] = {"main": [{"name": f"Out {code}", "url": f"https://example.com/{code}", "weight": 3}, {"name": f"Home {code}", "pageRef": "/", "weight": 1}]}
    if maybe(0.2):
        own["permalinks"] = {"posts": rng.choice(["/:year/:slug/", f"/{code}-posts/:contentbasename/", "/:section/:title/"])}
    if maybe(0.15):
        own["taxonomies"] = {"tag": "tags", "thema": "themen"}
    if maybe(0.15):
        own["pagination"] = {"pagerSize": 2, "path": rng.choice(["page", "seite"])}
    for key, value, chance in [
        ("summaryLength", 20, 0.1), ("capitalizeListTitles", False, 0.1), ("pluralizeListTitles", False, 0.1), ("removePathAccents", True, 0.1), ("disablePathToLower", True, 0.1),
        ("timeZone", "Asia/Tokyo", 0.1), ("mainSections", ["notes"], 0.15), ("uglyURLs", True, 0.1), ("hasCJKLanguage", True, 0.1), ("copyright", "own", 0.1),
        ("disabled", True, 0.08),
    ]:
        if maybe(chance):
            own[key] = value
    return own


def configuration(rng):
    config, plurals, unsafe = trees.configuration(rng)
    # Hugo gives the tag of the whole site to every language that has none of its own.
    config.pop("locale", None)
    codes = rng.sample(CODES, rng.choice([2, 2, 3]))
    languages = {code: language(rng, code, at, plurals) for at, code in enumerate(codes)}
    default = codes[0]
    if default != "en" or rng.random() < 0.7:
        config["defaultContentLanguage"] = default
    languages[default].pop("disabled", None)
    if rng.random() < 0.35:
        config["defaultContentLanguageInSubdir"] = True
        # Hugo writes a redirect over the home page then.
        config.pop("uglyURLs", None)
    if rng.random() < 0.1 and len(codes) == 3:
        config["disableLanguages"] = [codes[-1]]
    if rng.random() < 0.12:
        # With hosts of their own and one language off, Hugo's URLs lead nowhere: it takes the hosts and keeps the folders.
        config.pop("disableLanguages", None)
        for code in codes:
            languages[code].pop("disabled", None)
            languages[code]["baseURL"] = f"https://{code}.example.org/" + rng.choice(["", "sub/"])
    config["languages"] = languages
    contents = dict.fromkeys(codes, "content")
    style = rng.random()
    if style < 0.4:
        for code in codes:
            contents[code] = languages[code]["contentDir"] = f"content/{code}"
    elif style < 0.55 and not any("baseURL" in own for own in languages.values()):
        contents[codes[1]] = languages[codes[1]]["contentDir"] = "inhalt"
    return config, plurals, unsafe, contents


def tree(seed):
    """The configuration and the content files of a site."""
    rng = random.Random(seed)
    config, plurals, unsafe, contents = configuration(rng)
    codes = list(contents)
    trees.CODES[:] = [code for code in codes if not config["languages"][code].get("disabled") and code not in config.get("disableLanguages", [])]
    has_hosts = any("baseURL" in own for own in config["languages"].values())
    default = config.get("defaultContentLanguage", "en")
    files = {}

    def put(code, place, ending, text):
        """A file of a language: by its name, unless the language has a folder of its own."""
        alone = [own for own in codes if contents[own] == contents[code]]
        is_plain = code == (default if default in alone else alone[0]) and rng.random() < 0.85
        mark = "" if is_plain or len(alone) == 1 else f".{code}"
        files[f"{contents[code]}/{place}{mark}.{ending}"] = text

    n = 0
    has_target = rng.random() < 0.4
    for code in codes if has_target else []:
        put(code, trees.TARGET, "md", f"---\ntitle: Target {code}\ndate: 2020-02-02\n---\n## Some part\n")
    folders = [""] + rng.sample(trees.FOLDERS, rng.randint(1, 3))
    for folder in list(folders[1:]):
        if rng.random() < 0.4:
            folders.append(f"{folder}/{rng.choice(['sub', 'In Ner', 'deep'])}")
    for folder in folders:
        below = f"{folder}/" if folder else ""
        names = rng.sample(trees.NAMES, rng.randint(0, 4)) if folder else rng.sample(ROOTS, rng.randint(0, 3))
        # Sections of drafts alone, in all languages or in one.
        drafts = [code for code in codes if folder and rng.random() < 0.12]
        is_list = rng.random() < 0.5
        for name in (["_index"] if is_list else []) + names:
            kind = "page" if name != "_index" else "section" if folder else "home"
            n += 1
            front = trees.front_matter(rng, n, kind, plurals)
            is_bundle = kind == "page" and rng.random() < 0.25
            key = f"key{n}" if rng.random() < 0.12 else None
            had = False
            for code in codes:
                if rng.random() > (0.75 if had else 0.85):
                    continue
                had = True
                own = dict(front) if rng.random() < 0.6 else trees.front_matter(rng, n, kind, plurals)
                if kind == "page" and rng.random() < 0.15:
                    own["aliases"] = rng.sample(ODD_ALIASES, 1)
                    own["aliases"] = [re.sub("([^/]*/?)$", f"{n}{code}\\1", alias, count=1) for alias in own["aliases"]]
                if kind == "home":
                    # Without a home page Hugo's site has no root; numerate's always has.
                    for gone in ("draft", "expiryDate", "publishDate", "publishdate"):
                        own.pop(gone, None)
                elif kind == "page":
                    if is_bundle:
                        # Whose files go elsewhere where a page of a language is left out.
                        for gone in ("draft", "expiryDate", "publishDate", "publishdate"):
                            own.pop(gone, None)
                    # In a pattern a page without a title has an empty one in Hugo, and the name of its file here.
                    own.setdefault("title", f"Page {n}")
                if "url" in own and code != default and own["url"].startswith("/") and not has_hosts:
                    own["url"] = f"/{code}{own['url']}"
                if "title" in own and code != default and rng.random() < 0.5:
                    own["title"] = f"{own['title']} {code}"
                if key:
                    own["translationKey"] = key
                if code in drafts and kind == "page" and not is_bundle:
                    own["draft"] = True
                other = name
                if key and code != codes[0] and kind == "page":
                    other = f"{name} {code}"
                text = trees.page(rng, own, texts.text(rng, unsafe, trees.TARGETS if has_target else (), config.get("params", {})))
                if is_bundle:
                    put(code, f"{below}{other}/index", "md", text)
                    for file in ["data", "sub/Pic One"]:
                        if rng.random() < 0.5:
                            put(code, f"{below}{other}/{file}", "txt", f"{file} {n} {code}")
                else:
                    put(code, f"{below}{other}", "md", text)
                    if name == "_index" and folder and rng.random() < 0.2 and not own.keys() & {"draft", "expiryDate", "publishDate"}:
                        put(code, f"{below}beside", "txt", f"beside {n} {code}")
    if not any(path.endswith(".md") for path in files):
        put(default, "_index", "md", "---\ntitle: Home\n---\n")
    if rng.random() < 0.3:
        code = rng.choice(codes)
        put(code, "tags/go/_index", "md", trees.page(rng, {"title": "All about Go", "weight": 2}, "Text of a term.\n"))
    return config, files


# Of pages with a key, Hugo has it among their params.
dumps.KNOWN.add("translationkey")


def documents(public):
    return {path: json.loads(text) for path, text in public.items() if path.endswith(".html") and text.startswith("{")}


def hugo(public, config):
    site = dumps.hugo(public, config)
    for path in [path for path in site["pages"] if re.search(r"/seite/\d+(/|\.html$)", "/" + dumps.place(path))]:
        del site["pages"][path]
        site["other"].add(path)
    return maps(site, public)


def numerate(public, config):
    site = dumps.numerate(public, config)
    parts = {}
    for dump in documents(public).values():
        if dump["list"] and dump["page"]["kind"] != "taxonomy":
            # On hosts of their own, pages of two languages have one URL.
            parts.setdefault(dump["page"]["permalink"], {})[dump["list"]["number"]] = [card["url"] for card in dump["list"]["pages"]]
    for page in site["pages"].values():
        if page["permalink"] in parts:
            page["pages"] = [url for _, urls in sorted(parts[page["permalink"]].items()) for url in urls]
    for path, dump in documents(public).items():
        if path not in site["pages"]:
            continue
        page, own = dump["page"], dump["site"]
        folder = config["languages"][page["lang"]].get("contentDir", "content").removeprefix("content").lstrip("/")
        known = site["pages"][path]
        known["file"] = known["file"].removeprefix(f"{folder}/")
        known |= {
            "lang": page["lang"],
            "translations": [[other["lang"], other["permalink"], other["title"]] for other in page["translations"]],
            "site_title": own["title"],
            "site_params": own["params"],
            "files": [file["permalink"] for file in page["files"]],
            "home": own["home"],
        }
    return maps(site, public)


def alternates(url, link):
    """The languages of a page of a map. Of a page whose translations are not written Hugo names itself alone."""
    res = sorted((other.get("hreflang").lower(), other.get("href")) for other in url.findall(link) if other.get("href"))
    return res if len(res) > 1 else []


def maps(site, public):
    """The maps of the languages, the one that names them, and the languages of feeds."""
    # With ugly URLs Hugo's redirect to the default language lies in a folder `index.htmlen`.
    is_own = re.compile(r"(^|/)404\.html$|^index\.html\w|^[a-z-]+/index\.html$")
    site["aliases"] = {path: target for path, target in site["aliases"].items() if not is_own.search(path)}
    site["other"] = {path for path in site["other"] if not path.endswith(("sitemap.xml", "robots.txt")) and not re.search("(^|/)(css/|favicon|404)", path)}
    site["maps"], site["tongues"] = {}, {}
    name = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    link = "{http://www.w3.org/1999/xhtml}link"
    for path, text in public.items():
        if path.endswith("sitemap.xml"):
            root = xml.etree.ElementTree.fromstring(text)
            urls = root.findall(f"{name}url") + root.findall(f"{name}sitemap")
            site["maps"][path] = sorted(
                (url.findtext(f"{name}loc"), alternates(url, link)) for url in urls
            )
        elif path.endswith("index.xml"):
            channel = xml.etree.ElementTree.fromstring(text).find("channel")
            site["tongues"][path] = ((channel.findtext("language") or "").lower(), channel.findtext("link"))
    site["sitemap"] = None
    return site


def differences(theirs, ours, config):
    yield from dumps.differences(theirs, ours, config)
    for kind in ("maps", "tongues"):
        for path in sorted(theirs[kind].keys() | ours[kind].keys()):
            them, mine = theirs[kind].get(path), ours[kind].get(path)
            if them != mine and kind == "maps":
                yield kind, f"{path}: {dumps.first_difference(them or [], mine or [])}"
            elif them != mine and them and mine:
                yield kind, f"{path}: {them} != {mine}"
    for path in sorted(theirs["pages"].keys() & ours["pages"].keys()):
        them, mine = theirs["pages"][path], ours["pages"][path]
        for field in FIELDS:
            a, b = them[field], mine[field]
            if field == "site_params":
                a, b = dumps.lower(a), dumps.lower(b)
                a.pop("mainsections", None)
                b.pop("mainsections", None)
            if field == "files" and not mine["file"]:
                # Of a section without a text Hugo shows the files of other languages.
                continue
            if field == "files":
                a, b = sorted(a or []), sorted(b)
            if field == "translations":
                # A page without a title has none in Hugo, and one that is not written is a translation all the same.
                a = [other["of"] for other in a or [] if other["of"][1]]
                blank = {url for _, url, title in a if not title}
                b = [[code, url, "" if url in blank else title] for code, url, title in b]
                if not mine["file"]:
                    # Lists without a text have their translations in no order of a kind in Hugo.
                    a, b = sorted(a), sorted(b)
            if a != b:
                yield field, f"{path}: {json.dumps(a, ensure_ascii=False)[:300]} != {json.dumps(b, ensure_ascii=False)[:300]}"


if __name__ == "__main__":
    differential.main(differential.Suite(tree, LAYOUTS, TEMPLATES, hugo, numerate, differences))
