#!/usr/bin/env python3
"""Writes a synthetic blog, the same posts for numerate and for Hugo.

usage: blog.py {numerate|hugo} POSTS FOLDER [--code] [--tags N]

A post has 600 to 1,400 words in sections with headings, a list, a table, links, emphasis and inline
code, and three tags. Words and tags follow Zipf's law, so some terms have many pages and most have few.
With --code every post has two blocks of code more, for generators to highlight.
"""

import argparse
import datetime
import itertools
import pathlib
import random
import shutil

HERE = pathlib.Path(__file__).resolve().parent
REPOSITORY = HERE.parent

STEMS = """
account anchor answer archive average balance batch border branch budget canal carbon carrier census channel chart
circuit claim climate column copper corner cotton count credit current cycle decade decimal degree deposit desert
digit district dock draft engine entry estimate export factor farm figure filter flour forest fraction freight
frontier garden gauge glacier grain granite gravel harbor harvest height index interest island journal junction
kernel ladder lantern ledger letter limit lumber machine margin market meadow measure median method metric mineral
minute mirror mortar motor number orbit orchard order outlet output packet parcel pattern payment pepper pilot
planet plaster pocket point port price profit quarter query queue quota railway rain ratio record region report
reservoir return river sample saving scale season sector sensor series shelter signal silver snapshot source
spindle station storage stream summer supply survey switch table target tariff tenant timber token tonnage total
tower trade transit trend tunnel turbine unit valley value vessel village volume wagon warehouse water weight window
winter worker yard yield
""".split()
ENDINGS = ["", "s", "ed", "ing", "er", "ers", "less", "like", "wise", "ful", "ness", "ship", "hood", "dom"]
SMALL = "the of and to in a is that for it as was with be by on not he this are or his from at which but have an had they you were".split()

RUST = """```rust
/// The running mean of `{name}`.
pub fn {name}(rows: &[(u32, f64)]) -> Vec<f64> {{
    let mut sum = 0.0;
    let mut means = Vec::with_capacity(rows.len());
    for (at, (_, value)) in rows.iter().enumerate() {{
        sum += value;
        means.push(sum / (at as f64 + 1.0)); // never divides by zero
    }}
    means
}}
```"""
PYTHON = """```python
def {name}(path: str, least: int = {number}) -> dict[str, float]:
    \"\"\"Shares of the groups that reach `least`.\"\"\"
    with open(path, newline="") as file:
        rows = [row for row in csv.DictReader(file) if int(row["count"]) >= least]
    total = sum(int(row["count"]) for row in rows)
    return {{row["name"]: int(row["count"]) / total for row in rows}}
```"""


class Author:
    """Draws words, sentences and posts from one stream of random numbers."""

    def __init__(self, n_tags):
        self.random = random.Random("numerate")
        words = [stem + ending for ending in ENDINGS for stem in STEMS]
        self.random.shuffle(words)
        self.words = SMALL + words
        self.word_weights = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(len(self.words))))
        self.tags = self.random.sample(STEMS, min(n_tags, len(STEMS)))
        self.tag_weights = list(itertools.accumulate(1 / (rank + 10) for rank in range(len(self.tags))))

    def pick(self, count):
        return self.random.choices(self.words, cum_weights=self.word_weights, k=count)

    def title(self):
        return " ".join(self.pick(self.random.randint(3, 7))).capitalize()

    def sentence(self):
        words = self.pick(self.random.randint(7, 21))
        at = self.random.randrange(1, len(words) - 1)
        form = self.random.random()
        if form < 0.12:
            words[at] = f"*{words[at]}*"
        elif form < 0.24:
            words[at] = f"**{words[at]} {words.pop(at + 1)}**"
        elif form < 0.30:
            words[at] = f"`{words[at]}`"
        elif form < 0.38:
            words[at] = f"[{words[at]}](https://example.com/{words[at + 1]}/)"
        elif form < 0.48:
            words[at] = f"{self.random.randint(2, 99_999):,}"
        text = " ".join(words)
        return text[0].upper() + text[1:] + "."

    def paragraph(self):
        return " ".join(self.sentence() for _ in range(self.random.randint(3, 6)))

    def table(self):
        left, right = self.pick(2)
        rows = [f"| {left.capitalize()} | {right.capitalize()} |", "|:-----|------:|"]
        rows += [f"| {self.pick(1)[0]} | {self.random.randint(1, 10**9):,} |" for _ in range(6)]
        return "\n".join(rows)

    def items(self):
        return "\n".join(f"- {self.sentence()}" for _ in range(self.random.randint(3, 6)))

    def code(self):
        name, other = self.random.sample(STEMS, 2)
        number = self.random.randint(1, 500)
        return [RUST.format(name=name), PYTHON.format(name=other, number=number)]

    def body(self, with_code):
        blocks = [self.paragraph(), "<!--more-->", self.paragraph()]
        for section in range(self.random.randint(3, 5)):
            blocks.append(f"## {self.title()}")
            blocks += [self.paragraph() for _ in range(self.random.randint(1, 3))]
            if section == 0:
                blocks.append(self.items())
            elif section == 1:
                blocks.append(self.table())
            elif section == 2:
                blocks += [f"### {self.title()}", self.paragraph()]
                blocks += self.code() if with_code else []
        return "\n\n".join(blocks) + "\n"

    def post_tags(self):
        chosen = {}
        while len(chosen) < min(3, len(self.tags)):
            chosen.update(dict.fromkeys(self.random.choices(self.tags, cum_weights=self.tag_weights)))
        return list(chosen)

    def post(self, number, with_code):
        date = datetime.datetime(2012, 3, 1, 9) + datetime.timedelta(hours=11 * number)
        front = [
            "---",
            f'title: "{self.title()}"',
            f"date: {date.isoformat()}Z",
            f"tags: [{', '.join(self.post_tags())}]",
            "---",
            "",
        ]
        return "\n".join(front) + "\n" + self.body(with_code)


def write_blog(kind, n_posts, folder, with_code=False, n_tags=150):
    """Writes the blog into `folder`, which must not exist."""
    folder = pathlib.Path(folder)
    posts = folder / "content" / "posts"
    posts.mkdir(parents=True)
    author = Author(n_tags)
    for number in range(n_posts):
        (posts / f"post-{number:06}.md").write_text(author.post(number, with_code), encoding="utf-8")
    if kind == "numerate":
        shutil.copy(HERE / "numerate.yaml", folder)
    else:
        shutil.copytree(HERE / "hugo-theme", folder, dirs_exist_ok=True)
        # The files that numerate's built-in theme brings along.
        shutil.copytree(REPOSITORY / "static", folder / "static")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=["numerate", "hugo"])
    parser.add_argument("posts", type=int)
    parser.add_argument("folder")
    parser.add_argument("--code", action="store_true", help="two blocks of code in every post")
    parser.add_argument("--tags", type=int, default=150, help="how many tags there are (default 150)")
    arguments = parser.parse_args()
    write_blog(arguments.kind, arguments.posts, arguments.folder, arguments.code, arguments.tags)


if __name__ == "__main__":
    main()
