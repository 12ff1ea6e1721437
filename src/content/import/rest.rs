//! Settings that have no place here.

use super::settings::Setting;
use super::{Import, table};

impl Import<'_> {
    /// Tells what nobody took: settings that belong together are one report.
    pub(super) fn rest(&mut self) {
        let mut groups: Vec<(String, &str, Vec<Setting>)> = Vec::new();
        for setting in self.settings.rest() {
            let path = setting.path.to_lowercase();
            let known = table::WITHOUT_PLACE.iter().find(|(prefix, _)| {
                path == *prefix
                    || path.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('.'))
            });
            let (prefix, help) = match known {
                Some((_, "")) => continue,
                // What is switched off there is not missed here.
                Some(_) if setting.text() == "false" => continue,
                Some((prefix, help)) => (*prefix, *help),
                None => (
                    path.split('.').next().unwrap_or(&path),
                    "a template can read it if it stands below `params`",
                ),
            };
            match groups.iter_mut().find(|(known, ..)| known == prefix) {
                Some((.., settings)) => settings.push(setting),
                None => groups.push((prefix.to_owned(), help, vec![setting])),
            }
        }
        for (prefix, help, settings) in groups {
            let first = &settings[0];
            let n_keys = prefix.split('.').count();
            let written = first.path.split('.').take(n_keys).collect::<Vec<_>>().join(".");
            let message = match settings.len() {
                1 => format!("`{}` has no place in numerate.yaml", first.path),
                n => format!("`{written}` has no place in numerate.yaml: {n} settings"),
            };
            self.tell(first, "import/unsupported-key", &message, help);
        }
    }
}
