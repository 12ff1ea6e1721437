#!/usr/bin/env python3
"""Does the preview's memory grow with the edits of a site that stays as large as it is?

usage: growth.py [--posts N] [--edits N] [--what body,title,csv,template,css] [--warm N] [--numerate FILE]

Each edit puts a text into one of a few files that was never there before, and the next one waits for the event stream to tell of
it. Pages neither come nor go. Resident memory is printed as it goes along; the exit code is 1 if its median over the last
fifth of the edits after the warm-up is a tenth above that over the first fifth.
"""

import argparse
import random
import statistics
import sys
import tempfile
import time

from latency import DATA_POST, EDITS, PATIENCE, QUERY, Events, Server

FILES = 20
# How many posts ask something of the data.
DATA_POSTS = 50


def edited(server, what, number, originals):
    """The file that an edit changes, and its new text."""
    file = server.files[what]
    if what in ("body", "title"):
        posts = sorted((server.folder / "content" / "posts").glob("post-*.md"))
        file = posts[random.randrange(min(FILES, len(posts)))]
    before = originals.setdefault(file, file.read_text(encoding="utf-8"))
    return file, server.edit(what, number, before)[0]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=200)
    parser.add_argument("--edits", type=int, default=5000)
    parser.add_argument("--warm", type=int, default=500, help="edits that are not judged (default 500)")
    parser.add_argument("--what", default=",".join(EDITS), help="which kinds of edits")
    parser.add_argument("--numerate", default="target/release/numerate")
    parser.add_argument("--port", type=int, default=14513)
    arguments = parser.parse_args()
    whats, originals, sizes = arguments.what.split(","), {}, []
    with tempfile.TemporaryDirectory(prefix="numerate-growth-") as folder:
        server = Server("numerate", arguments.numerate, arguments.posts, folder)
        for number in range(DATA_POSTS):
            text = DATA_POST.format(query=QUERY, total="[](q:total.n)").replace("A post", f"Post {number}")
            server.write(server.folder / f"content/posts/data-{number:03}.md", text)
        server.start(arguments.port)
        try:
            events, begin = Events(server), time.monotonic()
            print(f"{arguments.posts:,} posts, before the first edit: {server.memory():.0f} MiB", flush=True)
            for number in range(arguments.edits):
                file, text = edited(server, random.choice(whats), number, originals)
                n_told, saved = len(events.times), time.monotonic()
                file.write_text(text, encoding="utf-8")
                while len(events.times) == n_told:
                    if time.monotonic() - saved > PATIENCE:
                        sys.exit(f"edit {number}, of {file.name}, was never told")
                    time.sleep(0.001)
                sizes.append(server.memory())
                if (number + 1) % max(1, arguments.edits // 20) == 0:
                    passed = time.monotonic() - begin
                    print(f"{number + 1:6} edits {passed:6.0f} s {sizes[-1]:6.0f} MiB", flush=True)
        finally:
            server.stop()
    judged = sizes[arguments.warm:]
    part = max(1, len(judged) // 5)
    first, last = statistics.median(judged[:part]), statistics.median(judged[-part:])
    print(f"median of the first fifth {first:.0f} MiB, of the last {last:.0f} MiB: {last / first:.3f} times as much")
    sys.exit(1 if last > 1.1 * first else 0)


if __name__ == "__main__":
    main()
