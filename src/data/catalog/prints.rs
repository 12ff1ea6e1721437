//! What a query may depend on, told from the files of `data/` without reading their rows.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::base::as_of::{AsOf, day};
use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;
use crate::base::path::SitePath;
use crate::base::world::World;
use crate::data::name;

/// The words of a text that could name a table or a view.
pub fn words(sql: &str) -> BTreeSet<String> {
    let is_word = |char: char| char.is_alphanumeric() || char == '_';
    let words = sql.split(|char| !is_word(char)).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// The files of `data/` by the names that they may have in SQL, with their digests.
///
/// A file stands under every name that it might have: a query then depends on too much at times, and never on too little.
#[derive(Debug, Default)]
pub struct Prints {
    names: BTreeMap<String, Vec<Print>>,
    all: Option<Digest>,
}

/// A file of `data/`.
#[derive(Debug, Clone)]
struct Print {
    path: SitePath,
    digest: Digest,
    /// The day of a snapshot.
    day: Option<NaiveDate>,
    /// The words of a view's SQL.
    words: BTreeSet<String>,
}

impl Prints {
    /// The prints of the files of `data/`.
    pub fn new(world: &dyn World, files: &[SitePath]) -> Result<Self, Diagnostic> {
        let mut names: BTreeMap<String, Vec<Print>> = BTreeMap::new();
        let mut all = Vec::new();
        for path in files {
            let digest = world.digest(path)?;
            all.extend([path.as_str().as_bytes().to_vec(), digest.as_bytes().to_vec()]);
            let is_view = path.extension().eq_ignore_ascii_case("sql");
            let text = if is_view { world.read(path)? } else { Vec::new() };
            let words = words(&String::from_utf8_lossy(&text));
            let folder = path.parent().rsplit('/').next().unwrap_or_default();
            let print = Print { path: path.clone(), digest, day: day(path.stem()), words };
            let start = path.file_name().split('.').next().unwrap_or_default();
            let candidates = [path.stem(), start, folder].map(name::normalize);
            for name in candidates.into_iter().flatten().collect::<BTreeSet<_>>() {
                names.entry(name).or_default().push(print.clone());
            }
        }
        let all = Some(Digest::of_parts(all.iter().map(Vec::as_slice)));
        Ok(Self { names, all })
    }

    /// The digest of all files.
    pub fn all(&self) -> Digest {
        self.all.unwrap_or_else(|| Digest::of(b""))
    }

    /// The digest of the files that a page may read whose queries hold `words` and which sees data `as_of` then; and the files.
    pub fn of(&self, words: &BTreeSet<String>, as_of: AsOf) -> (Digest, BTreeSet<&SitePath>) {
        let mut named: BTreeSet<&str> = BTreeSet::new();
        let mut open: Vec<&String> = words.iter().collect();
        let mut files = BTreeMap::new();
        while let Some(word) = open.pop() {
            let Some((name, prints)) = self.names.get_key_value(word) else { continue };
            if !named.insert(name) {
                continue;
            }
            for print in prints {
                open.extend(&print.words);
                if print.day.is_none_or(|day| as_of.sees(day)) {
                    files.insert(&print.path, print.digest);
                }
            }
        }
        let words = named.iter().map(|name| name.as_bytes());
        let parts =
            files.iter().flat_map(|(path, digest)| [path.as_str().as_bytes(), digest.as_bytes()]);
        let digest = Digest::of_parts(words.chain(parts));
        (digest, files.into_keys().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::{AsOf, Prints, SitePath, words};
    use crate::base::world::{Memory, World as _};

    fn prints(files: &[(&str, &str)]) -> Prints {
        let now = chrono::DateTime::parse_from_rfc3339("2026-01-01T00:00:00Z").expect("valid");
        let mut memory = Memory::new(now);
        for (path, text) in files {
            memory.insert(path, *text);
        }
        let files = memory.files().expect("in memory").into_iter().map(|file| file.path);
        Prints::new(&memory, &files.collect::<Vec<SitePath>>()).expect("readable")
    }

    #[test]
    fn a_query_depends_on_what_its_words_can_name() {
        let of = |files: &[(&str, &str)], sql: &str, as_of: &str| {
            let as_of = AsOf::read(as_of).expect("valid");
            prints(files).of(&words(sql), as_of).0
        };
        let files = [
            ("data/Top-Apps.csv", "1"),
            ("data/usage/2025-01-01.csv", "1"),
            ("data/usage/2025-02-01.csv", "1"),
            ("data/growth.sql", "SELECT * FROM Usage"),
        ];
        let changed = |at: usize| {
            let mut files = files;
            files[at].1 = "2";
            files
        };
        for (sql, as_of, depends) in [
            ("SELECT 1 FROM top_apps", "latest", [true, false, false, false]),
            ("SELECT 1 FROM usage", "latest", [false, true, true, false]),
            ("SELECT 1 FROM \"USAGE\"", "2025-01-15", [false, true, false, false]),
            ("SELECT 1 FROM growth", "latest", [false, true, true, true]),
            ("SELECT usage_2 FROM other", "latest", [false; 4]),
        ] {
            let found: Vec<bool> =
                (0..4).map(|at| of(&files, sql, as_of) != of(&changed(at), sql, as_of)).collect();
            assert_eq!(found, depends, "{sql} as of {as_of}");
        }
    }
}
