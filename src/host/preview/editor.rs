//! Links that open the author's editor at a line.

use std::path::Path;

use crate::base::diagnostic::{Diagnostic, nearest};
use crate::base::html::encode_url;

/// What stands for the file, the line and the column in an editor's links.
const FILE: &str = "{file}";

/// The editors whose links are known, by the names they are started by.
const KNOWN: [(&str, &str); 14] = [
    ("clion", "clion://open?file={file}&line={line}&column={column}"),
    ("code", "vscode://file{file}:{line}:{column}"),
    ("code-insiders", "vscode-insiders://file{file}:{line}:{column}"),
    ("codium", "vscodium://file{file}:{line}:{column}"),
    ("cursor", "cursor://file{file}:{line}:{column}"),
    ("idea", "idea://open?file={file}&line={line}&column={column}"),
    ("mate", "txmt://open?url=file://{file}&line={line}&column={column}"),
    ("mvim", "mvim://open?url=file://{file}&line={line}&column={column}"),
    ("phpstorm", "phpstorm://open?file={file}&line={line}"),
    ("pycharm", "pycharm://open?file={file}&line={line}&column={column}"),
    ("subl", "subl://open?url=file://{file}&line={line}&column={column}"),
    ("webstorm", "webstorm://open?file={file}&line={line}&column={column}"),
    ("windsurf", "windsurf://file{file}:{line}:{column}"),
    ("zed", "zed://file{file}:{line}:{column}"),
];

/// Other names of the same editors.
const ALIASES: [(&str, &str); 8] = [
    ("intellij", "idea"),
    ("sublime", "subl"),
    ("textmate", "mate"),
    ("vs-code", "code"),
    ("vscode", "code"),
    ("vscode-insiders", "code-insiders"),
    ("vscodium", "codium"),
    ("zeditor", "zed"),
];

/// An editor that links can open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Editor {
    template: String,
}

impl Editor {
    /// The editor of a name, or with a link of the author's own such as `my://open?{file}:{line}`.
    pub fn named(name: &str) -> Result<Self, Diagnostic> {
        if let Some((scheme, _)) = name.split_once("://").filter(|_| name.contains(FILE)) {
            let is_word = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
            if !scheme.is_empty() && scheme.bytes().all(is_word) {
                return Ok(Self { template: name.to_owned() });
            }
        }
        find(name).ok_or_else(|| {
            let names = KNOWN.iter().map(|(name, _)| *name);
            let aliases = ALIASES.iter().map(|(name, _)| *name);
            let message = format!("there is no known way to open the editor `{name}`");
            let all = names.clone().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            Diagnostic::error("serve/editor", message).help(match nearest(name, names.chain(aliases)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!(
                    "name one of {all}, or write the link itself: `my-editor://open?file={{file}}&line={{line}}`"
                ),
            })
        })
    }

    /// The editor that these settings of the environment name, the first that is known.
    pub(super) fn guess<'a>(settings: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        settings.into_iter().find_map(|setting| {
            let program = setting.split_whitespace().next()?;
            find(Path::new(program).file_stem()?.to_str()?)
        })
    }

    /// The link that opens the file at the absolute path `file`, with `{line}` and `{column}` left to be filled in.
    pub(super) fn template(&self, root: &Path) -> String {
        let root = root.to_string_lossy().replace('\\', "/");
        let root = if root.starts_with('/') { root } else { format!("/{root}") };
        let root = encode_url(&root.replace('%', "%25").replace('#', "%23").replace('?', "%3F"));
        self.template.replace(FILE, &format!("{}/{FILE}", root.trim_end_matches('/')))
    }
}

/// The editor of a name.
fn find(name: &str) -> Option<Editor> {
    let lower = name.to_lowercase();
    let name = ALIASES.iter().find(|(alias, _)| *alias == lower).map_or(&*lower, |(_, name)| name);
    let (_, template) = KNOWN.iter().find(|(known, _)| *known == name)?;
    Some(Editor { template: (*template).to_owned() })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{ALIASES, Editor, KNOWN, nearest};

    #[test]
    fn links_name_the_whole_path() {
        let link = |name| Editor::named(name).expect("known").template(Path::new("/home/a b/site"));
        assert_eq!(link("vscode"), "vscode://file/home/a%20b/site/{file}:{line}:{column}");
        assert_eq!(
            link("idea"),
            "idea://open?file=/home/a%20b/site/{file}&line={line}&column={column}"
        );
        assert_eq!(link("my://x?{file}#{line}"), "my://x?/home/a%20b/site/{file}#{line}");
    }

    #[test]
    fn every_editor_is_led_to_the_line() {
        let all: Vec<String> = KNOWN
            .iter()
            .map(|(name, _)| {
                let link = Editor::named(name).expect("known").template(Path::new("/site"));
                let link = link.replace("{file}", "a.md").replace("{line}", "7");
                format!("{name} {}", link.replace("{column}", "3"))
            })
            .collect();
        assert_eq!(
            all,
            [
                "clion clion://open?file=/site/a.md&line=7&column=3",
                "code vscode://file/site/a.md:7:3",
                "code-insiders vscode-insiders://file/site/a.md:7:3",
                "codium vscodium://file/site/a.md:7:3",
                "cursor cursor://file/site/a.md:7:3",
                "idea idea://open?file=/site/a.md&line=7&column=3",
                "mate txmt://open?url=file:///site/a.md&line=7&column=3",
                "mvim mvim://open?url=file:///site/a.md&line=7&column=3",
                "phpstorm phpstorm://open?file=/site/a.md&line=7",
                "pycharm pycharm://open?file=/site/a.md&line=7&column=3",
                "subl subl://open?url=file:///site/a.md&line=7&column=3",
                "webstorm webstorm://open?file=/site/a.md&line=7&column=3",
                "windsurf windsurf://file/site/a.md:7:3",
                "zed zed://file/site/a.md:7:3",
            ]
        );
        for (alias, name) in ALIASES {
            assert_eq!(Editor::named(alias), Editor::named(name), "{alias}");
        }
    }

    #[test]
    fn an_unknown_editor_is_refused_with_a_suggestion() {
        for (name, help) in
            [("vscod", "did you mean `vscode`?"), ("notepad", "name one of `clion`")]
        {
            let refused = Editor::named(name).expect_err("unknown");
            assert_eq!(refused.code, "serve/editor");
            assert!(refused.help.is_some_and(|text| text.starts_with(help)), "{name}");
        }
        for name in ["javascript:{file}", "://{file}", "my link://{file}"] {
            assert!(Editor::named(name).is_err(), "{name}");
        }
    }

    #[test]
    fn the_environment_is_asked_for_an_editor() {
        let guess = |settings: &[&str]| Editor::guess(settings.iter().copied());
        assert_eq!(guess(&["vim", "/usr/bin/zed --wait"]), Editor::named("zed").ok());
        assert_eq!(guess(&["", "nano"]), None);
        assert!(KNOWN.is_sorted() && nearest("zed", ["zed"]).is_some());
    }
}
