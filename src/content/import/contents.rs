//! The folders that a site of Hugo keeps its pages in.

use super::mounts;
use super::settings::Settings;

/// The folders of content, those of languages among them, the longest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Contents {
    folders: Vec<String>,
}

impl Contents {
    /// The folders that the settings of the site and of its environments name.
    pub(super) fn of<'s>(found: impl Iterator<Item = &'s Settings>) -> Self {
        let mut folders: Vec<String> = found.flat_map(named).collect();
        if folders.is_empty() {
            folders.push("content".to_owned());
        }
        folders.sort_by_key(|folder| std::cmp::Reverse(folder.len()));
        folders.dedup();
        Self { folders }
    }

    /// What follows the folder of content that a file lies in.
    pub(super) fn below<'p>(&self, file: &'p str) -> Option<&'p str> {
        self.folders.iter().find_map(|folder| file.strip_prefix(folder)?.strip_prefix('/'))
    }
}

/// The folders that settings name.
fn named(settings: &Settings) -> Vec<String> {
    let own = settings.look("contentdir").map(|setting| setting.text());
    let languages = settings.look("languages").map(|setting| setting.keys()).unwrap_or_default();
    let of_language = |code: String| settings.look(&format!("languages.{code}.contentdir"));
    let of_languages: Vec<Option<String>> =
        languages.into_iter().map(|code| of_language(code).map(|setting| setting.text())).collect();
    // A language that names no folder has that of the site.
    let is_shared = own.is_none() && (of_languages.is_empty() || of_languages.contains(&None));
    let standard = is_shared.then(|| "content".to_owned());
    let mounted = mounts::contents(settings);
    let all = own.into_iter().chain(of_languages.into_iter().flatten());
    let all = all.chain(mounted).chain(standard);
    all.map(|folder| folder.trim_matches('/').to_owned()).filter(|text| !text.is_empty()).collect()
}
