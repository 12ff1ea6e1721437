#!/usr/bin/env python3
"""Builds a site that was written for Hugo with Hugo and with numerate and compares what both make of its content.

usage: real.py --hugo PROGRAM --numerate PROGRAM [--clock TIME] [--show N] [--keep FOLDER] SITE…

SITE is the folder of a site as Hugo takes it, with a configuration and content. Nothing is written there: content, data, static files and
configuration are copied, its layouts, themes and modules are not. In their place stand layouts and templates of which each prints what its program knows of a
page as JSON. A shortcode of the site prints what is inside it, or nothing, in both. numerate's configuration is what `numerate import hugo`
writes. What is compared is told in `differential.py` and `languages.py`. The exit code is 1 if there is a difference.

What the two do not share by design is left out: see content/docs/hugo.md. Hugo reads no history of a repository here, as numerate never does.
"""

import argparse
import collections
import html
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse

import differential
import dumps
import languages

# What is not content: what belongs to templates, what is built, and what is of other programs.
LEFT = {"layouts", "themes", "_vendor", "public", "resources", "node_modules", "archetypes", "templates", "numerate.yaml", "go.mod", "go.sum", "hugo.work"}
# Shortcodes of Hugo that mean the same in both; the others load something, or are gone.
SHARED = {"figure", "highlight", "relref", "param", "details"}
CALL = re.compile(r"\{\{([<%])(?!\s*/\*)\s*(/?)\s*([\w][\w/.-]*)((?:[^>%]|[>%](?!\}\}))*)")


def shortcodes(folder):
    """The shortcodes that pages call by their names, each with what stands for it in Hugo and in numerate."""
    stubs = {}
    for file in sorted(folder.rglob("*")):
        if file.suffix in (".md", ".markdown", ".html", ".mdown") and file.is_file():
            for bracket, is_end, name, rest in CALL.findall(file.read_text(encoding="utf-8", errors="replace")):
                name = name.rstrip("/")
                is_closed = is_end or re.search(r"(^|[\s\"`])/\s*$", rest)
                # What gives Markdown may be a part of it that has to be there.
                stub = ("{{ .Inner }}", "{{ inner }}") if is_closed else (name, name) if bracket == "%" else ("", "")
                stubs[name] = max(stubs.get(name, ("", "")), stub)
    # An absolute URL in Hugo, a path in numerate.
    stubs |= {"ref": ("{{ relref . .Params }}", None)} if "ref" in stubs else {}
    return {name: stub for name, stub in stubs.items() if name not in SHARED}


def stubs(names):
    """The templates of shortcodes in both programs."""
    theirs = {f"layouts/shortcodes/{name}.html": stub for name, (stub, _) in names.items()}
    ours = {f"templates/shortcodes/{name}.html": stub for name, (_, stub) in names.items() if stub is not None}
    return theirs | ours


def copied(source, site):
    shutil.rmtree(site, ignore_errors=True)
    ignored = lambda folder, names: [name for name in names if name.startswith(".git") or (pathlib.Path(folder) == source and name in LEFT)]
    shutil.copytree(source, site, ignore=ignored, symlinks=False, ignore_dangling_symlinks=True)


def themes(config):
    """The themes and modules that a configuration names: there have to be folders of these names."""
    named = config.get("theme") or []
    named = [named] if isinstance(named, str) else list(named)
    return named + [module["path"] for module in config.get("module", {}).get("imports", []) or [] if module.get("path")]


def written(site, key):
    """The values of a number that a configuration sets at its top, in whatever form it is written."""
    for file in sorted(site.glob("*.*")) + sorted(site.glob("config/_default/*.*")):
        if re.match(r"(hugo|config)\.(toml|ya?ml|json)$", file.name):
            yield from re.findall(rf'^[ \t"]*{key}"?[ \t]*[:=][ \t]*(\d+)', file.read_text(encoding="utf-8"), re.IGNORECASE | re.MULTILINE)


def read(programs, site):
    """The configuration as Hugo reads it, which needs the folders of themes that it names."""
    for _ in range(20):
        said = differential.run([programs.hugo, "config", "-s", str(site), "--format", "json"])
        gone = re.search(r'module "([^"]+)" not found', said.stdout + said.stderr)
        if not gone:
            break
        (site / "themes" / gone.group(1)).mkdir(parents=True)
    if said.returncode != 0:
        raise SystemExit(f"{site.name}: Hugo does not read the configuration: {(said.stdout + said.stderr).strip()[-600:]}")
    config = json.loads(said.stdout)
    config |= {"paginate": size for size in written(site, "paginate")}
    config["languages"] = config.get("languages") or {}
    config["languages"].setdefault(config.get("defaultcontentlanguage", "en"), {})
    for own in config["languages"].values():
        own["contentDir"] = own.get("contentdir") or config.get("contentdir") or "content"
    return config


def run_hugo(command, config):
    """Runs Hugo, which has forgotten `paginate` in favor of `pagination.pagerSize`."""
    size = {"HUGO_PAGINATION_PAGERSIZE": str(config["paginate"])} if "paginate" in config else {}
    return subprocess.run(command, capture_output=True, text=True, timeout=600, env=os.environ | size)


def alike(page, base):
    """Links as numerate writes them: it looks each up and gives its URL, and Hugo leaves them as they are."""
    def target(found):
        whole = urllib.parse.urljoin(page["permalink"], html.unescape(found.group(2)))
        if urllib.parse.urlsplit(whole).netloc == urllib.parse.urlsplit(base).netloc:
            whole = whole.partition("#")[0].rstrip("/") + whole.partition("#")[1] + whole.partition("#")[2]
        return found.group(1) + html.escape(urllib.parse.unquote(whole)) + found.group(3)

    for field in ("content", "summary"):
        # What a shortcode in a heading gives is no part of the anchor in Hugo, but how many there were before it on any page.
        text = re.sub(r"hahahugoshortcode\d+s\d+hbhb-?", "", page[field] or "", flags=re.IGNORECASE)
        page[field] = re.sub(r"""((?:href|src)=["'])([^"']*)(["'])""", target, text)


def compare(source, programs, folder):
    """The differences of one site, each as (kind, text)."""
    site = folder / source.resolve().name if source.name in ("", ".", "..") else folder / source.name
    copied(source, site)
    config = read(programs, site)
    differential.write(site, languages.LAYOUTS | stubs(shortcodes(site)))
    made = run_hugo([programs.hugo, "-s", str(site), "-d", str(site / "hugo"), "--clock", programs.clock, "--printPathWarnings", "--enableGitInfo=false"], config)
    print((made.stdout + made.stderr).strip()[-programs.told:])
    if made.returncode != 0:
        return [("hugo refused", (made.stdout + made.stderr).strip()[-800:])]
    imported = differential.run([programs.numerate, "import", "hugo", str(site)])
    print(imported.stderr.strip()[-programs.told:])
    if imported.returncode != 0:
        return [("import failed", (imported.stdout + imported.stderr).strip()[-800:])]
    differential.write(site, languages.TEMPLATES)
    built = differential.run([programs.numerate, "build", "-s", str(site), "-d", str(site / "numerate"), "--clock", programs.clock, "--format", "json"])
    if not built.stdout.startswith("{"):
        return [("numerate failed", (built.stdout + built.stderr)[-800:])]
    diagnostics = json.loads(built.stdout)["diagnostics"]
    codes = collections.Counter(d["code"] for d in diagnostics if d["severity"] == "warning")
    print(f"warnings: {dict(codes)}")
    if built.returncode != 0:
        return [("numerate refused", f"{d['code']} {d['file']}:{d['line']}: {d['message']}") for d in diagnostics if d["severity"] == "error"]
    theirs = languages.hugo(differential.public(site / "hugo"), config)
    ours = languages.numerate(differential.public(site / "numerate"), config)
    for page in [*theirs["pages"].values(), *ours["pages"].values()]:
        alike(page, config.get("baseurl", ""))
    return list(languages.differences(theirs, ours, config))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--hugo", default="hugo")
    parser.add_argument("--numerate", default="numerate")
    parser.add_argument("--clock", default="2026-06-01T12:00:00Z", help="when it is")
    parser.add_argument("--show", type=int, default=3, help="differences to show of each kind")
    parser.add_argument("--told", type=int, default=1500, help="how much to show of what the programs say")
    parser.add_argument("--keep", help="a folder for the copies, which stay there")
    parser.add_argument("sites", nargs="+", type=pathlib.Path)
    programs = parser.parse_args()
    folder = pathlib.Path(programs.keep or tempfile.mkdtemp(prefix="real-"))
    is_same = True
    for source in programs.sites:
        before = dumps.COMPARED["pages"]
        found = collections.defaultdict(list)
        for kind, text in compare(source, programs, folder):
            found[kind].append(text)
        for kind, texts in sorted(found.items()):
            print(f"{kind}: {len(texts)}")
            for text in texts[: programs.show]:
                print(f"  {text}")
        is_same &= not found
        print(f"{source}: {dumps.COMPARED['pages'] - before} pages compared, {sum(map(len, found.values()))} differences\n")
    if not programs.keep:
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(0 if is_same else 1)


if __name__ == "__main__":
    main()
