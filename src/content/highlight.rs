//! Highlighted code: short Pygments class names, so that style sheets made for Hugo fit.
//!
//! The syntaxes are those of `bat`; a token's class is chosen by the innermost scope that `CLASSES` knows.

use std::sync::OnceLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use crate::base::html::escape_to;

/// Scope prefixes and the Pygments class of what they mean; the first that fits a scope wins.
const CLASSES: [(&str, &str); 35] = [
    ("comment", "c"),
    ("string.regexp", "sr"),
    ("constant.character.escape", "se"),
    ("string", "s"),
    ("constant.numeric", "m"),
    ("constant.language", "kc"),
    ("constant.other.placeholder", "si"),
    ("constant", "no"),
    ("keyword.operator.word", "ow"),
    ("keyword.operator.logical.python", "ow"),
    ("keyword.operator", "o"),
    ("keyword.declaration", "kd"),
    ("keyword", "k"),
    ("storage.type", "kt"),
    ("storage", "k"),
    ("entity.name.function", "nf"),
    ("entity.name.tag", "nt"),
    ("entity.name.type", "nc"),
    ("entity.name.class", "nc"),
    ("entity.name.namespace", "nn"),
    ("entity.name.section", "gh"),
    ("entity.other.attribute-name", "na"),
    ("entity.other.inherited-class", "nc"),
    ("support.function", "nb"),
    ("support.macro", "nb"),
    ("support.type", "kt"),
    ("support.class", "nc"),
    ("support.constant", "no"),
    ("variable.language", "bp"),
    ("variable.parameter", "nv"),
    ("variable.function", "nf"),
    ("markup.inserted", "gi"),
    ("markup.deleted", "gd"),
    ("markup.heading", "gh"),
    ("invalid", "err"),
];

/// The syntaxes and the scopes of [`CLASSES`], made on first use: a site without code never pays for them.
struct Grammar {
    syntaxes: SyntaxSet,
    classes: Vec<(Scope, &'static str)>,
}

fn grammar() -> &'static Grammar {
    static GRAMMAR: OnceLock<Grammar> = OnceLock::new();
    GRAMMAR.get_or_init(|| Grammar {
        syntaxes: two_face::syntax::extra_newlines(),
        classes: CLASSES
            .iter()
            .filter_map(|(scope, class)| Some((Scope::new(scope).ok()?, *class)))
            .collect(),
    })
}

/// Names that authors write and `bat` does not know, with the name it knows.
fn canonical(language: &str) -> &str {
    match language {
        "shell" | "console" | "shell-session" => "sh",
        "golang" => "go",
        "jsonc" | "json5" => "json",
        "docker" => "dockerfile",
        other => other,
    }
}

/// Appends `code` to `out` with a `<span class>` around each token; `None` (and nothing appended) if the language is not known.
pub fn highlight(code: &str, language: &str, out: &mut String) -> Option<()> {
    let grammar = grammar();
    let syntax = grammar.syntaxes.find_syntax_by_token(canonical(&language.to_lowercase()))?;
    if syntax.name == "Plain Text" {
        return None;
    }
    let start = out.len();
    let done = write_tokens(code, syntax, grammar, out);
    if done.is_none() {
        out.truncate(start);
    }
    done
}

fn write_tokens(
    code: &str,
    syntax: &SyntaxReference,
    grammar: &Grammar,
    out: &mut String,
) -> Option<()> {
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    let mut open = None;
    for line in code.split_inclusive('\n') {
        let operations = state.parse_line(line, &grammar.syntaxes).ok()?;
        let mut done = 0;
        for (at, operation) in operations {
            write_token(&line[done..at], class_of(&stack, grammar), &mut open, out);
            stack.apply(&operation).ok()?;
            done = at;
        }
        write_token(&line[done..], class_of(&stack, grammar), &mut open, out);
    }
    close(&mut open, out);
    Some(())
}

/// Appends `token` in a span of `class`, going on with the open span where the class is the same; line ends stand outside.
fn write_token(
    token: &str,
    class: Option<&'static str>,
    open: &mut Option<&'static str>,
    out: &mut String,
) {
    let text = token.trim_end_matches('\n');
    let class = if text.trim().is_empty() { *open } else { class };
    if *open != class {
        close(open, out);
        if let Some(class) = class {
            out.push_str("<span class=\"");
            out.push_str(class);
            out.push_str("\">");
        }
        *open = class;
    }
    escape_to(text, out);
    if text.len() < token.len() {
        close(open, out);
        out.push_str(&token[text.len()..]);
    }
}

fn close(open: &mut Option<&'static str>, out: &mut String) {
    if open.take().is_some() {
        out.push_str("</span>");
    }
}

/// The class of the innermost scope that has one.
fn class_of(stack: &ScopeStack, grammar: &Grammar) -> Option<&'static str> {
    stack.as_slice().iter().rev().find_map(|scope| {
        let known = grammar.classes.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope));
        known.map(|(_, class)| *class)
    })
}

#[cfg(test)]
mod tests {
    use super::{CLASSES, Scope, highlight};

    fn highlighted(code: &str, language: &str) -> Option<String> {
        let mut out = String::new();
        highlight(code, language, &mut out).map(|()| out)
    }

    #[test]
    fn tokens_get_short_classes_and_text_is_escaped() {
        let html = highlighted("SELECT '<b>' -- x\n", "sql").expect("known");
        assert!(html.contains("<span class=\"k\">SELECT"), "{html}");
        assert!(html.contains("&lt;b&gt;"), "{html}");
        assert!(html.ends_with("</span>\n"), "{html}");
    }

    #[test]
    fn no_text_is_lost() {
        let code = "fn main() {\n    let x = 1; // ünï\n\n}\n";
        let html = highlighted(code, "rust").expect("known");
        assert_eq!(strip(&html), code);
    }

    fn strip(html: &str) -> String {
        html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect()
    }

    #[test]
    fn unknown_languages_are_left_to_the_caller() {
        assert_eq!(highlighted("x", "no-such-language"), None);
    }

    #[test]
    fn every_scope_of_the_table_is_valid() {
        for (scope, _) in CLASSES {
            assert!(Scope::new(scope).is_ok(), "{scope}");
        }
    }
}
