//! What shortcodes stand for: each has a template `shortcodes/NAME.html`.

use std::collections::BTreeMap;

use serde::Serialize;

use super::template::{Scope, Shared, Templates};
use super::views::Params;
use crate::base::diagnostic::{Diagnostic, nearest};
use crate::base::node::{Entry, Node, Value};
use crate::base::source::Span;
use crate::content::body::Named;
use crate::content::config::{Config, UnknownShortcodes};
use crate::content::front_matter::FrontMatter;
use crate::content::shortcode::{Answer, Args, Call};

/// What a shortcode's template sees of its page, or of the site.
#[derive(Serialize)]
struct View<'a> {
    title: &'a str,
    params: Params<'a>,
}

/// What a call on the page of `front` stands for, and what is wrong with it.
pub fn shortcode(
    templates: &Templates,
    config: &Config,
    front: &FrontMatter,
    call: &Call,
) -> (Answer, Option<Diagnostic>) {
    if matches!(call.name.to_lowercase().as_str(), "ref" | "relref") {
        return page(call);
    }
    let Some(template) = template(templates, &call.name) else {
        return unknown(templates, config.markdown.unknown_shortcodes, call);
    };
    let mut scope = scope(config, front, call);
    let is_markdown = templates.uses(&template, "markdown");
    let takes_inner = is_markdown || templates.uses(&template, "inner");
    if takes_inner && call.inner.is_none() && !call.is_closed {
        let message = format!("the shortcode `{}` is not closed", call.name);
        let help =
            format!("end it with `/{0}` in the same brackets, or write `{0} />}}}}`", call.name);
        let error = Diagnostic::error("shortcode/unclosed", message).at(call.name_span).help(help);
        return (Answer::Text(String::new()), Some(error));
    }
    if template == "shortcodes/param.html" && templates.uses(&template, "param") {
        match param(config, front, call) {
            Ok(value) => scope.set("param", &value),
            Err(error) => return (Answer::Text(String::new()), Some(error)),
        }
    }
    match templates.render((config.lang, &template), &scope) {
        Ok(bytes) => {
            let text = String::from_utf8_lossy(&bytes);
            let trimmed = text.trim_end_matches('\n');
            // What is a block of Markdown keeps the end of its last line, so that the next line does not belong to it.
            let is_block = call.is_markdown && trimmed.contains('\n');
            let text = if is_block { text.into_owned() } else { trimmed.to_owned() };
            (if is_markdown { Answer::Markdown(text) } else { Answer::Text(text) }, None)
        }
        Err(mut error) => {
            error.labels.push(crate::base::diagnostic::Label {
                source: None,
                span: call.name_span,
                text: "for this shortcode".into(),
            });
            (Answer::Text(String::new()), Some(error))
        }
    }
}

/// The template of a shortcode: that of its name, however it is written.
fn template(templates: &Templates, name: &str) -> Option<String> {
    let template = format!("shortcodes/{name}.html");
    if templates.has(&template) {
        return Some(template);
    }
    let mut names = templates.names();
    names.find(|known| known.eq_ignore_ascii_case(&template)).map(str::to_owned)
}

/// What a shortcode's template sees of the one around it.
#[derive(Serialize)]
struct ParentView<'a> {
    name: &'a str,
    args: BTreeMap<&'a str, &'a str>,
    argv: Vec<&'a str>,
}

/// Arguments by name, and those without one in order.
fn args_of(args: &Args) -> (BTreeMap<&str, &str>, Vec<&str>) {
    let named = args.iter().filter_map(|(name, value)| Some((name.as_deref()?, value.as_str())));
    let listed = args.iter().filter(|(name, _)| name.is_none()).map(|(_, value)| value.as_str());
    (named.collect(), listed.collect())
}

fn scope(config: &Config, front: &FrontMatter, call: &Call) -> Scope {
    let (named, listed) = args_of(&call.args);
    let inner = Shared::html(call.inner.as_deref().unwrap_or(""));
    let mut scope = Scope::default();
    scope.set("args", &Shared::of(&named));
    scope.set("argv", &Shared::of(&listed));
    scope.set("inner", &inner);
    scope.set("inner_text", &Shared::of(&call.inner_text));
    scope.set("name", &Shared::of(&call.name));
    scope.set("ordinal", &Shared::of(&call.ordinal));
    let parent = call.parent.as_ref().map_or_else(Shared::none, |parent| {
        let (named, listed) = args_of(&parent.args);
        Shared::of(&ParentView { name: &parent.name, args: named, argv: listed })
    });
    scope.set("parent", &parent);
    scope.set("markdown", &inner);
    page_and_site(config, front, &mut scope);
    scope
}

/// Sets `page` and `site`, as far as they are known while a page is read.
pub(super) fn page_and_site(config: &Config, front: &FrontMatter, scope: &mut Scope) {
    let title = front.title.as_ref().map_or("", |title| &title.value);
    scope.set("page", &Shared::of(&View { title, params: Params(&front.params) }));
    let site = View { title: &config.title, params: Params(&config.params) };
    scope.set("site", &Shared::of(&site));
}

/// `param`: a value of the page's or the site's `params`, by a path such as `author.name`.
fn param(config: &Config, front: &FrontMatter, call: &Call) -> Result<Shared, Diagnostic> {
    let path = call.args.first().map_or("", |(_, value)| value.as_str());
    let find = |params: &Node| {
        let mut node = params.clone();
        for key in path.split('.') {
            let Value::Map(entries) = node.value else { return None };
            let entry = entries.into_iter().find(|entry| entry.key.eq_ignore_ascii_case(key))?;
            node = entry.value;
        }
        Some(node)
    };
    let found = find(&front.params).or_else(|| of_page(front, path));
    let found = found.or_else(|| find(&config.params)).ok_or_else(|| {
        let (message, help) = match path {
            "" => (
                "`param` names no value".to_owned(),
                "write its name, as in `{{< param \"author.name\" >}}`".to_owned(),
            ),
            path => (
                format!("neither the page nor the site has a param `{path}`"),
                format!(
                    "give `{path}` in the page's front matter, or in numerate.yaml under `params`"
                ),
            ),
        };
        Diagnostic::error("shortcode/no-param", message).at(call.name_span).help(help)
    })?;
    let whole = Node {
        span: found.span,
        value: Value::Map(vec![Entry {
            key: "value".to_owned(),
            key_span: found.span,
            value: found,
        }]),
    };
    Ok(Shared::of(&Params(&whole)).field("value"))
}

/// What a page says of itself in keys of its own, which are params in Hugo too.
fn of_page(front: &FrontMatter, key: &str) -> Option<Node> {
    let node = |value| Node { span: Span::default(), value };
    let text = |text: &String| node(Value::Text(text.clone()));
    let list = |texts: Vec<Node>| (!texts.is_empty()).then(|| node(Value::List(texts)));
    match key.to_lowercase().as_str() {
        "title" => front.title.as_ref().map(|title| text(&title.value)),
        "linktitle" => front.link_title.as_ref().map(|title| text(&title.value)),
        "description" => front.description.as_ref().map(|own| text(&own.value)),
        "summary" => front.summary.as_ref().map(|own| text(&own.value)),
        "keywords" => list(front.keywords.iter().map(text).collect()),
        taxonomy => list(front.terms.get(taxonomy)?.iter().map(|term| text(&term.value)).collect()),
    }
}

/// `ref` and `relref`: a page, looked up when all are known.
fn page(call: &Call) -> (Answer, Option<Diagnostic>) {
    let given = |wanted: &str, at: usize| {
        let mut named = call.args.iter().filter(|(name, _)| name.is_some());
        let by_name = named
            .find(|(name, _)| name.as_ref().is_some_and(|name| name.eq_ignore_ascii_case(wanted)));
        let by_place = call.args.get(at).filter(|(name, _)| name.is_none());
        by_name.or(by_place).map_or("", |(_, value)| value.as_str())
    };
    // In order, `ref` takes a page and an output, and a language by its name alone.
    let named = Named {
        path: given("path", 0),
        output: given("outputFormat", 1),
        lang: given("lang", usize::MAX),
    };
    if !named.path.is_empty() {
        return (Answer::Page(named.destination()), None);
    }
    let message = format!("`{}` names no page", call.name);
    // An empty name is no mistake in Hugo, which leaves the link empty.
    let diagnostic = if call.args.is_empty() {
        Diagnostic::error("shortcode/no-page", message)
    } else {
        Diagnostic::warning("shortcode/no-page", message)
    };
    let help = "write the page's file, as in `{{< ref \"posts/a.md\" >}}`";
    (Answer::Text(String::new()), Some(diagnostic.at(call.name_span).help(help)))
}

fn unknown(
    templates: &Templates,
    choice: UnknownShortcodes,
    call: &Call,
) -> (Answer, Option<Diagnostic>) {
    let message = format!("there is no shortcode `{}`", call.name);
    let names = templates.names().filter_map(|name| {
        name.strip_prefix("shortcodes/").and_then(|name| name.strip_suffix(".html"))
    });
    let near = nearest(&call.name, names.chain(["ref", "relref"]));
    let write = format!("write `templates/shortcodes/{}.html`", call.name);
    let help = near.map_or(write.clone(), |near| format!("did you mean `{near}`? If not, {write}"));
    let diagnostic = match choice {
        UnknownShortcodes::Error => Some(Diagnostic::error("shortcode/unknown", message)),
        UnknownShortcodes::Warn => Some(Diagnostic::warning("shortcode/unknown", message)),
        UnknownShortcodes::KeepInner => None,
    };
    let diagnostic = diagnostic.map(|diagnostic| diagnostic.at(call.name_span).help(help));
    let inner = call.inner.clone().unwrap_or_default();
    match choice {
        // The page is not to be published: what is inside would only be complained about by rules that may not hold for it.
        UnknownShortcodes::Error => (Answer::Text(inner), diagnostic),
        UnknownShortcodes::Warn | UnknownShortcodes::KeepInner => {
            (Answer::Markdown(inner), diagnostic)
        }
    }
}
