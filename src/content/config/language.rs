//! The languages of a site.

use serde::{Deserialize, Serialize};

/// The place of a language among [`Languages::all`].
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct Lang(pub usize);

/// A language that pages of the site are written in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language {
    /// What names it in the configuration, in names of files and in URLs, in lower case: `de`, `pt-br`.
    pub code: String,
    /// Its BCP 47 tag, for readers' programs: `de`, `pt-BR`.
    pub tag: String,
    /// What it calls itself.
    pub label: String,
    /// Which way it is written.
    pub direction: Direction,
    /// Smaller comes first; 0 comes last.
    pub weight: i64,
    /// The folder of its pages.
    pub content: String,
    /// The folder of its URLs with a slash, empty for a language at the site's root.
    pub prefix: String,
    /// The folder of the built site that is the root of the language's own host; empty if it has none.
    pub host: String,
}

/// Which way a language is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From left to right.
    Ltr,
    /// From right to left.
    Rtl,
}

/// The languages of a site, at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Languages {
    /// Those that pages are made in, by weight.
    pub all: Vec<Language>,
    /// Those that are left out.
    pub disabled: Vec<Language>,
    /// The language of files that name none.
    pub default: Lang,
    /// Does `/` send its reader on to the default language's folder?
    pub redirects_home: bool,
}

/// Languages that are written from right to left, without those that a script's name tells.
const RTL: [&str; 12] = ["ar", "arc", "ckb", "dv", "fa", "he", "iw", "ps", "sd", "ug", "ur", "yi"];

/// Scripts that are written from right to left.
const RTL_SCRIPTS: [&str; 8] = ["adlm", "arab", "hebr", "mand", "nkoo", "rohg", "syrc", "thaa"];

/// What languages call themselves.
const LABELS: [(&str, &str); 45] = [
    ("ar", "العربية"),
    ("bg", "Български"),
    ("bn", "বাংলা"),
    ("ca", "Català"),
    ("cs", "Čeština"),
    ("da", "Dansk"),
    ("de", "Deutsch"),
    ("el", "Ελληνικά"),
    ("en", "English"),
    ("es", "Español"),
    ("et", "Eesti"),
    ("eu", "Euskara"),
    ("fa", "فارسی"),
    ("fi", "Suomi"),
    ("fr", "Français"),
    ("gl", "Galego"),
    ("he", "עברית"),
    ("hi", "हिन्दी"),
    ("hr", "Hrvatski"),
    ("hu", "Magyar"),
    ("id", "Bahasa Indonesia"),
    ("it", "Italiano"),
    ("ja", "日本語"),
    ("ko", "한국어"),
    ("lt", "Lietuvių"),
    ("lv", "Latviešu"),
    ("nb", "Norsk bokmål"),
    ("nl", "Nederlands"),
    ("nn", "Norsk nynorsk"),
    ("no", "Norsk"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("ro", "Română"),
    ("ru", "Русский"),
    ("sk", "Slovenčina"),
    ("sl", "Slovenščina"),
    ("sr", "Српски"),
    ("sv", "Svenska"),
    ("ta", "தமிழ்"),
    ("th", "ไทย"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
    ("ur", "اردو"),
    ("vi", "Tiếng Việt"),
    ("zh", "中文"),
];

impl Language {
    /// A language of which no more is known than what names it.
    pub fn named(name: &str) -> Self {
        let code = name.to_lowercase();
        let tag = tag(name);
        Self {
            label: label(&code, &tag),
            direction: direction(&code),
            tag,
            code,
            weight: 0,
            content: "content".into(),
            prefix: String::new(),
            host: String::new(),
        }
    }
}

impl Direction {
    /// `ltr` or `rtl`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        }
    }
}

impl Languages {
    /// One language alone, at the root.
    pub fn one(language: Language) -> Self {
        Self { all: vec![language], disabled: Vec::new(), default: Lang(0), redirects_home: false }
    }

    /// Every language's place.
    pub fn ids(&self) -> impl Iterator<Item = Lang> + use<> {
        (0..self.all.len()).map(Lang)
    }

    /// The folders of content.
    pub fn contents(&self) -> impl Iterator<Item = &str> {
        self.all.iter().chain(&self.disabled).map(|language| language.content.as_str())
    }

    /// The language of a code, in any case of letters.
    pub fn find(&self, code: &str) -> Option<Lang> {
        self.all.iter().position(|own| own.code.eq_ignore_ascii_case(code)).map(Lang)
    }

    /// The language of a place.
    pub fn get(&self, lang: Lang) -> &Language {
        &self.all[lang.0]
    }
}

/// Is this the form of a language tag?
pub(super) fn is_tag(text: &str) -> bool {
    let is_part = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    text.split('-').all(is_part) && !text.starts_with(|c: char| c.is_ascii_digit())
}

/// A tag with the usual case of its parts: `zh-Hans-CN`.
fn tag(name: &str) -> String {
    let parts = name.split('-').enumerate().map(|(at, part)| match (at, part.len()) {
        (0, _) => part.to_lowercase(),
        (_, 2) => part.to_uppercase(),
        (_, 4) if part.bytes().all(|byte| byte.is_ascii_alphabetic()) => {
            let (first, rest) = part.split_at(1);
            first.to_uppercase() + &rest.to_lowercase()
        }
        _ => part.to_lowercase(),
    });
    parts.collect::<Vec<_>>().join("-")
}

/// Which way a language of this code is written.
pub(super) fn direction(code: &str) -> Direction {
    let code = code.to_lowercase();
    let mut parts = code.split('-');
    let first = parts.next().unwrap_or("");
    let script = parts.find(|part| part.len() == 4);
    let is_rtl = match script {
        Some(script) => RTL_SCRIPTS.contains(&script),
        None => RTL.contains(&first),
    };
    if is_rtl { Direction::Rtl } else { Direction::Ltr }
}

/// What a language calls itself, with what its tag says beyond that.
fn label(code: &str, tag: &str) -> String {
    let (first, rest) = code.split_once('-').unwrap_or((code, ""));
    let known = LABELS.iter().find(|(own, _)| *own == first).map(|(_, label)| *label);
    match known {
        Some(label) if rest.is_empty() => label.to_owned(),
        Some(label) => format!("{label} ({})", &tag[first.len() + 1..]),
        None => tag.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Direction, Language, direction};

    #[test]
    fn a_code_tells_tag_label_and_direction() {
        let parts = |name| {
            let language = Language::named(name);
            (language.code, language.tag, language.label)
        };
        let own = |code: &str, tag: &str, label: &str| (code.into(), tag.into(), label.into());
        assert_eq!(parts("pt-BR"), own("pt-br", "pt-BR", "Português (BR)"));
        assert_eq!(parts("zh-hans-cn"), own("zh-hans-cn", "zh-Hans-CN", "中文 (Hans-CN)"));
        assert_eq!(parts("tlh"), own("tlh", "tlh", "tlh"));
        let directions = ["ar-EG", "he", "az-Arab", "de", "ar-Latn", "zh"].map(direction);
        let (ltr, rtl) = (Direction::Ltr, Direction::Rtl);
        assert_eq!(directions, [rtl, rtl, rtl, ltr, ltr, ltr]);
    }
}
