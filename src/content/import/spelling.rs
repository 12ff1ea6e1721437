//! Keys of Hugo that somebody writes into `numerate.yaml`.

use super::table::{DATES, RENAMED, WITHOUT_PLACE};

/// Keys that are another one here, beside those that only differ in their names. Hugo's are in lower case.
const OTHER: [(&str, &str); 23] = [
    ("baseurl", "base_url"),
    ("builddrafts", "build.drafts"),
    ("buildexpired", "build.expired"),
    ("buildfuture", "build.future"),
    ("contentdir", "content_dir"),
    ("defaultcontentlanguage", "default_content_language"),
    ("defaultcontentlanguageinsubdir", "default_content_language_in_subdir"),
    ("disablekinds", "disable_kinds"),
    ("disablelanguages", "disabled` below each of these `languages"),
    ("frontmatter", "front_matter"),
    ("ignorefiles", "ignore_files"),
    ("languagecode", "language"),
    ("languagedirection", "direction"),
    ("languagename", "label"),
    ("locale", "language"),
    ("mainsections", "main_sections"),
    ("markup", "markdown"),
    ("menu.pageref", "page"),
    ("menus", "menu"),
    ("rsslimit", "feed.limit"),
    ("sectionpagesmenu", "section_menu"),
    ("services", "feed.limit"),
    ("sitemap.changefreq", "change_frequency"),
];

/// Help for the unknown key `key` of the configuration, below a path of keys, if Hugo knows it.
pub fn spelling(path: &str, key: &str) -> Option<String> {
    let dot = if path.is_empty() { "" } else { "." };
    let folded = format!("{path}{dot}{key}").to_lowercase();
    let renamed = OTHER.iter().chain(&RENAMED).find(|(hugo, _)| *hugo == folded);
    let own = renamed.map(|(_, own)| *own).or_else(|| {
        let date = folded.strip_prefix("front_matter.")?;
        DATES.iter().find(|(hugo, _)| *hugo == date).map(|(_, own)| *own)
    });
    if let Some(own) = own {
        return Some(format!("Hugo's `{key}` is `{own}` here"));
    }
    let (_, advice) = WITHOUT_PLACE.iter().find(|(hugo, _)| *hugo == folded)?;
    Some(match *advice {
        "" => format!("Hugo's `{key}` makes no difference here: remove it"),
        advice => format!("Hugo's `{key}` has no place here; {advice}"),
    })
}
