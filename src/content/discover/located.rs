//! Where a content file stands in the site, and in which language.

use crate::base::path::SitePath;
use crate::content::config::{Lang, Languages};

/// A content file by what its path says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located<'p> {
    /// The language.
    pub lang: Lang,
    /// Does the path itself say the language?
    pub is_marked: bool,
    /// The folder below the language's content folder.
    pub folder: &'p str,
    /// The name without its ending and without a language.
    pub stem: &'p str,
}

/// What `path` says; `None` for a file outside of all content folders, or of a disabled language. Files in the site's root are
/// pages where there is no content folder.
pub fn locate<'p>(languages: &Languages, path: &'p SitePath) -> Option<Located<'p>> {
    let on = languages.all.iter().enumerate().map(|(at, language)| (Some(Lang(at)), language));
    let all = on.chain(languages.disabled.iter().map(|language| (None, language)));
    let holds = |content: &str| {
        path.as_str().strip_prefix(content).is_some_and(|rest| rest.starts_with('/'))
    };
    let contents = all.clone().map(|(_, language)| language.content.as_str());
    let content = contents.filter(|content| holds(content)).max_by_key(|content| content.len());
    let content = content.or(path.parent().is_empty().then_some(""))?;
    let mut owners = all.filter(|(_, language)| language.content == content).map(|(lang, _)| lang);
    let default = Some(languages.default);
    let is_default = content.is_empty() || owners.clone().any(|lang| lang == default);
    let folder = path.parent()[content.len()..].trim_start_matches('/');
    let (stem, named) = named(languages, path.stem());
    let lang = match named {
        Named::On(lang) => lang,
        Named::Off => return None,
        Named::Not if is_default => languages.default,
        Named::Not => owners.next()??,
    };
    let is_marked = named != Named::Not || !is_default;
    Some(Located { lang, is_marked, folder, stem })
}

/// What the end of a name says of the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Named {
    /// Nothing.
    Not,
    /// It is one that is disabled.
    Off,
    /// It is this one.
    On(Lang),
}

/// A name without the language at its end, and that language.
fn named<'p>(languages: &Languages, stem: &'p str) -> (&'p str, Named) {
    let Some((before, code)) = stem.rsplit_once('.').filter(|(before, _)| !before.is_empty())
    else {
        return (stem, Named::Not);
    };
    if let Some(lang) = languages.find(code) {
        return (before, Named::On(lang));
    }
    let is_off = languages.disabled.iter().any(|off| off.code.eq_ignore_ascii_case(code));
    if is_off { (before, Named::Off) } else { (stem, Named::Not) }
}

/// `name` without the language before its ending, if it has one: `a.csv` for `a.de.csv`.
pub fn unmarked(languages: &Languages, name: &str) -> String {
    let (rest, ending) = match name.rsplit_once('.') {
        Some((rest, ending)) if !rest.is_empty() && !ending.contains('/') => (rest, ending),
        _ => return name.to_owned(),
    };
    match named(languages, rest) {
        (stem, Named::On(_)) if !stem.ends_with('/') => format!("{stem}.{ending}"),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{locate, unmarked};
    use crate::base::path::SitePath;
    use crate::content::config::{Lang, Language, Languages};

    fn languages() -> Languages {
        let language = |code: &str, content: &str| Language {
            content: content.into(),
            ..Language::named(code)
        };
        let mut languages = Languages::one(language("en", "content"));
        languages.all.push(language("pt-BR", "content"));
        languages.all.push(language("de", "content/de"));
        languages.disabled.push(language("fr", "content"));
        languages
    }

    #[test]
    fn names_and_folders_tell_the_language_and_other_dots_stay() {
        let languages = languages();
        let place = |path: &str| {
            let path = SitePath::new(path).expect("valid");
            locate(&languages, &path)
                .map(|at| (at.lang.0, at.folder.to_owned(), at.stem.to_owned()))
        };
        let at = |lang, folder: &str, stem: &str| Some((lang, folder.to_owned(), stem.to_owned()));
        assert_eq!(place("content/posts/a.md"), at(0, "posts", "a"));
        assert_eq!(place("content/posts/a.v1.0.md"), at(0, "posts", "a.v1.0"));
        assert_eq!(place("content/posts/a.v1.PT-br.md"), at(1, "posts", "a.v1"));
        assert_eq!(place("content/de/posts/a.md"), at(2, "posts", "a"));
        assert_eq!(place("content/de/a.en.md"), at(0, "", "a"));
        assert_eq!(place("content/.de.md"), at(0, "", ".de"));
        assert_eq!(place("content/b/_index.de.md"), at(2, "b", "_index"));
        assert_eq!([place("content/posts/a.fr.md"), place("data/a.md")], [None, None]);
        assert_eq!(place("README.md"), at(0, "", "README"));
    }

    #[test]
    fn a_file_beside_a_page_may_name_a_language() {
        let languages = languages();
        let plain = |name| unmarked(&languages, name);
        assert_eq!(plain("sub/a.de.csv"), "sub/a.csv");
        assert_eq!(plain("a.csv"), "a.csv");
        assert_eq!(plain("de.csv"), "de.csv");
        assert_eq!(plain("v1.2/a"), "v1.2/a");
        assert_eq!(plain("a.fr.csv"), "a.fr.csv");
        assert_eq!(languages.get(Lang(2)).code, "de");
    }
}
