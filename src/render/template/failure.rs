//! The template engine's errors as diagnostics.

use std::fmt::Write as _;
use std::sync::Arc;

use tera::{Error, ErrorKind, ReportError};

use crate::base::diagnostic::{Diagnostic, nearest};
use crate::base::source::{Position, Source, Span};

use super::{Sources, filter};

/// The code of a block that no parent has.
pub(super) const UNKNOWN_BLOCK: &str = "template/unknown-block";

/// A place in a template, as the engine's reports give it.
struct Place<'a> {
    template: &'a str,
    position: Position,
    /// Characters underlined.
    width: usize,
}

/// What is wrong with the templates before anything is rendered.
pub(super) fn of_loading(error: &Error, sources: &Sources) -> Vec<Diagnostic> {
    match error.kind() {
        ErrorKind::SyntaxError(report) => {
            vec![spanned(report, "template/syntax", sources)]
        }
        ErrorKind::MissingParent { current, parent } => {
            vec![missing_parent(current, parent, sources)]
        }
        ErrorKind::CircularExtend { tpl, inheritance_chain } => {
            vec![circle(tpl, "extends", inheritance_chain, sources)]
        }
        ErrorKind::CircularInclude { tpl, include_chain } => {
            vec![circle(tpl, "includes", include_chain, sources)]
        }
        _ => of_reports(&error.to_string(), sources),
    }
}

/// What went wrong while `template` was rendered.
pub(super) fn of_rendering(error: &Error, template: &str, sources: &Sources) -> Diagnostic {
    let ErrorKind::RenderingError(report) = error.kind() else {
        let message = format!("the template `{template}` fails: {}", voice(&error.to_string()));
        return Diagnostic::error("template/error", message);
    };
    let mut diagnostic = spanned(report, "template/error", sources);
    // The engine keeps the callers to itself, except in its printed report.
    for note in error.to_string().split("\n\nnote: called from ").skip(1) {
        if let Some(place) = place(note)
            && let Some(source) = sources.texts.get(place.template)
        {
            let span = span(&place, source);
            diagnostic = diagnostic.label_in(source, span, "called from here");
        }
    }
    diagnostic
}

/// The diagnostic of an error that knows its bytes.
fn spanned(report: &ReportError, code: &'static str, sources: &Sources) -> Diagnostic {
    let diagnostic = translated(report.message(), code, report.filename(), sources);
    match sources.texts.get(report.filename()) {
        Some(source) => {
            let span = Span::from(report.span().range.clone());
            diagnostic.label_in(source, shown(span, source), "")
        }
        None => diagnostic,
    }
}

/// A place that can be seen: the end of a template is shown as its last character.
fn shown(span: Span, source: &Source) -> Span {
    if span.start < source.text.len() {
        return span;
    }
    let last = source.text.trim_end().char_indices().next_back();
    last.map_or(span, |(at, character)| Span::new(at, at + character.len_utf8()))
}

/// The diagnostics of the printed reports that the engine joins into one message.
fn of_reports(text: &str, sources: &Sources) -> Vec<Diagnostic> {
    let diagnostic = |report: &str| {
        let Some((message, rest)) =
            report.strip_prefix("error: ").and_then(|report| report.split_once('\n'))
        else {
            return Diagnostic::error("template/error", voice(report));
        };
        let Some(place) = place(rest.trim_start().trim_start_matches("--> ")) else {
            return Diagnostic::error("template/error", voice(message));
        };
        let diagnostic = translated(message, "template/error", place.template, sources);
        match sources.texts.get(place.template) {
            Some(source) => diagnostic.label_in(source, span(&place, source), ""),
            None => diagnostic,
        }
    };
    text.split("\n\n").map(diagnostic).collect()
}

/// Reads `NAME:LINE:COLUMN` and the underline that follows it.
fn place(report: &str) -> Option<Place<'_>> {
    let mut lines = report.lines();
    let mut parts = lines.next()?.rsplitn(3, ':');
    let column = parts.next()?.trim().parse().ok()?;
    let line = parts.next()?.parse().ok()?;
    let template = parts.next()?;
    let underline = lines.find(|line| line.trim_end().ends_with('^')).unwrap_or("");
    let width = underline.chars().rev().take_while(|character| *character == '^').count();
    Some(Place { template, position: Position { line, column }, width })
}

/// The bytes of a place.
fn span(place: &Place, source: &Source) -> Span {
    let Position { line, column } = place.position;
    let end = Position { line, column: column.saturating_add(place.width) };
    Span::new(source.offset(place.position), source.offset(end))
}

/// A diagnostic of the engine's `message` in our words, without its place.
fn translated(message: &str, code: &'static str, template: &str, sources: &Sources) -> Diagnostic {
    let diagnostic = named(message, sources)
        .unwrap_or_else(|| Diagnostic::error(code, voice(message)).help(advice(message, code)));
    if sources.own.contains(template) {
        return diagnostic;
    }
    let help = diagnostic.help.clone().unwrap_or_default();
    diagnostic.help(format!(
        "{help}{}`{template}` is the built-in theme's: a template of yours that it uses has changed; \
         put a `templates/{template}` of your own beside it",
        if help.is_empty() { "" } else { "; " }
    ))
}

/// The diagnostic of a name that does not exist.
fn named(message: &str, sources: &Sources) -> Option<Diagnostic> {
    let quoted = || message.split('`').nth(1);
    let templates = || sources.texts.keys().map(String::as_str);
    let (code, what, candidates): (_, _, Vec<&str>) = match message.split(" `").next()? {
        "Unknown filter" => ("template/unknown-filter", "filter", filter::FILTERS.to_vec()),
        "Unknown test" => ("template/unknown-test", "test", filter::TESTS.to_vec()),
        "Unknown function" => ("template/unknown-function", "function", filter::FUNCTIONS.to_vec()),
        "Unknown component" => ("template/unknown-component", "component", components(sources)),
        "Unknown template" => ("template/unknown-template", "template", templates().collect()),
        "Block" => (UNKNOWN_BLOCK, "block", blocks(sources)),
        "Variable" => ("template/unknown-variable", "variable", available(message)),
        "Field" => ("template/unknown-field", "field", available(message)),
        _ => return None,
    };
    let name = quoted()?;
    let message = match what {
        "block" => format!("no parent of this template has a block `{name}`"),
        _ => format!("there is no {what} `{name}`"),
    };
    let diagnostic = Diagnostic::error(code, message);
    let mut help = String::new();
    if let Some(nearest) = nearest(name, candidates.iter().copied()) {
        let _ = write!(help, "did you mean `{nearest}`?");
    } else if candidates.is_empty() {
        let _ = write!(help, "nothing has a {what} here; test it with `{{% if … %}}` first");
    } else {
        let _ = write!(help, "there are: {}", candidates.join(", "));
    }
    Some(diagnostic.help(help))
}

/// The names that the engine lists at the end of its message.
fn available(message: &str) -> Vec<&str> {
    let list = message.split_once("Available variables: ");
    let list = list.or_else(|| message.split_once("Available fields: "));
    list.map_or_else(Vec::new, |(_, names)| names.split(", ").collect())
}

/// The words that follow `tag` in the templates' tags, each once, in order.
fn tagged<'a>(sources: &'a Sources, tag: &str) -> Vec<&'a str> {
    let mut names: Vec<&str> = Vec::new();
    for source in sources.texts.values() {
        for inner in source.text.split("{%").skip(1) {
            let mut words = inner.trim_start_matches('-').split_whitespace();
            if words.next() == Some(tag)
                && let Some(name) = words.next()
            {
                names.push(name.split(['(', '%', '-']).next().unwrap_or(name));
            }
        }
    }
    names.sort_unstable();
    names.dedup();
    names
}

/// Every block of every template.
fn blocks(sources: &Sources) -> Vec<&str> {
    tagged(sources, "block")
}

/// Every component of every template.
fn components(sources: &Sources) -> Vec<&str> {
    tagged(sources, "component")
}

/// A template extends one that does not exist.
fn missing_parent(current: &str, parent: &str, sources: &Sources) -> Diagnostic {
    let message = format!("there is no template `{parent}` to extend");
    let diagnostic = Diagnostic::error("template/unknown-template", message);
    let names = sources.texts.keys().map(String::as_str);
    let diagnostic = diagnostic.help(match nearest(parent, names) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => format!("add `templates/{parent}`, or extend `base.html`"),
    });
    at_name(diagnostic, current, parent, sources)
}

/// Templates that need each other.
fn circle(template: &str, verb: &str, chain: &[String], sources: &Sources) -> Diagnostic {
    let message = format!("the template `{template}` {verb} itself");
    let chain: Vec<String> = chain.iter().map(|name| format!("`{name}`")).collect();
    let diagnostic = Diagnostic::error("template/circle", message)
        .help(format!("break the circle: {}", chain.join(" → ")));
    let next = sources.texts.get(template).map(|source| quoted_names(source)).unwrap_or_default();
    let next = next.into_iter().find(|name| chain.contains(&format!("`{name}`")));
    at_name(diagnostic, template, next.unwrap_or(template), sources)
}

/// All that stands between double or single quotes.
fn quoted_names(source: &Source) -> Vec<&str> {
    source.text.split(['"', '\'']).skip(1).step_by(2).collect()
}

/// Points at the place where `template` names `name`.
fn at_name(diagnostic: Diagnostic, template: &str, name: &str, sources: &Sources) -> Diagnostic {
    let Some(source) = sources.texts.get(template) else { return diagnostic };
    let quoted = [format!("\"{name}\""), format!("'{name}'")];
    let start = quoted.iter().find_map(|quoted| source.text.find(quoted.as_str()));
    let span = start.map_or_else(Span::default, |start| Span::new(start, start + name.len() + 2));
    diagnostic.label_in(&Arc::clone(source), span, "")
}

/// The engine's message in the project's voice: lower case, no full stop, names in backticks.
fn voice(message: &str) -> String {
    let message = message.trim().trim_end_matches('.').replace('\'', "`");
    let mut characters = message.chars();
    match characters.next() {
        Some(first) if !message.starts_with("I/O") => {
            first.to_lowercase().chain(characters).collect()
        }
        _ => message,
    }
}

/// What to do about an error that is not about a name.
fn advice(message: &str, code: &str) -> &'static str {
    if message.contains("undefined") {
        "test the value with `{% if … %}`, or give it a `default(value=…)`"
    } else if message.starts_with("This content would be ignored") {
        "put it into a block of the parent template"
    } else if message.starts_with("Unexpected end of input") {
        "a tag is not closed: every `{% if %}`, `{% for %}` and `{% block %}` needs its `{% end… %}`"
    } else if message.starts_with("Unknown tag") {
        "the tags are if, for, set, set_global, block, extends, include, component, filter and raw"
    } else if code == "template/syntax" {
        "expressions stand in `{{ … }}`, tags in `{% … %}`, comments in `{# … #}`"
    } else {
        "the documentation of templates lists every variable with its type"
    }
}
