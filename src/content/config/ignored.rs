//! Files that are as if they were not there.

use crate::base::diagnostic::Diagnostic;
use crate::base::glob::Glob;
use crate::base::node::Fields;

/// Which files of content, data and texts are passed over.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ignored {
    patterns: Vec<Pattern>,
}

/// A pattern of paths, or of names wherever they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pattern {
    glob: Glob,
    is_of_names: bool,
}

impl Ignored {
    /// Takes `ignore_files`.
    pub(super) fn read(fields: &mut Fields<'_>, text: &str) -> Self {
        let written = fields.texts("ignore_files", text).unwrap_or_default();
        let mut patterns = Vec::new();
        for text in written {
            match Glob::parse(text.trim_matches('/')) {
                Ok(glob) => {
                    let is_of_names = !text.trim_end_matches('/').contains('/');
                    patterns.push(Pattern { glob, is_of_names });
                }
                Err(reason) => {
                    let message = format!("`{}` is no pattern of files: {reason}", text.value);
                    let help =
                        "write it like `*.Rmd`, or `content/notes/**` from the site's folder on";
                    let error = Diagnostic::error("config/ignore-files", message).at(text.span);
                    fields.report(error.help(help));
                }
            }
        }
        Self { patterns }
    }

    /// Is the file at this path of the site passed over, or a folder that it lies in?
    pub fn holds(&self, path: &str) -> bool {
        let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
        let above: Vec<&str> = ends.map(|end| &path[..end]).collect();
        self.patterns.iter().any(|pattern| {
            above.iter().any(|path| {
                let name = path.rsplit('/').next().unwrap_or(path);
                pattern.glob.matches(if pattern.is_of_names { name } else { path })
            })
        })
    }
}
