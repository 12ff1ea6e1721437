//! Code as HTML: highlighted, with numbers of lines and lines that stand out.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::attributes::{Attributes, Value};
use crate::base::html::escape_to;
use crate::content::config::{CodeOptions, LineNumbers};
use crate::content::highlight::highlight;

/// Options of Hugo's that mean nothing here: colors come from the style sheet.
const NO_EFFECT: [&str; 6] =
    ["style", "hl_style", "noclasses", "guesssyntax", "tabwidth", "hl_inline"];

/// Options that say something of lines.
const LINES: [&str; 6] =
    ["linenos", "linenumbersintable", "linenostart", "lineanchors", "anchorlinenos", "hl_lines"];

/// What a fence's first line says: ` ```go {linenos=table, hl_lines=[1, "3-4"]} `.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Info<'t> {
    /// The language, possibly empty.
    pub(super) language: &'t str,
    /// Whatever else is in the braces.
    pub(super) attributes: Attributes,
    /// Numbers and marks of lines.
    pub(super) lines: Lines,
    /// What was said of them, for templates.
    pub(super) options: BTreeMap<String, String>,
    /// Options that have no effect.
    pub(super) unused: Vec<&'static str>,
}

/// Numbers and marks of lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lines {
    numbers: LineNumbers,
    /// The number of the first line.
    first: usize,
    /// Lines that stand out, first and last one of each run, counted from 1.
    marked: Vec<(usize, usize)>,
    /// What the anchors of lines begin with; `None` for lines without anchors.
    anchors: Option<String>,
}

impl<'t> Info<'t> {
    /// Reads `info`.
    pub(super) fn read(info: &'t str, standard: CodeOptions) -> Self {
        let language = info.split(|c: char| c.is_whitespace() || matches!(c, '{' | ','));
        let language = language.into_iter().next().unwrap_or("");
        let mut attributes = info
            .find('{')
            .and_then(|brace| Attributes::read(&info[brace..]))
            .map(|(attributes, _)| attributes)
            .unwrap_or_default();
        let unused = NO_EFFECT.into_iter().filter(|name| attributes.take(name).is_some()).collect();
        let all = attributes.others.iter();
        let options = all
            .filter(|(name, _)| LINES.contains(&name.to_ascii_lowercase().as_str()))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.text()))
            .collect();
        let lines = Lines::read(&mut attributes, standard.line_numbers);
        Self { language, attributes, lines, options, unused }
    }
}

impl Lines {
    fn read(attributes: &mut Attributes, standard: LineNumbers) -> Self {
        let mut text = |name: &str| attributes.take(name).map(|value| value.text());
        let in_table = text("linenumbersintable").as_deref() != Some("false");
        let numbers = match text("linenos").as_deref() {
            Some("inline") => LineNumbers::Inline,
            Some("false") => LineNumbers::None,
            Some("true") if !in_table => LineNumbers::Inline,
            Some("true" | "table") => LineNumbers::Table,
            _ => standard,
        };
        let first = text("linenostart").and_then(|first| first.parse().ok()).unwrap_or(1);
        let prefix = text("lineanchors");
        let has_anchors = text("anchorlinenos").as_deref() == Some("true");
        let anchors =
            has_anchors.then(|| prefix.map_or_else(String::new, |text| format!("{text}-")));
        let marked = attributes.take("hl_lines").as_ref().map(runs).unwrap_or_default();
        Self { numbers, first, marked, anchors }
    }

    /// Is nothing to be said of single lines?
    fn is_plain(&self) -> bool {
        self.numbers == LineNumbers::None && self.marked.is_empty()
    }

    /// Does the line of this index, from 0, stand out?
    fn is_marked(&self, index: usize) -> bool {
        self.marked.iter().any(|(first, last)| (*first..=*last).contains(&(index + 1)))
    }
}

/// `2 4-6`, or a list of such.
fn runs(value: &Value) -> Vec<(usize, usize)> {
    let text = value.text();
    let words = text.split(|c: char| c.is_whitespace() || c == ',');
    words
        .filter_map(|word| {
            let (first, last) = word.split_once('-').unwrap_or((word, word));
            Some((first.parse().ok()?, last.parse().ok()?))
        })
        .collect()
}

/// Appends `code` as HTML. `is_plain` says that it is not to be highlighted whatever its language; `is_fenced` that it stands in a fence.
pub(super) fn write(
    info: &Info<'_>,
    code: &str,
    (is_plain, is_fenced): (bool, bool),
    out: &mut String,
) {
    let mut tokens = String::new();
    let is_text = matches!(info.language, "text" | "plain" | "plaintext" | "no-highlight");
    let is_known = !info.language.is_empty()
        && !is_plain
        && (is_text || highlight(code, info.language, &mut tokens).is_some());
    if tokens.is_empty() {
        escape_to(code, &mut tokens);
    }
    if !is_known {
        out.push_str(if is_fenced { "<pre tabindex=\"0\"><code" } else { "<pre><code" });
        open_code(info.language, out);
        out.push_str(&tokens);
        out.push_str("</code></pre>\n");
        return;
    }
    let mut attributes = info.attributes.clone();
    let space = if attributes.class.is_empty() { "" } else { " " };
    attributes.class.insert_str(0, &format!("highlight{space}"));
    let _ = write!(out, "<div{}>", attributes.html());
    let lines: Vec<&str> = tokens.split_inclusive('\n').collect();
    if info.lines.numbers == LineNumbers::Table {
        out.push_str("<div class=\"chroma\">\n<table class=\"lntable\"><tr><td class=\"lntd\">\n<pre tabindex=\"0\" class=\"chroma\"><code>");
        numbers(&info.lines, lines.len(), out);
        out.push_str("</code></pre></td>\n<td class=\"lntd\">\n");
    }
    out.push_str("<pre tabindex=\"0\" class=\"chroma\"><code");
    open_code(info.language, out);
    if info.lines.is_plain() {
        out.push_str(&tokens);
    } else {
        for (index, line) in lines.iter().enumerate() {
            let mark = if info.lines.is_marked(index) { " hl" } else { "" };
            let _ = write!(out, "<span class=\"line{mark}\">");
            if info.lines.numbers == LineNumbers::Inline {
                number("ln", &info.lines, (index, lines.len()), out);
                out.push_str("</span>");
            }
            let _ = write!(out, "<span class=\"cl\">{line}</span></span>");
        }
    }
    out.push_str("</code></pre>");
    if info.lines.numbers == LineNumbers::Table {
        out.push_str("</td></tr></table>\n</div>\n");
    }
    out.push_str("</div>\n");
}

/// The rest of a `code` tag.
fn open_code(language: &str, out: &mut String) {
    if !language.is_empty() {
        for prefix in [" class=\"language-", "\" data-lang=\""] {
            out.push_str(prefix);
            escape_to(language, out);
        }
        out.push('"');
    }
    out.push('>');
}

/// The column of numbers.
fn numbers(lines: &Lines, count: usize, out: &mut String) {
    for index in 0..count {
        let is_marked = lines.is_marked(index);
        out.push_str(if is_marked { "<span class=\"hl\">" } else { "" });
        number("lnt", lines, (index, count), out);
        out.push('\n');
        out.push_str(if is_marked { "</span></span>" } else { "</span>" });
    }
}

/// The number of a line, as wide as the last one's; its element stays open.
fn number(class: &str, lines: &Lines, (index, count): (usize, usize), out: &mut String) {
    let number = lines.first.saturating_add(index);
    let width = lines.first.saturating_add(count.saturating_sub(1)).to_string().len();
    let shown = format!("{number:>width$}");
    let _ = match &lines.anchors {
        Some(prefix) => {
            let mut anchor = String::new();
            escape_to(prefix, &mut anchor);
            let _ = write!(anchor, "{number}");
            write!(
                out,
                "<span class=\"{class}\" id=\"{anchor}\"><a class=\"lnlinks\" href=\"#{anchor}\">{shown}</a>"
            )
        }
        None => write!(out, "<span class=\"{class}\">{shown}"),
    };
}
