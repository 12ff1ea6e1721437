//! The folders of a site that hold its sources.
#![expect(clippy::disallowed_methods, reason = "the configuration says which folders there are")]

use std::collections::BTreeSet;
use std::path::Path;

use super::walk::is_configuration;
use crate::base::path::SitePath;
use crate::pipeline;

/// The folders that every site may have.
const FIXED: [&str; 5] = ["content", "data", "i18n", "static", "templates"];

/// The folders that a build reads, none of them inside another: those of every site, and those of content that a configuration names.
pub(in crate::host) fn sources(root: &Path) -> Vec<String> {
    let mut folders: Vec<String> = FIXED.map(str::to_owned).into();
    for folder in named(root) {
        if !folders.iter().any(|other| is_in(&folder, other)) {
            folders.retain(|other| !is_in(other, &folder));
            folders.push(folder);
        }
    }
    folders
}

/// The folders of content.
pub(in crate::host) fn content(root: &Path) -> Vec<String> {
    let mut folders = named(root);
    folders.insert("content".to_owned());
    folders.into_iter().collect()
}

/// The folders of content that the configurations of the site in `root` name, of whatever environment.
fn named(root: &Path) -> BTreeSet<String> {
    // What cannot be read or is no configuration is told by the build.
    let entries = std::fs::read_dir(root).into_iter().flatten().filter_map(Result::ok);
    let files = entries.filter(|entry| is_configuration(&entry.file_name()));
    let texts = files.filter_map(|entry| std::fs::read_to_string(entry.path()).ok());
    texts.flat_map(|text| pipeline::content_folders(&text)).map(|path| path.to_string()).collect()
}

/// Is `folder` inside `other`, or the same?
fn is_in(folder: &str, other: &str) -> bool {
    folder.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// A folder of sources that holds `path`.
pub(in crate::host) fn holding<'f>(folders: &'f [String], path: &SitePath) -> Option<&'f String> {
    folders.iter().find(|folder| is_in(path.as_str(), folder))
}
