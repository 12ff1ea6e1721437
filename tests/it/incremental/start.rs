//! The site that random edits begin with.

use std::collections::BTreeMap;

/// The files that do not repeat.
const FILES: [(&str, &str); 20] = [
    ("numerate.yaml", "title: T\nbase_url: https://example.org/\npagination: {size: 8}\n"),
    ("content/_index.md", "---\ntitle: Home\n---\nWelcome. See [the notes](notes/_index.md).\n"),
    ("content/notes/_index.md", "---\ntitle: Notes\n---\nShort ones.\n"),
    (
        "content/about.md",
        "---\ntitle: About\naliases: [/who/]\n---\nSee [one](posts/p1.md#more).\n",
    ),
    (
        "content/posts/sums.md",
        "---\ntitle: Sums\ndate: 2025-03-01\n---\n```sql totals\nSELECT sum(n) AS n FROM apps\n```\nThere are [](q:totals.n?fmt=grouped).\n",
    ),
    (
        "content/posts/stated.md",
        "---\ntitle: Stated\ndate: 2025-05-01\n---\n```sql most\nSELECT max(n) AS n FROM usage\n```\nAt most [40](q:most.n).\n\n```yaml claim\nthat: (SELECT n FROM most) < 1000\n```\n",
    ),
    (
        "content/posts/drawn.md",
        "---\ntitle: Drawn\ndate: 2025-04-01\nas_of: latest\n---\n```sql rows\nSELECT name, n FROM doubled ORDER BY name\n```\n\n```yaml chart\nquery: rows\nkind: bar\nx: name\ny: n\ntitle: Apps\nalt: The apps.\n```\n",
    ),
    (
        "content/posts/bundle/index.md",
        "---\ntitle: Bundle\ndate: 2025-02-01\n---\n```sql own\nSELECT count(*) AS n FROM local\n```\n[](q:own.n?fmt=int) rows, and ![a picture](a.svg).\n",
    ),
    ("content/posts/bundle/local.csv", "a\n1\n2\n"),
    ("content/posts/bundle/a.svg", "<svg/>"),
    (
        "content/posts/calls.md",
        "---\ntitle: Calls\ndate: 2025-01-05\n---\n{{< note >}}Mind this.{{< /note >}}\n\n{{< ref \"p1.md\" >}}\n",
    ),
    ("data/apps/2025-01-01.csv", "name,n\na,1\nb,2\n"),
    ("data/apps/2025-03-15.csv", "name,n\na,3\nb,4\n"),
    ("data/apps.yaml", "title: Apps\ncolumns:\n  n: {type: integer, label: Number, min: 0}\n"),
    ("data/usage.csv", "month,n\n2025-01-01,40\n2025-02-01,30\n"),
    ("data/doubled.sql", "SELECT name, 2 * n AS n FROM apps\n"),
    ("static/style.css", "p {}\n"),
    ("templates/shortcodes/note.html", "<aside>{{ inner }}</aside>\n"),
    ("templates/partials/footer.html", "<footer>{{ site.title }}</footer>\n"),
    ("templates/robots.txt", "User-agent: *\n"),
];

/// The words that texts and titles are made of.
pub(super) const WORDS: [&str; 12] = [
    "apple", "basin", "cable", "delta", "ember", "flint", "grove", "haven", "inlet", "jetty",
    "kiosk", "ledge",
];

/// What a site has of data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Data {
    /// None.
    None,
    /// Queries.
    Queries,
    /// Queries and a chart, whose picture takes a development build long.
    Charts,
}

/// The site with `n_posts` posts without data.
pub(super) fn site(n_posts: usize, data: Data) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for (path, text) in FILES {
        let is_data = path.starts_with("data/") || text.contains("```sql");
        if (data > Data::None || !is_data) && (data > Data::Queries || !text.contains("yaml chart"))
        {
            files.insert(path.to_owned(), text.to_owned());
        }
    }
    for number in 0..n_posts {
        let folder = if number.is_multiple_of(5) { "notes" } else { "posts" };
        let [title, tag] = [number, number / 3].map(|at| WORDS[at % WORDS.len()]);
        let day = number % 28 + 1;
        let next = (number + 1) % n_posts;
        let dated =
            if number.is_multiple_of(7) { "" } else { &format!("date: 2025-01-{day:02}\n") };
        let text = format!(
            "---\ntitle: {title} {number}\n{dated}tags: [{tag}, all]\n---\nText of {number}.\n\n<!--more-->\n\n## More\n\nThe [next](/posts/p{next}/) one.\n"
        );
        files.insert(format!("content/{folder}/p{number}.md"), text);
    }
    files
}
