//! Languages: each with settings of its own.

use super::{Import, boolean, map, put, text};
use crate::base::node::Value;

/// The keys of a language that are about the language itself, in Hugo's words and in this program's.
const OWN: [(&str, &str); 9] = [
    ("weight", "weight"),
    ("label", "label"),
    ("languagename", "label"),
    ("locale", "locale"),
    ("languagecode", "locale"),
    ("direction", "direction"),
    ("languagedirection", "direction"),
    ("contentdir", "content_dir"),
    ("disabled", "disabled"),
];

impl Import<'_> {
    /// Is any of the languages Chinese, Japanese or Korean?
    pub(super) fn is_cjk(&self) -> bool {
        let own = self.root.get("language").and_then(|tag| tag.scalar_text(""));
        let others = match self.root.get("languages").map(|node| &node.value) {
            Some(Value::Map(entries)) => entries.iter().map(|entry| entry.key.clone()).collect(),
            _ => Vec::new(),
        };
        let primary = |tag: &String| tag.split('-').next().unwrap_or("").to_lowercase();
        let mut tags = own.iter().chain(&others).map(primary);
        tags.any(|tag| ["ja", "ko", "zh"].contains(&&*tag))
    }

    /// The languages of the site.
    pub(super) fn languages(&mut self) {
        let default = self.settings.take("defaultcontentlanguage");
        let in_folder = self.settings.take("defaultcontentlanguageinsubdir");
        let disabled = self.settings.take("disablelanguages");
        let languages = self.settings.take_maps("languages");
        if let Some(default) = &default {
            if languages.is_empty() && !self.has("language") {
                self.set("language", default);
            } else if !languages.is_empty() || in_folder.is_some() {
                self.set("default_content_language", default);
            }
        } else if self.has("language") && (!languages.is_empty() || in_folder.is_some()) {
            // The tag of the site says nothing of its default language in Hugo.
            self.put("default_content_language", text("en"));
        }
        if let Some(in_folder) = in_folder.filter(super::settings::Setting::is_true) {
            self.set("default_content_language_in_subdir", &in_folder);
        }
        let off: Vec<String> = disabled.map_or_else(Vec::new, |disabled| {
            disabled.items().iter().filter_map(|code| code.scalar_text("")).collect()
        });
        for (setting, mut own) in languages {
            let code = setting.key.replace('_', "-");
            let mut node = map();
            for (hugo, key) in OWN {
                let given = own.take(hugo).filter(|given| !given.is_empty());
                if let Some(given) = given.filter(|_| node.get(key).is_none()) {
                    let mut value = given.node();
                    value.displace();
                    if key == "content_dir" {
                        value = text(given.text().trim_matches('/'));
                    }
                    put(&mut node, key, value);
                }
            }
            if let Some(ugly) = own.take("uglyurls") {
                let message = format!("`{}` makes no difference in Hugo", ugly.path);
                let help = "it holds for the whole site there: write `ugly_urls` below a language if you want it so";
                self.tell(&ugly, "import/unsupported-key", &message, help);
            }
            if off.contains(&code) {
                put(&mut node, "disabled", boolean(true));
            }
            let mut import = Import::new((self.files, self.contents), own, node);
            import.convert(false);
            self.diagnostics.append(&mut import.diagnostics);
            put(&mut self.root, &format!("languages.{code}"), import.root);
        }
    }
}
