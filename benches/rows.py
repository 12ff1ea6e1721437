#!/usr/bin/env python3
"""How long does a site over a large CSV file take, beside DuckDB on the same file?

    python3 benches/rows.py --numerate target/release/numerate [--rows 10000000] [--folder /tmp/rows]

Writes the file once, with a page of a monthly sum, a table of the five largest and a chart. Then it measures, each in a process of its own:
DuckDB's two queries over the file; a build from nothing; a build after a sentence of the page has changed; a build of a site without data;
and the bytes that builds at 1, 2 and 8 threads give.
"""

import argparse
import datetime
import hashlib
import os
import pathlib
import random
import shutil
import subprocess
import sys
import time

PAGE = """---
title: Requests
date: 2025-06-01
---
```sql monthly
SELECT date_trunc('month', day) AS month, sum(tokens) AS tokens FROM requests GROUP BY 1 ORDER BY 1
```
```sql top
SELECT app, sum(tokens) AS tokens FROM requests GROUP BY 1 ORDER BY 2 DESC LIMIT 5
```
{sentence}

```yaml table
query: top
```

```yaml chart
query: monthly
kind: line
x: month
y: tokens
title: Tokens a month
alt: A line.
```
"""

DUCKDB = """
import duckdb, sys, time
start = time.perf_counter()
duckdb.sql("SET threads TO 2")
for sql in ["SELECT date_trunc('month', day) AS month, sum(tokens) AS tokens FROM read_csv(?) GROUP BY 1 ORDER BY 1",
            "SELECT app, sum(tokens) AS tokens FROM read_csv(?) GROUP BY 1 ORDER BY 2 DESC LIMIT 5"]:
    duckdb.execute(sql, [sys.argv[1]]).fetchall()
print(time.perf_counter() - start)
"""


def write_rows(path: pathlib.Path, n_rows: int) -> None:
    """The same rows on every machine, about 45 bytes each."""
    numbers = random.Random(7)
    apps = [f"app-{number:04}" for number in range(400)]
    first = datetime.date(2023, 1, 1)
    days = [(first + datetime.timedelta(days=number)).isoformat() for number in range(900)]
    with path.open("w", buffering=1 << 20) as file:
        file.write("id,day,app,tokens,price,region\n")
        for start in range(0, n_rows, 10_000):
            lines = []
            for number in range(start, min(start + 10_000, n_rows)):
                bits = numbers.getrandbits(64)
                tokens, cents = bits % 10_000_019, bits >> 40 & 0xFFFF
                region = ("north", "south", "east", "west")[bits & 3]
                day = days[number * 900 // n_rows]
                lines.append(f"{number},{day},{apps[bits % 397]},{tokens},{cents // 100}.{cents % 100:02},{region}\n")
            file.writelines(lines)


def run(command: list[str]) -> tuple[float, float, str]:
    """Wall time in seconds, peak memory in MB, output."""
    before = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - before
    if process.returncode:
        sys.exit(f"{command}: {output}")
    return seconds, usage.ru_maxrss / 1024, output


def digest(folder: pathlib.Path) -> str:
    res = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        res.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return res.hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--numerate", default="target/release/numerate")
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--folder", type=pathlib.Path, default=pathlib.Path("/tmp/numerate-rows"))
    parser.add_argument("--runs", type=int, default=3)
    args = parser.parse_args()
    site, empty = args.folder / "site", args.folder / "empty"
    csv, page = site / "data/requests.csv", site / "content/posts/requests.md"
    for path in [csv, page, empty / "content/posts/a.md"]:
        path.parent.mkdir(parents=True, exist_ok=True)
    marker = args.folder / f"rows-{args.rows}"
    if not marker.exists():
        write_rows(csv, args.rows)
        marker.touch()
    (empty / "content/posts/a.md").write_text("---\ntitle: A\ndate: 2025-06-01\n---\nText.\n")
    page.write_text(PAGE.format(sentence="First."))
    subprocess.run(["cat", csv], stdout=subprocess.DEVNULL, check=True)
    print(f"{csv.stat().st_size / 1e6:.0f} MB, {args.rows} rows, {os.cpu_count()} processors")

    def build(folder: pathlib.Path, *options: str) -> tuple[float, float]:
        command = [args.numerate, "build", "-s", str(folder), "-d", str(args.folder / "public"), *options]
        return run(command)[:2]

    pairs = []
    for _ in range(args.runs):
        shutil.rmtree(site / ".numerate", ignore_errors=True)
        cold, memory = build(site)
        duckdb = float(run([sys.executable, "-c", DUCKDB, str(csv)])[2].strip().splitlines()[-1])
        pairs.append((cold, duckdb, memory))
        print(f"cold build {cold:.2f} s, {memory:.0f} MB; DuckDB's two queries {duckdb:.2f} s; {cold / duckdb:.2f} times")
    warm = []
    for number in range(args.runs):
        page.write_text(PAGE.format(sentence=f"Another sentence, {number}."))
        again, memory = build(site)
        nothing, _ = build(empty)
        warm.append(again - nothing)
        print(f"build after a changed sentence {again:.2f} s, {memory:.0f} MB; of an empty site {nothing:.2f} s; {again - nothing:.2f} s more")
    digests = set()
    for threads in ["1", "2", "8"]:
        shutil.rmtree(site / ".numerate", ignore_errors=True)
        seconds, memory = build(site, "-j", threads, "--clock", "2025-06-02T00:00:00Z")
        digests.add(digest(args.folder / "public"))
        print(f"{threads} threads: {seconds:.2f} s, {memory:.0f} MB")
    print("the same bytes at 1, 2 and 8 threads" if len(digests) == 1 else "DIFFERENT BYTES")
    ratio = sorted(cold / duckdb for cold, duckdb, _ in pairs)[len(pairs) // 2]
    peak = max(memory for _, _, memory in pairs)
    more = sorted(warm)[len(warm) // 2]
    print(f"median {ratio:.2f} times DuckDB (at most 1.5), {more:.2f} s more (at most 0.3), peak {peak:.0f} MB (at most 600)")


if __name__ == "__main__":
    main()
