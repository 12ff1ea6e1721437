//! Random edits of a site.

use std::collections::BTreeMap;

use chrono::Duration;
use numerate::base::world::Memory;

use super::more::{self, PICTURES};
use super::start::{Data, WORDS, site};
use crate::support::now;

/// Random numbers that are the same in every run.
pub(super) struct Dice(u64);

impl Dice {
    /// Dice that begin with `seed`.
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03)
    }

    /// A number below `n`.
    pub(super) fn below(&mut self, n: usize) -> usize {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % n as u64).expect("less than n")
    }

    /// True once in `n` times.
    pub(super) fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    /// One of `items`.
    pub(super) fn pick<'t, T>(&mut self, items: &'t [T]) -> &'t T {
        &items[self.below(items.len())]
    }
}

/// The files of a site.
pub(super) type Files = BTreeMap<String, String>;

/// A site that is edited.
pub(super) struct Script {
    /// Its number.
    pub(super) number: usize,
    files: Files,
    /// What the files were before.
    before: Vec<Files>,
    hours: i64,
}

impl Script {
    /// The site of the script `number`: some have data, and few have charts.
    pub(super) fn new(number: usize) -> Self {
        let files = match number % 20 {
            19 => site(10, Data::Charts),
            1 | 5 | 9 | 13 => site(20, Data::Queries),
            _ => site(if number.is_multiple_of(2) { 90 } else { 30 }, Data::None),
        };
        Self { number, files, before: Vec::new(), hours: 0 }
    }

    /// The site as it is now.
    pub(super) fn world(&self) -> Memory {
        let mut memory = Memory::new(now() + Duration::hours(self.hours));
        for (path, text) in &self.files {
            memory.insert(path, text.as_str());
        }
        memory
    }

    /// Makes a random edit, and says which.
    pub(super) fn edit(&mut self, dice: &mut Dice) -> String {
        if dice.one_in(5)
            && let Some(files) = self.before.pop()
        {
            self.files = files;
            return "undo".to_owned();
        }
        self.before.push(self.files.clone());
        match dice.below(30) {
            0..=4 => self.body(dice),
            5..=8 => self.front_matter(dice),
            9 => self.rename(dice),
            10 => self.remove(dice),
            11 => self.add(dice),
            12 | 13 => self.template(dice),
            14 | 15 => self.data(dice),
            16 => self.config(dice),
            17 => self.statics(dice),
            18 => self.damage(dice),
            19 => self.texts(dice),
            20 => self.languages(dice),
            21 | 22 => self.translation(dice),
            23..=28 => more::edit(&mut self.files, dice),
            _ => {
                self.hours += i64::try_from(dice.below(24 * 400)).expect("small");
                "time".to_owned()
            }
        }
    }

    /// A random file whose path begins and ends so.
    fn file(&self, dice: &mut Dice, start: &str, end: &str) -> Option<String> {
        let fits = |path: &&String| path.starts_with(start) && path.ends_with(end);
        let paths: Vec<&String> = self.files.keys().filter(fits).collect();
        (!paths.is_empty()).then(|| (*dice.pick(&paths)).clone())
    }

    /// Changes a file's text.
    fn change(&mut self, path: &str, change: impl FnOnce(&str) -> String) -> String {
        let text = self.files.get(path).cloned().unwrap_or_default();
        self.files.insert(path.to_owned(), change(&text));
        format!("change of {path}")
    }

    fn body(&mut self, dice: &mut Dice) -> String {
        let Some(path) = self.file(dice, "content/", ".md") else { return String::new() };
        let (word, number) = (*dice.pick(&WORDS), dice.below(30));
        let more = match dice.below(13) {
            6 => "\n```rust\nlet a = 1;\n```\n".to_owned(),
            7 => format!("\n> {word}\n\n| a |\n|---|\n| {word} |\n"),
            8 => format!("\n![x]({})\n", *dice.pick(&["apple.gif", "basin.gif", "a.svg"])),
            9 => format!(
                "\n{{{{< figure src=\"basin.gif\" >}}}} A note.[^{number}]\n\n[^{number}]: {word}.\n"
            ),
            0 => format!("\n## {word}\n\nUnder it.\n"),
            1 => format!("\nSee [it](/posts/p{number}/#{word}).\n"),
            2 => format!("\nSee [it](p{number}.md).\n"),
            3 => "\n<!--more-->\n\nAnd more.\n".to_owned(),
            4 => format!("\n{{{{< note >}}}}{word}{{{{< /note >}}}}\n"),
            5 => format!("\n![x](/{})\n", *dice.pick(&["apple.png", "apple.gif", "basin.gif"])),
            _ => format!("\nThen {word} {number}.\n"),
        };
        self.change(&path, |text| match number % 4 {
            0 if text.len() > 300 => {
                text.lines().take(9).fold(String::new(), |text, line| text + line + "\n")
            }
            1 => text.replacen("Text", word, 1) + &more,
            _ => text.to_owned() + &more,
        })
    }

    fn front_matter(&mut self, dice: &mut Dice) -> String {
        let Some(path) = self.file(dice, "content/", ".md") else { return String::new() };
        let (word, number) = (*dice.pick(&WORDS), dice.below(28) + 1);
        let key = match dice.below(22) {
            16 => format!("menu: {{main: {{weight: {number}}}}}"),
            17 => format!("keywords: [{word}]"),
            18 => format!("series: [{word}]"),
            19 => format!("params: {{word: {word}}}"),
            20 => "build: {list: never}".to_owned(),
            21 => format!("cascade: {{params: {{word: {word}}}}}"),
            14 => format!("publishDate: 2025-{:02}-{number:02}", number % 12 + 1),
            15 => format!("lastmod: 2025-{:02}-{number:02}", number % 12 + 1),
            0..=3 => format!("title: {word} {number}"),
            4 => format!("date: 2025-{:02}-{number:02}", number % 12 + 1),
            5 => format!("date: 2026-{:02}-{number:02}", number % 12 + 1),
            6 => format!("tags: [{word}]"),
            7 => format!("draft: {}", number % 2 == 0),
            8 => format!("weight: {}", number % 4),
            9 => format!("slug: {word}"),
            10 => format!("aliases: [/{word}/]"),
            11 => format!("expiryDate: 2026-02-{number:02}"),
            12 => format!("summary: About {word}"),
            _ => format!("description: On {word}"),
        };
        let name = key.split(':').next().unwrap_or_default().to_owned();
        self.change(&path, |text| {
            let mut parts = text.splitn(3, "---\n");
            let (_, front, body) = (parts.next(), parts.next(), parts.next());
            let (front, body) = (front.unwrap_or_default(), body.unwrap_or_default());
            let others = front.lines().filter(|line| !line.starts_with(&format!("{name}:")));
            let others = others.fold(String::new(), |text, line| text + line + "\n");
            format!("---\n{others}{key}\n---\n{body}")
        })
    }

    fn rename(&mut self, dice: &mut Dice) -> String {
        let Some(path) = self.file(dice, "content/", "") else { return String::new() };
        let folder = *dice.pick(&["posts", "notes", "notes/deep", "other"]);
        let name = path.rsplit('/').next().unwrap_or_default();
        let new = match dice.below(3) {
            0 => format!("content/{folder}/{name}"),
            1 => format!("content/{folder}/{}.md", dice.pick(&WORDS)),
            _ => format!("content/{folder}/{}/index.md", dice.pick(&WORDS)),
        };
        let text = self.files.remove(&path).unwrap_or_default();
        self.files.insert(new.clone(), text);
        format!("renaming {path} to {new}")
    }

    fn remove(&mut self, dice: &mut Dice) -> String {
        let start = *dice.pick(&["content/", "content/", "data/", "templates/", "static/"]);
        let Some(path) = self.file(dice, start, "") else { return String::new() };
        self.files.remove(&path);
        format!("removing {path}")
    }

    fn add(&mut self, dice: &mut Dice) -> String {
        let (word, number) = (*dice.pick(&WORDS), dice.below(40));
        let (path, text) = match dice.below(8) {
            0 => (format!("content/{word}/_index.md"), format!("---\ntitle: {word}\n---\n")),
            1 => (
                format!("content/posts/{word}.html"),
                format!("---\ntitle: {word}\n---\n<p>x</p>\n"),
            ),
            2 => (format!("content/posts/bundle/{word}.txt"), word.to_owned()),
            3 => (format!("content/posts/{word}.png"), word.to_owned()),
            _ => (
                format!("content/posts/p{number}.md"),
                format!("---\ntitle: {word}\ndate: 2025-06-01\n---\nNew.\n"),
            ),
        };
        self.change(&path, |_| text)
    }

    fn template(&mut self, dice: &mut Dice) -> String {
        let word = *dice.pick(&WORDS);
        let (name, text) = match dice.below(12) {
            8 => ("partials/link.html", format!("<i>{word}</i>")),
            9 => (
                "markup/link.html",
                "<a href=\"{{ link.url }}\">{% include \"partials/link.html\" %}</a>".to_owned(),
            ),
            10 => (
                "markup/image.html",
                format!("<img src=\"{{{{ image.url }}}}\" alt=\"{word}\"{{{{ image.size }}}}>"),
            ),
            0 => (
                "partials/footer.html",
                format!("<footer>{word} {{{{ recent | length }}}}</footer>"),
            ),
            1 => ("partials/footer.html", format!("<footer>{word}</footer>")),
            2 => ("shortcodes/note.html", format!("<aside>{word} {{{{ markdown }}}}</aside>")),
            3 => (
                "shortcodes/note.html",
                format!("<b>{{{{ inner }}}}{{{{ page.title }}}} {word}</b>"),
            ),
            4 => ("partials/card.html", "<p>{{ card.title }} {{ card.word_count }}</p>".to_owned()),
            5 => ("partials/card.html", "<p>{{ card.title }} {{ card.summary }}</p>".to_owned()),
            6 => (
                "partials/neighbors.html",
                "{% if page.next %}{{ page.next.title }}{% endif %}".to_owned(),
            ),
            7 => (
                "section.html",
                "{% for page in all_pages %}{{ page.reading_time }} {{ page.url }}{% endfor %}"
                    .to_owned(),
            ),
            _ => (
                "term.html",
                format!("{{% extends \"base.html\" %}}{{% block main %}}{word}{{% endblock %}}"),
            ),
        };
        self.change(&format!("templates/{name}"), |_| text)
    }

    fn data(&mut self, dice: &mut Dice) -> String {
        let number = dice.below(60);
        let (path, text) = match dice.below(9) {
            0 => ("data/usage.csv", format!("month,n\n2025-01-01,{number}\n2025-02-01,30\n")),
            1 => ("data/apps/2025-01-01.csv", format!("name,n\na,{number}\nb,2\n")),
            2 => ("data/apps/2025-03-15.csv", format!("name,n\na,{number}\nb,2\n")),
            3 => ("data/apps/2025-02-10.csv", format!("name,n\nc,{number}\n")),
            4 => {
                ("data/apps.yaml", format!("columns:\n  n: {{type: integer, label: L{number}}}\n"))
            }
            5 => ("data/apps.yaml", format!("columns:\n  n: {{type: integer, min: {number}}}\n")),
            6 => ("data/doubled.sql", format!("SELECT name, {number} * n AS n FROM apps\n")),
            7 => ("data/totals.csv", format!("n\n{number}\n")),
            _ => ("content/posts/bundle/local.csv", format!("a\n{number}\n")),
        };
        self.change(path, |_| text)
    }

    fn config(&mut self, dice: &mut Dice) -> String {
        let key = match dice.below(8) {
            0 => "title: Other",
            1 => "base_url: https://example.com/blog/",
            2 => "pagination: {size: 5}",
            3 => "permalinks: {posts: \"/:year/:slug/\"}",
            4 => "summary_length: 2",
            5 => "taxonomies: {tag: tags}",
            6 => "main_sections: [notes]",
            _ => "feed: {limit: 3}",
        };
        self.change("numerate.yaml", |_| {
            format!("title: T\n{}{key}\n", "").replacen("title: T\ntitle", "title", 1)
        })
    }

    /// Another set of languages.
    fn languages(&mut self, dice: &mut Dice) -> String {
        let languages = match dice.below(6) {
            0 => "languages: {en: {weight: 1}, de: {weight: 2, title: Seite}}",
            1 => {
                "languages: {en: {weight: 2}, de: {weight: 1}}\ndefault_content_language_in_subdir: true"
            }
            2 => "languages: {en: {}, de: {}, fr: {title: Site, params: {a: 1}}}",
            3 => "language: de\nlanguages: {de: {}, en: {pagination: {size: 3}}}",
            4 => "languages: {en: {}, de: {disabled: true}}",
            _ => "language: de",
        };
        self.change("numerate.yaml", |_| {
            format!("title: T\nbase_url: https://example.org/\n{languages}\n")
        })
    }

    /// A page in another language: a new one, or one whose name now says so.
    fn translation(&mut self, dice: &mut Dice) -> String {
        let Some(path) = self.file(dice, "content/", ".md") else { return String::new() };
        let (code, word) = (*dice.pick(&["de", "de", "fr", "en"]), *dice.pick(&WORDS));
        let stem = path.trim_end_matches(".md");
        let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
        let new = format!("{stem}.{code}.md");
        if dice.one_in(4) {
            let text = self.files.remove(&path).unwrap_or_default();
            self.files.insert(new.clone(), text);
            return format!("renaming {path} to {new}");
        }
        self.change(&new, |_| {
            format!(
                "---\ntitle: {word}\ndate: 2025-02-03\ntags: [{word}]\n---\n{word}.\n\nSee [it](/posts/p3/) and [that](p4.md).\n"
            )
        })
    }

    fn statics(&mut self, dice: &mut Dice) -> String {
        let name =
            *dice.pick(&["style.css", "apple.png", "apple.gif", "css/site.css", "robots.txt"]);
        let word = *dice.pick(if name.ends_with("gif") { &PICTURES[..] } else { &WORDS[..] });
        self.change(&format!("static/{name}"), |_| word.to_owned())
    }

    fn texts(&mut self, dice: &mut Dice) -> String {
        let (word, name) = (*dice.pick(&WORDS), *dice.pick(&["en.yaml", "en.yaml", "de.yaml"]));
        let text = match dice.below(4) {
            0 => format!("skip: {word}\n"),
            1 => format!("minutes_to_read: \"{word} {{{{ .Count }}}}\"\n"),
            2 => format!("older: [{word}]\n"),
            _ => format!("{word}: {word}\n"),
        };
        self.change(&format!("i18n/{name}"), |_| text)
    }

    /// Leaves a file half saved.
    fn damage(&mut self, dice: &mut Dice) -> String {
        let start = *dice.pick(&["content/", "content/", "data/", "templates/", "numerate.yaml"]);
        let Some(path) = self.file(dice, start, "") else { return String::new() };
        let cut = dice.below(60);
        self.change(&path, |text| match cut % 3 {
            0 => text.get(..cut).unwrap_or_default().to_owned(),
            1 => text.to_owned() + "\n{% if",
            _ => "---\ntitle: [\n---\n".to_owned() + text,
        })
    }
}
