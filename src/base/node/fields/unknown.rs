//! Keys that nobody asked for.

use super::Fields;
use crate::base::diagnostic::{Diagnostic, nearest};

/// What to say of an unknown key below a path of keys, if it is one that another program knows.
pub type Elsewhere = fn(path: &str, key: &str) -> Option<String>;

impl Fields<'_> {
    /// All that is wrong, keys that nobody asked for included.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        for (entry, _) in self.entries.iter().filter(|(_, is_taken)| !is_taken) {
            let message = format!("{} has no key `{}`", self.what, entry.key);
            let mut diagnostic = Diagnostic::error("key/unknown", message)
                .at(entry.key_span)
                .help(self.help_for_unknown(&entry.key));
            diagnostic.severity = self.unknown;
            self.diagnostics.push(diagnostic);
        }
        self.diagnostics
    }

    fn help_for_unknown(&self, key: &str) -> String {
        let elsewhere = self.elsewhere.and_then(|elsewhere| elsewhere(&self.path, key));
        elsewhere.unwrap_or_else(|| help_for(key, self.known.iter().copied()))
    }
}

/// The nearest of the names if one is near, all of them otherwise.
pub(super) fn help_for<'n>(name: &str, names: impl Iterator<Item = &'n str> + Clone) -> String {
    if let Some(near) = nearest(name, names.clone()) {
        return format!("did you mean `{near}`?");
    }
    let list: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    format!("it can be one of {}", list.join(", "))
}
