#!/usr/bin/env python3
"""Random edits against the running preview: no wrong page, no missed change, no growth of memory.

usage: edits.py [--seconds S] [--posts N] [--before N] [--rate R] [--seed N] [--numerate FILE]

Edits bodies, titles, dates, data, templates, style sheets and pictures of a blog, makes, renames and removes posts and
folders, breaks posts and mends them, R times a second. Now and then it lets the preview come to rest, builds the same files anew, and
compares every file of that build with what is served, byte for byte but for the preview's own script. Memory is noted each
time. The exit code is 1 if anything differed.
"""

import argparse
import http.client
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse

from blog import REPOSITORY, write_blog

POST = "---\ntitle: {title}\ndate: {date}\ntags: [{tag}]\n---\n```sql total\nSELECT sum(n) AS n FROM t\n```\n\n{text} [](q:total.n)\n"
SCRIPTS = re.compile(rb"<script src=\"/__numerate/[^>]*></script>")


class Author:
    """Somebody who edits without a plan."""

    def __init__(self, folder, seed):
        self.folder, self.random, self.count = folder, random.Random(seed), 0
        self.broken = {}
        for name in ["templates/partials/footer.html", "static/css/site.css"]:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(REPOSITORY / name, folder / name)
        self.write("data/t.csv", "n\n1\n2\n")

    def write(self, name, text):
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if self.random.random() < 0.4:
            # As many editors do: another file, put in the place of the first.
            other = file.with_name(f".{file.name}.new")
            other.write_text(text, encoding="utf-8")
            other.rename(file)
        else:
            file.write_text(text, encoding="utf-8")

    def posts(self):
        return sorted((self.folder / "content").rglob("*.md"))

    def name(self, file):
        return file.relative_to(self.folder)

    def edit(self):
        """One edit of a random kind."""
        self.count += 1
        mark = f"edit{self.count}"
        kinds = [self.body] * 8 + [self.title] * 3 + [self.data] * 2 + [self.new] * 2
        kinds += [self.remove, self.rename, self.move, self.template, self.style, self.picture, self.touch, self.break_one, self.config]
        self.random.choice(kinds)(mark)

    def post(self):
        whole = [file for file in self.posts() if file not in self.broken]
        return self.random.choice(whole)

    def body(self, mark):
        file = self.post()
        self.write(self.name(file), re.sub(r"\n\nedit\d+\n$", "\n", file.read_text(encoding="utf-8")) + f"\n\n{mark}\n")

    def title(self, mark):
        file = self.post()
        self.write(self.name(file), re.sub(r"(?m)^title:.*$", f"title: {mark}", file.read_text(encoding="utf-8"), count=1))

    def data(self, mark):
        self.write("data/t.csv", f"n\n{self.random.randrange(10**6)}\n{self.count}\n")

    def new(self, mark):
        if len(self.posts()) > 400:
            return self.remove(mark)
        day = f"20{self.random.randrange(10, 25)}-0{self.random.randrange(1, 10)}-11"
        folder = self.random.choice(["posts", f"section{self.random.randrange(4)}"])
        tag = f"tag{self.random.randrange(9)}"
        self.write(f"content/{folder}/{mark}.md", POST.format(title=mark, date=day, tag=tag, text=mark))

    def remove(self, mark):
        if len(self.posts()) > 40:
            self.post().unlink()

    def rename(self, mark):
        file = self.post()
        file.rename(file.with_name(f"{mark}.md"))

    def move(self, mark):
        folders = sorted(folder for folder in (self.folder / "content").iterdir() if folder.is_dir() and folder.name != "posts")
        if folders:
            folder = self.random.choice(folders)
            self.mend(mark)
            folder.rename(folder.with_name(f"section{mark}"))

    def template(self, mark):
        file = self.folder / "templates/partials/footer.html"
        self.write(self.name(file), re.sub(r'(<footer class="site-footer">)(edit\d+ )?', rf"\g<1>{mark} ", file.read_text()))

    def style(self, mark):
        file = self.folder / "static/css/site.css"
        self.write(self.name(file), re.sub(r"/\* edit\d+ \*/\n$", "", file.read_text()) + f"/* {mark} */\n")

    def picture(self, mark):
        self.write("static/dot.svg", f'<svg xmlns="http://www.w3.org/2000/svg"><title>{mark}</title></svg>\n')

    def touch(self, mark):
        self.post().touch()

    def config(self, mark):
        file = self.folder / "numerate.yaml"
        self.write("numerate.yaml", re.sub(r"(?m)^title:.*$", f"title: {mark}", file.read_text()))

    def break_one(self, mark):
        if self.broken:
            return self.mend(mark)
        file = self.post()
        self.broken[file] = file.read_text(encoding="utf-8")
        self.write(self.name(file), self.broken[file] + "\n[7](q:none.n)\n")

    def mend(self, mark):
        for file, text in self.broken.items():
            self.write(self.name(file), text)
        self.broken = {}


class Preview:
    """The preview under test."""

    def __init__(self, program, folder, port):
        self.program, self.folder, self.port = program, folder, port
        self.log = open(folder.parent / "preview.log", "wb")
        command = [program, "serve", "-s", folder, "--port", port, "--published"]
        self.process = subprocess.Popen([*map(str, command)], stdout=self.log, stderr=self.log)

    def get(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", urllib.parse.quote(path), headers={"host": f"localhost:{self.port}"})
            answer = connection.getresponse()
            if answer.status == 302:
                return 302, answer.headers["location"].encode()
            return answer.status, SCRIPTS.sub(b"", answer.read())
        except OSError:
            return 0, b""
        finally:
            connection.close()

    def memory(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024

    def wait(self, path, mark):
        """Waits until `path` holds `mark`."""
        begin = time.monotonic()
        while mark not in self.get(path)[1]:
            if self.process.poll() is not None or time.monotonic() - begin > 120:
                return False
            time.sleep(0.02)
        return True

    def differences(self, out):
        """What differs between what is served and a build of the same files."""
        shutil.rmtree(out, ignore_errors=True)
        command = [self.program, "build", "-s", self.folder, "-d", out, "-b", f"http://localhost:{self.port}/"]
        # Without the preview's memory: in a copy.
        copy = out.parent / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.folder, copy, ignore=shutil.ignore_patterns(".numerate"))
        command[3] = copy
        built = subprocess.run([*map(str, command)], capture_output=True, text=True)
        if built.returncode != 0:
            return [f"the build failed: {built.stderr[-2000:]}"]
        found = []
        for file in sorted(out.rglob("*")):
            name = file.relative_to(out).as_posix()
            if not file.is_file() or name.startswith("."):
                continue
            status, body = self.get("/" + re.sub(r"(^|/)index\.html$", r"\1", name))
            if status == 302:
                # A page that leads on is answered by the redirect that it stands for.
                if b'http-equiv="refresh"' not in file.read_bytes() or body not in file.read_bytes():
                    found.append(f"{name}: led on to {body.decode()}")
            elif status != 200 and name != "404.html":
                found.append(f"{name}: {status}")
            elif body != file.read_bytes():
                found.append(f"{name}: served {len(body)} bytes, built {file.stat().st_size}")
        return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=3600)
    parser.add_argument("--posts", type=int, default=100)
    parser.add_argument("--before", type=int, default=0, help="edits made before the preview starts (default 0): the pages that they "
                        "make have queries, so a blog of none grows heavier for some 15,000 edits")
    parser.add_argument("--rate", type=float, default=5, help="edits a second (default 5)")
    parser.add_argument("--check", type=float, default=60, help="seconds between comparisons (default 60)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--port", type=int, default=14413)
    parser.add_argument("--numerate", default="target/release/numerate")
    arguments = parser.parse_args()
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="numerate-edits-") as top:
        folder = pathlib.Path(top) / "site"
        write_blog("numerate", arguments.posts, folder)
        author = Author(folder, arguments.seed)
        for _ in range(arguments.before):
            author.edit()
        author.mend("")
        preview = Preview(arguments.numerate, folder, arguments.port)
        try:
            begin = time.monotonic()
            next_check = begin + arguments.check
            preview.wait("/", b"<html")
            while (now := time.monotonic()) - begin < arguments.seconds or now >= next_check:
                author.edit()
                time.sleep(1 / arguments.rate)
                if now < next_check:
                    continue
                next_check = time.monotonic() + arguments.check
                author.mend("")
                mark = f"rest{author.count}"
                author.picture(mark)
                if not preview.wait("/dot.svg", mark.encode()):
                    sys.exit(f"after {author.count} edits a change was never served")
                found = preview.differences(pathlib.Path(top) / "built")
                wrong += len(found)
                minutes = (time.monotonic() - begin) / 60
                print(f"{minutes:5.1f} min  {author.count:6} edits  {len(author.posts()):4} pages  "
                      f"{preview.memory():6.0f} MiB  {len(found)} differences", flush=True)
                for line in found[:10]:
                    print(f"    {line}", flush=True)
        finally:
            preview.process.terminate()
            preview.process.wait()
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
