//! The folder of a new site.
#![expect(clippy::disallowed_methods, reason = "the one place where a new site's folder is made")]

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::Path;

use crate::base::diagnostic::Diagnostic;
use crate::base::path::SitePath;

/// Writes `files` into `folder`, which is made if it is not there, and refused if it holds anything but hidden files.
///
/// Hidden files that are there already, such as a repository's `.gitignore`, stay as they are.
pub fn site(folder: &Path, files: &[(SitePath, String)]) -> Result<(), Diagnostic> {
    let shown = folder.display();
    let failed = |error: io::Error| {
        let message = format!("cannot make a site in `{shown}`: {error}");
        Diagnostic::error("new/cannot-write", message)
    };
    fs::create_dir_all(folder).map_err(failed)?;
    for entry in fs::read_dir(folder).map_err(failed)? {
        let name = entry.map_err(failed)?.file_name();
        if !name.to_string_lossy().starts_with('.') {
            let message = format!("`{shown}` is not empty: it holds `{}`", name.to_string_lossy());
            return Err(Diagnostic::error("new/not-empty", message)
                .help("name a folder that is empty, or not there yet"));
        }
    }
    for (path, text) in files {
        write(&folder.join(path.as_str()), text, path.file_name().starts_with('.'))
            .map_err(failed)?;
    }
    Ok(())
}

/// Writes a new file with its folders; `keep` leaves one that is there already.
fn write(file: &Path, text: &str, keep: bool) -> io::Result<()> {
    fs::create_dir_all(file.parent().unwrap_or(file))?;
    match OpenOptions::new().write(true).create_new(true).open(file) {
        Ok(mut file) => file.write_all(text.as_bytes()),
        Err(error) if keep && error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{SitePath, site};

    #[test]
    fn only_a_folder_without_visible_files_becomes_a_site() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let new = folder.path().join("a/new");
        let path = |path| SitePath::new(path).expect("valid");
        let files = [(path("content/a.md"), "text".into()), (path(".gitignore"), "ours".into())];
        site(&new, &files).expect("made");
        assert_eq!(fs::read_to_string(new.join("content/a.md")).expect("there"), "text");
        assert_eq!(site(&new, &files).expect_err("not empty").code, "new/not-empty");

        fs::remove_dir_all(new.join("content")).expect("removable");
        fs::write(new.join(".gitignore"), "theirs").expect("writable");
        site(&new, &files).expect("made");
        assert_eq!(fs::read_to_string(new.join(".gitignore")).expect("there"), "theirs");
    }
}
