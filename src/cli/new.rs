//! `numerate new`: a post, a page or a site to start from.

use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset, SecondsFormat};
use clap::Subcommand;

use super::DONE;
use super::options::{Format, SiteArgs};
use super::session::{self, Reporter};
use crate::base::diagnostic::Diagnostic;
use crate::base::path::SitePath;
use crate::base::world::World as _;
use crate::host::disk::Disk;
use crate::host::terminal::Terminal;
use crate::host::{clock, scaffold};

/// The files of a new site, by path; `{date}` stands for the time it was made.
const SITE: [(&str, &str); 5] = [
    (".gitignore", include_str!("new/site/gitignore")),
    ("numerate.yaml", include_str!("new/site/numerate.yaml")),
    ("content/_index.md", include_str!("new/site/content/_index.md")),
    ("content/posts/first-numbers.md", include_str!("new/site/content/posts/first-numbers.md")),
    ("data/visits.csv", include_str!("new/site/data/visits.csv")),
];

/// The arguments of `new`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

/// What to make.
#[derive(Debug, Subcommand)]
enum What {
    /// Make a draft in `content/posts`, dated now, and print its path
    Post {
        /// The title, which also gives the file its name
        title: String,
        /// Make a folder, so that data and pictures can lie beside the text
        #[arg(long)]
        bundle: bool,
        #[command(flatten)]
        site: SiteArgs,
    },
    /// Make a draft in `content`, without a date, and print its path
    Page {
        /// The title, which also gives the file its name
        title: String,
        #[command(flatten)]
        site: SiteArgs,
    },
    /// Make a small site that builds as it is
    Site {
        /// The folder to make, or an empty one
        folder: PathBuf,
        /// The time to date its post at, in RFC 3339, instead of now
        #[arg(long, value_name = "TIME")]
        clock: Option<String>,
    },
}

/// Makes what was asked for.
pub(super) fn run(terminal: &Terminal, args: &Args) -> u8 {
    let made = match &args.what {
        What::Post { title, bundle, site } => post(title, *bundle, site),
        What::Page { title, site } => page(title, site),
        What::Site { folder, clock } => new_site(folder, clock.as_deref()),
    };
    match made {
        Ok(text) => {
            terminal.out(&text);
            DONE
        }
        Err(diagnostic) => Reporter { terminal, format: Format::Human }.refuse(diagnostic),
    }
}

/// Makes a post.
fn post(title: &str, is_bundle: bool, args: &SiteArgs) -> Result<String, Diagnostic> {
    let slug = slug(title)?;
    let file = if is_bundle { "/index.md" } else { ".md" };
    let disk = session::open(args)?;
    let date = clock::author_time(disk.now(), args.clock.as_deref());
    let front = format!("title: {}\ndate: {}\ndraft: true\n", quoted(title), rfc_3339(date));
    create(&disk, &format!("content/posts/{slug}{file}"), &front)
}

/// Makes a page.
fn page(title: &str, args: &SiteArgs) -> Result<String, Diagnostic> {
    let slug = slug(title)?;
    let front = format!("title: {}\ndraft: true\n", quoted(title));
    create(&session::open(args)?, &format!("content/{slug}.md"), &front)
}

/// Writes a page of front matter alone, and gives the line that names it.
fn create(disk: &Disk, path: &str, front: &str) -> Result<String, Diagnostic> {
    let path = site_path(path);
    disk.create(&path, format!("---\n{front}---\n\n").as_bytes())?;
    Ok(format!("{}\n", disk.prefix().join(path.as_str()).display()))
}

/// Makes a site.
fn new_site(folder: &Path, clock: Option<&str>) -> Result<String, Diagnostic> {
    let now = clock::author_time(clock::build_time(clock)?, clock);
    let mut files = Vec::new();
    for (path, text) in SITE {
        files.push((site_path(path), text.replace("{date}", &rfc_3339(now))));
    }
    scaffold::site(folder, &files)?;
    let folder = folder.display();
    Ok(format!("made a site in {folder}\nbuild it with: numerate build --source {folder}\n"))
}

/// The path of a file to make.
fn site_path(path: &str) -> SitePath {
    SitePath::new(path).expect("letters, digits and hyphens make a path in the site")
}

/// A file name from a title: its letters and digits, with hyphens between words.
fn slug(title: &str) -> Result<String, Diagnostic> {
    let mut slug = String::new();
    for c in title.to_lowercase().chars().filter(|c| !matches!(c, '\'' | '’')) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() {
        let message = format!("the title `{title}` gives no file name");
        return Err(Diagnostic::error("new/no-name", message)
            .help("give a title with letters or digits; it can be changed in the file later"));
    }
    Ok(slug.to_owned())
}

/// A text in the double quotes that YAML shares with JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A time as front matter writes it.
fn rfc_3339(time: DateTime<FixedOffset>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Secs, true)
}

#[cfg(test)]
mod tests {
    use super::{quoted, slug};

    #[test]
    fn a_title_gives_a_file_name() {
        let slug = |title| slug(title).map_err(|diagnostic| diagnostic.code);
        assert_eq!(slug("The rise of a router"), Ok("the-rise-of-a-router".into()));
        assert_eq!(slug("  76x: it can't be… "), Ok("76x-it-cant-be".into()));
        assert_eq!(slug("../../etc/passwd"), Ok("etc-passwd".into()));
        assert_eq!(slug("Größe и 数"), Ok("größe-и-数".into()));
        assert_eq!(slug("…"), Err("new/no-name"));
    }

    #[test]
    fn titles_are_quoted_for_front_matter() {
        assert_eq!(quoted("a \"b\"\n\\c"), r#""a \"b\"\n\\c""#);
    }
}
