//! `ignoreFiles`: regular expressions become patterns of files.

use super::{Import, text};
use crate::base::node::{Node, Value};
use crate::base::source::Span;

impl Import<'_> {
    /// The files that are passed over.
    pub(super) fn ignored(&mut self) {
        let Some(setting) = self.settings.take("ignorefiles") else { return };
        let mut patterns = Vec::new();
        for item in setting.items() {
            let expression = item.scalar_text("").unwrap_or_default();
            if let Some(found) = globs(&expression) {
                patterns.extend(found.iter().map(|glob| text(glob)));
                continue;
            }
            let message = format!("`{expression}` is not taken over: no pattern says the same");
            let help =
                "write what it is about into `ignore_files`, such as `*.Rmd` or `content/notes/**`";
            self.tell_of_item((&setting, &item), "import/ignore-files", &message, help);
        }
        if !patterns.is_empty() {
            self.put("ignore_files", Node { span: Span::default(), value: Value::List(patterns) });
        }
    }
}

/// The patterns that match what a regular expression finds anywhere in a path, if there are such.
fn globs(expression: &str) -> Option<Vec<String>> {
    let mut reader = Reader { rest: expression };
    let mut globs = Vec::new();
    loop {
        let Branch { glob, is_at_start, is_at_end } = reader.branch()?;
        let is_literal = !glob.starts_with(['/', '*', '?', '[', '{']);
        if glob.is_empty() || (is_at_start && !is_literal) {
            return None;
        }
        // Hugo compares with paths from the root of the disk on: what begins with another sign than a slash is none of them.
        if !is_at_start {
            let any = if glob.contains('/') { "**" } else { "*" };
            let after = if is_at_end || glob.ends_with('*') { "" } else { any };
            globs.push(match glob.strip_prefix('/') {
                // Paths of a site do not begin with the slash that those of a disk do.
                Some(from_a_folder) => format!("{{**/,}}{from_a_folder}{after}"),
                None if glob.starts_with('*') => format!("{glob}{after}"),
                None => format!("{any}{glob}{after}"),
            });
        }
        match reader.next() {
            Some('|') => {}
            None => return Some(globs),
            Some(_) => return None,
        }
    }
}

/// One of the alternatives of an expression.
struct Branch {
    glob: String,
    is_at_start: bool,
    is_at_end: bool,
}

/// What is left of an expression.
struct Reader<'e> {
    rest: &'e str,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<char> {
        let character = self.rest.chars().next()?;
        self.rest = &self.rest[character.len_utf8()..];
        Some(character)
    }

    fn next_if(&mut self, wanted: char) -> bool {
        let is_there = self.rest.starts_with(wanted);
        if is_there {
            self.next();
        }
        is_there
    }

    /// Reads up to a `|`, a `)` or the end.
    fn branch(&mut self) -> Option<Branch> {
        let is_at_start = self.next_if('^');
        let mut glob = String::new();
        let mut is_at_end = false;
        while let Some(next) = self.rest.chars().next() {
            if matches!(next, '|' | ')') {
                break;
            }
            if is_at_end {
                return None;
            }
            self.next();
            let atom = match next {
                '$' => {
                    is_at_end = true;
                    continue;
                }
                '\\' => self.escaped()?,
                '.' => "?".to_owned(),
                '[' => self.class()?,
                '(' => self.group()?,
                '^' | '*' | '+' | '?' | '{' => return None,
                character => literal(character),
            };
            glob.push_str(&self.repeated(atom)?);
        }
        Some(Branch { glob, is_at_start, is_at_end })
    }

    /// An atom as often as what follows it says.
    fn repeated(&mut self, atom: String) -> Option<String> {
        let is_any = atom == "?";
        if self.next_if('*') {
            return is_any.then(|| "**".to_owned());
        }
        if self.next_if('+') {
            return is_any.then(|| "?**".to_owned());
        }
        if self.next_if('?') {
            return Some(format!("{{{atom},}}"));
        }
        (!self.rest.starts_with('{')).then_some(atom)
    }

    fn escaped(&mut self) -> Option<String> {
        match self.next()? {
            'd' => Some("[0-9]".to_owned()),
            'w' => Some("[0-9A-Za-z_]".to_owned()),
            character if character.is_ascii_alphanumeric() => None,
            character => Some(literal(character)),
        }
    }

    /// A class without escapes; what opened it was read.
    fn class(&mut self) -> Option<String> {
        let (inner, after) = self.rest.split_once(']')?;
        if inner.is_empty() || inner.contains(['\\', '[']) {
            return None;
        }
        self.rest = after;
        Some(format!("[{inner}]"))
    }

    fn group(&mut self) -> Option<String> {
        let _ = self.rest.starts_with("?:").then(|| self.rest = &self.rest[2..]);
        let mut choices = Vec::new();
        loop {
            let Branch { glob, is_at_start: false, is_at_end: false } = self.branch()? else {
                return None;
            };
            choices.push(glob);
            match self.next()? {
                '|' => {}
                _ => return Some(format!("{{{}}}", choices.join(","))),
            }
        }
    }
}

/// A character that stands for itself in a pattern.
fn literal(character: char) -> String {
    let is_special = matches!(character, '*' | '?' | '[' | ']' | '{' | '}' | ',' | '\\');
    if is_special { format!("\\{character}") } else { character.to_string() }
}

#[cfg(test)]
mod tests {
    use super::globs;

    #[test]
    fn the_usual_expressions_become_patterns() {
        let plain = |expression| globs(expression).map(|globs| globs.join(" "));
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(plain(r"\.Rmd$"), some("*.Rmd"));
        assert_eq!(plain(r"_cache$"), some("*_cache"));
        assert_eq!(plain(r"\.foo$|boring"), some("*.foo *boring*"));
        assert_eq!(plain(r"\.(Rmd|Rmarkdown)$"), some("*.{Rmd,Rmarkdown}"));
        assert_eq!(plain(r"content/drafts/.*"), some("**content/drafts/**"));
        assert_eq!(plain(r"/\d+-wip\.md$"), None);
        assert_eq!(plain(r"/\d-w?ip\.md$"), some("{**/,}[0-9]-{w,}ip.md"));
        assert_eq!(plain(r"[a-c]x\[$"), some("*[a-c]x\\["));
        assert_eq!(plain(r"^\."), some(""));
        assert_eq!(plain("^content|~$"), some("*~"));
        for odd in ["^/home", "^.x", "a{2}", "(?i)x", "", "a|", r"\bx", "(a", "x)"] {
            assert_eq!(plain(odd), None, "{odd}");
        }
    }
}
