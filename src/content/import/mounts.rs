//! `module.mounts`: folders that stand for those of a site.

use super::settings::{Setting, Settings};
use super::{Import, text};
use crate::base::node::{Node, Value};

/// The folders of a site in Hugo that have one here as well.
const FOLDERS: [&str; 4] = ["content", "data", "i18n", "static"];

/// A mount.
struct Mount {
    source: String,
    target: String,
    lang: Option<String>,
    /// Are some of its files left out?
    is_partial: bool,
}

/// A key of a map, in any case of letters, as text.
fn word(node: &Node, key: &str) -> Option<String> {
    let Value::Map(entries) = &node.value else { return None };
    let entry = entries.iter().find(|entry| entry.key.eq_ignore_ascii_case(key))?;
    let text = match &entry.value.value {
        Value::List(items) if items.len() == 1 => items[0].scalar_text(""),
        _ => entry.value.scalar_text(""),
    };
    text.filter(|text| !text.is_empty())
}

impl Mount {
    fn of(node: &Node) -> Option<Self> {
        let folder = |key| Some(word(node, key)?.trim_matches('/').to_owned());
        let has = |key: &str| match &node.value {
            Value::Map(entries) => entries.iter().any(|entry| entry.key.eq_ignore_ascii_case(key)),
            _ => false,
        };
        Some(Self {
            source: folder("source")?,
            target: folder("target")?,
            lang: word(node, "lang").or_else(|| word(node, "languages")),
            is_partial: ["includefiles", "excludefiles", "files", "sites"].into_iter().any(has),
        })
    }
}

/// The folders that the settings mount as content, each with its language.
pub(super) fn contents(settings: &Settings) -> Vec<String> {
    let Some(setting) = settings.look("module.mounts") else { return Vec::new() };
    let mounts = setting.items().iter().filter_map(Mount::of).collect::<Vec<_>>();
    mounts.into_iter().filter(|m| m.target == "content").map(|mount| mount.source).collect()
}

impl Import<'_> {
    /// The mounts of the site; what modules bring is told.
    pub(super) fn mounts(&mut self) {
        let Some(setting) = self.settings.take("module.mounts") else { return };
        for item in setting.items() {
            if let Some(mount) = Mount::of(&item) {
                self.mount((&setting, &item), &mount);
            } else {
                let what = "a mount without `source` and `target`";
                self.told((&setting, &item), what, "remove it");
            }
        }
    }

    fn mount(&mut self, place: (&Setting, &Node), mount: &Mount) {
        let Mount { source, target, lang, is_partial } = mount;
        let top = target.split('/').next().unwrap_or("");
        let what = format!("the mount of `{source}` on `{target}`");
        if !FOLDERS.contains(&top) {
            let is_same = source == target && !is_partial;
            if !is_same {
                let help = "pages are written by templates of Tera in `templates`, and styles, scripts and pictures lie in `static`";
                self.told(place, &what, help);
            }
        } else if *is_partial {
            let help =
                format!("leave files out with `ignore_files`, and keep those of `{target}` there");
            self.told(place, &format!("{what}, which leaves files out,"), &help);
        } else if target == "content" {
            self.mount_content(place, source, lang.as_deref());
        } else if source != target {
            self.told(place, &what, &format!("move the files of `{source}` into `{target}`"));
        }
    }

    /// A folder of content is named, for a language or for the site.
    fn mount_content(&mut self, place: (&Setting, &Node), source: &str, lang: Option<&str>) {
        let path = match lang {
            Some(lang) => format!("languages.{}.content_dir", lang.replace('_', "-")),
            None => "content_dir".to_owned(),
        };
        let known = path.split('.').try_fold(&self.root, |node, key| node.get(key));
        let other = known.and_then(|node| node.scalar_text("")).filter(|other| other != source);
        if other.is_some() {
            let help =
                format!("a language has one folder of content: move the files of `{source}` there");
            self.told(place, &format!("the mount of `{source}` on `content`"), &help);
        } else if source != "content" || lang.is_some() {
            self.put(&path, text(source));
        }
    }

    fn told(&mut self, place: (&Setting, &Node), what: &str, help: &str) {
        let message = format!("{what} has no place in numerate.yaml");
        self.tell_of_item(place, "import/mount", &message, help);
    }
}
