//! The parser's complaints in words that help an author.

use crate::base::diagnostic::Diagnostic;
use crate::base::source::Span;

/// The parser's error `info` at byte `at`; `open` is the innermost bracket that is still open.
pub(super) fn explain(text: &str, at: usize, info: &str, open: Option<Span>) -> Diagnostic {
    let at = at.min(text.len());
    if info.contains("tab") {
        return tab(text, at);
    }
    if info.contains("quoted scalar") && !info.contains("escape") && !info.contains("trailing") {
        return unclosed_quote(text, at);
    }
    if info.contains("trailing content") {
        return after_quote(text, at);
    }
    if let Some(open) = open.filter(|_| is_about_brackets(info)) {
        return unclosed_bracket(text, open);
    }
    match info {
        "mapping values are not allowed in this context" => second_colon(text, at),
        "simple key expect ':'" | "simple key expected" => no_colon(text, at),
        "misplaced bracket" => Diagnostic::error("yaml/bracket", "this bracket closes nothing")
            .at(character(text, at))
            .help("remove it, or put the value in quotes"),
        "while parsing node, found unknown anchor" => {
            Diagnostic::error("yaml/alias", "this alias names no anchor")
                .at(word(text, at))
                .help("put a value that begins with `*` in quotes")
        }
        "block sequence entries are not allowed in this context" => {
            Diagnostic::error("yaml/syntax", "a list cannot begin on the line of its key")
                .at(character(text, at))
                .help("begin a new line for each `- item`, or write `[item, item]`")
        }
        _ if info.starts_with("unexpected character") => bad_start(text, at),
        _ if info.contains("indent")
            || info.contains("block collection")
            || info.contains("block mapping") =>
        {
            if let Some(error) = behind_bracket(text, at) {
                return error;
            }
            Diagnostic::error("yaml/indentation", "this line is not indented like its neighbors")
                .at(line_at(text, at))
                .help("keys of one map, and items of one list, begin in the same column")
        }
        _ if info.contains("escape") || info.contains("hexadecimal") => {
            Diagnostic::error("yaml/escape", "this text holds an unknown escape")
                .at(line_rest(text, at))
                .help("write `\\\\` for a backslash, or use single quotes")
        }
        "comment intercepting the multiline text" => {
            Diagnostic::error("yaml/syntax", "a comment interrupts a text of several lines")
                .at(line_rest(text, at))
                .help("put the text in quotes, or the comment on a line of its own")
        }
        _ => Diagnostic::error("yaml/syntax", format!("this is not valid YAML: {info}"))
            .at(character(text, at))
            .help("write `key: value`, texts with special characters in quotes"),
    }
}

fn is_about_brackets(info: &str) -> bool {
    [
        "flow",
        "illegal placement",
        "simple key expect",
        "bracket",
        "stream",
        "document",
        "node content",
    ]
    .iter()
    .any(|hint| info.contains(hint))
}

fn tab(text: &str, at: usize) -> Diagnostic {
    // The parser may name the scalar before the tab: the tab itself is at the beginning of a line from there on.
    let from = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let mut offset = from;
    let mut place = character(text, at);
    for line in text[from..].split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        if let Some(tab) = line[..indent].find('\t') {
            place = Span::new(offset + tab, offset + indent);
            break;
        }
        offset += line.len();
    }
    Diagnostic::error("yaml/tab", "a tab cannot indent a line of YAML")
        .at(place)
        .help("indent with spaces")
}

fn unclosed_quote(text: &str, at: usize) -> Diagnostic {
    let quote = text[at..].chars().next().unwrap_or('"');
    Diagnostic::error("yaml/unclosed-quote", "the quote that begins here is not closed")
        .at(line_rest(text, at))
        .help(format!("close the text with `{quote}`"))
}

fn after_quote(text: &str, at: usize) -> Diagnostic {
    let before = &text[line_at(text, at).start..at];
    let help = if before.trim_end().ends_with('\'') {
        "inside single quotes write `''` for an apostrophe, or use double quotes around the text"
    } else {
        "inside double quotes write `\\\"` for a quote, or use single quotes around the text"
    };
    Diagnostic::error("yaml/after-quote", "a quoted text has something after its closing quote")
        .at(line_rest(text, at))
        .help(help)
}

fn unclosed_bracket(text: &str, open: Span) -> Diagnostic {
    let bracket = text.get(open.range()).unwrap_or("[");
    let (closing, example) = if bracket == "{" { ("}", "{a: 1}") } else { ("]", "[a, b]") };
    Diagnostic::error("yaml/unclosed-bracket", format!("the `{bracket}` is not closed"))
        .at(open)
        .help(format!(
            "add the `{closing}`: `{example}`; a text that begins with `{bracket}` needs quotes"
        ))
}

/// A value that begins like a list and goes on behind it: `title: [76x](q:growth.ratio) more`.
fn behind_bracket(text: &str, at: usize) -> Option<Diagnostic> {
    let line = line_at(text, at);
    let (key, value) = text[line.range()].split_once(": ")?;
    let shown = value.trim();
    let (_, behind) = shown.strip_prefix('[')?.split_once(']')?;
    let quoted = if shown.contains('"') { format!("'{shown}'") } else { format!("\"{shown}\"") };
    let start = line.start + key.len() + 2 + (value.len() - value.trim_start().len());
    (!behind.is_empty()).then(|| {
        Diagnostic::error(
            "yaml/bracket",
            "a value that begins with `[` and is no list needs quotes",
        )
        .at(Span::new(start, start + shown.len()))
        .help(format!("write `{}: {quoted}`", key.trim_start()))
    })
}

/// A colon where no key can be: in a value, or in a line that the parser took for the rest of the line before.
fn second_colon(text: &str, at: usize) -> Diagnostic {
    let line = line_at(text, at);
    let before = &text[line.start..at];
    if let Some((key, value)) = before.split_once(": ") {
        let start = line.start + key.len() + 2;
        let blank = value.len() - value.trim_start().len();
        let value = Span::new(start + blank, line.end);
        let shown = text[value.range()].trim_end();
        let quoted =
            if shown.contains('"') { format!("'{shown}'") } else { format!("\"{shown}\"") };
        return Diagnostic::error("yaml/colon", "a value that holds `: ` needs quotes")
            .at(Span::new(value.start, value.start + shown.len()))
            .help(format!("write `{}: {quoted}`", key.trim_start()));
    }
    let above = line_above(text, line.start);
    let above_text = &text[above.range()];
    if above_text.contains(':')
        && !above_text.contains(": ")
        && !above_text.trim_end().ends_with(':')
    {
        return missing_space(text, above);
    }
    Diagnostic::error("yaml/indentation", "this line is indented deeper than the key above it")
        .at(line)
        .help("keys of one map begin in the same column; a value stands on the line of its key")
}

/// A line without a key; the parser complains where the next one begins.
fn no_colon(text: &str, at: usize) -> Diagnostic {
    let here = line_at(text, at);
    let line =
        if text[here.start..at].trim().is_empty() { line_above(text, here.start) } else { here };
    if text[line.range()].contains(':') {
        return missing_space(text, line);
    }
    Diagnostic::error("yaml/no-key", "this line is no `key: value`")
        .at(line)
        .help("add the key, or indent the line if it belongs to the value above")
}

fn missing_space(text: &str, line: Span) -> Diagnostic {
    let (key, value) = text[line.range()].split_once(':').unwrap_or_default();
    let colon = line.start + key.len();
    Diagnostic::error("yaml/colon", "a space is missing after the colon")
        .at(Span::new(colon, colon + 1))
        .help(format!("write `{key}: {}`", value.trim()))
}

fn bad_start(text: &str, at: usize) -> Diagnostic {
    let first = text[at..].chars().next().unwrap_or(' ');
    let rest = line_rest(text, at);
    let quoted = text[rest.range()].replace('"', "\\\"");
    Diagnostic::error("yaml/reserved", format!("a value cannot begin with a `{first}`"))
        .at(rest)
        .help(format!("put it in quotes: \"{quoted}\""))
}

/// The line that holds `at`, without its indentation and its end.
fn line_at(text: &str, at: usize) -> Span {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[start..].lines().next().unwrap_or("");
    let indent = line.len() - line.trim_start().len();
    Span::new((start + indent).min(at), start + line.trim_end().len())
}

/// The nearest line above the line that begins at `start` that is not blank.
fn line_above(text: &str, start: usize) -> Span {
    let above = text[..start].trim_end();
    line_at(text, above.len())
}

/// What the line holds from `at` on.
fn line_rest(text: &str, at: usize) -> Span {
    let line = text[at..].lines().next().unwrap_or("");
    Span::new(at, at + line.trim_end().len())
}

/// The character at `at`.
fn character(text: &str, at: usize) -> Span {
    Span::new(at, at + text[at..].chars().next().map_or(0, char::len_utf8))
}

/// The word that begins at `at`.
fn word(text: &str, at: usize) -> Span {
    let rest = &text[at..];
    Span::new(at, at + rest.find(char::is_whitespace).unwrap_or(rest.len()))
}
