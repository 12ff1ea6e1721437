#!/usr/bin/env python3
"""Builds random sites with Hugo and with numerate and compares what both make of them.

usage: differential.py --hugo PROGRAM --numerate PROGRAM [--seed N] [--trees N] [--seconds N] [--keep FOLDER]

Both get the same content. numerate's configuration is what `numerate import hugo` writes. Layouts and templates print what each program
knows of a page as JSON. Compared are the files, titles, dates, terms, the order of every list, neighbors, menus, aliases, feeds, the
sitemap, words, headings and the text of each page. The exit code is 1 if there is a difference.
"""

import argparse
import collections
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import typing

import dumps
import trees

CLOCK = "2024-06-01T12:00:00Z"


def write(root, files):
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")


def run(command):
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def public(root):
    """Each file that was built, as text."""
    res = {}
    for file in sorted(root.rglob("*")):
        if file.is_file():
            res[file.relative_to(root).as_posix()] = file.read_text(encoding="utf-8", errors="replace")
    return res


def collisions(wrong):
    """The files that two pages of numerate want to be."""
    return {re.match("two files want to be `(.*)`: ", error["message"]).group(1) for error in wrong}


def duplicates(said):
    """The files that two pages of Hugo became."""
    found = re.search("Duplicate target paths: (.*)", said)
    return {re.sub(r" \(\d+\)$", "", path).lstrip("/") for path in found.group(1).split(", ")} if found else set()


class Suite(typing.NamedTuple):
    """What random sites are made of, and how what was built of them is read and compared."""

    tree: typing.Callable
    layouts: dict
    templates: dict
    hugo: typing.Callable
    numerate: typing.Callable
    differences: typing.Callable


ONE_LANGUAGE = Suite(trees.tree, dumps.LAYOUTS, dumps.TEMPLATES, dumps.hugo, dumps.numerate, dumps.differences)

# How often a site is built again by Hugo where the two differ.
AGAIN = 6


def compare(seed, programs, folder, suite=ONE_LANGUAGE):
    """The differences of one site, each as (kind, text)."""
    config, files = suite.tree(seed)
    site = folder / str(seed)
    shutil.rmtree(site, ignore_errors=True)
    write(site, files)
    write(site, {"hugo.json": json.dumps(config, ensure_ascii=False, indent=1)})
    write(site, suite.layouts)
    by_hugo = [programs.hugo, "-s", str(site), "-d", str(site / "hugo"), "--clock", CLOCK, "--printPathWarnings"]
    made = run(by_hugo)
    if made.returncode != 0:
        return [("hugo refused", (made.stdout + made.stderr).strip()[-400:])]
    imported = run([programs.numerate, "import", "hugo", str(site)])
    if imported.returncode != 0:
        return [("import failed", (imported.stdout + imported.stderr).strip()[-600:])]
    write(site, suite.templates)
    built = run([programs.numerate, "build", "-s", str(site), "-d", str(site / "numerate"), "--clock", CLOCK, "--format", "json"])
    if built.returncode != 0:
        wrong = [d for d in json.loads(built.stdout)["diagnostics"] if d["severity"] == "error"]
        if all(d["code"] == "site/collision" for d in wrong) and collisions(wrong) == duplicates(made.stdout + made.stderr):
            # Hugo tells of it only when asked, and takes now this page, now that one.
            dumps.COMPARED["collisions"] += 1
            return []
        return [("numerate refused", f"{d['code']} {d['file']}: {d['message']}") for d in wrong]
    ours = suite.numerate(public(site / "numerate"), config)
    theirs = lambda: suite.hugo(public(site / "hugo"), config)
    found = list(suite.differences(theirs(), ours, config))
    for _ in range(AGAIN if found else 0):
        # Where languages or pages race, Hugo takes now this one, now that one: only what is always different is.
        shutil.rmtree(site / "hugo")
        run(by_hugo)
        again = set(suite.differences(theirs(), ours, config))
        found = [difference for difference in found if difference in again]
        if not found:
            dumps.COMPARED["unsteady"] += 1
            break
    return found


def main(suite=ONE_LANGUAGE):
    parser = argparse.ArgumentParser()
    parser.add_argument("--hugo", default="hugo")
    parser.add_argument("--numerate", default="numerate")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--trees", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=3600)
    parser.add_argument("--show", type=int, default=3, help="differences to show of each kind")
    parser.add_argument("--keep", help="a folder for the sites, which stay there")
    programs = parser.parse_args()
    folder = pathlib.Path(programs.keep or tempfile.mkdtemp(prefix="differential-")).resolve()
    start = time.monotonic()
    found = collections.defaultdict(list)
    n_trees = n_same = 0
    for seed in range(programs.seed, programs.seed + programs.trees):
        if time.monotonic() - start > programs.seconds:
            break
        n_trees += 1
        differences = compare(seed, programs, folder, suite)
        n_same += not differences
        for kind, text in differences:
            found[kind].append(f"{seed}: {text}")
        if not programs.keep:
            shutil.rmtree(folder / str(seed), ignore_errors=True)
    for kind, texts in sorted(found.items()):
        print(f"{kind}: {len(texts)}")
        for text in texts[: programs.show]:
            print(f"  {text}")
    print(f"{n_trees} sites from seed {programs.seed}, {n_same} alike ({dumps.COMPARED['collisions']} with pages at one URL, {dumps.COMPARED['unsteady']} that Hugo builds now so, now so), {dumps.COMPARED['pages']} pages compared, {time.monotonic() - start:.0f} s")
    if not programs.keep:
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(1 if found or not dumps.COMPARED["pages"] else 0)


if __name__ == "__main__":
    main()
