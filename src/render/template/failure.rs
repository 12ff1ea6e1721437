//! The template engine's errors as diagnostics.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::iter::successors;
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
        _ => of_message(&error.to_string(), sources),
    }
}

/// What went wrong while `template` was rendered.
pub(super) fn of_rendering(error: &Error, template: &str, sources: &Sources) -> Diagnostic {
    let ErrorKind::RenderingError(report) = error.kind() else {
        let message = format!("the template `{template}` fails: {}", voice(&error.to_string()));
        let diagnostic = Diagnostic::error("template/error", message).help(advice("", ""));
        return match sources.texts.get(template) {
            Some(source) => diagnostic.label_in(source, shown(Span::default(), source), ""),
            None => diagnostic,
        };
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

/// A place that can be seen: white space around it left out, and at least one character, the last one at the template's end.
fn shown(span: Span, source: &Source) -> Span {
    let text = source.slice(span);
    if !text.trim().is_empty() {
        let start = span.start + (text.len() - text.trim_start().len());
        return Span::new(start, start + text.trim().len());
    }
    let mut characters = source.text.char_indices();
    let next = characters.find(|(at, character)| *at >= span.start && !character.is_whitespace());
    let last = || source.text.trim_end().char_indices().next_back();
    let seen = next.or_else(last);
    seen.map_or(span, |(at, character)| Span::new(at, at + character.len_utf8()))
}

/// The diagnostics of a message that may hold printed reports, one after the other.
fn of_message(text: &str, sources: &Sources) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut unfilled: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for report in text.split("\n\n") {
        let parts = report.strip_prefix("error: ").and_then(|report| report.split_once('\n'));
        let placed = parts.and_then(|(message, rest)| {
            Some((message, place(rest.trim_start().trim_start_matches("--> "))?))
        });
        match placed {
            None => diagnostics.push(unplaced(report, sources)),
            Some((message, place)) => match message.strip_prefix("Block `") {
                Some(block) if !sources.own.contains(place.template) => {
                    let block = block.split('`').next().unwrap_or(block);
                    unfilled.entry(block).or_default().push(place.template);
                }
                _ => {
                    let diagnostic = translated(message, "template/error", place.template, sources);
                    diagnostics.push(match sources.texts.get(place.template) {
                        Some(source) => diagnostic.label_in(source, span(&place, source), ""),
                        None => diagnostic,
                    });
                }
            },
        }
    }
    diagnostics.extend(unfilled.iter().map(|(block, users)| lacks_block(block, users, sources)));
    diagnostics
}

/// A parent of the author's lacks a block that the built-in templates fill.
fn lacks_block(block: &str, users: &[&str], sources: &Sources) -> Diagnostic {
    let parents = users.iter().flat_map(|user| parents(user, sources));
    let parent = parents
        .fold("base.html", |last, parent| if sources.own.contains(parent) { parent } else { last });
    let users: Vec<String> = users.iter().map(|user| format!("`{user}`")).collect();
    let message = format!("`{parent}` has no block `{block}`, which built-in templates fill");
    let diagnostic = Diagnostic::error(UNKNOWN_BLOCK, message).help(format!(
        "add `{{% block {block} %}}{{% endblock %}}` to it, or write your own {}",
        users.join(", ")
    ));
    match sources.texts.get(parent) {
        Some(source) => diagnostic.label_in(source, shown(Span::default(), source), ""),
        None => diagnostic,
    }
}

/// An error that comes without a place.
fn unplaced(message: &str, sources: &Sources) -> Diagnostic {
    let mut quoted = message.split('`').skip(1).step_by(2);
    match (message.contains("is defined in both"), quoted.next()) {
        (true, Some(component)) => {
            let message = format!("there are two components `{component}`");
            let diagnostic = Diagnostic::error("template/duplicate-component", message)
                .help("give one of them another name");
            quoted.filter_map(|name| sources.texts.get(name)).fold(diagnostic, |all, source| {
                let tag = format!("component {component}");
                let start = source.text.find(&tag).unwrap_or(0);
                all.label_in(source, shown(Span::new(start, start + tag.len()), source), "")
            })
        }
        _ => Diagnostic::error("template/error", voice(message)).help(advice(message, "")),
    }
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
    let diagnostic = named(message, template, sources)
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
fn named(message: &str, template: &str, sources: &Sources) -> Option<Diagnostic> {
    let quoted = || message.split('`').nth(1);
    let templates = || sources.texts.keys().map(String::as_str);
    let (code, what, candidates): (_, _, Vec<&str>) = match message.split(" `").next()? {
        "Unknown filter" => ("template/unknown-filter", "filter", filter::FILTERS.to_vec()),
        "Unknown test" => ("template/unknown-test", "test", filter::TESTS.to_vec()),
        "Unknown function" => ("template/unknown-function", "function", filter::FUNCTIONS.to_vec()),
        "Unknown component" => {
            ("template/unknown-component", "component", tagged(sources.texts.values(), "component"))
        }
        "Unknown template" => ("template/unknown-template", "template", templates().collect()),
        "Block" => {
            let parents = parents(template, sources);
            let parents = parents.iter().filter_map(|name| sources.texts.get(*name));
            (UNKNOWN_BLOCK, "block", tagged(parents, "block"))
        }
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

/// The words that follow `tag` in the tags of these templates, each once, in order.
fn tagged<'a>(templates: impl Iterator<Item = &'a Arc<Source>>, tag: &str) -> Vec<&'a str> {
    let mut names: Vec<&str> = Vec::new();
    for source in templates {
        for inner in source.text.split("{%").skip(1) {
            let mut words = inner.trim_start_matches('-').split_whitespace();
            if words.next() == Some(tag)
                && let Some(name) = words.next()
            {
                names.push(
                    name.split(['(', '%', '-']).next().unwrap_or(name).trim_matches(['"', '\'']),
                );
            }
        }
    }
    names.sort_unstable();
    names.dedup();
    names
}

/// The templates that `template` extends, the nearest first.
fn parents<'a>(template: &str, sources: &'a Sources) -> Vec<&'a str> {
    let parent = |name: &str| tagged(sources.texts.get(name).into_iter(), "extends").pop();
    successors(parent(template), |name| parent(name)).take(sources.texts.len()).collect()
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
    let mut chain: Vec<String> = chain.iter().map(|name| format!("`{name}`")).collect();
    if chain.len() == 1 {
        chain.push(format!("`{template}`"));
    }
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
    let words = message.split_whitespace().collect::<Vec<_>>().join(" ");
    let message = words.trim_end_matches('.').replace('\'', "`").replace("`&str`", "`string`");
    let message = match message.rsplit_once(" but expected ") {
        Some((found, mark)) if !mark.contains(['`', ' ']) => {
            format!("{found} but expected `{mark}`")
        }
        _ => message,
    };
    let mut characters = message.chars();
    match characters.next() {
        Some(first) => first.to_lowercase().chain(characters).collect(),
        None => message,
    }
}

/// What to do about an error that is not about a name.
fn advice(message: &str, code: &str) -> &'static str {
    if message.contains("undefined") || message.contains("`none`") {
        "test the value with `{% if … %}`, or give it a `default(value=…)`"
    } else if message.starts_with("there is no text") {
        "write the text, or give `t` a `default`"
    } else if message.starts_with("the text `") {
        "give it to `t` beside the key"
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
