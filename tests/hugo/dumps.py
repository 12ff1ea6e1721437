"""What Hugo and numerate say of the pages of a site, brought into one form and compared."""

import collections
import html
import html.parser
import json
import re
import urllib.parse
import xml.etree.ElementTree

COMPARED = collections.Counter()

PAGE = r"""
{{- $p := . -}}
{{- $terms := dict -}}
{{- range $plural, $_ := site.Taxonomies -}}{{- with $p.GetTerms $plural -}}{{- $l := slice -}}{{- range . -}}{{- $l = $l | append .RelPermalink -}}{{- end -}}{{- $terms = merge $terms (dict $plural $l) -}}{{- end -}}{{- end -}}
{{- $listed := slice -}}{{- if eq .Kind "term" -}}{{- $listed = .Pages -}}{{- else -}}{{- $listed = .RegularPages -}}{{- end -}}
{{- $pages := slice -}}{{- range $listed -}}{{- $pages = $pages | append .RelPermalink -}}{{- end -}}
{{- $all := slice -}}
{{- if .IsHome -}}{{- range where site.RegularPages "Section" "in" site.MainSections -}}{{- $all = $all | append .RelPermalink -}}{{- end -}}{{- $pages = $all -}}{{- end -}}
{{- if eq .Kind "taxonomy" -}}{{- $pages = slice -}}{{- range .Pages -}}{{- $pages = $pages | append .RelPermalink -}}{{- end -}}{{- end -}}
{{- $sections := slice -}}{{- range .Sections -}}{{- $sections = $sections | append .RelPermalink -}}{{- end -}}
{{- $neighbors := dict "previous" "" "next" "" "site_previous" "" "site_next" "" -}}
{{- with .Prev -}}{{- $neighbors = merge $neighbors (dict "site_previous" .RelPermalink) -}}{{- end -}}
{{- with .Next -}}{{- $neighbors = merge $neighbors (dict "site_next" .RelPermalink) -}}{{- end -}}
{{- with .PrevInSection -}}{{- $neighbors = merge $neighbors (dict "previous" .RelPermalink) -}}{{- end -}}
{{- with .NextInSection -}}{{- $neighbors = merge $neighbors (dict "next" .RelPermalink) -}}{{- end -}}
{{- $menus := dict -}}
{{- range $name, $menu := site.Menus -}}{{- $l := slice -}}{{- range $menu -}}{{- $c := slice -}}{{- range .Children -}}{{- $c = $c | append (dict "link" (slice .Name .URL)) -}}{{- end -}}{{- $l = $l | append (dict "link" (slice .Name .URL) "children" $c) -}}{{- end -}}{{- $menus = merge $menus (dict $name $l) -}}{{- end -}}
{{- $related := slice -}}{{- range site.RegularPages.Related . -}}{{- $related = $related | append (dict "card" (slice .RelPermalink (.PublishDate.Format "2006-01-02T15:04:05Z07:00") .Title)) -}}{{- end -}}
{{- $every := slice -}}{{- if .IsHome -}}{{- range site.RegularPages -}}{{- $every = $every | append .RelPermalink -}}{{- end -}}{{- end -}}
{{- $beside := slice -}}{{- range .Resources -}}{{- if ne .ResourceType "page" -}}{{- $beside = $beside | append (dict "file" (slice .RelPermalink .Name .Title .Params)) -}}{{- end -}}{{- end -}}
{{- $file := "" -}}{{- with .File -}}{{- $file = .Path -}}{{- end -}}
{{- if in (slice "home" "section" "term") .Kind -}}{{- if .IsHome -}}{{- $_ := .Paginate (where site.RegularPages "Section" "in" site.MainSections) -}}{{- else -}}{{- $_ := .Paginate $listed -}}{{- end -}}{{- end -}}
{{- $day := "2006-01-02T15:04:05Z07:00" -}}
{{- dict "kind" .Kind "file" $file "title" .Title "link_title" .LinkTitle "date" (.Date.Format $day) "lastmod" (.Lastmod.Format $day) "publish_date" (.PublishDate.Format $day)
  "weight" .Weight "terms" $terms "pages" $pages "sections" $sections "neighbors" $neighbors "menus" $menus "all" $every "words" .WordCount "minutes" .ReadingTime
  "summary" .Summary "truncated" .Truncated "content" .Content "related" $related "beside" $beside "description" .Description "params" .Params "permalink" .Permalink "url" .RelPermalink "keywords" .Keywords | jsonify -}}
"""

LAYOUTS = {"layouts/_default/single.html": PAGE, "layouts/_default/list.html": PAGE}

OWN = '{"page": {{ page | json }}, "list": {{ list | json }}, "menus": {{ site.menus | json }}, "related": {{ related | json }}}'
HOME = OWN[:-1] + ', "all": {{ all_pages | json }}}'
TEMPLATES = {f"templates/{kind}.html": OWN for kind in ("page", "section", "taxonomy", "term")} | {"templates/home.html": HOME}

# Files that only one of the two makes, whatever the site.
THEME = re.compile(r"^(css/.*|favicon\.svg|robots\.txt|([a-z-]+/)?404\.html|.*index\.data\.json|\.numerate-manifest)$")


def moment(text):
    """A date in one form; the year 1 is none."""
    if not text or text.startswith("0001"):
        return None
    return text.replace("+00:00", "Z")


def place(path):
    """The URL path of a file."""
    return path[: -len("index.html")] if path.endswith("index.html") else path


def alias(text):
    """Where a page that only leads on leads to."""
    found = re.search(r'url=([^"]*)"', text)
    return html.unescape(found.group(1)) if found else None


class Tokens(html.parser.HTMLParser):
    """HTML as a list of tags and words, in which what the two programs are free to write differently is alike."""

    # What numerate adds to pictures and tables, and both to code.
    FREE = {"width", "height", "loading", "decoding", "tabindex", "style", "disabled", "checked"}

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.tokens = []
        self.code = 0
        self.ids = []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if re.fullmatch("h[1-6]", tag) and attributes.get("id"):
            self.ids.append(attributes["id"])
        if tag == "pre":
            self.code += 1
            self.tokens.append("<pre>")
            return
        if self.code and tag in ("code", "span", "a", "div"):
            return
        if tag == "div" and "highlight" in (attributes.get("class") or ""):
            self.code_open = True
            return
        if re.match("chroma|lnt", attributes.get("class") or ""):
            del attributes["class"]
        if attributes.get("alt") == "":
            # A picture without words: numerate says so.
            del attributes["alt"]
        if tag == "a":
            # What `ref` gives has no host in numerate.
            attributes["href"] = HOST.sub("/", attributes.get("href") or "")
        kept = sorted((key, value) for key, value in attributes.items() if key not in self.FREE)
        self.tokens.append(f"<{tag} {kept}>" if kept else f"<{tag}>")

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)

    def handle_endtag(self, tag):
        if tag == "pre":
            self.code -= 1
            self.tokens.append("</pre>")
        elif not (self.code and tag in ("code", "span", "a", "div")) and tag not in ("br", "hr", "img", "input"):
            self.tokens.append(f"</{tag}>")

    def handle_data(self, data):
        if self.code:
            if self.tokens and self.tokens[-1].startswith("\0"):
                self.tokens[-1] += data
            else:
                self.tokens.append("\0" + data)
        else:
            self.tokens.extend(data.split())

    def handle_comment(self, data):
        self.tokens.append(f"<!--{data.strip()}-->")


def tokens(text):
    parser = Tokens()
    parser.feed(text or "")
    parser.close()
    merged = []
    for token in (token.rstrip("\n") for token in parser.tokens):
        if token == "</div>" and "<div>" not in merged and not any(t.startswith("<div ") for t in merged):
            continue
        merged.append(token)
    return merged, parser.ids


def hugo(files, config):
    site = {"pages": {}, "aliases": {}, "other": set(), "feeds": {}, "sitemap": None}
    for path, text in files.items():
        if path.endswith(".html") and text.startswith("{"):
            page = json.loads(text)
            if page["kind"] not in ("page",) and re.search(r"/(page|seite|p)/\d+(/|\.html$)", "/" + place(path)):
                site["other"].add(path)
                continue
            for key in ("date", "lastmod", "publish_date"):
                page[key] = moment(page[key])
            for key in ("pages", "sections", "all"):
                page[key] = page[key] or []
            site["pages"][path] = page
        else:
            shared(site, path, text)
    return site


def numerate(files, config):
    site = {"pages": {}, "aliases": {}, "other": set(), "feeds": {}, "sitemap": None}
    further = collections.defaultdict(dict)
    for path, text in files.items():
        if path.endswith(".html") and text.startswith("{"):
            dump = json.loads(text)
            page, listed = dump["page"], dump["list"] or {}
            if listed.get("number", 1) > 1:
                further[page["url"]][listed["number"]] = [card["url"] for card in listed["pages"]]
                site["other"].add(path)
                continue
            pages = listed.get("terms") if page["kind"] == "taxonomy" else listed.get("pages")
            site["pages"][path] = {
                "kind": page["kind"],
                "file": (page["file"] or "").removeprefix("content/"),
                "title": page["title"],
                "link_title": page["link_title"],
                "date": moment(page["date"]),
                "lastmod": moment(page["lastmod"]),
                "publish_date": moment(page["publish_date"]),
                "weight": page["weight"],
                "terms": [[term["url"] for term in taxonomy["terms"]] for taxonomy in page["terms"]],
                "pages": [card["url"] for card in pages or []],
                "sections": [card["url"] for card in listed.get("sections", [])],
                "neighbors": {key: (page[key] or {}).get("url", "") for key in ("previous", "next", "site_previous", "site_next")},
                "menus": {name: [{"link": [a["title"], a["url"]], "children": [{"link": [b["title"], b["url"]]} for b in a["children"]]} for a in menu] for name, menu in dump["menus"].items()},
                "all": [card["url"] for card in dump.get("all", [])],
                "related": [[card["url"], card["publish_date"], card["title"]] for card in dump["related"]],
                "words": page["word_count"],
                "minutes": page["reading_time"],
                "summary": page["summary"],
                "truncated": page["truncated"],
                "content": page["content"],
                "params": page["params"],
                "beside": [[file["url"], file["name"], file["title"], file["params"]] for file in page["files"]],
                "description": page["description"],
                "permalink": page["permalink"],
                "url": page["url"],
                "keywords": page["keywords"],
            }
        elif not THEME.match(path):
            shared(site, path, text)
    for page in site["pages"].values():
        for _, urls in sorted(further.get(page["url"], {}).items()):
            page["pages"].extend(urls)
    return site


def shared(site, path, text):
    """What needs no template: redirects, feeds, the sitemap, files."""
    if path.endswith(".html") or text[:15].lower() == "<!doctype html>":
        site["aliases"][path] = alias(text)
    elif path in ("sitemap.xml", "map.xml"):
        name = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
        urls = xml.etree.ElementTree.fromstring(text).findall(f"{name}url")
        site["sitemap"] = [path] + sorted((url.findtext(f"{name}loc"), moment(url.findtext(f"{name}lastmod") or ""), url.findtext(f"{name}changefreq"), float(url.findtext(f"{name}priority") or -1)) for url in urls)
    elif path.endswith(".xml") and (channel := xml.etree.ElementTree.fromstring(text).find("channel")) is not None:
        itself = tuple(element.get("href") for element in channel.findall("{http://www.w3.org/2005/Atom}link"))
        about = [tuple((channel.findtext(field) or "").replace(NEVER, "") for field in CHANNEL), itself]
        # Tags of languages are the same in any case: Hugo writes `pt-br`, numerate `pt-BR`.
        at = CHANNEL.index("language")
        about[0] = (*about[0][:at], about[0][at].lower(), *about[0][at + 1 :])
        site["feeds"][path] = about + [tuple(item_field(item, field) for field in ITEM) for item in channel.findall("item")]
    else:
        site["other"].add(path)


# Where the sites are.
HOST = re.compile(r"^https://([a-z-]+\.)?example\.org/")

# What feeds tell of themselves and of their items.
CHANNEL = ("title", "link", "description", "language", "managingEditor", "webMaster", "copyright", "lastBuildDate")
ITEM = ("title", "link", "pubDate", "guid", "author", "description")


# How a feed says that there is no date.
NEVER = "Mon, 01 Jan 0001 00:00:00 +0000"


def item_field(item, field):
    text = item.findtext(field) or ""
    if field == "description":
        if not item.findtext("link"):
            # Of a page without a URL nothing is beside it.
            return len(tokens(text)[0])
        # What is relative in Hugo's feeds is absolute in numerate's.
        absolute = lambda found: found.group(1) + urllib.parse.urljoin(item.findtext("link"), found.group(2)) + found.group(3)
        return tuple(re.sub(r"(\('(?:href|src)', ')(.*?)('\))", absolute, token) for token in tokens(text)[0])
    return text.replace(NEVER, "")


def first_difference(theirs, ours):
    """Two lists from where they differ."""
    for at, (a, b) in enumerate(zip(theirs, ours)):
        if a != b:
            return f"at {at}: {theirs[max(0, at - 2):at + 5]} != {ours[max(0, at - 2):at + 5]}"
    return f"{len(theirs)} and {len(ours)}: {theirs[len(ours):][:5]} != {ours[len(theirs):][:5]}"


# How many related pages numerate lists.
LIMIT = 5

# Which words of the front matter Hugo keeps among a page's params and numerate does not.
KNOWN = set("title linktitle date lastmod publishdate pubdate published modified expirydate unpublishdate draft weight slug url aliases keywords description summary menu menus build _build sitemap cascade type layout params tags categories series tags_weight categories_weight series_weight iscjklanguage headless outputs resources".split())


def lower(value):
    if isinstance(value, dict):
        return {key.lower(): lower(item) for key, item in value.items()}
    if isinstance(value, list):
        return [lower(item) for item in value]
    return value


def differences(theirs, ours, config):
    sites = {config.get("title"), *(own.get("title") for own in config.get("languages", {}).values())}
    for kind in ("pages", "aliases", "feeds"):
        for path in sorted(theirs[kind].keys() - ours[kind].keys()):
            yield f"missing in {kind}", path
        for path in sorted(ours[kind].keys() - theirs[kind].keys()):
            yield f"too much in {kind}", path
    if theirs["other"] != ours["other"]:
        yield "files", f"{sorted(theirs['other'] - ours['other'])} missing, {sorted(ours['other'] - theirs['other'])} too much"
    for kind in ("aliases", "feeds"):
        for path in sorted(theirs[kind].keys() & ours[kind].keys()):
            COMPARED[kind] += 1
            if kind == "feeds":
                # A page without a title has none in Hugo.
                them = theirs[kind][path]
                blank = {at for at, item in enumerate(them) if at > 1 and not item[0]}
                mine = [("", *item[1:]) if at in blank else item for at, item in enumerate(ours[kind][path])]
                if them[0][0] in sites and path != "index.xml":
                    mine[0] = (*them[0][:1], mine[0][1], them[0][2], *mine[0][3:])
            else:
                mine, them = ours[kind][path], theirs[kind][path]
            if mine != them:
                if kind == "feeds":
                    at, a, b = next(((at, a, b) for at, (a, b) in enumerate(zip(them, mine)) if a != b), (len(them), len(them), len(mine)))
                    yield kind, f"{path}: at {at}: {[(x, y) for x, y in zip(a, b) if x != y] if isinstance(a, tuple) else (a, b)}"
                else:
                    yield kind, f"{path}: {(them, mine)}"
    if theirs["sitemap"] != ours["sitemap"]:
        yield "sitemap", first_difference(theirs["sitemap"] or [], ours["sitemap"] or [])
    for path in sorted(theirs["pages"].keys() & ours["pages"].keys()):
        COMPARED["pages"] += 1
        yield from page_differences(path, theirs["pages"][path], ours["pages"][path], config)


def normal(field, value):
    """Menus are maps in both, whose order does not matter."""
    return dict(sorted(value.items())) if field == "menus" else value


def related(them, mine):
    """The related pages of both, as far as numerate lists them: pages that Hugo cannot tell apart have no order there."""
    theirs = [card["card"] for card in them["related"] or []]
    kinds = collections.Counter((moment(date), title) for _, date, title in theirs)
    # A page without a title has none in Hugo, and an undated one the year 1.
    known = {url: (moment(date), title) for url, date, title in theirs}
    name = lambda url: known[url] if url in known and kinds[known[url]] > 1 else url
    return [name(url) for url, _, _ in theirs[:LIMIT]], [name(url) for url, _, _ in mine["related"]]


def page_differences(path, them, mine, config):
    titles = ("title", "link_title") if them["title"] else ()
    fields = ("kind", "file", "date", "lastmod", "publish_date", "weight", "pages", "sections", "neighbors", "menus", "all", "words", "minutes", "truncated", "permalink", "url") + titles
    for field in fields:
        if field == "publish_date" and them["kind"] != "page":
            continue
        if field == "menus" and (them["kind"] != "home" or '[""' in json.dumps(them[field])):
            # A page without a title has none in Hugo.
            continue
        if normal(field, them[field]) != normal(field, mine[field]):
            yield field, f"{path}: {json.dumps(them[field], ensure_ascii=False)[:300]} != {json.dumps(mine[field], ensure_ascii=False)[:300]}"
    if sorted(map(tuple, them["terms"].values())) != sorted(map(tuple, mine["terms"])):
        yield "terms", f"{path}: {them['terms']} != {mine['terms']}"
    if (them["keywords"] or []) != mine["keywords"]:
        yield "keywords", f"{path}: {them['keywords']} != {mine['keywords']}"
    beside = sorted([url, name, title, lower(params)] for url, name, title, params in (file["file"] for file in them["beside"] or []))
    own = sorted([url, name, title, lower(params)] for url, name, title, params in mine["beside"])
    # Of a section without a text Hugo shows the files of other languages.
    if beside != own and (mine["file"] or not them["beside"]):
        yield "beside", f"{path}: {first_difference(beside, own)}"
    terms = {name.lower() + end for name in config.get("taxonomies", {"": "tags", " ": "categories"}).values() for end in ("", "_weight")}
    theirs, ours = related(them, mine)
    # A list without a text is related by what it takes over from above in Hugo.
    if theirs != ours and (mine["file"] or not terms & {key.lower() for key in them["params"]}):
        yield "related", f"{path}: {theirs} != {ours}"
    params = {key: value for key, value in lower(them["params"]).items() if key not in KNOWN | terms}
    own = {key: value for key, value in lower(mine["params"]).items() if key not in KNOWN | terms}
    if params != own:
        yield "params", f"{path}: {params} != {own}"
    for field in ("content", "summary"):
        (theirs, their_ids), (ours, our_ids) = tokens(them[field]), tokens(mine[field])
        if field == "content" and their_ids != our_ids:
            yield "heading ids", f"{path}: {their_ids} != {our_ids}"
        if theirs != ours:
            yield field, f"{path}: {first_difference(theirs, ours)}"
