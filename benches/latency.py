#!/usr/bin/env python3
"""How long it takes from a save to the preview: by numerate and by Hugo's server, in one run.

usage: latency.py POSTS… [--edits N] [--what body,title,csv,template,css] [--numerate FILE] [--hugo FILE] [--browser]

Both serve the same blog side by side, and each kind of edit is measured with the one and then with the other, which is idle
meanwhile. For each edit a file gets a text that was never there before, and the page is asked for every 2 ms until that text
is in the answer. Of numerate the time to the first message of the event stream is measured, too, and with --browser the time
to the changed page in Chromium, of both (latency.mjs). Printed are median and 95th percentile in milliseconds, how many of the
answers were not 200, and in the end a table of all medians with how many times as long Hugo takes. The exit code is 1 if
numerate answered anything but 200, or an edit was never shown.
"""

import argparse
import http.client
import itertools
import json
import pathlib
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

from blog import REPOSITORY, write_blog

EDITS = ["body", "title", "csv", "template", "css"]
POLL = 0.002
# What both templates have, and edits put a text behind.
FOOTER = '<footer class="site-footer">'
PATIENCE = 120
DATA_POST = """---
title: "A post with data"
date: 2012-02-01T09:00:00Z
---
{query}
The rows come to {total} in all.
"""
QUERY = "```sql total\nSELECT sum(n) AS n FROM t\n```\n"
HUGO_TOTAL = """{{- $sum := 0 }}{{ range after 1 (resources.Get "t.csv" | transform.Unmarshal) }}{{ $sum = add $sum (int (index . 1)) }}{{ end -}}
<data value="{{ $sum }}">{{ $sum }}</data>"""


def csv(number):
    """A table whose column `n` comes to 1,000 and `number`."""
    return f"name,n\nall but one,1000\none,{number}\n"


class Server:
    """A preview server with its copy of the blog."""

    def __init__(self, kind, program, n_posts, folder):
        self.kind, self.program, self.folder = kind, program, pathlib.Path(folder) / kind
        write_blog(kind, n_posts, self.folder)
        self.is_ours = kind == "numerate"
        post = self.folder / "content" / "posts" / f"post-{n_posts // 2:06}.md"
        template = "templates/partials/footer.html" if self.is_ours else "layouts/baseof.html"
        data = "data/t.csv" if self.is_ours else "assets/t.csv"
        self.files = {"body": post, "title": post, "css": self.folder / "static/css/site.css"}
        self.files |= {"csv": self.folder / data, "template": self.folder / template}
        page = f"/posts/post-{n_posts // 2:06}/"
        self.paths = {"body": page, "title": page, "template": page, "css": "/css/site.css", "csv": "/posts/with-data/"}
        if self.is_ours:
            for name in ["templates/partials/footer.html", "static/css/site.css"]:
                (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(REPOSITORY / name, self.folder / name)
        else:
            self.write(self.folder / "layouts/_shortcodes/total.html", HUGO_TOTAL)
        self.write(self.files["csv"], csv(1))
        query, total = (QUERY, "[](q:total.n)") if self.is_ours else ("", "{{< total >}}")
        self.write(self.folder / "content/posts/with-data.md", DATA_POST.format(query=query, total=total))

    @staticmethod
    def write(file, text):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def start(self, port):
        self.port = port
        if self.is_ours:
            command = [self.program, "serve", "-s", self.folder, "--port", port]
        else:
            command = [self.program, "server", "--source", self.folder, "--port", port, "--bind", "127.0.0.1", "--quiet"]
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen([*map(str, command)], stdout=self.log, stderr=self.log)
        begin = time.monotonic()
        while self.get("/")[0] != 200:
            if self.process.poll() is not None or time.monotonic() - begin > PATIENCE:
                self.log.seek(0)
                sys.exit(f"{self.kind} did not come up: {self.log.read().decode()}")
            time.sleep(0.02)
        return time.monotonic() - begin

    def stop(self):
        self.process.terminate()
        self.process.wait()

    def get(self, path):
        try:
            connection = getattr(self, "connection", None) or http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            self.connection = connection
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            self.connection = None
            return 0, ""

    def edit(self, what, number, before):
        """The text of the file with something in it that was never there, and that something as it is served."""
        mark = f"mark{number:06}x{random.randrange(10**6):06}"
        if what == "body":
            return before + f"\n\n{mark}\n", mark
        if what == "title":
            return re.sub(r"(?m)^title:.*$", f'title: "{mark}"', before, count=1), mark
        if what == "csv":
            value = random.randrange(10**8, 10**9)
            return csv(value), f'value="{value + 1000}"'
        if what == "css":
            return before + f"\n/* {mark} */\n", mark
        return before.replace(FOOTER, f"{FOOTER}{mark} "), mark

    def memory(self):
        """Resident memory in MiB."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


class Events(threading.Thread):
    """Listens to the event stream of numerate's preview and notes when messages come."""

    def __init__(self, server):
        super().__init__(daemon=True)
        token = re.search(r"/__numerate/(\w+)/", server.get("/")[1])[1]
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port)
        self.connection.request("GET", f"/__numerate/{token}/events")
        self.answer = self.connection.getresponse()
        self.times = []
        self.start()

    def run(self):
        while line := self.answer.readline():
            if line.startswith(b"data:"):
                now = time.monotonic()
                if json.loads(line[5:])["kind"] == "build":
                    self.times.append(now)


def measure(server, what, n_edits):
    """The times from saves to the served page and to the first message, and the answers that were not 200."""
    file, path = server.files[what], server.paths[what]
    before = file.read_text(encoding="utf-8")
    events = Events(server) if server.is_ours else None
    served, told, bad = [], [], 0
    for number in range(n_edits):
        text, mark = server.edit(what, number, before)
        time.sleep(0.35 + random.random() * 0.3)
        n_told = len(events.times) if events else 0
        begin = time.monotonic()
        file.write_text(text, encoding="utf-8")
        while True:
            status, body = server.get(path)
            now = time.monotonic()
            bad += status != 200
            if mark in body:
                break
            if now - begin > PATIENCE:
                sys.exit(f"{server.kind}: an edit of {what} was never served")
            time.sleep(POLL)
        served.append((now - begin) * 1000)
        while events and len(events.times) <= n_told:
            time.sleep(POLL)
        if events:
            told.append((events.times[n_told] - begin) * 1000)
    file.write_text(before, encoding="utf-8")
    while mark in server.get(path)[1]:
        time.sleep(POLL)
    time.sleep(1)
    return served, told, bad


def summary(times):
    """Median and 95th percentile."""
    times = sorted(times)
    return statistics.median(times), times[min(len(times) - 1, int(len(times) * 0.95))]


def in_browser(server, what, n_edits):
    """The times from saves to the changed page in Chromium."""
    order = {"url": f"http://localhost:{server.port}", "what": what, "count": n_edits}
    order |= {"file": str(server.files[what]), "path": "/" if what == "css" else server.paths[what]}
    script = pathlib.Path(__file__).with_name("latency.mjs")
    done = subprocess.run(["node", script, json.dumps(order)], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(done.stderr)
    time.sleep(1)
    return json.loads(done.stdout)


def measure_size(n_posts, programs, arguments):
    """The medians of one size by edit, program and what was waited for, and how many of numerate's answers were not 200."""
    medians, all_bad = {}, 0
    with tempfile.TemporaryDirectory(prefix="numerate-latency-") as folder:
        servers = [Server(kind, program, n_posts, folder) for kind, program in programs.items()]
        begun = []
        try:
            for at, server in enumerate(servers):
                took = server.start(arguments.port + at)
                begun.append(server)
                print(f"{server.kind}, {n_posts:,} posts: first answer after {took:.2f} s", flush=True)
            time.sleep(3)
            for what, server in itertools.product(arguments.what.split(","), servers):
                served, told, bad = measure(server, what, arguments.edits)
                all_bad += bad if server.is_ours else 0
                times = {"served": served} | ({"message": told} if told else {})
                if arguments.browser:
                    shown = in_browser(server, what, arguments.edits)
                    times["Chromium"] = [one for one in shown if one is not None]
                    missed = len(shown) - len(times["Chromium"])
                    all_bad += missed if server.is_ours else 0
                line = f"  {what:9} {server.kind:9}"
                for name, list_of_times in times.items():
                    if not list_of_times:
                        continue
                    medians[what, server.kind, name], p95 = summary(list_of_times)
                    line += f"  {name} {medians[what, server.kind, name]:6.0f} median {p95:6.0f} p95"
                never = f"   never shown in Chromium: {missed}" if arguments.browser and missed else ""
                print(f"{line}   answers that were not 200: {bad}{never}", flush=True)
            print("  memory: " + ", ".join(f"{server.kind} {server.memory():.0f} MiB" for server in servers), flush=True)
        finally:
            for server in begun:
                server.stop()
    return medians, all_bad


def table(medians, n_posts):
    """Lines with the medians of one size, and how many times as long Hugo takes."""
    cell = lambda what, kind, name: medians.get((what, kind, name))
    for what in dict.fromkeys(what for what, _, _ in medians):
        line = f"{n_posts:7,}  {what:9}"
        for kind, name in [("numerate", "message"), ("numerate", "served"), ("hugo", "served"), ("numerate", "Chromium"), ("hugo", "Chromium")]:
            value = cell(what, kind, name)
            line += f" {value:9.0f}" if value is not None else "         -"
        for name in ["served", "Chromium"]:
            ours, theirs = cell(what, "numerate", name), cell(what, "hugo", name)
            line += f" {theirs / ours:9.1f}" if ours and theirs else "         -"
        print(line)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("posts", type=int, nargs="+")
    parser.add_argument("--edits", type=int, default=20, help="edits of each kind (default 20)")
    parser.add_argument("--what", default=",".join(EDITS), help="which kinds of edits")
    parser.add_argument("--numerate", default="target/release/numerate")
    parser.add_argument("--hugo", help="Hugo's program; without it numerate is measured alone")
    parser.add_argument("--browser", action="store_true", help="measure the changed page in Chromium, too")
    parser.add_argument("--port", type=int, default=14313)
    arguments = parser.parse_args()
    programs = {"numerate": arguments.numerate} | ({"hugo": arguments.hugo} if arguments.hugo else {})
    sizes = {n_posts: measure_size(n_posts, programs, arguments) for n_posts in arguments.posts}
    print("\nmedians in ms             numerate  numerate      Hugo  numerate      Hugo   Hugo / numerate")
    print("  posts  edit        message    served    served  Chromium  Chromium    served  Chromium")
    for n_posts, (medians, _) in sizes.items():
        table(medians, n_posts)
    sys.exit(1 if any(bad for _, bad in sizes.values()) else 0)


if __name__ == "__main__":
    main()
